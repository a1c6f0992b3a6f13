//! The checkout's form.

use super::{
    CheckoutDraft, CheckoutFields, LineObstacle, Obstacles, PlaceOutcome, Whole, field_label,
    fields::payment_name,
    keeper::Keeper,
    page::Buyer,
    place_order, problem_sentence,
    sections::{AddressSection, Contact, PaymentSection},
    summary::Summary,
    words::whole_sentence,
};
use crate::{
    addresses::AddressText,
    carts::{CartContent, CartDesk, CartQuery, DeliveryChoice, PaymentMethod, Warnings},
    data::{send, use_transport},
    i18n::{Language, use_language, use_locale},
    layout::{CartCount, use_cart_count},
    paths, text,
    ui::{Seal, Trouble, fields_in, fields_of, focus_soon},
};
use cynic::QueryBuilder;
use leptos::{ev::SubmitEvent, html::Form, prelude::*, task::spawn_local};
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
    /// What to quote when asking for help.
    reference: RwSignal<Option<String>>,
    pub(super) placing: RwSignal<bool>,
    pub(super) payment: RwSignal<String>,
    pub(super) email: RwSignal<String>,
    pub(super) address: RwSignal<AddressText>,
    pub(super) country: RwSignal<String>,
    /// Whether the address goes into the account's book, at first.
    pub(super) keep_address: bool,
    pub(super) signed_in: bool,
    /// Fields were filled in by something else than typing.
    pub(super) on_filled: Callback<()>,
    /// Whether the fields hold what was typed before.
    resumed: RwSignal<bool>,
    form: NodeRef<Form>,
    keeper: Keeper,
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
        self.reference.set(obstacles.reference);
    }

    /// Has what stands in the form kept.
    fn keep(self) {
        if let Some(form) = self.form.get_untracked() {
            self.keeper.changed(CheckoutFields::from_pairs(fields_in(&form)).typed());
        }
    }

    /// Writes what this tab has kept over a sign-in into the fields.
    fn restore(self) {
        let Some(fields) = self.keeper.take_stash() else { return };
        self.resumed.set(true);
        self.email.set(fields.email.clone());
        self.address.set(fields.address.clone());
        if let Some(form) = self.form.get_untracked() {
            check(&form, &format!("[name=payment][value='{}']", fields.payment));
            if fields.keep_address {
                check(&form, "[name=keepAddress]");
            }
        }
        self.payment.set(fields.payment);
        self.on_filled.run(());
    }
}

/// Ticks the field of a form that a selector names, should there be one.
fn check(form: &web_sys::HtmlFormElement, selector: &str) {
    use wasm_bindgen::JsCast;
    let field = form.query_selector(selector).ok().flatten();
    if let Some(field) = field.and_then(|field| field.dyn_into::<web_sys::HtmlInputElement>().ok()) {
        field.set_checked(true);
    }
}

