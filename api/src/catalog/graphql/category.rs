//! Categories.

use super::{ListArgs, ProductConnection, ProductFilterInput, ProductSort, Scope, Translation};
use crate::catalog::{self, CategoryTree};
use crate::graphql::context::ContextExt;
use crate::graphql::error::OrFault;
use crate::graphql::ids;
use crate::reviews::graphql::ReviewAspect;
use async_graphql::{Context, ID, Object, Result};
use shared::id::CategoryId;
use std::sync::Arc;

/// A category: a place in the tree of what is sold.
#[derive(Clone)]
pub struct Category {
    /// Its row.
    pub row: catalog::Category,
    /// The tree in which it stands.
    pub tree: Arc<CategoryTree>,
}

impl Category {
    /// The category of an id in this tree.
    #[must_use]
    pub fn get(tree: &Arc<CategoryTree>, id: CategoryId) -> Option<Self> {
        tree.get(id).map(|row| Self { row: Arc::clone(row), tree: Arc::clone(tree) })
    }

    /// The children of a category, or the roots.
    #[must_use]
    pub fn children_of(tree: &Arc<CategoryTree>, parent: Option<CategoryId>) -> Vec<Self> {
        let wrap = |row: &catalog::Category| Self { row: Arc::clone(row), tree: Arc::clone(tree) };
        tree.children(parent).iter().map(wrap).collect()
    }
}

/// A category: a place in the tree of what is sold.
#[Object]
impl Category {
    /// Its id.
    pub async fn id(&self) -> ID {
        ids::show(self.row.id)
    }

    /// The address of its page.
    async fn slug(&self) -> &str {
        &self.row.slug
    }

    /// Its name.
    async fn name(&self, ctx: &Context<'_>) -> &str {
        self.row.name.get(ctx.locale())
    }

    /// The category that it is part of.
    async fn parent(&self) -> Option<Category> {
        Self::get(&self.tree, self.row.parent_id?)
    }

    /// The categories that are part of it.
    async fn children(&self) -> Vec<Category> {
        Self::children_of(&self.tree, Some(self.row.id))
    }

    /// The categories that it is part of, the root first.
    async fn ancestors(&self) -> Vec<Category> {
        let wrap = |row| Self { row, tree: Arc::clone(&self.tree) };
        self.tree.ancestors(self.row.id).into_iter().map(wrap).collect()
    }

    /// Products for sale in it and in the categories below it.
    #[expect(clippy::too_many_arguments, reason = "these are the arguments of a connection")]
    async fn products(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "How many at most, from the beginning or after a cursor: up to 100.")] first: Option<i32>,
        #[graphql(desc = "Only what follows this cursor.")] after: Option<String>,
        #[graphql(desc = "How many at most, from the end or before a cursor: up to 100.")] last: Option<i32>,
        #[graphql(desc = "Only what precedes this cursor.")] before: Option<String>,
        #[graphql(desc = "Only products that pass it.")] filter: Option<ProductFilterInput>,
        #[graphql(desc = "Their order; NEWEST when left out.")] sort: Option<ProductSort>,
    ) -> Result<ProductConnection> {
        let args = ListArgs { first, after, last, before, search: None, filter, sort };
        args.list(ctx, Scope { category: Some(self.row.id), shop: None, statuses: None }).await.or_fault(ctx)
    }

    /// In which respects reviews of its products may judge them; where it says nothing itself, as the nearest category
    /// above it that does.
    async fn review_aspects(&self) -> Vec<ReviewAspect> {
        self.tree.aspects(Some(self.row.id)).into_iter().map(Into::into).collect()
    }

    /// Its name in every language there is.
    async fn translations(&self) -> Vec<Translation> {
        Translation::all(&self.row.name)
    }
}
