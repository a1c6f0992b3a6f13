//! Writing a review, changing it and taking it back, by its author.

use super::entity::{Entity, Model, Photos, RevisionPart, revision, term};
use super::purchase::Purchase;
use super::{About, ReviewError, aspects, events, holding, ledger, lock, policy, store, tally};
use crate::accounts;
use crate::actor::Shopper;
use crate::app::App;
use crate::catalog::entity::ImageCard;
use crate::db::Tx;
use crate::failure::{Failure, Outcome, violates_unique};
use crate::images;
use crate::moderation;
use sea_orm::{ColumnTrait, DbErr, EntityTrait, IntoActiveModel as _, QueryFilter};
use shared::id::{AccountId, ImageId, ReviewId};
use shared::reviews::{
    AspectChoice, Aspects, MAX_PHOTOS, Refusal, ReviewBody, ReviewKind, ReviewSource, ReviewStatus, ReviewTitle, Stars,
    check_reviewable, editable_until,
};
use shared::{Locale, Translated};

/// What somebody writes.
#[derive(Clone, Debug)]
pub struct Written {
    /// How good it was.
    pub stars: Stars,
    /// The title.
    pub title: ReviewTitle,
    /// The text.
    pub body: ReviewBody,
    /// Its language.
    pub locale: Locale,
}

/// A review to be.
#[derive(Clone, Debug)]
pub struct NewReview {
    /// What it is about.
    pub about: About,
    /// What it says.
    pub written: Written,
    /// How it judges the product in the respects that its category asks about.
    pub aspects: Vec<AspectChoice>,
    /// Uploads of the author's.
    pub photos: Vec<ImageId>,
}

/// What is to be changed of a review; what is left out stays as it is.
#[derive(Clone, Debug, Default)]
pub struct Changes {
    /// How good it was.
    pub stars: Option<Stars>,
    /// The title.
    pub title: Option<ReviewTitle>,
    /// The text.
    pub body: Option<ReviewBody>,
    /// Everything that it chooses in the respects that the category asks about.
    pub aspects: Option<Vec<AspectChoice>>,
    /// Its language.
    pub locale: Option<Locale>,
    /// All its photographs: those that stay, and new uploads.
    pub photos: Option<Vec<ImageId>>,
}

/// Reviews a product or a shop that the shopper bought of. Of several who review one purchase at once, the database's
/// constraint lets one through. What looks like it was written to move a score waits for a moderator.
///
/// # Errors
/// [`ReviewError::PurchaseNotFound`] as not found, [`ReviewError::Refused`], [`ReviewError::TooManyPhotos`],
/// [`ReviewError::PhotoNotFound`], [`ReviewError::AspectInvalid`].
pub async fn create(app: &App, shopper: &Shopper, new: NewReview) -> Outcome<Model, ReviewError> {
    if new.photos.len() > MAX_PHOTOS {
        return Err(ReviewError::TooManyPhotos.into());
    }
    let author = accounts::find(app, shopper).await?.ok_or(Failure::NotFound)?;
    let tree = aspects::tree(app, &new.aspects).await?;
    let mut tx = app.db.begin(app.clock.now()).await?;
    let purchase = Purchase::hold(&tx, shopper, new.about).await?.ok_or(Failure::NotFound)?;
    check_reviewable(&purchase.bought, tx.now()).map_err(ReviewError::from)?;
    if moderation::is_suspended(tx.conn(), author.id, tx.now()).await? {
        return Err(ReviewError::from(Refusal::Suspended).into());
    }
    let product = purchase.line.as_ref().and_then(|line| line.product_id);
    let chosen = aspects::checked(&tx, &tree, product, &new.aspects).await?;
    let photos = take(&tx, author.id, &[], &new.photos).await?;
    let row = row(app, &tx, &purchase, new.written, (chosen, photos), &author).ok_or(Failure::NotFound)?;
    let judgement = holding::judge(&tx, &row, author.created_at).await?;
    let hold = judgement.as_ref().is_some_and(|judgement| judgement.hold);
    let row = if hold { held(row) } else { row };
    match Entity::insert(row.clone().into_active_model()).exec_without_returning(tx.conn()).await {
        Ok(_) => {}
        Err(error) if is_second(&error) => return Err(ReviewError::from(Refusal::AlreadyReviewed).into()),
        Err(error) => return Err(error.into()),
    }
    index(&tx, &row).await?;
    tally::follow(&tx, None, &row).await?;
    ledger::follow(&mut tx, None, &row)?;
    if let Some(judgement) = judgement {
        judgement.keep(&tx, &row).await?;
        if hold {
            moderation::hold(app, &mut tx, &row, judgement.score()).await?;
        }
    }
    events::emit(&mut tx, if hold { events::HELD } else { events::PUBLISHED }, &row, None, None)?;
    tx.commit().await?;
    app.shelf.forget_priors();
    Ok(row)
}

