//! The question on pages, and the plain forms that answer it.

use crate::support::TestApp;
use crate::support::actors::PASSWORD;
use crate::support::server::{Reply, TestServer};

const QUESTION: &str = "class=\"consent-ask\"";

async fn answer(server: &TestServer, path: &str, body: &str, headers: &[(&str, &str)]) -> Reply {
    let form = [("content-type", "application/x-www-form-urlencoded"), ("sec-fetch-site", "same-origin")];
    server.send("POST", path, &[&form, headers].concat(), body).await
}

fn cookie(reply: &Reply) -> String {
    reply.header("set-cookie").split(';').next().unwrap_or_default().to_owned()
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn it_is_asked_once_and_pages_for_anybody_stay_right() {
    let test = TestApp::new().await;
    let server = test.serve().await;
    let first = server.get("/help/privacy", &[]).await;
    assert!(first.body.contains(QUESTION) && first.body.contains("Yes, both"), "{}", first.body);
    let tag = first.header("etag").to_owned();
    let came = format!("http://{}/help/privacy", server.addr);
    let no = answer(&server, "/privacy-choices", "form=question&wording=2&answer=no", &[("referer", &came)]).await;
    assert_eq!((no.status, no.header("location")), (303, "/help/privacy"));
    assert!(
        no.header("set-cookie").contains("Max-Age=15552000; HttpOnly; SameSite=Lax"),
        "{}",
        no.header("set-cookie")
    );
    let cookie = cookie(&no);
    assert!(cookie.starts_with("vouch_consent=2."), "{cookie}");

    // Who has read the page before gets the one without the question, which has a tag of its own.
    let asked = [("cookie", cookie.as_str()), ("if-none-match", tag.as_str())];
    let after = server.get("/help/privacy", &asked).await;
    assert_eq!(after.status, 200);
    assert!(!after.body.contains(QUESTION));
    let other = after.header("etag").to_owned();
    assert!(!other.is_empty() && other != tag);
    assert_eq!(server.get("/help/privacy", &[asked[0], ("if-none-match", &other)]).await.status, 304);
    assert_eq!(server.get("/help/privacy", &[("if-none-match", &tag)]).await.status, 304, "others are still asked");

    // The page that shows what they said is theirs, and in no shared cache.
    let choices = server.get("/account/privacy", &[("cookie", &cookie)]).await;
    assert_eq!((choices.header("etag"), choices.header("cache-control")), ("", "private, no-cache"));
    assert!(choices.body.contains("You said no on 2 March 2026."), "{}", choices.body);
    let changed = "form=choices&wording=2&personalisation=yes&wishlistLetters=no";
    let kept = answer(&server, "/vi/privacy-choices", changed, &[("cookie", &cookie)]).await;
    assert_eq!((kept.status, kept.header("location")), (303, "/vi/account/privacy?saved=choices"));
    let choices = server.get("/account/privacy", &[("cookie", &cookie)]).await;
    assert!(choices.body.contains("You said yes on 2 March 2026."), "{}", choices.body);
    server.end().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn it_is_asked_in_every_language_and_not_where_it_would_be_in_the_way() {
    let test = TestApp::new().await;
    let server = test.serve().await;
    for (path, yes) in [("/", "Yes, both"), ("/vi", "Đồng ý cả hai"), ("/hy/help", "Այո, երկուսն էլ")]
    {
        let page = server.get(path, &[]).await;
        assert!(page.body.contains(QUESTION) && page.body.contains(yes), "{path}");
    }
    for path in ["/checkout", "/account/privacy", "/hy/account/privacy", "/sign-in", "/verify-email?token=x"] {
        assert!(!server.get(path, &[]).await.body.contains(QUESTION), "{path}");
    }
    let lead = server.get("/vi/privacy-choices", &[]).await;
    assert_eq!((lead.status, lead.header("location")), (303, "/vi/account/privacy"));
    for old in ["vouch_consent=0.{}", "vouch_consent=nonsense"] {
        let cookie = old.replace("{}", &"a".repeat(64));
        assert!(server.get("/help", &[("cookie", &cookie)]).await.body.contains(QUESTION), "{cookie}");
    }
    for (body, problem) in [("wording=0&answer=yes", "wording"), ("wording=2&answer=perhaps", "again")] {
        let refused = answer(&server, "/privacy-choices", &format!("form=question&{body}"), &[]).await;
        assert_eq!(refused.header("location"), format!("/account/privacy?problem={problem}"));
        assert_eq!(refused.header("set-cookie"), "");
    }
    let foreign = [("content-type", "application/x-www-form-urlencoded"), ("sec-fetch-site", "cross-site")];
    let yes = "form=question&wording=2&answer=yes";
    assert_eq!(server.send("POST", "/privacy-choices", &foreign, yes).await.status, 403);
    server.end().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn an_account_is_asked_once_wherever_it_signs_in() {
    let test = TestApp::new().await;
    test.register("ada").await;
    let server = test.serve().await;
    let sign_in = async || {
        let body = format!("email=ada%40example.com&password={}", PASSWORD.replace(' ', "+"));
        cookie(&answer(&server, "/sign-in", &body, &[]).await)
    };
    let (here, there) = (sign_in().await, sign_in().await);
    assert!(server.get("/help", &[("cookie", &here)]).await.body.contains(QUESTION));
    let yes = "form=question&wording=2&answer=yes";
    let said = answer(&server, "/privacy-choices", yes, &[("cookie", &here)]).await;
    assert_eq!((said.status, said.header("location"), said.header("set-cookie")), (303, "/", ""));
    for session in [&here, &there] {
        assert!(!server.get("/help", &[("cookie", session)]).await.body.contains(QUESTION));
    }
    server.end().await;
}
