//! The addresses of the visitor's account.

use super::{
    AddressFieldset, AddressText, BookProblem, SavedAddressFields, delete_address, make_default_address, one_line,
    save_address,
};
use crate::{
    accounts::{AccountNav, AccountPlace},
    checkout::{country_name, likely, problem_sentence},
    data::{Loaded, Query, schema, use_query, use_transport},
    i18n::{Language, use_language, use_locale},
    layout::use_announcer,
    page::go_to,
    paths, text,
    ui::{Head, Seal, Skeleton, Trouble, fields_of, focus_soon},
};
use cynic::QueryBuilder;
use leptos::{ev::SubmitEvent, prelude::*, task::spawn_local};
use leptos_router::{
    NavigateOptions,
    hooks::{use_navigate, use_query_map},
};
use serde::{Deserialize, Serialize};
use std::{future::Future, pin::Pin};

/// The id of the page's heading: where the focus goes after a change.
const TITLE_ID: &str = "addresses-title";

/// What a plain form brought that was refused: the host puts it into the context of the page with which it answers.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct AddressDraft {
    /// The entry that was to be changed.
    pub id: Option<String>,
    /// The fields as they were sent.
    pub text: AddressText,
    /// What stands in the way.
    pub problem: BookProblem,
}

#[derive(cynic::QueryFragment)]
#[cynic(graphql_type = "Query")]
struct AddressesQuery {
    me: Option<Owner>,
}

#[derive(cynic::QueryFragment)]
#[cynic(graphql_type = "Account")]
struct Owner {
    display_name: String,
    addresses: Vec<SavedAddressFields>,
}

/// `/account/addresses?edit=`
#[component]
pub fn AccountAddressesPage() -> impl IntoView {
    let (lang, locale) = (use_language(), use_locale());
    let query = use_query(|| AddressesQuery::build(()));
    let draft = SharedValue::new(use_context::<AddressDraft>).into_inner();
    view! {
        <Head title=text!(lang, addresses.title) description="" path="/account/addresses" />
        <Loaded
            query
            skeleton=|| view! { <Skeleton cards=2 /> }
            view=move |AddressesQuery { me }| match me {
                Some(owner) => view! { <Book owner query draft=draft.clone() /> }.sealed(),
                None => {
                    go_to(&paths::sign_in_then(locale, &paths::account_addresses(locale)));
                    ().into_any()
                }
            }
        />
    }
}

#[component]
fn Book(owner: Owner, query: Query<AddressesQuery>, draft: Option<AddressDraft>) -> impl IntoView {
    let (lang, locale, address) = (use_language(), use_locale(), use_query_map());
    let Owner { display_name, addresses } = owner;
    let empty = addresses.is_empty();
    let cards = addresses.iter().cloned().map(|saved| view! { <Card saved query /> }).collect_view();
    let entries = StoredValue::new(addresses);
    let form = move || {
        let asked = address.read().get("edit");
        let edited =
            asked.and_then(|id| entries.with_value(|all| all.iter().find(|one| one.id.inner() == id).cloned()));
        let blank = AddressText {
            name: display_name.clone(),
            country_code: likely(locale).to_owned(),
            ..AddressText::default()
        };
        let (id, text, problem) = match (draft.clone(), edited) {
            (Some(AddressDraft { id, text, problem }), _) => (id, text, Some(problem)),
            (None, Some(saved)) => (Some(saved.id.into_inner()), saved.address.into(), None),
            (None, None) => (None, blank, None),
        };
        view! { <AddressForm id text problem query /> }
    };
    view! {
        <div class="address-book">
            <h1 id=TITLE_ID tabindex="-1">{text!(lang, addresses.title)}</h1>
            <AccountNav here=AccountPlace::Addresses />
            {empty.then(|| view! { <p class="lead">{text!(lang, addresses.empty)}</p> })}
            <ul class="address-cards">{cards}</ul>
            {form}
        </div>
    }
    .sealed()
}

type Change = Pin<Box<dyn Future<Output = Result<(), BookProblem>>>>;