/// A new review that waits for a moderator.
fn held(row: Model) -> Model {
    Model { status: ReviewStatus::Held, counts: false, published_at: None, ..row }
}

fn is_second(error: &DbErr) -> bool {
    violates_unique(error, "uq_reviews_order_line_id", &["reviews.order_line_id"])
        || violates_unique(error, "uq_reviews_order_part_id", &["reviews.order_part_id"])
}

/// The row of a new review; `None` when the product that was bought is not known any more.
fn row(
    app: &App,
    tx: &Tx,
    purchase: &Purchase,
    written: Written,
    (aspects, photos): (Aspects, Photos),
    author: &accounts::entity::Model,
) -> Option<Model> {
    let Written { stars, title, body, locale } = written;
    let line = purchase.line.as_ref();
    let product_id = line.and_then(|line| line.product_id);
    let (kind, subject_id) = match (line, product_id) {
        (Some(_), Some(product)) => (ReviewKind::Product, product.0),
        (Some(_), None) => return None,
        (None, _) => (ReviewKind::Shop, purchase.part.shop_id.0),
    };
    Some(Model {
        id: app.ids.next(),
        kind,
        subject_id,
        product_id,
        shop_id: purchase.part.shop_id,
        variant_id: line.and_then(|line| line.variant_id),
        variant_title: line.and_then(|line| line.variant_title.clone()),
        order_id: Some(purchase.order.id),
        order_line_id: line.map(|line| line.id),
        order_part_id: line.is_none().then_some(purchase.part.id),
        account_id: Some(author.id),
        author_name: Some(author.display_name.clone()),
        source: ReviewSource::Verified,
        status: ReviewStatus::Published,
        stars: stars.get().into(),
        title: title.as_str().to_owned(),
        body: body.as_str().to_owned(),
        aspects,
        locale,
        photo_count: i32::try_from(photos.0.len()).unwrap_or(i32::MAX),
        photos,
        counts: true,
        refunded_at: None,
        status_reason: None,
        helpful_up: 0,
        helpful_down: 0,
        rank: 0,
        answer_body: None,
        answered_at: None,
        answer_edited_at: None,
        external_reference: None,
        source_hash: None,
        written_at: tx.now(),
        published_at: Some(tx.now()),
        edited_at: None,
        version: 0,
    })
}

