//! What an account may review, and what it wrote.

use super::{
    aspects::Chips,
    draft::ReviewProblem,
    item::Stars,
    own_fields::{OpenLine, OpenPart, OwnQuery, OwnReview, OwnReviews, OwnVariables, ReviewKind, Reviewer},
    send::ReviewStatus,
};
use crate::{
    accounts::{AccountNav, AccountPlace},
    data::{ImageFields, Loaded, use_query},
    i18n::{Language, use_language, use_locale},
    page::go_to,
    paths, text,
    ui::{Head, Picture, Seal, Skeleton},
};
use cynic::QueryBuilder;
use leptos::prelude::*;
use leptos_router::hooks::use_query_map;
use shared::{Locale, format::date};

/// `/account/reviews?after=`, with `saved=` after a form and `problem=` when one was refused
#[component]
pub(super) fn OwnReviewsPage() -> impl IntoView {
    let (lang, locale, address) = (use_language(), use_locale(), use_query_map());
    let query = use_query(move || OwnQuery::build(OwnVariables { after: address.read().get("after") }));
    let notice = notice(lang, locale, address.read_untracked().get("saved"), address.read_untracked().get("problem"));
    view! {
        <Head title=text!(lang, reviews.own_title) description="" path="/account/reviews" />
        <h1>{text!(lang, reviews.own_title)}</h1>
        {notice}
        <Loaded
            query
            skeleton=|| view! { <Skeleton cards=2 /> }
            view=move |OwnQuery { me }| match me {
                Some(reviewer) => view! { <Own reviewer /> }.sealed(),
                None => {
                    go_to(&paths::sign_in_then(locale, &paths::account_reviews(locale)));
                    ().into_any()
                }
            }
        />
    }
    .sealed()
}

/// What became of the form that led here.
fn notice(lang: Language, locale: Locale, saved: Option<String>, problem: Option<String>) -> Option<AnyView> {
    let sentence = match saved.as_deref() {
        Some("shown") => Some(text!(lang, reviews.saved_shown)),
        Some("held") => Some(text!(lang, reviews.saved_held)),
        Some("deleted") => Some(text!(lang, reviews.saved_deleted)),
        _ => None,
    };
    if let Some(sentence) = sentence {
        return Some(view! { <p class="notice" role="status">{sentence}</p> }.sealed());
    }
    problem.map(|_| {
        let sentence = ReviewProblem::TryAgain.sentence(lang, locale);
        view! { <p class="notice notice-failure" role="alert">{sentence}</p> }.sealed()
    })
}

#[component]
fn Own(reviewer: Reviewer) -> impl IntoView {
    let (lang, locale) = (use_language(), use_locale());
    let Reviewer { reviewable_lines: lines, reviewable_parts: parts, reviews } = reviewer;
    let nothing = lines.is_empty() && parts.is_empty();
    let lines = lines.into_iter().map(|open| view! { <Line open /> }).collect_view();
    let parts = parts.into_iter().map(|open| view! { <Part open /> }).collect_view();
    let OwnReviews { nodes, page_info } = reviews;
    let none = nodes.is_empty();
    let written = nodes.into_iter().map(|review| view! { <Written review /> }).collect_view();
    let next = page_info.end_cursor.filter(|_| page_info.has_next_page).map(|cursor| {
        let href = format!("{}?after={}", paths::account_reviews(locale), paths::encode(&cursor));
        view! {
            <nav class="pager" aria-label=text!(lang, common.pages)>
                <a class="button next" rel="next" href=href>{text!(lang, common.next)}</a>
            </nav>
        }
    });
    view! {
        <AccountNav here=AccountPlace::Reviews />
        <div class="own-reviews">
            <section aria-labelledby="to-review-title">
                <h2 id="to-review-title">{text!(lang, reviews.open_title)}</h2>
                {if nothing {
                    view! { <p>{text!(lang, reviews.open_none)}</p> }.sealed()
                } else {
                    view! { <ul class="to-review">{lines} {parts}</ul> }.sealed()
                }}
            </section>
            <section aria-labelledby="written-title">
                <h2 id="written-title">{text!(lang, reviews.written_title)}</h2>
                {none.then(|| view! { <p>{text!(lang, reviews.written_none)}</p> })}
                <ol class="written-reviews">{written}</ol>
                {next}
            </section>
        </div>
    }
    .sealed()
}

/// A product that can be reviewed.
#[component]
fn Line(open: OpenLine) -> impl IntoView {
    let (lang, locale) = (use_language(), use_locale());
    let OpenLine { order_line: line, until } = open;
    let label = text!(lang, reviews.write_about, what = line.title.clone());
    view! {
        <ToReview
            image=line.image
            name=line.title
            more=line.variant_title.unwrap_or_default()
            until=date(until.timestamp(), locale)
            href=paths::review_of_line(locale, line.id.inner())
            label
        />
    }
}

/// A shop whose service can be.
#[component]
fn Part(open: OpenPart) -> impl IntoView {
    let (lang, locale) = (use_language(), use_locale());
    let OpenPart { order_part: part, until } = open;
    let label =
        text!(lang, reviews.write_about_service, shop = part.shop.name.clone(), number = part.order.number.clone());
    view! {
        <ToReview
            image=part.shop.emblem
            name=text!(lang, reviews.service_of, shop = part.shop.name)
            more=text!(lang, orders.title, number = part.order.number)
            until=date(until.timestamp(), locale)
            href=paths::review_of_part(locale, part.id.inner())
            label
        />
    }
}

