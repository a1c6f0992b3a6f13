//! Pages of reviews.

use super::Review;
use crate::graphql::context::ContextExt;
use crate::graphql::error::{Fault, OrFault};
use crate::graphql::ids;
use crate::graphql::paging::{Cut, Page, encode_cursor};
use crate::graphql::scalars::LanguageCode;
use crate::reviews::{self, Filter, Model, Sort, Which};
use async_graphql::connection::PageInfo;
use async_graphql::{Context, Enum, ID, InputObject, Object, Result, SimpleObject};
use shared::id::AccountId;
use shared::reviews::Stars;
use std::sync::Arc;
use tokio::sync::OnceCell;
use uuid::Uuid;

/// Longest search that is looked at, in characters.
const LONGEST_SEARCH: usize = 200;

/// The order of a list of reviews.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Enum)]
#[graphql(remote = "Sort")]
pub enum ReviewSort {
    /// The most helpful first: the lower bound of Wilson's interval of the share of votes that found it helpful (z =
    /// 1.281551565545), then the newest.
    MostHelpful,
    /// The newest first.
    Newest,
    /// Many stars first.
    Highest,
    /// Few stars first.
    Lowest,
    /// Those with most photographs first, then the most helpful.
    WithPhotos,
}

/// Which reviews are wanted: all conditions must hold.
#[derive(Clone, Debug, Default, InputObject)]
#[graphql(name = "ReviewFilter")]
pub struct ReviewFilterInput {
    /// With one of these numbers of stars, 1 to 5.
    pub stars: Option<Vec<i32>>,
    /// Of this variant.
    pub variant_id: Option<ID>,
    /// Written in this language.
    pub language: Option<LanguageCode>,
    /// By verified buyers (true) or imported (false).
    pub verified: Option<bool>,
    /// With photographs (true) or without (false).
    pub with_photos: Option<bool>,
    /// With these words, or words that begin like them; diacritics do not matter.
    pub search: Option<String>,
}

impl ReviewFilterInput {
    fn parse(self) -> Result<Filter, Fault> {
        let stars = |number| Stars::try_from(number).map_err(|error| Fault::BadUserInput(format!("stars: {error}")));
        Ok(Filter {
            stars: self.stars.map(|all| all.into_iter().map(stars).collect()).transpose()?,
            variant: self.variant_id.map(|id| ids::parse(&id, "variantId")).transpose()?,
            locale: self.language.map(Into::into),
            verified: self.verified,
            with_photos: self.with_photos,
            search: self.search.map(|text| text.chars().take(LONGEST_SEARCH).collect()),
        })
    }
}

/// The reviews of a product or a shop.
///
/// # Errors
/// `BAD_USER_INPUT` for arguments that cannot be; a fault of ours.
pub async fn subject_reviews(
    ctx: &Context<'_>,
    subject: Uuid,
    (first, after): (Option<i32>, Option<String>),
    sort: Option<ReviewSort>,
    filter: Option<ReviewFilterInput>,
) -> Result<ReviewConnection> {
    let sort = sort.map(Sort::from).unwrap_or_default();
    ReviewConnection::read(ctx, Which::Subject(subject), (first, after), sort, filter).await.or_fault(ctx)
}

/// What an account wrote, for itself, the newest first.
///
/// # Errors
/// As [`subject_reviews`].
pub async fn account_reviews(
    ctx: &Context<'_>,
    account: AccountId,
    page: (Option<i32>, Option<String>),
) -> Result<ReviewConnection> {
    ReviewConnection::read(ctx, Which::Author(account), page, Sort::Newest, None).await.or_fault(ctx)
}

/// A page of reviews.
pub struct ReviewConnection {
    cut: Cut<Arc<Model>>,
    which: Which,
    filter: Filter,
    sort: Sort,
    total: OnceCell<(u64, bool)>,
}

/// One review of a list, with its place in it.
#[derive(SimpleObject)]
pub struct ReviewEdge {
    /// Its place: give it to `after`.
    pub cursor: String,
    /// The review.
    pub node: Review,
}

impl ReviewConnection {
    async fn read(
        ctx: &Context<'_>,
        which: Which,
        (first, after): (Option<i32>, Option<String>),
        sort: Sort,
        filter: Option<ReviewFilterInput>,
    ) -> Result<Self, Fault> {
        let page = Page::parse(first, after.as_deref(), None, None)?;
        let filter = filter.unwrap_or_default().parse()?;
        let cut = reviews::list(ctx.app(), which, &filter, sort, &page).await?;
        let cut = cut.map_err(|foreign| Fault::BadUserInput(foreign.to_string()))?;
        let Cut { rows, has_previous_page, has_next_page } = cut;
        let cut = Cut { rows: rows.into_iter().map(Arc::new).collect(), has_previous_page, has_next_page };
        Ok(Self { cut, which, filter, sort, total: OnceCell::new() })
    }

    fn cursor(&self, row: &Model) -> String {
        encode_cursor(&self.sort.place(row))
    }

    async fn total(&self, ctx: &Context<'_>) -> Result<(u64, bool)> {
        let counted = self.total.get_or_try_init(|| reviews::count(ctx.app(), self.which, &self.filter)).await;
        counted.copied().or_fault(ctx)
    }
}

/// A page of reviews.
#[Object]
impl ReviewConnection {
    /// The reviews with their cursors.
    async fn edges(&self) -> Vec<ReviewEdge> {
        let edge = |row: &Arc<Model>| ReviewEdge { cursor: self.cursor(row), node: Review(Arc::clone(row)) };
        self.cut.rows.iter().map(edge).collect()
    }

    /// The reviews.
    async fn nodes(&self) -> Vec<Review> {
        self.cut.rows.iter().map(|row| Review(Arc::clone(row))).collect()
    }

    /// Whether there is more on either side.
    async fn page_info(&self) -> PageInfo {
        PageInfo {
            has_next_page: self.cut.has_next_page,
            has_previous_page: self.cut.has_previous_page,
            start_cursor: self.cut.rows.first().map(|row| self.cursor(row)),
            end_cursor: self.cut.rows.last().map(|row| self.cursor(row)),
        }
    }

    /// How many reviews pass the filter, counted up to 10,000.
    async fn total_count(&self, ctx: &Context<'_>) -> Result<i32> {
        Ok(i32::try_from(self.total(ctx).await?.0).unwrap_or(i32::MAX))
    }

    /// Whether `totalCount` is the exact number; else there are more.
    async fn total_count_is_exact(&self, ctx: &Context<'_>) -> Result<bool> {
        Ok(self.total(ctx).await?.1)
    }
}
