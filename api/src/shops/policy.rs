//! What a shop's delivery options promise.

use super::entity::{Model, delivery_option};
use shared::delivery::delivery_window;
use shared::{DeliveryKind, Timestamp};
use std::sync::Arc;

/// The first and the last moment at which an order of `now` arrives by this option.
#[must_use]
pub fn window(option: &delivery_option::Model, now: Timestamp) -> (Timestamp, Timestamp) {
    let days = |days: i32| u32::try_from(days).unwrap_or(0);
    delivery_window(now, days(option.min_days), days(option.max_days))
}

/// The option that a product's page speaks of: the cheapest that brings the goods. Collecting them is spoken of only
/// where a shop offers nothing else, and not to somebody in another country than the shop's.
#[must_use]
pub fn promised_option(
    shop: &Model,
    options: &[Arc<delivery_option::Model>],
    country_code: Option<&str>,
) -> Option<Arc<delivery_option::Model>> {
    let abroad = match (country_code, &shop.country_code) {
        (Some(to), Some(from)) => !to.eq_ignore_ascii_case(from),
        _ => false,
    };
    let collected = |option: &delivery_option::Model| option.kind == DeliveryKind::Pickup;
    let usable = options.iter().filter(|option| option.active && !(abroad && collected(option)));
    usable.min_by_key(|option| (collected(option), option.price, option.max_days, option.position)).cloned()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::shops::entity::ShopStatus;
    use shared::id::{DeliveryOptionId, ShopId};
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
            external_reference: None,
            created_at: Timestamp(0),
            updated_at: Timestamp(0),
        }
    }

    #[test]
    fn promises_what_brings_the_goods() {
        use DeliveryKind::{Express, Pickup, Standard};
        let kind = |options: &[_], country| promised_option(&shop(), options, country).map(|option| option.kind);
        let all = [option(Express, 850), option(Standard, 390), option(Pickup, 0)];
        assert_eq!(kind(&all, None), Some(Standard));
        assert_eq!(kind(&all[2..], None), Some(Pickup));
        assert_eq!(kind(&all[2..], Some("vn")), Some(Pickup));
        assert_eq!(kind(&all[2..], Some("GB")), None);
    }
}
