//! What a shop's owner is told: that nothing of it is listed or bought any more, with the reasons, and that it sells again.

use super::compose::{greeting, letter, own_account};
use super::entity::Model;
use super::letter::{Block, Letter};
use super::links;
use super::texts::{SuspendedTexts, fill, texts};
use crate::app::App;
use crate::reputation::{self, Evaluation};
use crate::shops::entity as shop;
use sea_orm::EntityTrait;
use shared::format::{date, integer, tenths};
use shared::id::ShopId;
use shared::trust::standing::{
    Criterion, DEFECTS, FaultLimits, Inputs, LATE_SHIPMENTS, RATING_REVIEWS, RATING_STANDARD, Share, UNRESOLVED_CASES,
};
use shared::{Locale, Timestamp};

/// The statement of reasons; `None` when the evaluation is gone.
pub(super) async fn suspended(app: &App, mail: &Model, shop: ShopId, at: Timestamp) -> anyhow::Result<Option<Letter>> {
    let Some(account) = own_account(app, mail).await? else { return Ok(None) };
    let Some(shop) = shop::Entity::find_by_id(shop).one(app.db.read()).await? else { return Ok(None) };
    let Some(evaluation) = reputation::stored(app, &[(shop.id, at)]).await?.remove(&(shop.id, at)) else {
        return Ok(None);
    };
    let locale = account.locale;
    let all = texts(locale);
    let words = &all.shop_suspended;
    let (day, days) = (date(at, locale), integer(evaluation.window_days, locale));
    let blanks = [("shop", shop.name.get(locale)), ("at", day.as_str()), ("days", days.as_str())];
    let reasons = || evaluation.standing.reasons.iter().copied();
    let blocks = vec![
        greeting(all, &account.display_name),
        Block::Paragraph(fill(&words.text, &blanks)),
        Block::Heading(words.facts_title.clone()),
        Block::Paragraph(fill(&words.facts, &blanks)),
        Block::Rows(reasons().filter_map(|reason| fact(words, reason, &evaluation, locale)).collect()),
        Block::Heading(words.rule_title.clone()),
        Block::Paragraph(words.rule.clone()),
        Block::Rows(reasons().filter_map(|reason| limit(words, reason, locale)).collect()),
        Block::Paragraph(words.how.clone()),
        Block::Heading(words.until_title.clone()),
        Block::Paragraph(words.until.clone()),
        Block::Paragraph(words.kept.clone()),
        Block::Action { label: words.button.clone(), url: page(app, locale, &shop) },
        Block::Paragraph(words.objection.clone()),
        Block::Lines(vec![links::page(app, locale, "/help/contact")]),
    ];
    Ok(Some(letter(app, locale, fill(&words.subject, &blanks), &words.title, blocks)))
}

/// That the shop sells again.
pub(super) async fn reinstated(app: &App, mail: &Model, shop: ShopId, at: Timestamp) -> anyhow::Result<Option<Letter>> {
    let Some(account) = own_account(app, mail).await? else { return Ok(None) };
    let Some(shop) = shop::Entity::find_by_id(shop).one(app.db.read()).await? else { return Ok(None) };
    let locale = account.locale;
    let all = texts(locale);
    let words = &all.shop_reinstated;
    let day = date(at, locale);
    let blanks = [("shop", shop.name.get(locale)), ("at", day.as_str())];
    let blocks = vec![
        greeting(all, &account.display_name),
        Block::Paragraph(fill(&words.text, &blanks)),
        Block::Paragraph(words.watch.clone()),
        Block::Action { label: words.button.clone(), url: page(app, locale, &shop) },
    ];
    Ok(Some(letter(app, locale, fill(&words.subject, &blanks), &words.title, blocks)))
}

fn page(app: &App, locale: Locale, shop: &shop::Model) -> String {
    links::page(app, locale, &format!("/shops/{}", shop.slug))
}

/// What was counted for a criterion that is below the standard.
fn fact(words: &SuspendedTexts, reason: Criterion, of: &Evaluation, locale: Locale) -> Option<(String, String)> {
    let value = match faults(reason, &of.inputs) {
        Some((share, _)) => {
            let (count, total) = (integer(share?.count.into(), locale), integer(share?.total.into(), locale));
            let rate = tenths((share?.rate() * 1000.0).round() as i64, locale);
            fill(&words.measured, &[("count", &count), ("total", &total), ("rate", &rate)])
        }
        None => {
            let rating = of.inputs.rating?;
            let score = tenths((rating.score * 10.0).round() as i64, locale);
            fill(&words.measured_rating, &[("score", &score), ("reviews", &integer(rating.reviews.into(), locale))])
        }
    };
    Some((name(words, reason)?, value))
}

/// From where on a criterion is below the standard.
fn limit(words: &SuspendedTexts, reason: Criterion, locale: Locale) -> Option<(String, String)> {
    let value = match faults(reason, &Inputs::default()) {
        Some((_, limits)) => {
            let rate = tenths(limits.below_thousandths.into(), locale);
            fill(&words.limit, &[("rate", &rate), ("count", &integer(limits.below_count.into(), locale))])
        }
        None => {
            let score = tenths((RATING_STANDARD * 10.0) as i64, locale);
            fill(&words.limit_rating, &[("score", &score), ("reviews", &integer(RATING_REVIEWS.into(), locale))])
        }
    };
    Some((name(words, reason)?, value))
}

/// Of a criterion that counts what went wrong, the share and its limits.
fn faults(reason: Criterion, of: &Inputs) -> Option<(Option<Share>, FaultLimits)> {
    match reason {
        Criterion::Defects => Some((of.defects, DEFECTS)),
        Criterion::UnresolvedCases => Some((of.unresolved_cases, UNRESOLVED_CASES)),
        Criterion::LateShipments => Some((of.late_shipments, LATE_SHIPMENTS)),
        _ => None,
    }
}

/// A criterion by which a shop can be below the standard.
fn name(words: &SuspendedTexts, reason: Criterion) -> Option<String> {
    match reason {
        Criterion::Defects => Some(words.defects.clone()),
        Criterion::UnresolvedCases => Some(words.unresolved_cases.clone()),
        Criterion::LateShipments => Some(words.late_shipments.clone()),
        Criterion::Rating => Some(words.rating.clone()),
        Criterion::ValidTracking | Criterion::FirstReplies | Criterion::History => None,
    }
}
