//! Accounts made with a passkey and without a password.

use super::{MINE, delete, sign_in, topics};
use crate::support::TestApp;
use crate::support::actors::PASSWORD;
use crate::support::authenticator::Authenticator;
use api::graphql::Visitor;
use serde_json::{Value, json};
use std::net::IpAddr;

const BEGIN: &str = "mutation($input: PasskeySignUpBeginInput!) { passkeySignUpBegin(input: $input) {
    ceremony { token options } userErrors { code field } } }";
const FINISH: &str = "mutation($input: PasskeySignUpFinishInput!) { passkeySignUpFinish(input: $input) {
    account { id email displayName locale emailVerified hasPassword } accessToken userErrors { code field } } }";
const ENTER: &str = "mutation($input: SessionCreateInput!) { sessionCreate(input: $input) {
    accessToken userErrors { code } } }";

async fn begin(test: &TestApp, visitor: &Visitor, email: &str) -> Value {
    let input = json!({"input": {"email": email, "displayName": "Ada  Moss", "locale": "VI"}});
    test.data(visitor, BEGIN, input).await["passkeySignUpBegin"].clone()
}

async fn finish(test: &TestApp, visitor: &Visitor, begun: &Value, phone: &mut Authenticator) -> Value {
    let credential = phone.create(begun["ceremony"]["options"].as_str().expect("options"));
    let input = json!({"input": {"token": begun["ceremony"]["token"], "credential": credential}});
    test.data(visitor, FINISH, input).await["passkeySignUpFinish"].clone()
}

#[tokio::test]
async fn an_account_is_made_and_entered_again() {
    let test = TestApp::new().await;
    let (guest, mut phone) = (test.guest(), Authenticator::new("phone"));
    let begun = begin(&test, &guest, " Ada@Example.com").await;
    let made = finish(&test, &guest, &begun, &mut phone).await;
    assert_eq!(made["userErrors"], json!([]));
    let id = made["account"]["id"].clone();
    let expected = json!({"id": id, "email": "ada@example.com", "displayName": "Ada Moss", "locale": "VI",
        "emailVerified": false, "hasPassword": false});
    assert_eq!(made["account"], expected);
    let ada = test.with_token(made["accessToken"].as_str().expect("a token")).await;
    let mine = test.data(&ada, MINE, json!({})).await["me"]["passkeys"].clone();
    assert_eq!(mine.as_array().map(Vec::len), Some(1));
    assert_eq!(sign_in(&test, &mut phone).await["account"]["id"], id);
    assert_eq!(topics(&test).await, ["passkey.added"]);
    // One letter: is this your address? None that says what they have just done.
    let mails = test.mails().await;
    assert_eq!(mails.iter().map(|mail| mail.message.occasion().as_str()).collect::<Vec<_>>(), ["verify_email"]);
    // It cannot lock itself out.
    let refused = delete(&test, &ada, mine[0]["id"].as_str().expect("an id")).await;
    assert_eq!((&refused["deleted"], &refused["userErrors"][0]["code"]), (&json!(false), &json!("LAST_WAY_IN")));
}

#[tokio::test]
async fn its_owner_takes_everything_along_and_deletes_it_within_ten_minutes_of_coming_in() {
    let test = TestApp::new().await;
    let (guest, mut phone) = (test.guest(), Authenticator::new("phone"));
    let begun = begin(&test, &guest, "ada@example.com").await;
    let made = finish(&test, &guest, &begun, &mut phone).await;
    let ada = test.with_token(made["accessToken"].as_str().expect("a token")).await;
    let export = "mutation { accountExportCreate(input: {}) { path userErrors { code field } } }";
    let change = "mutation { emailChangeRequest(input: {newEmail: \"new@example.com\"}) { requested userErrors { code field } } }";
    let gone = "mutation { accountDelete(input: {}) { deleted userErrors { code field } } }";
    test.app.clock.advance_ms(10 * 60_000 + 1);
    let needed = json!([{"code": "CONFIRMATION_NEEDED", "field": ["password"]}]);
    for (mutation, field) in [(export, "accountExportCreate"), (change, "emailChangeRequest"), (gone, "accountDelete")]
    {
        assert_eq!(test.data(&ada, mutation, json!({})).await[field]["userErrors"], needed, "{field}");
    }
    let again = sign_in(&test, &mut phone).await;
    let ada = test.with_token(again["accessToken"].as_str().expect("a token")).await;
    let taken = test.data(&ada, export, json!({})).await;
    assert!(taken["accountExportCreate"]["path"].is_string(), "{taken}");
    assert_eq!(test.data(&ada, change, json!({})).await["emailChangeRequest"]["requested"], true);
    assert_eq!(test.data(&ada, gone, json!({})).await["accountDelete"], json!({"deleted": true, "userErrors": []}));
}

