//! The seam for ways of paying.
//!
//! A way of paying says on which terms an order is placed ([`PaymentProvider::terms`], pure, inside the transaction)
//! and what its buyer has to do ([`PaymentProvider::next_step`], outside any transaction, asked whenever the order is
//! shown). Money that arrives goes through `payments::confirm`, money that does not through the job `payments_expire`.
//!
//! A card gateway fits so: its terms are those of a payment in advance with a due time of minutes; its next step opens
//! the gateway's session, idempotently by the payment's id, and answers an address to go to; its webhook confirms.

use super::entity::Model;
use crate::config::{Bank, Config};
use async_trait::async_trait;
use shared::Timestamp;
use shared::orders::OrderState;
use shared::payments::{BANK_TRANSFER_DAYS, PaymentMethod};

/// On which terms an order is placed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Terms {
    /// The state in which the order begins: confirmed when shops may pack at once, placed when money must come first.
    pub begins: OrderState,
    /// What the payment is known by outside.
    pub reference: Option<String>,
    /// Until when the money must have arrived.
    pub due_at: Option<Timestamp>,
}

/// What the buyer has to do.
#[derive(Clone, Debug)]
pub enum NextStep {
    /// Nothing now.
    Wait,
    /// Transfer the money to this account, quoting the reference.
    Transfer {
        /// The account.
        bank: Bank,
        /// What to quote.
        reference: String,
    },
}

/// A way of paying.
#[async_trait]
pub trait PaymentProvider: Send + Sync {
    /// Which one.
    fn method(&self) -> PaymentMethod;

    /// Whether this installation offers it.
    fn is_offered(&self, config: &Config) -> bool;

    /// On which terms an order with this number is placed at `now`.
    fn terms(&self, order_number: &str, now: Timestamp) -> Terms;

    /// What the buyer has to do for a payment that is awaited.
    ///
    /// # Errors
    /// When somebody outside must be asked and does not answer.
    async fn next_step(&self, config: &Config, payment: &Model) -> anyhow::Result<NextStep>;
}

/// The carrier collects the money at the door.
struct CashOnDelivery;

#[async_trait]
impl PaymentProvider for CashOnDelivery {
    fn method(&self) -> PaymentMethod {
        PaymentMethod::CashOnDelivery
    }

    fn is_offered(&self, _: &Config) -> bool {
        true
    }

    fn terms(&self, _: &str, _: Timestamp) -> Terms {
        Terms { begins: OrderState::Confirmed, reference: None, due_at: None }
    }

    async fn next_step(&self, _: &Config, _: &Model) -> anyhow::Result<NextStep> {
        Ok(NextStep::Wait)
    }
}

/// The buyer transfers the money to the marketplace's account.
struct BankTransfer;

#[async_trait]
impl PaymentProvider for BankTransfer {
    fn method(&self) -> PaymentMethod {
        PaymentMethod::BankTransfer
    }

    fn is_offered(&self, config: &Config) -> bool {
        config.bank.is_some()
    }

    /// The order's number without dashes is the reference: banks carry letters and digits everywhere.
    fn terms(&self, order_number: &str, now: Timestamp) -> Terms {
        let reference = order_number.chars().filter(char::is_ascii_alphanumeric).collect();
        Terms {
            begins: OrderState::Placed,
            reference: Some(reference),
            due_at: Some(now.plus_days(BANK_TRANSFER_DAYS)),
        }
    }

    async fn next_step(&self, config: &Config, payment: &Model) -> anyhow::Result<NextStep> {
        Ok(match (&config.bank, &payment.reference) {
            (Some(bank), Some(reference)) => NextStep::Transfer { bank: bank.clone(), reference: reference.clone() },
            _ => NextStep::Wait,
        })
    }
}

/// The implementation of a way of paying.
#[must_use]
pub fn provider(method: PaymentMethod) -> &'static dyn PaymentProvider {
    match method {
        PaymentMethod::CashOnDelivery => &CashOnDelivery,
        PaymentMethod::BankTransfer => &BankTransfer,
    }
}

/// The ways of paying that this installation offers.
#[must_use]
pub fn methods(config: &Config) -> Vec<PaymentMethod> {
    PaymentMethod::ALL.iter().copied().filter(|method| provider(*method).is_offered(config)).collect()
}
