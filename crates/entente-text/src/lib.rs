#![doc = include_str!("../README.md")]

mod conllu;
mod coreference;
mod document;
mod encoder;
mod evaluate;
mod first_look;
mod hashed;
mod log_linear;
mod mentions;
mod near_duplicates;
mod parse;
mod quantities;
mod quotations;
mod sentences;
mod times;
mod tokens;
mod two_looks;

pub use conllu::{ConlluError, Sentence, TreebankDocument, Word, documents, read_conllu};
pub use coreference::{
    Coreference, CoreferenceFigures, Link, LinkKind, MarkedActor, MarkedDocument, Phrase, Resolver,
    Speech, coreference, is_first_person, train_coreference,
};
pub use document::{
    Columns, Format, MAX_ARCHIVE_BYTES, MAX_DOCUMENT_BYTES, MAX_PART_BYTES, Origin, Reading,
    Readings, cut_sentences, read_document, read_documents,
};
pub use encoder::{EncoderParser, EventHead, PairOfPhrases, TieHead, TieReading};
pub use evaluate::{
    CoreferenceScores, LinkCounts, Matches, MentionFileError, MentionScores, MentionSentence,
    Method, ParseScores, SentenceScores, WordScores, evaluate_coreference, evaluate_mentions,
    evaluate_parser, evaluate_sentences, read_mention_sentences,
};
pub use evaluate::{
    DateCase, DateFault, DateFileError, DateScores, LeftOut, evaluate_dates, read_date_cases,
    read_treebank_dates,
};
pub use first_look::{PerceptronParser, TrainingFigures, lemma, train};
pub use hashed::{HashedLinear, hash_chars, hashed_feature, shuffle};
pub use log_linear::{Decision, Features, LogLinear};
pub use near_duplicates::{
    LEAST_SHINGLES, Likeness, MOST_UNEQUAL, NearDuplicates, SHINGLE, Signature, THRESHOLD, VALUES,
};
pub use parse::{
    Gazetteer, Mention, MentionKind, NoGazetteer, Parse, ParsedSentence, Parser, Quantity,
    Quotation, Time, Token, Upos, Views,
};
pub use quantities::is_uncounted;
pub use quotations::quotations_over_sentences;
pub use sentences::{
    BlockSentence, MAX_TOKENS, Splitter, SplitterFigures, Splitting,
    by_block as sentences_by_block, passages, split as sentences, train_splitter,
};
pub use times::{Chronology, Timex, TimexKind, month};
pub use tokens::{is_contraction, tokens};
pub use two_looks::{Triage, TwoLooks};
