//! Pages of the queue.

use super::case::ModerationCase;
use crate::actor::Moderator;
use crate::graphql::context::ContextExt;
use crate::graphql::error::{Fault, OrFault};
use crate::graphql::paging::{Cut, Page, encode_cursor};
use crate::moderation::{self, Model, Place, Wanted};
use async_graphql::connection::PageInfo;
use async_graphql::{Context, Object, Result, SimpleObject};
use std::sync::Arc;
use tokio::sync::OnceCell;

/// A page of cases.
pub struct ModerationCaseConnection {
    cut: Cut<Arc<Model>>,
    moderator: Moderator,
    wanted: Wanted,
    total: OnceCell<(u64, bool)>,
}

/// One case of a list, with its place in it.
#[derive(SimpleObject)]
pub struct ModerationCaseEdge {
    /// Its place: give it to `after`.
    pub cursor: String,
    /// The case.
    pub node: ModerationCase,
}

impl ModerationCaseConnection {
    pub(super) async fn read(
        ctx: &Context<'_>,
        moderator: Moderator,
        wanted: Wanted,
        (first, after): (Option<i32>, Option<String>),
    ) -> Result<Self, Fault> {
        let page = Page::parse(first, after.as_deref(), None, None)?;
        let cut = moderation::list(ctx.app(), &moderator, wanted, &page).await?;
        let Cut { rows, has_previous_page, has_next_page } = cut;
        let cut = Cut { rows: rows.into_iter().map(Arc::new).collect(), has_previous_page, has_next_page };
        Ok(Self { cut, moderator, wanted, total: OnceCell::new() })
    }

    async fn total(&self, ctx: &Context<'_>) -> Result<(u64, bool)> {
        let counted = self.total.get_or_try_init(|| moderation::count(ctx.app(), &self.moderator, self.wanted)).await;
        counted.copied().or_fault(ctx)
    }
}

fn cursor(row: &Model) -> String {
    encode_cursor(&Place::from(row))
}

/// A page of cases.
#[Object]
impl ModerationCaseConnection {
    /// The cases with their cursors.
    async fn edges(&self) -> Vec<ModerationCaseEdge> {
        let edge = |row: &Arc<Model>| ModerationCaseEdge { cursor: cursor(row), node: ModerationCase(Arc::clone(row)) };
        self.cut.rows.iter().map(edge).collect()
    }

    /// The cases.
    async fn nodes(&self) -> Vec<ModerationCase> {
        self.cut.rows.iter().map(|row| ModerationCase(Arc::clone(row))).collect()
    }

    /// Whether there is more on either side.
    async fn page_info(&self) -> PageInfo {
        PageInfo {
            has_next_page: self.cut.has_next_page,
            has_previous_page: self.cut.has_previous_page,
            start_cursor: self.cut.rows.first().map(|row| cursor(row)),
            end_cursor: self.cut.rows.last().map(|row| cursor(row)),
        }
    }

    /// How many cases pass the filter, counted up to 10,000.
    async fn total_count(&self, ctx: &Context<'_>) -> Result<i32> {
        Ok(i32::try_from(self.total(ctx).await?.0).unwrap_or(i32::MAX))
    }

    /// Whether `totalCount` is the exact number; else there are more.
    async fn total_count_is_exact(&self, ctx: &Context<'_>) -> Result<bool> {
        Ok(self.total(ctx).await?.1)
    }
}
