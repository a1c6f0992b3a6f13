//! What the cart's pages read of a cart.

use crate::data::{ImageFields, MoneyFields, RateFields, scalars::DateTime, schema};

/// A cart with everything priced.
#[derive(cynic::QueryFragment, Clone, Debug, PartialEq)]
#[cynic(graphql_type = "Cart")]
pub struct CartContent {
    /// Its id.
    pub id: cynic::Id,
    /// One a shop.
    pub parts: Vec<CartPartFields>,
    /// Pieces of all lines.
    pub total_quantity: i32,
    /// What the goods cost.
    pub subtotal: MoneyFields,
    /// What all deliveries cost.
    pub delivery_total: MoneyFields,
    /// What is to be paid.
    pub total: MoneyFields,
    /// By which rate it is also shown.
    #[cynic(alias, rename = "total")]
    pub rate: RateFields,
    /// What changed since it was put in.
    pub warnings: Vec<CartWarningFields>,
    /// How it can be paid.
    pub payment_methods: Vec<PaymentMethodFields>,
    /// The country for which it is priced.
    pub destination_country_code: String,
    /// When it changed last.
    pub updated_at: DateTime,
}

impl CartContent {
    /// The part of a shop, by its slug.
    #[must_use]
    pub fn part(&self, shop: &str) -> Option<&CartPartFields> {
        self.parts.iter().find(|part| part.shop.slug == shop)
    }

    /// A line, by its id.
    #[must_use]
    pub fn line(&self, id: &str) -> Option<&CartLineFields> {
        self.parts.iter().flat_map(|part| &part.lines).find(|line| line.id.inner() == id)
    }

    /// The warnings about a line.
    pub fn warnings_of(&self, line: &str) -> impl Iterator<Item = &CartWarningFields> {
        self.warnings.iter().filter(move |warning| warning.line_id.as_ref().is_some_and(|id| id.inner() == line))
    }

    /// Whether a price changed: that is what a shopper has to agree to.
    #[must_use]
    pub fn has_new_prices(&self) -> bool {
        self.warnings.iter().any(|warning| warning.code == WarningCode::PriceChanged)
    }
}

/// What is bought from one shop.
#[derive(cynic::QueryFragment, Clone, Debug, PartialEq)]
#[cynic(graphql_type = "CartPart")]
pub struct CartPartFields {
    /// The shop.
    pub shop: CartShop,
    /// What is bought.
    pub lines: Vec<CartLineFields>,
    /// How it can come.
    pub delivery_options: Vec<CartDeliveryFields>,
    /// Goods and delivery.
    pub total: MoneyFields,
}

/// The shop of a part.
#[derive(cynic::QueryFragment, Clone, Debug, PartialEq)]
#[cynic(graphql_type = "Shop")]
pub struct CartShop {
    /// Its address.
    pub slug: String,
    /// Its name.
    pub name: String,
}

/// One line.
#[derive(cynic::QueryFragment, Clone, Debug, PartialEq)]
#[cynic(graphql_type = "CartLine")]
pub struct CartLineFields {
    /// Its id.
    pub id: cynic::Id,
    /// What is bought.
    pub variant: CartVariant,
    /// Pieces.
    pub quantity: i32,
    /// What one piece costs.
    pub unit_price: MoneyFields,
    /// What all pieces cost.
    pub total: MoneyFields,
    /// How many can be bought now.
    pub available_quantity: i32,
}

/// What is bought.
#[derive(cynic::QueryFragment, Clone, Debug, PartialEq)]
#[cynic(graphql_type = "ProductVariant")]
pub struct CartVariant {
    /// What was chosen.
    pub selected_options: Vec<CartOption>,
    /// Its product.
    pub product: CartProduct,
}

/// One choice.
#[derive(cynic::QueryFragment, Clone, Debug, PartialEq)]
#[cynic(graphql_type = "SelectedOption")]
pub struct CartOption {
    /// Of what: "Glaze".
    pub name: String,
    /// Which: "Ash".
    pub value: String,
}

/// The product of a line.
#[derive(cynic::QueryFragment, Clone, Debug, PartialEq)]
#[cynic(graphql_type = "Product")]
pub struct CartProduct {
    /// Its address.
    pub slug: String,
    /// Its name.
    pub title: String,
    /// Its picture.
    pub image: Option<ImageFields>,
}

/// A way of delivery, priced for what is bought.
#[derive(cynic::QueryFragment, Clone, Debug, PartialEq)]
#[cynic(graphql_type = "CartDeliveryOption")]
pub struct CartDeliveryFields {
    /// The way.
    pub option: CartDeliveryName,
    /// What it costs.
    pub price: MoneyFields,
    /// The first day on which it may arrive.
    pub earliest: DateTime,
    /// The last one.
    pub latest: DateTime,
    /// How much more must be bought for it to be free.
    pub amount_to_free: Option<MoneyFields>,
    /// Whether it is chosen.
    pub selected: bool,
    /// Whether it goes to the country for which the cart is priced.
    pub serves_destination: bool,
}

/// The name of a way of delivery.
#[derive(cynic::QueryFragment, Clone, Debug, PartialEq)]
#[cynic(graphql_type = "DeliveryOption")]
pub struct CartDeliveryName {
    /// Its id.
    pub id: cynic::Id,
    /// Its name.
    pub name: String,
    /// The countries to which it goes; none when to all.
    pub countries: Option<Vec<String>>,
}

/// Something that changed since it was put in.
#[derive(cynic::QueryFragment, Clone, Debug, PartialEq)]
#[cynic(graphql_type = "CartWarning")]
pub struct CartWarningFields {
    /// What.
    pub code: WarningCode,
    /// Of which line.
    pub line_id: Option<cynic::Id>,
    /// The price as it was seen before.
    pub price_before: Option<MoneyFields>,
    /// How many are left.
    pub available_quantity: Option<i32>,
}

/// What changed.
#[derive(cynic::Enum, Clone, Copy, Debug, PartialEq, Eq)]
#[cynic(graphql_type = "WarningCode")]
pub enum WarningCode {
    /// The price.
    PriceChanged,
    /// Fewer are left than are in the cart.
    FewerInStock,
    /// None are left.
    SoldOut,
    /// The shop does not sell it any more.
    NoLongerSold,
}

/// A way to pay.
#[derive(cynic::QueryFragment, Clone, Debug, PartialEq)]
#[cynic(graphql_type = "PaymentMethodInfo")]
pub struct PaymentMethodFields {
    /// Which.
    pub method: PaymentMethod,
}

/// Ways to pay.
#[derive(cynic::Enum, Clone, Copy, Debug, PartialEq, Eq)]
#[cynic(graphql_type = "PaymentMethod")]
pub enum PaymentMethod {
    /// At the door.
    CashOnDelivery,
    /// By transfer before it is sent.
    BankTransfer,
}
