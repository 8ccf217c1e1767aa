//! As a web page that needs nothing else: no script, no font, no picture from elsewhere.

use entente_model::Level;

use super::{Page, clean};
use crate::answer::percent;
use crate::level::LevelShare;
use crate::timeline::Stretch;

const STYLE: &str = "\
:root{color-scheme:light dark;--ink:#1c1e21;--dim:#5d6470;--paper:#fdfdfb;--line:#d9dbd5}\
@media(prefers-color-scheme:dark){:root{--ink:#e6e6e3;--dim:#a3a9b3;--paper:#17191c;--line:#3a3e44}}\
body{margin:2rem auto;max-width:44rem;padding:0 1rem;background:var(--paper);color:var(--ink);\
font:1rem/1.55 system-ui,sans-serif}\
h1{font-size:1.1rem;font-weight:400;color:var(--dim);margin:0}\
.verdict{font-size:1.35rem;line-height:1.35;font-weight:600;margin:.3rem 0 1.2rem}\
h2{font-size:1rem;margin:2rem 0 .5rem;border-bottom:1px solid var(--line);padding-bottom:.2rem}\
ul{list-style:none;padding:0;margin:0}li{margin:0 0 1rem}\
blockquote{margin:.3rem 0 .3rem .2rem;padding-left:.8rem;border-left:3px solid var(--line)}\
cite,.also,.note{font-style:normal;font-size:.875rem;color:var(--dim);display:block}\
svg{width:100%;height:auto}svg text{fill:var(--ink);font:13px system-ui,sans-serif}\
li{overflow-wrap:anywhere}";

pub(super) fn html(page: &Page<'_>, note: Option<&str>) -> String {
    let title = escaped(page.title);
    let mut out = format!(
        "<!doctype html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n\
         <meta name=\"viewport\" content=\"width=device-width,initial-scale=1\">\n\
         <title>{title}</title>\n<style>{STYLE}</style>\n</head>\n<body>\n<main>\n\
         <h1>{title}</h1>\n<p class=\"verdict\">{}</p>\n",
        escaped(page.verdict)
    );
    for note in note
        .into_iter()
        .chain(page.notes.iter().map(String::as_str))
    {
        out.push_str(&format!("<p class=\"note\">{}</p>\n", escaped(note)));
    }
    levels(page, &mut out);
    stretches(page.stretches, &mut out);
    for section in &page.sections {
        out.push_str(&format!("<section>\n<h2>{}</h2>\n<ul>\n", section.title));
        for item in &section.items {
            out.push_str(&format!("<li>{}", escaped(&item.head)));
            for quote in &item.quotes {
                out.push_str(&format!(
                    "\n<blockquote>\u{201C}{}\u{201D}<cite>{}</cite></blockquote>",
                    escaped(&quote.words),
                    escaped(&quote.source)
                ));
            }
            if item.also > 0 {
                out.push_str(&format!(
                    "\n<span class=\"also\">Also in {} more.</span>",
                    item.also
                ));
            }
            out.push_str("</li>\n");
        }
        out.push_str("</ul>\n</section>\n");
    }
    out.push_str("</main>\n</body>\n</html>\n");
    out
}

fn levels(page: &Page<'_>, out: &mut String) {
    if page.levels.is_empty() {
        return;
    }
    out.push_str("<section>\n<h2>How they stand</h2>\n");
    out.push_str(&bar(page.levels));
    for line in &page.standing {
        out.push_str(&format!("<p>{}</p>\n", escaped(line)));
    }
    out.push_str("</section>\n");
}

