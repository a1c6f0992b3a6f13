//! The photographs of a form: those that it holds already, each with a tick that keeps it, and a field for more. With script
//! what is chosen is sent at once, so that it is seen before the form goes.

use super::draft::{DraftPhoto, PhotoProblem};
use crate::{
    i18n::{Language, use_language, use_locale},
    layout::use_announcer,
    text,
    ui::{Seal, Trouble, wrong_with},
};
use leptos::{ev::Event, prelude::*};
use shared::{Locale, format::integer, reviews::MAX_PHOTOS};
use wasm_bindgen::JsCast;
use web_sys::HtmlInputElement;

/// Kinds of files that are offered to be chosen.
const KINDS: &str = "image/jpeg,image/png,image/webp";

/// The field.
#[component]
pub(super) fn Photos(
    /// What the form holds.
    photos: Vec<DraftPhoto>,
    /// What is wrong in the form.
    trouble: Trouble,
    /// How many are on their way.
    sending: RwSignal<usize>,
) -> impl IntoView {
    let (lang, locale) = (use_language(), use_locale());
    let announcer = use_announcer();
    let held = RwSignal::new(photos);
    let wrong = wrong_with(trouble, "photos");
    let refuse = move |sentence: String| {
        announcer.say(sentence.clone());
        trouble.update(|all| {
            all.retain(|(field, _)| field != "photos");
            all.push(("photos".to_owned(), sentence));
        });
    };
    let chosen = move |event: Event| {
        let input = event.target().and_then(|input| input.dyn_into::<HtmlInputElement>().ok());
        let Some(input) = input else { return };
        trouble.update(|all| all.retain(|(field, _)| field != "photos"));
        take(&input, move |file| {
            if held.with_untracked(Vec::len) + sending.get_untracked() >= MAX_PHOTOS {
                refuse(text!(lang, reviews.problem_photos, max = integer(MAX_PHOTOS as i64, locale)));
                return;
            }
            sending.update(|count| *count += 1);
            leptos::task::spawn_local(async move {
                match upload(file).await {
                    Ok(photo) => {
                        held.update(|all| all.push(photo));
                        announcer.say(text!(lang, reviews.photo_taken));
                    }
                    Err(problem) => refuse(problem.sentence(lang).to_owned()),
                }
                sending.update(|count| *count -= 1);
            });
        });
    };
    let described = move || if wrong.with(Option::is_some) { "photos-hint photos-error" } else { "photos-hint" };
    view! {
        <fieldset class="field photo-field">
            <legend>{text!(lang, reviews.field_photos)}</legend>
            <p class="hint" id="photos-hint">
                {text!(lang, reviews.field_photos_hint, max = integer(MAX_PHOTOS as i64, locale))}
            </p>
            {move || wrong.get().map(|sentence| view! { <p class="error" id="photos-error">{sentence}</p> })}
            <ul class="draft-photos">
                <For each=move || numbered(&held.read()) key=|(_, photo)| photo.id.clone() let((number, photo))>
                    {kept(lang, locale, number, &photo)}
                </For>
            </ul>
            <label class="photo-choose" for="photos">{text!(lang, reviews.photos_add)}</label>
            <input
                id="photos"
                type="file"
                name="photos"
                accept=KINDS
                multiple=true
                aria-invalid=move || wrong.with(Option::is_some).then_some("true")
                aria-describedby=described
                on:change=chosen
            />
            <p class="fine" role="status">
                {move || (sending.get() > 0).then(|| text!(lang, reviews.photos_sending))}
            </p>
        </fieldset>
    }
    .sealed()
}

fn numbered(photos: &[DraftPhoto]) -> Vec<(i64, DraftPhoto)> {
    (1..).zip(photos.iter().cloned()).collect()
}

/// A photograph of the form: it goes with it while its tick is set.
fn kept(lang: Language, locale: Locale, number: i64, photo: &DraftPhoto) -> AnyView {
    let alt = text!(lang, reviews.photo_number, number = integer(number, locale));
    view! {
        <li>
            <label>
                <img src=photo.url.clone() alt=alt width="120" height="120" />
                <span>
                    <input type="checkbox" name="photo" value=photo.value() checked=true />
                    {text!(lang, reviews.photo_keep)}
                </span>
            </label>
        </li>
    }
    .sealed()
}

/// Takes the chosen files out of the field, so that the form does not send them once more.
#[cfg(feature = "hydrate")]
fn take(input: &HtmlInputElement, each: impl Fn(web_sys::File)) {
    let Some(files) = input.files() else { return };
    let files: Vec<_> = (0..files.length()).filter_map(|at| files.get(at)).collect();
    input.set_value("");
    files.into_iter().for_each(each);
}

#[cfg(not(feature = "hydrate"))]
fn take(_: &HtmlInputElement, _: impl Fn(web_sys::File)) {}

/// Sends one file.
#[cfg(feature = "hydrate")]
async fn upload(file: web_sys::File) -> Result<DraftPhoto, PhotoProblem> {
    let answer = post(&file).await.ok().and_then(|text| text.as_string()).ok_or(PhotoProblem::Failed)?;
    let answer: serde_json::Value = serde_json::from_str(&answer).map_err(|_| PhotoProblem::Failed)?;
    let text = |of: &str, name: &str| answer.get(of)?.get(name)?.as_str().map(str::to_owned);
    match (text("image", "id"), text("image", "url")) {
        (Some(id), Some(url)) => Ok(DraftPhoto { id, url }),
        _ => Err(PhotoProblem::from_code(&text("error", "code").unwrap_or_default())),
    }
}

#[cfg(not(feature = "hydrate"))]
async fn upload(_: web_sys::File) -> Result<DraftPhoto, PhotoProblem> {
    std::future::ready(Err(PhotoProblem::Failed)).await
}

#[cfg(feature = "hydrate")]
async fn post(file: &web_sys::File) -> Result<wasm_bindgen::JsValue, wasm_bindgen::JsValue> {
    use wasm_bindgen_futures::JsFuture;
    let init = web_sys::RequestInit::new();
    init.set_method("POST");
    init.set_body(file);
    let headers = web_sys::Headers::new()?;
    headers.set("Accept", "application/json")?;
    // A header that no plain form can send: proves to the server that this page's own code asks.
    headers.set("Vouch-Csrf", "1")?;
    init.set_headers(&headers);
    let response = JsFuture::from(window().fetch_with_str_and_init("/media/uploads", &init)).await?;
    JsFuture::from(response.dyn_into::<web_sys::Response>()?.text()?).await
}
