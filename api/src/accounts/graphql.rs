//! Accounts in the API.

pub mod care;
pub mod errors;
pub mod inputs;
pub mod privacy;
pub mod session;

use super::sessions::Client;
use super::{AccountError, NewAccount, Origin, SignedInAccount, entity};
use crate::actor::Role;
use crate::addresses::{self, graphql::SavedAddress};
use crate::failure::Failure;
use crate::graphql::context::{ContextExt, Effect};
use crate::graphql::error::{Fault, OrFault};
use crate::graphql::ids;
use crate::graphql::money::CurrencyCode;
use crate::graphql::paging::Page;
use crate::graphql::scalars::{DateTime, LanguageCode};
use crate::orders::graphql::{OrderConnection, account_orders};
use crate::passkeys::{self, graphql::Passkey};
use crate::reviews::{
    self,
    graphql::{ReviewConnection, ReviewableLine, ReviewablePart},
};
use crate::saved_searches::{self, graphql::SavedSearch};
use crate::shops::{self, graphql::Shop};
use async_graphql::{Context, Enum, ID, Object};
use errors::{AccountErrorCode, AccountUserError};
use inputs::{
    AccountRegisterInput, AccountRegisterPayload, SessionCreateInput, SessionCreatePayload, SessionDeleteInput,
    SessionDeletePayload,
};
use session::Session;
use shared::Email;
use shared::account::{DisplayName, Password, SessionKind};
use shared::id::{AccountId, SessionId};
use std::sync::Arc;

/// What an account may do on the whole marketplace.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Enum)]
#[graphql(remote = "Role", name = "AccountRole")]
pub enum AccountRole {
    /// Buys; sells too when on the staff of a shop.
    Shopper,
    /// Also looks after what people write.
    Moderator,
    /// Also runs the installation.
    Admin,
}

/// Somebody who registered. Only they see it.
#[derive(Clone)]
pub struct Account(pub Arc<entity::Model>);

/// The account of the one who asks, if it has this id.
///
/// # Errors
/// When the database does not answer.
pub async fn find(ctx: &Context<'_>, id: AccountId) -> Result<Option<Account>, Fault> {
    let Some(shopper) = ctx.actor().shopper().filter(|shopper| shopper.account_id() == id) else { return Ok(None) };
    Ok(super::find(ctx.app(), &shopper).await?.map(|account| Account(Arc::new(account))))
}

/// Somebody who registered. Only they see it.
#[Object]
impl Account {
    /// Its id.
    pub async fn id(&self) -> ID {
        ids::show(self.0.id)
    }

    /// Its e-mail address, in lower case.
    async fn email(&self) -> &str {
        &self.0.email
    }

    /// Whether its owner has shown that the address is theirs.
    async fn email_verified(&self) -> bool {
        self.0.email_verified_at.is_some()
    }

    /// The name under which it is shown.
    async fn display_name(&self) -> &str {
        &self.0.display_name
    }

    /// The language of its mails.
    async fn locale(&self) -> LanguageCode {
        self.0.locale.into()
    }

    /// The currency in which it also sees amounts; null when it has chosen none.
    async fn currency_code(&self) -> Option<CurrencyCode> {
        self.0.currency.map(Into::into)
    }

    /// What it may do everywhere.
    async fn role(&self) -> AccountRole {
        self.0.role.into()
    }

    /// Shops on whose staff it is.
    async fn shops(&self, ctx: &Context<'_>) -> async_graphql::Result<Vec<Shop>> {
        // An account is shown to itself only, and the actor knows its shops; but whoever signs in with this very
        // request was nobody when it began.
        let ids = match ctx.actor().account_id() {
            Some(id) if id == self.0.id => ctx.actor().shops().to_vec(),
            _ => shops::staffed_by(ctx.app(), self.0.id).await.map_err(Fault::from).or_fault(ctx)?,
        };
        let shops = ids.into_iter().map(|id| Shop::load(ctx, id));
        futures::future::try_join_all(shops).await.or_fault(ctx)
    }

