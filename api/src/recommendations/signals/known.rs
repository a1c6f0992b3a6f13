//! What is known of somebody who allows it, and how much each thing says.

use super::super::check;
use super::super::entity::SignalKind;
use super::held::{Mark, Remembered};
use super::{Person, weight};
use crate::actor::Actor;
use crate::app::App;
use crate::consents::{Device, entity::Purpose};
use sea_orm::{DbErr, FromQueryResult, Statement};
use shared::Timestamp;
use shared::id::ProductId;
use std::cmp::Reverse;
use std::collections::HashSet;
use std::sync::Arc;

/// The most that is looked at, the newest.
const EVENTS: usize = 300;
/// Orders that are looked at, the newest.
const ORDERS: usize = 100;
/// Reviews that are looked at, the newest.
const REVIEWS: usize = 100;

/// What somebody did with a product.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum PastKind {
    /// They looked at its page.
    Viewed,
    /// They chose it in a search.
    Searched,
    /// They put it into a cart.
    Carted,
    /// They put it on a wishlist.
    Wished,
    /// They bought it.
    Bought,
    /// They reviewed it.
    Reviewed,
}

/// Something that somebody did with a product.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct PastEvent {
    /// What.
    pub kind: PastKind,
    /// With which product.
    pub product: ProductId,
    /// When.
    pub at: Timestamp,
    /// How much it speaks for the product, 1.0 being a purchase; 0 of what speaks for nothing.
    pub weight: f32,
}

/// What is known of somebody who allows it.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Known {
    /// What they did, the newest first: the newest 300 of their signals, purchases and reviews.
    pub events: Vec<PastEvent>,
    /// What they do not want suggested.
    pub hidden: HashSet<ProductId>,
}

impl Known {
    /// Whether it says nothing of them.
    #[must_use]
    pub fn is_nothing(&self) -> bool {
        self.events.is_empty() && self.hidden.is_empty()
    }
}

/// Stars up to which a review says that its author regrets the purchase.
const REGRETTED: i32 = 2;

/// What is known of a visitor; `None` when they do not allow it, or are nobody. One statement, or two where they have done
/// something since it was asked last: all by index.
///
/// What somebody bought and judged badly, or looked at and does not want suggested, speaks for nothing: its weight is 0.
///
/// # Errors
/// When the database does not answer.
pub async fn known(app: &App, actor: &Actor, device: Option<&Device>) -> Result<Option<Arc<Known>>, DbErr> {
    let Some(person) = Person::of(actor, device) else { return Ok(None) };
    if let Some(remembered) = app.outlook.people.get(&person)
        && check::mark(app, &person).await? == remembered.mark
    {
        return Ok(remembered.known);
    }
    read(app, person).await
}

/// Reads what is known of a person; `None` when they do not allow it. One statement.
///
/// # Errors
/// When the database does not answer.
pub(in super::super) async fn read(app: &App, person: Person) -> Result<Option<Arc<Known>>, DbErr> {
    let settled = app.clock.now().plus_ms(-check::SETTLED_MS);
    let (_, key) = person.key();
    let values = [key, Purpose::Personalisation.into()];
    let statement = Statement::from_sql_and_values(app.db.backend(), rows_of(&person), values);
    let rows = Row::find_by_statement(statement).all(app.db.read()).await?;
    let read = remembered(&rows);
    app.outlook.people.keep(person, &read, settled);
    Ok(read.known)
}

/// A row of what is read: a decision, a signal, or a deed, which is a line of an order or a review.
#[derive(FromQueryResult)]
struct Row {
    /// 0 the decision, 1 a signal, 2 a deed.
    source: i32,
    /// Of a signal.
    kind: Option<SignalKind>,
    /// Of a signal and of a deed.
    product_id: Option<ProductId>,
    /// Whether it is allowed; how long it was looked at; how many stars, 0 of a line.
    amount: i32,
    at: Timestamp,
}

struct SignalRow {
    kind: SignalKind,
    product_id: ProductId,
    dwell_ms: i32,
    at: Timestamp,
}

/// A line of an order, or a review.
struct Deed {
    product_id: ProductId,
    at: Timestamp,
    /// 0 of a line.
    stars: i32,
}

fn remembered(rows: &[Row]) -> Remembered {
    let allowed = rows.iter().find(|row| row.source == 0).map(|row| row.amount == 1);
    let of = |source: i32| rows.iter().filter(move |row| row.source == source);
    let signal =
        |row: &Row| Some(SignalRow { kind: row.kind?, product_id: row.product_id?, dwell_ms: row.amount, at: row.at });
    let deed = |row: &Row| Some(Deed { product_id: row.product_id?, at: row.at, stars: row.amount });
    let signals: Vec<SignalRow> = of(1).filter_map(signal).collect();
    let deeds: Vec<Deed> = of(2).filter_map(deed).collect();
    // The same sums that `held::mark_of` has the database compute.
    let mark = Mark {
        allowed,
        signals: signals.len() as i64,
        signals_at: signals.iter().map(|row| row.at.0).sum(),
        dwell_ms: signals.iter().map(|row| i64::from(row.dwell_ms)).sum(),
        newest_signal: signals.iter().map(|row| row.at.0).max().unwrap_or(0),
        deeds: deeds.len() as i64,
        deeds_at: deeds.iter().map(|deed| deed.at.0).sum(),
        stars: deeds.iter().map(|deed| i64::from(deed.stars)).sum(),
        newest_deed: deeds.iter().map(|deed| deed.at.0).max().unwrap_or(0),
    };
    let known = (allowed == Some(true)).then(|| Arc::new(put_together(&signals, &deeds)));
    Remembered { mark, known, answers: Arc::default() }
}

