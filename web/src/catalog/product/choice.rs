//! Which variant is meant: a value of each option.

use super::fields::{OptionFields, VariantFields};
use leptos_router::params::ParamsMap;

/// Keys of one value of each option, in the options' order.
pub(super) type Choice = Vec<String>;

/// How it stands with one value of an option, whatever is chosen of the others.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Standing {
    /// A variant that has it can be bought.
    Available,
    /// All variants that have it have sold out.
    SoldOut,
    /// No variant has it.
    NotMade,
}

/// What is chosen at first: what the address names, else the first variant that can be bought.
pub(super) fn first(options: &[OptionFields], variants: &[VariantFields], query: &ParamsMap) -> Choice {
    let named = query.get("variant").and_then(|id| variants.iter().find(|variant| variant.id.inner() == id));
    if named.is_none() {
        // What a form without script brought back, of which there may be no variant.
        let brought = options.iter().enumerate().map_while(|(number, option)| {
            let key = query.get(&format!("option.{number}"))?;
            option.values.iter().find(|value| value.key == key).map(|value| value.key.clone())
        });
        let brought: Choice = brought.collect();
        if !brought.is_empty() && brought.len() == options.len() {
            return brought;
        }
    }
    let some = named.or_else(|| variants.iter().find(|variant| variant.available_quantity > 0)).or(variants.first());
    some.map(keys).unwrap_or_default()
}

fn keys(variant: &VariantFields) -> Choice {
    variant.selected_options.iter().map(|selected| selected.key.clone()).collect()
}

/// The variant with these values.
pub(super) fn variant_with<'a>(variants: &'a [VariantFields], choice: &Choice) -> Option<&'a VariantFields> {
    variants.iter().find(|variant| variant.selected_options.iter().map(|selected| &selected.key).eq(choice))
}

/// How it stands with a value of the option of this number.
pub(super) fn standing(variants: &[VariantFields], number: usize, key: &str) -> Standing {
    let mut having = variants
        .iter()
        .filter(|variant| variant.selected_options.get(number).is_some_and(|selected| selected.key == key))
        .peekable();
    if having.peek().is_none() {
        Standing::NotMade
    } else if having.any(|variant| variant.available_quantity > 0) {
        Standing::Available
    } else {
        Standing::SoldOut
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        catalog::product::fields::{SelectedFields, ValueFields},
        data::{
            MoneyFields,
            scalars::{CurrencyCode, Decimal},
        },
    };

    fn options() -> Vec<OptionFields> {
        let option = |name: &str, keys: &[&str]| OptionFields {
            name: name.to_owned(),
            values: keys.iter().map(|key| ValueFields { key: (*key).to_owned(), name: key.to_uppercase() }).collect(),
        };
        vec![option("Leather", &["black", "olive"]), option("Size", &["s", "m", "l"])]
    }

    fn variant(id: &str, keys: [&str; 2], left: i32) -> VariantFields {
        VariantFields {
            id: cynic::Id::new(id),
            price: MoneyFields {
                amount: Decimal("1.00".into()),
                currency_code: CurrencyCode::Gbp,
                approximate_text: None,
            },
            compare_at_price: None,
            lowest_price: None,
            available_quantity: left,
            selected_options: keys.iter().map(|key| SelectedFields { key: (*key).to_owned() }).collect(),
            image: None,
        }
    }

    #[test]
    fn the_address_says_what_is_chosen_else_the_first_that_can_be_bought() {
        let variants = [variant("v1", ["black", "s"], 0), variant("v2", ["black", "m"], 3)];
        let chosen = |pairs: &[(&str, &str)]| {
            let query = pairs.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect();
            first(&options(), &variants, &query)
        };
        assert_eq!(chosen(&[]), ["black", "m"]);
        assert_eq!(chosen(&[("variant", "v1")]), ["black", "s"]);
        assert_eq!(chosen(&[("variant", "v9")]), ["black", "m"]);
        assert_eq!(chosen(&[("option.0", "olive"), ("option.1", "l")]), ["olive", "l"]);
        assert_eq!(chosen(&[("option.0", "pink"), ("option.1", "l")]), ["black", "m"]);
        assert_eq!(variant_with(&variants, &vec!["olive".into(), "l".into()]).map(|found| found.id.inner()), None);
        assert_eq!(
            variant_with(&variants, &vec!["black".into(), "s".into()]).map(|found| found.id.inner()),
            Some("v1")
        );
    }

    #[test]
    fn a_value_is_as_its_best_variant_is() {
        let variants = [variant("v1", ["black", "s"], 0), variant("v2", ["black", "m"], 3)];
        assert_eq!(standing(&variants, 0, "black"), Standing::Available);
        assert_eq!(standing(&variants, 1, "s"), Standing::SoldOut);
        assert_eq!(standing(&variants, 1, "l"), Standing::NotMade);
    }
}
