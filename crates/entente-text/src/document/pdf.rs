//! PDF: the letters that its pages show, put together again as lines and paragraphs. Pictures of
//! text stay pictures: a scanned document is reported as what it is.

mod layout;

use std::panic::{AssertUnwindSafe, catch_unwind};

use entente_model::Date;
use hayro_interpret::font::{Glyph, GlyphRun};
use hayro_interpret::hayro_cmap::BfString;
use hayro_interpret::hayro_syntax::{DecryptionError, LoadPdfError, Pdf};
use hayro_interpret::kurbo::{Affine, BezPath, Point, Rect};
use hayro_interpret::{
    BlendMode, ClipPath, Context as PageContext, Device, DrawMode, DrawProps, Image,
    ImageDrawProps, InterpreterCache, InterpreterSettings, RenderContent, SoftMask, interpret_page,
};

use super::source::{Context, Source};
use super::{MAX_DOCUMENT_BYTES, Metadata, Reading, diagnostics, page, tidy};
use layout::Letter;

/// Pages beyond these are not read; books have a thousand.
const MAX_PAGES: usize = 5000;

/// Letters on one page beyond these are not read.
const MAX_LETTERS: usize = 200_000;

/// The document of a PDF file.
pub(super) fn read(source: Source<'_>, context: &Context) -> Reading {
    let bytes = match page::whole(source, context) {
        Ok(bytes) => bytes,
        Err(reading) => return *reading,
    };
    // The interpreter is made not to panic; should it, the document is lost and nothing else.
    catch_unwind(AssertUnwindSafe(|| of_bytes(bytes, context))).unwrap_or_else(|_| {
        let message = "is a PDF that the reader cannot cope with";
        context.refuse(&diagnostics::MALFORMED, message)
    })
}

fn of_bytes(bytes: Vec<u8>, context: &Context) -> Reading {
    let pdf = match Pdf::new(bytes) {
        Ok(pdf) => pdf,
        Err(LoadPdfError::Decryption(DecryptionError::PasswordProtected)) => {
            return context.refuse(&diagnostics::LOCKED, "is locked by a password");
        }
        Err(error) => {
            let message = format!("is not a whole PDF: {error:?}");
            return context.refuse(&diagnostics::MALFORMED, message);
        }
    };
    let (mut pages, mut pictures, mut nameless, mut total) = (Vec::new(), 0, 0, 0);
    let cache = InterpreterCache::new();
    for page in pdf.pages().iter().take(MAX_PAGES) {
        let settings = InterpreterSettings {
            render_content: RenderContent::PAGE,
            ..InterpreterSettings::default()
        };
        let box_ = Rect::new(0.0, 0.0, 1.0, 1.0);
        let mut state = PageContext::new(Affine::IDENTITY, box_, &cache, pdf.xref(), settings);
        let mut collector = Collector::default();
        interpret_page(page, &mut state, &mut collector);
        pictures += collector.pictures;
        nameless += collector.nameless;
        total += collector.letters.len();
        pages.push(collector.letters);
        if total > MAX_DOCUMENT_BYTES {
            break;
        }
    }
    let seen = total + nameless;
    if seen == 0 && pictures > 0 {
        let message = "holds pictures of pages and no text";
        return context.refuse(&diagnostics::SCANNED, message);
    }
    if nameless * 2 > seen {
        let message = "its fonts do not say which letters they show";
        return context.refuse(&diagnostics::SCANNED, message);
    }
    let about = pdf.metadata();
    let metadata = Metadata {
        title: words(about.title.as_deref()).filter(|title| is_title(title)),
        author: words(about.author.as_deref()),
        published: about.creation_date.and_then(|time| {
            let year = i16::try_from(time.year).ok()?;
            let (month, day) = (i8::try_from(time.month).ok()?, i8::try_from(time.day).ok()?);
            Date::new(year, month, day).ok()
        }),
        ..Metadata::default()
    };
    page::of_blocks(layout::blocks(&pages), metadata, context, Vec::new())
}

