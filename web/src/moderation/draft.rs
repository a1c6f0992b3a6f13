//! What the plain forms of these pages brought that was refused.

use crate::{
    i18n::{Language, use_language, use_locale},
    paths, text,
    ui::{Head, Seal, TextArea, Trouble},
};
use leptos::prelude::*;
use serde::{Deserialize, Serialize};

/// Why a decision, a report or an appeal was not taken.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum ModerationProblem {
    /// Nobody is signed in any more.
    SignedOut,
    /// Something came in since the case was read.
    CaseChanged,
    /// Somebody else has decided.
    CaseDecided,
    /// An appeal against one's own decision, or one's own review.
    CaseYours,
    /// No decision was chosen.
    DecisionMissing,
    /// The decision needs a rule.
    GroundMissing,
    /// No reason was written, or too long a one.
    ReasonInvalid,
    /// The decision would do nothing.
    NotPossible,
    /// There is no such case or review for this visitor.
    NotThere,
    /// No category was chosen.
    CategoryMissing,
    /// The comment is too long.
    CommentInvalid,
    /// It was reported by this account before.
    FlaggedAlready,
    /// It is their own.
    OwnReview,
    /// Too many reports in a day.
    TooManyFlags,
    /// Nothing was decided against it.
    NothingToAppeal,
    /// They have appealed already.
    AppealedAlready,
    /// No text was written, or too long a one.
    TextInvalid,
    /// It was decided too long ago.
    WindowOver,
    /// It could not be done now.
    TryAgain,
}

impl ModerationProblem {
    /// The field that it is about; empty when it is about the form as a whole.
    pub(super) const fn field(self) -> &'static str {
        match self {
            Self::DecisionMissing | Self::NotPossible => "decision",
            Self::GroundMissing => "ground",
            Self::ReasonInvalid => "reason",
            Self::CategoryMissing => "category",
            Self::CommentInvalid => "comment",
            Self::TextInvalid => "text",
            Self::SignedOut
            | Self::CaseChanged
            | Self::CaseDecided
            | Self::CaseYours
            | Self::NotThere
            | Self::FlaggedAlready
            | Self::OwnReview
            | Self::TooManyFlags
            | Self::NothingToAppeal
            | Self::AppealedAlready
            | Self::WindowOver
            | Self::TryAgain => "",
        }
    }

    /// In a sentence.
    pub(super) fn sentence(self, lang: Language) -> &'static str {
        match self {
            Self::SignedOut => text!(lang, moderation.problem_signed_out),
            Self::CaseChanged => text!(lang, moderation.problem_changed),
            Self::CaseDecided => text!(lang, moderation.problem_decided),
            Self::CaseYours => text!(lang, moderation.problem_yours),
            Self::DecisionMissing => text!(lang, moderation.problem_decision),
            Self::GroundMissing => text!(lang, moderation.problem_ground),
            Self::ReasonInvalid => text!(lang, moderation.problem_reason),
            Self::NotPossible => text!(lang, moderation.problem_not_possible),
            Self::NotThere => text!(lang, moderation.problem_not_there),
            Self::CategoryMissing => text!(lang, moderation.problem_category),
            Self::CommentInvalid => text!(lang, moderation.problem_comment),
            Self::FlaggedAlready => text!(lang, moderation.problem_flagged),
            Self::OwnReview => text!(lang, moderation.problem_own),
            Self::TooManyFlags => text!(lang, moderation.problem_too_many),
            Self::NothingToAppeal => text!(lang, moderation.problem_nothing),
            Self::AppealedAlready => text!(lang, moderation.problem_appealed),
            Self::TextInvalid => text!(lang, moderation.problem_text),
            Self::WindowOver => text!(lang, moderation.problem_window),
            Self::TryAgain => text!(lang, accounts.problem_again),
        }
    }
}

/// A form that was refused, with all that was typed into it: the host puts it into the context of the page with which it
/// answers.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct ModerationDraft {
    /// Names and values, as they were sent.
    pub fields: Vec<(String, String)>,
    /// What stands in the way.
    pub problems: Vec<ModerationProblem>,
}

impl ModerationDraft {
    /// What was sent in a field; empty when it was not.
    #[must_use]
    pub fn field(&self, name: &str) -> &str {
        self.fields.iter().find(|(field, _)| field == name).map_or("", |(_, value)| value)
    }

