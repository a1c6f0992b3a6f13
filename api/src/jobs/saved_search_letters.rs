//! Writes to those who keep searches when there is something new.

use super::Job;
use crate::app::App;
use crate::saved_searches;
use async_trait::async_trait;
use std::time::Duration;

/// Writes letters about saved searches.
#[derive(Clone, Copy, Debug)]
pub struct SavedSearchLetters;

#[async_trait]
impl Job for SavedSearchLetters {
    fn name(&self) -> &'static str {
        "saved_search_letters"
    }

    /// A letter a day needs no more; each run searches for everybody who was not written to today.
    fn every(&self) -> Duration {
        Duration::from_secs(900)
    }

    async fn run(&self, app: &App) -> anyhow::Result<u64> {
        saved_searches::write_due(app).await
    }
}
