//! The passkeys of an account: their list, and the ways to add, name and remove them.

use super::{
    PasskeyProblem,
    change::{add, remove_passkey, rename_passkey},
    support::{Support, Unsupported, use_support},
};
use crate::{
    accounts::{AccountDraft, Desk, Saved, WholeProblem},
    data::{scalars::DateTime, schema},
    i18n::{use_language, use_locale},
    paths, text,
    ui::{Field, Seal, Trouble, fields_of, focus_soon},
};
use leptos::{ev::SubmitEvent, prelude::*, task::spawn_local};
use shared::{format::date, passkeys::PasskeyName};
use std::{future::Future, pin::Pin};

/// The field of the password that confirms who it is.
const PASSWORD: &str = "confirmPassword";

#[derive(cynic::QueryFragment)]
#[cynic(graphql_type = "Passkey")]
pub(crate) struct PasskeyFields {
    id: cynic::Id,
    name: String,
    backed_up: bool,
    created_at: DateTime,
    last_used_at: Option<DateTime>,
}

/// The section of the account's page.
#[component]
pub(crate) fn Passkeys(
    desk: Desk,
    passkeys: Vec<PasskeyFields>,
    has_password: bool,
    refused: AccountDraft,
) -> impl IntoView {
    let (lang, locale) = (use_language(), use_locale());
    let mine = refused.form.starts_with("passkey");
    let trouble: Trouble = RwSignal::new(if mine {
        refused.problems.iter().map(|(field, problem)| (field.clone(), problem.sentence(lang, locale))).collect()
    } else {
        Vec::new()
    });
    let none = passkeys.is_empty();
    let entries = passkeys.into_iter().map(|passkey| view! { <Entry desk passkey trouble /> }).collect_view();
    view! {
        <section class="account-part" aria-labelledby="passkeys-title">
            <h2 id="passkeys-title">{text!(lang, passkeys.title)}</h2>
            <p class="fine">{text!(lang, passkeys.lead)}</p>
            <WholeProblem trouble />
            {none.then(|| view! { <p>{text!(lang, passkeys.none)}</p> })}
            <ul class="sessions">{entries}</ul>
            <Add desk trouble has_password />
        </section>
    }
    .sealed()
}

/// The way to add one, where that is possible. The password is asked for when the sign-in is no longer fresh.
#[component]
fn Add(desk: Desk, trouble: Trouble, has_password: bool) -> impl IntoView {
    let (lang, locale) = (use_language(), use_locale());
    let support = use_support();
    let confirming = RwSignal::new(false);
    let submit = move |event: SubmitEvent| {
        event.prevent_default();
        if desk.sending.get_untracked() {
            return;
        }
        let fields = fields_of(&event);
        let password = fields.into_iter().find(|(field, _)| field == PASSWORD).map(|(_, value)| value);
        let transport = desk.transport.get_value();
        desk.sending.set(true);
        trouble.set(Vec::new());
        spawn_local(async move {
            match add(&transport, &password.unwrap_or_default()).await {
                Ok(()) => desk.keep(Saved::PasskeyAdded),
                Err(PasskeyProblem::ConfirmationNeeded) if has_password => {
                    confirming.set(true);
                    focus_soon(PASSWORD);
                }
                Err(problem) => {
                    trouble.set(vec![(problem.field().to_owned(), problem.sentence(lang, locale))]);
                }
            }
            desk.sending.set(false);
        });
    };
    let password = move || {
        confirming.get().then(|| {
            view! {
                <Field
                    name=PASSWORD
                    label=text!(lang, passkeys.confirm_password)
                    trouble
                    kind="password"
                    autocomplete="current-password"
                />
            }
        })
    };
    let form = move || {
        support.with(|support| *support == Support::Ready).then(|| {
            view! {
                <form novalidate=true on:submit=submit>
                    {password}
                    <button class="button" type="submit" aria-disabled=move || desk.sending.get().then_some("true")>
                        {text!(lang, passkeys.add)}
                    </button>
                </form>
            }
        })
    };
    view! {
        <div class="passkey-add">
            {form}
            <Unsupported support path=paths::account(locale) />
        </div>
    }
    .sealed()
}

