//! Pages of reviews: filtered, sorted, resumed by a place.

use super::entity::{Column, Entity, Model, term};
use crate::app::App;
use crate::graphql::paging::{Cut, MAX_COUNT, Page};
use crate::search::terms;
use sea_orm::sea_query::{Expr, ExprTrait as _};
use sea_orm::{
    ColumnTrait, Condition, DbErr, EntityTrait, PaginatorTrait, QueryFilter, QueryOrder, QuerySelect, QueryTrait,
    Select,
};
use serde::{Deserialize, Serialize};
use shared::Locale;
use shared::id::{AccountId, ReviewId, VariantId};
use shared::reviews::{ReviewSource, ReviewStatus, Stars};
use uuid::Uuid;

/// Most words of a search that are looked at.
const MOST_TERMS: usize = 8;

/// Whose reviews a list holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Which {
    /// Of a product or a shop: those that everybody sees.
    Subject(Uuid),
    /// By an account, for itself: also what is held or hidden.
    Author(AccountId),
}

/// Which of them are wanted: all conditions must hold. `None` does not restrict.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Filter {
    /// With one of these numbers of stars.
    pub stars: Option<Vec<Stars>>,
    /// Of this variant.
    pub variant: Option<VariantId>,
    /// In this language.
    pub locale: Option<Locale>,
    /// By buyers (true) or imported (false).
    pub verified: Option<bool>,
    /// With photographs, or without.
    pub with_photos: Option<bool>,
    /// With every word of this text, or words that begin like them.
    pub search: Option<String>,
}

/// The order of a list.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Sort {
    /// Wilson's bound of the votes, then the newest.
    #[default]
    MostHelpful,
    /// When they were written; those of which nobody knows come last.
    Newest,
    /// Many stars first, then the newest.
    Highest,
    /// Few stars first, then the newest.
    Lowest,
    /// Many photographs first, then as [`Sort::MostHelpful`].
    WithPhotos,
}

/// Where a review stands in its list: what it is sorted by, and its id. Short names: it becomes the text of a cursor.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Place {
    #[serde(rename = "s")]
    sort: char,
    #[serde(rename = "k")]
    keys: Vec<i64>,
    #[serde(rename = "i")]
    id: ReviewId,
}

/// The cursor belongs to a list in another order.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("the cursor belongs to a list that is sorted otherwise")]
pub struct ForeignCursor;

impl Sort {
    /// The columns that it sorts by before the id, all falling but the stars of [`Sort::Lowest`].
    const fn columns(self) -> &'static [Column] {
        match self {
            Self::MostHelpful => &[Column::Rank, Column::WrittenAt],
            Self::Newest => &[Column::WrittenAt],
            Self::Highest | Self::Lowest => &[Column::Stars, Column::WrittenAt],
            Self::WithPhotos => &[Column::PhotoCount, Column::Rank, Column::WrittenAt],
        }
    }

    const fn letter(self) -> char {
        match self {
            Self::MostHelpful => 'm',
            Self::Newest => 'n',
            Self::Highest => 'h',
            Self::Lowest => 'l',
            Self::WithPhotos => 'p',
        }
    }

    /// The place of a review.
    #[must_use]
    pub fn place(self, review: &Model) -> Place {
        let (stars, photos) = (i64::from(review.stars), i64::from(review.photo_count));
        let (rank, written) = (review.rank, review.written_at.0);
        let keys = match self {
            Self::MostHelpful => vec![rank, written],
            Self::Newest => vec![written],
            Self::Highest | Self::Lowest => vec![stars, written],
            Self::WithPhotos => vec![photos, rank, written],
        };
        Place { sort: self.letter(), keys, id: review.id }
    }
}

/// A page of reviews.
///
/// # Errors
/// When the database does not answer, or inside it when the cursor is of another order.
pub async fn list(
    app: &App,
    which: Which,
    filter: &Filter,
    sort: Sort,
    page: &Page<Place>,
) -> Result<Result<Cut<Model>, ForeignCursor>, DbErr> {
    let mut query = filtered(which, filter);
    if let Some(place) = &page.cursor {
        let Some(beyond) = beyond(sort, place) else { return Ok(Err(ForeignCursor)) };
        query = query.filter(beyond);
    }
    for column in sort.columns() {
        let rising = sort == Sort::Lowest && matches!(column, Column::Stars);
        query = if rising { query.order_by_asc(*column) } else { query.order_by_desc(*column) };
    }
    let rows = query.order_by_desc(Column::Id).limit(page.limit()).all(app.db.read()).await?;
    Ok(Ok(page.cut(rows)))
}

