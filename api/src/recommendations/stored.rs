//! A trained model in the database, and the one that is served, in memory.
//!
//! A model is written row by row under an id of its own and becomes the current one by a single statement; requests go on with
//! the model that they hold. The event [`TRAINED`] tells every process that serves requests to load it.

use super::entity::{item, model};
use super::model::{Parameters, Summary, Trained};
use super::packed;
use crate::app::App;
use crate::events::{self, Live, NewEvent};
use anyhow::Context as _;
use futures::StreamExt as _;
use rustc_hash::FxHashMap;
use sea_orm::{
    ActiveValue, ColumnTrait as _, DbErr, EntityTrait as _, QueryFilter as _, QueryOrder as _, QuerySelect as _,
};
use serde_json::json;
use shared::id::ProductId;
use shared::{Locale, Timestamp};
use std::collections::{BTreeMap, HashMap};
use std::pin::pin;
use std::sync::{Arc, PoisonError, RwLock};
use std::time::Duration;
use tokio_util::sync::CancellationToken;
use uuid::Uuid;

/// The topic that tells of a new model.
pub const TRAINED: &str = "recommendations.trained";
/// What these events are about: a thing of which there is one. The letters "recommendations".
const MODEL: Uuid = Uuid::from_u128(0x7265_636f_6d6d_656e_6461_7469_6f6e_7300);
/// Items that one statement writes or reads.
const CHUNK: usize = 500;
/// A pause after a model could not be loaded.
const RETRY: Duration = Duration::from_secs(5);

/// What was learned of which products go together.
#[derive(Clone, Debug)]
pub struct Serving {
    /// Which model it is.
    pub id: Uuid,
    /// When its training began.
    pub trained_at: Timestamp,
    /// The products, by the numbers under which the model knows them.
    pub products: Vec<ProductId>,
    /// The numbers of products.
    pub index: FxHashMap<ProductId, u32>,
    /// What it answers. Each neighbour shares five people or more with its item.
    pub trained: Trained,
    /// Bought together with an item by five buyers or more, the closest first.
    pub pairs: Vec<Vec<(u32, f32)>>,
    /// The recent demand of those who read a language, by item.
    pub demand_by_locale: HashMap<Locale, Vec<f32>>,
    /// After how many days an item is bought again, in the middle, where five buyers or more have shown that.
    pub rhythm: Vec<Option<f32>>,
}

impl Serving {
    /// After how many days a product is bought again, where that is known.
    #[must_use]
    pub fn rhythm_of(&self, product: ProductId) -> Option<f32> {
        let item = self.index.get(&product)?;
        self.rhythm.get(*item as usize).copied().flatten()
    }
}

/// The model that is served: swapped as a whole, and read without waiting for whoever loads the next one.
#[derive(Debug, Default)]
pub struct Current(RwLock<Option<Arc<Serving>>>);

impl Current {
    /// The model; `None` while nothing was learned.
    #[must_use]
    pub fn serving(&self) -> Option<Arc<Serving>> {
        self.0.read().unwrap_or_else(PoisonError::into_inner).clone()
    }

    /// Serves another model from now on.
    pub fn swap(&self, serving: Arc<Serving>) {
        // The lock is held for the swap of a pointer; the old model goes after it.
        let before = self.0.write().unwrap_or_else(PoisonError::into_inner).replace(serving);
        drop(before);
    }
}

/// What a training writes.
#[derive(Clone, Debug)]
pub(super) struct Finished {
    /// What is served from it. Its id is that of the new model.
    pub(super) serving: Serving,
    /// Of what it was learned.
    pub(super) mark: String,
}

