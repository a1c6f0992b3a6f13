//! Choosing a new password by the link of a mail.

use super::{
    care::reset_password,
    form::{WholeProblem, field_of, sentences, use_refused},
};
use crate::{
    data::use_transport,
    i18n::{use_language, use_locale},
    layout::use_session,
    paths, text,
    ui::{Field, Head, Seal, fields_of},
};
use leptos::{ev::SubmitEvent, prelude::*, task::spawn_local};
use leptos_router::{
    NavigateOptions,
    hooks::{use_navigate, use_query_map},
};

/// `/reset-password?token=`
#[component]
pub fn ResetPasswordPage() -> impl IntoView {
    let (lang, locale) = (use_language(), use_locale());
    let draft = use_refused();
    let asked = use_query_map().read_untracked().get("token").unwrap_or_default();
    let token = if draft.token.is_empty() { asked } else { draft.token };
    let trouble = RwSignal::new(sentences(lang, locale, &draft.problems));
    let sending = RwSignal::new(false);
    let (transport, session, navigate) = (StoredValue::new(use_transport()), use_session(), use_navigate());
    let submit = move |event: SubmitEvent| {
        event.prevent_default();
        if sending.get_untracked() {
            return;
        }
        let fields = fields_of(&event);
        let (token, password) = (field_of(&fields, "token"), field_of(&fields, "password"));
        let (transport, navigate) = (transport.get_value(), navigate.clone());
        sending.set(true);
        spawn_local(async move {
            match reset_password(&transport, &token, &password).await {
                Ok(()) => {
                    // Whoever was signed in here is not any more.
                    session.refetch();
                    let options = NavigateOptions { replace: true, resolve: false, ..NavigateOptions::default() };
                    navigate(&paths::sign_in_after_reset(locale), options);
                }
                Err(problems) => {
                    trouble.set(sentences(lang, locale, &problems));
                    sending.set(false);
                }
            }
        });
    };
    let form = if token.is_empty() {
        view! {
            <p class="lead">{text!(lang, accounts.reset_no_token)}</p>
            <p><a class="button" href=paths::forgot_password(locale)>{text!(lang, accounts.forgot_send)}</a></p>
        }
        .sealed()
    } else {
        view! {
            <p class="lead">{text!(lang, accounts.reset_lead)}</p>
            <WholeProblem trouble />
            <form method="post" action=paths::reset_password(locale) novalidate=true on:submit=submit>
                <input type="hidden" name="token" value=token />
                <Field
                    name="password"
                    label=text!(lang, accounts.new_password)
                    trouble
                    kind="password"
                    autocomplete="new-password"
                    hint=text!(lang, accounts.password_hint)
                />
                <button
                    class="button primary wide"
                    type="submit"
                    aria-disabled=move || sending.get().then_some("true")
                >
                    {text!(lang, accounts.reset_save)}
                </button>
            </form>
            <p><a href=paths::forgot_password(locale)>{text!(lang, accounts.forgot)}</a></p>
        }
        .sealed()
    };
    view! {
        <Head title=text!(lang, accounts.reset_title) description="" path="/reset-password" />
        <div class="account-page">
            <h1>{text!(lang, accounts.reset_title)}</h1>
            {form}
        </div>
    }
    .sealed()
}
