//! What the search offers: beside an empty result here, under the search field while somebody types.

use crate::{
    data::{ImageFields, Loaded, MoneyRangeFields, schema, use_query},
    i18n::{use_language, use_locale},
    paths, text,
    ui::Seal,
};
use cynic::QueryBuilder;
use leptos::prelude::*;

/// The text so far.
#[derive(cynic::QueryVariables)]
pub(crate) struct SuggestionVariables {
    pub(crate) text: String,
}

/// What fits it.
#[derive(cynic::QueryFragment, Clone)]
#[cynic(graphql_type = "Query", variables = "SuggestionVariables")]
pub(crate) struct SuggestionQuery {
    #[arguments(text: $text, first: 5)]
    pub(crate) search_suggestions: SuggestionFields,
}

#[derive(cynic::QueryFragment, Clone)]
#[cynic(graphql_type = "SearchSuggestions")]
pub(crate) struct SuggestionFields {
    pub(crate) phrases: Vec<String>,
    pub(crate) products: Vec<SuggestedProduct>,
    pub(crate) categories: Vec<SuggestedCategory>,
    pub(crate) shops: Vec<SuggestedShop>,
}

#[derive(cynic::QueryFragment, Clone)]
#[cynic(graphql_type = "Product")]
pub(crate) struct SuggestedProduct {
    pub(crate) slug: String,
    pub(crate) title: String,
    pub(crate) image: Option<ImageFields>,
    pub(crate) price_range: MoneyRangeFields,
}

#[derive(cynic::QueryFragment, Clone)]
#[cynic(graphql_type = "Category")]
pub(crate) struct SuggestedCategory {
    pub(crate) slug: String,
    pub(crate) name: String,
}

#[derive(cynic::QueryFragment, Clone)]
#[cynic(graphql_type = "Shop")]
pub(crate) struct SuggestedShop {
    pub(crate) slug: String,
    pub(crate) name: String,
}

/// Links to what comes close to a text that found nothing.
#[component]
pub fn Suggestions(
    /// The text.
    text: String,
) -> impl IntoView {
    let (lang, locale) = (use_language(), use_locale());
    let query = use_query(move || SuggestionQuery::build(SuggestionVariables { text: text.clone() }));
    let view = move |SuggestionQuery { search_suggestions }| {
        let SuggestionFields { phrases, products, categories, shops } = search_suggestions;
        let links = phrases
            .into_iter()
            .map(|phrase| (paths::search_for(locale, &phrase), phrase))
            .chain(products.into_iter().map(|product| (paths::product(locale, &product.slug), product.title)))
            .chain(categories.into_iter().map(|category| (paths::category(locale, &category.slug), category.name)))
            .chain(shops.into_iter().map(|shop| (paths::shop(locale, &shop.slug), shop.name)))
            .map(|(href, name)| view! { <li><a href=href>{name}</a></li> })
            .collect::<Vec<_>>();
        (!links.is_empty())
            .then(|| {
                view! {
                    <h2>{text!(lang, search.close)}</h2>
                    <ul class="chips">{links}</ul>
                }
            })
            .sealed()
    };
    view! { <Loaded query view /> }
}
