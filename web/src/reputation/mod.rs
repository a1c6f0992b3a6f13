//! How shops stand: a badge where a shop is named, and on its page the figures behind it.
//!
//! Nobody presses the figures, so the server writes them into the document, as it does what a shop promises
//! (`policies`): the first page's module knows only the badge.

mod badge;
mod fields;
mod figures;

pub use badge::{Badge, BadgeProps, ShopStandingLevel};
pub use fields::StandingQuery;
pub use figures::{Standing, StandingProps};

use crate::ui::Seal;
use leptos::prelude::*;

/// The place of a shop's standing.
#[component]
pub fn StandingPlace(
    /// The shop's slug.
    shop: String,
    /// The page on which it stands.
    path: String,
) -> impl IntoView {
    #[cfg(feature = "ssr")]
    {
        let inside = written(shop, path.clone());
        view! { <div id="standing" data-of=path>{inside}</div> }.sealed()
    }
    #[cfg(not(feature = "ssr"))]
    {
        #[cfg(feature = "hydrate")]
        fill(shop, path.clone());
        #[cfg(not(feature = "hydrate"))]
        let _ = shop;
        view! { <div id="standing" data-of=path></div> }.sealed()
    }
}

/// The standing, once it is known.
#[cfg(any(feature = "ssr", feature = "hydrate"))]
pub(crate) fn written(shop: String, path: String) -> impl IntoView + use<> {
    use crate::data::{is_left, send, use_transport};
    use cynic::QueryBuilder as _;
    use fields::StandingVariables;
    use leptos::tachys::reactive_graph::OwnedView;

    let transport = use_transport();
    Suspend::new(async move {
        // A page without the figures is still a page; their place stays empty.
        let standing = send(&transport, StandingQuery::build(StandingVariables { shop })).await.ok();
        OwnedView::new(standing.filter(|_| !is_left()).map(|standing| view! { <Standing standing path /> }))
    })
}

/// Fills the place when the server has not: when it is empty, or holds the standing of another page's shop.
#[cfg(feature = "hydrate")]
fn fill(shop: String, path: String) {
    use wasm_bindgen::JsCast;

    let Some(owner) = Owner::current() else { return };
    request_animation_frame(move || {
        let place = document().get_element_by_id("standing");
        let Some(place) = place.and_then(|place| place.dyn_into::<web_sys::HtmlElement>().ok()) else { return };
        let there = place.first_element_child().and_then(|inside| inside.get_attribute("data-of"));
        if there.as_ref() != Some(&path) {
            leptos::task::spawn_local(crate::lazy::standing(owner, place, shop, path));
        }
    });
}
