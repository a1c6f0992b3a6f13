//! Why something is suggested: as a code for programs, as a sentence for people, and with the product that caused it.

use super::signals::PastKind;
use crate::mail::fill;
use serde::Deserialize;
use shared::Locale;
use shared::format::integer;
use shared::id::ProductId;
use std::sync::LazyLock;

/// Why something is suggested.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Why {
    /// The shopper did this with that product.
    Past(PastKind, ProductId),
    /// Others bought it together with this product.
    BoughtTogether(ProductId),
    /// It is like this product.
    Similar(ProductId),
    /// It was bought before, and is about to be needed again.
    Due {
        /// Days between two purchases.
        days: u32,
        /// Whether that is the shopper's own rhythm; else it is other buyers'.
        own: bool,
    },
    /// It is much wanted now.
    Trending,
    /// It was listed lately.
    New {
        /// Whether in the last thirty days; else it is only newer than the rest.
        this_month: bool,
    },
    /// It was listed lately and is like this product, with which the shopper dealt.
    NewLike(ProductId),
    /// It goes with this product in the cart.
    GoesWith(ProductId),
    /// The shop of this product in the cart sells it.
    SameShop(ProductId),
}

/// A reason for programs.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Code {
    /// Something was looked at.
    YouViewed,
    /// Something was found in a search.
    YouSearched,
    /// Something was put into a cart.
    YouCarted,
    /// Something is on the wishlist.
    YouWished,
    /// Something was bought.
    YouBought,
    /// Something was reviewed.
    YouReviewed,
    /// Both are bought together.
    BoughtTogether,
    /// Both are alike.
    Similar,
    /// It is about to be needed again.
    DueAgain,
    /// It is much wanted.
    Trending,
    /// It is new.
    New,
    /// It goes with something in the cart.
    GoesWithCart,
}

impl Why {
    /// The reason for programs.
    #[must_use]
    pub const fn code(self) -> Code {
        match self {
            Self::Past(PastKind::Viewed, _) => Code::YouViewed,
            Self::Past(PastKind::Searched, _) => Code::YouSearched,
            Self::Past(PastKind::Carted, _) => Code::YouCarted,
            Self::Past(PastKind::Wished, _) => Code::YouWished,
            Self::Past(PastKind::Bought, _) => Code::YouBought,
            Self::Past(PastKind::Reviewed, _) => Code::YouReviewed,
            Self::BoughtTogether(_) => Code::BoughtTogether,
            Self::Similar(_) => Code::Similar,
            Self::Due { .. } => Code::DueAgain,
            Self::Trending => Code::Trending,
            Self::New { .. } | Self::NewLike(_) => Code::New,
            Self::GoesWith(_) | Self::SameShop(_) => Code::GoesWithCart,
        }
    }

    /// The product that caused it.
    #[must_use]
    pub const fn because(self) -> Option<ProductId> {
        match self {
            Self::Past(_, product)
            | Self::BoughtTogether(product)
            | Self::Similar(product)
            | Self::NewLike(product)
            | Self::GoesWith(product)
            | Self::SameShop(product) => Some(product),
            Self::Due { .. } | Self::Trending | Self::New { .. } => None,
        }
    }

    /// The sentence, with the title of the product that caused it. Where that may not be named any more, it is left open
    /// what caused it.
    #[must_use]
    pub fn text(self, locale: Locale, title: Option<&str>) -> String {
        let words = words(locale);
        if self.because().is_some() && title.is_none() {
            return words.fits.clone();
        }
        let text = match self {
            Self::Past(PastKind::Viewed, _) => &words.viewed,
            Self::Past(PastKind::Searched, _) => &words.searched,
            Self::Past(PastKind::Carted, _) => &words.carted,
            Self::Past(PastKind::Wished, _) => &words.wished,
            Self::Past(PastKind::Bought, _) => &words.bought,
            Self::Past(PastKind::Reviewed, _) => &words.reviewed,
            Self::BoughtTogether(_) => &words.bought_together,
            Self::Similar(_) => &words.similar,
            Self::Due { days, own } => {
                let text = if own { &words.due_own } else { &words.due_others };
                return fill(text, &[("days", &integer(days.into(), locale))]);
            }
            Self::Trending => &words.trending,
            Self::New { this_month: true } => &words.new_month,
            Self::New { this_month: false } => &words.newest,
            Self::NewLike(_) => &words.new_like,
            Self::GoesWith(_) => &words.goes_with,
            Self::SameShop(_) => &words.same_shop,
        };
        fill(text, &[("title", title.unwrap_or_default())])
    }
}

/// The words of one language.
#[derive(Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
struct Words {
    viewed: String,
    searched: String,
    carted: String,
    wished: String,
    bought: String,
    reviewed: String,
    bought_together: String,
    similar: String,
    due_own: String,
    due_others: String,
    trending: String,
    new_month: String,
    newest: String,
    new_like: String,
    goes_with: String,
    same_shop: String,
    fits: String,
}

const FILES: [&str; 3] = [include_str!("texts/en.json"), include_str!("texts/vi.json"), include_str!("texts/hy.json")];

static WORDS: LazyLock<[Words; 3]> = LazyLock::new(|| FILES.map(read));

#[expect(clippy::expect_used, reason = "the files are part of the program, and a test reads them")]
fn read(file: &str) -> Words {
    serde_json::from_str(file).expect("the words are whole")
}

fn words(locale: Locale) -> &'static Words {
    let [en, vi, hy] = &*WORDS;
    match locale {
        Locale::En => en,
        Locale::Vi => vi,
        Locale::Hy => hy,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::BTreeMap;
    use uuid::Uuid;

    #[test]
    fn every_language_has_the_same_blanks() {
        let blanks = |file: &str| {
            let texts: BTreeMap<String, String> = serde_json::from_str(file).expect("JSON");
            let has = |text: &str| (text.contains("{title}"), text.contains("{days}"));
            texts.into_iter().map(|(key, text)| (key, has(&text))).collect::<BTreeMap<_, _>>()
        };
        for file in FILES {
            assert_eq!(blanks(file), blanks(FILES[0]));
        }
    }

    #[test]
    fn a_reason_names_what_caused_it_or_leaves_it_open() {
        let bowl = ProductId(Uuid::nil());
        let why = Why::Past(PastKind::Viewed, bowl);
        assert_eq!(why.text(Locale::En, Some("Bowl")), "Because you looked at Bowl");
        assert_eq!(why.text(Locale::Vi, Some("Bát")), "Vì bạn đã xem Bát");
        assert_eq!(why.text(Locale::En, None), "May fit what you like");
        assert_eq!(Why::Due { days: 28, own: true }.text(Locale::En, None), "You buy this about every 28 days");
    }
}
