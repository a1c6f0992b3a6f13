//! Deletes what nobody needs any more: expired sessions and tokens, old idempotency keys, carts and guests' wishlists that
//! nobody touches, checkouts that nobody goes on with, and mails that have left long ago.

use super::Job;
use crate::app::App;
use crate::{accounts, carts, idempotency, mail, wishlists};
use async_trait::async_trait;
use std::time::Duration;

/// Deletes expired sessions and tokens, old idempotency keys, idle carts, idle wishlists of guests, and old mails.
#[derive(Clone, Copy, Debug)]
pub struct CleanUp;

#[async_trait]
impl Job for CleanUp {
    fn name(&self) -> &'static str {
        "clean_up"
    }

    fn every(&self) -> Duration {
        Duration::from_secs(600)
    }

    async fn run(&self, app: &App) -> anyhow::Result<u64> {
        let sessions = accounts::sessions::delete_expired(app).await?;
        let keys = idempotency::forget_old(app).await?;
        let carts = carts::drop_idle(app).await?;
        let buyers = carts::buyer::forget_old(app).await?;
        let wishlists = wishlists::drop_idle(app).await?;
        let tokens = accounts::tokens::delete_expired(app).await?;
        let mails = mail::forget_old(app).await?;
        Ok(sessions + keys + carts + buyers + wishlists + tokens + mails)
    }
}
