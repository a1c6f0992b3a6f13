//! Every purpose with its words, what was said last, and the way to say something else.

use super::send::{ConsentFields, DecisionFields};
use crate::{
    i18n::{use_language, use_locale},
    paths, text,
    ui::Seal,
};
use leptos::prelude::*;
use shared::format::date;

/// The form of all choices.
#[component]
pub(super) fn ChoicesForm(consents: Vec<ConsentFields>, signed_in: bool) -> impl IntoView {
    let (lang, locale) = (use_language(), use_locale());
    let wording = consents.first().map(|consent| consent.wording_version).unwrap_or_default();
    let whose = if signed_in { text!(lang, privacy.choices_account) } else { text!(lang, privacy.choices_guest) };
    let choices = consents.into_iter().map(|consent| view! { <Choice consent /> }).collect_view();
    view! {
        <section class="account-part" aria-labelledby="choices-title">
            <h2 id="choices-title">{text!(lang, privacy.choices_title)}</h2>
            <p>{whose}</p>
            <form class="consent-choices" method="post" action=paths::privacy_choices(locale)>
                <input type="hidden" name="form" value="choices" />
                <input type="hidden" name="wording" value=wording.to_string() />
                {choices}
                <button class="button" type="submit">{text!(lang, privacy.choices_save)}</button>
            </form>
        </section>
    }
    .sealed()
}

#[component]
fn Choice(consent: ConsentFields) -> impl IntoView {
    let (lang, locale) = (use_language(), use_locale());
    let ConsentFields { purpose, title, text, granted, decision, .. } = consent;
    let name = purpose.field();
    let said = match decision {
        None => text!(lang, privacy.said_nothing).to_owned(),
        Some(DecisionFields { granted, decided_at }) => {
            let day = date(decided_at.timestamp(), locale);
            if granted { text!(lang, privacy.said_yes, date = day) } else { text!(lang, privacy.said_no, date = day) }
        }
    };
    let option = move |value: &'static str, label: &'static str, checked: bool| {
        view! {
            <label class="tick">
                <input type="radio" name=name value=value checked=checked />
                {label}
            </label>
        }
    };
    let (said_id, described) = (format!("{name}-said"), format!("{name}-said"));
    view! {
        <fieldset aria-describedby=described>
            <legend>{title}</legend>
            <p>{text}</p>
            <p class="fine" id=said_id>{said}</p>
            <div class="consent-answers">
                {option("no", text!(lang, privacy.no), !granted)} {option("yes", text!(lang, privacy.yes), granted)}
            </div>
        </fieldset>
    }
    .sealed()
}
