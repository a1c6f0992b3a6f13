//! Mail: what happened is told to those it concerns, in their language.
//!
//! A mail begins as a row of the outbox ([`enqueue`]): made from events by the consumer [`Announcer`], or in the
//! transaction of a wish such as a new password. The row names its occasion and never a secret. The job `send_mail`
//! claims rows, writes the letter, making the tokens of its links only then, and hands it to the SMTP server; without
//! one the letter stays in the row, where a demonstration shows it.
//!
//! A row's key says what it is about and is unique: an event that comes again after a crash makes no second mail. A
//! process that ends between the server's yes and the note of it sends the mail once more, under the same Message-ID.

mod announcer;
mod compose;
mod compose_address;
mod compose_moderation;
mod compose_order;
mod compose_review;
mod compose_searches;
mod compose_shop;
mod compose_wishlist;
mod countries;
pub mod entity;
mod letter;
mod letter_html;
mod links;
mod message;
mod outbox;
mod post;
mod smtp;
mod smtp_trust;
mod texts;

pub use announcer::Announcer;
pub(crate) use announcer::{VERIFY_ONCE_IN_MS, verify_key};
pub use letter::Letter;
pub use message::{Message, Occasion};
pub use outbox::{NewMail, enqueue, forget_of, forget_old, kept, kept_one, of_account};
pub use post::send_due;
pub use smtp::{Mailer, SmtpConfig};
pub(crate) use texts::fill;
