//! Which media type the client wants (RFC 9110 §12.5.1).

use axum::http::{HeaderMap, header};

/// How one answer is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Format {
    /// `application/graphql-response+json`: request errors are 4xx.
    Graphql,
    /// `application/json`: request errors are 200, because such clients look only there.
    Json,
}

/// What the client accepts; at least one of both.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Accepted {
    /// One answer, written like this.
    pub(super) answer: Option<Format>,
    /// A stream of events, named as such.
    pub(super) stream: bool,
    /// Whether even a single answer should come as an event.
    pub(super) prefers_stream: bool,
}

impl Format {
    pub(super) const fn content_type(self) -> &'static str {
        match self {
            Self::Graphql => "application/graphql-response+json; charset=utf-8",
            Self::Json => "application/json; charset=utf-8",
        }
    }
}

/// The best of what the client accepts. No `Accept` and wildcards mean `application/json`.
pub(super) fn negotiate(headers: &HeaderMap) -> Option<Accepted> {
    let lines: Vec<&str> =
        headers.get_all(header::ACCEPT).iter().map(|value| value.to_str().unwrap_or_default()).collect();
    let ranges: Vec<Range<'_>> = lines.iter().flat_map(|line| line.split(',')).filter_map(Range::parse).collect();
    if ranges.is_empty() {
        return Some(Accepted { answer: Some(Format::Json), stream: false, prefers_stream: false });
    }
    let graphql = weight(&ranges, "application", "graphql-response+json");
    let json = weight(&ranges, "application", "json");
    let stream = weight(&ranges, "text", "event-stream");
    // By weight, then by how exactly it was named, then the modern type.
    let answer = [(json, Format::Json), (graphql, Format::Graphql)]
        .into_iter()
        .filter(|((weight, _), _)| *weight > 0)
        .max_by_key(|(rank, format)| (*rank, *format == Format::Graphql && rank.1 == 2));
    let streams = stream.0 > 0 && stream.1 == 2;
    if answer.is_none() && !streams {
        return None;
    }
    let prefers_stream = streams && answer.is_none_or(|(rank, _)| stream.0 > rank.0);
    // Among wildcards alone, `max_by_key` takes the last of equals, which is not what such clients expect.
    let answer = answer.map(|(rank, format)| if rank.1 < 2 && json.0 > 0 { Format::Json } else { format });
    Some(Accepted { answer, stream: streams, prefers_stream })
}

struct Range<'a> {
    kind: &'a str,
    subtype: &'a str,
    /// In thousandths.
    weight: u32,
}

impl<'a> Range<'a> {
    fn parse(text: &'a str) -> Option<Self> {
        let mut parts = text.split(';').map(str::trim);
        let (kind, subtype) = parts.next()?.split_once('/')?;
        let mut weight = 1000;
        for part in parts {
            let (name, value) = part.split_once('=').unwrap_or((part, ""));
            let (name, value) = (name.trim(), value.trim().trim_matches('"'));
            if name.eq_ignore_ascii_case("q") {
                weight = value.parse::<f32>().map_or(0, |q| (q.clamp(0.0, 1.0) * 1000.0) as u32);
            } else if name.eq_ignore_ascii_case("charset") && !value.eq_ignore_ascii_case("utf-8") {
                weight = 0;
            }
        }
        Some(Self { kind, subtype, weight })
    }
}

/// The weight that the most exact range gives to a type, and how exact it is: 2 named, 1 `type/*`, 0 `*/*`.
fn weight(ranges: &[Range<'_>], kind: &str, subtype: &str) -> (u32, u8) {
    ranges
        .iter()
        .filter_map(|range| {
            let exactness = match (range.kind, range.subtype) {
                ("*", "*") => 0,
                (given, "*") if given.eq_ignore_ascii_case(kind) => 1,
                (given, sub) if given.eq_ignore_ascii_case(kind) && sub.eq_ignore_ascii_case(subtype) => 2,
                _ => return None,
            };
            Some((exactness, range.weight))
        })
        .max()
        .map_or((0, 0), |(exactness, weight)| (weight, exactness))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn accepted(text: &str) -> Option<Accepted> {
        let mut headers = HeaderMap::new();
        headers.insert(header::ACCEPT, text.parse().expect("a header's value"));
        negotiate(&headers)
    }

    fn format(text: &str) -> Option<Format> {
        accepted(text).and_then(|accepted| accepted.answer)
    }

    #[test]
    fn weighs_what_is_accepted() {
        assert_eq!(format("application/json"), Some(Format::Json));
        assert_eq!(format("application/graphql-response+json"), Some(Format::Graphql));
        assert_eq!(format("application/graphql-response+json, application/json"), Some(Format::Graphql));
        assert_eq!(format("application/json, application/graphql-response+json"), Some(Format::Graphql));
        assert_eq!(format("application/graphql-response+json;q=0.5, application/json;q=0.9"), Some(Format::Json));
        assert_eq!(format("application/graphql-response+json;q=0, */*"), Some(Format::Json));
        assert_eq!(format("application/json;q=0, application/*"), Some(Format::Graphql));
        assert_eq!(format("*/*"), Some(Format::Json));
        assert_eq!(format("application/*; q=0.1"), Some(Format::Json));
        assert_eq!(format("application/json; charset=utf-8"), Some(Format::Json));
        assert_eq!(format("application/json; charset=iso-8859-1"), None);
        assert_eq!(format("text/html"), None);
        assert_eq!(format("text/html, */*;q=0.1"), Some(Format::Json));
    }

    #[test]
    fn knows_who_wants_a_stream() {
        let stream = accepted("text/event-stream").expect("accepted");
        assert_eq!((stream.answer, stream.stream, stream.prefers_stream), (None, true, true));
        let both = accepted("text/event-stream, application/json;q=0.5").expect("accepted");
        assert_eq!((both.answer, both.stream, both.prefers_stream), (Some(Format::Json), true, true));
        let yoga = accepted("application/graphql-response+json, text/event-stream").expect("accepted");
        assert_eq!((yoga.answer, yoga.stream, yoga.prefers_stream), (Some(Format::Graphql), true, false));
        assert!(!accepted("*/*").expect("accepted").stream);
    }
}
