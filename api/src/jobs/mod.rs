//! Background work, one file a job. Every job is idempotent and may run in several processes at once.

mod clean_up;
mod count_searches;
mod demo_courier;
mod fetch_images;
mod judge_reviews;
mod measure_experiment;
mod payments_expire;
mod review_requests;
mod saved_search_letters;
mod send_mail;
mod standings;
mod train_recommendations;
mod wishlist_news;

use crate::app::App;
use crate::{events, mail};
use async_trait::async_trait;
use std::time::Duration;
use tokio::task::JoinSet;
use tokio_util::sync::CancellationToken;

pub use clean_up::CleanUp;
pub use count_searches::CountSearches;
pub use demo_courier::DemoCourier;
pub use fetch_images::FetchImages;
pub use judge_reviews::JudgeReviews;
pub use measure_experiment::MeasureExperiment;
pub use payments_expire::PaymentsExpire;
pub use review_requests::ReviewRequests;
pub use saved_search_letters::SavedSearchLetters;
pub use send_mail::SendMail;
pub use standings::Standings;
pub use train_recommendations::TrainRecommendations;
pub use wishlist_news::WishlistNews;

/// Work that is done again and again.
#[async_trait]
pub trait Job: Send + Sync + 'static {
    /// Its name in the log.
    fn name(&self) -> &'static str;

    /// How long it rests between two runs.
    fn every(&self) -> Duration;

    /// Does what is due now; returns how many things it dealt with.
    ///
    /// # Errors
    /// What went wrong; it is logged, and the next run tries again.
    async fn run(&self, app: &App) -> anyhow::Result<u64>;
}

/// Starts every job that one process does for all; each ends at `stop`.
pub fn spawn(background: &mut JoinSet<()>, app: &App, stop: &CancellationToken) {
    background.spawn(repeat(app.clone(), CleanUp, stop.clone()));
    background.spawn(repeat(app.clone(), PaymentsExpire, stop.clone()));
    background.spawn(repeat(app.clone(), WishlistNews, stop.clone()));
    background.spawn(repeat(app.clone(), ReviewRequests, stop.clone()));
    background.spawn(repeat(app.clone(), SavedSearchLetters, stop.clone()));
    background.spawn(repeat(app.clone(), JudgeReviews, stop.clone()));
    background.spawn(repeat(app.clone(), SendMail, stop.clone()));
    background.spawn(repeat(app.clone(), Standings, stop.clone()));
    background.spawn(repeat(app.clone(), TrainRecommendations, stop.clone()));
    background.spawn(events::consume(app.clone(), mail::Announcer, stop.clone()));
    if app.config.fetch_images.on {
        background.spawn(repeat(app.clone(), FetchImages, stop.clone()));
    }
    if app.config.recommendations_experiment.is_some() {
        background.spawn(repeat(app.clone(), MeasureExperiment, stop.clone()));
    }
    if app.config.demo_courier {
        background.spawn(repeat(app.clone(), DemoCourier::new(app.config.demo_courier_pace), stop.clone()));
    }
}

/// Starts the jobs of a process that serves requests, whose outcome it holds in memory; each ends at `stop`.
pub fn spawn_serving(background: &mut JoinSet<()>, app: &App, stop: &CancellationToken) {
    background.spawn(repeat(app.clone(), CountSearches, stop.clone()));
}

/// Runs a job at once and then after every rest, until `stop`; a run that has begun is finished.
async fn repeat(app: App, job: impl Job, stop: CancellationToken) {
    loop {
        match job.run(&app).await {
            Ok(0) => {}
            Ok(count) => tracing::info!(job = job.name(), count, "done"),
            Err(error) => tracing::warn!(job = job.name(), error = format!("{error:#}"), "failed; it will run again"),
        }
        tokio::select! {
            () = stop.cancelled() => return,
            () = tokio::time::sleep(job.every()) => {}
        }
    }
}
