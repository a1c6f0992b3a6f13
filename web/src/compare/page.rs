//! The page: the table, and what could stand in it too.

use super::{
    MOST,
    fields::{Candidate, CompareQuery, CompareVariables, ComparedProduct, ProductStatus},
    table::Table,
};
use crate::{
    data::{Loaded, use_query},
    i18n::{use_language, use_locale},
    paths, text,
    ui::{Head, Picture, Seal, Skeleton},
};
use cynic::QueryBuilder;
use leptos::prelude::*;
use leptos_router::hooks::use_query_map;

/// Suggestions of what else to compare.
const SUGGESTED: usize = 8;

/// `/compare?p=slug&p=slug`
#[component]
pub fn ComparePage() -> impl IntoView {
    let (lang, address) = (use_language(), use_query_map());
    let asked = Memo::new(move |_| {
        let mut slugs: Vec<String> = Vec::new();
        for slug in address.read().get_all("p").unwrap_or_default() {
            if !slug.is_empty() && !slugs.contains(&slug) {
                slugs.push(slug);
            }
        }
        slugs
    });
    let query = use_query(move || {
        CompareQuery::build(CompareVariables { slugs: asked.get().into_iter().take(MOST).collect() })
    });
    view! {
        <Head title=text!(lang, compare.title) description="" path="/compare" />
        <Loaded
            query
            skeleton=|| view! { <Skeleton cards=2 /> }
            view=move |data: CompareQuery| {
                let left_out = asked.with_untracked(Vec::len) > MOST;
                view! { <Comparison data left_out /> }.sealed()
            }
        />
    }
}

#[component]
fn Comparison(data: CompareQuery, left_out: bool) -> impl IntoView {
    let (lang, locale) = (use_language(), use_locale());
    let CompareQuery { products_by_slugs, wishlist } = data;
    let asked = products_by_slugs.len();
    let known = products_by_slugs.into_iter().flatten();
    let products: Vec<ComparedProduct> = known.filter(|product| product.status == ProductStatus::Active).collect();
    let gone = products.len() < asked;
    let count = products.len();
    let slugs: Vec<String> = products.iter().map(|product| product.slug.clone()).collect();
    let kept = wishlist.into_iter().flat_map(|list| list.items).filter_map(|item| item.product);
    let near = products.iter().filter_map(|product| product.category.clone()).flat_map(|all| all.products.nodes);
    let mut candidates: Vec<Candidate> = Vec::new();
    for candidate in kept.chain(near) {
        let known = slugs.contains(&candidate.slug) || candidates.contains(&candidate);
        if !known && candidates.len() < SUGGESTED && count < MOST {
            candidates.push(candidate);
        }
    }
    let notes = [
        (left_out, text!(lang, compare.too_many)),
        (gone, text!(lang, compare.gone)),
        (count == 1, text!(lang, compare.too_few)),
    ];
    let notes = notes.into_iter().filter(|(applies, _)| *applies);
    let notes = notes.map(|(_, sentence)| view! { <p class="notice">{sentence}</p> }).collect_view();
    if count == 0 {
        return view! {
            <div class="lone">
                <h1>{text!(lang, compare.empty_title)}</h1>
                <p class="lead">{text!(lang, compare.empty_text)}</p>
                <p><a class="button" href=format!("{}?sort=newest", paths::search(locale))>{text!(lang, carts.empty_browse)}</a></p>
            </div>
            <Suggestions candidates slugs />
        }
        .sealed();
    }
    view! {
        <header class="listing-head">
            <h1>{text!(lang, compare.title)}</h1>
            <p class="lead">{text!(lang, compare.lead)}</p>
        </header>
        {notes}
        <Table products />
        <Suggestions candidates slugs />
    }
    .sealed()
}

/// What could stand in the table too: each is a link to the larger comparison.
#[component]
fn Suggestions(candidates: Vec<Candidate>, slugs: Vec<String>) -> impl IntoView {
    let (lang, locale) = (use_language(), use_locale());
    (!candidates.is_empty()).then(|| {
        let entries = candidates
            .into_iter()
            .map(|candidate| {
                let more: Vec<&str> = slugs.iter().map(String::as_str).chain([candidate.slug.as_str()]).collect();
                let href = paths::compare_these(locale, &more);
                let label = text!(lang, compare.add_label, title = candidate.title.clone());
                view! {
                    <li>
                        <a href=href aria-label=label>
                            <Picture image=candidate.image name=candidate.title.clone() decorative=true />
                            <span>{candidate.title}</span>
                        </a>
                    </li>
                }
            })
            .collect_view();
        view! {
            <section class="compare-more" aria-labelledby="more-title">
                <h2 id="more-title">{text!(lang, compare.add)}</h2>
                <ul>{entries}</ul>
            </section>
        }
    })
}
