//! The body of a carrier's webhook: JSON in, reports or complaints out.

use crate::shipments::Report;
use serde::Deserialize;
use serde_json::Value;
use shared::Timestamp;
use shared::shipments::{ShipmentState, TrackingNumber, TrackingReason};

/// Reports that one body may hold.
pub const MAX_EVENTS: usize = 500;
/// Longest id, location and message of a report, in characters.
const MAX_TEXT: usize = 500;
/// How far a report may lie in the future, in milliseconds: carriers' clocks differ by minutes, and a report from
/// next year would overrule everything until then.
const MAX_AHEAD_MS: i64 = 60 * 60 * 1000;

/// A body that is nothing at all.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum BodyError {
    /// Not the JSON we expect.
    #[error("send JSON like {{\"events\": [{{\"id\": …, \"trackingNumber\": …, \"status\": …, \"occurredAt\": …}}]}}")]
    Malformed,
    /// Too many.
    #[error("send at most {MAX_EVENTS} events at once")]
    TooMany,
}

/// A report that cannot be taken; the others of its body can.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Unread {
    /// Its id, if it has one.
    pub id: Option<String>,
    /// What is wrong.
    pub message: String,
}

#[derive(Deserialize)]
struct Body {
    events: Vec<Value>,
}

/// Unknown fields are carriers' own business and do no harm.
#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Item {
    id: String,
    tracking_number: String,
    status: ShipmentState,
    reason: Option<TrackingReason>,
    location: Option<String>,
    message: Option<String>,
    occurred_at: Timestamp,
}

/// Reads a body.
///
/// # Errors
/// [`BodyError`] when nothing of it can be read; inside, [`Unread`] for each report that cannot.
pub fn read(body: &[u8], now: Timestamp) -> Result<Vec<Result<Report, Unread>>, BodyError> {
    let body: Body = serde_json::from_slice(body).map_err(|_| BodyError::Malformed)?;
    if body.events.len() > MAX_EVENTS {
        return Err(BodyError::TooMany);
    }
    Ok(body.events.into_iter().map(|event| item(event, now)).collect())
}

fn item(event: Value, now: Timestamp) -> Result<Report, Unread> {
    let id = event.get("id").and_then(Value::as_str).map(str::to_owned);
    let unread = |message: String| Unread { id: id.clone(), message };
    let item: Item = serde_json::from_value(event).map_err(|error| unread(error.to_string()))?;
    let tracking_number =
        TrackingNumber::try_from(item.tracking_number.as_str()).map_err(|error| unread(error.to_string()))?;
    if item.id.is_empty() {
        return Err(unread("id must not be empty".to_owned()));
    }
    for (name, text) in
        [("id", Some(&item.id)), ("location", item.location.as_ref()), ("message", item.message.as_ref())]
    {
        if text.is_some_and(|text| text.chars().count() > MAX_TEXT) {
            return Err(unread(format!("{name} must have at most {MAX_TEXT} characters")));
        }
    }
    if item.occurred_at.0 > now.0.saturating_add(MAX_AHEAD_MS) {
        return Err(unread("occurredAt lies in the future".to_owned()));
    }
    let text = |text: Option<String>| text.map(|text| text.trim().to_owned()).filter(|text| !text.is_empty());
    Ok(Report {
        id: item.id,
        tracking_number,
        status: item.status,
        reason: item.reason,
        location: text(item.location),
        message: text(item.message),
        occurred_at: item.occurred_at,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    const NOW: Timestamp = Timestamp::from_civil(2026, 3, 2, 9, 0, 0);

    fn one(event: &str) -> Result<Report, String> {
        let mut read = read(format!("{{\"events\":[{event}]}}").as_bytes(), NOW).expect("well-formed");
        read.remove(0).map_err(|unread| unread.message)
    }

    #[test]
    fn reads_a_report() {
        let report =
            one(r#"{"id":"e1","trackingNumber":"ab 12","status":"exception","reason":"customs","location":" Yerevan ",
                "message":"","occurredAt":"2026-03-02T08:00:00Z","extra":1}"#)
            .expect("a good report");
        assert_eq!(
            (report.status, report.reason, report.location.as_deref(), report.message),
            (ShipmentState::Exception, Some(TrackingReason::Customs), Some("Yerevan"), None)
        );
        assert_eq!(report.tracking_number.as_str(), "AB12");
    }

    #[test]
    fn says_what_is_wrong_with_one() {
        let good = r#""id":"e1","trackingNumber":"AB12","occurredAt":"2026-03-02T08:00:00Z""#;
        assert_eq!(one(&format!("{{{good},\"status\":\"flying\"}}")), Err("`flying` is no ShipmentState".to_owned()));
        assert_eq!(one("{\"id\":\"e1\"}"), Err("missing field `trackingNumber`".to_owned()));
        let late = good.replace("08:00", "10:01");
        assert_eq!(
            one(&format!("{{{late},\"status\":\"accepted\"}}")),
            Err("occurredAt lies in the future".to_owned())
        );
    }

    #[test]
    fn says_what_is_wrong_with_all() {
        assert_eq!(read(b"[]", NOW), Err(BodyError::Malformed));
        let many = format!("{{\"events\":[{}0]}}", "0,".repeat(MAX_EVENTS));
        assert_eq!(read(many.as_bytes(), NOW), Err(BodyError::TooMany));
    }
}
