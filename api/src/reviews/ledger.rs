//! Reviews in the transparency log: what everybody sees, and when that changes.
//!
//! Only reviews by buyers are logged. Imported ones are not: nobody here could see who wrote them, they count nowhere, and
//! a file may replace them.

use super::entity::Model;
use crate::db::Tx;
use crate::transparency::{Entry, Kind};
use sea_orm::DbErr;
use shared::reviews::{ReviewSource, ReviewStatus};

/// Carries a change of a review over to the log.
///
/// # Errors
/// When the entry cannot be written as JSON, which is a fault of ours.
pub(super) fn follow(tx: &mut Tx, before: Option<&Model>, after: &Model) -> Result<(), DbErr> {
    if after.source != ReviewSource::Verified {
        return Ok(());
    }
    let shown = |review: &&Model| review.status == ReviewStatus::Published;
    let (kind, told) = match (before.filter(shown), Some(after).filter(shown)) {
        (None, None) => return Ok(()),
        (None, Some(now)) => {
            let first = before.is_none_or(|before| before.published_at.is_none());
            (if first { Kind::ReviewPublished } else { Kind::ReviewRestored }, now)
        }
        (Some(was), None) => {
            let gone = after.status == ReviewStatus::Deleted;
            (if gone { Kind::ReviewWithdrawn } else { Kind::ReviewHidden }, was)
        }
        (Some(was), Some(now)) if (was.stars, content(was)) == (now.stars, content(now)) => return Ok(()),
        (Some(_), Some(now)) => (Kind::ReviewEdited, now),
    };
    tx.record(entry(kind, told)?);
    Ok(())
}

/// The entry that tells of a review as it is.
///
/// # Errors
/// When it cannot be written as JSON, which is a fault of ours.
pub fn entry(kind: Kind, review: &Model) -> Result<Entry, DbErr> {
    Entry::review(kind, review.id, u8::try_from(review.stars).unwrap_or(0), &content(review))
}

/// What readers see of a review: title, text and the ids of its photographs, as a JSON array without blanks; and, where it
/// judges any aspects, pairs of those and their values, in the order of the alphabet.
#[must_use]
pub fn content(review: &Model) -> String {
    let photos: Vec<String> = review.photos.0.iter().map(|photo| photo.id.to_string()).collect();
    let mut aspects: Vec<[&str; 2]> =
        review.aspects.0.iter().map(|(aspect, value)| [aspect.as_str(), value.as_str()]).collect();
    aspects.sort_unstable();
    // Reviews were logged before there were aspects: without any they are written as then.
    if aspects.is_empty() {
        serde_json::json!([review.title, review.body, photos]).to_string()
    } else {
        serde_json::json!([review.title, review.body, photos, aspects]).to_string()
    }
}
