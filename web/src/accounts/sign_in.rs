//! Signing in.

use super::{
    form::{WholeProblem, field_of, sentences, use_arrival, use_draft},
    session::sign_in,
    sign_out::SignOut,
};
use crate::{
    data::{Loaded, schema, use_query, use_transport},
    i18n::{Language, use_language, use_locale},
    passkeys::PasskeySignIn,
    paths, text,
    ui::{Field, Head, Seal, Skeleton, fields_of},
};
use cynic::QueryBuilder;
use leptos::{ev::SubmitEvent, prelude::*, task::spawn_local};
use leptos_router::hooks::use_query_map;

#[derive(cynic::QueryFragment, Clone, Debug, PartialEq)]
#[cynic(graphql_type = "Query")]
struct SignInQuery {
    site: DemoSite,
    me: Option<AlreadyIn>,
}

#[derive(cynic::QueryFragment, Clone, Debug, PartialEq)]
#[cynic(graphql_type = "Site")]
struct DemoSite {
    demo_accounts: Vec<DemoAccount>,
}

#[derive(cynic::QueryFragment, Clone, Debug, PartialEq)]
#[cynic(graphql_type = "DemoAccount")]
struct DemoAccount {
    email: String,
    password: String,
    display_name: String,
    role: String,
}

#[derive(cynic::QueryFragment, Clone, Debug, PartialEq)]
#[cynic(graphql_type = "Account")]
struct AlreadyIn {
    display_name: String,
}

/// `/sign-in?return=&notice=`
#[component]
pub fn SignInPage() -> impl IntoView {
    let (lang, locale) = (use_language(), use_locale());
    let query = use_query(|| SignInQuery::build(()));
    let (draft, back) = use_draft();
    view! {
        <Head title=text!(lang, common.sign_in) description="" path="/sign-in" />
        <Loaded
            query
            skeleton=|| view! { <Skeleton cards=1 /> }
            view=move |SignInQuery { site, me }| match me {
                Some(me) => view! {
                    <section class="account-page">
                        <h1>{text!(lang, accounts.already_title)}</h1>
                        <p>{text!(lang, common.signed_in_as, name = me.display_name)}</p>
                        <p><a class="button" href=paths::account_orders(locale)>{text!(lang, common.account)}</a></p>
                        <SignOut />
                    </section>
                }
                .sealed(),
                None => {
                    let (email, back) = (draft.email.clone(), back.clone());
                    let problems = sentences(lang, locale, &draft.problems);
                    view! { <SignInForm email back problems accounts=site.demo_accounts /> }.sealed()
                }
            }
        />
    }
}

#[component]
fn SignInForm(
    email: String,
    back: String,
    problems: Vec<(String, String)>,
    accounts: Vec<DemoAccount>,
) -> impl IntoView {
    let (lang, locale) = (use_language(), use_locale());
    // A link with `as` fills the form in without script, too.
    let address = use_query_map();
    let asked = address.read_untracked().get("as").unwrap_or_default();
    let is_reset = address.read_untracked().get("notice").is_some();
    let demo = accounts.iter().find(|account| account.email == asked);
    let password = RwSignal::new(demo.map(|account| account.password.clone()).unwrap_or_default());
    let email = RwSignal::new(demo.map_or(email, |account| account.email.clone()));
    let trouble = RwSignal::new(problems);
    let sending = RwSignal::new(false);
    let (transport, arrive) = (StoredValue::new(use_transport()), use_arrival(back.clone()));
    let passkey_arrive = arrive.clone();
    let submit = move |event: SubmitEvent| {
        event.prevent_default();
        if sending.get_untracked() {
            return;
        }
        let fields = fields_of(&event);
        let (email, password) = (field_of(&fields, "email"), field_of(&fields, "password"));
        let (transport, arrive) = (transport.get_value(), arrive.clone());
        sending.set(true);
        spawn_local(async move {
            match sign_in(&transport, &email, &password).await {
                Ok(()) => arrive(),
                Err(problems) => {
                    trouble.set(sentences(lang, locale, &problems));
                    sending.set(false);
                }
            }
        });
    };
    let sign_up = format!("{}?return={}", paths::sign_up(locale), paths::encode(&back));
    let demo_list =
        (!accounts.is_empty()).then(|| view! { <DemoAccounts accounts back=back.clone() email password /> });
    view! {
        <div class="account-page">
            <h1>{text!(lang, common.sign_in)}</h1>
            {is_reset.then(|| view! { <p class="notice" role="status">{text!(lang, accounts.reset_done)}</p> })}
            <WholeProblem trouble />
            <form method="post" action=paths::sign_in(locale) novalidate=true on:submit=submit>
                <input type="hidden" name="return" value=back />
                <Field
                    name="email"
                    label=text!(lang, checkout.email)
                    value=email
                    trouble
                    kind="email"
                    autocomplete="username webauthn"
                    max=254
                />
                <Field
                    name="password"
                    label=text!(lang, accounts.password)
                    value=password
                    trouble
                    kind="password"
                    autocomplete="current-password"
                />
                <button
                    class="button primary wide"
                    type="submit"
                    aria-disabled=move || sending.get().then_some("true")
                >
                    {text!(lang, common.sign_in)}
                </button>
            </form>
            <PasskeySignIn arrive=passkey_arrive />
            <p><a href=paths::forgot_password(locale)>{text!(lang, accounts.forgot)}</a></p>
            <p>{text!(lang, accounts.no_account)} " " <a href=sign_up>{text!(lang, accounts.sign_up)}</a></p>
            {demo_list}
        </div>
    }
    .sealed()
}

/// The accounts of a demonstration: one press fills the form in.
#[component]
fn DemoAccounts(
    accounts: Vec<DemoAccount>,
    back: String,
    email: RwSignal<String>,
    password: RwSignal<String>,
) -> impl IntoView {
    let (lang, locale) = (use_language(), use_locale());
    let entries = accounts
        .into_iter()
        .map(|account| {
            let href = format!(
                "{}?as={}&return={}",
                paths::sign_in(locale),
                paths::encode(&account.email),
                paths::encode(&back)
            );
            let DemoAccount { email: address, password: secret, display_name, role } = account;
            let filled = address.clone();
            let fill = move |event: leptos::ev::MouseEvent| {
                event.prevent_default();
                // Set anew even when it is the same: somebody may have typed over it.
                email.set(String::new());
                password.set(String::new());
                let (filled, secret) = (filled.clone(), secret.clone());
                request_animation_frame(move || {
                    email.set(filled);
                    password.set(secret);
                });
            };
            view! {
                <li>
                    <a class="demo-account" href=href rel="external" on:click=fill>
                        <strong>{display_name}</strong>
                        <span class="fine">{role_name(lang, role)}</span>
                        <span class="fine">{address}</span>
                    </a>
                </li>
            }
        })
        .collect_view();
    view! {
        <section class="demo-accounts" aria-labelledby="demo-title">
            <h2 id="demo-title">{text!(lang, accounts.demo_title)}</h2>
            <p class="fine">{text!(lang, accounts.demo_text)}</p>
            <ul>{entries}</ul>
        </section>
    }
    .sealed()
}

/// What a demo account may do, in the page's language; words that the page does not know stay as they are.
fn role_name(lang: Language, role: String) -> String {
    match role.as_str() {
        "shopper" => text!(lang, accounts.role_shopper).to_owned(),
        "owner" => text!(lang, accounts.role_owner).to_owned(),
        "moderator" => text!(lang, accounts.role_moderator).to_owned(),
        "admin" => text!(lang, accounts.role_admin).to_owned(),
        _ => role,
    }
}
