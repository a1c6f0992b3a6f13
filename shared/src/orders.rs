//! The states of an order and of its parts, one part per shop.

use crate::{shipments::ShipmentState, text_enum};

text_enum! {
    /// Where an order, or what one shop delivers of it, stands.
    pub enum OrderState {
        /// Placed; stock is reserved; waiting for the money when it is paid in advance.
        Placed = "placed",
        /// The shop may pack it: paid, or to be paid at the door.
        Confirmed = "confirmed",
        /// Some of it is on its way.
        PartiallyShipped = "partially_shipped",
        /// All of it is on its way.
        Shipped = "shipped",
        /// Some of it has arrived.
        PartiallyDelivered = "partially_delivered",
        /// All of it has arrived.
        Delivered = "delivered",
        /// Nothing will come; reserved stock was released.
        Cancelled = "cancelled",
    }
}

impl OrderState {
    /// The table of allowed transitions.
    #[must_use]
    pub const fn may_become(self, next: Self) -> bool {
        use OrderState::{Cancelled, Confirmed, Delivered, PartiallyDelivered, PartiallyShipped, Placed, Shipped};
        match self {
            Placed => matches!(next, Confirmed | Cancelled),
            Confirmed => matches!(next, PartiallyShipped | Shipped | Cancelled),
            // A label that is cancelled before the carrier has the parcel takes the step back.
            PartiallyShipped => matches!(next, Shipped | PartiallyDelivered | Confirmed),
            Shipped => matches!(next, PartiallyDelivered | Delivered | PartiallyShipped | Confirmed),
            // A part that arrived in parts may still have something left to ship.
            PartiallyDelivered => matches!(next, Delivered),
            Delivered | Cancelled => false,
        }
    }

    /// Whether `next` is this state, or can be reached from it by allowed steps.
    #[must_use]
    pub fn may_reach(self, next: Self) -> bool {
        let mut reached = vec![self];
        let mut looked_at = 0;
        while let Some(state) = reached.get(looked_at).copied() {
            if state == next {
                return true;
            }
            let further = Self::ALL.iter().filter(|further| state.may_become(**further));
            reached.extend(further.filter(|further| !reached.contains(further)).copied().collect::<Vec<_>>());
            looked_at += 1;
        }
        false
    }

    /// Whether the buyer may still cancel: nothing has left a shop.
    #[must_use]
    pub const fn is_cancellable(self) -> bool {
        matches!(self, Self::Placed | Self::Confirmed)
    }
}

/// How far the lines of one part have come, in pieces.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct PartProgress {
    /// Pieces that were ordered.
    pub ordered: u32,
    /// Pieces in shipments that are not cancelled.
    pub shipped: u32,
    /// Pieces in delivered shipments.
    pub delivered: u32,
}

/// The state of a confirmed part by what was shipped and delivered.
#[must_use]
pub const fn part_state(progress: PartProgress) -> OrderState {
    let PartProgress { ordered, shipped, delivered } = progress;
    if delivered >= ordered {
        OrderState::Delivered
    } else if delivered > 0 {
        OrderState::PartiallyDelivered
    } else if shipped >= ordered {
        OrderState::Shipped
    } else if shipped > 0 {
        OrderState::PartiallyShipped
    } else {
        OrderState::Confirmed
    }
}

/// The state of an order by the states of its parts. Cancelled parts do not count unless all are.
#[must_use]
pub fn order_state(parts: &[OrderState]) -> OrderState {
    use OrderState::{Cancelled, Confirmed, Delivered, PartiallyDelivered, PartiallyShipped, Placed, Shipped};
    let live: Vec<_> = parts.iter().copied().filter(|state| *state != Cancelled).collect();
    let all = |wanted: &[OrderState]| live.iter().all(|state| wanted.contains(state));
    let any = |wanted: &[OrderState]| live.iter().any(|state| wanted.contains(state));
    if live.is_empty() {
        Cancelled
    } else if all(&[Delivered]) {
        Delivered
    } else if any(&[Delivered, PartiallyDelivered]) {
        PartiallyDelivered
    } else if all(&[Shipped]) {
        Shipped
    } else if any(&[Shipped, PartiallyShipped]) {
        PartiallyShipped
    } else if any(&[Placed]) {
        Placed
    } else {
        Confirmed
    }
}

/// Whether pieces in a shipment of this state count as shipped.
#[must_use]
pub const fn counts_as_shipped(state: ShipmentState) -> bool {
    !matches!(state, ShipmentState::Cancelled)
}

#[cfg(test)]
mod tests {
    use super::OrderState::{
        self, Cancelled, Confirmed, Delivered, PartiallyDelivered, PartiallyShipped, Placed, Shipped,
    };
    use super::*;

    #[test]
    fn allows_these_steps_and_no_others() {
        let allowed = [
            (Placed, Confirmed),
            (Placed, Cancelled),
            (Confirmed, PartiallyShipped),
            (Confirmed, Shipped),
            (Confirmed, Cancelled),
            (PartiallyShipped, Shipped),
            (PartiallyShipped, PartiallyDelivered),
            (PartiallyShipped, Confirmed),
            (Shipped, PartiallyDelivered),
            (Shipped, Delivered),
            (Shipped, PartiallyShipped),
            (Shipped, Confirmed),
            (PartiallyDelivered, Delivered),
        ];
        for from in OrderState::ALL {
            for to in OrderState::ALL {
                assert_eq!(from.may_become(*to), allowed.contains(&(*from, *to)), "{from} → {to}");
            }
        }
    }

    #[test]
    fn nothing_leads_out_of_the_last_states() {
        assert!(Confirmed.may_reach(Delivered));
        assert!(Placed.may_reach(Cancelled));
        assert!(Shipped.may_reach(Confirmed));
        assert!(!PartiallyDelivered.may_reach(Shipped));
        for next in OrderState::ALL {
            assert_eq!(Delivered.may_reach(*next), *next == Delivered);
            assert_eq!(Cancelled.may_reach(*next), *next == Cancelled);
        }
    }

    #[test]
    fn a_part_follows_its_pieces() {
        let state = |ordered, shipped, delivered| part_state(PartProgress { ordered, shipped, delivered });
        assert_eq!(state(3, 0, 0), Confirmed);
        assert_eq!(state(3, 1, 0), PartiallyShipped);
        assert_eq!(state(3, 3, 0), Shipped);
        assert_eq!(state(3, 3, 1), PartiallyDelivered);
        assert_eq!(state(3, 3, 3), Delivered);
    }

    #[test]
    fn an_order_follows_its_parts() {
        assert_eq!(order_state(&[Confirmed, Placed]), Placed);
        assert_eq!(order_state(&[Shipped, Confirmed]), PartiallyShipped);
        assert_eq!(order_state(&[Shipped, Delivered]), PartiallyDelivered);
        assert_eq!(order_state(&[Delivered, Cancelled]), Delivered);
        assert_eq!(order_state(&[Cancelled, Cancelled]), Cancelled);
    }
}
