//! Dependency trees as one SVG picture, the sentences one below the other.
//!
//! Words stand in rows with their part of speech below and arcs from head to dependant above;
//! names and times are underlined and captioned. A sentence that is too wide is broken into rows
//! where the fewest arcs are torn; a torn arc ends in dots and goes on in the next row. The
//! picture needs no script, style sheet or font of ours, and says in `title` and `desc` what it
//! shows.

mod layout;
mod levels;
mod measure;

use std::fmt;
use std::io::{self, Write};

use entente_text::{MentionKind, Parse, ParsedSentence};

use self::layout::{Layout, Row};
use self::levels::{Piece, pieces};
use self::measure::width;
use super::Parsed;
use super::text::kind_of_mention;

/// Widest row of words, in pixels.
const MAX_ROW: f64 = 1160.0;
const WORD_SIZE: f64 = 16.0;
const TAG_SIZE: f64 = 10.0;
const LABEL_SIZE: f64 = 11.0;
const CAPTION_SIZE: f64 = 10.0;
const FONT: &str = "Helvetica, Arial, 'Liberation Sans', sans-serif";

/// Around everything.
const MARGIN: f64 = 36.0;
/// From the top of the words to the lowest arc.
const FIRST_LEVEL: f64 = 26.0;
/// From an arc to the next above it.
const LEVEL: f64 = 20.0;
/// Between rows of one sentence.
const ROW_GAP: f64 = 22.0;
/// Between sentences.
const SENTENCE_GAP: f64 = 44.0;
/// Between the underlines of names or times that overlap.
const LANE: f64 = 5.0;

const INK: &str = "#0f172a";
const MUTED: &str = "#475569";
const ACCENT: &str = "#b91c1c";

/// What is underlined, in the order of the legend.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Mark {
    Person,
    Organisation,
    Place,
    Other,
    Time,
}

impl Mark {
    const ALL: [Self; 5] = [
        Self::Person,
        Self::Organisation,
        Self::Place,
        Self::Other,
        Self::Time,
    ];

    fn name(self) -> &'static str {
        match self {
            Self::Person => kind_of_mention(MentionKind::Person),
            Self::Organisation => kind_of_mention(MentionKind::Organisation),
            Self::Place => kind_of_mention(MentionKind::Place),
            Self::Other => "other name",
            Self::Time => "time, with its TIMEX3 value",
        }
    }

    /// Dark enough to read captions in.
    fn colour(self) -> &'static str {
        match self {
            Self::Person => "#1d4ed8",
            Self::Organisation => "#b45309",
            Self::Place => "#15803d",
            Self::Other => "#7e22ce",
            Self::Time => "#be185d",
        }
    }
}

impl From<MentionKind> for Mark {
    fn from(kind: MentionKind) -> Self {
        match kind {
            MentionKind::Person => Self::Person,
            MentionKind::Organisation => Self::Organisation,
            MentionKind::Place => Self::Place,
            MentionKind::Other => Self::Other,
        }
    }
}

/// Words that are underlined.
#[derive(Debug)]
struct Marked {
    /// First token and one past the last.
    tokens: (usize, usize),
    mark: Mark,
    /// What stands below them.
    caption: String,
    /// Underlines that overlap lie in lanes one below the other.
    lane: usize,
}

/// A sentence that is ready to be drawn.
struct Sentence<'t> {
    text: &'t str,
    own: &'t ParsedSentence,
    marked: Vec<Marked>,
    layout: Layout,
}

