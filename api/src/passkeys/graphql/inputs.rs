//! What mutations of passkeys take and answer.

use super::errors::PasskeyUserError;
use super::{Passkey, PasskeyCeremony};
use crate::accounts::graphql::Account;
use crate::graphql::scalars::LanguageCode;
use async_graphql::{ID, InputObject, SimpleObject};

/// Beginning to add a passkey.
#[derive(InputObject)]
pub struct PasskeyRegistrationBeginInput {
    /// The account's password; not needed within ten minutes of signing in.
    pub password: Option<String>,
}

/// Adding the passkey that was made.
#[derive(InputObject)]
pub struct PasskeyRegistrationFinishInput {
    /// The ceremony's token.
    pub token: String,
    /// What `navigator.credentials.create` answered, as JSON text (`PublicKeyCredential.toJSON`).
    pub credential: String,
    /// What to call it, 1 to 60 characters; by default after what keeps it, or the device.
    pub name: Option<String>,
}

/// Beginning to make an account with a passkey.
#[derive(InputObject)]
pub struct PasskeySignUpBeginInput {
    /// An e-mail address that has no account.
    pub email: String,
    /// The name to show, 1 to 80 characters.
    pub display_name: String,
    /// The language of its mails; by default the request's.
    pub locale: Option<LanguageCode>,
}

/// Making the account with the passkey that was made.
#[derive(InputObject)]
pub struct PasskeySignUpFinishInput {
    /// The ceremony's token.
    pub token: String,
    /// What `navigator.credentials.create` answered, as JSON text (`PublicKeyCredential.toJSON`).
    pub credential: String,
    /// For browsers: put the session into an HttpOnly cookie instead of the answer.
    pub cookie: Option<bool>,
}

/// Signing in with a passkey.
#[derive(InputObject)]
pub struct PasskeySignInFinishInput {
    /// The ceremony's token.
    pub token: String,
    /// What `navigator.credentials.get` answered, as JSON text (`PublicKeyCredential.toJSON`).
    pub credential: String,
    /// For browsers: put the session into an HttpOnly cookie instead of the answer.
    pub cookie: Option<bool>,
}

/// Giving a passkey another name.
#[derive(InputObject)]
pub struct PasskeyRenameInput {
    /// Which one.
    pub id: ID,
    /// Its name, 1 to 60 characters.
    pub name: String,
}

/// Removing a passkey.
#[derive(InputObject)]
pub struct PasskeyDeleteInput {
    /// Which one.
    pub id: ID,
}

/// The answer of `passkeyRegistrationBegin`.
#[derive(SimpleObject)]
pub struct PasskeyRegistrationBeginPayload {
    /// What the browser needs to make the passkey.
    pub ceremony: Option<PasskeyCeremony>,
    /// Why nothing began.
    pub user_errors: Vec<PasskeyUserError>,
}

/// The answer of `passkeyRegistrationFinish`.
#[derive(SimpleObject)]
pub struct PasskeyRegistrationFinishPayload {
    /// The new passkey.
    pub passkey: Option<Passkey>,
    /// Why there is none.
    pub user_errors: Vec<PasskeyUserError>,
}

/// The answer of `passkeySignUpBegin`.
#[derive(SimpleObject)]
pub struct PasskeySignUpBeginPayload {
    /// What the browser needs to make the passkey.
    pub ceremony: Option<PasskeyCeremony>,
    /// Why nothing began. Whether the address has an account is said at the end only.
    pub user_errors: Vec<PasskeyUserError>,
}

/// The answer of `passkeySignUpFinish`.
#[derive(SimpleObject)]
pub struct PasskeySignUpFinishPayload {
    /// The new account.
    pub account: Option<Account>,
    /// The session's token for `Authorization: Bearer …`, valid for 90 days; null when a cookie was asked for.
    pub access_token: Option<String>,
    /// Why there is no account.
    pub user_errors: Vec<PasskeyUserError>,
}

/// The answer of `passkeySignInBegin`.
#[derive(SimpleObject)]
pub struct PasskeySignInBeginPayload {
    /// What the browser needs to use a passkey.
    pub ceremony: Option<PasskeyCeremony>,
    /// Why nothing began.
    pub user_errors: Vec<PasskeyUserError>,
}

/// The answer of `passkeySignInFinish`.
#[derive(SimpleObject)]
pub struct PasskeySignInFinishPayload {
    /// Who signed in.
    pub account: Option<Account>,
    /// The session's token for `Authorization: Bearer …`, valid for 90 days; null when a cookie was asked for.
    pub access_token: Option<String>,
    /// Why nobody signed in.
    pub user_errors: Vec<PasskeyUserError>,
}

/// The answer of `passkeyRename`.
#[derive(SimpleObject)]
pub struct PasskeyRenamePayload {
    /// The passkey as it is now.
    pub passkey: Option<Passkey>,
    /// Why it has its old name.
    pub user_errors: Vec<PasskeyUserError>,
}

/// The answer of `passkeyDelete`.
#[derive(SimpleObject)]
pub struct PasskeyDeletePayload {
    /// Whether it is gone.
    pub deleted: bool,
    /// Why it is still there.
    pub user_errors: Vec<PasskeyUserError>,
}
