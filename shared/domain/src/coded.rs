/// Declares a closed enum whose values are kept in the database as a `smallint` code and named in
/// text (events, metrics, Fluent keys) by a stable snake-case word.
///
/// Codes are never reused: a value that disappears leaves its number free for ever.
macro_rules! coded_enum {
    ($(#[$meta:meta])* $vis:vis enum $name:ident { $($(#[$vmeta:meta])* $variant:ident = $code:literal, $word:literal;)+ }) => {
        $(#[$meta])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, serde::Serialize, serde::Deserialize)]
        $vis enum $name { $($(#[$vmeta])* #[serde(rename = $word)] $variant,)+ }

        impl $name {
            /// Every value, in the order of declaration.
            pub const ALL: &'static [Self] = &[$(Self::$variant,)+];

            /// The code kept in the database.
            #[must_use]
            pub const fn code(self) -> i16 { match self { $(Self::$variant => $code,)+ } }

            /// The stable word used in events, metrics and as the last part of Fluent keys.
            #[must_use]
            pub const fn word(self) -> &'static str { match self { $(Self::$variant => $word,)+ } }

            /// The value of a code read from the database, `None` when no value has it.
            #[must_use]
            pub const fn from_code(code: i16) -> Option<Self> {
                match code { $($code => Some(Self::$variant),)+ _ => None }
            }

            /// The value of a stable word, `None` when no value has it.
            #[must_use]
            pub fn from_word(word: &str) -> Option<Self> {
                match word { $($word => Some(Self::$variant),)+ _ => None }
            }
        }
    };
}
pub(crate) use coded_enum;
