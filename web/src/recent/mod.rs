//! What was looked at lately. The browser alone remembers it: the server is asked for the products, not told of a person.

mod rail;
#[cfg(any(feature = "hydrate", test))]
mod store;

pub use rail::{Rail, RailProps};

use crate::ui::Seal;
use leptos::prelude::*;

/// The rail's place, at the end of a page. What fills it is a module of its own, which comes when the page's script has
/// taken over and there is something to show, and only while the place lies below what is seen: nothing that somebody
/// looks at moves.
#[component]
pub fn Recent(
    /// The product that is looked at now.
    #[prop(optional)]
    looked_at: String,
) -> impl IntoView {
    #[cfg(feature = "hydrate")]
    store::visit(looked_at);
    #[cfg(not(feature = "hydrate"))]
    let _ = looked_at;
    view! { <div id="recent"></div> }.fixed()
}
