//! One line of the cart.

use super::{CartDesk, CartLineFields, CartProblem, CartWarningFields, Change, Refusal, WarningCode};
use crate::{
    i18n::{Language, plural, use_language, use_locale},
    paths, text,
    ui::{Picture, Seal},
};
use leptos::{ev::SubmitEvent, prelude::*};
use shared::{Locale, Quantity, format::integer};

/// A line with its number of pieces to change, what it costs, and what changed about it.
#[component]
pub(super) fn Line(line: CartLineFields, desk: CartDesk, on_removed: Callback<()>) -> impl IntoView {
    let (lang, locale) = (use_language(), use_locale());
    let id = line.id.inner().to_owned();
    let product = line.variant.product.clone();
    let (title, href) = (product.title.clone(), paths::product(locale, &product.slug));
    let choice = choice(&line);
    let now = live(line, desk);
    let warned = {
        let id = id.clone();
        Memo::new(move |_| desk.cart.with(|cart| cart.warnings_of(&id).cloned().collect::<Vec<_>>()))
    };
    let warning = move || {
        let sentences =
            warned.get().iter().map(|warning| warning_text(lang, locale, warning, &now.get())).collect::<Vec<_>>();
        (!sentences.is_empty()).then(|| view! { <p class="line-warning">{sentences.join(" ")}</p> })
    };
    let remove = {
        let id = id.clone();
        move |event: SubmitEvent| {
            event.prevent_default();
            desk.change(Change::Remove { line: id.clone() });
            on_removed.run(());
        }
    };
    let refused = {
        let id = id.clone();
        move || {
            let sentence = refusal_text(lang, locale, desk.refusal_of(&id)?);
            Some(view! { <p class="line-refusal" role="alert">{sentence}</p> })
        }
    };
    let each = move || {
        let line = now.get();
        (line.quantity > 1).then(|| text!(lang, carts.each, price = line.unit_price.text(locale)))
    };
    view! {
        <li class="cart-line" id=format!("line-{id}")>
            <a class="line-picture" href=href.clone() tabindex="-1" aria-hidden="true">
                <Picture image=product.image name=title.clone() decorative=true />
            </a>
            <div class="line-text">
                <h3><a href=href>{title.clone()}</a></h3>
                {(!choice.is_empty()).then(|| view! { <p class="fine">{choice}</p> })}
                <p class="fine">{each}</p>
            </div>
            <p class="price line-total">{move || now.get().total.text(locale)}</p>
            <div class="line-tools">
                <Stepper id=id.clone() title=title.clone() now desk />
                <form method="post" action=paths::cart_line_removal(locale, &id) on:submit=remove>
                    <button class="link" type="submit" aria-label=text!(lang, carts.remove_label, title = title)>
                        {text!(lang, carts.remove)}
                    </button>
                </form>
            </div>
            {warning}
            {refused}
        </li>
    }
    .sealed()
}

/// The line as the cart holds it now; as it was when it just went out.
fn live(line: CartLineFields, desk: CartDesk) -> Memo<CartLineFields> {
    Memo::new(move |_| desk.cart.with(|cart| cart.line(line.id.inner()).unwrap_or(&line).clone()))
}

