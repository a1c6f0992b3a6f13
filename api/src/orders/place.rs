//! Placing an order: once per key, all or nothing.
//!
//! One transaction claims the key, takes the cart, prices it, reserves the stock of all lines, writes the order and
//! empties the cart. Nothing slow happens inside it.

use super::place_rows::{self, Draft};
use super::{announce, entity, number};
use crate::actor::Actor;
use crate::app::App;
use crate::carts::policy::{self, Priced, Terms};
use crate::carts::{self, Which, content};
use crate::catalog::stock::{self, StockError};
use crate::db::{Tx, is_transient};
use crate::failure::{Failure, Outcome, violates_unique};
use crate::idempotency::{Key, KeyError};
use crate::ids::Secret;
use crate::{accounts, payments};
use sea_orm::{DbErr, EntityTrait};
use serde::{Deserialize, Serialize};
use shared::address::Address;
use shared::id::{CartId, CartLineId, DeliveryOptionId, OrderId, ShopId};
use shared::payments::PaymentMethod;
use shared::{CountryCode, Email, Locale, Money};
use std::collections::HashMap;
use std::time::Duration;

/// How often a transaction that lost a race for locks is tried again.
const TRIES: u32 = 8;

/// What a buyer asks for.
#[derive(Clone, Debug)]
pub struct OrderRequest {
    /// The cart.
    pub cart: Which,
    /// Where the buyer gets mail; somebody signed in may leave it out.
    pub email: Option<Email>,
    /// Where the order goes.
    pub address: Address,
    /// How shops deliver; of a shop without a choice here the cart's counts, else the cheapest.
    pub delivery: Vec<DeliveryOptionId>,
    /// How it is paid.
    pub method: PaymentMethod,
    /// The language in which the buyer is written to.
    pub locale: Locale,
}

/// Why no order was placed. Nothing was changed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum PlaceError {
    /// There is no such cart for this visitor.
    #[error("this cart does not exist any more: add something to begin a new one")]
    CartNotFound,
    /// The cart is empty, perhaps because it was ordered already.
    #[error("the cart is empty: add something, or look whether you have ordered already")]
    CartEmpty,
    /// A guest did not say where to write to.
    #[error("write an e-mail address, so that we can tell you about the order")]
    EmailRequired,
    /// No such option of a shop in the cart; at this position of the input.
    #[error("no shop of this cart delivers this way: choose among its options")]
    DeliveryOptionNotFound(usize),
    /// The chosen delivery of a shop does not go to the address's country, or no delivery of it does.
    #[error("{}", not_there(*.position, *.country))]
    CountryNotServed {
        /// Where in the input the option stands; none when the shop's own choice was to be taken.
        position: Option<usize>,
        /// The country.
        country: CountryCode,
    },
    /// This installation does not offer it.
    #[error("this way of paying is not offered: choose another one")]
    PaymentMethodNotAvailable,
    /// Fewer are left than a line asks for.
    #[error("{}", carts::left(*.available))]
    NotEnoughStock {
        /// The line.
        line_id: CartLineId,
        /// How many are left.
        available: u32,
    },
    /// A line's product is not sold any more.
    #[error("the shop does not sell this any more: remove it")]
    NoLongerSold {
        /// The line.
        line_id: CartLineId,
    },
    /// A line costs more than when its price was last seen.
    #[error("the price has risen from {before} to {now}: accept it or remove the line")]
    PriceChanged {
        /// The line.
        line_id: CartLineId,
        /// What a piece cost when it was seen.
        before: Money,
        /// What it costs now.
        now: Money,
    },
}

/// Why an order was refused: its key, or everything that is wrong with it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Refusal {
    /// The idempotency key cannot be used.
    Key(KeyError),
    /// What is wrong, at least one.
    Errors(Vec<PlaceError>),
}

impl From<PlaceError> for Failure<Refusal> {
    fn from(error: PlaceError) -> Self {
        Self::Refused(Refusal::Errors(vec![error]))
    }
}

/// A placed order.
#[derive(Clone, Debug)]
pub struct Placed {
    /// The order.
    pub order: entity::Model,
    /// What opens it without signing in.
    pub access_token: Option<Secret>,
    /// Whether it was placed by an earlier use of the key.
    pub replayed: bool,
}

/// What a key's row remembers: the order, and its token sealed under the key, so that a buyer whose answer was lost
/// gets the same token again although only its digest is stored with the order.
#[derive(Serialize, Deserialize)]
struct Answer {
    order_id: OrderId,
    sealed_token: Option<String>,
}

