//! Writing orders of a file. No stock moves: see [`order::Model::moves_stock`].

use super::batch;
use super::orders::OrderDraft;
use super::orders_before::{Before, clear};
use super::orders_numbers::free_numbers;
use super::orders_rows::{Placed, Rows, Told, event};
use super::report::Report;
use super::shops::Shops;
use super::source::SourceName;
use crate::accounts::entity as account;
use crate::actor::Role;
use crate::app::App;
use crate::catalog::entity::{ImageCard, product, variant};
use crate::db::Tx;
use crate::events::NewEvent;
use crate::orders::entity as order;
use crate::reviews;
use sea_orm::{
    ColumnTrait, ConnectionTrait, DbBackend, DbErr, EntityTrait, IntoActiveModel, JoinType, QueryFilter, QueryOrder,
    QuerySelect,
};
use serde_json::json;
use shared::Locale;
use shared::id::{AccountId, OrderId, ProductId, ShopId, VariantId};
use std::collections::{HashMap, HashSet};
use uuid::Uuid;

/// Events that are written at once.
const EVENTS: usize = 1_000;
/// Orders of one event that tells of changed ones.
const IDS_OF_EVENT: usize = 500;
/// The topic of the events that list, in `orderIds`, imported orders that a file has changed. It is no step of an order:
/// what the buyer should know of stands in events of the order's own.
const ORDERS_IMPORTED: &str = "orders.imported";

/// Writes orders in one transaction.
pub(super) struct Writer<'a> {
    pub(super) app: &'a App,
    tx: Tx,
    shops: Shops,
    /// What is sold under a shop's SKU; `None` when nothing is.
    pub(super) sold: HashMap<(ShopId, String), Option<Sold>>,
    pub(super) told: Vec<Told>,
    /// Orders that were there and are not as they were.
    changed: Vec<OrderId>,
    source: Option<SourceName>,
}

/// What is sold under a SKU.
#[derive(Clone)]
pub(super) struct Sold {
    pub product: ProductId,
    pub variant: VariantId,
    pub image: Option<ImageCard>,
}

/// An order of the database that a file speaks of.
pub(super) struct Known {
    pub id: OrderId,
    pub number: String,
    pub source: String,
    hash: Option<String>,
    pub token: Vec<u8>,
    pub version: i32,
    source_version: Option<i32>,
}

impl<'a> Writer<'a> {
    /// Begins the transaction.
    pub(super) async fn begin(app: &'a App, source: Option<SourceName>) -> anyhow::Result<Self> {
        let tx = app.db.begin(app.clock.now()).await?;
        let (shops, sold) = (Shops::default(), HashMap::new());
        Ok(Self { app, tx, source, shops, sold, told: Vec::new(), changed: Vec::new() })
    }

    /// Where a new order comes from.
    pub(super) fn source_of<'d>(&'d self, draft: &'d OrderDraft) -> &'d str {
        match &self.source {
            Some(source) => source.as_str(),
            None => draft.lines.first().map_or("", |line| line.vendor.as_str()),
        }
    }

    /// Writes orders that are new or have changed.
    pub(super) async fn write(&mut self, chunk: Vec<OrderDraft>, report: &mut Report) -> anyhow::Result<()> {
        let known = self.known(&chunk).await?;
        let mut fresh = Vec::new();
        for draft in chunk {
            match self.which(&known, &draft) {
                Some(known) if known.hash.as_deref() == Some(draft.digest.as_str()) => report.unchanged += 1,
                found => fresh.push((found, draft)),
            }
        }
        let moved = self.lock(fresh.iter().filter_map(|(known, _)| *known)).await?;
        fresh.retain(|(known, _)| !known.is_some_and(|known| moved.contains(&known.id)));
        report.kept += moved.len() as u64;
        if fresh.is_empty() {
            return Ok(());
        }
        let again: Vec<OrderId> = fresh.iter().filter_map(|(known, _)| known.map(|known| known.id)).collect();
        report.updated += again.len() as u64;
        report.created += (fresh.len() - again.len()) as u64;
        let before = Before::load(&self.tx, &again).await?;
        let accounts = self.accounts(fresh.iter().map(|(_, draft)| draft)).await?;
        let mut placed = Vec::with_capacity(fresh.len());
        for (known, draft) in fresh {
            let mut shops = Vec::with_capacity(draft.lines.len());
            for line in &draft.lines {
                shops.push(self.shops.find_or_make(self.app, &mut self.tx, &line.vendor).await?);
            }
            placed.push((known, draft, shops));
        }
        self.look_up_skus(&placed).await?;
        let new = placed.iter().filter(|(known, ..)| known.is_none()).map(|(_, draft, _)| draft.name.as_str());
        let numbers = free_numbers(&self.tx, new).await?;
        let (nothing, mut new, mut changed) = (Before::default(), Rows::default(), Rows::default());
        for (known, draft, shops) in &placed {
            let number = match known {
                Some(known) => Some(&known.number),
                None => numbers.get(draft.name.as_str()),
            };
            let (Some(number), Some(account)) = (number, accounts.get(draft.email.as_str())) else { continue };
            let before = known.and_then(|known| before.get(&known.id)).unwrap_or(&nothing);
            let rows = if known.is_some() { &mut changed } else { &mut new };
            let number = number.clone();
            self.add(rows, Placed { known: *known, before, number, account: *account, draft, shops });
        }
        clear(&self.tx, &before, &changed).await?;
        self.update(changed).await?;
        reviews::follow_payments(&mut self.tx, &again).await?;
        self.changed.extend(again);
        self.insert(new).await?;
        Ok(())
    }

