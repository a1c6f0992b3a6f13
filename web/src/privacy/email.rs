//! Another e-mail address: asking for it, confirming it, taking it back.
//!
//! The links of mails open a page, and a button does it: programs that look into mails follow links, too.

use super::confirm::ConfirmField;
use crate::{
    accounts::{
        AccountDraft, DemoOutbox,
        form::{WholeProblem, sentences, use_refused},
    },
    data::{Loaded, schema, use_query},
    i18n::{use_language, use_locale},
    page::go_to,
    paths, text,
    ui::{Field, Head, Seal, Skeleton},
};
use cynic::QueryBuilder;
use leptos::prelude::*;
use leptos_router::hooks::use_query_map;

#[derive(cynic::QueryFragment)]
#[cynic(graphql_type = "Query")]
struct EmailQuery {
    me: Option<Owner>,
}

#[derive(cynic::QueryFragment)]
#[cynic(graphql_type = "Account")]
struct Owner {
    email: String,
    is_shared: bool,
    has_password: bool,
}

/// `/account/email`, `/account/email?sent=1`
#[component]
pub(super) fn ChangeEmailPage() -> impl IntoView {
    let (lang, locale) = (use_language(), use_locale());
    let query = use_query(|| EmailQuery::build(()));
    let refused = StoredValue::new(use_refused());
    let sent = use_query_map().read_untracked().get("sent").is_some();
    view! {
        <Head title=text!(lang, privacy.email_title) description="" path="/account/email" />
        <div class="account-page">
            <h1>{text!(lang, privacy.email_title)}</h1>
            <Loaded
                query
                skeleton=|| view! { <Skeleton cards=1 /> }
                view=move |EmailQuery { me }| match me {
                    None => {
                        go_to(&paths::sign_in_then(locale, &paths::account_email(locale)));
                        ().into_any()
                    }
                    Some(_) if sent => view! { <Sent /> }.sealed(),
                    Some(Owner { is_shared: true, .. }) => view! { <SharedNotice /> }.sealed(),
                    Some(Owner { email, has_password, .. }) => {
                        view! { <ChangeForm email has_password refused=refused.get_value() /> }.sealed()
                    }
                }
            />
        </div>
    }
    .sealed()
}

#[component]
fn ChangeForm(email: String, has_password: bool, refused: AccountDraft) -> impl IntoView {
    let (lang, locale) = (use_language(), use_locale());
    let trouble = RwSignal::new(sentences(lang, locale, &refused.problems));
    view! {
        <p class="lead">{text!(lang, privacy.email_lead, email = email)}</p>
        <WholeProblem trouble />
        <form method="post" action=paths::account_email(locale) novalidate=true>
            <Field
                name="newEmail"
                label=text!(lang, privacy.email_new)
                value=refused.email
                trouble
                kind="email"
                autocomplete="email"
            />
            <ConfirmField has_password trouble />
            <button class="button primary wide" type="submit">{text!(lang, privacy.email_send)}</button>
        </form>
        <p><a href=paths::account_privacy(locale) rel="external">{text!(lang, privacy.back)}</a></p>
    }
    .sealed()
}

#[component]
fn Sent() -> impl IntoView {
    let (lang, locale) = (use_language(), use_locale());
    view! {
        <h2>{text!(lang, accounts.forgot_sent_title)}</h2>
        <p class="lead" role="status">{text!(lang, privacy.email_sent)}</p>
        <DemoOutbox />
        <p><a href=paths::account_email(locale) rel="external">{text!(lang, privacy.email_again)}</a></p>
    }
    .sealed()
}

/// Why a shared account stays as it is.
#[component]
pub(super) fn SharedNotice() -> impl IntoView {
    let (lang, locale) = (use_language(), use_locale());
    view! {
        <p class="notice notice-warning">{text!(lang, accounts.problem_shared)}</p>
        <p><a class="button" href=paths::sign_up(locale)>{text!(lang, accounts.sign_up)}</a></p>
        <p><a href=paths::account_privacy(locale) rel="external">{text!(lang, privacy.back)}</a></p>
    }
    .sealed()
}

