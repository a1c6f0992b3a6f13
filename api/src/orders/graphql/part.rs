//! What one shop delivers of an order, and the lines of an order.

use super::order::Order;
use super::states::OrderPartState;
use crate::catalog;
use crate::catalog::graphql::{Image, Product, ProductVariant};
use crate::graphql::error::{Fault, OrFault};
use crate::graphql::ids;
use crate::graphql::money::MoneyObject;
use crate::graphql::scalars::DateTime;
use crate::orders::access::{Scope, Visible};
use crate::orders::entity::{line, part};
use crate::orders::loaders::{LinesOf, Loaders, ShipmentsOf};
use crate::reviews::About;
use crate::reviews::graphql::{Review, review_of, reviewable_until};
use crate::shipments::graphql::Shipment;
use crate::shops::graphql::{DeliveryKind, Shop};
use async_graphql::{Context, ID, Object, Result, SimpleObject};
use std::sync::Arc;

/// What one shop delivers of an order.
#[derive(Clone)]
pub struct OrderPart {
    row: Arc<part::Model>,
    scope: Scope,
}

/// A line of an order: a variant, in a quantity, as it was when it was bought.
#[derive(Clone)]
pub struct OrderLine(pub Arc<line::Model>);

/// How a part reaches its buyer, as it was agreed.
#[derive(Clone, Debug, SimpleObject)]
pub struct OrderDelivery {
    /// What kind of delivery.
    pub kind: DeliveryKind,
    /// Its name, in the buyer's language.
    pub name: String,
    /// What it costs.
    pub price: MoneyObject,
    /// The earliest promised arrival.
    pub earliest: Option<DateTime>,
    /// The latest promised arrival.
    pub latest: Option<DateTime>,
}

impl OrderPart {
    /// A part of an order of which the visitor may see so much.
    #[must_use]
    pub fn new(row: Arc<part::Model>, scope: Scope) -> Self {
        Self { row, scope }
    }
}

/// What one shop delivers of an order.
#[Object]
impl OrderPart {
    /// Its id.
    pub async fn id(&self) -> ID {
        ids::show(self.row.id)
    }

    /// The order.
    async fn order(&self, ctx: &Context<'_>) -> Result<Order> {
        let order = ctx.data_unchecked::<Loaders>().load_one(self.row.order_id).await.or_fault(ctx)?;
        let order =
            order.ok_or_else(|| Fault::Internal(anyhow::anyhow!("{} has no order", self.row.id))).or_fault(ctx)?;
        Ok(Order::new(Visible::listed(order, self.scope.clone())))
    }

    /// The shop.
    async fn shop(&self, ctx: &Context<'_>) -> Result<Shop> {
        Shop::load(ctx, self.row.shop_id).await.or_fault(ctx)
    }

    /// Where it stands.
    async fn state(&self) -> OrderPartState {
        self.row.state.into()
    }

    /// What was bought from the shop.
    async fn lines(&self, ctx: &Context<'_>) -> Result<Vec<OrderLine>> {
        let lines = ctx.data_unchecked::<Loaders>().load_one(LinesOf(self.row.order_id)).await.or_fault(ctx)?;
        let of_part = lines.unwrap_or_default().into_iter().filter(|line| line.part_id == self.row.id);
        Ok(of_part.map(OrderLine).collect())
    }

    /// What its goods cost.
    async fn subtotal(&self) -> MoneyObject {
        self.row.money(self.row.subtotal).into()
    }

    /// How it reaches the buyer.
    async fn delivery(&self) -> OrderDelivery {
        OrderDelivery {
            kind: self.row.delivery_kind.into(),
            name: self.row.delivery_name.clone(),
            price: self.row.money(self.row.delivery_price).into(),
            earliest: self.row.promised_earliest.map(DateTime),
            latest: self.row.promised_latest.map(DateTime),
        }
    }

