//! The care of an account: its address, its password, its name.

use super::Account;
use super::errors::{AccountErrorCode, AccountUserError};
use crate::accounts::{self, AccountError, ProfileChange};
use crate::actor::Shopper;
use crate::failure::{Failure, Outcome};
use crate::graphql::context::ContextExt;
use crate::graphql::error::Fault;
use crate::graphql::money::CurrencyCode;
use crate::graphql::scalars::LanguageCode;
use crate::ids::Secret;
use async_graphql::{Context, InputObject, MaybeUndefined, Object, Result, SimpleObject};
use shared::Email;
use shared::account::{DisplayName, Password};
use std::sync::Arc;

/// Longest token that is looked at, in characters; ours have 64.
const MAX_TOKEN: usize = 200;

/// Changing what an account says of itself. What is left out stays as it is.
#[derive(InputObject)]
pub struct AccountUpdateInput {
    /// The name to show, 1 to 80 characters.
    pub display_name: Option<String>,
    /// The language of its mails.
    pub locale: Option<LanguageCode>,
    /// The currency in which amounts are also shown; null takes the choice back.
    pub currency_code: MaybeUndefined<CurrencyCode>,
}

/// The answer of `accountUpdate`.
#[derive(SimpleObject)]
pub struct AccountUpdatePayload {
    /// The account after the change.
    pub account: Option<Account>,
    /// Why it was not changed.
    pub user_errors: Vec<AccountUserError>,
}

/// Asking for the mail that verifies the account's address.
#[derive(InputObject)]
pub struct EmailVerificationRequestInput {
    /// From now on the language of the account's mails; by default as it is.
    pub locale: Option<LanguageCode>,
}

/// The answer of `emailVerificationRequest`.
#[derive(SimpleObject)]
pub struct EmailVerificationRequestPayload {
    /// Whether a mail is on its way.
    pub requested: bool,
    /// Why there is none: one was sent moments ago, or the address is verified already.
    pub user_errors: Vec<AccountUserError>,
}

/// Verifying an address.
#[derive(InputObject)]
pub struct EmailVerificationCompleteInput {
    /// The token of the mail's link.
    pub token: String,
}

/// The answer of `emailVerificationComplete`.
#[derive(SimpleObject)]
pub struct EmailVerificationCompletePayload {
    /// Whether the address is verified now.
    pub verified: bool,
    /// The account; null for whoever is not signed in as it.
    pub account: Option<Account>,
    /// Why it is not verified.
    pub user_errors: Vec<AccountUserError>,
}

/// Asking for a link to a new password.
#[derive(InputObject)]
pub struct PasswordResetRequestInput {
    /// The account's e-mail address.
    pub email: String,
}

/// The answer of `passwordResetRequest`.
#[derive(SimpleObject)]
pub struct PasswordResetRequestPayload {
    /// Whether the wish was heard. It is the same whether or not there is such an account.
    pub requested: bool,
    /// Why it was not: the address is none, or there were too many wishes from here.
    pub user_errors: Vec<AccountUserError>,
}

/// Choosing a new password by a link.
#[derive(InputObject)]
pub struct PasswordResetCompleteInput {
    /// The token of the mail's link.
    pub token: String,
    /// 10 to 200 characters, not a common password.
    pub password: String,
}

/// The answer of `passwordResetComplete`.
#[derive(SimpleObject)]
pub struct PasswordResetCompletePayload {
    /// Whether the account has the new password now. All its sessions have ended.
    pub changed: bool,
    /// Why it has not.
    pub user_errors: Vec<AccountUserError>,
}

/// Changing one's password.
#[derive(InputObject)]
pub struct PasswordUpdateInput {
    /// The present password.
    pub current_password: String,
    /// 10 to 200 characters, not a common password.
    pub new_password: String,
}

/// The answer of `passwordUpdate`.
#[derive(SimpleObject)]
pub struct PasswordUpdatePayload {
    /// Whether the account has the new password now. Its other sessions have ended.
    pub changed: bool,
    /// Why it has not.
    pub user_errors: Vec<AccountUserError>,
}

/// The care of an account.
#[derive(Default)]
pub struct AccountCareMutation;