#[derive(cynic::QueryFragment)]
#[cynic(graphql_type = "Query")]
struct VisitorQuery {
    me: Option<VisitorFields>,
}

#[derive(cynic::QueryFragment)]
#[cynic(graphql_type = "Account")]
struct VisitorFields {
    email: String,
}

/// `/account/confirm-email?token=`, `/account/confirm-email?done=1`
#[component]
pub(super) fn ConfirmEmailPage() -> impl IntoView {
    let (lang, locale) = (use_language(), use_locale());
    let query = use_query(|| VisitorQuery::build(()));
    let draft = StoredValue::new(use_refused());
    let address = use_query_map();
    let token = address.read_untracked().get("token").unwrap_or_default();
    let done = address.read_untracked().get("done").is_some();
    view! {
        <Head title=text!(lang, privacy.confirm_title) description="" path="/account/confirm-email" />
        <div class="account-page">
            <Loaded
                query
                view=move |VisitorQuery { me }| match me {
                    None => {
                        let here = format!("{}?token={}", paths::confirm_email(locale), paths::encode(&token));
                        go_to(&paths::sign_in_then(locale, &here));
                        ().into_any()
                    }
                    Some(VisitorFields { email }) if done => {
                        view! {
                            <h1>{text!(lang, privacy.confirmed_title)}</h1>
                            <p class="lead" role="status">{text!(lang, privacy.confirmed, email = email)}</p>
                            <p><a class="button" href=paths::account(locale)>{text!(lang, accounts.account_link)}</a></p>
                        }
                        .sealed()
                    }
                    Some(_) => {
                        view! {
                            <TokenForm
                                draft=draft.get_value()
                                token=token.clone()
                                action=paths::confirm_email(locale)
                                title=text!(lang, privacy.confirm_title)
                                lead=text!(lang, privacy.confirm_lead)
                                button=text!(lang, privacy.confirm)
                            />
                        }
                        .sealed()
                    }
                }
            />
        </div>
    }
    .sealed()
}

/// `/account/undo-email?token=`, `/account/undo-email?done=1`
#[component]
pub(super) fn UndoEmailPage() -> impl IntoView {
    let (lang, locale) = (use_language(), use_locale());
    let draft = use_refused();
    let address = use_query_map();
    let token = address.read_untracked().get("token").unwrap_or_default();
    let content = if address.read_untracked().get("done").is_some() {
        view! {
            <h1>{text!(lang, privacy.undone_title)}</h1>
            <p class="lead" role="status">{text!(lang, privacy.undone)}</p>
            <DemoOutbox />
            <p><a class="button" href=paths::forgot_password(locale)>{text!(lang, privacy.undone_again)}</a></p>
        }
        .sealed()
    } else {
        view! {
            <TokenForm
                draft
                token
                action=paths::undo_email(locale)
                title=text!(lang, privacy.undo_title)
                lead=text!(lang, privacy.undo_lead)
                button=text!(lang, privacy.undo)
            />
        }
        .sealed()
    };
    view! {
        <Head title=text!(lang, privacy.undo_title) description="" path="/account/undo-email" />
        <div class="account-page">{content}</div>
    }
    .sealed()
}

/// One button that uses the token of a link up.
#[component]
fn TokenForm(
    draft: AccountDraft,
    token: String,
    action: String,
    title: &'static str,
    lead: &'static str,
    button: &'static str,
) -> impl IntoView {
    let (lang, locale) = (use_language(), use_locale());
    let trouble = RwSignal::new(sentences(lang, locale, &draft.problems));
    let token = if draft.token.is_empty() { token } else { draft.token };
    view! {
        <h1>{title}</h1>
        <p class="lead">{lead}</p>
        <WholeProblem trouble />
        <form method="post" action=action>
            <input type="hidden" name="token" value=token />
            <button class="button primary wide" type="submit">{button}</button>
        </form>
        <p><a href=paths::help_topic(locale, "contact")>{text!(lang, common.help_contact)}</a></p>
    }
    .sealed()
}
