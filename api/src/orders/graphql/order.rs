//! An order in the API.

use super::event::OrderEventConnection;
use super::part::{OrderLine, OrderPart};
use super::states::OrderStateCode;
use crate::graphql::error::{Fault, OrFault};
use crate::graphql::ids;
use crate::graphql::money::MoneyObject;
use crate::graphql::paging::Page;
use crate::graphql::scalars::{DateTime, LanguageCode};
use crate::ids::Secret;
use crate::orders::access::{Scope, Visible};
use crate::orders::entity::{self, part};
use crate::orders::loaders::{EventPage, EventsOf, LinesOf, Loaders, PartsOf, PaymentOf};
use crate::payments::graphql::Payment;
use async_graphql::{Context, ID, Object, Result, SimpleObject};
use shared::Money;
use std::collections::HashSet;
use std::sync::Arc;

/// What somebody bought at once, from one shop or from many.
#[derive(Clone)]
pub struct Order {
    visible: Visible,
    access_token: Option<Secret>,
}

/// Where an order goes.
#[derive(Clone, Debug, SimpleObject)]
#[graphql(name = "Address")]
pub struct AddressObject {
    /// Who receives it.
    pub name: String,
    /// Street and house number.
    pub line1: String,
    /// Flat, floor, company.
    pub line2: Option<String>,
    /// Town or city.
    pub city: String,
    /// Province, state or marz.
    pub region: Option<String>,
    /// Postal code; some countries have none.
    pub postal_code: Option<String>,
    /// ISO 3166-1 alpha-2.
    pub country_code: String,
    /// Telephone for the carrier.
    pub phone: Option<String>,
}

impl From<shared::address::Address> for AddressObject {
    fn from(address: shared::address::Address) -> Self {
        let shared::address::Address { name, line1, line2, city, region, postal_code, country_code, phone } = address;
        Self { name, line1, line2, city, region, postal_code, country_code, phone }
    }
}

impl Order {
    /// An order that the visitor may see.
    #[must_use]
    pub fn new(visible: Visible) -> Self {
        Self { visible, access_token: None }
    }

    /// The order that the visitor has just placed, with its token.
    #[must_use]
    pub fn just_placed(order: entity::Model, access_token: Option<Secret>) -> Self {
        Self { visible: Visible::just_placed(order), access_token }
    }

    pub(super) fn row(&self) -> &entity::Model {
        self.visible.order()
    }

    pub(super) fn scope(&self) -> &Scope {
        self.visible.scope()
    }

    async fn visible_parts(&self, ctx: &Context<'_>) -> Result<Vec<Arc<part::Model>>, Fault> {
        let parts = ctx.data_unchecked::<Loaders>().load_one(PartsOf(self.row().id)).await?.unwrap_or_default();
        Ok(parts.into_iter().filter(|part| self.scope().sees(part.shop_id)).collect())
    }

    /// The order's own amount, or for a shop's staff the sum over the parts that they see.
    async fn amount(
        &self,
        ctx: &Context<'_>,
        whole: i64,
        of_part: impl Fn(&part::Model) -> i64,
    ) -> Result<MoneyObject> {
        let minor = match self.scope() {
            Scope::Whole => whole,
            Scope::Shops(_) => self.visible_parts(ctx).await.or_fault(ctx)?.iter().map(|part| of_part(part)).sum(),
        };
        Ok(Money::new(minor, self.row().currency).into())
    }
}

/// What somebody bought at once, from one shop or from many. The staff of a shop see their shop's part of it.
#[Object]
impl Order {
    /// Its id.
    pub async fn id(&self) -> ID {
        ids::show(self.row().id)
    }

    /// The number that people read and say.
    async fn number(&self) -> &str {
        &self.row().number
    }

    /// The secret that opens the order without signing in. Only in the answer of the `orderPlace` that made it.
    async fn access_token(&self) -> Option<&str> {
        self.access_token.as_ref().map(Secret::reveal)
    }

    /// Where its buyer gets mail.
    async fn email(&self) -> &str {
        &self.row().email
    }

