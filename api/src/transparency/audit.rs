//! `vouch verify-log`: proving the log in the database, or in a file that was fetched.

use super::chain::{self, Record};
use super::export::{End, records};
use super::prices::{self, PricePayload};
use super::reviews;
use super::walk::{Finding, Head, Walk};
use crate::app::App;
use anyhow::Context as _;
use sea_orm::{AccessMode, ConnectionTrait, DbBackend, DbErr, IsolationLevel, TransactionTrait as _};
use std::fmt;
use std::fs::File;
use std::io::{BufRead as _, BufReader};
use std::path::Path;

/// Findings that are told one by one.
const TOLD: usize = 20;

/// What was found.
#[derive(Debug)]
pub struct Audit {
    /// How many entries were read.
    pub entries: i64,
    /// Where the log ends.
    pub head: Head,
    /// How many prices that are shown were compared; `None` of a file.
    pub prices: Option<u64>,
    /// How many reviews were; `None` of a file.
    pub reviews: Option<u64>,
    /// What is wrong.
    pub findings: Vec<Finding>,
}

impl fmt::Display for Audit {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for finding in self.findings.iter().take(TOLD) {
            writeln!(f, "{finding}")?;
        }
        if self.findings.len() > TOLD {
            writeln!(f, "… and {} more", self.findings.len() - TOLD)?;
        }
        write!(f, "{} entries", self.entries)?;
        if let Some(prices) = self.prices {
            write!(f, ", {prices} prices compared")?;
        }
        if let Some(reviews) = self.reviews {
            write!(f, ", {reviews} reviews compared")?;
        }
        if self.findings.is_empty() {
            f.write_str(", nothing altered or missing")?;
        } else {
            write!(f, ", {} faults", self.findings.len())?;
        }
        write!(f, "\nhead {}:{}", self.head.size, hex::encode(self.head.hash))
    }
}

/// Proves the log in the database, and that each price and each review that is shown is the one in its newest
/// entry.
///
/// # Errors
/// When the database does not answer.
pub async fn database(app: &App, seen: Option<Head>) -> Result<Audit, DbErr> {
    let mut walk = Walk::new(seen);
    // One look at the database, whatever is written meanwhile. A reader of SQLite sees one state anyway.
    let postgres = app.db.backend() == DbBackend::Postgres;
    let level = postgres.then_some(IsolationLevel::RepeatableRead);
    let tx = app.db.read().begin_with_config(level, postgres.then_some(AccessMode::ReadOnly)).await?;
    let mut after = i64::MIN;
    loop {
        let records = records(&tx, after, i64::MAX).await?;
        let Some(last) = records.last() else { break };
        after = last.sequence;
        records.iter().for_each(|record| walk.take(record));
    }
    let said = super::head(&tx).await?;
    let said = chain::parse(&said.hash).map(|hash| Head { size: said.size, hash });
    let head = walk.finish(said);
    let compared = compare(&tx, &mut walk.findings).await?;
    let reviews = reviews::compare(&tx, &mut walk.findings).await?;
    tx.rollback().await?;
    Ok(Audit { entries: walk.entries, head, prices: Some(compared), reviews: Some(reviews), findings: walk.findings })
}

/// Compares the prices that are shown with the log; tells how many there are.
async fn compare<C: ConnectionTrait>(conn: &C, findings: &mut Vec<Finding>) -> Result<u64, DbErr> {
    let (mut last, mut compared) = (None, 0);
    loop {
        let rows = prices::variants_after(conn, last).await?;
        let Some(end) = rows.last() else { return Ok(compared) };
        last = Some(end.id);
        compared += rows.len() as u64;
        let histories = prices::histories(conn, rows.iter().map(|row| row.id)).await?;
        for row in rows {
            let variant = row.id.to_string();
            let logged = histories.get(&variant).and_then(|history| history.last()).map(|(_, price)| *price);
            let shown = PricePayload { compare_at: row.compare_at, currency: row.currency, price: row.price };
            if logged != Some(shown) {
                let logged = logged.map(|price| price.price);
                findings.push(Finding::PriceDiffers { variant, shown: row.price, logged });
            }
        }
    }
}

/// Proves a file of lines as `/transparency/log.jsonl` sends it.
///
/// # Errors
/// When the file cannot be read.
pub fn file(path: &Path, seen: Option<Head>) -> anyhow::Result<Audit> {
    let name = || format!("cannot read {}", path.display());
    let reader = BufReader::new(File::open(path).with_context(name)?);
    let (mut walk, mut said) = (Walk::new(seen), None);
    for (number, line) in (1..).zip(reader.split(b'\n')) {
        let line = line.with_context(name)?;
        if let Ok(record) = serde_json::from_slice::<Record>(&line) {
            walk.take(&record);
        } else if let Ok(End { head }) = serde_json::from_slice(&line) {
            said = chain::parse(&head.hash).map(|hash| Head { size: head.size, hash });
        } else {
            walk.unreadable(number);
        }
    }
    let head = walk.finish(said);
    Ok(Audit { entries: walk.entries, head, prices: None, reviews: None, findings: walk.findings })
}
