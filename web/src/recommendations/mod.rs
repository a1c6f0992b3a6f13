//! Suggestions: the rails on the front page, at products and in the cart, each with its reason; and the page on which the
//! shopper sees what is known of their taste, changes it, and holds the switch.
//!
//! Rails stand on the pages by which people come in. Like a shop's promises they are written by the server alone, and taken
//! over by the browser as one element into which it does not look. Where the browser itself makes such a page, a module of
//! its own comes and fills the place; it comes too when a suggestion is put away, so that this shows at once.
//!
//! What is looked at is told to the server by a small script (`public/taste.js`), which stands on pages of those alone who
//! allow it.

#[cfg(feature = "hydrate")]
mod dismiss;
mod fields;
mod rails;
mod reason;
mod send;
mod suggestion;
mod taste;
mod taste_fields;
mod taste_list;
#[cfg(feature = "ssr")]
mod watch;

#[cfg(feature = "hydrate")]
pub(crate) use dismiss::{PLAIN, take_over};
pub use fields::{CartRailQuery, HomeRailsQuery, ProductRailsQuery};
pub use send::{Hiding, forget, hide, restore};
pub use taste::{TastePage, TastePageProps};
pub use taste_fields::TasteQuery;
#[cfg(feature = "ssr")]
pub use watch::{WatchScript, WatchScriptProps, Watched};

use crate::ui::Seal;
use leptos::prelude::*;

/// A page with suggestions.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum RailsOf {
    /// The front page.
    Home,
    /// A product's, by its id.
    Product(String),
    /// The visitor's cart.
    Cart,
}

/// The place of the suggestions.
#[component]
pub fn RailsPlace(
    /// Which page it is.
    of: RailsOf,
    /// The page's path.
    path: String,
) -> impl IntoView {
    #[cfg(feature = "ssr")]
    {
        let inside = written(of, path.clone());
        view! { <div id="rails" data-of=path>{inside}</div> }.sealed()
    }
    #[cfg(not(feature = "ssr"))]
    {
        #[cfg(feature = "hydrate")]
        fill(of, path.clone());
        #[cfg(feature = "hydrate")]
        let sent = dismiss::on_submit();
        #[cfg(not(feature = "hydrate"))]
        let sent = {
            let _ = of;
            |_: leptos::ev::SubmitEvent| {}
        };
        view! { <div id="rails" data-of=path on:submit=sent></div> }.sealed()
    }
}

/// The suggestions, once they are known, and before them where else a product is sold. Where there is neither, or they do
/// not come, something that is not seen says that the place is filled.
#[cfg(any(feature = "ssr", feature = "hydrate"))]
pub(crate) fn written(of: RailsOf, path: String) -> impl IntoView + use<> {
    use crate::data::{is_left, use_transport};
    use leptos::tachys::reactive_graph::OwnedView;

    let transport = use_transport();
    Suspend::new(async move {
        let shown = fields::shown(&transport, of).await;
        OwnedView::new((!is_left()).then(|| view! { <rails::Rails shown path /> }))
    })
}

/// Fills the place anew whenever `about` changes: what the suggestions go with is not what it was.
#[cfg(feature = "hydrate")]
pub(crate) fn refill_with(of: RailsOf, path: String, about: impl Fn() -> String + Send + Sync + 'static) {
    let Some(owner) = Owner::current() else { return };
    Effect::new(move |before: Option<String>| {
        let now = about();
        let place = document().get_element_by_id("rails").filter(|_| before.is_some_and(|before| before != now));
        if let Some(place) = place.and_then(|place| wasm_bindgen::JsCast::dyn_into(place).ok()) {
            leptos::task::spawn_local(crate::lazy::rails(owner.clone(), place, of.clone(), path.clone()));
        }
        now
    });
}

/// Fills the place when the server has not.
#[cfg(feature = "hydrate")]
fn fill(of: RailsOf, path: String) {
    let Some(owner) = Owner::current() else { return };
    request_animation_frame(move || {
        if let Some(place) = crate::ui::unfilled("rails", &path) {
            leptos::task::spawn_local(crate::lazy::rails(owner, place, of, path));
        }
    });
}
