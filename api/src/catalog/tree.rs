//! The category tree, held in memory: a few hundred rows that nearly every request asks of.

use super::entity::category;
use sea_orm::{ConnectionTrait, DbErr, EntityTrait, QueryOrder};
use shared::id::CategoryId;
use shared::reviews::{DEFAULT_ASPECTS, ReviewAspect};
use std::collections::HashMap;
use std::sync::Arc;

/// A category as it stands in the tree.
pub type Category = Arc<category::Model>;

/// All categories.
#[derive(Debug, Default)]
pub struct CategoryTree {
    by_id: HashMap<CategoryId, Category>,
    by_slug: HashMap<String, CategoryId>,
    children: HashMap<Option<CategoryId>, Vec<Category>>,
}

impl CategoryTree {
    /// Reads the whole tree.
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn load<C: ConnectionTrait>(conn: &C) -> Result<Self, DbErr> {
        let query = category::Entity::find().order_by_asc(category::Column::Position);
        let rows = query.order_by_asc(category::Column::Slug).all(conn).await?;
        Ok(Self::new(rows))
    }

    /// A tree of these rows, which stand in the order of their siblings.
    #[must_use]
    pub fn new(rows: Vec<category::Model>) -> Self {
        let mut tree = Self::default();
        for row in rows {
            let row = Arc::new(row);
            tree.by_slug.insert(row.slug.clone(), row.id);
            tree.children.entry(row.parent_id).or_default().push(Arc::clone(&row));
            tree.by_id.insert(row.id, row);
        }
        tree
    }

    /// A category by its id.
    #[must_use]
    pub fn get(&self, id: CategoryId) -> Option<&Category> {
        self.by_id.get(&id)
    }

    /// A category by its slug.
    #[must_use]
    pub fn by_slug(&self, slug: &str) -> Option<&Category> {
        self.get(*self.by_slug.get(slug)?)
    }

    /// The children of a category; of `None`, the roots.
    #[must_use]
    pub fn children(&self, parent: Option<CategoryId>) -> &[Category] {
        self.children.get(&parent).map_or(&[], Vec::as_slice)
    }

    /// The categories that a category is part of, the root first.
    #[must_use]
    pub fn ancestors(&self, id: CategoryId) -> Vec<Category> {
        let mut found = Vec::new();
        let mut current = self.get(id).and_then(|row| row.parent_id);
        while let Some(row) = current.and_then(|id| self.get(id)).filter(|_| found.len() < self.by_id.len()) {
            found.push(Arc::clone(row));
            current = row.parent_id;
        }
        found.reverse();
        found
    }

    /// A category and everything below it.
    #[must_use]
    pub fn with_descendants(&self, id: CategoryId) -> Vec<CategoryId> {
        let mut found = vec![id];
        let mut next = 0;
        while let Some(id) = found.get(next).copied().filter(|_| found.len() <= self.by_id.len()) {
            found.extend(self.children(Some(id)).iter().map(|child| child.id));
            next += 1;
        }
        found
    }

    /// What reviews of a category's products are asked about: what it says itself, else the nearest category above it that
    /// says anything, else what is asked everywhere, as of products without a category.
    #[must_use]
    pub fn aspects(&self, id: Option<CategoryId>) -> Vec<ReviewAspect> {
        let own = id.and_then(|id| self.get(id)).cloned();
        let above = id.map(|id| self.ancestors(id)).unwrap_or_default();
        let mut nearest = own.into_iter().chain(above.into_iter().rev());
        let says = nearest.find(|row| !row.aspects.0.is_empty());
        says.map_or_else(|| DEFAULT_ASPECTS.to_vec(), |row| row.aspects.0.clone())
    }

    /// Every category, in no order.
    pub fn all(&self) -> impl Iterator<Item = &Category> {
        self.by_id.values()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::catalog::entity::AskedAspects;
    use shared::{Locale, Timestamp, Translated};
    use uuid::Uuid;

    fn row(number: u128, parent: Option<u128>, aspects: &[ReviewAspect]) -> category::Model {
        category::Model {
            id: CategoryId(Uuid::from_u128(number)),
            parent_id: parent.map(|parent| CategoryId(Uuid::from_u128(parent))),
            slug: number.to_string(),
            name: Translated::one(Locale::En, "A category"),
            path: String::new(),
            position: 0,
            aspects: AskedAspects(aspects.to_vec()),
            created_at: Timestamp(0),
            updated_at: Timestamp(0),
        }
    }

    #[test]
    fn what_is_asked_comes_from_the_nearest_category_that_says_it() {
        use ReviewAspect::{Fit, Quality, Taste};
        let tree = CategoryTree::new(vec![
            row(1, None, &[Fit]),
            row(2, Some(1), &[]),
            row(3, Some(2), &[Taste, Quality]),
            row(4, Some(2), &[]),
            row(5, None, &[]),
        ]);
        let asked = |number| tree.aspects(Some(CategoryId(Uuid::from_u128(number))));
        assert_eq!((asked(1), asked(2), asked(4)), (vec![Fit], vec![Fit], vec![Fit]));
        assert_eq!(asked(3), [Taste, Quality]);
        for asked in [asked(5), asked(6), tree.aspects(None)] {
            assert_eq!(asked, DEFAULT_ASPECTS);
        }
    }
}
