//! What every page's frame shows of the site and its visitor.

use crate::data::{Query, schema, use_query};
use cynic::QueryBuilder;
use leptos::prelude::*;

/// The site and its visitor.
#[derive(cynic::QueryFragment, Clone, Debug, PartialEq)]
#[cynic(graphql_type = "Query")]
pub struct Session {
    /// The installation.
    pub site: SiteFields,
    /// Who is signed in.
    pub me: Option<SignedIn>,
    /// The visitor's cart.
    pub cart: Option<CartFields>,
    /// The roots of the category tree.
    pub categories: Vec<RootCategory>,
}

/// The installation.
#[derive(cynic::QueryFragment, Clone, Debug, PartialEq)]
#[cynic(graphql_type = "Site")]
pub struct SiteFields {
    /// Whether it is a demonstration.
    pub demo: bool,
}

/// Who is signed in.
#[derive(cynic::QueryFragment, Clone, Debug, PartialEq)]
#[cynic(graphql_type = "Account")]
pub struct SignedIn {
    /// How the account wants to be called.
    pub display_name: String,
    /// Whether the moderation desk is open to it.
    pub is_moderator: bool,
}

/// How much is in the cart.
#[derive(cynic::QueryFragment, Clone, Debug, PartialEq)]
#[cynic(graphql_type = "Cart")]
pub struct CartFields {
    /// Pieces of all lines.
    pub total_quantity: i32,
}

/// A category of the first level.
#[derive(cynic::QueryFragment, Clone, Debug, PartialEq)]
#[cynic(graphql_type = "Category")]
pub struct RootCategory {
    /// Its address.
    pub slug: String,
    /// Its name in the page's language.
    pub name: String,
    /// The second level.
    pub children: Vec<ChildCategory>,
}

/// A category of the second level.
#[derive(cynic::QueryFragment, Clone, Debug, PartialEq)]
#[cynic(graphql_type = "Category")]
pub struct ChildCategory {
    /// Its address.
    pub slug: String,
    /// Its name in the page's language.
    pub name: String,
}

/// Pieces in the cart as this page last heard: set it after every change of the cart.
#[derive(Clone, Copy)]
pub struct CartCount(pub RwSignal<Option<i32>>);

pub(super) fn provide() {
    provide_context(CartCount(RwSignal::new(None)));
    provide_context(use_query(|| Session::build(())));
}

/// The session of this page.
///
/// # Panics
/// Outside of [`super::Layout`], which holds every page.
#[must_use]
pub fn use_session() -> Query<Session> {
    expect_context::<Query<Session>>()
}

/// The number beside the cart's sign.
///
/// # Panics
/// Outside of [`super::Layout`], which holds every page.
#[must_use]
pub fn use_cart_count() -> CartCount {
    expect_context::<CartCount>()
}