/// Writes a model, and makes it the one that is served when all of it is there; models before it go. A training that breaks off
/// leaves what it has written to the next one.
///
/// # Errors
/// When the database refuses.
pub(super) async fn write(app: &App, finished: &Finished) -> anyhow::Result<()> {
    let Finished { serving, mark } = finished;
    let summary = &serving.trained.summary;
    let row = model::ActiveModel {
        id: ActiveValue::Set(serving.id),
        items: ActiveValue::Set(i32::try_from(serving.products.len())?),
        people: ActiveValue::Set(i64::try_from(summary.people)?),
        interactions: ActiveValue::Set(i64::try_from(summary.interactions)?),
        parameters: ActiveValue::Set(serde_json::to_value(serving.trained.parameters)?),
        summary: ActiveValue::Set(serde_json::to_value(summary)?),
        mark: ActiveValue::Set(mark.clone()),
        started_at: ActiveValue::Set(serving.trained_at),
        finished_at: ActiveValue::Set(None),
    };
    model::Entity::insert(row).exec_without_returning(app.db.write()).await?;
    // In many short statements: on SQLite there is one writer, and orders are placed meanwhile.
    for first in (0..serving.products.len()).step_by(CHUNK) {
        let rows = (first..serving.products.len().min(first + CHUNK)).map(|item| row_of(serving, item));
        let rows: Vec<_> = rows.collect::<anyhow::Result<_>>()?;
        item::Entity::insert_many(rows).exec_without_returning(app.db.write()).await?;
    }
    make_current(app, serving.id, app.clock.now()).await
}

async fn make_current(app: &App, id: Uuid, now: Timestamp) -> anyhow::Result<()> {
    let mut tx = app.db.begin(now).await?;
    let row = model::ActiveModel { finished_at: ActiveValue::Set(Some(now)), ..Default::default() };
    model::Entity::update_many().set(row).filter(model::Column::Id.eq(id)).exec(tx.conn()).await?;
    tx.emit(NewEvent::new(TRAINED, MODEL, json!({ "model": id }))?);
    tx.commit().await?;
    Ok(delete_others(app, id).await?)
}

/// Nobody reads the others any more, but a process that is loading one just now: it finds it short, and loads this one.
async fn delete_others(app: &App, id: Uuid) -> Result<(), DbErr> {
    let others = model::Entity::find().filter(model::Column::Id.ne(id)).all(app.db.write()).await?;
    for other in others {
        for from in (0..other.items).step_by(CHUNK) {
            let some = item::Column::Position.between(from, from + CHUNK as i32 - 1);
            let these = item::Entity::delete_many().filter(item::Column::ModelId.eq(other.id)).filter(some);
            these.exec(app.db.write()).await?;
        }
        model::Entity::delete_by_id(other.id).exec(app.db.write()).await?;
    }
    Ok(())
}

fn row_of(serving: &Serving, item: usize) -> anyhow::Result<item::ActiveModel> {
    let list = |lists: &[Vec<(u32, f32)>]| packed::pack(lists.get(item).map_or(&[], Vec::as_slice));
    let number = |of: &[f32], otherwise: f32| f64::from(of.get(item).copied().unwrap_or(otherwise));
    let by_locale: BTreeMap<&str, f32> = serving
        .demand_by_locale
        .iter()
        .filter_map(|(locale, demand)| Some((locale.as_str(), *demand.get(item)?)))
        .filter(|(_, demand)| *demand > 0.0)
        .collect();
    Ok(item::ActiveModel {
        model_id: ActiveValue::Set(serving.id),
        position: ActiveValue::Set(i32::try_from(item)?),
        product_id: ActiveValue::Set(serving.products[item]),
        neighbours: ActiveValue::Set(list(&serving.trained.neighbours)),
        pairs: ActiveValue::Set(list(&serving.pairs)),
        demand: ActiveValue::Set(number(&serving.trained.demand, 0.0)),
        demand_by_locale: ActiveValue::Set(serde_json::to_value(by_locale)?),
        taste_lift: ActiveValue::Set(number(&serving.trained.taste_lift, 1.0)),
        repeat_lift: ActiveValue::Set(number(&serving.trained.repeat_lift, 1.0)),
        rhythm_days: ActiveValue::Set(serving.rhythm.get(item).copied().flatten().map(f64::from)),
    })
}

/// The model that was finished last.
///
/// # Errors
/// When the database does not answer.
pub(super) async fn newest(app: &App) -> Result<Option<model::Model>, DbErr> {
    let query = model::Entity::find().filter(model::Column::FinishedAt.is_not_null());
    query.order_by_desc(model::Column::FinishedAt).order_by_desc(model::Column::Id).limit(1).one(app.db.read()).await
}

