//! A part of a page that could not be loaded.

use crate::{data::LoadError, i18n::use_language, text, ui::Seal};
use leptos::prelude::*;

/// Says what went wrong in a sentence, what to quote, and offers to try again.
#[component]
pub fn LoadFailure(
    /// What went wrong.
    error: LoadError,
    /// Asks again.
    retry: Callback<()>,
) -> impl IntoView {
    let lang = use_language();
    let reason = match &error {
        LoadError::Unreachable => text!(lang, common.failure_offline),
        LoadError::Refused { code, .. } if code == "RATE_LIMITED" => text!(lang, common.failure_limited),
        LoadError::Refused { .. } | LoadError::Malformed => text!(lang, common.failure_server),
    };
    let reference = error.request_id().map(|id| text!(lang, common.failure_reference, id = id.to_owned()));
    view! {
        <section class="notice notice-failure" role="alert">
            <h2>{text!(lang, common.failure_title)}</h2>
            <p>{reason}</p>
            {reference.map(|text| view! { <p class="fine">{text}</p> })}
            <button type="button" class="button" on:click=move |_| retry.run(())>
                {text!(lang, common.retry)}
            </button>
        </section>
    }
    .fixed()
}
