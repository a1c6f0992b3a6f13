//! Adding a passkey to an account.

use super::{mine, topics};
use crate::support::TestApp;
use crate::support::actors::PASSWORD;
use crate::support::authenticator::{Authenticator, base64url};
use api::config::Settings;
use api::graphql::Visitor;
use api::passkeys::{MAX_PASSKEYS, entity};
use sea_orm::EntityTrait;
use serde_json::{Value, json};

const BEGIN: &str = "mutation($password: String) { passkeyRegistrationBegin(input: {password: $password}) {
    ceremony { token options expiresAt } userErrors { code field retryAfter } } }";
const FINISH: &str = "mutation($token: String!, $credential: String!, $name: String) {
    passkeyRegistrationFinish(input: {token: $token, credential: $credential, name: $name}) {
        passkey { name backedUp } userErrors { code field } } }";

async fn begin(test: &TestApp, visitor: &Visitor, password: Option<&str>) -> Value {
    test.data(visitor, BEGIN, json!({"password": password})).await["passkeyRegistrationBegin"].clone()
}

async fn finish(test: &TestApp, visitor: &Visitor, begun: &Value, credential: &str) -> Value {
    let variables = json!({"token": begun["ceremony"]["token"], "credential": credential});
    test.data(visitor, FINISH, variables).await["passkeyRegistrationFinish"].clone()
}

fn options(begun: &Value) -> &str {
    begun["ceremony"]["options"].as_str().expect("options")
}

#[tokio::test]
async fn the_options_ask_for_what_signing_in_without_an_address_needs() {
    let test = TestApp::new().await;
    let ada = test.register("ada").await;
    let mut phone = Authenticator::new("phone");
    test.add_passkey(&ada, None, &mut phone).await;
    let begun = begin(&test, &ada, None).await;
    assert_eq!(begun["ceremony"]["expiresAt"], "2026-03-02T09:05:00.000Z");
    let options: Value = serde_json::from_str(options(&begun)).expect("JSON");
    assert_eq!(options["rp"], json!({"name": "Vouch", "id": "localhost"}));
    assert_eq!(options["user"]["name"], "ada@example.com");
    assert_eq!(options["user"]["displayName"], "ada");
    let account = ada.actor.account_id().expect("registered");
    assert_eq!(options["user"]["id"], base64url(account.0.as_bytes()));
    assert_eq!(options["attestation"], "none");
    assert_eq!(options["authenticatorSelection"]["residentKey"], "required");
    assert_eq!(options["authenticatorSelection"]["userVerification"], "required");
    let algorithms: Vec<i64> =
        options["pubKeyCredParams"].as_array().expect("a list").iter().filter_map(|one| one["alg"].as_i64()).collect();
    assert_eq!(algorithms, [-7, -35, -257], "ES256, ES384, RS256");
    assert_eq!(options["excludeCredentials"][0]["transports"], json!(["internal", "hybrid"]));
    assert!(options["challenge"].as_str().is_some_and(|challenge| challenge.len() >= 43), "256 bits");
}

#[tokio::test]
async fn what_was_made_is_kept_and_its_owner_hears_of_it() {
    let test = TestApp::new().await;
    let ada = Visitor {
        user_agent: Some("Mozilla/5.0 (X11; Linux x86_64) Chrome/142.0.0.0 Safari/537.36".into()),
        ..test.register("ada").await
    };
    let mut phone = Authenticator::new("phone");
    (phone.backs_up, phone.counter) = (true, 0);
    test.add_passkey(&ada, None, &mut phone).await;
    let row = entity::Entity::find().one(test.app.db.read()).await.expect("read").expect("a row");
    assert_eq!((row.name.as_str(), row.backed_up, row.sign_count), ("Chrome, Linux", true, 0));
    assert_eq!((row.credential_id.len(), row.aaguid), (32, None));
    assert_eq!(row.transports, json!(["internal", "hybrid"]));
    assert_eq!(topics(&test).await, ["passkey.added"]);
    let mails = test.mails().await;
    let told = mails.iter().any(|mail| mail.subject.as_deref() == Some("A passkey was added to your account"));
    assert!(told, "{mails:?}");

    test.app.clock.advance_ms(1);
    let mut manager = Authenticator::new("manager");
    manager.aaguid = 0xea9b_8d66_4d01_1d21_3ce4_b6b4_8cb5_75d4_u128.to_be_bytes();
    test.add_passkey(&ada, None, &mut manager).await;
    assert_eq!(mine(&test, &ada).await[1]["name"], "Google Password Manager");
}

#[tokio::test]
async fn it_is_confirmed_that_it_is_them() {
    let test = TestApp::new().await;
    let ada = test.register("ada").await;
    test.app.clock.advance_ms(10 * 60_000);
    assert_eq!(begin(&test, &ada, None).await["userErrors"], json!([]), "within ten minutes of signing in");
    test.app.clock.advance_ms(1);
    let needed = json!([{"code": "CONFIRMATION_NEEDED", "field": ["password"], "retryAfter": null}]);
    assert_eq!(begin(&test, &ada, None).await["userErrors"], needed);
    assert_eq!(begin(&test, &ada, Some("")).await["userErrors"], needed);
    assert_eq!(begin(&test, &ada, Some("not it at all")).await["userErrors"][0]["code"], "PASSWORD_WRONG");
    assert!(begin(&test, &ada, Some(PASSWORD)).await["ceremony"].is_object());
    for _ in 0..8 {
        begin(&test, &ada, Some("not it at all")).await;
    }
    let refused = begin(&test, &ada, Some(PASSWORD)).await;
    assert_eq!(refused["userErrors"], json!([{"code": "TOO_MANY_ATTEMPTS", "field": null, "retryAfter": 900}]));
}

