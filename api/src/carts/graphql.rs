//! Carts in the API.

pub mod input;

pub use input::CartMutation;

use super::content::{self, Content, LineRow};
use super::policy::{Finding, Part, PricedOption, Warning};
use super::{Which, edit};
use crate::catalog;
use crate::catalog::graphql::ProductVariant;
use crate::graphql::context::ContextExt;
use crate::graphql::error::{Fault, OrFault};
use crate::graphql::ids;
use crate::graphql::money::MoneyObject;
use crate::graphql::scalars::DateTime;
use crate::payments;
use crate::payments::graphql::PaymentMethod;
use crate::shops::graphql::{DeliveryOption, Shop, destination};
use async_graphql::{Context, Enum, ID, Object, Result, SimpleObject};
use shared::id::CartLineId;
use std::sync::Arc;

/// What somebody means to buy, over many shops, priced all-in.
#[derive(Clone)]
pub struct Cart(Arc<Content>);

/// One variant in a quantity.
pub struct CartLine {
    cart: Arc<Content>,
    position: usize,
}

/// What is bought from one shop.
pub struct CartPart {
    cart: Arc<Content>,
    position: usize,
}

/// A way in which a shop can deliver what is bought from it.
#[derive(SimpleObject)]
pub struct CartDeliveryOption {
    /// The option.
    pub option: DeliveryOption,
    /// What it costs for what is in the cart.
    pub price: MoneyObject,
    /// The earliest promised arrival, when ordered now.
    pub earliest: DateTime,
    /// The latest promised arrival, when ordered now.
    pub latest: DateTime,
    /// How much more must be bought from the shop for it to be free; null when it is, or never will be.
    pub amount_to_free: Option<MoneyObject>,
    /// Whether it is chosen.
    pub selected: bool,
    /// Whether it goes to the cart's `destinationCountryCode`. An order to a country that its deliveries do not serve is
    /// refused.
    pub serves_destination: bool,
}

/// What a warning is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Enum)]
pub enum WarningCode {
    /// It costs more or less than when it was seen.
    PriceChanged,
    /// Fewer are left than the line asks for.
    FewerInStock,
    /// None is left.
    SoldOut,
    /// The shop does not sell it any more.
    NoLongerSold,
}

/// Something that the shopper should know before paying. `cartWarningsAcknowledge` accepts it.
#[derive(SimpleObject)]
pub struct CartWarning {
    /// What it is about, for programs.
    pub code: WarningCode,
    /// What it is about, in English.
    pub message: String,
    /// The line concerned.
    pub line_id: Option<ID>,
    /// What one piece cost when it was seen.
    pub price_before: Option<MoneyObject>,
    /// How many are left.
    pub available_quantity: Option<i32>,
}

/// A way in which the cart can be paid.
#[derive(SimpleObject)]
pub struct PaymentMethodInfo {
    /// The way to pay.
    pub method: PaymentMethod,
}

impl Cart {
    /// The cart that is meant, read and priced.
    ///
    /// # Errors
    /// A fault of ours.
    pub async fn load(ctx: &Context<'_>, which: Which) -> Result<Option<Self>, Fault> {
        let Some(cart) = super::find(ctx.app(), ctx.actor(), which).await? else { return Ok(None) };
        let to = destination(ctx).await?;
        Ok(Some(Self(Arc::new(content::read(ctx.app(), cart, to).await?))))
    }

    fn line(&self, position: usize) -> CartLine {
        CartLine { cart: Arc::clone(&self.0), position }
    }
}

/// What somebody means to buy, over many shops, priced all-in.
#[Object]
impl Cart {
    /// Its id. Whoever knows the id of a guest's cart may change it.
    pub async fn id(&self) -> ID {
        ids::show(self.0.cart.id)
    }

    /// What is bought from each shop, in the order in which the shops came into it.
    async fn parts(&self) -> Vec<CartPart> {
        let part = |position| CartPart { cart: Arc::clone(&self.0), position };
        (0..self.0.priced.parts.len()).map(part).collect()
    }

    /// Its lines, in the order in which they were added.
    async fn lines(&self) -> Vec<CartLine> {
        (0..self.0.priced.lines.len()).map(|position| self.line(position)).collect()
    }

    /// Pieces of all lines.
    async fn total_quantity(&self) -> i32 {
        i32::try_from(self.0.priced.quantity).unwrap_or(i32::MAX)
    }

    /// What the goods cost.
    async fn subtotal(&self) -> MoneyObject {
        self.0.priced.subtotal.into()
    }

    /// What the chosen deliveries cost.
    async fn delivery_total(&self) -> MoneyObject {
        self.0.priced.delivery_total.into()
    }

    /// What is to be paid: nothing is added later.
    async fn total(&self) -> MoneyObject {
        self.0.priced.total.into()
    }

    /// What the shopper should know before paying.
    async fn warnings(&self) -> Vec<CartWarning> {
        self.0.warnings().into_iter().map(CartWarning::from).collect()
    }

    /// The ways in which it can be paid.
    async fn payment_methods(&self, ctx: &Context<'_>) -> Vec<PaymentMethodInfo> {
        let methods = payments::methods(&ctx.app().config);
        methods.into_iter().map(|method| PaymentMethodInfo { method: method.into() }).collect()
    }

    /// The country for which deliveries are chosen by themselves, ISO 3166-1 alpha-2: what the visitor chose in the
    /// storefront; else that of their default address; else where most readers of the request's language live.
    async fn destination_country_code(&self) -> &str {
        self.0.to.as_str()
    }

