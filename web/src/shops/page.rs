//! A shop's page: who they are, how they send and take back, what they sell.

use crate::{
    catalog::{Choice, ProductCardFields, ProductGrid},
    data::{ImageFields, Loaded, schema, use_query},
    i18n::{plural, use_language, use_locale},
    layout::NotFound,
    page::{moved_to, use_page},
    paths,
    policies::TermsPlace,
    reputation::StandingPlace,
    reviews::{ReviewsPlace, Subject},
    text,
    ui::{Head, JsonLd, Picture, Seal, Skeleton},
};
use cynic::QueryBuilder;
use leptos::prelude::*;
use leptos_router::hooks::{use_params_map, use_query_map};
use shared::format::integer;

#[derive(cynic::QueryVariables)]
struct ShopVariables {
    slug: String,
    first: Option<i32>,
    last: Option<i32>,
    after: Option<String>,
    before: Option<String>,
}

#[derive(cynic::QueryFragment)]
#[cynic(graphql_type = "Query", variables = "ShopVariables")]
struct ShopQuery {
    #[arguments(slug: $slug)]
    shop: Option<ShopFields>,
}

#[derive(cynic::QueryFragment)]
#[cynic(graphql_type = "Shop", variables = "ShopVariables")]
struct ShopFields {
    slug: String,
    name: String,
    tagline: String,
    story: String,
    city: Option<String>,
    founded_year: Option<i32>,
    emblem: Option<ImageFields>,
    product_count: i32,
    #[arguments(first: $first, last: $last, after: $after, before: $before)]
    products: ShopProducts,
}

#[derive(cynic::QueryFragment)]
#[cynic(graphql_type = "ProductConnection")]
struct ShopProducts {
    nodes: Vec<ProductCardFields>,
    page_info: crate::catalog::PageInfo,
}

/// `/shops/:slug`
#[component]
pub fn ShopPage() -> impl IntoView {
    let (params, query) = (use_params_map(), use_query_map());
    let slug = Memo::new(move |_| params.read().get("slug").unwrap_or_default());
    let choice = Memo::new(move |_| Choice::from_query(&query.read()));
    let data = use_query(move || {
        let choice = choice.get();
        let (first, last) = choice.window();
        ShopQuery::build(ShopVariables { slug: slug.get(), first, last, after: choice.after, before: choice.before })
    });
    let view = move |ShopQuery { shop }| match shop {
        Some(shop) => view! { <ShopView shop asked=slug.get_untracked() /> }.sealed(),
        None => view! { <NotFound /> }.sealed(),
    };
    view! { <Loaded query=data skeleton=|| view! { <Skeleton cards=8 /> } view /> }
}

#[component]
fn ShopView(shop: ShopFields, asked: String) -> impl IntoView {
    let (lang, locale) = (use_language(), use_locale());
    let path = paths::shop(locale, &shop.slug);
    if shop.slug != asked {
        moved_to(&path);
    }
    let ShopFields { slug, name, tagline, story, city, founded_year, emblem, product_count, products } = shop;
    let since = founded_year.map(|year| text!(lang, home.since, year = year.to_string()));
    let place = city.into_iter().chain(since).collect::<Vec<_>>().join(" · ");
    let count = i64::from(product_count);
    let number = integer(count, locale);
    let size = plural(
        locale,
        count,
        text!(lang, shops.products_single, count = number.clone()),
        text!(lang, shops.products_many, count = number),
    );
    let (origin, (own_name, own_line, own_path)) = (use_page().origin, (name.clone(), tagline.clone(), path.clone()));
    let logo = emblem.as_ref().and_then(|emblem| emblem.url.clone());
    // A shop that says nothing of itself in a line is still found.
    let description =
        if tagline.is_empty() { text!(lang, shops.description, shop = name.clone()) } else { tagline.clone() };
    view! {
        <JsonLd data=move || {
            let logo = logo.map(|logo| format!("{origin}{logo}"));
            organization(&own_name, &own_line, &format!("{origin}{own_path}"), logo)
        } />
        <Head
            title=name.clone()
            description
            path=format!("/shops/{slug}")
            image=emblem.as_ref().and_then(|emblem| emblem.url.clone())
        />
        <header class="shop-head">
            <Picture image=emblem name=name.clone() eager=true decorative=true />
            <div>
                <p class="fine">{place}</p>
                <h1>{name}</h1>
                <p class="lead">{tagline}</p>
            </div>
        </header>
        <StandingPlace shop=slug.clone() path=path.clone() />
        <div class="shop-about">
            <div class="prose" inner_html=story></div>
            <TermsPlace shop=slug.clone() path=path.clone() />
        </div>
        <section aria-labelledby="goods-title">
            <div class="section-head">
                <h2 id="goods-title">{text!(lang, shops.goods)}</h2>
                <p class="fine">{size}</p>
            </div>
            <ProductGrid products=products.nodes />
            <crate::catalog::Pager page_info=products.page_info choice=Choice::default() path=path.clone() />
        </section>
        <ReviewsPlace of=Subject::Shop slug path />
    }
    .sealed()
}

/// What search engines read of a shop (schema.org).
fn organization(name: &str, slogan: &str, url: &str, logo: Option<String>) -> serde_json::Value {
    serde_json::json!({
        "@context": "https://schema.org",
        "@type": "Organization",
        "name": name,
        "slogan": slogan,
        "url": url,
        "logo": logo,
    })
}
