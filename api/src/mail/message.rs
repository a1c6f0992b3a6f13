//! The occasions of mails.

use serde::{Deserialize, Serialize};
use shared::id::{OrderId, ShipmentId};
use shared::text_enum;

text_enum! {
    /// Why somebody is written to.
    pub enum Occasion {
        /// Their address is to be verified.
        VerifyEmail = "verify_email",
        /// They want a new password.
        ResetPassword = "reset_password",
        /// Their password was changed.
        PasswordChanged = "password_changed",
        /// Their account has one more passkey.
        PasskeyAdded = "passkey_added",
        /// Their order has come in.
        OrderReceived = "order_received",
        /// Their order was cancelled.
        OrderCancelled = "order_cancelled",
        /// A parcel is on its way to them.
        ShipmentShipped = "shipment_shipped",
        /// A parcel has arrived.
        ShipmentDelivered = "shipment_delivered",
    }
}

/// An occasion with what it is about: all that is needed to write the letter, and no secret. Whom it concerns is read
/// when the letter is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, sea_orm::FromJsonQueryResult)]
#[serde(tag = "occasion", rename_all = "snake_case")]
pub enum Message {
    /// To the account's own address.
    VerifyEmail,
    /// To the address of whoever asks: an address without an account gets nothing.
    ResetPassword,
    /// To the account's own address.
    PasswordChanged,
    /// To the account's own address.
    PasskeyAdded,
    /// To the buyer.
    OrderReceived {
        /// The order.
        order: OrderId,
    },
    /// To the buyer.
    OrderCancelled {
        /// The order.
        order: OrderId,
        /// Whether its money did not come in time.
        unpaid: bool,
    },
    /// To the buyer.
    ShipmentShipped {
        /// The parcel.
        shipment: ShipmentId,
    },
    /// To the buyer.
    ShipmentDelivered {
        /// The parcel.
        shipment: ShipmentId,
    },
}

impl Message {
    /// The occasion alone.
    #[must_use]
    pub const fn occasion(self) -> Occasion {
        match self {
            Self::VerifyEmail => Occasion::VerifyEmail,
            Self::ResetPassword => Occasion::ResetPassword,
            Self::PasswordChanged => Occasion::PasswordChanged,
            Self::PasskeyAdded => Occasion::PasskeyAdded,
            Self::OrderReceived { .. } => Occasion::OrderReceived,
            Self::OrderCancelled { .. } => Occasion::OrderCancelled,
            Self::ShipmentShipped { .. } => Occasion::ShipmentShipped,
            Self::ShipmentDelivered { .. } => Occasion::ShipmentDelivered,
        }
    }
}
