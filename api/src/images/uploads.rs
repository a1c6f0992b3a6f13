//! What people send, until something shows it.

use super::entity::{stored, upload};
use super::{PictureError, keep, path};
use crate::actor::Shopper;
use crate::app::App;
use crate::db::Tx;
use crate::failure::{Failure, Outcome};
use bytes::Bytes;
use sea_orm::sea_query::{Expr, Query};
use sea_orm::{ColumnTrait, DbErr, EntityTrait, IntoActiveModel as _, PaginatorTrait, QueryFilter, QuerySelect};
use shared::id::{AccountId, ImageId};

/// Pictures of one account that wait to be shown, at most.
pub const MAX_WAITING: u64 = 100;
/// How long they wait, in days.
const WAIT_DAYS: i64 = 1;
/// Pictures that are taken away in one run at most.
const BATCH: u64 = 500;

/// Why an upload is not taken.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum UploadError {
    /// It makes no picture.
    #[error(transparent)]
    Picture(#[from] PictureError),
    /// Too many wait already.
    #[error("{MAX_WAITING} pictures of yours wait to be used: add them to a product, or wait a day")]
    TooManyWaiting,
}

impl UploadError {
    /// The reason for programs.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::Picture(error) => error.code(),
            Self::TooManyWaiting => "TOO_MANY_WAITING",
        }
    }
}

/// What became of an upload.
#[derive(Clone, Debug)]
pub struct Upload {
    /// Its id, by which a product takes it.
    pub id: ImageId,
    /// What is stored.
    pub image: stored::Model,
}

/// Takes a picture that somebody sends. It waits a day to be used.
///
/// # Errors
/// See [`UploadError`].
pub async fn receive(app: &App, shopper: &Shopper, bytes: Bytes) -> Outcome<Upload, UploadError> {
    let account_id = shopper.account_id();
    let waiting = upload::Entity::find().filter(upload::Column::AccountId.eq(account_id));
    // Two requests at once may pass together: the bound is there to keep a disk from filling up, and need not be exact.
    if waiting.count(app.db.read()).await? >= MAX_WAITING {
        return Err(Failure::Refused(UploadError::TooManyWaiting));
    }
    let image = keep(app, bytes).await.map_err(|failure| failure.map(UploadError::Picture))?;
    let row = upload::Model { id: app.ids.next(), account_id, name: image.name.clone(), created_at: app.clock.now() };
    let id = row.id;
    upload::Entity::insert(row.into_active_model()).exec_without_returning(app.db.write()).await?;
    Ok(Upload { id, image })
}

/// Takes an upload for whatever shows it from now on; `None` when this account has no such upload, or no longer.
///
/// # Errors
/// When the database refuses.
pub async fn take(tx: &Tx, account_id: AccountId, id: ImageId) -> Result<Option<stored::Model>, DbErr> {
    let mine = || upload::Entity::find_by_id(id).filter(upload::Column::AccountId.eq(account_id));
    let Some(row) = mine().one(tx.conn()).await? else { return Ok(None) };
    let taken = upload::Entity::delete_by_id(id).exec(tx.conn()).await?;
    if taken.rows_affected != 1 {
        return Ok(None);
    }
    show(tx, &row.name).await?;
    stored::Entity::find_by_id(row.name).one(tx.conn()).await
}

/// A picture that something shows is never taken away again.
pub(super) async fn show(tx: &Tx, name: &str) -> Result<(), DbErr> {
    let shown = stored::Entity::update_many().col_expr(stored::Column::Kept, Expr::val(true));
    shown.filter(stored::Column::Name.eq(name)).exec(tx.conn()).await.map(|_| ())
}

/// Takes away uploads that nobody used within a day, and the files that nothing else needs; returns how many uploads.
///
/// # Errors
/// When the database or the storage does not answer; what was taken away until then stays so.
pub async fn drop_orphans(app: &App) -> anyhow::Result<u64> {
    let before = app.clock.now().plus_days(-WAIT_DAYS);
    let old = upload::Entity::delete_many().filter(upload::Column::CreatedAt.lt(before));
    let dropped = old.exec(app.db.write()).await?.rows_affected;
    let unused = stored::Entity::find()
        .filter(stored::Column::Kept.eq(false))
        .filter(stored::Column::CreatedAt.lt(before))
        .limit(BATCH);
    for image in unused.all(app.db.read()).await? {
        remove(app, &image, before).await?;
    }
    Ok(dropped)
}

/// Removes a picture with its files, unless somebody needs it by now. Whoever sends the same picture meanwhile waits for the
/// row, and stores the files after it.
async fn remove(app: &App, image: &stored::Model, before: shared::Timestamp) -> anyhow::Result<()> {
    let tx = app.db.begin(app.clock.now()).await?;
    let waiting = Query::select().column(upload::Column::Name).from(upload::Entity).to_owned();
    let unused = stored::Entity::delete_by_id(image.name.clone())
        .filter(stored::Column::Kept.eq(false))
        .filter(stored::Column::CreatedAt.lt(before))
        .filter(stored::Column::Name.not_in_subquery(waiting));
    if unused.exec(tx.conn()).await?.rows_affected == 1 {
        for width in &image.widths.0 {
            app.storage.delete(&path(&image.name, *width)).await?;
        }
    }
    tx.commit().await?;
    Ok(())
}
