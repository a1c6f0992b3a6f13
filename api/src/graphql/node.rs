//! `node` and `nodes`: anything by its id. The prefix of the id says what it is; each noun adds one arm.

use crate::accounts::graphql::Account;
use crate::addresses::graphql::SavedAddress;
use crate::carts::Which;
use crate::carts::graphql::{Cart, CartLine};
use crate::catalog::graphql::{Category, Product, ProductVariant};
use crate::graphql::context::ContextExt;
use crate::graphql::error::{Fault, OrFault};
use crate::moderation::graphql::ModerationCase;
use crate::orders::graphql::{Order, OrderLine, OrderPart};
use crate::reviews::graphql::Review;
use crate::saved_searches::graphql::SavedSearch;
use crate::shipments::graphql::Shipment;
use crate::shops::graphql::{DeliveryOption, Shop};
use crate::wishlists::graphql::Wishlist;
use crate::{accounts, addresses, catalog, moderation, orders, reviews, saved_searches, shops, wishlists};
use async_graphql::{Context, ID, Interface, Object, Result};
use shared::id::{self, TypedId as _};

/// Anything that has an id.
#[derive(Interface)]
#[graphql(field(name = "id", ty = "ID", desc = "Its id."))]
pub enum Node {
    /// A product.
    Product(Product),
    /// A variant of a product.
    ProductVariant(ProductVariant),
    /// A category.
    Category(Category),
    /// A shop.
    Shop(Shop),
    /// A way of delivering.
    DeliveryOption(DeliveryOption),
    /// An order.
    Order(Order),
    /// What one shop delivers of an order.
    OrderPart(OrderPart),
    /// A line of an order.
    OrderLine(OrderLine),
    /// A shipment of an order.
    Shipment(Shipment),
    /// A cart.
    Cart(Cart),
    /// A line of a cart.
    CartLine(CartLine),
    /// An account.
    Account(Account),
    /// An address of the visitor's address book.
    SavedAddress(SavedAddress),
    /// A wishlist.
    Wishlist(Wishlist),
    /// A search that the visitor keeps.
    SavedSearch(SavedSearch),
    /// A review.
    Review(Review),
    /// A case of the moderators'.
    ModerationCase(ModerationCase),
}

/// Most ids of one `nodes`.
const MAX_IDS: usize = 100;

/// Root fields for anything.
#[derive(Default)]
pub struct NodeQuery;

#[Object]
impl NodeQuery {
    /// Anything by its id; null when there is no such thing for you.
    async fn node(&self, ctx: &Context<'_>, #[graphql(desc = "An id of any kind.")] id: ID) -> Option<Result<Node>> {
        load(ctx, &id).await.or_fault(ctx).transpose()
    }

    /// Several things by their ids, in the order of the ids; null where there is no such thing for you.
    async fn nodes(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Ids of any kind, at most 100.")] ids: Vec<ID>,
    ) -> Result<Vec<Option<Node>>> {
        if ids.len() > MAX_IDS {
            return Err(Fault::BadUserInput(format!("ids may have at most {MAX_IDS} entries")).into_error(ctx));
        }
        futures::future::try_join_all(ids.iter().map(|id| load(ctx, id))).await.or_fault(ctx)
    }
}

async fn load(ctx: &Context<'_>, id: &str) -> Result<Option<Node>, Fault> {
    let Ok((prefix, uuid)) = id::parse_any(id) else { return Ok(None) };
    let (app, actor) = (ctx.app(), ctx.actor());
    Ok(match prefix {
        id::ProductId::PREFIX => {
            let card = catalog::graphql::visible(ctx, id::ProductId(uuid)).await?;
            card.map(|card| Node::Product(Product::of(&card)))
        }
        id::VariantId::PREFIX => {
            let row = ctx.data_unchecked::<catalog::loaders::Loaders>().load_one(id::VariantId(uuid)).await?;
            match row {
                Some(row) => {
                    let card = catalog::graphql::visible(ctx, row.product_id).await?;
                    card.map(|card| ProductVariant { row, product: Some(Product::of(&card)) })
                }
                None => None,
            }
            .map(Node::ProductVariant)
        }
        id::CategoryId::PREFIX => Category::get(&app.shelf.tree(app).await?, id::CategoryId(uuid)).map(Node::Category),
        id::ShopId::PREFIX => {
            let shop = ctx.data_unchecked::<shops::loaders::Loaders>().load_one(id::ShopId(uuid)).await?;
            let seen = |shop: &_| shops::loaders::is_open(shop) || actor.shops().contains(&id::ShopId(uuid));
            shop.filter(|shop| seen(shop)).map(|shop| Node::Shop(Shop(shop)))
        }
        id::DeliveryOptionId::PREFIX => {
            let loaders = ctx.data_unchecked::<shops::loaders::Loaders>();
            loaders.load_one(id::DeliveryOptionId(uuid)).await?.map(|row| Node::DeliveryOption(DeliveryOption(row)))
        }
        id::OrderId::PREFIX => orders::graphql::find(ctx, id::OrderId(uuid)).await?.map(Node::Order),
        id::OrderPartId::PREFIX => orders::graphql::find_part(ctx, id::OrderPartId(uuid)).await?.map(Node::OrderPart),
        id::OrderLineId::PREFIX => orders::graphql::find_line(ctx, id::OrderLineId(uuid)).await?.map(Node::OrderLine),
        id::ShipmentId::PREFIX => orders::graphql::find_shipment(ctx, id::ShipmentId(uuid)).await?.map(Node::Shipment),
        id::CartId::PREFIX => Cart::load(ctx, Which::named(id::CartId(uuid))).await?.map(Node::Cart),
        id::CartLineId::PREFIX => CartLine::load(ctx, id::CartLineId(uuid)).await?.map(Node::CartLine),
        id::WishlistId::PREFIX => {
            let which = wishlists::Which::named(id::WishlistId(uuid));
            Wishlist::load(ctx, which).await?.map(Node::Wishlist)
        }
        id::ReviewId::PREFIX => reviews::graphql::find(ctx, id::ReviewId(uuid)).await?.map(Node::Review),
        id::CaseId::PREFIX => moderation::graphql::find(ctx, id::CaseId(uuid)).await?.map(Node::ModerationCase),
        id::AddressId::PREFIX => addresses::graphql::find(ctx, id::AddressId(uuid)).await?.map(Node::SavedAddress),
        id::SavedSearchId::PREFIX => {
            saved_searches::graphql::find(ctx, id::SavedSearchId(uuid)).await?.map(Node::SavedSearch)
        }
        id::AccountId::PREFIX => accounts::graphql::find(ctx, id::AccountId(uuid)).await?.map(Node::Account),
        _ => None,
    })
}