    pub(super) fn has(&self, problem: ModerationProblem) -> bool {
        self.problems.contains(&problem)
    }

    /// What is wrong with a field.
    pub(super) fn wrong(&self, lang: Language, name: &str) -> Option<&'static str> {
        self.problems.iter().find(|problem| problem.field() == name).map(|problem| problem.sentence(lang))
    }
}

/// What the form of this page brought, if it was refused.
pub(super) fn use_refused() -> ModerationDraft {
    SharedValue::new(use_context::<ModerationDraft>).into_inner().unwrap_or_default()
}

/// What is wrong, above the form: the whole of it, or how many fields are to be looked at.
#[component]
pub(super) fn Refusal(draft: ModerationDraft) -> impl IntoView {
    let lang = use_language();
    let entry = |problem: ModerationProblem| {
        let sentence = problem.sentence(lang);
        match problem.field() {
            "" => view! { <li>{sentence}</li> }.sealed(),
            field => view! { <li><a href=format!("#{field}")>{sentence}</a></li> }.sealed(),
        }
    };
    (!draft.problems.is_empty())
        .then(|| {
            view! {
                <div class="notice notice-failure" role="alert">
                    <h2>{text!(lang, accounts.problem_title)}</h2>
                    <ul>{draft.problems.iter().copied().map(entry).collect_view()}</ul>
                </div>
            }
        })
        .sealed()
}

/// A field for several lines, with its hint and what is wrong with it.
#[component]
pub(super) fn LongField(
    /// The name under which it is sent; also its id.
    name: &'static str,
    /// What it asks for.
    label: &'static str,
    /// Help.
    hint: &'static str,
    /// What was sent before.
    draft: ModerationDraft,
    /// Most characters.
    max: usize,
    /// Whether it must be filled in.
    #[prop(default = true)]
    required: bool,
) -> impl IntoView {
    let wrong = draft.wrong(use_language(), name).map(|sentence| (name.to_owned(), sentence.to_owned()));
    let trouble: Trouble = RwSignal::new(wrong.into_iter().collect());
    view! { <TextArea name label hint value=draft.field(name).to_owned() trouble max required /> }
}

/// What somebody had written where there is no field for it any more; nothing when they had written nothing.
#[component]
pub(super) fn Typed(draft: ModerationDraft, name: &'static str) -> impl IntoView {
    let lang = use_language();
    let typed = draft.field(name).to_owned();
    (!typed.is_empty())
        .then(|| {
            view! {
                <p class="fine">{text!(lang, moderation.typed)}</p>
                <blockquote class="written">{typed}</blockquote>
            }
        })
        .sealed()
}

/// The visitor was signed out before the form came in: it waits here, whole, until they are signed in again.
#[component]
pub(super) fn Kept(
    draft: ModerationDraft,
    /// Where the form is sent.
    action: String,
) -> impl IntoView {
    let (lang, locale) = (use_language(), use_locale());
    let texts = ["reason", "comment", "text"].into_iter().map(|name| view! { <Typed draft=draft.clone() name /> });
    let texts = texts.collect_view();
    let fields = draft
        .fields
        .into_iter()
        .map(|(name, value)| view! { <input type="hidden" name=name value=value /> })
        .collect_view();
    view! {
        <Head title=text!(lang, moderation.kept_title) description="" path="/moderation" />
        <section class="notice notice-warning" aria-labelledby="kept-title">
            <h1 id="kept-title">{text!(lang, moderation.kept_title)}</h1>
            <p>{text!(lang, moderation.kept)}</p>
            <p><a href=paths::sign_in(locale) target="_blank" rel="noopener">{text!(lang, moderation.kept_sign_in)}</a></p>
            <form method="post" action=action>
                {fields}
                {texts}
                <button class="button" type="submit">{text!(lang, moderation.kept_again)}</button>
            </form>
        </section>
    }
    .sealed()
}

#[cfg(test)]
mod tests {
    use super::{ModerationDraft, ModerationProblem};

    #[test]
    fn a_draft_keeps_every_field() {
        let fields = vec![("reason".to_owned(), "Paid for.".to_owned())];
        let draft = ModerationDraft { fields, problems: vec![ModerationProblem::GroundMissing] };
        assert_eq!((draft.field("reason"), draft.field("ground")), ("Paid for.", ""));
        assert!(draft.has(ModerationProblem::GroundMissing));
    }
}
