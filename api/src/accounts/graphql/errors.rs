//! Why mutations of accounts are refused.

use crate::accounts::AccountError;
use async_graphql::{Enum, SimpleObject};
use shared::account::PasswordError;

/// What is wrong with what was asked of an account.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Enum)]
pub enum AccountErrorCode {
    /// Not an e-mail address.
    EmailInvalid,
    /// The e-mail address has an account.
    EmailTaken,
    /// The password has fewer than 10 characters.
    PasswordTooShort,
    /// The password has more than 200 characters.
    PasswordTooLong,
    /// The password is among the first that anybody would try.
    PasswordTooCommon,
    /// The name is empty, longer than 80 characters, or holds characters that cannot be shown.
    DisplayNameInvalid,
    /// No account has this e-mail address with this password.
    CredentialsWrong,
    /// Too many tries from here or for this e-mail address; wait.
    TooManyAttempts,
    /// The token is unknown, used or expired.
    TokenInvalid,
    /// It is not the present password.
    PasswordWrong,
    /// A password is wanted, or a sign-in of the last ten minutes.
    ConfirmationNeeded,
    /// The address is verified already.
    AlreadyVerified,
    /// The new address is the present one.
    EmailUnchanged,
    /// Every visitor of this demonstration shares the account: its password and address stay, and so does it.
    AccountShared,
    /// Orders of the account are neither delivered nor cancelled.
    OrdersOpen,
    /// Nobody else is on the staff of one of the account's shops.
    LastOfShop,
    /// There is no such account any more.
    NotFound,
}

/// Why an account mutation was refused.
#[derive(Clone, Debug, SimpleObject)]
pub struct AccountUserError {
    /// The reason, for programs.
    pub code: AccountErrorCode,
    /// The reason, in English, with what to do.
    pub message: String,
    /// The input field concerned.
    pub field: Option<Vec<String>>,
    /// With `TOO_MANY_ATTEMPTS`: seconds until it is worth trying again.
    pub retry_after: Option<i32>,
}

impl AccountUserError {
    /// What is wrong with a field of the input.
    pub(super) fn at(field: &str, code: AccountErrorCode, message: &dyn ToString) -> Self {
        Self { code, message: message.to_string(), field: Some(vec![field.to_owned()]), retry_after: None }
    }

    /// What is wrong with a password in this field of the input.
    pub(super) fn of_password(field: &str, error: PasswordError) -> Self {
        let code = match error {
            PasswordError::TooShort => AccountErrorCode::PasswordTooShort,
            PasswordError::TooLong => AccountErrorCode::PasswordTooLong,
            PasswordError::TooCommon => AccountErrorCode::PasswordTooCommon,
        };
        Self::at(field, code, &error)
    }

    /// The account is gone.
    pub(super) fn gone() -> Self {
        let message = "there is no such account any more".to_owned();
        Self { code: AccountErrorCode::NotFound, message, field: None, retry_after: None }
    }
}

impl From<AccountError> for AccountUserError {
    fn from(error: AccountError) -> Self {
        let (code, field) = match error {
            AccountError::EmailTaken => (AccountErrorCode::EmailTaken, Some("email")),
            AccountError::CredentialsWrong => (AccountErrorCode::CredentialsWrong, Some("password")),
            AccountError::TooManyAttempts(_) => (AccountErrorCode::TooManyAttempts, None),
            AccountError::TokenInvalid => (AccountErrorCode::TokenInvalid, Some("token")),
            AccountError::PasswordWrong => (AccountErrorCode::PasswordWrong, Some("currentPassword")),
            AccountError::ConfirmationNeeded => (AccountErrorCode::ConfirmationNeeded, Some("password")),
            AccountError::AlreadyVerified => (AccountErrorCode::AlreadyVerified, None),
            AccountError::EmailUnchanged => (AccountErrorCode::EmailUnchanged, Some("newEmail")),
            AccountError::Shared => (AccountErrorCode::AccountShared, None),
            AccountError::OrdersOpen(_) => (AccountErrorCode::OrdersOpen, None),
            AccountError::LastOfShop => (AccountErrorCode::LastOfShop, None),
        };
        let retry_after = match error {
            AccountError::TooManyAttempts(seconds) => i32::try_from(seconds).ok(),
            _ => None,
        };
        Self { code, message: error.to_string(), field: field.map(|field| vec![field.to_owned()]), retry_after }
    }
}
