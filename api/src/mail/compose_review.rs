//! The letter that asks for reviews.

use super::compose::{greeting, letter, own_account};
use super::compose_order::line_title;
use super::entity::Model;
use super::letter::{Block, Letter};
use super::links;
use super::texts::{fill, texts};
use crate::app::App;
use crate::orders::entity::{self as order, line};
use crate::reviews;
use sea_orm::EntityTrait;
use shared::format::date;
use shared::id::OrderId;

/// What of an order its buyer may still review; `None` when that is nothing any more.
pub(super) async fn request(app: &App, mail: &Model, id: OrderId) -> anyhow::Result<Option<Letter>> {
    let Some(account) = own_account(app, mail).await? else { return Ok(None) };
    let Some(order) = order::Entity::find_by_id(id).one(app.db.read()).await? else { return Ok(None) };
    let open = reviews::reviewable_lines(app, account.id, Some(&[id])).await?;
    if open.is_empty() {
        return Ok(None);
    }
    let locale = account.locale;
    let all = texts(locale);
    let words = &all.review_requested;
    let number = [("number", order.number.as_str())];
    let row = |open: &reviews::Reviewable<line::Model>| {
        (line_title(&open.row), fill(&words.until, &[("until", &date(open.until(), locale))]))
    };
    let mut blocks = vec![greeting(all, &account.display_name), Block::Paragraph(fill(&words.text, &number))];
    if order.is_demo {
        blocks.push(Block::Fine(all.order.demo.clone()));
    }
    blocks.push(Block::Rows(open.iter().map(row).collect()));
    // One thing is reviewed on its form, several are chosen from first.
    let path = match &open[..] {
        [only] => format!("/account/reviews/new?line={}", only.row.id),
        _ => "/account/reviews".to_owned(),
    };
    let url = links::page(app, locale, &path);
    blocks.push(Block::Action { label: words.button.clone(), url });
    blocks.push(Block::Fine(words.why.clone()));
    Ok(Some(letter(app, locale, fill(&words.subject, &number), &words.title, blocks)))
}
