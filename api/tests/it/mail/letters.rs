//! Every letter in every language.

use crate::accounts::{deletion, email_change};
use crate::support::TestApp;
use crate::support::actors::PASSWORD;
use crate::support::authenticator::Authenticator;
use crate::support::hooks::report;
use crate::support::mail::link_in;
use crate::support::orders::Placed;
use crate::{consents, wishlists};
use api::accounts::entity as account;
use api::catalog::entity::variant;
use api::graphql::Visitor;
use api::mail::Occasion;
use api::mail::entity::Model;
use api::orders::entity as order;
use sea_orm::{ActiveValue, EntityTrait};
use serde_json::json;
use shared::Locale;
use shared::address::Address;
use shared::id::VariantId;
use shared::payments::PaymentMethod;
use std::collections::BTreeSet;

/// What each subject says, by occasion, in each language.
const SUBJECTS: [(Occasion, [&str; 3]); 13] = [
    (Occasion::VerifyEmail, ["Is this your address?", "Đây có phải địa chỉ của bạn?", "Սա Ձե՞ր հասցեն է"]),
    (Occasion::ResetPassword, ["A new password for Vouch", "Mật khẩu mới cho Vouch", "Նոր գաղտնաբառ Vouch-ի համար"]),
    (
        Occasion::PasswordChanged,
        ["Your password was changed", "Mật khẩu của bạn đã được đổi", "Ձեր գաղտնաբառը փոխվել է"],
    ),
    (Occasion::ChangeEmail, ["Is this your new address?", "Đây có phải địa chỉ mới của bạn?", "Սա Ձեր նոր հասցե՞ն է"]),
    (
        Occasion::ChangeEmail,
        ["This address has an account already", "Địa chỉ này đã có tài khoản", "Այս հասցեն արդեն հաշիվ ունի"],
    ),
    (
        Occasion::EmailChanged,
        ["Your account has another address", "Tài khoản của bạn có địa chỉ khác", "Ձեր հաշիվն ուրիշ հասցե ունի"],
    ),
    (Occasion::AccountDeleted, ["Your account is deleted", "Tài khoản của bạn đã được xóa", "Ձեր հաշիվը ջնջված է"]),
    (
        Occasion::WishlistNews,
        ["News from your wishlist", "Tin từ danh sách yêu thích", "Նորություն Ձեր ցանկությունների ցանկից"],
    ),
    (
        Occasion::PasskeyAdded,
        [
            "A passkey was added to your account",
            "Tài khoản của bạn có thêm một khóa truy cập",
            "Ձեր հաշվին մուտքի բանալի է ավելացվել",
        ],
    ),
    (Occasion::OrderReceived, ["Your order V1", "Đơn hàng V1 của bạn", "Ձեր V1 պատվերը"]),
    (Occasion::OrderCancelled, ["Your order V2 was cancelled", "Đơn hàng V2 đã bị hủy", "Ձեր V2 պատվերը չեղարկվել է"]),
    (
        Occasion::ShipmentShipped,
        ["On its way: your order V1", "Đang trên đường: đơn hàng V1", "Ճանապարհին է՝ Ձեր V1 պատվերը"],
    ),
    (
        Occasion::ShipmentDelivered,
        ["It has arrived: your order V1", "Đã đến nơi: đơn hàng V1", "Տեղ է հասել՝ Ձեր V1 պատվերը"],
    ),
];

