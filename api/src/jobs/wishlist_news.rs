//! Tells, as events, what got cheaper or came back on accounts' wishlists.

use super::Job;
use crate::app::App;
use crate::wishlists;
use async_trait::async_trait;
use std::time::Duration;

/// Tells what is new on wishlists.
#[derive(Clone, Copy, Debug)]
pub struct WishlistNews;

#[async_trait]
impl Job for WishlistNews {
    fn name(&self) -> &'static str {
        "wishlist_news"
    }

    fn every(&self) -> Duration {
        Duration::from_secs(60)
    }

    async fn run(&self, app: &App) -> anyhow::Result<u64> {
        wishlists::tell_news(app).await
    }
}
