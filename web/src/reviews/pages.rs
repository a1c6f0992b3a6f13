//! Which of these pages an address means. Each has a route of its own, so a link from one to another makes the page anew.

use super::{
    answer::AnswerPage,
    own::OwnReviewsPage,
    write::{ChangePage, NewPage},
};
use crate::{layout::NotFound, paths, ui::Seal};
use leptos::prelude::*;
use leptos_router::hooks::use_location;

/// `/account/reviews`, `/account/reviews/new`, `/account/reviews/edit`, `/account/reviews/answer`
#[component]
pub fn ReviewPages() -> impl IntoView {
    let path = use_location().pathname.get_untracked();
    match paths::split(&path).1.trim_end_matches('/') {
        "/account/reviews" => view! { <OwnReviewsPage /> }.sealed(),
        "/account/reviews/new" => view! { <NewPage /> }.sealed(),
        "/account/reviews/edit" => view! { <ChangePage /> }.sealed(),
        "/account/reviews/answer" => view! { <AnswerPage /> }.sealed(),
        _ => view! { <NotFound /> }.sealed(),
    }
}
