//! Signing in with a passkey. Nobody says who they are before: the passkey does.

use super::ceremonies::{self, Ceremony, Purpose};
use super::entity::{self, Column, Entity, Model};
use super::relying_party::Seen;
use super::{PasskeyError, count_begun, party};
use crate::accounts::{self, Origin, SignedInAccount, entity as account};
use crate::app::App;
use crate::db::Tx;
use crate::events::NewEvent;
use crate::failure::{Failure, Outcome};
use crate::ids::Secret;
use sea_orm::{ActiveValue, ColumnTrait, Condition, DbErr, EntityTrait, QueryFilter};
use serde_json::json;
use sha2::{Digest as _, Sha256};
use std::net::IpAddr;
use webauthn_rs::prelude::DiscoverableAuthentication;

/// Begins to sign somebody in.
///
/// # Errors
/// [`PasskeyError::NotAvailable`], [`PasskeyError::TooManyAttempts`] for the network address.
pub async fn begin_sign_in(app: &App, address: Option<IpAddr>) -> Outcome<Ceremony, PasskeyError> {
    let party = party(app)?;
    count_begun(app, address)?;
    let (options, state) = party.begin_sign_in()?;
    Ok(ceremonies::open(app, Purpose::SignIn, None, options, &state).await?)
}

/// Signs somebody in by what their authenticator has signed.
///
/// # Errors
/// [`PasskeyError::CeremonyOver`], [`PasskeyError::Unknown`], [`PasskeyError::CredentialInvalid`],
/// [`PasskeyError::CounterWentBack`], [`PasskeyError::TooManyAttempts`].
pub async fn finish_sign_in(
    app: &App,
    token: &Secret,
    answer: &str,
    origin: &Origin,
) -> Outcome<SignedInAccount, PasskeyError> {
    let party = party(app)?;
    let presented = party.read_sign_in(answer)?;
    // As often as a password may be tried, and counted with those of the network address.
    let key = format!("passkey {}", hex::encode(Sha256::digest(presented.credential_id())));
    let throttle = &app.accounts.throttle;
    throttle.count(&key, origin.address, app.clock.now()).map_err(PasskeyError::from)?;
    let taken = ceremonies::take::<DiscoverableAuthentication>(app, Purpose::SignIn, token).await?;
    let (_, state) = taken.ok_or(PasskeyError::CeremonyOver)?;
    let known = Entity::find().filter(Column::CredentialId.eq(presented.credential_id().to_vec()));
    let passkey = known.one(app.db.read()).await?.ok_or(PasskeyError::Unknown)?;
    if passkey.account_id != presented.account_id {
        return Err(PasskeyError::CredentialInvalid.into());
    }
    let seen = match party.finish_sign_in(&presented, state, &passkey) {
        Ok(seen) => seen,
        Err(PasskeyError::CounterWentBack) => return Err(went_back(app, &passkey).await?.into()),
        Err(error) => return Err(error.into()),
    };
    let mut tx = app.db.begin(app.clock.now()).await?;
    if !note(&tx, &passkey, seen).await? {
        tx.rollback().await?;
        return Err(went_back(app, &passkey).await?.into());
    }
    let account = account::Entity::find_by_id(passkey.account_id).one(tx.conn()).await?.ok_or(Failure::NotFound)?;
    let token = accounts::enter(app, &mut tx, account.id, origin).await?;
    tx.commit().await?;
    throttle.succeeded(&key);
    Ok(SignedInAccount { account, token })
}

/// Notes how the passkey was seen; false when another sign-in has brought its counter as far already, or it is gone.
async fn note(tx: &Tx, passkey: &Model, seen: Seen) -> Result<bool, DbErr> {
    let row = entity::ActiveModel {
        sign_count: ActiveValue::Set(seen.sign_count),
        backed_up: ActiveValue::Set(seen.backed_up),
        last_used_at: ActiveValue::Set(Some(tx.now())),
        ..entity::ActiveModel::default()
    };
    let forward = match seen.sign_count {
        // An authenticator that does not count.
        0 => Condition::all().add(Column::SignCount.eq(0)),
        count => Condition::all().add(Column::SignCount.lt(count)),
    };
    let noted = Entity::update_many().set(row).filter(Column::Id.eq(passkey.id)).filter(forward);
    Ok(noted.exec(tx.conn()).await?.rows_affected == 1)
}

/// Records that somebody may have a copy of the passkey: its counter did not go forward.
async fn went_back(app: &App, passkey: &Model) -> Result<PasskeyError, DbErr> {
    let mut tx = app.db.begin(app.clock.now()).await?;
    let event = NewEvent::new("passkey.counter_went_back", passkey.id.0, json!({ "known": passkey.sign_count }))?;
    tx.emit(NewEvent { account_id: Some(passkey.account_id), ..event });
    tx.commit().await?;
    Ok(PasskeyError::CounterWentBack)
}
