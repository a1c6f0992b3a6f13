//! The script that tells what is looked at.

use leptos::prelude::*;

/// In a page's context when its visitor allows that what they look at is remembered.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Watched;

/// The script. Only the server writes it, after everything that the program takes over.
#[component]
pub fn WatchScript() -> impl IntoView {
    view! { <script type="module" src="/taste.js"></script> }
}
