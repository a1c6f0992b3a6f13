//! Letters about saved searches: one a day at most to one account, with what is new of all its searches that ask for it.
//!
//! What a letter tells of is claimed together with the letter in the outbox: of two processes one writes it, and what was
//! claimed is in no second one. The key of the mail names the day, so that a search that is deleted after its letter makes
//! no room for another. From there on it is a mail like every other, tried again until it is taken.

use super::entity::{self, Column, Entity, Model};
use super::find_new;
use crate::accounts::entity as account;
use crate::app::App;
use crate::catalog::{self, ProductFilter, Sort};
use crate::graphql::paging::Page;
use crate::mail::{self, Message, NewMail};
use sea_orm::{ActiveValue, ColumnTrait, DbErr, EntityTrait, FromQueryResult, QueryFilter, QueryOrder, Statement};
use shared::Timestamp;
use shared::id::AccountId;
use shared::timestamp::DAY_MS;
use uuid::Uuid;

/// What came in the last milliseconds waits for the next letter: the index of this node may not know of all of it yet.
pub const SETTLED_MS: i64 = 2 * 60_000;

/// Accounts that one statement finds.
const BATCH: u64 = 200;

#[derive(FromQueryResult)]
struct Due {
    account_id: AccountId,
}

/// Writes to everybody whose searches have something new and who was not written to within a day; returns to how many.
///
/// # Errors
/// When the index or the database cannot be read; who was not written to is the next time.
pub async fn write_due(app: &App) -> anyhow::Result<u64> {
    let until = app.clock.now().plus_ms(-SETTLED_MS);
    let Some(newest) = newest(app, until).await? else { return Ok(0) };
    let (mut written, mut after) = (0, AccountId(Uuid::nil()));
    loop {
        let accounts = due(app, until, after).await?;
        let Some(last) = accounts.last() else { return Ok(written) };
        after = *last;
        for account in accounts {
            written += u64::from(write_to(app, account, newest, until).await?);
        }
    }
}

/// When the newest of all that is for sale came: whoever knows of it has nothing to read, and is not searched for.
async fn newest(app: &App, until: Timestamp) -> anyhow::Result<Option<Timestamp>> {
    let filter = ProductFilter { listed: Some((Timestamp(0), until)), ..ProductFilter::default() };
    let listing =
        catalog::list(app, &filter, Sort::Newest, &Page { size: 1, cursor: None, backwards: false }).await??;
    Ok(listing.rows.first().map(|(_, card)| card.listed_at))
}

/// Accounts with searches that ask for letters and without a letter within the last day, in the order of their ids.
async fn due(app: &App, until: Timestamp, after: AccountId) -> Result<Vec<AccountId>, DbErr> {
    let sql = format!(
        "SELECT DISTINCT s.account_id AS account_id FROM saved_searches s WHERE s.letters AND s.account_id > $1 \
         AND NOT EXISTS (SELECT 1 FROM saved_searches t WHERE t.account_id = s.account_id AND t.lettered_at > $2) \
         ORDER BY s.account_id LIMIT {BATCH}"
    );
    let values: [sea_orm::Value; 2] = [after.into(), until.plus_ms(-DAY_MS).into()];
    let rows = Due::find_by_statement(Statement::from_sql_and_values(app.db.backend(), sql, values));
    Ok(rows.all(app.db.read()).await?.into_iter().map(|row| row.account_id).collect())
}

/// Writes to one account, if there is anything to tell and nobody else does.
async fn write_to(app: &App, account: AccountId, newest: Timestamp, until: Timestamp) -> anyhow::Result<bool> {
    let asked = Entity::find().filter(Column::AccountId.eq(account)).filter(Column::Letters.eq(true));
    let mut fresh: Vec<Model> = Vec::new();
    for saved in asked.all(app.db.read()).await? {
        if newest > saved.news_since && find_new(app, &saved, (saved.news_since, until), 0).await?.total > 0 {
            fresh.push(saved);
        }
    }
    if fresh.is_empty() {
        return Ok(false);
    }
    let Some(owner) = account::Entity::find_by_id(account).one(app.db.read()).await? else { return Ok(false) };
    let tx = app.db.begin(app.clock.now()).await?;
    let letter = NewMail {
        key: format!("account:{account}:searches:{}", tx.now().0.div_euclid(DAY_MS)),
        recipient: owner.email,
        locale: owner.locale,
        account_id: Some(account),
        message: Message::SavedSearchNews { at: until },
    };
    if !mail::enqueue(tx.conn(), &app.ids, letter, tx.now()).await? {
        // Another process writes it, or today's was written.
        tx.rollback().await?;
        return Ok(false);
    }
    let mut claimed = 0;
    for saved in fresh {
        let row = entity::ActiveModel {
            news_since: ActiveValue::Set(until),
            lettered_since: ActiveValue::Set(Some(saved.news_since)),
            lettered_at: ActiveValue::Set(Some(until)),
            ..entity::ActiveModel::default()
        };
        let claim = Entity::update_many()
            .set(row)
            .filter(Column::Id.eq(saved.id))
            .filter(Column::Letters.eq(true))
            .filter(Column::NewsSince.eq(saved.news_since));
        // One that was switched off or deleted meanwhile is left out.
        claimed += claim.exec(tx.conn()).await?.rows_affected;
    }
    if claimed == 0 {
        tx.rollback().await?;
        return Ok(false);
    }
    tx.commit().await?;
    Ok(true)
}

/// The searches that the letter of a moment tells of, the newest first, as far as they still ask for letters; each with
/// the stretch of time of which it tells.
///
/// # Errors
/// When the database does not answer.
pub async fn of_letter(
    app: &App,
    account: AccountId,
    at: Timestamp,
) -> Result<Vec<(Model, (Timestamp, Timestamp))>, DbErr> {
    let rows = Entity::find()
        .filter(Column::AccountId.eq(account))
        .filter(Column::Letters.eq(true))
        .filter(Column::LetteredAt.eq(at))
        .order_by_desc(Column::CreatedAt)
        .order_by_desc(Column::Id);
    let told = |row: Model| {
        let since = row.lettered_since?;
        Some((row, (since, at)))
    };
    Ok(rows.all(app.db.read()).await?.into_iter().filter_map(told).collect())
}
