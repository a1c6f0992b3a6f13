//! The shop's public answer to a review: one, which may be changed.

use super::entity::{Model, RevisionPart};
use super::write::{Replaced, remember};
use super::{ReviewError, events, lock, store};
use crate::actor::Actor;
use crate::app::App;
use crate::failure::{Failure, Outcome};
use shared::id::ReviewId;
use shared::reviews::{AnswerBody, ReviewStatus};

/// Answers a review for the shop that it is about, or changes the answer; what the answer said before is kept and shown.
///
/// # Errors
/// [`ReviewError::ReviewNotFound`] as not found, also for whoever is not on the shop's staff.
pub async fn answer(app: &App, actor: &Actor, id: ReviewId, body: &AnswerBody) -> Outcome<Model, ReviewError> {
    let mut tx = app.db.begin(app.clock.now()).await?;
    let before = lock(&tx, id).await?.filter(|review| review.status == ReviewStatus::Published);
    let before = before.ok_or(Failure::NotFound)?;
    let seller = actor.seller(before.shop_id).ok_or(Failure::NotFound)?;
    let mut after = before.clone();
    after.answer_body = Some(body.as_str().to_owned());
    match &before.answer_body {
        Some(said) if said == body.as_str() => return Ok(before),
        Some(said) => {
            remember(
                &tx,
                &before,
                RevisionPart::Answer,
                Replaced { stars: None, title: "", body: said, aspects: None },
            )
            .await?;
            after.answer_edited_at = Some(tx.now());
        }
        None => after.answered_at = Some(tx.now()),
    }
    let after = store(&mut tx, &before, after).await?;
    events::emit(&mut tx, events::ANSWERED, &after, Some(seller.account_id()), None)?;
    tx.commit().await?;
    Ok(after)
}
