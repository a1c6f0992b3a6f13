//! Signing in, up and out: the same for scripts and for plain forms.

use crate::{
    data::{SharedTransport, scalars::LanguageCode, schema, send},
    i18n::{Language, plural},
    passkeys::PasskeyProblem,
    text,
};
use cynic::MutationBuilder;
use serde::{Deserialize, Serialize};
use shared::{
    Email, Locale,
    account::{DisplayName, Password, PasswordError},
    format::integer,
};

/// Why an account was not made, or not entered.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum AccountProblem {
    /// It is no e-mail address.
    EmailInvalid,
    /// Another account has it.
    EmailTaken,
    /// Nothing was written.
    PasswordMissing,
    /// Too few characters.
    PasswordTooShort,
    /// Too many characters.
    PasswordTooLong,
    /// Anybody would guess it.
    PasswordTooCommon,
    /// It is no name to show.
    DisplayNameInvalid,
    /// E-mail address and password do not belong together.
    CredentialsWrong,
    /// Too many tries: wait so many minutes.
    TooManyAttempts(i32),
    /// The link was used or has expired.
    TokenInvalid,
    /// It is not the present password.
    PasswordWrong,
    /// That it is them is to be shown first.
    ConfirmationNeeded,
    /// The address is verified already.
    AlreadyVerified,
    /// The new address is the present one.
    EmailUnchanged,
    /// Every visitor of the demonstration uses the account.
    AccountShared,
    /// Orders are under way.
    OrdersOpen,
    /// Nobody else looks after a shop.
    LastOfShop,
    /// Something about a passkey.
    Passkey(PasskeyProblem),
    /// It could not be done now.
    TryAgain,
}

/// A problem at a field, by the field's name; an empty name stands for the whole form.
pub type FieldProblem = (String, AccountProblem);

impl AccountProblem {
    /// At this field.
    pub(crate) fn in_field(self, field: &str) -> FieldProblem {
        (field.to_owned(), self)
    }

    /// At the field that it is usually about.
    pub(crate) fn at(self) -> FieldProblem {
        let field = match self {
            Self::EmailInvalid | Self::EmailTaken => "email",
            Self::PasswordMissing | Self::PasswordTooShort | Self::PasswordTooLong | Self::PasswordTooCommon => {
                "password"
            }
            Self::DisplayNameInvalid => "displayName",
            Self::PasswordWrong => "currentPassword",
            Self::EmailUnchanged => "newEmail",
            Self::CredentialsWrong
            | Self::TooManyAttempts(_)
            | Self::TokenInvalid
            | Self::ConfirmationNeeded
            | Self::AlreadyVerified
            | Self::AccountShared
            | Self::OrdersOpen
            | Self::LastOfShop
            | Self::Passkey(_)
            | Self::TryAgain => "",
        };
        (field.to_owned(), self)
    }

    /// In a sentence.
    #[must_use]
    pub fn sentence(self, lang: Language, locale: Locale) -> String {
        let sentence = match self {
            Self::EmailInvalid => text!(lang, checkout.problem_email),
            Self::EmailTaken => text!(lang, accounts.problem_email_taken),
            Self::PasswordMissing => text!(lang, checkout.problem_missing),
            Self::PasswordTooShort => text!(lang, accounts.problem_password_short),
            Self::PasswordTooLong => text!(lang, accounts.problem_password_long),
            Self::PasswordTooCommon => text!(lang, accounts.problem_password_common),
            Self::DisplayNameInvalid => text!(lang, accounts.problem_name),
            Self::CredentialsWrong => text!(lang, accounts.problem_credentials),
            Self::TooManyAttempts(minutes) => {
                let count = integer(i64::from(minutes), locale);
                return plural(
                    locale,
                    i64::from(minutes),
                    text!(lang, accounts.problem_attempts_single, count = count.clone()),
                    text!(lang, accounts.problem_attempts_many, count = count),
                );
            }
            Self::TokenInvalid => text!(lang, accounts.problem_token),
            Self::PasswordWrong => text!(lang, accounts.problem_password_wrong),
            Self::ConfirmationNeeded => text!(lang, passkeys.problem_confirm),
            Self::AlreadyVerified => text!(lang, accounts.problem_verified),
            Self::EmailUnchanged => text!(lang, accounts.problem_same_email),
            Self::AccountShared => text!(lang, accounts.problem_shared),
            Self::OrdersOpen => text!(lang, accounts.problem_orders_open),
            Self::LastOfShop => text!(lang, accounts.problem_last_of_shop),
            Self::Passkey(problem) => return problem.sentence(lang, locale),
            Self::TryAgain => text!(lang, accounts.problem_again),
        };
        sentence.to_owned()
    }