#[component]
fn Card(saved: SavedAddressFields, query: Query<AddressesQuery>) -> impl IntoView {
    let (lang, locale) = (use_language(), use_locale());
    let (transport, announcer) = (StoredValue::new(use_transport()), use_announcer());
    let refused = RwSignal::new(None::<&'static str>);
    let SavedAddressFields { id, address, is_default } = saved;
    let (id, line) = (id.into_inner(), one_line(&address));
    let run = move |change: Change, done: &'static str| {
        spawn_local(async move {
            match change.await {
                Ok(()) | Err(BookProblem::Gone) => {
                    announcer.say(done);
                    focus_soon(TITLE_ID);
                    query.refetch();
                }
                Err(problem) => refused.set(problem.sentence(lang)),
            }
        });
    };
    let delete = {
        let id = id.clone();
        move |event: SubmitEvent| {
            event.prevent_default();
            let (transport, id) = (transport.get_value(), id.clone());
            let change = async move { delete_address(&transport, &id).await };
            run(Box::pin(change), text!(lang, addresses.deleted));
        }
    };
    let make_default = {
        let id = id.clone();
        move |event: SubmitEvent| {
            event.prevent_default();
            let (transport, id) = (transport.get_value(), id.clone());
            let change = async move { make_default_address(&transport, &id).await };
            run(Box::pin(change), text!(lang, addresses.saved));
        }
    };
    let town = [address.postal_code.clone(), Some(address.city.clone()), address.region.clone()];
    let town = town.into_iter().flatten().collect::<Vec<_>>().join(" ");
    let country = country_name(lang, &address.country_code);
    let lines = [Some(address.name), Some(address.line1), address.line2, Some(town), Some(country), address.phone];
    let lines = lines.into_iter().flatten().map(|line| view! { <span>{line}</span> }).collect_view();
    view! {
        <li class="address-card">
            {is_default.then(|| view! { <p class="chip">{text!(lang, addresses.default)}</p> })}
            <address>{lines}</address>
            <div class="address-tools">
                <a
                    href=paths::account_address(locale, &id)
                    aria-label=text!(lang, addresses.edit_label, address = line.clone())
                >
                    {text!(lang, addresses.edit)}
                </a>
                {(!is_default).then(|| view! {
                    <form method="post" action=paths::account_address_default(locale, &id) on:submit=make_default>
                        <button
                            class="link"
                            type="submit"
                            aria-label=text!(lang, addresses.make_default_label, address = line.clone())
                        >
                            {text!(lang, addresses.make_default)}
                        </button>
                    </form>
                })}
                <form method="post" action=paths::account_address_removal(locale, &id) on:submit=delete>
                    <button
                        class="link"
                        type="submit"
                        aria-label=text!(lang, addresses.delete_label, address = line.clone())
                    >
                        {text!(lang, addresses.delete)}
                    </button>
                </form>
            </div>
            {move || refused.get().map(|sentence| view! { <p class="line-refusal" role="alert">{sentence}</p> })}
        </li>
    }
    .sealed()
}

/// What is wrong, as the fields show it.
fn at_fields(lang: Language, problem: Option<&BookProblem>) -> Vec<(String, String)> {
    match problem {
        Some(BookProblem::Fields(fields)) => {
            fields.iter().map(|(name, problem)| (name.clone(), problem_sentence(lang, *problem).to_owned())).collect()
        }
        _ => Vec::new(),
    }
}

#[component]
fn AddressForm(
    id: Option<String>,
    text: AddressText,
    problem: Option<BookProblem>,
    query: Query<AddressesQuery>,
) -> impl IntoView {
    let (lang, locale, navigate) = (use_language(), use_locale(), use_navigate());
    let (transport, announcer) = (StoredValue::new(use_transport()), use_announcer());
    let trouble: Trouble = RwSignal::new(at_fields(lang, problem.as_ref()));
    let whole = RwSignal::new(problem.and_then(|problem| problem.sentence(lang)));
    let editing = id.is_some();
    let hidden = id.clone().unwrap_or_default();
    let submit = move |event: SubmitEvent| {
        event.prevent_default();
        let mut text = AddressText::default();
        for (name, value) in fields_of(&event) {
            text.take(name, value);
        }
        let (transport, id, navigate) = (transport.get_value(), id.clone(), navigate.clone());
        spawn_local(async move {
            match save_address(&transport, id, &text).await {
                Ok(()) => {
                    announcer.say(text!(lang, addresses.saved));
                    focus_soon(TITLE_ID);
                    if editing {
                        let options = NavigateOptions { replace: true, resolve: false, ..NavigateOptions::default() };
                        navigate(&paths::account_addresses(locale), options);
                    }
                    query.refetch();
                }
                Err(problem) => {
                    trouble.set(at_fields(lang, Some(&problem)));
                    whole.set(problem.sentence(lang));
                }
            }
        });
    };
    let title = if editing { text!(lang, addresses.edit_title) } else { text!(lang, addresses.add_title) };
    let notice = move || {
        whole.get().map(|sentence| {
            view! {
                <div class="notice notice-failure" role="alert">
                    <h3>{text!(lang, addresses.problem_title)}</h3>
                    <p>{sentence}</p>
                </div>
            }
        })
    };
    view! {
        <section aria-labelledby="address-form-title">
            <h2 id="address-form-title" class="spaced">{title}</h2>
            {notice}
            <form method="post" action=paths::account_addresses(locale) novalidate=true on:submit=submit>
                <input type="hidden" name="id" value=hidden />
                <AddressFieldset text trouble />
                <button class="button primary" type="submit">{text!(lang, addresses.save)}</button>
                {editing.then(|| view! {
                    <p><a href=paths::account_addresses(locale)>{text!(lang, addresses.cancel)}</a></p>
                })}
            </form>
        </section>
    }
    .sealed()
}