/// How much happened in each stretch: cooperation above the line, conflict below it.
fn stretches(stretches: &[Stretch], out: &mut String) {
    const WIDTH: f64 = 700.0;
    const HALF: f64 = 60.0;
    let most = stretches
        .iter()
        .flat_map(|it| [it.cooperation(), it.conflict()])
        .max();
    let Some(most) = most.filter(|most| *most > 0) else {
        return;
    };
    let step = WIDTH / stretches.len() as f64;
    // As many labels as fit side by side.
    let every = (stretches.len() / 10).max(1);
    out.push_str(&format!(
        "<section>\n<h2>How much, when</h2>\n<svg viewBox=\"0 0 {WIDTH} {:.0}\" role=\"img\" aria-label=\"Events by time: cooperation above the line, conflict below\">\n",
        2.0 * HALF + 40.0
    ));
    for (place, it) in stretches.iter().enumerate() {
        let x = step * place as f64;
        let wide = (step * 0.8).min(40.0);
        let (good, bad) = (it.cooperation(), it.conflict());
        let tall = |count: usize| HALF * count as f64 / most as f64;
        out.push_str(&format!(
            "<g><title>{}: {good} of cooperation, {bad} of conflict</title>\
             <rect x=\"{x:.1}\" y=\"{:.1}\" width=\"{wide:.1}\" height=\"{:.1}\" fill=\"#2c7bb6\"/>\
             <rect x=\"{x:.1}\" y=\"{HALF}\" width=\"{wide:.1}\" height=\"{:.1}\" fill=\"#d7191c\"/></g>\n",
            it.period,
            HALF - tall(good),
            tall(good),
            tall(bad)
        ));
        if place % every == 0 {
            let under = 2.0 * HALF + 16.0;
            out.push_str(&format!(
                "<text x=\"{x:.1}\" y=\"{under}\">{}</text>\n",
                it.period
            ));
        }
    }
    out.push_str(&format!(
        "<path d=\"M0 {HALF}H{WIDTH}\" stroke=\"currentColor\" stroke-width=\".5\"/>\n\
         <text x=\"0\" y=\"{:.0}\">blue: cooperation; red: conflict; the longest bar is {most}</text>\n</svg>\n</section>\n",
        2.0 * HALF + 36.0
    ));
}

/// One bar, divided by the levels, and a line for each under it.
fn bar(levels: &[LevelShare]) -> String {
    const WIDTH: f64 = 600.0;
    let told: Vec<String> = levels
        .iter()
        .map(|share| format!("{} {}", share.level.words(), percent(share.probability)))
        .collect();
    let mut out = format!(
        "<svg viewBox=\"0 0 600 {}\" role=\"img\" aria-label=\"{}\">\n",
        34 + 20 * levels.len(),
        escaped(&told.join(", "))
    );
    let mut from = 0.0;
    for share in levels {
        let wide = share.probability * WIDTH;
        out.push_str(&format!(
            "<rect x=\"{from:.1}\" y=\"0\" width=\"{wide:.1}\" height=\"22\" fill=\"{}\"/>\n",
            colour(share.level)
        ));
        from += wide;
    }
    for (row, (share, words)) in levels.iter().zip(&told).enumerate() {
        let y = 44 + 20 * row;
        out.push_str(&format!(
            "<rect x=\"0\" y=\"{}\" width=\"12\" height=\"12\" fill=\"{}\"/><text x=\"20\" y=\"{y}\">{}</text>\n",
            y - 11,
            colour(share.level),
            escaped(words)
        ));
    }
    out.push_str("</svg>\n");
    out
}

/// From red to blue, told apart without colour vision too (ColorBrewer RdYlBu).
const fn colour(level: Level) -> &'static str {
    match level {
        Level::SevereRivalry => "#d7191c",
        Level::LesserRivalry => "#fdae61",
        Level::NegativePeace => "#e6d97a",
        Level::WarmPeace => "#8fc6d9",
        Level::SecurityCommunity => "#2c7bb6",
    }
}

/// Text that means nothing to HTML, in content and in attributes.
fn escaped(text: &str) -> String {
    let mut out = String::new();
    for c in clean(text).chars() {
        match c {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            '\'' => out.push_str("&#39;"),
            other => out.push(other),
        }
    }
    out
}
