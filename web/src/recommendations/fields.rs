//! What the rails read, and which of it they show.

use super::RailsOf;
use crate::{
    catalog::{OfferFields, OfferedElsewhere, ProductCardFields},
    data::{SharedTransport, schema, send},
};
use cynic::QueryBuilder;
use std::collections::HashSet;

/// What the front page suggests.
#[derive(cynic::QueryFragment)]
#[cynic(graphql_type = "Query")]
pub struct HomeRailsQuery {
    pub(super) taste: Allowed,
    #[arguments(kind: FOR_YOU, first: 8)]
    #[cynic(alias, rename = "recommendations")]
    pub(super) for_you: Vec<SuggestionFields>,
    #[arguments(kind: BECAUSE_YOU_VIEWED, first: 8)]
    #[cynic(alias, rename = "recommendations")]
    pub(super) because_you_viewed: Vec<SuggestionFields>,
    #[arguments(kind: BUY_AGAIN, first: 4)]
    #[cynic(alias, rename = "recommendations")]
    pub(super) buy_again: Vec<SuggestionFields>,
}

/// At which product.
#[derive(cynic::QueryVariables)]
pub struct ProductRailsVariables {
    pub(super) product: cynic::Id,
}

/// What a product's page suggests, and before that, where else the product is sold.
#[derive(cynic::QueryFragment)]
#[cynic(graphql_type = "Query", variables = "ProductRailsVariables")]
pub struct ProductRailsQuery {
    pub(super) taste: Allowed,
    #[arguments(id: $product)]
    pub(super) product: Option<OfferedElsewhere>,
    #[arguments(kind: BOUGHT_TOGETHER, productId: $product, first: 4)]
    #[cynic(alias, rename = "recommendations")]
    pub(super) bought_together: Vec<SuggestionFields>,
    #[arguments(kind: SIMILAR, productId: $product, first: 8)]
    #[cynic(alias, rename = "recommendations")]
    pub(super) similar: Vec<SuggestionFields>,
}

/// What the cart suggests: the visitor's own is meant.
#[derive(cynic::QueryFragment)]
#[cynic(graphql_type = "Query")]
pub struct CartRailQuery {
    pub(super) taste: Allowed,
    #[arguments(kind: COMPLETE_THE_CART, first: 4)]
    #[cynic(alias, rename = "recommendations")]
    pub(super) complete_the_cart: Vec<SuggestionFields>,
}

/// Whether the visitor allows suggestions of their own.
#[derive(cynic::QueryFragment, Clone, Copy)]
#[cynic(graphql_type = "Taste")]
pub(super) struct Allowed {
    pub(super) personalisation: bool,
}

/// A suggestion.
#[derive(cynic::QueryFragment, Clone)]
#[cynic(graphql_type = "Recommendation")]
pub struct SuggestionFields {
    pub(super) product: ProductCardFields,
    pub(super) reason: ReasonFields,
}

/// Why it is there.
#[derive(cynic::QueryFragment, Clone, PartialEq)]
#[cynic(graphql_type = "RecommendationReason")]
pub struct ReasonFields {
    pub(super) code: ReasonCode,
    pub(super) text: String,
    pub(super) because: Vec<CauseFields>,
}

/// What caused it.
#[derive(cynic::QueryFragment, Clone, PartialEq)]
#[cynic(graphql_type = "Product")]
pub struct CauseFields {
    pub(super) slug: String,
    pub(super) title: String,
}

#[derive(cynic::Enum, Clone, Copy, Debug, PartialEq, Eq)]
#[cynic(graphql_type = "RecommendationReasonCode")]
pub(super) enum ReasonCode {
    YouViewed,
    YouSearched,
    YouCarted,
    YouWished,
    YouBought,
    YouReviewed,
    BoughtTogether,
    Similar,
    DueAgain,
    Trending,
    New,
    GoesWithCart,
}

impl ReasonCode {
    /// Whether it comes from what the visitor did.
    const fn is_own(self) -> bool {
        match self {
            Self::YouViewed
            | Self::YouSearched
            | Self::YouCarted
            | Self::YouWished
            | Self::YouBought
            | Self::YouReviewed
            | Self::DueAgain => true,
            Self::BoughtTogether | Self::Similar | Self::Trending | Self::New | Self::GoesWithCart => false,
        }
    }
}

