//! How addresses of a country are written: what a postal code looks like there, whether a region is part of an
//! address, and in which order people write its parts.
//!
//! Facts from the Universal Postal Union's addressing sheets and the countries' postal services. A country that is not
//! in the table takes anything.

use super::AddressField;

/// Whether a part belongs to an address of a country.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Need {
    /// Nothing arrives without it.
    Required,
    /// Some addresses have it.
    Optional,
    /// People there do not write it.
    Unused,
}

/// What the people of a country call the region in an address.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum RegionKind {
    /// A state or territory.
    State,
    /// A province.
    Province,
    /// A prefecture.
    Prefecture,
    /// A county.
    County,
    /// A marz of Armenia.
    Marz,
    /// Some other region.
    Region,
}

/// What the people of a country call the postal code.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PostalCodeKind {
    /// Postal code.
    PostalCode,
    /// ZIP code.
    Zip,
    /// Eircode.
    Eircode,
}

/// In which order the parts of an address are written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Order {
    /// Street, city, postal code, region.
    CityFirst,
    /// Street, city, region, postal code.
    RegionBeforeCode,
    /// Street, postal code, city, region.
    CodeFirst,
    /// Postal code, region, city, street.
    LargestFirst,
}

/// How addresses of a country are written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Country {
    /// ISO 3166-1 alpha-2; empty for a country that we know nothing of.
    pub code: &'static str,
    /// Whether an address has a postal code.
    pub postal_code: Need,
    /// Its forms: `d` is a digit, `A` a letter, `X` either, `W` that letter, and blanks and hyphens may be left out.
    pub forms: &'static [&'static str],
    /// Whether an address names a region.
    pub region: Need,
    /// What the region is called.
    pub region_kind: RegionKind,
    order: Order,
}

/// A country that we know nothing of.
const UNKNOWN: Country = Country {
    code: "",
    postal_code: Need::Optional,
    forms: &[],
    region: Need::Optional,
    region_kind: RegionKind::Region,
    order: Order::CityFirst,
};

const GB_FORMS: &[&str] = &["Ad dAA", "Add dAA", "AdA dAA", "AAd dAA", "AAdd dAA", "AAdA dAA", "AAA dAA"];

