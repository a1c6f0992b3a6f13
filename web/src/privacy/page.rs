//! What somebody allows, and what is kept about them: for guests the choices, for accounts all of it.

use super::{choices::ChoicesForm, export::ExportForm, send::ConsentFields};
use crate::{
    accounts::{AccountDraft, AccountNav, AccountPlace, form::use_refused},
    data::{Loaded, schema, use_query},
    i18n::{Language, use_language, use_locale},
    paths, text,
    ui::{Head, Seal, Skeleton},
};
use cynic::QueryBuilder;
use leptos::prelude::*;
use leptos_router::hooks::use_query_map;

#[derive(cynic::QueryFragment)]
#[cynic(graphql_type = "Query")]
struct PrivacyQuery {
    me: Option<Owner>,
    consents: Vec<ConsentFields>,
}

#[derive(cynic::QueryFragment)]
#[cynic(graphql_type = "Account")]
struct Owner {
    email: String,
    has_password: bool,
}

/// `/account/privacy?saved=choices`, `/account/privacy?problem=wording`
#[component]
pub(super) fn PrivacyPage() -> impl IntoView {
    let lang = use_language();
    let query = use_query(|| PrivacyQuery::build(()));
    let refused = StoredValue::new(use_refused());
    let address = use_query_map();
    let notice = notice(lang, address.read_untracked().get("saved"), address.read_untracked().get("problem"));
    view! {
        <Head title=text!(lang, privacy.title) description="" path="/account/privacy" />
        <h1>{text!(lang, privacy.title)}</h1>
        <p class="lead">{text!(lang, privacy.lead)}</p>
        {notice}
        <Loaded
            query
            skeleton=|| view! { <Skeleton cards=2 /> }
            view=move |PrivacyQuery { me, consents }| {
                view! {
                    <div class="own-account">
                        {me.is_some().then(|| view! { <AccountNav here=AccountPlace::Privacy /> })}
                        <ChoicesForm consents signed_in=me.is_some() />
                        <TasteLink />
                        {match me {
                            Some(Owner { email, has_password }) => {
                                view! { <OwnData email has_password refused=refused.get_value() /> }.sealed()
                            }
                            None => view! { <Guests /> }.sealed(),
                        }}
                    </div>
                }
                .sealed()
            }
        />
    }
    .sealed()
}

/// What became of the form that led here.
fn notice(lang: Language, saved: Option<String>, problem: Option<String>) -> Option<AnyView> {
    match (saved.as_deref(), problem.as_deref()) {
        (Some(_), _) => Some(view! { <p class="notice" role="status">{text!(lang, privacy.saved)}</p> }.sealed()),
        (None, Some("wording")) => {
            Some(view! { <p class="notice notice-warning" role="alert">{text!(lang, privacy.outdated)}</p> }.sealed())
        }
        (None, Some(_)) => Some(
            view! { <p class="notice notice-failure" role="alert">{text!(lang, accounts.problem_again)}</p> }.sealed(),
        ),
        (None, None) => None,
    }
}

/// The way to what is known of their taste.
#[component]
fn TasteLink() -> impl IntoView {
    let (lang, locale) = (use_language(), use_locale());
    view! {
        <section class="account-part" aria-labelledby="taste-title">
            <h2 id="taste-title">{text!(lang, recommendations.taste_title)}</h2>
            <p>{text!(lang, recommendations.taste_short)}</p>
            <p>
                <a href=paths::account_taste(locale) rel="external">{text!(lang, recommendations.taste_link)}</a>
            </p>
        </section>
    }
    .sealed()
}

#[component]
fn OwnData(email: String, has_password: bool, refused: AccountDraft) -> impl IntoView {
    let (lang, locale) = (use_language(), use_locale());
    view! {
        <section class="account-part" aria-labelledby="address-title">
            <h2 id="address-title">{text!(lang, accounts.address_title)}</h2>
            <p class="own-address">{email}</p>
            <p><a href=paths::account_email(locale) rel="external">{text!(lang, privacy.email_title)}</a></p>
        </section>
        <ExportForm has_password refused />
        <section class="account-part" aria-labelledby="deletion-title">
            <h2 id="deletion-title">{text!(lang, privacy.deletion_title)}</h2>
            <p>{text!(lang, privacy.deletion_short)}</p>
            <p><a href=paths::account_deletion(locale) rel="external">{text!(lang, privacy.deletion_link)}</a></p>
        </section>
    }
    .sealed()
}

/// What guests are told of the rest.
#[component]
fn Guests() -> impl IntoView {
    let (lang, locale) = (use_language(), use_locale());
    let sign_in = paths::sign_in_then(locale, &paths::account_privacy(locale));
    view! {
        <section class="account-part" aria-labelledby="guests-title">
            <h2 id="guests-title">{text!(lang, privacy.guests_title)}</h2>
            <p>{text!(lang, privacy.guests_text)}</p>
            <p class="links">
                <a href=sign_in>{text!(lang, common.sign_in)}</a>
                " · "
                <a href=paths::help_topic(locale, "privacy")>{text!(lang, privacy.help_link)}</a>
            </p>
        </section>
    }
    .sealed()
}
