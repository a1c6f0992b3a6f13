//! An address as the API tells it, and as somebody writes it.

use crate::{checkout::FieldProblem, data::schema};
use serde::{Deserialize, Serialize};
use shared::address::Address;

/// An address.
#[derive(cynic::QueryFragment, Clone, Debug, PartialEq)]
#[cynic(graphql_type = "Address")]
pub struct AddressFields {
    /// Who receives it.
    pub name: String,
    /// Street and number.
    pub line1: String,
    /// Flat, floor, company.
    pub line2: Option<String>,
    /// Town or city.
    pub city: String,
    /// Province or state.
    pub region: Option<String>,
    /// Postal code.
    pub postal_code: Option<String>,
    /// ISO 3166-1 alpha-2.
    pub country_code: String,
    /// Telephone.
    pub phone: Option<String>,
}

/// An address of the visitor's book.
#[derive(cynic::QueryFragment, Clone, Debug, PartialEq)]
#[cynic(graphql_type = "SavedAddress")]
pub struct SavedAddressFields {
    /// Its id.
    pub id: cynic::Id,
    /// The address.
    pub address: AddressFields,
    /// Whether the checkout begins with it.
    pub is_default: bool,
}

/// The fields of an address as they were written.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct AddressText {
    /// Who receives it.
    pub name: String,
    /// Street and number.
    pub line1: String,
    /// Flat, floor, company.
    pub line2: String,
    /// Town or city.
    pub city: String,
    /// Province or state.
    pub region: String,
    /// Postal code.
    pub postal_code: String,
    /// ISO 3166-1 alpha-2.
    pub country_code: String,
    /// Telephone.
    pub phone: String,
}

impl AddressText {
    /// Puts a form's pair where it belongs; gives it back when it is no part of an address.
    pub fn take(&mut self, name: String, value: String) -> Option<(String, String)> {
        let place = match name.as_str() {
            "name" => &mut self.name,
            "line1" => &mut self.line1,
            "line2" => &mut self.line2,
            "city" => &mut self.city,
            "region" => &mut self.region,
            "postalCode" => &mut self.postal_code,
            "countryCode" => &mut self.country_code,
            "phone" => &mut self.phone,
            _ => return Some((name, value)),
        };
        *place = value;
        None
    }

    /// The address, if something can be sent to it.
    ///
    /// # Errors
    /// Everything that is wrong, by the fields' names.
    pub fn checked(&self) -> Result<Address, Vec<(String, FieldProblem)>> {
        let optional = |text: &str| Some(text.to_owned());
        let address = Address {
            name: self.name.clone(),
            line1: self.line1.clone(),
            line2: optional(&self.line2),
            city: self.city.clone(),
            region: optional(&self.region),
            postal_code: optional(&self.postal_code),
            country_code: self.country_code.clone(),
            phone: optional(&self.phone),
        };
        address.checked().map_err(|errors| {
            errors.iter().map(|error| (error.field().name().to_owned(), FieldProblem::from(*error))).collect()
        })
    }
}

impl From<AddressFields> for AddressText {
    fn from(address: AddressFields) -> Self {
        Self {
            name: address.name,
            line1: address.line1,
            line2: address.line2.unwrap_or_default(),
            city: address.city,
            region: address.region.unwrap_or_default(),
            postal_code: address.postal_code.unwrap_or_default(),
            country_code: address.country_code,
            phone: address.phone.unwrap_or_default(),
        }
    }
}

/// An address in one line: who, where.
#[must_use]
pub fn one_line(address: &AddressFields) -> String {
    let AddressFields { name, line1, postal_code, city, .. } = address;
    let town = [postal_code.as_deref(), Some(city.as_str())].into_iter().flatten().collect::<Vec<_>>().join(" ");
    [name.as_str(), line1.as_str(), town.as_str()].join(", ")
}
