//! Reading the mail that an app has written.

use super::TestApp;
use api::events;
use api::jobs::{Job as _, SendMail};
use api::mail::{self, Announcer, entity::Model};

impl TestApp {
    /// Follows the events, sends what is due, and returns what is kept here, the newest first.
    pub async fn mails(&self) -> Vec<Model> {
        self.post().await;
        mail::kept(&self.app, 100).await.expect("read")
    }

    /// Follows the events and sends what is due; returns how many mails left the outbox.
    pub async fn post(&self) -> u64 {
        events::catch_up(&self.app, &Announcer).await.expect("followed");
        SendMail.run(&self.app).await.expect("sent")
    }

    /// The newest kept mail to an address.
    pub async fn mail_to(&self, recipient: &str) -> Model {
        let mails = self.mails().await;
        mails.into_iter().find(|mail| mail.recipient == recipient).unwrap_or_else(|| panic!("no mail to {recipient}"))
    }

    /// The token of the newest link to `page` that was mailed to an address.
    pub async fn token_to(&self, recipient: &str, page: &str) -> String {
        let mails = self.mails().await;
        let mut texts = mails.iter().filter(|mail| mail.recipient == recipient).filter_map(|mail| mail.text.as_deref());
        let link = texts.find_map(|text| link_in(text, page));
        let link = link.unwrap_or_else(|| panic!("no link to {page} was mailed to {recipient}"));
        link.rsplit_once("token=").expect("a token").1.to_owned()
    }
}

/// The address in a mail's text that leads to `page`, a path without its language.
pub fn link_in<'a>(text: &'a str, page: &str) -> Option<&'a str> {
    text.lines().find(|line| line.starts_with("http") && line.contains(page))
}
