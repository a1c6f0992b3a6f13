//! An account of the demonstration stays as it is: every visitor uses it.

use super::{deletion, email_change};
use crate::support::TestApp;
use api::accounts::entity;
use api::config::Settings;
use api::demo;
use api::graphql::Visitor;
use sea_orm::{ActiveValue, EntityTrait};
use serde_json::{Value, json};

async fn change_password(test: &TestApp, visitor: &Visitor, current: &str) -> Value {
    let query =
        "mutation($input: PasswordUpdateInput!) { passwordUpdate(input: $input) { changed userErrors { code } } }";
    let input = json!({"currentPassword": current, "newPassword": "a lantern by the river"});
    test.data(visitor, query, json!({"input": input})).await["passwordUpdate"].clone()
}

async fn is_shared(test: &TestApp, visitor: &Visitor) -> Value {
    test.data(visitor, "{ me { isShared } }", json!({})).await["me"]["isShared"].clone()
}

#[tokio::test]
async fn its_password_and_address_stay_and_so_does_it() {
    let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/../demo").into();
    let settings = Settings { demo: Some(true), demo_dir: Some(folder), ..Settings::default() };
    let test = TestApp::with_settings(settings).await;
    demo::load(&test.app).await.expect("loaded");
    let query = "mutation($input: SessionCreateInput!) { sessionCreate(input: $input) { accessToken } }";
    let input = json!({"email": "mai@demo.vouch.example", "password": demo::PASSWORD});
    let data = test.data(&test.guest(), query, json!({"input": input})).await;
    let mai = test.with_token(data["sessionCreate"]["accessToken"].as_str().expect("signed in")).await;
    assert_eq!(is_shared(&test, &mai).await, true);

    let refused = json!([{"code": "ACCOUNT_SHARED"}]);
    assert_eq!(change_password(&test, &mai, demo::PASSWORD).await["userErrors"], refused);
    let asked = email_change::request(&test, &mai, "mine@example.com", demo::PASSWORD).await;
    assert_eq!(asked["userErrors"], json!([{"code": "ACCOUNT_SHARED", "field": null}]));
    assert_eq!(deletion::delete(&test, &mai, demo::PASSWORD).await["userErrors"][0]["code"], "ACCOUNT_SHARED");
    let begin = "mutation { passkeyRegistrationBegin(input: {}) { ceremony { token } userErrors { code } } }";
    let begun = test.data(&mai, begin, json!({})).await;
    assert_eq!(begun["passkeyRegistrationBegin"], json!({"ceremony": null, "userErrors": refused}));
    let wish = "mutation { passwordResetRequest(input: {email: \"mai@demo.vouch.example\"}) { requested } }";
    test.data(&test.guest(), wish, json!({})).await;
    let token = test.token_to("mai@demo.vouch.example", "/reset-password").await;
    let reset = "mutation($token: String!) {
        passwordResetComplete(input: {token: $token, password: \"a lantern by the river\"}) { userErrors { code } } }";
    let data = test.data(&test.guest(), reset, json!({"token": token})).await;
    assert_eq!(data["passwordResetComplete"]["userErrors"], refused);
    let data = test.data(&test.guest(), query, json!({"input": input})).await;
    assert!(data["sessionCreate"]["accessToken"].is_string(), "the next visitor signs in as before");

    let eve = test.register("eve").await;
    assert_eq!(is_shared(&test, &eve).await, false);
    assert_eq!(change_password(&test, &eve, crate::support::actors::PASSWORD).await["changed"], true);
}

#[tokio::test]
async fn the_mark_is_worth_nothing_where_it_is_meant_in_earnest() {
    let test = TestApp::with_settings(Settings::default()).await;
    let ada = test.register("ada").await;
    let row = entity::ActiveModel {
        id: ActiveValue::Unchanged(ada.actor.account_id().expect("registered")),
        is_shared: ActiveValue::Set(true),
        ..Default::default()
    };
    entity::Entity::update(row).exec(test.app.db.write()).await.expect("marked");
    assert_eq!(is_shared(&test, &ada).await, false);
    assert_eq!(change_password(&test, &ada, crate::support::actors::PASSWORD).await["changed"], true);
}