/// A text of the document's own description: UTF-16 with a mark, else near Latin-1.
fn words(bytes: Option<&[u8]>) -> Option<String> {
    let text = super::encoding::decode(bytes?, Some("windows-1252")).text;
    Some(tidy(&text)).filter(|text| !text.is_empty())
}

/// Programs put file names where a title should be.
fn is_title(title: &str) -> bool {
    let lower = title.to_lowercase();
    title.contains(' ')
        && !lower.starts_with("microsoft word")
        && ![".doc", ".docx", ".pdf", ".indd", ".qxd", ".tex"]
            .iter()
            .any(|ending| lower.ends_with(ending))
}

/// Takes down the letters of one page.
#[derive(Default)]
struct Collector {
    letters: Vec<Letter>,
    /// Where the letters of the last run begin.
    last_run: usize,
    pictures: usize,
    /// Letters whose font does not say what they are.
    nameless: usize,
}

impl Collector {
    fn take(&mut self, glyph: &Glyph<'_>, transform: Affine) {
        let text = match glyph.as_unicode() {
            Some(BfString::Char(c)) => c.to_string(),
            Some(BfString::String(text)) => text,
            None => String::new(),
        };
        let is_named = text
            .chars()
            .any(|c| c != '\u{fffd}' && !('\u{e000}'..='\u{f8ff}').contains(&c));
        if !is_named {
            self.nameless += 1;
            return;
        }
        // Glyphs are drawn in thousandths of the size of the font.
        let advance = match glyph {
            Glyph::Outline(outline) => outline.advance_width(),
            Glyph::Type3(drawn) => drawn.advance_width(),
        };
        let advance = f64::from(advance.unwrap_or(500.0));
        let start = transform * Point::ZERO;
        let end = transform * Point::new(advance, 0.0);
        let top = transform * Point::new(0.0, 1000.0);
        let (right, up) = (end - start, top - start);
        let size = up.hypot();
        // What stands on its side or its head is a stamp in the margin.
        let upright = right.x >= 0.0 && right.y.abs() <= 0.1 * right.x.abs() + 0.01 && up.y > 0.0;
        let finite = [start.x, start.y, end.x, size]
            .into_iter()
            .all(f64::is_finite);
        if upright && finite && size > 0.0 && self.letters.len() < MAX_LETTERS {
            self.letters.push(Letter {
                left: start.x,
                right: end.x,
                base: start.y,
                size,
                text,
            });
        }
    }

    /// Drops the run from `start` on if it is what was drawn just before, for boldness or an
    /// outline.
    fn drop_if_repeated(&mut self, start: usize) {
        let (before, run) = self.letters.split_at(start);
        let before = before.get(self.last_run..).unwrap_or_default();
        let repeated = before.len() == run.len()
            && before.iter().zip(run).all(|(a, b)| {
                a.text == b.text
                    && (a.left - b.left).abs() < 0.2 * a.size
                    && (a.base - b.base).abs() < 0.2 * a.size
            });
        if repeated {
            self.letters.truncate(start);
        } else {
            self.last_run = start;
        }
    }
}

impl Device<'_> for Collector {
    fn draw_path(&mut self, _: &BezPath, _: DrawProps<'_>, _: &DrawMode) {}

    fn push_clip_path(&mut self, _: &ClipPath) {}

    fn push_transparency_group(&mut self, _: f32, _: Option<SoftMask<'_>>, _: BlendMode) {}

    fn draw_glyph_run(&mut self, run: &GlyphRun<'_, '_>, props: DrawProps<'_>, _: &DrawMode) {
        let start = self.letters.len();
        for glyph in run.glyphs() {
            self.take(glyph, props.transform * glyph.transform());
        }
        self.drop_if_repeated(start);
    }

    fn draw_image(&mut self, _: Image<'_, '_>, _: ImageDrawProps<'_>) {
        self.pictures += 1;
    }

    fn pop_clip(&mut self) {}

    fn pop_transparency_group(&mut self) {}
}
