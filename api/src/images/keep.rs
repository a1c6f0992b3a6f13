//! Making and storing a picture.

use super::entity::{Widths, stored};
use super::path;
use super::picture::{self, Header, MAX_MEMORY, Picture, PictureError};
use crate::app::App;
use crate::failure::{Failure, Outcome};
use anyhow::{Context as _, anyhow};
use bytes::Bytes;
use sea_orm::sea_query::OnConflict;
use sea_orm::{EntityTrait, IntoActiveModel as _};
use std::sync::Arc;
use tokio::sync::Semaphore;

/// One permit of the workshop, in bytes.
const MEGABYTE: u64 = 1_000_000;

/// Where pictures are made: many small ones at a time or a large one, so that memory stays bounded. Cheap to clone.
#[derive(Clone, Debug)]
pub struct Workshop(Arc<Semaphore>);

impl Default for Workshop {
    fn default() -> Self {
        Self(Arc::new(Semaphore::new((MAX_MEMORY / MEGABYTE) as usize)))
    }
}

impl Workshop {
    /// Makes a picture when there is room for it.
    ///
    /// # Errors
    /// See [`PictureError`].
    pub async fn make(&self, bytes: Bytes) -> Outcome<Picture, PictureError> {
        let (bytes, header) = apart(move || picture::inspect(&bytes).map(|header| (bytes, header))).await?;
        let room = permits(&header);
        let room = Arc::clone(&self.0).acquire_many_owned(room).await.context("the workshop is closed")?;
        apart(move || {
            let _room = room;
            picture::make(&bytes, &header)
        })
        .await
    }
}

fn permits(header: &Header) -> u32 {
    u32::try_from(header.memory.min(MAX_MEMORY) / MEGABYTE).unwrap_or(u32::MAX).max(1)
}

/// Runs what takes a core for a while. A decoder that panics has met a file that nobody foresaw: it is refused.
async fn apart<T: Send + 'static>(
    work: impl FnOnce() -> Result<T, PictureError> + Send + 'static,
) -> Outcome<T, PictureError> {
    match tokio::task::spawn_blocking(work).await {
        Ok(done) => done.map_err(Failure::Refused),
        Err(error) if error.is_panic() => {
            tracing::error!(%error, "a picture could not be made");
            Err(Failure::Refused(PictureError::Damaged))
        }
        Err(error) => Err(Failure::Internal(anyhow!(error))),
    }
}

/// Makes the picture of these bytes and stores it. The same picture again is the same row again, a day younger.
///
/// # Errors
/// See [`PictureError`].
pub async fn keep(app: &App, bytes: Bytes) -> Outcome<stored::Model, PictureError> {
    let picture = app.workshop.make(bytes).await?;
    let row = row_of(app, &picture)?;
    // The row goes first: what takes away what nobody needs sees it, and leaves the files alone.
    let again = OnConflict::column(stored::Column::Name).update_column(stored::Column::CreatedAt).to_owned();
    stored::Entity::insert(row.clone().into_active_model())
        .on_conflict(again)
        .exec_without_returning(app.db.write())
        .await?;
    let puts = picture.renditions.into_iter().zip(&row.widths.0).map(|(rendition, width)| {
        let name = path(&row.name, *width);
        async move { app.storage.put(&name, rendition.bytes.into()).await }
    });
    futures::future::try_join_all(puts).await?;
    Ok(row)
}

fn row_of(app: &App, picture: &Picture) -> anyhow::Result<stored::Model> {
    let widest = picture.renditions.last().context("a picture has at least one width")?;
    let widths = picture.renditions.iter().map(|rendition| i32::try_from(rendition.width));
    Ok(stored::Model {
        name: picture.name(),
        width: i32::try_from(widest.width)?,
        height: i32::try_from(widest.height)?,
        widths: Widths(widths.collect::<Result<_, _>>()?),
        color: picture.color.clone(),
        bytes: picture.renditions.iter().map(|rendition| rendition.bytes.len() as i64).sum(),
        kept: false,
        created_at: app.clock.now(),
    })
}
