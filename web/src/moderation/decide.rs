//! The form of a decision.

use super::{
    draft::{LongField, ModerationDraft},
    fields::{Decision, Ground, ReviewStatus, StatementDecision},
    words,
};
use crate::{
    i18n::{use_language, use_locale},
    paths, text,
    ui::Seal,
};
use leptos::prelude::*;

/// Most characters of a reason.
pub(super) const REASON: usize = 2_000;

impl Decision {
    pub(super) const ALL: [Self; 5] = [Self::Restore, Self::Uphold, Self::Warn, Self::Hide, Self::Suspend];

    /// Its value in the form.
    pub(super) const fn as_str(self) -> &'static str {
        match self {
            Self::Uphold => "uphold",
            Self::Hide => "hide",
            Self::Restore => "restore",
            Self::Warn => "warn",
            Self::Suspend => "suspend",
        }
    }

    pub(super) fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|decision| decision.as_str() == name)
    }

    /// Whether it would do anything about a review that stands like this, whose author was told this, that no other one
    /// does: what is held is hidden by upholding that.
    fn is_possible(self, status: ReviewStatus, told: Option<StatementDecision>) -> bool {
        match (self, status) {
            (_, ReviewStatus::Deleted) => false,
            (Self::Uphold, _) => true,
            (Self::Hide, ReviewStatus::Held) => false,
            (Self::Hide, ReviewStatus::Hidden) => told == Some(StatementDecision::Suspended),
            (Self::Restore, ReviewStatus::Published) => told.is_some(),
            (Self::Warn, ReviewStatus::Published) => told != Some(StatementDecision::Warned),
            (Self::Suspend, ReviewStatus::Hidden) => told != Some(StatementDecision::Suspended),
            (Self::Hide | Self::Restore | Self::Warn | Self::Suspend, _) => true,
        }
    }
}

impl Ground {
    pub(super) const ALL: [Self; 7] =
        [Self::Fake, Self::Spam, Self::Offensive, Self::PrivateData, Self::OffTopic, Self::Illegal, Self::Other];

    /// Its value in the form.
    pub(super) const fn as_str(self) -> &'static str {
        match self {
            Self::Fake => "fake",
            Self::Spam => "spam",
            Self::Offensive => "offensive",
            Self::PrivateData => "private-data",
            Self::OffTopic => "off-topic",
            Self::Illegal => "illegal",
            Self::Other => "other",
        }
    }

    pub(super) fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|ground| ground.as_str() == name)
    }
}

/// What to decide, by which rule, and why. The case's version goes along: who decides has read this one.
#[component]
pub(super) fn DecisionForm(
    id: cynic::Id,
    version: i32,
    status: ReviewStatus,
    statement: Option<StatementDecision>,
    draft: ModerationDraft,
) -> impl IntoView {
    let (lang, locale) = (use_language(), use_locale());
    let chosen = Decision::from_name(draft.field("decision"));
    let wrong = draft.wrong(lang, "decision");
    let choices = Decision::ALL.into_iter().filter(|decision| decision.is_possible(status, statement));
    let choices = choices.map(|decision| {
        let checked = chosen == Some(decision);
        view! { <Choice decision status checked /> }
    });
    let action = paths::moderation_case(locale, id.inner());
    view! {
        <section class="account-part" aria-labelledby="decide-title">
            <h2 id="decide-title">{text!(lang, moderation.decide_title)}</h2>
            <form class="decision" method="post" action=action novalidate=true>
                <input type="hidden" name="case" value=id.into_inner() />
                <input type="hidden" name="version" value=version.to_string() />
                <fieldset
                    class="field choices"
                    id="decision"
                    aria-describedby=wrong.is_some().then_some("decision-error")
                >
                    <legend>{text!(lang, moderation.decision)}</legend>
                    {wrong.map(|sentence| view! { <p class="error" id="decision-error">{sentence}</p> })}
                    {choices.collect_view()}
                </fieldset>
                <GroundField draft=draft.clone() />
                <LongField
                    name="reason"
                    label=text!(lang, moderation.reason)
                    hint=text!(lang, moderation.reason_hint)
                    draft
                    max=REASON
                />
                <button class="button primary" type="submit">{text!(lang, moderation.decide)}</button>
            </form>
        </section>
    }
    .sealed()
}

#[component]
fn Choice(decision: Decision, status: ReviewStatus, checked: bool) -> impl IntoView {
    let lang = use_language();
    view! {
        <label class="tick choice">
            <input type="radio" name="decision" value=decision.as_str() checked=checked />
            <span>
                <strong>{words::decision(lang, decision)}</strong> " "
                <span class="fine">{words::consequence(lang, decision, status)}</span>
            </span>
        </label>
    }
    .sealed()
}

/// The rule that is broken.
#[component]
fn GroundField(draft: ModerationDraft) -> impl IntoView {
    let lang = use_language();
    let chosen = Ground::from_name(draft.field("ground"));
    let wrong = draft.wrong(lang, "ground");
    let described = if wrong.is_some() { "ground-hint ground-error" } else { "ground-hint" };
    let options = Ground::ALL
        .into_iter()
        .map(|ground| {
            let selected = chosen == Some(ground);
            view! { <option value=ground.as_str() selected=selected>{words::ground(lang, ground)}</option> }
        })
        .collect_view();
    view! {
        <div class="field">
            <label for="ground">{text!(lang, moderation.ground)}</label>
            <p class="hint" id="ground-hint">{text!(lang, moderation.ground_hint)}</p>
            {wrong.map(|sentence| view! { <p class="error" id="ground-error">{sentence}</p> })}
            <select
                id="ground"
                name="ground"
                aria-invalid=wrong.is_some().then_some("true")
                aria-describedby=described
            >
                <option value="">{text!(lang, moderation.ground_none)}</option>
                {options}
            </select>
        </div>
    }
    .sealed()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn values_of_the_form_round_trip() {
        for decision in Decision::ALL {
            assert_eq!(Decision::from_name(decision.as_str()), Some(decision));
        }
        for ground in Ground::ALL {
            assert_eq!(Ground::from_name(ground.as_str()), Some(ground));
        }
        assert_eq!((Decision::from_name(""), Ground::from_name("")), (None, None));
    }

    #[test]
    fn only_what_would_do_something_is_offered() {
        use ReviewStatus::{Deleted, Held, Hidden, Published};
        use StatementDecision as Told;
        let offered = |status, told| {
            let all = Decision::ALL.into_iter().filter(|decision| decision.is_possible(status, told));
            all.map(Decision::as_str).collect::<Vec<_>>()
        };
        assert_eq!(offered(Held, Some(Told::Held)), ["restore", "uphold", "warn", "suspend"]);
        assert_eq!(offered(Published, None), ["uphold", "warn", "hide", "suspend"]);
        assert_eq!(offered(Published, Some(Told::Warned)), ["restore", "uphold", "hide", "suspend"]);
        assert_eq!(offered(Hidden, Some(Told::Hidden)), ["restore", "uphold", "warn", "suspend"]);
        assert_eq!(offered(Hidden, Some(Told::Suspended)), ["restore", "uphold", "warn", "hide"]);
        assert!(offered(Deleted, None).is_empty());
    }
}
