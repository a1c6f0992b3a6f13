//! Registering, signing in and out.

mod devices;
mod enumeration;
mod profile;
mod recovery;
mod verification;

use crate::support::TestApp;
use crate::support::actors::PASSWORD;
use api::accounts::{entity, sessions};
use api::graphql::Visitor;
use api::graphql::context::Effect;
use api::ids::Secret;
use api::jobs::{CleanUp, Job};
use sea_orm::EntityTrait;
use serde_json::{Value, json};
use shared::timestamp::DAY_MS;
use std::net::IpAddr;

const REGISTER: &str = "mutation($input: AccountRegisterInput!) { accountRegister(input: $input) {
    account { id email displayName locale role } accessToken userErrors { code field } } }";
const SIGN_IN: &str = "mutation($input: SessionCreateInput!) { sessionCreate(input: $input) {
    account { email } accessToken userErrors { code field message } } }";
const SIGN_OUT: &str = "mutation($input: SessionDeleteInput!) { sessionDelete(input: $input) { deleted } }";
const ME: &str = "{ me { email } }";

async fn register(test: &TestApp, visitor: &Visitor, input: Value) -> Value {
    test.data(visitor, REGISTER, json!({"input": input})).await["accountRegister"].clone()
}

async fn sign_in(test: &TestApp, visitor: &Visitor, email: &str, password: &str) -> Value {
    let input = json!({"email": email, "password": password});
    test.data(visitor, SIGN_IN, json!({"input": input})).await["sessionCreate"].clone()
}

async fn me(test: &TestApp, visitor: &Visitor) -> Value {
    test.data(visitor, ME, json!({})).await["me"].clone()
}

async fn is_signed_in(test: &TestApp, token: &str) -> bool {
    sessions::actor_of(&test.app, &Secret::presented(token)).await.expect("looked up").is_some()
}

#[tokio::test]
async fn registers_and_is_signed_in() {
    let test = TestApp::new().await;
    let guest = test.guest();
    let input = json!({"email": " Ada@Example.com", "password": PASSWORD, "displayName": "Ada  Moss", "locale": "VI"});
    let made = register(&test, &guest, input).await;
    assert_eq!(made["userErrors"], json!([]));
    assert_eq!(made["account"]["email"], "ada@example.com");
    assert_eq!(made["account"]["displayName"], "Ada Moss");
    assert_eq!((&made["account"]["locale"], &made["account"]["role"]), (&json!("VI"), &json!("SHOPPER")));
    let visitor = test.with_token(made["accessToken"].as_str().expect("a token")).await;
    assert_eq!(me(&test, &visitor).await["email"], "ada@example.com");
    assert_eq!(me(&test, &guest).await, Value::Null);
    let stored = entity::Entity::find().one(test.app.db.read()).await.expect("read").expect("a row");
    assert!(stored.password_hash.is_some_and(|hash| hash.starts_with("$argon2id$v=19$m=19456,t=2,p=1$")));
    let topics: Vec<_> = events(&test).await;
    assert_eq!(topics, ["account.registered", "session.created"]);
}

async fn events(test: &TestApp) -> Vec<String> {
    let rows = api::events::after(test.app.db.read(), 0, None, 100).await.expect("read");
    rows.into_iter().map(|event| event.topic).collect()
}

#[tokio::test]
async fn names_everything_that_is_wrong_with_a_registration() {
    let test = TestApp::new().await;
    let input = json!({"email": "ada", "password": "short", "displayName": " "});
    let refused = register(&test, &test.guest(), input).await;
    assert_eq!(
        refused["userErrors"],
        json!([
            {"code": "EMAIL_INVALID", "field": ["email"]},
            {"code": "PASSWORD_TOO_SHORT", "field": ["password"]},
            {"code": "DISPLAY_NAME_INVALID", "field": ["displayName"]},
        ])
    );
    let common = json!({"email": "ada@example.com", "password": "Password123", "displayName": "Ada"});
    let refused = register(&test, &test.guest(), common).await;
    assert_eq!(refused["userErrors"], json!([{"code": "PASSWORD_TOO_COMMON", "field": ["password"]}]));
}

