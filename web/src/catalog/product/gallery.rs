//! A product's pictures: beside each other to swipe through, with a row of small ones that says which is seen. Each is a
//! link to itself; with script it opens large, in a module of its own.

use crate::{
    data::ImageFields,
    i18n::{use_language, use_locale},
    text,
    ui::{Picture, Seal},
};
use leptos::{
    ev::{KeyboardEvent, MouseEvent},
    prelude::*,
};
use shared::format::integer;
use wasm_bindgen::JsCast;

#[component]
pub(super) fn Gallery(images: Vec<ImageFields>, title: String) -> impl IntoView {
    let lang = use_language();
    if images.is_empty() {
        return view! { <div class="gallery"><Picture image=None name=title /></div> }.fixed();
    }
    let shown = RwSignal::new(0_usize);
    let count = images.len();
    let open = StoredValue::new((images.clone(), title.clone()));
    let owner = Owner::current();
    let slide = |(index, image): (usize, ImageFields)| {
        let url = image.url.clone();
        let owner = owner.clone();
        let enlarge = move |event: MouseEvent| enlarge(&event, owner.clone(), open, index);
        view! {
            <li id=format!("picture-{index}")>
                <a href=url rel="external" on:click=enlarge>
                    <Picture image=Some(image) name=title.clone() eager=index == 0 />
                    <span class="visually-hidden">{text!(lang, catalog.enlarge)}</span>
                </a>
            </li>
        }
    };
    let small = (count > 1).then(|| view! { <Small images=images.clone() shown /> });
    let slides = images.into_iter().enumerate().map(slide).collect_view();
    let turn = move |event: KeyboardEvent| {
        let now = shown.get_untracked();
        let to = match &*event.key() {
            "ArrowRight" => (now + 1).min(count - 1),
            "ArrowLeft" => now.saturating_sub(1),
            _ => return,
        };
        event.prevent_default();
        go_to(to);
    };
    view! {
        <div class="gallery" class:several=count != 1>
            <ul
                id="pictures"
                aria-label=text!(lang, catalog.pictures)
                on:scroll=move |_| shown.set(seen())
                on:keydown=turn
            >
                {slides}
            </ul>
            {small}
        </div>
    }
    .fixed()
}

/// The row of small pictures.
#[component]
fn Small(images: Vec<ImageFields>, shown: RwSignal<usize>) -> impl IntoView {
    let (lang, locale) = (use_language(), use_locale());
    let count = integer(images.len() as i64, locale);
    let link = |(index, image): (usize, ImageFields)| {
        let number = integer(index as i64 + 1, locale);
        let name = text!(lang, catalog.picture_of, number = number, count = count.clone());
        let label = name.clone();
        let turn = move |event: MouseEvent| {
            event.prevent_default();
            go_to(index);
        };
        view! {
            <li>
                <a
                    href=format!("#picture-{index}")
                    rel="external"
                    aria-label=label
                    aria-current=move || (shown.get() == index).then_some("true")
                    on:click=turn
                >
                    <Picture image=Some(image) name=name decorative=true />
                </a>
            </li>
        }
    };
    let links = images.into_iter().enumerate().map(link).collect_view();
    view! { <ol class="small-pictures">{links}</ol> }.fixed()
}

/// The number of the picture that is seen.
fn seen() -> usize {
    let Some(list) = document().get_element_by_id("pictures") else { return 0 };
    let (width, left) = (list.scroll_width(), list.scroll_left());
    let count = list.child_element_count() as i32;
    // The middle of what is seen lies in it.
    let middle = left + list.client_width() / 2;
    usize::try_from(middle * count / width.max(1)).unwrap_or_default()
}

/// Brings a picture into view, and moves nothing but the row.
pub(super) fn go_to(index: usize) {
    let slide = document().get_element_by_id(&format!("picture-{index}"));
    let slide = slide.and_then(|slide| slide.dyn_into::<web_sys::HtmlElement>().ok());
    if let (Some(slide), Some(list)) = (slide, document().get_element_by_id("pictures")) {
        let width = slide.offset_width();
        list.set_scroll_left(slide.offset_left() - (list.client_width() - width) / 2);
    }
}

/// Brings the picture of this address into view.
pub(super) fn show(url: &str) {
    let Ok(links) = document().query_selector_all("#pictures a") else { return };
    let same = |index: &u32| {
        let link = links.get(*index).and_then(|link| link.dyn_into::<web_sys::Element>().ok());
        link.and_then(|link| link.get_attribute("href")).is_some_and(|href| href == url)
    };
    if let Some(index) = (0..links.length()).find(same) {
        go_to(index as usize);
    }
}

/// Opens the picture large, unless the link is to be opened elsewhere.
fn enlarge(event: &MouseEvent, owner: Option<Owner>, open: StoredValue<(Vec<ImageFields>, String)>, index: usize) {
    let Some(owner) = owner.filter(|_| !(event.ctrl_key() || event.meta_key() || event.shift_key())) else { return };
    event.prevent_default();
    #[cfg(feature = "hydrate")]
    leptos::task::spawn_local(crate::lazy::zoom(owner, open.get_value(), index));
    #[cfg(not(feature = "hydrate"))]
    let _ = (owner, open, index);
}
