//! Reviews are judged again, by what takes many of them to see: rings and brigades.

use super::Job;
use crate::app::App;
use crate::reviews::holding;
use async_trait::async_trait;
use std::time::Duration;

/// Looks for rings and brigades.
#[derive(Clone, Copy, Debug)]
pub struct JudgeReviews;

#[async_trait]
impl Job for JudgeReviews {
    fn name(&self) -> &'static str {
        "judge_reviews"
    }

    fn every(&self) -> Duration {
        Duration::from_secs(60 * 60)
    }

    async fn run(&self, app: &App) -> anyhow::Result<u64> {
        let found = holding::patrol(app).await?;
        Ok(found.held + found.recounted)
    }
}
