//! The pages of moderation, and the plain forms on them.

use super::{case_of, flag, moderator, told};
use crate::reviews::{reviewed, stall};
use crate::support::TestApp;
use crate::support::actors::PASSWORD;
use crate::support::server::{Reply, TestServer};
use api::accounts::entity::{ActiveModel, Entity};
use api::actor::Role;
use api::graphql::Visitor;
use sea_orm::{ActiveValue, EntityTrait};
use serde_json::{Value, json};

/// Words that would end the field and begin a script, were they not text.
const TYPED: &str = "I saw </textarea><script>it</script> & more.";
const SHOWN: &str = "I saw &lt;/textarea&gt;&lt;script&gt;it&lt;/script&gt; &amp; more.";

async fn post(server: &TestServer, path: &str, fields: &[(&str, &str)], cookie: &str) -> Reply {
    let headers =
        [("content-type", "application/x-www-form-urlencoded"), ("sec-fetch-site", "same-origin"), ("cookie", cookie)];
    let encoded = |text: &str| web::paths::encode(text);
    let body: Vec<String> = fields.iter().map(|(name, value)| format!("{name}={}", encoded(value))).collect();
    server.send("POST", path, &headers, &body.join("&")).await
}

async fn read(server: &TestServer, path: &str, cookie: &str) -> Reply {
    server.get(path, &[("cookie", cookie)]).await
}

/// Signs `NAME@example.com` in; its cookie.
async fn sign_in(server: &TestServer, name: &str) -> String {
    let email = format!("{name}@example.com");
    let reply = post(server, "/sign-in", &[("email", &email), ("password", PASSWORD)], "").await;
    assert_eq!(reply.status, 303, "{}", reply.body);
    reply.header("set-cookie").split(';').next().unwrap_or_default().to_owned()
}

/// A moderator who can come in by the door.
async fn on_duty(test: &TestApp, name: &str) -> Visitor {
    let visitor = moderator(test, name).await;
    let id = visitor.actor.account_id().expect("registered");
    let row =
        ActiveModel { id: ActiveValue::Unchanged(id), role: ActiveValue::Set(Role::Moderator), ..Default::default() };
    Entity::update(row).exec(test.app.db.write()).await.expect("changed");
    visitor
}

