//! The care of an account: the same for scripts and for plain forms.

use super::session::{AccountError, AccountProblem, FieldProblem, outcome};
use crate::data::{
    SharedTransport,
    scalars::{CurrencyCode, LanguageCode},
    schema, send,
};
use cynic::MutationBuilder;
use shared::{
    Currency, Email, Locale,
    account::{DisplayName, Password},
};

/// Asks for a link to a new password.
///
/// # Errors
/// What stands in the way; never whether there is such an account.
pub async fn request_reset(transport: &SharedTransport, email: &str) -> Result<(), Vec<FieldProblem>> {
    if Email::try_from(email).is_err() {
        return Err(vec![AccountProblem::EmailInvalid.at()]);
    }
    let variables = ForgotVariables { email: email.to_owned() };
    let answer = send(transport, ForgotMutation::build(variables)).await.map(|answer| answer.password_reset_request);
    outcome(answer.map(|payload| (payload.requested, payload.user_errors)))
}

/// Chooses a new password by the token of a link.
///
/// # Errors
/// What stands in the way.
pub async fn reset_password(transport: &SharedTransport, token: &str, password: &str) -> Result<(), Vec<FieldProblem>> {
    if let Err(error) = Password::try_from(password) {
        return Err(vec![AccountProblem::of_password(error).in_field("password")]);
    }
    let variables = ResetVariables { token: token.to_owned(), password: password.to_owned() };
    let answer = send(transport, ResetMutation::build(variables)).await.map(|answer| answer.password_reset_complete);
    outcome(answer.map(|payload| (payload.changed, payload.user_errors)))
}

/// Verifies an address by the token of a link.
///
/// # Errors
/// What stands in the way.
pub async fn verify_email(transport: &SharedTransport, token: &str) -> Result<(), Vec<FieldProblem>> {
    let variables = VerifyVariables { token: token.to_owned() };
    let answer = send(transport, VerifyMutation::build(variables)).await;
    let answer = answer.map(|answer| answer.email_verification_complete);
    outcome(answer.map(|payload| (payload.verified, payload.user_errors)))
}

/// Asks for the mail that verifies the account's address.
///
/// # Errors
/// What stands in the way.
pub async fn request_verification(transport: &SharedTransport) -> Result<(), Vec<FieldProblem>> {
    let answer = send(transport, VerificationMutation::build(())).await;
    let answer = answer.map(|answer| answer.email_verification_request);
    outcome(answer.map(|payload| (payload.requested, payload.user_errors)))
}

/// Changes the name, the language of mails and, if one was chosen, the currency in which amounts are also shown.
///
/// # Errors
/// What stands in the way.
pub async fn update_profile(
    transport: &SharedTransport,
    display_name: &str,
    locale: Locale,
    currency: Option<Currency>,
) -> Result<(), Vec<FieldProblem>> {
    if DisplayName::try_from(display_name).is_err() {
        return Err(vec![AccountProblem::DisplayNameInvalid.at()]);
    }
    let input = ProfileInput {
        display_name: Some(display_name.to_owned()),
        locale: Some(locale.into()),
        currency_code: currency.map(Into::into),
    };
    change_profile(transport, input).await
}

/// Chooses the currency in which the account also sees amounts.
///
/// # Errors
/// What stands in the way.
pub async fn choose_currency(transport: &SharedTransport, currency: Currency) -> Result<(), Vec<FieldProblem>> {
    change_profile(transport, ProfileInput { currency_code: Some(currency.into()), ..ProfileInput::default() }).await
}

async fn change_profile(transport: &SharedTransport, input: ProfileInput) -> Result<(), Vec<FieldProblem>> {
    let answer = send(transport, ProfileMutation::build(ProfileVariables { input })).await;
    let answer = answer.map(|answer| answer.account_update);
    outcome(answer.map(|payload| (payload.account.is_some(), payload.user_errors)))
}

/// Changes the password of who is signed in.
///
/// # Errors
/// What stands in the way.
pub async fn change_password(transport: &SharedTransport, current: &str, new: &str) -> Result<(), Vec<FieldProblem>> {
    let mut problems = Vec::new();
    if current.is_empty() {
        problems.push(AccountProblem::PasswordMissing.in_field("currentPassword"));
    }
    if let Err(error) = Password::try_from(new) {
        problems.push(AccountProblem::of_password(error).in_field("newPassword"));
    }
    if !problems.is_empty() {
        return Err(problems);
    }
    let variables = PasswordVariables { current: current.to_owned(), new: new.to_owned() };
    let answer = send(transport, PasswordMutation::build(variables)).await.map(|answer| answer.password_update);
    outcome(answer.map(|payload| (payload.changed, payload.user_errors)))
}

/// Ends one session of the account; whether it was there.
pub async fn end_session(transport: &SharedTransport, id: &str) -> bool {
    let variables = EndVariables { id: Some(cynic::Id::new(id)), everywhere: false };
    ended(transport, variables).await
}

