//! Tests of the settings.

use super::*;

fn refusal(settings: Settings) -> String {
    settings.into_config().expect_err("the settings are wrong").to_string()
}

#[test]
fn refuses_wrong_settings_with_a_sentence() {
    let with = Settings::default;
    assert_eq!(
        refusal(Settings { addr: Some("8080".into()), ..with() }),
        "addr is `8080`; write it like 127.0.0.1:8080 or [::]:8080"
    );
    assert_eq!(
        refusal(Settings { currency: Some("XYZ".into()), ..with() }),
        "currency is `XYZ`; it may be GBP, EUR, USD, VND or AMD"
    );
    assert_eq!(
        refusal(Settings { database_url: Some("mysql://x".into()), ..with() }),
        "database_url must begin with sqlite: or postgres://"
    );
    assert_eq!(
        refusal(Settings { carriers: Some("dhl=short".into()), ..with() }),
        "the secret of the carrier `dhl` must have at least 16 characters"
    );
    for wrong in ["https://market.example", "127.0.0.1:8080", "http://a.example/hooks", "http://u:p@a.example", "http:"]
    {
        let refusal = refusal(Settings { demo_courier_url: Some(wrong.into()), ..with() });
        assert!(refusal.starts_with(&format!("demo_courier_url is `{wrong}`; write it like")), "{refusal}");
    }
}

#[test]
fn an_experiment_is_a_name_with_a_share() {
    let with = |text: &str| Settings { recommendations_experiment: Some(text.into()), ..Settings::default() };
    let config = with("no-history:10").into_config().expect("good settings");
    let experiment = config.recommendations_experiment.expect("an experiment");
    assert_eq!(experiment.name().as_str(), "no-history");
    for wrong in ["no-history", "no-history:0", "no-history:51", "No history:10", ":10"] {
        let refusal = refusal(with(wrong));
        let expected = format!("recommendations_experiment is `{wrong}`; write it like no-history:10");
        assert!(refusal.starts_with(&expected), "{refusal}");
    }
}

#[test]
fn reads_where_the_courier_posts() {
    let host = |url: &str| {
        let settings = Settings { demo_courier_url: Some(url.into()), ..Settings::default() };
        settings.into_config().expect("good settings").demo_courier_host.expect("a host")
    };
    assert_eq!(host("http://127.0.0.1:8080"), "127.0.0.1:8080");
    assert_eq!(host("http://web.internal/"), "web.internal:80");
    assert_eq!(host("http://[::1]:8080"), "[::1]:8080");
}

#[test]
fn flags_go_before_the_file() {
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("vouch.toml");
    std::fs::write(&path, "addr = \"127.0.0.1:1\"\ncurrency = \"EUR\"\n").expect("written");
    let settings = Settings { config: Some(path.clone()), addr: Some("127.0.0.1:2".into()), ..Settings::default() };
    let config = settings.into_config().expect("good settings");
    assert_eq!((config.addr.port(), config.currency), (2, Currency::Eur));
    std::fs::write(&path, "adr = \"127.0.0.1:1\"\n").expect("written");
    assert!(refusal(Settings { config: Some(path), ..Settings::default() }).ends_with("is wrong"));
}

#[test]
fn hides_the_password() {
    let settings = Settings { database_url: Some("postgres://u:p@h/db".into()), ..Settings::default() };
    let config = settings.into_config().expect("good settings");
    assert_eq!(config.database_url_without_password(), "postgres://…@h/db");
}