/// Writes the picture.
pub(super) fn write(out: &mut impl Write, parsed: &Parsed<'_>) -> io::Result<()> {
    let sentences: Vec<Sentence<'_>> = parsed
        .sentences
        .iter()
        .map(|own| {
            let marked = marked(&own.parse);
            let layout = Layout::new(parsed.text, &own.parse, &marked);
            Sentence {
                text: parsed.text,
                own,
                marked,
                layout,
            }
        })
        .collect();
    let mut body = String::new();
    let legend = Legend::of(&sentences);
    let mut y = MARGIN;
    for (number, sentence) in sentences.iter().enumerate() {
        y = sentence.draw(number, y, &mut body) + SENTENCE_GAP;
    }
    let rows = sentences.iter().flat_map(|sentence| &sentence.layout.rows);
    let widest = rows.map(|row| row.width).fold(legend.width(), f64::max);
    let wide = (widest + 2.0 * MARGIN).ceil();
    legend.draw(widest, y, &mut body);
    let high = (y + 12.0 + MARGIN * 0.8).ceil();
    let count = sentences.len();
    let plural = if count == 1 { "" } else { "s" };
    writeln!(
        out,
        "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"{wide}\" height=\"{high}\" \
         viewBox=\"0 0 {wide} {high}\" role=\"img\" aria-labelledby=\"title desc\" \
         font-family=\"{FONT}\">\n\
         <title id=\"title\">Dependency tree{plural} of {count} sentence{plural}</title>\n\
         <desc id=\"desc\">Words with their part of speech below; arrows run from each word to those \
         that hang on it, with the relation on the arrow; names and times are underlined.</desc>\n\
         <rect width=\"100%\" height=\"100%\" fill=\"#fff\"/>"
    )?;
    out.write_all(body.as_bytes())?;
    writeln!(out, "</svg>")
}

/// Names and times in lanes. Names without a kind that are part of a time ("Friday") are left
/// out: the time says more.
fn marked(parse: &Parse) -> Vec<Marked> {
    let count = parse.tokens.len();
    let times = parse.times.iter().map(|time| Marked {
        tokens: time.tokens,
        mark: Mark::Time,
        caption: time.timex.value.clone(),
        lane: 0,
    });
    let names = parse
        .mentions
        .iter()
        .filter(|mention| {
            let (first, end) = mention.tokens;
            let told = |time: &entente_text::Time| time.tokens.0 <= first && end <= time.tokens.1;
            mention.kind != MentionKind::Other || !parse.times.iter().any(told)
        })
        .map(|mention| Marked {
            tokens: mention.tokens,
            mark: mention.kind.into(),
            caption: match mention.kind {
                MentionKind::Other => "name".to_owned(),
                kind => kind_of_mention(kind).to_owned(),
            },
            lane: 0,
        });
    let mut all: Vec<Marked> = names
        .chain(times)
        .filter(|found| found.tokens.0 < found.tokens.1 && found.tokens.1 <= count)
        .collect();
    all.sort_by_key(|found| found.tokens);
    // Where each lane is free again.
    let mut lanes: Vec<usize> = Vec::new();
    for found in &mut all {
        let free = lanes.iter().position(|&end| end <= found.tokens.0);
        found.lane = free.unwrap_or(lanes.len());
        match lanes.get_mut(found.lane) {
            Some(end) => *end = found.tokens.1,
            None => lanes.push(found.tokens.1),
        }
    }
    all
}

