//! What the forms of these pages ask of the API. The host sends it when a form comes in; no script does.

use crate::{
    accounts::{AccountProblem, FieldProblem, api::AccountError, api::outcome},
    data::{SharedTransport, scalars::DateTime, schema, send},
};
use cynic::MutationBuilder;
use shared::Email;

/// What came of saying what is allowed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ChoiceOutcome {
    /// It is recorded.
    Kept,
    /// Other words are the present ones: they are to be read first.
    Outdated,
    /// It could not be done now.
    Failed,
}

/// What somebody said.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Choices {
    /// The version of the words that they read.
    pub wording: i32,
    /// Whether those were the one question about everything.
    pub question: bool,
    /// Whether suggestions may be made from what they look at, if they said.
    pub personalisation: Option<bool>,
    /// Whether they may be written to about their wishlist, if they said.
    pub wishlist_letters: Option<bool>,
}

/// Records what somebody allows and refuses.
pub async fn decide(transport: &SharedTransport, choices: Choices) -> ChoiceOutcome {
    let said = [
        (ConsentPurpose::Personalisation, choices.personalisation),
        (ConsentPurpose::WishlistLetters, choices.wishlist_letters),
    ];
    let said =
        said.into_iter().filter_map(|(purpose, granted)| Some(ConsentChoiceInput { purpose, granted: granted? }));
    let variables = DecideVariables {
        choices: said.collect(),
        wording_version: choices.wording,
        form: if choices.question { ConsentForm::Question } else { ConsentForm::Choices },
    };
    match send(transport, DecideMutation::build(variables)).await {
        Ok(answer) => match answer.consents_update.user_errors.first() {
            None => ChoiceOutcome::Kept,
            Some(ConsentUserError { code: ConsentErrorCode::WordingOutdated }) => ChoiceOutcome::Outdated,
            Some(ConsentUserError { code: ConsentErrorCode::NothingChosen }) => ChoiceOutcome::Failed,
        },
        Err(_) => ChoiceOutcome::Failed,
    }
}

/// Asks for the mail that gives the account another address.
///
/// # Errors
/// What stands in the way; never whether the address has an account.
pub async fn request_email_change(
    transport: &SharedTransport,
    new_email: &str,
    password: Option<&str>,
) -> Result<(), Vec<FieldProblem>> {
    let mut problems = missing(password);
    if Email::try_from(new_email).is_err() {
        problems.insert(0, AccountProblem::EmailInvalid.in_field("newEmail"));
    }
    if !problems.is_empty() {
        return Err(problems);
    }
    let variables = ChangeVariables { new_email: new_email.to_owned(), password: password.map(str::to_owned) };
    let answer = send(transport, ChangeMutation::build(variables)).await.map(|answer| answer.email_change_request);
    outcome(answer.map(|payload| (payload.requested, payload.user_errors)))
}

/// Gives the account its new address by the token of a link.
///
/// # Errors
/// What stands in the way.
pub async fn complete_email_change(transport: &SharedTransport, token: &str) -> Result<(), Vec<FieldProblem>> {
    let variables = TokenVariables { token: token.to_owned() };
    let answer = send(transport, CompleteMutation::build(variables)).await;
    let answer = answer.map(|answer| answer.email_change_complete);
    outcome(answer.map(|payload| (payload.account.is_some(), payload.user_errors)))
}

/// Gives the account its old address back by the token of a link.
///
/// # Errors
/// What stands in the way.
pub async fn undo_email_change(transport: &SharedTransport, token: &str) -> Result<(), Vec<FieldProblem>> {
    let variables = TokenVariables { token: token.to_owned() };
    let answer = send(transport, UndoMutation::build(variables)).await.map(|answer| answer.email_change_undo);
    outcome(answer.map(|payload| (payload.undone, payload.user_errors)))
}

/// The path at which everything that is kept about the account is fetched, once.
///
/// # Errors
/// What stands in the way.
pub async fn create_export(transport: &SharedTransport, password: Option<&str>) -> Result<String, Vec<FieldProblem>> {
    let problems = missing(password);
    if !problems.is_empty() {
        return Err(problems);
    }
    let variables = PasswordVariables { password: password.map(str::to_owned) };
    let answer = send(transport, ExportMutation::build(variables)).await.map(|answer| answer.account_export_create);
    let path = answer.as_ref().ok().and_then(|payload| payload.path.clone());
    outcome(answer.map(|payload| (payload.path.is_some(), payload.user_errors)))?;
    path.ok_or_else(|| vec![AccountProblem::TryAgain.at()])
}

/// Deletes the account.
///
/// # Errors
/// What stands in the way.
pub async fn delete_account(transport: &SharedTransport, password: Option<&str>) -> Result<(), Vec<FieldProblem>> {
    let problems = missing(password);
    if !problems.is_empty() {
        return Err(problems);
    }
    let variables = PasswordVariables { password: password.map(str::to_owned) };
    let answer = send(transport, DeleteMutation::build(variables)).await.map(|answer| answer.account_delete);
    outcome(answer.map(|payload| (payload.deleted, payload.user_errors)))
}

/// A form that asks for a password wants one; one that does not belongs to an account without.
fn missing(password: Option<&str>) -> Vec<FieldProblem> {
    if password.is_some_and(str::is_empty) {
        vec![AccountProblem::PasswordMissing.in_field("password")]
    } else {
        Vec::new()
    }
}

