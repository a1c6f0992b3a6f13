//! Pure rules of carts: what everything costs, when it comes, and what the shopper should know before paying.

use super::content::{DeliveryRow, LineRow};
use crate::catalog::entity::ProductStatus;
use crate::shops::entity::{ShopStatus, delivery_option};
use crate::shops::policy::serves;
use shared::delivery::{amount_to_free, delivery_price, delivery_window};
use shared::id::{CartLineId, DeliveryOptionId, ShopId};
use shared::money::MoneyError;
use shared::{CountryCode, Currency, DeliveryKind, Money, Timestamp};
use std::collections::HashMap;
use std::sync::Arc;

/// Most lines in one cart.
pub const MAX_LINES: usize = 100;
/// Days after which a cart that nobody touches is dropped.
pub const IDLE_DAYS: i64 = 60;

impl LineRow {
    /// How many can be bought now; 0 when it is no longer sold.
    #[must_use]
    pub fn available(&self) -> u32 {
        if self.is_sold() { u32::try_from(self.on_hand - self.reserved).unwrap_or(0) } else { 0 }
    }

    /// Whether its product is for sale and its shop is open.
    #[must_use]
    pub fn is_sold(&self) -> bool {
        self.product_status == ProductStatus::Active && self.shop_status == ShopStatus::Active
    }

    /// Pieces.
    #[must_use]
    pub fn pieces(&self) -> u32 {
        self.quantity.unsigned_abs()
    }

    /// The price of one piece now.
    #[must_use]
    pub fn unit_price(&self) -> Money {
        Money::new(self.price, self.currency)
    }

    /// The price of all its pieces now.
    ///
    /// # Errors
    /// [`MoneyError::Overflow`].
    pub fn total(&self) -> Result<Money, MoneyError> {
        self.unit_price().times(self.pieces())
    }
}

/// A cart with everything priced, all-in.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Priced {
    /// In the order in which they were added.
    pub lines: Vec<LineRow>,
    /// One a shop, in the order in which the shops came into the cart.
    pub parts: Vec<Part>,
    /// Pieces of all lines.
    pub quantity: u64,
    /// What the goods cost.
    pub subtotal: Money,
    /// What all deliveries cost.
    pub delivery_total: Money,
    /// What is to be paid.
    pub total: Money,
}

/// What is bought from one shop.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Part {
    /// The shop.
    pub shop_id: ShopId,
    /// Positions of its lines in [`Priced::lines`].
    pub lines: Vec<usize>,
    /// What its goods cost.
    pub subtotal: Money,
    /// The ways in which it delivers.
    pub options: Vec<PricedOption>,
    /// Position in `options` of the one that is chosen; none when the shop offers none, and then delivery is free, or when
    /// none of them brings it to the country, and then it cannot be ordered.
    pub selected: Option<usize>,
    /// What its delivery costs.
    pub delivery: Money,
    /// Goods and delivery.
    pub total: Money,
}

impl Part {
    /// The delivery option that is chosen.
    #[must_use]
    pub fn selected(&self) -> Option<&PricedOption> {
        self.selected.and_then(|position| self.options.get(position))
    }
}

/// A way of delivering, priced for what is bought from its shop.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PricedOption {
    /// The option.
    pub option: Arc<delivery_option::Model>,
    /// What it costs now.
    pub price: Money,
    /// How much more must be bought for it to be free.
    pub amount_to_free: Option<Money>,
    /// The earliest promised arrival.
    pub earliest: Timestamp,
    /// The latest promised arrival.
    pub latest: Timestamp,
    /// Whether it goes to the country for which the cart was priced.
    pub serves: bool,
}

/// For whom and when a cart is priced.
#[derive(Clone, Copy, Debug)]
pub struct Terms {
    /// The marketplace's currency.
    pub currency: Currency,
    /// The country that it goes to.
    pub to: CountryCode,
    /// When it is ordered.
    pub now: Timestamp,
}

