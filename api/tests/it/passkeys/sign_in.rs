//! Signing in with a passkey.

use super::{begin, finish, mine, sign_in, topics};
use crate::support::TestApp;
use crate::support::authenticator::{Authenticator, base64url};
use api::graphql::Visitor;
use api::graphql::context::Effect;
use serde_json::{Value, json};
use std::net::IpAddr;

#[tokio::test]
async fn nobody_says_who_they_are_and_the_passkey_tells() {
    let test = TestApp::new().await;
    let ada = test.register("ada").await;
    let (mut adas, mut bos) = (Authenticator::new("ada"), Authenticator::new("bo"));
    test.add_passkey(&ada, None, &mut adas).await;
    test.add_passkey(&test.register("bo").await, None, &mut bos).await;
    let (_, options) = begin(&test, &test.guest()).await;
    let options: Value = serde_json::from_str(&options).expect("JSON");
    assert_eq!((&options["allowCredentials"], &options["rpId"]), (&json!([]), &json!("localhost")));
    assert_eq!(options["userVerification"], "required");

    let answer = sign_in(&test, &mut adas).await;
    assert_eq!((&answer["account"]["email"], &answer["userErrors"]), (&json!("ada@example.com"), &json!([])));
    let visitor = test.with_token(answer["accessToken"].as_str().expect("a token")).await;
    assert_eq!(mine(&test, &visitor).await[0]["lastUsedAt"], "2026-03-02T09:00:00.000Z");
    assert_eq!(sign_in(&test, &mut bos).await["account"]["email"], "bo@example.com");
}

#[tokio::test]
async fn a_browser_gets_a_cookie_and_keeps_its_cart() {
    let test = TestApp::new().await;
    let mut phone = Authenticator::new("phone");
    test.add_passkey(&test.register("ada").await, None, &mut phone).await;
    let shop = test.shop("clay").await;
    let (_, bowl) = test.product(shop, "tea-bowl", 1800, 10).await;
    let add = "mutation($lines: [CartLineInput!]!) { cartLinesAdd(input: {lines: $lines}) { cart { id } } }";
    let guest = test.guest();
    test.data(&guest, add, json!({"lines": [{"variantId": bowl.to_string(), "quantity": 2}]})).await;
    let cart_id = guest.effects.take().into_iter().find_map(|effect| match effect {
        Effect::SetCart(id) => Some(id),
        _ => None,
    });
    let guest = Visitor { cart_id, ..test.guest() };
    let (token, options) = begin(&test, &guest).await;
    let query = "mutation($input: PasskeySignInFinishInput!) { passkeySignInFinish(input: $input) {
        account { email } accessToken userErrors { code } } }";
    let input = json!({"input": {"token": token, "credential": phone.get(&options), "cookie": true}});
    let answer = test.data(&guest, query, input).await["passkeySignInFinish"].clone();
    assert_eq!((&answer["accessToken"], &answer["userErrors"]), (&Value::Null, &json!([])));
    let effects = guest.effects.take();
    let cookie = effects.iter().find_map(|effect| match effect {
        Effect::SetSession(token) => Some(token.clone()),
        _ => None,
    });
    assert!(effects.iter().any(|effect| matches!(effect, Effect::ClearCart)), "{effects:?}");
    let visitor = test.with_token(&cookie.expect("a cookie")).await;
    let cart = test.data(&visitor, "{ cart { totalQuantity } }", json!({})).await;
    assert_eq!(cart["cart"]["totalQuantity"], 2);
}

#[tokio::test]
async fn what_does_not_prove_itself_is_refused() {
    let test = TestApp::new().await;
    let (ada, bo) = (test.register("ada").await, test.register("bo").await);
    let mut bos = Authenticator::new("bo");
    test.add_passkey(&bo, None, &mut bos).await;
    let mut number = 0;
    let mut refused = async |what: &str, lie: &dyn Fn(&mut Authenticator)| {
        number += 1;
        let mut phone = Authenticator::new(&format!("phone {number}"));
        test.add_passkey(&ada, None, &mut phone).await;
        lie(&mut phone);
        let answer = sign_in(&test, &mut phone).await;
        assert_eq!(answer["userErrors"][0]["code"], "CREDENTIAL_INVALID", "{what}");
        assert!(answer["accessToken"].is_null());
    };
    refused("challenge", &|phone| phone.challenge = Some(base64url(&[7; 32]))).await;
    refused("origin", &|phone| phone.origin = "https://vouch.example".into()).await;
    refused("domain", &|phone| phone.domain = Some("vouch.example".into())).await;
    refused("signature", &|phone| phone.forges = true).await;
    refused("nobody verified", &|phone| phone.verifies = false).await;
    refused("somebody else's handle", &|phone| phone.user_handle = Some(bos.owner())).await;
    refused("no handle", &|phone| phone.user_handle = Some(String::new())).await;
    refused("not kept alike", &|phone| phone.backs_up = true).await;

    let guest = test.guest();
    let (token, options) = begin(&test, &guest).await;
    let good = bos.get(&options);
    for junk in ["", "{}", "[]", &good.replace("public-key", "x").replace("\"rawId\"", "\"raw\"")] {
        assert_eq!(finish(&test, &guest, &token, junk).await["userErrors"][0]["code"], "CREDENTIAL_INVALID", "{junk}");
    }
    assert_eq!(finish(&test, &guest, &token, &good).await["userErrors"], json!([]), "what was no answer ended nothing");
}

