//! Consent: nothing until it was said, the newest decision counts, the words are remembered, and whose it is.

mod letters;
mod pages;

use crate::support::TestApp;
use api::consents::entity::{Entity, Purpose};
use api::consents::{self, Device, GRANTED, REFUSED, wording};
use api::graphql::Visitor;
use api::graphql::context::Effect;
use api::jobs::{CleanUp, Job};
use sea_orm::{EntityTrait, PaginatorTrait};
use serde_json::{Value, json};
use shared::Locale;
use shared::timestamp::DAY_MS;

const CONSENT: &str =
    "fragment C on Consent { purpose granted decision { granted wordingVersion language form text } }";

pub async fn read(test: &TestApp, visitor: &Visitor) -> Value {
    test.data(visitor, &format!("{{ consents {{ ...C }} }} {CONSENT}"), json!({})).await["consents"].clone()
}

/// Says something of purposes; returns the payload.
pub async fn say(test: &TestApp, visitor: &Visitor, choices: &[(&str, bool)], extra: Value) -> Value {
    let choices: Vec<Value> =
        choices.iter().map(|(purpose, granted)| json!({"purpose": purpose, "granted": granted})).collect();
    let mut input = json!({"choices": choices, "wordingVersion": wording::CURRENT});
    input.as_object_mut().expect("an object").extend(extra.as_object().expect("an object").clone());
    let query = format!(
        "mutation($input: ConsentsUpdateInput!) {{ consentsUpdate(input: $input) {{
            consents {{ ...C }} userErrors {{ code field }} }} }} {CONSENT}"
    );
    test.data(visitor, &query, json!({"input": input})).await["consentsUpdate"].clone()
}

pub async fn say_all(test: &TestApp, visitor: &Visitor, granted: bool) -> Value {
    say(test, visitor, &[("PERSONALISATION", granted), ("WISHLIST_LETTERS", granted)], json!({})).await
}

/// The guest, as the next request of the same browser finds them.
pub fn remembering(test: &TestApp, guest: &Visitor) -> Visitor {
    let text = guest.effects.take().into_iter().find_map(|effect| match effect {
        Effect::SetConsent(text) => Some(text),
        _ => None,
    });
    let device: Device = text.expect("an answer to remember").parse().expect("ours");
    Visitor { consent: Some(device), ..test.guest() }
}

fn granted(consents: &Value) -> Vec<bool> {
    consents.as_array().expect("consents").iter().map(|consent| consent["granted"] == true).collect()
}

async fn told(test: &TestApp) -> Vec<(String, bool, Value)> {
    let events = api::events::after(test.app.db.read(), 0, None, 1000).await.expect("read");
    let ours = events.into_iter().filter(|event| event.topic.starts_with("consent."));
    ours.map(|event| (event.topic, event.account_id.is_some(), event.payload)).collect()
}

#[tokio::test]
async fn nothing_is_allowed_until_it_was_said_and_the_newest_word_counts() {
    let test = TestApp::new().await;
    let ada = test.register("ada").await;
    let before = read(&test, &ada).await;
    assert_eq!(
        before,
        json!([{"purpose": "PERSONALISATION", "granted": false, "decision": null},
            {"purpose": "WISHLIST_LETTERS", "granted": false, "decision": null}])
    );
    let said = say(&test, &ada, &[("WISHLIST_LETTERS", true)], json!({})).await;
    assert_eq!((granted(&said["consents"]), &said["userErrors"]), (vec![false, true], &json!([])));
    let vietnamese = Visitor { locale: Locale::Vi, ..ada.clone() };
    let said = say(&test, &vietnamese, &[("WISHLIST_LETTERS", false)], json!({"form": "QUESTION"})).await;
    assert_eq!(granted(&said["consents"]), [false, false]);
    let decision = &said["consents"][1]["decision"];
    assert_eq!(
        (&decision["wordingVersion"], &decision["language"], &decision["form"]),
        (&json!(wording::CURRENT), &json!("VI"), &json!("QUESTION"))
    );
    assert!(decision["text"].as_str().is_some_and(|text| text.contains("danh sách yêu thích")), "{decision}");
    // Said again in the same words it is no new decision; in a wrong moment of the clock neither.
    say(&test, &vietnamese, &[("WISHLIST_LETTERS", false)], json!({})).await;
    let account = ada.actor.account_id().expect("registered");
    let history = consents::history(&test.app, account).await.expect("read");
    assert_eq!(history.iter().map(|decision| decision.granted).collect::<Vec<_>>(), [true, false]);
    assert!(!consents::allows(&test.app, account, Purpose::WishlistLetters).await.expect("read"));
    let topics: Vec<_> = told(&test).await.into_iter().map(|(topic, of_account, _)| (topic, of_account)).collect();
    assert_eq!(topics, [(GRANTED.to_owned(), true), (REFUSED.to_owned(), true)]);
}

