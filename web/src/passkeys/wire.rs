//! The API's operations of passkeys.

use crate::data::{scalars::LanguageCode, schema};

/// What the browser needs for its part.
#[derive(cynic::QueryFragment)]
#[cynic(graphql_type = "PasskeyCeremony")]
pub(super) struct Ceremony {
    pub token: String,
    pub options: String,
}

#[derive(cynic::QueryFragment)]
#[cynic(graphql_type = "PasskeyUserError")]
pub(super) struct PasskeyError {
    pub code: PasskeyErrorCode,
    pub retry_after: Option<i32>,
}

#[derive(cynic::Enum, Clone, Copy, Debug, PartialEq, Eq)]
#[cynic(graphql_type = "PasskeyErrorCode")]
pub(super) enum PasskeyErrorCode {
    NotAvailable,
    CeremonyOver,
    CredentialInvalid,
    PasskeyUnknown,
    CounterWentBack,
    AlreadyThere,
    ConfirmationNeeded,
    PasswordWrong,
    AccountShared,
    TooManyPasskeys,
    LastWayIn,
    NotFound,
    NameInvalid,
    EmailInvalid,
    EmailTaken,
    DisplayNameInvalid,
    TooManyAttempts,
}

#[derive(cynic::QueryFragment)]
#[cynic(graphql_type = "Query")]
pub(super) struct OriginQuery {
    pub site: Site,
}

#[derive(cynic::QueryFragment)]
#[cynic(graphql_type = "Site")]
pub(super) struct Site {
    pub passkey_origin: Option<String>,
}

#[derive(cynic::QueryFragment)]
#[cynic(graphql_type = "Account")]
pub(super) struct AccountId {
    #[expect(dead_code, reason = "that there is an account is all that is asked")]
    pub id: cynic::Id,
}

#[derive(cynic::QueryFragment)]
#[cynic(graphql_type = "Passkey")]
pub(super) struct PasskeyId {
    #[expect(dead_code, reason = "that there is a passkey is all that is asked")]
    pub id: cynic::Id,
}

#[derive(cynic::QueryVariables)]
pub(super) struct PasswordVariables {
    pub password: Option<String>,
}

#[derive(cynic::QueryFragment)]
#[cynic(graphql_type = "Mutation", variables = "PasswordVariables")]
pub(super) struct RegistrationBegin {
    #[arguments(input: { password: $password })]
    pub passkey_registration_begin: RegistrationBeginPayload,
}

#[derive(cynic::QueryFragment)]
#[cynic(graphql_type = "PasskeyRegistrationBeginPayload")]
pub(super) struct RegistrationBeginPayload {
    pub ceremony: Option<Ceremony>,
    pub user_errors: Vec<PasskeyError>,
}

#[derive(cynic::QueryVariables)]
pub(super) struct AnswerVariables {
    pub token: String,
    pub credential: String,
}

#[derive(cynic::QueryFragment)]
#[cynic(graphql_type = "Mutation", variables = "AnswerVariables")]
pub(super) struct RegistrationFinish {
    #[arguments(input: { token: $token, credential: $credential })]
    pub passkey_registration_finish: RegistrationFinishPayload,
}

#[derive(cynic::QueryFragment)]
#[cynic(graphql_type = "PasskeyRegistrationFinishPayload")]
pub(super) struct RegistrationFinishPayload {
    pub passkey: Option<PasskeyId>,
    pub user_errors: Vec<PasskeyError>,
}

#[derive(cynic::QueryVariables)]
pub(super) struct NewcomerVariables {
    pub email: String,
    pub display_name: String,
    pub locale: LanguageCode,
}

#[derive(cynic::QueryFragment)]
#[cynic(graphql_type = "Mutation", variables = "NewcomerVariables")]
pub(super) struct SignUpBegin {
    #[arguments(input: { email: $email, displayName: $display_name, locale: $locale })]
    pub passkey_sign_up_begin: SignUpBeginPayload,
}

#[derive(cynic::QueryFragment)]
#[cynic(graphql_type = "PasskeySignUpBeginPayload")]
pub(super) struct SignUpBeginPayload {
    pub ceremony: Option<Ceremony>,
    pub user_errors: Vec<PasskeyError>,
}

#[derive(cynic::QueryFragment)]
#[cynic(graphql_type = "Mutation", variables = "AnswerVariables")]
pub(super) struct SignUpFinish {
    #[arguments(input: { token: $token, credential: $credential, cookie: true })]
    pub passkey_sign_up_finish: SignUpFinishPayload,
}

#[derive(cynic::QueryFragment)]
#[cynic(graphql_type = "PasskeySignUpFinishPayload")]
pub(super) struct SignUpFinishPayload {
    pub account: Option<AccountId>,
    pub user_errors: Vec<PasskeyError>,
}

#[derive(cynic::QueryFragment)]
#[cynic(graphql_type = "Mutation")]
pub(super) struct SignInBegin {
    pub passkey_sign_in_begin: SignInBeginPayload,
}

#[derive(cynic::QueryFragment)]
#[cynic(graphql_type = "PasskeySignInBeginPayload")]
pub(super) struct SignInBeginPayload {
    pub ceremony: Option<Ceremony>,
    pub user_errors: Vec<PasskeyError>,
}

#[derive(cynic::QueryFragment)]
#[cynic(graphql_type = "Mutation", variables = "AnswerVariables")]
pub(super) struct SignInFinish {
    #[arguments(input: { token: $token, credential: $credential, cookie: true })]
    pub passkey_sign_in_finish: SignInFinishPayload,
}

#[derive(cynic::QueryFragment)]
#[cynic(graphql_type = "PasskeySignInFinishPayload")]
pub(super) struct SignInFinishPayload {
    pub account: Option<AccountId>,
    pub user_errors: Vec<PasskeyError>,
}

#[derive(cynic::QueryVariables)]
pub(super) struct RenameVariables {
    pub id: cynic::Id,
    pub name: String,
}

#[derive(cynic::QueryFragment)]
#[cynic(graphql_type = "Mutation", variables = "RenameVariables")]
pub(super) struct Rename {
    #[arguments(input: { id: $id, name: $name })]
    pub passkey_rename: RenamePayload,
}

#[derive(cynic::QueryFragment)]
#[cynic(graphql_type = "PasskeyRenamePayload")]
pub(super) struct RenamePayload {
    pub passkey: Option<PasskeyId>,
    pub user_errors: Vec<PasskeyError>,
}

#[derive(cynic::QueryVariables)]
pub(super) struct DeleteVariables {
    pub id: cynic::Id,
}

#[derive(cynic::QueryFragment)]
#[cynic(graphql_type = "Mutation", variables = "DeleteVariables")]
pub(super) struct Delete {
    #[arguments(input: { id: $id })]
    pub passkey_delete: DeletePayload,
}

#[derive(cynic::QueryFragment)]
#[cynic(graphql_type = "PasskeyDeletePayload")]
pub(super) struct DeletePayload {
    pub deleted: bool,
    pub user_errors: Vec<PasskeyError>,
}
