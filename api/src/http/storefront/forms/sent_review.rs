//! Reading the form of a review, which brings photographs in parts (`multipart/form-data`).

use super::FormVisitor;
use crate::http::uploads::{BODY_TIMEOUT, Places, of_form};
use crate::images;
use crate::images::picture::MAX_BYTES;
use axum::extract::Multipart;
use axum::extract::multipart::Field;
use bytes::{Bytes, BytesMut};
use shared::reviews::MAX_PHOTOS;
use web::reviews::{DraftPhoto, PhotoProblem, ReviewDraft, ReviewProblem};

/// Most bytes of a text field: more than the longest review has, so that the sentence about it is ours.
const MAX_TEXT: usize = 40_000;

/// Reads the form, and sends its photographs on to wait for the review. What is wrong with the form itself, or with a
/// photograph, stands in the draft; what had come until then stands there, too.
pub(super) async fn read(visitor: &FormVisitor, places: &Places, mut form: Multipart) -> ReviewDraft {
    let mut draft = ReviewDraft::default();
    let reading = fields(visitor, places, &mut form, &mut draft);
    let whole = tokio::time::timeout(BODY_TIMEOUT, reading).await.is_ok_and(|read| read);
    if !whole {
        draft.problems.push(ReviewProblem::Photo(PhotoProblem::Failed));
    }
    draft.problems.dedup();
    if !visitor.signed_in {
        // Nothing else can be said of it until somebody is.
        draft.problems = vec![ReviewProblem::SignedOut];
    }
    draft
}

/// Whether all of it came.
async fn fields(visitor: &FormVisitor, places: &Places, form: &mut Multipart, draft: &mut ReviewDraft) -> bool {
    loop {
        match form.next_field().await {
            Ok(Some(field)) => {
                let name = field.name().unwrap_or_default().to_owned();
                let taken = match name.as_str() {
                    // A browser sends a field without a file as one without a name.
                    "photos" if field.file_name().is_none_or(str::is_empty) => Some(()),
                    "photos" => photo(visitor, places, field, draft).await,
                    _ => text(field).await.map(|value| keep(draft, &name, value)),
                };
                if taken.is_none() {
                    return false;
                }
            }
            Ok(None) => return true,
            Err(_) => return false,
        }
    }
}

fn keep(draft: &mut ReviewDraft, name: &str, value: String) {
    match name {
        "stars" => draft.stars = value,
        "title" => draft.title = value,
        "body" => draft.body = value,
        "language" => draft.language = value,
        "photo" => draft.photos.extend(DraftPhoto::from_value(&value)),
        _ => draft.choose(name, &value),
    }
}

/// The text of a field, as much of it as may be; `None` when it broke off.
async fn text(mut field: Field<'_>) -> Option<String> {
    let mut bytes = BytesMut::new();
    while let Some(chunk) = field.chunk().await.ok()? {
        let room = MAX_TEXT.saturating_sub(bytes.len());
        bytes.extend_from_slice(&chunk[..chunk.len().min(room)]);
    }
    Some(String::from_utf8_lossy(&bytes).into_owned())
}

/// Takes a photograph, or notes why not; `None` when it broke off.
async fn photo(visitor: &FormVisitor, places: &Places, field: Field<'_>, draft: &mut ReviewDraft) -> Option<()> {
    let place = places.0.try_acquire().ok();
    let bytes = file(field, place.is_some()).await?;
    if draft.photos.len() >= MAX_PHOTOS {
        draft.problems.push(ReviewProblem::TooManyPhotos);
        return Some(());
    }
    let taken = match bytes {
        Some(bytes) => of_form(&visitor.http, &visitor.visitor, bytes).await.map_err(PhotoProblem::from_code),
        None if place.is_none() => Err(PhotoProblem::TooMany),
        None => Err(PhotoProblem::TooLarge),
    };
    match taken {
        Ok(upload) => {
            let narrowest = upload.image.widths.0.first().copied().unwrap_or(upload.image.width);
            let url = format!("/media/{}", images::path(&upload.image.name, narrowest));
            draft.photos.push(DraftPhoto { id: upload.id.to_string(), url });
        }
        Err(problem) => draft.problems.push(ReviewProblem::Photo(problem)),
    }
    Some(())
}

/// The bytes of a file: read to its end, and kept only when it is wanted and not too large. `None` when it broke off.
async fn file(mut field: Field<'_>, wanted: bool) -> Option<Option<Bytes>> {
    let mut bytes = wanted.then(BytesMut::new);
    while let Some(chunk) = field.chunk().await.ok()? {
        bytes = bytes.filter(|bytes| bytes.len() + chunk.len() <= MAX_BYTES);
        if let Some(bytes) = &mut bytes {
            bytes.extend_from_slice(&chunk);
        }
    }
    Some(bytes.map(BytesMut::freeze))
}
