//! What is known of those who were here a moment ago, held in memory under a mark that the database computes by each request:
//! where one of their rows has come, gone or changed, another mark comes out, and the rows are read anew.

use super::super::answers::Answers;
use super::Person;
use super::known::{self, Known};
use moka::sync::Cache;
use sea_orm::FromQueryResult;
use shared::Timestamp;
use std::sync::Arc;
use std::time::Duration;

/// People of whom it is held at most, up to some twenty kilobytes each.
const MAX_PEOPLE: u64 = 5_000;
/// How long it is held of somebody who does nothing.
const KEPT: Duration = Duration::from_secs(60);

/// Whether somebody allows it, and, if they do, sums over the rows that say what they did.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, FromQueryResult)]
pub(in super::super) struct Mark {
    /// The newest decision; none when they were never asked.
    pub(super) allowed: Option<bool>,
    pub(super) signals: i64,
    pub(super) signals_at: i64,
    pub(super) dwell_ms: i64,
    pub(super) newest_signal: i64,
    pub(super) deeds: i64,
    pub(super) deeds_at: i64,
    pub(super) stars: i64,
    pub(super) newest_deed: i64,
}

impl Mark {
    /// Whether all of it was done before.
    fn is_settled(self, before: Timestamp) -> bool {
        self.newest_signal.max(self.newest_deed) < before.0
    }
}

/// What was known of somebody under a mark, nothing when they did not allow it, and what was suggested from that.
#[derive(Clone, Debug)]
pub(in super::super) struct Remembered {
    pub(in super::super) mark: Mark,
    pub(in super::super) known: Option<Arc<Known>>,
    pub(in super::super) answers: Arc<Answers>,
}

/// What one process holds.
pub struct People(Cache<Person, Remembered>);

impl Default for People {
    fn default() -> Self {
        Self(Cache::builder().max_capacity(MAX_PEOPLE).time_to_live(KEPT).build())
    }
}

impl People {
    /// What was known of somebody: to be believed only if the database still has that mark for them.
    pub(in super::super) fn get(&self, person: &Person) -> Option<Remembered> {
        self.0.get(person)
    }

    /// Holds what was read, unless some of it was done after `settled`.
    pub(super) fn keep(&self, person: Person, read: &Remembered, settled: Timestamp) {
        if read.mark.is_settled(settled) {
            self.0.insert(person, read.clone());
        } else {
            self.forget(&person);
        }
    }

    /// Forgets somebody who has just done something.
    pub(super) fn forget(&self, person: &Person) {
        self.0.invalidate(person);
    }
}

/// The statement that computes the [`Mark`] of a person, `$1`, who may allow the purpose, `$2`.
pub(in super::super) fn mark_of(person: &Person) -> String {
    let (column, _) = person.key();
    let total = |of: &str| format!("CAST(COALESCE({of}, 0) AS BIGINT)");
    let deeds = match person {
        Person::Account(_) => known::deeds_of_account(),
        Person::Guest(_) => "SELECT 0 AS at, 0 AS stars WHERE 1 = 0".to_owned(),
    };
    format!(
        "WITH consent AS ({consent}) SELECT (SELECT granted FROM consent) AS allowed, s.*, d.* FROM \
         (SELECT COUNT(*) AS signals, {sum_at} AS signals_at, {dwell} AS dwell_ms, {newest} AS newest_signal \
         FROM ({signals}) AS done WHERE EXISTS (SELECT 1 FROM consent WHERE granted)) AS s CROSS JOIN \
         (SELECT COUNT(*) AS deeds, {sum_at} AS deeds_at, {stars} AS stars, {newest} AS newest_deed \
         FROM ({deeds}) AS did WHERE EXISTS (SELECT 1 FROM consent WHERE granted)) AS d",
        consent = known::consent_of(column),
        sum_at = total("SUM(at)"),
        newest = total("MAX(at)"),
        dwell = total("SUM(dwell_ms)"),
        stars = total("SUM(stars)"),
        signals = known::signals_of(column),
    )
}
