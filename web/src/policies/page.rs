//! A shop's policies, whole.

use super::{
    facts::{returns, warranty},
    fields::FactFields,
};
use crate::{
    catalog::breadcrumb_list,
    checkout::country_name,
    data::{Loaded, MoneyFields, scalars::DateTime, schema, use_query},
    i18n::{Language, plural, use_language, use_locale},
    layout::NotFound,
    page::{moved_to, use_page},
    paths, text,
    ui::{Breadcrumbs, Crumb, Head, JsonLd, Seal, Skeleton},
};
use cynic::QueryBuilder;
use leptos::prelude::*;
use leptos_router::hooks::use_params_map;
use shared::format::{date, integer};

#[derive(cynic::QueryVariables)]
struct PoliciesVariables {
    slug: String,
}

#[derive(cynic::QueryFragment)]
#[cynic(graphql_type = "Query", variables = "PoliciesVariables")]
struct PoliciesQuery {
    #[arguments(slug: $slug)]
    shop: Option<ShopFields>,
}

#[derive(cynic::QueryFragment)]
#[cynic(graphql_type = "Shop")]
struct ShopFields {
    slug: String,
    name: String,
    returns: String,
    policies: Option<PoliciesFields>,
    delivery_options: Vec<OptionFields>,
}

#[derive(cynic::QueryFragment)]
#[cynic(graphql_type = "ShopPolicies")]
struct PoliciesFields {
    #[cynic(spread)]
    facts: FactFields,
    sections: Vec<SectionFields>,
    updated_at: DateTime,
}

#[derive(cynic::QueryFragment)]
#[cynic(graphql_type = "ShopPolicy")]
struct SectionFields {
    kind: ShopPolicyKind,
    body: String,
}

/// What a policy is about.
#[derive(cynic::Enum, Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum ShopPolicyKind {
    Returns,
    Warranty,
    Delivery,
    Contact,
}

impl ShopPolicyKind {
    /// Its place on the page.
    pub(crate) const fn anchor(self) -> &'static str {
        match self {
            Self::Returns => "returns",
            Self::Warranty => "warranty",
            Self::Delivery => "delivery",
            Self::Contact => "contact",
        }
    }

    /// Its heading.
    pub(crate) fn title(self, lang: Language) -> &'static str {
        match self {
            Self::Returns => text!(lang, catalog.returns),
            Self::Warranty => text!(lang, policies.warranty),
            Self::Delivery => text!(lang, catalog.delivery),
            Self::Contact => text!(lang, policies.contact),
        }
    }
}

#[derive(cynic::QueryFragment)]
#[cynic(graphql_type = "DeliveryOption")]
struct OptionFields {
    name: String,
    price: MoneyFields,
    min_days: i32,
    max_days: i32,
    countries: Option<Vec<String>>,
}

/// `/shops/:slug/policies`
#[component]
pub fn ShopPoliciesPage() -> impl IntoView {
    let params = use_params_map();
    let slug = Memo::new(move |_| params.read().get("slug").unwrap_or_default());
    let query = use_query(move || PoliciesQuery::build(PoliciesVariables { slug: slug.get() }));
    let view = move |PoliciesQuery { shop }| match shop {
        Some(shop) => view! { <PoliciesView shop asked=slug.get_untracked() /> }.sealed(),
        None => view! { <NotFound /> }.sealed(),
    };
    view! { <Loaded query skeleton=|| view! { <Skeleton cards=2 /> } view /> }
}