    /// Writes the events and commits.
    pub(super) async fn commit(mut self) -> anyhow::Result<()> {
        let told = std::mem::take(&mut self.told);
        for some in told.chunks(EVENTS) {
            let events = some.iter().map(event).collect::<Result<_, _>>()?;
            self.tx.append(events).await?;
        }
        for ids in self.changed.chunks(IDS_OF_EVENT) {
            let ids: Vec<String> = ids.iter().map(ToString::to_string).collect();
            let event = NewEvent::new(ORDERS_IMPORTED, Uuid::nil(), json!({ "orderIds": ids }))?;
            self.tx.append(vec![event]).await?;
        }
        self.tx.commit().await?;
        if self.shops.made() {
            self.app.shelf.forget();
        }
        Ok(())
    }

    /// The orders of these names, of whatever source.
    async fn known(&self, chunk: &[OrderDraft]) -> Result<HashMap<String, Vec<Known>>, DbErr> {
        use order::Column::{
            AccessTokenHash, ExternalReference, ExternalSource, Id, Number, SourceHash, SourceVersion, Version,
        };
        type Row = (String, OrderId, String, Option<String>, Option<String>, Vec<u8>, i32, Option<i32>);
        let rows = order::Entity::find()
            .select_only()
            .columns([
                ExternalReference,
                Id,
                Number,
                ExternalSource,
                SourceHash,
                AccessTokenHash,
                Version,
                SourceVersion,
            ])
            .filter(ExternalReference.is_in(chunk.iter().map(|draft| draft.name.as_str())))
            .into_tuple::<Row>()
            .all(self.tx.conn())
            .await?;
        let mut known: HashMap<String, Vec<Known>> = HashMap::new();
        for (name, id, number, source, hash, token, version, source_version) in rows {
            let source = source.unwrap_or_default();
            known.entry(name).or_default().push(Known { id, number, source, hash, token, version, source_version });
        }
        Ok(known)
    }

