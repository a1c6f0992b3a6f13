//! A shop's promises in a sentence each, made of facts.

use super::fields::{DeliveryKind, FactFields, ReturnPostage, ServedFields};
use crate::{
    checkout::{countries, country_name},
    i18n::{Language, plural},
    text,
};
use shared::{Locale, format::integer};

/// How long something may be sent back, and who pays for that.
pub(super) fn returns(lang: Language, locale: Locale, facts: &FactFields) -> Option<String> {
    let days = i64::from(facts.return_days?);
    if days == 0 {
        return Some(text!(lang, policies.no_returns).to_owned());
    }
    let number = integer(days, locale);
    let days = plural(
        locale,
        days,
        text!(lang, policies.days_single, count = number.clone()),
        text!(lang, policies.days_many, count = number),
    );
    Some(match facts.return_postage {
        Some(ReturnPostage::Shop) => text!(lang, policies.returns_shop_pays, days = days),
        Some(ReturnPostage::Buyer) => text!(lang, policies.returns_you_pay, days = days),
        None => text!(lang, policies.returns_days, days = days),
    })
}

/// How long the shop stands for what it sold.
pub(super) fn warranty(lang: Language, locale: Locale, facts: &FactFields) -> Option<String> {
    let months = i64::from(facts.warranty_months.filter(|months| *months > 0)?);
    let number = integer(months, locale);
    let months = plural(
        locale,
        months,
        text!(lang, policies.months_single, count = number.clone()),
        text!(lang, policies.months_many, count = number),
    );
    Some(text!(lang, policies.warranty_fact, months = months))
}

/// The names of the countries to which a shop has things brought.
pub(super) fn served(lang: Language, options: &[ServedFields]) -> Vec<String> {
    let brings = |code: &str| {
        options.iter().filter(|option| option.kind != DeliveryKind::Pickup).any(|option| {
            option.countries.as_ref().is_none_or(|countries| countries.iter().any(|country| country == code))
        })
    };
    countries(lang).into_iter().filter(|(code, _)| brings(code)).map(|(_, name)| name.to_owned()).collect()
}

/// What customs may ask for, when something crosses a border.
pub(super) fn customs(lang: Language, from: Option<&str>, to: &str) -> Option<String> {
    let from = from.filter(|from| *from != to)?;
    Some(text!(lang, policies.price_customs, from = country_name(lang, from), to = country_name(lang, to)))
}
