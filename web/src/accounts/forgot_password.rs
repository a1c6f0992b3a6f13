//! Asking for a link to a new password.

use super::{
    care::request_reset,
    demo_outbox::DemoOutbox,
    form::{WholeProblem, field_of, sentences, use_refused},
};
use crate::{
    data::use_transport,
    i18n::{use_language, use_locale},
    paths, text,
    ui::{Field, Head, Seal, fields_of},
};
use leptos::{ev::SubmitEvent, prelude::*, task::spawn_local};
use leptos_router::hooks::use_query_map;

/// `/forgot-password?sent=1`
#[component]
pub fn ForgotPasswordPage() -> impl IntoView {
    let (lang, locale) = (use_language(), use_locale());
    let draft = use_refused();
    let trouble = RwSignal::new(sentences(lang, locale, &draft.problems));
    let sent = RwSignal::new(use_query_map().read_untracked().get("sent").is_some());
    let sending = RwSignal::new(false);
    let transport = StoredValue::new(use_transport());
    let submit = move |event: SubmitEvent| {
        event.prevent_default();
        if sending.get_untracked() {
            return;
        }
        let email = field_of(&fields_of(&event), "email");
        let transport = transport.get_value();
        sending.set(true);
        spawn_local(async move {
            match request_reset(&transport, &email).await {
                Ok(()) => {
                    trouble.set(Vec::new());
                    sent.set(true);
                }
                Err(problems) => trouble.set(sentences(lang, locale, &problems)),
            }
            sending.set(false);
        });
    };
    let heard = move || {
        sent.get().then(|| {
            view! {
                <div class="notice" role="status">
                    <h2>{text!(lang, accounts.forgot_sent_title)}</h2>
                    <p>{text!(lang, accounts.forgot_sent)}</p>
                    <p class="fine">{text!(lang, accounts.forgot_again)}</p>
                    <DemoOutbox />
                </div>
            }
        })
    };
    view! {
        <Head title=text!(lang, accounts.forgot_title) description="" path="/forgot-password" />
        <div class="account-page">
            <h1>{text!(lang, accounts.forgot_title)}</h1>
            {heard}
            <p class="lead">{text!(lang, accounts.forgot_lead)}</p>
            <WholeProblem trouble />
            <form method="post" action=paths::forgot_password(locale) novalidate=true on:submit=submit>
                <Field
                    name="email"
                    label=text!(lang, checkout.email)
                    value=draft.email
                    trouble
                    kind="email"
                    autocomplete="username"
                    max=254
                />
                <button
                    class="button primary wide"
                    type="submit"
                    aria-disabled=move || sending.get().then_some("true")
                >
                    {text!(lang, accounts.forgot_send)}
                </button>
            </form>
            <p><a href=paths::sign_in(locale)>{text!(lang, common.sign_in)}</a></p>
        </div>
    }
    .sealed()
}
