//! How a shop delivers, and what it promises.

use crate::{Timestamp, text_enum};

text_enum! {
    /// A way in which goods reach the buyer.
    pub enum DeliveryKind {
        /// By post or courier, in the usual time.
        Standard = "standard",
        /// By courier, faster.
        Express = "express",
        /// The buyer collects it.
        Pickup = "pickup",
    }
}

/// What delivering costs, in minor units: nothing from `free_over` on.
#[must_use]
pub const fn delivery_price(price: i64, free_over: Option<i64>, subtotal: i64) -> i64 {
    match free_over {
        Some(threshold) if subtotal >= threshold => 0,
        _ => price,
    }
}

/// How much more must be bought for free delivery, in minor units; `None` when it is free or never will be.
#[must_use]
pub const fn amount_to_free(price: i64, free_over: Option<i64>, subtotal: i64) -> Option<i64> {
    match free_over {
        Some(threshold) if price > 0 && subtotal < threshold => Some(threshold - subtotal),
        _ => None,
    }
}

/// The first and the last moment of a delivery that takes `min_days` to `max_days` working days, ordered at `now`.
///
/// Saturdays and Sundays do not count. The earliest moment is the beginning of its day (UTC), but never before `now`;
/// the latest is the last second of its day.
#[must_use]
pub fn delivery_window(now: Timestamp, min_days: u32, max_days: u32) -> (Timestamp, Timestamp) {
    let first = day_start(after_working_days(now, min_days));
    let last = day_start(after_working_days(now, max_days.max(min_days)));
    (first.max(now), last.plus_days(1).plus_ms(-1000))
}

fn after_working_days(now: Timestamp, days: u32) -> Timestamp {
    let mut moment = now;
    let mut left = days;
    loop {
        // Weekday 5 is Saturday, 6 is Sunday.
        if moment.civil().weekday < 5 {
            if left == 0 {
                return moment;
            }
            left -= 1;
        }
        moment = moment.plus_days(1);
    }
}

fn day_start(moment: Timestamp) -> Timestamp {
    let civil = moment.civil();
    Timestamp::from_civil(civil.year, civil.month, civil.day, 0, 0, 0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn is_free_from_the_threshold_on() {
        assert_eq!(delivery_price(390, Some(4500), 4499), 390);
        assert_eq!(delivery_price(390, Some(4500), 4500), 0);
        assert_eq!(delivery_price(390, None, 1_000_000), 390);
        assert_eq!(amount_to_free(390, Some(4500), 4499), Some(1));
        assert_eq!(amount_to_free(390, Some(4500), 4500), None);
        assert_eq!((amount_to_free(390, None, 1), amount_to_free(0, Some(100), 1)), (None, None));
    }

    #[test]
    fn counts_working_days_only() {
        // A Thursday.
        let now = Timestamp::from_civil(2026, 3, 5, 9, 0, 0);
        let (earliest, latest) = delivery_window(now, 1, 3);
        assert_eq!(earliest.to_string(), "2026-03-06T00:00:00.000Z");
        assert_eq!(latest.to_string(), "2026-03-10T23:59:59.000Z");
        let (earliest, latest) = delivery_window(now, 0, 0);
        assert_eq!((earliest, latest.to_string()), (now, "2026-03-05T23:59:59.000Z".to_owned()));
        // On a Saturday the counting begins on Monday.
        let (earliest, _) = delivery_window(Timestamp::from_civil(2026, 3, 7, 9, 0, 0), 1, 1);
        assert_eq!(earliest.to_string(), "2026-03-10T00:00:00.000Z");
    }
}