/// Fewer, a number, more. The first button is the one that Enter in the field presses, so it is neither of the two.
#[component]
fn Stepper(id: String, title: String, now: Memo<CartLineFields>, desk: CartDesk) -> impl IntoView {
    let (lang, locale) = (use_language(), use_locale());
    let field_id = format!("quantity-{id}");
    let action = paths::cart_line(locale, &id);
    let set = move |quantity: i32| {
        let line = now.get_untracked();
        if quantity != line.quantity {
            desk.change(Change::Quantity { line: line.id.inner().to_owned(), quantity });
        }
    };
    let field = NodeRef::<leptos::html::Input>::new();
    let typed = move || {
        let Some(field) = field.get_untracked() else { return };
        match field.value().trim().parse::<i32>() {
            Ok(quantity) if quantity >= 1 => set(quantity.min(Quantity::MAX.cast_signed())),
            _ => field.set_value(&now.get_untracked().quantity.to_string()),
        }
    };
    let submit = move |event: SubmitEvent| {
        event.prevent_default();
        typed();
    };
    let step = move |by: i32| {
        move |event: leptos::ev::MouseEvent| {
            event.prevent_default();
            set((now.get_untracked().quantity + by).max(1));
        }
    };
    view! {
        <form class="stepper" method="post" action=action on:submit=submit>
            <button type="submit" class="visually-hidden" tabindex="-1" aria-hidden="true"></button>
            <button
                type="submit"
                name="step"
                value="fewer"
                aria-label=text!(lang, carts.fewer, title = title.clone())
                disabled=move || now.get().quantity <= 1
                on:click=step(-1)
            >
                <span aria-hidden="true">"−"</span>
            </button>
            <label class="visually-hidden" for=field_id.clone()>{text!(lang, carts.quantity, title = title.clone())}</label>
            <input
                id=field_id
                node_ref=field
                type="text"
                inputmode="numeric"
                pattern="[0-9]*"
                maxlength="3"
                name="quantity"
                autocomplete="off"
                value=now.get_untracked().quantity.to_string()
                prop:value=move || {
                    // A refused change must show the true number again, though it has not changed.
                    desk.cart.track();
                    now.get().quantity.to_string()
                }
                on:change=move |_| typed()
            />
            <button
                type="submit"
                name="step"
                value="more"
                aria-label=text!(lang, carts.more, title = title)
                disabled=move || {
                    let line = now.get();
                    line.quantity >= line.available_quantity
                }
                on:click=step(1)
            >
                <span aria-hidden="true">"+"</span>
            </button>
        </form>
    }
    .sealed()
}

/// What was chosen of the product: "Ash, large".
#[must_use]
pub fn choice(line: &CartLineFields) -> String {
    line.variant.selected_options.iter().map(|option| option.value.as_str()).collect::<Vec<_>>().join(" · ")
}

/// A warning in a sentence.
#[must_use]
pub fn warning_text(lang: Language, locale: Locale, warning: &CartWarningFields, line: &CartLineFields) -> String {
    match warning.code {
        WarningCode::PriceChanged => match &warning.price_before {
            Some(before) => {
                text!(lang, carts.price_changed, before = before.text(locale), now = line.unit_price.text(locale))
            }
            None => text!(lang, carts.price_is_now, now = line.unit_price.text(locale)),
        },
        WarningCode::FewerInStock => left_text(lang, locale, warning.available_quantity.unwrap_or(0)),
        WarningCode::SoldOut => text!(lang, carts.sold_out).to_owned(),
        WarningCode::NoLongerSold => text!(lang, carts.no_longer_sold).to_owned(),
    }
}

/// A refusal in a sentence.
#[must_use]
pub fn refusal_text(lang: Language, locale: Locale, refusal: Refusal) -> String {
    match (refusal.problem, refusal.left) {
        (CartProblem::NotEnoughStock, Some(left)) => left_text(lang, locale, left),
        (problem, _) => problem_text(lang, problem).to_owned(),
    }
}

/// Why something did not go into the cart, in a sentence.
#[must_use]
pub fn problem_text(lang: Language, problem: CartProblem) -> &'static str {
    match problem {
        CartProblem::NotEnoughStock => text!(lang, carts.problem_stock),
        CartProblem::NoLongerSold => text!(lang, carts.problem_gone),
        CartProblem::QuantityInvalid => text!(lang, carts.problem_quantity),
        CartProblem::CartFull => text!(lang, carts.problem_full),
        CartProblem::NoSuchVariant => text!(lang, carts.problem_variant),
        CartProblem::TryAgain => text!(lang, carts.problem_again),
    }
}

/// How many are left, in a sentence that says what to do.
#[must_use]
pub fn left_text(lang: Language, locale: Locale, left: i32) -> String {
    let count = i64::from(left.max(0));
    if count == 0 {
        return text!(lang, carts.sold_out).to_owned();
    }
    let number = integer(count, locale);
    plural(
        locale,
        count,
        text!(lang, carts.left_single, count = number.clone()),
        text!(lang, carts.left_many, count = number),
    )
}