/// Everything that a reader of this language can be written about.
async fn everything(locale: Locale) -> (TestApp, Vec<Model>) {
    let test = TestApp::new().await;
    let clay = test.shop("clay").await;
    let (_, bowl) = test.product(clay, "tea-bowl", 1800, 10).await;
    let potter = test.seller("potter", &[clay]).await;
    let ada = test.register("ada").await;
    speak(&test, &ada, locale).await;
    of_accounts(&test, locale, bowl).await;
    test.mails().await;
    let request = "mutation { passwordResetRequest(input: {email: \"ada@example.com\"}) { requested } }";
    test.data(&test.guest(), request, json!({})).await;
    let token = test.token_to("ada@example.com", "/reset-password").await;
    let reset = "mutation($token: String!) {
        passwordResetComplete(input: {token: $token, password: \"a lantern by the river\"}) { changed } }";
    test.data(&test.guest(), reset, json!({"token": token})).await;

    test.add_passkey(&ada, Some("a lantern by the river"), &mut Authenticator::new("phone")).await;

    let first = placed(&test, &ada, bowl, "V1", locale).await;
    test.mails().await;
    let input = json!({"orderPartId": first.part(0), "trackingNumber": "DC0001"});
    test.ship(&potter, input).await;
    test.mails().await;
    let states = ["label_created", "accepted", "in_transit", "out_for_delivery", "delivered"];
    for (at, state) in states.into_iter().enumerate() {
        test.app.clock.advance_ms(60_000);
        test.report(&[report(&format!("e{at}"), "DC0001", state, test.app.clock.now())]).await;
    }
    let second = placed(&test, &test.guest(), bowl, "V2", locale).await;
    let cancel = "mutation($id: ID!, $token: String!) {
        orderCancel(input: {orderId: $id, accessToken: $token, idempotencyKey: \"k\"}) { userErrors { code } } }";
    let variables = json!({"id": second.id(), "token": second.token});
    let cancelled = test.data(&test.guest(), cancel, variables).await;
    assert_eq!(cancelled["orderCancel"]["userErrors"], json!([]));
    let mails = test.mails().await;
    let mine = mails.into_iter().filter(|mail| mail.recipient != "potter@example.com").collect();
    (test, mine)
}

async fn speak(test: &TestApp, visitor: &Visitor, locale: Locale) {
    let id = visitor.actor.account_id().expect("registered");
    let row =
        account::ActiveModel { id: ActiveValue::Unchanged(id), locale: ActiveValue::Set(locale), ..Default::default() };
    account::Entity::update(row).exec(test.app.db.write()).await.expect("changed");
}

/// What is written when an account moves, goes, or wished to hear of its wishlist.
async fn of_accounts(test: &TestApp, locale: Locale, bowl: VariantId) {
    let (mover, leaver) = (test.register("mover").await, test.register("leaver").await);
    let owner = test.register("owner").await;
    for visitor in [&mover, &leaver, &owner] {
        speak(test, visitor, locale).await;
    }
    for new in ["owner@example.com", "moved@example.com"] {
        email_change::request(test, &mover, new, PASSWORD).await;
        test.mails().await;
    }
    let token = test.token_to("moved@example.com", "/account/confirm-email").await;
    email_change::complete(test, &mover, &token).await;
    let product = variant::Entity::find_by_id(bowl).one(test.app.db.read()).await.expect("read").expect("there");
    wishlists::add(test, &mover, product.product_id).await;
    consents::say_all(test, &mover, true).await;
    wishlists::set(test, product.product_id, 1500, true).await;
    let all = api::events::after(test.app.db.read(), 0, None, 1000).await.expect("events");
    api::wishlists::tell_of(&test.app, &all).await.expect("told");
    test.mails().await;
    assert_eq!(deletion::delete(test, &leaver, PASSWORD).await["deleted"], true);
}

/// An order in a language, with a number that a test can name and an address with a name that is no HTML.
async fn placed(test: &TestApp, buyer: &Visitor, variant: VariantId, number: &str, locale: Locale) -> Placed {
    let placed = test.order_by(buyer, &[(variant, 2)], PaymentMethod::CashOnDelivery).await;
    let address = Address {
        name: "Ada <b>Moss</b> & {number}".into(),
        line1: "3 Kirkgate".into(),
        line2: None,
        city: "Leeds".into(),
        region: None,
        postal_code: Some("LS2 7DR".into()),
        country_code: "GB".into(),
        phone: None,
    };
    let row = order::ActiveModel {
        id: ActiveValue::Unchanged(placed.order.id),
        number: ActiveValue::Set(number.to_owned()),
        locale: ActiveValue::Set(locale),
        shipping_address: ActiveValue::Set(Some(address)),
        ..Default::default()
    };
    order::Entity::update(row).exec(test.app.db.write()).await.expect("changed");
    placed
}

#[tokio::test]
async fn every_letter_is_whole_in_every_language() {
    for (at, locale) in Locale::ALL.iter().enumerate() {
        let (test, mails) = everything(*locale).await;
        let of = |occasion: Occasion| -> Vec<&Model> {
            mails.iter().filter(|mail| mail.message.occasion() == occasion && mail.locale == *locale).collect()
        };
        for (occasion, subjects) in SUBJECTS {
            let mails = of(occasion);
            let mail = mails.iter().find(|mail| mail.subject.as_deref() == Some(subjects[at]));
            let mail = mail.unwrap_or_else(|| panic!("no {occasion} in {locale}: {mails:?}"));
            whole(mail, *locale, &test.app.config.public_url);
        }
        let parcels = of(Occasion::ShipmentShipped).len() + of(Occasion::ShipmentDelivered).len();
        assert_eq!(
            parcels, 2,
            "one mail when a parcel leaves and one when it arrives, whatever the carrier says between"
        );
        let country = ["United Kingdom", "Vương quốc Anh", "Միացյալ Թագավորություն"][at];
        let addressed = mails.iter().filter_map(|mail| mail.text.as_deref()).filter(|text| text.contains("3 Kirkgate"));
        let addressed: Vec<&str> = addressed.collect();
        assert!(!addressed.is_empty() && addressed.iter().all(|text| text.contains(country)), "{addressed:?}");
        if std::env::var_os("VOUCH_KEEP_MAILS").is_some() {
            keep(&mails, *locale);
        }
    }
}

/// Nothing is missing, nothing comes from outside, and what people wrote is text.
pub(super) fn whole(mail: &Model, locale: Locale, origin: &str) {
    let (text, html) = (mail.text.as_deref().expect("a text"), mail.html.as_deref().expect("HTML"));
    for (what, body) in [("text", text), ("html", html)] {
        // The name of the reader, who wrote it so.
        let own = body.replace("{number}", "");
        let blanks = own.split("<style>").next().into_iter().chain(own.split("</style>").nth(1));
        assert!(blanks.clone().all(|part| !part.contains('{')), "an unfilled blank in the {what} of {mail:?}");
        assert!(body.contains(origin), "no way back in the {what} of {mail:?}");
    }
    assert!(html.starts_with("<!DOCTYPE html>") && html.contains(&format!("<html lang=\"{locale}\">")), "{html}");
    for outside in ["<img", "<script", "<link", "src=", "url(", "@import", "<b>"] {
        assert!(!html.contains(outside), "{outside} in {html}");
    }
    assert!(html.len() < 20_000, "{} bytes", html.len());
}

/// Writes the letters to a folder, to be looked at.
fn keep(mails: &[Model], locale: Locale) {
    let folder = std::env::temp_dir().join("vouch-mails");
    std::fs::create_dir_all(&folder).expect("a folder");
    for mail in mails.iter().filter(|mail| mail.locale == locale) {
        let name = format!("{locale}-{}.html", mail.message.occasion());
        std::fs::write(folder.join(name), mail.html.as_deref().unwrap_or_default()).expect("written");
    }
}

#[tokio::test]
async fn an_order_says_what_it_costs_and_opens_for_its_guest() {
    let test = TestApp::new().await;
    let clay = test.shop("clay").await;
    let (_, bowl) = test.product(clay, "tea-bowl", 1800, 10).await;
    let placed = placed(&test, &test.guest(), bowl, "V1", Locale::En).await;
    let mail = test.mail_to("buyer@example.com").await;
    let text = mail.text.expect("a text");
    for line in
        ["Hello Ada <b>Moss</b> & {number},", "Total, everything included: £39.90", "You pay £39.90 at the door."]
    {
        assert!(text.lines().any(|found| found == line), "{line} is not in {text}");
    }
    let link = link_in(&text, "/orders/").expect("a link");
    let (path, token) = link.rsplit_once("?token=").expect("a token");
    assert!(path.ends_with(&placed.id()), "{link}");
    assert_ne!(token, placed.token);
    let query = "query($id: ID!, $token: String) { order(id: $id, accessToken: $token) { number } }";
    let seen = test.data(&test.guest(), query, json!({"id": placed.id(), "token": token})).await;
    assert_eq!(seen["order"]["number"], "V1");
    let other = test.order(&test.guest(), &[(bowl, 1)]).await;
    let seen = test.data(&test.guest(), query, json!({"id": other.id(), "token": token})).await;
    assert_eq!(seen["order"], json!(null), "the link opens its own order alone");
}

#[tokio::test]
async fn a_transfer_says_where_to_and_by_when() {
    let test = TestApp::new().await;
    let clay = test.shop("clay").await;
    let (_, bowl) = test.product(clay, "tea-bowl", 1800, 10).await;
    let placed = test.order_by(&test.guest(), &[(bowl, 1)], PaymentMethod::BankTransfer).await;
    let text = test.mail_to("buyer@example.com").await.text.expect("a text");
    for part in ["IBAN: GB33BUKB20201555555555", &format!("Reference: RF-{}", placed.order.number)] {
        assert!(text.contains(part), "{part} is not in {text}");
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn every_link_leads_to_a_page() {
    let test = TestApp::new().await;
    let clay = test.shop("clay").await;
    let (_, bowl) = test.product(clay, "tea-bowl", 1800, 10).await;
    test.register("ada").await;
    let request = "mutation { passwordResetRequest(input: {email: \"ada@example.com\"}) { requested } }";
    test.data(&test.guest(), request, json!({})).await;
    for locale in Locale::ALL {
        placed(&test, &test.guest(), bowl, &format!("V-{locale}"), *locale).await;
    }
    // Before the server runs, which has a postman of its own.
    let mails = test.mails().await;
    let server = test.serve().await;
    let mut asked = BTreeSet::new();
    for mail in mails {
        for link in mail.text.expect("a text").lines().filter(|line| line.starts_with("http")) {
            let path = link.strip_prefix(&test.app.config.public_url).expect("a page of ours");
            let reply = server.get(path, &[]).await;
            assert_eq!(reply.status, 200, "{link}");
            asked.insert(
                path.split('?').next().unwrap_or_default().split("/ord_").next().unwrap_or_default().to_owned(),
            );
        }
    }
    for page in ["/", "/vi", "/hy", "/orders", "/vi/orders", "/hy/orders", "/reset-password", "/verify-email"] {
        assert!(asked.contains(page), "{page} is not among {asked:?}");
    }
    server.end().await;
}
