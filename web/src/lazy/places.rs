//! Parts of pages that stand in the main module: each is put into its place when the browser needs it there.

use crate::{
    catalog::Zoom,
    data::{ImageFields, SharedTransport, is_left},
    i18n::Language,
    layout::Announcer,
    policies::written,
    recent::Rail,
    recommendations::RailsOf,
    reputation,
    reviews::Subject,
};
use leptos::prelude::*;
use shared::Locale;
use wasm_split_helpers::{SplitLoaderError, wasm_split};

/// Puts a view into its place. Nobody looks at the place any more when its page was left while the module came.
fn fill<V: IntoView + 'static>(owner: &Owner, place: web_sys::HtmlElement, view: impl FnOnce() -> V + 'static) {
    if owner.with(is_left) {
        return;
    }
    // From one product to another the page keeps its elements.
    place.set_inner_html("");
    owner.with(|| leptos::mount::mount_to(place, view).forget());
}

/// A part of pages that stand in the main module: it is put into its place there, so that not even the type of its view
/// is known to them.
#[wasm_split(recent, fallible)]
fn recent_rail(
    owner: Owner,
    place: web_sys::HtmlElement,
    known: String,
    looked_at: String,
) -> Result<(), SplitLoaderError> {
    fill(&owner, place, move || view! { <Rail known looked_at /> });
    Ok(())
}

/// Fills the place of what was looked at lately; nothing when the module does not come, since nobody asked for it.
pub(crate) async fn recent(owner: Owner, place: web_sys::HtmlElement, known: String, looked_at: String) {
    let _ = recent_rail(owner, place, known, looked_at).await;
}

/// What a shop promises, where the browser makes a page that the server has not written.
#[wasm_split(policies, fallible)]
fn shop_terms(
    owner: Owner,
    place: web_sys::HtmlElement,
    shop: String,
    path: String,
    can_be_bought: bool,
) -> Result<(), SplitLoaderError> {
    fill(&owner, place, move || written(shop, path, can_be_bought));
    Ok(())
}

/// Fills the place of a shop's promises; it stays empty when the module does not come.
pub(crate) async fn terms(owner: Owner, place: web_sys::HtmlElement, shop: String, path: String, can_be_bought: bool) {
    let _ = shop_terms(owner, place, shop, path, can_be_bought).await;
}

/// How a shop stands, where the browser makes a page that the server has not written.
#[wasm_split(policies, fallible)]
fn shop_standing(
    owner: Owner,
    place: web_sys::HtmlElement,
    shop: String,
    path: String,
) -> Result<(), SplitLoaderError> {
    fill(&owner, place, move || reputation::written(shop, path));
    Ok(())
}

/// Fills the place of a shop's standing; it stays empty when the module does not come.
pub(crate) async fn standing(owner: Owner, place: web_sys::HtmlElement, shop: String, path: String) {
    let _ = shop_standing(owner, place, shop, path).await;
}

/// What buyers say, where the browser makes a page that the server has not written.
#[wasm_split(reviews, fallible)]
fn review_list(
    owner: Owner,
    place: web_sys::HtmlElement,
    of: Subject,
    slug: String,
    path: String,
) -> Result<(), SplitLoaderError> {
    fill(&owner, place, move || crate::reviews::written(of, slug, path));
    Ok(())
}

/// Fills the place of the reviews; it stays empty when the module does not come.
pub(crate) async fn reviews(owner: Owner, place: web_sys::HtmlElement, of: Subject, slug: String, path: String) {
    let _ = review_list(owner, place, of, slug, path).await;
}

/// Suggestions, where the browser makes a page that the server has not written.
#[wasm_split(suggestions, fallible)]
fn suggestion_rails(
    owner: Owner,
    place: web_sys::HtmlElement,
    of: RailsOf,
    path: String,
) -> Result<(), SplitLoaderError> {
    fill(&owner, place, move || crate::recommendations::written(of, path));
    Ok(())
}

/// Fills the place of the suggestions; it stays empty when the module does not come.
pub(crate) async fn rails(owner: Owner, place: web_sys::HtmlElement, of: RailsOf, path: String) {
    let _ = suggestion_rails(owner, place, of, path).await;
}

