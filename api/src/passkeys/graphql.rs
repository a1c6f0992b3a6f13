//! Passkeys in the API.

pub mod errors;
pub mod inputs;

use super::{Ceremony, Newcomer, PasskeyError, entity};
use crate::accounts::SignedInAccount;
use crate::accounts::graphql::{Account, origin, welcome};
use crate::actor::Shopper;
use crate::failure::{Failure, Outcome};
use crate::graphql::context::ContextExt;
use crate::graphql::error::{Fault, OrFault, refusal};
use crate::graphql::ids;
use crate::graphql::scalars::DateTime;
use crate::ids::Secret;
use async_graphql::{Context, ID, Object, Result, SimpleObject};
use errors::{PasskeyErrorCode, PasskeyUserError};
use inputs::{
    PasskeyDeleteInput, PasskeyDeletePayload, PasskeyRegistrationBeginInput, PasskeyRegistrationBeginPayload,
    PasskeyRegistrationFinishInput, PasskeyRegistrationFinishPayload, PasskeyRenameInput, PasskeyRenamePayload,
    PasskeySignInBeginPayload, PasskeySignInFinishInput, PasskeySignInFinishPayload, PasskeySignUpBeginInput,
    PasskeySignUpBeginPayload, PasskeySignUpFinishInput, PasskeySignUpFinishPayload,
};
use shared::Email;
use shared::account::DisplayName;
use shared::id::AccountId;
use shared::passkeys::PasskeyName;

/// A passkey of an account. Only the account sees it.
pub struct Passkey(entity::Model);

/// A passkey of an account: a key pair whose private half stays with a device or a password manager. Only the account
/// sees it.
#[Object]
impl Passkey {
    /// Its id.
    async fn id(&self) -> ID {
        ids::show(self.0.id)
    }

    /// What its owner calls it.
    async fn name(&self) -> &str {
        &self.0.name
    }

    /// Whether it is kept in more places than one, so that losing a device does not lose it.
    async fn backed_up(&self) -> bool {
        self.0.backed_up
    }

    /// When it was made.
    async fn created_at(&self) -> DateTime {
        self.0.created_at.into()
    }

    /// When somebody last signed in with it; null when nobody has.
    async fn last_used_at(&self) -> Option<DateTime> {
        self.0.last_used_at.map(Into::into)
    }
}

/// What a browser needs for its part in making or using a passkey. It can be finished once, within five minutes.
#[derive(SimpleObject)]
pub struct PasskeyCeremony {
    /// The token with which to finish it.
    pub token: String,
    /// Options as JSON text, for `PublicKeyCredential.parseCreationOptionsFromJSON` where a passkey is made, and
    /// `parseRequestOptionsFromJSON` where somebody signs in.
    pub options: String,
    /// Until when it can be finished.
    pub expires_at: DateTime,
}

impl From<Ceremony> for PasskeyCeremony {
    fn from(ceremony: Ceremony) -> Self {
        let Ceremony { token, options, expires_at } = ceremony;
        Self { token: token.reveal().to_owned(), options, expires_at: expires_at.into() }
    }
}

/// `Account.passkeys`: one's own; nobody else's, whoever asks.
///
/// # Errors
/// A fault of ours.
pub async fn of_account(ctx: &Context<'_>, account: AccountId) -> Result<Vec<Passkey>> {
    let shopper = ctx.actor().shopper().filter(|shopper| shopper.account_id() == account);
    let Some(shopper) = shopper else { return Ok(Vec::new()) };
    let rows = super::list(ctx.app(), &shopper).await.or_fault(ctx)?;
    Ok(rows.into_iter().map(Passkey).collect())
}

/// Making, using, naming and removing passkeys.
#[derive(Default)]
pub struct PasskeyMutation;