impl Sentence<'_> {
    /// Draws the sentence below `top`; returns where it ends.
    fn draw(&self, number: usize, top: f64, out: &mut String) -> f64 {
        let words = self.own.span.of(self.text);
        push(
            out,
            format_args!("<g>\n<title>{}</title>\n", Escaped(words)),
        );
        push(
            out,
            format_args!(
                "<text x=\"{:.0}\" y=\"{:.1}\" font-size=\"{LABEL_SIZE}\" fill=\"{MUTED}\">{}</text>\n",
                MARGIN - 24.0,
                top + 4.0,
                number + 1
            ),
        );
        let mut y = top;
        for (place, &row) in self.layout.rows.iter().enumerate() {
            y = self.draw_row(row, y + if place == 0 { 0.0 } else { ROW_GAP }, out);
        }
        push(out, format_args!("</g>\n"));
        y
    }

    fn draw_row(&self, row: Row, top: f64, out: &mut String) -> f64 {
        let pieces = pieces(&self.layout, row);
        let parse = &self.own.parse;
        let root = (row.first..row.end).find(|&at| parse.tokens[at].head.is_none());
        let root_level = root.map(|root| {
            let touching = pieces
                .iter()
                .filter(|piece| piece.arc.head == root || piece.arc.dependant == root);
            touching.map(|piece| piece.level).max().unwrap_or(0) + 1
        });
        let highest = pieces.iter().map(|piece| piece.level).max().unwrap_or(0);
        let levels = highest.max(root_level.unwrap_or(0));
        // The top of the words.
        let base = top + FIRST_LEVEL + LEVEL * levels.saturating_sub(1) as f64 + LABEL_SIZE / 2.0;
        let height = |level: usize| base - FIRST_LEVEL - LEVEL * (level - 1) as f64;
        for piece in &pieces {
            self.draw_arc(piece, row, base, height(piece.level), out);
        }
        if let (Some(root), Some(level)) = (root, root_level) {
            let cell = &self.layout.cells[root];
            draw_root(MARGIN + cell.middle + cell.root, base, height(level), out);
        }
        let line = base + WORD_SIZE;
        let lanes = self.draw_marks(row, line, out);
        for index in row.first..row.end {
            self.draw_word(index, line, lanes, out);
        }
        let below = if lanes == 0 { 0.0 } else { 14.0 * lanes as f64 };
        line + 5.0 + LANE * lanes as f64 + TAG_SIZE + 4.0 + below
    }

    fn draw_word(&self, index: usize, line: f64, lanes: usize, out: &mut String) {
        let (cell, token) = (&self.layout.cells[index], &self.own.parse.tokens[index]);
        let (weight, colour) = match token.head {
            None => (" font-weight=\"700\"", INK),
            Some(_) => ("", INK),
        };
        let x = MARGIN + cell.middle;
        push(
            out,
            format_args!(
                "<g text-anchor=\"middle\"><title>{}: {}, {}</title>\
                 <text x=\"{x:.1}\" y=\"{line:.1}\" font-size=\"{WORD_SIZE}\"{weight} fill=\"{colour}\">{}</text>\
                 <text x=\"{x:.1}\" y=\"{:.1}\" font-size=\"{TAG_SIZE}\" fill=\"{MUTED}\">{}</text></g>\n",
                Escaped(token.span.of(self.text)),
                Escaped(&token.lemma),
                token.upos.name(),
                Escaped(&cell.word),
                line + 6.0 + LANE * lanes as f64 + TAG_SIZE,
                token.upos.name(),
            ),
        );
    }

    /// Draws the underlines and captions of a row; returns how many lanes they take.
    fn draw_marks(&self, row: Row, line: f64, out: &mut String) -> usize {
        let here: Vec<&Marked> = self
            .marked
            .iter()
            .filter(|found| found.tokens.0 < row.end && row.first < found.tokens.1)
            .collect();
        let lanes = here.iter().map(|found| found.lane + 1).max().unwrap_or(0);
        for found in here {
            let (first, last) = (
                found.tokens.0.max(row.first),
                found.tokens.1.min(row.end) - 1,
            );
            let left = MARGIN + self.layout.sides(first).0;
            let right = MARGIN + self.layout.sides(last).1;
            let colour = found.mark.colour();
            push(
                out,
                format_args!(
                    "<rect x=\"{:.1}\" y=\"{:.1}\" width=\"{:.1}\" height=\"{:.1}\" rx=\"3\" fill=\"{colour}\" fill-opacity=\"0.08\"/>\
                     <rect x=\"{left:.1}\" y=\"{:.1}\" width=\"{:.1}\" height=\"2.5\" rx=\"1.2\" fill=\"{colour}\"/>\n",
                    left - 3.0,
                    line - WORD_SIZE + 1.0,
                    right - left + 6.0,
                    WORD_SIZE + 4.0,
                    line + 5.0 + LANE * found.lane as f64,
                    right - left,
                ),
            );
            if found.tokens.0 >= row.first {
                push(
                    out,
                    format_args!(
                        "<text x=\"{left:.1}\" y=\"{:.1}\" font-size=\"{CAPTION_SIZE}\" fill=\"{colour}\">{}</text>\n",
                        line + 6.0
                            + LANE * lanes as f64
                            + TAG_SIZE
                            + 14.0 * (found.lane + 1) as f64,
                        Escaped(&found.caption)
                    ),
                );
            }
        }
        lanes
    }

    fn draw_arc(&self, piece: &Piece, row: Row, base: f64, y: f64, out: &mut String) {
        let arc = piece.arc;
        let style = Style::of(arc.label);
        let (edge_left, edge_right) = (MARGIN - 6.0, MARGIN + row.width + 6.0);
        let left = piece.left.map_or(edge_left, |x| MARGIN + x);
        let right = piece.right.map_or(edge_right, |x| MARGIN + x);
        let corner = ((right - left) / 2.0).clamp(0.0, 8.0);
        let arrow_left = piece.left.is_some() && arc.dependant < arc.head;
        let arrow_right = piece.right.is_some() && arc.dependant > arc.head;
        let foot = |arrow: bool| base - if arrow { 7.0 } else { 3.0 };
        let mut path = match piece.left {
            Some(_) => format!(
                "M{left:.1} {:.1}V{:.1}Q{left:.1} {y:.1} {:.1} {y:.1}",
                foot(arrow_left),
                y + corner,
                left + corner
            ),
            None => format!("M{left:.1} {y:.1}"),
        };
        path += &match piece.right {
            Some(_) => format!(
                "H{:.1}Q{right:.1} {y:.1} {right:.1} {:.1}V{:.1}",
                right - corner,
                y + corner,
                foot(arrow_right)
            ),
            None => format!("H{right:.1}"),
        };
        let words = |index: usize| self.own.parse.word(self.text, index);
        push(
            out,
            format_args!(
                "<g><title>{} → {}: {}</title><path d=\"{path}\" fill=\"none\" stroke=\"{}\" stroke-width=\"{}\"/>",
                Escaped(words(arc.head)),
                Escaped(words(arc.dependant)),
                Escaped(arc.label),
                style.line,
                style.wide,
            ),
        );
        for (goes_on, from, to) in [
            (piece.left.is_none(), edge_left, edge_left - 12.0),
            (piece.right.is_none(), edge_right, edge_right + 12.0),
        ] {
            if goes_on {
                push(
                    out,
                    format_args!(
                        "<path d=\"M{from:.1} {y:.1}H{to:.1}\" fill=\"none\" stroke=\"{}\" stroke-width=\"{}\" stroke-dasharray=\"0 4\" stroke-linecap=\"round\"/>",
                        style.line,
                        style.wide + 0.8,
                    ),
                );
            }
        }
        for (arrow, x) in [(arrow_left, left), (arrow_right, right)] {
            if arrow {
                push_arrow(x, base, style.line, out);
            }
        }
        // A torn arc has its label where it reaches the dependant, elsewhere if there is room.
        let own = width(arc.label, LABEL_SIZE);
        if arrow_left || arrow_right || right - left > own + 16.0 {
            let x = f64::midpoint(left, right)
                .min(MARGIN + row.width - own / 2.0)
                .max(MARGIN + own / 2.0);
            push_label(x, y, arc.label, style.label, out);
        }
        push(out, format_args!("</g>\n"));
    }
}

