//! A series as a line of blocks for a terminal, and as a chart with bands.

use std::fmt::Write;

use super::account::{Account, Banded};

/// Blocks from low to high.
const BLOCKS: [char; 8] = ['▁', '▂', '▃', '▄', '▅', '▆', '▇', '█'];

/// Probabilities as a line of blocks; a dot where there is no verdict.
pub fn sparkline(probabilities: impl IntoIterator<Item = Option<f64>>) -> String {
    let block = |probability: Option<f64>| match probability {
        None => '·',
        Some(probability) => BLOCKS[((probability.clamp(0.0, 1.0) * 8.0) as usize).min(7)],
    };
    probabilities.into_iter().map(block).collect()
}

const WIDTH: f64 = 720.0;
const HEIGHT: f64 = 300.0;
const LEFT: f64 = 40.0;
const TOP: f64 = 40.0;
const BOTTOM: f64 = 250.0;

/// A chart of the probabilities of rivalry and of community through time, with their bands, as SVG.
pub fn svg(title: &str, series: &[Account]) -> String {
    let count = series.len();
    let x = |place: usize| {
        let share = place as f64 / (count.max(2) - 1) as f64;
        LEFT + share * (WIDTH - LEFT - 20.0)
    };
    let y = |probability: f64| BOTTOM - probability * (BOTTOM - TOP);
    let mut shapes = String::new();
    for (name, colour, of) in [
        (
            "rivalry",
            "#b2182b",
            (|it: &Account| it.rivalry) as fn(&Account) -> Option<Banded>,
        ),
        ("community", "#2166ac", |it| it.community),
    ] {
        let points: Vec<(usize, Banded)> = series
            .iter()
            .enumerate()
            .filter_map(|(place, account)| Some((place, of(account)?)))
            .collect();
        let (mut upper, mut lower, mut line) = (String::new(), Vec::new(), String::new());
        for (place, banded) in &points {
            let _ = write!(upper, "{:.1},{:.1} ", x(*place), y(banded.to));
            lower.push(format!("{:.1},{:.1}", x(*place), y(banded.from)));
            let _ = write!(line, "{:.1},{:.1} ", x(*place), y(banded.probability));
        }
        lower.reverse();
        let _ = write!(
            shapes,
            "<polygon points=\"{upper}{}\" fill=\"{colour}\" opacity=\"0.2\"/>\
             <polyline points=\"{}\" fill=\"none\" stroke=\"{colour}\" stroke-width=\"2\"><title>probability of {name}</title></polyline>",
            lower.join(" "),
            line.trim_end()
        );
    }
    let mut axes = String::new();
    for share in [0.0, 0.25, 0.5, 0.75, 1.0] {
        let _ = write!(
            axes,
            "<path d=\"M{LEFT} {0:.1}H{1:.1}\" stroke=\"#ccc\"/><text x=\"{2:.1}\" y=\"{3:.1}\" text-anchor=\"end\">{4:.0} %</text>",
            y(share),
            WIDTH - 20.0,
            LEFT - 5.0,
            y(share) + 4.0,
            share * 100.0
        );
    }
    let every = (count / 8).max(1);
    for (place, account) in series.iter().enumerate().step_by(every) {
        let _ = write!(
            axes,
            "<text x=\"{:.1}\" y=\"{:.1}\" text-anchor=\"middle\">{}</text>",
            x(place),
            BOTTOM + 18.0,
            account.month
        );
    }
    let title = escape(title);
    format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {WIDTH} {HEIGHT}\" role=\"img\" font-family=\"sans-serif\" font-size=\"11\"><title>{title}</title><text x=\"{LEFT}\" y=\"20\" font-size=\"14\">{title}</text>{axes}{shapes}<text x=\"{LEFT}\" y=\"288\" fill=\"#b2182b\">rivalry</text><text x=\"{:.1}\" y=\"288\" fill=\"#2166ac\">warm peace or security community</text><text x=\"{:.1}\" y=\"288\" text-anchor=\"end\">bands: nine in ten</text></svg>\n",
        LEFT + 60.0,
        WIDTH - 20.0
    )
}

fn escape(text: &str) -> String {
    text.replace('&', "&amp;")
        .replace('<', "&lt;")
        .replace('>', "&gt;")
        .replace('"', "&quot;")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_sparkline_rises_with_what_it_shows() {
        assert_eq!(sparkline([Some(0.0), Some(0.5), Some(1.0), None]), "▁▅█·");
    }

    #[test]
    fn a_chart_of_nothing_is_a_chart() {
        let chart = svg("A & B", &[]);
        assert!(chart.starts_with("<svg") && chart.contains("A &amp; B"));
    }
}
