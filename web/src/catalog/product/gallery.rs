//! A product's pictures: beside each other to swipe through on a phone, one under the other on a desk.

use crate::{
    data::ImageFields,
    i18n::use_language,
    text,
    ui::{Picture, Seal},
};
use leptos::prelude::*;

#[component]
pub(super) fn Gallery(images: Vec<ImageFields>, title: String) -> impl IntoView {
    let lang = use_language();
    let many = images.len() > 1;
    let figures = if images.is_empty() {
        vec![view! { <li><Picture image=None name=title.clone() /></li> }]
    } else {
        let picture = |(index, image): (usize, ImageFields)| {
            view! { <li><Picture image=Some(image) name=title.clone() eager=index == 0 wide=true /></li> }
        };
        images.into_iter().enumerate().map(picture).collect()
    };
    // A list that scrolls must be reachable with the keyboard.
    view! {
        <ul class="gallery" class:several=many aria-label=text!(lang, catalog.pictures) tabindex=many.then_some("0")>
            {figures}
        </ul>
    }
    .fixed()
}
