//! How wide words are drawn, without a font at hand.
//!
//! The widths are those of Helvetica, which Arial and Liberation Sans share; other letters are
//! taken for wide ones, so that a box is rather too wide than too narrow.

/// Widths of the characters from U+0020 to U+007E, in thousandths of the font's size.
#[rustfmt::skip]
const ASCII: [u16; 95] = [
    278, 278, 355, 556, 556, 889, 667, 191, 333, 333, 389, 584, 278, 333, 278, 278, // space to /
    556, 556, 556, 556, 556, 556, 556, 556, 556, 556, 278, 278, 584, 584, 584, 556, // 0 to ?
    1015, 667, 667, 722, 722, 667, 611, 778, 722, 278, 500, 667, 556, 833, 722, 778, // @ to O
    667, 778, 722, 667, 611, 722, 667, 944, 667, 667, 611, 278, 278, 278, 469, 556, // P to _
    333, 556, 556, 500, 556, 556, 278, 556, 556, 222, 222, 500, 222, 833, 556, 556, // ` to o
    556, 556, 333, 500, 278, 556, 500, 722, 500, 500, 500, 334, 260, 334, 584, // p to ~
];

/// Thousandths of the font's size for any other letter, up to U+10FF.
const OTHER: u16 = 667;
/// The same beyond.
const WIDE: u16 = 1000;

/// The width of words in a font of `size` pixels, in pixels.
pub(super) fn width(words: &str, size: f64) -> f64 {
    let thousandths: f64 = words
        .chars()
        .map(|c| {
            let ascii = (c as usize).checked_sub(0x20).and_then(|at| ASCII.get(at));
            let other = if c < '\u{1100}' { OTHER } else { WIDE };
            f64::from(*ascii.unwrap_or(&other))
        })
        .sum();
    thousandths * size / 1000.0
}