#[rustfmt::skip]
const COUNTRIES: &[Country] = &[
    country("AM", Need::Optional, &["dddd", "dddddd"], Need::Optional, RegionKind::Marz, Order::CodeFirst),
    country("AT", Need::Required, &["dddd"], Need::Unused, RegionKind::Region, Order::CodeFirst),
    country("AU", Need::Required, &["dddd"], Need::Required, RegionKind::State, Order::RegionBeforeCode),
    country("BE", Need::Required, &["dddd"], Need::Unused, RegionKind::Region, Order::CodeFirst),
    country("BR", Need::Required, &["ddddd-ddd"], Need::Required, RegionKind::State, Order::RegionBeforeCode),
    country("CA", Need::Required, &["AdA dAd"], Need::Required, RegionKind::Province, Order::RegionBeforeCode),
    country("CH", Need::Required, &["dddd"], Need::Unused, RegionKind::Region, Order::CodeFirst),
    country("CN", Need::Required, &["dddddd"], Need::Required, RegionKind::Province, Order::LargestFirst),
    country("CZ", Need::Required, &["ddd dd"], Need::Unused, RegionKind::Region, Order::CodeFirst),
    country("DE", Need::Required, &["ddddd"], Need::Unused, RegionKind::Region, Order::CodeFirst),
    country("DK", Need::Required, &["dddd"], Need::Unused, RegionKind::Region, Order::CodeFirst),
    country("ES", Need::Required, &["ddddd"], Need::Optional, RegionKind::Province, Order::CodeFirst),
    country("FI", Need::Required, &["ddddd"], Need::Unused, RegionKind::Region, Order::CodeFirst),
    country("FR", Need::Required, &["ddddd"], Need::Unused, RegionKind::Region, Order::CodeFirst),
    country("GB", Need::Required, GB_FORMS, Need::Optional, RegionKind::County, Order::CityFirst),
    country("GE", Need::Optional, &["dddd"], Need::Optional, RegionKind::Region, Order::CodeFirst),
    country("GR", Need::Required, &["ddd dd"], Need::Unused, RegionKind::Region, Order::CodeFirst),
    country("IE", Need::Optional, &["Add XXXX", "AdW XXXX"], Need::Optional, RegionKind::County, Order::CityFirst),
    country("IN", Need::Required, &["ddd ddd"], Need::Required, RegionKind::State, Order::CityFirst),
    country("IT", Need::Required, &["ddddd"], Need::Optional, RegionKind::Province, Order::CodeFirst),
    country("JP", Need::Required, &["ddd-dddd"], Need::Required, RegionKind::Prefecture, Order::LargestFirst),
    country("KR", Need::Required, &["ddddd"], Need::Required, RegionKind::Province, Order::LargestFirst),
    country("MX", Need::Required, &["ddddd"], Need::Required, RegionKind::State, Order::CodeFirst),
    country("NL", Need::Required, &["dddd AA"], Need::Unused, RegionKind::Region, Order::CodeFirst),
    country("NO", Need::Required, &["dddd"], Need::Unused, RegionKind::Region, Order::CodeFirst),
    country("NZ", Need::Required, &["dddd"], Need::Unused, RegionKind::Region, Order::CityFirst),
    country("PL", Need::Required, &["dd-ddd"], Need::Unused, RegionKind::Region, Order::CodeFirst),
    country("PT", Need::Required, &["dddd-ddd"], Need::Unused, RegionKind::Region, Order::CodeFirst),
    country("RU", Need::Required, &["dddddd"], Need::Optional, RegionKind::Region, Order::CityFirst),
    country("SE", Need::Required, &["ddd dd"], Need::Unused, RegionKind::Region, Order::CodeFirst),
    country("SG", Need::Required, &["dddddd"], Need::Unused, RegionKind::Region, Order::CityFirst),
    country("TR", Need::Required, &["ddddd"], Need::Optional, RegionKind::Province, Order::CodeFirst),
    country("US", Need::Required, &["ddddd", "ddddd-dddd"], Need::Required, RegionKind::State, Order::RegionBeforeCode),
    country("VN", Need::Optional, &["ddddd", "dddddd"], Need::Optional, RegionKind::Province, Order::RegionBeforeCode),
];

const fn country(
    code: &'static str,
    postal_code: Need,
    forms: &'static [&'static str],
    region: Need,
    region_kind: RegionKind,
    order: Order,
) -> Country {
    Country { code, postal_code, forms, region, region_kind, order }
}

impl Country {
    /// The rules of a country, by its code in upper case.
    #[must_use]
    pub fn of(code: &str) -> &'static Self {
        COUNTRIES.iter().find(|country| country.code == code).unwrap_or(&UNKNOWN)
    }

    /// A postal code in the form of this country, with its blanks and hyphens where they belong; `None` when it has no
    /// such form. Of a country that we know nothing of, as it is.
    #[must_use]
    pub fn postal_code(&self, text: &str) -> Option<String> {
        let text = text.trim().to_uppercase();
        if self.forms.is_empty() {
            return Some(text);
        }
        let bare: Vec<char> = text.chars().filter(|char| !matches!(char, ' ' | '-' | '\u{a0}' | '–')).collect();
        self.forms.iter().find_map(|form| fit(form, &bare))
    }

    /// What the postal code is called.
    #[must_use]
    pub fn postal_code_kind(&self) -> PostalCodeKind {
        match self.code {
            "US" => PostalCodeKind::Zip,
            "IE" => PostalCodeKind::Eircode,
            _ => PostalCodeKind::PostalCode,
        }
    }

    /// Whether its postal codes are digits alone, for the keyboard of a phone. ZIP codes may go on after a hyphen.
    #[must_use]
    pub fn has_digit_codes(&self) -> bool {
        !self.forms.is_empty() && self.forms.iter().all(|form| form.bytes().all(|byte| matches!(byte, b'd' | b' ')))
    }

    /// The parts of an address in the order of this country, after the name and the country itself.
    #[must_use]
    pub fn fields(&self) -> Vec<AddressField> {
        use AddressField::{City, Line1, Line2, Phone, PostalCode, Region};
        let all = match self.order {
            Order::CityFirst => [Line1, Line2, City, PostalCode, Region, Phone],
            Order::RegionBeforeCode => [Line1, Line2, City, Region, PostalCode, Phone],
            Order::CodeFirst => [Line1, Line2, PostalCode, City, Region, Phone],
            Order::LargestFirst => [PostalCode, Region, City, Line1, Line2, Phone],
        };
        all.into_iter().filter(|field| *field != Region || self.region != Need::Unused).collect()
    }
}

