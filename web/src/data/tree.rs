//! Decoding without the bulk: JSON text becomes a tree once, and every shape is read from the tree.
//!
//! `serde_json` compiles its parser into each of the hundred shapes that pages read, with error messages that nobody
//! sees in a browser: a tenth of the module. Here shapes cost what their fields cost. The server, where speed counts and
//! size does not, decodes straight from the text.

use super::LoadError;
use serde::de::{
    DeserializeOwned, DeserializeSeed, Deserializer, Error, MapAccess, SeqAccess, Visitor,
    value::BorrowedStrDeserializer,
};
use serde_json::Value;
use std::fmt;

/// The text is no JSON, or not of the wanted shape.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Mismatch;

impl fmt::Display for Mismatch {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("not of the wanted shape")
    }
}

impl std::error::Error for Mismatch {}

impl Error for Mismatch {
    fn custom<T: fmt::Display>(_: T) -> Self {
        Self
    }
    fn invalid_type(_: serde::de::Unexpected<'_>, _: &dyn serde::de::Expected) -> Self {
        Self
    }
    fn invalid_value(_: serde::de::Unexpected<'_>, _: &dyn serde::de::Expected) -> Self {
        Self
    }
    fn invalid_length(_: usize, _: &dyn serde::de::Expected) -> Self {
        Self
    }
    fn unknown_variant(_: &str, _: &'static [&'static str]) -> Self {
        Self
    }
    fn unknown_field(_: &str, _: &'static [&'static str]) -> Self {
        Self
    }
    fn missing_field(_: &'static str) -> Self {
        Self
    }
    fn duplicate_field(_: &'static str) -> Self {
        Self
    }
}

/// The data of a GraphQL response, or why there is none.
pub(super) fn data(answer: &str) -> Result<Value, LoadError> {
    let mut response = serde_json::from_str::<Value>(answer).map_err(|_| LoadError::Malformed)?;
    match response.get_mut("data").map(Value::take) {
        Some(Value::Null) | None => {
            let text = |value: &Value| value.as_str().map(str::to_owned);
            let errors = response.get("errors").and_then(Value::as_array).ok_or(LoadError::Malformed)?;
            let extensions = errors.iter().find_map(|error| error.get("extensions"));
            let of = |name| extensions.and_then(|found| found.get(name)).and_then(text);
            Err(LoadError::Refused { code: of("code").unwrap_or_default(), request_id: of("requestId") })
        }
        Some(data) => Ok(data),
    }
}

/// Reads a shape from a tree.
pub(super) fn shape<T: DeserializeOwned>(tree: &Value) -> Result<T, LoadError> {
    T::deserialize(Node(tree)).map_err(|Mismatch| LoadError::Malformed)
}

#[derive(Clone, Copy)]
struct Node<'a>(&'a Value);

impl<'de> Deserializer<'de> for Node<'de> {
    type Error = Mismatch;

    fn deserialize_any<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Mismatch> {
        match self.0 {
            Value::Null => visitor.visit_unit(),
            Value::Bool(value) => visitor.visit_bool(*value),
            Value::Number(_) => self.deserialize_f64(visitor),
            Value::String(text) => visitor.visit_borrowed_str(text),
            Value::Array(_) => self.deserialize_seq(visitor),
            Value::Object(_) => self.deserialize_map(visitor),
        }
    }

    fn deserialize_bool<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Mismatch> {
        visitor.visit_bool(self.0.as_bool().ok_or(Mismatch)?)
    }

    fn deserialize_i64<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Mismatch> {
        visitor.visit_i64(self.0.as_i64().ok_or(Mismatch)?)
    }

    fn deserialize_f64<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Mismatch> {
        match self.0.as_i64() {
            Some(whole) => visitor.visit_i64(whole),
            None => visitor.visit_f64(self.0.as_f64().ok_or(Mismatch)?),
        }
    }

    fn deserialize_str<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Mismatch> {
        visitor.visit_borrowed_str(self.0.as_str().ok_or(Mismatch)?)
    }

    fn deserialize_option<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Mismatch> {
        if self.0.is_null() { visitor.visit_none() } else { visitor.visit_some(self) }
    }

    fn deserialize_seq<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Mismatch> {
        visitor.visit_seq(Items(self.0.as_array().ok_or(Mismatch)?.iter()))
    }

    fn deserialize_map<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Mismatch> {
        let Value::Object(fields) = self.0 else { return Err(Mismatch) };
        visitor.visit_map(Fields { rest: fields.iter(), value: None })
    }

    fn deserialize_struct<V: Visitor<'de>>(
        self,
        _: &'static str,
        _: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, Mismatch> {
        self.deserialize_map(visitor)
    }

    fn deserialize_enum<V: Visitor<'de>>(
        self,
        _: &'static str,
        _: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, Mismatch> {
        visitor.visit_enum(BorrowedStrDeserializer::new(self.0.as_str().ok_or(Mismatch)?))
    }

    fn deserialize_newtype_struct<V: Visitor<'de>>(self, _: &'static str, visitor: V) -> Result<V::Value, Mismatch> {
        visitor.visit_newtype_struct(self)
    }

    fn deserialize_ignored_any<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Mismatch> {
        visitor.visit_unit()
    }

    fn deserialize_i32<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Mismatch> {
        self.deserialize_i64(visitor)
    }

    fn deserialize_u64<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Mismatch> {
        visitor.visit_u64(self.0.as_u64().ok_or(Mismatch)?)
    }

    fn deserialize_string<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Mismatch> {
        self.deserialize_str(visitor)
    }

    fn deserialize_identifier<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Mismatch> {
        self.deserialize_str(visitor)
    }

    serde::forward_to_deserialize_any! {
        i8 i16 i128 u8 u16 u32 u128 f32 char bytes byte_buf unit unit_struct tuple tuple_struct
    }
}