    /// When it was last changed.
    async fn updated_at(&self) -> DateTime {
        self.0.cart.updated_at.into()
    }
}

impl CartLine {
    /// A line of a cart that the visitor may see.
    ///
    /// # Errors
    /// A fault of ours.
    pub async fn load(ctx: &Context<'_>, id: CartLineId) -> Result<Option<Self>, Fault> {
        let Some(cart) = super::cart_of_line(ctx.app(), id).await? else { return Ok(None) };
        let Some(cart) = Cart::load(ctx, Which::named(cart)).await? else { return Ok(None) };
        let position = cart.0.priced.lines.iter().position(|line| line.id == id);
        Ok(position.map(|position| cart.line(position)))
    }

    fn row(&self) -> &LineRow {
        &self.cart.priced.lines[self.position]
    }
}

/// One variant in a quantity.
#[Object]
impl CartLine {
    /// Its id.
    pub async fn id(&self) -> ID {
        ids::show(self.row().id)
    }

    /// What is bought.
    async fn variant(&self, ctx: &Context<'_>) -> Result<ProductVariant> {
        let id = self.row().variant_id;
        let row = ctx.data_unchecked::<catalog::loaders::Loaders>().load_one(id).await.or_fault(ctx)?;
        let row = row.ok_or_else(|| Fault::Internal(anyhow::anyhow!("{id} is in a cart and does not exist")));
        Ok(ProductVariant::new(row.or_fault(ctx)?))
    }

    /// Pieces.
    async fn quantity(&self) -> i32 {
        self.row().quantity
    }

    /// What one piece costs now.
    async fn unit_price(&self) -> MoneyObject {
        self.row().unit_price().into()
    }

    /// What all its pieces cost now.
    async fn total(&self, ctx: &Context<'_>) -> Result<MoneyObject> {
        let total = self.row().total().map_err(|error| Fault::Internal(error.into())).or_fault(ctx)?;
        Ok(total.into())
    }

    /// How many can be bought now.
    async fn available_quantity(&self) -> i32 {
        self.row().available().cast_signed()
    }
}

impl CartPart {
    fn part(&self) -> &Part {
        &self.cart.priced.parts[self.position]
    }
}

/// What is bought from one shop.
#[Object]
impl CartPart {
    /// The shop.
    async fn shop(&self, ctx: &Context<'_>) -> Result<Shop> {
        Shop::load(ctx, self.part().shop_id).await.or_fault(ctx)
    }

    /// Its lines.
    async fn lines(&self) -> Vec<CartLine> {
        let line = |position: &usize| CartLine { cart: Arc::clone(&self.cart), position: *position };
        self.part().lines.iter().map(line).collect()
    }

    /// What its goods cost.
    async fn subtotal(&self) -> MoneyObject {
        self.part().subtotal.into()
    }

    /// The ways in which the shop delivers, in its order. Without any it delivers free of charge.
    async fn delivery_options(&self) -> Vec<CartDeliveryOption> {
        let part = self.part();
        let options = part.options.iter().enumerate();
        options.map(|(position, option)| show_option(option, part.selected == Some(position))).collect()
    }

    /// The delivery that is chosen; without a choice the cheapest that brings it to the cart's country. Null when none
    /// does, and then the total holds no delivery and the part cannot be ordered to that country.
    async fn selected_delivery(&self) -> Option<CartDeliveryOption> {
        self.part().selected().map(|option| show_option(option, true))
    }

    /// Goods and delivery.
    async fn total(&self) -> MoneyObject {
        self.part().total.into()
    }
}

fn show_option(option: &PricedOption, selected: bool) -> CartDeliveryOption {
    CartDeliveryOption {
        option: DeliveryOption(Arc::clone(&option.option)),
        price: option.price.into(),
        earliest: option.earliest.into(),
        latest: option.latest.into(),
        amount_to_free: option.amount_to_free.map(Into::into),
        selected,
        serves_destination: option.serves,
    }
}

impl From<Warning> for CartWarning {
    fn from(Warning { line_id, finding }: Warning) -> Self {
        let (code, message, price_before, available) = match finding {
            Finding::PriceChanged { before, now } => {
                let verb = if now.minor > before.minor { "risen" } else { "fallen" };
                let message = format!("the price has {verb} from {before} to {now}");
                (WarningCode::PriceChanged, message, Some(before.into()), None)
            }
            Finding::FewerInStock { available } => {
                (WarningCode::FewerInStock, edit::left(available), None, Some(available))
            }
            Finding::SoldOut => (WarningCode::SoldOut, edit::left(0), None, Some(0)),
            Finding::NoLongerSold => {
                let message = "the shop does not sell this any more: remove it".to_owned();
                (WarningCode::NoLongerSold, message, None, Some(0))
            }
        };
        let available_quantity = available.map(u32::cast_signed);
        Self { code, message, line_id: Some(ids::show(line_id)), price_before, available_quantity }
    }
}

/// Root fields about carts.
#[derive(Default)]
pub struct CartQuery;

#[Object]
impl CartQuery {
    /// A cart. An account's cart is shown to its owner only; a guest's to whoever knows its id.
    async fn cart(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The cart; by default the visitor's own.")] id: Option<ID>,
    ) -> Option<Result<Cart>> {
        let asked = match &id {
            Some(id) => Some(ids::lookup(id)?),
            None => None,
        };
        let which = Which { asked, remembered: ctx.visitor().cart_id };
        Cart::load(ctx, which).await.or_fault(ctx).transpose()
    }
}
