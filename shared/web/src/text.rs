//! Every word a user reads, from `config/locales/fr/*.ftl` (Fluent), embedded.
//!
//! Templates call [`t`], [`t1`], [`t2`], [`t3`]. A key that does not exist prints itself between `⟦⟧`;
//! a test of this crate reads all templates and sources so that none is missing and none is unused.

use std::{borrow::Cow, sync::LazyLock};

use fluent_bundle::{FluentArgs, FluentResource, FluentValue, concurrent::FluentBundle};
use formats::typography;
use rust_embed::Embed;
use unic_langid::langid;

#[derive(Embed)]
#[folder = "../../config/locales/fr"]
struct French;

static BUNDLE: LazyLock<FluentBundle<FluentResource>> = LazyLock::new(load);

fn load() -> FluentBundle<FluentResource> {
    let mut bundle = FluentBundle::new_concurrent(vec![langid!("fr-FR")]);
    bundle.set_use_isolating(false);
    for name in French::iter().filter(|name| name.ends_with(".ftl")) {
        let Some(file) = French::get(&name) else { continue };
        let source = String::from_utf8_lossy(&file.data).lines().map(printed).collect::<Vec<_>>().join("\n");
        let resource = FluentResource::try_new(source).unwrap_or_else(|(resource, errors)| {
            tracing::error!(file = %name, count = errors.len(), "the texts cannot be read whole");
            resource
        });
        if let Err(errors) = bundle.add_resource(resource) {
            tracing::error!(file = %name, count = errors.len(), "a text is defined twice");
        }
    }
    bundle
}

/// A line of the texts with the blanks of print ([`typography::bound`]) in what a message says.
fn printed(line: &str) -> String {
    let says = message_key(line).and_then(|_| line.find('=')).map_or(0, |at| at + 1);
    let says = line.len() - line[says..].trim_start().len();
    format!("{}{}", &line[..says], typography::bound(&line[says..]))
}

/// The text of a key without arguments.
#[must_use]
pub fn t(key: &str) -> String {
    say(key, None)
}

/// The text of a key with one argument (`t1("cases-found", "count", 12)`).
#[must_use]
pub fn t1(key: &str, name: &str, value: impl IntoArg) -> String {
    let mut args = FluentArgs::with_capacity(1);
    args.set(name.to_owned(), value.into_arg());
    say(key, Some(&args))
}

/// The text of a key with two arguments.
#[must_use]
pub fn t2(key: &str, name1: &str, value1: impl IntoArg, name2: &str, value2: impl IntoArg) -> String {
    let mut args = FluentArgs::with_capacity(2);
    args.set(name1.to_owned(), value1.into_arg());
    args.set(name2.to_owned(), value2.into_arg());
    say(key, Some(&args))
}

/// The text of a key with three arguments.
#[must_use]
pub fn t3(key: &str, a: (&str, impl IntoArg), b: (&str, impl IntoArg), c: (&str, impl IntoArg)) -> String {
    let mut args = FluentArgs::with_capacity(3);
    args.set(a.0.to_owned(), a.1.into_arg());
    args.set(b.0.to_owned(), b.1.into_arg());
    args.set(c.0.to_owned(), c.1.into_arg());
    say(key, Some(&args))
}

/// The text of a value of a closed enum: `tw("case-state", state.word())` reads `case-state-received`.
#[must_use]
pub fn tw(family: &str, word: &str) -> String {
    say(&format!("{family}-{word}"), None)
}

/// Whether a key exists.
#[must_use]
pub fn exists(key: &str) -> bool {
    BUNDLE.has_message(key)
}

/// Every key of the French texts, for the inventory test.
#[must_use]
pub fn keys() -> Vec<String> {
    French::iter()
        .filter_map(|name| French::get(&name))
        .flat_map(|file| {
            let source = String::from_utf8_lossy(&file.data).into_owned();
            source.lines().filter_map(message_key).map(str::to_owned).collect::<Vec<_>>()
        })
        .collect()
}

fn message_key(line: &str) -> Option<&str> {
    let (key, _) = line.split_once('=')?;
    let key = key.trim_end();
    let starts = key.starts_with(|c: char| c.is_ascii_alphabetic());
    (starts && key.chars().all(|c| c.is_ascii_alphanumeric() || c == '-' || c == '_')).then_some(key)
}

fn say(key: &str, args: Option<&FluentArgs<'_>>) -> String {
    let Some(pattern) = BUNDLE.get_message(key).and_then(|message| message.value()) else {
        tracing::error!(key, "a text is missing");
        return format!("⟦{key}⟧");
    };
    let mut errors = Vec::new();
    let text = BUNDLE.format_pattern(pattern, args, &mut errors).into_owned();
    if !errors.is_empty() {
        tracing::error!(key, count = errors.len(), "a text lacks an argument");
    }
    text
}

/// A value that can stand in a text: numbers (which choose the plural) and words.
pub trait IntoArg {
    /// The value as Fluent takes it.
    fn into_arg(self) -> FluentValue<'static>;
}

macro_rules! numbers {
    ($($number:ty)+) => {$(
        impl IntoArg for $number {
            fn into_arg(self) -> FluentValue<'static> { FluentValue::from(self) }
        }
        impl IntoArg for &$number {
            fn into_arg(self) -> FluentValue<'static> { FluentValue::from(*self) }
        }
    )+};
}
numbers!(u16 u32 u64 usize i16 i32 i64);

impl IntoArg for &str {
    fn into_arg(self) -> FluentValue<'static> {
        FluentValue::String(Cow::Owned(self.to_owned()))
    }
}

impl<'a, T: ?Sized> IntoArg for &&'a T
where
    &'a T: IntoArg,
{
    fn into_arg(self) -> FluentValue<'static> {
        (*self).into_arg()
    }
}

impl IntoArg for String {
    fn into_arg(self) -> FluentValue<'static> {
        FluentValue::String(Cow::Owned(self))
    }
}

impl IntoArg for &String {
    fn into_arg(self) -> FluentValue<'static> {
        self.as_str().into_arg()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn blanks_are_kept_in_what_a_message_says_alone() {
        assert_eq!(printed("key = ? Touches"), "key = ? Touches");
        assert_eq!(printed("key = Lu : { $x }"), "key = Lu\u{a0}: { $x }");
        assert_eq!(printed("       *[other] pourquoi ?"), "       *[other] pourquoi\u{a0}?");
    }

    #[test]
    fn texts_read_as_they_are_written() {
        assert_eq!(t("why"), "pourquoi\u{a0}?");
    }
}
