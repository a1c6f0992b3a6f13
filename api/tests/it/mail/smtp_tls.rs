//! Mail over TLS, to a real server whose certificate an authority of its own has signed.

use super::smtp_server::{Secrecy, SmtpServer, authority};
use crate::support::TestApp;
use api::config::Settings;
use std::path::PathBuf;

/// An app that sends to the server at `url`.
async fn app(url: String, smtp_ca: Option<PathBuf>) -> TestApp {
    let mail_from = Some("Market <market@example.org>".into());
    TestApp::with_settings(Settings { smtp_url: Some(url), smtp_ca, mail_from, ..Settings::default() }).await
}

fn url(server: &SmtpServer, secrecy: Secrecy) -> String {
    let port = server.port;
    match secrecy {
        Secrecy::None => format!("smtp://127.0.0.1:{port}"),
        Secrecy::StartTls => format!("smtp://127.0.0.1:{port}?tls=required"),
        Secrecy::Implicit => format!("smtps://localhost:{port}"),
    }
}

#[tokio::test]
async fn letters_leave_over_tls_where_the_named_authority_vouches_for_the_server() {
    for secrecy in [Secrecy::StartTls, Secrecy::Implicit] {
        let server = SmtpServer::start_with(secrecy).await;
        let test = app(url(&server, secrecy), Some(authority())).await;
        test.register("ada").await;
        assert_eq!(test.post().await, 1);
        let mails = server.mails();
        let [mail] = mails.as_slice() else { panic!("one mail, not {mails:?}") };
        assert!(mail.contains("\nTo: ada@example.com\n"), "{mail}");
    }
}

#[tokio::test]
async fn a_server_that_nobody_vouches_for_gets_no_letter() {
    for secrecy in [Secrecy::StartTls, Secrecy::Implicit] {
        let server = SmtpServer::start_with(secrecy).await;
        let test = app(url(&server, secrecy), None).await;
        test.register("ada").await;
        assert_eq!(test.post().await, 0);
        assert!(server.mails().is_empty());
    }
}

#[tokio::test]
async fn a_server_without_tls_gets_no_letter_where_tls_is_required() {
    let server = SmtpServer::start().await;
    let test = app(url(&server, Secrecy::StartTls), Some(authority())).await;
    test.register("ada").await;
    assert_eq!(test.post().await, 0);
    assert!(server.mails().is_empty());
}

#[tokio::test]
async fn a_server_that_insists_on_tls_gets_no_letter_in_the_clear() {
    let server = SmtpServer::start_with(Secrecy::StartTls).await;
    let test = app(url(&server, Secrecy::None), None).await;
    test.register("ada").await;
    assert_eq!(test.post().await, 0);
    assert!(server.mails().is_empty());
}

#[test]
fn a_wrong_authority_is_refused_with_a_sentence() {
    let refusal = |url: &str, file: PathBuf| {
        let settings = Settings {
            smtp_url: Some(url.into()),
            smtp_ca: Some(file),
            mail_from: Some("market@example.org".into()),
            ..Settings::default()
        };
        settings.into_config().expect_err("the settings are wrong").to_string()
    };
    let missing = refusal("smtps://u:secret@h", "/nowhere/authority.crt".into());
    assert_eq!(missing, "smtp_ca names /nowhere/authority.crt, which cannot be read");
    let no_pem = refusal("smtps://u:secret@h", concat!(env!("CARGO_MANIFEST_DIR"), "/Cargo.toml").into());
    assert!(no_pem.ends_with("which is no PEM file"), "{no_pem}");
    let open = refusal("smtp://h", authority());
    assert!(open.starts_with("smtp_ca is set, but smtp_url asks for no TLS"), "{open}");
}
