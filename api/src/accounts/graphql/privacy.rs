//! What an account's owner may do with it as a whole: give it another address, take everything along, delete it.

use super::Account;
use super::care::{shopper, token, told};
use super::errors::{AccountErrorCode, AccountUserError};
use crate::accounts::confirm::{Confirmed, Proof, confirm};
use crate::accounts::{self, AccountError, deletion, export};
use crate::actor::Shopper;
use crate::failure::{Failure, Outcome};
use crate::graphql::context::{ContextExt, Effect};
use crate::graphql::error::OrFault;
use crate::graphql::scalars::DateTime;
use crate::orders::graphql::Order;
use crate::shops::graphql::Shop;
use async_graphql::{Context, InputObject, Object, Result, SimpleObject};
use shared::Email;
use std::sync::Arc;

/// What keeps an account from being deleted.
#[derive(SimpleObject)]
pub struct DeletionObstacles {
    /// Its orders that are neither delivered nor cancelled, the newest first; at most 20.
    pub orders: Vec<Order>,
    /// Shops that nobody else looks after.
    pub shops: Vec<Shop>,
}

/// What keeps the account that is signed in from being deleted now.
///
/// # Errors
/// A fault of ours.
pub(super) async fn obstacles(ctx: &Context<'_>) -> Result<DeletionObstacles> {
    let Some(shopper) = ctx.actor().shopper() else {
        return Ok(DeletionObstacles { orders: Vec::new(), shops: Vec::new() });
    };
    let found = deletion::obstacles(ctx.app(), &shopper).await.or_fault(ctx)?;
    let shops = found.shops.into_iter().map(|id| Shop::load(ctx, id));
    let shops = futures::future::try_join_all(shops).await.or_fault(ctx)?;
    Ok(DeletionObstacles { orders: found.orders.into_iter().map(Order::new).collect(), shops })
}

/// Asking for another address.
#[derive(InputObject)]
pub struct EmailChangeRequestInput {
    /// The address that the account is to have.
    pub new_email: String,
    /// The present password; left out by whoever has signed in within the last ten minutes.
    pub password: Option<String>,
}

/// The answer of `emailChangeRequest`.
#[derive(SimpleObject)]
pub struct EmailChangeRequestPayload {
    /// Whether a mail to the new address is on its way. It is the same whether or not that has an account already.
    pub requested: bool,
    /// Why there is none.
    pub user_errors: Vec<AccountUserError>,
}

/// Confirming another address.
#[derive(InputObject)]
pub struct EmailChangeCompleteInput {
    /// The token of the link that was mailed to the new address.
    pub token: String,
}

/// The answer of `emailChangeComplete`.
#[derive(SimpleObject)]
pub struct EmailChangeCompletePayload {
    /// The account with its new address. Its other sessions have ended.
    pub account: Option<Account>,
    /// Why it has its old address.
    pub user_errors: Vec<AccountUserError>,
}

/// Taking a change of address back.
#[derive(InputObject)]
pub struct EmailChangeUndoInput {
    /// The token of the link that was mailed to the old address.
    pub token: String,
}

/// The answer of `emailChangeUndo`.
#[derive(SimpleObject)]
pub struct EmailChangeUndoPayload {
    /// Whether the account has its old address again. Then all its sessions have ended, its password and its passkeys are
    /// worth nothing any more, and a link to a new password is on its way.
    pub undone: bool,
    /// Why it has not.
    pub user_errors: Vec<AccountUserError>,
}

/// Asking for everything that is kept about the account.
#[derive(InputObject)]
pub struct AccountExportCreateInput {
    /// The present password; left out by whoever has signed in within the last ten minutes.
    pub password: Option<String>,
}

/// The answer of `accountExportCreate`.
#[derive(Default, SimpleObject)]
pub struct AccountExportCreatePayload {
    /// Where the document is fetched, once, with GET and nothing else: a path of this server.
    pub path: Option<String>,
    /// From when on the path leads nowhere.
    pub expires_at: Option<DateTime>,
    /// Why there is none.
    pub user_errors: Vec<AccountUserError>,
}

/// Deleting the account.
#[derive(InputObject)]
pub struct AccountDeleteInput {
    /// The present password; left out by whoever has signed in within the last ten minutes.
    pub password: Option<String>,
}

/// The answer of `accountDelete`.
#[derive(SimpleObject)]
pub struct AccountDeletePayload {
    /// Whether the account is gone.
    pub deleted: bool,
    /// Why it is not.
    pub user_errors: Vec<AccountUserError>,
}

/// What an account's owner may do with it as a whole.
#[derive(Default)]
pub struct AccountPrivacyMutation;

