//! Why mutations of passkeys are refused.

use crate::passkeys::PasskeyError;
use async_graphql::{Enum, SimpleObject};

/// What is wrong with what was asked of passkeys.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Enum)]
pub enum PasskeyErrorCode {
    /// This installation has no passkeys: see `Site.passkeyOrigin`.
    NotAvailable,
    /// The ceremony is unknown, finished, or older than five minutes: begin again.
    CeremonyOver,
    /// The authenticator's answer does not prove what it should.
    CredentialInvalid,
    /// No account has this passkey.
    PasskeyUnknown,
    /// The passkey has signed less often than before, which a copy of it would do.
    CounterWentBack,
    /// An account has this passkey already.
    AlreadyThere,
    /// A password is wanted, or a sign-in of the last ten minutes.
    ConfirmationNeeded,
    /// It is not the present password.
    PasswordWrong,
    /// Every visitor of this demonstration shares the account.
    AccountShared,
    /// The account has 20 passkeys.
    TooManyPasskeys,
    /// It is the only way into an account without a password.
    LastWayIn,
    /// The account has no such passkey.
    NotFound,
    /// The name is empty, longer than 60 characters, or holds characters that cannot be shown.
    NameInvalid,
    /// Not an e-mail address.
    EmailInvalid,
    /// The e-mail address has an account.
    EmailTaken,
    /// The name to show is empty, longer than 80 characters, or holds characters that cannot be shown.
    DisplayNameInvalid,
    /// Too many tries from here or with this passkey; wait.
    TooManyAttempts,
}

/// Why a mutation of passkeys was refused.
#[derive(Clone, Debug, SimpleObject)]
pub struct PasskeyUserError {
    /// The reason, for programs.
    pub code: PasskeyErrorCode,
    /// The reason, in English, with what to do.
    pub message: String,
    /// The input field concerned.
    pub field: Option<Vec<String>>,
    /// With `TOO_MANY_ATTEMPTS`: seconds until it is worth trying again.
    pub retry_after: Option<i32>,
}

impl PasskeyUserError {
    /// What is wrong with a field of the input.
    pub(super) fn at(field: &str, code: PasskeyErrorCode, message: &dyn ToString) -> Self {
        Self { code, message: message.to_string(), field: Some(vec![field.to_owned()]), retry_after: None }
    }
}

impl From<PasskeyError> for PasskeyUserError {
    fn from(error: PasskeyError) -> Self {
        let (code, field) = match error {
            PasskeyError::NotAvailable => (PasskeyErrorCode::NotAvailable, None),
            PasskeyError::CeremonyOver => (PasskeyErrorCode::CeremonyOver, Some("token")),
            PasskeyError::CredentialInvalid => (PasskeyErrorCode::CredentialInvalid, Some("credential")),
            PasskeyError::Unknown => (PasskeyErrorCode::PasskeyUnknown, Some("credential")),
            PasskeyError::CounterWentBack => (PasskeyErrorCode::CounterWentBack, Some("credential")),
            PasskeyError::AlreadyThere => (PasskeyErrorCode::AlreadyThere, Some("credential")),
            PasskeyError::ConfirmationNeeded => (PasskeyErrorCode::ConfirmationNeeded, Some("password")),
            PasskeyError::PasswordWrong => (PasskeyErrorCode::PasswordWrong, Some("password")),
            PasskeyError::Shared => (PasskeyErrorCode::AccountShared, None),
            PasskeyError::TooMany => (PasskeyErrorCode::TooManyPasskeys, None),
            PasskeyError::LastWayIn => (PasskeyErrorCode::LastWayIn, Some("id")),
            PasskeyError::NotFound => (PasskeyErrorCode::NotFound, Some("id")),
            PasskeyError::EmailTaken => (PasskeyErrorCode::EmailTaken, Some("email")),
            PasskeyError::TooManyAttempts(_) => (PasskeyErrorCode::TooManyAttempts, None),
        };
        let retry_after = match error {
            PasskeyError::TooManyAttempts(seconds) => i32::try_from(seconds).ok(),
            _ => None,
        };
        Self { code, message: error.to_string(), field: field.map(|field| vec![field.to_owned()]), retry_after }
    }
}