#[Object]
impl PasskeyMutation {
    /// Begins to add a passkey to the account that is signed in, whose owner says the password or has signed in within
    /// the last ten minutes.
    async fn passkey_registration_begin(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "That it is you.")] input: PasskeyRegistrationBeginInput,
    ) -> Result<PasskeyRegistrationBeginPayload> {
        let shopper = shopper(ctx)?;
        let begun = super::begin_registration(ctx.app(), &shopper, input.password.as_deref()).await;
        let (ceremony, user_errors) = told(begun).or_fault(ctx)?;
        Ok(PasskeyRegistrationBeginPayload { ceremony: ceremony.map(Into::into), user_errors })
    }

    /// Adds the passkey that the browser has made to the account that is signed in.
    async fn passkey_registration_finish(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The passkey.")] input: PasskeyRegistrationFinishInput,
    ) -> Result<PasskeyRegistrationFinishPayload> {
        let shopper = shopper(ctx)?;
        let name = match input.name.as_deref().map(PasskeyName::try_from).transpose() {
            Ok(name) => name,
            Err(error) => {
                let user_errors = vec![PasskeyUserError::at("name", PasskeyErrorCode::NameInvalid, &error)];
                return Ok(PasskeyRegistrationFinishPayload { passkey: None, user_errors });
            }
        };
        let (app, token) = (ctx.app(), Secret::presented(&input.token));
        let user_agent = ctx.visitor().user_agent.as_deref();
        let made = super::finish_registration(app, &shopper, &token, &input.credential, name, user_agent).await;
        let (passkey, user_errors) = told(made).or_fault(ctx)?;
        Ok(PasskeyRegistrationFinishPayload { passkey: passkey.map(Passkey), user_errors })
    }

    /// Begins to make an account with a passkey and without a password.
    async fn passkey_sign_up_begin(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The new account.")] input: PasskeySignUpBeginInput,
    ) -> Result<PasskeySignUpBeginPayload> {
        let newcomer = match checked(ctx, &input) {
            Ok(newcomer) => newcomer,
            Err(user_errors) => return Ok(PasskeySignUpBeginPayload { ceremony: None, user_errors }),
        };
        let begun = super::begin_sign_up(ctx.app(), &newcomer, ctx.visitor().address).await;
        let (ceremony, user_errors) = told(begun).or_fault(ctx)?;
        Ok(PasskeySignUpBeginPayload { ceremony: ceremony.map(Into::into), user_errors })
    }

    /// Makes the account with the passkey that the browser has made, and signs it in. A guest's cart and wishlist move
    /// into the account's.
    async fn passkey_sign_up_finish(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The passkey.")] input: PasskeySignUpFinishInput,
    ) -> Result<PasskeySignUpFinishPayload> {
        let (cookie, token) = (input.cookie.unwrap_or(false), Secret::presented(&input.token));
        let made = super::finish_sign_up(ctx.app(), &token, &input.credential, &origin(ctx, cookie)).await;
        let (account, access_token, user_errors) = entered(ctx, made, cookie).or_fault(ctx)?;
        Ok(PasskeySignUpFinishPayload { account, access_token, user_errors })
    }

    /// Begins to sign in with a passkey. It names nobody: the browser offers the passkeys that it has for this market.
    async fn passkey_sign_in_begin(&self, ctx: &Context<'_>) -> Result<PasskeySignInBeginPayload> {
        let begun = super::begin_sign_in(ctx.app(), ctx.visitor().address).await;
        let (ceremony, user_errors) = told(begun).or_fault(ctx)?;
        Ok(PasskeySignInBeginPayload { ceremony: ceremony.map(Into::into), user_errors })
    }

    /// Signs in with the passkey that was chosen. A guest's cart and wishlist move into the account's.
    async fn passkey_sign_in_finish(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "What the passkey signed.")] input: PasskeySignInFinishInput,
    ) -> Result<PasskeySignInFinishPayload> {
        let (cookie, token) = (input.cookie.unwrap_or(false), Secret::presented(&input.token));
        let signed_in = super::finish_sign_in(ctx.app(), &token, &input.credential, &origin(ctx, cookie)).await;
        let (account, access_token, user_errors) = entered(ctx, signed_in, cookie).or_fault(ctx)?;
        Ok(PasskeySignInFinishPayload { account, access_token, user_errors })
    }

    /// Gives a passkey of the account that is signed in another name.
    async fn passkey_rename(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Which one, and its name.")] input: PasskeyRenameInput,
    ) -> Result<PasskeyRenamePayload> {
        let shopper = shopper(ctx)?;
        let name = match PasskeyName::try_from(input.name.as_str()) {
            Ok(name) => name,
            Err(error) => {
                let user_errors = vec![PasskeyUserError::at("name", PasskeyErrorCode::NameInvalid, &error)];
                return Ok(PasskeyRenamePayload { passkey: None, user_errors });
            }
        };
        let renamed = match ids::lookup(&input.id) {
            Some(id) => super::rename(ctx.app(), &shopper, id, &name).await,
            None => Err(Failure::NotFound),
        };
        let (passkey, user_errors) = told(renamed).or_fault(ctx)?;
        Ok(PasskeyRenamePayload { passkey: passkey.map(Passkey), user_errors })
    }

    /// Removes a passkey of the account that is signed in, unless it is the only way in. The device keeps its half, which
    /// opens nothing any more.
    async fn passkey_delete(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Which one.")] input: PasskeyDeleteInput,
    ) -> Result<PasskeyDeletePayload> {
        let shopper = shopper(ctx)?;
        let deleted = match ids::lookup(&input.id) {
            Some(id) => super::delete(ctx.app(), &shopper, id).await,
            None => Err(Failure::NotFound),
        };
        let (deleted, user_errors) = told(deleted).or_fault(ctx)?;
        Ok(PasskeyDeletePayload { deleted: deleted.is_some(), user_errors })
    }
}

