//! Shops in the API.

mod delivery;

pub use delivery::{
    DeliveryKind, DeliveryOption, DeliveryPromise, Destination, ShopDelivery, destination, parse_country, promise,
};

use super::entity::{Model, ShopStatus};
use super::loaders::{DeliveryOf, Loaders, ProductCountOf};
use crate::app::App;
use crate::catalog;
use crate::catalog::entity::ImageCard;
use crate::catalog::graphql::{
    Image, ListArgs, ProductConnection, ProductFilterInput, ProductSort, ProductStatus, Scope,
};
use crate::catalog::html;
use crate::graphql::context::ContextExt;
use crate::graphql::error::{Fault, OrFault};
use crate::graphql::ids;
use crate::graphql::paging::{Cut, Page, encode_cursor};
use crate::graphql::scalars::{DateTime, TextFormat};
use crate::orders::graphql::{OrderPartConnection, OrderPartState, shop_orders};
use crate::policies;
use crate::policies::graphql::ShopPolicies;
use crate::reputation::graphql::{ShopStanding, ShopStandingLevel};
use crate::reviews::graphql::{Rating, ReviewConnection, ReviewFilterInput, ReviewSort, subject_reviews};
use crate::shops;
use async_graphql::connection::PageInfo;
use async_graphql::{Context, ID, Object, Result, SimpleObject};
use shared::Slug;
use shared::id::{ImageId, ShopId};
use std::sync::Arc;
use tokio::sync::OnceCell;

/// Somebody who sells here.
#[derive(Clone)]
pub struct Shop(pub Arc<Model>);

impl Shop {
    /// A shop that something refers to.
    ///
    /// # Errors
    /// A fault of ours.
    pub async fn load(ctx: &Context<'_>, id: ShopId) -> Result<Self, Fault> {
        shops::loaders::shop(ctx, id).await.map(Self)
    }

    /// Its emblem, as a picture of its own.
    #[must_use]
    pub fn emblem_card(&self) -> Option<ImageCard> {
        let path = Some(self.0.emblem_path.clone()?);
        Some(ImageCard {
            id: ImageId(self.0.id.0),
            path,
            width: Some(400),
            height: Some(400),
            alt: self.0.name.clone(),
            widths: None,
            color: None,
        })
    }
}

/// Somebody who sells here.
#[Object]
impl Shop {
    /// Its id.
    pub async fn id(&self) -> ID {
        ids::show(self.0.id)
    }

    /// The address of its page.
    async fn slug(&self) -> &str {
        &self.0.slug
    }

    /// Its name.
    async fn name(&self, ctx: &Context<'_>) -> &str {
        self.0.name.get(ctx.locale())
    }

    /// One line about it.
    async fn tagline(&self, ctx: &Context<'_>) -> &str {
        self.0.tagline.get(ctx.locale())
    }

    /// Its story.
    async fn story(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Sanitised HTML or plain text.", default)] format: TextFormat,
    ) -> String {
        let text = self.0.story.get(ctx.locale());
        match format {
            TextFormat::Html => text.to_owned(),
            TextFormat::Plain => html::to_plain(text),
        }
    }

    /// Where it works.
    async fn city(&self) -> Option<&str> {
        self.0.city.as_deref()
    }

    /// The country where it works, ISO 3166-1 alpha-2.
    async fn country_code(&self) -> Option<&str> {
        self.0.country_code.as_deref()
    }

    /// Since when it has worked.
    async fn founded_year(&self) -> Option<i32> {
        self.0.founded_year
    }

    /// Its emblem.
    async fn emblem(&self) -> Option<Image> {
        self.emblem_card().map(Image::Own)
    }

    /// Its terms of return in a few sentences. `policies` tells them whole, where the shop has written them.
    async fn returns(&self, ctx: &Context<'_>) -> &str {
        self.0.returns.get(ctx.locale())
    }

    /// How it delivers.
    async fn delivery_options(&self, ctx: &Context<'_>) -> Result<Vec<DeliveryOption>> {
        let options = ctx.data_unchecked::<Loaders>().load_one(DeliveryOf(self.0.id)).await.or_fault(ctx)?;
        Ok(options.unwrap_or_default().into_iter().map(DeliveryOption).collect())
    }

