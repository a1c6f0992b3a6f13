//! The picture of a ring.

use super::{
    fields::{BondFields, BondReason, MemberFields, RingFields, Role},
    graph::{Area, Layout},
    review::beginning,
    ring::because,
    words,
};
use crate::{
    i18n::{use_language, use_locale},
    text,
    ui::Seal,
};
use leptos::prelude::*;
use shared::format::{date, integer};

/// Letters of a name that fit into its box.
const FIT: usize = 18;

/// A bond as it is drawn: the places of both members, how closely they are bound, and why.
struct Bond {
    places: (usize, usize),
    strength: f64,
    marks: String,
    words: String,
}

/// Members on the left, what they reviewed on the right, a line for each review, an arc for each bond. What it says stands
/// in tables too, to which its name points.
#[component]
pub(super) fn Picture(ring: RingFields) -> impl IntoView {
    let (lang, locale) = (use_language(), use_locale());
    let RingFields { mut members, mut targets, reviews, bonds, .. } = ring;
    // Whoever belongs to the ring itself stands together.
    members.sort_by_key(|member| (rank(member.role), member.index));
    targets.sort_by_key(|target| target.index);
    let place = |index: i32| members.iter().position(|member| member.index == index);
    let bonds: Vec<Bond> = bonds
        .into_iter()
        .filter_map(|BondFields { a, b, strength, reasons }| {
            let places = (place(a)?, place(b)?);
            let words = format!(
                "{} – {}: {}",
                members.get(places.0)?.name,
                members.get(places.1)?.name,
                because(lang, &reasons)
            );
            (places.0 != places.1).then(|| Bond { places, strength, marks: marks(&reasons), words })
        })
        .collect();
    let pairs: Vec<_> = bonds.iter().map(|bond| bond.places).collect();
    let layout = Layout::new(members.len(), targets.len(), &pairs);
    let lines = reviews
        .into_iter()
        .filter_map(|review| {
            let target = targets.iter().position(|target| target.index == review.target)?;
            let [(x1, y1), (x2, y2)] = layout.line(place(review.member)?, target)?;
            let says = format!(
                "{}, {}",
                words::stars(lang, locale, review.stars),
                date(review.written_at.timestamp(), locale)
            );
            let class = format!("line stars-{}", review.stars.clamp(1, 5));
            Some(view! {
                <path class=class d=format!("M{x1} {y1}L{x2} {y2}")>
                    <title>{says}</title>
                </path>
            })
        })
        .collect_view();
    let arcs = bonds
        .into_iter()
        .zip(&layout.bonds)
        .map(|(bond, arc)| {
            let class = format!("bond {}", closeness(bond.strength));
            let (x, y) = arc.mark.middle();
            view! {
                <g>
                    <title>{bond.words}</title>
                    <path class=class d=arc.path.clone() />
                    <text class="bond-mark" x=x.to_string() y=y.to_string()>{bond.marks}</text>
                </g>
            }
        })
        .collect_view();
    let people = members
        .iter()
        .zip(&layout.members)
        .map(|(member, area)| {
            let (class, says) = (format!("person {}", role(member.role)), about(member));
            view! { <Named area=*area class name=member.name.clone() says /> }
        })
        .collect_view();
    let things = targets
        .iter()
        .zip(&layout.targets)
        .map(|(target, area)| {
            let (class, says) = ("thing".to_owned(), format!("{}, {}", target.title, target.shop_name));
            view! { <Named area=*area class name=target.title.clone() says /> }
        })
        .collect_view();
    let count = |length: usize| integer(i64::try_from(length).unwrap_or(i64::MAX), locale);
    let name = text!(lang, moderation.ring_alt, members = count(members.len()), targets = count(targets.len()));
    view! {
        <svg
            class="ring-picture"
            viewBox=format!("0 0 {} {}", layout.width, layout.height)
            width=layout.width.to_string()
            height=layout.height.to_string()
            role="img"
            aria-labelledby="ring-alt"
        >
            <title id="ring-alt">{name}</title>
            {lines}
            {arcs}
            {people}
            {things}
        </svg>
    }
    .sealed()
}

