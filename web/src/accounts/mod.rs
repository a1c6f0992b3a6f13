//! Accounts: signing in, up and out, the orders of one, and the care of it.

mod account;
mod care;
mod demo_outbox;
mod forgot_password;
mod form;
mod nav;
mod orders;
mod password;
mod profile;
mod reset_password;
mod session;
mod sessions;
mod sign_in;
mod sign_out;
mod sign_up;
mod verify_email;

pub use account::{AccountPage, AccountPageProps, Saved};
pub use care::{
    change_password, choose_currency, end_everywhere, end_session, request_reset, request_verification, reset_password,
    update_profile, verify_email,
};
pub use forgot_password::{ForgotPasswordPage, ForgotPasswordPageProps};
pub use form::AccountDraft;
pub use nav::{AccountNav, AccountNavProps, AccountPlace};
pub use orders::{AccountOrdersPage, AccountOrdersPageProps};
pub use reset_password::{ResetPasswordPage, ResetPasswordPageProps};
pub use session::{AccountProblem, FieldProblem, sign_in, sign_out, sign_up};
pub use sign_in::{SignInPage, SignInPageProps};
pub use sign_up::{SignUpPage, SignUpPageProps};
pub use verify_email::{VerifyEmailPage, VerifyEmailPageProps};
