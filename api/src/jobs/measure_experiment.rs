//! What the experiment with suggestions has shown so far is told at `/metrics`.

use super::Job;
use crate::app::App;
use crate::recommendations::experiment;
use async_trait::async_trait;
use std::time::Duration;

/// Reads the results of the experiment that runs, and sets its gauges by them.
#[derive(Clone, Copy, Debug)]
pub struct MeasureExperiment;

#[async_trait]
impl Job for MeasureExperiment {
    fn name(&self) -> &'static str {
        "measure_experiment"
    }

    fn every(&self) -> Duration {
        Duration::from_secs(300)
    }

    /// Nothing is dealt with, so nothing is logged.
    async fn run(&self, app: &App) -> anyhow::Result<u64> {
        if let Some(experiment) = &app.config.recommendations_experiment {
            experiment::measure(app, experiment.name()).await?;
        }
        Ok(0)
    }
}
