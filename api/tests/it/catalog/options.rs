//! Which variant has which values, asked of the API and by a plain form.

use crate::support::TestApp;
use crate::support::server::TestServer;
use serde_json::{Value, json};

const BY_OPTIONS: &str =
    "query($keys: [String!]!) { product(slug: \"tea-bowl\") { variantByOptions(keys: $keys) { id sku } } }";

#[tokio::test]
async fn a_value_of_each_option_names_a_variant() {
    let test = TestApp::new().await;
    let shop = test.shop("lam-hong").await;
    let (_, variants) = test.product_with(shop, "tea-bowl", &[("small", 1_800, 2), ("large", 2_400, 0)]).await;
    let found = async |keys: Value| {
        let data = test.data(&test.guest(), BY_OPTIONS, json!({"keys": keys})).await;
        data["product"]["variantByOptions"].clone()
    };
    assert_eq!(found(json!(["large"])).await, json!({"id": variants[1], "sku": "tea-bowl-large"}));
    for none in [json!([]), json!(["huge"]), json!(["large", "small"]), json!([""])] {
        assert_eq!(found(none.clone()).await, Value::Null, "{none}");
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_plain_form_buys_what_its_options_name() {
    let test = TestApp::new().await;
    let shop = test.shop("lam-hong").await;
    test.product_with(shop, "tea-bowl", &[("small", 1_800, 2), ("large", 2_400, 0)]).await;
    let server = test.serve().await;
    let location = async |body: &str| {
        let reply = post(&server, body).await;
        assert_eq!(reply.0, 303);
        reply.1
    };
    assert_eq!(location("product=tea-bowl&option.0=small&return=/p/tea-bowl").await, "/cart");
    // What cannot be bought brings back what was chosen, and says why.
    let sold_out = location("product=tea-bowl&option.0=large&return=/p/tea-bowl").await;
    assert_eq!(sold_out, "/p/tea-bowl?problem=stock&option.0=large");
    let unknown = location("product=tea-bowl&option.0=h%C6%A1i%20to&return=/p/tea-bowl").await;
    assert_eq!(unknown, "/p/tea-bowl?problem=variant&option.0=h%C6%A1i%20to");
    assert_eq!(location("product=nothing&return=//evil.example").await, "/?problem=gone");
    let page = server.get(&sold_out, &[]).await;
    assert_eq!(page.status, 200);
    assert!(page.body.contains("large has sold out for now."), "{}", page.body);
}

async fn post(server: &TestServer, body: &str) -> (u16, String) {
    let headers = [("content-type", "application/x-www-form-urlencoded"), ("sec-fetch-site", "same-origin")];
    let reply = server.send("POST", "/cart/lines", &headers, body).await;
    (reply.status, reply.header("location").to_owned())
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_country_is_chosen_by_a_plain_form_and_remembered() {
    let test = TestApp::new().await;
    let shop = test.shop("lam-hong").await;
    test.product(shop, "tea-bowl", 1_800, 2).await;
    let server = test.serve().await;
    let here = ("sec-fetch-site", "same-origin");
    let to = |country: &str| format!("<summary>To: {country}</summary>");
    let first = server.get("/p/tea-bowl", &[]).await;
    assert!(first.body.contains(&to("United Kingdom")), "{}", first.body);
    assert!(first.headers.get("set-cookie").is_none());
    let chosen = server.get("/p/tea-bowl?to=vn", &[here]).await;
    assert!(chosen.body.contains(&to("Vietnam")), "{}", chosen.body);
    let cookie = chosen.header("set-cookie").to_owned();
    assert!(cookie.starts_with("vouch_to=VN; Path=/; Max-Age=31536000; HttpOnly; SameSite=Lax"), "{cookie}");
    let later = server.get("/shops/lam-hong", &[("cookie", "vouch_to=VN")]).await;
    assert!(later.body.contains(&to("Vietnam")), "{}", later.body);
    // A link from elsewhere shows what it says and leaves the choice alone.
    let linked = server.get("/p/tea-bowl?to=AM", &[("cookie", "vouch_to=VN"), ("sec-fetch-site", "cross-site")]).await;
    assert!(linked.body.contains(&to("Armenia")), "{}", linked.body);
    assert!(linked.headers.get("set-cookie").is_none());
    assert!(server.get("/vi/p/tea-bowl?to=x", &[here]).await.body.contains("Gửi tới: Việt Nam"));
}
