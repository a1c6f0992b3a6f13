//! The letter about what is new of saved searches, for those who asked for it.

use super::compose::{greeting, letter, own_account};
use super::entity::Model;
use super::letter::{Block, Letter};
use super::links;
use super::texts::{SearchNewsTexts, fill, texts};
use crate::app::App;
use crate::catalog::ProductCard;
use crate::saved_searches::{self, Named, entity as saved};
use shared::format::money;
use shared::id::ProductId;
use shared::{Locale, Money, Timestamp};
use std::collections::HashSet;

/// Things that one letter names; the pages of the searches have the others.
const NAMED: usize = 6;

/// What is new of an account's searches since the letter before; `None` when nothing is any more, or when none of them asks
/// for letters.
pub(super) async fn news(app: &App, mail: &Model, at: Timestamp) -> anyhow::Result<Option<Letter>> {
    let Some(account) = own_account(app, mail).await? else { return Ok(None) };
    let locale = account.locale;
    let all = texts(locale);
    let words = &all.saved_search_news;
    let mut told: HashSet<ProductId> = HashSet::new();
    let mut blocks = vec![greeting(all, &account.display_name), Block::Paragraph(words.text.clone())];
    let before = blocks.len();
    for (search, listed) in saved_searches::of_letter(app, account.id, at).await? {
        let found = saved_searches::find_new(app, &search, listed, NAMED).await?;
        if found.total == 0 {
            continue;
        }
        let named = saved_searches::named(app, &search).await?;
        blocks.push(Block::Heading(name(&search, &named, words, locale)));
        // What two searches find is named once.
        let room = NAMED - told.len();
        let shown: Vec<_> = found.cards.iter().filter(|card| !told.contains(&card.id)).take(room).collect();
        told.extend(shown.iter().map(|card| card.id));
        let rest = found.total.saturating_sub(shown.len() as u64);
        if !shown.is_empty() {
            blocks.push(Block::Rows(shown.iter().map(|card| row(card, locale)).collect()));
        }
        if rest > 0 {
            let said = if shown.is_empty() { &words.count } else { &words.more };
            blocks.push(Block::Paragraph(fill(said, &[("count", &rest.to_string())])));
        }
        let url = links::page(app, locale, &format!("/search{}", named.address));
        blocks.push(Block::Aside { label: words.open.clone(), url });
    }
    if blocks.len() == before {
        return Ok(None);
    }
    let own = links::page(app, locale, "/account/searches");
    blocks.push(Block::Action { label: words.button.clone(), url: own.clone() });
    blocks.push(Block::Fine(words.why.clone()));
    blocks.push(Block::Aside { label: words.stop.clone(), url: own });
    Ok(Some(letter(app, locale, words.subject.clone(), &words.title, blocks)))
}

fn row(card: &ProductCard, locale: Locale) -> (String, String) {
    (card.title.get(locale).to_owned(), money(Money::new(card.price_min, card.currency), locale))
}

/// What a search is called: what was typed, else what narrows it.
fn name(search: &saved::Model, named: &Named, words: &SearchNewsTexts, locale: Locale) -> String {
    if !search.search.is_empty() {
        return fill(&words.search, &[("search", &search.search)]);
    }
    let category = named.category.iter().map(|category| category.name.get(locale).to_owned());
    let shops = named.shops.iter().map(|shop| shop.name.get(locale).to_owned());
    let parts: Vec<String> = category.chain(shops).collect();
    if parts.is_empty() { words.everything.clone() } else { parts.join(", ") }
}
