//! One review.

use super::aspects::{ReviewAspectChoice, choices};
use crate::catalog;
use crate::catalog::graphql::{Image, Product};
use crate::graphql::context::ContextExt;
use crate::graphql::error::OrFault;
use crate::graphql::ids;
use crate::graphql::scalars::{DateTime, LanguageCode};
use crate::moderation::{self, graphql::StatementOfReasons};
use crate::reviews::entity::{Model, RevisionPart, revision};
use crate::reviews::is_author;
use crate::reviews::loaders::{Loaders, RevisionsOf, VoteOf};
use crate::shops::graphql::Shop;
use async_graphql::{Context, Enum, ID, Object, Result, SimpleObject};
use shared::reviews::{ReviewKind as Kind, ReviewSource, ReviewStatus as Status, editable_until};
use std::sync::Arc;

/// What is reviewed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Enum)]
#[graphql(remote = "Kind")]
pub enum ReviewKind {
    /// A product.
    Product,
    /// How a shop served.
    Shop,
}

/// Who sees a review.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Enum)]
#[graphql(remote = "Status")]
pub enum ReviewStatus {
    /// Everybody.
    Published,
    /// Its author and moderators: it is being checked.
    Held,
    /// Its author, who is told why, and moderators.
    Hidden,
    /// Nobody: its author took it back.
    Deleted,
}

/// Whether a review helped.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Enum)]
pub enum ReviewVote {
    /// It helped.
    Up,
    /// It did not.
    Down,
}

/// What a buyer says of a product, or of how a shop served.
#[derive(Clone)]
pub struct Review(pub Arc<Model>);

/// What a shop answered to a review.
pub struct ReviewAnswer(Arc<Model>);

/// What a review, or the answer to it, said before it was changed.
#[derive(SimpleObject)]
pub struct ReviewRevision {
    /// The stars that were given; null of an answer.
    pub stars: Option<i32>,
    /// The title; may be empty.
    pub title: String,
    /// The text.
    pub body: String,
    /// How the product was judged; nothing of an answer.
    pub aspects: Vec<ReviewAspectChoice>,
    /// When it was replaced.
    pub replaced_at: DateTime,
}

impl From<&revision::Model> for ReviewRevision {
    fn from(row: &revision::Model) -> Self {
        let revision::Model { stars, title, body, aspects, replaced_at, .. } = row;
        Self {
            stars: *stars,
            title: title.clone(),
            body: body.clone(),
            aspects: choices(aspects),
            replaced_at: (*replaced_at).into(),
        }
    }
}

async fn revisions(ctx: &Context<'_>, review: &Model, part: RevisionPart) -> Result<Vec<ReviewRevision>> {
    let key = RevisionsOf(review.id, part);
    let rows = ctx.data_unchecked::<Loaders>().load_one(key).await.or_fault(ctx)?;
    Ok(rows.unwrap_or_default().iter().map(|row| ReviewRevision::from(&**row)).collect())
}

/// What a buyer says of a product, or of how a shop served. All texts are plain text.
#[Object]
impl Review {
    /// Its id.
    pub async fn id(&self) -> ID {
        ids::show(self.0.id)
    }

    /// What is reviewed.
    async fn kind(&self) -> ReviewKind {
        self.0.kind.into()
    }

    /// The product, when one is reviewed and it can still be seen.
    async fn product(&self, ctx: &Context<'_>) -> Option<Result<Product>> {
        let card = catalog::graphql::visible(ctx, self.0.product_id?).await;
        card.map(|card| card.map(|card| Product::of(&card))).or_fault(ctx).transpose()
    }

    /// The shop that sold it, or that is reviewed.
    async fn shop(&self, ctx: &Context<'_>) -> Result<Shop> {
        Shop::load(ctx, self.0.shop_id).await.or_fault(ctx)
    }

    /// The variant that was bought, by its id; it may not be sold any more.
    async fn variant_id(&self) -> Option<ID> {
        self.0.variant_id.map(ids::show)
    }

    /// The title of the variant when it was bought, in the buyer's language.
    async fn variant_title(&self) -> Option<&str> {
        self.0.variant_title.as_deref()
    }

    /// Under which name it was written; null when its author has deleted their account, or is not named by the system
    /// that it was imported from.
    async fn author_name(&self) -> Option<&str> {
        self.0.author_name.as_deref()
    }

    /// 1 to 5.
    async fn stars(&self) -> i32 {
        self.0.stars
    }

    /// Its title; may be empty.
    async fn title(&self) -> &str {
        &self.0.title
    }

    /// What it says; may be empty of an imported one.
    async fn body(&self) -> &str {
        &self.0.body
    }

    /// How its author judges the product in the respects that its category asks about; only what they chose.
    async fn aspects(&self) -> Vec<ReviewAspectChoice> {
        choices(&self.0.aspects)
    }

    /// The language in which it was written, as its author said.
    async fn language(&self) -> LanguageCode {
        self.0.locale.into()
    }

    /// Its photographs, at most 6.
    async fn photos(&self) -> Vec<Image> {
        self.0.photos.0.iter().cloned().map(Image::Own).collect()
    }

