//! Rows of `mails`.

use super::Message;
use sea_orm::entity::prelude::*;
use shared::id::{AccountId, MailId};
use shared::{Locale, Timestamp, text_enum};

text_enum! {
    /// What has become of a mail.
    pub enum MailState {
        /// It waits for its next try.
        Waiting = "waiting",
        /// The server has taken it. Its text is not kept: its links hold secrets.
        Sent = "sent",
        /// There is no server: its text lies here.
        Kept = "kept",
        /// It could not be sent, and no try is left.
        GivenUp = "given_up",
    }
}

/// One mail.
#[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
#[sea_orm(table_name = "mails")]
pub struct Model {
    /// The mail.
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: MailId,
    /// What it is about; unique.
    pub key: String,
    /// The address.
    pub recipient: String,
    /// Its language.
    pub locale: Locale,
    /// The account concerned, if it is one.
    pub account_id: Option<AccountId>,
    /// Its occasion, without secrets.
    pub message: Message,
    /// What has become of it.
    pub state: MailState,
    /// Tries so far.
    pub attempts: i32,
    /// When the next try is due.
    pub next_attempt_at: Timestamp,
    /// What stopped the last try.
    pub last_error: Option<String>,
    /// Its subject, when it is kept.
    pub subject: Option<String>,
    /// Its plain text, when it is kept.
    pub text: Option<String>,
    /// Its HTML, when it is kept.
    pub html: Option<String>,
    /// When it was wished for.
    pub created_at: Timestamp,
    /// When it left the outbox, one way or the other.
    pub finished_at: Option<Timestamp>,
}

/// No relations.
#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
