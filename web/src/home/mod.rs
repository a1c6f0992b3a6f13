//! The front page.

mod structured;

use crate::{
    catalog::{ProductCardFields, ProductGrid},
    data::{Loaded, schema, use_query},
    i18n::{use_language, use_locale},
    layout::{Session, use_session},
    page::use_page,
    paths,
    recent::Recent,
    recommendations::{RailsOf, RailsPlace},
    shops::{ShopCard, ShopCardFields},
    text,
    ui::{Head, JsonLd, Picture, Seal, Skeleton},
};
use cynic::QueryBuilder;
use leptos::prelude::*;

/// What the front page shows.
#[derive(cynic::QueryFragment, Clone, Debug, PartialEq)]
#[cynic(graphql_type = "Query")]
struct HomeQuery {
    #[arguments(first: 10, sort: NEWEST, filter: { available: true })]
    products: Newest,
    #[arguments(first: 12)]
    shops: Workshops,
}

#[derive(cynic::QueryFragment, Clone, Debug, PartialEq)]
#[cynic(graphql_type = "ProductConnection")]
struct Newest {
    nodes: Vec<ProductCardFields>,
}

#[derive(cynic::QueryFragment, Clone, Debug, PartialEq)]
#[cynic(graphql_type = "ShopConnection")]
struct Workshops {
    nodes: Vec<ShopCardFields>,
}

/// The front page: what this market is, what is in it, what is new, who sells.
#[component]
pub fn HomePage() -> impl IntoView {
    let (lang, locale) = (use_language(), use_locale());
    let query = use_query(|| HomeQuery::build(()));
    let page = use_page();
    view! {
        <Head title="" description=text!(lang, home.description) path="/" />
        <JsonLd data=move || structured::market(&page) />
        <Loaded
            query
            skeleton=|| view! { <Skeleton cards=8 /> }
            view=move |HomeQuery { products, shops }| {
                let mut products = products.nodes;
                let shown = products.split_off(products.len().min(2));
                view! {
                    <Opening pair=products />
                    <Contents />
                    <RailsPlace of=RailsOf::Home path=paths::home(locale) />
                    <NewThings products=shown />
                    <WorkshopList shops=shops.nodes />
                    <Promises />
                    <Recent />
                }
                .fixed()
            }
        />
    }
}

/// The headline beside two pictures of what came in last.
#[component]
fn Opening(pair: Vec<ProductCardFields>) -> impl IntoView {
    let (lang, locale) = (use_language(), use_locale());
    let pictures = pair
        .into_iter()
        .map(|product| {
            view! {
                <figure>
                    <Picture image=product.image name=product.title.clone() eager=true decorative=true />
                    <figcaption>
                        <a href=paths::product(locale, &product.slug)>{product.title}</a>
                        <span>{product.shop.name}</span>
                    </figcaption>
                </figure>
            }
        })
        .collect_view();
    view! {
        <section class="opening">
            <div class="words">
                <h1>{text!(lang, home.title)}</h1>
                <p class="lead">{text!(lang, home.lead)}</p>
                <p><a class="button" href=newest(&paths::search(locale))>{text!(lang, home.browse_new)}</a></p>
            </div>
            <div class="pair">{pictures}</div>
        </section>
    }
    .fixed()
}

fn newest(search: &str) -> String {
    format!("{search}?sort=newest")
}

/// The categories, like the contents of a book.
#[component]
fn Contents() -> impl IntoView {
    let (lang, locale) = (use_language(), use_locale());
    let list = move |Session { categories, .. }: Session| {
        let entries = categories
            .into_iter()
            .map(|category| {
                let children = category
                    .children
                    .into_iter()
                    .map(|child| view! { <li><a href=paths::category(locale, &child.slug)>{child.name}</a></li> })
                    .collect_view();
                view! {
                    <li>
                        <h3><a href=paths::category(locale, &category.slug)>{category.name}</a></h3>
                        <ul>{children}</ul>
                    </li>
                }
            })
            .collect_view();
        view! { <ul class="contents-list">{entries}</ul> }.fixed()
    };
    view! {
        <section class="contents" aria-labelledby="contents-title">
            <h2 id="contents-title">{text!(lang, home.contents)}</h2>
            <Loaded query=use_session() view=list />
        </section>
    }
    .fixed()
}

#[component]
fn NewThings(products: Vec<ProductCardFields>) -> impl IntoView {
    let (lang, locale) = (use_language(), use_locale());
    view! {
        <section aria-labelledby="new-title">
            <div class="section-head">
                <h2 id="new-title">{text!(lang, home.new)}</h2>
                <a href=newest(&paths::search(locale))>{text!(lang, home.new_all)}</a>
            </div>
            <ProductGrid products />
        </section>
    }
    .fixed()
}

#[component]
fn WorkshopList(shops: Vec<ShopCardFields>) -> impl IntoView {
    let lang = use_language();
    let cards = shops.into_iter().map(|shop| view! { <li><ShopCard shop /></li> }).collect_view();
    view! {
        <section aria-labelledby="shops-title">
            <h2 id="shops-title">{text!(lang, home.shops)}</h2>
            <ul class="shop-grid">{cards}</ul>
        </section>
    }
    .fixed()
}

#[component]
fn Promises() -> impl IntoView {
    let lang = use_language();
    view! {
        <section class="promises" aria-labelledby="promise-title">
            <h2 id="promise-title">{text!(lang, home.promise)}</h2>
            <dl>
                <div>
                    <dt>{text!(lang, home.price_title)}</dt>
                    <dd>{text!(lang, home.price_text)}</dd>
                </div>
                <div>
                    <dt>{text!(lang, home.date_title)}</dt>
                    <dd>{text!(lang, home.date_text)}</dd>
                </div>
                <div>
                    <dt>{text!(lang, home.return_title)}</dt>
                    <dd>{text!(lang, home.return_text)}</dd>
                </div>
            </dl>
        </section>
    }
    .fixed()
}