#[Object]
impl AccountPrivacyMutation {
    /// Mails a link to the address that the account is to have; until it is opened, the account keeps the one it has.
    async fn email_change_request(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The address and that it is you.")] input: EmailChangeRequestInput,
    ) -> Result<EmailChangeRequestPayload> {
        let shopper = shopper(ctx)?;
        let new = match Email::try_from(input.new_email) {
            Ok(new) => new,
            Err(error) => {
                let error = AccountUserError::at("newEmail", AccountErrorCode::EmailInvalid, &error);
                return Ok(EmailChangeRequestPayload { requested: false, user_errors: vec![error] });
            }
        };
        let done = async {
            let confirmed = confirmed(ctx, &shopper, input.password.as_deref()).await?;
            accounts::request_email_change(ctx.app(), &confirmed, &new).await
        };
        let (requested, user_errors) = asked_again(told(ctx, done.await)?);
        Ok(EmailChangeRequestPayload { requested: requested.is_some(), user_errors })
    }

    /// Gives the account that is signed in its new address, by the token that was mailed there. The old address gets a
    /// notice with a link that takes it back within a week.
    async fn email_change_complete(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The token.")] input: EmailChangeCompleteInput,
    ) -> Result<EmailChangeCompletePayload> {
        let shopper = shopper(ctx)?;
        let outcome = match token(&input.token) {
            Some(token) => accounts::complete_email_change(ctx.app(), &shopper, &token, ctx.visitor().address).await,
            None => Err(AccountError::TokenInvalid.into()),
        };
        let (account, user_errors) = told(ctx, outcome)?;
        Ok(EmailChangeCompletePayload { account: account.map(|row| Account(Arc::new(row))), user_errors })
    }

    /// Gives an account the address back that it had, by the token that was mailed there; whoever brings it need not be
    /// signed in.
    async fn email_change_undo(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The token.")] input: EmailChangeUndoInput,
    ) -> Result<EmailChangeUndoPayload> {
        let outcome = match token(&input.token) {
            Some(token) => accounts::undo_email_change(ctx.app(), &token, ctx.visitor().address).await,
            None => Err(AccountError::TokenInvalid.into()),
        };
        let (undone, user_errors) = told(ctx, outcome)?;
        Ok(EmailChangeUndoPayload { undone: undone.is_some(), user_errors })
    }

    /// Makes the way to everything that is kept about the account that is signed in, as one JSON document: at most five
    /// times in a quarter of an hour. It is fetched over HTTP and not in this answer, since it may be long.
    async fn account_export_create(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "That it is you.")] input: AccountExportCreateInput,
    ) -> Result<AccountExportCreatePayload> {
        let shopper = shopper(ctx)?;
        let done = async {
            let confirmed = confirmed(ctx, &shopper, input.password.as_deref()).await?;
            export::prepare(ctx.app(), &confirmed).await
        };
        let (ticket, user_errors) = asked_again(told(ctx, done.await)?);
        let Some(ticket) = ticket else { return Ok(AccountExportCreatePayload { user_errors, ..Default::default() }) };
        let path = format!("{}/{}", export::PATH, ticket.token.reveal());
        Ok(AccountExportCreatePayload { path: Some(path), expires_at: Some(ticket.expires_at.into()), user_errors })
    }

    /// Deletes the account that is signed in, at once and for good. Its orders stay as figures, without anything that
    /// tells whose they were; the address may register anew.
    async fn account_delete(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "That it is you.")] input: AccountDeleteInput,
    ) -> Result<AccountDeletePayload> {
        let shopper = shopper(ctx)?;
        let done = async {
            let confirmed = match confirmed(ctx, &shopper, input.password.as_deref()).await {
                // It is gone already, which is what was asked for.
                Err(Failure::NotFound) => return Ok(()),
                confirmed => confirmed?,
            };
            deletion::delete(ctx.app(), &confirmed).await
        };
        let (deleted, user_errors) = asked_again(told(ctx, done.await)?);
        if deleted.is_some() {
            ctx.visitor().effects.push(Effect::ClearSession);
        }
        Ok(AccountDeletePayload { deleted: deleted.is_some(), user_errors })
    }
}

async fn confirmed(ctx: &Context<'_>, shopper: &Shopper, password: Option<&str>) -> Outcome<Confirmed, AccountError> {
    confirm(ctx.app(), shopper, Proof::of(password)).await
}

/// The password is called so where it is asked once more.
fn asked_again<T>((done, mut errors): (T, Vec<AccountUserError>)) -> (T, Vec<AccountUserError>) {
    for error in &mut errors {
        if error.code == AccountErrorCode::PasswordWrong {
            error.field = Some(vec!["password".to_owned()]);
        }
    }
    (done, errors)
}
