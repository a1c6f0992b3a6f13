//! A list: what it is narrowed by, its products, its pages.

use super::{
    choice::{Choice, ProductSort},
    facets::Facets,
    pager::Pager,
    price_fields::sentence,
    query::ListingFields,
};
use crate::{
    catalog::ProductGrid,
    i18n::{plural, use_language, use_locale},
    paths::encode,
    text,
    ui::{Seal, fields_of, submit_form_of, submit_to},
};
use leptos::{ev::SubmitEvent, prelude::*};
use leptos_router::hooks::use_navigate;
use shared::format::integer;

/// The id of the form that holds a list's choice; controls outside of it name it.
pub(super) const FORM: &str = "filters";

/// A list of products with everything around it.
#[component]
pub fn Listing(
    /// The page of the list.
    listing: ListingFields,
    /// What was chosen.
    choice: Choice,
    /// The page's path, without a query.
    path: String,
    /// Whether the category is fixed by the page.
    #[prop(optional)]
    in_category: bool,
) -> impl IntoView {
    let (lang, locale) = (use_language(), use_locale());
    let ListingFields { nodes, page_info, total_count, total_count_is_exact, facets, .. } = listing;
    let count = i64::from(total_count);
    let number = integer(count, locale);
    let found = if total_count_is_exact {
        plural(
            locale,
            count,
            text!(lang, catalog.found_single, count = number.clone()),
            text!(lang, catalog.found_many, count = number),
        )
    } else {
        text!(lang, catalog.found_at_least, count = number)
    };
    let navigate = use_navigate();
    let target = path.clone();
    // Said here too: on a phone the fields are in a sheet that is closed now.
    let refused = choice.refused_price.as_ref().map(|refused| sentence(refused.problem, lang));
    let submit = move |event: SubmitEvent| {
        let fields = fields_of(&event).into_iter().map(|(name, value)| (name, encode(&value)));
        let asked = Choice::from_query(&fields.collect());
        // Prices that cannot be change nothing in what is asked of the API, so no list would come that says so, or
        // no longer says so: the browser sends the form, as it does without script.
        if refused.is_none() && asked.refused_price.is_none() {
            submit_to(&event, &format!("{target}{}", asked.to_query()), &navigate);
        }
    };
    let products = if nodes.is_empty() {
        view! { <p class="lead">{text!(lang, catalog.nothing)}</p> <Chosen choice=choice.clone() path=path.clone() /> }
            .sealed()
    } else {
        view! { <ProductGrid products=nodes above_fold=4 /> }.sealed()
    };
    view! {
        <div class="listing">
            <form id=FORM class="filters" popover="auto" method="get" action=path.clone() on:submit=submit>
                <Facets facets choice=choice.clone() in_category />
            </form>
            <div class="results">
                <h2 class="visually-hidden">{text!(lang, catalog.products)}</h2>
                <div class="toolbar">
                    <p class="found" role="status">{found}</p>
                    <Chosen choice=choice.clone() path=path.clone() />
                    <button class="button filter-button" type="button" popovertarget=FORM>
                        {text!(lang, catalog.filter)}
                    </button>
                    <Sort chosen=choice.sort searching=!choice.text.is_empty() />
                </div>
                {refused.map(|sentence| view! { <p class="error" role="alert">{sentence}</p> })}
                {products}
                <Pager page_info choice path />
            </div>
        </div>
    }
    .sealed()
}

/// The order of the list.
#[component]
fn Sort(chosen: Option<ProductSort>, searching: bool) -> impl IntoView {
    let lang = use_language();
    let own = if searching { ProductSort::Relevance } else { ProductSort::Newest };
    let name = move |sort| match sort {
        ProductSort::Relevance => text!(lang, catalog.sort_relevance),
        ProductSort::Newest => text!(lang, catalog.sort_newest),
        ProductSort::PriceAsc => text!(lang, catalog.sort_price),
        ProductSort::PriceDesc => text!(lang, catalog.sort_price_down),
        ProductSort::Title => text!(lang, catalog.sort_title),
    };
    let options = ProductSort::ALL
        .into_iter()
        .filter(|sort| searching || *sort != ProductSort::Relevance)
        .map(|sort| {
            // The page's own order needs no word in the address.
            let value = if sort == own { "" } else { sort.as_str() };
            view! { <option value=value selected=sort == chosen.unwrap_or(own)>{name(sort)}</option> }
        })
        .collect_view();
    view! {
        <label class="sort">
            <span>{text!(lang, catalog.sort)}</span>
            <select name="sort" form=FORM on:change=move |event| submit_form_of(&event)>
                {options}
            </select>
        </label>
        <button class="button without-script" type="submit" form=FORM>
            {text!(lang, catalog.apply)}
        </button>
    }
    .sealed()
}

/// What narrows the list, each with a way to take it back.
#[component]
fn Chosen(choice: Choice, path: String) -> impl IntoView {
    let lang = use_language();
    choice.is_narrowed().then(|| {
        view! {
            <a class="chosen" href=format!("{path}{}", choice.widened().to_query())>{text!(lang, catalog.clear)}</a>
        }
    })
}
