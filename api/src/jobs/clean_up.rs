//! Deletes what nobody needs any more: expired sessions, tokens and ceremonies of passkeys, old idempotency keys, carts and
//! guests' wishlists that nobody touches, checkouts that nobody goes on with, guests' decisions that no browser remembers, what
//! people looked at half a year ago, in which experiments they were then, what they searched for a month ago, mails that have left
//! long ago, and pictures that were sent and never used.

use super::Job;
use crate::app::App;
use crate::recommendations::{experiment, signals};
use crate::search::popular;
use crate::{accounts, carts, consents, idempotency, images, mail, passkeys, wishlists};
use async_trait::async_trait;
use std::time::Duration;

/// Deletes expired sessions, tokens and ceremonies of passkeys, old idempotency keys, idle carts, idle wishlists and old
/// decisions of guests, old signals, exposures and searches, old mails, and uploads that nobody used.
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
        let consents = consents::forget_old(app).await?;
        let signals = signals::forget_old(app).await?;
        let exposures = experiment::forget_old(app).await?;
        let searches = popular::forget_old(app).await?;
        let tokens = accounts::tokens::delete_expired(app).await?;
        let ceremonies = passkeys::delete_expired(app).await?;
        let mails = mail::forget_old(app).await?;
        let uploads = images::drop_orphans(app).await?;
        let of_people = carts + buyers + wishlists + consents + signals + exposures + searches;
        Ok(sessions + keys + of_people + tokens + ceremonies + mails + uploads)
    }
}
