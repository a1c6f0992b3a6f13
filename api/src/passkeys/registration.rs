//! Making passkeys: one more for an account, or the first together with the account.

use super::ceremonies::{self, Ceremony, Purpose};
use super::entity::{self, Column, Entity, Model};
use super::relying_party::Made;
use super::{MAX_PASSKEYS, PasskeyError, list, lock, makers, party, refuse_shared};
use crate::accounts::confirm::{Proof, confirm};
use crate::accounts::device::{Device, device};
use crate::accounts::policy::Limited;
use crate::accounts::{self, AccountError, AccountRow, Origin, SignedInAccount};
use crate::actor::Shopper;
use crate::app::App;
use crate::db::Tx;
use crate::events::NewEvent;
use crate::failure::{Failure, Outcome, violates_unique};
use crate::ids::Secret;
use sea_orm::{ActiveModelTrait, ActiveValue, ColumnTrait, EntityTrait, PaginatorTrait, QueryFilter};
use serde::{Deserialize, Serialize};
use serde_json::json;
use shared::account::DisplayName;
use shared::id::AccountId;
use shared::passkeys::PasskeyName;
use shared::{Email, Locale};
use std::net::IpAddr;
use webauthn_rs::prelude::PasskeyRegistration;

/// Who wants an account with a passkey.
#[derive(Clone, Debug)]
pub struct Newcomer {
    /// The e-mail address; nobody else's, which is found out at the end.
    pub email: Email,
    /// The name to show.
    pub display_name: DisplayName,
    /// The language of its mails.
    pub locale: Locale,
}

/// What a ceremony of signing up keeps.
#[derive(Serialize, Deserialize)]
struct SignUp {
    account_id: AccountId,
    email: String,
    display_name: String,
    locale: Locale,
    registration: PasskeyRegistration,
}

/// Begins to make a passkey for somebody signed in, who says their password or has signed in moments ago.
///
/// # Errors
/// [`PasskeyError::NotAvailable`], [`PasskeyError::Shared`], [`PasskeyError::TooMany`], and what `confirm` refuses.
pub async fn begin_registration(
    app: &App,
    shopper: &Shopper,
    password: Option<&str>,
) -> Outcome<Ceremony, PasskeyError> {
    let party = party(app)?;
    let confirmed = confirm::<PasskeyError>(app, shopper, Proof::of(password.filter(|said| !said.is_empty()))).await?;
    let account = confirmed.account();
    refuse_shared(app, account)?;
    let known = list(app, shopper).await?;
    if known.len() >= MAX_PASSKEYS {
        return Err(PasskeyError::TooMany.into());
    }
    let (options, state) = party.begin_registration(account.id, &account.email, &account.display_name, &known)?;
    Ok(ceremonies::open(app, Purpose::Registration, Some(account.id), options, &state).await?)
}

/// Adds the passkey that the browser has made. Without a name it is called after what keeps it, or the device.
///
/// # Errors
/// [`PasskeyError::CeremonyOver`], [`PasskeyError::CredentialInvalid`], [`PasskeyError::AlreadyThere`],
/// [`PasskeyError::TooMany`].
pub async fn finish_registration(
    app: &App,
    shopper: &Shopper,
    token: &Secret,
    answer: &str,
    name: Option<PasskeyName>,
    user_agent: Option<&str>,
) -> Outcome<Model, PasskeyError> {
    let party = party(app)?;
    let taken = ceremonies::take::<PasskeyRegistration>(app, Purpose::Registration, token).await?;
    let own = taken.filter(|(account, _)| *account == Some(shopper.account_id()));
    let (_, state) = own.ok_or(PasskeyError::CeremonyOver)?;
    let made = party.finish_registration(answer, &state)?;
    let mut tx = app.db.begin(app.clock.now()).await?;
    let account = lock(&tx, shopper.account_id()).await?.ok_or(Failure::NotFound)?;
    let known = Entity::find().filter(Column::AccountId.eq(account.id)).count(tx.conn()).await?;
    if known >= MAX_PASSKEYS as u64 {
        return Err(PasskeyError::TooMany.into());
    }
    let passkey = insert(app, &mut tx, account.id, made, name, user_agent, false).await?;
    tx.commit().await?;
    Ok(passkey)
}

