//! Saving and changing searches: the same for scripts and for plain forms.

use crate::{
    catalog::{Choice, ProductFilter, ProductSort},
    data::{LoadError, SharedTransport, schema, send},
};
use cynic::MutationBuilder;
use leptos_router::params::ParamsMap;

/// What came of saving a search.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SaveOutcome {
    /// It is among the saved ones now, or was before.
    Saved,
    /// Nobody is signed in.
    SignIn,
    /// There are as many as may be.
    Full,
    /// It could not be done now.
    Failed,
}

/// The choice that a query of the search page stands for.
fn choice_of(address: &str) -> Choice {
    let pairs = address.trim_start_matches('?').split('&').filter_map(|pair| pair.split_once('='));
    let query: ParamsMap = pairs.map(|(name, value)| (name.to_owned(), value.to_owned())).collect();
    Choice::from_query(&query).from_start()
}

/// Saves the search of a query of the search page.
pub async fn save_search(transport: &SharedTransport, address: &str, letters: bool) -> SaveOutcome {
    let choice = choice_of(address);
    let variables = SaveVariables {
        filter: choice.filter(),
        sort: choice.sort,
        search: Some(choice.text).filter(|text| !text.is_empty()),
        // Whoever does not tick it has not said that letters are to end.
        letters: letters.then_some(true),
    };
    match send(transport, SaveMutation::build(variables)).await {
        Ok(answer) => match answer.saved_search_create.user_errors.first() {
            None => SaveOutcome::Saved,
            Some(Refused { code: Code::TooManySavedSearches }) => SaveOutcome::Full,
            Some(_) => SaveOutcome::Failed,
        },
        Err(LoadError::Refused { code, .. }) if code == "UNAUTHENTICATED" => SaveOutcome::SignIn,
        Err(_) => SaveOutcome::Failed,
    }
}

/// Notes that a search is looked at now. Returns the query of its page with the newest first; `None` when it is not there.
pub async fn open_search(transport: &SharedTransport, id: &str) -> Option<String> {
    let variables = WhichVariables { id: cynic::Id::new(id) };
    let answer = send(transport, SeenMutation::build(variables)).await.ok()?;
    let address = answer.saved_search_seen.saved_search?.address;
    Some(Choice { sort: Some(ProductSort::Newest), ..choice_of(&address) }.to_query())
}

/// Switches the letters about a search. Returns whether that was taken.
pub async fn switch_letters(transport: &SharedTransport, id: &str, letters: bool) -> bool {
    let variables = LettersVariables { id: cynic::Id::new(id), letters };
    let answer = send(transport, LettersMutation::build(variables)).await;
    answer.is_ok_and(|answer| answer.saved_search_update.user_errors.is_empty())
}

/// Deletes a search. Returns whether that was taken.
pub async fn delete_search(transport: &SharedTransport, id: &str) -> bool {
    let variables = WhichVariables { id: cynic::Id::new(id) };
    let answer = send(transport, DeleteMutation::build(variables)).await;
    answer.is_ok_and(|answer| answer.saved_search_delete.user_errors.is_empty())
}

#[derive(cynic::QueryVariables)]
struct SaveVariables {
    search: Option<String>,
    filter: ProductFilter,
    sort: Option<ProductSort>,
    letters: Option<bool>,
}

#[derive(cynic::QueryFragment)]
#[cynic(graphql_type = "Mutation", variables = "SaveVariables")]
struct SaveMutation {
    #[arguments(input: { search: $search, filter: $filter, sort: $sort, letters: $letters })]
    saved_search_create: SavePayload,
}

#[derive(cynic::QueryFragment)]
#[cynic(graphql_type = "SavedSearchCreatePayload")]
struct SavePayload {
    user_errors: Vec<Refused>,
}

#[derive(cynic::QueryFragment)]
#[cynic(graphql_type = "SavedSearchUserError")]
struct Refused {
    code: Code,
}

#[derive(cynic::Enum, Clone, Copy, Debug, PartialEq, Eq)]
#[cynic(graphql_type = "SavedSearchErrorCode")]
enum Code {
    SavedSearchNotFound,
    TooManySavedSearches,
    SearchEmpty,
    FilterUnknown,
}

#[derive(cynic::QueryVariables)]
struct WhichVariables {
    id: cynic::Id,
}

#[derive(cynic::QueryFragment)]
#[cynic(graphql_type = "Mutation", variables = "WhichVariables")]
struct SeenMutation {
    #[arguments(input: { id: $id })]
    saved_search_seen: SeenPayload,
}

#[derive(cynic::QueryFragment)]
#[cynic(graphql_type = "SavedSearchSeenPayload")]
struct SeenPayload {
    saved_search: Option<SeenSearch>,
}

#[derive(cynic::QueryFragment)]
#[cynic(graphql_type = "SavedSearch")]
struct SeenSearch {
    address: String,
}

#[derive(cynic::QueryVariables)]
struct LettersVariables {
    id: cynic::Id,
    letters: bool,
}

#[derive(cynic::QueryFragment)]
#[cynic(graphql_type = "Mutation", variables = "LettersVariables")]
struct LettersMutation {
    #[arguments(input: { id: $id, letters: $letters })]
    saved_search_update: LettersPayload,
}

#[derive(cynic::QueryFragment)]
#[cynic(graphql_type = "SavedSearchUpdatePayload")]
struct LettersPayload {
    user_errors: Vec<Refused>,
}

#[derive(cynic::QueryFragment)]
#[cynic(graphql_type = "Mutation", variables = "WhichVariables")]
struct DeleteMutation {
    #[arguments(input: { id: $id })]
    saved_search_delete: DeletePayload,
}

#[derive(cynic::QueryFragment)]
#[cynic(graphql_type = "SavedSearchDeletePayload")]
struct DeletePayload {
    user_errors: Vec<Refused>,
}

#[cfg(test)]
mod tests {
    use super::choice_of;

    #[test]
    fn an_address_is_read_as_the_search_page_reads_it() {
        let address = "?q=tea%20bowl&shop=a&shop=b&price=20-50&available=1&sort=price";
        assert_eq!(choice_of(address).to_query(), address);
        assert_eq!(choice_of("?q=bowl&after=abc").to_query(), "?q=bowl", "what is kept begins with its first page");
        assert_eq!(choice_of("nonsense").to_query(), "");
    }
}
