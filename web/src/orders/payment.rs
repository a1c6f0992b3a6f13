//! What is paid, how, and whether it is.

use super::{
    fields::{BankFields, PaymentState},
    page::OrderDesk,
    words::payment_sentence,
    zone::use_zone,
};
use crate::{
    carts::approximation,
    i18n::{use_language, use_locale},
    text,
    ui::Seal,
};
use leptos::prelude::*;

/// The sums, the state of the payment, and where to send a transfer.
#[component]
pub(super) fn PaymentPanel(desk: OrderDesk) -> impl IntoView {
    let (lang, locale) = (use_language(), use_locale());
    let (subtotal, delivery, total) = desk
        .order
        .with_untracked(|order| (order.subtotal.text(locale), order.delivery_total.clone(), order.total.text(locale)));
    let about = desk.order.with_untracked(|order| approximation(order.total.clone(), order.rate.approximate.as_ref()));
    let delivery =
        if delivery.money().minor == 0 { text!(lang, catalog.free).to_owned() } else { delivery.text(locale) };
    let zone = use_zone();
    let payment = Memo::new(move |_| desk.order.with(|order| order.payment.clone()));
    let instructions = move || {
        let payment = payment.get();
        let bank = payment.instructions.filter(|_| payment.state == PaymentState::Pending)?;
        Some(view! { <Bank bank amount=payment.amount.text(locale) /> })
    };
    view! {
        <section class="panel" aria-labelledby="payment-title">
            <h2 id="payment-title">{text!(lang, checkout.payment)}</h2>
            <p data-testid="payment-state">
                {move || payment.with(|payment| payment_sentence(lang, locale, payment, zone))}
            </p>
            {instructions}
            <dl class="totals">
                <div>
                    <dt>{text!(lang, carts.goods)}</dt>
                    <dd class="price">{subtotal}</dd>
                </div>
                <div>
                    <dt>{text!(lang, catalog.delivery)}</dt>
                    <dd class="price">{delivery}</dd>
                </div>
                <div class="in-all">
                    <dt>
                        {text!(lang, carts.total)} " " <span class="fine">{text!(lang, catalog.price_note)}</span>
                    </dt>
                    <dd class="price">{total}</dd>
                </div>
            </dl>
            {about}
        </section>
    }
    .sealed()
}

/// Where to send the transfer.
#[component]
fn Bank(bank: BankFields, amount: String) -> impl IntoView {
    let lang = use_language();
    view! {
        <dl class="bank">
            <div>
                <dt>{text!(lang, orders.bank_amount)}</dt>
                <dd>{amount}</dd>
            </div>
            <div>
                <dt>{text!(lang, orders.bank_reference)}</dt>
                <dd class="tracking-number">{bank.reference}</dd>
            </div>
            <div>
                <dt>{text!(lang, orders.bank_account)}</dt>
                <dd>{bank.account_name}</dd>
            </div>
            <div>
                <dt>{text!(lang, orders.bank_iban)}</dt>
                <dd class="tracking-number">{in_fours(&bank.iban)}</dd>
            </div>
            <div>
                <dt>{text!(lang, orders.bank_bank)}</dt>
                <dd>{bank.bank}</dd>
            </div>
        </dl>
        <p class="fine">{text!(lang, orders.bank_note)}</p>
    }
    .sealed()
}

/// An IBAN in groups of four, as on a bank's letters.
fn in_fours(iban: &str) -> String {
    let digits: Vec<char> = iban.chars().filter(|char| !char.is_whitespace()).collect();
    digits.chunks(4).map(|group| group.iter().collect::<String>()).collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
mod tests {
    use super::in_fours;

    #[test]
    fn ibans_stand_in_groups() {
        assert_eq!(in_fours("GB33BUKB20201555555555"), "GB33 BUKB 2020 1555 5555 55");
        assert_eq!(in_fours("GB33 BUKB 2"), "GB33 BUKB 2");
    }
}