/// How many reviews the whole list has, counted up to [`MAX_COUNT`]; the second value says whether it is exact.
///
/// # Errors
/// When the database does not answer.
pub async fn count(app: &App, which: Which, filter: &Filter) -> Result<(u64, bool), DbErr> {
    let some = filtered(which, filter).select_only().column(Column::Id).limit(MAX_COUNT + 1);
    let counted = some.count(app.db.read()).await?;
    Ok((Ord::min(counted, MAX_COUNT), counted <= MAX_COUNT))
}

/// The rows behind a place; `None` when it is one of another order.
fn beyond(sort: Sort, place: &Place) -> Option<Condition> {
    let columns = sort.columns();
    if place.sort != sort.letter() || place.keys.len() != columns.len() {
        return None;
    }
    let (rising, falling) = if sort == Sort::Lowest { columns.split_at(1) } else { columns.split_at(0) };
    let (low, keys) = place.keys.split_at(rising.len());
    // Row values are compared, so that an index serves the whole of it.
    let tuple = Expr::tuple(falling.iter().map(|column| Expr::col(*column)).chain([Expr::col(Column::Id)]));
    let values = keys.iter().map(|key| Expr::val(*key)).chain([Expr::val(place.id)]);
    let tail = tuple.lt(Expr::tuple(values));
    Some(match (rising.first(), low.first()) {
        (Some(column), Some(low)) => {
            Condition::any().add(column.gt(*low)).add(Condition::all().add(column.eq(*low)).add(tail))
        }
        _ => Condition::all().add(tail),
    })
}

fn filtered(which: Which, filter: &Filter) -> Select<Entity> {
    let mut condition = match which {
        Which::Subject(id) => {
            Condition::all().add(Column::SubjectId.eq(id)).add(Column::Status.eq(ReviewStatus::Published))
        }
        Which::Author(id) => {
            Condition::all().add(Column::AccountId.eq(id)).add(Column::Status.ne(ReviewStatus::Deleted))
        }
    };
    if let Some(stars) = &filter.stars {
        condition = condition.add(Column::Stars.is_in(stars.iter().map(|stars| i32::from(stars.get()))));
    }
    if let Some(variant) = filter.variant {
        condition = condition.add(Column::VariantId.eq(variant));
    }
    if let Some(locale) = filter.locale {
        condition = condition.add(Column::Locale.eq(locale));
    }
    if let Some(verified) = filter.verified {
        let source = if verified { ReviewSource::Verified } else { ReviewSource::Imported };
        condition = condition.add(Column::Source.eq(source));
    }
    match filter.with_photos {
        Some(true) => condition = condition.add(Column::PhotoCount.gt(0)),
        Some(false) => condition = condition.add(Column::PhotoCount.eq(0)),
        None => {}
    }
    for wanted in filter.search.iter().flat_map(|text| terms(text)).take(MOST_TERMS) {
        condition = condition.add(having(which, &wanted));
    }
    Entity::find().filter(condition)
}

/// The reviews that have a word which begins like this. Words are compared by their bytes, so those that begin alike stand
/// together; the last character that there is stands after all of them.
fn having(which: Which, wanted: &str) -> sea_orm::sea_query::SimpleExpr {
    let mut query = term::Entity::find().select_only().column(term::Column::ReviewId);
    query = match which {
        Which::Subject(id) => query.filter(term::Column::SubjectId.eq(id)),
        Which::Author(id) => {
            let own = Entity::find().select_only().column(Column::Id).filter(Column::AccountId.eq(id));
            query.filter(term::Column::ReviewId.in_subquery(own.into_query()))
        }
    };
    query =
        query.filter(term::Column::Term.gte(wanted)).filter(term::Column::Term.lt(format!("{wanted}{}", char::MAX)));
    Column::Id.in_subquery(query.into_query())
}
