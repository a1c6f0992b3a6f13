//! Fetching what imports know the address of alone. It is off unless an operator switches it on: nothing here needs the
//! internet.

mod addresses;
mod client;
mod rows;

pub use addresses::{Allowed, Network};
pub use client::{Client, FetchError};

use super::{PictureError, keep};
use crate::app::App;
use crate::catalog::entity::image;
use crate::failure::Failure;
use futures::StreamExt as _;
use reqwest::Url;
use std::collections::BTreeMap;
use std::time::{Duration, Instant};

/// Pictures that are looked up at once.
const BATCH: u64 = 200;
/// Hosts that are asked at the same time.
const HOSTS_AT_ONCE: usize = 4;
/// Between two pictures of one host.
const POLITE_PAUSE: Duration = Duration::from_millis(250);
/// How long a try may take before another process may think that this one has died, in milliseconds.
const LEASE_MS: i64 = 5 * 60_000;
/// The rest after the first try, in milliseconds; each further one is four times as long.
const FIRST_REST_MS: i64 = 60_000;
const LONGEST_REST_MS: i64 = 24 * 3_600_000;
/// Tries, over about four days.
const TRIES: i32 = 8;

/// Whether and how pictures are fetched.
#[derive(Clone, Debug, Default)]
pub struct FetchConfig {
    /// Whether workers fetch by themselves.
    pub on: bool,
    /// Which addresses may be asked although they are nobody's business from outside.
    pub allowed: Allowed,
}

/// What a run came to.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Fetched {
    /// Pictures that can be shown now.
    pub ready: u64,
    /// Pictures that are tried again later.
    pub later: u64,
    /// Pictures that are given up.
    pub failed: u64,
}

impl Fetched {
    fn plus(self, other: Self) -> Self {
        Self { ready: self.ready + other.ready, later: self.later + other.later, failed: self.failed + other.failed }
    }
}

/// Fetches what is due, or what of it can be begun within a time: a process that stops waits for a run to end. Safe to run in
/// several processes at once: each picture is claimed for a time.
///
/// # Errors
/// When the database or the storage does not answer. A host that does not answer is no error here.
pub async fn fetch_due(app: &App, within: Option<Duration>) -> anyhow::Result<Fetched> {
    let client = Client::new(&app.config.fetch_images.allowed, &app.config.public_url)?;
    let until = within.map(|within| Instant::now() + within);
    let mut all = Fetched::default();
    loop {
        let due = rows::due(app, BATCH).await?;
        let last = (due.len() as u64) < BATCH;
        let hosts = by_host(due).into_values().map(|pictures| of_host(app, &client, pictures, until));
        let mut done = futures::stream::iter(hosts).buffer_unordered(HOSTS_AT_ONCE);
        let mut moved = Fetched::default();
        while let Some(fetched) = done.next().await {
            moved = moved.plus(fetched?);
        }
        all = all.plus(moved);
        // Nothing moved where the time is over, or another process has claimed it all.
        if last || moved == Fetched::default() {
            return Ok(all);
        }
    }
}

fn by_host(due: Vec<image::Model>) -> BTreeMap<String, Vec<image::Model>> {
    let mut hosts: BTreeMap<String, Vec<image::Model>> = BTreeMap::new();
    for picture in due {
        let url = picture.source_url.as_deref().and_then(|url| Url::parse(url).ok());
        let host = url.and_then(|url| url.host_str().map(str::to_owned)).unwrap_or_default();
        hosts.entry(host).or_default().push(picture);
    }
    hosts
}

/// One after the other, with a pause between.
async fn of_host(
    app: &App,
    client: &Client,
    pictures: Vec<image::Model>,
    until: Option<Instant>,
) -> anyhow::Result<Fetched> {
    let mut fetched = Fetched::default();
    for (index, picture) in pictures.into_iter().enumerate() {
        if until.is_some_and(|until| Instant::now() >= until) {
            break;
        }
        if !rows::claim(app, &picture, app.clock.now().plus_ms(LEASE_MS)).await? {
            continue;
        }
        if index > 0 {
            tokio::time::sleep(POLITE_PAUSE).await;
        }
        match fetch_one(app, client, &picture).await? {
            None => fetched.ready += 1,
            Some(reason) => {
                let tries = picture.attempts + 1;
                let given_up = reason.for_good || tries >= TRIES;
                tell(&picture, &reason, given_up);
                rows::not_fetched(app, &picture, &reason, given_up, rest_ms(tries)).await?;
                *(if given_up { &mut fetched.failed } else { &mut fetched.later }) += 1;
                if reason.wait.is_some() {
                    // The host has said that it is asked too often: the rest of its pictures come another time.
                    return Ok(fetched);
                }
            }
        }
    }
    Ok(fetched)
}

/// One try; what stopped it, if anything did.
async fn fetch_one(app: &App, client: &Client, picture: &image::Model) -> anyhow::Result<Option<FetchError>> {
    let bytes = match client.get(picture.source_url.as_deref().unwrap_or_default()).await {
        Ok(bytes) => bytes,
        Err(error) => return Ok(Some(error)),
    };
    match keep(app, bytes).await {
        Ok(stored) => {
            rows::ready(app, picture, &stored).await?;
            metrics::counter!("images_fetched_total").increment(1);
            Ok(None)
        }
        Err(Failure::Refused(error)) => Ok(Some(no_picture(error))),
        Err(Failure::NotFound) => Ok(Some(no_picture(PictureError::Damaged))),
        Err(Failure::Internal(error)) => Err(error),
    }
}

/// What is no picture today will be none tomorrow.
fn no_picture(error: PictureError) -> FetchError {
    FetchError::for_good(format!("{}: {error}", error.code()))
}

fn tell(picture: &image::Model, reason: &FetchError, given_up: bool) {
    let (id, url, reason) = (picture.id, picture.source_url.as_deref().unwrap_or_default(), reason.reason.as_str());
    if given_up {
        tracing::warn!(%id, url, reason, "a picture could not be fetched and is given up");
    } else {
        tracing::info!(%id, url, reason, "a picture was not fetched; it will be tried again");
    }
}

/// The rest after so many tries.
fn rest_ms(tries: i32) -> i64 {
    let doublings = 2 * u32::try_from(tries - 1).unwrap_or(0).min(10);
    (FIRST_REST_MS << doublings).min(LONGEST_REST_MS)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rests_grow_and_end_after_some_days() {
        assert_eq!([1, 2, 3].map(rest_ms), [60_000, 240_000, 960_000]);
        assert_eq!(rest_ms(TRIES), LONGEST_REST_MS);
        let all: i64 = (1..TRIES).map(rest_ms).sum();
        assert!((24..120).contains(&(all / 3_600_000)), "{all}");
    }
}
