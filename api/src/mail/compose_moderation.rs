//! What authors are told of decisions about their reviews.

use super::compose::{greeting, letter, own_account};
use super::entity::Model;
use super::letter::{Block, Letter};
use super::links;
use super::texts::{GroundTexts, ModeratedTexts, NoticeTexts, fill, texts};
use crate::app::App;
use crate::catalog::entity::product;
use crate::moderation::entity::{self as case, ActionKind, Ground, action};
use crate::reviews::{self, Model as Review};
use crate::shops::entity as shop;
use sea_orm::{DbErr, EntityTrait};
use shared::Locale;
use shared::format::date;
use shared::id::{CaseId, ReviewId};
use shared::reviews::{APPEAL_DAYS, SUSPENSION_DAYS};

/// What an action says to the author of the review that it was about; `None` when either is gone, or when there is
/// nothing to say.
pub(super) async fn notice(
    app: &App,
    mail: &Model,
    which: (CaseId, i32),
    about: ActionKind,
) -> anyhow::Result<Option<Letter>> {
    let read = app.db.read();
    let Some(account) = own_account(app, mail).await? else { return Ok(None) };
    let Some(action) = action::Entity::find_by_id(which).one(read).await? else { return Ok(None) };
    let Some(case) = case::Entity::find_by_id(which.0).one(read).await? else { return Ok(None) };
    let review = reviews::entity::Entity::find_by_id(ReviewId(case.subject_id)).one(read).await?;
    let Some(review) = review.filter(|review| review.account_id == Some(account.id)) else { return Ok(None) };
    let locale = account.locale;
    let all = texts(locale);
    let words = &all.review_moderated;
    let Some(notice) = notice_of(words, about) else { return Ok(None) };
    let title = title(app, &review, locale).await?;
    let until = date(action.at.plus_days(SUSPENSION_DAYS), locale);
    let blanks = [("title", title.as_str()), ("until", until.as_str())];
    let mut blocks = vec![greeting(all, &account.display_name), Block::Paragraph(fill(&notice.text, &blanks))];
    if let Some(ground) = action.ground.filter(|_| about != ActionKind::Restored) {
        blocks.push(Block::Rows(vec![(words.rule.clone(), rule(&words.grounds, ground).to_owned())]));
    }
    if let Some(reason) = action.reason {
        blocks.push(Block::Heading(words.reason.clone()));
        blocks.push(Block::Paragraph(reason));
    }
    if !matches!(about, ActionKind::Restored | ActionKind::Upheld) {
        let until = date(action.at.plus_days(APPEAL_DAYS), locale);
        blocks.push(Block::Paragraph(fill(&words.appeal, &[("until", &until)])));
    }
    let url = links::page(app, locale, &format!("/account/reviews#{}", review.id));
    blocks.push(Block::Action { label: words.button.clone(), url });
    Ok(Some(letter(app, locale, fill(&notice.subject, &blanks), &fill(&notice.title, &blanks), blocks)))
}

const fn notice_of(words: &ModeratedTexts, about: ActionKind) -> Option<&NoticeTexts> {
    match about {
        ActionKind::Held => Some(&words.held),
        ActionKind::Hidden => Some(&words.hidden),
        ActionKind::Restored => Some(&words.restored),
        ActionKind::Warned => Some(&words.warned),
        ActionKind::Suspended => Some(&words.suspended),
        ActionKind::Upheld => Some(&words.upheld),
        ActionKind::Released | ActionKind::Flagged | ActionKind::Appealed => None,
    }
}

fn rule(grounds: &GroundTexts, ground: Ground) -> &str {
    match ground {
        Ground::Fake => &grounds.fake,
        Ground::Spam => &grounds.spam,
        Ground::Offensive => &grounds.offensive,
        Ground::PrivateData => &grounds.private_data,
        Ground::OffTopic => &grounds.off_topic,
        Ground::Illegal => &grounds.illegal,
        Ground::Other => &grounds.other,
    }
}

/// What the review is about: the product, else the shop.
async fn title(app: &App, review: &Review, locale: Locale) -> Result<String, DbErr> {
    if let Some(id) = review.product_id
        && let Some(product) = product::Entity::find_by_id(id).one(app.db.read()).await?
    {
        return Ok(product.title.get(locale).to_owned());
    }
    let shop = shop::Entity::find_by_id(review.shop_id).one(app.db.read()).await?;
    Ok(shop.map(|shop| shop.name.get(locale).to_owned()).unwrap_or_default())
}
