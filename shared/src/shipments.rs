//! The tracking vocabulary and the states of a shipment.

use crate::{Timestamp, text_enum};

text_enum! {
    /// Where a shipment stands, in the words that carriers' reports are translated into.
    pub enum ShipmentState {
        /// The carrier knows of the parcel and does not have it yet.
        LabelCreated = "label_created",
        /// The carrier has the parcel.
        Accepted = "accepted",
        /// On its way.
        InTransit = "in_transit",
        /// With the courier who delivers it today.
        OutForDelivery = "out_for_delivery",
        /// Waiting for the buyer at a pick-up point.
        AvailableForPickup = "available_for_pickup",
        /// With the buyer.
        Delivered = "delivered",
        /// Nobody took it; the carrier tries again.
        AttemptFailed = "attempt_failed",
        /// Something holds it up; see the reason.
        Exception = "exception",
        /// On its way back to the shop.
        Returning = "returning",
        /// Back at the shop.
        Returned = "returned",
        /// The label was cancelled before the carrier had the parcel.
        Cancelled = "cancelled",
    }
}

text_enum! {
    /// Why a shipment is held up.
    pub enum TrackingReason {
        /// Customs clearance.
        Customs = "customs",
        /// The address is wrong or incomplete.
        Address = "address",
        /// The parcel is damaged.
        Damaged = "damaged",
        /// The parcel cannot be found.
        Lost = "lost",
        /// The recipient refused it.
        Refused = "refused",
        /// Weather.
        Weather = "weather",
        /// Anything else.
        Other = "other",
    }
}

impl ShipmentState {
    /// Whether nothing can follow: delivered, returned or cancelled.
    #[must_use]
    pub const fn is_terminal(self) -> bool {
        matches!(self, Self::Delivered | Self::Returned | Self::Cancelled)
    }
}

/// A carrier's name of a parcel: 4 to 40 letters, digits and `-_./`, in upper case, without the blanks that people
/// write between groups.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct TrackingNumber(String);

/// A text that is no tracking number.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("write the tracking number as on the label: 4 to 40 letters and digits")]
pub struct TrackingNumberError;

impl TrackingNumber {
    /// The number.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl TryFrom<&str> for TrackingNumber {
    type Error = TrackingNumberError;

    fn try_from(text: &str) -> Result<Self, TrackingNumberError> {
        let number: String = text.split_whitespace().collect::<String>().to_ascii_uppercase();
        let known = |byte: u8| byte.is_ascii_alphanumeric() || b"-_./".contains(&byte);
        let good = (4..=40).contains(&number.len()) && number.bytes().all(known);
        if good { Ok(Self(number)) } else { Err(TrackingNumberError) }
    }
}

/// The state of a shipment after a carrier's report.
///
/// Reports come at least once and out of order: a report that occurred before the one that set the current state
/// (`current_at`) changes nothing, and a terminal state is left only by a *newer* terminal report (a carrier that
/// corrects "delivered" to "returned"). Of two reports of the same moment, the one that arrived last counts.
#[must_use]
pub fn after_report(
    current: ShipmentState,
    current_at: Timestamp,
    reported: ShipmentState,
    reported_at: Timestamp,
) -> ShipmentState {
    let older = reported_at < current_at;
    let reopens = current.is_terminal() && (!reported.is_terminal() || reported_at <= current_at);
    if older || reopens { current } else { reported }
}

#[cfg(test)]
mod tests {
    use super::ShipmentState::{Accepted, Delivered, InTransit, LabelCreated, OutForDelivery, Returned};
    use super::*;
    use proptest::prelude::*;

    fn at(ms: i64) -> Timestamp {
        Timestamp(ms)
    }

    #[test]
    fn tracking_numbers_are_told_apart_as_on_the_label() {
        let number = |text| TrackingNumber::try_from(text).map(|number| number.0);
        assert_eq!(number(" 1z 999 aa1-01 "), Ok("1Z999AA1-01".to_owned()));
        for bad in ["", "abc", "ab<script>", &"9".repeat(41)] {
            assert_eq!(number(bad), Err(TrackingNumberError), "{bad}");
        }
    }

    #[test]
    fn older_reports_change_nothing() {
        assert_eq!(after_report(InTransit, at(5), Accepted, at(4)), InTransit);
        assert_eq!(after_report(LabelCreated, at(5), Accepted, at(5)), Accepted);
        assert_eq!(after_report(Delivered, at(5), OutForDelivery, at(9)), Delivered);
        assert_eq!(after_report(Delivered, at(5), Returned, at(9)), Returned);
        assert_eq!(after_report(Delivered, at(5), Returned, at(5)), Delivered);
    }

    proptest! {
        /// Whatever the order of arrival, reports of distinct moments of which at most one is terminal and last end alike.
        #[test]
        fn the_order_of_arrival_does_not_matter(order in Just((0..6_i64).collect::<Vec<_>>()).prop_shuffle()) {
            let journey = [LabelCreated, Accepted, InTransit, InTransit, OutForDelivery, Delivered];
            let (mut state, mut since) = (LabelCreated, at(-1));
            for step in order {
                let reported = journey[step as usize];
                let next = after_report(state, since, reported, at(step));
                if at(step) >= since && next == reported {
                    since = at(step);
                }
                state = next;
            }
            prop_assert_eq!(state, Delivered);
        }
    }
}
