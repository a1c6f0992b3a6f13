//! Mail that is due leaves the outbox.

use super::Job;
use crate::app::App;
use crate::mail;
use async_trait::async_trait;
use std::time::Duration;

/// Sends mail.
#[derive(Clone, Copy, Debug)]
pub struct SendMail;

#[async_trait]
impl Job for SendMail {
    fn name(&self) -> &'static str {
        "send_mail"
    }

    /// Somebody who asked for a link looks into their mail at once.
    fn every(&self) -> Duration {
        Duration::from_secs(1)
    }

    async fn run(&self, app: &App) -> anyhow::Result<u64> {
        mail::send_due(app).await
    }
}
