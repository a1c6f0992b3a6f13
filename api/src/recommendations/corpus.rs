//! What the model learns from, read page by page: every order that was not cancelled, and what those people looked at and put
//! aside who allow that it is counted.
//!
//! Nobody is named in it: people and products are numbers. A person is an account, the digest of a guest's address, or a guest's
//! browser; an order of which nothing tells any more whose it was is a person of its own.

use super::entity;
use super::model::{Corpus, Interaction};
use super::numbers::{Numbers, moved};
use super::signals::weight;
use crate::app::App;
use crate::consents::entity as consent;
use crate::consents::wording::COUNTED_SINCE;
use sea_orm::{
    ColumnTrait as _, DbErr, EntityTrait as _, FromQueryResult, QueryFilter as _, QueryOrder as _, QuerySelect as _,
    Statement,
};
use sha2::{Digest as _, Sha256};
use shared::id::{AccountId, OrderId, ProductId};
use shared::{Locale, Timestamp};
use std::collections::{HashMap, HashSet};
use uuid::Uuid;

/// Orders that are read at once.
const ORDERS: u64 = 500;
/// Signals and decisions that are read at once.
const ROWS: u64 = 2_000;

/// By what a person is known again. What is secret in it is kept as a digest, and only while it is gathered.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(super) enum Key {
    /// An account.
    Account(AccountId),
    /// A guest's address.
    Email([u8; 16]),
    /// A guest's browser.
    Browser([u8; 16]),
}

impl Key {
    /// The key of a guest's address.
    pub(super) fn of_email(email: &str) -> Self {
        Self::Email(shortened(&Sha256::digest(email.as_bytes())))
    }
}

fn shortened(digest: &[u8]) -> [u8; 16] {
    digest.first_chunk().copied().unwrap_or_default()
}

/// What was gathered, and what the numbers in it stand for.
#[derive(Debug, Default)]
pub(super) struct Gathered {
    /// What the model learns from.
    pub(super) corpus: Corpus,
    /// The products by their numbers.
    pub(super) products: Vec<ProductId>,
    /// The numbers of people.
    pub(super) people: HashMap<Key, u32>,
    /// In which language the buyers of baskets are written to. Baskets without one are no orders.
    pub(super) locales: Vec<Locale>,
    items: HashMap<ProductId, u32>,
    baskets: u32,
}

impl Gathered {
    /// The moment of the last thing that happened: for the model, it is now. So a market whose orders were imported long after is
    /// learned from as it was when they were made.
    pub(super) fn as_of(&self) -> Timestamp {
        Timestamp(self.corpus.interactions.last().map_or(0, |last| last.at))
    }

    /// How many orders there are.
    pub(super) fn orders(&self) -> usize {
        self.locales.len()
    }

    fn person(&mut self, key: Option<Key>) -> u32 {
        let next = u32::try_from(self.corpus.people).unwrap_or(u32::MAX);
        let person = match key {
            Some(key) => *self.people.entry(key).or_insert(next),
            None => next,
        };
        self.corpus.people = self.corpus.people.max(person as usize + 1);
        person
    }

    fn item(&mut self, product: ProductId) -> u32 {
        let next = u32::try_from(self.products.len()).unwrap_or(u32::MAX);
        let item = *self.items.entry(product).or_insert(next);
        if item == next {
            self.products.push(product);
        }
        item
    }

    fn basket(&mut self) -> u32 {
        self.baskets += 1;
        self.baskets - 1
    }

    /// Gives everything the number that follows from what happened, and puts it in order: so the same orders give the same
    /// model, whatever the ids under which they were imported.
    fn number_by_what_happened(&mut self) {
        let numbers = Numbers::of(&self.corpus, self.locales.len());
        numbers.apply(&mut self.corpus);
        self.products = moved(&self.products, &numbers.items);
        self.locales = moved(&self.locales, &numbers.baskets[..self.locales.len()]);
        for item in self.items.values_mut() {
            *item = numbers.items[*item as usize];
        }
        for person in self.people.values_mut() {
            *person = numbers.people[*person as usize];
        }
    }
}

/// Gathers everything.
///
/// # Errors
/// When the database does not answer.
pub(super) async fn gather(app: &App) -> Result<Gathered, DbErr> {
    let mut gathered = Gathered::default();
    add_orders(app, &mut gathered).await?;
    add_signals(app, &mut gathered).await?;
    gathered.corpus.items = gathered.products.len();
    gathered.corpus.interactions.shrink_to_fit();
    gathered.number_by_what_happened();
    Ok(gathered)
}

#[derive(FromQueryResult)]
struct OrderRow {
    id: OrderId,
    account_id: Option<AccountId>,
    email: String,
    locale: Locale,
    placed_at: Timestamp,
}

impl OrderRow {
    fn key(&self) -> Option<Key> {
        match self.account_id {
            Some(account) => Some(Key::Account(account)),
            // Cut off from a deleted account.
            None if self.email.is_empty() => None,
            None => Some(Key::of_email(&self.email)),
        }
    }
}

async fn add_orders(app: &App, gathered: &mut Gathered) -> Result<(), DbErr> {
    let mut last = OrderId(Uuid::nil());
    loop {
        let orders = orders_after(app, last).await?;
        let Some(until) = orders.last().map(|order| order.id) else { return Ok(()) };
        let mut lines = lines_between(app, last, until).await?;
        last = until;
        for order in orders {
            let Some(mut products) = lines.remove(&order.id) else { continue };
            products.sort_unstable();
            products.dedup();
            let (person, basket) = (gathered.person(order.key()), gathered.basket());
            gathered.locales.push(order.locale);
            for product in products {
                let item = gathered.item(product);
                let bought = Interaction { person, item, at: order.placed_at.0, basket, strength: weight::BOUGHT };
                gathered.corpus.interactions.push(bought);
            }
        }
    }
}

