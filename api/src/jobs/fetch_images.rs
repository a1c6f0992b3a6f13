//! Pictures of imports are fetched, where an operator has switched that on.

use super::Job;
use crate::app::App;
use crate::images::fetch;
use async_trait::async_trait;
use std::time::Duration;

/// How long a run goes on beginning to fetch.
const RUN: Duration = Duration::from_secs(5);

/// Fetches pictures.
#[derive(Clone, Copy, Debug)]
pub struct FetchImages;

#[async_trait]
impl Job for FetchImages {
    fn name(&self) -> &'static str {
        "fetch_images"
    }

    fn every(&self) -> Duration {
        Duration::from_secs(2)
    }

    async fn run(&self, app: &App) -> anyhow::Result<u64> {
        let fetched = fetch::fetch_due(app, Some(RUN)).await?;
        Ok(fetched.ready + fetched.failed)
    }
}
