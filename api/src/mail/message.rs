//! The occasions of mails.

use crate::moderation::entity::ActionKind;
use serde::{Deserialize, Serialize};
use shared::id::{CaseId, OrderId, ShipmentId, ShopId};
use shared::{Timestamp, text_enum};

text_enum! {
    /// Why somebody is written to.
    pub enum Occasion {
        /// Their address is to be verified.
        VerifyEmail = "verify_email",
        /// They want a new password.
        ResetPassword = "reset_password",
        /// Their password was changed.
        PasswordChanged = "password_changed",
        /// The address is to become their account's.
        ChangeEmail = "change_email",
        /// Their account has another address now.
        EmailChanged = "email_changed",
        /// Their account was deleted.
        AccountDeleted = "account_deleted",
        /// Something on their wishlist got cheaper or came back.
        WishlistNews = "wishlist_news",
        /// Something new fits searches that they keep.
        SavedSearchNews = "saved_search_news",
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
        /// What arrived can be reviewed.
        ReviewRequested = "review_requested",
        /// Something was decided about a review of theirs.
        ReviewModerated = "review_moderated",
        /// Their shop was suspended.
        ShopSuspended = "shop_suspended",
        /// Their shop sells again.
        ShopReinstated = "shop_reinstated",
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
    /// To the address that the account is to have.
    ChangeEmail,
    /// To the address that the account had.
    EmailChanged,
    /// To the address of an account that is gone.
    AccountDeleted,
    /// To the account's own address, if it allows that.
    WishlistNews,
    /// To the account's own address, about those of its searches that ask for letters.
    SavedSearchNews {
        /// Until when it tells of what is new; by it the searches know that it is theirs.
        at: Timestamp,
    },
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
    /// To the buyer's account.
    ReviewRequested {
        /// The order.
        order: OrderId,
    },
    /// To the author's account.
    ReviewModerated {
        /// The case in which it was decided.
        case: CaseId,
        /// The number of the action in it.
        number: i32,
        /// What became of the review.
        letter: ActionKind,
    },
    /// To the shop's owner: the statement of reasons.
    ShopSuspended {
        /// The shop.
        shop: ShopId,
        /// The evaluation that decided.
        at: Timestamp,
    },
    /// To the shop's owner.
    ShopReinstated {
        /// The shop.
        shop: ShopId,
        /// The evaluation that decided.
        at: Timestamp,
    },
}

impl Message {
    /// Whether nothing of it is remembered once it has left: its reader wanted to be forgotten.
    #[must_use]
    pub const fn leaves_nothing(self) -> bool {
        matches!(self, Self::AccountDeleted)
    }

    /// Whether it is about an order or one of its parcels.
    #[must_use]
    pub const fn is_about_an_order(self) -> bool {
        matches!(
            self,
            Self::OrderReceived { .. }
                | Self::OrderCancelled { .. }
                | Self::ShipmentShipped { .. }
                | Self::ShipmentDelivered { .. }
                | Self::ReviewRequested { .. }
        )
    }

    /// The occasion alone.
    #[must_use]
    pub const fn occasion(self) -> Occasion {
        match self {
            Self::VerifyEmail => Occasion::VerifyEmail,
            Self::ResetPassword => Occasion::ResetPassword,
            Self::PasswordChanged => Occasion::PasswordChanged,
            Self::ChangeEmail => Occasion::ChangeEmail,
            Self::EmailChanged => Occasion::EmailChanged,
            Self::AccountDeleted => Occasion::AccountDeleted,
            Self::WishlistNews => Occasion::WishlistNews,
            Self::SavedSearchNews { .. } => Occasion::SavedSearchNews,
            Self::PasskeyAdded => Occasion::PasskeyAdded,
            Self::OrderReceived { .. } => Occasion::OrderReceived,
            Self::OrderCancelled { .. } => Occasion::OrderCancelled,
            Self::ShipmentShipped { .. } => Occasion::ShipmentShipped,
            Self::ShipmentDelivered { .. } => Occasion::ShipmentDelivered,
            Self::ReviewRequested { .. } => Occasion::ReviewRequested,
            Self::ReviewModerated { .. } => Occasion::ReviewModerated,
            Self::ShopSuspended { .. } => Occasion::ShopSuspended,
            Self::ShopReinstated { .. } => Occasion::ShopReinstated,
        }
    }
}
