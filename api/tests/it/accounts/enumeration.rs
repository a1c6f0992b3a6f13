//! That nobody learns by asking who has an account: the same words, and the same work, counted and never timed.

use super::{register, sign_in};
use crate::support::TestApp;
use crate::support::actors::PASSWORD;
use crate::support::authenticator::Authenticator;
use api::accounts::entity::{self, token};
use sea_orm::{ActiveValue, EntityTrait};
use serde_json::{Value, json};

/// What was answered, how many passwords were hashed or verified for it, and how many statements were sent.
async fn work(test: &TestApp, ask: impl AsyncFn() -> Value) -> (Value, u64, u64) {
    let (hashes, statements) = (test.app.accounts.hasher.done(), test.app.db.statements_sent());
    let answer = ask().await;
    (answer, test.app.accounts.hasher.done() - hashes, test.app.db.statements_sent() - statements)
}

#[tokio::test]
async fn a_wrong_password_costs_what_an_unknown_address_costs() {
    let test = TestApp::new().await;
    let ada = test.register("ada").await;
    let bo = test.register("bo").await;
    // One who has a passkey alone, and one whom an import made.
    test.add_passkey(&bo, None, &mut Authenticator::new("phone")).await;
    let row = entity::ActiveModel {
        id: ActiveValue::Unchanged(bo.actor.account_id().expect("registered")),
        password_hash: ActiveValue::Set(None),
        ..Default::default()
    };
    entity::Entity::update(row).exec(test.app.db.write()).await.expect("changed");
    drop(ada);

    let guest = test.guest();
    let with = async |email: &str| work(&test, async || sign_in(&test, &guest, email, "not the password").await).await;
    let unknown = with("eve@example.com").await;
    assert_eq!(unknown.0["userErrors"][0]["code"], "CREDENTIALS_WRONG");
    assert_eq!(unknown.1, 1, "one verification");
    for known in ["ada@example.com", "bo@example.com"] {
        assert_eq!(with(known).await, unknown, "{known}");
    }
    assert_eq!(with("eve@example.com").await, unknown, "the first was no other");
}

#[tokio::test]
async fn a_taken_address_costs_a_hash_as_a_new_one_does() {
    let test = TestApp::new().await;
    test.register("ada").await;
    let guest = test.guest();
    let with = async |email: &str| {
        let input = json!({"email": email, "password": PASSWORD, "displayName": "Ada"});
        work(&test, async || register(&test, &guest, input.clone()).await).await
    };
    let (taken, free) = (with("ada@example.com").await, with("eve@example.com").await);
    assert_eq!((taken.1, free.1), (1, 1));
    assert_eq!(taken.0["userErrors"], json!([{"code": "EMAIL_TAKEN", "field": ["email"]}]));
}

#[tokio::test]
async fn a_wish_for_a_new_password_hashes_nothing_whoever_it_is_for() {
    let test = TestApp::new().await;
    test.register("ada").await;
    let request = "mutation($email: String!) { passwordResetRequest(input: {email: $email}) {
        requested userErrors { code } } }";
    let guest = test.guest();
    let with =
        async |email: &str| work(&test, async || test.data(&guest, request, json!({"email": email})).await).await;
    let (known, unknown) = (with("ada@example.com").await, with("eve@example.com").await);
    assert_eq!(known, unknown);
    assert_eq!(known.1, 0);
}

#[tokio::test]
async fn a_links_token_is_256_random_bits_of_which_the_digest_alone_is_kept() {
    let test = TestApp::new().await;
    let request = "mutation($email: String!) { passwordResetRequest(input: {email: $email}) { requested } }";
    let mut tokens = Vec::new();
    for name in ["ada", "bo"] {
        test.register(name).await;
        let email = format!("{name}@example.com");
        test.data(&test.guest(), request, json!({"email": email})).await;
        tokens.push(test.token_to(&email, "/reset-password").await);
    }
    assert_ne!(tokens[0], tokens[1]);
    for token in &tokens {
        assert!(token.len() == 64 && token.bytes().all(|byte| byte.is_ascii_hexdigit()), "{token}");
    }
    let rows = token::Entity::find().all(test.app.db.read()).await.expect("read");
    let kept = format!("{rows:?}");
    assert!(rows.iter().all(|row| row.token_hash.len() == 32));
    assert!(tokens.iter().all(|token| !kept.contains(token.as_str())));
    // A token out of the air is refused before anything is hashed.
    let reset = "mutation($token: String!) { passwordResetComplete(input: {token: $token, password: \"a lantern by the river\"}) {
        changed userErrors { code } } }";
    let guest = test.guest();
    let wrong = async || test.data(&guest, reset, json!({"token": "0".repeat(64)})).await;
    let (answer, hashes, _) = work(&test, wrong).await;
    assert_eq!(answer["passwordResetComplete"]["userErrors"], json!([{"code": "TOKEN_INVALID"}]));
    assert_eq!(hashes, 0);
}
