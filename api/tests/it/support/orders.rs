//! Orders to test with, as placing leaves them, written straight into the tables.

use super::TestApp;
use api::actor::{Actor, Role, SignedIn};
use api::catalog::entity::{product, variant};
use api::catalog::stock;
use api::graphql::Visitor;
use api::orders::{self, entity, entity::line, entity::part};
use api::payments::entity as payment;
use sea_orm::{EntityTrait, IntoActiveModel};
use serde_json::{Value, json};
use shared::id::{AccountId, OrderId, ShopId, VariantId};
use shared::orders::OrderState;
use shared::payments::{PaymentMethod, PaymentState};
use shared::{Currency, DeliveryKind, Locale};

/// An order and its pieces.
pub struct Placed {
    pub order: entity::Model,
    pub token: String,
    pub parts: Vec<part::Model>,
    pub lines: Vec<line::Model>,
}

impl Placed {
    pub fn id(&self) -> String {
        self.order.id.to_string()
    }

    pub fn part(&self, index: usize) -> String {
        self.parts[index].id.to_string()
    }

    pub fn line(&self, index: usize) -> String {
        self.lines[index].id.to_string()
    }
}

impl TestApp {
    /// A new account, on the staff of these shops.
    pub async fn seller(&self, name: &str, shops: &[ShopId]) -> Visitor {
        let visitor = self.register(name).await;
        let account_id = visitor.actor.account_id().expect("registered");
        for shop in shops {
            self.staff(*shop, account_id).await;
        }
        let session_id = visitor.actor.session_id().expect("signed in");
        let signed_in = SignedIn { account_id, session_id, role: Role::Shopper, shops: shops.to_vec(), currency: None };
        Visitor { actor: Actor::signed_in(signed_in), ..visitor }
    }

    /// A new account that runs the installation.
    pub async fn admin(&self, name: &str) -> Visitor {
        let visitor = self.register(name).await;
        let account_id = visitor.actor.account_id().expect("registered");
        let session_id = visitor.actor.session_id().expect("signed in");
        let signed_in = SignedIn { account_id, session_id, role: Role::Admin, shops: Vec::new(), currency: None };
        Visitor { actor: Actor::signed_in(signed_in), ..visitor }
    }

    /// An order paid at the door, hence confirmed: (variant, pieces) of any shops.
    pub async fn order(&self, buyer: &Visitor, wanted: &[(VariantId, i32)]) -> Placed {
        self.order_by(buyer, wanted, PaymentMethod::CashOnDelivery).await
    }

    /// An order; one that is paid by transfer waits for its money.
    pub async fn order_by(&self, buyer: &Visitor, wanted: &[(VariantId, i32)], method: PaymentMethod) -> Placed {
        let placed = self.draft(buyer.actor.account_id(), wanted, method).await;
        let mut tx = self.app.db.begin(self.app.clock.now()).await.expect("a transaction");
        let pieces: Vec<_> = wanted.iter().map(|(id, quantity)| (*id, quantity.unsigned_abs())).collect();
        stock::reserve(&mut tx, &pieces).await.expect("enough stock");
        let conn = tx.conn();
        entity::Entity::insert(placed.order.clone().into_active_model()).exec(conn).await.expect("an order");
        for row in &placed.parts {
            part::Entity::insert(row.clone().into_active_model()).exec(conn).await.expect("a part");
        }
        for row in &placed.lines {
            line::Entity::insert(row.clone().into_active_model()).exec(conn).await.expect("a line");
        }
        let payment = payment::Model {
            id: self.app.ids.next(),
            order_id: placed.order.id,
            method,
            state: PaymentState::Pending,
            amount: placed.order.total,
            currency: Currency::Gbp,
            reference: (method == PaymentMethod::BankTransfer).then(|| format!("RF-{}", placed.order.number)),
            due_at: None,
            paid_at: None,
            created_at: tx.now(),
            updated_at: tx.now(),
        };
        payment::Entity::insert(payment.into_active_model()).exec(conn).await.expect("a payment");
        orders::announce(&mut tx, &placed.order).expect("announced");
        tx.commit().await.expect("committed");
        placed
    }

