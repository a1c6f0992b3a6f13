//! Mail journeys through a real SMTP server.

use super::smtp_server::SmtpServer;
use crate::support::TestApp;
use crate::support::actors::PASSWORD;
use api::config::Settings;
use api::mail::entity::{Entity, MailState};
use sea_orm::EntityTrait;
use serde_json::json;

async fn with_server() -> (TestApp, SmtpServer) {
    let server = SmtpServer::start().await;
    let settings = Settings {
        smtp_url: Some(format!("smtp://127.0.0.1:{}", server.port)),
        mail_from: Some("Chợ Vouch <market@example.org>".into()),
        public_url: Some("https://market.example".into()),
        ..Settings::default()
    };
    (TestApp::with_settings(settings).await, server)
}

/// A header of a mail, unfolded.
fn header(mail: &str, name: &str) -> String {
    let head = mail.split("\n\n").next().unwrap_or_default().replace("\n ", " ").replace("\n\t", " ");
    let found = head.lines().find_map(|line| line.strip_prefix(&format!("{name}: ")).map(str::to_owned));
    found.unwrap_or_else(|| panic!("no {name} in {head}"))
}

/// The token of a link in the plain part of a mail.
fn token_in(mail: &str) -> String {
    // Quoted-printable writes `=` as `=3D` and breaks long lines with `=`.
    let plain = mail.replace("=\n", "").replace("=3D", "=");
    let (_, rest) = plain.split_once("?token=").expect("a link");
    rest.chars().take_while(char::is_ascii_hexdigit).collect()
}

#[tokio::test]
async fn a_new_account_is_verified_and_its_password_changed_by_mail() {
    let (test, server) = with_server().await;
    let input =
        json!({"input": {"email": "mai@example.com", "password": PASSWORD, "displayName": "Mai", "locale": "VI"}});
    let register = "mutation($input: AccountRegisterInput!) { accountRegister(input: $input) { userErrors { code } } }";
    test.data(&test.guest(), register, input).await;
    assert_eq!(test.post().await, 1);
    let mails = server.mails();
    let [verification] = mails.as_slice() else { panic!("one mail, not {mails:?}") };
    assert_eq!(header(verification, "To"), "mai@example.com");
    assert!(header(verification, "From").ends_with("<market@example.org>"), "{verification}");
    assert!(header(verification, "Content-Type").starts_with("multipart/alternative"), "{verification}");
    assert_eq!(header(verification, "Content-Language"), "vi");
    assert_eq!(header(verification, "Auto-Submitted"), "auto-generated");
    assert_eq!(header(verification, "Date"), "Mon, 02 Mar 2026 09:00:00 +0000");
    let id = header(verification, "Message-ID");
    assert!(id.starts_with("<mail_") && id.ends_with("@market.example>"), "{id}");
    let (plain, html) = (verification.find("text/plain"), verification.find("text/html"));
    assert!(plain.is_some() && plain < html, "the better one comes last");

    let verify = "mutation($token: String!) { emailVerificationComplete(input: {token: $token}) { verified } }";
    let done = test.data(&test.guest(), verify, json!({"token": token_in(verification)})).await;
    assert_eq!(done["emailVerificationComplete"]["verified"], true);

    let forgot = "mutation { passwordResetRequest(input: {email: \"mai@example.com\"}) { requested } }";
    test.data(&test.guest(), forgot, json!({})).await;
    assert_eq!((test.post().await, server.mails().len()), (1, 2));
    let mails = server.mails();
    let link = mails.iter().find(|mail| mail.contains("/vi/reset-password")).expect("the second mail");
    let reset = "mutation($token: String!) {
        passwordResetComplete(input: {token: $token, password: \"a lantern by the river\"}) { changed } }";
    let done = test.data(&test.guest(), reset, json!({"token": token_in(link)})).await;
    assert_eq!(done["passwordResetComplete"]["changed"], true);
    assert_eq!((test.post().await, test.post().await, server.mails().len()), (1, 0, 3));

    let rows = Entity::find().all(test.app.db.read()).await.expect("read");
    assert!(rows.iter().all(|mail| mail.state == MailState::Sent && mail.text.is_none() && mail.html.is_none()));
}

#[tokio::test]
async fn mail_waits_for_a_server_that_is_away_and_is_sent_once() {
    let (test, server) = with_server().await;
    let port = server.port;
    drop(server);
    test.register("ada").await;
    assert_eq!(test.post().await, 0);
    let server = SmtpServer::start_on(port).await;
    test.app.clock.advance_ms(30_000);
    assert_eq!((test.post().await, test.post().await), (1, 0));
    assert_eq!(server.mails().len(), 1);
}