#[tokio::test]
async fn a_ceremony_is_finished_once_in_time_and_by_who_began_it() {
    let test = TestApp::new().await;
    let (ada, bo) = (test.register("ada").await, test.register("bo").await);
    let mut phone = Authenticator::new("phone");
    let over = json!([{"code": "CEREMONY_OVER", "field": ["token"]}]);

    let begun = begin(&test, &ada, None).await;
    let credential = phone.create(options(&begun));
    assert_eq!(finish(&test, &bo, &begun, &credential).await["userErrors"], over, "somebody else");
    assert_eq!(finish(&test, &ada, &begun, &credential).await["userErrors"], over, "and then it is over");

    let begun = begin(&test, &ada, None).await;
    let credential = phone.create(options(&begun));
    test.app.clock.advance_ms(5 * 60_000);
    assert_eq!(finish(&test, &ada, &begun, &credential).await["userErrors"], over, "too late");

    let begun = begin(&test, &ada, None).await;
    let credential = phone.create(options(&begun));
    assert_eq!(finish(&test, &ada, &begun, &credential).await["userErrors"], json!([]));
    assert_eq!(finish(&test, &ada, &begun, &credential).await["userErrors"], over, "replayed");

    let begun = begin(&test, &ada, None).await;
    let replayed = finish(&test, &ada, &begun, &credential).await;
    assert_eq!(replayed["userErrors"][0]["code"], "CREDENTIAL_INVALID", "made for another challenge");
    assert_eq!(mine(&test, &ada).await.as_array().map(Vec::len), Some(1));
}

#[tokio::test]
async fn what_does_not_prove_itself_is_refused() {
    let test = TestApp::new().await;
    let ada = test.register("ada").await;
    let refused = async |what: &str, lie: fn(&mut Authenticator)| {
        let mut phone = Authenticator::new("phone");
        lie(&mut phone);
        let begun = begin(&test, &ada, None).await;
        let answer = finish(&test, &ada, &begun, &phone.create(options(&begun))).await;
        assert_eq!(answer["userErrors"], json!([{"code": "CREDENTIAL_INVALID", "field": ["credential"]}]), "{what}");
    };
    refused("challenge", |phone| phone.challenge = Some(base64url(&[7; 32]))).await;
    refused("origin", |phone| phone.origin = "https://vouch.example".into()).await;
    refused("port", |phone| phone.origin = "http://localhost:8081".into()).await;
    refused("domain", |phone| phone.domain = Some("vouch.example".into())).await;
    refused("nobody verified", |phone| phone.verifies = false).await;
    let begun = begin(&test, &ada, None).await;
    for junk in ["", "{}", "[1]", &"x".repeat(20_000)] {
        assert!(finish(&test, &ada, &begun, junk).await["passkey"].is_null());
    }
    assert_eq!(mine(&test, &ada).await, json!([]));
}

#[tokio::test]
async fn one_passkey_is_one_accounts_and_twenty_are_enough() {
    let test = TestApp::new().await;
    let (ada, bo) = (test.register("ada").await, test.register("bo").await);
    test.add_passkey(&ada, None, &mut Authenticator::new("phone")).await;
    let begun = begin(&test, &bo, None).await;
    let answer = finish(&test, &bo, &begun, &Authenticator::new("phone").create(options(&begun))).await;
    assert_eq!(answer["userErrors"], json!([{"code": "ALREADY_THERE", "field": ["credential"]}]));

    let waiting = begin(&test, &ada, None).await;
    for number in 1..MAX_PASSKEYS {
        test.add_passkey(&ada, None, &mut Authenticator::new(&format!("key {number}"))).await;
    }
    assert_eq!(begin(&test, &ada, None).await["userErrors"][0]["code"], "TOO_MANY_PASSKEYS");
    let late = finish(&test, &ada, &waiting, &Authenticator::new("late").create(options(&waiting))).await;
    assert_eq!(late["userErrors"][0]["code"], "TOO_MANY_PASSKEYS");
}

#[tokio::test]
async fn without_a_domain_there_are_none() {
    let settings = Settings { public_url: Some("http://192.0.2.7:8080".into()), ..Settings::default() };
    let test = TestApp::with_settings(settings).await;
    let ada = test.register("ada").await;
    assert_eq!(begin(&test, &ada, None).await["userErrors"][0]["code"], "NOT_AVAILABLE");
    let site = "{ site { passkeyOrigin } }";
    assert_eq!(test.data(&ada, site, json!({})).await["site"]["passkeyOrigin"], Value::Null);
    let here = TestApp::new().await;
    assert_eq!(here.data(&here.guest(), site, json!({})).await["site"]["passkeyOrigin"], "http://localhost:8080");
}