/// A form among the suggestions.
#[wasm_split(suggestions, fallible)]
fn suggestion_form(
    transport: SharedTransport,
    words: (Announcer, Language),
    form: web_sys::HtmlFormElement,
    button: web_sys::HtmlElement,
) -> Result<(), SplitLoaderError> {
    crate::recommendations::take_over(transport, words, &form, button);
    Ok(())
}

/// Does what a form among the suggestions says; as HTML alone would, when the module does not come.
pub(crate) async fn suggestion(
    transport: SharedTransport,
    words: (Announcer, Language),
    form: web_sys::HtmlFormElement,
    button: web_sys::HtmlElement,
) {
    if suggestion_form(transport, words, form.clone(), button.clone()).await.is_err() {
        // Where that fails too, the suggestion stands as it did.
        let _ = form.set_attribute(crate::recommendations::PLAIN, "");
        let _ = form.request_submit_with_submitter(Some(&button));
    }
}

/// A vote on a review.
#[wasm_split(reviews, fallible)]
fn review_vote(
    transport: SharedTransport,
    words: (Announcer, Language),
    form: web_sys::HtmlFormElement,
    button: web_sys::HtmlElement,
) -> Result<(), SplitLoaderError> {
    leptos::task::spawn_local(crate::reviews::cast(transport, words, form, button));
    Ok(())
}

/// Sends a vote; as HTML alone would, when the module does not come.
pub(crate) async fn vote(
    transport: SharedTransport,
    words: (Announcer, Language),
    form: web_sys::HtmlFormElement,
    button: web_sys::HtmlElement,
) {
    if review_vote(transport, words, form.clone(), button.clone()).await.is_err() {
        // Where that fails too, the review stands as it did.
        let _ = form.remove_attribute("data-live");
        let _ = form.request_submit_with_submitter(Some(&button));
    }
}

/// The form that keeps a search.
#[wasm_split(searches, fallible)]
fn search_form(
    transport: SharedTransport,
    words: (Announcer, Language, Locale),
    form: web_sys::HtmlFormElement,
) -> Result<(), SplitLoaderError> {
    crate::saved_searches::take_over(transport, words, form);
    Ok(())
}

/// Keeps the search of a form; as HTML alone would, when the module does not come.
pub(crate) async fn save_search(
    transport: SharedTransport,
    words: (Announcer, Language, Locale),
    form: web_sys::HtmlFormElement,
) {
    if search_form(transport, words, form.clone()).await.is_err() {
        // Where that fails too, nothing is kept and the page is still here.
        let _ = form.set_attribute(crate::saved_searches::PLAIN, "");
        let _ = form.request_submit();
    }
}

/// A product's pictures over the whole window.
#[wasm_split(zoom, fallible)]
fn zoomed(owner: Owner, pictures: Vec<ImageFields>, title: String, index: usize) -> Result<(), SplitLoaderError> {
    let Some((place, body)) = document().create_element("div").ok().zip(document().body()) else { return Ok(()) };
    // A document that takes no element more shows no dialog.
    let _ = body.append_child(&place);
    let place: web_sys::HtmlElement = wasm_bindgen::JsCast::unchecked_into(place);
    let taken = place.clone();
    let closed = Callback::new({
        let taken = send_wrapper::SendWrapper::new(taken);
        move |()| taken.remove()
    });
    owner.with(|| {
        leptos::mount::mount_to(place, move || view! { <Zoom pictures title index closed /> }).forget();
    });
    Ok(())
}

/// Opens the pictures; the browser goes to the picture itself when the module does not come.
pub(crate) async fn zoom(owner: Owner, (pictures, title): (Vec<ImageFields>, String), index: usize) {
    let url = pictures.get(index).and_then(|picture| picture.url.clone());
    if let (Err(_), Some(url)) = (zoomed(owner, pictures, title, index).await, url) {
        // Where that fails too, the page is still here.
        let _ = window().location().set_href(&url);
    }
}