/// The code written as the form says, when it fits.
fn fit(form: &str, bare: &[char]) -> Option<String> {
    let mut rest = bare.iter();
    let mut written = String::with_capacity(form.len());
    for place in form.chars() {
        if matches!(place, ' ' | '-') {
            written.push(place);
            continue;
        }
        let char = *rest.next()?;
        let fits = match place {
            'd' => char.is_ascii_digit(),
            'A' => char.is_ascii_uppercase(),
            'X' => char.is_ascii_digit() || char.is_ascii_uppercase(),
            letter => char == letter,
        };
        if !fits {
            return None;
        }
        written.push(char);
    }
    rest.next().is_none().then_some(written)
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::BTreeSet;

    #[test]
    fn codes_are_written_as_each_country_does() {
        for (country, typed, written) in [
            ("GB", "ls27dr", Some("LS2 7DR")),
            ("GB", "EC1A 1BB", Some("EC1A 1BB")),
            ("GB", "12345", None),
            ("US", "941101234", Some("94110-1234")),
            ("US", "94110", Some("94110")),
            ("US", "9411", None),
            ("CA", "k1a0b1", Some("K1A 0B1")),
            ("CA", "K1A 0BB", None),
            ("IE", "d02x285", Some("D02 X285")),
            ("IE", "D6W XY00", Some("D6W XY00")),
            ("NL", "1017ab", Some("1017 AB")),
            ("JP", "１２３", None),
            ("JP", "1500001", Some("150-0001")),
            ("PL", "00 950", Some("00-950")),
            ("SE", "11455", Some("114 55")),
            ("AM", "0010", Some("0010")),
            ("VN", "100000", Some("100000")),
            ("DE", "1011", None),
            ("ZZ", "any thing", Some("ANY THING")),
        ] {
            assert_eq!(Country::of(country).postal_code(typed).as_deref(), written, "{country} {typed}");
        }
    }

    #[test]
    fn the_table_is_sound() {
        let codes: BTreeSet<&str> = COUNTRIES.iter().map(|country| country.code).collect();
        assert_eq!(codes.len(), COUNTRIES.len(), "no country stands twice");
        assert!(COUNTRIES.is_sorted_by_key(|country| country.code));
        for country in COUNTRIES {
            assert!(!country.forms.is_empty(), "{}", country.code);
            for form in country.forms {
                let example: String = form
                    .chars()
                    .map(|place| match place {
                        'd' => '1',
                        'A' | 'X' => 'B',
                        other => other,
                    })
                    .collect();
                assert_eq!(country.postal_code(&example), Some(example), "{}", country.code);
            }
        }
    }

    #[test]
    fn parts_stand_in_the_order_of_the_country() {
        let names = |code| Country::of(code).fields().into_iter().map(AddressField::name).collect::<Vec<_>>();
        assert_eq!(names("GB"), ["line1", "line2", "city", "postalCode", "region", "phone"]);
        assert_eq!(names("US"), ["line1", "line2", "city", "region", "postalCode", "phone"]);
        assert_eq!(names("DE"), ["line1", "line2", "postalCode", "city", "phone"]);
        assert_eq!(names("JP"), ["postalCode", "region", "city", "line1", "line2", "phone"]);
        assert!(Country::of("DE").has_digit_codes() && !Country::of("US").has_digit_codes());
    }
}
