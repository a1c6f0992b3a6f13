//! In which respects buyers judge a product: what the form asks, what a review says, and how many say what.

use super::fields::{AspectFields, AspectSummaryFields};
use crate::{
    i18n::{Language, use_language, use_locale},
    text,
    ui::Seal,
};
use leptos::prelude::*;
use shared::{
    format::integer,
    reviews::{AspectValue, ReviewAspect},
};

/// What stands before an aspect in the name of its field: `aspect-fit`.
pub(super) const FIELD: &str = "aspect-";

/// `Fit`
fn name(lang: Language, aspect: ReviewAspect) -> &'static str {
    match aspect {
        ReviewAspect::Fit => text!(lang, reviews.aspect_fit),
        ReviewAspect::Quality => text!(lang, reviews.aspect_quality),
        ReviewAspect::AsDescribed => text!(lang, reviews.aspect_as_described),
        ReviewAspect::Taste => text!(lang, reviews.aspect_taste),
    }
}

/// `true to size`
fn judged(lang: Language, aspect: ReviewAspect, value: AspectValue) -> &'static str {
    match (aspect, value) {
        (ReviewAspect::Fit, AspectValue::Low) => text!(lang, reviews.aspect_fit_low),
        (ReviewAspect::Fit, AspectValue::Middle) => text!(lang, reviews.aspect_fit_middle),
        (ReviewAspect::Fit, AspectValue::High) => text!(lang, reviews.aspect_fit_high),
        (ReviewAspect::Quality, AspectValue::Low) => text!(lang, reviews.aspect_quality_low),
        (ReviewAspect::Quality, AspectValue::Middle) => text!(lang, reviews.aspect_quality_middle),
        (ReviewAspect::Quality, AspectValue::High) => text!(lang, reviews.aspect_quality_high),
        (ReviewAspect::AsDescribed, AspectValue::Low) => text!(lang, reviews.aspect_as_described_low),
        (ReviewAspect::AsDescribed, AspectValue::Middle) => text!(lang, reviews.aspect_as_described_middle),
        (ReviewAspect::AsDescribed, AspectValue::High) => text!(lang, reviews.aspect_as_described_high),
        (ReviewAspect::Taste, AspectValue::Low) => text!(lang, reviews.aspect_taste_low),
        (ReviewAspect::Taste, AspectValue::Middle) => text!(lang, reviews.aspect_taste_middle),
        (ReviewAspect::Taste, AspectValue::High) => text!(lang, reviews.aspect_taste_high),
    }
}

/// What the form asks about one aspect; it need not be answered, and an answer can be taken back without script.
#[component]
pub(super) fn AspectField(aspect: ReviewAspect, chosen: Option<AspectValue>) -> impl IntoView {
    let lang = use_language();
    let options = [Some(AspectValue::Low), Some(AspectValue::Middle), Some(AspectValue::High), None];
    let options = options
        .into_iter()
        .map(|option| {
            let (value, label) = match option {
                Some(value) => (value.as_str(), judged(lang, aspect, value)),
                None => ("", text!(lang, reviews.aspect_none)),
            };
            let checked = option == chosen;
            view! {
                <label class="tick">
                    <input type="radio" name=format!("{FIELD}{aspect}") value=value checked=checked />
                    <span>{label}</span>
                </label>
            }
        })
        .collect_view();
    view! {
        <fieldset class="field aspect-field">
            <legend>{name(lang, aspect)}</legend>
            <div class="aspect-choice">{options}</div>
        </fieldset>
    }
    .sealed()
}

/// What a review says of its product, aspect by aspect.
#[component]
pub(super) fn Chips(aspects: Vec<AspectFields>) -> impl IntoView {
    let lang = use_language();
    let chip = |AspectFields { aspect, value }: AspectFields| {
        let aspect = ReviewAspect::from(aspect);
        let said = judged(lang, aspect, value.into());
        view! { <li class="mark">{text!(lang, reviews.aspect_chip, aspect = name(lang, aspect), said = said)}</li> }
    };
    let chips = aspects.into_iter().map(chip).collect_view();
    (!chips.is_empty())
        .then(|| {
            view! { <ul class="review-marks review-aspects" aria-label=text!(lang, reviews.aspects_label)>{chips}</ul> }
        })
        .sealed()
}

/// How many buyers say what, of each aspect that anybody has judged.
#[component]
pub(super) fn AspectRows(aspects: Vec<AspectSummaryFields>) -> impl IntoView {
    let (lang, locale) = (use_language(), use_locale());
    let number = |number: i32| integer(i64::from(number), locale);
    let row = |AspectSummaryFields { aspect, low, middle, high }: AspectSummaryFields| {
        let (aspect, count) = (ReviewAspect::from(aspect), low + middle + high);
        let shares = [(AspectValue::Low, low), (AspectValue::Middle, middle), (AspectValue::High, high)];
        let shares = shares
            .into_iter()
            .map(|(value, given)| {
                let said = judged(lang, aspect, value);
                let share =
                    text!(lang, reviews.aspect_share, said = said, given = number(given), count = number(count));
                // The bar says what stands before it.
                view! {
                    <dd>
                        <span>{share}</span>
                        <meter aria-hidden="true" min="0" max=count value=given></meter>
                    </dd>
                }
            })
            .collect_view();
        view! {
            <div>
                <dt>{name(lang, aspect)}</dt>
                {shares}
            </div>
        }
    };
    let answered = aspects.into_iter().filter(|row| row.low + row.middle + row.high > 0);
    let rows = answered.map(row).collect_view();
    (!rows.is_empty()).then(|| view! { <dl class="aspect-rows">{rows}</dl> }).sealed()
}
