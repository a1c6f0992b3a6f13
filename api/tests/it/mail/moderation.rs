//! What authors are told of decisions about their reviews, in every language.

use super::letters::whole;
use crate::reviews::{delivered, id, review, stall};
use crate::support::TestApp;
use api::accounts::entity as account;
use api::mail::{self, Message, NewMail};
use api::moderation::entity::{self as case, ActionKind, CaseState, Ground, Origin, SubjectKind, action};
use sea_orm::{ActiveValue, EntityTrait, IntoActiveModel};
use shared::Locale;
use shared::id::{CaseId, ReviewId};

/// What each subject begins with, in each language.
const SUBJECTS: [(ActionKind, [&str; 3]); 6] = [
    (
        ActionKind::Held,
        ["Your review is being checked: tea bowl", "Đánh giá của bạn đang được kiểm tra", "Ձեր կարծիքը ստուգվում է"],
    ),
    (ActionKind::Hidden, ["Your review is hidden: tea bowl", "Đánh giá của bạn đã bị ẩn", "Ձեր կարծիքը թաքցված է"]),
    (
        ActionKind::Restored,
        ["Your review is shown: tea bowl", "Đánh giá của bạn được hiển thị", "Ձեր կարծիքը ցուցադրվում է"],
    ),
    (
        ActionKind::Warned,
        ["A warning about your review: tea bowl", "Cảnh báo về đánh giá", "Զգուշացում Ձեր կարծիքի մասին"],
    ),
    (
        ActionKind::Suspended,
        [
            "Your review is hidden, and you write no others",
            "Đánh giá của bạn đã bị ẩn, và bạn tạm thời",
            "Ձեր կարծիքը թաքցված է, և առայժմ",
        ],
    ),
    (ActionKind::Upheld, ["The decision stands: tea bowl", "Quyết định được giữ nguyên", "Որոշումը մնում է ուժի մեջ"]),
];

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn every_decision_has_a_letter_in_every_language() {
    for (at, locale) in Locale::ALL.iter().enumerate() {
        let test = TestApp::new().await;
        let stall = stall(&test).await;
        let ada = test.register("ada").await;
        let author = ada.actor.account_id().expect("registered");
        let speaks = account::ActiveModel {
            id: ActiveValue::Unchanged(author),
            locale: ActiveValue::Set(*locale),
            ..Default::default()
        };
        account::Entity::update(speaks).exec(test.app.db.write()).await.expect("changed");
        let made = review(&test, &ada, &delivered(&test, &stall, &ada).await, 4).await;
        let case = written_down(&test, id(&made).parse().expect("an id")).await;
        for (number, (letter, _)) in (1..).zip(SUBJECTS) {
            let mail = NewMail {
                key: format!("case:{case}:{number}"),
                recipient: "ada@example.com".to_owned(),
                locale: *locale,
                account_id: Some(author),
                message: Message::ReviewModerated { case, number, letter },
            };
            mail::enqueue(test.app.db.write(), &test.app.ids, mail, test.app.clock.now()).await.expect("enqueued");
        }
        let mails = test.mails().await;
        for (letter, subjects) in SUBJECTS {
            let mail = mails
                .iter()
                .find(|mail| matches!(mail.message, Message::ReviewModerated { letter: about, .. } if about == letter));
            let mail = mail.unwrap_or_else(|| panic!("no letter of {letter} in {locale}"));
            whole(mail, *locale, &test.app.config.public_url);
            let (subject, text) = (mail.subject.as_deref().expect("a subject"), mail.text.as_deref().expect("a text"));
            assert!(subject.starts_with(subjects[at]), "{subject}");
            assert!(
                text.contains("Because of <b>this</b> & {number}.") && text.contains("/account/reviews#rev_"),
                "{text}"
            );
        }
    }
}

/// A case with an action for each letter.
async fn written_down(test: &TestApp, review: ReviewId) -> CaseId {
    let (conn, now) = (test.app.db.write(), test.app.clock.now());
    let row = case::Model {
        id: test.app.ids.next(),
        subject_kind: SubjectKind::Review,
        subject_id: review.0,
        open_subject: None,
        state: CaseState::Decided,
        origin: Origin::Flag,
        priority: 0,
        opened_at: now,
        decided_at: Some(now),
        version: 6,
    };
    case::Entity::insert(row.clone().into_active_model()).exec_without_returning(conn).await.expect("a case");
    for (number, (action, _)) in (1..).zip(SUBJECTS) {
        let row = action::Model {
            case_id: row.id,
            number,
            action,
            account_id: None,
            ground: Some(Ground::OffTopic),
            reason: Some("Because of <b>this</b> & {number}.".to_owned()),
            at: now,
        };
        action::Entity::insert(row.into_active_model()).exec_without_returning(conn).await.expect("an action");
    }
    row.id
}
