//! One declaration for a closed list of names: the enum, its text form, its parser and its
//! serde form. Every ontology of this crate is declared with it, so that a name is written
//! once and reads the same in code, records and on the command line.

use std::fmt;

/// A name that is not in the closed list it was looked up in.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct UnknownName {
    /// What the list names: "event type", "relation", ...
    pub kind: &'static str,
    /// The text that was looked up.
    pub name: String,
}

impl fmt::Display for UnknownName {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "unknown {}: {:?}", self.kind, self.name)
    }
}

impl std::error::Error for UnknownName {}

/// Declares an enum whose variants have fixed names.
macro_rules! named {
    (
        $(#[$meta:meta])*
        $vis:vis enum $ty:ident as $kind:literal {
            $( $(#[$vmeta:meta])* $variant:ident = $name:literal, )+
        }
    ) => {
        $(#[$meta])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, serde::Serialize, serde::Deserialize)]
        $vis enum $ty {
            $( $(#[$vmeta])* #[serde(rename = $name)] $variant, )+
        }

        impl $ty {
            /// Every value, in declaration order.
            pub const ALL: &'static [Self] = &[ $( Self::$variant, )+ ];

            /// The name used in records, data files and on the command line.
            pub const fn name(self) -> &'static str {
                match self { $( Self::$variant => $name, )+ }
            }
        }

        impl std::fmt::Display for $ty {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.pad(self.name())
            }
        }

        impl std::str::FromStr for $ty {
            type Err = $crate::UnknownName;

            fn from_str(text: &str) -> Result<Self, Self::Err> {
                Self::ALL.iter().copied().find(|value| value.name() == text).ok_or_else(|| {
                    $crate::UnknownName { kind: $kind, name: text.to_owned() }
                })
            }
        }
    };
}

pub(crate) use named;