/// Places an order of what is in a cart, once per `idempotency_key` of the account or the guest's cart.
///
/// # Errors
/// [`Refusal`].
pub async fn place(
    app: &App,
    actor: &Actor,
    request: &OrderRequest,
    idempotency_key: &str,
) -> Outcome<Placed, Refusal> {
    let scope = match (actor.account_id(), request.cart.asked.or(request.cart.remembered)) {
        (Some(account), _) => account.to_string(),
        (None, Some(cart)) => cart.to_string(),
        (None, None) => return Err(PlaceError::CartNotFound.into()),
    };
    let key = Key::new(scope, "orderPlace", idempotency_key, &fingerprint(request)?);
    let key = key.map_err(|error| Failure::Refused(Refusal::Key(error)))?;
    if let Some(placed) = replay(app, &key).await? {
        return Ok(placed);
    }
    if !payments::provider(request.method).is_offered(&app.config) {
        return Err(PlaceError::PaymentMethodNotAvailable.into());
    }
    let email = email(app, actor, request).await?;
    let mut tries = 0;
    loop {
        tries += 1;
        match try_place(app, actor, request, &email, &key).await {
            Err(Failure::Internal(error)) if tries < TRIES && is_worth_another_try(&error) => {
                tokio::time::sleep(Duration::from_millis(app.ids.below(20 << tries.min(4)))).await;
            }
            Ok(Some(placed)) => return Ok(placed),
            // Another request with this key was faster.
            Ok(None) => {
                let placed = replay(app, &key).await?;
                return placed.ok_or_else(|| anyhow::anyhow!("a claimed key has no answer").into());
            }
            Err(failure) => return Err(failure),
        }
    }
}

/// The whole input in a stable form.
fn fingerprint(request: &OrderRequest) -> anyhow::Result<String> {
    #[derive(Serialize)]
    struct Input<'a> {
        cart: Option<CartId>,
        email: Option<&'a Email>,
        address: &'a Address,
        delivery: &'a [DeliveryOptionId],
        method: PaymentMethod,
    }
    let OrderRequest { cart, email, address, delivery, method, locale: _ } = request;
    let input = Input { cart: cart.asked, email: email.as_ref(), address, delivery, method: *method };
    Ok(serde_json::to_string(&input)?)
}

async fn replay(app: &App, key: &Key) -> Outcome<Option<Placed>, Refusal> {
    let answer = key.look_up(app).await?.map_err(|error| Failure::Refused(Refusal::Key(error)))?;
    let Some(answer) = answer else { return Ok(None) };
    let answer: Answer = serde_json::from_value(answer).map_err(anyhow::Error::from)?;
    let order = entity::Entity::find_by_id(answer.order_id).one(app.db.read()).await?;
    let order = order.ok_or_else(|| anyhow::anyhow!("{} was placed and is gone", answer.order_id))?;
    let access_token = answer.sealed_token.and_then(|sealed| key.open(&sealed));
    Ok(Some(Placed { order, access_token, replayed: true }))
}

async fn email(app: &App, actor: &Actor, request: &OrderRequest) -> Outcome<String, Refusal> {
    if let Some(email) = &request.email {
        return Ok(email.to_string());
    }
    let shopper = actor.shopper().ok_or(PlaceError::EmailRequired)?;
    let account = accounts::find(app, &shopper).await?;
    Ok(account.ok_or(PlaceError::EmailRequired)?.email)
}

fn is_worth_another_try(error: &anyhow::Error) -> bool {
    let taken = |error: &DbErr| {
        violates_unique(error, "uq_orders_number", &["orders.number"])
            || violates_unique(error, "uq_payments_reference", &["payments.reference"])
    };
    error.downcast_ref::<DbErr>().is_some_and(|error| is_transient(error) || taken(error))
}

