//! Moderation in the API.

mod case;
mod connection;
mod enums;
mod errors;
mod evidence;
mod input;
mod ring;
mod statement;

pub use case::ModerationCase;
pub use input::ModerationMutation;
pub use statement::{StatementOfReasons, appealed_at, may_appeal, statement};

use super::Wanted;
use super::entity::CaseState;
use super::loaders::Loaders;
use crate::actor::Moderator;
use crate::graphql::context::ContextExt;
use crate::graphql::error::{Fault, OrFault};
use crate::graphql::ids;
use async_graphql::{Context, ID, InputObject, Object, Result};
use connection::ModerationCaseConnection;
use enums::{ModerationCaseState, ModerationSubjectKind};
use shared::id::CaseId;

/// Which cases are wanted: all conditions must hold.
#[derive(Clone, Copy, Debug, Default, InputObject)]
pub struct ModerationCaseFilter {
    /// In this state; `OPEN` when it is left out.
    pub state: Option<ModerationCaseState>,
    /// About things of this kind.
    pub subject_kind: Option<ModerationSubjectKind>,
}

impl From<ModerationCaseFilter> for Wanted {
    fn from(filter: ModerationCaseFilter) -> Self {
        Self { state: filter.state.map_or(CaseState::Open, Into::into), kind: filter.subject_kind.map(Into::into) }
    }
}

/// Root fields about moderation.
#[derive(Default)]
pub struct ModerationQuery;

#[Object]
impl ModerationQuery {
    /// What waits for moderators, or was decided by them: the most urgent first, then the oldest. For moderators.
    async fn moderation_cases(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "How many at most: up to 100.")] first: Option<i32>,
        #[graphql(desc = "Only what follows this cursor.")] after: Option<String>,
        #[graphql(desc = "Which ones.")] filter: Option<ModerationCaseFilter>,
    ) -> Result<ModerationCaseConnection> {
        let moderator = moderator(ctx).or_fault(ctx)?;
        let wanted = filter.unwrap_or_default().into();
        ModerationCaseConnection::read(ctx, moderator, wanted, (first, after)).await.or_fault(ctx)
    }

    /// A case, for moderators; null for others, and when there is none.
    async fn moderation_case(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Its id.")] id: ID,
    ) -> Option<Result<ModerationCase>> {
        let id = ids::lookup(&id)?;
        find(ctx, id).await.or_fault(ctx).transpose()
    }
}

/// A case, if the visitor looks after what people write.
///
/// # Errors
/// When the database does not answer.
pub async fn find(ctx: &Context<'_>, id: CaseId) -> Result<Option<ModerationCase>, Fault> {
    if ctx.actor().moderator().is_none() {
        return Ok(None);
    }
    Ok(ctx.data_unchecked::<Loaders>().load_one(id).await?.map(ModerationCase))
}

/// The visitor as a moderator.
///
/// # Errors
/// `UNAUTHENTICATED`, `FORBIDDEN`.
pub fn moderator(ctx: &Context<'_>) -> Result<Moderator, Fault> {
    match (ctx.actor().moderator(), ctx.actor().account_id()) {
        (Some(moderator), _) => Ok(moderator),
        (None, Some(_)) => Err(Fault::Forbidden),
        (None, None) => Err(Fault::Unauthenticated),
    }
}
