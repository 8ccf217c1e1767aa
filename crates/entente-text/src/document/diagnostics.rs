//! Everything that reading reports: one line a code, in one place. A code keeps its meaning for
//! ever; `T007` ("does not read as English") is no longer used, since a document is marked with
//! its language and the coder says what it leaves out.

use std::io;

use entente_model::{Diagnostic, Place, Severity, Span};

use super::source::Overflow;
use crate::sentences::MAX_TOKENS;

/// A kind of diagnostic: what stays the same wherever it is reported.
pub(super) struct Kind {
    pub(super) code: &'static str,
    pub(super) severity: Severity,
    pub(super) hint: &'static str,
}

const fn error(code: &'static str, hint: &'static str) -> Kind {
    Kind {
        code,
        severity: Severity::Error,
        hint,
    }
}

const fn warning(code: &'static str, hint: &'static str) -> Kind {
    Kind {
        code,
        severity: Severity::Warning,
        hint,
    }
}

/// No bytes at all.
pub(super) const EMPTY: Kind = error("T001", "check that it was saved or downloaded whole");
/// A document, record or archive beyond the limits.
pub(super) const TOO_LARGE: Kind = error(
    "T002",
    "one document a file; split it, or make it JSON Lines, one document a line",
);
/// Bytes of a format that is not read.
pub(super) const BINARY: Kind = error(
    "T003",
    "convert it first, for instance with pandoc, to text, Markdown or HTML",
);
/// Bytes that do not fit the encoding.
pub(super) const BROKEN_TEXT: Kind =
    warning("T004", "convert it first: iconv -f windows-1252 -t utf-8");
/// A day of publication that is no date.
pub(super) const UNREAD_DAY: Kind = warning("T005", "write it as 2023-01-29");
/// Nothing is left to read.
pub(super) const NO_TEXT: Kind = error(
    "T006",
    "is it a page that loads its text by script? Save it from the browser",
);
/// An encoding that nothing in the document names.
pub(super) const ENCODING_GUESSED: Kind = warning(
    "T008",
    "if letters are wrong, convert it first: iconv -f ENCODING -t utf-8",
);
/// The input breaks off, or its compression is damaged.
pub(super) const BROKEN_OFF: Kind = error(
    "T010",
    "what came before it is read; get a whole copy for the rest",
);
/// It unpacks to far more than text does.
pub(super) const BOMB: Kind = error(
    "T011",
    "text shrinks to a tenth, not to a thousandth; unpack it yourself if you trust it",
);
/// Archives in archives in archives.
pub(super) const TOO_DEEP: Kind = error("T012", "unpack the outer archives first");
/// A list of pages, which has no text of its own.
pub(super) const SITEMAP: Kind = warning(
    "T013",
    "fetch the pages and read their folder: \
     grep -o '<loc>[^<]*' FILE | cut -c6- | wget -P pages -i - ; entente read pages",
);
/// Records without a field for the text.
pub(super) const NO_TEXT_COLUMN: Kind = error("T014", "name the column: --text-column NAME");
/// One record that is not well formed; the others are read.
pub(super) const BAD_RECORD: Kind = error("T015", "mend or remove this record");
/// Records that have no text.
pub(super) const EMPTY_RECORDS: Kind = warning(
    "T016",
    "is the text in another column? Name it: --text-column NAME",
);
/// A PDF of pictures.
pub(super) const SCANNED: Kind = error(
    "T017",
    "run text recognition over it first: ocrmypdf IN.pdf OUT.pdf",
);
/// A PDF that needs a password.
pub(super) const LOCKED: Kind = error("T018", "remove the password first: qpdf --decrypt IN OUT");
/// The structure of a format is broken so that nothing can be read.
pub(super) const MALFORMED: Kind = error("T019", "check that it was saved or downloaded whole");
/// Parts of an archive that are not documents.
pub(super) const PASSED_OVER: Kind = warning("T020", "only parts that hold text are read");
/// Sentences without an end.
const CUT: Kind = warning(
    "T021",
    "is it a list or a table? Give each entry a line of its own, with blank lines between",
);

/// A text as long as a book.
pub(super) const IN_PARTS: Kind = warning(
    "T022",
    "nothing is lost; to divide it otherwise, give each chapter or record a file of its own",
);

/// What is said of sentences that were cut (`T021`): `cut` are the parts that were made of them,
/// in the clean text of the document that comes from `origin`. `None` where there are none.
pub fn cut_sentences(origin: &str, cut: impl IntoIterator<Item = Span>) -> Option<Diagnostic> {
    let mut cut = cut.into_iter();
    let first = cut.next()?;
    let parts = cut.count() + 1;
    Some(Diagnostic {
        code: CUT.code,
        severity: CUT.severity,
        place: Place {
            input: origin.to_owned(),
            offset: Some(first.start as u64),
            line: None,
        },
        message: format!(
            "no sentence ends within {MAX_TOKENS} words from here; what is too long is cut at \
             commas or blanks, into {parts} parts"
        ),
        hint: Some(CUT.hint.to_owned()),
    })
}

/// What a failure to read stands for, with its words.
pub(super) fn of_failure(failure: &io::Error) -> (&'static Kind, String) {
    let overflow = failure
        .get_ref()
        .and_then(|inner| inner.downcast_ref::<Overflow>());
    match overflow {
        Some(Overflow::Bomb { ratio }) => (
            &BOMB,
            format!("unpacks to more than {ratio} times its size"),
        ),
        Some(Overflow::Limit { limit }) => (
            &TOO_LARGE,
            format!("is too large: more than {} MiB", limit >> 20),
        ),
        None if failure.kind() == io::ErrorKind::UnexpectedEof => {
            (&BROKEN_OFF, "breaks off before its end".to_owned())
        }
        None => (&BROKEN_OFF, format!("cannot be read further: {failure}")),
    }
}
