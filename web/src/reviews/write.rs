//! The pages on which a review is written and changed.

use super::{
    draft::{DraftPhoto, ReviewDraft, ReviewProblem, use_refused},
    fields::AspectFields,
    form::ReviewForm,
    own::subject,
    own_fields::{
        Bought, BoughtLine, BoughtPart, BoughtQuery, Found, KnownReview, OwnReview, ReviewKind, ReviewQuery, SignedIn,
        Which,
    },
};
use crate::{
    data::{ImageFields, Loaded, scalars, use_query},
    i18n::{use_language, use_locale},
    layout::NotFound,
    page::go_to,
    paths, text,
    ui::{Head, Picture, Seal, Skeleton},
};
use cynic::QueryBuilder;
use leptos::prelude::*;
use leptos_router::{hooks::use_query_map, params::ParamsMap};
use shared::{
    Locale,
    format::{date, integer},
    reviews::{EDIT_DAYS, ReviewAspect, WINDOW_DAYS},
};

/// What is asked about: `?line=` or `?part=`.
fn asked(address: Memo<ParamsMap>) -> (String, &'static str) {
    let address = address.read();
    match address.get("line") {
        Some(line) => (line, "line"),
        None => (address.get("part").unwrap_or_default(), "part"),
    }
}

/// `/account/reviews/new?line=`, `/account/reviews/new?part=`
#[component]
pub(super) fn NewPage() -> impl IntoView {
    let (lang, locale, address) = (use_language(), use_locale(), use_query_map());
    let query = use_query(move || BoughtQuery::build(Which { id: cynic::Id::new(asked(address).0) }));
    let refused = StoredValue::new(use_refused());
    let here = move || {
        let (id, kind) = untrack(move || asked(address));
        if kind == "line" { paths::review_of_line(locale, &id) } else { paths::review_of_part(locale, &id) }
    };
    view! {
        <Head title=text!(lang, reviews.new_title) description="" path="/account/reviews/new" />
        <Loaded
            query
            skeleton=|| view! { <Skeleton cards=1 /> }
            view=move |BoughtQuery { me, node }| match (me, node) {
                (Some(visitor), Some(node)) => {
                    view! { <New visitor node action=here() refused=refused.get_value() /> }.sealed()
                }
                (Some(_), None) => view! { <NotFound /> }.sealed(),
                (None, _) => signed_out(locale, refused.get_value(), here()),
            }
        />
    }
    .sealed()
}

/// Whoever is not signed in is led to do so; what they had written before they were signed out waits on this page.
fn signed_out(locale: Locale, refused: Option<ReviewDraft>, action: String) -> AnyView {
    match refused.filter(|draft| draft.has(ReviewProblem::SignedOut)) {
        Some(draft) => view! { <Waiting draft action /> }.sealed(),
        None => {
            go_to(&paths::sign_in_then(locale, &action));
            ().into_any()
        }
    }
}

#[component]
fn Waiting(draft: ReviewDraft, action: String) -> impl IntoView {
    let (lang, locale) = (use_language(), use_locale());
    // Of nobody it is known what they bought: what was asked came with the form.
    let asked: Vec<ReviewAspect> = draft.aspects.iter().map(|(aspect, _)| *aspect).collect();
    view! {
        <div class="review-page">
            <h1>{text!(lang, reviews.new_title)}</h1>
            <p>
                <a href=paths::sign_in(locale) target="_blank" rel="noopener">{text!(lang, reviews.sign_in_beside)}</a>
            </p>
            <ReviewForm draft asked action note="" />
        </div>
    }
    .sealed()
}

#[component]
fn New(visitor: SignedIn, node: Bought, action: String, refused: Option<ReviewDraft>) -> impl IntoView {
    let (lang, locale) = (use_language(), use_locale());
    let (what, asked, review, until) = match node {
        Bought::Line(BoughtLine { title, variant_title, image, product, review, reviewable_until }) => {
            let more = variant_title.unwrap_or_default();
            let asked = product.map(|product| aspects(product.review_aspects)).unwrap_or_default();
            (view! { <What image name=title more /> }.sealed(), asked, review, reviewable_until)
        }
        Bought::Part(BoughtPart { shop, order, review, reviewable_until }) => {
            let name = text!(lang, reviews.service_of, shop = shop.name);
            let more = text!(lang, orders.title, number = order.number);
            (view! { <What image=shop.emblem name more /> }.sealed(), Vec::new(), review, reviewable_until)
        }
        Bought::Other => return view! { <NotFound /> }.sealed(),
    };
    let inside = match (until, review.filter(|review| review.viewer_is_author)) {
        (Some(until), _) => {
            let blank = ReviewDraft { language: locale.as_str().to_owned(), ..ReviewDraft::default() };
            let note = text!(
                lang,
                reviews.new_note,
                name = visitor.display_name,
                days = integer(EDIT_DAYS, locale),
                date = date(until.timestamp(), locale)
            );
            view! { <ReviewForm draft=refused.unwrap_or(blank) asked action note /> }.sealed()
        }
        (None, Some(KnownReview { id, .. })) => view! {
            <p class="notice">{text!(lang, reviews.problem_already)}</p>
            <p><a class="button" href=paths::account_review(locale, id.inner())>{text!(lang, reviews.own_link)}</a></p>
        }
        .sealed(),
        (None, None) => view! {
            <p class="notice notice-warning">{text!(lang, reviews.not_reviewable, days = integer(WINDOW_DAYS, locale))}</p>
            <p><a href=paths::account_reviews(locale)>{text!(lang, reviews.back)}</a></p>
        }
        .sealed(),
    };
    view! {
        <div class="review-page">
            <h1>{text!(lang, reviews.new_title)}</h1>
            {what}
            {inside}
        </div>
    }
    .sealed()
}