/// Serves the newest model from now on, if that is not what is served already; whether it was another one.
///
/// # Errors
/// When the database does not answer, or holds what is no model.
pub async fn refresh(app: &App) -> anyhow::Result<bool> {
    loop {
        let Some(row) = newest(app).await? else { return Ok(false) };
        if app.recommendations.serving().is_some_and(|serving| serving.id == row.id) {
            return Ok(false);
        }
        // A model that went while it was read is short; then there is a newer one.
        if let Some(serving) = load(app, row).await? {
            tracing::info!(items = serving.products.len(), "a new model of recommendations is served");
            app.recommendations.swap(Arc::new(serving));
            return Ok(true);
        }
    }
}

async fn load(app: &App, row: model::Model) -> anyhow::Result<Option<Serving>> {
    let parameters: Parameters = serde_json::from_value(row.parameters).context("these parameters are not ours")?;
    let summary: Summary = serde_json::from_value(row.summary).context("this summary is not ours")?;
    let (neighbours, demand, taste_lift, repeat_lift) = (Vec::new(), Vec::new(), Vec::new(), Vec::new());
    let trained = Trained { neighbours, demand, taste_lift, repeat_lift, parameters, summary };
    let mut serving = Serving {
        id: row.id,
        trained_at: row.started_at,
        products: Vec::new(),
        index: FxHashMap::default(),
        trained,
        pairs: Vec::new(),
        demand_by_locale: HashMap::new(),
        rhythm: Vec::new(),
    };
    let items = usize::try_from(row.items)?;
    while serving.products.len() < items {
        let query = item::Entity::find()
            .filter(item::Column::ModelId.eq(row.id))
            .filter(item::Column::Position.gte(i32::try_from(serving.products.len())?))
            .order_by_asc(item::Column::Position)
            .limit(CHUNK as u64);
        let rows = query.all(app.db.read()).await?;
        if rows.is_empty() {
            return Ok(None);
        }
        for item in rows {
            take(&mut serving, item, items)?;
        }
    }
    serving.index = (0..).zip(&serving.products).map(|(item, product)| (*product, item)).collect();
    Ok(Some(serving))
}

fn take(serving: &mut Serving, row: item::Model, items: usize) -> anyhow::Result<()> {
    let position = serving.products.len();
    anyhow::ensure!(usize::try_from(row.position)? == position, "the model has a gap at {position}");
    let by_locale: BTreeMap<Locale, f32> = serde_json::from_value(row.demand_by_locale)?;
    for (locale, demand) in by_locale {
        if let Some(place) =
            serving.demand_by_locale.entry(locale).or_insert_with(|| vec![0.0; items]).get_mut(position)
        {
            *place = demand;
        }
    }
    serving.products.push(row.product_id);
    serving.trained.neighbours.push(packed::unpack(&row.neighbours));
    serving.trained.demand.push(row.demand as f32);
    serving.trained.taste_lift.push(row.taste_lift as f32);
    serving.trained.repeat_lift.push(row.repeat_lift as f32);
    serving.pairs.push(packed::unpack(&row.pairs));
    serving.rhythm.push(row.rhythm_days.map(|days| days as f32));
    Ok(())
}

/// Serves the newest model, and each newer one as soon as an event tells of it, until `stop`. A model that cannot be loaded
/// leaves the former one in service.
pub async fn follow(app: App, stop: CancellationToken) {
    let mut cursor = 0;
    while !stop.is_cancelled() {
        // Listened for before the model is read, so that none falls between the two.
        let mut told = pin!(events::subscribe(app.db.clone(), MODEL, cursor));
        if let Err(error) = refresh(&app).await {
            tracing::warn!(
                error = format!("{error:#}"),
                "the model of recommendations could not be loaded; trying again"
            );
        } else {
            tokio::select! {
                () = stop.cancelled() => return,
                next = told.next() => match next {
                    Some(Live::Event(event)) => {
                        cursor = event.seq;
                        continue;
                    }
                    Some(Live::Failed(error)) => tracing::warn!(%error, "events could not be read; trying again"),
                    None => {}
                }
            }
        }
        tokio::select! {
            () = stop.cancelled() => {}
            () = tokio::time::sleep(RETRY) => {}
        }
    }
}
