//! Payments in the API.

use super::{NextStep, entity, provider};
use crate::config::Bank;
use crate::graphql::context::ContextExt;
use crate::graphql::error::OrFault;
use crate::graphql::money::MoneyObject;
use crate::graphql::scalars::DateTime;
use async_graphql::{Context, Enum, Object, Result, SimpleObject};
use shared::payments;
use std::sync::Arc;

/// A way to pay.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Enum)]
#[graphql(remote = "payments::PaymentMethod")]
pub enum PaymentMethod {
    /// The carrier collects the money at the door.
    CashOnDelivery,
    /// The buyer transfers the money with a reference; goods ship when it has arrived.
    BankTransfer,
}

/// Where a payment stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Enum)]
#[graphql(remote = "payments::PaymentState")]
pub enum PaymentState {
    /// Money is awaited.
    Pending,
    /// Money has arrived.
    Paid,
    /// Nothing will be paid any more: cancelled, or not paid in time.
    Voided,
    /// Money went back.
    Refunded,
}

/// How an order is paid.
#[derive(Clone)]
pub struct Payment {
    /// Its row.
    pub row: Arc<entity::Model>,
    /// What is to be paid of what the visitor sees.
    pub amount: MoneyObject,
}

/// Where a bank transfer goes.
#[derive(Clone, Debug, SimpleObject)]
pub struct BankInstructions {
    /// Whose account it is.
    pub account_name: String,
    /// The account.
    pub iban: String,
    /// The bank's name and BIC.
    pub bank: String,
    /// What the transfer must quote, or it cannot be told whose it is.
    pub reference: String,
}

/// How an order is paid.
#[Object]
impl Payment {
    /// The way to pay.
    async fn method(&self) -> PaymentMethod {
        self.row.method.into()
    }

    /// Where it stands.
    async fn state(&self) -> PaymentState {
        self.row.state.into()
    }

    /// What is to be paid.
    async fn amount(&self) -> &MoneyObject {
        &self.amount
    }

    /// What a transfer must quote.
    async fn reference(&self) -> Option<&str> {
        self.row.reference.as_deref()
    }

    /// Until when the money must have arrived; else the order is cancelled.
    async fn due_at(&self) -> Option<DateTime> {
        self.row.due_at.map(DateTime)
    }

    /// When the money arrived.
    async fn paid_at(&self) -> Option<DateTime> {
        self.row.paid_at.map(DateTime)
    }

    /// Where to transfer the money, as long as it is awaited.
    async fn instructions(&self, ctx: &Context<'_>) -> Option<Result<BankInstructions>> {
        if self.row.state != payments::PaymentState::Pending {
            return None;
        }
        let step = provider(self.row.method).next_step(&ctx.app().config, &self.row).await;
        match step.or_fault(ctx) {
            Ok(NextStep::Wait) => None,
            Ok(NextStep::Transfer { bank, reference }) => {
                let Bank { account_name, iban, name } = bank;
                Some(Ok(BankInstructions { account_name, iban, bank: name, reference }))
            }
            Err(error) => Some(Err(error)),
        }
    }
}