/// What a product's category asks about.
fn aspects(asked: Vec<scalars::ReviewAspect>) -> Vec<ReviewAspect> {
    asked.into_iter().map(Into::into).collect()
}

/// What a review is about.
#[component]
pub(super) fn What(image: Option<ImageFields>, name: String, more: String) -> impl IntoView {
    view! {
        <div class="review-what">
            <Picture image name=name.clone() eager=true decorative=true />
            <div>
                <h2>{name}</h2>
                {(!more.is_empty()).then(|| view! { <p class="fine">{more}</p> })}
            </div>
        </div>
    }
    .sealed()
}

/// `/account/reviews/edit?review=`
#[component]
pub(super) fn ChangePage() -> impl IntoView {
    let (lang, locale, address) = (use_language(), use_locale(), use_query_map());
    let asked = move || address.read().get("review").unwrap_or_default();
    let query = use_query(move || ReviewQuery::build(Which { id: cynic::Id::new(asked()) }));
    let refused = StoredValue::new(use_refused());
    view! {
        <Head title=text!(lang, reviews.change_title) description="" path="/account/reviews/edit" />
        <Loaded
            query
            skeleton=|| view! { <Skeleton cards=1 /> }
            view=move |ReviewQuery { me, node }| match (me, node) {
                (Some(_), Some(Found::Review(review))) if review.viewer_is_author => {
                    view! { <Change review=*review refused=refused.get_value() /> }.sealed()
                }
                (Some(_), _) => view! { <NotFound /> }.sealed(),
                (None, _) => signed_out(locale, refused.get_value(), paths::review_change(locale, &untrack(asked))),
            }
        />
    }
    .sealed()
}

#[component]
fn Change(review: OwnReview, refused: Option<ReviewDraft>) -> impl IntoView {
    let (lang, locale) = (use_language(), use_locale());
    let id = review.id.inner().to_owned();
    let (name, _) = subject(lang, locale, &review);
    let image = match (&review.product, review.kind) {
        (Some(product), _) => product.image.clone(),
        (None, ReviewKind::Product) => None,
        (None, ReviewKind::Shop) => review.shop.emblem.clone(),
    };
    let more = review.variant_title.clone().unwrap_or_default();
    let inside = if review.viewer_can_edit {
        let until = review.editable_until.as_ref().map(|at| date(at.timestamp(), locale)).unwrap_or_default();
        let asked = review.product.as_ref().map(|product| aspects(product.review_aspects.clone())).unwrap_or_default();
        let draft = refused.unwrap_or_else(|| as_it_is(review));
        let action = paths::review_change(locale, &id);
        view! { <ReviewForm draft asked action note=text!(lang, reviews.change_note, date = until) /> }.sealed()
    } else {
        let sentence = ReviewProblem::EditWindowOver.sentence(lang, locale);
        view! { <p class="notice notice-warning">{sentence}</p> }.sealed()
    };
    view! {
        <div class="review-page">
            <h1>{text!(lang, reviews.change_title)}</h1>
            <What image name more />
            {inside}
            <p><a href=paths::account_review(locale, &id)>{text!(lang, reviews.back)}</a></p>
        </div>
    }
    .sealed()
}

/// The form as the review stands.
fn as_it_is(review: OwnReview) -> ReviewDraft {
    let OwnReview { stars, title, body, aspects, language, photos, .. } = review;
    let chosen = |AspectFields { aspect, value }| (ReviewAspect::from(aspect), Some(value.into()));
    let photos = photos.into_iter().filter_map(|photo| Some(DraftPhoto { id: photo.id.into_inner(), url: photo.url? }));
    ReviewDraft {
        stars: stars.to_string(),
        title,
        body,
        language: Locale::from(language).as_str().to_owned(),
        aspects: aspects.into_iter().map(chosen).collect(),
        photos: photos.collect(),
        problems: Vec::new(),
    }
}
