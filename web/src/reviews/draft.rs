//! What a plain form of reviews brought, and what stands in its way.

use super::aspects::FIELD;
use crate::{
    i18n::{Language, use_language},
    text,
    ui::Seal,
};
use leptos::prelude::*;
use serde::{Deserialize, Serialize};
use shared::{
    Locale,
    format::integer,
    reviews::{AnswerBody, AspectValue, EDIT_DAYS, MAX_PHOTOS, ReviewAspect, ReviewBody, ReviewTitle, WINDOW_DAYS},
};

/// Why a photograph was not taken.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum PhotoProblem {
    /// The file has too many bytes, or the picture too many pixels.
    TooLarge,
    /// It is no picture, or of a kind that is not taken.
    NotAPicture,
    /// It is not whole.
    Damaged,
    /// Too many pictures came lately, from this account or from all.
    TooMany,
    /// It did not come.
    Failed,
}

impl PhotoProblem {
    /// Reads the code with which an upload is refused.
    #[must_use]
    pub fn from_code(code: &str) -> Self {
        match code {
            "TOO_MANY_BYTES" | "TOO_LARGE" => Self::TooLarge,
            "NOT_A_PICTURE" | "UNSUPPORTED_FORMAT" => Self::NotAPicture,
            "DAMAGED" | "EMPTY" => Self::Damaged,
            "TOO_MANY_WAITING" | "RATE_LIMITED" | "BUSY" => Self::TooMany,
            _ => Self::Failed,
        }
    }

    /// What to do about it.
    #[must_use]
    pub fn sentence(self, lang: Language) -> &'static str {
        match self {
            Self::TooLarge => text!(lang, reviews.photo_large),
            Self::NotAPicture => text!(lang, reviews.photo_kind),
            Self::Damaged => text!(lang, reviews.photo_damaged),
            Self::TooMany => text!(lang, reviews.photo_busy),
            Self::Failed => text!(lang, reviews.photo_failed),
        }
    }
}

/// What stands in the way of a review or an answer.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum ReviewProblem {
    /// No number of stars was chosen.
    StarsMissing,
    /// The title is too long.
    TitleInvalid,
    /// There are no words, or too many.
    BodyInvalid,
    /// The product's category does not ask about something that was chosen.
    AspectInvalid,
    /// The same of an answer.
    AnswerInvalid,
    /// More photographs than there may be.
    TooManyPhotos,
    /// A photograph waited too long for its review.
    PhotoGone,
    /// A photograph was not taken.
    Photo(PhotoProblem),
    /// The shop is the buyer's own, or they work there.
    OwnShop,
    /// The buyer lives where somebody of the shop lives.
    SharedAddress,
    /// It has not arrived.
    NotDelivered,
    /// It was paid back.
    Refunded,
    /// It arrived too long ago.
    WindowOver,
    /// There is a review of it.
    AlreadyReviewed,
    /// The time to change it is over.
    EditWindowOver,
    /// As things stand it cannot be done.
    NotAllowed,
    /// There is no such thing of the visitor's.
    NotThere,
    /// Nobody is signed in any more.
    SignedOut,
    /// It could not be done now.
    TryAgain,
}

impl ReviewProblem {
    /// The field that it is about; empty when it is the whole.
    #[must_use]
    pub const fn field(self) -> &'static str {
        match self {
            Self::StarsMissing => "stars",
            Self::TitleInvalid => "title",
            Self::BodyInvalid | Self::AnswerInvalid => "body",
            Self::TooManyPhotos | Self::PhotoGone | Self::Photo(_) => "photos",
            _ => "",
        }
    }

    /// What is wrong, with what to do.
    #[must_use]
    pub fn sentence(self, lang: Language, locale: Locale) -> String {
        let number = |number: usize| integer(number as i64, locale);
        match self {
            Self::StarsMissing => text!(lang, reviews.problem_stars).to_owned(),
            Self::TitleInvalid => text!(lang, reviews.problem_title, max = number(ReviewTitle::MAX)),
            Self::BodyInvalid => text!(lang, reviews.problem_body, max = number(ReviewBody::MAX)),
            Self::AspectInvalid => text!(lang, reviews.problem_aspects).to_owned(),
            Self::AnswerInvalid => text!(lang, reviews.problem_body, max = number(AnswerBody::MAX)),
            Self::TooManyPhotos => text!(lang, reviews.problem_photos, max = number(MAX_PHOTOS)),
            Self::PhotoGone => text!(lang, reviews.problem_photo_gone).to_owned(),
            Self::Photo(problem) => problem.sentence(lang).to_owned(),
            Self::OwnShop => text!(lang, reviews.problem_own_shop).to_owned(),
            Self::SharedAddress => text!(lang, reviews.problem_address).to_owned(),
            Self::NotDelivered => text!(lang, reviews.problem_not_delivered).to_owned(),
            Self::Refunded => text!(lang, reviews.problem_refunded).to_owned(),
            Self::WindowOver => text!(lang, reviews.problem_window, days = integer(WINDOW_DAYS, locale)),
            Self::AlreadyReviewed => text!(lang, reviews.problem_already).to_owned(),
            Self::EditWindowOver => text!(lang, reviews.problem_edit_window, days = integer(EDIT_DAYS, locale)),
            Self::NotAllowed => text!(lang, reviews.problem_not_allowed).to_owned(),
            Self::NotThere => text!(lang, reviews.problem_not_there).to_owned(),
            Self::SignedOut => text!(lang, reviews.problem_signed_out).to_owned(),
            Self::TryAgain => text!(lang, accounts.problem_again).to_owned(),
        }
    }
}