#[tokio::test]
async fn no_password_opens_it_and_one_is_added_by_mail() {
    let test = TestApp::new().await;
    let (guest, mut phone) = (test.guest(), Authenticator::new("phone"));
    let begun = begin(&test, &guest, "ada@example.com").await;
    let made = finish(&test, &guest, &begun, &mut phone).await;
    let ada = test.with_token(made["accessToken"].as_str().expect("a token")).await;
    let enter = async |password: &str| {
        let input = json!({"input": {"email": "ada@example.com", "password": password}});
        test.data(&test.guest(), ENTER, input).await["sessionCreate"].clone()
    };
    for wrong in ["", PASSWORD, "nobody has this password"] {
        assert_eq!(enter(wrong).await["userErrors"], json!([{"code": "CREDENTIALS_WRONG"}]), "{wrong}");
    }
    let change = "mutation { passwordUpdate(input: {currentPassword: \"\", newPassword: \"a lantern by the river\"}) {
        changed userErrors { code } } }";
    let refused = test.data(&ada, change, json!({})).await["passwordUpdate"].clone();
    assert_eq!(refused, json!({"changed": false, "userErrors": [{"code": "PASSWORD_WRONG"}]}));

    let verify = "mutation($token: String!) { emailVerificationComplete(input: {token: $token}) { verified } }";
    let token = test.token_to("ada@example.com", "/verify-email").await;
    test.data(&guest, verify, json!({"token": token})).await;
    let request = "mutation { passwordResetRequest(input: {email: \"ada@example.com\"}) { requested } }";
    test.data(&guest, request, json!({})).await;
    let token = test.token_to("ada@example.com", "/reset-password").await;
    let reset = "mutation($input: PasswordResetCompleteInput!) { passwordResetComplete(input: $input) { changed } }";
    let input = json!({"input": {"token": token, "password": PASSWORD}});
    assert_eq!(test.data(&guest, reset, input).await["passwordResetComplete"]["changed"], true);
    assert_eq!(enter(PASSWORD).await["userErrors"], json!([]));
    assert_eq!(sign_in(&test, &mut phone).await["userErrors"], json!([]), "the passkey stays");
}

#[tokio::test]
async fn what_is_wrong_is_said_at_its_field_and_a_taken_address_at_the_end_only() {
    let test = TestApp::new().await;
    test.register("ada").await;
    let guest = test.guest();
    let input = json!({"input": {"email": "ada", "displayName": " "}});
    let refused = test.data(&guest, BEGIN, input).await["passkeySignUpBegin"].clone();
    let expected = json!([
        {"code": "EMAIL_INVALID", "field": ["email"]},
        {"code": "DISPLAY_NAME_INVALID", "field": ["displayName"]},
    ]);
    assert_eq!(refused["userErrors"], expected);

    let work = async |email: &str| {
        let before = test.app.db.statements_sent();
        let begun = begin(&test, &guest, email).await;
        (begun, test.app.db.statements_sent() - before)
    };
    let (known, unknown) = (work("ada@example.com").await, work("eve@example.com").await);
    assert_eq!(known.1, unknown.1, "the same work");
    let answer = finish(&test, &guest, &known.0, &mut Authenticator::new("one")).await;
    assert_eq!(answer["userErrors"], json!([{"code": "EMAIL_TAKEN", "field": ["email"]}]));
    let answer = finish(&test, &guest, &unknown.0, &mut Authenticator::new("two")).await;
    assert_eq!(answer["userErrors"], json!([]));
    let replayed = finish(&test, &guest, &unknown.0, &mut Authenticator::new("two")).await;
    assert_eq!(replayed["userErrors"], json!([{"code": "CEREMONY_OVER", "field": ["token"]}]));
}

#[tokio::test]
async fn one_network_address_asks_for_so_many_accounts_and_no_more() {
    let test = TestApp::new().await;
    test.register("ada").await;
    let visitor = Visitor { address: Some(IpAddr::from([192, 0, 2, 1])), ..test.guest() };
    let begun = begin(&test, &visitor, "ada@example.com").await;
    for _ in 0..100 {
        finish(&test, &visitor, &begun, &mut Authenticator::new("phone")).await;
    }
    let limited = finish(&test, &visitor, &begun, &mut Authenticator::new("phone")).await;
    assert_eq!(limited["userErrors"][0]["code"], "TOO_MANY_ATTEMPTS");
    let register = "mutation { accountRegister(input: {email: \"bo@example.com\", password: \"a lantern by the river\",
        displayName: \"Bo\"}) { userErrors { code } } }";
    let limited = test.data(&visitor, register, json!({})).await;
    assert_eq!(limited["accountRegister"]["userErrors"], json!([{"code": "TOO_MANY_ATTEMPTS"}]), "counted together");
}
