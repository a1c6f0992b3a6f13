//! Passkeys: the list of an account, its names, and what may not be removed.

mod registration;
mod sign_in;
mod sign_up;

use crate::support::TestApp;
use crate::support::actors::PASSWORD;
use crate::support::authenticator::Authenticator;
use api::accounts::entity as account;
use api::graphql::Visitor;
use api::jobs::{CleanUp, Job as _};
use api::passkeys::entity::{self, ceremony};
use sea_orm::{ActiveValue, EntityTrait, PaginatorTrait as _};
use serde_json::{Value, json};

const MINE: &str = "{ me { hasPassword passkeys { id name backedUp createdAt lastUsedAt } } }";
const RENAME: &str = "mutation($id: ID!, $name: String!) { passkeyRename(input: {id: $id, name: $name}) {
    passkey { name } userErrors { code field } } }";
const DELETE: &str =
    "mutation($id: ID!) { passkeyDelete(input: {id: $id}) { deleted userErrors { code field message } } }";
const SIGN_IN_BEGIN: &str =
    "mutation { passkeySignInBegin { ceremony { token options } userErrors { code retryAfter } } }";
const SIGN_IN_FINISH: &str = "mutation($input: PasskeySignInFinishInput!) { passkeySignInFinish(input: $input) {
    account { id email } accessToken userErrors { code retryAfter } } }";

/// A ceremony of signing in that has begun: its token and its options.
async fn begin(test: &TestApp, visitor: &Visitor) -> (String, String) {
    let begun = test.data(visitor, SIGN_IN_BEGIN, json!({})).await["passkeySignInBegin"].clone();
    assert_eq!(begun["userErrors"], json!([]));
    let text = |field: &str| begun["ceremony"][field].as_str().expect("a text").to_owned();
    (text("token"), text("options"))
}

async fn finish(test: &TestApp, visitor: &Visitor, token: &str, credential: &str) -> Value {
    let input = json!({"input": {"token": token, "credential": credential}});
    test.data(visitor, SIGN_IN_FINISH, input).await["passkeySignInFinish"].clone()
}

/// Signs in from the beginning to the end.
async fn sign_in(test: &TestApp, authenticator: &mut Authenticator) -> Value {
    let guest = test.guest();
    let (token, options) = begin(test, &guest).await;
    finish(test, &guest, &token, &authenticator.get(&options)).await
}

async fn mine(test: &TestApp, visitor: &Visitor) -> Value {
    test.data(visitor, MINE, json!({})).await["me"]["passkeys"].clone()
}

async fn delete(test: &TestApp, visitor: &Visitor, id: &str) -> Value {
    test.data(visitor, DELETE, json!({"id": id})).await["passkeyDelete"].clone()
}

async fn topics(test: &TestApp) -> Vec<String> {
    let rows = api::events::after(test.app.db.read(), 0, None, 200).await.expect("read");
    rows.into_iter().map(|event| event.topic).filter(|topic| topic.starts_with("passkey.")).collect()
}

/// Takes the password away, as if the account had been made with a passkey.
async fn without_password(test: &TestApp, visitor: &Visitor) {
    let id = visitor.actor.account_id().expect("signed in");
    let row = account::ActiveModel {
        id: ActiveValue::Unchanged(id),
        password_hash: ActiveValue::Set(None),
        ..Default::default()
    };
    account::Entity::update(row).exec(test.app.db.write()).await.expect("changed");
}

#[tokio::test]
async fn an_account_sees_names_and_removes_its_own() {
    let test = TestApp::new().await;
    let (ada, bo) = (test.register("ada").await, test.register("bo").await);
    let mut phone = Authenticator::new("phone");
    let id = test.add_passkey(&ada, None, &mut phone).await;
    let list = mine(&test, &ada).await;
    assert_eq!(list[0]["id"], id);
    assert_eq!((&list[0]["backedUp"], &list[0]["lastUsedAt"]), (&json!(false), &Value::Null));
    assert_eq!(mine(&test, &bo).await, json!([]));

    let rename = async |visitor: &Visitor, name: &str| {
        test.data(visitor, RENAME, json!({"id": id, "name": name})).await["passkeyRename"].clone()
    };
    assert_eq!(rename(&ada, "  Ada’s   phone ").await["passkey"]["name"], "Ada’s phone");
    assert_eq!(rename(&ada, " ").await["userErrors"], json!([{"code": "NAME_INVALID", "field": ["name"]}]));
    assert_eq!(rename(&bo, "Bo’s now").await["userErrors"], json!([{"code": "NOT_FOUND", "field": ["id"]}]));
    assert_eq!(mine(&test, &ada).await[0]["name"], "Ada’s phone");

    assert_eq!(delete(&test, &bo, &id).await["userErrors"][0]["code"], "NOT_FOUND");
    assert_eq!(delete(&test, &ada, &id).await["deleted"], true);
    assert_eq!(delete(&test, &ada, &id).await["userErrors"][0]["code"], "NOT_FOUND");
    assert_eq!(mine(&test, &ada).await, json!([]));
    assert_eq!(topics(&test).await, ["passkey.added", "passkey.removed"]);
    assert_eq!(sign_in(&test, &mut phone).await["userErrors"][0]["code"], "PASSKEY_UNKNOWN");
}