#[component]
fn PoliciesView(shop: ShopFields, asked: String) -> impl IntoView {
    let (lang, locale) = (use_language(), use_locale());
    let ShopFields { slug, name, returns: short, policies, delivery_options } = shop;
    let path = paths::shop_policies(locale, &slug);
    if slug != asked {
        moved_to(&path);
    }
    let title = text!(lang, policies.title, shop = name.clone());
    let crumbs = vec![Crumb { name: name.clone(), path: paths::shop(locale, &slug) }];
    let mut trail = crumbs.clone();
    trail.push(Crumb { name: title.clone(), path });
    let origin = use_page().origin;
    let mut ways = Some(view! { <Ways options=delivery_options /> }.sealed());
    let body = match policies {
        Some(PoliciesFields { facts, sections, updated_at }) => {
            let list = sections.iter().map(|section| {
                let href = format!("#{}", section.kind.anchor());
                view! { <li><a href=href rel="external">{section.kind.title(lang)}</a></li> }
            });
            let list = list.collect_view();
            let texts = sections
                .into_iter()
                .map(|SectionFields { kind, body }| {
                    let fact = match kind {
                        ShopPolicyKind::Returns => returns(lang, locale, &facts),
                        ShopPolicyKind::Warranty => warranty(lang, locale, &facts),
                        ShopPolicyKind::Delivery | ShopPolicyKind::Contact => None,
                    };
                    let ways = if kind == ShopPolicyKind::Delivery { ways.take() } else { None };
                    view! {
                        <section id=kind.anchor()>
                            <h2>{kind.title(lang)}</h2>
                            {fact.map(|fact| view! { <p class="fact">{fact}</p> })}
                            <div class="prose" inner_html=body></div>
                            {ways}
                        </section>
                    }
                })
                .collect_view();
            view! {
                <nav class="policy-list" aria-label=text!(lang, policies.contents)><ul>{list}</ul></nav>
                {texts}
                {ways}
                <p class="fine">{text!(lang, policies.updated, date = date(updated_at.timestamp(), locale))}</p>
            }
            .sealed()
        }
        None => view! {
            <section id="returns">
                <h2>{text!(lang, catalog.returns)}</h2>
                <p>{if short.is_empty() { text!(lang, policies.none).to_owned() } else { short }}</p>
            </section>
            {ways}
        }
        .sealed(),
    };
    view! {
        <Head
            title=title.clone()
            description=text!(lang, policies.description, shop = name.clone())
            path=format!("/shops/{slug}/policies")
        />
        <JsonLd data=move || breadcrumb_list(&origin, trail.into_iter()) />
        <Breadcrumbs crumbs />
        <article class="policies">
            <h1>{title}</h1>
            <p class="lead">{text!(lang, policies.lead, shop = name)}</p>
            {body}
            <div class="notice">
                <p>
                    {text!(lang, policies.law)}
                    " "
                    <a href=paths::help_topic(locale, "returns")>{text!(lang, policies.law_link)}</a>
                </p>
            </div>
        </article>
    }
    .sealed()
}

/// The ways of sending with their countries, as they are set up: the prose may be older.
#[component]
fn Ways(options: Vec<OptionFields>) -> impl IntoView {
    let (lang, locale) = (use_language(), use_locale());
    let rows = options
        .into_iter()
        .map(|OptionFields { name, price, min_days, max_days, countries }| {
            let most = integer(i64::from(max_days), locale);
            let days = if min_days == max_days {
                plural(
                    locale,
                    i64::from(max_days),
                    text!(lang, catalog.days_single, count = most.clone()),
                    text!(lang, catalog.days_many, count = most),
                )
            } else {
                text!(lang, catalog.days_between, least = integer(i64::from(min_days), locale), most = most)
            };
            let price =
                if price.money().minor == 0 { text!(lang, catalog.free).to_owned() } else { price.text(locale) };
            let to = countries.map_or_else(
                || text!(lang, policies.everywhere).to_owned(),
                |countries| countries.iter().map(|code| country_name(lang, code)).collect::<Vec<_>>().join(", "),
            );
            view! {
                <tr>
                    <th scope="row">{name}</th>
                    <td>{to}</td>
                    <td>{days}</td>
                    <td class="price">{price}</td>
                </tr>
            }
        })
        .collect_view();
    view! {
        <div class="ways-table" tabindex="0" role="region" aria-label=text!(lang, catalog.delivery_ways)>
            <table>
                <thead>
                    <tr>
                        <th scope="col">{text!(lang, policies.way)}</th>
                        <th scope="col">{text!(lang, policies.way_to)}</th>
                        <th scope="col">{text!(lang, policies.way_days)}</th>
                        <th scope="col">{text!(lang, policies.way_price)}</th>
                    </tr>
                </thead>
                <tbody>{rows}</tbody>
            </table>
        </div>
    }
    .sealed()
}