/// What is allowed by somebody.
#[derive(cynic::Enum, Clone, Copy, Debug, PartialEq, Eq)]
#[cynic(graphql_type = "ConsentPurpose")]
pub(crate) enum ConsentPurpose {
    Personalisation,
    WishlistLetters,
}

impl ConsentPurpose {
    /// The name of its field.
    pub(crate) const fn field(self) -> &'static str {
        match self {
            Self::Personalisation => "personalisation",
            Self::WishlistLetters => "wishlistLetters",
        }
    }
}

/// A purpose with what was said of it.
#[derive(cynic::QueryFragment)]
#[cynic(graphql_type = "Consent")]
pub struct ConsentFields {
    pub(crate) purpose: ConsentPurpose,
    pub(crate) title: String,
    pub(crate) text: String,
    pub(crate) wording_version: i32,
    pub(super) granted: bool,
    pub(super) decision: Option<DecisionFields>,
}

#[derive(cynic::QueryFragment)]
#[cynic(graphql_type = "ConsentDecision")]
pub(super) struct DecisionFields {
    pub granted: bool,
    pub decided_at: DateTime,
}

#[derive(cynic::Enum, Clone, Copy, Debug)]
#[cynic(graphql_type = "ConsentForm")]
enum ConsentForm {
    Question,
    Choices,
}

#[derive(cynic::InputObject)]
struct ConsentChoiceInput {
    purpose: ConsentPurpose,
    granted: bool,
}

#[derive(cynic::QueryVariables)]
struct DecideVariables {
    choices: Vec<ConsentChoiceInput>,
    wording_version: i32,
    form: ConsentForm,
}

#[derive(cynic::QueryFragment)]
#[cynic(graphql_type = "Mutation", variables = "DecideVariables")]
struct DecideMutation {
    #[arguments(input: { choices: $choices, wordingVersion: $wording_version, form: $form })]
    consents_update: DecidePayload,
}

#[derive(cynic::QueryFragment)]
#[cynic(graphql_type = "ConsentsUpdatePayload")]
struct DecidePayload {
    user_errors: Vec<ConsentUserError>,
}

#[derive(cynic::QueryFragment)]
#[cynic(graphql_type = "ConsentUserError")]
struct ConsentUserError {
    code: ConsentErrorCode,
}

#[derive(cynic::Enum, Clone, Copy, Debug)]
#[cynic(graphql_type = "ConsentErrorCode")]
enum ConsentErrorCode {
    WordingOutdated,
    NothingChosen,
}

#[derive(cynic::QueryVariables)]
struct ChangeVariables {
    new_email: String,
    password: Option<String>,
}

#[derive(cynic::QueryFragment)]
#[cynic(graphql_type = "Mutation", variables = "ChangeVariables")]
struct ChangeMutation {
    #[arguments(input: { newEmail: $new_email, password: $password })]
    email_change_request: ChangePayload,
}

#[derive(cynic::QueryFragment)]
#[cynic(graphql_type = "EmailChangeRequestPayload")]
struct ChangePayload {
    requested: bool,
    user_errors: Vec<AccountError>,
}

#[derive(cynic::QueryVariables)]
struct TokenVariables {
    token: String,
}

#[derive(cynic::QueryFragment)]
#[cynic(graphql_type = "Mutation", variables = "TokenVariables")]
struct CompleteMutation {
    #[arguments(input: { token: $token })]
    email_change_complete: CompletePayload,
}

#[derive(cynic::QueryFragment)]
#[cynic(graphql_type = "EmailChangeCompletePayload")]
struct CompletePayload {
    account: Option<ChangedAccount>,
    user_errors: Vec<AccountError>,
}

#[derive(cynic::QueryFragment)]
#[cynic(graphql_type = "Account")]
struct ChangedAccount {
    #[expect(dead_code, reason = "that there is an account is all that is asked")]
    id: cynic::Id,
}

#[derive(cynic::QueryFragment)]
#[cynic(graphql_type = "Mutation", variables = "TokenVariables")]
struct UndoMutation {
    #[arguments(input: { token: $token })]
    email_change_undo: UndoPayload,
}

#[derive(cynic::QueryFragment)]
#[cynic(graphql_type = "EmailChangeUndoPayload")]
struct UndoPayload {
    undone: bool,
    user_errors: Vec<AccountError>,
}

#[derive(cynic::QueryVariables)]
struct PasswordVariables {
    password: Option<String>,
}

#[derive(cynic::QueryFragment)]
#[cynic(graphql_type = "Mutation", variables = "PasswordVariables")]
struct ExportMutation {
    #[arguments(input: { password: $password })]
    account_export_create: ExportPayload,
}

#[derive(cynic::QueryFragment)]
#[cynic(graphql_type = "AccountExportCreatePayload")]
struct ExportPayload {
    path: Option<String>,
    user_errors: Vec<AccountError>,
}

#[derive(cynic::QueryFragment)]
#[cynic(graphql_type = "Mutation", variables = "PasswordVariables")]
struct DeleteMutation {
    #[arguments(input: { password: $password })]
    account_delete: DeletePayload,
}

#[derive(cynic::QueryFragment)]
#[cynic(graphql_type = "AccountDeletePayload")]
struct DeletePayload {
    deleted: bool,
    user_errors: Vec<AccountError>,
}
