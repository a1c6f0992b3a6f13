//! Another address: by the password and a link to it, and back by a link to the old one.

use crate::support::TestApp;
use crate::support::actors::PASSWORD;
use api::accounts::sessions;
use api::graphql::Visitor;
use api::ids::Secret;
use api::passkeys::entity as passkey;
use sea_orm::{EntityTrait, IntoActiveModel};
use serde_json::{Value, json};
use shared::id::PasskeyId;
use shared::payments::PaymentMethod;
use shared::timestamp::DAY_MS;

const CONFIRM: &str = "/account/confirm-email";
const UNDO: &str = "/account/undo-email";

pub async fn request(test: &TestApp, visitor: &Visitor, new: &str, password: &str) -> Value {
    let query = "mutation($input: EmailChangeRequestInput!) { emailChangeRequest(input: $input) {
        requested userErrors { code field } } }";
    let input = json!({"newEmail": new, "password": password});
    test.data(visitor, query, json!({"input": input})).await["emailChangeRequest"].clone()
}

pub async fn complete(test: &TestApp, visitor: &Visitor, token: &str) -> Value {
    let query = "mutation($token: String!) { emailChangeComplete(input: {token: $token}) {
        account { email emailVerified } userErrors { code field } } }";
    test.data(visitor, query, json!({"token": token})).await["emailChangeComplete"].clone()
}

pub async fn undo(test: &TestApp, token: &str) -> Value {
    let query = "mutation($token: String!) { emailChangeUndo(input: {token: $token}) { undone userErrors { code } } }";
    test.data(&test.guest(), query, json!({"token": token})).await["emailChangeUndo"].clone()
}

async fn email(test: &TestApp, visitor: &Visitor) -> Value {
    test.data(visitor, "{ me { email } }", json!({})).await["me"]["email"].clone()
}

async fn sign_in(test: &TestApp, email: &str) -> Option<String> {
    let input = json!({"email": email, "password": PASSWORD});
    let query = "mutation($input: SessionCreateInput!) { sessionCreate(input: $input) { accessToken } }";
    let data = test.data(&test.guest(), query, json!({"input": input})).await;
    data["sessionCreate"]["accessToken"].as_str().map(str::to_owned)
}

/// Lets what was written so far be older than what comes.
async fn later(test: &TestApp) {
    test.mails().await;
    test.app.clock.advance_ms(1000);
}

/// A passkey of an account, as far as it is there.
async fn give_passkey(test: &TestApp, visitor: &Visitor) -> PasskeyId {
    let row = passkey::Model {
        id: test.app.ids.next(),
        account_id: visitor.actor.account_id().expect("registered"),
        credential_id: vec![7; 16],
        credential: json!({}),
        sign_count: 0,
        backed_up: false,
        transports: json!([]),
        aaguid: None,
        name: "a phone".to_owned(),
        created_at: test.app.clock.now(),
        last_used_at: None,
    };
    let id = row.id;
    passkey::Entity::insert(row.into_active_model()).exec(test.app.db.write()).await.expect("made");
    id
}

async fn is_signed_in(test: &TestApp, token: &str) -> bool {
    sessions::actor_of(&test.app, &Secret::presented(token)).await.expect("looked up").is_some()
}

async fn register(test: &TestApp, email: &str) -> Value {
    let input = json!({"email": email, "password": PASSWORD, "displayName": "Eve"});
    let query = "mutation($input: AccountRegisterInput!) {
        accountRegister(input: $input) { account { id } userErrors { code } } }";
    test.data(&test.guest(), query, json!({"input": input})).await["accountRegister"].clone()
}