fn shopper(ctx: &Context<'_>) -> Result<Shopper> {
    ctx.actor().shopper().ok_or_else(|| Fault::Unauthenticated.into_error(ctx))
}

/// Everything that is wrong with who signs up, or who that is.
fn checked(ctx: &Context<'_>, input: &PasskeySignUpBeginInput) -> Result<Newcomer, Vec<PasskeyUserError>> {
    let email = Email::try_from(input.email.as_str())
        .map_err(|error| PasskeyUserError::at("email", PasskeyErrorCode::EmailInvalid, &error));
    let display_name = DisplayName::try_from(input.display_name.as_str())
        .map_err(|error| PasskeyUserError::at("displayName", PasskeyErrorCode::DisplayNameInvalid, &error));
    match (email, display_name) {
        (Ok(email), Ok(display_name)) => {
            Ok(Newcomer { email, display_name, locale: input.locale.map_or(ctx.locale(), Into::into) })
        }
        (email, name) => Err([email.err(), name.err()].into_iter().flatten().collect()),
    }
}

/// What was done, or why it was not.
fn told<T>(outcome: Outcome<T, PasskeyError>) -> Result<(Option<T>, Vec<PasskeyUserError>), Fault> {
    match outcome {
        Ok(done) => Ok((Some(done), Vec::new())),
        Err(failure) => Ok((None, vec![refusal(failure, PasskeyError::NotFound)?.into()])),
    }
}

type Entered = (Option<Account>, Option<String>, Vec<PasskeyUserError>);

/// Hands the session's token over, in a cookie or in the answer.
fn entered(ctx: &Context<'_>, outcome: Outcome<SignedInAccount, PasskeyError>, cookie: bool) -> Result<Entered, Fault> {
    let (signed_in, user_errors) = told(outcome)?;
    let (account, access_token) = signed_in.map(|signed_in| welcome(ctx, signed_in, cookie)).unzip();
    Ok((account, access_token.flatten(), user_errors))
}
