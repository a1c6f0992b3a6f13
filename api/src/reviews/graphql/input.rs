//! Writing, changing, voting on and answering reviews over the API.

use super::aspects::{ReviewAspectInput, chosen};
use super::errors::ReviewUserError;
use super::review::{Review, ReviewVote};
use crate::actor::Shopper;
use crate::failure::{Failure, Outcome};
use crate::graphql::context::ContextExt;
use crate::graphql::error::{Fault, OrFault, refusal};
use crate::graphql::ids;
use crate::graphql::scalars::LanguageCode;
use crate::reviews::{self, About, Changes, Model, NewReview, ReviewError, Written, is_visible, purchase};
use async_graphql::{Context, ID, InputObject, Object, Result, SimpleObject};
use shared::id::{ImageId, ReviewId};
use shared::reviews::{AnswerBody, AspectChoice, Refusal, ReviewBody, ReviewTitle, Stars};
use std::sync::Arc;

/// A review of a product that was bought.
#[derive(Clone, Debug, InputObject)]
pub struct ReviewCreateInput {
    /// The line of the order: one of `me.reviewableLines`.
    pub order_line_id: ID,
    /// 1 to 5.
    pub stars: i32,
    /// At most 120 characters; may be left out.
    pub title: Option<String>,
    /// 1 to 5,000 characters of plain text.
    pub body: String,
    /// How the product is in the respects about which its category asks (`Product.reviewAspects`): each once at most.
    pub aspects: Option<Vec<ReviewAspectInput>>,
    /// What `POST /media/uploads` answered, within a day; at most 6, each upload is used once.
    pub photo_ids: Option<Vec<ID>>,
    /// The language in which it is written; by default the request's.
    pub language: Option<LanguageCode>,
}

/// A review of how a shop served.
#[derive(Clone, Debug, InputObject)]
pub struct ShopReviewCreateInput {
    /// What the shop delivered of an order: `Order.parts`.
    pub order_part_id: ID,
    /// 1 to 5.
    pub stars: i32,
    /// At most 120 characters; may be left out.
    pub title: Option<String>,
    /// 1 to 5,000 characters of plain text.
    pub body: String,
    /// What `POST /media/uploads` answered, within a day; at most 6, each upload is used once.
    pub photo_ids: Option<Vec<ID>>,
    /// The language in which it is written; by default the request's.
    pub language: Option<LanguageCode>,
}

/// A change of a review; what is left out stays as it is.
#[derive(Clone, Debug, InputObject)]
pub struct ReviewUpdateInput {
    /// The review; yours, and written in the last 30 days.
    pub id: ID,
    /// 1 to 5.
    pub stars: Option<i32>,
    /// At most 120 characters; empty takes it away.
    pub title: Option<String>,
    /// 1 to 5,000 characters of plain text.
    pub body: Option<String>,
    /// Everything that it chooses in the respects about which the product's category asks (`Product.reviewAspects`): each
    /// once at most.
    pub aspects: Option<Vec<ReviewAspectInput>>,
    /// All its photographs in their order, at most 6: those that stay, and new uploads.
    pub photo_ids: Option<Vec<ID>>,
    /// The language in which it is written.
    pub language: Option<LanguageCode>,
}

/// A review to take back.
#[derive(Clone, Debug, InputObject)]
pub struct ReviewDeleteInput {
    /// The review; yours.
    pub id: ID,
}

/// Whether a review helped.
#[derive(Clone, Debug, InputObject)]
pub struct ReviewVoteInput {
    /// The review.
    pub id: ID,
    /// Whether it helped; null or left out takes the vote back.
    pub vote: Option<ReviewVote>,
}

/// What a shop answers.
#[derive(Clone, Debug, InputObject)]
pub struct ReviewAnswerInput {
    /// The review, of a product of a shop of yours or of the shop.
    pub id: ID,
    /// 1 to 2,000 characters of plain text.
    pub body: String,
}

