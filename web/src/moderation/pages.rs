//! Which of these pages an address means.

use super::{appeal::AppealPage, case::CasePage, flag::FlagPage, queue::QueuePage};
use crate::{layout::NotFound, paths, ui::Seal};
use leptos::prelude::*;
use leptos_router::hooks::use_location;

/// `/moderation`, `/moderation/case`, `/reviews/flag`, `/account/reviews/appeal`
#[component]
pub fn ModerationPages() -> impl IntoView {
    let path = use_location().pathname.get_untracked();
    match paths::split(&path).1.trim_end_matches('/') {
        "/moderation" => view! { <QueuePage /> }.sealed(),
        "/moderation/case" => view! { <CasePage /> }.sealed(),
        "/reviews/flag" => view! { <FlagPage /> }.sealed(),
        "/account/reviews/appeal" => view! { <AppealPage /> }.sealed(),
        _ => view! { <NotFound /> }.sealed(),
    }
}
