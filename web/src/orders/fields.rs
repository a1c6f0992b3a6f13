//! What the order's page reads of an order.

use crate::data::{ImageFields, MoneyFields, RateFields, scalars::DateTime, schema};
use shared::orders::OrderState as State;

/// Whose order.
#[derive(cynic::QueryVariables, Clone, Debug, PartialEq, Eq)]
pub struct OrderVariables {
    /// The order.
    pub id: cynic::Id,
    /// A guest's key to it.
    pub access_token: Option<String>,
}

/// The order, if it exists and the visitor may see it.
#[derive(cynic::QueryFragment, Clone, Debug, PartialEq)]
#[cynic(graphql_type = "Query", variables = "OrderVariables")]
pub struct OrderQuery {
    /// It.
    #[arguments(id: $id, accessToken: $access_token)]
    pub order: Option<OrderFields>,
}

/// An order.
#[derive(cynic::QueryFragment, Clone, Debug, PartialEq)]
#[cynic(graphql_type = "Order")]
pub struct OrderFields {
    /// Its id.
    pub id: cynic::Id,
    /// Its number for people.
    pub number: String,
    /// Where the shops write to.
    pub email: String,
    /// Where it stands.
    pub state: OrderState,
    /// When it was placed.
    pub placed_at: DateTime,
    /// One a shop.
    pub parts: Vec<OrderPartFields>,
    /// Where it goes.
    pub shipping_address: Option<OrderAddress>,
    /// What the goods cost.
    pub subtotal: MoneyFields,
    /// What the deliveries cost.
    pub delivery_total: MoneyFields,
    /// What is paid in all.
    pub total: MoneyFields,
    /// By which rate it is also shown.
    #[cynic(alias, rename = "total")]
    pub rate: RateFields,
    /// How it is paid.
    pub payment: PaymentFields,
    /// What happened, from the start.
    #[arguments(first: 100)]
    pub events: OrderEvents,
    /// Whether it only shows how orders move.
    pub is_demo: bool,
}

/// What happened.
#[derive(cynic::QueryFragment, Clone, Debug, PartialEq)]
#[cynic(graphql_type = "OrderEventConnection")]
pub struct OrderEvents {
    /// From the start.
    pub nodes: Vec<OrderEventFields>,
}

/// What one shop sends.
#[derive(cynic::QueryFragment, Clone, Debug, PartialEq)]
#[cynic(graphql_type = "OrderPart")]
pub struct OrderPartFields {
    /// The shop.
    pub shop: OrderShop,
    /// Where the part stands.
    pub state: OrderPartState,
    /// What was bought.
    pub lines: Vec<OrderLineFields>,
    /// How it comes.
    pub delivery: OrderDeliveryFields,
    /// Goods and delivery.
    pub total: MoneyFields,
    /// Its parcels.
    pub shipments: Vec<ShipmentFields>,
}

/// The shop of a part.
#[derive(cynic::QueryFragment, Clone, Debug, PartialEq)]
#[cynic(graphql_type = "Shop")]
pub struct OrderShop {
    /// Its address.
    pub slug: String,
    /// Its name.
    pub name: String,
}

/// One line, as it was bought.
#[derive(cynic::QueryFragment, Clone, Debug, PartialEq)]
#[cynic(graphql_type = "OrderLine")]
pub struct OrderLineFields {
    /// Its id.
    pub id: cynic::Id,
    /// Its product, while it exists.
    pub product: Option<OrderProduct>,
    /// What it was called.
    pub title: String,
    /// What was chosen.
    pub variant_title: Option<String>,
    /// Its picture.
    pub image: Option<ImageFields>,
    /// Pieces.
    pub quantity: i32,
    /// Pieces that have left the shop.
    pub shipped_quantity: i32,
    /// Until when the visitor may review it; none when they may not.
    pub reviewable_until: Option<DateTime>,
    /// What all pieces cost.
    pub total: MoneyFields,
}

/// The product of a line.
#[derive(cynic::QueryFragment, Clone, Debug, PartialEq)]
#[cynic(graphql_type = "Product")]
pub struct OrderProduct {
    /// Its address.
    pub slug: String,
}

/// How a part comes.
#[derive(cynic::QueryFragment, Clone, Debug, PartialEq)]
#[cynic(graphql_type = "OrderDelivery")]
pub struct OrderDeliveryFields {
    /// The way.
    pub name: String,
    /// What it costs.
    pub price: MoneyFields,
    /// The first promised day.
    pub earliest: Option<DateTime>,
    /// The last promised day.
    pub latest: Option<DateTime>,
}

/// A parcel.
#[derive(cynic::QueryFragment, Clone, Debug, PartialEq)]
#[cynic(graphql_type = "Shipment")]
pub struct ShipmentFields {
    /// Who carries it.
    pub carrier: String,
    /// Under which number.
    pub tracking_number: String,
    /// Where it stands.
    pub state: ShipmentState,
    /// When it arrived.
    pub delivered_at: Option<DateTime>,
}

/// How an order is paid.
#[derive(cynic::QueryFragment, Clone, Debug, PartialEq)]
#[cynic(graphql_type = "Payment")]
pub struct PaymentFields {
    /// How.
    pub method: crate::carts::PaymentMethod,
    /// Whether it is.
    pub state: PaymentState,
    /// How much.
    pub amount: MoneyFields,
    /// Until when.
    pub due_at: Option<DateTime>,
    /// When it came.
    pub paid_at: Option<DateTime>,
    /// Where to, for a transfer.
    pub instructions: Option<BankFields>,
}