    /// The language in which its buyer is written to.
    async fn locale(&self) -> LanguageCode {
        self.row().locale.into()
    }

    /// Where it stands; follows the states of its parts.
    async fn state(&self) -> OrderStateCode {
        self.row().state.into()
    }

    /// When it was placed.
    async fn placed_at(&self) -> DateTime {
        self.row().placed_at.into()
    }

    /// When it was cancelled.
    async fn cancelled_at(&self) -> Option<DateTime> {
        self.row().cancelled_at.map(DateTime)
    }

    /// What each shop delivers of it.
    async fn parts(&self, ctx: &Context<'_>) -> Result<Vec<OrderPart>> {
        let parts = self.visible_parts(ctx).await.or_fault(ctx)?;
        Ok(parts.into_iter().map(|part| OrderPart::new(part, self.scope().clone())).collect())
    }

    /// What was bought.
    async fn lines(&self, ctx: &Context<'_>) -> Result<Vec<OrderLine>> {
        let lines = ctx.data_unchecked::<Loaders>().load_one(LinesOf(self.row().id)).await.or_fault(ctx)?;
        let mut lines = lines.unwrap_or_default();
        if *self.scope() != Scope::Whole {
            let parts = self.visible_parts(ctx).await.or_fault(ctx)?;
            let seen: HashSet<_> = parts.iter().map(|part| part.id).collect();
            lines.retain(|line| seen.contains(&line.part_id));
        }
        Ok(lines.into_iter().map(OrderLine).collect())
    }

    /// Where it goes. Imported orders may have none.
    async fn shipping_address(&self) -> Option<AddressObject> {
        self.row().shipping_address.clone().map(AddressObject::from)
    }

    /// What the goods cost.
    async fn subtotal(&self, ctx: &Context<'_>) -> Result<MoneyObject> {
        self.amount(ctx, self.row().subtotal, |part| part.subtotal).await
    }

    /// What delivery costs.
    async fn delivery_total(&self, ctx: &Context<'_>) -> Result<MoneyObject> {
        self.amount(ctx, self.row().delivery_total, |part| part.delivery_price).await
    }

    /// What is paid.
    async fn total(&self, ctx: &Context<'_>) -> Result<MoneyObject> {
        self.amount(ctx, self.row().total, |part| part.total).await
    }

    /// How it is paid.
    async fn payment(&self, ctx: &Context<'_>) -> Result<Payment> {
        let row = ctx.data_unchecked::<Loaders>().load_one(PaymentOf(self.row().id)).await.or_fault(ctx)?;
        let row =
            row.ok_or_else(|| Fault::Internal(anyhow::anyhow!("{} has no payment", self.row().id))).or_fault(ctx)?;
        let amount = self.amount(ctx, row.amount, |part| part.total).await?;
        Ok(Payment { row, amount })
    }

    /// What happened to it, the oldest first. The cursors are those of `orderEvents`.
    async fn events(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "How many at most: up to 100.")] first: Option<i32>,
        #[graphql(desc = "Only what followed this cursor.")] after: Option<String>,
    ) -> Result<OrderEventConnection> {
        let page = Page::<i64>::parse(first, after.as_deref(), None, None).or_fault(ctx)?;
        let key = EventsOf {
            order: self.row().id,
            page: EventPage { after: page.cursor.unwrap_or(0), limit: page.limit(), scope: self.scope().clone() },
        };
        let told = ctx.data_unchecked::<Loaders>().load_one(key).await.or_fault(ctx)?;
        Ok(OrderEventConnection::new(page.cut(told.unwrap_or_default())))
    }

    /// The name under which another system placed it, when it was imported from there; else null. Such an order moves no
    /// stock here: its pieces were counted out there.
    async fn external_reference(&self) -> Option<&str> {
        self.row().external_reference.as_deref()
    }

    /// Whether it belongs to a demonstration: nothing is really sent.
    async fn is_demo(&self) -> bool {
        self.row().is_demo
    }
}
