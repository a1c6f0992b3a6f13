//! Visitors who are somebody.

use super::TestApp;
use api::accounts::sessions;
use api::graphql::Visitor;
use api::ids::Secret;
use serde_json::json;

/// A password that may be chosen.
pub const PASSWORD: &str = "tin kettle on the hob";

impl TestApp {
    /// Registers `NAME@example.com` and returns a visitor who is signed in.
    pub async fn register(&self, name: &str) -> Visitor {
        let token = self.token(name).await;
        self.with_token(&token).await
    }

    /// Registers `NAME@example.com` and returns its access token.
    pub async fn token(&self, name: &str) -> String {
        let email = format!("{name}@example.com");
        let input = json!({"email": email, "password": PASSWORD, "displayName": name});
        let query = "mutation($input: AccountRegisterInput!) {
            accountRegister(input: $input) { accessToken userErrors { code } } }";
        let data = self.data(&self.guest(), query, json!({"input": input})).await;
        data["accountRegister"]["accessToken"].as_str().expect("registered").to_owned()
    }

    /// Signs `NAME@example.com` in, whose role or shops may have changed since.
    pub async fn sign_in(&self, name: &str) -> Visitor {
        let input = json!({"email": format!("{name}@example.com"), "password": PASSWORD});
        let query = "mutation($input: SessionCreateInput!) {
            sessionCreate(input: $input) { accessToken userErrors { code } } }";
        let data = self.data(&self.guest(), query, json!({"input": input})).await;
        self.with_token(data["sessionCreate"]["accessToken"].as_str().expect("signed in")).await
    }

    /// A visitor who presents this token; a guest when it is worth nothing.
    pub async fn with_token(&self, token: &str) -> Visitor {
        let actor = sessions::actor_of(&self.app, &Secret::presented(token)).await.expect("looked up");
        Visitor { actor: actor.unwrap_or_default(), ..self.guest() }
    }
}
