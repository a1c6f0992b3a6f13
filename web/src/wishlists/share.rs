//! Showing a list to others: the same for scripts and for plain forms.

use super::fields::WishlistFields;
use crate::data::{SharedTransport, schema, send};
use cynic::MutationBuilder;

/// How a change of the sharing ended.
#[derive(Clone, Debug, PartialEq)]
pub enum ShareOutcome {
    /// This is the list now.
    Done(Box<WishlistFields>),
    /// It cannot be called so.
    NameWrong,
    /// It could not be done now.
    Failed,
}

/// Shows the visitor's list to whoever has its link, under a name, or to nobody any more.
pub async fn share_wishlist(transport: &SharedTransport, shared: bool, name: Option<String>) -> ShareOutcome {
    // Who switches the link off says nothing about the name: it stays for the next time.
    let payload = match name {
        Some(name) => {
            let variables = NamedVariables { shared, name };
            send(transport, NamedMutation::build(variables)).await.map(|answer| answer.wishlist_share)
        }
        None => {
            let variables = ShareVariables { shared };
            send(transport, ShareMutation::build(variables)).await.map(|answer| answer.wishlist_share)
        }
    };
    match payload {
        Ok(SharePayload { wishlist: Some(list), user_errors }) if user_errors.is_empty() => {
            ShareOutcome::Done(Box::new(list))
        }
        Ok(SharePayload { user_errors, .. }) if user_errors.iter().any(|error| error.code == Code::NameInvalid) => {
            ShareOutcome::NameWrong
        }
        _ => ShareOutcome::Failed,
    }
}

#[derive(cynic::QueryVariables)]
struct NamedVariables {
    shared: bool,
    name: String,
}

#[derive(cynic::QueryFragment)]
#[cynic(graphql_type = "Mutation", variables = "NamedVariables")]
struct NamedMutation {
    #[arguments(input: { shared: $shared, name: $name })]
    wishlist_share: SharePayload,
}

#[derive(cynic::QueryVariables)]
struct ShareVariables {
    shared: bool,
}

#[derive(cynic::QueryFragment)]
#[cynic(graphql_type = "Mutation", variables = "ShareVariables")]
struct ShareMutation {
    #[arguments(input: { shared: $shared })]
    wishlist_share: SharePayload,
}

#[derive(cynic::QueryFragment)]
#[cynic(graphql_type = "WishlistSharePayload")]
struct SharePayload {
    wishlist: Option<WishlistFields>,
    user_errors: Vec<ShareError>,
}

#[derive(cynic::QueryFragment)]
#[cynic(graphql_type = "WishlistUserError")]
struct ShareError {
    code: Code,
}

#[derive(cynic::Enum, Clone, Copy, Debug, PartialEq, Eq)]
#[cynic(graphql_type = "WishlistErrorCode")]
enum Code {
    WishlistNotFound,
    ProductNotFound,
    TooManyItems,
    NameInvalid,
}
