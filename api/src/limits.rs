//! How much somebody may ask in a minute.
//!
//! Requests of the API cost points, known before they run; an account or, for guests, an address may spend so many a
//! minute. Pages and plain forms are counted by address, whoever is signed in: a page costs the server the most.
//! The counts are held by each process: with several, the limits add up. Signing in is counted apart and more strictly,
//! by [`crate::accounts::policy`].

use crate::config::Config;
use governor::clock::{Clock as _, DefaultClock};
use governor::middleware::StateInformationMiddleware;
use governor::state::keyed::DashMapStateStore;
use governor::{Quota, RateLimiter};
use shared::id::AccountId;
use std::hash::Hash;
use std::net::IpAddr;
use std::num::NonZeroU32;
use std::sync::Arc;
use std::sync::atomic::{AtomicU32, Ordering};

/// After so many checks, keys that have all their points back are forgotten.
const SWEEP_EVERY: u32 = 10_000;

/// The counts of this process. Cheap to clone.
#[derive(Clone)]
pub struct Limits {
    points: Option<Arc<Counter<Payer>>>,
    pages: Option<Arc<Counter<IpAddr>>>,
}

/// Who pays for a request.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum Payer {
    /// Somebody signed in, wherever they are.
    Account(AccountId),
    /// Guests of one address; of an IPv6 network, all together.
    Address(IpAddr),
}

/// What a payer has left.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Allowance {
    /// Points a minute.
    pub limit: u32,
    /// Points left now.
    pub remaining: u32,
    /// Seconds until all points are back.
    pub reset: u64,
}

/// Too much was asked.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Exceeded {
    /// Points, or pages, a minute.
    pub limit: u32,
    /// Seconds until it is worth trying again, at least one.
    pub retry_after: u64,
}

impl Limits {
    /// Limits as configured.
    #[must_use]
    pub fn new(config: &Config) -> Self {
        Self { points: counter(config.rate_limit), pages: counter(config.page_rate_limit) }
    }

    /// Spends points; `None` when nothing is limited.
    ///
    /// # Errors
    /// When the payer has too few left; then nothing is spent.
    pub fn spend(&self, payer: &Payer, points: u64) -> Result<Option<Allowance>, Exceeded> {
        let Some(counter) = &self.points else { return Ok(None) };
        counter.take(payer, points).map(Some)
    }

    /// Counts a page, or a plain form, of this address. A page's queries run inside the process and are not counted
    /// again.
    ///
    /// # Errors
    /// When the address has had as many as it may for now.
    pub fn take_page(&self, address: IpAddr) -> Result<(), Exceeded> {
        let Some(counter) = &self.pages else { return Ok(()) };
        counter.take(&network(address), 1).map(|_| ())
    }
}

/// What is counted a minute; `None` when there is no limit.
fn counter<K: Hash + Eq + Clone>(minute: u32) -> Option<Arc<Counter<K>>> {
    NonZeroU32::new(minute).map(|minute| Arc::new(Counter::new(minute)))
}

impl Payer {
    /// Who pays for a visitor's requests; nobody for calls from inside the process.
    #[must_use]
    pub fn of(visitor: &crate::graphql::Visitor) -> Option<Self> {
        let account = visitor.actor.account_id().map(Self::Account);
        account.or_else(|| visitor.address.map(|address| Self::Address(network(address))))
    }
}

/// An address as it is counted: a household has a whole IPv6 network of 64 bits.
fn network(address: IpAddr) -> IpAddr {
    match address.to_canonical() {
        IpAddr::V6(v6) => IpAddr::V6((v6.to_bits() & !u128::from(u64::MAX)).into()),
        v4 @ IpAddr::V4(_) => v4,
    }
}

struct Counter<K: Hash + Eq + Clone> {
    limiter: RateLimiter<K, DashMapStateStore<K>, DefaultClock, StateInformationMiddleware>,
    clock: DefaultClock,
    minute: NonZeroU32,
    checks: AtomicU32,
}

impl<K: Hash + Eq + Clone> Counter<K> {
    fn new(minute: NonZeroU32) -> Self {
        let quota = Quota::per_minute(minute);
        let limiter = RateLimiter::keyed(quota).with_middleware::<StateInformationMiddleware>();
        Self { limiter, clock: DefaultClock::default(), minute, checks: AtomicU32::new(0) }
    }

    fn take(&self, key: &K, points: u64) -> Result<Allowance, Exceeded> {
        if self.checks.fetch_add(1, Ordering::Relaxed) % SWEEP_EVERY == SWEEP_EVERY - 1 {
            self.limiter.retain_recent();
        }
        // What costs more than there ever is costs all there is.
        let points = u32::try_from(points).unwrap_or(u32::MAX).min(self.minute.get());
        let Some(points) = NonZeroU32::new(points) else { return Ok(self.allowance(self.minute.get())) };
        match self.limiter.check_key_n(key, points) {
            Ok(Ok(snapshot)) => Ok(self.allowance(snapshot.remaining_burst_capacity())),
            Ok(Err(until)) => {
                let wait = until.wait_time_from(self.clock.now());
                Err(Exceeded { limit: self.minute.get(), retry_after: (wait.as_secs_f64().ceil() as u64).max(1) })
            }
            Err(_) => Err(Exceeded { limit: self.minute.get(), retry_after: 60 }),
        }
    }

    fn allowance(&self, remaining: u32) -> Allowance {
        let missing = u64::from(self.minute.get().saturating_sub(remaining));
        Allowance { limit: self.minute.get(), remaining, reset: (missing * 60).div_ceil(u64::from(self.minute.get())) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn takes_points_until_none_are_left() {
        let counter = Counter::new(NonZeroU32::new(60).expect("not 0"));
        let allowance = counter.take(&"a", 45).expect("enough");
        assert_eq!(allowance, Allowance { limit: 60, remaining: 15, reset: 45 });
        let exceeded = counter.take(&"a", 30).expect_err("too few left");
        assert_eq!(exceeded.limit, 60);
        assert!((14..=15).contains(&exceeded.retry_after), "{exceeded:?}");
        assert!(counter.take(&"b", u64::MAX).is_ok(), "somebody else has all theirs, and no more can be asked");
        assert!(counter.take(&"b", 1).is_err());
    }

    #[test]
    fn counts_an_ipv6_network_as_one() {
        let of = |text: &str| network(text.parse().expect("an address"));
        assert_eq!(of("2001:db8:1:2:3::4"), of("2001:db8:1:2:ffff::1"));
        assert_ne!(of("2001:db8:1:2::"), of("2001:db8:1:3::"));
        assert_eq!(of("::ffff:192.0.2.1"), of("192.0.2.1"));
    }
}
