//! The ring to which the author of a review belongs: its figures, its picture, and the same in tables.

use super::{
    evidence::Share,
    fields::{BondFields, BondReason, EdgeFields, MeasureFields, MemberFields, RingFields, TargetFields},
    picture::{Legend, Picture},
    words::{self, hundredths},
};
use crate::{
    i18n::{Language, use_language, use_locale},
    text,
    ui::Seal,
};
use leptos::prelude::*;
use shared::{
    Locale,
    format::{date, integer},
};

#[component]
pub(super) fn Ring(ring: RingFields) -> impl IntoView {
    let (lang, locale) = (use_language(), use_locale());
    let sum = text!(
        lang,
        moderation.ring_score,
        score = integer(hundredths(ring.score), locale),
        members = count(locale, ring.members.len()),
        targets = count(locale, ring.targets.len())
    );
    let measures = ring.parts.iter().cloned().map(|part| view! { <MeasureRow part /> }).collect_view();
    view! {
        <section class="account-part" aria-labelledby="ring-title">
            <h2 id="ring-title">{text!(lang, moderation.ring_title)}</h2>
            <p>{sum}</p>
            <div class="table-scroll" role="region" tabindex="0" aria-label=text!(lang, moderation.ring_parts)>
                <table class="figures">
                    <thead>
                        <tr>
                            <th scope="col">{text!(lang, moderation.column_part)}</th>
                            <th scope="col">{text!(lang, moderation.column_value)}</th>
                            <th scope="col" class="number">{text!(lang, moderation.column_weight)}</th>
                        </tr>
                    </thead>
                    <tbody>{measures}</tbody>
                </table>
            </div>
            <div class="table-scroll" role="region" tabindex="0" aria-label=text!(lang, moderation.ring_picture)>
                <Picture ring=ring.clone() />
            </div>
            <Legend />
            <details class="ring-tables">
                <summary>{text!(lang, moderation.ring_tables)}</summary>
                <Tables ring />
            </details>
        </section>
    }
    .sealed()
}

fn count(locale: Locale, length: usize) -> String {
    integer(i64::try_from(length).unwrap_or(i64::MAX), locale)
}

#[component]
fn MeasureRow(part: MeasureFields) -> impl IntoView {
    let (lang, locale) = (use_language(), use_locale());
    let MeasureFields { part, value, weight } = part;
    let name = words::measure(lang, part);
    view! {
        <tr>
            <th scope="row">{name}</th>
            <td><Share name value /></td>
            <td class="number">{integer(i64::from(weight), locale)}</td>
        </tr>
    }
    .sealed()
}

/// All that the picture shows, in words.
#[component]
fn Tables(ring: RingFields) -> impl IntoView {
    let (lang, locale) = (use_language(), use_locale());
    let RingFields { members, targets, reviews, bonds, .. } = ring;
    let member = |index: i32| members.iter().find(|member| member.index == index);
    let name = |index: i32| member(index).map(|member| member.name.clone()).unwrap_or_default();
    let thing = |index: i32| {
        let found = targets.iter().find(|target| target.index == index);
        found.map(|TargetFields { title, shop_name, .. }| format!("{title}, {shop_name}")).unwrap_or_default()
    };
    let people = members.iter().map(|MemberFields { name, opened_at, review_count, role, .. }| {
        let cells = [
            date(opened_at.timestamp(), locale),
            integer(i64::from(*review_count), locale),
            words::role(lang, *role).to_owned(),
        ];
        row(name.clone(), cells)
    });
    let people = people.collect_view();
    let written = reviews.iter().map(|EdgeFields { member, target, stars, written_at }| {
        let cells = [thing(*target), words::stars(lang, locale, *stars), date(written_at.timestamp(), locale)];
        row(name(*member), cells)
    });
    let written = written.collect_view();
    let bound = bonds.iter().map(|BondFields { a, b, strength, reasons }| {
        let cells = [name(*b), integer(hundredths(*strength), locale), because(lang, reasons)];
        row(name(*a), cells)
    });
    let bound = bound.collect_view();
    view! {
        {table(
            text!(lang, moderation.table_members),
            [
                text!(lang, moderation.column_name),
                text!(lang, moderation.column_opened),
                text!(lang, moderation.column_reviews),
                text!(lang, moderation.column_role),
            ],
            people.sealed(),
        )}
        {table(
            text!(lang, moderation.table_reviews),
            [
                text!(lang, moderation.column_name),
                text!(lang, moderation.column_target),
                text!(lang, moderation.column_stars),
                text!(lang, moderation.column_written),
            ],
            written.sealed(),
        )}
        {table(
            text!(lang, moderation.table_bonds),
            [
                text!(lang, moderation.column_name),
                text!(lang, moderation.column_other),
                text!(lang, moderation.column_strength),
                text!(lang, moderation.column_reasons),
            ],
            bound.sealed(),
        )}
    }
    .sealed()
}

/// Why two are bound, as a list in a sentence.
pub(super) fn because(lang: Language, reasons: &[BondReason]) -> String {
    reasons.iter().map(|reason| words::reason(lang, *reason)).collect::<Vec<_>>().join(", ")
}

fn row(name: String, cells: [String; 3]) -> AnyView {
    let cells = cells.map(|cell| view! { <td>{cell}</td> }).into_iter().collect_view();
    view! { <tr><th scope="row">{name}</th>{cells}</tr> }.sealed()
}

fn table(caption: &'static str, columns: [&'static str; 4], rows: AnyView) -> AnyView {
    let heads = columns.map(|column| view! { <th scope="col">{column}</th> }).into_iter().collect_view();
    view! {
        <div class="table-scroll" role="region" tabindex="0" aria-label=caption>
            <table class="figures">
                <caption>{caption}</caption>
                <thead><tr>{heads}</tr></thead>
                <tbody>{rows}</tbody>
            </table>
        </div>
    }
    .sealed()
}
