//! What was done about a case.

use super::{
    draft::{ModerationDraft, Typed},
    fields::ActionFields,
    words,
};
use crate::{
    i18n::{use_language, use_locale},
    text,
    ui::Seal,
};
use leptos::prelude::*;
use shared::format::date_time;

/// The whole log, the oldest first.
#[component]
pub(super) fn History(log: Vec<ActionFields>) -> impl IntoView {
    let lang = use_language();
    view! {
        <section class="account-part" aria-labelledby="log-title">
            <h2 id="log-title">{text!(lang, moderation.log_title)}</h2>
            <ol class="desk-log">{log.into_iter().map(|entry| view! { <Entry entry /> }).collect_view()}</ol>
        </section>
    }
    .sealed()
}

#[component]
fn Entry(entry: ActionFields) -> impl IntoView {
    let (lang, locale) = (use_language(), use_locale());
    let ActionFields { action, by, at, reason } = entry;
    let by = by.unwrap_or_else(|| text!(lang, moderation.nobody_acted).to_owned());
    view! {
        <li>
            <p><strong>{words::action(lang, action)}</strong></p>
            {reason.filter(|reason| !reason.is_empty()).map(|reason| view! { <p class="written">{reason}</p> })}
            <p class="fine">{by} " · " {date_time(at.timestamp(), locale)}</p>
        </li>
    }
    .sealed()
}

/// In place of the form where there is nothing to decide any more: the last thing that was done, and what this moderator
/// had written when somebody else was faster.
#[component]
pub(super) fn Decided(last: Option<ActionFields>, draft: ModerationDraft) -> impl IntoView {
    let lang = use_language();
    view! {
        <section class="notice" aria-labelledby="decide-title">
            <h2 id="decide-title">{text!(lang, moderation.decided_title)}</h2>
            {last.map(|entry| view! { <ul class="desk-log"><Entry entry /></ul> })}
            <Typed draft name="reason" />
        </section>
    }
    .sealed()
}