/// The whole form. Everything in it is sent at once; what is wrong is said at its field or line. What is typed is kept
/// with the cart as it is typed.
#[component]
pub(super) fn CheckoutForm(
    cart: CartContent,
    buyer: Option<Buyer>,
    draft: CheckoutDraft,
    /// Whether the fields begin with what was typed before.
    resumed: bool,
) -> impl IntoView {
    let (lang, locale) = (use_language(), use_locale());
    let CheckoutDraft { fields, obstacles } = draft;
    let methods: Vec<PaymentMethod> = cart.payment_methods.iter().map(|info| info.method).collect();
    let chosen = methods.iter().map(|method| payment_name(*method)).find(|name| *name == fields.payment);
    let first = chosen.or_else(|| methods.first().map(|method| payment_name(*method))).unwrap_or_default();
    let parts = cart.parts.clone();
    let form = NodeRef::<Form>::new();
    let filled = RwSignal::new(0_u32);
    let keeper = Keeper::new(cart.id.inner().to_owned());
    let checkout = Checkout {
        desk: CartDesk::new(cart),
        trouble: RwSignal::new(Vec::new()),
        lines: RwSignal::new(Vec::new()),
        whole: RwSignal::new(None),
        reference: RwSignal::new(None),
        placing: RwSignal::new(false),
        payment: RwSignal::new(first.to_owned()),
        email: RwSignal::new(fields.email),
        address: RwSignal::new(fields.address),
        country: RwSignal::new(String::new()),
        keep_address: fields.keep_address,
        signed_in: buyer.is_some(),
        on_filled: Callback::new(move |()| filled.update(|times| *times += 1)),
        resumed: RwSignal::new(resumed),
        form,
        keeper,
    };
    checkout.show(lang, obstacles);
    // The fields themselves are written by effects, so they are read after those have run.
    Effect::new(move |before: Option<u32>| {
        let times = filled.get();
        if before.is_some_and(|before| before != times) {
            request_animation_frame(move || checkout.keep());
        }
        times
    });
    // Later than the first run of those effects, which write nothing.
    Effect::new(move |_| request_animation_frame(move || checkout.restore()));
    let desk = checkout.desk;
    let book = buyer.as_ref().map(|buyer| buyer.addresses.clone()).unwrap_or_default();
    let account = buyer.is_some().then(|| view! { <input type="hidden" name="account" value="1" /> });
    let submit = submit(checkout);
    let key = move || desk.cart.with(|cart| format!("checkout-{}-{}", cart.id.inner(), cart.updated_at.0));
    let total = move || desk.cart.with(|cart| cart.total.amount.0.clone());
    view! {
        <div class="checkout">
            <header class="checkout-head">
                <h1>{text!(lang, checkout.title)}</h1>
                <p><a href=paths::cart(locale)>{text!(lang, checkout.back_to_cart)}</a></p>
            </header>
            <p class="kept either">
                <span class:off=move || checkout.resumed.get()>{text!(lang, checkout.kept_note)}</span>
                <span class:off=move || !checkout.resumed.get()>{text!(lang, checkout.resumed)}</span>
            </p>
            <Warnings desk back=paths::checkout(locale) />
            <form
                class="checkout-form"
                method="post"
                action=paths::checkout(locale)
                novalidate=true
                node_ref=form
                on:submit=submit
                on:input=move |_| checkout.keep()
                on:change=move |_| checkout.keep()
            >
                <input type="hidden" name="key" value=key prop:value=key />
                <input type="hidden" name="total" value=total prop:value=total />
                {account}
                <div class="checkout-fields">
                    <Errors checkout />
                    <Contact checkout buyer />
                    <AddressSection checkout book />
                    <section aria-labelledby="delivery-title">
                        <h2 id="delivery-title">{text!(lang, checkout.delivery)}</h2>
                        {parts.into_iter().map(|part| view! { <DeliveryChoice part desk country=checkout.country /> }).collect_view()}
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
                    checkout.keeper.stop();
                    let path = paths::order(locale, &id, access_token.as_deref());
                    count.set(Some(0));
                    let options = NavigateOptions { replace: true, resolve: false, ..NavigateOptions::default() };
                    navigate(&path, options);
                }
                PlaceOutcome::Refused(obstacles) => {
                    match obstacles.whole {
                        // Nobody knows whether there is an order now: the key must stay that of this try.
                        Some(Whole::Unreachable) => {}
                        Some(Whole::SignedOut) => {
                            checkout.keeper.stop();
                            checkout.keeper.stash(&fields.typed());
                        }
                        None if obstacles.lines.is_empty() => {}
                        // Numbers and prices beside the refusal must be those of now.
                        _ => {
                            if let Ok(CartQuery { cart: Some(cart) }) = send(&transport, CartQuery::build(())).await {
                                checkout.desk.show(cart);
                            }
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
    let (lang, locale) = (use_language(), use_locale());
    move || {
        let fields = checkout.trouble.get();
        let lines = checkout.blocked();
        let whole = checkout.whole.get();
        let any = !fields.is_empty() || !lines.is_empty() || whole.is_some();
        any.then(|| {
            let country = checkout.country.get_untracked();
            let sign_in = (whole == Some(Whole::SignedOut)).then(|| {
                let path = paths::sign_in_then(locale, &paths::checkout(locale));
                view! { <p><a class="button" href=path>{text!(lang, checkout.sign_in_again)}</a></p> }
            });
            let reference = checkout.reference.get().map(|id| {
                view! { <p class="fine">{text!(lang, common.failure_reference, id = id)}</p> }
            });
            let at_fields = fields
                .into_iter()
                .map(|(name, sentence)| view! {
                    <li><a href=format!("#{name}") rel="external">{format!("{}: {sentence}", field_label(lang, &name, &country))}</a></li>
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
                    {reference}
                    {sign_in}
                    <ul class="error-list">{at_fields} {at_lines}</ul>
                </div>
            }
        })
    }
}