#[tokio::test]
async fn an_email_address_has_one_account_whoever_is_faster() {
    let test = TestApp::new().await;
    let input = json!({"email": "ada@example.com", "password": PASSWORD, "displayName": "Ada"});
    let guest = test.guest();
    let tries = (0..4).map(|_| register(&test, &guest, input.clone()));
    let answers = futures::future::join_all(tries).await;
    let made = answers.iter().filter(|answer| answer["account"].is_object()).count();
    let taken = answers.iter().filter(|answer| answer["userErrors"][0]["code"] == "EMAIL_TAKEN").count();
    assert_eq!((made, taken), (1, 3));
}

#[tokio::test]
async fn whoever_signs_in_learns_at_once_for_which_shops_they_work() {
    let test = TestApp::new().await;
    let shop = test.shop("lam-hong").await;
    let visitor = test.register("mai").await;
    test.staff(shop, visitor.actor.account_id().expect("registered")).await;
    let query = "mutation($input: SessionCreateInput!) { sessionCreate(input: $input) { account { shops { slug } } } }";
    let input = json!({"email": "mai@example.com", "password": PASSWORD});
    let answer = test.data(&test.guest(), query, json!({"input": input})).await;
    assert_eq!(answer["sessionCreate"]["account"], json!({"shops": [{"slug": "lam-hong"}]}));
}

#[tokio::test]
async fn signs_in_with_a_cookie_or_a_token() {
    let test = TestApp::new().await;
    test.register("ada").await;
    let browser = test.guest();
    let input = json!({"email": "ADA@example.com", "password": PASSWORD, "cookie": true});
    let answer = test.data(&browser, SIGN_IN, json!({"input": input})).await["sessionCreate"].clone();
    assert_eq!((&answer["accessToken"], &answer["account"]["email"]), (&Value::Null, &json!("ada@example.com")));
    let effects = browser.effects.take();
    let Some(Effect::SetSession(token)) = effects.iter().find(|effect| matches!(effect, Effect::SetSession(_))) else {
        panic!("no cookie in {effects:?}");
    };
    assert!(is_signed_in(&test, token).await);
    let app = sign_in(&test, &test.guest(), "ada@example.com", PASSWORD).await;
    assert!(is_signed_in(&test, app["accessToken"].as_str().expect("a token")).await);
}

#[tokio::test]
async fn wrong_passwords_and_unknown_addresses_look_the_same() {
    let test = TestApp::new().await;
    test.register("ada").await;
    let wrong = sign_in(&test, &test.guest(), "ada@example.com", "not the password").await;
    let unknown = sign_in(&test, &test.guest(), "eve@example.com", PASSWORD).await;
    assert_eq!(wrong, unknown);
    assert_eq!(wrong["userErrors"][0]["code"], "CREDENTIALS_WRONG");
    assert!(!is_signed_in(&test, "").await);
    assert!(!is_signed_in(&test, &"0".repeat(64)).await);
}

#[tokio::test]
async fn tries_are_limited_per_email_address() {
    let test = TestApp::new().await;
    test.register("ada").await;
    let visitor = Visitor { address: Some(IpAddr::from([192, 0, 2, 1])), ..test.guest() };
    for _ in 0..10 {
        let answer = sign_in(&test, &visitor, "ada@example.com", "wrong wrong wrong").await;
        assert_eq!(answer["userErrors"][0]["code"], "CREDENTIALS_WRONG");
    }
    let answer = sign_in(&test, &visitor, "ada@example.com", PASSWORD).await;
    assert_eq!(answer["userErrors"][0]["code"], "TOO_MANY_ATTEMPTS");
    test.app.clock.advance_ms(15 * 60_000);
    let answer = sign_in(&test, &visitor, "ada@example.com", PASSWORD).await;
    assert_eq!(answer["userErrors"], json!([]));
}

