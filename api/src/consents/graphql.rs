//! Consent in the API.

use super::entity::{Form, Model, Purpose};
use super::{Answer, ConsentError, wording};
use crate::failure::Failure;
use crate::graphql::context::{ContextExt, Effect};
use crate::graphql::error::{Fault, OrFault};
use crate::graphql::scalars::{DateTime, LanguageCode};
use async_graphql::{Context, Enum, InputObject, Object, Result, SimpleObject};

/// What somebody may be asked to allow.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Enum)]
#[graphql(remote = "Purpose", name = "ConsentPurpose")]
pub enum ConsentPurpose {
    /// To suggest products from what they look at.
    Personalisation,
    /// To write to them, once a day at most, about what is on their account's wishlist.
    WishlistLetters,
}

/// Which words were shown to whoever decided.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Enum)]
#[graphql(remote = "Form", name = "ConsentForm")]
pub enum ConsentForm {
    /// The one question about all purposes.
    Question,
    /// Each purpose with its own title and text.
    Choices,
}

/// A purpose, the words in which it is asked for, and what the visitor has said.
pub struct Consent {
    purpose: Purpose,
    decision: Option<Model>,
}

/// A purpose, the words in which it is asked for, and what the visitor has said.
#[Object]
impl Consent {
    /// What it is about.
    async fn purpose(&self) -> ConsentPurpose {
        self.purpose.into()
    }

    /// What it is called, in the request's language.
    async fn title(&self, ctx: &Context<'_>) -> &str {
        &wording::wording(wording::CURRENT, ctx.locale()).purpose(self.purpose).title
    }

    /// What is allowed by it, in the request's language: show this to whoever decides.
    async fn text(&self, ctx: &Context<'_>) -> &str {
        &wording::wording(wording::CURRENT, ctx.locale()).purpose(self.purpose).text
    }

    /// The version of title and text: `consentsUpdate` wants it back.
    async fn wording_version(&self) -> i32 {
        wording::CURRENT
    }

    /// Whether it is allowed now: false until somebody said yes.
    async fn granted(&self) -> bool {
        self.decision.as_ref().is_some_and(|decision| decision.granted)
    }

    /// What was said last; null while nothing was.
    async fn decision(&self) -> Option<ConsentDecision> {
        self.decision.clone().map(ConsentDecision)
    }
}

/// What somebody said, and what they had read.
pub struct ConsentDecision(Model);

/// What somebody said, and what they had read.
#[Object]
impl ConsentDecision {
    /// Whether it was allowed.
    async fn granted(&self) -> bool {
        self.0.granted
    }

    /// When it was said.
    async fn decided_at(&self) -> DateTime {
        self.0.decided_at.into()
    }

    /// The version of the words.
    async fn wording_version(&self) -> i32 {
        self.0.wording
    }

    /// Their language.
    async fn language(&self) -> LanguageCode {
        self.0.locale.into()
    }

    /// Which of them.
    async fn form(&self) -> ConsentForm {
        self.0.form.into()
    }

    /// The words themselves.
    async fn text(&self) -> &str {
        wording::wording(self.0.wording, self.0.locale).shown(self.0.form, self.0.purpose)
    }
}

/// What is said of one purpose.
#[derive(InputObject)]
pub struct ConsentChoiceInput {
    /// What it is about.
    pub purpose: ConsentPurpose,
    /// Whether it is allowed.
    pub granted: bool,
}

/// What a visitor says.
#[derive(InputObject)]
pub struct ConsentsUpdateInput {
    /// At least one purpose; what is not named stays as it is.
    pub choices: Vec<ConsentChoiceInput>,
    /// The version of the words that they read, in the request's language: `Consent.wordingVersion`.
    pub wording_version: i32,
    /// Which words those were; by default each purpose's own.
    pub form: Option<ConsentForm>,
}

/// What is wrong with what was said.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Enum)]
pub enum ConsentErrorCode {
    /// Other words than those that were shown are the present ones.
    WordingOutdated,
    /// No purpose was named.
    NothingChosen,
}

/// Why nothing was recorded.
#[derive(Clone, Debug, SimpleObject)]
pub struct ConsentUserError {
    /// The reason, for programs.
    pub code: ConsentErrorCode,
    /// The reason, in English, with what to do.
    pub message: String,
    /// The input field concerned.
    pub field: Option<Vec<String>>,
}

impl From<ConsentError> for ConsentUserError {
    fn from(error: ConsentError) -> Self {
        let (code, field) = match error {
            ConsentError::WordingOutdated => (ConsentErrorCode::WordingOutdated, "wordingVersion"),
            ConsentError::NothingChosen => (ConsentErrorCode::NothingChosen, "choices"),
        };
        Self { code, message: error.to_string(), field: Some(vec![field.to_owned()]) }
    }
}

/// The answer of `consentsUpdate`.
#[derive(SimpleObject)]
pub struct ConsentsUpdatePayload {
    /// Every purpose as it stands now.
    pub consents: Vec<Consent>,
    /// Why nothing was recorded.
    pub user_errors: Vec<ConsentUserError>,
}

/// Root fields about consent.
#[derive(Default)]
pub struct ConsentQuery;

#[Object]
impl ConsentQuery {
    /// Every purpose for which this market asks, with what the visitor has said: the account that is signed in, else
    /// the guest's browser.
    async fn consents(&self, ctx: &Context<'_>) -> Result<Vec<Consent>> {
        let visitor = ctx.visitor();
        let newest = super::newest(ctx.app(), &visitor.actor, visitor.consent.as_ref()).await.or_fault(ctx)?;
        Ok(every(&newest))
    }
}

/// Saying what is allowed.
#[derive(Default)]
pub struct ConsentMutation;

#[Object]
impl ConsentMutation {
    /// Records what the visitor allows and refuses, with the words that they read. Earlier decisions are kept, the newest
    /// counts. A guest's browser gets a cookie by which its decisions are found again.
    async fn consents_update(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "What they say.")] input: ConsentsUpdateInput,
    ) -> Result<ConsentsUpdatePayload> {
        let (app, visitor) = (ctx.app(), ctx.visitor());
        let answer = Answer {
            choices: input.choices.iter().map(|choice| (choice.purpose.into(), choice.granted)).collect(),
            wording: input.wording_version,
            form: input.form.map_or(Form::Choices, Into::into),
            locale: ctx.locale(),
        };
        let known = visitor.consent.as_ref();
        let (device, user_errors) = match super::decide(app, &visitor.actor, known, &answer).await {
            Ok(device) => (device, Vec::new()),
            Err(Failure::Refused(error)) => (None, vec![error.into()]),
            Err(Failure::NotFound) => return Err(Fault::NotFound.into_error(ctx)),
            Err(Failure::Internal(cause)) => return Err(Fault::Internal(cause).into_error(ctx)),
        };
        if let Some(device) = &device {
            visitor.effects.push(Effect::SetConsent(device.to_string()));
        }
        let newest = super::newest(app, &visitor.actor, device.as_ref().or(known)).await.or_fault(ctx)?;
        Ok(ConsentsUpdatePayload { consents: every(&newest), user_errors })
    }
}

fn every(newest: &[Model]) -> Vec<Consent> {
    let decision = |purpose| newest.iter().find(|decision| decision.purpose == purpose).cloned();
    Purpose::ALL.iter().map(|purpose| Consent { purpose: *purpose, decision: decision(*purpose) }).collect()
}
