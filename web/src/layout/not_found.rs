//! Nothing is at this address.

use crate::{
    i18n::{use_language, use_locale},
    page::{Outcome, report},
    paths, text,
    ui::{Head, Seal},
};
use leptos::prelude::*;

/// The page of an address that no route knows.
#[component]
pub fn NotFoundPage() -> impl IntoView {
    view! { <NotFound /> }
}

/// What stands on a page whose product, category or shop does not exist; the status becomes 404.
#[component]
pub fn NotFound() -> impl IntoView {
    let (lang, locale) = (use_language(), use_locale());
    report(Outcome::NotFound);
    view! {
        <Head title=text!(lang, common.not_found_title) description="" path="/" />
        <section class="lone">
            <svg class="drawing" viewBox="0 0 160 96" aria-hidden="true">
                <path d="M8 80h144M20 80V16h120v64M20 48h120" />
                <path class="accent" d="M96 80c0-8 4-10 4-16h16c0 6 4 8 4 16z" />
                <path d="M36 48c-4-10 1-14 1-20h10c0 6 5 10 1 20M64 48V24h8v24M72 48V28h6v20M78 48l6-19 6 2-6 17" />
            </svg>
            <h1>{text!(lang, common.not_found_title)}</h1>
            <p>{text!(lang, common.not_found_text)}</p>
            <p><a class="button" href=paths::home(locale)>{text!(lang, common.to_home)}</a></p>
        </section>
    }
    .fixed()
}
