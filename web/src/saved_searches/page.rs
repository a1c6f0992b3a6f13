//! The searches that the visitor's account keeps.

use super::{
    fields::{Owner, SavedSearchesQuery},
    item::SavedSearchItem,
};
use crate::{
    accounts::{AccountNav, AccountPlace},
    data::{Loaded, use_query},
    i18n::{Language, use_language, use_locale},
    page::go_to,
    paths, text,
    ui::{Head, Seal, Skeleton},
};
use cynic::QueryBuilder;
use leptos::prelude::*;
use leptos_router::hooks::use_query_map;

/// `/account/searches?saved=deleted`, `/account/searches?problem=full`
#[component]
pub fn SavedSearchesPage() -> impl IntoView {
    let (lang, locale) = (use_language(), use_locale());
    let query = use_query(|| SavedSearchesQuery::build(()));
    let address = use_query_map();
    let (saved, problem) = (address.read_untracked().get("saved"), address.read_untracked().get("problem"));
    view! {
        <Head title=text!(lang, saved_searches.title) description="" path="/account/searches" />
        <Loaded
            query
            skeleton=|| view! { <Skeleton cards=2 /> }
            view=move |SavedSearchesQuery { me }| match me {
                Some(owner) => view! { <Searches owner saved=saved.clone() problem=problem.clone() /> }.sealed(),
                None => {
                    go_to(&paths::sign_in_then(locale, &paths::account_searches(locale)));
                    ().into_any()
                }
            }
        />
    }
}

#[component]
fn Searches(owner: Owner, saved: Option<String>, problem: Option<String>) -> impl IntoView {
    let (lang, locale) = (use_language(), use_locale());
    let Owner { saved_searches } = owner;
    let notice = notice(lang, saved.as_deref(), problem.as_deref());
    let list = if saved_searches.is_empty() {
        view! {
            <p class="lead">{text!(lang, saved_searches.empty)}</p>
            <p><a class="button" href=paths::search(locale)>{text!(lang, saved_searches.look)}</a></p>
        }
        .sealed()
    } else {
        let items = saved_searches.into_iter().map(|search| view! { <SavedSearchItem search /> }).collect_view();
        view! { <ul class="saved-searches">{items}</ul> }.sealed()
    };
    view! {
        <div class="own-account">
            <h1>{text!(lang, saved_searches.title)}</h1>
            <AccountNav here=AccountPlace::Searches />
            <p class="lead">{text!(lang, saved_searches.lead)}</p>
            {notice}
            {list}
        </div>
    }
    .sealed()
}

/// What became of the form that led here.
fn notice(lang: Language, saved: Option<&str>, problem: Option<&str>) -> Option<AnyView> {
    let bad = match problem {
        Some("full") => Some(text!(lang, saved_searches.full)),
        Some(_) => Some(text!(lang, saved_searches.failed)),
        None => None,
    };
    let good = match saved {
        Some("on") => Some(text!(lang, saved_searches.switched_on)),
        Some("off") => Some(text!(lang, saved_searches.switched_off)),
        Some("deleted") => Some(text!(lang, saved_searches.deleted)),
        Some(_) => Some(text!(lang, saved_searches.saved)),
        None => None,
    };
    match (bad, good) {
        (Some(said), _) => Some(view! { <p class="notice notice-failure" role="alert">{said}</p> }.sealed()),
        (None, Some(said)) => Some(view! { <p class="notice" role="status">{said}</p> }.sealed()),
        (None, None) => None,
    }
}
