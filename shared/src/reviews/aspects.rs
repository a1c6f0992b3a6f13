//! In which respects buyers judge a thing, beside its stars. Which of them are asked about is the category's matter.

use crate::text_enum;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

text_enum! {
    /// A respect in which buyers judge a thing.
    pub enum ReviewAspect {
        /// How its size fits: too small, true to size, too large.
        Fit = "fit",
        /// How well it is made: poor, good, excellent.
        Quality = "quality",
        /// Whether it is what its page says: no, mostly, exactly.
        AsDescribed = "as_described",
        /// How it tastes: disliked, fine, loved.
        Taste = "taste",
    }
}

text_enum! {
    /// How a thing is in one respect.
    pub enum AspectValue {
        /// Too small, poor, not as described, disliked.
        Low = "low",
        /// True to size, good, mostly as described, fine.
        Middle = "middle",
        /// Too large, excellent, exactly as described, loved.
        High = "high",
    }
}

/// What is asked where no category says anything else.
pub const DEFAULT_ASPECTS: [ReviewAspect; 2] = [ReviewAspect::Quality, ReviewAspect::AsDescribed];

/// One respect, and how the thing is in it.
pub type AspectChoice = (ReviewAspect, AspectValue);

/// What one review says of its thing: each respect at most once. Stored as a JSON object, `{"fit": "middle"}`.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
#[cfg_attr(feature = "server", derive(sea_orm::FromJsonQueryResult))]
pub struct Aspects(pub BTreeMap<ReviewAspect, AspectValue>);

/// A respect that was judged twice, or about which nobody asked.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{}", sentence(.asked))]
pub struct AspectsError {
    /// What is asked about.
    pub asked: Vec<ReviewAspect>,
}

impl Aspects {
    /// What was chosen, where `asked` may be answered.
    ///
    /// # Errors
    /// When something was chosen twice, or is not asked about.
    pub fn check(chosen: &[AspectChoice], asked: &[ReviewAspect]) -> Result<Self, AspectsError> {
        let aspects: BTreeMap<ReviewAspect, AspectValue> = chosen.iter().copied().collect();
        if aspects.len() == chosen.len() && aspects.keys().all(|aspect| asked.contains(aspect)) {
            Ok(Self(aspects))
        } else {
            Err(AspectsError { asked: asked.to_vec() })
        }
    }

    /// What was chosen, one by one.
    #[must_use]
    pub fn choices(&self) -> Vec<AspectChoice> {
        self.0.iter().map(|(aspect, value)| (*aspect, *value)).collect()
    }
}

/// What may be chosen, with the names that the API has for it.
fn sentence(asked: &[ReviewAspect]) -> String {
    let names: Vec<String> = asked.iter().map(|aspect| aspect.as_str().to_uppercase()).collect();
    if names.is_empty() {
        "nothing but stars and words is asked about this: leave the aspects out".to_owned()
    } else {
        format!("choose each aspect once at most, of those that are asked about this: {}", names.join(", "))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_is_judged_once_and_only_where_it_is_asked_about() {
        let asked = [ReviewAspect::Fit, ReviewAspect::AsDescribed];
        let (fit, taste) = ((ReviewAspect::Fit, AspectValue::Low), (ReviewAspect::Taste, AspectValue::High));
        assert_eq!(Aspects::check(&[], &[]), Ok(Aspects::default()));
        let chosen = Aspects::check(&[fit], &asked).expect("taken");
        assert_eq!(chosen.choices(), [fit]);
        for refused in [&[taste][..], &[fit, taste], &[fit, fit], &[fit, (ReviewAspect::Fit, AspectValue::High)]] {
            let error = Aspects::check(refused, &asked).expect_err("refused");
            assert!(error.to_string().ends_with(": FIT, AS_DESCRIBED"), "{error}");
        }
        let error = Aspects::check(&[fit], &[]).expect_err("refused");
        assert!(error.to_string().starts_with("nothing but stars"), "{error}");
    }

    #[test]
    fn they_are_kept_as_an_object() {
        let aspects = Aspects(BTreeMap::from([
            (ReviewAspect::Taste, AspectValue::High),
            (ReviewAspect::AsDescribed, AspectValue::Middle),
        ]));
        let text = serde_json::to_string(&aspects).expect("JSON");
        assert_eq!(text, r#"{"as_described":"middle","taste":"high"}"#);
        assert_eq!(serde_json::from_str::<Aspects>(&text).expect("read"), aspects);
        let value = serde_json::to_value(&aspects).expect("JSON");
        assert_eq!(serde_json::from_value::<Aspects>(value).expect("read"), aspects);
        assert!(serde_json::from_str::<Aspects>(r#"{"smell":"high"}"#).is_err());
    }
}
