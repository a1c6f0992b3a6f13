//! The checkout's sentences.

use super::{FieldProblem, Whole};
use crate::{i18n::Language, text};
use shared::address::{Country, Need, PostalCodeKind, RegionKind};

/// The label of a field, as people of the country call it.
#[must_use]
pub fn field_label(lang: Language, name: &str, country: &str) -> &'static str {
    let country = Country::of(country);
    match name {
        "email" => text!(lang, checkout.email),
        "name" => text!(lang, checkout.name),
        "line1" => text!(lang, checkout.line1),
        "line2" => text!(lang, checkout.line2),
        "city" => text!(lang, checkout.city),
        "region" => region_label(lang, country),
        "postalCode" => match country.postal_code_kind() {
            PostalCodeKind::PostalCode => text!(lang, checkout.postal_code),
            PostalCodeKind::Zip => text!(lang, checkout.postal_code_zip),
            PostalCodeKind::Eircode => text!(lang, checkout.postal_code_eircode),
        },
        "countryCode" => text!(lang, checkout.country),
        "phone" => text!(lang, checkout.phone),
        _ => text!(lang, checkout.payment),
    }
}

fn region_label(lang: Language, country: &Country) -> &'static str {
    match (country.region_kind, country.region == Need::Required) {
        (RegionKind::State, true) => text!(lang, checkout.region_state),
        (RegionKind::Province, true) => text!(lang, checkout.region_province),
        (RegionKind::Province, false) => text!(lang, checkout.region_province_if_any),
        (RegionKind::Prefecture, _) => text!(lang, checkout.region_prefecture),
        (RegionKind::County, _) => text!(lang, checkout.region_county),
        (RegionKind::Marz, _) => text!(lang, checkout.region_marz),
        (RegionKind::State | RegionKind::Region, _) => text!(lang, checkout.region),
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

/// What is wrong with the whole, in a sentence.
pub(super) fn whole_sentence(lang: Language, whole: Whole) -> &'static str {
    match whole {
        Whole::CartEmpty => text!(lang, checkout.whole_empty),
        Whole::Delivery => text!(lang, checkout.whole_delivery),
        Whole::Payment => text!(lang, checkout.whole_payment),
        Whole::TotalChanged => text!(lang, checkout.whole_total),
        Whole::AlreadyPlaced => text!(lang, checkout.whole_placed),
        Whole::Unreachable => text!(lang, checkout.whole_unreachable),
        Whole::Failed => text!(lang, checkout.whole_failed),
        Whole::SignedOut => text!(lang, checkout.whole_signed_out),
    }
}
