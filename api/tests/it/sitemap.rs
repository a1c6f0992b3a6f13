//! What search engines find: robots.txt, the sitemaps, and what pages say about themselves.

use crate::support::TestApp;
use crate::support::server::TestServer;
use api::catalog::entity::{ProductStatus, product};
use api::sitemap::{self, Start};
use sea_orm::ActiveValue::Set;
use sea_orm::EntityTrait;
use shared::id::ProductId;
use std::collections::BTreeSet;

/// The installation's address in tests.
const ORIGIN: &str = "http://127.0.0.1:8080";

async fn market() -> (TestApp, TestServer) {
    let test = TestApp::new().await;
    let shop = test.shop("otter").await;
    test.category("wood", None).await;
    for slug in ["walnut-bowl", "ash-spoon", "oak-board"] {
        test.product(shop, slug, 4_200, 5).await;
    }
    let server = test.serve().await;
    (test, server)
}

async fn set_status(test: &TestApp, id: ProductId, status: ProductStatus) {
    let row = product::ActiveModel { id: Set(id), status: Set(status), ..product::ActiveModel::default() };
    product::Entity::update(row).exec(test.app.db.write()).await.expect("changed");
}

/// The addresses in a sitemap or in its index.
fn locations(xml: &str) -> Vec<String> {
    let after = xml.split("<loc>").skip(1);
    after.filter_map(|rest| Some(rest.split_once("</loc>")?.0.to_owned())).collect()
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn robots_lead_to_sitemaps_whose_every_page_is_there() {
    let (test, server) = market().await;
    let (archived, _) = test.product(test.shop("heron").await, "old-print", 900, 1).await;
    set_status(&test, archived, ProductStatus::Archived).await;

    let robots = server.get("/robots.txt", &[]).await;
    assert_eq!((robots.status, robots.header("content-type")), (200, "text/plain; charset=utf-8"));
    assert!(robots.body.ends_with(&format!("Sitemap: {ORIGIN}/sitemap.xml\n")), "{}", robots.body);

    let index = server.get("/sitemap.xml", &[]).await;
    assert_eq!((index.status, index.header("content-type")), (200, "application/xml; charset=utf-8"));
    let maps = locations(&index.body);
    assert_eq!(maps.len(), 3, "fixed pages, products, shops: {maps:?}");

    let mut found = BTreeSet::new();
    for map in &maps {
        let reply = server.get(map.strip_prefix(ORIGIN).expect("an address of ours"), &[]).await;
        assert_eq!((reply.status, reply.header("content-type")), (200, "application/xml; charset=utf-8"), "{map}");
        assert!(reply.body.ends_with("</urlset>\n"), "{}", reply.body);
        for hreflang in ["en", "vi", "hy", "x-default"] {
            let links = reply.body.matches(&format!("hreflang=\"{hreflang}\"")).count();
            assert_eq!(links, locations(&reply.body).len(), "{map}: each address names its {hreflang}");
        }
        found.extend(locations(&reply.body));
    }
    for path in ["/", "/vi", "/hy/help", "/help/returns", "/vi/c/wood", "/hy/p/ash-spoon", "/shops/otter"] {
        assert!(found.contains(&format!("{ORIGIN}{path}")), "{path} is missing in {found:#?}");
    }
    assert!(!found.iter().any(|address| address.contains("old-print")), "what is not sold is not told");
    for address in found {
        let reply = server.get(address.strip_prefix(ORIGIN).expect("an address of ours"), &[]).await;
        assert_eq!(reply.status, 200, "{address}");
        assert!(reply.body.contains(&format!("<link href=\"{address}\" rel=\"canonical\"")), "{address}");
    }
    for nothing in ["/sitemaps/none.xml", "/sitemaps/pages", "/sitemaps/prod_01h455vb4pex5vsknk084sn02q.txt"] {
        assert_eq!(server.get(nothing, &[]).await.status, 404, "{nothing}");
    }
    let beyond = format!("/sitemaps/{}.xml", ProductId(uuid::Uuid::max()));
    assert_eq!(server.get(&beyond, &[]).await.status, 404, "a page without rows");
}

#[tokio::test]
async fn pages_begin_where_the_ones_before_end() {
    let test = TestApp::new().await;
    let shop = test.shop("otter").await;
    let mut all = Vec::new();
    for number in 0..7 {
        test.app.clock.advance_ms(1);
        let (id, _) = test.product(shop, &format!("bowl-{number}"), 100, 1).await;
        all.push(id);
    }
    set_status(&test, all.remove(3), ProductStatus::Draft).await;
    let starts = sitemap::starts(&test.app, 2).await.expect("read");
    let expected = [all[0], all[2], all[4]].map(Start::Product);
    assert_eq!(starts, [expected.as_slice(), &[Start::Shop(shop)]].concat());

    let mut read = Vec::new();
    for start in expected {
        read.extend(sitemap::read(&test.app, start, 0, 2).await.expect("read").into_iter().map(|entry| entry.at));
    }
    assert_eq!(read, all.into_iter().map(Start::Product).collect::<Vec<_>>());
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn pages_tell_what_they_are_and_private_ones_stay_out() {
    let (_test, server) = market().await;
    let page = server.get("/vi/p/walnut-bowl", &[]).await.body;
    for tag in [
        "<link href=\"http://127.0.0.1:8080/p/walnut-bowl\" hreflang=\"x-default\" rel=\"alternate\"",
        "<link href=\"http://127.0.0.1:8080/hy/p/walnut-bowl\" hreflang=\"hy\" rel=\"alternate\"",
        "<meta property=\"og:type\" content=\"product\"",
        "<meta property=\"og:locale\" content=\"vi_VN\"",
        "<meta property=\"og:image\" content=\"http://127.0.0.1:8080/media/cards/walnut-bowl.png?v=0123abcd\"",
        "<meta name=\"twitter:card\" content=\"summary_large_image\"",
        "\"@type\":\"BreadcrumbList\"",
        "\"@type\":\"Product\"",
        "\"description\":\"Made by hand.\"",
    ] {
        assert!(page.contains(tag), "{tag} is missing in {page}");
    }
    let home = server.get("/", &[]).await.body;
    for tag in ["\"@type\":\"SearchAction\"", "/search?q={search_term_string}", "\"@type\":\"Organization\""] {
        assert!(home.contains(tag), "{tag} is missing in {home}");
    }
    for private in ["/cart", "/vi/checkout", "/sign-in", "/search?q=bowl", "/help?q=delivery", "/nowhere"] {
        let page = server.get(private, &[]).await.body;
        assert!(page.contains("<meta name=\"robots\" content=\"noindex\""), "{private}: {page}");
        assert!(!page.contains("rel=\"canonical\""), "{private}");
    }
}
