//! How shops deliver, and where to.

use super::Shop;
use crate::graphql::context::ContextExt;
use crate::graphql::error::{Fault, OrFault};
use crate::graphql::ids;
use crate::graphql::money::MoneyObject;
use crate::graphql::scalars::DateTime;
use crate::shops::entity::{Model, delivery_option};
use crate::shops::loaders::{DeliveryOf, Loaders};
use crate::shops::{self, policy};
use async_graphql::{Context, Enum, ID, Object, Result, SimpleObject};
use shared::{CountryCode, Money};
use std::sync::Arc;
use tokio::sync::OnceCell;

/// A way in which a shop's goods reach the buyer.
#[derive(Clone)]
pub struct DeliveryOption(pub Arc<delivery_option::Model>);

/// A way in which goods reach the buyer.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Enum)]
#[graphql(remote = "shared::DeliveryKind")]
pub enum DeliveryKind {
    /// By post or courier, in the usual time.
    Standard,
    /// By courier, faster.
    Express,
    /// The buyer collects it.
    Pickup,
}

/// When goods would arrive if they were ordered now, and what delivering costs.
#[derive(SimpleObject)]
pub struct DeliveryPromise {
    /// The earliest moment.
    pub earliest: DateTime,
    /// The latest moment.
    pub latest: DateTime,
    /// What it costs from.
    pub from: MoneyObject,
    /// The delivery option that this speaks of.
    pub option: DeliveryOption,
}

/// How a shop delivers to one country.
#[derive(SimpleObject)]
pub struct ShopDelivery {
    /// The country, ISO 3166-1 alpha-2.
    pub country_code: String,
    /// The ways that go there, in the shop's order; empty when it does not deliver there. Collecting goods is among them
    /// only in the shop's own country.
    pub options: Vec<DeliveryOption>,
    /// When something in stock would arrive, by the cheapest way that brings it; null when none does.
    pub promise: Option<DeliveryPromise>,
}

/// The visitor's country, found once a request.
#[derive(Default)]
pub struct Destination(OnceCell<CountryCode>);

/// Where the visitor's things go.
///
/// # Errors
/// A fault of ours.
pub async fn destination(ctx: &Context<'_>) -> Result<CountryCode, Fault> {
    let visitor = ctx.visitor();
    let find = || shops::destination(ctx.app(), &visitor.actor, visitor.destination, visitor.locale);
    Ok(*ctx.data_unchecked::<Destination>().0.get_or_try_init(find).await?)
}

/// A country as an argument names it.
///
/// # Errors
/// For a text that is none.
pub fn parse_country(text: Option<&str>) -> Result<Option<CountryCode>, Fault> {
    text.map(CountryCode::try_from).transpose().map_err(|error| Fault::BadUserInput(error.to_string()))
}

/// What a shop promises to bring somewhere; `None` when it cannot.
#[must_use]
pub fn promise(
    ctx: &Context<'_>,
    shop: &Model,
    options: &[Arc<delivery_option::Model>],
    to: CountryCode,
) -> Option<DeliveryPromise> {
    let option = policy::promised_option(shop, options, to)?;
    let (earliest, latest) = policy::window(&option, ctx.app().clock.now());
    let from = Money::new(option.price, option.currency).into();
    Some(DeliveryPromise { earliest: earliest.into(), latest: latest.into(), from, option: DeliveryOption(option) })
}

impl Shop {
    /// How it delivers to a country, the visitor's when none is named.
    ///
    /// # Errors
    /// For a text that names no country, and for faults of ours.
    pub async fn delivery_to(&self, ctx: &Context<'_>, country_code: Option<&str>) -> Result<ShopDelivery> {
        let to = match parse_country(country_code).or_fault(ctx)? {
            Some(to) => to,
            None => destination(ctx).await.or_fault(ctx)?,
        };
        let options = ctx.data_unchecked::<Loaders>().load_one(DeliveryOf(self.0.id)).await.or_fault(ctx)?;
        let options = options.unwrap_or_default();
        let promise = promise(ctx, &self.0, &options, to);
        let options = policy::offered(&self.0, &options, to).into_iter().map(DeliveryOption).collect();
        Ok(ShopDelivery { country_code: to.into(), options, promise })
    }
}

/// A way in which a shop's goods reach the buyer.
#[Object]
impl DeliveryOption {
    /// Its id.
    pub async fn id(&self) -> ID {
        ids::show(self.0.id)
    }

    /// What kind it is.
    async fn kind(&self) -> DeliveryKind {
        self.0.kind.into()
    }

    /// Its name.
    async fn name(&self, ctx: &Context<'_>) -> &str {
        self.0.name.get(ctx.locale())
    }

    /// What it costs.
    async fn price(&self) -> MoneyObject {
        Money::new(self.0.price, self.0.currency).into()
    }

    /// From this subtotal on it costs nothing.
    async fn free_over(&self) -> Option<MoneyObject> {
        self.0.free_over.map(|minor| Money::new(minor, self.0.currency).into())
    }

    /// Working days at least.
    async fn min_days(&self) -> i32 {
        self.0.min_days
    }

    /// Working days at most.
    async fn max_days(&self) -> i32 {
        self.0.max_days
    }

    /// The countries that it serves, ISO 3166-1 alpha-2; null when it serves all. Who orders to another country must
    /// choose another option.
    async fn countries(&self) -> Option<Vec<&str>> {
        self.0.countries.as_ref().map(|countries| countries.0.iter().map(CountryCode::as_str).collect())
    }
}
