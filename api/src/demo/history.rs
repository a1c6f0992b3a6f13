//! What buyers of the demonstration bought and said of it. Their accounts and orders are written as an import writes them: they
//! move no stock, and nobody hears of them. The reviews are written, voted on and answered by the use cases of everybody else,
//! at the moments at which they are said to have been.

use super::history_file::{HistoryFile, PersonFile, ReviewFile, ServiceFile};
use super::people;
use crate::accounts::entity as account;
use crate::actor::{Actor, Role};
use crate::app::{App, Parts};
use crate::catalog::entity::{product, variant};
use crate::clock::Clock;
use crate::config::DEMO_CARRIER;
use crate::failure::{Failure, Outcome};
use crate::orders::entity::{self as order, line, part};
use crate::payments::entity as payment;
use crate::reviews::entity::{Column as ReviewColumn, Entity as Reviews};
use crate::reviews::{self, About, Model, NewReview, ReviewError, Written};
use crate::shipments::entity as shipment;
use crate::shops::entity::member;
use anyhow::{Context as _, anyhow};
use sea_orm::{ColumnTrait, EntityTrait, IntoActiveModel, QueryFilter, QuerySelect};
use shared::address::Address;
use shared::id::{AccountId, OrderId, OrderLineId, OrderPartId, ShopId};
use shared::orders::OrderState;
use shared::payments::{PaymentMethod, PaymentState};
use shared::reviews::{AnswerBody, ReviewBody, ReviewStatus, ReviewTitle, Stars};
use shared::shipments::ShipmentState;
use shared::{DeliveryKind, Locale, Slug, Timestamp};
use std::collections::{HashMap, HashSet};

/// The system that the orders are said to come from.
const SOURCE: &str = "demonstration";
/// Since when the buyers have their accounts, in days before now.
const OPENED_DAYS_AGO: i64 = 300;
/// Hours from a review to the votes on it, and to the shop's answer.
const VOTED_AFTER_HOURS: i64 = 20;
const ANSWERED_AFTER_HOURS: i64 = 30;
const HOUR_MS: i64 = 3_600_000;

/// Writes what is not there yet; returns how many accounts and reviews that were.
///
/// # Errors
/// When the database refuses, or a rule of reviews.
pub(super) async fn load(app: &App, file: &HistoryFile) -> anyhow::Result<(usize, usize)> {
    let (accounts, buyers) = accounts(app, &file.people).await?;
    orders(app, file, &buyers).await?;
    Ok((accounts, reviews(app, file, &buyers).await?))
}

/// The buyers' accounts by their keys; nobody can sign in to them. The first is how many were made.
async fn accounts(app: &App, people: &[PersonFile]) -> anyhow::Result<(usize, HashMap<Slug, AccountId>)> {
    let tx = app.db.begin(app.clock.now()).await?;
    let email = |person: &PersonFile| format!("{}@buyers.demo.vouch.example", person.key);
    let known: Vec<(String, AccountId)> = account::Entity::find()
        .select_only()
        .columns([account::Column::Email, account::Column::Id])
        .filter(account::Column::Email.is_in(people.iter().map(email)))
        .into_tuple()
        .all(tx.conn())
        .await?;
    let known: HashMap<String, AccountId> = known.into_iter().collect();
    let (mut found, mut rows) = (HashMap::new(), Vec::new());
    for person in people {
        let email = email(person);
        let id = match known.get(&email) {
            Some(id) => *id,
            None => {
                let row = people::row(app, &email, &person.name, person.language, Role::Shopper, "")?;
                let opened = tx.now().plus_days(-OPENED_DAYS_AGO);
                let row = account::Model { password_hash: None, created_at: opened, updated_at: opened, ..row };
                let id = row.id;
                rows.push(row.into_active_model());
                id
            }
        };
        found.insert(person.key.clone(), id);
    }
    let made = rows.len();
    if made > 0 {
        account::Entity::insert_many(rows).exec_without_returning(tx.conn()).await?;
    }
    tx.commit().await?;
    Ok((made, found))
}

