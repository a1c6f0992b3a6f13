//! Letters about an account's address: one that is to be its, one that was, one whose account is gone.

use super::compose::{greeting, letter, with_link};
use super::entity::Model;
use super::letter::{Block, Letter};
use super::links;
use super::texts::texts;
use crate::accounts::entity as account;
use crate::accounts::tokens::{self, Purpose};
use crate::app::App;
use sea_orm::{ColumnTrait, DbErr, EntityTrait, QueryFilter};

/// To an address that an account is to have: the link that confirms it, or, if another account has it already, just that.
pub(super) async fn change(app: &App, mail: &Model) -> anyhow::Result<Option<Letter>> {
    let Some(account) = find(app, mail).await?.filter(|account| account.email != mail.recipient) else {
        return Ok(None);
    };
    let query = account::Entity::find().filter(account::Column::Email.eq(mail.recipient.as_str()));
    if let Some(owner) = query.one(app.db.read()).await? {
        return Ok(Some(taken(app, &owner)));
    }
    let token = tokens::issue_to(app, &account, Purpose::ChangeEmail, &mail.recipient).await?;
    let words = &texts(account.locale).change_email;
    Ok(Some(with_link(app, &account, words, "/account/confirm-email", Purpose::ChangeEmail, &token)))
}

/// What the owner of an address hears when another account is to have it. Whose, they do not learn.
fn taken(app: &App, owner: &account::Model) -> Letter {
    let all = texts(owner.locale);
    let words = &all.email_taken;
    let blocks = vec![
        greeting(all, &owner.display_name),
        Block::Paragraph(words.text.clone()),
        Block::Paragraph(words.what_to_do.clone()),
        Block::Action { label: words.button.clone(), url: links::page(app, owner.locale, "/sign-in") },
    ];
    letter(app, owner.locale, words.subject.clone(), &words.title, blocks)
}

/// To the address that an account had: the link that takes the change back.
pub(super) async fn changed(app: &App, mail: &Model) -> anyhow::Result<Option<Letter>> {
    let Some(account) = find(app, mail).await?.filter(|account| account.email != mail.recipient) else {
        return Ok(None);
    };
    // Gone when the change was taken back, or used.
    let token = tokens::renew(app, account.id, Purpose::UndoEmailChange, &mail.recipient).await?;
    let Some(token) = token else { return Ok(None) };
    let words = &texts(account.locale).email_changed;
    Ok(Some(with_link(app, &account, words, "/account/undo-email", Purpose::UndoEmailChange, &token)))
}

/// To the address of an account that is gone: nothing of it can be read any more.
pub(super) fn deleted(app: &App, mail: &Model) -> Letter {
    let words = &texts(mail.locale).account_deleted;
    let blocks = vec![
        Block::Paragraph(words.text.clone()),
        Block::Paragraph(words.kept.clone()),
        Block::Fine(words.not_you.clone()),
        Block::Action { label: words.button.clone(), url: links::page(app, mail.locale, "/help/contact") },
    ];
    letter(app, mail.locale, words.subject.clone(), &words.title, blocks)
}

async fn find(app: &App, mail: &Model) -> Result<Option<account::Model>, DbErr> {
    let Some(id) = mail.account_id else { return Ok(None) };
    account::Entity::find_by_id(id).one(app.db.read()).await
}