struct Items<'a>(std::slice::Iter<'a, Value>);

impl<'de> SeqAccess<'de> for Items<'de> {
    type Error = Mismatch;

    fn next_element_seed<T: DeserializeSeed<'de>>(&mut self, seed: T) -> Result<Option<T::Value>, Mismatch> {
        self.0.next().map(|item| seed.deserialize(Node(item))).transpose()
    }

    fn size_hint(&self) -> Option<usize> {
        Some(self.0.len())
    }
}

struct Fields<'a> {
    rest: serde_json::map::Iter<'a>,
    value: Option<&'a Value>,
}

impl<'de> MapAccess<'de> for Fields<'de> {
    type Error = Mismatch;

    fn next_key_seed<K: DeserializeSeed<'de>>(&mut self, seed: K) -> Result<Option<K::Value>, Mismatch> {
        let Some((name, value)) = self.rest.next() else { return Ok(None) };
        self.value = Some(value);
        seed.deserialize(BorrowedStrDeserializer::new(name)).map(Some)
    }

    fn next_value_seed<V: DeserializeSeed<'de>>(&mut self, seed: V) -> Result<V::Value, Mismatch> {
        seed.deserialize(Node(self.value.take().ok_or(Mismatch)?))
    }
}

#[cfg(test)]
mod tests {
    use super::{LoadError, data, shape};
    use serde::Deserialize;

    #[derive(Debug, PartialEq, Deserialize)]
    enum Kind {
        #[serde(rename = "BOWL")]
        Bowl,
    }

    #[derive(Debug, PartialEq, Deserialize)]
    struct Shape {
        name: String,
        count: i32,
        average: Option<f64>,
        kind: Kind,
        parts: Vec<Shape>,
        sold: bool,
    }

    #[test]
    fn reads_what_serde_json_reads() {
        let text = r#"{"name":"a","count":2,"average":4.5,"kind":"BOWL","sold":true,"unknown":[1,{}],
            "parts":[{"name":"\u0111","count":-1,"average":null,"kind":"BOWL","sold":false,"parts":[]},
                     {"name":"b","count":0,"average":3,"kind":"BOWL","sold":false,"parts":[]}]}"#;
        let tree = serde_json::from_str(text).unwrap();
        assert_eq!(shape::<Shape>(&tree).ok(), serde_json::from_str(text).ok());
        assert!(shape::<Shape>(&tree).is_ok());
    }

    #[test]
    fn refuses_another_shape() {
        for bad in ["[]", "{}", r#"{"name":1}"#] {
            let tree = serde_json::from_str(bad).unwrap();
            assert_eq!(shape::<Shape>(&tree), Err(LoadError::Malformed), "{bad}");
        }
    }

    #[test]
    fn an_answer_is_its_data_or_its_first_refusal() {
        assert_eq!(data(r#"{"data":{"a":1},"errors":[{"message":"part"}]}"#), Ok(serde_json::json!({ "a": 1 })));
        let refused = |code: &str, request_id: Option<&str>| {
            Err(LoadError::Refused { code: code.to_owned(), request_id: request_id.map(str::to_owned) })
        };
        let answer = r#"{"data":null,"errors":[{"message":"no","extensions":{"code":"FORBIDDEN","requestId":"r1"}}]}"#;
        assert_eq!(data(answer), refused("FORBIDDEN", Some("r1")));
        assert_eq!(data(r#"{"errors":[{"message":"no"}]}"#), refused("", None));
        for bad in ["", "[]", "{}", r#"{"data":null}"#] {
            assert_eq!(data(bad), Err(LoadError::Malformed), "{bad}");
        }
    }
}
