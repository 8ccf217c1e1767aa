//! Sitemaps: lists of pages. They hold no text, so they give no document; what they list is
//! reported, for the user to fetch.

use quick_xml::Reader;
use quick_xml::escape::unescape;
use quick_xml::events::Event;

use super::source::{Context, Source};
use super::{Reading, diagnostics, page, tidy};

/// How many addresses are named in the report.
const NAMED: usize = 3;

/// The report on a sitemap.
pub(super) fn read(source: Source<'_>, context: &Context) -> Reading {
    let text = match page::whole(source, context).and_then(|bytes| page::decode(&bytes, context)) {
        Ok((text, _)) => text,
        Err(reading) => return *reading,
    };
    let (what, pages, count) = addresses(&text);
    let mut shown = pages.join(", ");
    if count > pages.len() {
        shown.push_str(", ...");
    }
    let message = format!("is a list of {count} {what} and has no text itself: {shown}");
    context.refuse(&diagnostics::SITEMAP, message)
}

/// What is listed, the first addresses, and the number of all.
fn addresses(text: &str) -> (&'static str, Vec<String>, usize) {
    let mut reader = Reader::from_str(text);
    reader.config_mut().check_end_names = false;
    let (mut what, mut named, mut count) = ("pages", Vec::new(), 0);
    let mut address: Option<String> = None;
    loop {
        match reader.read_event() {
            Ok(Event::Start(tag)) => match tag.local_name().as_ref() {
                b"sitemapindex" => what = "sitemaps",
                b"loc" => address = Some(String::new()),
                _ => {}
            },
            Ok(Event::Text(words)) => {
                if let (Some(address), Ok(words)) = (&mut address, words.decode()) {
                    address.push_str(&words);
                }
            }
            Ok(Event::CData(words)) => {
                if let (Some(address), Ok(words)) = (&mut address, words.decode()) {
                    address.push_str(&words);
                }
            }
            Ok(Event::GeneralRef(name)) => {
                let reference = format!("&{};", String::from_utf8_lossy(&name));
                if let (Some(address), Ok(words)) = (&mut address, unescape(&reference)) {
                    address.push_str(&words);
                }
            }
            Ok(Event::End(tag)) if tag.local_name().as_ref() == b"loc" => {
                if let Some(address) = address.take() {
                    count += 1;
                    if named.len() < NAMED {
                        named.push(tidy(&address));
                    }
                }
            }
            Ok(Event::Eof) | Err(_) => break,
            Ok(_) => {}
        }
    }
    (what, named, count)
}
