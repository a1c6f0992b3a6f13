//! Whether a page asks its visitor what they allow, and in which words.

use crate::app::App;
use crate::consents::{self, wording};
use crate::graphql::Visitor;
use web::privacy::Question;

/// Pages on which nobody is asked, without their language: who pays, signs in, or follows the link of a mail has
/// something else in mind, and the page of all choices asks by itself.
const NOT_ON: [&str; 7] =
    ["/checkout", "/account", "/sign-in", "/sign-up", "/forgot-password", "/reset-password", "/verify-email"];

/// The question, if this visitor is still to be asked on this page; `path` has no language in it.
pub(super) async fn question(app: &App, visitor: &Visitor, path: &str) -> Option<Question> {
    let is_on = |page: &str| path.strip_prefix(page).is_some_and(|rest| rest.is_empty() || rest.starts_with('/'));
    if NOT_ON.iter().any(|page| is_on(page)) {
        return None;
    }
    let asked = consents::is_to_be_asked(app, &visitor.actor, visitor.consent.as_ref()).await;
    // A page whose visitor cannot be told whether they were asked is still a page.
    if !asked.unwrap_or(false) {
        return None;
    }
    let words = &wording::wording(wording::CURRENT, visitor.locale).question;
    Some(Question {
        title: words.title.clone(),
        text: words.text.clone(),
        yes: words.yes.clone(),
        no: words.no.clone(),
        choose: words.choose.clone(),
        wording: wording::CURRENT,
    })
}
