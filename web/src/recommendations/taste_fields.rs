//! What is read of a visitor's taste.

use super::send::HidingFields;
use crate::{
    data::{ImageFields, scalars::DateTime, schema},
    privacy::ConsentFields,
};

/// The page about it.
#[derive(cynic::QueryFragment)]
#[cynic(graphql_type = "Query")]
pub struct TasteQuery {
    pub(super) me: Option<Owner>,
    pub(super) consents: Vec<ConsentFields>,
    pub(super) taste: TasteFields,
}

/// Who is signed in.
#[derive(cynic::QueryFragment)]
#[cynic(graphql_type = "Account")]
pub struct Owner {
    #[expect(dead_code, reason = "that there is an account is all that is asked")]
    id: cynic::Id,
}

/// What is known.
#[derive(cynic::QueryFragment)]
#[cynic(graphql_type = "Taste")]
pub struct TasteFields {
    pub(super) personalisation: bool,
    #[arguments(first: 100)]
    pub(super) signals: Vec<TasteSignalFields>,
    pub(super) hidden: Vec<HiddenFields>,
}

/// Something that they did.
#[derive(cynic::QueryFragment)]
#[cynic(graphql_type = "TasteSignal")]
pub struct TasteSignalFields {
    pub(super) kind: TasteSignalKind,
    pub(super) product: Option<TasteProduct>,
    pub(super) at: DateTime,
}

/// Something that is not suggested.
#[derive(cynic::QueryFragment)]
#[cynic(graphql_type = "HiddenProduct")]
pub struct HiddenFields {
    pub(super) product: Option<TasteProduct>,
    pub(super) reason: HidingFields,
    pub(super) at: DateTime,
}

/// The product that it is about.
#[derive(cynic::QueryFragment, Clone)]
#[cynic(graphql_type = "Product")]
pub struct TasteProduct {
    pub(super) id: cynic::Id,
    pub(super) slug: String,
    pub(super) title: String,
    pub(super) image: Option<ImageFields>,
}

#[derive(cynic::Enum, Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum TasteSignalKind {
    Viewed,
    Searched,
    Carted,
    Wished,
    Bought,
    Reviewed,
}

impl TasteSignalKind {
    /// Whether it can be forgotten: purchases and reviews are read from where they stand.
    pub(super) const fn is_kept_here(self) -> bool {
        match self {
            Self::Viewed | Self::Searched | Self::Carted | Self::Wished => true,
            Self::Bought | Self::Reviewed => false,
        }
    }
}

/// What is known of one product.
pub(super) struct Known {
    pub(super) product: TasteProduct,
    /// What they did with it, the newest first.
    pub(super) done: Vec<(TasteSignalKind, DateTime)>,
}

/// Signals by their products, in the order of the newest of each. What is not there any more has no name to show.
pub(super) fn by_product(signals: Vec<TasteSignalFields>) -> Vec<Known> {
    let mut found = Vec::<Known>::new();
    for TasteSignalFields { kind, product, at } in signals {
        let Some(product) = product else { continue };
        match found.iter_mut().find(|known| known.product.id == product.id) {
            Some(known) => known.done.push((kind, at)),
            None => found.push(Known { product, done: vec![(kind, at)] }),
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn signals_stand_with_their_products() {
        let signal = |kind, id: &str| TasteSignalFields {
            kind,
            product: Some(TasteProduct {
                id: cynic::Id::new(id),
                slug: id.to_owned(),
                title: id.to_owned(),
                image: None,
            }),
            at: DateTime("2026-01-01T00:00:00Z".to_owned()),
        };
        let gone = TasteSignalFields { product: None, ..signal(TasteSignalKind::Viewed, "x") };
        let known = by_product(vec![
            signal(TasteSignalKind::Carted, "bowl"),
            gone,
            signal(TasteSignalKind::Viewed, "jug"),
            signal(TasteSignalKind::Viewed, "bowl"),
        ]);
        let shown: Vec<_> = known.iter().map(|known| (known.product.slug.as_str(), known.done.len())).collect();
        assert_eq!(shown, [("bowl", 2), ("jug", 1)]);
    }
}
