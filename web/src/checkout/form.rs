//! The checkout's form.

use super::{
    CheckoutDraft, CheckoutFields, FieldProblem, LineObstacle, Obstacles, PlaceOutcome, Whole, fields::payment_name,
    page::Buyer, place_order, summary::Summary,
};
use crate::{
    addresses::{AddressFieldset, AddressText, SavedAddressFields, one_line},
    carts::{CartContent, CartDesk, CartQuery, DeliveryChoice, PaymentMethod, Warnings},
    data::{send, use_transport},
    i18n::{Language, use_language, use_locale},
    layout::{CartCount, use_cart_count},
    paths, text,
    ui::{Field, Seal, Trouble, fields_of, focus_soon},
};
use cynic::QueryBuilder;
use leptos::{ev::SubmitEvent, prelude::*, task::spawn_local};
use leptos_router::{NavigateOptions, hooks::use_navigate};

/// The id of the list of what is wrong.
const SUMMARY_ID: &str = "checkout-errors";

/// What the parts of the form share.
#[derive(Clone, Copy)]
pub(super) struct Checkout {
    pub(super) desk: CartDesk,
    pub(super) trouble: Trouble,
    pub(super) lines: RwSignal<Vec<(String, LineObstacle)>>,
    pub(super) whole: RwSignal<Option<Whole>>,
    pub(super) placing: RwSignal<bool>,
    pub(super) payment: RwSignal<String>,
    pub(super) signed_in: bool,
}

impl Checkout {
    /// The lines that stand in the way. A new price does no longer, once the shopper has agreed to it.
    pub(super) fn blocked(self) -> Vec<(String, LineObstacle)> {
        let agreed = self.desk.cart.with(|cart| !cart.has_new_prices());
        let settled = |obstacle| agreed && obstacle == LineObstacle::Price;
        self.lines.get().into_iter().filter(|(_, obstacle)| !settled(*obstacle)).collect()
    }

    fn show(self, lang: Language, obstacles: Obstacles) {
        let fields = obstacles.fields.into_iter();
        self.trouble.set(fields.map(|(name, problem)| (name, problem_sentence(lang, problem).to_owned())).collect());
        self.lines.set(obstacles.lines);
        self.whole.set(obstacles.whole);
    }
}

/// The whole form. Everything in it is sent at once; what is wrong is said at its field or line.
#[component]
pub(super) fn CheckoutForm(cart: CartContent, buyer: Option<Buyer>, draft: CheckoutDraft) -> impl IntoView {
    let (lang, locale) = (use_language(), use_locale());
    let CheckoutDraft { fields, obstacles } = draft;
    let methods: Vec<PaymentMethod> = cart.payment_methods.iter().map(|info| info.method).collect();
    let chosen = methods.iter().map(|method| payment_name(*method)).find(|name| *name == fields.payment);
    let first = chosen.or_else(|| methods.first().map(|method| payment_name(*method))).unwrap_or_default();
    let parts = cart.parts.clone();
    let checkout = Checkout {
        desk: CartDesk::new(cart),
        trouble: RwSignal::new(Vec::new()),
        lines: RwSignal::new(Vec::new()),
        whole: RwSignal::new(None),
        placing: RwSignal::new(false),
        payment: RwSignal::new(first.to_owned()),
        signed_in: buyer.is_some(),
    };
    checkout.show(lang, obstacles);
    let desk = checkout.desk;
    let book = buyer.as_ref().map(|buyer| buyer.addresses.clone()).unwrap_or_default();
    let submit = submit(checkout);
    let key = move || desk.cart.with(|cart| format!("checkout-{}-{}", cart.id.inner(), cart.updated_at.0));
    let total = move || desk.cart.with(|cart| cart.total.amount.0.clone());
    view! {
        <div class="checkout">
            <header class="checkout-head">
                <h1>{text!(lang, checkout.title)}</h1>
                <p><a href=paths::cart(locale)>{text!(lang, checkout.back_to_cart)}</a></p>
            </header>
            <Warnings desk back=paths::checkout(locale) />
            <form class="checkout-form" method="post" action=paths::checkout(locale) novalidate=true on:submit=submit>
                <input type="hidden" name="key" value=key prop:value=key />
                <input type="hidden" name="total" value=total prop:value=total />
                <div class="checkout-fields">
                    <Errors checkout />
                    <Contact checkout buyer email=fields.email.clone() />
                    <AddressSection checkout fields book />
                    <section aria-labelledby="delivery-title">
                        <h2 id="delivery-title">{text!(lang, checkout.delivery)}</h2>
                        {parts.into_iter().map(|part| view! { <DeliveryChoice part desk /> }).collect_view()}
                    </section>
                    <PaymentSection checkout methods />
                </div>
                <Summary checkout />
            </form>
        </div>
    }
    .sealed()
}