#[component]
fn Entry(desk: Desk, passkey: PasskeyFields, trouble: Trouble) -> impl IntoView {
    let (lang, locale) = (use_language(), use_locale());
    let PasskeyFields { id, name, backed_up, created_at, last_used_at } = passkey;
    let id = id.into_inner();
    let made = text!(lang, passkeys.made, date = date(created_at.timestamp(), locale));
    let used = match last_used_at {
        Some(used) => text!(lang, passkeys.used, date = date(used.timestamp(), locale)),
        None => text!(lang, passkeys.unused).to_owned(),
    };
    let label = text!(lang, passkeys.change_of, name = name.clone());
    let rename = {
        let id = id.clone();
        move |event: SubmitEvent| {
            event.prevent_default();
            let fields = fields_of(&event);
            let name = fields.into_iter().find(|(field, _)| field == "passkeyName").map(|(_, value)| value);
            let (transport, id) = (desk.transport.get_value(), id.clone());
            let change = async move { rename_passkey(&transport, &id, &name.unwrap_or_default()).await };
            run(desk, trouble, Saved::PasskeyRenamed, Box::pin(change), move |problem| problem.sentence(lang, locale));
        }
    };
    let remove = {
        let id = id.clone();
        move |event: SubmitEvent| {
            event.prevent_default();
            let (transport, id) = (desk.transport.get_value(), id.clone());
            let change = async move { remove_passkey(&transport, &id).await };
            run(desk, trouble, Saved::PasskeyRemoved, Box::pin(change), move |problem| problem.sentence(lang, locale));
        }
    };
    let field = format!("name-of-{id}");
    view! {
        <li>
            <div>
                <p>
                    <strong>{name.clone()}</strong> " "
                    {backed_up.then(|| view! { <span class="chip">{text!(lang, passkeys.backed_up)}</span> })}
                </p>
                <p class="fine">{made} " · " {used}</p>
            </div>
            <details class="passkey-change">
                <summary aria-label=label>{text!(lang, passkeys.change)}</summary>
                <form method="post" action=paths::account(locale) novalidate=true on:submit=rename>
                    <input type="hidden" name="form" value="passkey-name" />
                    <input type="hidden" name="passkey" value=id.clone() />
                    <div class="field">
                        <label for=field.clone()>{text!(lang, passkeys.name)}</label>
                        <input
                            id=field
                            name="passkeyName"
                            type="text"
                            value=name
                            autocomplete="off"
                            maxlength=PasskeyName::MAX.to_string()
                            aria-required="true"
                        />
                    </div>
                    <button class="button" type="submit">{text!(lang, passkeys.rename)}</button>
                </form>
                <form method="post" action=paths::account(locale) on:submit=remove>
                    <input type="hidden" name="form" value="passkey-remove" />
                    <input type="hidden" name="passkey" value=id />
                    <p class="fine">{text!(lang, passkeys.remove_text)}</p>
                    <button class="button" type="submit">{text!(lang, passkeys.remove)}</button>
                </form>
            </details>
        </li>
    }
    .sealed()
}

type Change = Pin<Box<dyn Future<Output = Result<(), PasskeyProblem>>>>;

/// Runs a change of the list and says what came of it.
fn run(
    desk: Desk,
    trouble: Trouble,
    saved: Saved,
    change: Change,
    sentence: impl Fn(PasskeyProblem) -> String + 'static,
) {
    if desk.sending.get_untracked() {
        return;
    }
    desk.sending.set(true);
    trouble.set(Vec::new());
    spawn_local(async move {
        match change.await {
            Ok(()) => desk.keep(saved),
            Err(problem) => trouble.set(vec![(String::new(), sentence(problem))]),
        }
        desk.sending.set(false);
    });
}
