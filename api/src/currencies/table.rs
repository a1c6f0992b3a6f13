//! A table of rates and the files that hold one.
//!
//! JSON:
//! ```json
//! { "base": "EUR", "date": "2026-11-27", "rates": { "USD": "1.16", "VND": "30400" } }
//! ```
//! CSV, with the same base and date on every row:
//! ```csv
//! base,date,currency,rate
//! EUR,2026-11-27,USD,1.16
//! ```
//! A rate says how many units of its currency one unit of the base is worth, as an exact decimal text. Codes of
//! currencies that Vouch does not show are passed over: tables that banks publish name more.

use anyhow::{Context as _, anyhow, bail, ensure};
use serde::de::{self, MapAccess, Visitor};
use serde::{Deserialize, Deserializer};
use shared::rates::Rate;
use shared::{Currency, Timestamp};
use std::collections::BTreeMap;
use std::fmt;
use std::path::Path;

/// The largest file that is read, in bytes.
const MAX_FILE: u64 = 1 << 20;

/// The rates of one day.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Table {
    date: Timestamp,
    rates: BTreeMap<Currency, Rate>,
}

impl Table {
    /// The day of the rates, at its beginning.
    #[must_use]
    pub fn date(&self) -> Timestamp {
        self.date
    }

    /// The day as it is written in files.
    #[must_use]
    pub fn day(&self) -> String {
        let civil = self.date.civil();
        format!("{:04}-{:02}-{:02}", civil.year, civil.month, civil.day)
    }

    /// Units of a currency for one of the base.
    #[must_use]
    pub fn rate(&self, currency: Currency) -> Option<Rate> {
        self.rates.get(&currency).copied()
    }

    /// The currencies that it knows.
    pub fn currencies(&self) -> impl Iterator<Item = Currency> {
        self.rates.keys().copied()
    }

    /// How many currencies it knows.
    #[must_use]
    pub fn len(&self) -> usize {
        self.rates.len()
    }

    /// Never: the base is always there.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.rates.is_empty()
    }

    fn new(base: Code, date: Day, mut rates: BTreeMap<Currency, Rate>, own: Currency) -> anyhow::Result<Self> {
        if let Code(Some(base)) = base {
            let rate = rates.entry(base).or_insert(Rate::ONE);
            ensure!(*rate == Rate::ONE, "the rate of {base}, the base, is not 1");
        }
        ensure!(rates.contains_key(&own), "there is no rate for {own}, the currency in which this market charges");
        Ok(Self { date: date.0, rates })
    }
}

/// Reads a table that must know `own`, the market's currency.
///
/// # Errors
/// What is wrong with the file, with the line.
pub(super) fn read(path: &Path, own: Currency) -> anyhow::Result<Table> {
    let table = || {
        let file = std::fs::metadata(path)?;
        ensure!(file.len() <= MAX_FILE, "it is larger than {MAX_FILE} bytes");
        let text = std::fs::read_to_string(path)?;
        match path.extension().and_then(|end| end.to_str()) {
            Some("json") => from_json(&text, own),
            Some("csv") => from_csv(&text, own),
            _ => bail!("its name must end in .json or .csv"),
        }
    };
    table().with_context(|| format!("{} is no table of rates", path.display()))
}

/// A currency's code; none when it is one that Vouch does not show.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Code(Option<Currency>);

fn code(text: &str) -> Result<Code, String> {
    let letters = text.len() == 3 && text.bytes().all(|byte| byte.is_ascii_uppercase());
    if letters { Ok(Code(text.parse().ok())) } else { Err(format!("`{text}` is no currency's code, like EUR")) }
}

/// A day.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Day(Timestamp);

fn day(text: &str) -> Result<Day, String> {
    let moment = (text.len() == 10).then(|| format!("{text}T00:00:00Z").parse().ok()).flatten();
    moment.map(Day).ok_or_else(|| format!("`{text}` is no day, like 2026-11-27"))
}

impl<'de> Deserialize<'de> for Code {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        code(&String::deserialize(deserializer)?).map_err(de::Error::custom)
    }
}

impl<'de> Deserialize<'de> for Day {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        day(&String::deserialize(deserializer)?).map_err(de::Error::custom)
    }
}

/// What a JSON file holds.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Whole {
    base: Code,
    date: Day,
    /// For people who read the file.
    #[serde(default)]
    #[expect(dead_code, reason = "read so that it may be written")]
    note: Option<String>,
    rates: Rates,
}

struct Rates(BTreeMap<Currency, Rate>);

impl<'de> Deserialize<'de> for Rates {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Pairs;

        impl<'de> Visitor<'de> for Pairs {
            type Value = Rates;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("an object of codes and rates")
            }

            fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Rates, A::Error> {
                let mut rates = BTreeMap::new();
                while let Some((Code(currency), rate)) = map.next_entry::<Code, Rate>()? {
                    let Some(currency) = currency else { continue };
                    if rates.insert(currency, rate).is_some() {
                        return Err(de::Error::custom(format!("{currency} stands here twice")));
                    }
                }
                Ok(Rates(rates))
            }
        }

        deserializer.deserialize_map(Pairs)
    }
}