/// Changes a review of the shopper's own. What it said before is kept and shown.
///
/// # Errors
/// [`ReviewError::ReviewNotFound`] as not found, [`ReviewError::EditWindowOver`], [`ReviewError::NotAllowed`] while it is
/// hidden, [`ReviewError::TooManyPhotos`], [`ReviewError::PhotoNotFound`], [`ReviewError::AspectInvalid`].
pub async fn update(app: &App, shopper: &Shopper, id: ReviewId, changes: Changes) -> Outcome<Model, ReviewError> {
    let tree = aspects::tree(app, changes.aspects.as_deref().unwrap_or_default()).await?;
    let mut tx = app.db.begin(app.clock.now()).await?;
    let before = own(&tx, shopper, id).await?;
    if !matches!(before.status, ReviewStatus::Published | ReviewStatus::Held) {
        return Err(ReviewError::NotAllowed.into());
    }
    if tx.now() > editable_until(before.written_at) {
        return Err(ReviewError::EditWindowOver.into());
    }
    let mut after = before.clone();
    after.stars = changes.stars.map_or(after.stars, |stars| stars.get().into());
    after.title = changes.title.map_or(after.title, |title| title.as_str().to_owned());
    after.body = changes.body.map_or(after.body, |body| body.as_str().to_owned());
    after.locale = changes.locale.unwrap_or(after.locale);
    if let Some(chosen) = &changes.aspects {
        after.aspects = aspects::checked(&tx, &tree, before.product_id, chosen).await?;
    }
    if let Some(wanted) = changes.photos {
        after.photos = take(&tx, shopper.account_id(), &before.photos.0, &wanted).await?;
        after.photo_count = i32::try_from(after.photos.0.len()).unwrap_or(i32::MAX);
    }
    if after == before {
        return Ok(before);
    }
    let says_otherwise =
        |one: &Model, other: &Model| (one.stars, &one.title, &one.body) != (other.stars, &other.title, &other.body);
    let mut judgement = None;
    if says_otherwise(&before, &after) {
        // Aspects move no score: a change of them alone is not judged.
        judgement = holding::judge_again(&tx, &after).await?;
    }
    if says_otherwise(&before, &after) || before.aspects != after.aspects {
        let Model { stars, title, body, aspects, .. } = &before;
        let replaced = Replaced { stars: Some(*stars), title, body, aspects: Some(aspects) };
        remember(&tx, &before, RevisionPart::Review, replaced).await?;
    }
    after.edited_at = Some(tx.now());
    if let Some(judgement) = &judgement {
        after.status = status_after(&tx, &before, judgement.hold).await?;
    }
    let after = store(&mut tx, &before, after).await?;
    index(&tx, &after).await?;
    if let Some(judgement) = judgement {
        judgement.keep(&tx, &after).await?;
        match (before.status, after.status) {
            (ReviewStatus::Published, ReviewStatus::Held) => {
                moderation::hold(app, &mut tx, &after, judgement.score()).await?;
            }
            (ReviewStatus::Held, ReviewStatus::Published) => moderation::release(&tx, &after).await?,
            _ => {}
        }
    }
    events::emit(&mut tx, events::EDITED, &after, None, None)?;
    if after.status != before.status {
        events::emit(&mut tx, events::of_status(after.status), &after, None, None)?;
    }
    tx.commit().await?;
    app.shelf.forget_priors();
    Ok(after)
}

/// How a review stands after its words or stars were changed: what was shown may have to wait, and what the machine alone
/// held is shown when nothing speaks against it any more. What was flagged or appealed about a person decides.
async fn status_after(tx: &Tx, before: &Model, hold: bool) -> Result<ReviewStatus, DbErr> {
    if before.status == ReviewStatus::Published {
        return Ok(if hold { ReviewStatus::Held } else { ReviewStatus::Published });
    }
    let alone = moderation::cases::is_machines_alone(tx, before.id).await?;
    Ok(if alone && !hold { ReviewStatus::Published } else { before.status })
}