/// What a rail is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum RailKind {
    ForYou,
    BecauseYouViewed,
    BuyAgain,
    Trending,
    BoughtTogether,
    Similar,
    CompleteTheCart,
}

impl RailKind {
    /// The name of its heading in the document.
    pub(super) const fn id(self) -> &'static str {
        match self {
            Self::ForYou => "rail-for-you",
            Self::BecauseYouViewed => "rail-because-you-viewed",
            Self::BuyAgain => "rail-buy-again",
            Self::Trending => "rail-trending",
            Self::BoughtTogether => "rail-bought-together",
            Self::Similar => "rail-similar",
            Self::CompleteTheCart => "rail-complete-the-cart",
        }
    }

    /// How many it shows at most.
    const fn most(self) -> usize {
        match self {
            Self::ForYou | Self::Trending => 8,
            _ => 4,
        }
    }
}

/// What a page shows: rails, none of them empty, and before them other shops' offers of its product.
#[derive(Default)]
pub struct Shown {
    /// Whether the visitor may put suggestions away.
    pub(super) personal: bool,
    pub(super) offers: Vec<OfferFields>,
    pub(super) rails: Vec<(RailKind, Vec<SuggestionFields>)>,
}

/// Reads the suggestions of a page. One without them is still a page.
pub(super) async fn shown(transport: &SharedTransport, of: RailsOf) -> Shown {
    let mut offers = Vec::new();
    let (taste, rails) = match of {
        RailsOf::Home => match send(transport, HomeRailsQuery::build(())).await {
            Ok(HomeRailsQuery { taste, for_you, because_you_viewed, buy_again }) => {
                (taste, of_home(for_you, because_you_viewed, buy_again))
            }
            Err(_) => return Shown::default(),
        },
        RailsOf::Product(id) => {
            let variables = ProductRailsVariables { product: cynic::Id::new(id) };
            match send(transport, ProductRailsQuery::build(variables)).await {
                Ok(ProductRailsQuery { taste, product, bought_together, similar }) => {
                    offers = product.map(OfferedElsewhere::offers).unwrap_or_default();
                    (taste, vec![(RailKind::BoughtTogether, bought_together), (RailKind::Similar, similar)])
                }
                Err(_) => return Shown::default(),
            }
        }
        RailsOf::Cart => match send(transport, CartRailQuery::build(())).await {
            Ok(CartRailQuery { taste, complete_the_cart }) => {
                (taste, vec![(RailKind::CompleteTheCart, complete_the_cart)])
            }
            Err(_) => return Shown::default(),
        },
    };
    let rails = each_once(rails, &offers);
    Shown { personal: taste.personalisation, offers, rails }
}

/// What nobody's doing caused is called what it is: liked lately, and for everybody.
fn of_home(
    for_you: Vec<SuggestionFields>,
    because_you_viewed: Vec<SuggestionFields>,
    buy_again: Vec<SuggestionFields>,
) -> Vec<(RailKind, Vec<SuggestionFields>)> {
    let known = for_you.iter().any(|suggestion| suggestion.reason.code.is_own());
    let first = if known { RailKind::ForYou } else { RailKind::Trending };
    vec![(first, for_you), (RailKind::BuyAgain, buy_again), (RailKind::BecauseYouViewed, because_you_viewed)]
}

/// Each product in the first rail that has it, and in none when it is offered before them; rails with nothing left are
/// none.
fn each_once(
    rails: Vec<(RailKind, Vec<SuggestionFields>)>,
    offers: &[OfferFields],
) -> Vec<(RailKind, Vec<SuggestionFields>)> {
    let mut seen: HashSet<String> = offers.iter().map(|offer| offer.product_id().to_owned()).collect();
    let own = |(kind, suggestions): (RailKind, Vec<SuggestionFields>)| {
        let fresh = suggestions.into_iter().filter(|one| seen.insert(one.product.id.inner().to_owned()));
        (kind, fresh.take(kind.most()).collect::<Vec<_>>())
    };
    rails.into_iter().map(own).filter(|(_, suggestions)| !suggestions.is_empty()).collect()
}