/// Begins to make an account with a passkey. What happens is the same whether or not the address has an account.
///
/// # Errors
/// [`PasskeyError::NotAvailable`], [`PasskeyError::TooManyAttempts`] for the network address.
pub async fn begin_sign_up(app: &App, newcomer: &Newcomer, address: Option<IpAddr>) -> Outcome<Ceremony, PasskeyError> {
    let party = party(app)?;
    super::count_begun(app, address)?;
    let account_id = app.ids.next();
    let (email, display_name) = (newcomer.email.to_string(), newcomer.display_name.as_str().to_owned());
    let (options, registration) = party.begin_registration(account_id, &email, &display_name, &[])?;
    let state = SignUp { account_id, email, display_name, locale: newcomer.locale, registration };
    Ok(ceremonies::open(app, Purpose::SignUp, None, options, &state).await?)
}

/// Makes the account with the passkey that the browser has made, and signs it in.
///
/// # Errors
/// [`PasskeyError::CeremonyOver`], [`PasskeyError::CredentialInvalid`], [`PasskeyError::EmailTaken`],
/// [`PasskeyError::TooManyAttempts`] for the network address.
pub async fn finish_sign_up(
    app: &App,
    token: &Secret,
    answer: &str,
    origin: &Origin,
) -> Outcome<SignedInAccount, PasskeyError> {
    let party = party(app)?;
    if let Some(address) = origin.address {
        let now = app.clock.now();
        app.accounts.throttle.count_address(Limited::Registrations, address, now).map_err(PasskeyError::from)?;
    }
    let taken = ceremonies::take::<SignUp>(app, Purpose::SignUp, token).await?;
    let (_, wish) = taken.ok_or(PasskeyError::CeremonyOver)?;
    let made = party.finish_registration(answer, &wish.registration)?;
    let mut tx = app.db.begin(app.clock.now()).await?;
    let row = AccountRow {
        id: wish.account_id,
        email: wish.email,
        display_name: wish.display_name,
        password_hash: None,
        locale: wish.locale,
    };
    let account = accounts::insert(&mut tx, row).await.map_err(|failure| {
        failure.map(|error| match error {
            AccountError::EmailTaken => PasskeyError::EmailTaken,
            _ => PasskeyError::CeremonyOver,
        })
    })?;
    let user_agent = origin.client.user_agent.as_deref();
    insert(app, &mut tx, account.id, made, None, user_agent, true).await?;
    let token = accounts::enter(app, &mut tx, account.id, origin).await?;
    tx.commit().await?;
    Ok(SignedInAccount { account, token })
}

async fn insert(
    app: &App,
    tx: &mut Tx,
    account_id: AccountId,
    made: Made,
    name: Option<PasskeyName>,
    user_agent: Option<&str>,
    with_account: bool,
) -> Outcome<Model, PasskeyError> {
    let name = name.map_or_else(|| name_of(&made, user_agent), |name| name.as_str().to_owned());
    let row = entity::ActiveModel {
        id: ActiveValue::Set(app.ids.next()),
        account_id: ActiveValue::Set(account_id),
        credential_id: ActiveValue::Set(made.credential_id),
        credential: ActiveValue::Set(made.credential),
        sign_count: ActiveValue::Set(made.sign_count),
        backed_up: ActiveValue::Set(made.backed_up),
        transports: ActiveValue::Set(made.transports),
        aaguid: ActiveValue::Set(made.aaguid),
        name: ActiveValue::Set(name),
        created_at: ActiveValue::Set(tx.now()),
        last_used_at: ActiveValue::Set(None),
    };
    let passkey = match row.insert(tx.conn()).await {
        Ok(passkey) => passkey,
        Err(error) if violates_unique(&error, "uq_passkeys_credential_id", &["passkeys.credential_id"]) => {
            return Err(PasskeyError::AlreadyThere.into());
        }
        Err(error) => return Err(error.into()),
    };
    let event = NewEvent::new("passkey.added", passkey.id.0, json!({ "with_account": with_account }))?;
    tx.emit(NewEvent { account_id: Some(account_id), ..event });
    Ok(passkey)
}

/// What a passkey is called until its owner says otherwise.
fn name_of(made: &Made, user_agent: Option<&str>) -> String {
    if let Some(maker) = made.aaguid.and_then(makers::maker) {
        return maker.to_owned();
    }
    let Device { browser, system } = user_agent.map(device).unwrap_or_default();
    let known: Vec<&str> = [browser, system].into_iter().flatten().collect();
    if known.is_empty() { "Passkey".to_owned() } else { known.join(", ") }
}
