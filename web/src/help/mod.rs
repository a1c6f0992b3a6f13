//! The help centre: its front page with a search, and its topics.

mod contact;
mod topic;

pub use topic::HelpTopicPage;

use crate::{
    data::{Loaded, schema, use_query},
    i18n::{use_language, use_locale},
    paths,
    policies::ShopPolicyKind,
    text,
    ui::{Head, Seal, Skeleton, submit_as_query},
};
use cynic::QueryBuilder;
use leptos::prelude::*;
use leptos_router::hooks::{use_navigate, use_query_map};

#[derive(cynic::QueryVariables)]
struct HelpVariables {
    search: Option<String>,
}

#[derive(cynic::QueryFragment)]
#[cynic(graphql_type = "Query", variables = "HelpVariables")]
struct HelpQuery {
    #[arguments(search: $search)]
    help_topics: Vec<TopicCard>,
    #[arguments(search: $search)]
    shop_policies: Vec<PolicyCard>,
}

/// A policy of a shop that speaks of what was searched for.
#[derive(cynic::QueryFragment, Clone)]
#[cynic(graphql_type = "ShopPolicy")]
struct PolicyCard {
    kind: ShopPolicyKind,
    shop: PolicyShop,
    excerpt: String,
}

#[derive(cynic::QueryFragment, Clone)]
#[cynic(graphql_type = "Shop")]
struct PolicyShop {
    slug: String,
    name: String,
}

/// A topic as a list shows it.
#[derive(cynic::QueryFragment, Clone)]
#[cynic(graphql_type = "HelpTopic")]
struct TopicCard {
    slug: String,
    title: String,
    summary: String,
}

/// `/help?q=…`
#[component]
pub fn HelpPage() -> impl IntoView {
    let query = use_query_map();
    let asked = Memo::new(move |_| query.read().get("q").map(|text| text.trim().to_owned()).unwrap_or_default());
    let data = use_query(move || {
        let search = Some(asked.get()).filter(|text| !text.is_empty());
        HelpQuery::build(HelpVariables { search })
    });
    let view = move |HelpQuery { help_topics, shop_policies }| {
        let asked = asked.get_untracked();
        view! { <HelpView topics=help_topics policies=shop_policies asked /> }.sealed()
    };
    view! { <Loaded query=data skeleton=|| view! { <Skeleton cards=4 /> } view /> }
}

#[component]
fn HelpView(topics: Vec<TopicCard>, policies: Vec<PolicyCard>, asked: String) -> impl IntoView {
    let (lang, locale) = (use_language(), use_locale());
    // What somebody searched for is nobody else's page.
    let description = if asked.is_empty() { text!(lang, help.description) } else { "" };
    let heading = if asked.is_empty() {
        text!(lang, help.topics).to_owned()
    } else {
        text!(lang, help.results, text = asked.clone())
    };
    let body = if topics.is_empty() && !policies.is_empty() {
        // The shops speak of it: nobody needs a list of everything else.
        ().into_any()
    } else if topics.is_empty() {
        view! { <NothingFound asked=asked.clone() /> }.sealed()
    } else {
        view! { <h2>{heading}</h2><TopicList topics /> }.sealed()
    };
    view! {
        <Head title=text!(lang, help.title) description path="/help" />
        <div class="help-head">
            <h1>{text!(lang, help.title)}</h1>
            <p class="lead">{text!(lang, help.lead)}</p>
            <HelpSearch asked />
        </div>
        <section class="help-topics">{body}</section>
        {(!policies.is_empty()).then(|| view! { <PolicyList policies /> })}
        <aside class="notice help-more">
            <h2>{text!(lang, help.more)}</h2>
            <p>
                {text!(lang, help.more_text)}
                " "
                <a href=paths::help_topic(locale, "contact")>{text!(lang, help.contact_link)}</a>
            </p>
        </aside>
    }
    .sealed()
}

/// A form of its own address; with JavaScript it only changes the address's query.
#[component]
fn HelpSearch(asked: String) -> impl IntoView {
    let (lang, locale) = (use_language(), use_locale());
    let path = paths::help(locale);
    let (action, navigate) = (path.clone(), use_navigate());
    view! {
        <form class="help-search" role="search" action=action on:submit=move |event| {
            submit_as_query(&event, &path, &navigate);
        }>
            <label class="visually-hidden" for="help-text">{text!(lang, help.search)}</label>
            <input id="help-text" type="search" name="q" value=asked maxlength="200" enterkeyhint="search" placeholder=text!(lang, help.search) />
            <button class="button" type="submit">{text!(lang, help.search_button)}</button>
        </form>
    }
    .sealed()
}

#[component]
fn TopicList(topics: Vec<TopicCard>) -> impl IntoView {
    let locale = use_locale();
    let items = topics
        .into_iter()
        .map(|TopicCard { slug, title, summary }| {
            view! {
                <li>
                    <h3><a href=paths::help_topic(locale, &slug)>{title}</a></h3>
                    <p>{summary}</p>
                </li>
            }
        })
        .collect_view();
    view! { <ul class="help-list">{items}</ul> }.sealed()
}

/// What shops say of it.
#[component]
fn PolicyList(policies: Vec<PolicyCard>) -> impl IntoView {
    let (lang, locale) = (use_language(), use_locale());
    let items = policies
        .into_iter()
        .map(|PolicyCard { kind, shop, excerpt }| {
            let href = format!("{}#{}", paths::shop_policies(locale, &shop.slug), kind.anchor());
            let title = text!(lang, help.policy_of, shop = shop.name, about = kind.title(lang));
            view! {
                <li>
                    <h3><a href=href>{title}</a></h3>
                    <p>{excerpt}</p>
                </li>
            }
        })
        .collect_view();
    view! {
        <section class="help-topics" aria-labelledby="help-policies">
            <h2 id="help-policies">{text!(lang, help.policies)}</h2>
            <ul class="help-list">{items}</ul>
        </section>
    }
    .sealed()
}

/// Nothing was found: then every topic is shown.
#[component]
fn NothingFound(asked: String) -> impl IntoView {
    let lang = use_language();
    let all = use_query(|| HelpQuery::build(HelpVariables { search: None }));
    let list = |HelpQuery { help_topics, .. }| view! { <TopicList topics=help_topics /> }.sealed();
    view! {
        <h2 class="help-nothing">{text!(lang, help.nothing, text = asked)}</h2>
        <Loaded query=all view=list />
    }
    .sealed()
}
