//! How a shop stands: what its orders tell, measured against thresholds that are the same for every shop.
//!
//! Every threshold is a rate and an absolute count, so that one bad order never sinks a small shop. What is not known does
//! not count, neither for a shop nor against it.

use crate::{Timestamp, text_enum};

/// From this many orders in the last three months on, only these count; else those of twelve.
pub const ORDERS_OF_SHORT_WINDOW: u32 = 400;
/// Days of the short window.
pub const SHORT_WINDOW_DAYS: i64 = 90;
/// Days of the long window.
pub const LONG_WINDOW_DAYS: i64 = 365;
/// A shop that has been below the standard for so many days, evaluation after evaluation, is suspended: two monthly
/// evaluations in a row are at least so far apart, and however often one asks between them it comes no sooner.
pub const LASTING_DAYS: i64 = 28;
/// What a shop below the standard sells stands among the newest as if it had come so many days earlier.
pub const DEMOTION_DAYS: i64 = 180;
/// What the match of a search weighs where the shop is below the standard.
pub const WEIGHT_BELOW: f32 = 0.5;

text_enum! {
    /// How a shop stands.
    pub enum StandingLevel {
        /// Better than most, for long enough.
        Top = "top",
        /// As it should be.
        Standard = "standard",
        /// Worse than buyers should expect.
        Below = "below",
    }
}

text_enum! {
    /// What is measured.
    pub enum Criterion {
        /// Orders that the seller cancelled, or whose case was decided against the seller.
        Defects = "defects",
        /// Cases that the seller left unresolved.
        UnresolvedCases = "unresolved_cases",
        /// Orders that were shipped late.
        LateShipments = "late_shipments",
        /// Parcels whose tracking number a carrier knows.
        ValidTracking = "valid_tracking",
        /// First messages that were answered within a day.
        FirstReplies = "first_replies",
        /// What buyers say of the shop.
        Rating = "rating",
        /// For how long, and how much, it has sold.
        History = "history",
    }
}

/// So many of so many.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Share {
    /// Those that are meant.
    pub count: u32,
    /// All.
    pub total: u32,
}

impl Share {
    /// The part of all; 0 of nothing.
    #[must_use]
    pub fn rate(self) -> f64 {
        if self.total == 0 { 0.0 } else { f64::from(self.count) / f64::from(self.total) }
    }

    /// Whether the rate is at most so many thousandths.
    const fn at_most(self, thousandths: u64) -> bool {
        self.count as u64 * 1000 <= self.total as u64 * thousandths
    }

    /// Whether the rate is at least so many thousandths.
    const fn at_least(self, thousandths: u64) -> bool {
        self.count as u64 * 1000 >= self.total as u64 * thousandths
    }
}

/// What buyers say of a shop.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct RatingInput {
    /// The Bayesian mean of the stars.
    pub score: f64,
    /// How many reviews there are.
    pub reviews: u32,
}

/// What a standing is computed from. `None` is what is not known, or not known yet.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Inputs {
    /// Orders in the window.
    pub orders: u32,
    /// Days since the first order.
    pub history_days: u32,
    /// Orders with a defect, of all.
    pub defects: Option<Share>,
    /// Orders with a case that was left unresolved, of all.
    pub unresolved_cases: Option<Share>,
    /// Orders that were shipped late, of those that were due.
    pub late_shipments: Option<Share>,
    /// Parcels that a carrier knows, of those that it should.
    pub valid_tracking: Option<Share>,
    /// First messages answered within a day, of all.
    pub first_replies: Option<Share>,
    /// What buyers say.
    pub rating: Option<RatingInput>,
}

/// The limits of a criterion that counts what went wrong.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct FaultLimits {
    /// Top up to so many thousandths…
    pub top_thousandths: u32,
    /// …or up to so many, whatever the rate.
    pub top_count: u32,
    /// Below over so many thousandths…
    pub below_thousandths: u32,
    /// …and from so many on.
    pub below_count: u32,
}

