//! The button that keeps a search.

use crate::{
    i18n::{use_language, use_locale},
    paths, text,
    ui::Seal,
};
use leptos::prelude::*;

/// A form of one button, and a box for letters. With script it says in place what came of it.
#[component]
pub fn SaveSearch(
    /// The query of the search page.
    address: String,
) -> impl IntoView {
    let (lang, locale) = (use_language(), use_locale());
    #[cfg(feature = "hydrate")]
    let sent = super::save::on_submit();
    #[cfg(not(feature = "hydrate"))]
    let sent = |_: leptos::ev::SubmitEvent| {};
    view! {
        <form class="save-search" method="post" action=paths::account_searches(locale) on:submit=sent>
            <input type="hidden" name="change" value="save" />
            <input type="hidden" name="search" value=address />
            <button class="button" type="submit">{text!(lang, saved_searches.save)}</button>
            <label class="tick">
                <input type="checkbox" name="letters" value="1" />
                <span>{text!(lang, saved_searches.letters)}</span>
            </label>
            <p class="save-search-said"></p>
        </form>
    }
    .fixed()
}
