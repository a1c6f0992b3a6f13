//! Categories by the path that a file gives them.

use crate::app::App;
use crate::catalog::CategoryTree;
use crate::catalog::entity::{AskedAspects, category};
use crate::db::Tx;
use crate::events::NewEvent;
use sea_orm::{DbErr, EntityTrait, IntoActiveModel};
use serde_json::json;
use shared::id::CategoryId;
use shared::{Locale, Slug, Translated};
use std::collections::HashMap;

/// Where a category stands.
#[derive(Clone)]
struct Place {
    id: CategoryId,
    slug: String,
    path: String,
}

/// The categories that there are, and those that an import has made.
pub(super) struct Categories {
    by_path: HashMap<String, Place>,
    by_slug: HashMap<String, Place>,
}

impl Categories {
    /// Reads the tree.
    pub(super) async fn load(tx: &Tx) -> Result<Self, DbErr> {
        let tree = CategoryTree::load(tx.conn()).await?;
        let mut categories = Self { by_path: HashMap::new(), by_slug: HashMap::new() };
        for row in tree.all() {
            categories.add(Place { id: row.id, slug: row.slug.clone(), path: row.path.clone() });
        }
        Ok(categories)
    }

    fn add(&mut self, place: Place) {
        self.by_slug.insert(place.slug.clone(), place.clone());
        self.by_path.insert(place.path.clone(), place);
    }

    /// The category of these names from the root, made where it is not there. A single name may also be that of a
    /// category anywhere in the tree. `None` for no names.
    pub(super) async fn find_or_make(
        &mut self,
        app: &App,
        tx: &mut Tx,
        names: &[String],
    ) -> Result<Option<CategoryId>, DbErr> {
        if let [name] = names
            && let Some(known) = Slug::from_title(name).and_then(|slug| self.by_slug.get(slug.as_str()))
        {
            return Ok(Some(known.id));
        }
        let mut parent: Option<Place> = None;
        for name in names {
            let Some(slug) = Slug::from_title(name) else { continue };
            parent = Some(match self.child(parent.as_ref(), &slug) {
                Some(known) => known.clone(),
                None => self.make(app, tx, parent.as_ref(), name, &slug).await?,
            });
        }
        Ok(parent.map(|place| place.id))
    }

    /// The child of this name: under its own slug, or, where that was taken, under one that begins with its parent's.
    fn child(&self, parent: Option<&Place>, slug: &Slug) -> Option<&Place> {
        let above = parent.map_or("/", |place| place.path.as_str());
        let with_parent = || self.by_path.get(&format!("{above}{}-{slug}/", parent?.slug));
        self.by_path.get(&format!("{above}{slug}/")).or_else(with_parent)
    }

    async fn make(
        &mut self,
        app: &App,
        tx: &mut Tx,
        parent: Option<&Place>,
        name: &str,
        slug: &Slug,
    ) -> Result<Place, DbErr> {
        let with_parent = parent.and_then(|parent| Slug::try_from(format!("{}-{slug}", parent.slug)).ok());
        let numbered = (2..).map(|number| slug.numbered(number));
        let mut candidates = std::iter::once(slug.clone()).chain(with_parent).chain(numbered);
        let free = candidates.find(|slug| !self.by_slug.contains_key(slug.as_str())).unwrap_or_else(|| slug.clone());
        let path = format!("{}{free}/", parent.map_or("/", |place| place.path.as_str()));
        let place = Place { id: app.ids.next(), slug: free.to_string(), path };
        let row = category::Model {
            id: place.id,
            parent_id: parent.map(|place| place.id),
            slug: place.slug.clone(),
            name: Translated::one(Locale::En, name),
            path: place.path.clone(),
            position: 1_000,
            aspects: AskedAspects::default(),
            created_at: tx.now(),
            updated_at: tx.now(),
        };
        category::Entity::insert(row.into_active_model()).exec_without_returning(tx.conn()).await?;
        tx.emit(NewEvent::new("category.created", place.id.0, json!({}))?);
        self.add(place.clone());
        Ok(place)
    }
}
