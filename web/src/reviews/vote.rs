//! Saying whether a review helped.

use super::fields::ReviewVote;
use crate::data::{SharedTransport, schema, send};
use cynic::MutationBuilder;

#[derive(cynic::QueryVariables)]
struct VoteVariables {
    input: ReviewVoteInput,
}

#[derive(cynic::InputObject)]
struct ReviewVoteInput {
    id: cynic::Id,
    vote: Option<ReviewVote>,
}

#[derive(cynic::QueryFragment)]
#[cynic(graphql_type = "Mutation", variables = "VoteVariables")]
struct VoteMutation {
    #[arguments(input: $input)]
    review_vote: VotePayload,
}

#[derive(cynic::QueryFragment)]
#[cynic(graphql_type = "ReviewVotePayload")]
struct VotePayload {
    user_errors: Vec<VoteError>,
}

#[derive(cynic::QueryFragment)]
#[cynic(graphql_type = "ReviewUserError")]
struct VoteError {
    #[expect(dead_code, reason = "every refusal is told alike")]
    message: String,
}

/// Votes on a review as its form's button says: `up`, `down`, anything else takes the vote back. Returns
/// whether it was taken; what is refused changes nothing, which the review shows.
pub async fn vote(transport: &SharedTransport, review: &str, vote: &str) -> bool {
    let vote = match vote {
        "up" => Some(ReviewVote::Up),
        "down" => Some(ReviewVote::Down),
        _ => None,
    };
    let input = ReviewVoteInput { id: cynic::Id::new(review), vote };
    let answer = send(transport, VoteMutation::build(VoteVariables { input })).await;
    answer.is_ok_and(|answer| answer.review_vote.user_errors.is_empty())
}
