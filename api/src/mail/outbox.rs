//! The rows of the outbox: in, and out again.

use super::Message;
use super::entity::{ActiveModel, Column, Entity, MailState, Model};
use crate::app::App;
use crate::db::Tx;
use crate::ids::Ids;
use sea_orm::sea_query::OnConflict;
use sea_orm::{
    ActiveModelTrait as _, ActiveValue, ColumnTrait, Condition, ConnectionTrait, DbErr, EntityTrait,
    IntoActiveModel as _, QueryFilter, QueryOrder, QuerySelect,
};
use shared::id::{AccountId, MailId};
use shared::{Locale, Timestamp};

/// How long a row is kept when nothing waits for it any more, in days: longer than any event can come again.
const KEPT_DAYS: i64 = 30;

/// Mails that one statement names.
const CHUNK: usize = 500;

/// A mail to be written.
#[derive(Clone, Debug)]
pub struct NewMail {
    /// What it is about, such as `order:ord_…:received`; a second mail with the same key is not made.
    pub key: String,
    /// The address.
    pub recipient: String,
    /// The reader's language.
    pub locale: Locale,
    /// The account concerned.
    pub account_id: Option<AccountId>,
    /// The occasion.
    pub message: Message,
}

/// Puts a mail into the outbox; false when there was one with this key already.
///
/// # Errors
/// When the database refuses.
pub async fn enqueue<C: ConnectionTrait>(conn: &C, ids: &Ids, mail: NewMail, now: Timestamp) -> Result<bool, DbErr> {
    let row = Model {
        id: ids.next(),
        key: mail.key,
        recipient: mail.recipient,
        locale: mail.locale,
        account_id: mail.account_id,
        message: mail.message,
        state: MailState::Waiting,
        attempts: 0,
        next_attempt_at: now,
        last_error: None,
        subject: None,
        text: None,
        html: None,
        created_at: now,
        finished_at: None,
    };
    let known = OnConflict::column(Column::Key).do_nothing().to_owned();
    let row = row.into_active_model().reset_all();
    match Entity::insert(row).on_conflict(known).exec_without_returning(conn).await {
        Ok(rows) => Ok(rows == 1),
        Err(DbErr::RecordNotInserted) => Ok(false),
        Err(error) => Err(error),
    }
}

/// The newest letters that are kept here, at most `limit`.
///
/// # Errors
/// When the database does not answer.
pub async fn kept(app: &App, limit: u64) -> Result<Vec<Model>, DbErr> {
    let query = Entity::find().filter(Column::State.eq(MailState::Kept));
    query.order_by_desc(Column::CreatedAt).order_by_desc(Column::Id).limit(limit).all(app.db.read()).await
}

/// A letter that is kept here.
///
/// # Errors
/// When the database does not answer.
pub async fn kept_one(app: &App, id: MailId) -> Result<Option<Model>, DbErr> {
    Entity::find_by_id(id).filter(Column::State.eq(MailState::Kept)).one(app.db.read()).await
}

/// The mails to an account that are remembered, the first first: those that name it, and those to its address that it
/// wished for while nobody was signed in.
///
/// # Errors
/// When the database does not answer.
pub async fn of_account(app: &App, account: AccountId, email: &str) -> Result<Vec<Model>, DbErr> {
    let to_address = Condition::all().add(Column::AccountId.is_null()).add(Column::Recipient.eq(email));
    let theirs = Condition::any().add(Column::AccountId.eq(account)).add(to_address);
    let rows = Entity::find().filter(theirs).order_by_asc(Column::CreatedAt).all(app.db.read()).await?;
    Ok(rows.into_iter().filter(|mail| is_theirs(mail, account)).collect())
}

/// Forgets the mails to an account and to its address, also those that wait.
///
/// # Errors
/// The database's.
pub async fn forget_of(tx: &Tx, account: AccountId, email: &str) -> Result<(), DbErr> {
    let theirs = Condition::any().add(Column::AccountId.eq(account)).add(Column::Recipient.eq(email));
    let rows = Entity::find().filter(theirs).all(tx.conn()).await?;
    let ids: Vec<MailId> = rows.iter().filter(|mail| is_theirs(mail, account)).map(|mail| mail.id).collect();
    for ids in ids.chunks(CHUNK) {
        Entity::delete_many().filter(Column::Id.is_in(ids.iter().copied())).exec(tx.conn()).await?;
    }
    Ok(())
}

/// A guest's orders may have gone to the same address; whether that was the same person nobody knows.
fn is_theirs(mail: &Model, account: AccountId) -> bool {
    mail.account_id == Some(account) || !mail.message.is_about_an_order()
}

/// Mails that are due, the longest waiting first.
pub(super) async fn due(app: &App, limit: u64) -> Result<Vec<Model>, DbErr> {
    let query = Entity::find()
        .filter(Column::State.eq(MailState::Waiting))
        .filter(Column::NextAttemptAt.lte(app.clock.now()))
        .order_by_asc(Column::NextAttemptAt);
    query.limit(limit).all(app.db.read()).await
}

/// Takes a mail for one try until `lease`; false when another process was faster.
pub(super) async fn claim(app: &App, mail: &Model, lease: Timestamp) -> Result<bool, DbErr> {
    let row = ActiveModel {
        attempts: ActiveValue::Set(mail.attempts + 1),
        next_attempt_at: ActiveValue::Set(lease),
        ..Default::default()
    };
    let claimed = Entity::update_many()
        .set(row)
        .filter(Column::Id.eq(mail.id))
        .filter(Column::State.eq(MailState::Waiting))
        .filter(Column::Attempts.eq(mail.attempts))
        .exec(app.db.write())
        .await?;
    Ok(claimed.rows_affected == 1)
}

/// Writes down what became of a mail.
pub(super) async fn settle(app: &App, mail: MailId, row: ActiveModel) -> Result<(), DbErr> {
    Entity::update_many().set(row).filter(Column::Id.eq(mail)).exec(app.db.write()).await.map(|_| ())
}

/// Takes a mail out for which there is nobody to write to.
pub(super) async fn drop_one(app: &App, mail: MailId) -> Result<(), DbErr> {
    Entity::delete_by_id(mail).exec(app.db.write()).await.map(|_| ())
}

/// Deletes mails that are done with; returns how many.
///
/// # Errors
/// When the database does not answer.
pub async fn forget_old(app: &App) -> Result<u64, DbErr> {
    let before = app.clock.now().plus_days(-KEPT_DAYS);
    let old = Entity::delete_many().filter(Column::CreatedAt.lt(before)).filter(Column::State.ne(MailState::Waiting));
    Ok(old.exec(app.db.write()).await?.rows_affected)
}
