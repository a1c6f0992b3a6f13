//! What many search for is counted, to be offered to others while they type.

use super::Job;
use crate::app::App;
use crate::search::popular;
use async_trait::async_trait;
use std::time::Duration;

/// Counts searches. What it finds is held in memory: every process that serves requests runs it.
#[derive(Clone, Copy, Debug)]
pub struct CountSearches;

#[async_trait]
impl Job for CountSearches {
    fn name(&self) -> &'static str {
        "count_searches"
    }

    fn every(&self) -> Duration {
        Duration::from_secs(600)
    }

    async fn run(&self, app: &App) -> anyhow::Result<u64> {
        Ok(popular::refresh(app).await?)
    }
}