#[tokio::test]
async fn an_address_is_changed_by_the_link_that_was_mailed_to_the_new_one() {
    let test = TestApp::new().await;
    let ada = test.register("ada").await;
    let elsewhere = sign_in(&test, "ada@example.com").await.expect("signed in");
    let asked = request(&test, &ada, " New@Example.com ", PASSWORD).await;
    assert_eq!(asked, json!({"requested": true, "userErrors": []}));
    let token = test.token_to("new@example.com", CONFIRM).await;
    assert_eq!(email(&test, &ada).await, "ada@example.com", "until it is confirmed");
    later(&test).await;
    let done = complete(&test, &ada, &token).await;
    assert_eq!(done, json!({"account": {"email": "new@example.com", "emailVerified": true}, "userErrors": []}));
    assert!(!is_signed_in(&test, &elsewhere).await, "other sessions have ended");
    assert!(sign_in(&test, "ada@example.com").await.is_none());
    assert!(sign_in(&test, "new@example.com").await.is_some());
    assert_eq!(
        complete(&test, &ada, &token).await["userErrors"],
        json!([{"code": "TOKEN_INVALID", "field": ["token"]}])
    );
    let notice = test.mail_to("ada@example.com").await;
    assert_eq!(notice.subject.as_deref(), Some("Your account has another address"));
    assert!(notice.text.is_some_and(|text| text.contains(UNDO) && !text.contains("new@example.com")));
}

#[tokio::test]
async fn whether_an_address_is_taken_does_not_show() {
    let test = TestApp::new().await;
    let (ada, ben) = (test.register("ada").await, test.register("ben").await);
    later(&test).await;
    let taken = request(&test, &ada, "ben@example.com", PASSWORD).await;
    let free = request(&test, &ada, "free@example.com", PASSWORD).await;
    assert_eq!(taken, free);
    let letter = test.mail_to("ben@example.com").await;
    assert_eq!(letter.subject.as_deref(), Some("This address has an account already"));
    let text = letter.text.expect("a text");
    assert!(!text.contains("token=") && !text.contains("ada"), "{text}");
    assert_eq!(email(&test, &ben).await, "ben@example.com");
}

#[tokio::test]
async fn what_is_wrong_is_said_at_its_field() {
    let test = TestApp::new().await;
    let ada = test.register("ada").await;
    for (new, password, code, field) in [
        ("new@example.com", "not the password", "PASSWORD_WRONG", "password"),
        ("nonsense", PASSWORD, "EMAIL_INVALID", "newEmail"),
        ("ADA@example.com", PASSWORD, "EMAIL_UNCHANGED", "newEmail"),
    ] {
        let asked = request(&test, &ada, new, password).await;
        assert_eq!(asked, json!({"requested": false, "userErrors": [{"code": code, "field": [field]}]}));
    }
    for number in 0..5 {
        assert_eq!(request(&test, &ada, &format!("n{number}@example.com"), PASSWORD).await["requested"], true);
    }
    let asked = request(&test, &ada, "n5@example.com", PASSWORD).await;
    assert_eq!(asked["userErrors"][0]["code"], "TOO_MANY_ATTEMPTS", "each writes to somebody");
}

#[tokio::test]
async fn a_link_is_good_once_for_a_day_and_for_its_account_alone() {
    let test = TestApp::new().await;
    let (ada, ben) = (test.register("ada").await, test.register("ben").await);
    request(&test, &ada, "first@example.com", PASSWORD).await;
    let first = test.token_to("first@example.com", CONFIRM).await;
    request(&test, &ada, "second@example.com", PASSWORD).await;
    let second = test.token_to("second@example.com", CONFIRM).await;
    assert!(complete(&test, &ada, &first).await["account"].is_null(), "the last wish counts");
    assert!(complete(&test, &ben, &second).await["account"].is_null(), "a slip hands the account to no stranger");
    let tries = (0..4).map(|_| complete(&test, &ada, &second));
    let answers = futures::future::join_all(tries).await;
    assert_eq!(answers.iter().filter(|answer| answer["account"].is_object()).count(), 1);
    request(&test, &ada, "third@example.com", PASSWORD).await;
    let third = test.token_to("third@example.com", CONFIRM).await;
    test.app.clock.advance_ms(DAY_MS);
    assert!(complete(&test, &ada, &third).await["account"].is_null());
    request(&test, &ada, "ben2@example.com", PASSWORD).await;
    let fourth = test.token_to("ben2@example.com", CONFIRM).await;
    test.register("ben2").await;
    assert_eq!(complete(&test, &ada, &fourth).await["userErrors"][0]["code"], "EMAIL_TAKEN");
    assert_eq!(email(&test, &ada).await, "second@example.com");
}