/// Of defects: top at 0.5 % or 3, below over 2 % and from 5 on.
pub const DEFECTS: FaultLimits =
    FaultLimits { top_thousandths: 5, top_count: 3, below_thousandths: 20, below_count: 5 };
/// Of cases left unresolved: top at 0.3 % or 2, below over 1 % and from 3 on.
pub const UNRESOLVED_CASES: FaultLimits =
    FaultLimits { top_thousandths: 3, top_count: 2, below_thousandths: 10, below_count: 3 };
/// Of orders shipped late: top at 3 % or 5, below over 10 % and from 8 on.
pub const LATE_SHIPMENTS: FaultLimits =
    FaultLimits { top_thousandths: 30, top_count: 5, below_thousandths: 100, below_count: 8 };
/// Thousandths of parcels that a carrier must know for the top.
pub const VALID_TRACKING_TOP: u32 = 950;
/// Thousandths of first messages that must be answered within a day for the top.
pub const FIRST_REPLIES_TOP: u32 = 950;
/// Thousandths of first messages that should be answered within a day.
pub const FIRST_REPLIES_STANDARD: u32 = 800;
/// The score from which on a shop is rated as a top one.
pub const RATING_TOP: f64 = 4.8;
/// The score under which a shop is below the standard…
pub const RATING_STANDARD: f64 = 4.0;
/// …when so many reviews say so.
pub const RATING_REVIEWS: u32 = 30;
/// Days since the first order that the top asks for.
pub const HISTORY_DAYS: u32 = 90;
/// Orders in the window that the top asks for.
pub const HISTORY_ORDERS: u32 = 100;

impl FaultLimits {
    /// The level of so many faults.
    #[must_use]
    pub const fn level(self, share: Share) -> StandingLevel {
        if share.count >= self.below_count && !share.at_most(self.below_thousandths as u64) {
            StandingLevel::Below
        } else if share.count <= self.top_count || share.at_most(self.top_thousandths as u64) {
            StandingLevel::Top
        } else {
            StandingLevel::Standard
        }
    }
}

/// How a shop stands, and why.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Standing {
    /// The level.
    pub level: StandingLevel,
    /// What decided: of a shop below the standard what is below, of one at the standard what keeps it from the top.
    pub reasons: Vec<Criterion>,
}

/// The level of one criterion; `None` where nothing is known of it.
#[must_use]
pub fn level_of(criterion: Criterion, inputs: &Inputs) -> Option<StandingLevel> {
    let top_if = |top: bool| if top { StandingLevel::Top } else { StandingLevel::Standard };
    match criterion {
        Criterion::Defects => inputs.defects.map(|share| DEFECTS.level(share)),
        Criterion::UnresolvedCases => inputs.unresolved_cases.map(|share| UNRESOLVED_CASES.level(share)),
        Criterion::LateShipments => inputs.late_shipments.map(|share| LATE_SHIPMENTS.level(share)),
        // Neither of the two has a threshold under which a shop is below the standard: what is meant to be, such as four
        // of five first messages answered in time, says what is as it should be, and not by how many buyers it is missed.
        Criterion::ValidTracking => {
            inputs.valid_tracking.map(|share| top_if(share.at_least(VALID_TRACKING_TOP.into())))
        }
        Criterion::FirstReplies => inputs.first_replies.map(|share| top_if(share.at_least(FIRST_REPLIES_TOP.into()))),
        Criterion::Rating => inputs.rating.map(|RatingInput { score, reviews }| {
            if score < RATING_STANDARD && reviews >= RATING_REVIEWS {
                StandingLevel::Below
            } else {
                top_if(score >= RATING_TOP)
            }
        }),
        Criterion::History => Some(top_if(inputs.history_days >= HISTORY_DAYS && inputs.orders >= HISTORY_ORDERS)),
    }
}

