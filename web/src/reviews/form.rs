//! The form of a review. It is a plain one, with or without script: a refused form comes back with all that was in it. Script
//! adds that photographs are sent as soon as they are chosen.

use super::{
    aspects::AspectField,
    draft::{Problems, ReviewDraft},
    photos::Photos,
};
use crate::{
    i18n::{Language, plural, use_language, use_locale},
    text,
    ui::{Field, Seal, TextArea, Trouble, wrong_with},
};
use leptos::prelude::*;
use shared::{
    Locale,
    format::integer,
    reviews::{ReviewAspect, ReviewBody, ReviewTitle},
};

/// The form.
#[component]
pub(super) fn ReviewForm(
    /// What stands in it, and what is wrong with that.
    draft: ReviewDraft,
    /// In which respects it asks how the thing is.
    asked: Vec<ReviewAspect>,
    /// Where it is sent.
    action: String,
    /// What becomes of it.
    #[prop(into)]
    note: String,
) -> impl IntoView {
    let (lang, locale) = (use_language(), use_locale());
    let trouble: Trouble = RwSignal::new(draft.sentences(lang, locale));
    let sending = RwSignal::new(0_usize);
    let busy = move || sending.get() > 0;
    let ReviewDraft { stars, title, body, language, aspects, photos, problems } = draft;
    let aspects = asked
        .into_iter()
        .map(|aspect| {
            let chosen = aspects.iter().find(|(known, _)| *known == aspect).and_then(|(_, value)| *value);
            view! { <AspectField aspect chosen /> }
        })
        .collect_view();
    let languages = Locale::ALL
        .iter()
        .map(|known| {
            let selected = known.as_str() == language;
            view! { <option value=known.as_str() lang=known.as_str() selected=selected>{known.own_name()}</option> }
        })
        .collect_view();
    view! {
        <Problems problems />
        <form class="review-form" method="post" enctype="multipart/form-data" action=action novalidate=true>
            <StarField chosen=stars trouble />
            {aspects}
            <Field
                name="title"
                label=text!(lang, reviews.field_title)
                value=title
                trouble
                autocomplete="off"
                hint=text!(lang, reviews.field_title_hint)
                required=Signal::stored(false)
                max=ReviewTitle::MAX
            />
            <TextArea
                name="body"
                label=text!(lang, reviews.field_body)
                hint=text!(lang, reviews.field_body_hint, max = integer(ReviewBody::MAX as i64, locale))
                value=body
                max=ReviewBody::MAX
                trouble
            />
            <div class="field">
                <label for="language">{text!(lang, reviews.field_language)}</label>
                <select id="language" name="language">{languages}</select>
            </div>
            <Photos photos trouble sending />
            {(!note.is_empty()).then(|| view! { <p class="fine">{note}</p> })}
            // A photograph that is on its way would be lost with the page.
            <button class="button primary" type="submit" disabled=busy>
                {text!(lang, reviews.send)}
            </button>
        </form>
    }
    .sealed()
}

/// How good it was: five radio buttons, drawn as stars.
#[component]
fn StarField(chosen: String, trouble: Trouble) -> impl IntoView {
    let (lang, locale) = (use_language(), use_locale());
    let wrong = wrong_with(trouble, "stars");
    let right = move |_| trouble.update(|all| all.retain(|(field, _)| field != "stars"));
    let star = |number: i32| {
        let value = number.to_string();
        let checked = value == chosen;
        // The first of them bears the id that the list of what is wrong leads to.
        let id = if number == 1 { "stars".to_owned() } else { format!("stars-{number}") };
        view! {
            <label>
                <input
                    id=id
                    type="radio"
                    name="stars"
                    value=value
                    checked=checked
                    aria-describedby=move || wrong.with(Option::is_some).then_some("stars-error")
                    on:change=right
                />
                <span class="star" aria-hidden="true">"★"</span>
                <span class="star-name">{named(lang, locale, number)}</span>
            </label>
        }
    };
    let stars = (1..=5).map(star).collect_view();
    view! {
        <fieldset class="field star-field">
            <legend>{text!(lang, reviews.field_stars)}</legend>
            {move || wrong.get().map(|sentence| view! { <p class="error" id="stars-error">{sentence}</p> })}
            <div class="star-choice">{stars}</div>
        </fieldset>
    }
    .sealed()
}

/// `4 stars: good`
fn named(lang: Language, locale: Locale, stars: i32) -> String {
    let meaning = match stars {
        1 => text!(lang, reviews.meaning_1),
        2 => text!(lang, reviews.meaning_2),
        3 => text!(lang, reviews.meaning_3),
        4 => text!(lang, reviews.meaning_4),
        _ => text!(lang, reviews.meaning_5),
    };
    let count = i64::from(stars);
    let number = integer(count, locale);
    plural(
        locale,
        count,
        text!(lang, reviews.star_single, count = number.clone(), meaning = meaning),
        text!(lang, reviews.star_many, count = number, meaning = meaning),
    )
}