    /// What its goods and its delivery cost together.
    async fn total(&self) -> MoneyObject {
        self.row.money(self.row.total).into()
    }

    /// The parcels in which it comes, the oldest first.
    async fn shipments(&self, ctx: &Context<'_>) -> Result<Vec<Shipment>> {
        let shipments = ctx.data_unchecked::<Loaders>().load_one(ShipmentsOf(self.row.order_id)).await.or_fault(ctx)?;
        let of_part = shipments.unwrap_or_default().into_iter().filter(|shipment| shipment.part_id == self.row.id);
        Ok(of_part.map(Shipment).collect())
    }

    /// What its buyer says of how the shop served, when there is such a review that the visitor may see.
    async fn review(&self, ctx: &Context<'_>) -> Option<Result<Review>> {
        review_of(ctx, About::Part(self.row.id)).await.or_fault(ctx).transpose()
    }

    /// Until when the visitor may review how the shop served; null when they may not.
    async fn reviewable_until(&self, ctx: &Context<'_>) -> Option<Result<DateTime>> {
        reviewable_until(ctx, self.row.order_id, About::Part(self.row.id)).await.or_fault(ctx).transpose()
    }
}

/// A line of an order: a variant, in a quantity, as it was when it was bought.
#[Object]
impl OrderLine {
    /// Its id.
    pub async fn id(&self) -> ID {
        ids::show(self.0.id)
    }

    /// The product as it is now, when it can still be seen.
    async fn product(&self, ctx: &Context<'_>) -> Option<Result<Product>> {
        let card = catalog::graphql::visible(ctx, self.0.product_id?).await;
        card.map(|card| card.map(|card| Product::of(&card))).or_fault(ctx).transpose()
    }

    /// The variant as it is now, when its product can still be seen.
    async fn variant(&self, ctx: &Context<'_>) -> Option<Result<ProductVariant>> {
        let (product_id, variant_id) = (self.0.product_id?, self.0.variant_id?);
        let found = async {
            let Some(card) = catalog::graphql::visible(ctx, product_id).await? else { return Ok(None) };
            let row = ctx.data_unchecked::<catalog::loaders::Loaders>().load_one(variant_id).await?;
            Ok::<_, Fault>(row.map(|row| ProductVariant { row, product: Some(Product::of(&card)) }))
        };
        found.await.or_fault(ctx).transpose()
    }

    /// The product's title when it was bought, in the buyer's language.
    async fn title(&self) -> &str {
        &self.0.title
    }

    /// The variant's title when it was bought.
    async fn variant_title(&self) -> Option<&str> {
        self.0.variant_title.as_deref()
    }

    /// The shop's own number of the variant.
    async fn sku(&self) -> Option<&str> {
        self.0.sku.as_deref()
    }

    /// The picture when it was bought.
    async fn image(&self) -> Option<Image> {
        self.0.image.clone().map(Image::Own)
    }

    /// Pieces that were bought.
    async fn quantity(&self) -> i32 {
        self.0.quantity
    }

    /// Pieces of them in shipments.
    async fn shipped_quantity(&self) -> i32 {
        self.0.shipped_quantity
    }

    /// Price of one piece.
    async fn unit_price(&self) -> MoneyObject {
        self.0.money(self.0.unit_price).into()
    }

    /// Price of all pieces.
    async fn total(&self) -> MoneyObject {
        self.0.money(self.0.total).into()
    }

    /// What its buyer says of it, when there is such a review that the visitor may see.
    async fn review(&self, ctx: &Context<'_>) -> Option<Result<Review>> {
        review_of(ctx, About::Line(self.0.id)).await.or_fault(ctx).transpose()
    }

    /// Until when the visitor may review it; null when they may not.
    async fn reviewable_until(&self, ctx: &Context<'_>) -> Option<Result<DateTime>> {
        reviewable_until(ctx, self.0.order_id, About::Line(self.0.id)).await.or_fault(ctx).transpose()
    }
}