fn submit(checkout: Checkout) -> impl Fn(SubmitEvent) {
    let (lang, locale) = (use_language(), use_locale());
    let (transport, navigate, CartCount(count)) = (use_transport(), use_navigate(), use_cart_count());
    let transport = StoredValue::new(transport);
    move |event: SubmitEvent| {
        event.prevent_default();
        if checkout.placing.get_untracked() || checkout.desk.pending.get_untracked() > 0 {
            return;
        }
        let fields = CheckoutFields::from_pairs(fields_of(&event));
        checkout.placing.set(true);
        let navigate = navigate.clone();
        spawn_local(async move {
            let transport = transport.get_value();
            match place_order(&transport, &fields, checkout.signed_in).await {
                PlaceOutcome::Placed { id, access_token } => {
                    let path = paths::order(locale, &id, access_token.as_deref());
                    count.set(Some(0));
                    let options = NavigateOptions { replace: true, resolve: false, ..NavigateOptions::default() };
                    navigate(&path, options);
                }
                PlaceOutcome::Refused(obstacles) => {
                    if !obstacles.lines.is_empty() || obstacles.whole.is_some() {
                        // Numbers and prices beside the refusal must be those of now.
                        if let Ok(CartQuery { cart: Some(cart) }) = send(&transport, CartQuery::build(())).await {
                            checkout.desk.show(cart);
                        }
                    }
                    checkout.show(lang, obstacles);
                    checkout.placing.set(false);
                    focus_soon(SUMMARY_ID);
                }
            }
        });
    }
}

/// Everything that is wrong, each leading to its place.
#[component]
fn Errors(checkout: Checkout) -> impl IntoView {
    let lang = use_language();
    move || {
        let fields = checkout.trouble.get();
        let lines = checkout.blocked();
        let whole = checkout.whole.get();
        let any = !fields.is_empty() || !lines.is_empty() || whole.is_some();
        any.then(|| {
            let at_fields = fields
                .into_iter()
                .map(|(name, sentence)| view! {
                    <li><a href=format!("#{name}") rel="external">{format!("{}: {sentence}", label(lang, &name))}</a></li>
                })
                .collect_view();
            let at_lines = lines
                .into_iter()
                .filter_map(|(id, _)| {
                    let title = checkout.desk.cart.with_untracked(|cart| {
                        cart.line(&id).map(|line| line.variant.product.title.clone())
                    })?;
                    Some(view! {
                        <li>
                            <a href=format!("#sum-{id}") rel="external">
                                {text!(lang, checkout.line_in_the_way, title = title)}
                            </a>
                        </li>
                    })
                })
                .collect_view();
            view! {
                <div class="notice notice-failure" id=SUMMARY_ID role="alert" tabindex="-1">
                    <h2>{text!(lang, checkout.errors_title)}</h2>
                    {whole.map(|whole| view! { <p>{whole_sentence(lang, whole)}</p> })}
                    <ul class="error-list">{at_fields} {at_lines}</ul>
                </div>
            }
        })
    }
}

#[component]
fn Contact(checkout: Checkout, buyer: Option<Buyer>, email: String) -> impl IntoView {
    let (lang, locale) = (use_language(), use_locale());
    let trouble = checkout.trouble;
    let inside = match buyer {
        Some(buyer) => view! { <p>{text!(lang, checkout.account_email, email = buyer.email)}</p> }.sealed(),
        None => view! {
            <p class="fine">
                {text!(lang, checkout.guest_note)} " "
                <a href=paths::sign_in_then(locale, &paths::checkout(locale))>{text!(lang, checkout.guest_sign_in)}</a>
            </p>
            <Field
                name="email"
                label=text!(lang, checkout.email)
                value=email
                trouble
                kind="email"
                autocomplete="email"
                hint=text!(lang, checkout.email_hint)
                max=254
            />
        }
        .sealed(),
    };
    view! {
        <section aria-labelledby="contact-title">
            <h2 id="contact-title">{text!(lang, checkout.contact)}</h2>
            {inside}
        </section>
    }
    .sealed()
}

#[component]
fn AddressSection(checkout: Checkout, fields: CheckoutFields, book: Vec<SavedAddressFields>) -> impl IntoView {
    let (lang, signed_in) = (use_language(), checkout.signed_in);
    let keep = fields.keep_address;
    let text = RwSignal::new(fields.address);
    view! {
        <section aria-labelledby="address-title">
            <h2 id="address-title">{text!(lang, checkout.address)}</h2>
            <AddressChoices book text />
            <AddressFieldset text trouble=checkout.trouble />
            {signed_in.then(|| view! {
                <label class="tick">
                    <input type="checkbox" name="keepAddress" value="1" checked=keep />
                    <span>{text!(lang, addresses.keep)}</span>
                </label>
            })}
        </section>
    }
    .sealed()
}