#[derive(Default)]
struct Rows {
    orders: Vec<order::ActiveModel>,
    parts: Vec<part::ActiveModel>,
    lines: Vec<line::ActiveModel>,
    payments: Vec<payment::ActiveModel>,
    shipments: Vec<shipment::ActiveModel>,
    contents: Vec<shipment::line::ActiveModel>,
}

/// Writes the orders that are not there.
async fn orders(app: &App, file: &HistoryFile, buyers: &HashMap<Slug, AccountId>) -> anyhow::Result<()> {
    let tx = app.db.begin(app.clock.now()).await?;
    let known: Vec<Option<String>> = order::Entity::find()
        .select_only()
        .column(order::Column::ExternalReference)
        .filter(order::Column::ExternalSource.eq(SOURCE))
        .into_tuple()
        .all(tx.conn())
        .await?;
    let known: HashSet<String> = known.into_iter().flatten().collect();
    let open: Vec<&ReviewFile> = file.reviews.iter().filter(|review| !known.contains(&review.reference())).collect();
    if open.is_empty() {
        return Ok(());
    }
    let products = product::Entity::find()
        .filter(product::Column::Slug.is_in(open.iter().map(|review| review.product.as_str())))
        .all(tx.conn())
        .await?;
    let variants = variant::Entity::find()
        .filter(variant::Column::ProductId.is_in(products.iter().map(|product| product.id)))
        .all(tx.conn())
        .await?;
    let mut rows = Rows::default();
    for review in open {
        // What a seller has changed or removed since is bought by nobody.
        let Some(product) = products.iter().find(|product| product.slug == review.product.as_str()) else { continue };
        let sold = variants.iter().find(|row| row.product_id == product.id && row.option_key == review.variant);
        let person = file.people.iter().find(|person| person.key == review.by);
        if let (Some(sold), Some(person), Some(buyer)) = (sold, person, buyers.get(&review.by)) {
            rows.add(app, tx.now(), review, (person, *buyer), (product, sold));
        }
    }
    if !rows.orders.is_empty() {
        let conn = tx.conn();
        order::Entity::insert_many(rows.orders).exec_without_returning(conn).await?;
        part::Entity::insert_many(rows.parts).exec_without_returning(conn).await?;
        line::Entity::insert_many(rows.lines).exec_without_returning(conn).await?;
        payment::Entity::insert_many(rows.payments).exec_without_returning(conn).await?;
        shipment::Entity::insert_many(rows.shipments).exec_without_returning(conn).await?;
        shipment::line::Entity::insert_many(rows.contents).exec_without_returning(conn).await?;
    }
    tx.commit().await?;
    Ok(())
}