/// Ends all sessions of the account, also this one; whether it worked.
pub async fn end_everywhere(transport: &SharedTransport) -> bool {
    ended(transport, EndVariables { id: None, everywhere: true }).await
}

async fn ended(transport: &SharedTransport, variables: EndVariables) -> bool {
    let answer = send(transport, EndMutation::build(variables)).await;
    answer.is_ok_and(|answer| answer.session_delete.deleted)
}

#[derive(cynic::QueryVariables)]
struct ForgotVariables {
    email: String,
}

#[derive(cynic::QueryFragment)]
#[cynic(graphql_type = "Mutation", variables = "ForgotVariables")]
struct ForgotMutation {
    #[arguments(input: { email: $email })]
    password_reset_request: ForgotPayload,
}

#[derive(cynic::QueryFragment)]
#[cynic(graphql_type = "PasswordResetRequestPayload")]
struct ForgotPayload {
    requested: bool,
    user_errors: Vec<AccountError>,
}

#[derive(cynic::QueryVariables)]
struct ResetVariables {
    token: String,
    password: String,
}

#[derive(cynic::QueryFragment)]
#[cynic(graphql_type = "Mutation", variables = "ResetVariables")]
struct ResetMutation {
    #[arguments(input: { token: $token, password: $password })]
    password_reset_complete: ResetPayload,
}

#[derive(cynic::QueryFragment)]
#[cynic(graphql_type = "PasswordResetCompletePayload")]
struct ResetPayload {
    changed: bool,
    user_errors: Vec<AccountError>,
}

#[derive(cynic::QueryVariables)]
struct VerifyVariables {
    token: String,
}

#[derive(cynic::QueryFragment)]
#[cynic(graphql_type = "Mutation", variables = "VerifyVariables")]
struct VerifyMutation {
    #[arguments(input: { token: $token })]
    email_verification_complete: VerifyPayload,
}

#[derive(cynic::QueryFragment)]
#[cynic(graphql_type = "EmailVerificationCompletePayload")]
struct VerifyPayload {
    verified: bool,
    user_errors: Vec<AccountError>,
}

#[derive(cynic::QueryFragment)]
#[cynic(graphql_type = "Mutation")]
struct VerificationMutation {
    #[arguments(input: {})]
    email_verification_request: VerificationPayload,
}

#[derive(cynic::QueryFragment)]
#[cynic(graphql_type = "EmailVerificationRequestPayload")]
struct VerificationPayload {
    requested: bool,
    user_errors: Vec<AccountError>,
}

#[derive(cynic::InputObject, Default)]
#[cynic(graphql_type = "AccountUpdateInput")]
struct ProfileInput {
    #[cynic(skip_serializing_if = "Option::is_none")]
    display_name: Option<String>,
    #[cynic(skip_serializing_if = "Option::is_none")]
    locale: Option<LanguageCode>,
    #[cynic(skip_serializing_if = "Option::is_none")]
    currency_code: Option<CurrencyCode>,
}

#[derive(cynic::QueryVariables)]
struct ProfileVariables {
    input: ProfileInput,
}

#[derive(cynic::QueryFragment)]
#[cynic(graphql_type = "Mutation", variables = "ProfileVariables")]
struct ProfileMutation {
    #[arguments(input: $input)]
    account_update: ProfilePayload,
}

#[derive(cynic::QueryFragment)]
#[cynic(graphql_type = "AccountUpdatePayload")]
struct ProfilePayload {
    account: Option<ChangedAccount>,
    user_errors: Vec<AccountError>,
}

#[derive(cynic::QueryFragment)]
#[cynic(graphql_type = "Account")]
struct ChangedAccount {
    #[expect(dead_code, reason = "that there is an account is all that is asked")]
    id: cynic::Id,
}

#[derive(cynic::QueryVariables)]
struct PasswordVariables {
    current: String,
    new: String,
}

#[derive(cynic::QueryFragment)]
#[cynic(graphql_type = "Mutation", variables = "PasswordVariables")]
struct PasswordMutation {
    #[arguments(input: { currentPassword: $current, newPassword: $new })]
    password_update: PasswordPayload,
}

#[derive(cynic::QueryFragment)]
#[cynic(graphql_type = "PasswordUpdatePayload")]
struct PasswordPayload {
    changed: bool,
    user_errors: Vec<AccountError>,
}

#[derive(cynic::QueryVariables)]
struct EndVariables {
    id: Option<cynic::Id>,
    everywhere: bool,
}

#[derive(cynic::QueryFragment)]
#[cynic(graphql_type = "Mutation", variables = "EndVariables")]
struct EndMutation {
    #[arguments(input: { id: $id, everywhere: $everywhere })]
    session_delete: EndPayload,
}

#[derive(cynic::QueryFragment)]
#[cynic(graphql_type = "SessionDeletePayload")]
struct EndPayload {
    deleted: bool,
}
