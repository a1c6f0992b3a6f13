//! Accounts: signing in, up and out, and the orders of one.

mod form;
mod nav;
mod orders;
mod session;
mod sign_in;
mod sign_out;
mod sign_up;

pub use form::AccountDraft;
pub use nav::{AccountNav, AccountNavProps, AccountPlace};
pub use orders::{AccountOrdersPage, AccountOrdersPageProps};
pub use session::{AccountProblem, FieldProblem, sign_in, sign_out, sign_up};
pub use sign_in::{SignInPage, SignInPageProps};
pub use sign_up::{SignUpPage, SignUpPageProps};
