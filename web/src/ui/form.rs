//! GET forms without a full load.

use leptos::ev::{Event, SubmitEvent};
use leptos_router::NavigateOptions;
use wasm_bindgen::JsCast;

/// Submits the form of the tick or choice that changed, unless the form stands as a sheet over the page: there its
/// own button does. Text fields wait for theirs too: they change while somebody is on the way to the next one.
pub fn submit_form_of(event: &Event) {
    use web_sys::{HtmlFormElement, HtmlInputElement, HtmlSelectElement};
    let Some(target) = event.target() else { return };
    let form = match target.dyn_ref::<HtmlInputElement>() {
        Some(input) if matches!(&*input.type_(), "radio" | "checkbox") => input.form(),
        Some(_) => None,
        None => target.dyn_ref::<HtmlSelectElement>().and_then(HtmlSelectElement::form),
    };
    let is_sheet = |form: &HtmlFormElement| form.matches(":popover-open").unwrap_or(false);
    if let Some(form) = form.filter(|form| !is_sheet(form)) {
        // An old browser without `requestSubmit` keeps the choice until its button is pressed.
        let _ = form.request_submit();
    }
}

/// Goes to `path` with the form's fields as its query, empty ones left out, instead of loading it anew.
pub fn submit_as_query(event: &SubmitEvent, path: &str, navigate: &impl Fn(&str, NavigateOptions)) {
    let form = event.target().and_then(|target| target.dyn_into::<web_sys::HtmlFormElement>().ok());
    let Some(fields) = form.as_ref().and_then(|form| web_sys::FormData::new_with_form(form).ok()) else { return };
    let Ok(query) = web_sys::UrlSearchParams::new() else { return };
    for entry in fields.entries().into_iter().flatten() {
        let pair: js_sys::Array = entry.unchecked_into();
        if let (Some(name), Some(value)) = (pair.get(0).as_string(), pair.get(1).as_string())
            && !value.trim().is_empty()
        {
            query.append(&name, value.trim());
        }
    }
    let query = query.to_string().as_string().unwrap_or_default();
    let target = if query.is_empty() { path.to_owned() } else { format!("{path}?{query}") };
    submit_to(event, &target, navigate);
}

/// Goes to `target` instead of loading what the form would, and puts its sheet away.
pub fn submit_to(event: &SubmitEvent, target: &str, navigate: &impl Fn(&str, NavigateOptions)) {
    event.prevent_default();
    let form = event.target().and_then(|target| target.dyn_into::<web_sys::HtmlFormElement>().ok());
    if let Some(form) = form {
        // It is a sheet only on small screens; elsewhere there is nothing to hide.
        let _ = form.hide_popover();
    }
    navigate(target, NavigateOptions { resolve: false, ..NavigateOptions::default() });
}

/// The fields of the form that is being submitted, as it would send them: names and values.
#[must_use]
pub fn fields_of(event: &SubmitEvent) -> Vec<(String, String)> {
    let form = event.target().and_then(|target| target.dyn_into::<web_sys::HtmlFormElement>().ok());
    form.as_ref().map(fields_in).unwrap_or_default()
}

/// The fields of a form, as it would send them now: names and values.
#[must_use]
pub fn fields_in(form: &web_sys::HtmlFormElement) -> Vec<(String, String)> {
    let Ok(fields) = web_sys::FormData::new_with_form(form) else { return Vec::new() };
    let pairs = fields.entries().into_iter().flatten().map(JsCast::unchecked_into::<js_sys::Array>);
    pairs.filter_map(|pair| Some((pair.get(0).as_string()?, pair.get(1).as_string()?))).collect()
}

/// Moves the focus to the element of this id, once the page shows what it is about to show.
pub fn focus_soon(id: &'static str) {
    leptos::prelude::request_animation_frame(move || {
        let element = leptos::prelude::document().get_element_by_id(id);
        if let Some(element) = element.and_then(|element| element.dyn_into::<web_sys::HtmlElement>().ok()) {
            // An element that cannot take focus is still there to read.
            let _ = element.focus();
        }
    });
}
