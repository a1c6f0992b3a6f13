//! Judge.me's CSV file of reviews: one row a review.

use super::columns::columns;
use super::passes::{Format, is_refused};
use super::progress::Progress;
use super::reader::Group;
use super::report::{OnError, Problem, Report};
use super::reviews_write::Writer;
use super::values::Values;
use crate::app::App;
use crate::catalog::entity::product;
use crate::shops::entity as shop;
use anyhow::Context as _;
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, QuerySelect};
use shared::id::{ProductId, ShopId};
use shared::reviews::{AnswerBody, ReviewBody, ReviewTitle, Stars};
use shared::{Currency, Locale, Timestamp};
use std::collections::HashMap;
use std::path::Path;
use std::sync::Arc;
use std::time::Instant;

columns! {
    /// What is read of the file. Addresses of pictures are not: nobody here fetches what strangers' files name.
    ReviewColumns {
        needed: body = "body", rating = "rating", handle = "product_handle";
        optional: title = "title", date = "review_date", name = "reviewer_name", email = "reviewer_email", reply = "reply",
    }
}

/// Whose reviews a file holds, and in which language.
#[derive(Clone, Debug, Default)]
pub struct ReviewsOf {
    /// The slug of the shop; every shop's products are looked at when left out.
    pub shop: Option<String>,
    /// The language.
    pub locale: Locale,
}

/// A review of the file, checked.
#[derive(Clone, Debug)]
pub(super) struct ReviewDraft {
    /// The line of its row.
    pub line: u64,
    /// The product's name in the file.
    pub handle: String,
    /// Who wrote it, when: what tells it from others of the product. Never kept as it is.
    pub origin: String,
    /// The name that is shown.
    pub author: Option<String>,
    /// 1 to 5.
    pub stars: Stars,
    /// May be empty.
    pub title: String,
    /// May be empty.
    pub body: String,
    /// When it was written, if the file says so.
    pub written_at: Option<Timestamp>,
    /// What the shop answered.
    pub reply: Option<String>,
    /// Digest of its row.
    pub digest: String,
}

/// Products by their handle, which several shops may use.
pub(super) type Handles = HashMap<String, Vec<(ProductId, ShopId)>>;

const FORMAT: Format<ReviewColumns, ReviewDraft> =
    Format { noun: "reviews", system: "Judge.me", find: ReviewColumns::find, key: |_| None, parse };

/// See `super::import_reviews`.
pub(super) async fn import(app: &App, file: &Path, on_error: OnError, of: &ReviewsOf) -> anyhow::Result<Report> {
    let (began, currency) = (Instant::now(), app.config.currency);
    let handles = Arc::new(handles(app, of.shop.as_deref()).await?);
    let known = Arc::clone(&handles);
    let (mut report, bad) =
        FORMAT.check(file, currency, move |draft, columns| misplaced(draft, columns, &known)).await?;
    if is_refused(&report, on_error) {
        return Ok(report.finish(began.elapsed()));
    }
    let mut chunks = FORMAT.read(file, currency, bad);
    let mut writer = Writer::begin(app, &handles, of.locale).await?;
    let mut progress = Progress::new("writing", Some(report.rows));
    let mut written = 0;
    while let Some(chunk) = chunks.next().await {
        written += chunk.len() as u64;
        writer.write(chunk, &mut report).await?;
        progress.at(written);
    }
    chunks.finish().await?;
    writer.commit().await?;
    report.written = true;
    Ok(report.finish(began.elapsed()))
}

/// The products that a file may speak of, by the name under which they were imported, else by their slug.
async fn handles(app: &App, shop: Option<&str>) -> anyhow::Result<Handles> {
    use product::Column::{ExternalReference, Id, ShopId as Shop, Slug};
    let mut query = product::Entity::find().select_only().columns([Id, Shop, ExternalReference, Slug]);
    if let Some(slug) = shop {
        let found = shop::Entity::find().filter(shop::Column::Slug.eq(slug)).one(app.db.read()).await?;
        query = query.filter(Shop.eq(found.with_context(|| format!("there is no shop with the slug `{slug}`"))?.id));
    }
    let rows: Vec<(ProductId, ShopId, Option<String>, String)> = query.into_tuple().all(app.db.read()).await?;
    let mut handles = Handles::new();
    for (id, shop, reference, slug) in rows {
        handles.entry(reference.unwrap_or(slug)).or_default().push((id, shop));
    }
    Ok(handles)
}

/// What is wrong with the product that a review names.
fn misplaced(draft: &ReviewDraft, columns: &ReviewColumns, handles: &Handles) -> Vec<Problem> {
    let reason = match handles.get(&draft.handle).map(Vec::len) {
        Some(1) => return Vec::new(),
        None => format!("there is no product `{}`: import the products first", draft.handle),
        Some(shops) => format!("{shops} shops have a product `{}`: name one with --shop", draft.handle),
    };
    vec![Problem { line: draft.line, column: columns.handle.name.to_owned(), reason }]
}

/// Reads a row as a review.
fn parse(group: Group, columns: &ReviewColumns, _: Currency) -> Result<ReviewDraft, Vec<Problem>> {
    let digest = group.digest(&columns.all());
    let Group { rows, mut problems, .. } = group;
    let Some(row) = rows.first() else { return Err(problems) };
    let mut values = Values::of(row, &mut problems);
    let handle = values.needed(columns.handle).unwrap_or_default().to_owned();
    let stars = match values.needed(columns.rating) {
        None => None,
        Some(text) => {
            let stars = text.parse::<i32>().ok().and_then(|number| Stars::try_from(number).ok());
            if stars.is_none() {
                values.problem(columns.rating, format!("`{text}` is no number of stars; it may be 1 to 5"));
            }
            stars
        }
    };
    let title = values.text(columns.title).unwrap_or_default();
    let tidy_title = ReviewTitle::try_from(title).ok();
    if tidy_title.is_none() {
        values.problem(columns.title, format!("it has more than {} characters", ReviewTitle::MAX));
    }
    let body = values.text(columns.body);
    let tidy_body = body.map(ReviewBody::try_from);
    if matches!(tidy_body, Some(Err(_))) {
        values.problem(columns.body, format!("it has more than {} characters", ReviewBody::MAX));
    }
    let reply = values.text(columns.reply).map(AnswerBody::try_from);
    if matches!(reply, Some(Err(_))) {
        values.problem(columns.reply, format!("it has more than {} characters", AnswerBody::MAX));
    }
    let written_at = match values.text(columns.date) {
        // A day without a time is that day's beginning.
        Some(day) if day.len() == 10 && format!("{day}T00:00:00Z").parse::<Timestamp>().is_ok() => {
            format!("{day}T00:00:00Z").parse().ok()
        }
        _ => values.moment(columns.date),
    };
    let author = values.text(columns.name).map(str::to_owned);
    let who = values.text(columns.email).or(author.as_deref()).unwrap_or_default().to_lowercase();
    let origin = format!("{who}\n{}", written_at.map_or(0, |at| at.0));
    match stars {
        Some(stars) if problems.is_empty() => Ok(ReviewDraft {
            line: row.line,
            handle,
            origin,
            author,
            stars,
            title: tidy_title.map_or_else(String::new, |title| title.as_str().to_owned()),
            body: tidy_body.and_then(Result::ok).map_or_else(String::new, |body| body.as_str().to_owned()),
            written_at,
            reply: reply.and_then(Result::ok).map(|reply| reply.as_str().to_owned()),
            digest,
        }),
        _ => Err(problems),
    }
}
