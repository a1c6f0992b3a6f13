//! What buyers say of products, and of how shops served.
//!
//! The list stands on the pages by which people come in. Like a shop's promises it is written by the server alone, and taken
//! over by the browser as one element into which it does not look: filters, pages and votes are links and plain forms, which
//! load the page anew. Only where the browser itself makes such a page does a module of its own come and fill the place.

mod fields;
mod figures;
mod filters;
mod item;
mod section;
mod vote;

pub use fields::{ProductReviewsQuery, ShopReviewsQuery};
pub use section::{Reviews, ReviewsProps};
pub use vote::vote;

use crate::ui::Seal;
use leptos::prelude::*;

/// What is reviewed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Subject {
    /// A product.
    Product,
    /// A shop's service.
    Shop,
}

/// The place of the reviews.
#[component]
pub fn ReviewsPlace(
    /// What they are about.
    of: Subject,
    /// Its slug.
    slug: String,
    /// The page on which they stand.
    path: String,
) -> impl IntoView {
    #[cfg(feature = "ssr")]
    {
        let inside = written(of, slug, path.clone());
        view! { <div id="reviews" data-of=path>{inside}</div> }.sealed()
    }
    #[cfg(not(feature = "ssr"))]
    {
        #[cfg(feature = "hydrate")]
        fill(of, slug, path.clone());
        #[cfg(not(feature = "hydrate"))]
        let _ = (of, slug);
        view! { <div id="reviews" data-of=path></div> }.sealed()
    }
}

/// The reviews, once they are known.
#[cfg(any(feature = "ssr", feature = "hydrate"))]
pub(crate) fn written(of: Subject, slug: String, path: String) -> impl IntoView + use<> {
    use crate::data::{send, use_transport};
    use cynic::QueryBuilder as _;
    use filters::ReviewChoice;
    use leptos::tachys::reactive_graph::OwnedView;
    use leptos_router::hooks::use_query_map;
    use section::Listed;

    let transport = use_transport();
    let choice = use_query_map().with_untracked(ReviewChoice::from_query);
    Suspend::new(async move {
        let variables = choice.variables(slug);
        let listed = match of {
            Subject::Product => {
                let answer = send(&transport, ProductReviewsQuery::build(variables)).await.ok();
                answer.and_then(|answer| answer.product).map(Listed::of_product)
            }
            Subject::Shop => {
                let answer = send(&transport, ShopReviewsQuery::build(variables)).await.ok();
                answer.and_then(|answer| answer.shop).map(Listed::of_shop)
            }
        };
        OwnedView::new(view! { <Reviews of listed choice path /> })
    })
}

/// Fills the place when the server has not.
#[cfg(feature = "hydrate")]
fn fill(of: Subject, slug: String, path: String) {
    let Some(owner) = Owner::current() else { return };
    request_animation_frame(move || {
        if let Some(place) = crate::ui::unfilled("reviews", &path) {
            leptos::task::spawn_local(crate::lazy::reviews(owner, place, of, slug, path));
        }
    });
}
