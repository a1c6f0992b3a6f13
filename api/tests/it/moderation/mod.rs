//! Moderation: what the machine holds, what people flag, what moderators decide, what authors appeal against.

mod appeals;
mod decisions;
mod flags;
mod holding;
mod log;
mod pages;
mod queue;

use crate::support::TestApp;
use api::actor::{Actor, Role, SignedIn};
use api::graphql::Visitor;
use serde_json::{Value, json};

pub const CASE: &str = "fragment C on ModerationCase { id version state subjectKind origin priority openedAt mine
    review { id status }
    evidence { score threshold judgedAt parts { part value weight note }
        ring { score parts { part value weight } members { index name openedAt reviewCount role }
            targets { index title shopName } reviews { member target stars writtenAt }
            bonds { a b strength reasons } } }
    flags { category comment createdAt by } appeal { text createdAt } log { action by at reason } }";

pub const STATEMENT: &str = "query($id: ID!) { node(id: $id) { ... on Review { status statusReason appealedAt mayAppeal
    statement { decision ground text automated issuedAt appealableUntil } } } }";

/// A new account that looks after what people write.
pub async fn moderator(test: &TestApp, name: &str) -> Visitor {
    let visitor = test.register(name).await;
    let account_id = visitor.actor.account_id().expect("registered");
    let session_id = visitor.actor.session_id().expect("signed in");
    let signed_in = SignedIn { account_id, session_id, role: Role::Moderator, shops: Vec::new(), currency: None };
    Visitor { actor: Actor::signed_in(signed_in), ..visitor }
}

/// Flags a review; returns the codes of what was refused.
pub async fn flag(test: &TestApp, visitor: &Visitor, review: &str, category: &str) -> Vec<String> {
    let query = "mutation($input: ReviewFlagInput!) { reviewFlag(input: $input) { userErrors { code } } }";
    let input = json!({"reviewId": review, "category": category, "comment": "Look at this."});
    codes(&test.data(visitor, query, json!({"input": input})).await["reviewFlag"])
}

pub async fn appeal(test: &TestApp, visitor: &Visitor, review: &str, text: &str) -> Vec<String> {
    let query = "mutation($input: ReviewAppealInput!) { reviewAppeal(input: $input) {
        review { id mayAppeal } userErrors { code } } }";
    let input = json!({"reviewId": review, "text": text});
    codes(&test.data(visitor, query, json!({"input": input})).await["reviewAppeal"])
}

/// The cases in a state as a moderator sees them.
pub async fn cases(test: &TestApp, moderator: &Visitor, state: &str) -> Vec<Value> {
    let query = format!(
        "query($state: ModerationCaseState) {{ moderationCases(first: 100, filter: {{state: $state}}) {{
            nodes {{ ...C }} totalCount }} }} {CASE}"
    );
    let data = test.data(moderator, &query, json!({"state": state})).await;
    data["moderationCases"]["nodes"].as_array().expect("cases").clone()
}

/// The open case of a review.
pub async fn case_of(test: &TestApp, moderator: &Visitor, review: &str) -> Value {
    let cases = cases(test, moderator, "OPEN").await;
    let of = |case: &&Value| case["review"]["id"] == json!(review);
    cases.iter().find(of).unwrap_or_else(|| panic!("no case of {review} among {cases:#?}")).clone()
}

/// Decides a case as it was read; returns the payload.
pub async fn decide(test: &TestApp, moderator: &Visitor, case: &Value, decision: &str, ground: Option<&str>) -> Value {
    let query = format!(
        "mutation($input: ModerationCaseDecideInput!) {{ moderationCaseDecide(input: $input) {{
            case {{ ...C }} userErrors {{ code field }} }} }} {CASE}"
    );
    let input = json!({"caseId": case["id"], "version": case["version"], "decision": decision, "ground": ground,
        "reason": "I have looked at it."});
    test.data(moderator, &query, json!({"input": input})).await["moderationCaseDecide"].clone()
}

/// What somebody sees of the statement about a review.
pub async fn told(test: &TestApp, visitor: &Visitor, review: &str) -> Value {
    test.data(visitor, STATEMENT, json!({"id": review})).await["node"].clone()
}

/// The text of the letter with this subject to an address.
pub async fn letter(test: &TestApp, to: &str, subject: &str) -> String {
    let mails = test.mails().await;
    let found = mails.iter().find(|mail| mail.recipient == to && mail.subject.as_deref() == Some(subject));
    let found = found.unwrap_or_else(|| panic!("no {subject} to {to} among {mails:#?}"));
    found.text.clone().expect("a text")
}

pub fn codes(payload: &Value) -> Vec<String> {
    let errors = payload["userErrors"].as_array().expect("a list");
    errors.iter().map(|error| error["code"].as_str().expect("a code").to_owned()).collect()
}

/// What was done about a case, in order.
pub fn actions(case: &Value) -> Vec<&str> {
    case["log"].as_array().expect("a log").iter().map(|row| row["action"].as_str().expect("an action")).collect()
}
