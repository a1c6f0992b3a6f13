//! Who took part, since when, and for how long that is remembered.

use super::super::entity::exposure::{ActiveModel, Arm, Column, Entity, Model};
use super::super::signals::{KEPT_DAYS, Person};
use super::Name;
use crate::app::App;
use crate::consents::{self, entity::Purpose};
use crate::db::Tx;
use moka::sync::Cache;
use sea_orm::sea_query::OnConflict;
use sea_orm::{ActiveValue, ColumnTrait as _, DbErr, EntityTrait as _, QueryFilter as _, QueryOrder as _};
use shared::Timestamp;
use shared::id::AccountId;
use std::time::Duration;

/// How long a process believes that an account is noted. Another process may have erased it since.
const REMEMBERED: Duration = Duration::from_secs(600);
/// Accounts of which a process remembers it.
const MOST_REMEMBERED: u64 = 100_000;

/// Accounts that this process has noted a little while ago, so that serving them costs nothing.
pub struct Exposures {
    noted: Cache<AccountId, ()>,
}

impl Default for Exposures {
    fn default() -> Self {
        Self { noted: Cache::builder().max_capacity(MOST_REMEMBERED).time_to_live(REMEMBERED).build() }
    }
}

impl Exposures {
    /// Forgets that an account was noted: call it after its row may have gone.
    pub fn forget(&self, account: AccountId) {
        self.noted.invalidate(&account);
    }
}

/// Notes that an account takes part, once: in the background, since no request is to wait for it. That it cannot be noted is
/// logged, and the next request tries again.
pub(super) fn note(app: &App, name: &Name, account: AccountId, arm: Arm) {
    if app.exposures.noted.contains_key(&account) {
        return;
    }
    app.exposures.noted.insert(account, ());
    let (app, name, at) = (app.clone(), name.clone(), app.clock.now());
    tokio::spawn(async move {
        if let Err(error) = record(&app, &name, account, arm, at).await {
            app.exposures.forget(account);
            tracing::warn!(%error, experiment = %name, "an exposure could not be recorded");
        }
    });
}

async fn record(app: &App, name: &Name, account: AccountId, arm: Arm, at: Timestamp) -> Result<(), DbErr> {
    let key = (name.as_str().to_owned(), account);
    if Entity::find_by_id(key).one(app.db.read()).await?.is_some() {
        return Ok(());
    }
    let tx = app.db.begin(app.clock.now()).await?;
    // Asked again, since consent may have been taken back, or the account deleted, while the writer was waited for.
    let decision = consents::of_account(tx.conn(), account, Purpose::Personalisation).await?;
    if !decision.is_some_and(|decision| decision.granted) {
        return Ok(());
    }
    let row = ActiveModel {
        experiment: ActiveValue::Set(name.as_str().to_owned()),
        account_id: ActiveValue::Set(account),
        arm: ActiveValue::Set(arm),
        first_exposed_at: ActiveValue::Set(at),
    };
    let known = OnConflict::columns([Column::Experiment, Column::AccountId]).do_nothing().to_owned();
    match Entity::insert(row).on_conflict(known).exec_without_returning(tx.conn()).await {
        Ok(_) => tx.commit().await,
        // Another process was faster.
        Err(DbErr::RecordNotInserted) => Ok(()),
        Err(error) => Err(error),
    }
}

/// Deletes what is kept of somebody who takes their consent back, in the transaction in which they do. Guests have nothing.
///
/// # Errors
/// When the database refuses.
pub async fn erase(tx: &Tx, person: &Person) -> Result<(), DbErr> {
    let Person::Account(account) = person else { return Ok(()) };
    Entity::delete_many().filter(Column::AccountId.eq(*account)).exec(tx.conn()).await.map(|_| ())
}

/// Every experiment in which an account takes part, the first first: what its export says.
///
/// # Errors
/// When the database does not answer.
pub async fn of_account(app: &App, account: AccountId) -> Result<Vec<Model>, DbErr> {
    let query = Entity::find().filter(Column::AccountId.eq(account));
    query.order_by_asc(Column::FirstExposedAt).order_by_asc(Column::Experiment).all(app.db.read()).await
}

/// Deletes what is older than signals may become; returns how many exposures went.
///
/// # Errors
/// When the database refuses.
pub async fn forget_old(app: &App) -> Result<u64, DbErr> {
    let before = app.clock.now().plus_days(-KEPT_DAYS);
    let old = Entity::delete_many().filter(Column::FirstExposedAt.lt(before));
    Ok(old.exec(app.db.write()).await?.rows_affected)
}
