//! By whose clock the order's times are written.

use leptos::prelude::*;
use shared::Timestamp;

/// How the zone differs from UTC, in words; none is UTC itself, as the server writes it, since no request says in which
/// zone it was made. The browser knows its own.
#[derive(Clone, Copy)]
pub(super) struct Zone(RwSignal<Option<String>>);

impl Zone {
    /// What to call it, such as `UTC+7`; none for UTC. Browsers know names too, but old ones, some of which nobody wants to
    /// read any more.
    pub(super) fn name(self) -> Option<String> {
        self.0.get()
    }

    /// What its clocks show at a moment, as the moment at which those of UTC show the same.
    pub(super) fn clock(self, moment: Timestamp) -> Timestamp {
        if self.0.with(Option::is_some) { own_clock(moment) } else { moment }
    }
}

/// Gives a page the zone: UTC until hydration has found what the server wrote.
pub(super) fn provide() {
    let zone = Zone(RwSignal::new(None));
    Effect::new(move |_| zone.0.set(own_name()));
    provide_context(zone);
}

/// The zone of this page.
pub(super) fn use_zone() -> Zone {
    expect_context::<Zone>()
}

#[cfg(feature = "hydrate")]
fn own_name() -> Option<String> {
    let ahead = minutes_ahead(&js_sys::Date::new_0());
    if ahead == 0 {
        return Some("UTC".to_owned());
    }
    let sign = if ahead < 0 { '−' } else { '+' };
    let (hours, minutes) = (ahead.abs() / 60, ahead.abs() % 60);
    Some(if minutes == 0 { format!("UTC{sign}{hours}") } else { format!("UTC{sign}{hours}:{minutes:02}") })
}

#[cfg(feature = "hydrate")]
#[expect(clippy::cast_precision_loss, reason = "milliseconds since 1970")]
fn own_clock(moment: Timestamp) -> Timestamp {
    Timestamp(moment.0 + minutes_ahead(&js_sys::Date::new(&(moment.0 as f64).into())) * 60_000)
}

/// How far the clocks are ahead of UTC at a moment.
#[cfg(feature = "hydrate")]
#[expect(clippy::cast_possible_truncation, reason = "a day has few minutes")]
fn minutes_ahead(moment: &js_sys::Date) -> i64 {
    -moment.get_timezone_offset() as i64
}

#[cfg(not(feature = "hydrate"))]
const fn own_name() -> Option<String> {
    None
}

#[cfg(not(feature = "hydrate"))]
const fn own_clock(moment: Timestamp) -> Timestamp {
    moment
}
