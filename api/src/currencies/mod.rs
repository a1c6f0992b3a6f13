//! Currencies in which amounts are also shown, by a table of rates that operators keep. Nothing is ever charged by it.
//!
//! The table is a file, read when the server starts and again whenever it changes; a wrong one is refused with the line
//! and the reason, and the table before it stays. Each node keeps its own copy in memory: no statement is sent for it.

pub mod graphql;
mod names;
mod table;

use crate::app::App;
use crate::config::Config;
use shared::rates::{Rate, convert};
use shared::timestamp::DAY_MS;
use shared::{Currency, Locale, Money, Timestamp};
use std::path::Path;
use std::sync::{Arc, Mutex, PoisonError, RwLock};
use std::time::{Duration, SystemTime};
pub use table::Table;
use tokio_util::sync::CancellationToken;

/// How often the file is looked at.
const LOOK_EVERY: Duration = Duration::from_secs(5);

/// The table of a node, if it has one.
#[derive(Debug, Default)]
pub struct Currencies {
    table: RwLock<Option<Arc<Table>>>,
    read: Mutex<Option<Mark>>,
}

/// By what a changed file is told.
type Mark = (SystemTime, u64);

impl Currencies {
    /// Reads the file that the configuration names. A wrong one is no reason not to serve: it is logged, and prices are
    /// shown as they are charged.
    #[must_use]
    pub fn open(config: &Config) -> Self {
        let currencies = Self::default();
        currencies.look(config);
        currencies
    }

    /// Reads the file if it is another than the last time; whether there is a new table.
    pub fn look(&self, config: &Config) -> bool {
        let Some(path) = &config.rates else { return false };
        let mark = mark(path);
        let mut read = self.read.lock().unwrap_or_else(PoisonError::into_inner);
        // A file that is away for a moment while it is replaced is not new.
        if mark.is_none() && read.is_some() || mark.is_some() && *read == mark {
            return false;
        }
        *read = mark;
        match table::read(path, config.currency) {
            Ok(table) => {
                tracing::info!(date = %table.day(), currencies = table.len(), "rates of exchange were read");
                *self.table.write().unwrap_or_else(PoisonError::into_inner) = Some(Arc::new(table));
                true
            }
            Err(error) => {
                tracing::error!("the rates of exchange stay as they were: {error:#}");
                false
            }
        }
    }

    fn table(&self) -> Option<Arc<Table>> {
        self.table.read().unwrap_or_else(PoisonError::into_inner).clone()
    }
}

fn mark(path: &Path) -> Option<Mark> {
    let file = std::fs::metadata(path).ok()?;
    Some((file.modified().ok()?, file.len()))
}

/// Keeps the table as the file is, until `stop`.
pub async fn follow(app: App, stop: CancellationToken) {
    loop {
        tokio::select! {
            () = stop.cancelled() => return,
            () = tokio::time::sleep(LOOK_EVERY) => {
                app.currencies.look(&app.config);
            }
        }
    }
}

/// How amounts are also shown to one visitor: one table for a whole request, whatever happens to the file meanwhile.
#[derive(Clone, Debug, Default)]
pub struct Shown(Option<Chosen>);

#[derive(Clone, Debug)]
struct Chosen {
    table: Arc<Table>,
    currency: Currency,
    rate: Rate,
    stale: bool,
}

impl Shown {
    /// For a visitor who has chosen this currency.
    #[must_use]
    pub fn new(app: &App, currency: Option<Currency>) -> Self {
        let chosen = currency.and_then(|currency| {
            let table = app.currencies.table()?;
            let (rate, stale) = (table.rate(currency)?, is_stale(app, &table));
            Some(Chosen { table, currency, rate, stale })
        });
        Self(chosen)
    }

    /// What an amount is about worth; none in its own currency, without a rate, and when it is too large to show.
    #[must_use]
    pub fn worth(&self, money: Money) -> Option<Money> {
        let Chosen { table, currency, rate, .. } =
            self.0.as_ref().filter(|chosen| chosen.currency != money.currency)?;
        convert(money, table.rate(money.currency)?, *rate, *currency).ok()
    }
}

/// A currency that can be chosen.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Choice {
    /// The currency.
    pub currency: Currency,
    /// Its name in the language asked for.
    pub name: &'static str,
    /// The day of its rate.
    pub rate_date: Timestamp,
    /// Whether the rates are older than they should be.
    pub stale: bool,
    /// Whether the visitor sees amounts in it: the market's own counts as chosen until another one is.
    pub chosen: bool,
}

/// The currencies that can be chosen, the market's own first, the others by name. Empty without a table.
#[must_use]
pub fn choices(app: &App, locale: Locale, chosen: Option<Currency>) -> Vec<Choice> {
    let Some(table) = app.currencies.table() else { return Vec::new() };
    let (own, stale) = (app.config.currency, is_stale(app, &table));
    let chosen = chosen.filter(|currency| table.rate(*currency).is_some()).unwrap_or(own);
    let choice = |currency| Choice {
        currency,
        name: names::name(currency, locale),
        rate_date: table.date(),
        stale,
        chosen: currency == chosen,
    };
    let mut choices: Vec<Choice> = table.currencies().map(choice).collect();
    choices.sort_by_key(|choice| (choice.currency != own, choice.name));
    choices
}

fn is_stale(app: &App, table: &Table) -> bool {
    app.clock.now().0 - table.date().0 > (i64::from(app.config.rates_max_age_days) + 1) * DAY_MS
}
