//! Which reviews wait for a moderator.
//!
//! A review is scored by seven parts, each 0..1, with weights that come to 100. From [`HOLD`] on it is *held*: kept,
//! shown to its author as being checked, not counted, and looked at by a person. Nothing is ever deleted by a score.
//!
//! Four parts look at dependence on other accounts: the ring ([`super::rings`]), near-equal texts, shared signals, and
//! keeping to one shop. Three look at the review itself: burst, deviation, youth. Those three and the last of the four
//! weigh 24 together, the threshold is 40: a launch that brings sixty new buyers in three days holds nothing, and
//! neither does anger, while they are strangers to each other. The compiler checks both sums.

pub mod measures;

use super::likeness::Text;
use super::parts::{self, Note, Part, Signal};
use super::sightings::SignalKind;
use super::unit;
use crate::Timestamp;

/// From this score on a review is held.
pub const HOLD: f64 = 0.4;

/// Of the ring.
pub const RING: u8 = 40;
/// Of near-equal texts.
pub const TEXTS: u8 = 20;
/// Of shared signals.
pub const SHARED: u8 = 16;
/// Of keeping to one shop.
pub const EXCLUSIVITY: u8 = 8;
/// Of the burst.
pub const BURST: u8 = 6;
/// Of the deviation.
pub const DEVIATION: u8 = 6;
/// Of the account's youth.
pub const YOUTH: u8 = 4;

const _: () = assert!(RING + TEXTS + SHARED + EXCLUSIVITY + BURST + DEVIATION + YOUTH == 100);
const _: () = assert!(((EXCLUSIVITY + BURST + DEVIATION + YOUTH) as f64) < HOLD * 100.0);

/// What a review is judged by. The caller gathers it; the more of it, the better the judgement, and what is not known is
/// left empty and counts for the author.
#[derive(Clone, Copy, Debug)]
pub struct Evidence<'a> {
    /// 1–5.
    pub stars: u8,
    /// When it was written.
    pub at: Timestamp,
    /// What it says.
    pub text: &'a Text,
    /// When the author's account was opened.
    pub opened: Timestamp,
    /// How many reviews the author wrote, this one among them.
    pub reviews: u32,
    /// How many of them about this shop and its products, this one among them.
    pub reviews_of_shop: u32,
    /// Reviews of the same subject by other accounts: the hundred nearest in time are enough.
    pub others: &'a [Other<'a>],
    /// The mean of the stars that all others gave the subject, and how many they are.
    pub others_mean: Option<(f64, u32)>,
    /// Signals that the author shares with accounts that reviewed this shop or its products.
    pub shared: &'a [SharedWith],
    /// What rings say about it, 0..1: the most of [`super::rings::Ring::says`].
    pub ring: f64,
}

/// Another account's review of the same subject.
#[derive(Clone, Copy, Debug)]
pub struct Other<'a> {
    /// When it was written.
    pub at: Timestamp,
    /// What it says.
    pub text: &'a Text,
}

/// A signal that the author shares.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct SharedWith {
    /// What kind.
    pub kind: SignalKind,
    /// How many accounts have it in all, the author's among them.
    pub accounts: u32,
}

/// What became of a review.
#[derive(Clone, Debug, PartialEq)]
pub struct Verdict {
    /// 0..1.
    pub score: f64,
    /// What the score is made of: ring, texts, shared, exclusivity, burst, deviation, youth.
    pub parts: Vec<Part>,
    /// Whether it waits for a moderator.
    pub hold: bool,
}

/// Judges a review. O(n log n) in the others given.
#[must_use]
pub fn assess(evidence: &Evidence) -> Verdict {
    let (burst, acts, ms) = measures::burst(evidence.at, evidence.others.iter().map(|other| other.at));
    let (likeness, jaccard, shingles) = measures::texts(evidence.text, evidence.others.iter().map(|other| other.text));
    let (mean, count) = evidence.others_mean.unwrap_or_default();
    let days = (evidence.at.0 - evidence.opened.0).max(0) / crate::timestamp::DAY_MS;
    let parts = vec![
        Part::new(Signal::Ring, RING, evidence.ring, Note::Mean(unit(evidence.ring))),
        Part::new(Signal::Texts, TEXTS, likeness, Note::Texts { jaccard, shingles }),
        Part::new(
            Signal::Shared,
            SHARED,
            measures::shared(evidence.shared),
            Note::Shared(evidence.shared.iter().map(|shared| (shared.kind, shared.accounts)).collect()),
        ),
        Part::new(
            Signal::Exclusivity,
            EXCLUSIVITY,
            measures::exclusivity(evidence.reviews_of_shop, evidence.reviews),
            Note::Count { of: evidence.reviews_of_shop, all: evidence.reviews },
        ),
        Part::new(Signal::Burst, BURST, burst, Note::Span { acts, ms }),
        Part::new(
            Signal::Deviation,
            DEVIATION,
            measures::deviation(evidence.stars, mean, count),
            Note::Stars { mean: f64::from(evidence.stars), others: mean, count },
        ),
        Part::new(Signal::Youth, YOUTH, measures::youth(evidence.opened, evidence.at), Note::Days(days)),
    ];
    let score = parts::score(&parts);
    Verdict { score, parts, hold: score >= HOLD }
}

#[cfg(test)]
mod tests;
