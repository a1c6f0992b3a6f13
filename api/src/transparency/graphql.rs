//! The transparency log in the API.

use super::entity::{self, Model, head};
use crate::graphql::context::ContextExt;
use crate::graphql::error::OrFault;
use crate::graphql::paging::{Cut, Page, encode_cursor};
use crate::graphql::scalars::DateTime;
use async_graphql::connection::PageInfo;
use async_graphql::{Context, Enum, Object, Result, SimpleObject};

/// What an entry of the transparency log tells of.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Enum)]
#[graphql(remote = "entity::Kind")]
pub enum TransparencyEntryKind {
    /// A review was published.
    ReviewPublished,
    /// Its author wrote it anew.
    ReviewEdited,
    /// It was taken out of sight.
    ReviewHidden,
    /// It is shown again.
    ReviewRestored,
    /// Its author took it back.
    ReviewWithdrawn,
    /// A variant has another price, or its first one.
    PriceChanged,
}

/// An entry of the transparency log.
pub struct TransparencyEntry(Model);

/// An entry of the transparency log.
#[Object]
impl TransparencyEntry {
    /// Its place, counted from 1 without gaps.
    async fn sequence(&self) -> i64 {
        self.0.sequence
    }

    /// What it tells of.
    async fn kind(&self) -> TransparencyEntryKind {
        self.0.kind.into()
    }

    /// The id of the variant or review.
    async fn subject(&self) -> &str {
        &self.0.subject
    }

    /// When it happened.
    async fn occurred_at(&self) -> DateTime {
        self.0.occurred_at.into()
    }

    /// Facts as JSON, the very bytes that are hashed: of a price `compareAt`, `currency` and `price` in minor units; of a
    /// review `contentSha256` and `stars`.
    async fn payload(&self) -> &str {
        &self.0.payload
    }

    /// The hash of the entry before it, 64 hexadecimal digits; zeros before the first.
    async fn previous_hash(&self) -> &str {
        &self.0.previous_hash
    }

    /// SHA-256 of its content and of `previousHash`, 64 hexadecimal digits; docs/transparency.md tells of which bytes.
    async fn hash(&self) -> &str {
        &self.0.hash
    }
}

/// An entry with its place in the list.
#[derive(SimpleObject)]
pub struct TransparencyEntryEdge {
    /// Its place: give it to `after`.
    pub cursor: String,
    /// The entry.
    pub node: TransparencyEntry,
}

/// A page of the transparency log.
pub struct TransparencyEntryConnection(Cut<Model>);

/// A page of the transparency log.
#[Object]
impl TransparencyEntryConnection {
    /// The entries with their cursors.
    async fn edges(&self) -> Vec<TransparencyEntryEdge> {
        let edge = |row: &Model| TransparencyEntryEdge {
            cursor: encode_cursor(&row.sequence),
            node: TransparencyEntry(row.clone()),
        };
        self.0.rows.iter().map(edge).collect()
    }

    /// The entries.
    async fn nodes(&self) -> Vec<TransparencyEntry> {
        self.0.rows.iter().cloned().map(TransparencyEntry).collect()
    }

    /// Whether there is more on either side.
    async fn page_info(&self) -> PageInfo {
        PageInfo {
            has_next_page: self.0.has_next_page,
            has_previous_page: self.0.has_previous_page,
            start_cursor: self.0.rows.first().map(|row| encode_cursor(&row.sequence)),
            end_cursor: self.0.rows.last().map(|row| encode_cursor(&row.sequence)),
        }
    }
}

/// The end of the transparency log. Whoever notes it can prove later that nothing before it was removed or altered.
pub struct TransparencyHead(head::Model);

/// The end of the transparency log. Whoever notes it can prove later that nothing before it was removed or altered.
#[Object]
impl TransparencyHead {
    /// How many entries there are.
    async fn size(&self) -> i64 {
        self.0.size
    }

    /// The hash of the last entry, 64 hexadecimal digits; zeros when there is none.
    async fn hash(&self) -> &str {
        &self.0.hash
    }
}

/// Root fields about the transparency log.
#[derive(Default)]
pub struct TransparencyQuery;

#[Object]
impl TransparencyQuery {
    /// Every price and every review that was published, edited, hidden or shown again, the oldest first, each chained to
    /// the one before it by its hash. The whole log comes as lines of JSON from `/transparency/log.jsonl`.
    async fn transparency_log(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "How many at most: up to 100.")] first: Option<i32>,
        #[graphql(desc = "Only what follows this cursor.")] after: Option<String>,
    ) -> Result<TransparencyEntryConnection> {
        let page = Page::parse(first, after.as_deref(), None, None).or_fault(ctx)?;
        Ok(TransparencyEntryConnection(super::list(ctx.app(), &page).await.or_fault(ctx)?))
    }

    /// Where the transparency log ends now.
    async fn transparency_head(&self, ctx: &Context<'_>) -> Result<TransparencyHead> {
        Ok(TransparencyHead(super::head(ctx.app().db.read()).await.or_fault(ctx)?))
    }
}
