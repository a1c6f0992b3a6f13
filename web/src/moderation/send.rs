//! What the forms of these pages ask of the API. The host sends it when a form comes in; no script does.

use super::{
    draft::{ModerationDraft, ModerationProblem},
    fields::{Category, Decision, Ground},
};
use crate::data::{LoadError, SharedTransport, schema, send};
use cynic::MutationBuilder;

type Outcome = Result<(), Vec<ModerationProblem>>;

/// Decides about a case. The form brought `case`, `version`, `decision`, `ground`, `reason`.
///
/// # Errors
/// What stands in the way.
pub async fn decide_case(transport: &SharedTransport, draft: &ModerationDraft) -> Outcome {
    let (decision, reason) = (Decision::from_name(draft.field("decision")), draft.field("reason"));
    let mut problems = Vec::new();
    if decision.is_none() {
        problems.push(ModerationProblem::DecisionMissing);
    }
    if reason.trim().is_empty() {
        problems.push(ModerationProblem::ReasonInvalid);
    }
    let (Some(decision), true) = (decision, problems.is_empty()) else { return Err(problems) };
    let variables = DecideVariables {
        case: cynic::Id::new(draft.field("case")),
        version: draft.field("version").parse().unwrap_or_default(),
        decision,
        ground: Ground::from_name(draft.field("ground")),
        reason: reason.to_owned(),
    };
    let answer = send(transport, DecideMutation::build(variables)).await;
    outcome(answer.map(|answer| {
        answer.moderation_case_decide.user_errors.into_iter().map(|error| ModerationProblem::from(error.code))
    }))
}

/// Reports a review. The form brought `review`, `category`, `comment`.
///
/// # Errors
/// What stands in the way.
pub async fn flag_review(transport: &SharedTransport, draft: &ModerationDraft) -> Outcome {
    let Some(category) = Category::from_name(draft.field("category")) else {
        return Err(vec![ModerationProblem::CategoryMissing]);
    };
    let comment = Some(draft.field("comment")).filter(|comment| !comment.trim().is_empty()).map(str::to_owned);
    let variables = FlagVariables { review: cynic::Id::new(draft.field("review")), category, comment };
    let answer = send(transport, FlagMutation::build(variables)).await;
    outcome(
        answer
            .map(|answer| answer.review_flag.user_errors.into_iter().map(|error| ModerationProblem::from(error.code))),
    )
}

/// Appeals against what was decided about a review. The form brought `review`, `text`.
///
/// # Errors
/// What stands in the way.
pub async fn appeal_review(transport: &SharedTransport, draft: &ModerationDraft) -> Outcome {
    let text = draft.field("text");
    if text.trim().is_empty() {
        return Err(vec![ModerationProblem::TextInvalid]);
    }
    let variables = AppealVariables { review: cynic::Id::new(draft.field("review")), text: text.to_owned() };
    let answer = send(transport, AppealMutation::build(variables)).await;
    outcome(
        answer.map(|answer| {
            answer.review_appeal.user_errors.into_iter().map(|error| ModerationProblem::from(error.code))
        }),
    )
}

fn outcome(answer: Result<impl Iterator<Item = ModerationProblem>, LoadError>) -> Outcome {
    let problems: Vec<_> = match answer {
        Ok(refusals) => refusals.collect(),
        Err(LoadError::Refused { code, .. }) if code == "UNAUTHENTICATED" => vec![ModerationProblem::SignedOut],
        // An id that is none, and what is for others.
        Err(LoadError::Refused { code, .. }) if code == "BAD_USER_INPUT" || code == "FORBIDDEN" => {
            vec![ModerationProblem::NotThere]
        }
        Err(_) => vec![ModerationProblem::TryAgain],
    };
    if problems.is_empty() { Ok(()) } else { Err(problems) }
}

#[derive(cynic::QueryVariables)]
struct DecideVariables {
    case: cynic::Id,
    version: i32,
    decision: Decision,
    ground: Option<Ground>,
    reason: String,
}

#[derive(cynic::QueryFragment)]
#[cynic(graphql_type = "Mutation", variables = "DecideVariables")]
struct DecideMutation {
    #[arguments(input: { caseId: $case, version: $version, decision: $decision, ground: $ground, reason: $reason })]
    moderation_case_decide: DecidePayload,
}

