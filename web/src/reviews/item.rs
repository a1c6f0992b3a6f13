//! One review, and what the shop answered.

use super::{
    aspects::Chips,
    fields::{AnswerFields, ReviewFields, ReviewVote, RevisionFields},
};
use crate::{
    data::{
        ImageFields,
        scalars::{DateTime, LanguageCode},
    },
    i18n::{Language, plural, use_language, use_locale},
    paths::{account_review, review_answer, review_flag, review_votes},
    text,
    ui::{Picture, Seal},
};
use leptos::prelude::*;
use shared::{
    Locale,
    format::{date, integer},
};

/// Stars, drawn and said.
#[component]
pub(super) fn Stars(stars: i32) -> impl IntoView {
    let (lang, locale) = (use_language(), use_locale());
    let said = text!(lang, reviews.stars_of, stars = integer(i64::from(stars), locale));
    view! {
        <span class="star-row" aria-hidden="true">{drawn(stars)}</span>
        <span class="visually-hidden">{said}</span>
    }
    .sealed()
}

/// Five stars, of which so many are full.
pub(super) fn drawn(stars: i32) -> String {
    (1..=5).map(|star| if star <= stars { '★' } else { '☆' }).collect()
}

/// A review.
#[component]
pub(super) fn Item(
    /// It.
    review: ReviewFields,
    /// What was bought, as the page's language calls it; none when it is not sold any more.
    sold_as: Option<String>,
) -> impl IntoView {
    let (lang, locale) = (use_language(), use_locale());
    let id = review.id.into_inner();
    let language = tag(review.language);
    let author = review.author_name.unwrap_or_else(|| {
        let said = if review.imported { text!(lang, reviews.author_unnamed) } else { text!(lang, reviews.author_gone) };
        said.to_owned()
    });
    let heading = if review.title.is_empty() {
        view! { <h3>{text!(lang, reviews.by, author = author.clone())}</h3> }.sealed()
    } else {
        view! { <h3 lang=language>{review.title}</h3> }.sealed()
    };
    let written = review.written_at.map(|at| view! { <Moment at /> " · " });
    let then = review.variant_title.map(|title| (title, Some(language)));
    let variant = sold_as.map(|title| (title, None)).or(then).filter(|(title, _)| !title.is_empty());
    let variant = variant.map(|(title, language)| view! { " · " <span lang=language>{title}</span> });
    let marks = [
        (review.verified, "mark verified", text!(lang, reviews.verified)),
        (review.imported, "mark", text!(lang, reviews.imported)),
        (review.refunded, "mark", text!(lang, reviews.refunded)),
    ];
    let marks = marks.into_iter().filter(|(holds, ..)| *holds);
    let marks = marks.map(|(_, class, mark)| view! { <li class=class>{mark}</li> }).collect_view();
    let photos = (!review.photos.is_empty()).then(|| view! { <Photos photos=review.photos /> });
    let edited = review.edited_at.map(|at| {
        let said = text!(lang, reviews.edited, date = date(at.timestamp(), locale));
        view! { <History said revisions=review.revisions language=Some(language) /> }
    });
    let may_vote = !review.viewer_is_author && !review.viewer_can_answer;
    let helpful = helpful_text(lang, locale, review.helpful_count);
    let counted = review.helpful_count.to_string();
    let votes =
        may_vote.then(|| view! { <Votes review=id.clone() vote=review.viewer_vote live=review.viewer_can_vote /> });
    let own = review.viewer_is_author.then(|| {
        view! { <a href=account_review(locale, &id)>{text!(lang, reviews.own_link)}</a> }
    });
    let flag = (!review.viewer_is_author).then(|| {
        view! { <a href=review_flag(locale, &id) rel="nofollow">{text!(lang, reviews.report)}</a> }
    });
    let answering = review.viewer_can_answer.then(|| {
        let href = review_answer(locale, &id);
        let said =
            if review.answer.is_some() { text!(lang, reviews.answer_change) } else { text!(lang, reviews.answer) };
        view! { <a href=href>{said}</a> }
    });
    let answer = review.answer.map(|answer| view! { <Answer answer /> });
    view! {
        <article class="review" id=id>
            <p><Stars stars=review.stars /></p>
            {heading}
            // A name is written as its owner writes it.
            <p class="fine">{written} <span lang=language>{author}</span> {variant}</p>
            <ul class="review-marks">{marks}</ul>
            <Chips aspects=review.aspects />
            {(!review.body.is_empty()).then(|| view! { <p class="review-body" lang=language>{review.body}</p> })}
            {photos}
            {edited}
            <div class="review-tools">
                <p class="fine" data-helpful=counted>{helpful}</p>
                {votes}
                {flag}
                {answering}
                {own}
            </div>
            {answer}
        </article>
    }
    .sealed()
}

