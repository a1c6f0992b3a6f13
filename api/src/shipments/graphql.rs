//! Shipments in the API.

use super::entity;
use super::{NewShipment, ShipmentError};
use crate::failure::Failure;
use crate::graphql::context::{ContextExt, Effect};
use crate::graphql::error::{Fault, OrFault, refusal};
use crate::graphql::ids;
use crate::graphql::scalars::DateTime;
use crate::idempotency::KeyError;
use crate::orders::access;
use crate::orders::graphql::OrderLine;
use crate::orders::loaders::{HeldBy, LinesOf, Loaders, TrackingOf};
use async_graphql::{Context, Enum, ID, InputObject, Object, Result, SimpleObject};
use shared::Quantity;
use shared::id::OrderPartId;
use shared::shipments::{self, TrackingNumber};
use std::sync::Arc;

/// Where a shipment stands, in the words that carriers' reports are translated into.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Enum)]
#[graphql(remote = "shipments::ShipmentState", name = "ShipmentState")]
pub enum ShipmentStateCode {
    /// The carrier knows of the parcel and does not have it yet.
    LabelCreated,
    /// The carrier has the parcel.
    Accepted,
    /// On its way.
    InTransit,
    /// With the courier who delivers it today.
    OutForDelivery,
    /// Waiting for the buyer at a pick-up point.
    AvailableForPickup,
    /// With the buyer.
    Delivered,
    /// Nobody took it; the carrier tries again.
    AttemptFailed,
    /// Something holds it up; see the reason.
    Exception,
    /// On its way back to the shop.
    Returning,
    /// Back at the shop.
    Returned,
    /// The label was cancelled before the carrier had the parcel.
    Cancelled,
}

/// Why a shipment is held up.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Enum)]
#[graphql(remote = "shipments::TrackingReason", name = "TrackingReason")]
pub enum TrackingReasonCode {
    /// Customs clearance.
    Customs,
    /// The address is wrong or incomplete.
    Address,
    /// The parcel is damaged.
    Damaged,
    /// The parcel cannot be found.
    Lost,
    /// The recipient refused it.
    Refused,
    /// Weather.
    Weather,
    /// Anything else.
    Other,
}

/// A parcel in which some of an order comes.
#[derive(Clone)]
pub struct Shipment(pub Arc<entity::Model>);

/// What a shipment holds of one line of the order.
#[derive(SimpleObject)]
pub struct ShipmentLine {
    /// The order's line.
    pub order_line: OrderLine,
    /// Pieces of it.
    pub quantity: i32,
}

/// What a carrier reported.
#[derive(Clone)]
pub struct TrackingEvent(Arc<entity::tracking::Model>);

/// A parcel in which some of an order comes.
#[Object]
impl Shipment {
    /// Its id.
    pub async fn id(&self) -> ID {
        ids::show(self.0.id)
    }

    /// Who carries it.
    async fn carrier(&self) -> &str {
        &self.0.carrier
    }

    /// The carrier's number of it.
    async fn tracking_number(&self) -> &str {
        &self.0.tracking_number
    }

    /// Where it stands.
    async fn state(&self) -> ShipmentStateCode {
        self.0.state.into()
    }

    /// What it holds.
    async fn lines(&self, ctx: &Context<'_>) -> Result<Vec<ShipmentLine>> {
        let loaders = ctx.data_unchecked::<Loaders>();
        let held = loaders.load_one(HeldBy(self.0.id)).await.or_fault(ctx)?.unwrap_or_default();
        let lines = loaders.load_one(LinesOf(self.0.order_id)).await.or_fault(ctx)?.unwrap_or_default();
        // In the order of the order's lines.
        let line = |line: Arc<_>| {
            let line = OrderLine(line);
            let held = held.iter().find(|held| held.order_line_id == line.0.id)?;
            Some(ShipmentLine { order_line: line, quantity: held.quantity })
        };
        Ok(lines.into_iter().filter_map(line).collect())
    }

    /// Everything that the carrier reported, in the order in which it happened.
    async fn events(&self, ctx: &Context<'_>) -> Result<Vec<TrackingEvent>> {
        let reports = ctx.data_unchecked::<Loaders>().load_one(TrackingOf(self.0.id)).await.or_fault(ctx)?;
        Ok(reports.unwrap_or_default().into_iter().map(TrackingEvent).collect())
    }

    /// When the shop made it.
    async fn created_at(&self) -> DateTime {
        self.0.created_at.into()
    }

    /// When it arrived.
    async fn delivered_at(&self) -> Option<DateTime> {
        self.0.delivered_at.map(DateTime)
    }
}

/// What a carrier reported.
#[Object]
impl TrackingEvent {
    /// Where the shipment stood, by this report.
    async fn status(&self) -> ShipmentStateCode {
        self.0.status.into()
    }

    /// Why it was held up.
    async fn reason(&self) -> Option<TrackingReasonCode> {
        self.0.reason.map(TrackingReasonCode::from)
    }

    /// Where it was.
    async fn location(&self) -> Option<&str> {
        self.0.location.as_deref()
    }

    /// The carrier's own words.
    async fn message(&self) -> Option<&str> {
        self.0.message.as_deref()
    }

    /// When it happened, by the carrier's clock.
    async fn occurred_at(&self) -> DateTime {
        self.0.occurred_at.into()
    }
}

/// Pieces of a line to ship.
#[derive(Clone, Debug, InputObject)]
pub struct ShipmentLineInput {
    /// The order's line.
    pub order_line_id: ID,
    /// Pieces of it: at least 1, at most as many as are left to ship.
    pub quantity: i32,
}

