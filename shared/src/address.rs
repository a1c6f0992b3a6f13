//! Where an order goes.

mod countries;

pub use countries::{Country, Need, PostalCodeKind, RegionKind};

use serde::{Deserialize, Serialize};

/// A postal address. Stored as JSON with the order: what was agreed then, whatever an address book says later.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "server", derive(sea_orm::FromJsonQueryResult))]
pub struct Address {
    /// Who receives it.
    pub name: String,
    /// Street and house number.
    pub line1: String,
    /// Flat, floor, company.
    pub line2: Option<String>,
    /// Town or city.
    pub city: String,
    /// Province, state or marz.
    pub region: Option<String>,
    /// Postal code; some countries have none.
    pub postal_code: Option<String>,
    /// ISO 3166-1 alpha-2, upper case.
    pub country_code: String,
    /// Telephone for the carrier.
    pub phone: Option<String>,
}

/// A field of an address, for pointing at what is wrong.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum AddressField {
    /// `name`
    Name,
    /// `line1`
    Line1,
    /// `line2`
    Line2,
    /// `city`
    City,
    /// `region`
    Region,
    /// `postalCode`
    PostalCode,
    /// `countryCode`
    CountryCode,
    /// `phone`
    Phone,
}

impl AddressField {
    /// The field's name in the API.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Name => "name",
            Self::Line1 => "line1",
            Self::Line2 => "line2",
            Self::City => "city",
            Self::Region => "region",
            Self::PostalCode => "postalCode",
            Self::CountryCode => "countryCode",
            Self::Phone => "phone",
        }
    }
}

/// What is wrong with an address.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum AddressError {
    /// A required field is empty.
    #[error("fill in this field")]
    Missing(AddressField),
    /// A field is longer than labels can carry.
    #[error("shorten this field to at most {max} characters", max = Address::MAX_FIELD)]
    TooLong(AddressField),
    /// Not two letters.
    #[error("choose a country")]
    Country,
    /// A postal code that the country does not have.
    #[error("check the postal code: it does not fit the country")]
    PostalCode,
}

impl AddressError {
    /// The field to point at.
    #[must_use]
    pub const fn field(self) -> AddressField {
        match self {
            Self::Missing(field) | Self::TooLong(field) => field,
            Self::Country => AddressField::CountryCode,
            Self::PostalCode => AddressField::PostalCode,
        }
    }
}

impl Address {
    /// Longest field, in characters.
    pub const MAX_FIELD: usize = 120;

    /// The address with blanks trimmed, empty optional fields dropped and codes as their country writes them.
    ///
    /// # Errors
    /// Everything that is wrong, one entry a field.
    pub fn checked(mut self) -> Result<Self, Vec<AddressError>> {
        for text in [&mut self.name, &mut self.line1, &mut self.city, &mut self.country_code] {
            *text = text.trim().to_owned();
        }
        for text in [&mut self.line2, &mut self.region, &mut self.postal_code, &mut self.phone] {
            *text = text.take().map(|text| text.trim().to_owned()).filter(|text| !text.is_empty());
        }
        self.country_code.make_ascii_uppercase();
        let country = Country::of(&self.country_code);
        // One that does not fit stays as it is, to be told.
        self.postal_code = self.postal_code.map(|code| country.postal_code(&code).unwrap_or(code));
        let errors = self.errors();
        if errors.is_empty() { Ok(self) } else { Err(errors) }
    }

    fn errors(&self) -> Vec<AddressError> {
        let mut errors = Vec::new();
        let required =
            [(AddressField::Name, &self.name), (AddressField::Line1, &self.line1), (AddressField::City, &self.city)];
        for (field, text) in required {
            if text.is_empty() {
                errors.push(AddressError::Missing(field));
            } else if text.chars().count() > Self::MAX_FIELD {
                errors.push(AddressError::TooLong(field));
            }
        }
        let optional = [
            (AddressField::Line2, &self.line2),
            (AddressField::Region, &self.region),
            (AddressField::PostalCode, &self.postal_code),
            (AddressField::Phone, &self.phone),
        ];
        for (field, text) in optional {
            if text.as_ref().is_some_and(|text| text.chars().count() > Self::MAX_FIELD) {
                errors.push(AddressError::TooLong(field));
            }
        }
        let country = Country::of(&self.country_code);
        if country.region == Need::Required && self.region.is_none() {
            errors.push(AddressError::Missing(AddressField::Region));
        }
        match &self.postal_code {
            _ if self.country_code.len() != 2 || !self.country_code.bytes().all(|byte| byte.is_ascii_uppercase()) => {
                errors.push(AddressError::Country);
            }
            None if country.postal_code == Need::Required => {
                errors.push(AddressError::Missing(AddressField::PostalCode));
            }
            Some(code) if country.postal_code(code).is_none() => errors.push(AddressError::PostalCode),
            _ => {}
        }
        errors
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn leeds() -> Address {
        Address {
            name: " Ada Moss ".into(),
            line1: "3 Kirkgate".into(),
            line2: Some("  ".into()),
            city: "Leeds".into(),
            region: None,
            postal_code: Some("ls2 7dr".into()),
            country_code: "gb".into(),
            phone: None,
        }
    }

    #[test]
    fn tidies_a_good_address() {
        let tidy = leeds().checked().expect("the address is good");
        assert_eq!((tidy.name.as_str(), tidy.line2, tidy.postal_code.as_deref()), ("Ada Moss", None, Some("LS2 7DR")));
    }

    #[test]
    fn names_every_field_that_is_wrong() {
        let bad = Address { city: String::new(), name: "x".repeat(121), postal_code: Some("12345".into()), ..leeds() };
        assert_eq!(
            bad.checked(),
            Err(vec![
                AddressError::TooLong(AddressField::Name),
                AddressError::Missing(AddressField::City),
                AddressError::PostalCode
            ])
        );
    }

    #[test]
    fn each_country_asks_for_what_it_needs() {
        let missing = |country_code: &str| {
            let bare = Address { country_code: country_code.into(), region: None, postal_code: None, ..leeds() };
            bare.checked().map_or_else(|errors| errors.iter().map(|error| error.field().name()).collect(), |_| vec![])
        };
        assert_eq!(missing("US"), ["region", "postalCode"]);
        assert_eq!(missing("JP"), ["region", "postalCode"]);
        assert_eq!(missing("DE"), ["postalCode"]);
        assert_eq!(missing("VN"), [""; 0]);
        assert_eq!(missing("AM"), [""; 0]);
        assert_eq!(missing("ZZ"), [""; 0]);
    }
}
