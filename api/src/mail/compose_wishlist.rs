//! The letter about a wishlist, for those who asked for it.

use super::compose::{greeting, letter, own_account};
use super::entity::Model;
use super::letter::{Block, Letter};
use super::links;
use super::texts::{fill, texts};
use crate::app::App;
use crate::catalog::ProductCard;
use crate::catalog::entity::product;
use crate::consents::{self, entity::Purpose};
use crate::wishlists::entity::{Column, Entity, item};
use crate::wishlists::{self, policy};
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter};
use shared::Locale;
use shared::format::money;
use shared::id::ProductId;

/// Things that one letter names; the list has the others.
const NAMED: usize = 12;

/// What on an account's list is cheaper than when it was put there, or back; `None` when nothing is any more, or when
/// the account does not allow such letters.
pub(super) async fn news(app: &App, mail: &Model) -> anyhow::Result<Option<Letter>> {
    let Some(account) = own_account(app, mail).await? else { return Ok(None) };
    if !consents::allows(app, account.id, Purpose::WishlistLetters).await? {
        return Ok(None);
    }
    let list = Entity::find().filter(Column::AccountId.eq(account.id)).one(app.db.read()).await?;
    let Some(list) = list else { return Ok(None) };
    let items = wishlists::items(app, list.id).await?;
    let ids: Vec<ProductId> = items.iter().map(|item| item.product_id).collect();
    let cards = product::Entity::find().filter(product::Column::Id.is_in(ids));
    let cards = cards.into_partial_model::<ProductCard>().all(app.db.read()).await?;
    let locale = account.locale;
    let all = texts(locale);
    let words = &all.wishlist_news;
    let card = |item: &item::Model| cards.iter().find(|card| card.id == item.product_id);
    let better = items.iter().filter_map(|item| {
        let card = card(item)?;
        let what = said(&words.cheaper, &words.back, item, card, locale)?;
        Some((card.title.get(locale).to_owned(), what))
    });
    let rows: Vec<(String, String)> = better.take(NAMED).collect();
    if rows.is_empty() {
        return Ok(None);
    }
    let blocks = vec![
        greeting(all, &account.display_name),
        Block::Paragraph(words.text.clone()),
        Block::Rows(rows),
        Block::Action { label: words.button.clone(), url: links::page(app, locale, "/wishlist") },
        Block::Fine(words.why.clone()),
        Block::Aside { label: words.stop.clone(), url: links::page(app, locale, "/account/privacy") },
    ];
    Ok(Some(letter(app, locale, words.subject.clone(), &words.title, blocks)))
}

/// What got better about a thing, if anything did.
fn said(cheaper: &str, back: &str, item: &item::Model, card: &ProductCard, locale: Locale) -> Option<String> {
    if policy::price_drop(item, card).is_some() {
        let (now, before) = (money(item.money(card.price_min), locale), money(item.money(item.seen_price), locale));
        return Some(fill(cheaper, &[("now", &now), ("before", &before)]));
    }
    policy::is_back(item, card).then(|| back.to_owned())
}
