//! The help centre, as apps and as readers without script meet it.

use crate::support::TestApp;
use api::config::Settings;
use api::graphql::Visitor;
use serde_json::json;
use shared::Locale;

#[tokio::test]
async fn topics_come_in_the_language_of_the_request() {
    let test = TestApp::new().await;
    let query = "query($search: String) { helpTopics(search: $search) { slug title } }";
    for (locale, search, title) in [
        (Locale::En, "send it back", "Returns"),
        (Locale::Vi, "doi tra", "Đổi trả"),
        (Locale::Hy, "վերադարձ", "Վերադարձ"),
    ] {
        let data = test.data(&Visitor::guest(locale), query, json!({"search": search})).await;
        assert_eq!(data["helpTopics"][0]["title"], title, "{data:#}");
        let all = test.data(&Visitor::guest(locale), query, json!({})).await;
        assert_eq!(all["helpTopics"].as_array().map(Vec::len), Some(8));
    }
    let one = "query($slug: String!) { helpTopic(slug: $slug) { title body plain: body(format: PLAIN) } }";
    let data = test.data(&test.guest(), one, json!({"slug": "payment"})).await;
    assert!(data["helpTopic"]["body"].as_str().expect("a text").starts_with("<h2>Cash on delivery</h2>\n<p>"));
    assert!(data["helpTopic"]["plain"].as_str().expect("a text").starts_with("Cash on delivery\nYou pay"));
    assert_eq!(test.data(&test.guest(), one, json!({"slug": "fax"})).await["helpTopic"], json!(null));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_help_centre_is_read_and_searched_without_script() {
    let contact = Some("email=help@market.example; phone=+44 113 496 0000".to_owned());
    let test = TestApp::with_settings(Settings { contact, ..Settings::default() }).await;
    let server = test.serve().await;
    let found = server.get("/vi/help?q=doi+tra", &[]).await;
    assert_eq!(found.status, 200);
    assert!(found.body.contains("href=\"/vi/help/returns\""), "{}", found.body);
    let nothing = server.get("/hy/help?q=xylophone", &[]).await.body;
    assert!(nothing.contains("href=\"/hy/help/privacy\""), "every topic is shown instead: {nothing}");
    let contact = server.get("/help/contact", &[]).await.body;
    for told in ["href=\"mailto:help@market.example\"", "href=\"tel:+441134960000\""] {
        assert!(contact.contains(told), "{told} is missing in {contact}");
    }
    assert_eq!(server.get("/help/fax", &[]).await.status, 404);
}
