//! The search field of the header.

use crate::{
    i18n::{use_language, use_locale},
    paths, text,
    ui::{Icon, Sign},
};
use leptos::prelude::*;
use leptos_router::hooks::use_query_map;

/// A plain GET form to the search page.
#[component]
pub(super) fn SearchBox() -> impl IntoView {
    let (lang, locale) = (use_language(), use_locale());
    let query = use_query_map();
    view! {
        <form class="search-box" role="search" method="get" action=paths::search(locale)>
            <label class="visually-hidden" for="search-text">{text!(lang, common.search_label)}</label>
            <input
                id="search-text"
                type="search"
                name="q"
                value=move || query.read().get("q").unwrap_or_default()
                placeholder=text!(lang, common.search_placeholder)
                autocomplete="off"
                enterkeyhint="search"
                maxlength="200"
            />
            <button type="submit">
                <Icon sign=Sign::Search />
                <span class="visually-hidden">{text!(lang, common.search)}</span>
            </button>
        </form>
    }
    .into_any()
}