#[tokio::test]
async fn the_only_way_in_is_not_removed_even_by_two_at_once() {
    let test = TestApp::new().await;
    let ada = test.register("ada").await;
    let phone = test.add_passkey(&ada, None, &mut Authenticator::new("phone")).await;
    let laptop = test.add_passkey(&ada, None, &mut Authenticator::new("laptop")).await;
    without_password(&test, &ada).await;
    assert_eq!(test.data(&ada, MINE, json!({})).await["me"]["hasPassword"], false);
    let answers = futures::future::join_all([&phone, &laptop].map(|id| delete(&test, &ada, id))).await;
    let gone = answers.iter().filter(|answer| answer["deleted"] == true).count();
    let refused = answers.iter().filter(|answer| answer["userErrors"][0]["code"] == "LAST_WAY_IN").count();
    assert_eq!((gone, refused), (1, 1), "{answers:?}");
    assert_eq!(entity::Entity::find().count(test.app.db.read()).await.expect("read"), 1);
}

#[tokio::test]
async fn with_a_password_the_last_one_may_go() {
    let test = TestApp::new().await;
    let ada = test.register("ada").await;
    let id = test.add_passkey(&ada, Some(PASSWORD), &mut Authenticator::new("phone")).await;
    assert_eq!(delete(&test, &ada, &id).await["deleted"], true);
}

#[tokio::test]
async fn a_new_password_by_mail_removes_the_passkeys_of_who_never_showed_the_address() {
    let test = TestApp::new().await;
    let request = "mutation($email: String!) { passwordResetRequest(input: {email: $email}) { requested } }";
    let reset = "mutation($token: String!) {
        passwordResetComplete(input: {token: $token, password: \"a lantern by the river\"}) { changed } }";
    let renew = async |email: &str| {
        test.data(&test.guest(), request, json!({"email": email})).await;
        let token = test.token_to(email, "/reset-password").await;
        let done = test.data(&test.guest(), reset, json!({"token": token})).await;
        assert_eq!(done["passwordResetComplete"]["changed"], true);
    };
    // Somebody made an account with Ada's address and waits with a passkey of their own.
    let stranger = test.register("ada").await;
    let mut waiting = Authenticator::new("stranger");
    test.add_passkey(&stranger, None, &mut waiting).await;
    renew("ada@example.com").await;
    assert_eq!(sign_in(&test, &mut waiting).await["userErrors"][0]["code"], "PASSKEY_UNKNOWN");

    // Now the address is Ada's: her passkeys stay when she forgets the password once more.
    let input = json!({"input": {"email": "ada@example.com", "password": "a lantern by the river"}});
    let enter = "mutation($input: SessionCreateInput!) { sessionCreate(input: $input) { accessToken } }";
    let answer = test.data(&test.guest(), enter, input).await;
    let ada = test.with_token(answer["sessionCreate"]["accessToken"].as_str().expect("a token")).await;
    let mut phone = Authenticator::new("phone");
    test.add_passkey(&ada, None, &mut phone).await;
    test.app.clock.advance_ms(10 * 60_000);
    renew("ada@example.com").await;
    assert_eq!(sign_in(&test, &mut phone).await["userErrors"], json!([]));
}

#[tokio::test]
async fn ceremonies_that_nobody_finished_are_deleted() {
    let test = TestApp::new().await;
    begin(&test, &test.guest()).await;
    let count = async || ceremony::Entity::find().count(test.app.db.read()).await.expect("read");
    test.app.clock.advance_ms(5 * 60_000 - 1);
    CleanUp.run(&test.app).await.expect("cleaned up");
    assert_eq!(count().await, 1);
    test.app.clock.advance_ms(1);
    assert_eq!(CleanUp.run(&test.app).await.expect("cleaned up"), 1);
    assert_eq!(count().await, 0);
}
