//! Name, language, currency and address of an account.

use super::{
    AccountDraft,
    account::{CurrencyFields, Desk, Saved},
    care::{request_verification, update_profile},
    demo_outbox::DemoOutbox,
    form::{WholeProblem, field_of, sentences},
};
use crate::{
    i18n::{use_language, use_locale},
    layout::use_session,
    paths, text,
    ui::{Field, Seal, fields_of},
};
use leptos::{ev::SubmitEvent, prelude::*, task::spawn_local};
use shared::{Currency, Locale};

/// The form of name, language and currency.
#[component]
pub(super) fn ProfileForm(
    desk: Desk,
    refused: AccountDraft,
    display_name: String,
    language: Locale,
    currencies: Vec<CurrencyFields>,
) -> impl IntoView {
    let (lang, locale, session) = (use_language(), use_locale(), use_session());
    let mine = refused.form == "profile";
    let trouble = RwSignal::new(if mine { sentences(lang, locale, &refused.problems) } else { Vec::new() });
    let name = if mine { refused.display_name } else { display_name };
    let submit = move |event: SubmitEvent| {
        event.prevent_default();
        if desk.sending.get_untracked() {
            return;
        }
        let fields = fields_of(&event);
        let (name, chosen) = (field_of(&fields, "displayName"), field_of(&fields, "locale"));
        let currency = field_of(&fields, "currency").parse().ok();
        let transport = desk.transport.get_value();
        desk.sending.set(true);
        spawn_local(async move {
            match update_profile(&transport, &name, chosen.parse().unwrap_or(locale), currency).await {
                Ok(()) => {
                    desk.keep(Saved::Profile);
                    // The header calls them by their name.
                    session.refetch();
                }
                Err(problems) => trouble.set(sentences(lang, locale, &problems)),
            }
            desk.sending.set(false);
        });
    };
    let languages = Locale::ALL
        .iter()
        .map(|choice| view! {
            <option value=choice.as_str() lang=choice.as_str() selected={*choice == language}>{choice.own_name()}</option>
        })
        .collect_view();
    let currencies = (!currencies.is_empty()).then(|| {
        let options = currencies.into_iter().map(|CurrencyFields { code, name, chosen }| {
            let code = Currency::from(code).as_str();
            view! { <option value=code selected=chosen>{format!("{name} ({code})")}</option> }
        });
        view! {
            <div class="field">
                <label for="shown-currency">{text!(lang, accounts.currency)}</label>
                <p class="hint" id="currency-hint">{text!(lang, accounts.currency_hint)}</p>
                <select id="shown-currency" name="currency" autocomplete="off" aria-describedby="currency-hint">
                    {options.collect_view()}
                </select>
            </div>
        }
    });
    view! {
        <section class="account-part" aria-labelledby="profile-title">
            <h2 id="profile-title">{text!(lang, accounts.profile_title)}</h2>
            <WholeProblem trouble />
            <form method="post" action=paths::account(locale) novalidate=true on:submit=submit>
                <input type="hidden" name="form" value="profile" />
                <Field
                    name="displayName"
                    label=text!(lang, accounts.display_name)
                    value=name
                    trouble
                    autocomplete="name"
                    hint=text!(lang, accounts.display_name_hint)
                    max=80
                />
                <div class="field">
                    <label for="locale">{text!(lang, accounts.mail_language)}</label>
                    <select id="locale" name="locale">{languages}</select>
                </div>
                {currencies}
                <button class="button" type="submit" aria-disabled=move || desk.sending.get().then_some("true")>
                    {text!(lang, accounts.save)}
                </button>
            </form>
        </section>
    }
    .sealed()
}

/// The address, and whether it is verified.
#[component]
pub(super) fn AddressSection(desk: Desk, refused: AccountDraft, email: String, verified: bool) -> impl IntoView {
    let (lang, locale) = (use_language(), use_locale());
    let mine = refused.form == "verification";
    let trouble = RwSignal::new(if mine { sentences(lang, locale, &refused.problems) } else { Vec::new() });
    let submit = move |event: SubmitEvent| {
        event.prevent_default();
        if desk.sending.get_untracked() {
            return;
        }
        let transport = desk.transport.get_value();
        desk.sending.set(true);
        spawn_local(async move {
            match request_verification(&transport).await {
                Ok(()) => desk.keep(Saved::Verification),
                Err(problems) => trouble.set(sentences(lang, locale, &problems)),
            }
            desk.sending.set(false);
        });
    };
    let state = if verified {
        view! { <p class="verified">{text!(lang, accounts.address_verified)}</p> }.sealed()
    } else {
        view! {
            <p>{text!(lang, accounts.address_unverified)}</p>
            <WholeProblem trouble />
            <form method="post" action=paths::account(locale) on:submit=submit>
                <input type="hidden" name="form" value="verification" />
                <button class="button" type="submit" aria-disabled=move || desk.sending.get().then_some("true")>
                    {text!(lang, accounts.verification_send)}
                </button>
            </form>
            <DemoOutbox />
        }
        .sealed()
    };
    view! {
        <section class="account-part" aria-labelledby="address-title">
            <h2 id="address-title">{text!(lang, accounts.address_title)}</h2>
            <p class="own-address">{email}</p>
            {state}
        </section>
    }
    .sealed()
}
