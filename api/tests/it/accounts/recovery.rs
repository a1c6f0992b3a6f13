//! New passwords: by a link, and by the old one.

use crate::support::TestApp;
use crate::support::actors::PASSWORD;
use api::accounts::{entity, sessions};
use api::graphql::Visitor;
use api::ids::Secret;
use sea_orm::EntityTrait;
use serde_json::{Value, json};
use std::net::IpAddr;

const REQUEST: &str = "mutation($email: String!) { passwordResetRequest(input: {email: $email}) {
    requested userErrors { code message field retryAfter } } }";
const RESET: &str = "mutation($token: String!, $password: String!) {
    passwordResetComplete(input: {token: $token, password: $password}) { changed userErrors { code field } } }";
const CHANGE: &str = "mutation($current: String!, $new: String!) {
    passwordUpdate(input: {currentPassword: $current, newPassword: $new}) { changed userErrors { code field } } }";
const SIGN_IN: &str = "mutation($email: String!, $password: String!) {
    sessionCreate(input: {email: $email, password: $password}) { accessToken userErrors { code message retryAfter } } }";
const PAGE: &str = "/reset-password";
const NEW: &str = "a lantern by the river";

async fn request(test: &TestApp, visitor: &Visitor, email: &str) -> Value {
    test.data(visitor, REQUEST, json!({"email": email})).await["passwordResetRequest"].clone()
}

async fn reset(test: &TestApp, token: &str, password: &str) -> Value {
    let variables = json!({"token": token, "password": password});
    test.data(&test.guest(), RESET, variables).await["passwordResetComplete"].clone()
}

async fn sign_in(test: &TestApp, visitor: &Visitor, email: &str, password: &str) -> Value {
    test.data(visitor, SIGN_IN, json!({"email": email, "password": password})).await["sessionCreate"].clone()
}

async fn token_of(test: &TestApp, email: &str) -> String {
    assert_eq!(request(test, &test.guest(), email).await["requested"], true);
    test.token_to(email, PAGE).await
}

async fn is_signed_in(test: &TestApp, token: &str) -> bool {
    sessions::actor_of(&test.app, &Secret::presented(token)).await.expect("looked up").is_some()
}

#[tokio::test]
async fn a_link_brings_a_new_password_and_ends_every_session() {
    let test = TestApp::new().await;
    test.register("ada").await;
    let session = sign_in(&test, &test.guest(), "ada@example.com", PASSWORD).await;
    let session = session["accessToken"].as_str().expect("a token").to_owned();
    let token = token_of(&test, "ada@example.com").await;
    assert_eq!(reset(&test, &token, NEW).await, json!({"changed": true, "userErrors": []}));
    assert!(!is_signed_in(&test, &session).await);
    let old = sign_in(&test, &test.guest(), "ada@example.com", PASSWORD).await;
    assert_eq!(old["userErrors"][0]["code"], "CREDENTIALS_WRONG");
    let new = sign_in(&test, &test.guest(), "ada@example.com", NEW).await;
    assert_eq!(new["userErrors"], json!([]));
    // Who reads mail to this address has shown it.
    let visitor = test.with_token(new["accessToken"].as_str().expect("a token")).await;
    assert_eq!(test.data(&visitor, "{ me { emailVerified } }", json!({})).await["me"]["emailVerified"], true);
    let mails = test.mails().await;
    assert!(mails.iter().any(|mail| mail.subject.as_deref() == Some("Your password was changed")), "{mails:?}");
}

#[tokio::test]
async fn a_link_is_good_once_for_an_hour_and_for_nothing_else() {
    let test = TestApp::new().await;
    test.register("ada").await;
    let refused = json!([{"code": "TOKEN_INVALID", "field": ["token"]}]);
    let verification = test.token_to("ada@example.com", "/verify-email").await;
    for wrong in ["", &"0".repeat(64), &verification] {
        assert_eq!(reset(&test, wrong, NEW).await["userErrors"], refused, "{wrong}");
    }
    let token = token_of(&test, "ada@example.com").await;
    let short = reset(&test, &token, "short").await;
    assert_eq!(short["userErrors"], json!([{"code": "PASSWORD_TOO_SHORT", "field": ["password"]}]));
    assert_eq!(reset(&test, &token, NEW).await["changed"], true, "a refused password does not use the link up");
    assert_eq!(reset(&test, &token, "another lantern").await["userErrors"], refused);

    test.app.clock.advance_ms(2 * 60_000);
    let token = token_of(&test, "ada@example.com").await;
    test.app.clock.advance_ms(3_600_000 - 1);
    test.app.clock.advance_ms(1);
    assert_eq!(reset(&test, &token, "another lantern").await["userErrors"], refused, "an hour has passed");
}

#[tokio::test]
async fn two_who_bring_one_link_at_once_are_not_both_served() {
    let test = TestApp::new().await;
    test.register("ada").await;
    let token = token_of(&test, "ada@example.com").await;
    let tries =
        ["one lantern here", "two lanterns here", "three lanterns"].map(|password| reset(&test, &token, password));
    let answers = futures::future::join_all(tries).await;
    assert_eq!(answers.iter().filter(|answer| answer["changed"] == true).count(), 1);
}

