//! What somebody allows, and what they may do with their account as a whole: see what is kept, take it along, give it
//! another address, delete it.
//!
//! Every form here is a plain one: it is filled in once in a long while, and needs nothing but a page that answers. The
//! question whether something may be remembered stands behind all that hydrates (`ask`), so that it costs the program of
//! the pages nothing.

#[cfg(feature = "ssr")]
mod ask;
mod choices;
mod confirm;
mod deletion;
mod email;
mod export;
mod page;
mod pages;
mod send;

#[cfg(feature = "ssr")]
pub use ask::{Ask, AskProps, Question};
pub use pages::{PrivacyPages, PrivacyPagesProps};
pub use send::ConsentFields;
pub(crate) use send::ConsentPurpose;
pub use send::{
    ChoiceOutcome, Choices, complete_email_change, create_export, decide, delete_account, request_email_change,
    undo_email_change,
};
