//! Wishlists in the API.

pub mod input;

pub use input::WishlistMutation;

use super::entity::{self, item};
use super::{Which, policy};
use crate::app::App;
use crate::catalog;
use crate::catalog::graphql::{Image, Product};
use crate::catalog::{ProductCard, loaders::Loaders};
use crate::graphql::context::ContextExt;
use crate::graphql::error::{Fault, OrFault};
use crate::graphql::ids;
use crate::graphql::money::MoneyObject;
use crate::graphql::scalars::DateTime;
use async_graphql::{Context, ID, Object, Result};
use std::sync::Arc;

/// What somebody keeps for later. Only its owner sees it; others see a [`SharedWishlist`].
#[derive(Clone)]
pub struct Wishlist(Arc<Content>);

/// A list that its owner shows to whoever has its link.
#[derive(Clone)]
pub struct SharedWishlist(Arc<Content>);

/// A product on a list.
pub struct WishlistItem(Arc<item::Model>);

struct Content {
    list: entity::Model,
    items: Vec<Arc<item::Model>>,
}

impl Content {
    async fn read(app: &App, list: entity::Model) -> Result<Arc<Self>, Fault> {
        let items = super::items(app, list.id).await?;
        Ok(Arc::new(Self { list, items }))
    }
}

impl Wishlist {
    /// The list that is meant, with what is on it.
    ///
    /// # Errors
    /// A fault of ours.
    pub async fn load(ctx: &Context<'_>, which: Which) -> Result<Option<Self>, Fault> {
        let Some(list) = super::find(ctx.app(), ctx.actor(), which).await? else { return Ok(None) };
        Ok(Some(Self(Content::read(ctx.app(), list).await?)))
    }
}

/// What somebody keeps for later, with what it cost then. Only its owner sees it.
#[Object]
impl Wishlist {
    /// Its id. Whoever knows the id of a guest's list may change it.
    pub async fn id(&self) -> ID {
        ids::show(self.0.list.id)
    }

    /// What its owner called it for others.
    async fn name(&self) -> Option<&str> {
        self.0.list.name.as_deref()
    }

    /// What opens it to others, to read: give it to `sharedWishlist`. Null while it is not shared.
    async fn share_token(&self) -> Option<&str> {
        self.0.list.share_token.as_deref()
    }

    /// What is on it, the newest first; at most 100.
    async fn items(&self) -> Vec<WishlistItem> {
        self.0.items.iter().map(|item| WishlistItem(Arc::clone(item))).collect()
    }

    /// How much is on it.
    async fn item_count(&self) -> i32 {
        i32::try_from(self.0.items.len()).unwrap_or(i32::MAX)
    }
}

/// A list that its owner shows to whoever has its link. It tells nothing of its owner but the name of the list.
#[Object]
impl SharedWishlist {
    /// What its owner called it.
    async fn name(&self) -> Option<&str> {
        self.0.list.name.as_deref()
    }

    /// What is on it and for sale, the newest first; at most 100.
    async fn products(&self, ctx: &Context<'_>) -> Result<Vec<Product>> {
        let ids = self.0.items.iter().map(|item| catalog::graphql::visible(ctx, item.product_id));
        let cards = futures::future::try_join_all(ids).await.or_fault(ctx)?;
        let for_sale = cards.into_iter().flatten().filter(|card| card.is_for_sale());
        Ok(for_sale.map(|card| Product::of(&card)).collect())
    }
}

impl WishlistItem {
    /// The product as it is now, whether it is for sale or not: its owner put it here when it was.
    async fn card(&self, ctx: &Context<'_>) -> Result<Arc<ProductCard>> {
        let card = ctx.data_unchecked::<Loaders>().load_one(self.0.product_id).await.or_fault(ctx)?;
        card.ok_or_else(|| Fault::Internal(anyhow::anyhow!("{} was deleted while it was read", self.0.product_id)))
            .or_fault(ctx)
    }
}

/// A product on a list, as it is now and as it was when it was added.
#[Object]
impl WishlistItem {
    /// The product; null when it is not for sale any more.
    async fn product(&self, ctx: &Context<'_>) -> Option<Result<Product>> {
        let card = catalog::graphql::visible(ctx, self.0.product_id).await;
        let for_sale = card.map(|card| card.filter(|card| card.is_for_sale()));
        for_sale.map(|card| card.map(|card| Product::of(&card))).or_fault(ctx).transpose()
    }

    /// The product's id, also when it is not for sale any more.
    async fn product_id(&self) -> ID {
        ids::show(self.0.product_id)
    }

    /// The product's title, also when it is not for sale any more.
    async fn title(&self, ctx: &Context<'_>) -> Result<String> {
        Ok(self.card(ctx).await?.title.get(ctx.locale()).to_owned())
    }

    /// The product's picture, also when it is not for sale any more.
    async fn image(&self, ctx: &Context<'_>) -> Option<Result<Image>> {
        self.card(ctx).await.map(|card| Image::of_card(&card)).transpose()
    }

    /// When it was added.
    async fn added_at(&self) -> DateTime {
        self.0.created_at.into()
    }

    /// Its lowest price when it was added.
    async fn price_when_added(&self) -> MoneyObject {
        self.0.money(self.0.seen_price).into()
    }

    /// Whether any variant could be bought when it was added.
    async fn available_when_added(&self) -> bool {
        self.0.seen_available
    }

    /// By how much it is cheaper than when it was added; null when it is not, or is not for sale any more.
    async fn price_drop(&self, ctx: &Context<'_>) -> Option<Result<MoneyObject>> {
        let card = self.card(ctx).await;
        card.map(|card| policy::price_drop(&self.0, &card).map(Into::into)).transpose()
    }

    /// Whether it was sold out when it was added and can be bought now.
    async fn back_in_stock(&self, ctx: &Context<'_>) -> Result<bool> {
        Ok(policy::is_back(&self.0, &*self.card(ctx).await?))
    }
}

/// Root fields about wishlists.
#[derive(Default)]
pub struct WishlistQuery;

#[Object]
impl WishlistQuery {
    /// A wishlist. An account's is shown to its owner only; a guest's to whoever knows its id.
    async fn wishlist(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The list; by default the visitor's own.")] id: Option<ID>,
    ) -> Option<Result<Wishlist>> {
        let asked = match &id {
            Some(id) => Some(ids::lookup(id)?),
            None => None,
        };
        let which = Which { asked, remembered: ctx.visitor().wishlist_id };
        Wishlist::load(ctx, which).await.or_fault(ctx).transpose()
    }

    /// A list that somebody shares, to read; null when there is none behind the link, or none any more.
    async fn shared_wishlist(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "What its owner's link carries: `Wishlist.shareToken`.")] token: String,
    ) -> Option<Result<SharedWishlist>> {
        let found = async {
            let Some(list) = super::shared_by(ctx.app(), &token).await? else { return Ok(None) };
            Ok::<_, Fault>(Some(SharedWishlist(Content::read(ctx.app(), list).await?)))
        };
        found.await.or_fault(ctx).transpose()
    }
}
