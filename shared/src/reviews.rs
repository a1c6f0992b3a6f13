//! Reviews: what may be written, of what, by whom and until when. Forms and server check with the same rules.

mod aspects;

pub use aspects::{AspectChoice, AspectValue, Aspects, AspectsError, DEFAULT_ASPECTS, ReviewAspect};

use crate::{Timestamp, text_enum};
use serde::Serialize;

/// Days after delivery in which something may be reviewed.
pub const WINDOW_DAYS: i64 = 180;
/// Days after it was written in which a review may be changed.
pub const EDIT_DAYS: i64 = 30;
/// Days after a decision in which its author may appeal.
pub const APPEAL_DAYS: i64 = 180;
/// Days for which somebody who is suspended writes no reviews.
pub const SUSPENSION_DAYS: i64 = 30;
/// Flags of one account in a day.
pub const FLAGS_A_DAY: u64 = 20;
/// Most photographs of one review.
pub const MAX_PHOTOS: usize = 6;

text_enum! {
    /// What is reviewed.
    pub enum ReviewKind {
        /// A product.
        Product = "product",
        /// How a shop served.
        Shop = "shop",
    }
}

text_enum! {
    /// Where a review comes from.
    pub enum ReviewSource {
        /// Written here, by the buyer of what it is about.
        Verified = "verified",
        /// Brought from another system, where nobody here could see who wrote it.
        Imported = "imported",
    }
}

text_enum! {
    /// Who sees a review.
    pub enum ReviewStatus {
        /// Everybody.
        Published = "published",
        /// Its author, who is told that it is being checked, and moderators.
        Held = "held",
        /// Its author, who is told why, and moderators.
        Hidden = "hidden",
        /// Nobody: its author took it back, and only its place is left.
        Deleted = "deleted",
    }
}

/// How good something was: 1 to 5.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
pub struct Stars(u8);

/// A number that is no number of stars.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("give 1 to 5 stars")]
pub struct StarsError;

impl Stars {
    /// The number.
    #[must_use]
    pub const fn get(self) -> u8 {
        self.0
    }
}

impl TryFrom<i32> for Stars {
    type Error = StarsError;
    fn try_from(number: i32) -> Result<Self, StarsError> {
        u8::try_from(number).ok().filter(|number| (1..=5).contains(number)).map(Self).ok_or(StarsError)
    }
}

/// A text that is too long, or empty where words are needed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("the text is empty or too long")]
pub struct WordsError;

macro_rules! words {
    ($($(#[$meta:meta])* $name:ident = $least:literal..=$most:literal),+ $(,)?) => {$(
        $(#[$meta])*
        #[derive(Clone, Debug, PartialEq, Eq)]
        pub struct $name(String);

        impl $name {
            /// Most characters.
            pub const MAX: usize = $most;

            /// The text.
            #[must_use]
            pub fn as_str(&self) -> &str {
                &self.0
            }
        }

        impl TryFrom<&str> for $name {
            type Error = WordsError;
            fn try_from(text: &str) -> Result<Self, WordsError> {
                let text = tidy(text);
                if ($least..=$most).contains(&text.chars().count()) { Ok(Self(text)) } else { Err(WordsError) }
            }
        }
    )+};
}

words! {
    /// The title of a review; it may be empty.
    ReviewTitle = 0..=120,
    /// What a review says.
    ReviewBody = 1..=5000,
    /// What a shop answers.
    AnswerBody = 1..=2000,
    /// Why a moderator hides a review, for its author.
    HideReason = 1..=500,
    /// Why a moderator decides as they do, for the author.
    DecisionReason = 1..=2000,
    /// What is wrong with a review, in the words of whoever flags it; it may be empty.
    FlagComment = 0..=1000,
    /// Why a decision is wrong, in the words of the author.
    AppealText = 1..=2000,
}

/// Plain text as it is kept: lines end in one way, blanks around it go, and so do characters that cannot be seen but
/// turn what can.
fn tidy(text: &str) -> String {
    let turns =
        |char: char| matches!(char, '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}');
    let seen = |char: &char| (!char.is_control() || matches!(char, '\n' | '\t')) && !turns(*char);
    text.replace("\r\n", "\n").replace('\r', "\n").chars().filter(seen).collect::<String>().trim().to_owned()
}

/// How somebody stands to the shop that they bought of.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Tie {
    /// Not at all.
    None,
    /// The shop is theirs.
    Owner,
    /// They work there.
    Staff,
    /// They live where somebody of its staff lives.
    Address,
}

/// What is known of something that was bought.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Bought {
    /// How its buyer stands to the shop.
    pub tie: Tie,
    /// Whether it was cancelled.
    pub cancelled: bool,
    /// When it arrived, the last of it.
    pub delivered_at: Option<Timestamp>,
    /// Whether its money went back.
    pub refunded: bool,
    /// Whether it was reviewed.
    pub reviewed: bool,
}

