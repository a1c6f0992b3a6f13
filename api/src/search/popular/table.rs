//! The searches that many make, in memory: swapped as a whole, and read without waiting for whoever counts.

use super::{AT_LEAST, KEPT_DAYS, today};
use crate::app::App;
use crate::search::text::terms;
use sea_orm::{DbErr, FromQueryResult, Statement};
use shared::Locale;
use std::collections::HashMap;
use std::sync::{Arc, PoisonError, RwLock};

/// Searches that are held, the most frequent.
const MOST_HELD: i64 = 10_000;

/// A search that many make.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Entry {
    query: String,
    /// Its terms, a blank between two: what is typed is compared with these.
    folded: String,
}

type Table = HashMap<Locale, Vec<Entry>>;

/// What is offered now; cheap to read.
#[derive(Debug, Default)]
pub struct Popular(RwLock<Arc<Table>>);

impl Popular {
    /// The searches in a language that go on as somebody has begun to type, the most frequent first, without what was typed
    /// itself.
    pub fn beginning(&self, typed: &str, locale: Locale) -> Vec<String> {
        let begun = terms(typed).join(" ");
        if begun.chars().count() < 2 {
            return Vec::new();
        }
        let table = Arc::clone(&self.0.read().unwrap_or_else(PoisonError::into_inner));
        let entries = table.get(&locale).into_iter().flatten();
        let fits = |entry: &&Entry| entry.folded.len() > begun.len() && entry.folded.starts_with(&begun);
        entries.filter(fits).map(|entry| entry.query.clone()).collect()
    }

    /// Offers these from now on; whether they are others.
    fn swap(&self, table: Table) -> bool {
        let mut held = self.0.write().unwrap_or_else(PoisonError::into_inner);
        let changed = **held != table;
        *held = Arc::new(table);
        changed
    }
}

#[derive(FromQueryResult)]
struct Row {
    locale: Locale,
    query: String,
}

/// Counts what was searched for and offers that from now on; returns how many searches, or 0 where they are those of before.
///
/// # Errors
/// When the database does not answer.
pub async fn refresh(app: &App) -> Result<u64, DbErr> {
    // Each visitor has one row a day, so that rows of one day are as many people.
    let sql = "SELECT locale, query FROM (SELECT locale, query, COUNT(*) AS visitors FROM search_queries WHERE day > $1 \
         GROUP BY locale, query, day) AS days GROUP BY locale, query \
         HAVING MAX(visitors) >= $2 ORDER BY SUM(visitors) DESC, query LIMIT $3";
    let since = today(app.clock.now()).saturating_sub(KEPT_DAYS);
    let values = [since.into(), AT_LEAST.into(), MOST_HELD.into()];
    let statement = Statement::from_sql_and_values(app.db.backend(), sql, values);
    let rows = Row::find_by_statement(statement).all(app.db.read()).await?;
    let count = rows.len() as u64;
    let mut table = Table::new();
    for Row { locale, query } in rows {
        let folded = terms(&query).join(" ");
        table.entry(locale).or_default().push(Entry { query, folded });
    }
    Ok(if app.popular.swap(table) { count } else { 0 })
}