/// One transaction; `None` when the key was claimed meanwhile.
async fn try_place(
    app: &App,
    actor: &Actor,
    request: &OrderRequest,
    email: &str,
    key: &Key,
) -> Outcome<Option<Placed>, Refusal> {
    let (order_id, token) = (app.ids.next::<OrderId>(), app.ids.secret());
    let answer = Answer { order_id, sealed_token: key.seal(&token) };
    let mut tx = app.db.begin(app.clock.now()).await?;
    if !key.claim_with(&tx, serde_json::to_value(answer).map_err(anyhow::Error::from)?).await? {
        tx.rollback().await?;
        return Ok(None);
    }
    let cart = carts::lock(&tx, actor, request.cart).await?.ok_or(PlaceError::CartNotFound)?;
    let to = country(&request.address)?;
    let priced = price(app, &tx, cart.id, request, to).await?;
    let mut errors = check(&priced);
    errors.extend(unserved(&priced, request, to));
    if !errors.is_empty() {
        return Err(Failure::Refused(Refusal::Errors(errors)));
    }
    let number = number::next(&app.ids);
    let terms = payments::provider(request.method).terms(&number, tx.now());
    let draft = Draft { order_id, number, token: &token, account_id: actor.account_id(), email, request, terms };
    let order = place_rows::insert(app, &tx, draft, &priced).await?;
    carts::empty(&tx, cart.id).await?;
    // Late, since everybody who buys the same waits for these rows until the commit.
    reserve(&mut tx, &priced).await?;
    announce(&mut tx, &order)?;
    tx.commit().await?;
    Ok(Some(Placed { order, access_token: Some(token), replayed: false }))
}

/// The country of an address, which was checked when it was read.
fn country(address: &Address) -> anyhow::Result<CountryCode> {
    Ok(CountryCode::try_from(address.country_code.as_str())?)
}

fn not_there(position: Option<usize>, country: CountryCode) -> String {
    match position {
        Some(_) => format!("this delivery does not go to {country}: choose another of the shop's options"),
        None => format!("a shop of this cart does not deliver to {country}: remove what it sells, or collect it"),
    }
}

/// What does not come to the country, a finding for each such shop. A shop without options delivers anywhere.
fn unserved(priced: &Priced, request: &OrderRequest, country: CountryCode) -> Vec<PlaceError> {
    let unserved = priced.parts.iter().filter(|part| match part.selected() {
        Some(option) => !option.serves,
        None => !part.options.is_empty(),
    });
    let error = |part: &policy::Part| {
        let chosen = part.selected().map(|option| option.option.id);
        let position = request.delivery.iter().position(|id| Some(*id) == chosen);
        PlaceError::CountryNotServed { position, country }
    };
    unserved.map(error).collect()
}

/// The cart as it is priced in this transaction, with the deliveries that were asked for.
async fn price(app: &App, tx: &Tx, cart: CartId, request: &OrderRequest, to: CountryCode) -> Outcome<Priced, Refusal> {
    let lines = content::lines(tx.conn(), cart).await?;
    if lines.is_empty() {
        return Err(PlaceError::CartEmpty.into());
    }
    let options = content::deliveries(tx.conn(), cart).await?;
    let mut wanted: HashMap<ShopId, DeliveryOptionId> = HashMap::new();
    for (position, id) in request.delivery.iter().enumerate() {
        let option = options.iter().find(|row| row.option.id == *id);
        let option = option.ok_or(PlaceError::DeliveryOptionNotFound(position))?;
        wanted.insert(option.option.shop_id, *id);
    }
    let terms = Terms { currency: app.config.currency, to, now: tx.now() };
    let priced = policy::price(lines, options, &wanted, terms);
    Ok(priced.map_err(anyhow::Error::from)?)
}

/// What the buyer must know before they buy: a price that fell is no reason to stop.
fn check(priced: &Priced) -> Vec<PlaceError> {
    let check = |line: &content::LineRow| {
        let line_id = line.id;
        if !line.is_sold() {
            Some(PlaceError::NoLongerSold { line_id })
        } else if line.available() < line.pieces() {
            Some(PlaceError::NotEnoughStock { line_id, available: line.available() })
        } else if line.price > line.seen_price {
            let before = Money::new(line.seen_price, line.currency);
            Some(PlaceError::PriceChanged { line_id, before, now: line.unit_price() })
        } else {
            None
        }
    };
    priced.lines.iter().filter_map(check).collect()
}

/// Reserves all lines. Stock that went between reading and reserving is told like stock that was not there.
async fn reserve(tx: &mut Tx, priced: &Priced) -> Outcome<(), Refusal> {
    let wanted: Vec<_> = priced.lines.iter().map(|line| (line.variant_id, line.pieces())).collect();
    match stock::reserve(tx, &wanted).await {
        Ok(()) => Ok(()),
        Err(StockError::Database(error)) => Err(error.into()),
        Err(StockError::Short(shortages)) => {
            let error = |line: &content::LineRow| {
                let short = shortages.iter().find(|short| short.variant_id == line.variant_id)?;
                Some(PlaceError::NotEnoughStock { line_id: line.id, available: short.available })
            };
            Err(Failure::Refused(Refusal::Errors(priced.lines.iter().filter_map(error).collect())))
        }
    }
}