#[tokio::test]
async fn the_owner_of_the_old_address_takes_a_change_back() {
    let test = TestApp::new().await;
    let thief = test.register("ada").await;
    request(&test, &thief, "thief@example.com", PASSWORD).await;
    complete(&test, &thief, &test.token_to("thief@example.com", CONFIRM).await).await;
    // The thief may neither register the old address nor shake the link off by moving on.
    assert_eq!(register(&test, "ada@example.com").await["userErrors"], json!([{"code": "EMAIL_TAKEN"}]));
    let undoing = test.token_to("ada@example.com", UNDO).await;
    request(&test, &thief, "thief2@example.com", PASSWORD).await;
    complete(&test, &thief, &test.token_to("thief2@example.com", CONFIRM).await).await;
    let session = sign_in(&test, "thief2@example.com").await.expect("signed in");
    let own = give_passkey(&test, &thief).await;
    assert_eq!(undo(&test, &undoing).await, json!({"undone": true, "userErrors": []}));
    assert_eq!(undo(&test, &undoing).await["userErrors"], json!([{"code": "TOKEN_INVALID"}]));
    assert!(!is_signed_in(&test, &session).await);
    let left = passkey::Entity::find_by_id(own).one(test.app.db.read()).await.expect("read");
    assert!(left.is_none(), "so is what the thief made meanwhile");
    for address in ["ada@example.com", "thief@example.com", "thief2@example.com"] {
        assert!(
            sign_in(&test, address).await.is_none(),
            "the password that the thief knew is worth nothing: {address}"
        );
    }
    let token = test.token_to("ada@example.com", "/reset-password").await;
    let reset = "mutation($token: String!) {
        passwordResetComplete(input: {token: $token, password: \"a lantern by the river\"}) { changed } }";
    assert_eq!(
        test.data(&test.guest(), reset, json!({"token": token})).await["passwordResetComplete"]["changed"],
        true
    );
    assert_eq!(register(&test, "thief@example.com").await["userErrors"], json!([]), "given up for good");
}

#[tokio::test]
async fn an_address_that_was_given_up_is_free_after_a_week() {
    let test = TestApp::new().await;
    let ada = test.register("ada").await;
    request(&test, &ada, "new@example.com", PASSWORD).await;
    complete(&test, &ada, &test.token_to("new@example.com", CONFIRM).await).await;
    test.mails().await;
    // Its own account may go back there at any time.
    request(&test, &ada, "ada@example.com", PASSWORD).await;
    let back = complete(&test, &ada, &test.token_to("ada@example.com", CONFIRM).await).await;
    assert_eq!(back["account"]["email"], "ada@example.com");
    test.app.clock.advance_ms(60_000);
    request(&test, &ada, "newer@example.com", PASSWORD).await;
    complete(&test, &ada, &test.token_to("newer@example.com", CONFIRM).await).await;
    let undoing = test.token_to("ada@example.com", UNDO).await;
    test.app.clock.advance_ms(7 * DAY_MS);
    assert_eq!(undo(&test, &undoing).await["userErrors"], json!([{"code": "TOKEN_INVALID"}]));
    assert_eq!(register(&test, "ada@example.com").await["userErrors"], json!([]));
}

#[tokio::test]
async fn orders_under_way_are_told_of_at_the_new_address() {
    let test = TestApp::new().await;
    let clay = test.shop("clay").await;
    let (_, bowl) = test.product(clay, "tea-bowl", 1800, 10).await;
    let ada = test.register("buyer").await;
    let open = test.order_by(&ada, &[(bowl, 1)], PaymentMethod::CashOnDelivery).await;
    let over = test.order_by(&ada, &[(bowl, 1)], PaymentMethod::CashOnDelivery).await;
    let cancel = "mutation($id: ID!) { orderCancel(input: {orderId: $id, idempotencyKey: \"k\"}) { order { email } } }";
    test.data(&ada, cancel, json!({"id": over.id()})).await;
    request(&test, &ada, "new@example.com", PASSWORD).await;
    complete(&test, &ada, &test.token_to("new@example.com", CONFIRM).await).await;
    let query = "query($id: ID!) { order(id: $id) { email } }";
    for (order, email) in [(open, "new@example.com"), (over, "buyer@example.com")] {
        assert_eq!(test.data(&ada, query, json!({"id": order.id()})).await["order"]["email"], email);
    }
}
