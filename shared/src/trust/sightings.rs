//! What two accounts can have in common besides what they write, and how much it says.

use super::unit;
use crate::id::AccountId;

crate::text_enum! {
    /// A kind of signal that accounts share. Only hashes of the values are compared.
    pub enum SignalKind {
        /// A delivery address.
        Address = "address",
        /// A device.
        Device = "device",
        /// A payment instrument.
        Payment = "payment",
    }
}

/// Up to so many accounts one person or a small group may stand behind a signal.
const FEW: f64 = 8.0;
/// What more accounts share is a house, a campus or a point of collection, and ties nobody to anybody.
pub const CROWD: usize = 50;

/// An account was seen with a value.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Sighting {
    /// What kind of value.
    pub kind: SignalKind,
    /// The keyed hash of the value.
    pub hash: u64,
    /// Who was seen with it.
    pub account: AccountId,
}

impl SignalKind {
    /// How much it says that two accounts, and nobody else, have it in common, 0..1: a family shares an address, rarely
    /// all of its devices, and pays each with a card of their own.
    #[must_use]
    pub const fn base(self) -> f64 {
        match self {
            Self::Address => 0.4,
            Self::Device => 0.5,
            Self::Payment => 0.6,
        }
    }

    /// How much it says that two of `accounts` accounts have it in common, 0..1: the base up to 8 accounts, then
    /// `base · 8 / accounts`, and nothing past 50 or for one account alone.
    #[must_use]
    pub fn tie(self, accounts: usize) -> f64 {
        if !(2..=CROWD).contains(&accounts) {
            return 0.0;
        }
        self.base() * unit(FEW / accounts as f64)
    }
}

/// Pairs of accounts with a common value, each with its kind and its tie. At most `25 · n` pairs for `n` sightings,
/// since crowds are left out. Sorted, without repeats of one kind's weaker ties.
pub(crate) fn ties(sightings: &[Sighting]) -> Vec<(AccountId, AccountId, SignalKind, f64)> {
    let mut sorted = sightings.to_vec();
    sorted.sort_unstable();
    sorted.dedup();
    let mut ties = Vec::new();
    for group in sorted.chunk_by(|a, b| (a.kind, a.hash) == (b.kind, b.hash)) {
        let tie = group[0].kind.tie(group.len());
        if tie == 0.0 {
            continue;
        }
        for (at, a) in group.iter().enumerate() {
            ties.extend(group[at + 1..].iter().map(|b| (a.account, b.account, a.kind, tie)));
        }
    }
    // The strongest tie of a pair and kind comes first and stays.
    ties.sort_unstable_by(|x, y| (x.0, x.1, x.2).cmp(&(y.0, y.1, y.2)).then(y.3.total_cmp(&x.3)));
    ties.dedup_by_key(|tie| (tie.0, tie.1, tie.2));
    ties
}

#[cfg(test)]
mod tests {
    use super::*;
    use uuid::Uuid;

    #[test]
    fn a_crowd_ties_nobody() {
        for (accounts, tie) in [(0, 0.0), (1, 0.0), (2, 0.4), (8, 0.4), (16, 0.2), (50, 0.064), (51, 0.0)] {
            assert!((SignalKind::Address.tie(accounts) - tie).abs() < 1e-12, "{accounts}");
        }
    }

    #[test]
    fn pairs_are_made_once_a_kind() {
        let account = |n: u128| AccountId(Uuid::from_u128(n));
        let seen = |hash, n| Sighting { kind: SignalKind::Device, hash, account: account(n) };
        let found = ties(&[seen(1, 3), seen(1, 2), seen(1, 2), seen(2, 2), seen(2, 3), seen(3, 9)]);
        assert_eq!(found, [(account(2), account(3), SignalKind::Device, 0.5)]);
    }
}