    /// What is wrong with a password that somebody wants to choose.
    pub(super) const fn of_password(error: PasswordError) -> Self {
        match error {
            PasswordError::TooShort => Self::PasswordTooShort,
            PasswordError::TooLong => Self::PasswordTooLong,
            PasswordError::TooCommon => Self::PasswordTooCommon,
        }
    }
}

/// Opens a session with a cookie.
///
/// # Errors
/// What stands in the way.
pub async fn sign_in(transport: &SharedTransport, email: &str, password: &str) -> Result<(), Vec<FieldProblem>> {
    let mut problems = Vec::new();
    if Email::try_from(email).is_err() {
        problems.push(AccountProblem::EmailInvalid.at());
    }
    if password.is_empty() {
        problems.push(AccountProblem::PasswordMissing.at());
    }
    if !problems.is_empty() {
        return Err(problems);
    }
    let variables = SignInVariables { email: email.to_owned(), password: password.to_owned() };
    let payload = send(transport, SignInMutation::build(variables)).await.map(|answer| answer.session_create);
    outcome(payload.map(|payload| (payload.account.is_some(), payload.user_errors)))
}

/// Makes an account and opens a session with a cookie.
///
/// # Errors
/// What stands in the way.
pub async fn sign_up(
    transport: &SharedTransport,
    locale: Locale,
    display_name: &str,
    email: &str,
    password: &str,
) -> Result<(), Vec<FieldProblem>> {
    let mut problems = Vec::new();
    if DisplayName::try_from(display_name).is_err() {
        problems.push(AccountProblem::DisplayNameInvalid.at());
    }
    if Email::try_from(email).is_err() {
        problems.push(AccountProblem::EmailInvalid.at());
    }
    if let Err(error) = Password::try_from(password) {
        problems.push(AccountProblem::of_password(error).at());
    }
    if !problems.is_empty() {
        return Err(problems);
    }
    let variables = SignUpVariables {
        email: email.to_owned(),
        password: password.to_owned(),
        display_name: display_name.to_owned(),
        locale: locale.into(),
    };
    let payload = send(transport, SignUpMutation::build(variables)).await.map(|answer| answer.account_register);
    outcome(payload.map(|payload| (payload.account.is_some(), payload.user_errors)))
}

/// Ends the visitor's session; whether it worked.
pub async fn sign_out(transport: &SharedTransport) -> bool {
    let answer = send(transport, SignOutMutation::build(())).await;
    answer.is_ok_and(|answer| answer.session_delete.deleted)
}

pub(crate) fn outcome<E>(payload: Result<(bool, Vec<AccountError>), E>) -> Result<(), Vec<FieldProblem>> {
    match payload {
        Ok((true, errors)) if errors.is_empty() => Ok(()),
        Ok((_, errors)) if !errors.is_empty() => Err(errors.into_iter().map(placed).collect()),
        _ => Err(vec![AccountProblem::TryAgain.at()]),
    }
}

/// A refusal at the field that the API names, if the form has it; what concerns no field stands above the form.
fn placed(error: AccountError) -> FieldProblem {
    let AccountError { code, field, retry_after } = error;
    let problem = match code {
        AccountErrorCode::TooManyAttempts => AccountProblem::TooManyAttempts((retry_after.unwrap_or(60) + 59) / 60),
        code => code.into(),
    };
    let usual = problem.at();
    match field.into_iter().flatten().next() {
        Some(field) if !usual.0.is_empty() => (field, problem),
        _ => usual,
    }
}

#[derive(cynic::QueryVariables)]
struct SignInVariables {
    email: String,
    password: String,
}

