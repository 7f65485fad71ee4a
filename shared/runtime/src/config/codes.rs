//! Codes that look like numbers: in the environment `75` arrives as a number, in a file as `"75"`.

use std::fmt;

use chrono_tz::Tz;
use domain::Department;
use serde::{Deserializer, de};

struct Text(&'static str);

impl de::Visitor<'_> for Text {
    type Value = String;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.0)
    }

    fn visit_str<E: de::Error>(self, text: &str) -> Result<String, E> {
        Ok(text.to_owned())
    }

    fn visit_u64<E: de::Error>(self, number: u64) -> Result<String, E> {
        Ok(format!("{number:02}"))
    }

    fn visit_u128<E: de::Error>(self, number: u128) -> Result<String, E> {
        Ok(format!("{number:02}"))
    }
}

pub(super) fn text<'de, D: Deserializer<'de>>(deserializer: D) -> Result<String, D::Error> {
    deserializer.deserialize_any(Text("un code"))
}

pub(super) fn department<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Department, D::Error> {
    let expected = "un code de département entre guillemets (\"75\", \"2A\", \"971\")";
    let code = deserializer.deserialize_any(Text(expected))?;
    code.parse().map_err(|_| de::Error::invalid_value(de::Unexpected::Str(&code), &expected))
}

pub(super) fn zone<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Tz, D::Error> {
    let expected = "une zone horaire (Europe/Paris, Indian/Reunion...)";
    let name = deserializer.deserialize_any(Text(expected))?;
    name.parse().map_err(|_| de::Error::invalid_value(de::Unexpected::Str(&name), &expected))
}