#[Object]
impl AccountCareMutation {
    /// Changes the name, the language or the currency of the account that is signed in.
    async fn account_update(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "What is to change.")] input: AccountUpdateInput,
    ) -> Result<AccountUpdatePayload> {
        let shopper = shopper(ctx)?;
        let display_name = match input.display_name.as_deref().map(DisplayName::try_from).transpose() {
            Ok(name) => name,
            Err(error) => {
                let error = AccountUserError::at("displayName", AccountErrorCode::DisplayNameInvalid, &error);
                return Ok(AccountUpdatePayload { account: None, user_errors: vec![error] });
            }
        };
        let currency = match input.currency_code {
            MaybeUndefined::Undefined => None,
            MaybeUndefined::Null => Some(None),
            MaybeUndefined::Value(code) => Some(Some(code.into())),
        };
        let change = ProfileChange { display_name, locale: input.locale.map(Into::into), currency };
        let changed = accounts::update(ctx.app(), &shopper, change).await;
        Ok(match changed {
            Ok(account) => AccountUpdatePayload { account: Some(Account(Arc::new(account))), user_errors: Vec::new() },
            Err(Failure::NotFound) => {
                AccountUpdatePayload { account: None, user_errors: vec![AccountUserError::gone()] }
            }
            Err(Failure::Refused(never)) => match never {},
            Err(Failure::Internal(cause)) => return Err(Fault::Internal(cause).into_error(ctx)),
        })
    }

    /// Sends the mail that verifies the account's address once more: at most one in five minutes.
    async fn email_verification_request(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "In which language.")] input: EmailVerificationRequestInput,
    ) -> Result<EmailVerificationRequestPayload> {
        let (app, shopper) = (ctx.app(), shopper(ctx)?);
        if let Some(locale) = input.locale {
            let change = ProfileChange { locale: Some(locale.into()), ..ProfileChange::default() };
            if let Err(Failure::Internal(cause)) = accounts::update(app, &shopper, change).await {
                return Err(Fault::Internal(cause).into_error(ctx));
            }
        }
        let (requested, user_errors) = told(ctx, accounts::request_verification(app, &shopper).await)?;
        Ok(EmailVerificationRequestPayload { requested: requested.is_some(), user_errors })
    }

    /// Verifies an address by the token that was mailed to it; whoever brings it need not be signed in.
    async fn email_verification_complete(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The token.")] input: EmailVerificationCompleteInput,
    ) -> Result<EmailVerificationCompletePayload> {
        let outcome = match token(&input.token) {
            Some(token) => accounts::verify(ctx.app(), &token).await,
            None => Err(AccountError::TokenInvalid.into()),
        };
        let (account, user_errors) = told(ctx, outcome)?;
        let verified = account.is_some();
        let own = account.filter(|account| ctx.actor().account_id() == Some(account.id));
        let account = own.map(|account| Account(Arc::new(account)));
        Ok(EmailVerificationCompletePayload { verified, account, user_errors })
    }

    /// Mails a link to a new password, if there is an account with this address. The answer does not tell.
    async fn password_reset_request(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Whose password.")] input: PasswordResetRequestInput,
    ) -> Result<PasswordResetRequestPayload> {
        let email = match Email::try_from(input.email) {
            Ok(email) => email,
            Err(error) => {
                let error = AccountUserError::at("email", AccountErrorCode::EmailInvalid, &error);
                return Ok(PasswordResetRequestPayload { requested: false, user_errors: vec![error] });
            }
        };
        let address = ctx.visitor().address;
        let outcome = accounts::request_reset(ctx.app(), &email, ctx.locale(), address).await;
        let (requested, user_errors) = told(ctx, outcome)?;
        Ok(PasswordResetRequestPayload { requested: requested.is_some(), user_errors })
    }

    /// Gives an account a new password by the token that was mailed to its address, and ends all its sessions.
    async fn password_reset_complete(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The token and the new password.")] input: PasswordResetCompleteInput,
    ) -> Result<PasswordResetCompletePayload> {
        let password = match Password::try_from(input.password.as_str()) {
            Ok(password) => password,
            Err(error) => {
                let error = AccountUserError::of_password("password", error);
                return Ok(PasswordResetCompletePayload { changed: false, user_errors: vec![error] });
            }
        };
        let outcome = match token(&input.token) {
            Some(token) => accounts::reset(ctx.app(), &token, password, ctx.visitor().address).await,
            None => Err(AccountError::TokenInvalid.into()),
        };
        let (changed, user_errors) = told(ctx, outcome)?;
        Ok(PasswordResetCompletePayload { changed: changed.is_some(), user_errors })
    }

    /// Changes the password of the account that is signed in, and ends its other sessions.
    async fn password_update(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The present password and the new one.")] input: PasswordUpdateInput,
    ) -> Result<PasswordUpdatePayload> {
        let shopper = shopper(ctx)?;
        let new = match Password::try_from(input.new_password.as_str()) {
            Ok(password) => password,
            Err(error) => {
                let error = AccountUserError::of_password("newPassword", error);
                return Ok(PasswordUpdatePayload { changed: false, user_errors: vec![error] });
            }
        };
        let outcome = accounts::change_password(ctx.app(), &shopper, &input.current_password, new).await;
        let (changed, user_errors) = told(ctx, outcome)?;
        Ok(PasswordUpdatePayload { changed: changed.is_some(), user_errors })
    }
}

fn shopper(ctx: &Context<'_>) -> Result<Shopper> {
    ctx.actor().shopper().ok_or_else(|| Fault::Unauthenticated.into_error(ctx))
}

/// A token as it came: nothing that could be one of ours is refused.
fn token(text: &str) -> Option<Secret> {
    let text = text.trim();
    (!text.is_empty() && text.len() <= MAX_TOKEN).then(|| Secret::presented(text))
}

/// What was done, or why it was not.
fn told<T>(ctx: &Context<'_>, outcome: Outcome<T, AccountError>) -> Result<(Option<T>, Vec<AccountUserError>)> {
    match outcome {
        Ok(done) => Ok((Some(done), Vec::new())),
        Err(Failure::Refused(error)) => Ok((None, vec![error.into()])),
        Err(Failure::NotFound) => Ok((None, vec![AccountUserError::gone()])),
        Err(Failure::Internal(cause)) => Err(Fault::Internal(cause).into_error(ctx)),
    }
}
