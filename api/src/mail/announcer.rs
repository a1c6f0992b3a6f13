//! From events to mails.

use super::Message;
use super::outbox::{NewMail, enqueue};
use crate::accounts::entity as account;
use crate::app::App;
use crate::consents::{self, entity::Purpose};
use crate::events::{Consumer, entity as event};
use crate::moderation;
use crate::orders::entity as order;
use crate::orders::events::{OrderEventKind, OrderFact, ShipmentFact};
use crate::reputation::{REINSTATED, SUSPENDED};
use crate::shops::entity::{MemberRole, member};
use crate::wishlists::{BACK_IN_STOCK, PRICE_DROPPED};
use async_trait::async_trait;
use sea_orm::{ColumnTrait, DbErr, EntityTrait, QueryFilter, QuerySelect};
use shared::Timestamp;
use shared::id::{AccountId, OrderId, ShopId};
use shared::shipments::ShipmentState;
use shared::timestamp::DAY_MS;
use std::collections::{HashMap, HashSet};

/// A wish for the mail that verifies an address is heard once in so many milliseconds.
pub(crate) const VERIFY_ONCE_IN_MS: i64 = 5 * 60_000;

/// Writes a mail for each event that somebody waits for. The mails' keys make it idempotent.
#[derive(Clone, Copy, Debug)]
pub struct Announcer;

/// Whom an event concerns, and the mail's key.
enum News {
    Account(AccountId, String, Message),
    Order(OrderId, String, Message),
    /// For each of the shop's owners.
    Shop(ShopId, String, Message),
}

#[async_trait]
impl Consumer for Announcer {
    fn name(&self) -> &'static str {
        // Known to the migration that made the table.
        "mail"
    }

    async fn handle(&self, app: &App, events: &[event::Model]) -> anyhow::Result<()> {
        let news: Vec<News> = events.iter().filter_map(news).collect();
        if news.is_empty() {
            return Ok(());
        }
        let news = allowed(app, news).await?;
        let owners = owners(app, &news).await?;
        let news = for_owners(news, &owners);
        let (accounts, orders) = (accounts(app, &news).await?, orders(app, &news).await?);
        // All at once: each commit on its own would hold up those who are buying.
        let tx = app.db.begin(app.clock.now()).await?;
        for news in news {
            let mail = match news {
                News::Account(id, key, message) => accounts.get(&id).map(|account| NewMail {
                    key,
                    recipient: account.email.clone(),
                    locale: account.locale,
                    account_id: Some(id),
                    message,
                }),
                News::Order(id, key, message) => orders.get(&id).map(|order| NewMail {
                    key,
                    recipient: order.email.clone(),
                    locale: order.locale,
                    account_id: order.account_id,
                    message,
                }),
                News::Shop(..) => None,
            };
            if let Some(mail) = mail {
                enqueue(tx.conn(), &app.ids, mail, tx.now()).await?;
            }
        }
        Ok(tx.commit().await?)
    }
}

/// The key of the mail that verifies an account's address: one for each stretch of time.
pub(crate) fn verify_key(account: AccountId, at: Timestamp) -> String {
    format!("account:{account}:verify:{}", at.0.div_euclid(VERIFY_ONCE_IN_MS))
}

/// What an event is to a reader of mails, if anything.
fn news(event: &event::Model) -> Option<News> {
    let of_account = |key: String, message| Some(News::Account(AccountId(event.aggregate_id), key, message));
    match event.topic.as_str() {
        "account.registered" => {
            of_account(verify_key(AccountId(event.aggregate_id), event.recorded_at), Message::VerifyEmail)
        }
        PRICE_DROPPED | BACK_IN_STOCK => {
            let account = event.account_id?;
            // One a day, whatever happens in it: the letter tells of everything that is better than it was.
            let key = format!("wishlist:{account}:{}", event.recorded_at.0.div_euclid(DAY_MS));
            Some(News::Account(account, key, Message::WishlistNews))
        }
        moderation::DECIDED => {
            let moderation::Decided { case, number, letter } = serde_json::from_value(event.payload.clone()).ok()?;
            let message = Message::ReviewModerated { case, number, letter };
            Some(News::Account(event.account_id?, format!("case:{case}:{number}"), message))
        }
        "account.password_changed" => of_account(format!("event:{}", event.seq), Message::PasswordChanged),
        // The one with which an account is made needs no letter: the address is about to be verified.
        "passkey.added" if event.payload["with_account"] == false => {
            let account = event.account_id?;
            Some(News::Account(account, format!("event:{}", event.seq), Message::PasskeyAdded))
        }
        SUSPENDED | REINSTATED => shop_news(event),
        topic if topic.starts_with("order.") || topic.starts_with("shipment.") => order_news(event),
        _ => None,
    }
}

fn shop_news(event: &event::Model) -> Option<News> {
    let shop = ShopId(event.aggregate_id);
    let at: Timestamp = serde_json::from_value(event.payload["at"].clone()).ok()?;
    let message = match event.topic.as_str() {
        SUSPENDED => Message::ShopSuspended { shop, at },
        _ => Message::ShopReinstated { shop, at },
    };
    Some(News::Shop(shop, format!("event:{}", event.seq), message))
}