fn from_json(text: &str, own: Currency) -> anyhow::Result<Table> {
    // Its errors name the line and the column.
    let Whole { base, date, rates: Rates(rates), .. } = serde_json::from_str(text)?;
    Table::new(base, date, rates, own)
}

#[derive(Deserialize)]
struct Row {
    base: String,
    date: String,
    currency: String,
    rate: String,
}

fn from_csv(text: &str, own: Currency) -> anyhow::Result<Table> {
    let mut reader = csv::ReaderBuilder::new().trim(csv::Trim::All).from_reader(text.as_bytes());
    let (mut whole, mut rates) = (None, BTreeMap::new());
    let headers = reader.headers()?.clone();
    for record in reader.records() {
        let record = record?;
        let line = record.position().map_or(0, csv::Position::line);
        let at = |reason: String| anyhow!("line {line}: {reason}");
        let row: Row = record.deserialize(Some(&headers)).map_err(|error| at(error.to_string()))?;
        let (base, date) = (code(&row.base).map_err(at)?, day(&row.date).map_err(at)?);
        ensure!(*whole.get_or_insert((base, date)) == (base, date), at("base and date must be those of line 2".into()));
        let (Code(currency), rate) =
            (code(&row.currency).map_err(at)?, Rate::parse(&row.rate).map_err(|error| at(error.to_string()))?);
        let Some(currency) = currency else { continue };
        ensure!(rates.insert(currency, rate).is_none(), at(format!("{currency} stands here twice")));
    }
    let (base, date) = whole.context("it has no rows")?;
    Table::new(base, date, rates, own)
}

#[cfg(test)]
mod tests {
    use super::*;

    const GOOD: &str = r#"{ "base": "EUR", "date": "2026-11-27", "note": "ours",
  "rates": { "GBP": "0.86", "VND": "30400", "XAU": "0.0003" } }"#;

    #[test]
    fn both_forms_say_the_same() {
        let json = from_json(GOOD, Currency::Gbp).unwrap();
        let csv =
            "base,date,currency,rate\nEUR,2026-11-27,GBP,0.86\nEUR,2026-11-27,VND,30400.0\nEUR,2026-11-27,XAU,1\n";
        assert_eq!(from_csv(csv, Currency::Gbp).unwrap(), json);
        assert_eq!((json.day().as_str(), json.len()), ("2026-11-27", 3));
        assert_eq!(json.rate(Currency::Eur), Some(Rate::ONE));
        assert_eq!(json.rate(Currency::Usd), None);
    }

    #[test]
    fn a_wrong_json_file_is_refused_with_line_and_reason() {
        let refusal = |from: &str, to: &str| {
            let text = GOOD.replace(from, to);
            from_json(&text, Currency::Gbp).expect_err("it is wrong").to_string()
        };
        for (from, to, reason, place) in [
            ("\"0.86\"", "0.86", "write a rate as a text", "line 2"),
            ("\"0.86\"", "\"-1\"", "write a rate as a text", "line 2"),
            ("\"0.86\"", "\"0\"", "more than 0", "line 2"),
            ("GBP", "Pound", "`Pound` is no currency's code", "line 2"),
            ("VND", "GBP", "GBP stands here twice", "line 2"),
            ("2026-11-27", "27.11.2026", "`27.11.2026` is no day", "line 1"),
            ("note", "nota", "unknown field `nota`", "line 1"),
            ("} }", "}", "EOF", "line 2"),
        ] {
            let told = refusal(from, to);
            assert!(told.contains(reason) && told.contains(place), "{from} → {to}: {told}");
        }
        assert!(refusal("GBP", "USD").contains("no rate for GBP"));
        assert!(refusal("\"VND\": \"30400\"", "\"EUR\": \"2\"").contains("the base, is not 1"));
    }

    #[test]
    fn a_wrong_csv_file_is_refused_with_line_and_reason() {
        let refusal = |rows: &str| {
            let text = format!("base,date,currency,rate\nEUR,2026-11-27,GBP,0.86\n{rows}\n");
            from_csv(&text, Currency::Gbp).expect_err("it is wrong").to_string()
        };
        for (row, reason) in [
            ("EUR,2026-11-27,VND,30.400,5", "line: 3"),
            ("EUR,2026-11-27,VND,30 400", "line 3: write a rate as a text"),
            ("EUR,2026-11-26,VND,30400", "line 3: base and date must be those of line 2"),
            ("EUR,2026-11-27,GBP,0.86", "line 3: GBP stands here twice"),
            ("EUR,2026-11-27,vnd,30400", "line 3: `vnd` is no currency's code"),
        ] {
            let told = refusal(row);
            assert!(told.contains(reason), "{row}: {told}");
        }
        assert!(from_csv("currency,rate\nGBP,1\n", Currency::Gbp).expect_err("no base").to_string().contains("base"));
        assert!(from_csv("base,date,currency,rate\n", Currency::Gbp).is_err());
    }
}
