//! What is shown to those for whom the desk is not.

use crate::{
    i18n::{use_language, use_locale},
    page::{Outcome, report},
    paths, text,
    ui::{Head, Seal},
};
use leptos::prelude::*;

/// Says whose the desk is; the status becomes 403.
#[component]
pub(super) fn Shut() -> impl IntoView {
    let (lang, locale) = (use_language(), use_locale());
    report(Outcome::Forbidden);
    view! {
        <Head title=text!(lang, moderation.shut_title) description="" path="/moderation" />
        <section class="lone">
            <svg class="drawing" viewBox="0 0 160 96" aria-hidden="true">
                <path d="M8 80h144M32 80V20h96v60M32 32h96" />
                <path d="M44 44h32v24H44zM84 44h32v24H84z" />
                <path class="accent" d="M72 80v-6h16v6" />
            </svg>
            <h1>{text!(lang, moderation.shut_title)}</h1>
            <p>{text!(lang, moderation.shut_text)}</p>
            <p><a class="button" href=paths::home(locale)>{text!(lang, common.to_home)}</a></p>
        </section>
    }
    .fixed()
}
