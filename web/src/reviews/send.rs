//! What the forms of reviews ask of the API. The host sends it when a form comes in; no script does.

use super::draft::{ReviewDraft, ReviewProblem};
use crate::data::{
    LoadError, SharedTransport,
    scalars::{AspectValue, LanguageCode, ReviewAspect},
    schema, send,
};
use cynic::MutationBuilder;
use shared::reviews::{AnswerBody, MAX_PHOTOS, ReviewBody, ReviewTitle};

/// What a review is about.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum About {
    /// The product of a line of an order.
    Line(String),
    /// The service of the shop that delivered a part of an order.
    Part(String),
}

/// What became of a review.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Published {
    /// Everybody sees it.
    Shown,
    /// It is being checked first.
    Held,
}

impl Published {
    /// The value of `saved` in the address of the page that says so.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Shown => "shown",
            Self::Held => "held",
        }
    }
}

type Outcome<T> = Result<T, Vec<ReviewProblem>>;

/// Writes a review. Returns its id with what became of it.
///
/// # Errors
/// What stands in the way.
pub async fn publish_review(
    transport: &SharedTransport,
    about: About,
    draft: &ReviewDraft,
) -> Outcome<(String, Published)> {
    let text = Checked::of(draft)?;
    match about {
        About::Line(line) => {
            let variables = text.variables(&line);
            let answer = send(transport, CreateMutation::build(variables)).await.map(|answer| answer.review_create);
            written(answer.map(|payload| (payload.review, payload.user_errors)))
        }
        About::Part(part) => {
            let variables = text.variables(&part);
            let answer = send(transport, ShopMutation::build(variables)).await.map(|answer| answer.shop_review_create);
            written(answer.map(|payload| (payload.review, payload.user_errors)))
        }
    }
}

/// Changes a review.
///
/// # Errors
/// What stands in the way.
pub async fn change_review(transport: &SharedTransport, id: &str, draft: &ReviewDraft) -> Outcome<(String, Published)> {
    let variables = Checked::of(draft)?.variables(id);
    let answer = send(transport, UpdateMutation::build(variables)).await.map(|answer| answer.review_update);
    written(answer.map(|payload| (payload.review, payload.user_errors)))
}

/// Takes a review back.
///
/// # Errors
/// What stands in the way.
pub async fn delete_review(transport: &SharedTransport, id: &str) -> Outcome<()> {
    let answer = send(transport, DeleteMutation::build(Which { id: cynic::Id::new(id) })).await;
    let errors = answer.map(|answer| answer.review_delete.user_errors);
    refusals(errors).map_or(Ok(()), Err)
}

/// Answers a review for the shop.
///
/// # Errors
/// What stands in the way.
pub async fn answer_review(transport: &SharedTransport, id: &str, body: &str) -> Outcome<()> {
    let Ok(body) = AnswerBody::try_from(body) else { return Err(vec![ReviewProblem::AnswerInvalid]) };
    let variables = AnswerVariables { id: cynic::Id::new(id), body: body.as_str().to_owned() };
    let errors = send(transport, AnswerMutation::build(variables)).await.map(|answer| answer.review_answer.user_errors);
    refusals(errors).map_or(Ok(()), Err)
}

/// A text that may be sent.
struct Checked {
    stars: i32,
    title: String,
    body: String,
    language: LanguageCode,
    /// None when the form asked nothing: then a review keeps what it has.
    aspects: Option<Vec<ReviewAspectInput>>,
    photos: Vec<cynic::Id>,
}

impl Checked {
    /// Looks for all that is wrong at once.
    fn of(draft: &ReviewDraft) -> Outcome<Self> {
        let mut problems = Vec::new();
        let stars = draft.stars.parse().ok().filter(|stars| (1..=5).contains(stars));
        if stars.is_none() {
            problems.push(ReviewProblem::StarsMissing);
        }
        if ReviewTitle::try_from(draft.title.as_str()).is_err() {
            problems.push(ReviewProblem::TitleInvalid);
        }
        if ReviewBody::try_from(draft.body.as_str()).is_err() {
            problems.push(ReviewProblem::BodyInvalid);
        }
        if draft.photos.len() > MAX_PHOTOS {
            problems.push(ReviewProblem::TooManyPhotos);
        }
        let language = draft.language.parse::<shared::Locale>().unwrap_or_default();
        let chosen = draft.aspects.iter().filter_map(|(aspect, value)| {
            let value = (*value)?.into();
            Some(ReviewAspectInput { aspect: (*aspect).into(), value })
        });
        let aspects = (!draft.aspects.is_empty()).then(|| chosen.collect());
        match stars {
            Some(stars) if problems.is_empty() => Ok(Self {
                stars,
                title: draft.title.clone(),
                body: draft.body.clone(),
                language: language.into(),
                aspects,
                photos: draft.photos.iter().map(|photo| cynic::Id::new(&photo.id)).collect(),
            }),
            _ => Err(problems),
        }
    }