    /// Its orders, the newest first.
    async fn orders(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "How many at most, from the beginning or after a cursor: up to 100.")] first: Option<i32>,
        #[graphql(desc = "Only what follows this cursor.")] after: Option<String>,
        #[graphql(desc = "How many at most, from the end or before a cursor: up to 100.")] last: Option<i32>,
        #[graphql(desc = "Only what precedes this cursor.")] before: Option<String>,
    ) -> async_graphql::Result<OrderConnection> {
        let page = Page::parse(first, after.as_deref(), last, before.as_deref()).or_fault(ctx)?;
        account_orders(ctx, self.0.id, page).await
    }

    /// Its address book, the default first, then the newest; at most 20.
    async fn addresses(&self, ctx: &Context<'_>) -> async_graphql::Result<Vec<SavedAddress>> {
        addresses::graphql::of_account(ctx, self.0.id).await
    }

    /// Where it is signed in, the session used last first; at most 100.
    async fn sessions(&self, ctx: &Context<'_>) -> async_graphql::Result<Vec<Session>> {
        // An account is shown to itself only.
        let Some(shopper) = ctx.actor().shopper() else { return Ok(Vec::new()) };
        let rows = super::sessions::list(ctx.app(), &shopper).await.or_fault(ctx)?;
        Ok(rows.into_iter().map(|row| Session::new(row, shopper.session_id())).collect())
    }

    /// Whether every visitor of this demonstration shares it: then its password and address stay, and so does it.
    async fn is_shared(&self, ctx: &Context<'_>) -> bool {
        super::confirm::is_shared(ctx.app(), &self.0)
    }

    /// What keeps it from being deleted now.
    async fn deletion_obstacles(&self, ctx: &Context<'_>) -> async_graphql::Result<privacy::DeletionObstacles> {
        privacy::obstacles(ctx).await
    }

    /// Whether it has a password. One without is entered with a passkey, or was made by an import.
    async fn has_password(&self) -> bool {
        self.0.password_hash.is_some()
    }

    /// What its owner may review now, what arrived last first; at most 100.
    async fn reviewable_lines(&self, ctx: &Context<'_>) -> async_graphql::Result<Vec<ReviewableLine>> {
        reviews::graphql::reviewable_lines(ctx, self.0.id).await
    }

    /// Of which shops its owner may review the service now, by what they delivered; what arrived last first, at most 100.
    async fn reviewable_parts(&self, ctx: &Context<'_>) -> async_graphql::Result<Vec<ReviewablePart>> {
        reviews::graphql::reviewable_parts(ctx, self.0.id).await
    }

    /// The reviews that its owner wrote, the newest first; also those that are being checked or are hidden.
    async fn reviews(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "How many at most: up to 100.")] first: Option<i32>,
        #[graphql(desc = "Only what follows this cursor.")] after: Option<String>,
    ) -> async_graphql::Result<ReviewConnection> {
        reviews::graphql::account_reviews(ctx, self.0.id, (first, after)).await
    }

    /// The searches that it keeps, the newest first; at most 20.
    async fn saved_searches(&self, ctx: &Context<'_>) -> async_graphql::Result<Vec<SavedSearch>> {
        saved_searches::graphql::of_account(ctx, self.0.id).await
    }

    /// Its passkeys, the oldest first; at most 20.
    async fn passkeys(&self, ctx: &Context<'_>) -> async_graphql::Result<Vec<Passkey>> {
        passkeys::graphql::of_account(ctx, self.0.id).await
    }

    /// Whether it looks after what people write: the moderation desk is open to it.
    async fn is_moderator(&self) -> bool {
        matches!(self.0.role, Role::Moderator | Role::Admin)
    }

    /// When it registered.
    async fn created_at(&self) -> DateTime {
        self.0.created_at.into()
    }
}

/// Root fields about the one who asks.
#[derive(Default)]
pub struct AccountQuery;

#[Object]
impl AccountQuery {
    /// The account that is signed in; null for guests.
    async fn me(&self, ctx: &Context<'_>) -> Option<async_graphql::Result<Account>> {
        let shopper = ctx.actor().shopper()?;
        let account = super::find(ctx.app(), &shopper).await.or_fault(ctx).transpose()?;
        Some(account.map(|account| Account(Arc::new(account))))
    }
}

/// Registering, signing in and out.
#[derive(Default)]
pub struct AccountMutation;

#[Object]
impl AccountMutation {
    /// Makes an account and signs it in. A guest's cart and wishlist move into the account's, and so does what the guest
    /// allowed and refused.
    async fn account_register(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The new account.")] input: AccountRegisterInput,
    ) -> async_graphql::Result<AccountRegisterPayload> {
        let cookie = input.cookie.unwrap_or(false);
        let new = match checked(ctx, &input) {
            Ok(new) => new,
            Err(user_errors) => return Ok(AccountRegisterPayload { user_errors, ..Default::default() }),
        };
        let outcome = super::register(ctx.app(), new, &origin(ctx, cookie)).await;
        let (account, access_token, user_errors) = answer(ctx, outcome, cookie).or_fault(ctx)?;
        Ok(AccountRegisterPayload { account, access_token, user_errors })
    }

