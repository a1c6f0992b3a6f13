//! Buyers are asked for reviews some days after their order has arrived.

use super::Job;
use crate::app::App;
use crate::reviews::asking;
use async_trait::async_trait;
use std::time::Duration;

/// Asks for reviews.
#[derive(Clone, Copy, Debug)]
pub struct ReviewRequests;

#[async_trait]
impl Job for ReviewRequests {
    fn name(&self) -> &'static str {
        "review_requests"
    }

    fn every(&self) -> Duration {
        Duration::from_secs(300)
    }

    async fn run(&self, app: &App) -> anyhow::Result<u64> {
        asking::ask_due(app, app.clock.now()).await
    }
}