    fn variables(self, of: &str) -> TextVariables {
        let Self { stars, title, body, language, aspects, photos } = self;
        TextVariables { of: cynic::Id::new(of), stars, title, body, language, aspects, photos: Some(photos) }
    }
}

fn written(answer: Result<(Option<WrittenReview>, Vec<Refusal>), LoadError>) -> Outcome<(String, Published)> {
    let (review, errors) = match answer {
        Ok((review, errors)) => (review, Ok(errors)),
        Err(error) => (None, Err(error)),
    };
    if let Some(problems) = refusals(errors) {
        return Err(problems);
    }
    let review = review.ok_or_else(|| vec![ReviewProblem::TryAgain])?;
    let became = if review.status == ReviewStatus::Published { Published::Shown } else { Published::Held };
    Ok((review.id.into_inner(), became))
}

/// What the API refused, if anything.
fn refusals(errors: Result<Vec<Refusal>, LoadError>) -> Option<Vec<ReviewProblem>> {
    let problems: Vec<ReviewProblem> = match errors {
        Ok(errors) => errors.into_iter().map(|error| error.code.into()).collect(),
        Err(LoadError::Refused { code, .. }) if code == "UNAUTHENTICATED" => vec![ReviewProblem::SignedOut],
        // An id that is none.
        Err(LoadError::Refused { code, .. }) if code == "BAD_USER_INPUT" => vec![ReviewProblem::NotThere],
        Err(_) => vec![ReviewProblem::TryAgain],
    };
    (!problems.is_empty()).then_some(problems)
}

#[derive(cynic::InputObject)]
struct ReviewAspectInput {
    aspect: ReviewAspect,
    value: AspectValue,
}

/// A review of a shop has no aspects, and does not send them.
#[derive(cynic::QueryVariables)]
struct TextVariables {
    of: cynic::Id,
    stars: i32,
    title: String,
    body: String,
    language: LanguageCode,
    aspects: Option<Vec<ReviewAspectInput>>,
    photos: Option<Vec<cynic::Id>>,
}

#[derive(cynic::QueryFragment)]
#[cynic(graphql_type = "Mutation", variables = "TextVariables")]
struct CreateMutation {
    #[arguments(input: {
        orderLineId: $of, stars: $stars, title: $title, body: $body, language: $language, aspects: $aspects,
        photoIds: $photos
    })]
    review_create: CreatePayload,
}

#[derive(cynic::QueryFragment)]
#[cynic(graphql_type = "Mutation", variables = "TextVariables")]
struct ShopMutation {
    #[arguments(input: {
        orderPartId: $of, stars: $stars, title: $title, body: $body, language: $language, photoIds: $photos
    })]
    shop_review_create: ShopPayload,
}

#[derive(cynic::QueryFragment)]
#[cynic(graphql_type = "Mutation", variables = "TextVariables")]
struct UpdateMutation {
    #[arguments(input: {
        id: $of, stars: $stars, title: $title, body: $body, language: $language, aspects: $aspects, photoIds: $photos
    })]
    review_update: UpdatePayload,
}

#[derive(cynic::QueryVariables)]
struct Which {
    id: cynic::Id,
}

#[derive(cynic::QueryFragment)]
#[cynic(graphql_type = "Mutation", variables = "Which")]
struct DeleteMutation {
    #[arguments(input: { id: $id })]
    review_delete: DeletePayload,
}

#[derive(cynic::QueryVariables)]
struct AnswerVariables {
    id: cynic::Id,
    body: String,
}

#[derive(cynic::QueryFragment)]
#[cynic(graphql_type = "Mutation", variables = "AnswerVariables")]
struct AnswerMutation {
    #[arguments(input: { id: $id, body: $body })]
    review_answer: AnswerPayload,
}

