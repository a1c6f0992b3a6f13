//! Adding to the cart, from a product's page.

use crate::{
    data::{SharedTransport, schema, send, use_transport},
    i18n::{use_language, use_locale},
    layout::{CartCount, use_announcer, use_cart_count},
    paths, text,
    ui::Seal,
};
use cynic::MutationBuilder;
use leptos::{ev::SubmitEvent, prelude::*, task::spawn_local};

#[derive(cynic::QueryVariables)]
struct AddVariables {
    variant_id: cynic::Id,
    quantity: i32,
}

#[derive(cynic::QueryFragment)]
#[cynic(graphql_type = "Mutation", variables = "AddVariables")]
struct AddMutation {
    #[arguments(input: { lines: [{ variantId: $variant_id, quantity: $quantity }] })]
    cart_lines_add: AddPayload,
}

#[derive(cynic::QueryFragment)]
#[cynic(graphql_type = "CartLinesAddPayload")]
struct AddPayload {
    cart: Option<AddedCart>,
    user_errors: Vec<AddError>,
}

#[derive(cynic::QueryFragment)]
#[cynic(graphql_type = "Cart")]
struct AddedCart {
    total_quantity: i32,
}

#[derive(cynic::QueryFragment)]
#[cynic(graphql_type = "CartUserError")]
struct AddError {
    code: CartErrorCode,
}

#[derive(cynic::Enum, Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum CartErrorCode {
    CartNotFound,
    LineNotFound,
    VariantNotFound,
    QuantityInvalid,
    NotEnoughStock,
    TooManyLines,
    DeliveryOptionNotFound,
}

/// Why something did not go into the cart.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum CartProblem {
    /// Fewer are left than were asked for.
    NotEnoughStock,
    /// It is not sold any more.
    NoLongerSold,
    /// The number is none that can be bought.
    QuantityInvalid,
    /// The cart is full.
    CartFull,
    /// Nobody makes what was chosen of the options together.
    NoSuchVariant,
    /// It could not be done now; nothing is wrong with the wish.
    TryAgain,
}

impl CartProblem {
    /// The value of `problem` in the address to which a form without script returns.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::NotEnoughStock => "stock",
            Self::NoLongerSold => "gone",
            Self::QuantityInvalid => "quantity",
            Self::CartFull => "full",
            Self::NoSuchVariant => "variant",
            Self::TryAgain => "again",
        }
    }

    /// Reads it back.
    #[must_use]
    pub fn from_query(value: &str) -> Option<Self> {
        let all = [
            Self::NotEnoughStock,
            Self::NoLongerSold,
            Self::QuantityInvalid,
            Self::CartFull,
            Self::NoSuchVariant,
            Self::TryAgain,
        ];
        all.into_iter().find(|problem| problem.as_str() == value)
    }
}

impl From<CartErrorCode> for CartProblem {
    fn from(code: CartErrorCode) -> Self {
        match code {
            CartErrorCode::NotEnoughStock => Self::NotEnoughStock,
            CartErrorCode::VariantNotFound => Self::NoLongerSold,
            CartErrorCode::QuantityInvalid => Self::QuantityInvalid,
            CartErrorCode::TooManyLines => Self::CartFull,
            CartErrorCode::CartNotFound | CartErrorCode::LineNotFound | CartErrorCode::DeliveryOptionNotFound => {
                Self::TryAgain
            }
        }
    }
}

/// How adding ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum AddOutcome {
    /// It is in the cart.
    Added {
        /// Pieces of all lines now.
        total_quantity: i32,
    },
    /// It is not.
    Refused(CartProblem),
}

/// Puts a variant into the visitor's cart.
pub async fn add_to_cart(transport: &SharedTransport, variant_id: String, quantity: i32) -> AddOutcome {
    let operation = AddMutation::build(AddVariables { variant_id: cynic::Id::new(variant_id), quantity });
    match send(transport, operation).await {
        Ok(AddMutation { cart_lines_add: AddPayload { cart, user_errors } }) => match (cart, user_errors.first()) {
            (Some(cart), None) => AddOutcome::Added { total_quantity: cart.total_quantity },
            (_, Some(error)) => AddOutcome::Refused(error.code.into()),
            (None, None) => AddOutcome::Refused(CartProblem::TryAgain),
        },
        Err(_) => AddOutcome::Refused(CartProblem::TryAgain),
    }
}

#[cfg(feature = "ssr")]
#[derive(cynic::QueryVariables)]
struct VariantVariables {
    slug: String,
    keys: Vec<String>,
}

#[cfg(feature = "ssr")]
#[derive(cynic::QueryFragment)]
#[cynic(graphql_type = "Query", variables = "VariantVariables")]
struct VariantQuery {
    #[arguments(slug: $slug)]
    product: Option<ProductVariants>,
}