/// A shipment to make.
#[derive(Clone, Debug, InputObject)]
pub struct ShipmentCreateInput {
    /// Your shop's part of the order.
    pub order_part_id: ID,
    /// What the shipment holds; left out, all that is left to ship.
    pub lines: Option<Vec<ShipmentLineInput>>,
    /// The carrier, by the name under which its webhook is configured.
    pub carrier: String,
    /// The number on the carrier's label: 4 to 40 letters and digits.
    pub tracking_number: String,
    /// A new unique text for this request; the same again replays the answer.
    pub idempotency_key: String,
}

/// Why no shipment was made.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Enum)]
pub enum ShipmentErrorCode {
    /// No such part or line of a shop of yours.
    NotFound,
    /// Everything is in shipments already.
    NothingToShip,
    /// Not at least 1, or more than are left to ship.
    QuantityInvalid,
    /// The marketplace does not work with this carrier.
    CarrierUnknown,
    /// Not 4 to 40 letters and digits.
    TrackingNumberInvalid,
    /// Another shipment of the carrier has this number.
    TrackingNumberTaken,
    /// The order waits for its money, or was cancelled.
    NotAllowedInThisState,
}

/// A reason why no shipment was made.
#[derive(Clone, Debug, SimpleObject)]
pub struct ShipmentUserError {
    /// The reason.
    pub code: ShipmentErrorCode,
    /// A sentence that says what to do.
    pub message: String,
    /// The path of the input's field.
    pub field: Option<Vec<String>>,
}

/// The answer of `shipmentCreate`.
#[derive(SimpleObject)]
pub struct ShipmentCreatePayload {
    /// The shipment, when it was made.
    pub shipment: Option<Shipment>,
    /// Why it was not.
    pub user_errors: Vec<ShipmentUserError>,
}

/// Root fields that change shipments.
#[derive(Default)]
pub struct ShipmentMutation;

#[Object]
impl ShipmentMutation {
    /// Makes a shipment of your shop's part of an order, whole or in part. For the shop's staff.
    async fn shipment_create(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "What to ship, and how.")] input: ShipmentCreateInput,
    ) -> Result<ShipmentCreatePayload> {
        match create(ctx, input).await {
            Ok(shipment) => Ok(ShipmentCreatePayload { shipment: Some(shipment), user_errors: Vec::new() }),
            Err(failure) => {
                let error = refusal(failure, ShipmentError::NotFound).and_then(user_error).or_fault(ctx)?;
                Ok(ShipmentCreatePayload { shipment: None, user_errors: vec![error] })
            }
        }
    }
}

async fn create(ctx: &Context<'_>, input: ShipmentCreateInput) -> Result<Shipment, Failure<ShipmentError>> {
    let part_id: OrderPartId = ids::lookup(&input.order_part_id).ok_or(Failure::NotFound)?;
    let seller = access::seller_of_part(ctx.app(), ctx.actor(), part_id).await?.ok_or(Failure::NotFound)?;
    let new = NewShipment {
        part_id,
        lines: input.lines.map(parse_lines).transpose()?,
        carrier: input.carrier,
        tracking_number: TrackingNumber::try_from(input.tracking_number.as_str())
            .map_err(|_| Failure::Refused(ShipmentError::TrackingNumber))?,
    };
    let created = super::create(ctx.app(), &seller, new, &input.idempotency_key).await?;
    if created.replayed {
        ctx.visitor().effects.push(Effect::Replayed);
    }
    Ok(Shipment(Arc::new(created.shipment)))
}

fn parse_lines(
    lines: Vec<ShipmentLineInput>,
) -> Result<Vec<(shared::id::OrderLineId, Quantity)>, Failure<ShipmentError>> {
    let parse = |line: ShipmentLineInput| {
        let id = ids::lookup(&line.order_line_id).ok_or(ShipmentError::NotFound)?;
        let quantity = Quantity::try_from(line.quantity).map_err(|_| ShipmentError::Quantity)?;
        Ok((id, quantity))
    };
    lines.into_iter().map(|line| parse(line).map_err(Failure::Refused)).collect()
}

fn user_error(error: ShipmentError) -> Result<ShipmentUserError, Fault> {
    let (code, field) = match error {
        ShipmentError::NotFound => (ShipmentErrorCode::NotFound, None),
        ShipmentError::NothingToShip => (ShipmentErrorCode::NothingToShip, None),
        ShipmentError::Quantity => (ShipmentErrorCode::QuantityInvalid, Some("lines")),
        ShipmentError::CarrierUnknown => (ShipmentErrorCode::CarrierUnknown, Some("carrier")),
        ShipmentError::TrackingNumber => (ShipmentErrorCode::TrackingNumberInvalid, Some("trackingNumber")),
        ShipmentError::TrackingNumberTaken => (ShipmentErrorCode::TrackingNumberTaken, Some("trackingNumber")),
        ShipmentError::NotAllowed => (ShipmentErrorCode::NotAllowedInThisState, None),
        ShipmentError::Key(key @ KeyError::Malformed) => return Err(Fault::BadUserInput(key.to_string())),
        ShipmentError::Key(key @ KeyError::Conflict) => return Err(Fault::Conflict(key.to_string())),
    };
    let field = field.map(|field| vec![field.to_owned()]);
    Ok(ShipmentUserError { code, message: error.to_string(), field })
}