#[tokio::test]
async fn signing_out_counts_at_once_and_everywhere_if_asked() {
    let test = TestApp::new().await;
    test.register("ada").await;
    let mut tokens = Vec::new();
    for _ in 0..3 {
        let answer = sign_in(&test, &test.guest(), "ada@example.com", PASSWORD).await;
        tokens.push(answer["accessToken"].as_str().expect("a token").to_owned());
    }
    let first = test.with_token(&tokens[0]).await;
    let answer = test.data(&first, SIGN_OUT, json!({"input": {}})).await;
    assert_eq!(answer["sessionDelete"]["deleted"], true);
    assert!(!is_signed_in(&test, &tokens[0]).await);
    assert!(is_signed_in(&test, &tokens[1]).await);
    let second = test.with_token(&tokens[1]).await;
    test.data(&second, SIGN_OUT, json!({"input": {"everywhere": true}})).await;
    assert!(!is_signed_in(&test, &tokens[1]).await);
    assert!(!is_signed_in(&test, &tokens[2]).await);
    let answer = test.data(&test.guest(), SIGN_OUT, json!({"input": {}})).await;
    assert_eq!(answer["sessionDelete"]["deleted"], false);
    let ended = events(&test).await.iter().filter(|topic| *topic == "session.deleted").count();
    assert_eq!(ended, 4);
}

#[tokio::test]
async fn sessions_expire_and_are_deleted() {
    let test = TestApp::new().await;
    let answer =
        register(&test, &test.guest(), json!({"email": "ada@example.com", "password": PASSWORD, "displayName": "Ada"}))
            .await;
    let token = answer["accessToken"].as_str().expect("a token").to_owned();
    assert!(is_signed_in(&test, &token).await);
    test.app.clock.advance_ms(90 * DAY_MS - 1);
    assert!(is_signed_in(&test, &token).await);
    test.app.clock.advance_ms(1);
    assert!(!is_signed_in(&test, &token).await);
    assert_eq!(CleanUp.run(&test.app).await.expect("cleaned up"), 1);
    assert_eq!(CleanUp.run(&test.app).await.expect("cleaned up"), 0);
}

#[tokio::test]
async fn a_browsers_session_lasts_as_long_as_it_is_used() {
    let test = TestApp::new().await;
    let browser = test.guest();
    let input = json!({"email": "ada@example.com", "password": PASSWORD, "displayName": "Ada", "cookie": true});
    register(&test, &browser, input).await;
    let token = browser.effects.take().into_iter().find_map(|effect| match effect {
        Effect::SetSession(token) => Some(token),
        _ => None,
    });
    let token = token.expect("a cookie");
    for _ in 0..3 {
        test.app.clock.advance_ms(29 * DAY_MS);
        assert!(is_signed_in(&test, &token).await);
        // The note of its use is written behind the answer.
        let end = test.app.clock.now().plus_days(30);
        for _ in 0..200 {
            let row = entity::session::Entity::find().one(test.app.db.read()).await.expect("read").expect("a row");
            if row.expires_at == end {
                break;
            }
            tokio::time::sleep(std::time::Duration::from_millis(10)).await;
        }
    }
    test.app.clock.advance_ms(30 * DAY_MS);
    assert!(!is_signed_in(&test, &token).await);
}

#[tokio::test]
async fn looking_a_session_up_costs_one_statement_and_then_none() {
    let test = TestApp::new().await;
    test.register("ada").await;
    let answer = sign_in(&test, &test.guest(), "ada@example.com", PASSWORD).await;
    let token = answer["accessToken"].as_str().expect("a token").to_owned();
    let before = test.app.db.statements_sent();
    assert!(is_signed_in(&test, &token).await);
    assert_eq!(test.app.db.statements_sent() - before, 1);
    assert!(is_signed_in(&test, &token).await);
    assert_eq!(test.app.db.statements_sent() - before, 1);
}
