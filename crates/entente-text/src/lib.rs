//! Bytes to documents, sentences and their structure.

mod parse;

pub use parse::{Mention, MentionKind, Parse, Parser, Quantity, Quotation, Time, Token, Upos};
