//! The queue.

use super::entity::{CaseState, Column, Entity, Model, SubjectKind};
use crate::actor::Moderator;
use crate::app::App;
use crate::graphql::paging::{Cut, MAX_COUNT, Page};
use sea_orm::{
    ColumnTrait, Condition, DbErr, EntityTrait, PaginatorTrait as _, QueryFilter, QueryOrder, QuerySelect, Select,
};
use serde::{Deserialize, Serialize};
use shared::Timestamp;
use shared::id::CaseId;

/// Which cases are wanted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Wanted {
    /// Whether they wait.
    pub state: CaseState,
    /// What they are about; `None` does not restrict.
    pub kind: Option<SubjectKind>,
}

/// Where a case stands in the queue. Short names: it becomes the text of a cursor.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Place {
    #[serde(rename = "p")]
    priority: i32,
    #[serde(rename = "o")]
    opened_at: i64,
    #[serde(rename = "i")]
    id: CaseId,
}

impl From<&Model> for Place {
    fn from(case: &Model) -> Self {
        Self { priority: case.priority, opened_at: case.opened_at.0, id: case.id }
    }
}

/// A page of the queue: the most urgent first, then the oldest.
///
/// # Errors
/// When the database does not answer.
pub async fn list(app: &App, _: &Moderator, wanted: Wanted, page: &Page<Place>) -> Result<Cut<Model>, DbErr> {
    let mut query = filtered(wanted);
    if let Some(Place { priority, opened_at, id }) = &page.cursor {
        let opened_at = Timestamp(*opened_at);
        let later = Condition::all().add(Column::OpenedAt.eq(opened_at)).add(Column::Id.gt(*id));
        let behind = Condition::any().add(Column::OpenedAt.gt(opened_at)).add(later);
        let same = Condition::all().add(Column::Priority.eq(*priority)).add(behind);
        query = query.filter(Condition::any().add(Column::Priority.lt(*priority)).add(same));
    }
    let query = query.order_by_desc(Column::Priority).order_by_asc(Column::OpenedAt).order_by_asc(Column::Id);
    Ok(page.cut(query.limit(page.limit()).all(app.db.read()).await?))
}

/// How many cases there are, counted up to [`MAX_COUNT`]; the second value says whether it is exact.
///
/// # Errors
/// When the database does not answer.
pub async fn count(app: &App, _: &Moderator, wanted: Wanted) -> Result<(u64, bool), DbErr> {
    let some = filtered(wanted).select_only().column(Column::Id).limit(MAX_COUNT + 1);
    let counted = some.count(app.db.read()).await?;
    Ok((Ord::min(counted, MAX_COUNT), counted <= MAX_COUNT))
}

fn filtered(wanted: Wanted) -> Select<Entity> {
    let query = Entity::find().filter(Column::State.eq(wanted.state));
    match wanted.kind {
        Some(kind) => query.filter(Column::SubjectKind.eq(kind)),
        None => query,
    }
}
