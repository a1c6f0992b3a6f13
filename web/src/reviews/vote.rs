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
    #[expect(dead_code, reason = "a payload is asked for something")]
    user_errors: Vec<VoteError>,
}

#[derive(cynic::QueryFragment)]
#[cynic(graphql_type = "ReviewUserError")]
struct VoteError {
    #[expect(dead_code, reason = "a payload is asked for something")]
    message: String,
}

/// Votes on a review as its form's button says: `up`, `down`, anything else takes the vote back. A vote that is refused
/// changes nothing, which the review shows.
pub async fn vote(transport: &SharedTransport, review: &str, vote: &str) {
    let vote = match vote {
        "up" => Some(ReviewVote::Up),
        "down" => Some(ReviewVote::Down),
        _ => None,
    };
    let input = ReviewVoteInput { id: review.into(), vote };
    let _ = send(transport, VoteMutation::build(VoteVariables { input })).await;
}