/// How the arcs of a relation look: those of the clause stand out, punctuation keeps back.
struct Style {
    line: &'static str,
    label: &'static str,
    wide: f64,
}

impl Style {
    fn of(relation: &str) -> Self {
        let (line, label, wide) = match relation.split(':').next().unwrap_or_default() {
            "punct" => ("#cbd5e1", "#64748b", 1.0),
            "nsubj" | "obj" | "iobj" | "csubj" | "ccomp" | "xcomp" | "obl" => ("#334155", INK, 1.4),
            _ => ("#94a3b8", MUTED, 1.2),
        };
        Self { line, label, wide }
    }
}

/// The arrow from above to the root.
fn draw_root(x: f64, base: f64, y: f64, out: &mut String) {
    push(
        out,
        format_args!(
            "<g><title>root</title><path d=\"M{x:.1} {y:.1}V{:.1}\" fill=\"none\" stroke=\"{ACCENT}\" stroke-width=\"1.4\"/>",
            base - 7.0
        ),
    );
    push_arrow(x, base, ACCENT, out);
    push_label(x, y, "root", ACCENT, out);
    push(out, format_args!("</g>\n"));
}

/// The head of an arrow that points down at a word.
fn push_arrow(x: f64, base: f64, colour: &str, out: &mut String) {
    push(
        out,
        format_args!(
            "<path d=\"M{:.1} {:.1}H{:.1}L{x:.1} {:.1}Z\" fill=\"{colour}\"/>",
            x - 3.2,
            base - 8.0,
            x + 3.2,
            base - 2.0
        ),
    );
}

