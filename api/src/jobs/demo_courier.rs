//! The demonstration's courier, when it is asked for.

use super::Job;
use crate::app::App;
use crate::carriers::demo_courier;
use async_trait::async_trait;
use std::time::Duration;

/// Moves demo orders in fast time.
#[derive(Clone, Copy, Debug)]
pub struct DemoCourier {
    pace: Duration,
}

impl DemoCourier {
    /// A courier who takes a step every `pace`.
    #[must_use]
    pub const fn new(pace: Duration) -> Self {
        Self { pace }
    }
}

#[async_trait]
impl Job for DemoCourier {
    fn name(&self) -> &'static str {
        "demo_courier"
    }

    /// It looks four times a step, so that steps come when they are due.
    fn every(&self) -> Duration {
        (self.pace / 4).max(Duration::from_millis(10))
    }

    async fn run(&self, app: &App) -> anyhow::Result<u64> {
        demo_courier::run(app).await
    }
}
