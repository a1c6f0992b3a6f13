//! Pure rules of accounts that only the server needs: how long sessions last, and how often a sign-in may be tried.

use moka::sync::Cache;
use shared::Timestamp;
use shared::account::SessionKind;
use shared::timestamp::DAY_MS;
use std::net::IpAddr;
use std::time::Duration;

/// How long a session lasts, in days.
#[must_use]
pub const fn lifetime_days(kind: SessionKind) -> i64 {
    match kind {
        SessionKind::Cookie => 30,
        SessionKind::Bearer => 90,
    }
}

/// A session's use is written down when the last note of it is older than this, in milliseconds.
pub const TOUCH_AFTER_MS: i64 = 3_600_000;

/// When a session that is used at `now` ends: a browser's is extended, an app's keeps its end.
#[must_use]
pub const fn extended(kind: SessionKind, expires_at: Timestamp, now: Timestamp) -> Timestamp {
    match kind {
        SessionKind::Cookie => now.plus_ms(lifetime_days(kind) * DAY_MS),
        SessionKind::Bearer => expires_at,
    }
}

/// Over this time tries are counted, in milliseconds.
const WINDOW_MS: i64 = 15 * 60_000;
/// Tries to sign in as one e-mail address.
const PER_EMAIL: usize = 10;
/// Tries to sign in from one address, for whatever accounts: an office or a school shares one.
const PER_ADDRESS: usize = 100;

/// Counts tries to sign in. It knows only those of this process, which is enough to make guessing hopeless: at ten
/// tries a quarter of an hour a node, a thousand guesses take a day.
#[derive(Clone, Debug)]
pub struct Throttle(Cache<String, Vec<Timestamp>>);

/// What else somebody may try only so often in the same time.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Limited {
    /// To wish for a link to a new password: each may write to somebody.
    ResetWishes,
    /// To bring such a link's token.
    Tokens,
    /// To say the present password when changing it.
    Passwords,
    /// To make an account, which tells whether an address has one.
    Registrations,
    /// To begin with a passkey: each writes a row. The page of signing in does it whenever somebody opens it.
    Ceremonies,
}

impl Limited {
    const fn name(self) -> &'static str {
        match self {
            Self::ResetWishes => "reset-wishes",
            Self::Tokens => "tokens",
            Self::Passwords => "passwords",
            Self::Registrations => "registrations",
            Self::Ceremonies => "ceremonies",
        }
    }

    const fn most(self) -> usize {
        match self {
            Self::ResetWishes => 20,
            Self::Tokens | Self::Registrations => PER_ADDRESS,
            Self::Ceremonies => 10 * PER_ADDRESS,
            Self::Passwords => PER_EMAIL,
        }
    }
}

/// Too many tries; the next is allowed after so many seconds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Throttled(pub u64);

impl Default for Throttle {
    fn default() -> Self {
        Self(Cache::builder().max_capacity(100_000).time_to_idle(Duration::from_millis(WINDOW_MS as u64)).build())
    }
}

impl Throttle {
    /// Counts a try before its password is looked at.
    ///
    /// # Errors
    /// [`Throttled`]: do not even look.
    pub fn count(&self, email: &str, address: Option<IpAddr>, now: Timestamp) -> Result<(), Throttled> {
        self.count_one(format!("email {email}"), PER_EMAIL, now)?;
        match address {
            Some(address) => self.count_one(format!("address {}", network(address)), PER_ADDRESS, now),
            None => Ok(()),
        }
    }

    /// Counts a try of another kind by the network address.
    ///
    /// # Errors
    /// [`Throttled`]: do not even look.
    pub fn count_address(&self, what: Limited, address: IpAddr, now: Timestamp) -> Result<(), Throttled> {
        self.count_one(format!("{} address {}", what.name(), network(address)), what.most(), now)
    }

    /// Counts a try of another kind by the account's e-mail address.
    ///
    /// # Errors
    /// [`Throttled`]: do not even look.
    pub fn count_email(&self, what: Limited, email: &str, now: Timestamp) -> Result<(), Throttled> {
        self.count_one(format!("{} email {email}", what.name()), what.most(), now)
    }

    /// Forgets the tries of an e-mail address after a success.
    pub fn succeeded(&self, email: &str) {
        self.0.invalidate(&format!("email {email}"));
    }

    fn count_one(&self, key: String, limit: usize, now: Timestamp) -> Result<(), Throttled> {
        let mut verdict = Ok(());
        self.0.entry(key).and_upsert_with(|entry| {
            let mut tries = entry.map(moka::Entry::into_value).unwrap_or_default();
            tries.retain(|moment| now.0 - moment.0 < WINDOW_MS);
            match tries.first() {
                Some(oldest) if tries.len() >= limit => {
                    verdict = Err(Throttled((WINDOW_MS - (now.0 - oldest.0)).max(1000) as u64 / 1000));
                }
                _ => tries.push(now),
            }
            tries
        });
        verdict
    }
}

/// What one household holds: an IPv4 address, or the /64 of an IPv6 address.
fn network(address: IpAddr) -> IpAddr {
    match address.to_canonical() {
        IpAddr::V6(v6) => IpAddr::V6((u128::from(v6) & !u128::from(u64::MAX)).into()),
        v4 => v4,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ten_tries_then_a_pause() {
        let throttle = Throttle::default();
        let start = Timestamp(0);
        for second in 0..10 {
            assert_eq!(throttle.count("a@b.de", None, start.plus_ms(second * 1000)), Ok(()));
        }
        assert_eq!(throttle.count("a@b.de", None, start.plus_ms(10_000)), Err(Throttled(890)));
        assert_eq!(throttle.count("c@d.de", None, start.plus_ms(10_000)), Ok(()));
        assert_eq!(throttle.count("a@b.de", None, start.plus_ms(WINDOW_MS)), Ok(()));
        throttle.succeeded("a@b.de");
        assert_eq!(throttle.count("a@b.de", None, start.plus_ms(WINDOW_MS)), Ok(()));
    }

    #[test]
    fn an_address_is_counted_over_all_accounts() {
        let throttle = Throttle::default();
        let from = |host: u16| Some(IpAddr::from([0x2001, 0xdb8, 0, 1, 0, 0, 0, host]));
        for number in 0..100_u16 {
            assert_eq!(throttle.count(&format!("{number}@b.de"), from(number), Timestamp(0)), Ok(()));
        }
        assert!(throttle.count("new@b.de", from(500), Timestamp(0)).is_err());
        assert_eq!(throttle.count("newer@b.de", Some(IpAddr::from([192, 0, 2, 1])), Timestamp(0)), Ok(()));
    }

    #[test]
    fn a_browsers_session_slides_and_an_apps_does_not() {
        let (end, now) = (Timestamp(DAY_MS), Timestamp(1000));
        assert_eq!(extended(SessionKind::Cookie, end, now), Timestamp(1000 + 30 * DAY_MS));
        assert_eq!(extended(SessionKind::Bearer, end, now), end);
    }
}
