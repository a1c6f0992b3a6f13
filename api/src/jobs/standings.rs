//! How shops stood when the month began is stored, and has its consequences.

use super::Job;
use crate::app::App;
use crate::reputation;
use async_trait::async_trait;
use std::time::Duration;

/// Stores the standings of each month.
#[derive(Clone, Copy, Debug)]
pub struct Standings;

#[async_trait]
impl Job for Standings {
    fn name(&self) -> &'static str {
        "standings"
    }

    fn every(&self) -> Duration {
        Duration::from_secs(3600)
    }

    async fn run(&self, app: &App) -> anyhow::Result<u64> {
        Ok(reputation::store_monthly(app).await?)
    }
}