impl Rows {
    /// An order of one piece, which has arrived and is paid.
    fn add(
        &mut self,
        app: &App,
        now: Timestamp,
        review: &ReviewFile,
        (person, buyer): (&PersonFile, AccountId),
        (product, sold): (&product::Model, &variant::Model),
    ) {
        let placed_at = now.plus_days(-review.ordered_days_ago);
        let arrived_at = now.plus_days(-review.arrived_days_ago());
        let locale = person.language;
        let id: OrderId = app.ids.next();
        // The last digits of an id are chance: a history that is loaded again later takes no number twice.
        let number = format!("D-{}", id.0.simple().to_string()[24..].to_uppercase());
        let order = order::Model {
            id,
            number,
            account_id: Some(buyer),
            email: String::new(),
            access_token_hash: Vec::new(),
            locale,
            currency: sold.currency,
            subtotal: sold.price,
            delivery_total: 0,
            total: sold.price,
            state: OrderState::Delivered,
            shipping_address: Some(Address {
                name: person.name.clone(),
                line1: person.line1.clone(),
                line2: None,
                city: person.city.clone(),
                region: None,
                postal_code: Some(person.postal_code.clone()),
                country_code: person.country_code.clone(),
                phone: None,
            }),
            placed_at,
            cancelled_at: None,
            is_demo: true,
            external_reference: Some(review.reference()),
            external_source: Some(SOURCE.to_owned()),
            source_hash: None,
            version: 0,
            source_version: Some(0),
        };
        let part = part::Model {
            id: app.ids.next(),
            order_id: order.id,
            shop_id: product.shop_id,
            state: OrderState::Delivered,
            subtotal: sold.price,
            delivery_price: 0,
            total: sold.price,
            currency: sold.currency,
            delivery_option_id: None,
            delivery_kind: DeliveryKind::Standard,
            delivery_name: delivery_name(locale).to_owned(),
            promised_earliest: None,
            promised_latest: None,
            placed_at,
            position: 0,
        };
        let line = line::Model {
            id: app.ids.next(),
            order_id: order.id,
            part_id: part.id,
            product_id: Some(product.id),
            variant_id: Some(sold.id),
            sku: sold.sku.clone(),
            title: product.title.get(locale).to_owned(),
            variant_title: product.options.names(&sold.option_values, locale),
            image: product.image.clone(),
            quantity: 1,
            unit_price: sold.price,
            total: sold.price,
            currency: sold.currency,
            shipped_quantity: 1,
            delivered_quantity: 1,
            position: 0,
        };
        let payment = payment::Model {
            id: app.ids.next(),
            order_id: order.id,
            method: PaymentMethod::CashOnDelivery,
            state: PaymentState::Paid,
            amount: sold.price,
            currency: sold.currency,
            reference: None,
            due_at: None,
            paid_at: Some(arrived_at),
            created_at: placed_at,
            updated_at: arrived_at,
        };
        let parcel = shipment::Model {
            id: app.ids.next(),
            order_id: order.id,
            part_id: part.id,
            shop_id: part.shop_id,
            carrier: DEMO_CARRIER.to_owned(),
            tracking_number: order.number.clone(),
            state: ShipmentState::Delivered,
            state_at: arrived_at,
            created_at: placed_at.plus_days(1),
            delivered_at: Some(arrived_at),
        };
        let content = shipment::line::Model { shipment_id: parcel.id, order_line_id: line.id, quantity: 1 };
        self.orders.push(order.into_active_model());
        self.parts.push(part.into_active_model());
        self.lines.push(line.into_active_model());
        self.payments.push(payment.into_active_model());
        self.shipments.push(parcel.into_active_model());
        self.contents.push(content.into_active_model());
    }
}

const fn delivery_name(locale: Locale) -> &'static str {
    match locale {
        Locale::En => "Delivery",
        Locale::Vi => "Giao hàng",
        Locale::Hy => "Առաքում",
    }
}

/// Something that is still to be said.
struct Open<'a> {
    at: Timestamp,
    by: AccountId,
    about: About,
    shop: ShopId,
    says: Says<'a>,
}

