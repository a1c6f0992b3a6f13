//! Making an account.

use super::{
    form::{WholeProblem, field_of, sentences, use_arrival, use_draft},
    session::sign_up,
};
use crate::{
    data::use_transport,
    i18n::{use_language, use_locale},
    passkeys::PasskeySignUp,
    paths, text,
    ui::{Field, Head, Seal, fields_of},
};
use leptos::{ev::SubmitEvent, prelude::*, task::spawn_local};

/// `/sign-up?return=`
#[component]
pub fn SignUpPage() -> impl IntoView {
    let (lang, locale) = (use_language(), use_locale());
    let (draft, back) = use_draft();
    let trouble = RwSignal::new(sentences(lang, locale, &draft.problems));
    let sending = RwSignal::new(false);
    let (transport, arrive) = (StoredValue::new(use_transport()), use_arrival(back.clone()));
    let passkey_arrive = arrive.clone();
    let submit = move |event: SubmitEvent| {
        event.prevent_default();
        if sending.get_untracked() {
            return;
        }
        let fields = fields_of(&event);
        let (name, email, password) =
            (field_of(&fields, "displayName"), field_of(&fields, "email"), field_of(&fields, "password"));
        let (transport, arrive) = (transport.get_value(), arrive.clone());
        sending.set(true);
        spawn_local(async move {
            match sign_up(&transport, locale, &name, &email, &password).await {
                Ok(()) => arrive(),
                Err(problems) => {
                    trouble.set(sentences(lang, locale, &problems));
                    sending.set(false);
                }
            }
        });
    };
    let sign_in = paths::sign_in_then(locale, &back);
    view! {
        <Head title=text!(lang, accounts.sign_up) description="" path="/sign-up" />
        <div class="account-page">
            <h1>{text!(lang, accounts.sign_up)}</h1>
            <p class="lead">{text!(lang, accounts.sign_up_lead)}</p>
            <WholeProblem trouble />
            <form method="post" action=paths::sign_up(locale) novalidate=true on:submit=submit>
                <input type="hidden" name="return" value=back />
                <Field
                    name="displayName"
                    label=text!(lang, accounts.display_name)
                    value=draft.display_name
                    trouble
                    autocomplete="name"
                    hint=text!(lang, accounts.display_name_hint)
                    max=80
                />
                <Field
                    name="email"
                    label=text!(lang, checkout.email)
                    value=draft.email
                    trouble
                    kind="email"
                    autocomplete="username"
                    max=254
                />
                <Field
                    name="password"
                    label=text!(lang, accounts.password)
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
                    {text!(lang, accounts.sign_up)}
                </button>
                <PasskeySignUp trouble sending arrive=passkey_arrive />
            </form>
            <p>{text!(lang, accounts.have_account)} " " <a href=sign_in>{text!(lang, common.sign_in)}</a></p>
        </div>
    }
    .sealed()
}