/// A box with a name in it.
#[component]
fn Named(area: Area, class: String, name: String, says: String) -> impl IntoView {
    let (x, y) = area.middle();
    view! {
        <g class=class>
            <title>{says}</title>
            <rect
                x=area.x.to_string()
                y=area.y.to_string()
                width=area.width.to_string()
                height=area.height.to_string()
                rx="4"
            />
            <text x=x.to_string() y=y.to_string()>{beginning(&name, FIT)}</text>
        </g>
    }
    .sealed()
}

/// What the lines, boxes and marks mean.
#[component]
pub(super) fn Legend() -> impl IntoView {
    let (lang, locale) = (use_language(), use_locale());
    let stars = (1..=5).rev().map(|count| {
        let class = format!("line stars-{count}");
        view! {
            <li>
                <svg class="ring-sample" viewBox="0 0 48 12" width="48" height="12" aria-hidden="true">
                    <path class=class d="M0 6L48 6" />
                </svg>
                {words::stars(lang, locale, count)}
            </li>
        }
    });
    let reasons = REASONS.map(|reason| {
        view! { <li><span class="bond-key" aria-hidden="true">{mark(reason).to_string()}</span> {words::reason(lang, reason)}</li> }
    });
    let roles = [Role::Member, Role::Accomplice, Role::Follower].map(|one| {
        let class = format!("person {}", role(one));
        view! {
            <li>
                <svg class="ring-sample" viewBox="0 0 48 20" width="48" height="20" aria-hidden="true">
                    <g class=class>
                        <rect x="2" y="2" width="44" height="16" rx="4" />
                    </g>
                </svg>
                {words::role(lang, one)}
            </li>
        }
    });
    view! {
        <ul class="legend">
            {stars.collect_view()}
            {reasons.into_iter().collect_view()}
            {roles.into_iter().collect_view()}
        </ul>
    }
    .sealed()
}

const REASONS: [BondReason; 6] = [
    BondReason::Acts,
    BondReason::Address,
    BondReason::Device,
    BondReason::Payment,
    BondReason::Texts,
    BondReason::Cell,
];

/// The figure by which a reason stands on an arc: letters would differ by language.
const fn mark(reason: BondReason) -> char {
    match reason {
        BondReason::Acts => '1',
        BondReason::Address => '2',
        BondReason::Device => '3',
        BondReason::Payment => '4',
        BondReason::Texts => '5',
        BondReason::Cell => '6',
    }
}

fn marks(reasons: &[BondReason]) -> String {
    REASONS.into_iter().filter(|reason| reasons.contains(reason)).map(mark).collect()
}

const fn rank(role: Role) -> u8 {
    match role {
        Role::Member => 0,
        Role::Accomplice => 1,
        Role::Follower => 2,
    }
}

const fn role(role: Role) -> &'static str {
    match role {
        Role::Member => "member",
        Role::Accomplice => "accomplice",
        Role::Follower => "follower",
    }
}

/// The line of a bond: the closer, the thicker.
fn closeness(strength: f64) -> &'static str {
    if strength >= 0.75 {
        "close"
    } else if strength >= 0.4 {
        "near"
    } else {
        "loose"
    }
}

fn about(member: &MemberFields) -> String {
    let (lang, locale) = (use_language(), use_locale());
    text!(
        lang,
        moderation.member_alt,
        name = member.name.clone(),
        date = date(member.opened_at.timestamp(), locale),
        count = integer(i64::from(member.review_count), locale)
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn marks_stand_in_one_order_and_fit() {
        assert_eq!(marks(&[BondReason::Texts, BondReason::Acts]), "15");
        assert_eq!(marks(&REASONS), "123456");
        assert_eq!([0.9, 0.5, 0.1].map(closeness), ["close", "near", "loose"]);
    }
}
