//! Rings: groups of accounts that review together.
//!
//! Reviewers and what they review are a graph of two sides. Two reviewers are *bound* ([`bonds`]) by what they did
//! together (the same subjects, close in time, with the same stars: the projections of GSBP, Wang and others 2018, and
//! of GraphRAD) and by what ties them otherwise (shared signals, near-equal texts). [`super::groups`] finds the dense
//! groups of bound reviewers, and [`measure`] says how much each looks like a ring, by measures after GSRank (Mukherjee,
//! Liu and Glance, "Spotting fake reviewer groups", 2012).
//!
//! What keeps honest people out:
//! - Two who met in one shop only are never bound by that, however often and closely: that is what loyal customers
//!   and launches look like. It takes a second shop, or a tie.
//! - What many reviewed in the same weeks says little, and what a crowd shares (a campus, a point of collection) says
//!   nothing.
//! - A family that shares everything is no ring while it does not review the same things.
//!
//! Hence the limit: strangers to each other by every signal who praise one single shop in words of their own are not
//! found. Their price is an address, a device, a payment instrument and a real order each.
//!
//! An account that was found belongs to the whole ring: [`Ring::says`] holds also what it wrote elsewhere.
//!
//! Work and memory are bounded: a review is compared with the 32 after it on the same subject, a signal or a run of
//! text that more than 50 share is left out, so there are at most `32 n + 25 s + 25 · 45 n` comparisons for `n` reviews
//! and `s` sightings, however popular a subject is.

pub mod bonds;
pub mod measure;

use uuid::Uuid;

use super::likeness::Text;
use super::parts::Part;
use super::sightings::{Sighting, SignalKind};
use crate::Timestamp;
use crate::id::{AccountId, ShopId};

/// Groups under this score are chance and are not reported.
pub const SHOWN: f64 = 0.35;
/// From this score on a group is a ring, and being in it alone holds a review. A family of four of whom three reviewed one
/// thing in a week stays under it.
pub const RING: f64 = 0.55;

/// A review, as far as rings are concerned.
#[derive(Clone, Copy, Debug)]
pub struct Review<'a> {
    /// The review.
    pub review: Uuid,
    /// Who wrote it.
    pub reviewer: AccountId,
    /// What it is about: a product, or a shop's service.
    pub subject: Uuid,
    /// Whose subject it is.
    pub shop: ShopId,
    /// 1–5.
    pub stars: u8,
    /// When it was written.
    pub at: Timestamp,
    /// What it says.
    pub text: &'a Text,
}

/// A group of accounts that review together, with all that a picture of it needs.
#[derive(Clone, Debug, PartialEq)]
pub struct Ring {
    /// Who, four or more, in rising order.
    pub members: Vec<AccountId>,
    /// Those among the members who were not in the dense group itself, but are bound to two of it and did the same; in
    /// rising order.
    pub accomplices: Vec<AccountId>,
    /// Others who did on its grounds what the members did, and little else; in rising order.
    pub followers: Vec<AccountId>,
    /// What at least two of them reviewed alike and few others did, targets among it; in rising order.
    pub grounds: Vec<Uuid>,
    /// What at least three of them reviewed.
    pub targets: Vec<Target>,
    /// The lines between members and targets.
    pub strokes: Vec<Stroke>,
    /// The lines between members.
    pub bonds: Vec<Bond>,
    /// 0..1, from [`SHOWN`] on.
    pub score: f64,
    /// What the score is made of.
    pub parts: Vec<Part>,
}

impl Ring {
    /// How much being in this ring says about what somebody wrote, 0..1: 1 for members and followers of a ring, whatever
    /// it is about, and the score alone for a group that scores less than [`RING`]; 0 for all others. Their other
    /// reviews wait with the first ones: by them an account looks honest.
    #[must_use]
    pub fn says(&self, reviewer: AccountId) -> f64 {
        let among = |accounts: &[AccountId]| accounts.binary_search(&reviewer).is_ok();
        let belongs = among(&self.members) || among(&self.followers);
        if !belongs {
            return 0.0;
        }
        if self.score >= RING { 1.0 } else { self.score }
    }
}

/// Something that a ring reviewed together.
#[derive(Clone, Debug, PartialEq)]
pub struct Target {
    /// The product or shop.
    pub subject: Uuid,
    /// Whose it is.
    pub shop: ShopId,
    /// How many of the members reviewed it.
    pub members: u32,
    /// The mean of their stars.
    pub mean: f64,
    /// The mean of everybody else's stars, and how many they are.
    pub others: Option<(f64, u32)>,
    /// The members' first review of it.
    pub first: Timestamp,
    /// The members' last review of it.
    pub last: Timestamp,
}

/// A member's review of a target.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Stroke {
    /// The member.
    pub reviewer: AccountId,
    /// The target.
    pub subject: Uuid,
    /// The review.
    pub review: Uuid,
    /// 1–5.
    pub stars: u8,
    /// When.
    pub at: Timestamp,
}

/// What binds two members.
#[derive(Clone, Debug, PartialEq)]
pub struct Bond {
    /// One of them.
    pub a: AccountId,
    /// The other, the greater id.
    pub b: AccountId,
    /// How closely, 0..1.
    pub weight: f64,
    /// How much of it comes from reviewing together, 0..1, cells among it.
    pub acts: f64,
    /// How much comes from each belonging to a cell and both cells agreeing, 0..1.
    pub cell: f64,
    /// How much comes from signals and texts, 0..1.
    pub tie: f64,
    /// What they share.
    pub shared: Vec<SignalKind>,
    /// How alike their most alike texts are, 0..1.
    pub likeness: f64,
}

/// The groups among the authors of `reviews` that score at least [`SHOWN`], the strongest first. An account is in one
/// of them at most. `sightings` of others than these authors do no harm.
#[must_use]
pub fn find(reviews: &[Review], sightings: &[Sighting]) -> Vec<Ring> {
    let market = bonds::Market::of(reviews);
    let bonds = bonds::all(&market, sightings);
    let mut rings = measure::rings(&market, &bonds);
    rings.sort_by(|x, y| y.score.total_cmp(&x.score).then_with(|| x.members.cmp(&y.members)));
    rings
}

#[cfg(test)]
mod tests;
