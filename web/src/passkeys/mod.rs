//! Passkeys: signing in and up with one, and the list of an account's. Making and using them needs script and a browser
//! that can; their list, their names and their removal work without.

mod base64;
mod browser;
mod change;
mod list;
mod problem;
mod sign_in;
mod sign_up;
mod support;
mod wire;

pub use change::{remove_passkey, rename_passkey};
pub(crate) use list::{PasskeyFields, Passkeys};
pub use problem::PasskeyProblem;
pub(crate) use sign_in::PasskeySignIn;
pub(crate) use sign_up::PasskeySignUp;