#[tokio::test]
async fn a_ceremony_is_finished_once_and_in_time() {
    let test = TestApp::new().await;
    let mut phone = Authenticator::new("phone");
    test.add_passkey(&test.register("ada").await, None, &mut phone).await;
    let guest = test.guest();
    let code = |answer: Value| answer["userErrors"][0]["code"].clone();

    let (token, options) = begin(&test, &guest).await;
    let credential = phone.get(&options);
    assert_eq!(finish(&test, &guest, &token, &credential).await["userErrors"], json!([]));
    assert_eq!(code(finish(&test, &guest, &token, &credential).await), "CEREMONY_OVER", "replayed");
    let (other, _) = begin(&test, &guest).await;
    assert_eq!(code(finish(&test, &guest, &other, &credential).await), "CREDENTIAL_INVALID", "another's challenge");
    assert_eq!(code(finish(&test, &guest, &other, &phone.get(&options)).await), "CEREMONY_OVER", "one try each");

    let (token, options) = begin(&test, &guest).await;
    test.app.clock.advance_ms(5 * 60_000);
    assert_eq!(code(finish(&test, &guest, &token, &phone.get(&options)).await), "CEREMONY_OVER", "too late");
    assert_eq!(code(finish(&test, &guest, "", &phone.get(&options)).await), "CEREMONY_OVER", "no token");
}

#[tokio::test]
async fn a_ceremony_of_one_kind_does_not_end_another() {
    let test = TestApp::new().await;
    let ada = test.register("ada").await;
    let mut phone = Authenticator::new("phone");
    test.add_passkey(&ada, None, &mut phone).await;
    let begun = "mutation { passkeyRegistrationBegin(input: {}) { ceremony { token options } } }";
    let begun = test.data(&ada, begun, json!({})).await["passkeyRegistrationBegin"]["ceremony"].clone();
    let text = |field: &str| begun[field].as_str().expect("a text").to_owned();
    let answer = finish(&test, &test.guest(), &text("token"), &phone.get(&text("options"))).await;
    assert_eq!(answer["userErrors"][0]["code"], "CEREMONY_OVER");
}

#[tokio::test]
async fn a_counter_that_goes_back_is_refused_and_recorded() {
    let test = TestApp::new().await;
    let mut phone = Authenticator::new("phone");
    phone.counter = 5;
    test.add_passkey(&test.register("ada").await, None, &mut phone).await;
    phone.counter = 9;
    assert_eq!(sign_in(&test, &mut phone).await["userErrors"], json!([]));
    for again in [9, 3, 0] {
        phone.counter = again;
        let answer = sign_in(&test, &mut phone).await;
        assert_eq!(answer["userErrors"][0]["code"], "COUNTER_WENT_BACK", "{again}");
        assert!(answer["accessToken"].is_null());
    }
    let recorded = topics(&test).await;
    assert_eq!(recorded.iter().filter(|topic| *topic == "passkey.counter_went_back").count(), 3);
    phone.counter = 10;
    assert_eq!(sign_in(&test, &mut phone).await["userErrors"], json!([]));
}

#[tokio::test]
async fn two_who_show_the_same_counter_at_once_do_not_both_come_in() {
    let test = TestApp::new().await;
    let mut phone = Authenticator::new("phone");
    test.add_passkey(&test.register("ada").await, None, &mut phone).await;
    let guest = test.guest();
    let mut tries = Vec::new();
    for _ in 0..3 {
        let (token, options) = begin(&test, &guest).await;
        phone.counter = 2;
        tries.push((token, phone.get(&options)));
    }
    let answers = tries.iter().map(|(token, credential)| finish(&test, &guest, token, credential));
    let answers = futures::future::join_all(answers).await;
    let entered = answers.iter().filter(|answer| answer["userErrors"] == json!([])).count();
    let refused = answers.iter().filter(|answer| answer["userErrors"][0]["code"] == "COUNTER_WENT_BACK").count();
    assert_eq!((entered, refused), (1, 2), "{answers:?}");
}

#[tokio::test]
async fn an_authenticator_that_does_not_count_comes_in_again_and_again() {
    let test = TestApp::new().await;
    let mut phone = Authenticator::new("phone");
    phone.counter = 0;
    test.add_passkey(&test.register("ada").await, None, &mut phone).await;
    for _ in 0..3 {
        assert_eq!(sign_in(&test, &mut phone).await["userErrors"], json!([]));
    }
}

#[tokio::test]
async fn tries_are_limited_as_with_a_password() {
    let test = TestApp::new().await;
    let mut phone = Authenticator::new("phone");
    test.add_passkey(&test.register("ada").await, None, &mut phone).await;
    phone.forges = true;
    for _ in 0..10 {
        assert_eq!(sign_in(&test, &mut phone).await["userErrors"][0]["code"], "CREDENTIAL_INVALID");
    }
    phone.forges = false;
    let limited = json!([{"code": "TOO_MANY_ATTEMPTS", "retryAfter": 900}]);
    assert_eq!(sign_in(&test, &mut phone).await["userErrors"], limited);
    test.app.clock.advance_ms(15 * 60_000);
    assert_eq!(sign_in(&test, &mut phone).await["userErrors"], json!([]));

    let visitor = Visitor { address: Some(IpAddr::from([192, 0, 2, 1])), ..test.guest() };
    for number in 0..100 {
        let mut unknown = Authenticator::new(&format!("unknown {number}"));
        unknown.create(
            "{\"rp\": {\"id\": \"localhost\"}, \"user\": {\"id\": \"AAAAAAAAAAAAAAAAAAAAAA\"}, \"challenge\": \"\"}",
        );
        let (token, options) = begin(&test, &visitor).await;
        let answer = finish(&test, &visitor, &token, &unknown.get(&options)).await;
        assert_eq!(answer["userErrors"][0]["code"], "PASSKEY_UNKNOWN");
    }
    let (token, options) = begin(&test, &visitor).await;
    assert_eq!(finish(&test, &visitor, &token, &phone.get(&options)).await["userErrors"], limited);
}
