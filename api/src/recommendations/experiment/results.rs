//! What the shoppers of each arm ordered after they were first suggested something.

use super::super::entity::exposure::Arm;
use super::{Difference, Name, Share, difference};
use crate::app::App;
use sea_orm::{DbErr, FromQueryResult, Statement};
use shared::{Currency, Money};
use std::fmt;

/// With fewer shoppers of an arm who ordered, or who did not, nothing is concluded.
const ENOUGH: u64 = 10;

/// Lines that were ordered here after the exposure, but for what was cancelled or paid back. Imported orders were placed
/// elsewhere, where nothing was suggested.
const ORDERED: &str = "FROM experiment_exposures e \
    JOIN orders o ON o.account_id = e.account_id AND o.placed_at > e.first_exposed_at \
    JOIN order_parts p ON p.order_id = o.id JOIN order_lines l ON l.part_id = p.id \
    WHERE e.experiment = $1 AND o.state <> 'cancelled' AND o.external_reference IS NULL AND p.state <> 'cancelled' \
    AND NOT EXISTS (SELECT 1 FROM order_line_refunds r WHERE r.order_line_id = l.id)";

/// What an experiment has shown so far.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Results {
    /// Of which experiment.
    pub experiment: Name,
    /// Those who get suggestions by their own history.
    pub personal: ArmResults,
    /// Those who do not.
    pub holdout: ArmResults,
}

/// What the shoppers of one arm did.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ArmResults {
    /// Which arm.
    pub arm: Arm,
    /// Who took part.
    pub shoppers: u64,
    /// Those of them who ordered afterwards.
    pub buyers: u64,
    /// Their orders.
    pub orders: u64,
    /// What the goods in these orders cost, a currency each.
    pub value: Vec<Money>,
}

impl Results {
    /// Both arms.
    #[must_use]
    pub const fn arms(&self) -> [&ArmResults; 2] {
        [&self.personal, &self.holdout]
    }

    /// By how much more of those with personal suggestions order; `None` where an arm has nobody.
    #[must_use]
    pub fn difference(&self) -> Option<Difference> {
        difference(self.personal.conversion(), self.holdout.conversion())
    }
}

impl ArmResults {
    /// Which part of the shoppers ordered.
    #[must_use]
    pub const fn conversion(&self) -> Share {
        Share { some: self.buyers, of: self.shoppers }
    }

    /// Whether there are enough shoppers of both kinds to conclude anything.
    #[must_use]
    pub const fn is_enough(&self) -> bool {
        self.buyers >= ENOUGH && self.shoppers.saturating_sub(self.buyers) >= ENOUGH
    }

    /// What was ordered in a currency, by the shoppers who took part: rounded to a minor unit.
    fn value_a_shopper(&self, currency: Currency) -> Option<Money> {
        let shoppers = i64::try_from(self.shoppers).ok().filter(|shoppers| *shoppers > 0)?;
        let total = self.value.iter().find(|value| value.currency == currency).map_or(0, |value| value.minor);
        Some(Money::new((total + shoppers / 2) / shoppers, currency))
    }
}

#[derive(FromQueryResult)]
struct Exposed {
    arm: Arm,
    shoppers: i64,
}

#[derive(FromQueryResult)]
struct Ordered {
    arm: Arm,
    buyers: i64,
    placed: i64,
}

#[derive(FromQueryResult)]
struct Worth {
    arm: Arm,
    currency: Currency,
    minor: i64,
}

