//! Batched reads of what is on the visitor's own list.

use crate::app::App;
use crate::graphql::context::Visitor;
use async_graphql::dataloader::{DataLoader, Loader};
use sea_orm::{DbErr, FromQueryResult, Statement};
use shared::id::{ProductId, WishlistId};
use std::collections::HashMap;
use std::sync::Arc;

/// The wishlists' loader of one request.
pub type Loaders = DataLoader<WishlistLoader>;

/// Knows which products are on the visitor's list.
pub struct WishlistLoader {
    app: App,
    account: Option<sea_orm::Value>,
    remembered: Option<WishlistId>,
}

impl WishlistLoader {
    /// For the visitor of a request.
    #[must_use]
    pub fn new(app: &App, visitor: &Visitor) -> Self {
        let account = visitor.actor.account_id().map(Into::into);
        Self { app: app.clone(), account, remembered: visitor.wishlist_id }
    }
}

#[derive(FromQueryResult)]
struct Kept {
    product_id: ProductId,
}

/// Whether a product is on the visitor's list; products that are not are left out.
impl Loader<ProductId> for WishlistLoader {
    type Value = bool;
    type Error = Arc<DbErr>;

    async fn load(&self, ids: &[ProductId]) -> Result<HashMap<ProductId, bool>, Arc<DbErr>> {
        let (whose, owner) = match (&self.account, self.remembered) {
            (Some(account), _) => ("l.account_id = $1", account.clone()),
            (None, Some(list)) => ("l.id = $1 AND l.account_id IS NULL", list.into()),
            // Nobody has a list here: nothing is asked.
            (None, None) => return Ok(HashMap::new()),
        };
        let places: Vec<_> = (2..ids.len() + 2).map(|number| format!("${number}")).collect();
        let sql = format!(
            "SELECT i.product_id FROM wishlist_items i JOIN wishlists l ON l.id = i.wishlist_id \
             WHERE {whose} AND i.product_id IN ({})",
            places.join(", ")
        );
        let values: Vec<sea_orm::Value> = std::iter::once(owner).chain(ids.iter().map(|id| (*id).into())).collect();
        let statement = Statement::from_sql_and_values(self.app.db.backend(), sql, values);
        let rows = Kept::find_by_statement(statement).all(self.app.db.read()).await.map_err(Arc::new)?;
        Ok(rows.into_iter().map(|row| (row.product_id, true)).collect())
    }
}