/// Prices the lines of a cart on these terms. `wanted` goes before what the cart remembers. A choice stays a choice where
/// it does not go to the country: whoever looks at the cart is told.
///
/// # Errors
/// When amounts are too large or of different currencies.
pub fn price(
    lines: Vec<LineRow>,
    options: Vec<DeliveryRow>,
    wanted: &HashMap<ShopId, DeliveryOptionId>,
    terms: Terms,
) -> Result<Priced, MoneyError> {
    let currency = terms.currency;
    let mut parts: Vec<Part> = Vec::new();
    for (position, line) in lines.iter().enumerate() {
        match parts.iter_mut().find(|part| part.shop_id == line.shop_id) {
            Some(part) => {
                part.lines.push(position);
                part.subtotal = part.subtotal.plus(line.total()?)?;
            }
            None => parts.push(Part {
                shop_id: line.shop_id,
                lines: vec![position],
                subtotal: line.total()?,
                options: Vec::new(),
                selected: None,
                delivery: Money::zero(currency),
                total: Money::zero(currency),
            }),
        }
    }
    for DeliveryRow { option, chosen } in options {
        let Some(part) = parts.iter_mut().find(|part| part.shop_id == option.shop_id) else { continue };
        let choice = wanted.get(&part.shop_id).copied().or(chosen);
        if choice == Some(option.id) {
            part.selected = Some(part.options.len());
        }
        part.options.push(price_option(option, part.subtotal, terms));
    }
    let (mut subtotal, mut delivery_total) = (Money::zero(currency), Money::zero(currency));
    for part in &mut parts {
        part.selected = part.selected.or_else(|| cheapest(&part.options));
        part.delivery = part.selected().map_or(Money::zero(currency), |option| option.price);
        part.total = part.subtotal.plus(part.delivery)?;
        subtotal = subtotal.plus(part.subtotal)?;
        delivery_total = delivery_total.plus(part.delivery)?;
    }
    let quantity = lines.iter().map(|line| u64::from(line.pieces())).sum();
    Ok(Priced { total: subtotal.plus(delivery_total)?, lines, parts, quantity, subtotal, delivery_total })
}

fn price_option(option: Arc<delivery_option::Model>, subtotal: Money, terms: Terms) -> PricedOption {
    let money = |minor| Money::new(minor, option.currency);
    let (earliest, latest) = delivery_window(terms.now, option.min_days.unsigned_abs(), option.max_days.unsigned_abs());
    PricedOption {
        price: money(delivery_price(option.price, option.free_over, subtotal.minor)),
        amount_to_free: amount_to_free(option.price, option.free_over, subtotal.minor).map(money),
        earliest,
        latest,
        serves: serves(&option, terms.to),
        option,
    }
}

/// The cheapest way to have it brought. Pick-up costs nothing but a journey, so nobody gets it unasked unless the shop
/// has no other way, wherever to. Among equals the shop's order decides.
fn cheapest(options: &[PricedOption]) -> Option<usize> {
    let collected = |option: &PricedOption| option.option.kind == DeliveryKind::Pickup;
    let brings = options.iter().any(|option| !collected(option));
    let usable = options.iter().enumerate().filter(|(_, option)| option.serves && !(brings && collected(option)));
    usable.min_by_key(|(_, option)| option.price.minor).map(|(position, _)| position)
}

/// Something about a line that the shopper should know.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Warning {
    /// The line.
    pub line_id: CartLineId,
    /// What it is.
    pub finding: Finding,
}

/// What changed since the shopper last looked.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Finding {
    /// It costs more or less than when it was seen.
    PriceChanged {
        /// What it cost then.
        before: Money,
        /// What it costs now.
        now: Money,
    },
    /// Fewer are left than the line asks for.
    FewerInStock {
        /// How many are left.
        available: u32,
    },
    /// None is left.
    SoldOut,
    /// The shop does not sell it any more.
    NoLongerSold,
}

/// What the shopper should know of these lines. Prices are compared with what was seen; stock with what is asked for.
#[must_use]
pub fn warnings(lines: &[LineRow]) -> Vec<Warning> {
    let mut warnings = Vec::new();
    for line in lines {
        let available = line.available();
        let stock = if !line.is_sold() {
            Some(Finding::NoLongerSold)
        } else if available == 0 {
            Some(Finding::SoldOut)
        } else if available < line.pieces() {
            Some(Finding::FewerInStock { available })
        } else {
            None
        };
        let changed = line.is_sold() && line.seen_price != line.price;
        let price = changed.then(|| Finding::PriceChanged {
            before: Money::new(line.seen_price, line.currency),
            now: line.unit_price(),
        });
        warnings.extend(stock.into_iter().chain(price).map(|finding| Warning { line_id: line.id, finding }));
    }
    warnings
}

#[cfg(test)]
#[path = "policy_tests.rs"]
mod tests;