/// What a guest ordered under the address of an account is that account's, as far as counting goes.
async fn orders_after(app: &App, last: OrderId) -> Result<Vec<OrderRow>, DbErr> {
    let sql = format!(
        "SELECT o.id, COALESCE(o.account_id, a.id) AS account_id, o.email, o.locale, o.placed_at FROM orders o \
         LEFT JOIN accounts a ON o.account_id IS NULL AND a.email = o.email \
         WHERE o.id > $1 AND o.state <> 'cancelled' ORDER BY o.id LIMIT {ORDERS}"
    );
    let statement = Statement::from_sql_and_values(app.db.backend(), sql, [last.into()]);
    OrderRow::find_by_statement(statement).all(app.db.read()).await
}

#[derive(FromQueryResult)]
struct LineRow {
    order_id: OrderId,
    product_id: ProductId,
}

/// What orders hold that was neither cancelled nor paid back.
async fn lines_between(app: &App, after: OrderId, until: OrderId) -> Result<HashMap<OrderId, Vec<ProductId>>, DbErr> {
    let sql = "SELECT l.order_id, l.product_id FROM order_lines l JOIN order_parts p ON p.id = l.part_id \
         WHERE l.order_id > $1 AND l.order_id <= $2 AND l.product_id IS NOT NULL AND p.state <> 'cancelled' \
         AND NOT EXISTS (SELECT 1 FROM order_line_refunds r WHERE r.order_line_id = l.id)";
    let statement = Statement::from_sql_and_values(app.db.backend(), sql, [after.into(), until.into()]);
    let mut lines: HashMap<OrderId, Vec<ProductId>> = HashMap::new();
    for row in LineRow::find_by_statement(statement).all(app.db.read()).await? {
        lines.entry(row.order_id).or_default().push(row.product_id);
    }
    Ok(lines)
}

async fn add_signals(app: &App, gathered: &mut Gathered) -> Result<(), DbErr> {
    let counted = who_may_be_counted(app).await?;
    if counted.is_empty() {
        return Ok(());
    }
    let mut last = Uuid::nil();
    loop {
        let query = entity::Entity::find()
            .filter(entity::Column::Id.gt(last))
            .filter(entity::Column::Hides.eq(false))
            .order_by_asc(entity::Column::Id)
            .limit(ROWS);
        let rows = query.all(app.db.read()).await?;
        let Some(row) = rows.last() else { return Ok(()) };
        last = row.id;
        for row in rows {
            let Some(key) = key(row.account_id, row.visitor_hash.as_deref()) else { continue };
            if counted.contains(&key) {
                let (person, item, basket) =
                    (gathered.person(Some(key)), gathered.item(row.product_id), gathered.basket());
                let strength = weight::of_signal(row.kind, row.dwell_ms);
                gathered.corpus.interactions.push(Interaction { person, item, at: row.at.0, basket, strength });
            }
        }
    }
}

fn key(account: Option<AccountId>, browser: Option<&[u8]>) -> Option<Key> {
    account.map(Key::Account).or_else(|| browser.map(|hash| Key::Browser(shortened(hash))))
}

/// Those whose last word on personalisation is a yes to being counted.
async fn who_may_be_counted(app: &App) -> Result<HashSet<Key>, DbErr> {
    type Row = (i64, Option<AccountId>, Option<Vec<u8>>, bool, i32);
    use consent::Column::{AccountId as Account, Granted, Purpose, Seq, VisitorHash, Wording};
    let mut counted = HashSet::new();
    let mut last = 0;
    loop {
        let query = consent::Entity::find()
            .select_only()
            .columns([Seq, Account, VisitorHash, Granted, Wording])
            .filter(Purpose.eq(consent::Purpose::Personalisation))
            .filter(Seq.gt(last))
            .order_by_asc(Seq)
            .limit(ROWS);
        let rows: Vec<Row> = query.into_tuple().all(app.db.read()).await?;
        let Some((seq, ..)) = rows.last() else { return Ok(counted) };
        last = *seq;
        for (_, account, browser, granted, wording) in rows {
            let Some(key) = key(account, browser.as_deref()) else { continue };
            if granted && wording >= COUNTED_SINCE {
                counted.insert(key);
            } else {
                counted.remove(&key);
            }
        }
    }
}

#[derive(FromQueryResult)]
struct Counts {
    orders: i64,
    lines: i64,
    refunds: i64,
    signals: i64,
    last_signal: Option<i64>,
    last_decision: Option<i64>,
}

/// Tells whether there is anything new to learn: the same text, and there is not.
///
/// # Errors
/// When the database does not answer.
pub(super) async fn mark(app: &App) -> Result<String, DbErr> {
    let sql = "SELECT (SELECT COUNT(*) FROM orders WHERE state <> 'cancelled') AS orders, \
         (SELECT COUNT(*) FROM order_lines) AS lines, (SELECT COUNT(*) FROM order_line_refunds) AS refunds, \
         (SELECT COUNT(*) FROM signals) AS signals, (SELECT MAX(at) FROM signals) AS last_signal, \
         (SELECT MAX(seq) FROM consents) AS last_decision";
    let statement = Statement::from_string(app.db.backend(), sql);
    let row = Counts::find_by_statement(statement).one(app.db.read()).await?;
    let text = |Counts { orders, lines, refunds, signals, last_signal, last_decision }: Counts| {
        let (signal, decision) = (last_signal.unwrap_or(0), last_decision.unwrap_or(0));
        format!("{orders} {lines} {refunds} {signals} {signal} {decision}")
    };
    Ok(row.map(text).unwrap_or_default())
}
