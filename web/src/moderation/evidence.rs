//! Why the machine held a review: the score, and what it is made of.

use super::{
    fields::{EvidenceFields, PartFields},
    ring::Ring,
    words::{self, hundredths},
};
use crate::{
    i18n::{use_language, use_locale},
    paths, text,
    ui::Seal,
};
use leptos::prelude::*;
use shared::format::{date_time, integer};

#[component]
pub(super) fn Evidence(evidence: EvidenceFields) -> impl IntoView {
    let (lang, locale) = (use_language(), use_locale());
    let EvidenceFields { score, threshold, judged_at, parts, ring } = evidence;
    let figure = |share: f64| integer(hundredths(share), locale);
    let sum = text!(
        lang,
        moderation.score,
        score = figure(score),
        threshold = figure(threshold),
        date = date_time(judged_at.timestamp(), locale)
    );
    view! {
        <section class="account-part" aria-labelledby="evidence-title">
            <h2 id="evidence-title">{text!(lang, moderation.evidence_title)}</h2>
            <p>{sum}</p>
            <div class="table-scroll" role="region" tabindex="0" aria-label=text!(lang, moderation.evidence_table)>
                <table class="figures">
                    <thead>
                        <tr>
                            <th scope="col">{text!(lang, moderation.column_part)}</th>
                            <th scope="col">{text!(lang, moderation.column_value)}</th>
                            <th scope="col" class="number">{text!(lang, moderation.column_weight)}</th>
                            <th scope="col" class="number">{text!(lang, moderation.column_points)}</th>
                            <th scope="col">{text!(lang, moderation.column_note)}</th>
                        </tr>
                    </thead>
                    <tbody>{parts.into_iter().map(|part| view! { <PartRow part /> }).collect_view()}</tbody>
                </table>
            </div>
            <p class="fine">
                <a href=paths::help_topic(locale, "safety")>{text!(lang, moderation.evidence_help)}</a>
            </p>
        </section>
        {ring.map(|ring| view! { <Ring ring /> })}
    }
    .sealed()
}

#[component]
fn PartRow(part: PartFields) -> impl IntoView {
    let (lang, locale) = (use_language(), use_locale());
    let PartFields { part, value, weight, note } = part;
    let name = words::part(lang, part);
    view! {
        <tr>
            <th scope="row">{name}</th>
            <td><Share name value /></td>
            <td class="number">{integer(i64::from(weight), locale)}</td>
            <td class="number">{integer(hundredths(value * f64::from(weight) / 100.0), locale)}</td>
            <td>{note}</td>
        </tr>
    }
    .sealed()
}

/// A share of one as a bar, with its figure.
#[component]
pub(super) fn Share(name: &'static str, value: f64) -> impl IntoView {
    let locale = use_locale();
    let share = hundredths(value);
    view! {
        <span class="share">
            <meter min="0" max="100" value=share.to_string() aria-label=name></meter>
            <span>{integer(share, locale)}</span>
        </span>
    }
    .sealed()
}