/// The account's addresses: each fills the fields in. Without script the page comes anew with them.
#[component]
fn AddressChoices(book: Vec<SavedAddressFields>, text: RwSignal<AddressText>) -> impl IntoView {
    let (lang, locale) = (use_language(), use_locale());
    // With one address alone it stands in the fields already.
    (book.len() > 1).then(|| {
        let entries = book
            .into_iter()
            .map(|saved| {
                let href = format!("{}?address={}", paths::checkout(locale), paths::encode(saved.id.inner()));
                let line = one_line(&saved.address);
                let written = AddressText::from(saved.address);
                let same = written.clone();
                let current = move || text.with(|text| *text == same).then_some("true");
                let fill = move |event: leptos::ev::MouseEvent| {
                    event.prevent_default();
                    text.set(written.clone());
                };
                view! { <li><a href=href rel="external" aria-current=current on:click=fill>{line}</a></li> }
            })
            .collect_view();
        view! {
            <h3 class="fine" id="book-title">{text!(lang, addresses.choose)}</h3>
            <ul class="address-choices" aria-labelledby="book-title">{entries}</ul>
        }
    })
}

#[component]
fn PaymentSection(checkout: Checkout, methods: Vec<PaymentMethod>) -> impl IntoView {
    let lang = use_language();
    let ways = methods
        .into_iter()
        .map(|method| {
            let value = payment_name(method);
            let (name, note) = match method {
                PaymentMethod::CashOnDelivery => (text!(lang, checkout.cash), text!(lang, checkout.cash_note)),
                PaymentMethod::BankTransfer => (text!(lang, checkout.transfer), text!(lang, checkout.transfer_note)),
            };
            view! {
                <label class="way-choice">
                    <input
                        type="radio"
                        name="payment"
                        value=value
                        checked=checkout.payment.get_untracked() == value
                        on:change=move |_| checkout.payment.set(value.to_owned())
                    />
                    <span class="way-name">{name}</span>
                    <span class="way-days">{note}</span>
                </label>
            }
        })
        .collect_view();
    view! {
        <section aria-labelledby="payment-title">
            <h2 id="payment-title">{text!(lang, checkout.payment)}</h2>
            <fieldset class="ways" id="payment">
                <legend class="visually-hidden">{text!(lang, checkout.payment)}</legend>
                {ways}
            </fieldset>
        </section>
    }
    .sealed()
}

fn label(lang: Language, name: &str) -> &'static str {
    match name {
        "email" => text!(lang, checkout.email),
        "name" => text!(lang, checkout.name),
        "line1" => text!(lang, checkout.line1),
        "line2" => text!(lang, checkout.line2),
        "city" => text!(lang, checkout.city),
        "region" => text!(lang, checkout.region),
        "postalCode" => text!(lang, checkout.postal_code),
        "countryCode" => text!(lang, checkout.country),
        "phone" => text!(lang, checkout.phone),
        _ => text!(lang, checkout.payment),
    }
}

/// What is wrong with a field, in a sentence.
#[must_use]
pub fn problem_sentence(lang: Language, problem: FieldProblem) -> &'static str {
    match problem {
        FieldProblem::Missing => text!(lang, checkout.problem_missing),
        FieldProblem::TooLong => text!(lang, checkout.problem_too_long),
        FieldProblem::Email => text!(lang, checkout.problem_email),
        FieldProblem::Country => text!(lang, checkout.problem_country),
        FieldProblem::PostalCode => text!(lang, checkout.problem_postal_code),
        FieldProblem::Payment => text!(lang, checkout.problem_payment),
        FieldProblem::Unclear => text!(lang, checkout.problem_unclear),
    }
}

fn whole_sentence(lang: Language, whole: Whole) -> &'static str {
    match whole {
        Whole::CartEmpty => text!(lang, checkout.whole_empty),
        Whole::Delivery => text!(lang, checkout.whole_delivery),
        Whole::Country => text!(lang, checkout.whole_country),
        Whole::Payment => text!(lang, checkout.whole_payment),
        Whole::TotalChanged => text!(lang, checkout.whole_total),
        Whole::AlreadyPlaced => text!(lang, checkout.whole_placed),
        Whole::Unreachable => text!(lang, checkout.whole_unreachable),
        Whole::Failed => text!(lang, checkout.whole_failed),
    }
}