/// How a shop stands by these figures.
#[must_use]
pub fn standing(inputs: &Inputs) -> Standing {
    let at = |level: StandingLevel| -> Vec<Criterion> {
        Criterion::ALL.iter().copied().filter(|criterion| level_of(*criterion, inputs) == Some(level)).collect()
    };
    let below = at(StandingLevel::Below);
    if !below.is_empty() {
        return Standing { level: StandingLevel::Below, reasons: below };
    }
    let standard = at(StandingLevel::Standard);
    let level = if standard.is_empty() { StandingLevel::Top } else { StandingLevel::Standard };
    Standing { level, reasons: standard }
}

/// Whether a shop that has been below the standard since `since` has been so for too long at `now`.
#[must_use]
pub const fn lasts(since: Timestamp, now: Timestamp) -> bool {
    now.0 >= since.plus_days(LASTING_DAYS).0
}

/// The days of the window by the orders of the short one.
#[must_use]
pub const fn window_days(orders_of_short_window: u32) -> i64 {
    if orders_of_short_window >= ORDERS_OF_SHORT_WINDOW { SHORT_WINDOW_DAYS } else { LONG_WINDOW_DAYS }
}

#[cfg(test)]
mod tests {
    use super::*;
    use StandingLevel::{Below, Standard, Top};

    const fn of(count: u32, total: u32) -> Share {
        Share { count, total }
    }

    #[test]
    fn faults_count_by_rate_and_by_number() {
        for (limits, count, total, level) in [
            (DEFECTS, 0, 0, Top),
            (DEFECTS, 3, 4, Top),
            (DEFECTS, 4, 4, Standard),
            (DEFECTS, 5, 1000, Top),
            (DEFECTS, 5, 999, Standard),
            (DEFECTS, 5, 250, Standard),
            (DEFECTS, 5, 249, Below),
            (DEFECTS, 20, 1000, Standard),
            (DEFECTS, 21, 1000, Below),
            (UNRESOLVED_CASES, 2, 2, Top),
            (UNRESOLVED_CASES, 3, 1000, Top),
            (UNRESOLVED_CASES, 3, 999, Standard),
            (UNRESOLVED_CASES, 3, 300, Standard),
            (UNRESOLVED_CASES, 3, 299, Below),
            (LATE_SHIPMENTS, 5, 5, Top),
            (LATE_SHIPMENTS, 6, 200, Top),
            (LATE_SHIPMENTS, 6, 199, Standard),
            (LATE_SHIPMENTS, 7, 7, Standard),
            (LATE_SHIPMENTS, 8, 80, Standard),
            (LATE_SHIPMENTS, 8, 79, Below),
            (LATE_SHIPMENTS, 30, 1000, Top),
            (LATE_SHIPMENTS, 31, 1000, Standard),
            (LATE_SHIPMENTS, 100, 1000, Standard),
            (LATE_SHIPMENTS, 101, 1000, Below),
            (UNRESOLVED_CASES, 10, 1000, Standard),
            (UNRESOLVED_CASES, 11, 1000, Below),
            (DEFECTS, 4, 100, Standard),
        ] {
            assert_eq!(limits.level(of(count, total)), level, "{count} of {total} by {limits:?}");
        }
    }

    /// A shop of a hundred orders in ninety days, with nothing against it.
    const GOOD: Inputs = Inputs {
        orders: 100,
        history_days: 90,
        defects: None,
        unresolved_cases: None,
        late_shipments: Some(of(5, 100)),
        valid_tracking: Some(of(95, 100)),
        first_replies: None,
        rating: None,
    };