    /// Whether its author bought here what it is about, and had it delivered.
    async fn verified(&self) -> bool {
        self.0.source == ReviewSource::Verified
    }

    /// Whether it came from another system, where nobody here could see who wrote it: its stars count nowhere.
    async fn imported(&self) -> bool {
        self.0.source == ReviewSource::Imported
    }

    /// Whether what it is about was paid back afterwards: its stars count no more.
    async fn refunded(&self) -> bool {
        self.0.refunded_at.is_some()
    }

    /// Who sees it: `PUBLISHED`, but for its author and moderators.
    async fn status(&self) -> ReviewStatus {
        self.0.status.into()
    }

    /// Why it is hidden, for its author and moderators.
    async fn status_reason(&self) -> Option<&str> {
        // Whoever is not one of them sees no hidden review.
        self.0.status_reason.as_deref()
    }

    /// When it was written; null where an import does not say.
    async fn written_at(&self) -> Option<DateTime> {
        self.0.written().map(DateTime)
    }

    /// When its author last changed it.
    async fn edited_at(&self) -> Option<DateTime> {
        self.0.edited_at.map(DateTime)
    }

    /// What it said before, the newest first.
    async fn revisions(&self, ctx: &Context<'_>) -> Result<Vec<ReviewRevision>> {
        revisions(ctx, &self.0, RevisionPart::Review).await
    }

    /// What the shop answered.
    async fn answer(&self) -> Option<ReviewAnswer> {
        self.0.answer_body.is_some().then(|| ReviewAnswer(Arc::clone(&self.0)))
    }

    /// How many found it helpful.
    async fn helpful_count(&self) -> i32 {
        self.0.helpful_up
    }

    /// How many did not.
    async fn unhelpful_count(&self) -> i32 {
        self.0.helpful_down
    }

    /// How the visitor voted on it.
    async fn viewer_vote(&self, ctx: &Context<'_>) -> Option<Result<ReviewVote>> {
        let account = ctx.actor().account_id()?;
        let vote = ctx.data_unchecked::<Loaders>().load_one(VoteOf(account, self.0.id)).await.or_fault(ctx);
        vote.map(|vote| vote.map(|up| if up { ReviewVote::Up } else { ReviewVote::Down })).transpose()
    }

    /// Whether the visitor may vote on it: signed in, not its author, not of its shop.
    async fn viewer_can_vote(&self, ctx: &Context<'_>) -> bool {
        let actor = ctx.actor();
        self.0.status == Status::Published
            && actor.account_id().is_some()
            && !is_author(actor, &self.0)
            && actor.seller(self.0.shop_id).is_none()
    }

    /// Whether it is the visitor's own.
    async fn viewer_is_author(&self, ctx: &Context<'_>) -> bool {
        is_author(ctx.actor(), &self.0)
    }

    /// Whether the visitor may change it now.
    async fn viewer_can_edit(&self, ctx: &Context<'_>) -> bool {
        is_author(ctx.actor(), &self.0)
            && matches!(self.0.status, Status::Published | Status::Held)
            && ctx.app().clock.now() <= editable_until(self.0.written_at)
    }

    /// Whether the visitor may answer it, being of its shop.
    async fn viewer_can_answer(&self, ctx: &Context<'_>) -> bool {
        self.0.status == Status::Published && ctx.actor().seller(self.0.shop_id).is_some()
    }

    /// Why it is held or hidden, or its author was warned: for its author and moderators.
    async fn statement(&self, ctx: &Context<'_>) -> Option<Result<StatementOfReasons>> {
        moderation::graphql::statement(ctx, &self.0).await.transpose()
    }

    /// When its author appealed against that: for its author and moderators.
    async fn appealed_at(&self, ctx: &Context<'_>) -> Option<Result<DateTime>> {
        moderation::graphql::appealed_at(ctx, &self.0).await.transpose()
    }

    /// Whether the visitor, being its author, may appeal now.
    async fn may_appeal(&self, ctx: &Context<'_>) -> Result<bool> {
        moderation::graphql::may_appeal(ctx, &self.0).await
    }

    /// Until when its author may change it; null of an imported one.
    async fn editable_until(&self) -> Option<DateTime> {
        (self.0.source == ReviewSource::Verified).then(|| editable_until(self.0.written_at).into())
    }
}

/// What a shop answered to a review, in public.
#[Object]
impl ReviewAnswer {
    /// The text.
    async fn body(&self) -> &str {
        self.0.answer_body.as_deref().unwrap_or_default()
    }

    /// The shop.
    async fn shop(&self, ctx: &Context<'_>) -> Result<Shop> {
        Shop::load(ctx, self.0.shop_id).await.or_fault(ctx)
    }

    /// When it was given; null where an import does not say.
    async fn answered_at(&self) -> Option<DateTime> {
        self.0.answered_at.map(DateTime)
    }

    /// When it was last changed.
    async fn edited_at(&self) -> Option<DateTime> {
        self.0.answer_edited_at.map(DateTime)
    }

    /// What it said before, the newest first.
    async fn revisions(&self, ctx: &Context<'_>) -> Result<Vec<ReviewRevision>> {
        revisions(ctx, &self.0, RevisionPart::Answer).await
    }
}