#[tokio::test]
async fn nobody_learns_whether_an_address_has_an_account() {
    let test = TestApp::new().await;
    test.register("ada").await;
    test.mails().await;
    let statements = async |email: &str| {
        let before = test.app.db.statements_sent();
        let answer = request(&test, &test.guest(), email).await;
        (answer, test.app.db.statements_sent() - before)
    };
    let known = statements("ada@example.com").await;
    let unknown = statements("eve@example.com").await;
    assert_eq!(known, unknown, "the same answer after the same work");
    assert_eq!(known.0, json!({"requested": true, "userErrors": []}));
    let mails = test.mails().await;
    assert!(mails.iter().all(|mail| mail.recipient != "eve@example.com"));
    let waiting = api::mail::entity::Entity::find().all(test.app.db.read()).await.expect("read");
    assert!(waiting.iter().all(|mail| mail.recipient != "eve@example.com"), "an address of nobody is not kept");
}

#[tokio::test]
async fn one_address_is_written_to_once_in_two_minutes_and_each_place_is_limited() {
    let test = TestApp::new().await;
    test.register("ada").await;
    test.mails().await;
    let visitor = Visitor { address: Some(IpAddr::from([192, 0, 2, 1])), ..test.guest() };
    for _ in 0..20 {
        assert_eq!(request(&test, &visitor, "ada@example.com").await["requested"], true);
    }
    let links = |mails: Vec<api::mail::entity::Model>| {
        mails.iter().filter(|mail| mail.subject.as_deref() == Some("A new password for Vouch")).count()
    };
    assert_eq!(links(test.mails().await), 1);
    let refused = request(&test, &visitor, "bo@example.com").await;
    assert_eq!(refused["userErrors"][0]["code"], "TOO_MANY_ATTEMPTS");
    assert_eq!(refused["userErrors"][0]["retryAfter"], 900);
    test.app.clock.advance_ms(15 * 60_000);
    assert_eq!(request(&test, &visitor, "ada@example.com").await["requested"], true);
    assert_eq!(links(test.mails().await), 2);
}

#[tokio::test]
async fn a_new_password_lets_in_whom_somebodys_guessing_had_locked_out() {
    let test = TestApp::new().await;
    test.register("ada").await;
    for _ in 0..10 {
        sign_in(&test, &test.guest(), "ada@example.com", "wrong wrong wrong").await;
    }
    let refused = sign_in(&test, &test.guest(), "ada@example.com", PASSWORD).await;
    assert_eq!(refused["userErrors"][0]["code"], "TOO_MANY_ATTEMPTS");
    assert_eq!(refused["userErrors"][0]["retryAfter"], 900);
    assert_eq!(refused["userErrors"][0]["message"], "too many tries: wait 15 minutes and try again");
    // Somebody who is not there is refused in the same words.
    for _ in 0..10 {
        sign_in(&test, &test.guest(), "eve@example.com", "wrong wrong wrong").await;
    }
    assert_eq!(sign_in(&test, &test.guest(), "eve@example.com", PASSWORD).await, refused);
    let token = token_of(&test, "ada@example.com").await;
    reset(&test, &token, NEW).await;
    assert_eq!(sign_in(&test, &test.guest(), "ada@example.com", NEW).await["userErrors"], json!([]));
}

#[tokio::test]
async fn the_password_is_changed_by_who_knows_it_and_other_devices_are_signed_out() {
    let test = TestApp::new().await;
    let here = test.register("ada").await;
    let there = sign_in(&test, &test.guest(), "ada@example.com", PASSWORD).await;
    let there = there["accessToken"].as_str().expect("a token").to_owned();
    let change = async |current: &str, new: &str| {
        test.data(&here, CHANGE, json!({"current": current, "new": new})).await["passwordUpdate"].clone()
    };
    let wrong = change("not the password", NEW).await;
    assert_eq!(wrong["userErrors"], json!([{"code": "PASSWORD_WRONG", "field": ["currentPassword"]}]));
    let common = change(PASSWORD, "password123").await;
    assert_eq!(common["userErrors"], json!([{"code": "PASSWORD_TOO_COMMON", "field": ["newPassword"]}]));
    assert!(is_signed_in(&test, &there).await);
    assert_eq!(change(PASSWORD, NEW).await, json!({"changed": true, "userErrors": []}));
    assert!(!is_signed_in(&test, &there).await);
    let sessions = entity::session::Entity::find().all(test.app.db.read()).await.expect("read");
    assert_eq!(sessions.len(), 1, "the one that asked goes on");
    assert_eq!(sign_in(&test, &test.guest(), "ada@example.com", NEW).await["userErrors"], json!([]));
    for _ in 0..9 {
        change("not the password", NEW).await;
    }
    assert_eq!(change(NEW, "another lantern").await["userErrors"][0]["code"], "TOO_MANY_ATTEMPTS");
}

#[tokio::test]
async fn an_account_without_a_password_is_claimed_by_who_reads_its_mail() {
    let test = TestApp::new().await;
    let ada = test.register("ada").await;
    let id = ada.actor.account_id().expect("registered");
    let row = entity::ActiveModel {
        id: sea_orm::ActiveValue::Unchanged(id),
        password_hash: sea_orm::ActiveValue::Set(None),
        ..Default::default()
    };
    entity::Entity::update(row).exec(test.app.db.write()).await.expect("as an import leaves it");
    let token = token_of(&test, "ada@example.com").await;
    assert_eq!(reset(&test, &token, NEW).await["changed"], true);
    assert_eq!(sign_in(&test, &test.guest(), "ada@example.com", NEW).await["userErrors"], json!([]));
}
