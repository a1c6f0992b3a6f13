//! Verifying an address by the link of a mail.
//!
//! The link opens this page and a button verifies: programs that look into mails follow links, too.

use super::{
    care::verify_email,
    form::{WholeProblem, field_of, sentences, use_refused},
};
use crate::{
    data::use_transport,
    i18n::{use_language, use_locale},
    paths, text,
    ui::{Head, Seal, fields_of},
};
use leptos::{ev::SubmitEvent, prelude::*, task::spawn_local};
use leptos_router::hooks::use_query_map;

/// `/verify-email?token=`, `/verify-email?done=1`
#[component]
pub fn VerifyEmailPage() -> impl IntoView {
    let (lang, locale) = (use_language(), use_locale());
    let (draft, address) = (use_refused(), use_query_map());
    let asked = address.read_untracked().get("token").unwrap_or_default();
    let token = if draft.token.is_empty() { asked } else { draft.token };
    let done = RwSignal::new(address.read_untracked().get("done").is_some());
    let trouble = RwSignal::new(sentences(lang, locale, &draft.problems));
    let sending = RwSignal::new(false);
    let transport = StoredValue::new(use_transport());
    let submit = move |event: SubmitEvent| {
        event.prevent_default();
        if sending.get_untracked() {
            return;
        }
        let token = field_of(&fields_of(&event), "token");
        let transport = transport.get_value();
        sending.set(true);
        spawn_local(async move {
            match verify_email(&transport, &token).await {
                Ok(()) => done.set(true),
                Err(problems) => {
                    trouble.set(sentences(lang, locale, &problems));
                    sending.set(false);
                }
            }
        });
    };
    let confirm = move || {
        view! {
            <h1>{text!(lang, accounts.verify_title)}</h1>
            <p class="lead">{text!(lang, accounts.verify_lead)}</p>
            <WholeProblem trouble />
            <form method="post" action=paths::verify_email(locale) on:submit=submit>
                <input type="hidden" name="token" value=token.clone() />
                <button
                    class="button primary wide"
                    type="submit"
                    aria-disabled=move || sending.get().then_some("true")
                >
                    {text!(lang, accounts.verify_confirm)}
                </button>
            </form>
            <p><a href=paths::account(locale)>{text!(lang, accounts.account_link)}</a></p>
        }
        .sealed()
    };
    let confirmed = move || {
        view! {
            <h1>{text!(lang, accounts.verify_done_title)}</h1>
            <p class="lead" role="status">{text!(lang, accounts.verify_done)}</p>
            <p><a class="button" href=paths::account(locale)>{text!(lang, accounts.account_link)}</a></p>
        }
        .sealed()
    };
    view! {
        <Head title=text!(lang, accounts.verify_title) description="" path="/verify-email" />
        <div class="account-page">{move || if done.get() { confirmed() } else { confirm() }}</div>
    }
    .sealed()
}
