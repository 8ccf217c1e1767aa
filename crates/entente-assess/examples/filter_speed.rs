//! How fast the filters run: 20,000 dyads through 240 months, rates of four quad classes in both directions
//! and the tone. `training/filter_reference.py --time` times the same filters in Python.

#![allow(clippy::print_stdout, reason = "it prints")]

use std::hint::black_box;
use std::time::Instant;

use entente_assess::level::filter::{Heard, Rate, Tone, change};

fn main() {
    let (dyads, months) = (20_000_u32, 240_u32);
    let begun = Instant::now();
    let mut sum = 0.0;
    for dyad in 0..dyads {
        let mut rates = [Rate::default(); 8];
        let mut tone = Tone::default();
        let mut tones = Vec::with_capacity(months as usize);
        for month in 0..months {
            // A stream without pattern that costs nothing to make.
            let noise = (dyad.wrapping_mul(2_654_435_761) ^ month.wrapping_mul(40_503)) % 97;
            let quads = [noise, noise / 7, noise / 5, noise / 31].map(|count| (count % 9) as f32);
            for (place, rate) in rates.iter_mut().enumerate() {
                rate.step(f64::from(quads[place % 4]), 1.0 / 12.0);
            }
            let gain = tone.step(Heard::of(&quads));
            tones.push((tone, gain));
        }
        let last = tones.len() - 1;
        let (over, _) = change(&tones, last, 12).unwrap_or_default();
        sum += over + rates.iter().map(Rate::log_variance).sum::<f64>();
    }
    black_box(sum);
    let seconds = begun.elapsed().as_secs_f64();
    println!("{dyads} dyads x {months} months: {seconds:.2} s");
}
