//! The lists of what is known, by product, and of what is not suggested.

use super::{
    send::HidingFields,
    taste_fields::{HiddenFields, Known, TasteProduct, TasteSignalKind},
};
use crate::{
    data::scalars::DateTime,
    i18n::{Language, use_language, use_locale},
    paths, text,
    ui::{Picture, Seal},
};
use leptos::prelude::*;
use shared::format::date;

/// Each product of which something is known.
#[component]
pub(super) fn KnownList(known: Vec<Known>, on: bool) -> impl IntoView {
    let lang = use_language();
    let inside = if known.is_empty() {
        let said = if on { text!(lang, recommendations.known_none) } else { text!(lang, recommendations.known_off) };
        view! { <p>{said}</p> }.sealed()
    } else {
        let items = known.into_iter().map(|known| view! { <KnownItem known /> }).collect_view();
        view! { <ul class="taste-list">{items}</ul> }.sealed()
    };
    view! {
        <section class="account-part" aria-labelledby="known-title">
            <h2 id="known-title">{text!(lang, recommendations.known_title)}</h2>
            {inside}
        </section>
    }
    .sealed()
}

#[component]
fn KnownItem(known: Known) -> impl IntoView {
    let (lang, locale) = (use_language(), use_locale());
    let Known { product, done } = known;
    let forgettable = done.iter().any(|(kind, _)| kind.is_kept_here());
    let done = done
        .into_iter()
        .map(|(kind, at)| {
            let day = date(at.timestamp(), locale);
            view! { <p class="fine">{done_text(lang, kind)} ", " <time datetime=at.0>{day}</time></p> }
        })
        .collect_view();
    let label = text!(lang, recommendations.forget_label, title = product.title.clone());
    let change = forgettable.then(|| {
        let id = product.id.inner().to_owned();
        view! { <Change product=id change="forget" label>{text!(lang, recommendations.forget)}</Change> }
    });
    let elsewhere = (!forgettable).then(|| view! { <p class="fine">{text!(lang, recommendations.from_orders)}</p> });
    view! {
        <li>
            <Thing product />
            <div>{done} {elsewhere}</div>
            {change}
        </li>
    }
    .sealed()
}

/// Each product that is not suggested.
#[component]
pub(super) fn HiddenList(hidden: Vec<HiddenFields>) -> impl IntoView {
    let lang = use_language();
    // What is not there any more is not suggested in any case.
    let items = hidden
        .into_iter()
        .filter_map(|HiddenFields { product, reason, at }| {
            let product = product?;
            Some(view! { <HiddenItem product reason at /> })
        })
        .collect_view();
    view! {
        <section class="account-part" aria-labelledby="hidden-title">
            <h2 id="hidden-title">{text!(lang, recommendations.hidden_title)}</h2>
            <ul class="taste-list">{items}</ul>
        </section>
    }
    .sealed()
}

#[component]
fn HiddenItem(product: TasteProduct, reason: HidingFields, at: DateTime) -> impl IntoView {
    let (lang, locale) = (use_language(), use_locale());
    let day = date(at.timestamp(), locale);
    let why = match reason {
        HidingFields::NotInterested => text!(lang, recommendations.hidden_not_interested),
        HidingFields::Owned => text!(lang, recommendations.hidden_owned),
    };
    let (id, label) =
        (product.id.inner().to_owned(), text!(lang, recommendations.restore_label, title = product.title.clone()));
    view! {
        <li>
            <Thing product />
            <div><p class="fine">{why} ", " <time datetime=at.0>{day}</time></p></div>
            <Change product=id change="restore" label>{text!(lang, recommendations.restore)}</Change>
        </li>
    }
    .sealed()
}

/// The product, as a link.
#[component]
fn Thing(product: TasteProduct) -> impl IntoView {
    let locale = use_locale();
    let TasteProduct { slug, title, image, .. } = product;
    view! {
        <Picture image name=title.clone() decorative=true />
        <h3><a href=paths::product(locale, &slug)>{title}</a></h3>
    }
    .sealed()
}

/// A form of one button.
#[component]
fn Change(product: String, change: &'static str, label: String, children: Children) -> impl IntoView {
    let locale = use_locale();
    view! {
        <form method="post" action=paths::account_taste(locale)>
            <input type="hidden" name="product" value=product />
            <button class="link" type="submit" name="change" value=change aria-label=label>{children()}</button>
        </form>
    }
    .sealed()
}

fn done_text(lang: Language, kind: TasteSignalKind) -> &'static str {
    match kind {
        TasteSignalKind::Viewed => text!(lang, recommendations.done_viewed),
        TasteSignalKind::Searched => text!(lang, recommendations.done_searched),
        TasteSignalKind::Carted => text!(lang, recommendations.done_carted),
        TasteSignalKind::Wished => text!(lang, recommendations.done_wished),
        TasteSignalKind::Bought => text!(lang, recommendations.done_bought),
        TasteSignalKind::Reviewed => text!(lang, recommendations.done_reviewed),
    }
}
