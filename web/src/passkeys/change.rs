//! Making, using, naming and removing passkeys: the last two the same for scripts and for plain forms.

use super::wire::{
    AnswerVariables, Ceremony, Delete, DeleteVariables, NewcomerVariables, PasskeyError, PasswordVariables,
    RegistrationBegin, RegistrationFinish, Rename, RenameVariables, SignInBegin, SignInFinish, SignUpBegin,
    SignUpFinish,
};
use super::{PasskeyProblem, browser};
use crate::data::{SharedTransport, send};
use cynic::MutationBuilder;
use shared::{Email, Locale, account::DisplayName, passkeys::PasskeyName};

/// Gives a passkey another name.
///
/// # Errors
/// What stands in the way.
pub async fn rename_passkey(transport: &SharedTransport, id: &str, name: &str) -> Result<(), PasskeyProblem> {
    if PasskeyName::try_from(name).is_err() {
        return Err(PasskeyProblem::NameInvalid);
    }
    let variables = RenameVariables { id: cynic::Id::new(id), name: name.to_owned() };
    let payload = send(transport, Rename::build(variables)).await?.passkey_rename;
    outcome(payload.passkey, payload.user_errors).map(|_| ())
}

/// Removes a passkey. One that is gone already is as good as one that goes now.
///
/// # Errors
/// What stands in the way.
pub async fn remove_passkey(transport: &SharedTransport, id: &str) -> Result<(), PasskeyProblem> {
    let payload = send(transport, Delete::build(DeleteVariables { id: cynic::Id::new(id) })).await?.passkey_delete;
    match outcome(payload.deleted.then_some(()), payload.user_errors) {
        Err(PasskeyProblem::Gone) => Ok(()),
        outcome => outcome,
    }
}

/// Adds a passkey to the account that is signed in.
pub(super) async fn add(transport: &SharedTransport, password: &str) -> Result<(), PasskeyProblem> {
    let password = (!password.is_empty()).then(|| password.to_owned());
    let begun = send(transport, RegistrationBegin::build(PasswordVariables { password })).await?;
    let payload = begun.passkey_registration_begin;
    let Ceremony { token, options } = outcome(payload.ceremony, payload.user_errors)?;
    let credential = browser::create(&options).await?;
    let variables = AnswerVariables { token, credential };
    let payload = send(transport, RegistrationFinish::build(variables)).await?.passkey_registration_finish;
    outcome(payload.passkey, payload.user_errors).map(|_| ())
}

/// Makes an account with a passkey, and signs it in with a cookie.
pub(super) async fn sign_up(
    transport: &SharedTransport,
    locale: Locale,
    display_name: &str,
    email: &str,
) -> Result<(), Vec<PasskeyProblem>> {
    let mut problems = Vec::new();
    if DisplayName::try_from(display_name).is_err() {
        problems.push(PasskeyProblem::DisplayNameInvalid);
    }
    if Email::try_from(email).is_err() {
        problems.push(PasskeyProblem::EmailInvalid);
    }
    if !problems.is_empty() {
        return Err(problems);
    }
    let newcomer =
        NewcomerVariables { email: email.to_owned(), display_name: display_name.to_owned(), locale: locale.into() };
    register(transport, newcomer).await.map_err(|problem| vec![problem])
}

async fn register(transport: &SharedTransport, newcomer: NewcomerVariables) -> Result<(), PasskeyProblem> {
    let payload = send(transport, SignUpBegin::build(newcomer)).await?.passkey_sign_up_begin;
    let Ceremony { token, options } = outcome(payload.ceremony, payload.user_errors)?;
    let credential = browser::create(&options).await?;
    let variables = AnswerVariables { token, credential: credential.clone() };
    let payload = send(transport, SignUpFinish::build(variables)).await?.passkey_sign_up_finish;
    let done = outcome(payload.account, payload.user_errors);
    if matches!(done, Err(PasskeyProblem::EmailTaken)) {
        // The passkey that was just made belongs to no account.
        browser::forget(&options, &credential).await;
    }
    done.map(|_| ())
}

/// Begins to sign in.
pub(super) async fn begin_sign_in(transport: &SharedTransport) -> Result<Ceremony, PasskeyProblem> {
    let payload = send(transport, SignInBegin::build(())).await?.passkey_sign_in_begin;
    outcome(payload.ceremony, payload.user_errors)
}

/// Signs in, with a cookie, by what the authenticator answered.
pub(super) async fn finish_sign_in(
    transport: &SharedTransport,
    ceremony: Ceremony,
    credential: String,
) -> Result<(), PasskeyProblem> {
    let Ceremony { token, options } = ceremony;
    let variables = AnswerVariables { token, credential: credential.clone() };
    let payload = send(transport, SignInFinish::build(variables)).await?.passkey_sign_in_finish;
    let done = outcome(payload.account, payload.user_errors);
    if matches!(done, Err(PasskeyProblem::Unknown)) {
        browser::forget(&options, &credential).await;
    }
    done.map(|_| ())
}

fn outcome<T>(done: Option<T>, errors: Vec<PasskeyError>) -> Result<T, PasskeyProblem> {
    match errors.into_iter().next() {
        Some(error) => Err(error.into()),
        None => done.ok_or(PasskeyProblem::TryAgain),
    }
}
