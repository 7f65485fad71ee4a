//! JSON as programs send it: what is wrong is told with its place, what is unknown is kept and told.

use serde::Deserialize;
use serde_path_to_error::{Path, Segment, Track};

use crate::{Problem, problem::expected};

/// A body understood, and the fields that no operation knows.
pub(crate) struct Read<T> {
    pub(crate) value: T,
    pub(crate) ignored: Vec<String>,
}

/// Fields that are told; a program that sends more has other troubles.
const TOLD: usize = 20;

/// Reads a JSON body.
pub(crate) fn read<'a, T: Deserialize<'a>>(body: &'a [u8]) -> Result<Read<T>, Problem> {
    let mut ignored = Vec::new();
    let mut track = Track::new();
    let mut text = serde_json::Deserializer::from_slice(body);
    let tracked = serde_path_to_error::Deserializer::new(&mut text, &mut track);
    let value = serde_ignored::deserialize(tracked, |path| {
        if ignored.len() < TOLD {
            ignored.push(unknown(&path));
        }
    });
    let value = match value {
        Ok(value) => value,
        Err(error) => return Err(problem(&error, &track.path())),
    };
    text.end().map_err(|error| Problem::NotJson(error.line(), error.column()))?;
    Ok(Read { value, ignored })
}

fn problem(error: &serde_json::Error, path: &Path) -> Problem {
    match error.classify() {
        serde_json::error::Category::Data => Problem::field(pointer(path), expected("api-fault-type")),
        serde_json::error::Category::Syntax | serde_json::error::Category::Eof | serde_json::error::Category::Io => {
            Problem::NotJson(error.line(), error.column())
        }
    }
}

/// The pointer (RFC 6901) of a place.
fn pointer(path: &Path) -> String {
    path.iter()
        .filter_map(|segment| match segment {
            Segment::Seq { index } => Some(format!("/{index}")),
            Segment::Map { key } => Some(format!("/{}", escaped(key))),
            Segment::Enum { .. } | Segment::Unknown => None,
        })
        .collect()
}

fn escaped(key: &str) -> String {
    let key: String = key.chars().filter(|c| !c.is_control()).take(80).collect();
    key.replace('~', "~0").replace('/', "~1")
}

fn unknown(path: &serde_ignored::Path<'_>) -> String {
    use serde_ignored::Path;
    match path {
        Path::Root => String::new(),
        Path::Seq { parent, index } => format!("{}/{index}", unknown(parent)),
        Path::Map { parent, key } => format!("{}/{}", unknown(parent), escaped(key)),
        Path::Some { parent } | Path::NewtypeStruct { parent } | Path::NewtypeVariant { parent } => unknown(parent),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::schema::NewReception;

    fn refused(body: &str) -> Problem {
        read::<NewReception<'_>>(body.as_bytes()).map(|_| ()).unwrap_err()
    }

    #[test]
    fn a_wrong_type_is_told_with_its_place() {
        let Problem::Invalid(faults) = refused(r#"{"files":[{"name":1}]}"#) else { panic!("not told") };
        assert_eq!(faults[0].place, crate::problem::Place::Pointer("/files/0/name".to_owned()));
    }

    #[test]
    fn what_is_no_json_is_told_with_line_and_column() {
        assert!(matches!(refused("{\n  x"), Problem::NotJson(2, _)));
        assert!(matches!(refused("{} {}"), Problem::NotJson(1, _)));
        let bytes: &[u8] = b"{\"message\":\"\xff\"}";
        assert!(matches!(read::<NewReception<'_>>(bytes), Err(Problem::NotJson(1, _))));
    }

    #[test]
    fn unknown_fields_are_told_however_deep_and_large_they_are() {
        let deep = format!("{{\"a\":{}{},\"person\":{{\"b/c\":1e999}}}}", "[".repeat(50_000), "]".repeat(50_000));
        let read = read::<NewReception<'_>>(deep.as_bytes()).expect("kept");
        assert_eq!(read.ignored, ["/a", "/person/b~1c"]);
    }
}
