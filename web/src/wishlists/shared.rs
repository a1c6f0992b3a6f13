//! A list that somebody shares, as others see it.

use super::fields::{SharedFields, SharedQuery, SharedVariables};
use crate::{
    catalog::ProductGrid,
    data::{Loaded, use_query},
    i18n::use_language,
    layout::NotFound,
    text,
    ui::{Head, Seal, Skeleton},
};
use cynic::QueryBuilder;
use leptos::prelude::*;
use leptos_router::hooks::use_params_map;

/// `/wishlist/:share`
#[component]
pub fn SharedWishlistPage() -> impl IntoView {
    let (lang, params) = (use_language(), use_params_map());
    let query = use_query(move || {
        let token = params.read().get("share").unwrap_or_default();
        SharedQuery::build(SharedVariables { token })
    });
    view! {
        <Loaded
            query
            skeleton=|| view! { <Skeleton cards=4 /> }
            view=move |SharedQuery { shared_wishlist }| match shared_wishlist {
                Some(SharedFields { name, products }) => {
                    let title = name.unwrap_or_else(|| text!(lang, wishlists.shared_title).to_owned());
                    let empty = products.is_empty();
                    view! {
                        <Head title=title.clone() description="" path="/wishlist" />
                        <header class="listing-head">
                            <h1>{title}</h1>
                            <p class="lead">{text!(lang, wishlists.shared_lead)}</p>
                        </header>
                        {empty.then(|| view! { <p>{text!(lang, wishlists.shared_empty)}</p> })}
                        <h2 class="visually-hidden">{text!(lang, catalog.products)}</h2>
                        <ProductGrid products above_fold=4 />
                    }
                    .sealed()
                }
                None => view! { <NotFound /> }.sealed(),
            }
        />
    }
}