#[derive(cynic::QueryFragment)]
#[cynic(graphql_type = "ReviewCreatePayload")]
struct CreatePayload {
    review: Option<WrittenReview>,
    user_errors: Vec<Refusal>,
}

#[derive(cynic::QueryFragment)]
#[cynic(graphql_type = "ShopReviewCreatePayload")]
struct ShopPayload {
    review: Option<WrittenReview>,
    user_errors: Vec<Refusal>,
}

#[derive(cynic::QueryFragment)]
#[cynic(graphql_type = "ReviewUpdatePayload")]
struct UpdatePayload {
    review: Option<WrittenReview>,
    user_errors: Vec<Refusal>,
}

#[derive(cynic::QueryFragment)]
#[cynic(graphql_type = "ReviewDeletePayload")]
struct DeletePayload {
    user_errors: Vec<Refusal>,
}

#[derive(cynic::QueryFragment)]
#[cynic(graphql_type = "ReviewAnswerPayload")]
struct AnswerPayload {
    user_errors: Vec<Refusal>,
}

#[derive(cynic::QueryFragment)]
#[cynic(graphql_type = "Review")]
struct WrittenReview {
    id: cynic::Id,
    status: ReviewStatus,
}

/// Who sees a review.
#[derive(cynic::Enum, Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum ReviewStatus {
    Published,
    Held,
    Hidden,
    Deleted,
}

#[derive(cynic::QueryFragment)]
#[cynic(graphql_type = "ReviewUserError")]
struct Refusal {
    code: ReviewErrorCode,
}

#[derive(cynic::Enum, Clone, Copy, Debug, PartialEq, Eq)]
#[cynic(non_exhaustive)]
enum ReviewErrorCode {
    ReviewNotFound,
    PurchaseNotFound,
    OwnShop,
    StaffOfShop,
    SharedAddress,
    Cancelled,
    NotDelivered,
    Refunded,
    WindowOver,
    AlreadyReviewed,
    StarsInvalid,
    TitleInvalid,
    BodyInvalid,
    AspectInvalid,
    AnswerInvalid,
    TooManyPhotos,
    PhotoNotFound,
    EditWindowOver,
    NotAllowedInThisState,
    #[cynic(fallback)]
    Other,
}

impl From<ReviewErrorCode> for ReviewProblem {
    fn from(code: ReviewErrorCode) -> Self {
        match code {
            ReviewErrorCode::ReviewNotFound | ReviewErrorCode::PurchaseNotFound => Self::NotThere,
            ReviewErrorCode::OwnShop | ReviewErrorCode::StaffOfShop => Self::OwnShop,
            ReviewErrorCode::SharedAddress => Self::SharedAddress,
            ReviewErrorCode::Cancelled | ReviewErrorCode::NotDelivered => Self::NotDelivered,
            ReviewErrorCode::Refunded => Self::Refunded,
            ReviewErrorCode::WindowOver => Self::WindowOver,
            ReviewErrorCode::AlreadyReviewed => Self::AlreadyReviewed,
            ReviewErrorCode::StarsInvalid => Self::StarsMissing,
            ReviewErrorCode::TitleInvalid => Self::TitleInvalid,
            ReviewErrorCode::BodyInvalid => Self::BodyInvalid,
            ReviewErrorCode::AspectInvalid => Self::AspectInvalid,
            ReviewErrorCode::AnswerInvalid => Self::AnswerInvalid,
            ReviewErrorCode::TooManyPhotos => Self::TooManyPhotos,
            ReviewErrorCode::PhotoNotFound => Self::PhotoGone,
            ReviewErrorCode::EditWindowOver => Self::EditWindowOver,
            ReviewErrorCode::NotAllowedInThisState | ReviewErrorCode::Other => Self::NotAllowed,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn all_that_is_wrong_is_said_at_once() {
        let draft = ReviewDraft { title: "x".repeat(121), body: " ".to_owned(), ..ReviewDraft::default() };
        let problems = Checked::of(&draft).err().unwrap_or_default();
        let expected = [ReviewProblem::StarsMissing, ReviewProblem::TitleInvalid, ReviewProblem::BodyInvalid];
        assert_eq!(problems, expected);
        let good = ReviewDraft { stars: "4".into(), body: "Good.".into(), ..ReviewDraft::default() };
        assert!(Checked::of(&good).is_ok());
    }
}
