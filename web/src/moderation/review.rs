//! A review as its readers see it, and what its author was told about it.

use super::{
    fields::{ReviewFields, RevisionFields, StatementFields},
    words,
};
use crate::{
    i18n::{Language, use_language, use_locale},
    paths, text,
    ui::{Picture, Seal},
};
use leptos::prelude::*;
use shared::{
    Locale,
    format::{date, date_time},
};

/// The page that lists what somebody has written.
pub(super) fn own_reviews(locale: Locale, id: &str) -> String {
    format!("{}#{id}", paths::localized(locale, "/account/reviews"))
}

/// What a review is about: a product, else a shop.
pub(super) fn subject(review: &ReviewFields) -> String {
    review.product.as_ref().map_or_else(|| review.shop.name.clone(), |product| product.title.clone())
}

/// Where the reviews of the same thing stand.
fn subject_path(locale: Locale, review: &ReviewFields) -> String {
    let page = match &review.product {
        Some(product) => paths::product(locale, &product.slug),
        None => paths::shop(locale, &review.shop.slug),
    };
    format!("{page}#reviews")
}

/// The signs of so many stars of five.
#[component]
pub(super) fn Stars(count: i32) -> impl IntoView {
    let (lang, locale) = (use_language(), use_locale());
    let signs: String = (1..=5).map(|star| if star <= count { '★' } else { '☆' }).collect();
    view! {
        <span class="review-stars">
            <span aria-hidden="true">{signs}</span>
            <span class="visually-hidden">{words::stars(lang, locale, count)}</span>
        </span>
    }
    .sealed()
}

/// The review itself.
#[component]
pub(super) fn ReviewQuote(review: ReviewFields) -> impl IntoView {
    let (lang, locale) = (use_language(), use_locale());
    let about = view! { <a href=subject_path(locale, &review)>{subject(&review)}</a> };
    let ReviewFields {
        variant_title,
        author_name,
        stars,
        title,
        body,
        language,
        photos,
        verified,
        status,
        written_at,
        edited_at,
        revisions,
        answer,
        shop,
        ..
    } = review;
    let spoken = Locale::from(language).as_str();
    let author = author_name.unwrap_or_else(|| text!(lang, moderation.nobody).to_owned());
    let mut facts = vec![text!(lang, moderation.written_by, name = author)];
    facts.extend(written_at.map(|at| date(at.timestamp(), locale)));
    facts.extend(edited_at.map(|at| text!(lang, moderation.edited_on, date = date(at.timestamp(), locale))));
    facts.extend(variant_title.filter(|title| !title.is_empty()));
    facts.extend(verified.then(|| text!(lang, moderation.verified).to_owned()));
    let pictures = photos
        .into_iter()
        .map(|image| {
            let name = image.alt.clone();
            view! { <Picture image=Some(image) name /> }
        })
        .collect_view();
    let answer = answer.map(|answer| {
        view! {
            <div class="review-answer">
                <p class="fine">{text!(lang, moderation.answered_by, shop = answer.shop.name)}</p>
                <p class="written">{answer.body}</p>
            </div>
        }
    });
    view! {
        <article class="review-quote">
            <p class="review-about">{about} <span class="fine">{text!(lang, catalog.by_shop, shop = shop.name)}</span></p>
            <p><Stars count=stars /> " " <span class="chip">{words::status(lang, status)}</span></p>
            <div lang=spoken>
                {(!title.is_empty()).then(|| view! { <h3>{title}</h3> })}
                <p class="written">{body}</p>
            </div>
            <div class="review-pictures">{pictures}</div>
            <p class="fine">{facts.join(" · ")}</p>
            {answer}
            <Before revisions spoken />
        </article>
    }
    .sealed()
}

/// What it said before.
#[component]
fn Before(revisions: Vec<RevisionFields>, spoken: &'static str) -> impl IntoView {
    let (lang, locale) = (use_language(), use_locale());
    let entries = |revision: RevisionFields| {
        view! {
            <li>
                <p class="fine">
                    {text!(lang, moderation.until, date = date_time(revision.replaced_at.timestamp(), locale))} " "
                    {revision.stars.map(|count| view! { <Stars count /> })}
                </p>
                <div lang=spoken>
                    <p><strong>{revision.title}</strong></p>
                    <p class="written">{revision.body}</p>
                </div>
            </li>
        }
    };
    (!revisions.is_empty())
        .then(|| {
            view! {
                <details class="review-before">
                    <summary>{text!(lang, moderation.before)}</summary>
                    <ol>{revisions.into_iter().map(entries).collect_view()}</ol>
                </details>
            }
        })
        .sealed()
}

/// The first words of a text, for a line of a list.
pub(super) fn beginning(text: &str, most: usize) -> String {
    let line = text.split_whitespace().collect::<Vec<_>>().join(" ");
    match line.char_indices().nth(most) {
        Some((end, _)) => format!("{}…", line[..end].trim_end()),
        None => line,
    }
}

/// What was decided, by which rule, why, by whom or what, and until when one may appeal.
#[component]
pub(super) fn Statement(statement: StatementFields) -> impl IntoView {
    let (lang, locale) = (use_language(), use_locale());
    let StatementFields { decision, ground, text, automated, issued_at, appealable_until } = statement;
    view! {
        <dl class="statement">
            <dt>{text!(lang, moderation.statement_decision)}</dt>
            <dd>{words::told(lang, decision)}</dd>
            {ground.map(|ground| view! {
                <dt>{text!(lang, moderation.statement_ground)}</dt>
                <dd>{words::ground(lang, ground)}</dd>
            })}
            <dt>{text!(lang, moderation.statement_facts)}</dt>
            <dd class="written">{text}</dd>
            <dt>{text!(lang, moderation.statement_by)}</dt>
            <dd>{by(lang, automated)}</dd>
            <dt>{text!(lang, moderation.statement_issued)}</dt>
            <dd>{date(issued_at.timestamp(), locale)}</dd>
            <dt>{text!(lang, moderation.statement_until)}</dt>
            <dd>{date(appealable_until.timestamp(), locale)}</dd>
        </dl>
    }
    .sealed()
}

fn by(lang: Language, automated: bool) -> &'static str {
    if automated { text!(lang, moderation.by_machine) } else { text!(lang, moderation.by_person) }
}

#[cfg(test)]
mod tests {
    use super::beginning;

    #[test]
    fn a_long_text_is_cut_between_letters() {
        assert_eq!(beginning("Điện  thoại\ntốt", 20), "Điện thoại tốt");
        assert_eq!(beginning("Điện thoại tốt", 5), "Điện…");
        assert_eq!(beginning("", 5), "");
    }
}
