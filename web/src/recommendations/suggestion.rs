//! A suggestion: the product as it stands in lists, why it is there, and the way to put it away.

use super::{fields::SuggestionFields, reason::Reason, send::Hiding};
use crate::{
    catalog::ProductCard,
    i18n::{use_language, use_locale},
    paths, text,
    ui::Seal,
};
use leptos::prelude::*;

/// One suggestion.
#[component]
pub(super) fn Suggestion(
    suggestion: SuggestionFields,
    /// Whether its reason stands with it, and not once for all of its rail.
    reasoned: bool,
    /// Whether it can be put away.
    personal: bool,
    /// The page on which it stands.
    here: String,
) -> impl IntoView {
    let SuggestionFields { product, reason } = suggestion;
    let (id, title) = (product.id.inner().to_owned(), product.title.clone());
    view! {
        <ProductCard product />
        {reasoned.then(|| view! { <Reason reason here /> })}
        {personal.then(|| view! { <Dismissal product=id title /> })}
    }
    .sealed()
}

/// Two buttons that put it away: a plain form, which script takes over.
#[component]
fn Dismissal(product: String, title: String) -> impl IntoView {
    let (lang, locale) = (use_language(), use_locale());
    let not_interested = text!(lang, recommendations.not_interested_label, title = title.clone());
    let owned = text!(lang, recommendations.owned_label, title = title.clone());
    view! {
        <form class="dismissal" method="post" action=paths::hidden_suggestions(locale) data-title=title>
            <input type="hidden" name="product" value=product />
            <button
                class="link"
                type="submit"
                name="reason"
                value=Hiding::NotInterested.as_str()
                aria-label=not_interested
            >
                {text!(lang, recommendations.not_interested)}
            </button>
            <button
                class="link"
                type="submit"
                name="reason"
                value=Hiding::Owned.as_str()
                aria-label=owned
            >
                {text!(lang, recommendations.owned)}
            </button>
            <span class="dismissal-failed" role="alert"></span>
        </form>
    }
    .sealed()
}