#[component]
fn ToReview(
    image: Option<ImageFields>,
    name: String,
    more: String,
    until: String,
    href: String,
    label: String,
) -> impl IntoView {
    let lang = use_language();
    view! {
        <li>
            <Picture image name=name.clone() decorative=true />
            <div>
                <h3>{name}</h3>
                {(!more.is_empty()).then(|| view! { <p class="fine">{more}</p> })}
                <p class="fine">{text!(lang, reviews.open_until, date = until)}</p>
                <a class="button" href=href aria-label=label>{text!(lang, reviews.write)}</a>
            </div>
        </li>
    }
    .sealed()
}

/// What a review is about, with the page on which it stands.
pub(super) fn subject(lang: Language, locale: Locale, review: &OwnReview) -> (String, Option<String>) {
    let shop = &review.shop;
    match (&review.product, review.kind) {
        (Some(product), _) => {
            (product.title.clone(), Some(format!("{}#reviews", paths::product(locale, &product.slug))))
        }
        (None, ReviewKind::Product) => (text!(lang, reviews.gone_product, shop = shop.name.clone()), None),
        (None, ReviewKind::Shop) => (
            text!(lang, reviews.service_of, shop = shop.name.clone()),
            Some(format!("{}#reviews", paths::shop(locale, &shop.slug))),
        ),
    }
}

/// One of one's own reviews.
#[component]
fn Written(review: OwnReview) -> impl IntoView {
    let (lang, locale) = (use_language(), use_locale());
    let id = review.id.inner().to_owned();
    let written_in = Locale::from(review.language).as_str();
    let (name, href) = subject(lang, locale, &review);
    let image = match (&review.product, review.kind) {
        (Some(product), _) => product.image.clone(),
        (None, ReviewKind::Product) => None,
        (None, ReviewKind::Shop) => review.shop.emblem.clone(),
    };
    let heading = match href {
        Some(href) => view! { <a href=href>{name.clone()}</a> }.sealed(),
        None => name.clone().sealed(),
    };
    let written = review.written_at.as_ref().map(|at| date(at.timestamp(), locale)).unwrap_or_default();
    let edited = review
        .edited_at
        .as_ref()
        .map(|at| format!(" · {}", text!(lang, reviews.edited, date = date(at.timestamp(), locale))));
    let title =
        (!review.title.is_empty()).then(|| view! { <p lang=written_in><strong>{review.title.clone()}</strong></p> });
    let answered = review.answer.as_ref().map(|answer| {
        view! {
            <div class="review-answer">
                <p class="fine">
                    <strong>{text!(lang, reviews.answer_of, shop = review.shop.name.clone())}</strong>
                </p>
                <p class="review-body" lang="">{answer.body.clone()}</p>
            </div>
        }
    });
    view! {
        <li class="review" id=id>
            <Picture image name=name.clone() decorative=true />
            <div>
                <h3>{heading}</h3>
                <p><Stars stars=review.stars /></p>
                <p class="fine">{written} {edited}</p>
                <State review=review.clone() />
                {title}
                <p class="review-body" lang=written_in>{review.body.clone()}</p>
                <Chips aspects=review.aspects.clone() />
                {answered}
                <Tools review name />
            </div>
        </li>
    }
    .sealed()
}

/// Who sees it, and why not everybody.
#[component]
fn State(review: OwnReview) -> impl IntoView {
    let (lang, locale) = (use_language(), use_locale());
    let appeal = || {
        let href = paths::review_appeal(locale, review.id.inner());
        view! { <p><a href=href>{text!(lang, reviews.appeal)}</a></p> }
    };
    let state = match review.status {
        ReviewStatus::Published => view! { <p class="chip">{text!(lang, reviews.state_published)}</p> }.sealed(),
        ReviewStatus::Held => view! {
            <div class="notice notice-warning">
                <p><strong>{text!(lang, reviews.state_held)}</strong> " " {text!(lang, reviews.state_held_text)}</p>
                {appeal()}
            </div>
        }
        .sealed(),
        ReviewStatus::Hidden | ReviewStatus::Deleted => {
            let reason = review.status_reason.clone().map(|reason| {
                view! { <p>{text!(lang, reviews.state_hidden_reason)} " " <q lang="">{reason}</q></p> }
            });
            view! {
                <div class="notice notice-warning">
                    <p><strong>{text!(lang, reviews.state_hidden)}</strong></p>
                    {reason}
                    {appeal()}
                </div>
            }
            .sealed()
        }
    };
    let refunded = review.refunded.then(|| view! { <p class="fine">{text!(lang, reviews.state_refunded)}</p> });
    view! { {state} {refunded} }.sealed()
}

/// Changing it, and taking it back after a question.
#[component]
fn Tools(review: OwnReview, name: String) -> impl IntoView {
    let (lang, locale) = (use_language(), use_locale());
    let id = review.id.inner().to_owned();
    let change = review.viewer_can_edit.then(|| {
        let until = review.editable_until.as_ref().map(|at| {
            view! { <span class="fine">{text!(lang, reviews.editable_until, date = date(at.timestamp(), locale))}</span> }
        });
        view! {
            <p>
                <a
                    class="button"
                    href=paths::review_change(locale, &id)
                    aria-label=text!(lang, reviews.change_label, what = name.clone())
                >
                    {text!(lang, reviews.change)}
                </a>
                " "
                {until}
            </p>
        }
    });
    view! {
        {change}
        <details class="review-removal">
            <summary aria-label=text!(lang, reviews.delete_label, what = name)>{text!(lang, reviews.delete)}</summary>
            <p>{text!(lang, reviews.delete_text)}</p>
            <form method="post" action=paths::review_removal(locale, &id)>
                <button class="button" type="submit">{text!(lang, reviews.delete_confirm)}</button>
            </form>
        </details>
    }
    .sealed()
}
