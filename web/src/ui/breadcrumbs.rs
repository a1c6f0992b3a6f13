//! Where a page stands in the catalogue.

use crate::{i18n::use_language, text};
use leptos::prelude::*;

/// One step of the way: a page above this one.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Crumb {
    /// The page's name.
    pub name: String,
    /// Its path.
    pub path: String,
}

/// The way from the front page to the page above this one.
#[component]
pub fn Breadcrumbs(
    /// From the top down.
    crumbs: Vec<Crumb>,
) -> impl IntoView {
    let lang = use_language();
    let items =
        crumbs.into_iter().map(|Crumb { name, path }| view! { <li><a href=path>{name}</a></li> }).collect_view();
    view! {
        <nav class="breadcrumbs" aria-label=text!(lang, common.breadcrumbs)>
            <ol>{items}</ol>
        </nav>
    }
}
