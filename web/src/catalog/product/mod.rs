//! A product's page: what it is, what it costs in all, when it comes, who sells it, and what if it is not right.

mod buy;
mod choice;
mod fields;
mod gallery;
#[cfg(feature = "ssr")]
mod structured;
mod view;
#[cfg(feature = "hydrate")]
mod zoom;

use crate::{
    data::{Loaded, use_query},
    layout::NotFound,
    ui::{Seal, Skeleton},
};
use cynic::QueryBuilder;
use fields::{ProductQuery, ProductVariables};
use leptos::prelude::*;
use leptos_router::hooks::use_params_map;
use view::ProductView;
#[cfg(feature = "hydrate")]
pub(crate) use zoom::Zoom;

/// Asks for what a product's page reads, when somebody is about to open it.
#[cfg(feature = "hydrate")]
pub(crate) fn expect_product(transport: &crate::data::SharedTransport, slug: &str) {
    crate::data::expect(transport, &ProductQuery::build(ProductVariables { slug: slug.to_owned() }));
}

/// `/p/:slug`
#[component]
pub fn ProductPage() -> impl IntoView {
    let params = use_params_map();
    let slug = Memo::new(move |_| params.read().get("slug").unwrap_or_default());
    let query = use_query(move || ProductQuery::build(ProductVariables { slug: slug.get() }));
    let view = move |ProductQuery { product }| match product {
        Some(product) => view! { <ProductView product asked=slug.get_untracked() /> }.sealed(),
        None => view! { <NotFound /> }.sealed(),
    };
    view! { <Loaded query skeleton=|| view! { <Skeleton cards=2 /> } view /> }
}
