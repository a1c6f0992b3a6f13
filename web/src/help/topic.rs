//! A topic of the help centre.

use super::contact::{ChannelFields, Channels};
use crate::{
    catalog::breadcrumb_list,
    data::{Loaded, schema, use_query},
    i18n::{use_language, use_locale},
    layout::NotFound,
    page::use_page,
    paths, text,
    ui::{Breadcrumbs, Crumb, Head, JsonLd, Seal, Skeleton},
};
use cynic::QueryBuilder;
use leptos::prelude::*;
use leptos_router::hooks::use_params_map;

/// The topic beside whose text the ways to reach people stand.
const CONTACT: &str = "contact";

#[derive(cynic::QueryVariables)]
struct TopicVariables {
    slug: String,
}

#[derive(cynic::QueryFragment)]
#[cynic(graphql_type = "Query", variables = "TopicVariables")]
struct TopicQuery {
    #[arguments(slug: $slug)]
    help_topic: Option<TopicFields>,
    help_topics: Vec<TopicName>,
    site: SiteFields,
}

#[derive(cynic::QueryFragment)]
#[cynic(graphql_type = "HelpTopic")]
struct TopicFields {
    slug: String,
    title: String,
    summary: String,
    body: String,
}

#[derive(cynic::QueryFragment)]
#[cynic(graphql_type = "HelpTopic")]
struct TopicName {
    slug: String,
    title: String,
}

#[derive(cynic::QueryFragment)]
#[cynic(graphql_type = "Site")]
struct SiteFields {
    demo: bool,
    contact_channels: Vec<ChannelFields>,
}

/// `/help/:topic`
#[component]
pub fn HelpTopicPage() -> impl IntoView {
    let params = use_params_map();
    let slug = Memo::new(move |_| params.read().get("topic").unwrap_or_default());
    let query = use_query(move || TopicQuery::build(TopicVariables { slug: slug.get() }));
    let view = |TopicQuery { help_topic, help_topics, site }| match help_topic {
        Some(topic) => view! { <TopicView topic others=help_topics site /> }.sealed(),
        None => view! { <NotFound /> }.sealed(),
    };
    view! { <Loaded query skeleton=|| view! { <Skeleton cards=2 /> } view /> }
}

#[component]
fn TopicView(topic: TopicFields, others: Vec<TopicName>, site: SiteFields) -> impl IntoView {
    let (lang, locale) = (use_language(), use_locale());
    let TopicFields { slug, title, summary, body } = topic;
    let crumbs = vec![Crumb { name: text!(lang, help.title).to_owned(), path: paths::help(locale) }];
    let mut trail = crumbs.clone();
    trail.push(Crumb { name: title.clone(), path: paths::help_topic(locale, &slug) });
    let origin = use_page().origin;
    let channels = (slug == CONTACT).then(|| view! { <Channels channels=site.contact_channels demo=site.demo /> });
    let here = slug.clone();
    let others = others
        .into_iter()
        .map(|TopicName { slug, title }| {
            let current = (slug == here).then_some("page");
            view! { <li><a href=paths::help_topic(locale, &slug) aria-current=current>{title}</a></li> }
        })
        .collect_view();
    view! {
        <Head title=title.clone() description=summary.clone() path=format!("/help/{slug}") />
        <JsonLd data=move || breadcrumb_list(&origin, trail.into_iter()) />
        <Breadcrumbs crumbs />
        <div class="help-topic">
            <article>
                <h1>{title}</h1>
                <p class="lead">{summary}</p>
                {channels}
                <div class="prose" inner_html=body></div>
            </article>
            <nav aria-labelledby="help-others">
                <h2 id="help-others">{text!(lang, help.others)}</h2>
                <ul>{others}</ul>
            </nav>
        </div>
    }
    .sealed()
}