/// Why something may not be reviewed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Refusal {
    /// The shop is the buyer's own.
    #[error("this is your own shop: buyers who have nothing to do with it review it")]
    OwnShop,
    /// The buyer works for the shop.
    #[error("you work for this shop: buyers who have nothing to do with it review it")]
    StaffOfShop,
    /// The buyer shares an address with the shop's staff.
    #[error("you have the same address as somebody of this shop: buyers who have nothing to do with it review it")]
    SharedAddress,
    /// It was cancelled.
    #[error("this was cancelled and never came")]
    Cancelled,
    /// It has not arrived.
    #[error("this has not arrived yet: you can review it when it has")]
    NotDelivered,
    /// Its money went back.
    #[error("this was paid back, so it is not reviewed")]
    Refunded,
    /// It arrived too long ago.
    #[error("this arrived more than {WINDOW_DAYS} days ago: the time to review it is over")]
    WindowOver,
    /// Its buyer may write none for now.
    #[error("you may write no reviews for now: a moderator has decided so, and told you why")]
    Suspended,
    /// There is a review of it.
    #[error("you have reviewed this already: change your review instead")]
    AlreadyReviewed,
}

/// Whether something may be reviewed now.
///
/// # Errors
/// The first reason why not, those that nothing will change first.
pub fn check_reviewable(bought: &Bought, now: Timestamp) -> Result<(), Refusal> {
    match bought.tie {
        Tie::None => {}
        Tie::Owner => return Err(Refusal::OwnShop),
        Tie::Staff => return Err(Refusal::StaffOfShop),
        Tie::Address => return Err(Refusal::SharedAddress),
    }
    if bought.cancelled {
        return Err(Refusal::Cancelled);
    }
    let Some(delivered_at) = bought.delivered_at else { return Err(Refusal::NotDelivered) };
    if bought.refunded {
        Err(Refusal::Refunded)
    } else if bought.reviewed {
        Err(Refusal::AlreadyReviewed)
    } else if now > reviewable_until(delivered_at) {
        Err(Refusal::WindowOver)
    } else {
        Ok(())
    }
}

/// Until when something that arrived then may be reviewed.
#[must_use]
pub const fn reviewable_until(delivered_at: Timestamp) -> Timestamp {
    delivered_at.plus_days(WINDOW_DAYS)
}

/// Until when a review that was written then may be changed.
#[must_use]
pub const fn editable_until(written_at: Timestamp) -> Timestamp {
    written_at.plus_days(EDIT_DAYS)
}

#[cfg(test)]
mod tests {
    use super::*;

    const NOW: Timestamp = Timestamp::from_civil(2026, 6, 1, 12, 0, 0);

    const GOOD: Bought = Bought {
        tie: Tie::None,
        cancelled: false,
        delivered_at: Some(NOW.plus_days(-3)),
        refunded: false,
        reviewed: false,
    };

    #[test]
    fn what_arrived_at_somebody_else_is_reviewed_once_in_half_a_year() {
        assert_eq!(check_reviewable(&GOOD, NOW), Ok(()));
        for (bought, refusal) in [
            (Bought { tie: Tie::Owner, ..GOOD }, Refusal::OwnShop),
            (Bought { tie: Tie::Staff, ..GOOD }, Refusal::StaffOfShop),
            (Bought { tie: Tie::Address, reviewed: true, ..GOOD }, Refusal::SharedAddress),
            (Bought { cancelled: true, delivered_at: None, ..GOOD }, Refusal::Cancelled),
            (Bought { delivered_at: None, ..GOOD }, Refusal::NotDelivered),
            (Bought { refunded: true, reviewed: true, ..GOOD }, Refusal::Refunded),
            (Bought { delivered_at: Some(NOW.plus_days(-180).plus_ms(-1)), ..GOOD }, Refusal::WindowOver),
            (Bought { reviewed: true, ..GOOD }, Refusal::AlreadyReviewed),
        ] {
            assert_eq!(check_reviewable(&bought, NOW), Err(refusal));
        }
        assert_eq!(check_reviewable(&Bought { delivered_at: Some(NOW.plus_days(-180)), ..GOOD }, NOW), Ok(()));
    }

    #[test]
    fn stars_are_one_to_five() {
        for number in 1..=5 {
            assert_eq!(Stars::try_from(number).map(|stars| i32::from(stars.get())), Ok(number));
        }
        for number in [-1, 0, 6, 256, i32::MAX] {
            assert_eq!(Stars::try_from(number), Err(StarsError));
        }
    }

    #[test]
    fn words_are_tidied_and_bounded() {
        let body = ReviewBody::try_from(" Good.\r\nVery\u{202e} good.\u{0} ").map(|body| body.0);
        assert_eq!(body, Ok("Good.\nVery good.".to_owned()));
        assert_eq!(ReviewTitle::try_from("  ").map(|title| title.0), Ok(String::new()));
        assert_eq!(ReviewBody::try_from(" \n "), Err(WordsError));
        assert!(ReviewTitle::try_from("ё".repeat(120).as_str()).is_ok());
        assert_eq!(ReviewTitle::try_from("x".repeat(121).as_str()), Err(WordsError));
        assert_eq!(AnswerBody::try_from("x".repeat(2001).as_str()), Err(WordsError));
    }
}
