//! The model of recommendations is learned anew, every six hours and as soon as there is something to learn from.

use super::Job;
use crate::app::App;
use crate::recommendations::training;
use async_trait::async_trait;
use std::time::Duration;

/// Learns which products go together, where that is due.
#[derive(Clone, Copy, Debug)]
pub struct TrainRecommendations;

#[async_trait]
impl Job for TrainRecommendations {
    fn name(&self) -> &'static str {
        "train_recommendations"
    }

    /// How often is looked whether it is due: a new market should not wait for hours.
    fn every(&self) -> Duration {
        Duration::from_secs(600)
    }

    async fn run(&self, app: &App) -> anyhow::Result<u64> {
        training::train_if_due(app).await
    }
}
