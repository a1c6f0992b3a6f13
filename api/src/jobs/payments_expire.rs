//! Orders whose money did not arrive in time are cancelled, and their stock is released.

use super::Job;
use crate::app::App;
use crate::{orders, payments};
use async_trait::async_trait;
use std::time::Duration;

const BATCH: u64 = 200;

/// Cancels orders whose payment is overdue.
#[derive(Clone, Copy, Debug)]
pub struct PaymentsExpire;

#[async_trait]
impl Job for PaymentsExpire {
    fn name(&self) -> &'static str {
        "payments_expire"
    }

    fn every(&self) -> Duration {
        Duration::from_secs(60)
    }

    /// Each order in a transaction of its own, so that shoppers wait for one at most.
    async fn run(&self, app: &App) -> anyhow::Result<u64> {
        let mut expired = 0;
        for order in payments::overdue(app, BATCH).await? {
            match orders::expire(app, order).await {
                Ok(done) => expired += u64::from(done),
                // One order that cannot be cancelled does not hold up the others.
                Err(error) => tracing::warn!(%order, error = format!("{error:#}"), "an unpaid order did not expire"),
            }
        }
        Ok(expired)
    }
}
