//! Decisions.

use super::cases::{self, Act};
use super::entity::{CaseState, Entity, Ground, Model, Told, appeal, statement};
use super::policy::{self, Decision};
use super::{ModerationError, statements};
use crate::actor::Moderator;
use crate::app::App;
use crate::db::Tx;
use crate::failure::{Failure, Outcome};
use crate::reviews::{self, Model as Review};
use sea_orm::{DbErr, EntityTrait};
use shared::id::{AccountId, CaseId, ReviewId};
use shared::reviews::{DecisionReason, ReviewStatus};

/// What a moderator decides, and why.
#[derive(Clone, Debug)]
pub struct Ruling {
    /// What.
    pub decision: Decision,
    /// The rule that is broken.
    pub ground: Option<Ground>,
    /// Why; `None` only where a mutation takes no reason.
    pub reason: Option<DecisionReason>,
}

/// Decides a case as it was read at `version`.
///
/// # Errors
/// [`ModerationError`]; an unknown case as not found.
pub async fn decide(
    app: &App,
    moderator: &Moderator,
    id: CaseId,
    version: i32,
    ruling: &Ruling,
) -> Outcome<Model, ModerationError> {
    let mut tx = app.db.begin(app.clock.now()).await?;
    let case = Entity::find_by_id(id).one(tx.conn()).await?.ok_or(Failure::NotFound)?;
    let review = reviews::lock(&tx, ReviewId(case.subject_id)).await?;
    // Somebody else may have decided while the review was waited for.
    let case = Entity::find_by_id(id).one(tx.conn()).await?.ok_or(Failure::NotFound)?;
    if case.state == CaseState::Decided {
        return Err(ModerationError::CaseDecided.into());
    }
    if case.version != version {
        return Err(ModerationError::CaseChanged.into());
    }
    let review = review.ok_or(ModerationError::NotPossible)?;
    let (case, _) = rule(&mut tx, moderator, &case, review, ruling).await?;
    tx.commit().await?;
    app.shelf.forget_priors();
    Ok(case)
}

/// The same in a transaction that holds the review's row.
pub(crate) async fn rule(
    tx: &mut Tx,
    moderator: &Moderator,
    case: &Model,
    review: Review,
    ruling: &Ruling,
) -> Outcome<(Model, Review), ModerationError> {
    let me = moderator.account_id();
    let appeal = appeal::Entity::find_by_id(case.id).one(tx.conn()).await?;
    if is_own(me, review.account_id, appeal.as_ref()) {
        return Err(ModerationError::CaseYours.into());
    }
    let before = statement::Entity::find_by_id(review.id).one(tx.conn()).await?;
    let told = before.as_ref().map(|before| before.decision);
    let plan = policy::plan(ruling.decision, review.status, told, ruling.ground)?;
    let reason = ruling.reason.as_ref().map(DecisionReason::as_str);
    let act = Act {
        kind: plan.action,
        by: Some(me),
        ground: ruling.ground,
        reason: reason.map(str::to_owned),
        origin: None,
        score: None,
    };
    let Some(case) = cases::act(tx, case, act).await? else { return Err(too_late(tx, case.id).await?.into()) };
    statements::state(tx, (&review, &case), before.as_ref(), &plan, (ruling, me)).await?;
    statements::suspend(tx, &review, plan.told == Some(Told::Suspended)).await?;
    let review = match plan.status {
        status if status == review.status => review,
        status => reviews::put(tx, &review, status, Some(me), reason).await?,
    };
    if review.status == ReviewStatus::Published {
        reviews::holding::clear(tx, &review).await?;
    }
    if let Some(letter) = plan.letter {
        statements::tell(tx, &review, &case, letter)?;
    }
    Ok((case, review))
}

/// Whether a case is somebody's own: they wrote the review, or the appeal is against what they decided. Others decide it.
#[must_use]
pub fn is_own(me: AccountId, author: Option<AccountId>, appeal: Option<&appeal::Model>) -> bool {
    author == Some(me) || appeal.is_some_and(|appeal| appeal.against == Some(me))
}

/// What somebody is told whose case was touched between reading and deciding.
async fn too_late(tx: &Tx, id: CaseId) -> Result<ModerationError, DbErr> {
    let now = Entity::find_by_id(id).one(tx.conn()).await?;
    Ok(match now {
        Some(case) if case.state == CaseState::Open => ModerationError::CaseChanged,
        _ => ModerationError::CaseDecided,
    })
}
