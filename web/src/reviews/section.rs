//! The section of a page: figures, what narrows the list, the list and its pages.

use super::{
    Subject,
    fields::{RatingFields, ReviewFields, ReviewedProduct, ReviewedShop, ReviewedVariant, ReviewsFields},
    figures::Figures,
    filters::{Filters, ReviewChoice},
    item::Item,
};
use crate::{
    i18n::{plural, use_language, use_locale},
    text,
    ui::Seal,
};
use leptos::prelude::*;
use leptos_router::hooks::use_query_map;
use shared::format::integer;

/// What stands in the address of a page to which a vote that was not taken came back.
pub const VOTE_FAILED: &str = "review-vote=failed";

/// What the API says of a product's or a shop's reviews.
pub struct Listed {
    rating: RatingFields,
    reviews: ReviewsFields,
    variants: Vec<ReviewedVariant>,
}

impl Listed {
    /// Of a product.
    pub(super) fn of_product(ReviewedProduct { rating, reviews, variants }: ReviewedProduct) -> Self {
        Self { rating, reviews, variants }
    }

    /// Of a shop.
    pub(super) fn of_shop(ReviewedShop { rating, reviews }: ReviewedShop) -> Self {
        Self { rating, reviews, variants: Vec::new() }
    }
}

/// The reviews.
#[component]
pub fn Reviews(
    /// What they are about.
    of: Subject,
    /// None when they could not be read.
    listed: Option<Listed>,
    /// Which of them.
    choice: ReviewChoice,
    /// The page on which they stand.
    path: String,
) -> impl IntoView {
    let lang = use_language();
    let title = match of {
        Subject::Product => text!(lang, reviews.title),
        Subject::Shop => text!(lang, reviews.title_shop),
    };
    let inside = match listed {
        Some(listed) if listed.rating.count == 0 && listed.reviews.total_count == 0 && !choice.narrows() => {
            let gone = listed.rating.withdrawn_count + listed.rating.hidden_count > 0;
            let (path, rating) = (path.clone(), listed.rating);
            view! {
                <p>{text!(lang, reviews.none)}</p>
                {gone.then(|| view! { <Figures of rating choice path /> })}
            }
            .sealed()
        }
        Some(listed) => view! { <List of listed choice path=path.clone() /> }.sealed(),
        None => {
            let href = ReviewChoice::default().address(&path);
            view! { <p>{text!(lang, reviews.failed)} " " <Anchor href>{text!(lang, reviews.clear)}</Anchor></p> }
                .sealed()
        }
    };
    let failed = use_query_map().read_untracked().get("review-vote").is_some();
    let failed =
        failed.then(|| view! { <p class="notice notice-failure" role="alert">{text!(lang, reviews.vote_failed)}</p> });
    view! {
        <section class="reviews" aria-labelledby="reviews-title" data-of=path>
            <h2 id="reviews-title">{title}</h2>
            {failed}
            {inside}
        </section>
    }
    .sealed()
}

#[component]
fn List(of: Subject, listed: Listed, choice: ReviewChoice, path: String) -> impl IntoView {
    let (lang, locale) = (use_language(), use_locale());
    let Listed { rating, reviews, variants } = listed;
    let ReviewsFields { nodes, page_info, total_count, total_count_is_exact } = reviews;
    let count = i64::from(total_count);
    let number = integer(count, locale);
    let found = match (total_count_is_exact, total_count) {
        (_, 0) => text!(lang, reviews.nothing).to_owned(),
        (false, _) => text!(lang, reviews.found_at_least, count = number),
        (true, _) => plural(
            locale,
            count,
            text!(lang, reviews.found_single, count = number.clone()),
            text!(lang, reviews.found_many, count = number),
        ),
    };
    let first = choice.after.is_some().then(|| choice.page(None).address(&path));
    let next = page_info.end_cursor.filter(|_| page_info.has_next_page);
    let next = next.map(|after| choice.page(Some(after)).address(&path));
    let pages = (first.is_some() || next.is_some()).then(|| {
        view! {
            <nav class="pager" aria-label=text!(lang, reviews.pages)>
                {first.map(|href| view! { <Anchor href button=true>{text!(lang, reviews.first)}</Anchor> })}
                {next.map(|href| view! { <Anchor href button=true>{text!(lang, reviews.more)}</Anchor> })}
            </nav>
        }
    });
    let name = |review: &ReviewFields| {
        let sold = variants.iter().find(|variant| review.variant_id.as_ref() == Some(&variant.id))?;
        // Where there is one, its name says nothing.
        Some(if variants.len() > 1 { sold.title.clone() } else { String::new() })
    };
    let items = nodes.into_iter().map(|review| {
        let sold_as = name(&review);
        view! { <li><Item review sold_as /></li> }
    });
    let items = items.collect_view();
    view! {
        <Figures of rating choice=choice.clone() path=path.clone() />
        <Filters choice variants path />
        <p class="fine">{found}</p>
        <ol class="review-list">{items}</ol>
        {pages}
    }
    .sealed()
}

/// A link within the list. It loads the page anew, since the server alone writes the list; search engines need not follow
/// every choice.
#[component]
pub(super) fn Anchor(
    href: String,
    /// Whether it leads to what is shown now.
    #[prop(optional)]
    current: bool,
    /// Whether it looks like a button.
    #[prop(optional)]
    button: bool,
    children: Children,
) -> impl IntoView {
    let class = button.then_some("button");
    let current = current.then_some("true");
    view! { <a href=href class=class rel="external nofollow" aria-current=current>{children()}</a> }.sealed()
}