    /// How it delivers to a country.
    async fn delivery(
        &self,
        ctx: &Context<'_>,
        #[graphql(
            desc = "Where to, ISO 3166-1 alpha-2. When left out: what the visitor chose in the storefront; else the \
            country of their default address; else where most readers of the request's language live."
        )]
        country_code: Option<String>,
    ) -> Result<ShopDelivery> {
        self.delivery_to(ctx, country_code.as_deref()).await
    }

    /// What it promises beside its goods: returns, warranty, delivery, contact; null until it has written anything.
    async fn policies(&self, ctx: &Context<'_>) -> Option<Result<ShopPolicies>> {
        let found = ctx.data_unchecked::<policies::loaders::Loaders>().load_one(self.0.id).await;
        found.or_fault(ctx).map(|row| row.map(|row| ShopPolicies { row, shop: self.clone() })).transpose()
    }

    /// What buyers say of its service, in figures.
    async fn rating(&self) -> Rating {
        Rating::Shop(self.0.id)
    }

    /// What buyers say of its service. What they say of its products stands with the products.
    async fn reviews(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "How many at most: up to 100.")] first: Option<i32>,
        #[graphql(desc = "Only what follows this cursor.")] after: Option<String>,
        #[graphql(desc = "Their order; MOST_HELPFUL when left out.")] sort: Option<ReviewSort>,
        #[graphql(desc = "Only reviews that pass it.")] filter: Option<ReviewFilterInput>,
    ) -> Result<ReviewConnection> {
        subject_reviews(ctx, self.0.id.0, (first, after), sort, filter).await
    }

    /// How many products it has for sale.
    async fn product_count(&self, ctx: &Context<'_>) -> Result<i32> {
        if self.0.status != ShopStatus::Active {
            return Ok(0);
        }
        let count = ctx.data_unchecked::<Loaders>().load_one(ProductCountOf(self.0.id)).await.or_fault(ctx)?;
        Ok(i32::try_from(count.unwrap_or(0)).unwrap_or(i32::MAX))
    }

    /// What it has for sale; its staff and administrators may also ask for what it does not sell, or not yet.
    #[expect(clippy::too_many_arguments, reason = "these are the arguments of a connection")]
    async fn products(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "How many at most, from the beginning or after a cursor: up to 100.")] first: Option<i32>,
        #[graphql(desc = "Only what follows this cursor.")] after: Option<String>,
        #[graphql(desc = "How many at most, from the end or before a cursor: up to 100.")] last: Option<i32>,
        #[graphql(desc = "Only what precedes this cursor.")] before: Option<String>,
        #[graphql(desc = "Only products that pass it.")] filter: Option<ProductFilterInput>,
        #[graphql(desc = "Their order; NEWEST when left out.")] sort: Option<ProductSort>,
        #[graphql(
            desc = "Only products in one of these states; ACTIVE when left out. For strangers to the shop there \
            are no drafts and no archived products."
        )]
        statuses: Option<Vec<ProductStatus>>,
    ) -> Result<ProductConnection> {
        let args = ListArgs { first, after, last, before, search: None, filter, sort };
        let asked = |statuses: Vec<ProductStatus>| statuses.into_iter().map(Into::into).collect();
        let statuses = statuses.and_then(|some| catalog::visible_statuses(ctx.actor(), self.0.id, asked(some)));
        args.list(ctx, Scope { category: None, shop: Some(self.0.id), statuses }).await.or_fault(ctx)
    }

    /// What it delivers, the newest first: for its staff, else null.
    async fn orders(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "How many at most: up to 100.")] first: Option<i32>,
        #[graphql(desc = "Only what follows this cursor.")] after: Option<String>,
        #[graphql(desc = "Only parts in this state.")] state: Option<OrderPartState>,
    ) -> Option<Result<OrderPartConnection>> {
        match Page::parse(first, after.as_deref(), None, None).or_fault(ctx) {
            Ok(page) => shop_orders(ctx, self.0.id, page, state).await.transpose(),
            Err(error) => Some(Err(error)),
        }
    }

    /// How it stands by what its orders and buyers tell, with the figures, at any moment that has passed. What a moment
    /// says stays what it said, whatever comes later.
    async fn standing(
        &self,
        ctx: &Context<'_>,
        #[graphql(
            desc = "The moment. When left out, that of its last evaluation, from which `standingLevel` comes, and now for a \
            shop that was never evaluated."
        )]
        at: Option<DateTime>,
    ) -> Result<ShopStanding> {
        ShopStanding::load(ctx, &self.0, at).await
    }

    /// How it stood at its last evaluation, STANDARD before the first: what BELOW sells stands further down in lists.
    async fn standing_level(&self) -> ShopStandingLevel {
        self.0.standing.into()
    }

    /// Since when nothing of it is listed or bought, because it was below the standard for too long; null while it sells.
    /// `standing` says why. It sells again after the first evaluation at which it is not BELOW.
    async fn suspended_since(&self) -> Option<DateTime> {
        self.0.suspended_at.map(Into::into)
    }

    /// Since when it has sold here.
    async fn created_at(&self) -> DateTime {
        self.0.created_at.into()
    }
}

