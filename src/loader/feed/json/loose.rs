//! JSON of any shape → a value, no larger than it may be.

use std::cell::Cell;
use std::fmt;

use serde::de::{DeserializeSeed, Deserializer, IgnoredAny, MapAccess, SeqAccess, Visitor};
use serde_json::{Map, Value};

/// Reads a value of any kind. What is more than the values that are left is passed over.
#[derive(Clone, Copy)]
pub(super) struct Loose<'a> {
    left: &'a Cell<usize>,
}

impl<'a> Loose<'a> {
    pub(super) fn new(left: &'a Cell<usize>) -> Self {
        Self { left }
    }

    /// Whether one more may be read.
    fn may(self) -> bool {
        let left = self.left.get();
        self.left.set(left.saturating_sub(1));
        left > 0
    }
}

impl<'de> DeserializeSeed<'de> for Loose<'_> {
    type Value = Value;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<Value, D::Error> {
        deserializer.deserialize_any(self)
    }
}

impl<'de> Visitor<'de> for Loose<'_> {
    type Value = Value;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a value")
    }

    fn visit_unit<E>(self) -> Result<Value, E> {
        Ok(Value::Null)
    }

    fn visit_bool<E>(self, value: bool) -> Result<Value, E> {
        Ok(value.into())
    }

    fn visit_i64<E>(self, value: i64) -> Result<Value, E> {
        Ok(value.into())
    }

    fn visit_u64<E>(self, value: u64) -> Result<Value, E> {
        Ok(value.into())
    }

    fn visit_f64<E>(self, value: f64) -> Result<Value, E> {
        Ok(value.into())
    }

    fn visit_str<E>(self, value: &str) -> Result<Value, E> {
        Ok(value.into())
    }

    fn visit_string<E>(self, value: String) -> Result<Value, E> {
        Ok(value.into())
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut values: A) -> Result<Value, A::Error> {
        let mut all = Vec::new();
        while self.may() {
            let Some(value) = values.next_element_seed(self)? else { return Ok(all.into()) };
            all.push(value);
        }
        while values.next_element::<IgnoredAny>()?.is_some() {}
        Ok(all.into())
    }

    fn visit_map<A: MapAccess<'de>>(self, mut values: A) -> Result<Value, A::Error> {
        let mut all = Map::new();
        while self.may() {
            let Some(name) = values.next_key()? else { return Ok(all.into()) };
            all.insert(name, values.next_value_seed(self)?);
        }
        while values.next_entry::<IgnoredAny, IgnoredAny>()?.is_some() {}
        Ok(all.into())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str, values: usize) -> Value {
        let left = Cell::new(values);
        Loose::new(&left).deserialize(&mut serde_json::Deserializer::from_str(text)).unwrap()
    }

    #[test]
    fn every_value_is_read_until_there_are_too_many() {
        let text = r#"{"a": [1, -2, 0.5, true, null, "x\ty"], "b": {"c": []}}"#;
        assert_eq!(read(text, 100), serde_json::from_str::<Value>(text).unwrap());
        assert_eq!(read("[1, 2, 3, [4, 5]]", 2).to_string(), "[1,2]");
        assert_eq!(read(r#"{"a": {"b": 1, "c": 2}, "d": 3}"#, 2).to_string(), r#"{"a":{"b":1}}"#);
        assert_eq!(read(r#"{"a": [], "a": 2}"#, 0).to_string(), "{}");
    }
}
