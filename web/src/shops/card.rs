//! A shop as it stands in lists.

use crate::{
    data::{ImageFields, schema},
    i18n::{use_language, use_locale},
    paths,
    reputation::{Badge, ShopStandingLevel},
    text,
    ui::{Picture, Seal},
};
use leptos::prelude::*;

/// What a card shows of a shop.
#[derive(cynic::QueryFragment, Clone, Debug, PartialEq)]
#[cynic(graphql_type = "Shop")]
pub struct ShopCardFields {
    /// The address.
    pub slug: String,
    /// The name.
    pub name: String,
    /// What it does, in a line.
    pub tagline: String,
    /// Where it is.
    pub city: Option<String>,
    /// Since when.
    pub founded_year: Option<i32>,
    /// Its mark.
    pub emblem: Option<ImageFields>,
    /// How it stands.
    pub standing_level: ShopStandingLevel,
}

/// One shop: mark, name, place, what it does.
#[component]
pub fn ShopCard(
    /// The shop.
    shop: ShopCardFields,
) -> impl IntoView {
    let (lang, locale) = (use_language(), use_locale());
    let ShopCardFields { slug, name, tagline, city, founded_year, emblem, standing_level } = shop;
    let since = founded_year.map(|year| text!(lang, home.since, year = year.to_string()));
    let place = city.into_iter().chain(since).collect::<Vec<_>>().join(" · ");
    view! {
        <article class="shop-card">
            <Picture image=emblem name=name.clone() decorative=true />
            <div>
                <h3><a href=paths::shop(locale, &slug)>{name}</a></h3>
                <p class="fine">{place}</p>
                <Badge level=standing_level />
                <p>{tagline}</p>
            </div>
        </article>
    }
    .fixed()
}
