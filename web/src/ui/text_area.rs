//! A field for several lines.

use super::{Seal, Trouble};
use leptos::prelude::*;

/// A text area with its label, its hint, and what is wrong with it.
#[component]
pub fn TextArea(
    /// The name under which it is sent; also its id.
    name: &'static str,
    /// What it asks for.
    label: &'static str,
    /// Help that stands there before anything is wrong.
    #[prop(into)]
    hint: String,
    /// What stands in it at first.
    value: String,
    /// What is wrong in the form.
    trouble: Trouble,
    /// Most characters.
    max: usize,
    /// Whether it must be filled in.
    #[prop(default = true)]
    required: bool,
) -> impl IntoView {
    let wrong = wrong_with(trouble, name);
    let typed = move |_| {
        if wrong.with_untracked(Option::is_some) {
            trouble.update(|all| all.retain(|(field, _)| field != name));
        }
    };
    let (hint_id, error_id) = (format!("{name}-hint"), format!("{name}-error"));
    let described = {
        let (hint_id, error_id) = (hint_id.clone(), error_id.clone());
        move || if wrong.with(Option::is_some) { format!("{hint_id} {error_id}") } else { hint_id.clone() }
    };
    view! {
        <div class="field">
            <label for=name>{label}</label>
            <p class="hint" id=hint_id>{hint}</p>
            {move || wrong.get().map(|sentence| view! { <p class="error" id=error_id.clone()>{sentence}</p> })}
            <textarea
                id=name
                name=name
                rows="7"
                maxlength=max.to_string()
                aria-required=required.then_some("true")
                aria-invalid=move || wrong.with(Option::is_some).then_some("true")
                aria-describedby=described
                on:input=typed
                inner_html=escaped(&value)
            ></textarea>
        </div>
    }
    .sealed()
}

/// What is wrong with a field.
pub fn wrong_with(trouble: Trouble, name: &'static str) -> Memo<Option<String>> {
    Memo::new(move |_| {
        trouble.with(|all| all.iter().find(|(field, _)| field == name).map(|(_, sentence)| sentence.clone()))
    })
}

/// A text as it stands in HTML: what stands between the tags of a text area is not escaped by the renderer, and an empty text
/// would become a space.
fn escaped(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;")
}

#[cfg(test)]
mod tests {
    use super::escaped;

    #[test]
    fn what_was_typed_stays_text() {
        assert_eq!(escaped("a < b & </textarea>"), "a &lt; b &amp; &lt;/textarea&gt;");
    }
}
