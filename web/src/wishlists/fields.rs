//! What the pages of wishlists read.

use crate::{
    catalog::ProductCardFields,
    data::{ImageFields, MoneyFields, MoneyRangeFields, scalars::DateTime, schema},
};

/// The visitor's list.
#[derive(cynic::QueryFragment, Clone, Debug, PartialEq)]
#[cynic(graphql_type = "Query")]
pub(super) struct WishlistQuery {
    pub(super) wishlist: Option<WishlistFields>,
}

/// A list as its owner sees it.
#[derive(cynic::QueryFragment, Clone, Debug, PartialEq)]
#[cynic(graphql_type = "Wishlist")]
pub struct WishlistFields {
    /// What its owner called it.
    pub name: Option<String>,
    /// What its link carries, while it is shared.
    pub share_token: Option<String>,
    /// What is on it.
    pub items: Vec<WishlistItemFields>,
}

/// A product on a list.
#[derive(cynic::QueryFragment, Clone, Debug, PartialEq)]
#[cynic(graphql_type = "WishlistItem")]
pub struct WishlistItemFields {
    /// Its id.
    pub product_id: cynic::Id,
    /// Its name.
    pub title: String,
    /// Its picture.
    pub image: Option<ImageFields>,
    /// The product, while it is for sale.
    pub product: Option<KeptProduct>,
    /// When it was added.
    pub added_at: DateTime,
    /// What it cost then.
    pub price_when_added: MoneyFields,
    /// By how much it is cheaper now.
    pub price_drop: Option<MoneyFields>,
    /// Whether it came back.
    pub back_in_stock: bool,
}

/// A product that is for sale.
#[derive(cynic::QueryFragment, Clone, Debug, PartialEq)]
#[cynic(graphql_type = "Product")]
pub struct KeptProduct {
    /// Its address.
    pub slug: String,
    /// Who sells it.
    pub shop: KeptShop,
    /// What it costs.
    pub price_range: MoneyRangeFields,
    /// What it cost before.
    pub compare_at_price_range: Option<MoneyRangeFields>,
    /// Whether it can be bought now.
    pub available: bool,
}

/// Who sells it.
#[derive(cynic::QueryFragment, Clone, Debug, PartialEq)]
#[cynic(graphql_type = "Shop")]
pub struct KeptShop {
    /// The shop's name.
    pub name: String,
}

#[derive(cynic::QueryVariables)]
pub(super) struct SharedVariables {
    pub(super) token: String,
}

#[derive(cynic::QueryFragment)]
#[cynic(graphql_type = "Query", variables = "SharedVariables")]
pub(super) struct SharedQuery {
    #[arguments(token: $token)]
    pub(super) shared_wishlist: Option<SharedFields>,
}

/// A list as others see it.
#[derive(cynic::QueryFragment)]
#[cynic(graphql_type = "SharedWishlist")]
pub(super) struct SharedFields {
    pub(super) name: Option<String>,
    pub(super) products: Vec<ProductCardFields>,
}

#[cfg(test)]
mod tests {
    use super::schema;
    use crate::wishlists::set::{ADD, REMOVE};
    use cynic::MutationBuilder;

    #[derive(cynic::QueryVariables)]
    struct Which {
        id: cynic::Id,
    }

    #[derive(cynic::QueryFragment)]
    #[cynic(graphql_type = "Mutation", variables = "Which")]
    struct Add {
        #[arguments(input: { productId: $id })]
        #[expect(dead_code, reason = "only the document is wanted")]
        wishlist_item_add: Added,
    }

    #[derive(cynic::QueryFragment)]
    #[cynic(graphql_type = "WishlistItemAddPayload")]
    struct Added {
        #[expect(dead_code, reason = "only the document is wanted")]
        user_errors: Vec<Refused>,
    }

    #[derive(cynic::QueryFragment)]
    #[cynic(graphql_type = "Mutation", variables = "Which")]
    struct Remove {
        #[arguments(input: { productId: $id })]
        #[expect(dead_code, reason = "only the document is wanted")]
        wishlist_item_remove: Removed,
    }

    #[derive(cynic::QueryFragment)]
    #[cynic(graphql_type = "WishlistItemRemovePayload")]
    struct Removed {
        #[expect(dead_code, reason = "only the document is wanted")]
        user_errors: Vec<Refused>,
    }

    #[derive(cynic::QueryFragment)]
    #[cynic(graphql_type = "WishlistUserError")]
    struct Refused {
        #[expect(dead_code, reason = "only the document is wanted")]
        code: Code,
    }

    #[derive(cynic::Enum)]
    #[cynic(graphql_type = "WishlistErrorCode")]
    enum Code {
        WishlistNotFound,
        ProductNotFound,
        TooManyItems,
        NameInvalid,
    }

    /// White space and names do not count.
    fn words(document: &str) -> String {
        let plain = document.replace("mutation Add", "mutation").replace("mutation Remove", "mutation");
        plain.split_whitespace().collect()
    }

    #[test]
    fn the_operations_of_the_heart_are_those_that_the_schema_knows() {
        let id = || Which { id: cynic::Id::new("prod_1") };
        assert_eq!(words(ADD), words(&Add::build(id()).query));
        assert_eq!(words(REMOVE), words(&Remove::build(id()).query));
    }
}
