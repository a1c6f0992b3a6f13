//! Searching the catalogue.

mod suggestions;

use crate::{
    catalog::{Choice, Listing, ListingFields, ProductFilter, ProductSort},
    data::{Loaded, schema, use_query},
    i18n::{use_language, use_locale},
    layout::{Session, use_session},
    paths,
    saved_searches::SaveSearch,
    text,
    ui::{Head, Seal, Skeleton},
};
use cynic::QueryBuilder;
use leptos::prelude::*;
use leptos_router::hooks::use_query_map;

pub(crate) use suggestions::{SuggestedProduct, SuggestionFields, SuggestionQuery, SuggestionVariables};
pub use suggestions::{Suggestions, SuggestionsProps};

#[derive(cynic::QueryVariables)]
struct SearchVariables {
    search: Option<String>,
    filter: ProductFilter,
    sort: Option<ProductSort>,
    first: Option<i32>,
    last: Option<i32>,
    after: Option<String>,
    before: Option<String>,
}

#[derive(cynic::QueryFragment)]
#[cynic(graphql_type = "Query", variables = "SearchVariables")]
struct SearchQuery {
    #[arguments(search: $search, filter: $filter, sort: $sort, first: $first, last: $last, after: $after, before: $before)]
    products: ListingFields,
}

/// `/search?q=…`; without a text it lists everything.
#[component]
pub fn SearchPage() -> impl IntoView {
    let query = use_query_map();
    let choice = Memo::new(move |_| Choice::from_query(&query.read()));
    let data = use_query(move || {
        let choice = choice.get();
        let (first, last) = choice.window();
        let own_sort = if choice.text.is_empty() { ProductSort::Newest } else { ProductSort::Relevance };
        SearchQuery::build(SearchVariables {
            filter: choice.filter(),
            sort: choice.sort.or(Some(own_sort)),
            first,
            last,
            search: Some(choice.text).filter(|text| !text.is_empty()),
            after: choice.after,
            before: choice.before,
        })
    });
    let view = move |SearchQuery { products }| {
        let choice = choice.get_untracked();
        view! { <SearchView products choice /> }.sealed()
    };
    view! { <Loaded query=data skeleton=|| view! { <Skeleton cards=12 /> } view /> }
}

#[component]
fn SearchView(products: ListingFields, choice: Choice) -> impl IntoView {
    let (lang, locale) = (use_language(), use_locale());
    let nothing = products.nodes.is_empty() && choice.after.is_none() && choice.before.is_none();
    let title = match choice.text.as_str() {
        "" => text!(lang, search.everything).to_owned(),
        text if nothing => text!(lang, search.nothing_for, text = text.to_owned()),
        text => text!(lang, search.results_for, text = text.to_owned()),
    };
    let notes = notes(&products, &choice.text);
    let path = paths::search(locale);
    // What asks for nothing would find everything.
    let worth_keeping = !choice.text.is_empty() || choice.is_narrowed();
    let save = worth_keeping.then(|| view! { <SaveSearch address=choice.from_start().to_query() /> });
    let body = if nothing {
        view! { <NothingFound choice /> }.sealed()
    } else {
        view! { <Listing listing=products choice path /> }.sealed()
    };
    view! {
        <Head title=title.clone() description="" path="/search" />
        <div class="listing-head">
            <h1>{title}</h1>
            {notes}
            {save}
        </div>
        {body}
    }
    .sealed()
}

/// How the search was understood, and what else may have been meant.
fn notes(products: &ListingFields, asked: &str) -> impl IntoView + use<> {
    let (lang, locale) = (use_language(), use_locale());
    let found = !products.nodes.is_empty();
    let mended = products.corrected_search.clone().filter(|_| found);
    let suggested = products.suggested_search.clone().filter(|other| other != asked);
    let (relaxed, personalised) = (products.search_relaxed && found, products.personalised);
    let other = suggested.map(|text| {
        let href = paths::search_for(locale, &text);
        view! { <p class="lead">{text!(lang, search.meant)} " " <a href=href>{text}</a></p> }
    });
    view! {
        {mended.map(|mended| view! { <p class="lead">{text!(lang, search.mended, text = mended)}</p> })}
        {relaxed.then(|| view! { <p class="lead">{text!(lang, search.relaxed)}</p> })}
        {other}
        {personalised
            .then(|| {
                view! {
                    <p class="fine">
                        {text!(lang, search.personalised)} " "
                        <a href=paths::account_taste(locale)>{text!(lang, search.taste)}</a>
                    </p>
                }
            })}
    }
    .sealed()
}

/// What to do when nothing was found.
#[component]
fn NothingFound(choice: Choice) -> impl IntoView {
    let (lang, locale) = (use_language(), use_locale());
    let path = paths::search(locale);
    let widened = choice.is_narrowed().then(|| format!("{path}{}", choice.widened().to_query()));
    let text = choice.text.clone();
    let categories = move |Session { categories, .. }: Session| {
        let links = categories
            .into_iter()
            .map(|category| view! { <li><a href=paths::category(locale, &category.slug)>{category.name}</a></li> })
            .collect_view();
        view! { <ul class="chips">{links}</ul> }.sealed()
    };
    view! {
        <section class="nothing">
            <p class="lead">{text!(lang, search.nothing)}</p>
            {widened.map(|href| view! { <p><a class="button" href=href>{text!(lang, search.without_filters)}</a></p> })}
            {(!text.is_empty()).then(|| view! { <Suggestions text /> })}
            <h2>{text!(lang, search.browse)}</h2>
            <crate::data::Loaded query=use_session() view=categories />
        </section>
    }
    .sealed()
}