/// What concerns a shop becomes what concerns each of its owners.
fn for_owners(news: Vec<News>, owners: &[(ShopId, AccountId)]) -> Vec<News> {
    let mut all = Vec::with_capacity(news.len());
    for one in news {
        match one {
            News::Shop(shop, key, message) => {
                let of_shop = owners.iter().filter(|(of, _)| *of == shop);
                all.extend(of_shop.map(|(_, owner)| News::Account(*owner, format!("{key}:{owner}"), message)));
            }
            other => all.push(other),
        }
    }
    all
}

async fn owners(app: &App, news: &[News]) -> Result<Vec<(ShopId, AccountId)>, DbErr> {
    let of = |news: &News| if let News::Shop(shop, ..) = news { Some(*shop) } else { None };
    let shops: HashSet<ShopId> = news.iter().filter_map(of).collect();
    if shops.is_empty() {
        return Ok(Vec::new());
    }
    let query = member::Entity::find().select_only().columns([member::Column::ShopId, member::Column::AccountId]);
    let query = query.filter(member::Column::ShopId.is_in(shops)).filter(member::Column::Role.eq(MemberRole::Owner));
    query.into_tuple().all(app.db.read()).await
}

fn order_news(event: &event::Model) -> Option<News> {
    let OrderFact { kind, shipment, .. } = crate::orders::events::read(event)?;
    let order = OrderId(event.aggregate_id);
    let of_order = |what: &str, message| Some(News::Order(order, format!("order:{order}:{what}"), message));
    let of_parcel = |parcel: ShipmentFact, what: &str, message| {
        Some(News::Order(order, format!("shipment:{}:{what}", parcel.id), message))
    };
    match (kind, shipment) {
        (OrderEventKind::Placed, _) => of_order("received", Message::OrderReceived { order }),
        (OrderEventKind::Cancelled, _) => of_order("cancelled", Message::OrderCancelled { order, unpaid: false }),
        (OrderEventKind::PaymentExpired, _) => of_order("cancelled", Message::OrderCancelled { order, unpaid: true }),
        // A label that was printed is no parcel on its way: the carrier's first word of it is.
        (OrderEventKind::TrackingUpdated, Some(parcel)) if is_on_its_way(parcel.state) => {
            let message = Message::ShipmentShipped { shipment: parcel.id };
            of_parcel(parcel, "shipped", message)
        }
        (OrderEventKind::Delivered, Some(parcel)) => {
            let message = Message::ShipmentDelivered { shipment: parcel.id };
            of_parcel(parcel, "delivered", message)
        }
        _ => None,
    }
}

const fn is_on_its_way(state: ShipmentState) -> bool {
    matches!(
        state,
        ShipmentState::Accepted
            | ShipmentState::InTransit
            | ShipmentState::OutForDelivery
            | ShipmentState::AvailableForPickup
    )
}

/// Without what its readers have not allowed.
async fn allowed(app: &App, mut news: Vec<News>) -> Result<Vec<News>, DbErr> {
    let asks = |news: &News| match news {
        News::Account(id, _, Message::WishlistNews) => Some(*id),
        _ => None,
    };
    let ids: HashSet<AccountId> = news.iter().filter_map(asks).collect();
    let ids: Vec<AccountId> = ids.into_iter().collect();
    let allowing = consents::allowing(app, &ids, Purpose::WishlistLetters).await?;
    news.retain(|news| asks(news).is_none_or(|id| allowing.contains(&id)));
    Ok(news)
}

async fn accounts(app: &App, news: &[News]) -> Result<HashMap<AccountId, account::Model>, DbErr> {
    let ids: HashSet<AccountId> =
        news.iter().filter_map(|news| if let News::Account(id, ..) = news { Some(*id) } else { None }).collect();
    if ids.is_empty() {
        return Ok(HashMap::new());
    }
    let rows = account::Entity::find().filter(account::Column::Id.is_in(ids)).all(app.db.read()).await?;
    Ok(rows.into_iter().map(|row| (row.id, row)).collect())
}

/// The orders concerned, but for imported ones, whose buyers heard of them from the system that they come from, and for
/// those whose buyers have deleted their accounts.
async fn orders(app: &App, news: &[News]) -> Result<HashMap<OrderId, order::Model>, DbErr> {
    let ids: HashSet<OrderId> =
        news.iter().filter_map(|news| if let News::Order(id, ..) = news { Some(*id) } else { None }).collect();
    if ids.is_empty() {
        return Ok(HashMap::new());
    }
    let query = order::Entity::find().filter(order::Column::Id.is_in(ids));
    let query = query.filter(order::Column::ExternalReference.is_null()).filter(order::Column::Email.ne(""));
    let rows = query.all(app.db.read()).await?;
    Ok(rows.into_iter().map(|row| (row.id, row)).collect())
}
