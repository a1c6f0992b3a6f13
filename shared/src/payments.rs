//! How an order is paid, and the states of a payment.

use crate::text_enum;

text_enum! {
    /// A way to pay.
    pub enum PaymentMethod {
        /// The carrier collects the money at the door.
        CashOnDelivery = "cash_on_delivery",
        /// The buyer transfers the money with a reference; goods ship when it has arrived.
        BankTransfer = "bank_transfer",
    }
}

text_enum! {
    /// Where a payment stands.
    pub enum PaymentState {
        /// Money is awaited.
        Pending = "pending",
        /// Money has arrived.
        Paid = "paid",
        /// Nothing will be paid any more: cancelled or not paid in time.
        Voided = "voided",
        /// Money went back.
        Refunded = "refunded",
    }
}

/// Days a bank transfer may take before the order is cancelled and its stock released.
pub const BANK_TRANSFER_DAYS: i64 = 3;

impl PaymentState {
    /// Whether a payment may go from this state to `next`.
    #[must_use]
    pub const fn may_become(self, next: Self) -> bool {
        matches!((self, next), (Self::Pending, Self::Paid | Self::Voided) | (Self::Paid, Self::Refunded))
    }
}

#[cfg(test)]
mod tests {
    use super::PaymentState::{self, Paid, Pending, Refunded, Voided};

    #[test]
    fn allows_these_steps_and_no_others() {
        let allowed = [(Pending, Paid), (Pending, Voided), (Paid, Refunded)];
        for from in PaymentState::ALL {
            for to in PaymentState::ALL {
                assert_eq!(from.may_become(*to), allowed.contains(&(*from, *to)), "{from} → {to}");
            }
        }
    }
}