    /// Signs in. A guest's cart and wishlist move into the account's, and what the guest allowed and refused if the account
    /// has said nothing.
    async fn session_create(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Who signs in.")] input: SessionCreateInput,
    ) -> async_graphql::Result<SessionCreatePayload> {
        let cookie = input.cookie.unwrap_or(false);
        let Ok(email) = Email::try_from(input.email) else {
            let user_errors = vec![AccountError::CredentialsWrong.into()];
            return Ok(SessionCreatePayload { user_errors, ..Default::default() });
        };
        let outcome = super::sign_in(ctx.app(), &email, &input.password, &origin(ctx, cookie)).await;
        let (account, access_token, user_errors) = answer(ctx, outcome, cookie).or_fault(ctx)?;
        Ok(SessionCreatePayload { account, access_token, user_errors })
    }

    /// Signs out: here, in another session of the account, or everywhere.
    async fn session_delete(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Which sessions end.")] input: SessionDeleteInput,
    ) -> async_graphql::Result<SessionDeletePayload> {
        let everywhere = input.everywhere.unwrap_or(false);
        let session = match input.id.map(|id| id.parse::<SessionId>()) {
            // An id that is none ends nothing, as one of somebody else does.
            Some(Err(_)) => return Ok(SessionDeletePayload { deleted: false, user_errors: Vec::new() }),
            Some(Ok(id)) => Some(id),
            None => None,
        };
        let deleted = super::sign_out(ctx.app(), ctx.actor(), session, everywhere).await.or_fault(ctx)?;
        if everywhere || session.is_none_or(|id| ctx.actor().session_id() == Some(id)) {
            ctx.visitor().effects.push(Effect::ClearSession);
        }
        Ok(SessionDeletePayload { deleted, user_errors: Vec::new() })
    }
}

/// Everything that is wrong with a registration, or the registration.
fn checked(ctx: &Context<'_>, input: &AccountRegisterInput) -> Result<NewAccount, Vec<AccountUserError>> {
    let email = Email::try_from(input.email.as_str())
        .map_err(|error| AccountUserError::at("email", AccountErrorCode::EmailInvalid, &error));
    let password =
        Password::try_from(input.password.as_str()).map_err(|error| AccountUserError::of_password("password", error));
    let display_name = DisplayName::try_from(input.display_name.as_str())
        .map_err(|error| AccountUserError::at("displayName", AccountErrorCode::DisplayNameInvalid, &error));
    match (email, password, display_name) {
        (Ok(email), Ok(password), Ok(display_name)) => {
            let locale = input.locale.map_or(ctx.locale(), Into::into);
            Ok(NewAccount { email, password, display_name, locale })
        }
        (email, password, name) => Err([email.err(), password.err(), name.err()].into_iter().flatten().collect()),
    }
}

/// Who asks to sign in, besides what they bring.
pub(crate) fn origin(ctx: &Context<'_>, cookie: bool) -> Origin {
    let visitor = ctx.visitor();
    let kind = if cookie { SessionKind::Cookie } else { SessionKind::Bearer };
    Origin {
        client: Client { kind, user_agent: visitor.user_agent.clone() },
        address: visitor.address,
        cart_id: visitor.cart_id,
        wishlist_id: visitor.wishlist_id,
        consent: visitor.consent.clone(),
    }
}

type Answer = (Option<Account>, Option<String>, Vec<AccountUserError>);

/// Hands the token over, in a cookie or in the answer.
fn answer(
    ctx: &Context<'_>,
    outcome: Result<SignedInAccount, Failure<AccountError>>,
    cookie: bool,
) -> Result<Answer, Fault> {
    match outcome {
        Ok(signed_in) => {
            let (account, access_token) = welcome(ctx, signed_in, cookie);
            Ok((Some(account), access_token, Vec::new()))
        }
        Err(failure) => {
            let refusal = crate::graphql::error::refusal(failure, AccountError::CredentialsWrong)?;
            Ok((None, None, vec![refusal.into()]))
        }
    }
}

/// The account of somebody who has just signed in, and the token unless a cookie carries it.
pub(crate) fn welcome(ctx: &Context<'_>, signed_in: SignedInAccount, cookie: bool) -> (Account, Option<String>) {
    let SignedInAccount { account, token } = signed_in;
    let visitor = ctx.visitor();
    let effects = &visitor.effects;
    if visitor.cart_id.is_some() {
        // Its lines are in the account's cart now.
        effects.push(Effect::ClearCart);
    }
    if visitor.wishlist_id.is_some() {
        effects.push(Effect::ClearWishlist);
    }
    if visitor.consent.is_some() {
        // From now on the account's decisions count.
        effects.push(Effect::ClearConsent);
    }
    let access_token = if cookie {
        effects.push(Effect::SetSession(token.reveal().to_owned()));
        None
    } else {
        Some(token.reveal().to_owned())
    };
    (Account(Arc::new(account)), access_token)
}
