//! Writing letters: from an occasion to its words. The tokens of links are made here, moments before the letter leaves.

use super::entity::Model;
use super::letter::{Block, Letter};
use super::texts::{ChangedTexts, LinkTexts, Texts, fill, texts};
use super::{Message, links};
use super::{
    compose_address, compose_moderation, compose_order, compose_review, compose_searches, compose_shop,
    compose_wishlist,
};
use crate::accounts::entity::{self as account};
use crate::accounts::tokens::{self, Purpose};
use crate::app::App;
use crate::ids::Secret;
use sea_orm::{ColumnTrait, DbErr, EntityTrait, QueryFilter};
use shared::format::date_time;
use shared::{Locale, Timestamp};

/// The letter of a mail; `None` when there is nothing to say any more, or nobody to say it to.
pub(super) async fn compose(app: &App, mail: &Model) -> anyhow::Result<Option<Letter>> {
    match mail.message {
        Message::VerifyEmail => verify_email(app, mail).await,
        Message::ResetPassword => reset_password(app, mail).await,
        Message::PasswordChanged => {
            something_changed(app, mail, |texts| &texts.password_changed, "/forgot-password").await
        }
        Message::PasskeyAdded => something_changed(app, mail, |texts| &texts.passkey_added, "/account").await,
        Message::ChangeEmail => compose_address::change(app, mail).await,
        Message::EmailChanged => compose_address::changed(app, mail).await,
        Message::AccountDeleted => Ok(Some(compose_address::deleted(app, mail))),
        Message::WishlistNews => compose_wishlist::news(app, mail).await,
        Message::SavedSearchNews { at } => compose_searches::news(app, mail, at).await,
        Message::OrderReceived { order } => compose_order::received(app, order).await,
        Message::OrderCancelled { order, unpaid } => compose_order::cancelled(app, order, unpaid).await,
        Message::ShipmentShipped { shipment } => compose_order::shipment(app, shipment, false).await,
        Message::ShipmentDelivered { shipment } => compose_order::shipment(app, shipment, true).await,
        Message::ReviewRequested { order } => compose_review::request(app, mail, order).await,
        Message::ReviewModerated { case, number, letter } => {
            compose_moderation::notice(app, mail, (case, number), letter).await
        }
        Message::ShopSuspended { shop, at } => compose_shop::suspended(app, mail, shop, at).await,
        Message::ShopReinstated { shop, at } => compose_shop::reinstated(app, mail, shop, at).await,
    }
}

/// A letter in a language, with its blocks.
pub(super) fn letter(app: &App, locale: Locale, subject: String, title: &str, blocks: Vec<Block>) -> Letter {
    let home = links::page(app, locale, "/");
    let title = title.to_owned();
    Letter { subject, locale, title, blocks, texts: texts(locale), home }
}

async fn verify_email(app: &App, mail: &Model) -> anyhow::Result<Option<Letter>> {
    let account = own_account(app, mail).await?;
    let Some(account) = account.filter(|account| account.email_verified_at.is_none()) else { return Ok(None) };
    let token = tokens::issue(app, &account, Purpose::VerifyEmail).await?;
    let texts = &texts(account.locale).verify_email;
    Ok(Some(with_link(app, &account, texts, "/verify-email", Purpose::VerifyEmail, &token)))
}

async fn reset_password(app: &App, mail: &Model) -> anyhow::Result<Option<Letter>> {
    // Whether the address has an account is asked only now, so that nobody can tell from how long a wish takes.
    let query = account::Entity::find().filter(account::Column::Email.eq(mail.recipient.as_str()));
    let Some(account) = query.one(app.db.read()).await? else { return Ok(None) };
    let token = tokens::issue(app, &account, Purpose::ResetPassword).await?;
    let texts = &texts(account.locale).reset_password;
    Ok(Some(with_link(app, &account, texts, "/reset-password", Purpose::ResetPassword, &token)))
}

/// A way into the account is another one: said to its owner, with the page that mends it should it not be their doing.
async fn something_changed(
    app: &App,
    mail: &Model,
    words: fn(&Texts) -> &ChangedTexts,
    page: &str,
) -> anyhow::Result<Option<Letter>> {
    let Some(account) = own_account(app, mail).await? else { return Ok(None) };
    let locale = account.locale;
    let all = texts(locale);
    let words = words(all);
    let blocks = vec![
        greeting(all, &account.display_name),
        Block::Paragraph(fill(&words.text, &[("at", &date_time(mail.created_at, locale))])),
        Block::Paragraph(words.not_you.clone()),
        Block::Action { label: words.button.clone(), url: links::page(app, locale, page) },
    ];
    Ok(Some(letter(app, locale, words.subject.clone(), &words.title, blocks)))
}

pub(super) async fn own_account(app: &App, mail: &Model) -> Result<Option<account::Model>, DbErr> {
    let Some(id) = mail.account_id else { return Ok(None) };
    let account = account::Entity::find_by_id(id).one(app.db.read()).await?;
    // An address that was given up since is not written to.
    Ok(account.filter(|account| account.email == mail.recipient))
}

pub(super) fn greeting(texts: &Texts, name: &str) -> Block {
    Block::Paragraph(fill(&texts.greeting, &[("name", name)]))
}

pub(super) fn with_link(
    app: &App,
    account: &account::Model,
    words: &LinkTexts,
    path: &str,
    purpose: Purpose,
    token: &Secret,
) -> Letter {
    let locale = account.locale;
    let until: Timestamp = app.clock.now().plus_ms(purpose.lifetime_ms());
    let blocks = vec![
        greeting(texts(locale), &account.display_name),
        Block::Paragraph(words.text.clone()),
        Block::Action { label: words.button.clone(), url: links::with_token(app, locale, path, token) },
        Block::Paragraph(fill(&words.expires, &[("until", &date_time(until, locale))])),
        Block::Fine(words.not_you.clone()),
    ];
    letter(app, locale, words.subject.clone(), &words.title, blocks)
}
