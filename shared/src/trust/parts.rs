//! The parts of a score, as moderators and authors see them: what was looked at, how much it says, what it weighs.

use super::sightings::SignalKind;
use super::unit;
use serde::{Deserialize, Serialize};

crate::text_enum! {
    /// What a part of a score looks at.
    pub enum Signal {
        /// Of a review: its author belongs to a ring.
        Ring = "ring",
        /// Of a review: somebody else wrote nearly the same.
        Texts = "texts",
        /// Of a review: its author shares an address, a device or a payment instrument with others who review there.
        Shared = "shared",
        /// Of a review: its author writes about one shop only.
        Exclusivity = "exclusivity",
        /// Of a review: several came at once.
        Burst = "burst",
        /// Of a review: its stars are far from those of others.
        Deviation = "deviation",
        /// Of a review: its author's account is young.
        Youth = "youth",
        /// Of a group: how closely its members are bound to each other.
        Bonds = "bonds",
        /// Of a group: how much of what its members do goes to the same few targets.
        Focus = "focus",
        /// Of a group: how many targets its members have in common.
        Support = "support",
        /// Of a group: how quickly it acted on each target.
        Window = "window",
        /// Of a group: how large a part of all that happened to its targets it did.
        Ratio = "ratio",
        /// Of a group: how far it is from what others say of its targets.
        Dissent = "dissent",
    }
}

/// The figures behind a part, so that it can be said in any language.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Note {
    /// The most alike text of another account.
    Texts {
        /// The share of common shingles.
        jaccard: f64,
        /// How many shingles the shorter of both has.
        shingles: u32,
    },
    /// What is shared, with the number of accounts that share it.
    Shared(Vec<(SignalKind, u32)>),
    /// So many of so many.
    Count {
        /// Those that are meant.
        of: u32,
        /// All.
        all: u32,
    },
    /// Something took so long.
    Span {
        /// How many reviews or votes it was.
        acts: u32,
        /// From the first to the last, in milliseconds.
        ms: i64,
    },
    /// Stars beside those of others.
    Stars {
        /// The mean of those that are meant.
        mean: f64,
        /// The mean of the others.
        others: f64,
        /// How many others.
        count: u32,
    },
    /// The account's age when it wrote, in whole days.
    Days(i64),
    /// A mean over pairs, members or targets.
    Mean(f64),
}

/// One part of a score.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Part {
    /// What it looks at.
    pub signal: Signal,
    /// How much it says, 0..1.
    pub value: f64,
    /// What it weighs, in hundredths of the whole score.
    pub weight: u8,
    /// Its figures.
    pub note: Note,
}

impl Part {
    /// A part, its value brought into 0..1.
    #[must_use]
    pub fn new(signal: Signal, weight: u8, value: f64, note: Note) -> Self {
        Self { signal, value: unit(value), weight, note }
    }
}

/// The score of parts whose weights come to 100: `Σ value · weight / 100`, 0..1.
#[must_use]
pub fn score(parts: &[Part]) -> f64 {
    unit(parts.iter().map(|part| part.value * f64::from(part.weight)).sum::<f64>() / 100.0)
}
