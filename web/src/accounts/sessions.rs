//! Where an account is signed in.

use super::{
    account::{Desk, Saved},
    care::{end_everywhere, end_session},
};
use crate::{
    data::{scalars::DateTime, schema},
    i18n::{Language, use_language, use_locale},
    layout::{CartCount, use_cart_count, use_session},
    paths, text,
    ui::{Seal, fields_of},
};
use leptos::{ev::SubmitEvent, prelude::*, task::spawn_local};
use leptos_router::{NavigateOptions, hooks::use_navigate};
use shared::format::date;

#[derive(cynic::QueryFragment)]
#[cynic(graphql_type = "Session")]
pub(super) struct SessionFields {
    id: cynic::Id,
    browser: Option<String>,
    system: Option<String>,
    kind: SessionKind,
    current: bool,
    last_seen_at: DateTime,
}

#[derive(cynic::Enum, Clone, Copy, Debug, PartialEq, Eq)]
#[cynic(graphql_type = "SessionKind")]
enum SessionKind {
    Cookie,
    Bearer,
}

/// The list of sessions, each with the way to end it.
#[component]
pub(super) fn Sessions(desk: Desk, sessions: Vec<SessionFields>) -> impl IntoView {
    let (lang, locale) = (use_language(), use_locale());
    let (session, CartCount(count)) = (use_session(), use_cart_count());
    let navigate = use_navigate();
    let submit = move |event: SubmitEvent| {
        event.prevent_default();
        if desk.sending.get_untracked() {
            return;
        }
        let (transport, navigate) = (desk.transport.get_value(), navigate.clone());
        desk.sending.set(true);
        spawn_local(async move {
            if end_everywhere(&transport).await {
                count.set(None);
                session.refetch();
                let options = NavigateOptions { resolve: false, ..NavigateOptions::default() };
                navigate(&paths::sign_in(locale), options);
            }
            desk.sending.set(false);
        });
    };
    let entries = sessions.into_iter().map(|entry| view! { <SessionEntry desk entry /> }).collect_view();
    view! {
        <section class="account-part" aria-labelledby="sessions-title">
            <h2 id="sessions-title">{text!(lang, accounts.sessions_title)}</h2>
            <ul class="sessions">{entries}</ul>
            <form method="post" action=paths::account(locale) on:submit=submit>
                <input type="hidden" name="form" value="everywhere" />
                <p class="fine">{text!(lang, accounts.sessions_end_all_text)}</p>
                <button class="button" type="submit">{text!(lang, accounts.sessions_end_all)}</button>
            </form>
        </section>
    }
    .sealed()
}

#[component]
fn SessionEntry(desk: Desk, entry: SessionFields) -> impl IntoView {
    let (lang, locale) = (use_language(), use_locale());
    let SessionFields { id, browser, system, kind, current, last_seen_at } = entry;
    let device = device(lang, browser, system, kind);
    let seen = text!(lang, accounts.session_seen, date = date(last_seen_at.timestamp(), locale));
    let label = text!(lang, accounts.session_end_of, device = device.clone());
    let submit = move |event: SubmitEvent| {
        event.prevent_default();
        if desk.sending.get_untracked() {
            return;
        }
        let id = super::form::field_of(&fields_of(&event), "session");
        let transport = desk.transport.get_value();
        desk.sending.set(true);
        spawn_local(async move {
            // One that is gone already is as good as one that ends now.
            end_session(&transport, &id).await;
            desk.keep(Saved::Session);
            desk.sending.set(false);
        });
    };
    let end = (!current).then(|| {
        view! {
            <form method="post" action=paths::account(locale) on:submit=submit>
                <input type="hidden" name="form" value="session" />
                <input type="hidden" name="session" value=id.into_inner() />
                <button class="link" type="submit" aria-label=label>{text!(lang, accounts.session_end)}</button>
            </form>
        }
    });
    let mark = current.then(|| view! { <span class="chip">{text!(lang, accounts.session_current)}</span> });
    view! {
        <li>
            <div>
                <p><strong>{device}</strong> " " {mark}</p>
                <p class="fine">{seen}</p>
            </div>
            {end}
        </li>
    }
    .sealed()
}

/// What a device is called, as far as it says.
fn device(lang: Language, browser: Option<String>, system: Option<String>, kind: SessionKind) -> String {
    match (browser, system, kind) {
        (Some(browser), Some(system), _) => text!(lang, accounts.session_device, browser = browser, system = system),
        (Some(one), None, _) | (None, Some(one), _) => one,
        (None, None, SessionKind::Bearer) => text!(lang, accounts.session_app).to_owned(),
        (None, None, SessionKind::Cookie) => text!(lang, accounts.session_unknown).to_owned(),
    }
}
