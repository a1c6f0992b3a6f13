//! The price range of a visitor's own, beside the steps.

use super::price::{PriceBounds, PriceProblem, RefusedPrice};
use crate::{
    i18n::{Language, use_language, use_locale},
    text,
    ui::Seal,
};
use leptos::prelude::*;
use shared::Locale;

const ERROR: &str = "price-error";

/// Two fields and their button. What is wrong with them stands above them.
#[component]
pub(super) fn PriceFields(chosen: Option<PriceBounds>, refused: Option<RefusedPrice>) -> impl IntoView {
    let lang = use_language();
    let problem = refused.as_ref().map(|refused| refused.problem);
    let (min, max) = written(chosen, refused, use_locale());
    let range = chosen.map(|range| range.to_string());
    let wrong_min = matches!(problem, Some(PriceProblem::MinUnclear | PriceProblem::Reversed));
    let wrong_max = matches!(problem, Some(PriceProblem::MaxUnclear | PriceProblem::Reversed));
    view! {
        {problem.map(|problem| view! { <p class="error" id=ERROR>{sentence(problem, lang)}</p> })}
        <div class="price-fields">
            {field("min", text!(lang, catalog.price_min), min, wrong_min)}
            {field("max", text!(lang, catalog.price_max), max, wrong_max)}
            <input type="hidden" name="range" value=range.unwrap_or_default() />
            <button class="button">{text!(lang, catalog.price_set)}</button>
        </div>
    }
    .sealed()
}

/// What is wrong, and how to put it right.
pub(super) fn sentence(problem: PriceProblem, lang: Language) -> &'static str {
    match problem {
        PriceProblem::MinUnclear | PriceProblem::MaxUnclear => text!(lang, catalog.price_unclear),
        PriceProblem::Reversed => text!(lang, catalog.price_reversed),
    }
}

fn field(name: &'static str, label: &'static str, value: String, wrong: bool) -> AnyView {
    view! {
        <div class="field">
            <label for=name>{label}</label>
            <input
                id=name
                name=name
                inputmode="decimal"
                autocomplete="off"
                value=value.clone()
                prop:value=value
                aria-invalid=wrong.then_some("true")
                aria-describedby=wrong.then_some(ERROR)
            />
        </div>
    }
    .sealed()
}

/// What stands in the fields: the range in force with the language's decimal mark, or what was refused.
fn written(chosen: Option<PriceBounds>, refused: Option<RefusedPrice>, locale: Locale) -> (String, String) {
    if let Some(RefusedPrice { min, max, .. }) = refused {
        return (min, max);
    }
    let end = |amount: Option<String>| {
        let amount = amount.unwrap_or_default();
        if locale == Locale::En { amount } else { amount.replace('.', ",") }
    };
    chosen.map(|range| (end(range.min()), end(range.max()))).unwrap_or_default()
}