fn tag(language: LanguageCode) -> &'static str {
    Locale::from(language).as_str()
}

#[component]
fn Moment(at: DateTime) -> impl IntoView {
    let day = date(at.timestamp(), use_locale());
    view! { <time datetime=at.0>{day}</time> }.sealed()
}

#[component]
fn Photos(photos: Vec<ImageFields>) -> impl IntoView {
    let (lang, locale) = (use_language(), use_locale());
    let count = integer(i64::try_from(photos.len()).unwrap_or_default(), locale);
    let photos = photos
        .into_iter()
        .zip(1..)
        .map(|(photo, number)| {
            let label = text!(lang, reviews.photo, number = integer(number, locale), count = count.clone());
            let href = photo.url.clone();
            let picture = view! { <Picture image=Some(photo) name=label.clone() decorative=true /> };
            view! {
                <li>
                    <a href=href rel="external">
                        {picture}
                        <span class="visually-hidden">{label}</span>
                    </a>
                </li>
            }
        })
        .collect_view();
    view! { <ul class="review-photos">{photos}</ul> }.sealed()
}

/// That something was changed, and what it said before.
#[component]
fn History(
    said: String,
    revisions: Vec<RevisionFields>,
    /// The texts' language, where it is known.
    language: Option<&'static str>,
) -> impl IntoView {
    let (lang, locale) = (use_language(), use_locale());
    let before = revisions
        .into_iter()
        .map(|RevisionFields { stars, title, body, aspects, replaced_at }| {
            let until = text!(lang, reviews.until, date = date(replaced_at.timestamp(), locale));
            view! {
                <li>
                    <p class="fine">{until} " " {stars.map(|stars| view! { <Stars stars /> })}</p>
                    {(!title.is_empty()).then(|| view! { <p lang=language><strong>{title}</strong></p> })}
                    <p class="review-body" lang=language>{body}</p>
                    <Chips aspects />
                </li>
            }
        })
        .collect_view();
    view! {
        <details class="review-history">
            <summary>{said}</summary>
            <ol>{before}</ol>
        </details>
    }
    .sealed()
}

/// How many a review helped; nothing when it is nobody.
pub(super) fn helpful_text(lang: Language, locale: Locale, count: i32) -> String {
    let count = i64::from(count);
    let number = integer(count, locale);
    match count {
        0 => String::new(),
        _ => plural(
            locale,
            count,
            text!(lang, reviews.helpful_single, count = number.clone()),
            text!(lang, reviews.helpful_many, count = number),
        ),
    }
}

/// Says whether it helped; pressed again, takes that back. Of somebody who may vote, script takes it over.
#[component]
fn Votes(review: String, vote: Option<ReviewVote>, live: bool) -> impl IntoView {
    let (lang, locale) = (use_language(), use_locale());
    let buttons = [
        (ReviewVote::Up, "up", text!(lang, reviews.vote_up)),
        (ReviewVote::Down, "down", text!(lang, reviews.vote_down)),
    ];
    let buttons = buttons
        .into_iter()
        .map(|(own, value, said)| {
            let pressed = vote == Some(own);
            view! {
                <button
                    type="submit"
                    name="vote"
                    value=if pressed { "none" } else { value }
                    data-vote=value
                    aria-pressed=if pressed { "true" } else { "false" }
                >
                    {said}
                </button>
            }
        })
        .collect_view();
    view! {
        <form method="post" action=review_votes(locale) data-live=live.then_some("")>
            <input type="hidden" name="review" value=review />
            {buttons}
            <span class="vote-failed" role="status"></span>
        </form>
    }
    .sealed()
}

#[component]
fn Answer(answer: AnswerFields) -> impl IntoView {
    let (lang, locale) = (use_language(), use_locale());
    let AnswerFields { body, shop, answered_at, edited_at, revisions } = answer;
    let edited = edited_at.map(|at| {
        let said = text!(lang, reviews.edited, date = date(at.timestamp(), locale));
        view! { <History said revisions language=None /> }
    });
    view! {
        <div class="review-answer">
            <h4>{text!(lang, reviews.answer_of, shop = shop.name)}</h4>
            {answered_at.map(|at| view! { <p class="fine"><Moment at /></p> })}
            // In whatever language the shop answered.
            <p class="review-body" lang="">{body}</p>
            {edited}
        </div>
    }
    .sealed()
}

#[cfg(test)]
mod tests {
    use super::drawn;

    #[test]
    fn stars_are_five() {
        assert_eq!([1, 3, 5].map(drawn), ["★☆☆☆☆", "★★★☆☆", "★★★★★"]);
    }
}