/// A label on a line, which is broken for it.
fn push_label(x: f64, y: f64, label: &str, colour: &str, out: &mut String) {
    push(
        out,
        format_args!(
            "<text x=\"{x:.1}\" y=\"{:.1}\" font-size=\"{LABEL_SIZE}\" text-anchor=\"middle\" fill=\"{colour}\" \
             stroke=\"#fff\" stroke-width=\"5\" stroke-linejoin=\"round\" paint-order=\"stroke\">{}</text>",
            y + LABEL_SIZE * 0.33,
            Escaped(label)
        ),
    );
}

/// What the colours mean, as far as they occur.
struct Legend {
    marks: Vec<Mark>,
}

impl Legend {
    /// Of a sample line, of what follows it, and between two entries.
    const SAMPLE: f64 = 18.0;
    const AFTER: f64 = 6.0;
    const BETWEEN: f64 = 22.0;
    const ARROW: &'static str = "head to dependant";

    fn of(sentences: &[Sentence<'_>]) -> Self {
        let occurs = |mark: &Mark| {
            let mut all = sentences.iter().flat_map(|sentence| &sentence.marked);
            all.any(|found| found.mark == *mark)
        };
        Self {
            marks: Mark::ALL.into_iter().filter(occurs).collect(),
        }
    }

    fn entry(words: &str) -> f64 {
        Self::SAMPLE + Self::AFTER + width(words, LABEL_SIZE)
    }

    fn width(&self) -> f64 {
        let names = self.marks.iter().map(|mark| mark.name());
        let entries = names.chain([Self::ARROW]).map(Self::entry);
        entries.sum::<f64>() + Self::BETWEEN * self.marks.len() as f64
    }

    fn draw(&self, widest: f64, y: f64, out: &mut String) {
        let right = MARGIN + widest;
        push(
            out,
            format_args!(
                "<path d=\"M{MARGIN} {:.1}H{right:.1}\" stroke=\"#e2e8f0\"/>\n",
                y - SENTENCE_GAP / 2.0
            ),
        );
        let words = |x: f64, words: &str, out: &mut String| {
            push(
                out,
                format_args!(
                    "<text x=\"{:.1}\" y=\"{:.1}\" font-size=\"{LABEL_SIZE}\" fill=\"{MUTED}\">{words}</text>\n",
                    x + Self::SAMPLE + Self::AFTER,
                    y + 4.0
                ),
            );
        };
        let end = MARGIN + Self::SAMPLE;
        push(
            out,
            format_args!(
                "<path d=\"M{MARGIN} {y:.1}H{:.1}\" stroke=\"#334155\" stroke-width=\"1.4\"/>\
                 <path d=\"M{:.1} {:.1}V{:.1}L{end:.1} {y:.1}Z\" fill=\"#334155\"/>",
                end - 5.0,
                end - 6.0,
                y - 3.2,
                y + 3.2
            ),
        );
        words(MARGIN, Self::ARROW, out);
        let mut x = MARGIN + Self::entry(Self::ARROW) + Self::BETWEEN;
        for mark in &self.marks {
            push(
                out,
                format_args!(
                    "<rect x=\"{x:.1}\" y=\"{:.1}\" width=\"{}\" height=\"2.5\" rx=\"1.2\" fill=\"{}\"/>",
                    y - 1.2,
                    Self::SAMPLE,
                    mark.colour()
                ),
            );
            words(x, mark.name(), out);
            x += Self::entry(mark.name()) + Self::BETWEEN;
        }
    }
}

/// Appends to the picture.
fn push(out: &mut String, piece: fmt::Arguments<'_>) {
    match piece.as_str() {
        Some(plain) => out.push_str(plain),
        None => out.push_str(&piece.to_string()),
    }
}

/// Words as XML text: the three signs of markup escaped, and what XML cannot hold replaced.
struct Escaped<'t>(&'t str);

impl fmt::Display for Escaped<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        use fmt::Write;
        for c in self.0.chars() {
            match c {
                '&' => f.write_str("&amp;")?,
                '<' => f.write_str("&lt;")?,
                '>' => f.write_str("&gt;")?,
                '\t' | '\n' | '\r' => f.write_char(' ')?,
                '\0'..='\u{1f}' | '\u{fffe}' | '\u{ffff}' => f.write_char('\u{fffd}')?,
                c => f.write_char(c)?,
            }
        }
        Ok(())
    }
}