/// Where a transfer goes.
#[derive(cynic::QueryFragment, Clone, Debug, PartialEq)]
#[cynic(graphql_type = "BankInstructions")]
pub struct BankFields {
    /// Whose account.
    pub account_name: String,
    /// Its number.
    pub iban: String,
    /// The bank.
    pub bank: String,
    /// What must stand in the transfer.
    pub reference: String,
}

/// A postal address.
#[derive(cynic::QueryFragment, Clone, Debug, PartialEq)]
#[cynic(graphql_type = "Address")]
pub struct OrderAddress {
    /// Who receives it.
    pub name: String,
    /// Street and number.
    pub line1: String,
    /// Flat, floor, company.
    pub line2: Option<String>,
    /// Town or city.
    pub city: String,
    /// Province or state.
    pub region: Option<String>,
    /// Postal code.
    pub postal_code: Option<String>,
    /// ISO 3166-1 alpha-2.
    pub country_code: String,
}

/// One thing that happened.
#[derive(cynic::QueryFragment, Clone, Debug, PartialEq)]
#[cynic(graphql_type = "OrderEvent")]
pub struct OrderEventFields {
    /// Resumes after it.
    pub cursor: String,
    /// What.
    pub kind: OrderEventKind,
    /// When.
    pub occurred_at: DateTime,
    /// Where the order stands after it.
    pub order_state: OrderState,
    /// At which shop.
    pub shop: Option<OrderShop>,
    /// Where the parcel stands.
    pub shipment_state: Option<ShipmentState>,
    /// Who carries it.
    pub carrier: Option<String>,
    /// Under which number.
    pub tracking_number: Option<String>,
    /// Where that was.
    pub location: Option<String>,
    /// What holds it up.
    pub reason: Option<TrackingReason>,
}

/// Where an order stands.
#[derive(cynic::Enum, Clone, Copy, Debug, PartialEq, Eq)]
#[cynic(graphql_type = "OrderState")]
pub enum OrderState {
    /// Placed.
    Placed,
    /// Being packed.
    Confirmed,
    /// Some is on its way.
    PartiallyShipped,
    /// All is on its way.
    Shipped,
    /// Some has arrived.
    PartiallyDelivered,
    /// All has arrived.
    Delivered,
    /// Nothing will come.
    Cancelled,
}

/// Where a part stands.
#[derive(cynic::Enum, Clone, Copy, Debug, PartialEq, Eq)]
#[cynic(graphql_type = "OrderPartState")]
pub enum OrderPartState {
    /// Placed.
    Placed,
    /// Being packed.
    Confirmed,
    /// Some is on its way.
    PartiallyShipped,
    /// All is on its way.
    Shipped,
    /// Some has arrived.
    PartiallyDelivered,
    /// All has arrived.
    Delivered,
    /// Nothing will come.
    Cancelled,
}

macro_rules! into_state {
    ($($name:ident),*) => {$(
        impl From<$name> for State {
            fn from(state: $name) -> Self {
                match state {
                    $name::Placed => Self::Placed,
                    $name::Confirmed => Self::Confirmed,
                    $name::PartiallyShipped => Self::PartiallyShipped,
                    $name::Shipped => Self::Shipped,
                    $name::PartiallyDelivered => Self::PartiallyDelivered,
                    $name::Delivered => Self::Delivered,
                    $name::Cancelled => Self::Cancelled,
                }
            }
        }
    )*};
}

into_state!(OrderState, OrderPartState);

/// Whether the money has come.
#[derive(cynic::Enum, Clone, Copy, Debug, PartialEq, Eq)]
#[cynic(graphql_type = "PaymentState")]
pub enum PaymentState {
    /// Not yet.
    Pending,
    /// Yes.
    Paid,
    /// It never will.
    Voided,
    /// It went back.
    Refunded,
}

/// Where a parcel stands.
#[derive(cynic::Enum, Clone, Copy, Debug, PartialEq, Eq)]
#[cynic(graphql_type = "ShipmentState")]
pub enum ShipmentState {
    /// The carrier knows of it.
    LabelCreated,
    /// The carrier has it.
    Accepted,
    /// On its way.
    InTransit,
    /// With the courier.
    OutForDelivery,
    /// At a pick-up point.
    AvailableForPickup,
    /// With the buyer.
    Delivered,
    /// Nobody took it.
    AttemptFailed,
    /// Held up.
    Exception,
    /// On its way back.
    Returning,
    /// Back.
    Returned,
    /// Never sent.
    Cancelled,
}

/// What holds a parcel up.
#[derive(cynic::Enum, Clone, Copy, Debug, PartialEq, Eq)]
#[cynic(graphql_type = "TrackingReason")]
pub enum TrackingReason {
    /// Customs.
    Customs,
    /// The address.
    Address,
    /// Damage.
    Damaged,
    /// It cannot be found.
    Lost,
    /// It was refused.
    Refused,
    /// Weather.
    Weather,
    /// Something else.
    Other,
}

/// What happened.
#[derive(cynic::Enum, Clone, Copy, Debug, PartialEq, Eq)]
#[cynic(graphql_type = "OrderEventKind")]
pub enum OrderEventKind {
    /// The order was placed.
    Placed,
    /// A shop packs it.
    Confirmed,
    /// The money came.
    Paid,
    /// The money did not come in time.
    PaymentExpired,
    /// It was cancelled.
    Cancelled,
    /// A parcel was made.
    ShipmentCreated,
    /// The carrier reported.
    TrackingUpdated,
    /// A parcel arrived.
    Delivered,
}
