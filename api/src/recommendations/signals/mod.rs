//! What people do with products, as far as they allow it to be used for suggestions: looking, choosing in a search, carts,
//! wishlists, and what they do not want to see. Purchases and reviews are read where they are kept, and not copied.
//!
//! Nothing is written unless the newest decision on personalisation allows it, and all goes when that is taken back. A guest's
//! signals belong to their browser, under the digest under which its consent is kept, and go over to the account at sign-in.
//! What somebody looked at is kept for [`KEPT_DAYS`], what they hide for [`HIDDEN_DAYS`].
//!
//! A signal is a row and no event: events are kept for ever and read by all, and this is neither anybody's business nor to
//! outlive its deadline. Nothing waits for it but the next request of the same shopper, which reads the table.

mod held;
mod hiding;
mod keeping;
mod known;
pub(super) mod weight;

pub use held::People;
pub(super) use held::{Mark, mark_of};
pub use hiding::{Hidden, HideError, Hiding, hidden, hide, unhide};
pub use keeping::{erase, forget, forget_all, forget_old, hand_over, of_account};
pub(super) use known::read;
pub use known::{Known, PastEvent, PastKind, known};

use super::entity::{self, Column, Entity, SignalKind};
use crate::actor::Actor;
use crate::app::App;
use crate::catalog::entity::product;
use crate::consents::{self, Device, entity::Purpose};
use crate::db::Tx;
use sea_orm::sea_query::{CaseStatement, Expr, ExprTrait as _, SimpleExpr};
use sea_orm::{ActiveValue, ColumnTrait as _, DbErr, EntityTrait as _, QueryFilter as _, QuerySelect as _};
use shared::id::{AccountId, ProductId};
use std::collections::HashSet;

/// How long it is kept what somebody looked at, in days.
pub const KEPT_DAYS: i64 = 180;
/// How long it is kept what an account hides, in days.
pub const HIDDEN_DAYS: i64 = 730;
/// The same thing done with the same product within this time is done once, in milliseconds.
const ONCE_MS: i64 = 30 * 60 * 1000;
/// More than this long nobody looks at a product, in milliseconds: they have gone away.
const MAX_DWELL_MS: u32 = 30 * 60 * 1000;
/// Signals that are taken at once.
pub const MAX_SIGNALS: usize = 20;

/// Whose signals are meant.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum Person {
    /// An account's.
    Account(AccountId),
    /// A guest's, by the digest of what their browser remembers.
    Guest(Vec<u8>),
}

impl Person {
    /// The account of somebody signed in, else the guest's browser; `None` for a guest who was never asked for consent.
    #[must_use]
    pub fn of(actor: &Actor, device: Option<&Device>) -> Option<Self> {
        match actor.account_id() {
            Some(account) => Some(Self::Account(account)),
            None => device.map(|device| Self::Guest(device.hash())),
        }
    }

    /// What tells this person's rows.
    fn rows(&self) -> SimpleExpr {
        match self {
            Self::Account(account) => Column::AccountId.eq(*account),
            Self::Guest(hash) => Column::VisitorHash.eq(hash.clone()),
        }
    }

    /// The same for statements that are written out: a column, and its value.
    pub(super) fn key(&self) -> (&'static str, sea_orm::Value) {
        match self {
            Self::Account(account) => ("account_id", (*account).into()),
            Self::Guest(hash) => ("visitor_hash", hash.clone().into()),
        }
    }

    fn row(&self, id: uuid::Uuid, product: ProductId, kind: SignalKind) -> entity::ActiveModel {
        let (account_id, visitor_hash) = match self {
            Self::Account(account) => (Some(*account), None),
            Self::Guest(hash) => (None, Some(hash.clone())),
        };
        entity::ActiveModel {
            id: ActiveValue::Set(id),
            account_id: ActiveValue::Set(account_id),
            visitor_hash: ActiveValue::Set(visitor_hash),
            product_id: ActiveValue::Set(product),
            kind: ActiveValue::Set(kind),
            hides: ActiveValue::Set(kind.hides()),
            dwell_ms: ActiveValue::Set(0),
            at: ActiveValue::NotSet,
        }
    }
}

/// Something that was done with a product.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Signal {
    /// What. Kinds that hide are left out here: see [`hide`].
    pub kind: SignalKind,
    /// With which product.
    pub product: ProductId,
    /// For how long it was looked at, in milliseconds, if that is known.
    pub dwell_ms: Option<u32>,
}

/// Whether suggestions may be made from what this visitor does. One statement; none for a guest who was never asked.
///
/// # Errors
/// When the database does not answer.
pub async fn allowed(app: &App, actor: &Actor, device: Option<&Device>) -> Result<bool, DbErr> {
    let decision = consents::decision(app.db.read(), actor, device, Purpose::Personalisation).await?;
    Ok(decision.is_some_and(|decision| decision.granted))
}

