//! E-mail: one message, or a file of them (mbox). What the sender wrote is the document; quoted
//! replies, forwarded mail and signatures are others' words or none, and attachments are left out.

use entente_model::Date;
use mail_parser::{Message, MessageParser, MessagePart, PartType};

use super::source::{self, Context, Overflow, Source, Stream};
use super::{Format, MAX_DOCUMENT_BYTES, Metadata, Reading, diagnostics, page, tidy};

/// The document of a message.
pub(super) fn read(source: Source<'_>, context: &Context) -> Reading {
    match page::whole(source, context) {
        Ok(bytes) => of_bytes(&bytes, context),
        Err(reading) => *reading,
    }
}

/// The documents of an mbox file.
pub(super) fn read_mailbox<'a>(source: Source<'a>, context: Context) -> Stream<'a> {
    Box::new(Mailbox {
        source,
        context,
        number: 0,
        ended: false,
    })
}

struct Mailbox<'a> {
    source: Source<'a>,
    context: Context,
    number: u64,
    ended: bool,
}

impl Iterator for Mailbox<'_> {
    type Item = Reading;

    fn next(&mut self) -> Option<Reading> {
        if self.ended {
            return None;
        }
        let mut message = Vec::new();
        let mut failure = None;
        loop {
            let line = match source::read_line(&mut *self.source, MAX_DOCUMENT_BYTES) {
                Some(Ok(line)) => line,
                Some(Err(error)) => {
                    self.ended = true;
                    failure = Some(error);
                    break;
                }
                None => {
                    self.ended = true;
                    break;
                }
            };
            if line.starts_with(b"From ") {
                if message.is_empty() {
                    continue;
                }
                break;
            }
            // A line of text that began with "From " was marked when it was put in.
            let marks = line.iter().take_while(|&&byte| byte == b'>').count();
            let marked = marks > 0 && line.get(marks..).is_some_and(|it| it.starts_with(b"From "));
            message.extend_from_slice(&line[usize::from(marked)..]);
            if message.len() > MAX_DOCUMENT_BYTES {
                let limit = MAX_DOCUMENT_BYTES as u64;
                failure = Some(Overflow::Limit { limit }.into());
                self.ended = true;
                break;
            }
        }
        if message.is_empty() && failure.is_none() {
            return None;
        }
        self.number += 1;
        let context = self.context.record(self.number, Metadata::default());
        Some(match failure {
            Some(failure) => Reading::refused(context.note_failure(&failure)),
            None => of_bytes(&message, &context),
        })
    }
}

fn of_bytes(bytes: &[u8], context: &Context) -> Reading {
    let Some(message) = MessageParser::default().parse(bytes) else {
        let message = "is not a well-formed message";
        return context.refuse(&diagnostics::MALFORMED, message);
    };
    let metadata = Metadata {
        title: message.subject().map(tidy).filter(|it| !it.is_empty()),
        author: sender(&message),
        published: message.date().and_then(|time| {
            let year = i16::try_from(time.year).ok()?;
            let (month, day) = (i8::try_from(time.month).ok()?, i8::try_from(time.day).ok()?);
            Date::new(year, month, day).ok()
        }),
        ..Metadata::default()
    };
    let parts: Vec<String> = message.text_bodies().filter_map(plain).collect();
    if parts.is_empty() {
        let parts: Vec<String> = message.html_bodies().filter_map(marked_up).collect();
        let mut of_page = Metadata::default();
        let text = parts.join("\n");
        let blocks = page::blocks_of(own_markup(&text), Format::Html, &mut of_page);
        return page::of_blocks(blocks, metadata.or(of_page), context, Vec::new());
    }
    let text = own_words(&parts.join("\n\n"));
    let blocks = page::blocks_of(&text, Format::Plain, &mut Metadata::default());
    page::of_blocks(blocks, metadata, context, Vec::new())
}

fn plain(part: &MessagePart<'_>) -> Option<String> {
    match &part.body {
        PartType::Text(text) => Some(text.to_string()),
        _ => None,
    }
}

fn marked_up(part: &MessagePart<'_>) -> Option<String> {
    match &part.body {
        PartType::Html(text) => Some(text.to_string()),
        _ => None,
    }
}

fn sender(message: &Message<'_>) -> Option<String> {
    let address = message.from()?.first()?;
    let name = address.name.as_deref().or(address.address.as_deref())?;
    Some(tidy(name)).filter(|name| !name.is_empty())
}

/// What begins everything that is not the sender's.
fn begins_the_rest(line: &str) -> bool {
    let bare = line.trim();
    line == "-- "
        || bare == "--"
        || bare.starts_with("-----Original Message")
        || bare.starts_with("---------- Forwarded message")
        || bare == "Begin forwarded message:"
}

/// The text without quoted lines, what announces them, forwarded mail and the signature.
fn own_words(text: &str) -> String {
    let mut kept: Vec<&str> = Vec::new();
    let mut in_quote = false;
    for line in text.lines() {
        if begins_the_rest(line) {
            break;
        }
        if line.trim_start().starts_with('>') {
            if !in_quote {
                drop_announcement(&mut kept);
            }
            in_quote = true;
            continue;
        }
        in_quote = false;
        // One blank line says as much as many, and what announces a quotation is looked for
        // behind them again and again.
        let blank = |line: &&str| line.trim().is_empty();
        if !(blank(&line) && kept.last().is_some_and(blank)) {
            kept.push(line);
        }
    }
    kept.join("\n")
}

/// "On Thu, 2 May 2024 at 10:00, Jane Roe <jane@wire.example> wrote:", in one line or two.
fn drop_announcement(kept: &mut Vec<&str>) {
    let end = kept.iter().rposition(|line| !line.trim().is_empty());
    let Some(end) = end.filter(|&end| kept[end].trim_end().ends_with("wrote:")) else {
        return;
    };
    let from = end.saturating_sub(2);
    let start = (from..=end)
        .rev()
        .find(|&index| kept[index].starts_with("On "));
    kept.truncate(start.unwrap_or(end));
}

/// A page up to where mail programs put what is answered or forwarded, or the signature.
fn own_markup(html: &str) -> &str {
    const MARKS: &[&str] = &[
        "class=\"gmail_quote",
        "class=\"gmail_signature",
        "class=\"moz-cite-prefix",
        "class=\"moz-signature",
        "type=\"cite\"",
        "id=\"divRplyFwdMsg\"",
        "id=\"appendonsend\"",
    ];
    let mark = MARKS.iter().filter_map(|mark| html.find(mark)).min();
    let start = mark.and_then(|at| html.get(..at)?.rfind('<'));
    start.and_then(|start| html.get(..start)).unwrap_or(html)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_the_senders_words_are_kept() {
        let check = |text: &str, expected: &str| assert_eq!(own_words(text), expected);
        check("They met.\n-- \nJane\n", "They met.");
        check(
            "Yes.\n\nOn Thu, 2 May 2024, Jane\n<j@w.example> wrote:\n> They met.\n",
            "Yes.\n",
        );
        check("They wrote:\nNo deal.\n", "They wrote:\nNo deal.");
        check("One.\n> Two?\nThree.", "One.\nThree.");
        check(
            "See below.\n-----Original Message-----\nFrom: J\nOld.",
            "See below.",
        );
        assert_eq!(
            own_markup("<p>Yes.</p><blockquote type=\"cite\"><p>No.</p></blockquote>"),
            "<p>Yes.</p>"
        );
    }
}
