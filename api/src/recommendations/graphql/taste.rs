//! What is known of the visitor's taste.

use super::super::signals::{self, Hidden, Hiding, PastEvent, PastKind};
use crate::catalog;
use crate::catalog::graphql::Product;
use crate::graphql::context::ContextExt;
use crate::graphql::error::{Fault, OrFault};
use crate::graphql::scalars::DateTime;
use async_graphql::{Context, Enum, Object, Result};
use shared::id::ProductId;
use std::collections::HashSet;

/// The most signals that can be asked for.
const MAX_FIRST: usize = 100;

/// What somebody did with a product.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Enum)]
#[graphql(remote = "PastKind")]
pub enum TasteSignalKind {
    /// They looked at its page.
    Viewed,
    /// They chose it from what a search found.
    Searched,
    /// They put it into a cart.
    Carted,
    /// They put it on a wishlist.
    Wished,
    /// They bought it.
    Bought,
    /// They reviewed it.
    Reviewed,
}

/// Why a product is not to be suggested.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Enum)]
#[graphql(remote = "Hiding")]
pub enum RecommendationHiding {
    /// They do not like it: what is like it is not suggested because of it either.
    NotInterested,
    /// They have it already.
    Owned,
}

/// What is known of the visitor's taste: what suggestions are made from.
pub struct Taste;

/// What is known of the visitor's taste: the account's that is signed in, else the guest's browser's. Nothing is known where
/// personalisation is not allowed.
#[Object]
impl Taste {
    /// Whether they allow personalisation; `consentsUpdate` changes that.
    async fn personalisation(&self, ctx: &Context<'_>) -> Result<bool> {
        let visitor = ctx.visitor();
        signals::allowed(ctx.app(), &visitor.actor, visitor.consent.as_ref()).await.or_fault(ctx)
    }

    /// What they did, the newest first, each product and kind once.
    async fn signals(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "How many at most: 1 to 100.", default = 50)] first: i32,
    ) -> Result<Vec<TasteSignal>> {
        signals_of(ctx, first).await.or_fault(ctx)
    }

    /// What is not suggested to them, the last hidden first.
    async fn hidden(&self, ctx: &Context<'_>) -> Result<Vec<HiddenProduct>> {
        let visitor = ctx.visitor();
        let hidden = signals::hidden(ctx.app(), &visitor.actor, visitor.consent.as_ref()).await.or_fault(ctx)?;
        Ok(hidden.into_iter().map(HiddenProduct).collect())
    }
}

async fn signals_of(ctx: &Context<'_>, first: i32) -> Result<Vec<TasteSignal>, Fault> {
    let first = usize::try_from(first).ok().filter(|first| (1..=MAX_FIRST).contains(first));
    let first = first.ok_or_else(|| Fault::BadUserInput(format!("first must be 1 to {MAX_FIRST}")))?;
    let visitor = ctx.visitor();
    let known = signals::known(ctx.app(), &visitor.actor, visitor.consent.as_ref()).await?;
    let mut told = HashSet::new();
    let events = known.iter().flat_map(|known| known.events.iter().copied());
    let events = events.filter(|event| told.insert((event.product, event.kind)));
    Ok(events.take(first).map(TasteSignal).collect())
}

/// Something that the visitor did.
pub struct TasteSignal(PastEvent);

/// Something that the visitor did.
#[Object]
impl TasteSignal {
    /// What they did.
    async fn kind(&self) -> TasteSignalKind {
        self.0.kind.into()
    }

    /// With which product; null when it cannot be seen any more.
    async fn product(&self, ctx: &Context<'_>) -> Option<Result<Product>> {
        product(ctx, self.0.product).await
    }

    /// When they did it last.
    async fn at(&self) -> DateTime {
        self.0.at.into()
    }
}

/// A product that is not suggested to the visitor, because they said so.
pub struct HiddenProduct(Hidden);

/// A product that is not suggested to the visitor, because they said so.
#[Object]
impl HiddenProduct {
    /// The product; null when it cannot be seen any more.
    async fn product(&self, ctx: &Context<'_>) -> Option<Result<Product>> {
        product(ctx, self.0.product).await
    }

    /// What they said.
    async fn reason(&self) -> RecommendationHiding {
        self.0.hiding.into()
    }

    /// When they said it.
    async fn at(&self) -> DateTime {
        self.0.at.into()
    }
}

async fn product(ctx: &Context<'_>, id: ProductId) -> Option<Result<Product>> {
    let card = catalog::graphql::visible(ctx, id).await.or_fault(ctx).transpose()?;
    Some(card.map(|card| Product::of(&card)))
}
