//! The cart's page.

use super::{
    CartContent, CartDesk, CartPartFields, CartProblem, DeliveryChoice, Totals, Warnings, line::Line, problem_text,
};
use crate::{
    data::{Loaded, schema, use_query},
    i18n::{use_language, use_locale},
    paths,
    policies::DestinationForm,
    recommendations::{RailsOf, RailsPlace},
    text,
    ui::{Head, Icon, Seal, Sign},
};
use cynic::QueryBuilder;
use leptos::{html::H1, prelude::*};
use leptos_router::hooks::use_query_map;

/// The visitor's cart.
#[derive(cynic::QueryFragment, Clone, Debug, PartialEq)]
#[cynic(graphql_type = "Query")]
pub struct CartQuery {
    /// `None` until something was put in.
    pub cart: Option<CartContent>,
}

/// The cart: what is in it, shop by shop, how it comes and what it costs in all.
#[component]
pub fn CartPage() -> impl IntoView {
    let (lang, locale) = (use_language(), use_locale());
    let query = use_query(|| CartQuery::build(()));
    view! {
        <Head title=text!(lang, carts.title) description="" path="/cart" />
        <Loaded
            query
            skeleton=|| view! { <CartSkeleton /> }
            view=move |CartQuery { cart }| match cart {
                Some(cart) if !cart.parts.is_empty() => {
                    view! {
                        <Filled cart />
                        <RailsPlace of=RailsOf::Cart path=paths::cart(locale) />
                    }
                    .sealed()
                }
                _ => view! { <Empty /> }.sealed(),
            }
        />
    }
}

#[component]
fn Filled(cart: CartContent) -> impl IntoView {
    let (lang, locale) = (use_language(), use_locale());
    let desk = CartDesk::new(cart);
    let title = NodeRef::<H1>::new();
    // The button that took a line out goes with it: the focus returns to where the cart begins.
    let on_removed = Callback::new(move |()| {
        if let Some(title) = title.get_untracked() {
            // A page that cannot take focus is still usable: nothing to do about a failure.
            let _ = title.focus();
        }
    });
    let problem = use_query_map().read_untracked().get("problem").and_then(|value| CartProblem::from_query(&value));
    #[cfg(feature = "hydrate")]
    crate::recommendations::refill_with(RailsOf::Cart, paths::cart(locale), move || {
        desk.cart.with(|cart| {
            let lines = cart.parts.iter().flat_map(|part| &part.lines);
            lines.map(|line| line.id.inner()).collect::<Vec<_>>().join(" ")
        })
    });
    let empty = Memo::new(move |_| desk.cart.with(|cart| cart.parts.is_empty()));
    let full = move || {
        let to = desk.cart.with_untracked(|cart| cart.destination_country_code.clone());
        view! {
            <div class="cart">
                <header class="cart-head">
                    <h1 tabindex="-1" node_ref=title>{text!(lang, carts.title)}</h1>
                </header>
                <div class="cart-parts">
                    {problem.map(|problem| view! {
                        <p class="notice notice-failure" role="alert">{problem_text(lang, problem)}</p>
                    })}
                    <Warnings desk back=paths::cart(locale) />
                    <DestinationForm action=paths::cart(locale) to />
                    <For
                        each=move || desk.cart.with(|cart| cart.parts.clone())
                        key=|part| part.shop.slug.clone()
                        let:part
                    >
                        <Part part desk on_removed />
                    </For>
                </div>
                <aside class="cart-sum" aria-labelledby="sum-title">
                    <h2 id="sum-title">{text!(lang, carts.sum)}</h2>
                    <Totals desk />
                    <a class="button primary wide" href=paths::checkout(locale)>{text!(lang, carts.to_checkout)}</a>
                    <p class="fine">{text!(lang, carts.sum_note)}</p>
                </aside>
            </div>
        }
    };
    view! {
        {move || if empty.get() { view! { <Empty /> }.sealed() } else { full().sealed() }}
    }
    .sealed()
}

/// What is bought from one shop.
#[component]
fn Part(part: CartPartFields, desk: CartDesk, on_removed: Callback<()>) -> impl IntoView {
    let (lang, locale) = (use_language(), use_locale());
    let slug = part.shop.slug.clone();
    let heading = format!("part-{slug}");
    let lines = {
        let slug = slug.clone();
        move || desk.cart.with(|cart| cart.part(&slug).map(|part| part.lines.clone()).unwrap_or_default())
    };
    let total = {
        let (slug, last) = (slug.clone(), part.total.clone());
        move || desk.cart.with(|cart| cart.part(&slug).map_or(&last, |part| &part.total).text(locale))
    };
    // The radio buttons act at once; the button is for browsers without script.
    let submit = |event: leptos::ev::SubmitEvent| event.prevent_default();
    view! {
        <section class="cart-part" aria-labelledby=heading.clone()>
            <h2 id=heading.clone()>
                <Icon sign=Sign::Shop />
                <a href=paths::shop(locale, &slug)>{part.shop.name.clone()}</a>
            </h2>
            <ul class="lines">
                <For each=lines key=|line| line.id.inner().to_owned() let:line>
                    <Line line desk on_removed />
                </For>
            </ul>
            <form class="part-delivery" method="post" action=paths::cart_delivery(locale) on:submit=submit>
                <DeliveryChoice part desk only_served=true />
                <button class="button plain-only" type="submit">{text!(lang, carts.choose_delivery)}</button>
            </form>
            <p class="part-total">
                <span>{text!(lang, carts.part_total)}</span>
                " "
                <span class="price">{total}</span>
            </p>
        </section>
    }
    .sealed()
}

/// Nothing is in it yet.
#[component]
pub fn Empty() -> impl IntoView {
    let (lang, locale) = (use_language(), use_locale());
    view! {
        <div class="lone">
            <svg class="drawing" viewBox="0 0 240 150" aria-hidden="true">
                <path d="M30 132h180M62 70h116l-12 62H74zM84 70c2-34 18-52 36-52s34 18 36 52" />
                <path d="M70 92h100M73 112h94M98 70l4 62M142 70l-4 62M120 70v62" />
                <path class="accent" d="M196 132c-2-14 4-26 16-32M205 116c-8-2-12-8-12-16 8 2 12 8 12 16z" />
            </svg>
            <h1>{text!(lang, carts.empty_title)}</h1>
            <p class="lead">{text!(lang, carts.empty_text)}</p>
            <p><a class="button" href=format!("{}?sort=newest", paths::search(locale))>{text!(lang, carts.empty_browse)}</a></p>
        </div>
    }
    .sealed()
}

/// The place of the cart while it is on its way.
#[component]
fn CartSkeleton() -> impl IntoView {
    let lang = use_language();
    view! {
        <p class="visually-hidden" role="status">{text!(lang, common.loading)}</p>
        <div class="cart skeleton" aria-hidden="true">
            <div class="cart-parts">
                <span class="line short"></span>
                <span class="block"></span>
            </div>
            <span class="block"></span>
        </div>
    }
    .sealed()
}