/// What an experiment has shown so far: three statements.
///
/// # Errors
/// When the database does not answer.
pub async fn results(app: &App, name: &Name) -> Result<Results, DbErr> {
    let ordered = format!(
        "SELECT e.arm AS arm, COUNT(DISTINCT o.account_id) AS buyers, COUNT(DISTINCT o.id) AS placed {ORDERED} \
         GROUP BY e.arm"
    );
    let worth = format!(
        "SELECT e.arm AS arm, l.currency AS currency, CAST(SUM(l.total) AS BIGINT) AS minor {ORDERED} \
         GROUP BY e.arm, l.currency ORDER BY l.currency"
    );
    let exposed = "SELECT e.arm AS arm, COUNT(*) AS shoppers FROM experiment_exposures e WHERE e.experiment = $1 \
         GROUP BY e.arm";
    let ordered: Vec<Ordered> = Ordered::find_by_statement(about(app, name, ordered)).all(app.db.read()).await?;
    let worth: Vec<Worth> = Worth::find_by_statement(about(app, name, worth)).all(app.db.read()).await?;
    // Last, so that whoever has just ordered is among them.
    let exposed = about(app, name, exposed.to_owned());
    let exposed: Vec<Exposed> = Exposed::find_by_statement(exposed).all(app.db.read()).await?;
    let of = |arm: Arm| {
        let ordered = ordered.iter().find(|row| row.arm == arm);
        let worth = worth.iter().filter(|row| row.arm == arm);
        ArmResults {
            arm,
            shoppers: counted(exposed.iter().find(|row| row.arm == arm).map_or(0, |row| row.shoppers)),
            buyers: counted(ordered.map_or(0, |row| row.buyers)),
            orders: counted(ordered.map_or(0, |row| row.placed)),
            value: worth.map(|row| Money::new(row.minor, row.currency)).collect(),
        }
    };
    Ok(Results { experiment: name.clone(), personal: of(Arm::Personal), holdout: of(Arm::Holdout) })
}

fn about(app: &App, name: &Name, sql: String) -> Statement {
    Statement::from_sql_and_values(app.db.backend(), sql, [name.as_str().into()])
}

fn counted(count: i64) -> u64 {
    u64::try_from(count).unwrap_or(0)
}

impl fmt::Display for Results {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(f, "experiment {}", self.experiment)?;
        row(f, self, "", |arm| arm.arm.to_string())?;
        row(f, self, "shoppers exposed", |arm| arm.shoppers.to_string())?;
        row(f, self, "ordered afterwards", |arm| arm.buyers.to_string())?;
        row(f, self, "conversion", |arm| percent(arm.conversion()))?;
        row(f, self, "orders", |arm| arm.orders.to_string())?;
        for currency in Currency::ALL {
            if self.arms().iter().any(|arm| arm.value.iter().any(|value| value.currency == *currency)) {
                let amount = |value: Option<Money>| value.map_or_else(|| "-".to_owned(), Money::amount);
                row(f, self, &format!("value a shopper, {currency}"), |arm| amount(arm.value_a_shopper(*currency)))?;
            }
        }
        let Some(found) = self.difference() else {
            return write!(f, "too few to tell: an arm has no shoppers yet");
        };
        let Difference { estimate, low, high } = found;
        let [estimate, low, high] = [estimate, low, high].map(|part| part * 100.0);
        writeln!(
            f,
            "difference of conversion {estimate:+.1} percentage points, 95 % interval {low:+.1} to {high:+.1}"
        )?;
        if !self.arms().iter().all(|arm| arm.is_enough()) {
            write!(f, "too few to tell: each arm needs {ENOUGH} shoppers who ordered and {ENOUGH} who did not")
        } else if found.may_be_none() {
            write!(f, "no difference is shown: the interval holds 0")
        } else if found.estimate > 0.0 {
            write!(f, "more shoppers order with personal suggestions")
        } else {
            write!(f, "fewer shoppers order with personal suggestions")
        }
    }
}

fn row(f: &mut fmt::Formatter<'_>, results: &Results, what: &str, of: impl Fn(&ArmResults) -> String) -> fmt::Result {
    let [personal, holdout] = results.arms().map(of);
    writeln!(f, "{what:<24}{personal:>12}{holdout:>12}")
}

fn percent(Share { some, of }: Share) -> String {
    if of == 0 { "-".to_owned() } else { format!("{:.1}%", some as f64 / of as f64 * 100.0) }
}

#[cfg(test)]
#[path = "results_tests.rs"]
mod tests;
