//! ZIP archives: what each member holds. Folders, pictures and other members that are no
//! documents are passed over and counted.

use std::io::Cursor;

use zip::ZipArchive;

use super::source::{self, Context, Source, Stream, Unpacked};
use super::{Format, MAX_ARCHIVE_BYTES, Reading, diagnostics, open};

/// The longest member that is unpacked, in bytes.
const MAX_MEMBER_BYTES: usize = 128 * 1024 * 1024;

/// Text shrinks to a fifth or a tenth, tables of repeating text to a fiftieth.
const MAX_RATIO: u64 = 200;

/// What a member unpacks to may be this long whatever the ratio.
const HARMLESS: u64 = 1024 * 1024;

/// The documents of an archive.
pub(super) fn read<'a>(source: Source<'a>, context: Context) -> Stream<'a> {
    let bytes = match source::read_whole(source, MAX_ARCHIVE_BYTES) {
        Ok(bytes) => bytes,
        Err(failure) => return source::one(Reading::refused(context.note_failure(&failure))),
    };
    let archive = match ZipArchive::new(Cursor::new(bytes)) {
        Ok(archive) => archive,
        Err(error) => {
            let message = format!("is not a whole ZIP archive: {error}");
            return source::one(context.refuse(&diagnostics::MALFORMED, message));
        }
    };
    if archive.index_for_name("[Content_Types].xml").is_some() {
        let message = "is a document of an office program";
        return source::one(context.refuse(&diagnostics::BINARY, message));
    }
    Box::new(Members {
        archive,
        next: 0,
        passed_over: 0,
        read: 0,
        current: None,
        context,
    })
}

struct Members {
    archive: ZipArchive<Cursor<Vec<u8>>>,
    next: usize,
    passed_over: usize,
    read: usize,
    current: Option<Stream<'static>>,
    context: Context,
}

impl Iterator for Members {
    type Item = Reading;

    fn next(&mut self) -> Option<Reading> {
        loop {
            if let Some(current) = &mut self.current {
                match current.next() {
                    Some(reading) => return Some(reading),
                    None => self.current = None,
                }
            }
            if self.next >= self.archive.len() {
                return self.last_word();
            }
            self.next += 1;
            self.current = self.member(self.next - 1);
        }
    }
}

impl Members {
    /// What a member holds; nothing where its name says that it is no document.
    fn member(&mut self, index: usize) -> Option<Stream<'static>> {
        let mut member = match self.archive.by_index(index) {
            Ok(member) => member,
            Err(error) => {
                let message = format!("member {} cannot be unpacked: {error}", index + 1);
                let reading = self.context.refuse(&diagnostics::MALFORMED, message);
                return Some(source::one(reading));
            }
        };
        if member.is_dir() {
            return None;
        }
        let name = member.name().map(std::borrow::Cow::into_owned);
        let name = name.unwrap_or_else(|_| format!("#{}", index + 1));
        let hidden = name
            .split('/')
            .any(|part| part.starts_with('.') || part == "__MACOSX");
        if hidden || Format::of_ending(&name).is_none() {
            self.passed_over += 1;
            return None;
        }
        self.read += 1;
        let context = self.context.member(&name);
        let packed = member.compressed_size();
        let ratio_limit = HARMLESS.max(packed.saturating_mul(MAX_RATIO));
        let limit = MAX_MEMBER_BYTES.min(usize::try_from(ratio_limit).unwrap_or(usize::MAX));
        let volume = &self.context.volume;
        match source::read_whole(Unpacked::new(&mut member, volume), limit) {
            Ok(bytes) => Some(open(Box::new(Cursor::new(bytes)), context)),
            Err(failure) if volume.is_exceeded() => {
                // The other members would fare no better.
                self.next = usize::MAX;
                Some(source::one(Reading::refused(
                    self.context.note_failure(&failure),
                )))
            }
            Err(_) if limit < MAX_MEMBER_BYTES && member.size() > limit as u64 => {
                let message = format!("unpacks to more than {MAX_RATIO} times its size");
                Some(source::one(context.refuse(&diagnostics::BOMB, message)))
            }
            Err(failure) => Some(source::one(Reading::refused(
                context.note_failure(&failure),
            ))),
        }
    }

    fn last_word(&mut self) -> Option<Reading> {
        let passed_over = std::mem::take(&mut self.passed_over);
        let nothing_read = std::mem::replace(&mut self.read, 1) == 0;
        let others = format!("{passed_over} members are by their names no documents");
        if nothing_read {
            let message = format!("holds no documents; {others}");
            return Some(self.context.refuse(&diagnostics::NO_TEXT, message));
        }
        (passed_over > 0).then(|| self.context.refuse(&diagnostics::PASSED_OVER, others))
    }
}
