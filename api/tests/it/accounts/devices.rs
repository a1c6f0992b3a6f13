//! The list of sessions.

use crate::support::TestApp;
use crate::support::actors::PASSWORD;
use api::graphql::Visitor;
use api::graphql::context::Effect;
use serde_json::{Value, json};

const LIST: &str = "{ me { sessions { id browser system kind current lastSeenAt } } }";
const END: &str = "mutation($input: SessionDeleteInput!) { sessionDelete(input: $input) { deleted } }";
const FIREFOX: &str = "Mozilla/5.0 (Android 15; Mobile; rv:145.0) Gecko/145.0 Firefox/145.0";

async fn list(test: &TestApp, visitor: &Visitor) -> Vec<Value> {
    let data = test.data(visitor, LIST, json!({})).await;
    data["me"]["sessions"].as_array().expect("sessions").clone()
}

/// Signs `ada` in from a browser of this name.
async fn from_browser(test: &TestApp, user_agent: &str) -> Visitor {
    let visitor = Visitor { user_agent: Some(user_agent.to_owned()), ..test.guest() };
    let query = "mutation($email: String!, $password: String!) {
        sessionCreate(input: {email: $email, password: $password, cookie: true}) { userErrors { code } } }";
    test.data(&visitor, query, json!({"email": "ada@example.com", "password": PASSWORD})).await;
    let token = visitor.effects.take().into_iter().find_map(|effect| match effect {
        Effect::SetSession(token) => Some(token),
        _ => None,
    });
    test.with_token(&token.expect("a cookie")).await
}

#[tokio::test]
async fn sessions_are_listed_by_device_and_one_can_be_ended() {
    let test = TestApp::new().await;
    let app = test.register("ada").await;
    test.register("eve").await;
    test.app.clock.advance_ms(60_000);
    let phone = from_browser(&test, FIREFOX).await;
    let sessions = list(&test, &phone).await;
    assert_eq!(sessions.len(), 2, "those of others are not there");
    let newest = &sessions[0];
    assert_eq!(
        (&newest["browser"], &newest["system"], &newest["kind"], &newest["current"], &newest["lastSeenAt"]),
        (&json!("Firefox"), &json!("Android"), &json!("COOKIE"), &json!(true), &json!("2026-03-02T09:01:00.000Z"))
    );
    assert_eq!((&sessions[1]["browser"], &sessions[1]["kind"]), (&Value::Null, &json!("BEARER")));

    let answer = test.data(&phone, END, json!({"input": {"id": sessions[1]["id"]}})).await;
    assert_eq!(answer["sessionDelete"]["deleted"], true);
    assert_eq!(phone.effects.take(), [], "the cookie here stays");
    assert_eq!(list(&test, &phone).await.len(), 1);
    let again = test.data(&phone, END, json!({"input": {"id": sessions[1]["id"]}})).await;
    assert_eq!(again["sessionDelete"]["deleted"], false);
    drop(app);
}

#[tokio::test]
async fn sessions_of_others_cannot_be_ended_or_seen() {
    let test = TestApp::new().await;
    let (ada, eve) = (test.register("ada").await, test.register("eve").await);
    let id = list(&test, &ada).await[0]["id"].clone();
    for wrong in [id, json!("sess_nonsense"), json!("")] {
        let answer = test.data(&eve, END, json!({"input": {"id": wrong}})).await;
        assert_eq!(answer["sessionDelete"]["deleted"], false);
    }
    assert_eq!((list(&test, &ada).await.len(), list(&test, &eve).await.len()), (1, 1));
}

#[tokio::test]
async fn signing_out_everywhere_ends_this_session_too() {
    let test = TestApp::new().await;
    test.register("ada").await;
    let phone = from_browser(&test, FIREFOX).await;
    test.data(&phone, END, json!({"input": {"everywhere": true}})).await;
    assert_eq!(phone.effects.take(), [Effect::ClearSession]);
    let again = from_browser(&test, FIREFOX).await;
    assert_eq!(list(&test, &again).await.len(), 1);
}