#[derive(cynic::QueryFragment)]
#[cynic(graphql_type = "ModerationCaseDecidePayload")]
struct DecidePayload {
    user_errors: Vec<DecideError>,
}

#[derive(cynic::QueryFragment)]
#[cynic(graphql_type = "ModerationUserError")]
struct DecideError {
    code: DecideErrorCode,
}

#[derive(cynic::Enum, Clone, Copy, Debug)]
#[cynic(graphql_type = "ModerationErrorCode")]
enum DecideErrorCode {
    CaseNotFound,
    CaseChanged,
    CaseDecided,
    CaseYours,
    GroundMissing,
    ReasonInvalid,
    DecisionNotPossible,
}

impl From<DecideErrorCode> for ModerationProblem {
    fn from(code: DecideErrorCode) -> Self {
        match code {
            DecideErrorCode::CaseNotFound => Self::NotThere,
            DecideErrorCode::CaseChanged => Self::CaseChanged,
            DecideErrorCode::CaseDecided => Self::CaseDecided,
            DecideErrorCode::CaseYours => Self::CaseYours,
            DecideErrorCode::GroundMissing => Self::GroundMissing,
            DecideErrorCode::ReasonInvalid => Self::ReasonInvalid,
            DecideErrorCode::DecisionNotPossible => Self::NotPossible,
        }
    }
}

#[derive(cynic::QueryVariables)]
struct FlagVariables {
    review: cynic::Id,
    category: Category,
    comment: Option<String>,
}

#[derive(cynic::QueryFragment)]
#[cynic(graphql_type = "Mutation", variables = "FlagVariables")]
struct FlagMutation {
    #[arguments(input: { reviewId: $review, category: $category, comment: $comment })]
    review_flag: FlagPayload,
}

#[derive(cynic::QueryFragment)]
#[cynic(graphql_type = "ReviewFlagPayload")]
struct FlagPayload {
    user_errors: Vec<FlagError>,
}

#[derive(cynic::QueryFragment)]
#[cynic(graphql_type = "ReviewFlagUserError")]
struct FlagError {
    code: FlagErrorCode,
}

#[derive(cynic::Enum, Clone, Copy, Debug)]
#[cynic(graphql_type = "ReviewFlagErrorCode")]
enum FlagErrorCode {
    ReviewNotFound,
    FlaggedAlready,
    CommentInvalid,
    OwnReview,
    TooManyFlags,
}

impl From<FlagErrorCode> for ModerationProblem {
    fn from(code: FlagErrorCode) -> Self {
        match code {
            FlagErrorCode::ReviewNotFound => Self::NotThere,
            FlagErrorCode::FlaggedAlready => Self::FlaggedAlready,
            FlagErrorCode::CommentInvalid => Self::CommentInvalid,
            FlagErrorCode::OwnReview => Self::OwnReview,
            FlagErrorCode::TooManyFlags => Self::TooManyFlags,
        }
    }
}

#[derive(cynic::QueryVariables)]
struct AppealVariables {
    review: cynic::Id,
    text: String,
}

#[derive(cynic::QueryFragment)]
#[cynic(graphql_type = "Mutation", variables = "AppealVariables")]
struct AppealMutation {
    #[arguments(input: { reviewId: $review, text: $text })]
    review_appeal: AppealPayload,
}

#[derive(cynic::QueryFragment)]
#[cynic(graphql_type = "ReviewAppealPayload")]
struct AppealPayload {
    user_errors: Vec<AppealError>,
}

#[derive(cynic::QueryFragment)]
#[cynic(graphql_type = "ReviewAppealUserError")]
struct AppealError {
    code: AppealErrorCode,
}

#[derive(cynic::Enum, Clone, Copy, Debug)]
#[cynic(graphql_type = "ReviewAppealErrorCode")]
enum AppealErrorCode {
    ReviewNotFound,
    NothingToAppeal,
    AppealedAlready,
    TextInvalid,
    AppealWindowOver,
}

impl From<AppealErrorCode> for ModerationProblem {
    fn from(code: AppealErrorCode) -> Self {
        match code {
            AppealErrorCode::ReviewNotFound => Self::NotThere,
            AppealErrorCode::NothingToAppeal => Self::NothingToAppeal,
            AppealErrorCode::AppealedAlready => Self::AppealedAlready,
            AppealErrorCode::TextInvalid => Self::TextInvalid,
            AppealErrorCode::AppealWindowOver => Self::WindowOver,
        }
    }
}