#[cfg(feature = "ssr")]
#[derive(cynic::QueryFragment)]
#[cynic(graphql_type = "Product", variables = "VariantVariables")]
struct ProductVariants {
    #[arguments(keys: $keys)]
    variant_by_options: Option<VariantId>,
}

#[cfg(feature = "ssr")]
#[derive(cynic::QueryFragment)]
#[cynic(graphql_type = "ProductVariant")]
struct VariantId {
    id: cynic::Id,
}

/// The variant of a product that has these values, for a form without script: with script the page knows it.
///
/// # Errors
/// What stands in the way of putting it into a cart.
#[cfg(feature = "ssr")]
pub async fn variant_of(transport: &SharedTransport, slug: String, keys: Vec<String>) -> Result<String, CartProblem> {
    use cynic::QueryBuilder as _;

    let answer = send(transport, VariantQuery::build(VariantVariables { slug, keys })).await;
    let product = answer.map_err(|_| CartProblem::TryAgain)?.product.ok_or(CartProblem::NoLongerSold)?;
    product.variant_by_options.map(|variant| variant.id.into_inner()).ok_or(CartProblem::NoSuchVariant)
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum State {
    Ready,
    Sending,
    Added,
    Refused(CartProblem),
}

/// The button, and what came of pressing it. It stands inside a form that says which variant and how many; without
/// script the form does the same, and what is chosen then is looked at by the server alone: so the button is never dead,
/// even if it says that what the page chose at first cannot be bought.
#[component]
pub fn AddToCart(
    /// The chosen variant.
    #[prop(into)]
    variant_id: Signal<String>,
    /// Whether any of it is left.
    #[prop(into)]
    available: Signal<bool>,
    /// What came of pressing it without script.
    #[prop(optional_no_strip)]
    problem: Option<CartProblem>,
    /// The fields of the form.
    fields: AnyView,
) -> impl IntoView {
    let (lang, locale) = (use_language(), use_locale());
    let (transport, announcer, CartCount(count)) = (use_transport(), use_announcer(), use_cart_count());
    let state = RwSignal::new(problem.map_or(State::Ready, State::Refused));
    let here = leptos_router::hooks::use_location().pathname;
    let submit = move |event: SubmitEvent| {
        event.prevent_default();
        if state.get_untracked() == State::Sending || !available.get_untracked() {
            return;
        }
        state.set(State::Sending);
        let (transport, variant_id) = (transport.clone(), variant_id.get_untracked());
        spawn_local(async move {
            match add_to_cart(&transport, variant_id, 1).await {
                AddOutcome::Added { total_quantity } => {
                    count.set(Some(total_quantity));
                    announcer.say(text!(lang, carts.added));
                    state.set(State::Added);
                }
                AddOutcome::Refused(problem) => state.set(State::Refused(problem)),
            }
        });
    };
    // Choosing another variant is a new question.
    Effect::new(move |before: Option<String>| {
        let chosen = variant_id.get();
        if before.is_some_and(|before| before != chosen) {
            state.set(State::Ready);
        }
        chosen
    });
    let refusal = move |problem| match problem {
        CartProblem::NotEnoughStock => text!(lang, carts.problem_stock),
        CartProblem::NoLongerSold => text!(lang, carts.problem_gone),
        CartProblem::QuantityInvalid => text!(lang, carts.problem_quantity),
        CartProblem::CartFull => text!(lang, carts.problem_full),
        CartProblem::NoSuchVariant => text!(lang, carts.problem_variant),
        CartProblem::TryAgain => text!(lang, carts.problem_again),
    };
    let label = move || match (available.get(), state.get()) {
        (false, _) if variant_id.with(String::is_empty) => text!(lang, catalog.unavailable),
        (false, _) => text!(lang, catalog.sold_out),
        (true, State::Sending) => text!(lang, carts.adding),
        (true, _) => text!(lang, carts.add),
    };
    view! {
        <form class="buy" method="post" action=paths::cart_lines(locale) on:submit=submit>
            {fields}
            <input type="hidden" name="return" value=move || here.get() />
            <button
                class="button primary wide"
                type="submit"
                aria-disabled=move || (!available.get() || state.get() == State::Sending).then_some("true")
            >
                {label}
            </button>
            {move || match state.get() {
                State::Added => view! {
                    <p class="added">
                        {text!(lang, carts.added)} " "
                        <a href=paths::cart(locale)>{text!(lang, carts.to_cart)}</a>
                    </p>
                }
                .sealed(),
                State::Refused(problem) => view! { <p class="refused" role="alert">{refusal(problem)}</p> }.sealed(),
                State::Ready | State::Sending => ().into_any(),
            }}
        </form>
    }
    .sealed()
}
