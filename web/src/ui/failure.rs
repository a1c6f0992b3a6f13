//! A page that could not be loaded, inside of its frame.

use crate::{data::LoadError, i18n::use_language, text, ui::Seal};
use leptos::prelude::*;
use leptos_meta::Title;

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
    // The page that did not come would have had both, a name and a heading of the first level.
    view! {
        <Title text=format!("{} · Vouch", text!(lang, common.failure_title)) />
        <section class="notice notice-failure" role="alert">
            <h1>{text!(lang, common.failure_title)}</h1>
            <p>{reason}</p>
            {reference.map(|text| view! { <p class="fine">{text}</p> })}
            <button type="button" class="button" on:click=move |_| retry.run(())>
                {text!(lang, common.retry)}
            </button>
        </section>
    }
    .fixed()
}
