//! What is known of those who were here a moment ago, held in memory under a mark that the database computes by each request:
//! where one of their rows has come, gone or changed, another mark comes out, and the rows are read anew.

use super::Person;
use super::known::{Known, all_deeds_of_account, signals_of};
use crate::app::App;
use crate::consents::entity::Purpose;
use moka::sync::Cache;
use sea_orm::{DbErr, FromQueryResult, Statement};
use shared::Timestamp;
use std::time::Duration;

/// People of whom it is held at most, some kilobytes each.
const MAX_PEOPLE: u64 = 10_000;
/// How long it is held of somebody who does nothing.
const KEPT: Duration = Duration::from_secs(60);
/// What has rows within so many milliseconds before it was read is not held: other rows of the same moment could not be told
/// from them.
pub(super) const SETTLED_MS: i64 = 1_000;

/// Whether somebody allows it, and sums over the rows that say what they did.
#[derive(Clone, Copy, Debug, PartialEq, Eq, FromQueryResult)]
pub(super) struct Mark {
    /// The newest decision; none when they were never asked.
    allowed: Option<bool>,
    signals: i64,
    signals_at: i64,
    dwell_ms: i64,
    newest_signal: i64,
    deeds: i64,
    deeds_at: i64,
    stars: i64,
    newest_deed: i64,
}

impl Mark {
    pub(super) fn is_allowed(self) -> bool {
        self.allowed == Some(true)
    }

    /// Whether all of it was done before.
    pub(super) fn is_settled(self, before: Timestamp) -> bool {
        self.newest_signal.max(self.newest_deed) < before.0
    }
}

/// What one process holds.
pub struct People(Cache<Person, (Mark, Known)>);

impl Default for People {
    fn default() -> Self {
        Self(Cache::builder().max_capacity(MAX_PEOPLE).time_to_live(KEPT).build())
    }
}

impl People {
    /// What is known of somebody, if it was under this mark.
    pub(super) fn get(&self, person: &Person, mark: Mark) -> Option<Known> {
        self.0.get(person).filter(|(held, _)| *held == mark).map(|(_, known)| known)
    }

    pub(super) fn keep(&self, person: Person, mark: Mark, known: &Known) {
        self.0.insert(person, (mark, known.clone()));
    }

    pub(super) fn forget(&self, person: &Person) {
        self.0.invalidate(person);
    }
}

/// Asks whether a visitor allows it, and for the mark of what they did: one statement.
///
/// # Errors
/// When the database does not answer.
pub(super) async fn mark(app: &App, person: &Person) -> Result<Mark, DbErr> {
    let (column, value) = person.key();
    let deeds = match person {
        Person::Account(_) => all_deeds_of_account(),
        Person::Guest(_) => "SELECT 0 AS at, 0 AS stars WHERE 1 = 0".to_owned(),
    };
    let total = |of: &str| format!("CAST(COALESCE({of}, 0) AS BIGINT)");
    let sql = format!(
        "SELECT (SELECT granted FROM consents WHERE {column} = $1 AND purpose = $2 ORDER BY seq DESC LIMIT 1) AS allowed, \
         s.*, d.* FROM (SELECT COUNT(*) AS signals, {sum_at} AS signals_at, {dwell} AS dwell_ms, {newest} AS newest_signal \
         FROM ({signals}) AS done) AS s, \
         (SELECT COUNT(*) AS deeds, {sum_at} AS deeds_at, {stars} AS stars, {newest} AS newest_deed FROM ({deeds}) AS did) AS d",
        sum_at = total("SUM(at)"),
        newest = total("MAX(at)"),
        dwell = total("SUM(dwell_ms)"),
        stars = total("SUM(stars)"),
        signals = signals_of(column),
    );
    let statement = Statement::from_sql_and_values(app.db.backend(), sql, [value, Purpose::Personalisation.into()]);
    let found = Mark::find_by_statement(statement).one(app.db.read()).await?;
    found.ok_or_else(|| DbErr::RecordNotFound("sums are always there".to_owned()))
}
