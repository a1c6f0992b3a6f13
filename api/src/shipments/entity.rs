//! Rows of `shipments`, `shipment_lines` and `tracking_events`.

use sea_orm::entity::prelude::*;
use shared::Timestamp;
use shared::id::{OrderId, OrderPartId, ShipmentId, ShopId};
use shared::shipments::ShipmentState;

/// A parcel of one part of an order.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "shipments")]
pub struct Model {
    /// Id.
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: ShipmentId,
    /// The order.
    pub order_id: OrderId,
    /// The part.
    pub part_id: OrderPartId,
    /// The shop that sends it.
    pub shop_id: ShopId,
    /// The carrier, by its configured name.
    pub carrier: String,
    /// The carrier's name of the parcel, in upper case.
    pub tracking_number: String,
    /// Where it stands.
    pub state: ShipmentState,
    /// When what set the state occurred.
    pub state_at: Timestamp,
    /// When it was created.
    pub created_at: Timestamp,
    /// When it was delivered.
    pub delivered_at: Option<Timestamp>,
}

/// No relations: loaders join by id.
#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}

/// What a parcel holds.
pub mod line {
    use sea_orm::entity::prelude::*;
    use shared::id::{OrderLineId, ShipmentId};

    /// Pieces of one line of the order.
    #[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
    #[sea_orm(table_name = "shipment_lines")]
    pub struct Model {
        /// The parcel.
        #[sea_orm(primary_key, auto_increment = false)]
        pub shipment_id: ShipmentId,
        /// The order's line.
        #[sea_orm(primary_key, auto_increment = false)]
        pub order_line_id: OrderLineId,
        /// Pieces.
        pub quantity: i32,
    }

    /// No relations: loaders join by id.
    #[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
    pub enum Relation {}

    impl ActiveModelBehavior for ActiveModel {}
}

/// What carriers report; every report is kept.
pub mod tracking {
    use sea_orm::entity::prelude::*;
    use shared::Timestamp;
    use shared::id::{ShipmentId, TrackingEventId};
    use shared::shipments::{ShipmentState, TrackingReason};

    /// One report.
    #[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
    #[sea_orm(table_name = "tracking_events")]
    pub struct Model {
        /// Id.
        #[sea_orm(primary_key, auto_increment = false)]
        pub id: TrackingEventId,
        /// The parcel.
        pub shipment_id: ShipmentId,
        /// The carrier.
        pub carrier: String,
        /// The carrier's id of the report: the same report may come more than once.
        pub carrier_event_id: String,
        /// What it says.
        pub status: ShipmentState,
        /// Why the parcel is held up.
        pub reason: Option<TrackingReason>,
        /// Where it was.
        pub location: Option<String>,
        /// The carrier's own words.
        pub message: Option<String>,
        /// When it occurred, by the carrier's clock.
        pub occurred_at: Timestamp,
        /// When it reached us.
        pub received_at: Timestamp,
    }

    /// No relations: loaders join by id.
    #[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
    pub enum Relation {}

    impl ActiveModelBehavior for ActiveModel {}
}