fn text(value: &Value) -> String {
    value.as_str().map_or_else(|| value.to_string(), str::to_owned)
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_desk_is_for_moderators() {
    let test = TestApp::new().await;
    let server = test.serve().await;
    test.register("ada").await;
    on_duty(&test, "rowan").await;
    let (ada, rowan) = (sign_in(&server, "ada").await, sign_in(&server, "rowan").await);
    let case = "/moderation/case?id=case_01h455vb4pex5vsknk084sn02q";
    let guest = server.get("/vi/moderation?state=decided", &[]).await;
    let back = "/vi/sign-in?return=%2Fvi%2Fmoderation%3Fstate%3Ddecided";
    assert_eq!((guest.status, guest.header("location")), (303, back));
    assert_eq!(server.get(case, &[]).await.status, 303);
    for path in ["/moderation", case] {
        let shut = read(&server, path, &ada).await;
        assert_eq!(shut.status, 403, "{path}");
        assert!(shut.body.contains("This desk is not for you"), "{}", shut.body);
    }
    for (path, nothing) in [
        ("/moderation", "Nothing waits"),
        ("/vi/moderation", "Không có gì đang chờ"),
        ("/hy/moderation", "Ոչինչ չի սպասում"),
    ] {
        let open = read(&server, path, &rowan).await;
        assert_eq!(open.status, 200, "{path}");
        assert!(open.body.contains(nothing), "{}", open.body);
    }
    assert_eq!(read(&server, case, &rowan).await.status, 404);
    let refused = post(&server, "/moderation/case", &[("case", "case_01h455vb4pex5vsknk084sn02q")], &ada).await;
    assert_eq!(refused.status, 403);
    // The way there stands where it leads somewhere.
    assert!(read(&server, "/account/orders", &rowan).await.body.contains("href=\"/moderation\""));
    assert!(!read(&server, "/account/orders", &ada).await.body.contains("href=\"/moderation\""));
    server.end().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_decision_by_form_is_made_once_and_loses_nothing() {
    let test = TestApp::new().await;
    let server = test.serve().await;
    let stall = stall(&test).await;
    let (rowan, _) = (on_duty(&test, "rowan").await, on_duty(&test, "linh").await);
    let (one, two) = (sign_in(&server, "rowan").await, sign_in(&server, "linh").await);
    let (ada, review) = reviewed(&test, &stall, "ada", 1).await;
    let reader = test.register("reader").await;
    assert_eq!(flag(&test, &reader, &review, "FAKE").await, [""; 0]);
    let queue = read(&server, "/moderation?kind=review", &one).await;
    assert!(queue.body.contains("tea bowl: 1 of 5 stars, by ada"), "{}", queue.body);
    let case = case_of(&test, &rowan, &review).await;
    let (id, version) = (text(&case["id"]), text(&case["version"]));
    let path = format!("/moderation/case?id={id}");
    let page = read(&server, &path, &one).await;
    assert!(page.body.contains("Look at this.") && page.body.contains("A good bowl."), "{}", page.body);
    assert!(page.body.contains(&format!("name=\"version\" value=\"{version}\"")), "{}", page.body);
    let fields = |decision, ground, reason| {
        [
            ("case", id.as_str()),
            ("version", version.as_str()),
            ("decision", decision),
            ("ground", ground),
            ("reason", reason),
        ]
    };
    for (sent, told) in [
        (fields("", "fake", TYPED), "Choose a decision"),
        (fields("hide", "", TYPED), "Name the rule that is broken"),
        (fields("hide", "fake", " "), "Write a reason"),
        (fields("restore", "", TYPED), "choose another decision"),
    ] {
        let again = post(&server, &path, &sent, &one).await;
        assert_eq!(again.status, 422, "{told}");
        assert!(again.body.contains(told), "{told}: {}", again.body);
        assert!(!again.body.contains("<script>it"), "{told}");
        assert!(sent[4].1 != TYPED || again.body.contains(SHOWN), "{told}: {}", again.body);
    }
    let out = post(&server, &path, &fields("hide", "fake", TYPED), "").await;
    assert_eq!(out.status, 422);
    assert!(out.body.contains("You have been signed out") && out.body.contains("value=\"hide\""), "{}", out.body);

    let done = post(&server, &path, &fields("hide", "off-topic", TYPED), &one).await;
    assert_eq!((done.status, done.header("location")), (303, format!("/moderation?done={id}").as_str()));
    let said = told(&test, &ada, &review).await;
    assert_eq!((&said["statement"]["ground"], &said["statement"]["text"]), (&json!("OFF_TOPIC"), &json!(TYPED)));
    let late = post(&server, &path, &fields("warn", "fake", "A warning will do."), &two).await;
    assert_eq!(late.status, 422);
    for words in ["Somebody else decided meanwhile", SHOWN, "A warning will do."] {
        assert!(late.body.contains(words), "{words}: {}", late.body);
    }
    assert!(read(&server, "/moderation?state=decided", &two).await.body.contains("tea bowl: 1 of 5 stars"));
    server.end().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_review_is_reported_once_and_not_by_its_author() {
    let test = TestApp::new().await;
    let server = test.serve().await;
    let stall = stall(&test).await;
    let (_, review) = reviewed(&test, &stall, "ada", 1).await;
    let rowan = on_duty(&test, "rowan").await;
    test.register("ben").await;
    let (ada, ben) = (sign_in(&server, "ada").await, sign_in(&server, "ben").await);
    let path = format!("/reviews/flag?review={review}");
    let guest = server.get(&path, &[]).await;
    let back = format!("/sign-in?return=%2Freviews%2Fflag%3Freview%3D{review}");
    assert_eq!((guest.status, guest.header("location")), (303, back.as_str()));
    assert_eq!(read(&server, "/reviews/flag?review=nonsense", &ben).await.status, 404);
    let own = read(&server, &path, &ada).await;
    assert!(own.body.contains("This is your own review.") && !own.body.contains("name=\"category\""), "{}", own.body);
    let fields = |category| [("review", review.as_str()), ("category", category), ("comment", TYPED)];
    let bare = post(&server, &path, &fields(""), &ben).await;
    assert_eq!(bare.status, 422);
    assert!(bare.body.contains("Choose what is wrong") && bare.body.contains(SHOWN), "{}", bare.body);
    let sent = post(&server, &path, &fields("private-data"), &ben).await;
    assert_eq!((sent.status, sent.header("location")), (303, format!("{path}&sent=1").as_str()));
    assert!(read(&server, sent.header("location"), &ben).await.body.contains("Thank you"));
    let case = case_of(&test, &rowan, &review).await;
    assert_eq!((&case["flags"][0]["category"], &case["flags"][0]["comment"]), (&json!("PRIVATE_DATA"), &json!(TYPED)));
    let twice = post(&server, &path, &fields("spam"), &ben).await;
    assert_eq!(twice.status, 422);
    assert!(twice.body.contains("You have reported this review already"), "{}", twice.body);
    let own = post(&server, &path, &fields("spam"), &ada).await;
    assert_eq!(own.status, 422);
    assert!(own.body.contains("change it, or take it back"), "{}", own.body);
    server.end().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn an_author_reads_why_and_appeals_to_somebody_else() {
    let test = TestApp::new().await;
    let server = test.serve().await;
    let stall = stall(&test).await;
    let (_, review) = reviewed(&test, &stall, "ada", 1).await;
    let (rowan, _) = (on_duty(&test, "rowan").await, on_duty(&test, "linh").await);
    let ben = test.register("ben").await;
    let (ada, cookie) = (sign_in(&server, "ada").await, sign_in(&server, "rowan").await);
    let path = format!("/account/reviews/appeal?review={review}");
    assert!(read(&server, &path, &ada).await.body.contains("Nothing stands against this review."));
    assert_eq!(read(&server, &path, &cookie).await.status, 404, "it is not theirs");
    flag(&test, &ben, &review, "FAKE").await;
    let case = case_of(&test, &rowan, &review).await;
    super::decide(&test, &rowan, &case, "HIDE", Some("FAKE")).await;
    let page = read(&server, &path, &ada).await;
    for words in
        ["Made up, or paid for", "I have looked at it.", "A moderator", "An appeal is possible until", "name=\"text\""]
    {
        assert!(page.body.contains(words), "{words}: {}", page.body);
    }
    let empty = post(&server, &path, &[("review", &review), ("text", " ")], &ada).await;
    assert_eq!(empty.status, 422);
    assert!(empty.body.contains("Say why in 1 to 2,000 characters"), "{}", empty.body);
    let sent = post(&server, &path, &[("review", &review), ("text", TYPED)], &ada).await;
    assert_eq!((sent.status, sent.header("location")), (303, format!("{path}&sent=1").as_str()));
    let after = read(&server, sent.header("location"), &ada).await;
    assert!(after.body.contains("Your appeal is here") && !after.body.contains("name=\"text\""), "{}", after.body);
    let case = text(&case_of(&test, &rowan, &review).await["id"]);
    let own = read(&server, &format!("/moderation/case?id={case}"), &cookie).await;
    assert!(own.body.contains("This is for somebody else") && !own.body.contains("name=\"reason\""), "{}", own.body);
    let linh = sign_in(&server, "linh").await;
    let other = read(&server, &format!("/moderation/case?id={case}"), &linh).await;
    assert!(other.body.contains(SHOWN) && other.body.contains("name=\"reason\""), "{}", other.body);
    server.end().await;
}