macro_rules! payloads {
    ($($(#[$meta:meta])* $name:ident),+ $(,)?) => {$(
        $(#[$meta])*
        #[derive(SimpleObject)]
        pub struct $name {
            /// The review as it is now; null after a refusal, but for `ALREADY_REVIEWED`, which shows the one there is.
            pub review: Option<Review>,
            /// Why nothing was changed.
            pub user_errors: Vec<ReviewUserError>,
        }

        impl From<Answer> for $name {
            fn from((review, user_errors): Answer) -> Self {
                Self { review, user_errors }
            }
        }
    )+};
}

payloads! {
    /// The outcome of `reviewCreate`.
    ReviewCreatePayload,
    /// The outcome of `shopReviewCreate`.
    ShopReviewCreatePayload,
    /// The outcome of `reviewUpdate`.
    ReviewUpdatePayload,
    /// The outcome of `reviewVote`.
    ReviewVotePayload,
    /// The outcome of `reviewAnswer`.
    ReviewAnswerPayload,
}

/// The outcome of `reviewDelete`.
#[derive(SimpleObject)]
pub struct ReviewDeletePayload {
    /// Whether it is gone.
    pub deleted: bool,
    /// Why it is not.
    pub user_errors: Vec<ReviewUserError>,
}

pub(super) type Answer = (Option<Review>, Vec<ReviewUserError>);

/// Writing, changing, voting on and answering reviews.
#[derive(Default)]
pub struct ReviewMutation;

#[Object]
impl ReviewMutation {
    /// Reviews a product that the visitor bought here and that has arrived: once a line, in the 180 days after it came. Who
    /// has to do with the shop may not.
    async fn review_create(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The review.")] input: ReviewCreateInput,
    ) -> Result<ReviewCreatePayload> {
        let shopper = shopper(ctx).or_fault(ctx)?;
        let about = ids::lookup(&input.order_line_id).map(About::Line);
        let written = written(ctx, input.stars, input.title.as_deref(), &input.body, input.language);
        let aspects = chosen(input.aspects.unwrap_or_default());
        create(ctx, &shopper, about, written, (aspects, input.photo_ids)).await.or_fault(ctx).map(Into::into)
    }

    /// Reviews how a shop served the visitor in an order: once an order and shop, in the 180 days after it came.
    async fn shop_review_create(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The review.")] input: ShopReviewCreateInput,
    ) -> Result<ShopReviewCreatePayload> {
        let shopper = shopper(ctx).or_fault(ctx)?;
        let about = ids::lookup(&input.order_part_id).map(About::Part);
        let written = written(ctx, input.stars, input.title.as_deref(), &input.body, input.language);
        create(ctx, &shopper, about, written, (Vec::new(), input.photo_ids)).await.or_fault(ctx).map(Into::into)
    }

    /// Changes a review of the visitor's own, in the 30 days after it was written. What it said before stays readable.
    async fn review_update(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The change.")] input: ReviewUpdateInput,
    ) -> Result<ReviewUpdatePayload> {
        let shopper = shopper(ctx).or_fault(ctx)?;
        let outcome = async {
            let id = review_id(&input.id)?;
            reviews::update(ctx.app(), &shopper, id, changes(input)?).await
        };
        answer(outcome.await, ReviewError::ReviewNotFound).or_fault(ctx).map(Into::into)
    }

    /// Takes a review of the visitor's own back. Its words and photographs go; that there was one stays in the figures.
    async fn review_delete(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Which one.")] input: ReviewDeleteInput,
    ) -> Result<ReviewDeletePayload> {
        let shopper = shopper(ctx).or_fault(ctx)?;
        let done = match ids::lookup(&input.id) {
            Some(id) => reviews::delete(ctx.app(), &shopper, id).await,
            None => Err(Failure::NotFound),
        };
        Ok(match done {
            Ok(()) => ReviewDeletePayload { deleted: true, user_errors: Vec::new() },
            Err(failure) => {
                let error = refusal(failure, ReviewError::ReviewNotFound).or_fault(ctx)?;
                ReviewDeletePayload { deleted: false, user_errors: vec![error.into()] }
            }
        })
    }

    /// Says whether a review helped, or takes that back. May be repeated: an account has one vote.
    async fn review_vote(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The vote.")] input: ReviewVoteInput,
    ) -> Result<ReviewVotePayload> {
        shopper(ctx).or_fault(ctx)?;
        let helpful = input.vote.map(|vote| vote == ReviewVote::Up);
        let outcome = async { reviews::vote(ctx.app(), ctx.actor(), review_id(&input.id)?, helpful).await };
        answer(outcome.await, ReviewError::ReviewNotFound).or_fault(ctx).map(Into::into)
    }

    /// Answers a review for the shop, in public; or changes the answer, whose former words stay readable. For its staff.
    async fn review_answer(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The answer.")] input: ReviewAnswerInput,
    ) -> Result<ReviewAnswerPayload> {
        shopper(ctx).or_fault(ctx)?;
        let outcome = async {
            let id = review_id(&input.id)?;
            let body = AnswerBody::try_from(input.body.as_str()).map_err(|_| ReviewError::AnswerInvalid)?;
            reviews::answer(ctx.app(), ctx.actor(), id, &body).await
        };
        answer(outcome.await, ReviewError::ReviewNotFound).or_fault(ctx).map(Into::into)
    }
}

fn shopper(ctx: &Context<'_>) -> Result<Shopper, Fault> {
    ctx.actor().shopper().ok_or(Fault::Unauthenticated)
}

pub(super) fn review_id(id: &ID) -> Outcome<ReviewId, ReviewError> {
    ids::lookup(id).ok_or(Failure::NotFound)
}

async fn create(
    ctx: &Context<'_>,
    shopper: &Shopper,
    about: Option<About>,
    written: Result<Written, ReviewError>,
    (aspects, photos): (Vec<AspectChoice>, Option<Vec<ID>>),
) -> Result<Answer, Fault> {
    let outcome = async {
        let about = about.ok_or(Failure::NotFound)?;
        let photos = photo_ids(photos.unwrap_or_default())?;
        reviews::create(ctx.app(), shopper, NewReview { about, written: written?, aspects, photos }).await
    };
    let (review, errors) = answer(outcome.await, ReviewError::PurchaseNotFound)?;
    let already: ReviewUserError = ReviewError::from(Refusal::AlreadyReviewed).into();
    match about {
        // Said only of a purchase of one's own.
        Some(about) if errors.iter().any(|error| error.code == already.code) => {
            let known = purchase::review_of(ctx.app(), about).await?;
            let known = known.filter(|review| is_visible(ctx.actor(), review));
            Ok((known.map(|review| Review(Arc::new(review))), errors))
        }
        _ => Ok((review, errors)),
    }
}

fn written(
    ctx: &Context<'_>,
    stars: i32,
    title: Option<&str>,
    body: &str,
    language: Option<LanguageCode>,
) -> Result<Written, ReviewError> {
    Ok(Written {
        stars: Stars::try_from(stars).map_err(|_| ReviewError::StarsInvalid)?,
        title: ReviewTitle::try_from(title.unwrap_or_default()).map_err(|_| ReviewError::TitleInvalid)?,
        body: ReviewBody::try_from(body).map_err(|_| ReviewError::BodyInvalid)?,
        locale: language.map_or(ctx.locale(), Into::into),
    })
}

fn changes(input: ReviewUpdateInput) -> Result<Changes, ReviewError> {
    let ReviewUpdateInput { id: _, stars, title, body, aspects, photo_ids: photos, language } = input;
    let title = title.map(|title| ReviewTitle::try_from(title.as_str()));
    let body = body.map(|body| ReviewBody::try_from(body.as_str()));
    Ok(Changes {
        stars: stars.map(Stars::try_from).transpose().map_err(|_| ReviewError::StarsInvalid)?,
        title: title.transpose().map_err(|_| ReviewError::TitleInvalid)?,
        body: body.transpose().map_err(|_| ReviewError::BodyInvalid)?,
        aspects: aspects.map(chosen),
        locale: language.map(Into::into),
        photos: photos.map(photo_ids).transpose()?,
    })
}

fn photo_ids(photos: Vec<ID>) -> Result<Vec<ImageId>, ReviewError> {
    photos.into_iter().map(|id| ids::lookup(&id).ok_or(ReviewError::PhotoNotFound)).collect()
}

/// The review after a change, or why there was none.
pub(super) fn answer(outcome: Outcome<Model, ReviewError>, not_found: ReviewError) -> Result<Answer, Fault> {
    match outcome {
        Ok(review) => Ok((Some(Review(Arc::new(review))), Vec::new())),
        Err(failure) => Ok((None, vec![refusal(failure, not_found)?.into()])),
    }
}
