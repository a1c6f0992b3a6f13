//! Changing the password of an account.

use super::{
    AccountDraft,
    account::{Desk, Saved},
    care::change_password,
    form::{WholeProblem, field_of, sentences},
};
use crate::{
    i18n::{use_language, use_locale},
    paths, text,
    ui::{Field, Seal, fields_of},
};
use leptos::{ev::SubmitEvent, prelude::*, task::spawn_local};
use wasm_bindgen::JsCast;

/// What stands there for an account that is entered with a passkey alone. A password comes by mail, to an address that is
/// verified: before, it would take the passkeys away.
#[component]
pub(super) fn NoPassword(verified: bool) -> impl IntoView {
    let (lang, locale) = (use_language(), use_locale());
    let way = if verified {
        view! {
            <p>{text!(lang, passkeys.no_password)}</p>
            <p><a class="button" href=paths::forgot_password(locale)>{text!(lang, passkeys.choose_password)}</a></p>
        }
        .sealed()
    } else {
        view! { <p>{text!(lang, passkeys.no_password_yet)}</p> }.sealed()
    };
    view! {
        <section class="account-part" aria-labelledby="password-title">
            <h2 id="password-title">{text!(lang, accounts.password_title)}</h2>
            {way}
        </section>
    }
    .sealed()
}

/// The form of the password.
#[component]
pub(super) fn PasswordForm(desk: Desk, refused: AccountDraft) -> impl IntoView {
    let (lang, locale) = (use_language(), use_locale());
    let mine = refused.form == "password";
    let trouble = RwSignal::new(if mine { sentences(lang, locale, &refused.problems) } else { Vec::new() });
    let submit = move |event: SubmitEvent| {
        event.prevent_default();
        if desk.sending.get_untracked() {
            return;
        }
        let fields = fields_of(&event);
        let form = event.target().and_then(|target| target.dyn_into::<web_sys::HtmlFormElement>().ok());
        let (current, new) = (field_of(&fields, "currentPassword"), field_of(&fields, "newPassword"));
        let transport = desk.transport.get_value();
        desk.sending.set(true);
        spawn_local(async move {
            match change_password(&transport, &current, &new).await {
                Ok(()) => {
                    // No password stays on the screen.
                    if let Some(form) = form {
                        form.reset();
                    }
                    desk.keep(Saved::Password);
                }
                Err(problems) => trouble.set(sentences(lang, locale, &problems)),
            }
            desk.sending.set(false);
        });
    };
    view! {
        <section class="account-part" aria-labelledby="password-title">
            <h2 id="password-title">{text!(lang, accounts.password_title)}</h2>
            <WholeProblem trouble />
            <form method="post" action=paths::account(locale) novalidate=true on:submit=submit>
                <input type="hidden" name="form" value="password" />
                <Field
                    name="currentPassword"
                    label=text!(lang, accounts.current_password)
                    trouble
                    kind="password"
                    autocomplete="current-password"
                />
                <Field
                    name="newPassword"
                    label=text!(lang, accounts.new_password)
                    trouble
                    kind="password"
                    autocomplete="new-password"
                    hint=text!(lang, accounts.password_hint)
                />
                <button class="button" type="submit" aria-disabled=move || desk.sending.get().then_some("true")>
                    {text!(lang, accounts.password_change)}
                </button>
            </form>
        </section>
    }
    .sealed()
}
