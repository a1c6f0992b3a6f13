//! The way of a parcel, drawn from its id: the same after every restart.

use shared::id::ShipmentId;
use shared::shipments::{ShipmentState, TrackingReason};
use uuid::Uuid;

/// One report of the way.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Step {
    /// What it says.
    pub status: ShipmentState,
    /// Why the parcel is held up.
    pub reason: Option<TrackingReason>,
    /// In the shop's town; else in the buyer's.
    pub near_the_shop: bool,
}

/// The way of one parcel.
#[derive(Clone, Copy, Debug)]
pub(super) struct Journey(&'static [Step]);

const fn near(status: ShipmentState) -> Step {
    Step { status, reason: None, near_the_shop: true }
}

const fn far(status: ShipmentState) -> Step {
    Step { status, reason: None, near_the_shop: false }
}

const HELD_BY_WEATHER: Step =
    Step { status: ShipmentState::Exception, reason: Some(TrackingReason::Weather), near_the_shop: false };

use ShipmentState::{Accepted, AttemptFailed, AvailableForPickup, Delivered, InTransit, OutForDelivery};

const STRAIGHT: &[Step] = &[near(Accepted), near(InTransit), far(InTransit), far(OutForDelivery), far(Delivered)];
const NOBODY_HOME: &[Step] = &[
    near(Accepted),
    near(InTransit),
    far(InTransit),
    far(OutForDelivery),
    far(AttemptFailed),
    far(OutForDelivery),
    far(Delivered),
];
const HELD_UP: &[Step] =
    &[near(Accepted), near(InTransit), HELD_BY_WEATHER, far(InTransit), far(OutForDelivery), far(Delivered)];
const PICKUP: &[Step] = &[near(Accepted), near(AvailableForPickup), near(Delivered)];

impl Journey {
    /// Most go straight; of six, one finds nobody at home and one is held up by the weather.
    pub(super) fn of(shipment: ShipmentId, pickup: bool) -> Self {
        match (pickup, chance(shipment.0, 6)) {
            (true, _) => Self(PICKUP),
            (false, 0) => Self(NOBODY_HOME),
            (false, 1) => Self(HELD_UP),
            (false, _) => Self(STRAIGHT),
        }
    }

    /// The report after so many.
    pub(super) fn step(self, told: u64) -> Option<Step> {
        self.0.get(usize::try_from(told).ok()?).copied()
    }
}

/// A number below `sides` that an id always draws, from its random bits.
pub(super) fn chance(id: Uuid, sides: u64) -> u64 {
    (id.as_u128() as u64) % sides
}

#[cfg(test)]
mod tests {
    use super::*;
    use shared::Timestamp;
    use shared::shipments::after_report;

    #[test]
    fn every_way_ends_with_the_buyer() {
        for bits in 0..12 {
            for pickup in [true, false] {
                let journey = Journey::of(ShipmentId(Uuid::from_u128(bits)), pickup);
                let mut state = ShipmentState::LabelCreated;
                let mut told = 0;
                while let Some(step) = journey.step(told) {
                    let at = i64::try_from(told).expect("few");
                    assert!(!state.is_terminal());
                    state = after_report(state, Timestamp(at), step.status, Timestamp(at + 1));
                    told += 1;
                }
                assert_eq!(state, ShipmentState::Delivered);
            }
        }
    }
}