#[derive(cynic::QueryFragment)]
#[cynic(graphql_type = "Mutation", variables = "SignInVariables")]
struct SignInMutation {
    #[arguments(input: { email: $email, password: $password, cookie: true })]
    session_create: SignInPayload,
}

#[derive(cynic::QueryFragment)]
#[cynic(graphql_type = "SessionCreatePayload")]
struct SignInPayload {
    account: Option<AccountId>,
    user_errors: Vec<AccountError>,
}

#[derive(cynic::QueryVariables)]
struct SignUpVariables {
    email: String,
    password: String,
    display_name: String,
    locale: LanguageCode,
}

#[derive(cynic::QueryFragment)]
#[cynic(graphql_type = "Mutation", variables = "SignUpVariables")]
struct SignUpMutation {
    #[arguments(input: { email: $email, password: $password, displayName: $display_name, locale: $locale, cookie: true })]
    account_register: SignUpPayload,
}

#[derive(cynic::QueryFragment)]
#[cynic(graphql_type = "AccountRegisterPayload")]
struct SignUpPayload {
    account: Option<AccountId>,
    user_errors: Vec<AccountError>,
}

#[derive(cynic::QueryFragment)]
#[cynic(graphql_type = "Mutation")]
struct SignOutMutation {
    #[arguments(input: {})]
    session_delete: SignOutPayload,
}

#[derive(cynic::QueryFragment)]
#[cynic(graphql_type = "SessionDeletePayload")]
struct SignOutPayload {
    deleted: bool,
}

#[derive(cynic::QueryFragment)]
#[cynic(graphql_type = "Account")]
struct AccountId {
    #[expect(dead_code, reason = "that there is an account is all that is asked")]
    id: cynic::Id,
}

#[derive(cynic::QueryFragment)]
#[cynic(graphql_type = "AccountUserError")]
pub(crate) struct AccountError {
    code: AccountErrorCode,
    field: Option<Vec<String>>,
    retry_after: Option<i32>,
}

#[derive(cynic::Enum, Clone, Copy, Debug, PartialEq, Eq)]
#[cynic(graphql_type = "AccountErrorCode")]
pub(crate) enum AccountErrorCode {
    EmailInvalid,
    EmailTaken,
    PasswordTooShort,
    PasswordTooLong,
    PasswordTooCommon,
    DisplayNameInvalid,
    CredentialsWrong,
    TooManyAttempts,
    TokenInvalid,
    PasswordWrong,
    ConfirmationNeeded,
    AlreadyVerified,
    EmailUnchanged,
    AccountShared,
    OrdersOpen,
    LastOfShop,
    NotFound,
}

impl From<AccountErrorCode> for AccountProblem {
    fn from(code: AccountErrorCode) -> Self {
        match code {
            AccountErrorCode::EmailInvalid => Self::EmailInvalid,
            AccountErrorCode::EmailTaken => Self::EmailTaken,
            AccountErrorCode::PasswordTooShort => Self::PasswordTooShort,
            AccountErrorCode::PasswordTooLong => Self::PasswordTooLong,
            AccountErrorCode::PasswordTooCommon => Self::PasswordTooCommon,
            AccountErrorCode::DisplayNameInvalid => Self::DisplayNameInvalid,
            AccountErrorCode::CredentialsWrong => Self::CredentialsWrong,
            AccountErrorCode::TooManyAttempts => Self::TooManyAttempts(1),
            AccountErrorCode::TokenInvalid => Self::TokenInvalid,
            AccountErrorCode::PasswordWrong => Self::PasswordWrong,
            AccountErrorCode::ConfirmationNeeded => Self::ConfirmationNeeded,
            AccountErrorCode::AlreadyVerified => Self::AlreadyVerified,
            AccountErrorCode::EmailUnchanged => Self::EmailUnchanged,
            AccountErrorCode::AccountShared => Self::AccountShared,
            AccountErrorCode::OrdersOpen => Self::OrdersOpen,
            AccountErrorCode::LastOfShop => Self::LastOfShop,
            AccountErrorCode::NotFound => Self::TryAgain,
        }
    }
}