/// A photograph of a form: sent already, and waiting for its review.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct DraftPhoto {
    /// Its id.
    pub id: String,
    /// Where it is seen.
    pub url: String,
}

impl DraftPhoto {
    /// As a field of the form carries it.
    #[must_use]
    pub fn value(&self) -> String {
        format!("{} {}", self.id, self.url)
    }

    /// Reads it back; none for what a form of ours does not send.
    #[must_use]
    pub fn from_value(value: &str) -> Option<Self> {
        let (id, url) = value.split_once(' ')?;
        let ours = url.starts_with("/media/") && !url.contains("..");
        ours.then(|| Self { id: id.to_owned(), url: url.to_owned() })
    }
}

/// A form with all that was typed into it: the host puts it into the context of the page with which it answers.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct ReviewDraft {
    /// `1` to `5`, or empty.
    pub stars: String,
    /// The title.
    pub title: String,
    /// The text; of the shop's form its answer.
    pub body: String,
    /// The language in which it is written.
    pub language: String,
    /// The aspects about which it asked, with what was chosen; nothing where none was answered.
    pub aspects: Vec<(ReviewAspect, Option<AspectValue>)>,
    /// Its photographs.
    pub photos: Vec<DraftPhoto>,
    /// What stands in the way.
    pub problems: Vec<ReviewProblem>,
}

impl ReviewDraft {
    /// Takes the answer to one aspect, as a field brought it. What no form of ours sends is left out.
    pub fn choose(&mut self, field: &str, value: &str) {
        let Some(aspect) = field.strip_prefix(FIELD).and_then(|name| name.parse::<ReviewAspect>().ok()) else {
            return;
        };
        self.aspects.retain(|(known, _)| *known != aspect);
        self.aspects.push((aspect, value.parse().ok()));
    }

    pub(super) fn has(&self, problem: ReviewProblem) -> bool {
        self.problems.contains(&problem)
    }

    /// What is wrong, as fields show it.
    pub(super) fn sentences(&self, lang: Language, locale: Locale) -> Vec<(String, String)> {
        self.problems.iter().map(|problem| (problem.field().to_owned(), problem.sentence(lang, locale))).collect()
    }
}

/// What the form of this page brought, if it was refused.
pub(super) fn use_refused() -> Option<ReviewDraft> {
    SharedValue::new(use_context::<ReviewDraft>).into_inner()
}

/// What is wrong, above the form: the whole of it, or which fields are to be looked at.
#[component]
pub(super) fn Problems(problems: Vec<ReviewProblem>) -> impl IntoView {
    let (lang, locale) = (use_language(), crate::i18n::use_locale());
    let entry = |problem: &ReviewProblem| {
        let sentence = problem.sentence(lang, locale);
        match problem.field() {
            "" => view! { <li>{sentence}</li> }.sealed(),
            field => view! { <li><a href=format!("#{field}") rel="external">{sentence}</a></li> }.sealed(),
        }
    };
    let list = problems.iter().map(entry).collect_view();
    (!problems.is_empty())
        .then(|| {
            view! {
                <div class="notice notice-failure" role="alert">
                    <h2>{text!(lang, accounts.problem_title)}</h2>
                    <ul>{list}</ul>
                </div>
            }
        })
        .sealed()
}

#[cfg(test)]
mod tests {
    use super::{DraftPhoto, ReviewDraft};
    use shared::reviews::{AspectValue, ReviewAspect};

    #[test]
    fn a_photo_travels_in_a_field_and_is_one_of_ours() {
        let photo = DraftPhoto { id: "img_1".into(), url: "/media/images/ab/320.webp".into() };
        assert_eq!(DraftPhoto::from_value(&photo.value()), Some(photo));
        for foreign in ["", "img_1", "img_1 https://evil.example/a", "img_1 /media/../x"] {
            assert_eq!(DraftPhoto::from_value(foreign), None, "{foreign:?}");
        }
    }

    #[test]
    fn an_aspect_is_chosen_once_or_left_open() {
        let mut draft = ReviewDraft::default();
        for (field, value) in [
            ("aspect-fit", "low"),
            ("aspect-quality", ""),
            ("aspect-fit", "high"),
            ("aspect-smell", "high"),
            ("fit", "high"),
        ] {
            draft.choose(field, value);
        }
        assert_eq!(draft.aspects, [(ReviewAspect::Quality, None), (ReviewAspect::Fit, Some(AspectValue::High))]);
    }
}
