//! A category's page.

use super::{
    choice::{Choice, ProductSort},
    query::{ListingFields, ProductFilter},
    view::Listing,
};
use crate::{
    data::{Loaded, schema, use_query},
    i18n::{use_language, use_locale},
    layout::NotFound,
    page::moved_to,
    paths, text,
    ui::{Breadcrumbs, Crumb, Head, JsonLd, Seal, Skeleton},
};
use cynic::QueryBuilder;
use leptos::prelude::*;
use leptos_router::hooks::{use_location, use_params_map};

#[derive(cynic::QueryVariables)]
struct CategoryVariables {
    slug: String,
    filter: ProductFilter,
    sort: Option<ProductSort>,
    first: Option<i32>,
    last: Option<i32>,
    after: Option<String>,
    before: Option<String>,
}

#[derive(cynic::QueryFragment)]
#[cynic(graphql_type = "Query", variables = "CategoryVariables")]
struct CategoryQuery {
    #[arguments(slug: $slug)]
    category: Option<CategoryFields>,
    #[arguments(filter: $filter, sort: $sort, first: $first, last: $last, after: $after, before: $before)]
    products: ListingFields,
}

#[derive(cynic::QueryFragment)]
#[cynic(graphql_type = "Category")]
struct CategoryFields {
    slug: String,
    name: String,
    ancestors: Vec<super::query::Named>,
    children: Vec<super::query::Named>,
}

/// `/c/:slug`
#[component]
pub fn CategoryPage() -> impl IntoView {
    let (params, here) = (use_params_map(), use_location());
    let slug = Memo::new(move |_| params.read().get("slug").unwrap_or_default());
    // The address itself is asked, since the router tells the page no new query where one category leads to another; and only
    // while it is this category's, since it is the next page's before this one is gone.
    let choice = Memo::new(move |before: Option<&Choice>| {
        let is_own = here.pathname.read().trim_end_matches('/').ends_with(&format!("/c/{}", slug.read()));
        match before.filter(|_| !is_own) {
            Some(before) => before.clone(),
            None => Choice::from_query(&here.query.read()),
        }
    });
    let data = use_query(move || {
        let (slug, choice) = (slug.get(), choice.get());
        let (first, last) = choice.window();
        CategoryQuery::build(CategoryVariables {
            filter: ProductFilter { category: Some(slug.clone()), ..choice.filter() },
            slug,
            sort: choice.sort.or(Some(ProductSort::Newest)),
            first,
            last,
            after: choice.after,
            before: choice.before,
        })
    });
    let view = move |CategoryQuery { category, products }| match category {
        Some(category) => {
            view! { <CategoryView category products asked=slug.get_untracked() choice=choice.get_untracked() /> }
                .sealed()
        }
        None => view! { <NotFound /> }.sealed(),
    };
    view! { <Loaded query=data skeleton=|| view! { <Skeleton cards=12 /> } view /> }
}

#[component]
fn CategoryView(category: CategoryFields, products: ListingFields, asked: String, choice: Choice) -> impl IntoView {
    let (lang, locale) = (use_language(), use_locale());
    let CategoryFields { slug, name, ancestors, children } = category;
    if slug != asked {
        moved_to(&paths::category(locale, &slug));
    }
    let crumbs = ancestors
        .into_iter()
        .map(|above| Crumb { path: paths::category(locale, &above.slug), name: above.name })
        .collect::<Vec<_>>();
    let trail = crumbs.clone();
    let here = Crumb { name: name.clone(), path: paths::category(locale, &slug) };
    let origin = crate::page::use_page().origin;
    let chips = children
        .into_iter()
        .map(|child| view! { <li><a href=paths::category(locale, &child.slug)>{child.name}</a></li> })
        .collect_view();
    view! {
        <Head
            title=name.clone()
            description=text!(lang, catalog.category_description, category = name.clone())
            path=format!("/c/{slug}")
        />
        <JsonLd data=move || breadcrumb_list(&origin, trail.into_iter().chain([here])) />
        <Breadcrumbs crumbs />
        <div class="listing-head">
            <h1>{name}</h1>
            <ul class="chips">{chips}</ul>
        </div>
        <Listing listing=products choice path=paths::category(locale, &slug) in_category=true />
    }
    .sealed()
}

/// schema.org's trail of pages above a page, and the page itself.
pub(crate) fn breadcrumb_list(origin: &str, trail: impl Iterator<Item = Crumb>) -> serde_json::Value {
    let items = trail
        .enumerate()
        .map(|(index, Crumb { name, path })| {
            serde_json::json!({ "@type": "ListItem", "position": index + 1, "name": name, "item": format!("{origin}{path}") })
        })
        .collect::<Vec<_>>();
    serde_json::json!({ "@context": "https://schema.org", "@type": "BreadcrumbList", "itemListElement": items })
}
