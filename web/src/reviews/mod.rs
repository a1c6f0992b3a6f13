//! What buyers say of products, and of how shops served; writing, changing and answering it.
//!
//! The list stands on the pages by which people come in. Like a shop's promises it is written by the server alone, and taken
//! over by the browser as one element into which it does not look: filters and pages are links and plain forms, which load the
//! page anew. Where the browser itself makes such a page, a module of its own comes and fills the place; it comes too when
//! somebody says whether a review helped, so that this shows at once.
//!
//! The pages of an account, on which reviews are written, are another module. Their forms are plain ones.

mod answer;
mod aspects;
#[cfg(feature = "hydrate")]
mod cast;
mod draft;
mod fields;
mod figures;
mod filters;
mod form;
mod item;
mod own;
mod own_fields;
mod pages;
mod photos;
mod section;
mod send;
mod vote;
mod write;

#[cfg(feature = "hydrate")]
pub(crate) use cast::cast;
pub use draft::{DraftPhoto, PhotoProblem, ReviewDraft, ReviewProblem};
pub use fields::{ProductReviewsQuery, ShopReviewsQuery};
pub use pages::{ReviewPages, ReviewPagesProps};
pub use section::{Reviews, ReviewsProps, VOTE_FAILED};
pub use send::{About, Published, answer_review, change_review, delete_review, publish_review};
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
        #[cfg(feature = "hydrate")]
        let sent = cast::on_submit();
        #[cfg(not(feature = "hydrate"))]
        let sent = {
            let _ = (of, slug);
            |_: leptos::ev::SubmitEvent| {}
        };
        view! { <div id="reviews" data-of=path on:submit=sent></div> }.sealed()
    }
}

/// The reviews, once they are known.
#[cfg(any(feature = "ssr", feature = "hydrate"))]
pub(crate) fn written(of: Subject, slug: String, path: String) -> impl IntoView + use<> {
    use crate::data::{is_left, send, use_transport};
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
        OwnedView::new((!is_left()).then(|| view! { <Reviews of listed choice path /> }))
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
