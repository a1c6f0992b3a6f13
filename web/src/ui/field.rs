//! A labelled field of a form, with its hint and what is wrong with it.

use super::{Seal, wrong_with};
use leptos::{html::Input, prelude::*};

/// What is wrong in a form: names of fields and sentences.
pub type Trouble = RwSignal<Vec<(String, String)>>;

/// A text field. What is wrong with it stands between label and field, and goes away as soon as somebody types.
#[component]
pub fn Field(
    /// The name under which it is sent; also its id.
    name: &'static str,
    /// What it asks for.
    #[prop(into)]
    label: Signal<&'static str>,
    /// What stands in it at first.
    #[prop(optional, into)]
    value: Signal<String>,
    /// What is wrong in the form.
    trouble: Trouble,
    /// `text`, `email`, `password`, `tel`.
    #[prop(default = "text")]
    kind: &'static str,
    /// The token of the HTML standard.
    autocomplete: &'static str,
    /// Help that stands there before anything is wrong.
    #[prop(optional)]
    hint: &'static str,
    /// Whether it must be filled in.
    #[prop(into, default = Signal::stored(true))]
    required: Signal<bool>,
    /// The keyboard of a phone, where the kind does not say it already: `numeric`.
    #[prop(optional, into)]
    keyboard: Signal<&'static str>,
    /// Most characters.
    #[prop(default = 200)]
    max: usize,
) -> impl IntoView {
    let wrong = wrong_with(trouble, name);
    let error_id = format!("{name}-error");
    let hint_id = format!("{name}-hint");
    let described = {
        let (error_id, hint_id) = (error_id.clone(), hint_id.clone());
        move || {
            let hint = (!hint.is_empty()).then_some(hint_id.as_str());
            let error = wrong.with(Option::is_some).then_some(error_id.as_str());
            let ids: Vec<&str> = hint.into_iter().chain(error).collect();
            (!ids.is_empty()).then(|| ids.join(" "))
        }
    };
    let input = follow_value(value);
    let hint = (!hint.is_empty()).then(|| view! { <p class="hint" id=hint_id>{hint}</p> });
    let typed = move |_| {
        if wrong.with_untracked(Option::is_some) {
            trouble.update(|all| all.retain(|(field, _)| field != name));
        }
    };
    view! {
        <div class="field">
            <label for=name>{label}</label>
            {hint}
            {move || wrong.get().map(|sentence| view! { <p class="error" id=error_id.clone()>{sentence}</p> })}
            <input
                id=name
                name=name
                type=kind
                value=value.get_untracked()
                node_ref=input
                autocomplete=autocomplete
                maxlength=max.to_string()
                inputmode=move || Some(keyboard.get()).filter(|keyboard| !keyboard.is_empty())
                aria-required=move || required.get().then_some("true")
                aria-invalid=move || wrong.with(Option::is_some).then_some("true")
                aria-describedby=described
                on:input=typed
            />
        </div>
    }
    .sealed()
}

/// The node of an input that shows a signal's value. Only a new value is written: what somebody typed before the
/// script came stays.
pub fn follow_value(value: Signal<String>) -> NodeRef<Input> {
    let input = NodeRef::<Input>::new();
    Effect::new(move |before: Option<String>| {
        let now = value.get();
        if let (Some(before), Some(input)) = (before, input.get_untracked())
            && before != now
        {
            input.set_value(&now);
        }
        now
    });
    input
}
