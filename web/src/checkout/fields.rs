//! What the checkout's form brings, and whether an order can be made of it. The browser and the host of plain forms
//! read and check it with the same code.

use crate::{addresses::AddressText, carts::PaymentMethod};
use serde::{Deserialize, Serialize};
use shared::{
    Email,
    address::{Address, AddressError},
};

/// The form's fields as they were written.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct CheckoutFields {
    /// Where to write to; empty when an account orders.
    pub email: String,
    /// Where it goes.
    pub address: AddressText,
    /// Whether the address goes into the account's address book.
    pub keep_address: bool,
    /// Chosen delivery options, one a shop.
    pub deliveries: Vec<String>,
    /// The API's name of the payment method.
    pub payment: String,
    /// The key under which this checkout places at most one order.
    pub key: String,
    /// The total that stood beside the button, as the API writes amounts.
    pub total: String,
    /// Whether somebody was signed in when the form was made.
    pub account: bool,
}

/// Something about one field.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum FieldProblem {
    /// It is empty.
    Missing,
    /// It is too long.
    TooLong,
    /// It is no e-mail address.
    Email,
    /// No country was chosen.
    Country,
    /// The country has no such postal code.
    PostalCode,
    /// No payment method was chosen.
    Payment,
    /// The API refuses it, for a reason that this page does not know.
    Unclear,
}

/// Fields that an order can be made of.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Checked {
    /// Where to write to.
    pub email: Option<Email>,
    /// Where it goes.
    pub address: Address,
    /// How it is paid.
    pub payment: PaymentMethod,
}

impl CheckoutFields {
    /// Reads the pairs of a submitted form; unknown names are left alone.
    pub fn from_pairs(pairs: impl IntoIterator<Item = (String, String)>) -> Self {
        let mut fields = Self::default();
        for (name, value) in pairs {
            let Some((name, value)) = fields.address.take(name, value) else { continue };
            let place = match name.as_str() {
                "email" => &mut fields.email,
                "keepAddress" => {
                    fields.keep_address = true;
                    continue;
                }
                "account" => {
                    fields.account = true;
                    continue;
                }
                "payment" => &mut fields.payment,
                "key" => &mut fields.key,
                "total" => &mut fields.total,
                delivery if delivery.starts_with("delivery-") => {
                    fields.deliveries.push(value);
                    continue;
                }
                _ => continue,
            };
            *place = value;
        }
        fields
    }

    /// What was typed and chosen alone: what is kept over a reload.
    #[must_use]
    pub fn typed(&self) -> Self {
        let Self { email, address, keep_address, payment, .. } = self.clone();
        Self { email, address, keep_address, payment, ..Self::default() }
    }

    /// Whether an order can be made of these fields.
    ///
    /// # Errors
    /// Everything that is wrong, by the fields' names in the form's order.
    pub fn check(&self, signed_in: bool) -> Result<Checked, Vec<(String, FieldProblem)>> {
        let mut problems = Vec::new();
        let email = match (signed_in, self.email.trim()) {
            (true, "") => None,
            (false, "") => {
                problems.push(("email".to_owned(), FieldProblem::Missing));
                None
            }
            (_, text) => {
                Email::try_from(text).map_err(|_| problems.push(("email".to_owned(), FieldProblem::Email))).ok()
            }
        };
        let address = self.address.checked().map_err(|errors| problems.extend(errors));
        let payment = payment_method(&self.payment);
        if payment.is_none() {
            problems.push(("payment".to_owned(), FieldProblem::Payment));
        }
        match (address, payment) {
            (Ok(address), Some(payment)) if problems.is_empty() => Ok(Checked { email, address, payment }),
            _ => Err(problems),
        }
    }
}

impl From<AddressError> for FieldProblem {
    fn from(error: AddressError) -> Self {
        match error {
            AddressError::Missing(_) => Self::Missing,
            AddressError::TooLong(_) => Self::TooLong,
            AddressError::Country => Self::Country,
            AddressError::PostalCode => Self::PostalCode,
        }
    }
}

/// The API's name of a payment method, as the form sends it.
#[must_use]
pub const fn payment_name(method: PaymentMethod) -> &'static str {
    match method {
        PaymentMethod::CashOnDelivery => "CASH_ON_DELIVERY",
        PaymentMethod::BankTransfer => "BANK_TRANSFER",
    }
}

pub(super) fn payment_method(name: &str) -> Option<PaymentMethod> {
    [PaymentMethod::CashOnDelivery, PaymentMethod::BankTransfer]
        .into_iter()
        .find(|method| payment_name(*method) == name)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn fields(pairs: &[(&str, &str)]) -> CheckoutFields {
        CheckoutFields::from_pairs(pairs.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())))
    }

    #[test]
    fn a_guest_needs_everything() {
        let empty = fields(&[("countryCode", "GB")]).check(false).unwrap_err();
        let names: Vec<&str> = empty.iter().map(|(name, _)| name.as_str()).collect();
        assert_eq!(names, ["email", "name", "line1", "city", "postalCode", "payment"]);
    }

    #[test]
    fn a_full_form_becomes_an_order() {
        let full = fields(&[
            ("email", " Ada@Example.com "),
            ("name", "Ada Moss"),
            ("line1", "3 Kirkgate"),
            ("line2", ""),
            ("city", "Leeds"),
            ("postalCode", "ls2 7dr"),
            ("countryCode", "GB"),
            ("payment", "BANK_TRANSFER"),
            ("delivery-clay", "dlv_1"),
            ("delivery-linen", "dlv_2"),
        ]);
        let checked = full.check(false).unwrap();
        assert_eq!(checked.email.map(String::from).as_deref(), Some("ada@example.com"));
        assert_eq!(checked.address.postal_code.as_deref(), Some("LS2 7DR"));
        assert_eq!(checked.payment, PaymentMethod::BankTransfer);
        assert_eq!(full.deliveries, ["dlv_1", "dlv_2"]);
    }

    #[test]
    fn an_account_needs_no_email_but_a_written_one_counts() {
        let mut fields = fields(&[
            ("name", "A"),
            ("line1", "1"),
            ("city", "B"),
            ("postalCode", "75001"),
            ("countryCode", "FR"),
            ("payment", "CASH_ON_DELIVERY"),
        ]);
        assert!(fields.check(true).is_ok());
        fields.email = "nobody".into();
        assert_eq!(fields.check(true).unwrap_err(), [("email".to_owned(), FieldProblem::Email)]);
    }
}
