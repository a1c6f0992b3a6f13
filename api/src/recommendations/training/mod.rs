//! Learning, measuring and handing out, for the command line and for the job.
//!
//! Learning is heavy: it runs on threads of its own that give way to those that answer requests (`backstage`), reads page by
//! page, and writes in short statements.

mod backstage;
mod claim;
mod evaluation;
mod export;

pub use evaluation::{document, evaluate, table};
pub use export::{Export, export};

use super::corpus::{self, Gathered};
use super::model::{self, Parameters, Progress, Settings, Summary, TREND_HALF_LIFE, Trained};
use super::stored::{self, Finished, Serving};
use super::together;
use crate::app::App;
use crate::memory;
use rustc_hash::FxHashMap;
use shared::Timestamp;
use shared::timestamp::DAY_MS;
use std::fmt;
use std::time::{Duration, Instant};

/// How long a model is good enough, in milliseconds: after that it is learned anew, if there is anything new.
const GOOD_FOR_MS: i64 = DAY_MS / 4;

/// Where progress is told.
pub type Tell = Box<dyn FnMut(Progress) + Send>;

/// A model that was learned.
#[derive(Clone, Debug)]
pub struct Learned {
    /// Of how many orders.
    pub orders: usize,
    /// Of how many signals weaker than a purchase.
    pub signals: usize,
    /// What the training says of itself.
    pub summary: Summary,
    /// What it chose.
    pub parameters: Parameters,
    /// Neighbours that are served: each shares five people or more with its item.
    pub neighbours: usize,
    /// Pairs that are bought together by five buyers or more; each counts from both sides.
    pub pairs: usize,
    /// How long reading took.
    pub reading: Duration,
    /// How long learning took.
    pub learning: Duration,
    /// How long writing took.
    pub writing: Duration,
    /// The most memory that the process used, in bytes, where the system tells.
    pub peak: Option<u64>,
}

/// What became of a training.
#[derive(Clone, Debug)]
pub enum Training {
    /// A model was learned, and is served as soon as those who serve have loaded it.
    Learned(Box<Learned>),
    /// Somebody else is learning, until this moment at the latest.
    Busy(Timestamp),
    /// There is nothing to learn from.
    Nothing,
}

/// Learns a model of everything that there is, and makes it the one that is served.
///
/// # Errors
/// When the database does not answer.
pub async fn train(app: &App, tell: Tell) -> anyhow::Result<Training> {
    let claim = match claim::take(app).await? {
        Ok(claim) => claim,
        Err(until) => return Ok(Training::Busy(until)),
    };
    let done = learn(app, tell).await;
    claim::release(app, claim).await?;
    Ok(done?.map_or(Training::Nothing, |learned| Training::Learned(Box::new(learned))))
}

/// Learns a model if that is due: there is none or it is six hours old, and something has happened since. Returns how many items
/// it has; 0 when nothing was learned.
///
/// # Errors
/// When the database does not answer.
pub async fn train_if_due(app: &App) -> anyhow::Result<u64> {
    if let Some(newest) = stored::newest(app).await? {
        let age = app.clock.now().0 - newest.started_at.0;
        if age < GOOD_FOR_MS || newest.mark == corpus::mark(app).await? {
            return Ok(0);
        }
    }
    match train(app, Box::new(|_| {})).await? {
        Training::Learned(learned) => {
            let (Summary { items, people, .. }, seconds) = (learned.summary, learned.learning.as_secs_f64());
            tracing::info!(items, people, seconds, peak = learned.peak, "a model of recommendations was learned");
            Ok(items as u64)
        }
        Training::Busy(_) | Training::Nothing => Ok(0),
    }
}

async fn learn(app: &App, tell: Tell) -> anyhow::Result<Option<Learned>> {
    let began = Instant::now();
    let (started_at, mark) = (app.clock.now(), corpus::mark(app).await?);
    let gathered = corpus::gather(app).await?;
    if gathered.corpus.interactions.is_empty() {
        return Ok(None);
    }
    let (orders, signals) = counts(&gathered);
    let (reading, began) = (began.elapsed(), Instant::now());
    let id = app.ids.next();
    let serving = backstage::run(move || serving(id, started_at, &gathered, tell)).await?;
    let (learning, began) = (began.elapsed(), Instant::now());
    let finished = Finished { serving, mark };
    stored::write(app, &finished).await?;
    let Serving { trained, pairs, .. } = finished.serving;
    let count = |lists: &[Vec<(u32, f32)>]| lists.iter().map(Vec::len).sum();
    Ok(Some(Learned {
        orders,
        signals,
        summary: trained.summary,
        parameters: trained.parameters,
        neighbours: count(&trained.neighbours),
        pairs: count(&pairs),
        reading,
        learning,
        writing: began.elapsed(),
        peak: memory::peak(),
    }))
}

fn counts(gathered: &Gathered) -> (usize, usize) {
    let signals = gathered.corpus.interactions.iter().filter(|each| each.strength < 1.0).count();
    (gathered.orders(), signals)
}

/// Learns, and leaves out what too few people stand behind.
fn serving(id: uuid::Uuid, started_at: Timestamp, gathered: &Gathered, mut tell: Tell) -> Serving {
    let (corpus, now) = (&gathered.corpus, gathered.as_of().0);
    let mut trained = model::train(corpus, now, &Settings::default(), &mut tell);
    together::keep_shared(&mut trained.neighbours, corpus);
    Serving {
        id,
        trained_at: started_at,
        products: gathered.products.clone(),
        index: FxHashMap::default(),
        pairs: together::pairs(corpus),
        demand_by_locale: together::demand_by_locale(corpus, &gathered.locales, now, TREND_HALF_LIFE),
        rhythm: together::rhythm(corpus),
        trained,
    }
}

/// An uncut model of everything, for whoever runs the installation; nothing is stored.
async fn uncut(app: &App, tell: Tell) -> anyhow::Result<Option<(Gathered, Trained)>> {
    let gathered = corpus::gather(app).await?;
    if gathered.corpus.interactions.is_empty() {
        return Ok(None);
    }
    let mut tell = tell;
    let learned = backstage::run(move || {
        let now = gathered.as_of().0;
        let trained = model::train(&gathered.corpus, now, &Settings::default(), &mut tell);
        (gathered, trained)
    });
    Ok(Some(learned.await?))
}

impl fmt::Display for Learned {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Summary { items, people, interactions, validated_on, tries, ndcg_new, ndcg_all, .. } = self.summary;
        writeln!(f, "items           {items}")?;
        writeln!(f, "people          {people}")?;
        writeln!(f, "orders          {}", self.orders)?;
        writeln!(f, "signals         {interactions}, of which {} weaker than a purchase", self.signals)?;
        writeln!(f, "chosen          {}", serde_json::to_string(&self.parameters).unwrap_or_default())?;
        writeln!(
            f,
            "validation      {validated_on} people, {tries} tries, NDCG@10 {ndcg_new:.4} on new items, {ndcg_all:.4} on all"
        )?;
        writeln!(f, "served          {} neighbours, {} pairs", self.neighbours, self.pairs)?;
        let [reading, learning, writing] = [self.reading, self.learning, self.writing].map(|took| took.as_secs_f64());
        write!(f, "time            {reading:.1} s reading, {learning:.1} s learning, {writing:.1} s writing")?;
        match self.peak {
            Some(peak) => write!(f, "\npeak memory     {:.0} MB", peak as f64 / 1e6),
            None => Ok(()),
        }
    }
}