#[tokio::test]
async fn what_was_not_shown_is_not_recorded() {
    let test = TestApp::new().await;
    let ada = test.register("ada").await;
    for wording in [0, 1, wording::CURRENT + 1, -1] {
        let said = say(&test, &ada, &[("PERSONALISATION", true)], json!({"wordingVersion": wording})).await;
        assert_eq!(said["userErrors"], json!([{"code": "WORDING_OUTDATED", "field": ["wordingVersion"]}]));
        assert_eq!(granted(&said["consents"]), [false, false]);
    }
    let said = say(&test, &ada, &[], json!({})).await;
    assert_eq!(said["userErrors"], json!([{"code": "NOTHING_CHOSEN", "field": ["choices"]}]));
    assert_eq!(told(&test).await, []);
}

#[tokio::test]
async fn a_guests_answer_is_their_browsers_and_nobody_elses() {
    let test = TestApp::new().await;
    let guest = test.guest();
    say_all(&test, &guest, true).await;
    let guest = remembering(&test, &guest);
    assert_eq!(granted(&read(&test, &guest).await), [true, true]);
    assert_eq!(granted(&read(&test, &test.guest()).await), [false, false]);
    let name = guest.consent.as_ref().expect("a browser").to_string();
    let row = Entity::find().one(test.app.db.read()).await.expect("read").expect("a row");
    let stored = hex::encode(row.visitor_hash.expect("a guest's"));
    assert!(!name.contains(&stored) && row.account_id.is_none(), "only a digest is stored");
    let events = told(&test).await;
    assert!(events.iter().all(|(_, of_account, payload)| !of_account && !payload.to_string().contains(&stored)));
    // It changes its mind under the same name.
    say(&test, &guest, &[("PERSONALISATION", false)], json!({})).await;
    let guest = remembering(&test, &guest);
    assert_eq!(
        (granted(&read(&test, &guest).await), guest.consent.expect("a browser").to_string()),
        (vec![false, true], name)
    );
    test.app.clock.advance_ms(consents::GUEST_DAYS * DAY_MS);
    CleanUp.run(&test.app).await.expect("cleaned");
    assert_eq!(Entity::find().count(test.app.db.read()).await.expect("counted"), 3, "not a day before");
    test.app.clock.advance_ms(1);
    CleanUp.run(&test.app).await.expect("cleaned");
    assert_eq!(Entity::find().count(test.app.db.read()).await.expect("counted"), 0);
}

async fn sign_in(test: &TestApp, guest: &Visitor, name: &str) -> Visitor {
    let input = json!({"email": format!("{name}@example.com"), "password": crate::support::actors::PASSWORD});
    let query = "mutation($input: SessionCreateInput!) { sessionCreate(input: $input) { accessToken } }";
    let data = test.data(guest, query, json!({"input": input})).await;
    assert!(guest.effects.take().contains(&Effect::ClearConsent), "the account's count from now on");
    test.with_token(data["sessionCreate"]["accessToken"].as_str().expect("signed in")).await
}

#[tokio::test]
async fn a_guests_answer_goes_over_to_an_account_that_has_said_nothing() {
    let test = TestApp::new().await;
    test.register("ada").await;
    let guest = test.guest();
    say(&test, &guest, &[("PERSONALISATION", true), ("WISHLIST_LETTERS", false)], json!({})).await;
    let guest = remembering(&test, &guest);
    let ada = sign_in(&test, &guest, "ada").await;
    assert_eq!(granted(&read(&test, &ada).await), [true, false]);
    assert_eq!(granted(&read(&test, &guest).await), [false, false], "it is not two people's");

    let other = test.guest();
    say_all(&test, &other, true).await;
    let other = remembering(&test, &other);
    let ada = sign_in(&test, &other, "ada").await;
    assert_eq!(granted(&read(&test, &ada).await), [true, false], "what she said herself stays");
}