/// Takes a review of the shopper's own back: its words, its photographs and what it said before go; that there was one
/// stays in the figures, and what was bought is not reviewed again.
///
/// # Errors
/// [`ReviewError::ReviewNotFound`] as not found.
pub async fn delete(app: &App, shopper: &Shopper, id: ReviewId) -> Outcome<(), ReviewError> {
    let mut tx = app.db.begin(app.clock.now()).await?;
    let before = own(&tx, shopper, id).await?;
    let after = Model {
        status: ReviewStatus::Deleted,
        title: String::new(),
        body: String::new(),
        aspects: Aspects::default(),
        photos: Photos::default(),
        photo_count: 0,
        status_reason: None,
        answer_body: None,
        answered_at: None,
        answer_edited_at: None,
        ..before.clone()
    };
    revision::Entity::delete_many().filter(revision::Column::ReviewId.eq(id)).exec(tx.conn()).await?;
    unindex(&tx, id).await?;
    let after = store(&mut tx, &before, after).await?;
    moderation::release(&tx, &after).await?;
    events::emit(&mut tx, events::DELETED, &after, None, None)?;
    tx.commit().await?;
    app.shelf.forget_priors();
    Ok(())
}

/// A review of the shopper's own that is not taken back, held by this transaction.
async fn own(tx: &Tx, shopper: &Shopper, id: ReviewId) -> Outcome<Model, ReviewError> {
    let review = lock(tx, id).await?;
    let own =
        |review: &Model| review.account_id == Some(shopper.account_id()) && review.status != ReviewStatus::Deleted;
    review.filter(own).ok_or(Failure::NotFound)
}

/// The photographs that are wanted: those that are there stay, the others are uploads.
async fn take(tx: &Tx, account: AccountId, there: &[ImageCard], wanted: &[ImageId]) -> Outcome<Photos, ReviewError> {
    if wanted.len() > MAX_PHOTOS {
        return Err(ReviewError::TooManyPhotos.into());
    }
    let mut photos: Vec<ImageCard> = Vec::new();
    for id in wanted {
        if photos.iter().any(|photo| photo.id == *id) {
            continue;
        }
        if let Some(known) = there.iter().find(|photo| photo.id == *id) {
            photos.push(known.clone());
            continue;
        }
        let stored = images::take(tx, account, *id).await?.ok_or(ReviewError::PhotoNotFound)?;
        photos.push(ImageCard {
            id: *id,
            path: Some(stored.path()),
            width: Some(stored.width),
            height: Some(stored.height),
            alt: Translated::default(),
            widths: Some(stored.widths),
            color: stored.color,
        });
    }
    Ok(Photos(photos))
}

/// What a review or an answer said until now.
#[derive(Clone, Copy)]
pub(super) struct Replaced<'a> {
    pub stars: Option<i32>,
    pub title: &'a str,
    pub body: &'a str,
    pub aspects: Option<&'a Aspects>,
}

/// Keeps what is replaced, under the version that replaces it.
pub(super) async fn remember(tx: &Tx, before: &Model, part: RevisionPart, replaced: Replaced<'_>) -> Result<(), DbErr> {
    let row = revision::Model {
        review_id: before.id,
        part,
        number: before.version + 1,
        stars: replaced.stars,
        title: replaced.title.to_owned(),
        body: replaced.body.to_owned(),
        aspects: replaced.aspects.cloned().unwrap_or_default(),
        replaced_at: tx.now(),
    };
    revision::Entity::insert(row.into_active_model()).exec_without_returning(tx.conn()).await.map(|_| ())
}

/// Writes the words by which a review is found, in place of those that it had.
async fn index(tx: &Tx, review: &Model) -> Result<(), DbErr> {
    unindex(tx, review.id).await?;
    let row = |term| term::Model { subject_id: review.subject_id, term, review_id: review.id }.into_active_model();
    let rows: Vec<_> = policy::search_terms(&review.title, &review.body).into_iter().map(row).collect();
    if rows.is_empty() {
        return Ok(());
    }
    term::Entity::insert_many(rows).exec_without_returning(tx.conn()).await.map(|_| ())
}

async fn unindex(tx: &Tx, id: ReviewId) -> Result<(), DbErr> {
    term::Entity::delete_many().filter(term::Column::ReviewId.eq(id)).exec(tx.conn()).await.map(|_| ())
}