enum Says<'a> {
    Product(&'a ReviewFile),
    Service(&'a ServiceFile, Locale),
}

/// Writes the reviews that are not there, the oldest first.
async fn reviews(app: &App, file: &HistoryFile, buyers: &HashMap<Slug, AccountId>) -> anyhow::Result<usize> {
    let mut open = open(app, file, buyers).await?;
    if open.is_empty() {
        return Ok(0);
    }
    open.sort_by_key(|open| open.at);
    let staff: Vec<(ShopId, AccountId)> = member::Entity::find()
        .select_only()
        .columns([member::Column::ShopId, member::Column::AccountId])
        .into_tuple()
        .all(app.db.read())
        .await?;
    let staff: HashMap<ShopId, AccountId> = staff.into_iter().collect();
    let mut written = 0;
    for open in open {
        let then = |hours: i64| {
            let clock = Clock::fixed(open.at.plus_ms(hours * HOUR_MS).min(app.clock.now()));
            App::from(Parts { clock, ..(**app).clone() })
        };
        let review = write(&then(0), &open, file).await?;
        written += 1;
        let (helpful, unhelpful, answer) = match open.says {
            Says::Product(said) => (&said.helpful[..], &said.unhelpful[..], said.answer.as_deref()),
            Says::Service(said, _) => (&said.helpful[..], &[][..], None),
        };
        // Nobody votes on or answers what is being checked.
        if review.status != ReviewStatus::Published {
            continue;
        }
        let votes = helpful.iter().map(|key| (key, true)).chain(unhelpful.iter().map(|key| (key, false)));
        for (key, up) in votes {
            let Some(voter) = buyers.get(key) else { continue };
            let actor = Actor::of_demonstration(*voter, Vec::new());
            done(reviews::vote(&then(VOTED_AFTER_HOURS), &actor, review.id, Some(up)).await)?;
        }
        if let (Some(answer), Some(seller)) = (answer, staff.get(&open.shop)) {
            let body =
                AnswerBody::try_from(answer).map_err(|_| anyhow!("an answer of the demonstration is too long"))?;
            let actor = Actor::of_demonstration(*seller, vec![open.shop]);
            done(reviews::answer(&then(ANSWERED_AFTER_HOURS), &actor, review.id, &body).await)?;
        }
    }
    Ok(written)
}

async fn open<'a>(
    app: &App,
    file: &'a HistoryFile,
    buyers: &HashMap<Slug, AccountId>,
) -> anyhow::Result<Vec<Open<'a>>> {
    let read = app.db.read();
    let orders = order::Entity::find().filter(order::Column::ExternalSource.eq(SOURCE)).all(read).await?;
    let ids = || orders.iter().map(|order| order.id);
    let parts = part::Entity::find().filter(part::Column::OrderId.is_in(ids())).all(read).await?;
    let lines = line::Entity::find().filter(line::Column::OrderId.is_in(ids())).all(read).await?;
    let known: Vec<(Option<OrderLineId>, Option<OrderPartId>)> = Reviews::find()
        .select_only()
        .columns([ReviewColumn::OrderLineId, ReviewColumn::OrderPartId])
        .filter(ReviewColumn::OrderId.is_in(ids()))
        .into_tuple()
        .all(read)
        .await?;
    let mut open = Vec::new();
    for review in &file.reviews {
        let reference = review.reference();
        let Some(order) = orders.iter().find(|order| order.external_reference.as_ref() == Some(&reference)) else {
            continue;
        };
        let part = parts.iter().find(|part| part.order_id == order.id);
        let line = lines.iter().find(|line| line.order_id == order.id);
        let (Some(part), Some(line), Some(by)) = (part, line, buyers.get(&review.by)) else { continue };
        let at = app.clock.now().plus_days(-review.written_days_ago);
        let shop = part.shop_id;
        if !known.iter().any(|(of, _)| *of == Some(line.id)) {
            open.push(Open { at, by: *by, about: About::Line(line.id), shop, says: Says::Product(review) });
        }
        if let Some(service) = &review.service
            && !known.iter().any(|(_, of)| *of == Some(part.id))
        {
            let says = Says::Service(service, order.locale);
            open.push(Open { at: at.plus_ms(HOUR_MS / 2), by: *by, about: About::Part(part.id), shop, says });
        }
    }
    Ok(open)
}

async fn write(then: &App, open: &Open<'_>, file: &HistoryFile) -> anyhow::Result<Model> {
    let (stars, title, text, locale, aspects) = match open.says {
        Says::Product(said) => {
            let person = file.people.iter().find(|person| person.key == said.by);
            let locale = person.map_or(Locale::En, |person| person.language);
            (said.stars, &said.title, &said.text, locale, said.aspects.choices())
        }
        Says::Service(said, locale) => (said.stars, &said.title, &said.text, locale, Vec::new()),
    };
    let written = Written {
        stars: Stars::try_from(stars)?,
        title: ReviewTitle::try_from(title.as_str())?,
        body: ReviewBody::try_from(text.as_str())?,
        locale,
    };
    let shopper = Actor::of_demonstration(open.by, Vec::new()).shopper().context("an actor that is nobody")?;
    let new = NewReview { about: open.about, written, aspects, photos: Vec::new() };
    let plain = NewReview { aspects: Vec::new(), ..new.clone() };
    done(match reviews::create(then, &shopper, new).await {
        // A category that was there before the demonstration may ask about other things.
        Err(Failure::Refused(ReviewError::AspectInvalid(_))) => reviews::create(then, &shopper, plain).await,
        outcome => outcome,
    })
}

/// What a use case did; the demonstration is refused nothing.
fn done<T>(outcome: Outcome<T, ReviewError>) -> anyhow::Result<T> {
    outcome.map_err(|failure| match failure {
        Failure::Refused(error) => anyhow!("a review of the demonstration was refused: {error}"),
        Failure::NotFound => anyhow!("a purchase of the demonstration is not there"),
        Failure::Internal(error) => error,
    })
}