/// Records what a visitor did, if they allow it; returns how many signals were kept. Unknown products are left out, and so
/// is what is over [`MAX_SIGNALS`]. The same thing done again within half an hour is one signal, whose time of looking adds up.
///
/// # Errors
/// When the database refuses.
pub async fn record(app: &App, actor: &Actor, device: Option<&Device>, signals: &[Signal]) -> Result<u64, DbErr> {
    let Some(person) = Person::of(actor, device) else { return Ok(0) };
    let signals = gathered(signals);
    if signals.is_empty() || !allowed(app, actor, device).await? {
        return Ok(0);
    }
    let tx = app.db.begin(app.clock.now()).await?;
    // Asked again, since consent may have been taken back while the writer was waited for.
    let decision = consents::decision(tx.conn(), actor, device, Purpose::Personalisation).await?;
    if !decision.is_some_and(|decision| decision.granted) {
        return Ok(0);
    }
    let signals = of_known_products(&tx, signals).await?;
    let lately = lately(&tx, &person, &signals).await?;
    let mut rows = Vec::new();
    for (index, signal) in signals.iter().enumerate() {
        // Those of one request keep their order.
        let at = tx.now().plus_ms(index as i64 + 1 - signals.len() as i64);
        let dwell = i32::try_from(signal.dwell_ms.unwrap_or(0)).unwrap_or(0);
        match lately.iter().find(|row| row.product_id == signal.product && row.kind == signal.kind) {
            Some(row) => prolong(&tx, row, dwell, at).await?,
            None => rows.push(entity::ActiveModel {
                dwell_ms: ActiveValue::Set(dwell),
                at: ActiveValue::Set(at),
                ..person.row(app.ids.next(), signal.product, signal.kind)
            }),
        }
    }
    if !rows.is_empty() {
        Entity::insert_many(rows).exec_without_returning(tx.conn()).await?;
    }
    tx.commit().await?;
    app.outlook.people.forget(&person);
    Ok(signals.len() as u64)
}

/// Records what a use case has just done with products. Call it after the commit: that it cannot be recorded is no reason to
/// refuse what was asked for, and is only logged.
pub async fn note(
    app: &App,
    actor: &Actor,
    device: Option<&Device>,
    kind: SignalKind,
    products: impl IntoIterator<Item = ProductId> + Send,
) {
    let signals: Vec<_> = products.into_iter().map(|product| Signal { kind, product, dwell_ms: None }).collect();
    if let Err(error) = record(app, actor, device, &signals).await {
        tracing::warn!(%error, %kind, "a signal could not be recorded");
    }
}

/// One signal a product and kind, in the order in which they came.
fn gathered(signals: &[Signal]) -> Vec<Signal> {
    let mut gathered: Vec<Signal> = Vec::new();
    for signal in signals.iter().filter(|signal| !signal.kind.hides()) {
        let dwell = signal.dwell_ms.unwrap_or(0);
        let same = |known: &&mut Signal| known.kind == signal.kind && known.product == signal.product;
        if let Some(known) = gathered.iter_mut().find(same) {
            let looked = known.dwell_ms.unwrap_or(0).saturating_add(dwell);
            known.dwell_ms = Some(std::cmp::min(looked, MAX_DWELL_MS));
        } else if gathered.len() < MAX_SIGNALS {
            gathered.push(Signal { dwell_ms: Some(std::cmp::min(dwell, MAX_DWELL_MS)), ..*signal });
        }
    }
    gathered
}

async fn of_known_products(tx: &Tx, signals: Vec<Signal>) -> Result<Vec<Signal>, DbErr> {
    let ids: HashSet<ProductId> = signals.iter().map(|signal| signal.product).collect();
    let query = product::Entity::find().select_only().column(product::Column::Id);
    let known = query.filter(product::Column::Id.is_in(ids)).into_tuple::<ProductId>().all(tx.conn()).await?;
    Ok(signals.into_iter().filter(|signal| known.contains(&signal.product)).collect())
}

/// What this person did with these products a little while ago.
async fn lately(tx: &Tx, person: &Person, signals: &[Signal]) -> Result<Vec<entity::Model>, DbErr> {
    let query = Entity::find()
        .filter(person.rows())
        .filter(Column::At.gte(tx.now().plus_ms(-ONCE_MS)))
        .filter(Column::ProductId.is_in(signals.iter().map(|signal| signal.product)));
    query.all(tx.conn()).await
}

async fn prolong(tx: &Tx, row: &entity::Model, dwell: i32, at: shared::Timestamp) -> Result<(), DbErr> {
    let looked = Expr::col(Column::DwellMs);
    let longer = CaseStatement::new()
        .case(Column::DwellMs.lt(MAX_DWELL_MS.cast_signed()), looked.clone().add(dwell))
        .finally(looked);
    let update = Entity::update_many()
        .col_expr(Column::DwellMs, longer.into())
        .col_expr(Column::At, Expr::value(at))
        .filter(Column::Id.eq(row.id));
    update.exec(tx.conn()).await.map(|_| ())
}
