//! Rows of `payments`.

use sea_orm::entity::prelude::*;
use shared::id::{OrderId, PaymentId};
use shared::payments::{PaymentMethod, PaymentState};
use shared::{Currency, Timestamp};

/// The payment of one order.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "payments")]
pub struct Model {
    /// Id.
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: PaymentId,
    /// The order.
    pub order_id: OrderId,
    /// How it is paid.
    pub method: PaymentMethod,
    /// Where it stands.
    pub state: PaymentState,
    /// What is to be paid, in minor units.
    pub amount: i64,
    /// The currency.
    pub currency: Currency,
    /// What a transfer must quote.
    pub reference: Option<String>,
    /// Until when the money must have arrived.
    pub due_at: Option<Timestamp>,
    /// When it arrived.
    pub paid_at: Option<Timestamp>,
    /// When the row was made.
    pub created_at: Timestamp,
    /// When it last changed.
    pub updated_at: Timestamp,
}

/// No relations: loaders join by id.
#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
