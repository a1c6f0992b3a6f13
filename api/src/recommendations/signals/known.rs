//! What is known of somebody who allows it, and how much each thing says.

use super::super::entity::SignalKind;
use super::{Person, held, weight};
use crate::actor::Actor;
use crate::app::App;
use crate::consents::Device;
use sea_orm::{DbErr, FromQueryResult, Statement};
use shared::Timestamp;
use shared::id::{AccountId, ProductId};
use std::cmp::Reverse;
use std::collections::HashSet;

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

/// What is known of a visitor; `None` when they do not allow it, or are nobody. One statement where nothing has changed since
/// it was asked last, else three, all by index.
///
/// What somebody bought and judged badly, or looked at and does not want suggested, speaks for nothing: its weight is 0.
///
/// # Errors
/// When the database does not answer.
pub async fn known(app: &App, actor: &Actor, device: Option<&Device>) -> Result<Option<Known>, DbErr> {
    let Some(person) = Person::of(actor, device) else { return Ok(None) };
    let held = &app.outlook.people;
    let settled = app.clock.now().plus_ms(-held::SETTLED_MS);
    let mark = held::mark(app, &person).await?;
    if !mark.is_allowed() {
        held.forget(&person);
        return Ok(None);
    }
    if let Some(known) = held.get(&person, mark) {
        return Ok(Some(known));
    }
    let signals = signals(app, &person).await?;
    let deeds = match &person {
        Person::Account(account) => deeds(app, *account).await?,
        Person::Guest(_) => Vec::new(),
    };
    let known = put_together(&signals, &deeds);
    if mark.is_settled(settled) {
        held.keep(person, mark, &known);
    }
    Ok(Some(known))
}

#[derive(FromQueryResult)]
struct SignalRow {
    kind: SignalKind,
    product_id: ProductId,
    dwell_ms: i32,
    at: Timestamp,
}

/// A line of an order, or a review.
#[derive(FromQueryResult)]
struct Deed {
    product_id: ProductId,
    at: Timestamp,
    /// 0 of a line.
    stars: i32,
}

async fn signals(app: &App, person: &Person) -> Result<Vec<SignalRow>, DbErr> {
    let (column, value) = person.key();
    let statement = Statement::from_sql_and_values(app.db.backend(), signals_of(column), [value]);
    SignalRow::find_by_statement(statement).all(app.db.read()).await
}

/// The signals of a person, `$1`, that count: the newest, and all that hide.
pub(super) fn signals_of(column: &str) -> String {
    format!(
        "SELECT kind, product_id, dwell_ms, at FROM (SELECT kind, product_id, dwell_ms, at FROM signals \
         WHERE {column} = $1 AND NOT hides ORDER BY at DESC LIMIT {EVENTS}) AS lately \
         UNION ALL SELECT kind, product_id, dwell_ms, at FROM signals WHERE {column} = $1 AND hides"
    )
}

async fn deeds(app: &App, account: AccountId) -> Result<Vec<Deed>, DbErr> {
    let statement = Statement::from_sql_and_values(app.db.backend(), newest_deeds_of_account(), [account.into()]);
    Deed::find_by_statement(statement).all(app.db.read()).await
}

/// What an account, `$1`, bought, but for what was cancelled or paid back, and what it said of it. `newest` tells which lines
/// and reviews.
fn deeds_of_account(newest: &str) -> String {
    format!(
        "SELECT product_id, at, stars FROM (SELECT l.product_id AS product_id, o.placed_at AS at, 0 AS stars \
         FROM (SELECT id, placed_at FROM orders WHERE account_id = $1 AND state <> 'cancelled' \
         ORDER BY placed_at DESC, id DESC LIMIT {ORDERS}) AS o \
         JOIN order_lines l ON l.order_id = o.id JOIN order_parts p ON p.id = l.part_id \
         WHERE p.state <> 'cancelled' AND l.product_id IS NOT NULL \
         AND NOT EXISTS (SELECT 1 FROM order_line_refunds r WHERE r.order_line_id = l.id){newest}) AS bought \
         UNION ALL SELECT product_id, at, stars FROM (SELECT product_id, written_at AS at, stars FROM reviews \
         WHERE account_id = $1 AND kind = 'product' AND status <> 'deleted' AND product_id IS NOT NULL \
         ORDER BY written_at DESC, id DESC LIMIT {REVIEWS}) AS said"
    )
}

/// The newest lines of the newest orders.
fn newest_deeds_of_account() -> String {
    deeds_of_account(&format!(" ORDER BY o.placed_at DESC, l.id LIMIT {EVENTS}"))
}

/// All lines of the newest orders: for sums, that need no order.
pub(super) fn all_deeds_of_account() -> String {
    deeds_of_account("")
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
