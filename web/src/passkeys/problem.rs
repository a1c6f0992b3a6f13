//! Why a passkey was not made, used or changed.

use super::wire::{PasskeyError, PasskeyErrorCode};
use crate::{accounts::AccountProblem, data::LoadError, i18n::Language, text};
use serde::{Deserialize, Serialize};
use shared::Locale;

/// What stands in the way.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum PasskeyProblem {
    /// Somebody said no, or the device has no passkey for this market.
    Cancelled,
    /// Nobody came in time.
    TimedOut,
    /// The page itself ended it.
    Stopped,
    /// The browser or the device cannot.
    Unsupported,
    /// The device has one for this account already.
    AlreadyThere,
    /// What it signed proves nothing.
    Invalid,
    /// No account has it.
    Unknown,
    /// Somebody may have a copy of it.
    CounterWentBack,
    /// That it is them is to be shown first.
    ConfirmationNeeded,
    /// Every visitor of the demonstration uses the account.
    AccountShared,
    /// The account has as many as it may.
    TooMany,
    /// Without it nobody could sign in.
    LastWayIn,
    /// It is gone already.
    Gone,
    /// It is no name of a passkey.
    NameInvalid,
    /// It is not the present password.
    PasswordWrong,
    /// It is no e-mail address.
    EmailInvalid,
    /// Another account has it.
    EmailTaken,
    /// It is no name to show.
    DisplayNameInvalid,
    /// Too many tries: wait so many minutes.
    TooManyAttempts(i32),
    /// The market was not reached.
    Offline,
    /// It could not be done now.
    TryAgain,
}

impl PasskeyProblem {
    /// The field that it is about; empty for the whole.
    pub(super) const fn field(self) -> &'static str {
        match self {
            Self::EmailInvalid | Self::EmailTaken => "email",
            Self::DisplayNameInvalid => "displayName",
            Self::PasswordWrong => "confirmPassword",
            _ => "",
        }
    }

    /// In a sentence.
    #[must_use]
    pub fn sentence(self, lang: Language, locale: Locale) -> String {
        let of_account = |problem: AccountProblem| problem.sentence(lang, locale);
        let sentence = match self {
            Self::Cancelled | Self::Stopped => text!(lang, passkeys.problem_cancelled),
            Self::TimedOut => text!(lang, passkeys.problem_timeout),
            Self::Unsupported => text!(lang, passkeys.problem_unsupported),
            Self::AlreadyThere => text!(lang, passkeys.problem_there),
            Self::Invalid => text!(lang, passkeys.problem_invalid),
            Self::Unknown => text!(lang, passkeys.problem_unknown),
            Self::CounterWentBack => text!(lang, passkeys.problem_counter),
            Self::ConfirmationNeeded => text!(lang, passkeys.problem_confirm),
            Self::TooMany => text!(lang, passkeys.problem_too_many),
            Self::LastWayIn => text!(lang, passkeys.problem_last),
            Self::NameInvalid => text!(lang, passkeys.problem_name),
            Self::PasswordWrong => return of_account(AccountProblem::PasswordWrong),
            Self::AccountShared => return of_account(AccountProblem::AccountShared),
            Self::EmailInvalid => return of_account(AccountProblem::EmailInvalid),
            Self::EmailTaken => return of_account(AccountProblem::EmailTaken),
            Self::DisplayNameInvalid => return of_account(AccountProblem::DisplayNameInvalid),
            Self::TooManyAttempts(minutes) => return of_account(AccountProblem::TooManyAttempts(minutes)),
            Self::Offline => text!(lang, common.failure_offline),
            Self::Gone | Self::TryAgain => return of_account(AccountProblem::TryAgain),
        };
        sentence.to_owned()
    }
}

impl From<LoadError> for PasskeyProblem {
    fn from(error: LoadError) -> Self {
        match error {
            LoadError::Unreachable => Self::Offline,
            LoadError::Refused { .. } | LoadError::Malformed => Self::TryAgain,
        }
    }
}

impl From<PasskeyError> for PasskeyProblem {
    fn from(error: PasskeyError) -> Self {
        match error.code {
            PasskeyErrorCode::NotAvailable => Self::Unsupported,
            PasskeyErrorCode::CeremonyOver => Self::TimedOut,
            PasskeyErrorCode::CredentialInvalid => Self::Invalid,
            PasskeyErrorCode::PasskeyUnknown => Self::Unknown,
            PasskeyErrorCode::CounterWentBack => Self::CounterWentBack,
            PasskeyErrorCode::AlreadyThere => Self::AlreadyThere,
            PasskeyErrorCode::ConfirmationNeeded => Self::ConfirmationNeeded,
            PasskeyErrorCode::PasswordWrong => Self::PasswordWrong,
            PasskeyErrorCode::AccountShared => Self::AccountShared,
            PasskeyErrorCode::TooManyPasskeys => Self::TooMany,
            PasskeyErrorCode::LastWayIn => Self::LastWayIn,
            PasskeyErrorCode::NotFound => Self::Gone,
            PasskeyErrorCode::NameInvalid => Self::NameInvalid,
            PasskeyErrorCode::EmailInvalid => Self::EmailInvalid,
            PasskeyErrorCode::EmailTaken => Self::EmailTaken,
            PasskeyErrorCode::DisplayNameInvalid => Self::DisplayNameInvalid,
            PasskeyErrorCode::TooManyAttempts => Self::TooManyAttempts((error.retry_after.unwrap_or(60) + 59) / 60),
        }
    }
}