/// The statement that reads [`Row`]s of a person, `$1`, who may allow the purpose, `$2`: the decision alone where they do not.
fn rows_of(person: &Person) -> String {
    let (column, _) = person.key();
    let deeds = match person {
        Person::Account(_) => format!(
            " UNION ALL SELECT 2, NULL, product_id, stars, at FROM ({}) AS did \
             WHERE EXISTS (SELECT 1 FROM consent WHERE granted)",
            deeds_of_account()
        ),
        Person::Guest(_) => String::new(),
    };
    format!(
        "WITH consent AS ({}) SELECT 0 AS source, NULL AS kind, NULL AS product_id, \
         CASE WHEN granted THEN 1 ELSE 0 END AS amount, 0 AS at FROM consent \
         UNION ALL SELECT 1, kind, product_id, dwell_ms, at FROM ({}) AS done \
         WHERE EXISTS (SELECT 1 FROM consent WHERE granted){deeds}",
        consent_of(column),
        signals_of(column),
    )
}

/// The newest decision of a person, `$1`, on a purpose, `$2`.
pub(super) fn consent_of(column: &str) -> String {
    format!("SELECT granted FROM consents WHERE {column} = $1 AND purpose = $2 ORDER BY seq DESC LIMIT 1")
}

/// The signals of a person, `$1`, that count: the newest, and all that hide.
pub(super) fn signals_of(column: &str) -> String {
    format!(
        "SELECT kind, product_id, dwell_ms, at FROM (SELECT kind, product_id, dwell_ms, at FROM signals \
         WHERE {column} = $1 AND NOT hides ORDER BY at DESC LIMIT {EVENTS}) AS lately \
         UNION ALL SELECT kind, product_id, dwell_ms, at FROM signals WHERE {column} = $1 AND hides"
    )
}

/// What an account, `$1`, bought, the newest lines of the newest orders but for what was cancelled or paid back, and what it
/// said of it.
pub(super) fn deeds_of_account() -> String {
    format!(
        "SELECT product_id, at, stars FROM (SELECT l.product_id AS product_id, o.placed_at AS at, 0 AS stars \
         FROM (SELECT id, placed_at FROM orders WHERE account_id = $1 AND state <> 'cancelled' \
         ORDER BY placed_at DESC, id DESC LIMIT {ORDERS}) AS o \
         JOIN order_lines l ON l.order_id = o.id JOIN order_parts p ON p.id = l.part_id \
         WHERE p.state <> 'cancelled' AND l.product_id IS NOT NULL \
         AND NOT EXISTS (SELECT 1 FROM order_line_refunds r WHERE r.order_line_id = l.id) \
         ORDER BY o.placed_at DESC, l.id LIMIT {EVENTS}) AS bought \
         UNION ALL SELECT product_id, at, stars FROM (SELECT product_id, written_at AS at, stars FROM reviews \
         WHERE account_id = $1 AND kind = 'product' AND status <> 'deleted' AND product_id IS NOT NULL \
         ORDER BY written_at DESC, id DESC LIMIT {REVIEWS}) AS said"
    )
}

fn put_together(signals: &[SignalRow], deeds: &[Deed]) -> Known {
    let of_kind = |wanted: SignalKind| {
        let rows = signals.iter().filter(move |row| row.kind == wanted);
        rows.map(|row| row.product_id)
    };
    let unwanted: HashSet<ProductId> = of_kind(SignalKind::NotInterested).collect();
    let hidden = unwanted.iter().copied().chain(of_kind(SignalKind::Owned)).collect();
    let regretted: HashSet<ProductId> =
        deeds.iter().filter(|deed| (1..=REGRETTED).contains(&deed.stars)).map(|deed| deed.product_id).collect();
    let signal = |row: &SignalRow| {
        let in_vain = unwanted.contains(&row.product_id) || regretted.contains(&row.product_id);
        let weight = if in_vain { 0.0 } else { weight::of_signal(row.kind, row.dwell_ms) };
        Some(PastEvent { kind: past(row.kind)?, product: row.product_id, at: row.at, weight })
    };
    let deed = |deed: &Deed| {
        let (kind, weight) = match deed.stars {
            0 => (PastKind::Bought, weight::BOUGHT),
            stars => (PastKind::Reviewed, weight::of_review(stars)),
        };
        let weight = if regretted.contains(&deed.product_id) { 0.0 } else { weight };
        PastEvent { kind, product: deed.product_id, at: deed.at, weight }
    };
    let mut events: Vec<PastEvent> = signals.iter().filter_map(signal).chain(deeds.iter().map(deed)).collect();
    events.sort_unstable_by_key(|event| (Reverse(event.at), Reverse(event.kind), event.product));
    events.truncate(EVENTS);
    Known { events, hidden }
}

const fn past(kind: SignalKind) -> Option<PastKind> {
    match kind {
        SignalKind::View => Some(PastKind::Viewed),
        SignalKind::SearchClick => Some(PastKind::Searched),
        SignalKind::Cart => Some(PastKind::Carted),
        SignalKind::Wishlist => Some(PastKind::Wished),
        SignalKind::NotInterested | SignalKind::Owned => None,
    }
}
