//! The means that scores are drawn towards: of categories, of all products, of all shops.

use super::entity::histogram;
use crate::catalog::entity::product;
use sea_orm::sea_query::Expr;
use sea_orm::{ColumnTrait, ConnectionTrait, DbErr, EntityTrait, QueryFilter, QuerySelect};
use shared::id::CategoryId;
use shared::reviews::ReviewKind;
use std::collections::HashMap;

/// Reviews from which on a category has a mean of its own.
const ENOUGH: i64 = 200;
/// What is thought of shops and products before anybody has reviewed any: the middle.
const MIDDLE: f64 = 3.0;

/// The means, at one moment. They are counted from the figures that stand beside products, in one statement each, so
/// that moving a product to another category needs no care.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Priors {
    categories: HashMap<CategoryId, f64>,
    site: Option<f64>,
    shops: Option<f64>,
}

impl Priors {
    /// Reads them.
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn load<C: ConnectionTrait>(conn: &C) -> Result<Self, DbErr> {
        let query = product::Entity::find()
            .select_only()
            .column(product::Column::CategoryId)
            .column_as(Expr::cust("SUM(rating_count)"), "reviews")
            .column_as(Expr::cust("SUM(rating_sum)"), "stars")
            .filter(product::Column::RatingCount.gt(0))
            .group_by(product::Column::CategoryId);
        let rows: Vec<(Option<CategoryId>, i64, i64)> = query.into_tuple().all(conn).await?;
        let (reviews, stars) = rows.iter().fold((0, 0), |(reviews, stars), row| (reviews + row.1, stars + row.2));
        let own = rows.iter().filter(|row| row.1 >= ENOUGH);
        let categories = own.filter_map(|row| Some((row.0?, mean(row.1, row.2)?))).collect();
        Ok(Self { categories, site: mean(reviews, stars), shops: shops(conn).await? })
    }

    /// Whether anything was known of products.
    #[must_use]
    pub fn is_known(&self) -> bool {
        self.site.is_some()
    }

    /// What the products of a category have in the mean; those of all, where it has too few reviews.
    #[must_use]
    pub fn of_category(&self, category: Option<CategoryId>) -> f64 {
        let own = category.and_then(|category| self.categories.get(&category).copied());
        own.or(self.site).unwrap_or(MIDDLE)
    }

    /// What all shops have in the mean for their service.
    #[must_use]
    pub fn of_shops(&self) -> f64 {
        self.shops.unwrap_or(MIDDLE)
    }
}

async fn shops<C: ConnectionTrait>(conn: &C) -> Result<Option<f64>, DbErr> {
    let (reviews, stars) = (
        "SUM(stars1 + stars2 + stars3 + stars4 + stars5)",
        "SUM(stars1 + 2 * stars2 + 3 * stars3 + 4 * stars4 + 5 * stars5)",
    );
    let query = histogram::Entity::find()
        .select_only()
        .column_as(Expr::cust(reviews), "reviews")
        .column_as(Expr::cust(stars), "stars")
        .filter(histogram::Column::Kind.eq(ReviewKind::Shop));
    let row: Option<(Option<i64>, Option<i64>)> = query.into_tuple().one(conn).await?;
    Ok(row.and_then(|(reviews, stars)| mean(reviews?, stars?)))
}

fn mean(reviews: i64, stars: i64) -> Option<f64> {
    (reviews > 0).then(|| stars as f64 / reviews as f64)
}
