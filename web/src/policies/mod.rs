//! What shops promise beside their goods.
//!
//! The promises stand on the pages by which people come in, and nothing of them needs script: so the server writes them into
//! the document and the first page's module knows nothing of them. Only where the browser itself makes such a page, going
//! there from another, does a module of its own come and fill their place.

mod destination;
mod facts;
mod fields;
mod page;
mod terms;

pub use destination::{DestinationForm, DestinationFormProps};
pub use fields::TermsQuery;
#[cfg(feature = "ssr")]
pub(crate) use fields::{DeliveryKind, FactFields, ReturnPostage};
pub(crate) use page::ShopPolicyKind;
pub use page::{ShopPoliciesPage, ShopPoliciesPageProps};
pub use terms::{Terms, TermsProps};

use crate::ui::Seal;
use leptos::prelude::*;

/// The place of a shop's promises.
#[component]
pub fn TermsPlace(
    /// The shop's slug.
    shop: String,
    /// The page on which they stand.
    path: String,
    /// Whether what the page sells can be bought now.
    #[prop(optional)]
    can_be_bought: bool,
) -> impl IntoView {
    #[cfg(feature = "ssr")]
    {
        let inside = written(shop, path.clone(), can_be_bought);
        view! { <div id="terms" data-of=path>{inside}</div> }.sealed()
    }
    #[cfg(not(feature = "ssr"))]
    {
        #[cfg(feature = "hydrate")]
        fill(shop, path.clone(), can_be_bought);
        #[cfg(not(feature = "hydrate"))]
        let _ = (shop, can_be_bought);
        view! { <div id="terms" data-of=path></div> }.sealed()
    }
}

/// The promises, once they are known.
#[cfg(any(feature = "ssr", feature = "hydrate"))]
pub(crate) fn written(shop: String, path: String, can_be_bought: bool) -> impl IntoView + use<> {
    use crate::data::{is_left, send, use_transport};
    use cynic::QueryBuilder as _;
    use fields::TermsVariables;
    use leptos::tachys::reactive_graph::OwnedView;

    let transport = use_transport();
    Suspend::new(async move {
        // A page without its promises is still a page; their place stays empty.
        let terms = send(&transport, TermsQuery::build(TermsVariables { shop })).await.ok();
        OwnedView::new(terms.filter(|_| !is_left()).map(|terms| view! { <Terms terms path can_be_bought /> }))
    })
}

/// Fills the place when the server has not: when it is empty, or holds what another page promised.
#[cfg(feature = "hydrate")]
fn fill(shop: String, path: String, can_be_bought: bool) {
    let Some(owner) = Owner::current() else { return };
    request_animation_frame(move || {
        if let Some(place) = crate::ui::unfilled("terms", &path) {
            leptos::task::spawn_local(crate::lazy::terms(owner, place, shop, path, can_be_bought));
        }
    });
}
