//! What registering, signing in and signing out take, and what they answer.

use super::Account;
use super::errors::AccountUserError;
use crate::graphql::scalars::LanguageCode;
use async_graphql::{ID, InputObject, SimpleObject};

/// A new account.
#[derive(InputObject)]
pub struct AccountRegisterInput {
    /// An e-mail address that has no account.
    pub email: String,
    /// 10 to 200 characters, not a common password.
    pub password: String,
    /// The name to show, 1 to 80 characters.
    pub display_name: String,
    /// The language of its mails; by default the request's.
    pub locale: Option<LanguageCode>,
    /// For browsers: put the session into an HttpOnly cookie instead of the answer.
    pub cookie: Option<bool>,
}

/// Signing in.
#[derive(InputObject)]
pub struct SessionCreateInput {
    /// The account's e-mail address.
    pub email: String,
    /// Its password.
    pub password: String,
    /// For browsers: put the session into an HttpOnly cookie instead of the answer.
    pub cookie: Option<bool>,
}

/// Signing out.
#[derive(InputObject)]
pub struct SessionDeleteInput {
    /// Another session of the account, to end instead of this one.
    pub id: Option<ID>,
    /// End all sessions of the account, not only this one.
    pub everywhere: Option<bool>,
}

/// The answer of `accountRegister`.
#[derive(Default, SimpleObject)]
pub struct AccountRegisterPayload {
    /// The new account.
    pub account: Option<Account>,
    /// The session's token for `Authorization: Bearer …`, valid for 90 days; null when a cookie was asked for.
    pub access_token: Option<String>,
    /// Why there is no account.
    pub user_errors: Vec<AccountUserError>,
}

/// The answer of `sessionCreate`.
#[derive(Default, SimpleObject)]
pub struct SessionCreatePayload {
    /// Who signed in.
    pub account: Option<Account>,
    /// The session's token for `Authorization: Bearer …`, valid for 90 days; null when a cookie was asked for.
    pub access_token: Option<String>,
    /// Why nobody signed in.
    pub user_errors: Vec<AccountUserError>,
}

/// The answer of `sessionDelete`.
#[derive(SimpleObject)]
pub struct SessionDeletePayload {
    /// Whether a session ended; false when nobody was signed in, or the account has no such session.
    pub deleted: bool,
    /// Always empty: nothing refuses signing out.
    pub user_errors: Vec<AccountUserError>,
}