    /// The order that a draft speaks of: of the named source, else of the vendor of one of its lines, the first first.
    /// So an order is known again that was edited since, as long as a line of the vendor is left by whom it was known.
    fn which<'k>(&self, known: &'k HashMap<String, Vec<Known>>, draft: &OrderDraft) -> Option<&'k Known> {
        let known = known.get(&draft.name)?;
        let of = |source: &str| known.iter().find(|known| known.source == source);
        match &self.source {
            Some(source) => of(source.as_str()),
            None => draft.lines.iter().find_map(|line| of(&line.vendor)),
        }
    }

    /// Holds these orders until the end of the transaction; returns those that have been moved on here since the last
    /// import. What happened here counts for more than what a file says of it.
    async fn lock<'k>(&self, known: impl Iterator<Item = &'k Known>) -> Result<HashSet<OrderId>, DbErr> {
        let imported: HashMap<OrderId, Option<i32>> = known.map(|known| (known.id, known.source_version)).collect();
        if imported.is_empty() {
            return Ok(HashSet::new());
        }
        let query = order::Entity::find()
            .select_only()
            .columns([order::Column::Id, order::Column::Version])
            .filter(order::Column::Id.is_in(imported.keys().copied()))
            .order_by_asc(order::Column::Id);
        let query = match self.tx.conn().get_database_backend() {
            DbBackend::Postgres => query.lock_exclusive(),
            // The one writer holds everything already.
            _ => query,
        };
        let rows: Vec<(OrderId, i32)> = query.into_tuple().all(self.tx.conn()).await?;
        let moved = rows.into_iter().filter(|(id, version)| imported.get(id) != Some(&Some(*version)));
        Ok(moved.map(|(id, _)| id).collect())
    }

    /// The buyers' accounts by address; those that are not there are made, without a password.
    async fn accounts(&self, drafts: impl Iterator<Item = &OrderDraft>) -> Result<HashMap<String, AccountId>, DbErr> {
        let drafts: HashMap<&str, &OrderDraft> = drafts.map(|draft| (draft.email.as_str(), draft)).collect();
        let query = account::Entity::find().select_only().columns([account::Column::Email, account::Column::Id]);
        let these = account::Column::Email.is_in(drafts.keys().copied());
        let rows: Vec<(String, AccountId)> = query.filter(these).into_tuple().all(self.tx.conn()).await?;
        let mut found: HashMap<String, AccountId> = rows.into_iter().collect();
        let mut new = Vec::new();
        for (email, draft) in drafts {
            if found.contains_key(email) {
                continue;
            }
            let before_at = email.split('@').next().unwrap_or(email);
            let row = account::Model {
                id: self.app.ids.next(),
                email: email.to_owned(),
                display_name: draft.buyer.clone().unwrap_or_else(|| before_at.to_owned()),
                password_hash: None,
                is_shared: false,
                currency: None,
                email_verified_at: None,
                locale: Locale::En,
                role: Role::Shopper,
                created_at: self.tx.now(),
                updated_at: self.tx.now(),
            };
            found.insert(email.to_owned(), row.id);
            new.push(row.into_active_model());
        }
        batch::insert::<account::ActiveModel>(&self.tx, new).await?;
        Ok(found)
    }

    /// Learns what is sold under the SKUs of these orders.
    async fn look_up_skus(&mut self, placed: &[(Option<&Known>, OrderDraft, Vec<ShopId>)]) -> Result<(), DbErr> {
        let lines = placed.iter().flat_map(|(_, draft, shops)| draft.lines.iter().zip(shops));
        let mut asked: HashSet<(ShopId, String)> = HashSet::new();
        for (line, shop) in lines {
            if let Some(sku) = &line.sku {
                let key = (*shop, sku.clone());
                if !self.sold.contains_key(&key) {
                    asked.insert(key);
                }
            }
        }
        if asked.is_empty() {
            return Ok(());
        }
        let shops: HashSet<ShopId> = asked.iter().map(|(shop, _)| *shop).collect();
        let rows = variant::Entity::find()
            .select_only()
            .columns([variant::Column::ShopId, variant::Column::Sku, variant::Column::Id, variant::Column::ProductId])
            .column(product::Column::Image)
            .join(
                JoinType::InnerJoin,
                variant::Entity::belongs_to(product::Entity)
                    .from(variant::Column::ProductId)
                    .to(product::Column::Id)
                    .into(),
            )
            .filter(variant::Column::ShopId.is_in(shops))
            .filter(variant::Column::Sku.is_in(asked.iter().map(|(_, sku)| sku.as_str())))
            .into_tuple::<(ShopId, String, VariantId, ProductId, Option<ImageCard>)>()
            .all(self.tx.conn())
            .await?;
        self.sold.extend(asked.into_iter().map(|key| (key, None)));
        for (shop, sku, variant, product, image) in rows {
            self.sold.insert((shop, sku), Some(Sold { product, variant, image }));
        }
        Ok(())
    }

    async fn insert(&self, rows: Rows) -> Result<(), DbErr> {
        batch::insert(&self.tx, rows.orders).await?;
        batch::insert(&self.tx, rows.parts).await?;
        batch::insert(&self.tx, rows.lines).await?;
        batch::insert(&self.tx, rows.payments).await?;
        batch::insert(&self.tx, rows.shipments).await?;
        batch::insert(&self.tx, rows.shipment_lines).await
    }

    async fn update(&self, rows: Rows) -> Result<(), DbErr> {
        batch::upsert(&self.tx, rows.orders).await?;
        batch::upsert(&self.tx, rows.parts).await?;
        batch::upsert(&self.tx, rows.lines).await?;
        batch::upsert(&self.tx, rows.payments).await?;
        batch::upsert(&self.tx, rows.shipments).await?;
        batch::insert(&self.tx, rows.shipment_lines).await
    }
}
