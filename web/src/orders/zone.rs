//! By whose clock the order's times are written.

use leptos::prelude::*;
use shared::Timestamp;

/// The zone's name: none is UTC, as the server writes it, since no request says in which zone it was made. The browser
/// knows its own.
#[derive(Clone, Copy)]
pub(super) struct Zone(RwSignal<Option<String>>);

impl Zone {
    /// Its name in the time zone database; none for UTC.
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
    let format = js_sys::Intl::DateTimeFormat::new(&js_sys::Array::new(), &js_sys::Object::new());
    let name = js_sys::Reflect::get(&format.resolved_options(), &"timeZone".into()).ok()?;
    name.as_string().filter(|name| !name.is_empty())
}

#[cfg(feature = "hydrate")]
#[expect(clippy::cast_precision_loss, clippy::cast_possible_truncation, reason = "milliseconds since 1970, and minutes")]
fn own_clock(moment: Timestamp) -> Timestamp {
    let minutes = js_sys::Date::new(&(moment.0 as f64).into()).get_timezone_offset();
    Timestamp(moment.0 - (minutes * 60_000.0) as i64)
}

#[cfg(not(feature = "hydrate"))]
const fn own_name() -> Option<String> {
    None
}

#[cfg(not(feature = "hydrate"))]
const fn own_clock(moment: Timestamp) -> Timestamp {
    moment
}
