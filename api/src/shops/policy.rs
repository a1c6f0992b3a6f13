//! What a shop's delivery options promise.

use super::entity::{Model, delivery_option};
use shared::delivery::delivery_window;
use shared::{CountryCode, DeliveryKind, Timestamp};
use std::sync::Arc;

/// The first and the last moment at which an order of `now` arrives by this option.
#[must_use]
pub fn window(option: &delivery_option::Model, now: Timestamp) -> (Timestamp, Timestamp) {
    let days = |days: i32| u32::try_from(days).unwrap_or(0);
    delivery_window(now, days(option.min_days), days(option.max_days))
}

/// Whether the option brings goods to a country, or lets whoever lives there collect them.
#[must_use]
pub fn serves(option: &delivery_option::Model, to: CountryCode) -> bool {
    option.countries.as_ref().is_none_or(|countries| countries.0.contains(&to))
}

/// The options that a product's page offers to somebody in a country. Collecting goods is offered only in the country
/// of the shop, although whoever comes by may choose it.
#[must_use]
pub fn offered(
    shop: &Model,
    options: &[Arc<delivery_option::Model>],
    to: CountryCode,
) -> Vec<Arc<delivery_option::Model>> {
    let abroad = shop.country_code.as_deref().is_some_and(|from| !from.eq_ignore_ascii_case(to.as_str()));
    let collected = |option: &delivery_option::Model| option.kind == DeliveryKind::Pickup;
    let usable = |option: &&Arc<delivery_option::Model>| serves(option, to) && !(abroad && collected(option));
    options.iter().filter(usable).cloned().collect()
}

/// The option that a product's page speaks of to somebody in a country: the cheapest that brings the goods. Collecting them
/// is spoken of only where a shop offers nothing else.
#[must_use]
pub fn promised_option(
    shop: &Model,
    options: &[Arc<delivery_option::Model>],
    to: CountryCode,
) -> Option<Arc<delivery_option::Model>> {
    let collected = |option: &delivery_option::Model| option.kind == DeliveryKind::Pickup;
    let usable = offered(shop, options, to).into_iter().filter(|option| option.active);
    usable.min_by_key(|option| (collected(option), option.price, option.max_days, option.position))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::shops::entity::ShopStatus;
    use shared::id::{DeliveryOptionId, ShopId};
    use shared::trust::StandingLevel;
    use shared::{Currency, Translated};
    use uuid::Uuid;

    fn option(kind: DeliveryKind, price: i64) -> Arc<delivery_option::Model> {
        Arc::new(delivery_option::Model {
            id: DeliveryOptionId(Uuid::nil()),
            shop_id: ShopId(Uuid::nil()),
            key: kind.to_string(),
            kind,
            name: Translated::default(),
            price,
            currency: Currency::Gbp,
            free_over: None,
            min_days: 1,
            max_days: 2,
            position: 0,
            active: true,
            countries: None,
        })
    }

    fn shop() -> Model {
        Model {
            id: ShopId(Uuid::nil()),
            slug: "lam-hong".into(),
            name: Translated::default(),
            tagline: Translated::default(),
            story: Translated::default(),
            returns: Translated::default(),
            city: None,
            country_code: Some("VN".into()),
            founded_year: None,
            emblem_path: None,
            status: ShopStatus::Active,
            standing: StandingLevel::Standard,
            standing_at: None,
            suspended_at: None,
            external_reference: None,
            created_at: Timestamp(0),
            updated_at: Timestamp(0),
        }
    }

    #[test]
    fn promises_what_brings_the_goods() {
        use DeliveryKind::{Express, Pickup, Standard};
        let kind = |options: &[_], to: &str| {
            promised_option(&shop(), options, CountryCode::try_from(to).unwrap()).map(|option| option.kind)
        };
        let all = [option(Express, 850), option(Standard, 390), option(Pickup, 0)];
        assert_eq!(kind(&all, "GB"), Some(Standard));
        assert_eq!(kind(&all[2..], "vn"), Some(Pickup));
        assert_eq!(kind(&all[2..], "GB"), None);
    }

    #[test]
    fn promises_only_what_goes_there() {
        let only = |kind, price, countries: &[&str]| {
            let countries = countries.iter().map(|country| CountryCode::try_from(*country).unwrap()).collect();
            let mut option = option(kind, price);
            Arc::make_mut(&mut option).countries = Some(delivery_option::Countries(countries));
            option
        };
        let all = [only(DeliveryKind::Standard, 150, &["VN"]), only(DeliveryKind::Standard, 650, &["GB", "IE"])];
        let price =
            |to: &str| promised_option(&shop(), &all, CountryCode::try_from(to).unwrap()).map(|option| option.price);
        assert_eq!((price("VN"), price("IE"), price("JP")), (Some(150), Some(650), None));
    }
}