/// Root fields about shops.
#[derive(Default)]
pub struct ShopQuery;

#[Object]
impl ShopQuery {
    /// A shop by its slug, which may also be one that it once had.
    async fn shop(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The shop's slug.")] slug: String,
    ) -> Option<Result<Shop>> {
        let slug = Slug::try_from(slug).ok()?;
        shops::by_slug(ctx.app(), &slug).await.map(|row| row.map(Shop)).or_fault(ctx).transpose()
    }

    /// The shops, in the order of their slugs.
    async fn shops(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "How many at most, from the beginning or after a cursor: up to 100.")] first: Option<i32>,
        #[graphql(desc = "Only what follows this cursor.")] after: Option<String>,
        #[graphql(desc = "How many at most, from the end or before a cursor: up to 100.")] last: Option<i32>,
        #[graphql(desc = "Only what precedes this cursor.")] before: Option<String>,
    ) -> Result<ShopConnection> {
        let page = Page::parse(first, after.as_deref(), last, before.as_deref()).or_fault(ctx)?;
        let cut = shops::list(ctx.app(), &page).await.or_fault(ctx)?;
        Ok(ShopConnection { cut, total: OnceCell::new() })
    }
}

/// A page of the list of shops.
pub struct ShopConnection {
    cut: Cut<Arc<Model>>,
    total: OnceCell<(u64, bool)>,
}

/// One shop of the list, with its place in it.
#[derive(SimpleObject)]
pub struct ShopEdge {
    /// Its place: give it to `after` or `before`.
    pub cursor: String,
    /// The shop.
    pub node: Shop,
}

impl ShopConnection {
    async fn total(&self, app: &App) -> Result<(u64, bool), sea_orm::DbErr> {
        self.total.get_or_try_init(|| shops::count(app)).await.copied()
    }
}

/// A page of the list of shops.
#[Object]
impl ShopConnection {
    /// The shops with their cursors.
    async fn edges(&self) -> Vec<ShopEdge> {
        let edge = |row: &Arc<Model>| ShopEdge { cursor: encode_cursor(&row.slug), node: Shop(Arc::clone(row)) };
        self.cut.rows.iter().map(edge).collect()
    }

    /// The shops.
    async fn nodes(&self) -> Vec<Shop> {
        self.cut.rows.iter().cloned().map(Shop).collect()
    }

    /// Whether there is more on either side.
    async fn page_info(&self) -> PageInfo {
        PageInfo {
            has_next_page: self.cut.has_next_page,
            has_previous_page: self.cut.has_previous_page,
            start_cursor: self.cut.rows.first().map(|row| encode_cursor(&row.slug)),
            end_cursor: self.cut.rows.last().map(|row| encode_cursor(&row.slug)),
        }
    }

    /// How many shops there are, counted up to 10,000.
    async fn total_count(&self, ctx: &Context<'_>) -> Result<i32> {
        let (count, _) = self.total(ctx.app()).await.or_fault(ctx)?;
        Ok(i32::try_from(count).unwrap_or(i32::MAX))
    }

    /// Whether `totalCount` is the exact number; else there are more.
    async fn total_count_is_exact(&self, ctx: &Context<'_>) -> Result<bool> {
        Ok(self.total(ctx.app()).await.or_fault(ctx)?.1)
    }
}