    async fn draft(&self, account: Option<AccountId>, wanted: &[(VariantId, i32)], method: PaymentMethod) -> Placed {
        let (ids, now) = (&self.app.ids, self.app.clock.now());
        let token = ids.secret();
        let state = match method {
            PaymentMethod::CashOnDelivery => OrderState::Confirmed,
            PaymentMethod::BankTransfer => OrderState::Placed,
        };
        let order_id = ids.next::<OrderId>();
        let (mut parts, mut lines): (Vec<part::Model>, Vec<line::Model>) = (Vec::new(), Vec::new());
        for (variant_id, quantity) in wanted {
            let read = self.app.db.read();
            let variant = variant::Entity::find_by_id(*variant_id).one(read).await.expect("read").expect("a variant");
            let product =
                product::Entity::find_by_id(variant.product_id).one(read).await.expect("read").expect("a product");
            let total = variant.price * i64::from(*quantity);
            let index = parts.iter().position(|part| part.shop_id == variant.shop_id).unwrap_or_else(|| {
                parts.push(part::Model {
                    id: ids.next(),
                    order_id,
                    shop_id: variant.shop_id,
                    state,
                    subtotal: 0,
                    delivery_price: 390,
                    total: 390,
                    currency: Currency::Gbp,
                    delivery_option_id: None,
                    delivery_kind: DeliveryKind::Standard,
                    delivery_name: "Standard".to_owned(),
                    promised_earliest: Some(now.plus_days(3)),
                    promised_latest: Some(now.plus_days(5)),
                    placed_at: now,
                    position: i32::try_from(parts.len()).expect("few parts"),
                });
                parts.len() - 1
            });
            parts[index].subtotal += total;
            parts[index].total += total;
            lines.push(line::Model {
                id: ids.next(),
                order_id,
                part_id: parts[index].id,
                product_id: Some(product.id),
                variant_id: Some(*variant_id),
                sku: variant.sku,
                title: product.title.get(Locale::En).to_owned(),
                variant_title: None,
                image: product.image,
                quantity: *quantity,
                unit_price: variant.price,
                total,
                currency: Currency::Gbp,
                shipped_quantity: 0,
                delivered_quantity: 0,
                position: i32::try_from(lines.len()).expect("few lines"),
            });
        }
        let (subtotal, delivery_total) = (
            parts.iter().map(|part| part.subtotal).sum::<i64>(),
            parts.iter().map(|part| part.delivery_price).sum::<i64>(),
        );
        let order = entity::Model {
            id: order_id,
            number: format!("V{:09}", ids.below(1_000_000_000)),
            account_id: account,
            email: "buyer@example.com".to_owned(),
            access_token_hash: token.hash(),
            locale: Locale::En,
            currency: Currency::Gbp,
            subtotal,
            delivery_total,
            total: subtotal + delivery_total,
            state,
            shipping_address: None,
            placed_at: now,
            cancelled_at: None,
            is_demo: true,
            external_reference: None,
            external_source: None,
            source_hash: None,
            version: 0,
            source_version: None,
        };
        Placed { order, token: token.reveal().to_owned(), parts, lines }
    }

    /// Ships what `input` says on top of a carrier, a tracking number and a key of their own.
    pub async fn ship(&self, seller: &Visitor, input: Value) -> Value {
        let number = self.app.ids.below(1_000_000_000);
        let mut all = json!({
            "carrier": "demo-courier", "trackingNumber": format!("DC{number:09}"), "idempotencyKey": format!("{number}"),
        });
        all.as_object_mut().expect("an object").extend(input.as_object().expect("an object").clone());
        let query = "mutation($input: ShipmentCreateInput!) { shipmentCreate(input: $input) {
            shipment { id carrier trackingNumber state lines { quantity orderLine { id shippedQuantity } } }
            userErrors { code message field } } }";
        self.data(seller, query, json!({"input": all})).await["shipmentCreate"].clone()
    }
}
