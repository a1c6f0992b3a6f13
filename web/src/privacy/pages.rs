//! Which of these pages an address means.
//!
//! They share one route, so a link from one of them to another loads the page anew (`rel="external"`): within a route the
//! router would change the address and keep the page.

use super::{
    deletion::DeletionPage,
    email::{ChangeEmailPage, ConfirmEmailPage, UndoEmailPage},
    page::PrivacyPage,
};
use crate::{layout::NotFound, recommendations::TastePage, ui::Seal};
use leptos::prelude::*;
use leptos_router::hooks::use_params_map;

/// `/account/privacy`, `/account/taste`, `/account/email`, `/account/confirm-email`, `/account/undo-email`, `/account/deletion`
#[component]
pub fn PrivacyPages() -> impl IntoView {
    let asked = use_params_map().read_untracked().get("page").unwrap_or_default();
    match asked.as_str() {
        "privacy" => view! { <PrivacyPage /> }.sealed(),
        "taste" => view! { <TastePage /> }.sealed(),
        "email" => view! { <ChangeEmailPage /> }.sealed(),
        "confirm-email" => view! { <ConfirmEmailPage /> }.sealed(),
        "undo-email" => view! { <UndoEmailPage /> }.sealed(),
        "deletion" => view! { <DeletionPage /> }.sealed(),
        _ => view! { <NotFound /> }.sealed(),
    }
}