    #[test]
    fn every_threshold_decides() {
        let rated = |score, reviews| Inputs { rating: Some(RatingInput { score, reviews }), ..GOOD };
        let cases: [(Inputs, StandingLevel, &[Criterion]); 17] = [
            (GOOD, Top, &[]),
            (Inputs { orders: 99, ..GOOD }, Standard, &[Criterion::History]),
            (Inputs { history_days: 89, ..GOOD }, Standard, &[Criterion::History]),
            (Inputs::default(), Standard, &[Criterion::History]),
            (Inputs { valid_tracking: Some(of(949, 1000)), ..GOOD }, Standard, &[Criterion::ValidTracking]),
            (Inputs { valid_tracking: Some(of(0, 1000)), ..GOOD }, Standard, &[Criterion::ValidTracking]),
            (Inputs { first_replies: Some(of(95, 100)), ..GOOD }, Top, &[]),
            (Inputs { first_replies: Some(of(94, 100)), ..GOOD }, Standard, &[Criterion::FirstReplies]),
            (rated(4.8, 1), Top, &[]),
            (rated(4.799, 1000), Standard, &[Criterion::Rating]),
            (rated(4.0, 30), Standard, &[Criterion::Rating]),
            (rated(3.999, 29), Standard, &[Criterion::Rating]),
            (rated(3.999, 30), Below, &[Criterion::Rating]),
            (Inputs { late_shipments: Some(of(11, 100)), ..GOOD }, Below, &[Criterion::LateShipments]),
            (Inputs { late_shipments: Some(of(8, 100)), ..GOOD }, Standard, &[Criterion::LateShipments]),
            (Inputs { defects: Some(of(5, 100)), orders: 99, ..GOOD }, Below, &[Criterion::Defects]),
            (
                Inputs { defects: Some(of(5, 100)), unresolved_cases: Some(of(3, 100)), ..GOOD },
                Below,
                &[Criterion::Defects, Criterion::UnresolvedCases],
            ),
        ];
        for (inputs, level, reasons) in cases {
            assert_eq!(standing(&inputs), Standing { level, reasons: reasons.to_vec() }, "{inputs:?}");
        }
    }

    /// The table of the rules, cell by cell, so that a changed constant is a changed promise.
    #[test]
    fn the_thresholds_are_those_that_are_published() {
        let of = |limits: FaultLimits| {
            (limits.top_thousandths, limits.top_count, limits.below_thousandths, limits.below_count)
        };
        assert_eq!(of(DEFECTS), (5, 3, 20, 5));
        assert_eq!(of(UNRESOLVED_CASES), (3, 2, 10, 3));
        assert_eq!(of(LATE_SHIPMENTS), (30, 5, 100, 8));
        assert_eq!((VALID_TRACKING_TOP, FIRST_REPLIES_TOP, FIRST_REPLIES_STANDARD), (950, 950, 800));
        assert!((RATING_TOP - 4.8).abs() < 1e-12 && (RATING_STANDARD - 4.0).abs() < 1e-12);
        assert_eq!((RATING_REVIEWS, HISTORY_DAYS, HISTORY_ORDERS), (30, 90, 100));
        assert_eq!((ORDERS_OF_SHORT_WINDOW, SHORT_WINDOW_DAYS, LONG_WINDOW_DAYS), (400, 90, 365));
    }

    #[test]
    fn two_months_in_a_row_are_too_long_and_two_looks_in_one_are_not() {
        let first = |month| Timestamp::from_civil(2026, month, 1, 0, 0, 0);
        assert!(lasts(first(2), first(3)) && lasts(first(3), first(4)));
        assert!(!lasts(first(3), Timestamp(first(3).plus_days(LASTING_DAYS).0 - 1)));
        assert!(lasts(first(3), first(3).plus_days(LASTING_DAYS)));
    }

    #[test]
    fn many_orders_shorten_the_window() {
        assert_eq!((window_days(399), window_days(400)), (365, 90));
    }

    #[test]
    fn a_rate_is_a_part_of_all() {
        assert!((of(1, 4).rate() - 0.25).abs() < f64::EPSILON && of(0, 0).rate().abs() < f64::EPSILON);
    }
}
