//! Writing orders of a file: history, so no stock moves.

use super::batch;
use super::orders::OrderDraft;
use super::orders_rows::{Rows, Told, event};
use super::report::Report;
use super::shops::Shops;
use crate::accounts::entity as account;
use crate::actor::Role;
use crate::app::App;
use crate::catalog::entity::{ImageCard, product, variant};
use crate::db::Tx;
use crate::orders::entity as order;
use sea_orm::{ColumnTrait, DbErr, EntityTrait, IntoActiveModel, JoinType, QueryFilter, QuerySelect};
use shared::Locale;
use shared::id::{AccountId, OrderId, ProductId, ShopId, VariantId};
use std::collections::{HashMap, HashSet};

/// Events that are written at once.
const EVENTS: usize = 1_000;

/// Writes orders in one transaction.
pub(super) struct Writer<'a> {
    pub(super) app: &'a App,
    tx: Tx,
    shops: Shops,
    /// What is sold under a shop's SKU; `None` when nothing is.
    pub(super) sold: HashMap<(ShopId, String), Option<Sold>>,
    pub(super) told: Vec<Told>,
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
    hash: Option<String>,
    pub token: Vec<u8>,
    pub version: i32,
}

impl<'a> Writer<'a> {
    /// Begins the transaction.
    pub(super) async fn begin(app: &'a App) -> anyhow::Result<Self> {
        let tx = app.db.begin(app.clock.now()).await?;
        Ok(Self { app, tx, shops: Shops::default(), sold: HashMap::new(), told: Vec::new() })
    }

    /// Writes orders that are new or have changed.
    pub(super) async fn write(&mut self, chunk: Vec<OrderDraft>, report: &mut Report) -> anyhow::Result<()> {
        let known = self.known(&chunk).await?;
        let mut fresh = Vec::new();
        for draft in chunk {
            match known.get(&draft.name) {
                Some(known) if known.hash.as_deref() == Some(draft.digest.as_str()) => report.unchanged += 1,
                found => fresh.push((found, draft)),
            }
        }
        if fresh.is_empty() {
            return Ok(());
        }
        // What hangs on an order goes with it, and is written anew.
        let again: Vec<OrderId> = fresh.iter().filter_map(|(known, _)| known.map(|known| known.id)).collect();
        if !again.is_empty() {
            let these = order::Column::Id.is_in(again.iter().copied());
            order::Entity::delete_many().filter(these).exec(self.tx.conn()).await?;
        }
        report.updated += again.len() as u64;
        report.created += (fresh.len() - again.len()) as u64;
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
        let taken = self.taken_numbers(&placed).await?;
        let mut rows = Rows::default();
        for (known, draft, shops) in &placed {
            let number = match known {
                Some(known) => known.number.clone(),
                None => free_number(&draft.name, &taken),
            };
            let Some(account) = accounts.get(draft.email.as_str()) else { continue };
            self.add(&mut rows, *known, number, *account, draft, shops);
        }
        self.insert(rows).await?;
        Ok(())
    }

    /// Writes the events and commits.
    pub(super) async fn commit(mut self) -> anyhow::Result<()> {
        let told = std::mem::take(&mut self.told);
        for some in told.chunks(EVENTS) {
            let events = some.iter().map(event).collect::<Result<_, _>>()?;
            self.tx.append(events).await?;
        }
        self.tx.commit().await?;
        if self.shops.made() {
            self.app.shelf.forget();
        }
        Ok(())
    }

    async fn known(&self, chunk: &[OrderDraft]) -> Result<HashMap<String, Known>, DbErr> {
        use order::Column::{AccessTokenHash, ExternalReference, Id, Number, SourceHash, Version};
        let rows = order::Entity::find()
            .select_only()
            .columns([ExternalReference, Id, Number, SourceHash, AccessTokenHash, Version])
            .filter(ExternalReference.is_in(chunk.iter().map(|draft| draft.name.as_str())))
            .into_tuple::<(String, OrderId, String, Option<String>, Vec<u8>, i32)>()
            .all(self.tx.conn())
            .await?;
        let known = rows
            .into_iter()
            .map(|(name, id, number, hash, token, version)| (name, Known { id, number, hash, token, version }));
        Ok(known.collect())
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

    /// Order numbers that orders placed here have already.
    async fn taken_numbers(
        &self,
        placed: &[(Option<&Known>, OrderDraft, Vec<ShopId>)],
    ) -> Result<HashSet<String>, DbErr> {
        let wanted = placed.iter().filter(|(known, ..)| known.is_none()).map(|(_, draft, _)| plain_number(&draft.name));
        let query = order::Entity::find().select_only().column(order::Column::Number);
        let rows: Vec<String> =
            query.filter(order::Column::Number.is_in(wanted)).into_tuple().all(self.tx.conn()).await?;
        Ok(rows.into_iter().collect())
    }

    async fn insert(&self, rows: Rows) -> Result<(), DbErr> {
        batch::insert(&self.tx, rows.orders).await?;
        batch::insert(&self.tx, rows.parts).await?;
        batch::insert(&self.tx, rows.lines).await?;
        batch::insert(&self.tx, rows.payments).await?;
        batch::insert(&self.tx, rows.shipments).await?;
        batch::insert(&self.tx, rows.shipment_lines).await
    }
}

/// `#1001` is read as 1001.
fn plain_number(name: &str) -> String {
    name.trim_start_matches('#').to_owned()
}

/// The name's number, marked as imported where an order placed here has the same.
fn free_number(name: &str, taken: &HashSet<String>) -> String {
    let plain = plain_number(name);
    if taken.contains(&plain) { format!("I-{plain}") } else { plain }
}
