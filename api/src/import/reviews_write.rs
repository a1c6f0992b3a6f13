//! Writing reviews of a file. They never count, so no figure changes with them.

use super::batch;
use super::report::Report;
use super::reviews::{Handles, ReviewDraft};
use crate::app::App;
use crate::db::Tx;
use crate::events::NewEvent;
use crate::reviews::entity::{self, Column, Entity, Model, Photos, term};
use crate::reviews::{events, policy};
use sea_orm::sea_query::{Expr, ExprTrait as _};
use sea_orm::{ActiveValue, ColumnTrait, DbErr, EntityTrait, IntoActiveModel, QueryFilter, QuerySelect};
use serde_json::json;
use sha2::{Digest as _, Sha256};
use shared::id::{ProductId, ReviewId, ShopId};
use shared::reviews::{Aspects, ReviewKind, ReviewSource, ReviewStatus};
use shared::{Locale, Timestamp};
use std::collections::HashMap;
use uuid::Uuid;

/// Reviews of one event.
const IDS_OF_EVENT: usize = 500;

/// Writes reviews in one transaction.
pub(super) struct Writer<'a> {
    app: &'a App,
    tx: Tx,
    handles: &'a Handles,
    locale: Locale,
    /// How many of a product came from the same author at the same time so far.
    seen: HashMap<(ProductId, String), u32>,
    changed: Vec<ReviewId>,
}

/// A review of the file with where it belongs.
struct Placed {
    draft: ReviewDraft,
    product: ProductId,
    shop: ShopId,
    reference: String,
}

/// A review of the database that a file speaks of.
struct Known {
    id: ReviewId,
    hash: Option<String>,
}

impl<'a> Writer<'a> {
    /// Begins the transaction.
    pub(super) async fn begin(app: &'a App, handles: &'a Handles, locale: Locale) -> anyhow::Result<Self> {
        let tx = app.db.begin(app.clock.now()).await?;
        Ok(Self { app, tx, handles, locale, seen: HashMap::new(), changed: Vec::new() })
    }

    /// Writes reviews that are new or have changed.
    pub(super) async fn write(&mut self, chunk: Vec<ReviewDraft>, report: &mut Report) -> anyhow::Result<()> {
        let placed: Vec<Placed> = chunk.into_iter().filter_map(|draft| self.place(draft)).collect();
        let known = self.known(&placed).await?;
        let (mut rows, mut found, mut known_before) = (Vec::with_capacity(placed.len()), Vec::new(), Vec::new());
        for placed in placed {
            let known = known.get(&(placed.product.0, placed.reference.clone()));
            if known.is_some_and(|known| known.hash.as_deref() == Some(placed.draft.digest.as_str())) {
                report.unchanged += 1;
                continue;
            }
            let terms = policy::search_terms(&placed.draft.title, &placed.draft.body);
            let subject_id = placed.product.0;
            let id = match known {
                Some(known) => {
                    self.update(known.id, placed.draft).await?;
                    report.updated += 1;
                    known_before.push(known.id);
                    known.id
                }
                None => {
                    let row = self.row(placed);
                    let id = row.id;
                    rows.push(row.into_active_model());
                    report.created += 1;
                    id
                }
            };
            let row = |term| term::Model { subject_id, term, review_id: id }.into_active_model();
            found.extend(terms.into_iter().map(row));
            self.changed.push(id);
        }
        batch::insert::<entity::ActiveModel>(&self.tx, rows).await?;
        batch::delete::<term::Entity, _>(&self.tx, term::Column::ReviewId, known_before.into_iter()).await?;
        batch::insert::<term::ActiveModel>(&self.tx, found).await?;
        Ok(())
    }

    /// Tells of the changes and commits.
    pub(super) async fn commit(mut self) -> anyhow::Result<()> {
        for ids in self.changed.chunks(IDS_OF_EVENT) {
            self.tx.emit(NewEvent::new(events::IMPORTED, Uuid::nil(), json!({ "reviewIds": ids }))?);
        }
        Ok(self.tx.commit().await?)
    }

    /// The product of a draft, and the digest by which it is known again: the address of its author is not kept.
    fn place(&mut self, draft: ReviewDraft) -> Option<Placed> {
        let (product, shop) = *self.handles.get(&draft.handle)?.first()?;
        let times = self.seen.entry((product, draft.origin.clone())).or_default();
        let reference = hex::encode(Sha256::digest(format!("{times}\n{}", draft.origin)));
        *times += 1;
        Some(Placed { draft, product, shop, reference })
    }

    async fn known(&self, placed: &[Placed]) -> Result<HashMap<(Uuid, String), Known>, DbErr> {
        let rows = Entity::find()
            .select_only()
            .columns([Column::Id, Column::SubjectId, Column::ExternalReference, Column::SourceHash])
            .filter(Column::SubjectId.is_in(placed.iter().map(|placed| placed.product.0)))
            .filter(Column::ExternalReference.is_in(placed.iter().map(|placed| placed.reference.as_str())))
            .into_tuple::<(ReviewId, Uuid, String, Option<String>)>()
            .all(self.tx.conn())
            .await?;
        Ok(rows.into_iter().map(|(id, subject, reference, hash)| ((subject, reference), Known { id, hash })).collect())
    }

    fn row(&self, placed: Placed) -> Model {
        let Placed { draft, product, shop, reference } = placed;
        let now = self.tx.now();
        Model {
            id: self.app.ids.next(),
            kind: ReviewKind::Product,
            subject_id: product.0,
            product_id: Some(product),
            shop_id: shop,
            variant_id: None,
            variant_title: None,
            order_id: None,
            order_line_id: None,
            order_part_id: None,
            account_id: None,
            author_name: draft.author,
            source: ReviewSource::Imported,
            status: ReviewStatus::Published,
            stars: draft.stars.get().into(),
            title: draft.title,
            body: draft.body,
            aspects: Aspects::default(),
            locale: self.locale,
            photos: Photos::default(),
            photo_count: 0,
            counts: false,
            refunded_at: None,
            status_reason: None,
            helpful_up: 0,
            helpful_down: 0,
            rank: 0,
            answer_body: draft.reply,
            answered_at: None,
            answer_edited_at: None,
            external_reference: Some(reference),
            source_hash: Some(draft.digest),
            written_at: draft.written_at.unwrap_or(Timestamp(0)),
            published_at: Some(now),
            edited_at: None,
            version: 0,
        }
    }

    /// What the file says now; who sees it, its votes, and an answer that the file does not have stay as they are.
    async fn update(&self, id: ReviewId, draft: ReviewDraft) -> Result<(), DbErr> {
        let mut row = entity::ActiveModel {
            author_name: ActiveValue::Set(draft.author),
            stars: ActiveValue::Set(draft.stars.get().into()),
            title: ActiveValue::Set(draft.title),
            body: ActiveValue::Set(draft.body),
            locale: ActiveValue::Set(self.locale),
            source_hash: ActiveValue::Set(Some(draft.digest)),
            written_at: ActiveValue::Set(draft.written_at.unwrap_or(Timestamp(0))),
            ..Default::default()
        };
        if draft.reply.is_some() {
            row.answer_body = ActiveValue::Set(draft.reply);
        }
        let update = Entity::update_many().set(row).col_expr(Column::Version, Expr::col(Column::Version).add(1));
        update.filter(Column::Id.eq(id)).exec(self.tx.conn()).await.map(|_| ())
    }
}
