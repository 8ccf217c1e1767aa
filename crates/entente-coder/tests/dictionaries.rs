//! Coding by dictionaries of PETRARCH2: sentences and dictionaries of ours, and a floor under the
//! records of that project.

#![allow(
    clippy::print_stdout,
    clippy::print_stderr,
    reason = "a test says what it measured"
)]

use entente_coder::dictionaries::{
    DictionaryCase, DictionaryOptions, Refusal, code_sentence, evaluate_dictionaries,
};
use entente_lexicon::petrarch::{Dictionaries, DictionaryFile, DictionaryKind};
use entente_lexicon::{Half, read_cases};
use entente_model::Span;
use entente_text::{EncoderParser, NoGazetteer, Parser};

const GOLD: &str = concat!(
    env!("CARGO_MANIFEST_DIR"),
    "/../../../shared/gold/petrarch/"
);

/// The least share of records right, in either half.
const FLOOR: f64 = 0.75;

const ACTORS: &str = "
VALDORIA [VAL]
+VALDORIAN
KESHET [KSH]
SELMARK [SEL]
SELMARK_RADIO [SELMED]
LEAGUE_OF_THE_NINE_ISLES [IGONIN]
EDRIC_VOSS
	[VALOPP <19980301]
	[VALGOV 19980301-20020630]
OLD_GHOST [---]
";

const AGENTS: &str = "
!SEAFARER! = SAILOR, MARINE
!SEAFARER! [~MIL]
ENVOY [~GOV]
FOREIGN_ENVOY [~GOVFRM]
LAWMAKER [~LEG]
OFFICIAL [~GOV]
POLICE {} [~COP]
MINER [~LAB]
RELIEF_AGENCY [NGO~]
";

const DISCARDS: &str = "
HARBOUR REGATTA
+CHESS OLYMPIAD
";

const VERBS: &str = "
&PACT
+PACT
+ACCORD
+CHARTER_OF_PEACE

--- DENOUNCE [111] ---
DENOUNCE
- * (FOR) [112]
- * {FISHING RULES} [113]
- SHARPLY * [114]

--- MEET [040:040] ---
MEET {MEETS MET MEETING}

--- SIGN [---] ---
SIGN
- * {TRADE &PACT} [057]

--- URGE [102] ---
URGE

--- PRAISE [051] ---
PRAISE
- * RESIGNATION [:083]

--- BICKER [012] ---
BICKER
- % * [112]

--- FREE [080] ---
FREE
- + * (FROM $) [084]

--- SEAL [170] ---
+SEAL_OFF {+SEALS_OFF +SEALED_OFF}

--- SAY [010] ---
SAY {SAYS SAID}
";

fn own() -> Dictionaries {
    let file = |kind: DictionaryKind, text: &str| DictionaryFile {
        kind,
        name: kind.name().to_owned(),
        text: text.to_owned(),
    };
    let (read, faults) = Dictionaries::read(&[
        file(DictionaryKind::Actors, ACTORS),
        file(DictionaryKind::Agents, AGENTS),
        file(DictionaryKind::Discards, DISCARDS),
        file(DictionaryKind::Verbs, VERBS),
    ]);
    assert!(faults.is_empty(), "{faults:?}");
    read
}

/// Codes a sentence; each event as "SOURCE TARGET CODE", in order.
fn code(
    parser: &dyn Parser,
    read: &Dictionaries,
    options: DictionaryOptions,
    (text, day): (&str, &str),
) -> Result<Vec<String>, Refusal> {
    let day = day.parse().ok();
    let parse = parser.parse(text, Span::new(0, text.len()), day, &NoGazetteer);
    let mut events: Vec<String> = code_sentence(read, options, text, &parse, day)?
        .into_iter()
        .map(|it| format!("{} {} {}", it.source, it.target, it.code))
        .collect();
    events.sort();
    Ok(events)
}

#[test]
fn sentences_of_ours() {
    let Some(parser) = EncoderParser::builtin() else {
        eprintln!("skipped: the encoder cannot be run");
        return;
    };
    let read = own();
    let check = |text: &str, events: &[&str]| {
        let options = DictionaryOptions::default();
        let coded = code(parser, &read, options, (text, "2001-05-05"));
        assert_eq!(coded.unwrap_or_default(), events, "{text}");
    };
    check("Valdoria denounced Keshet on Monday.", &["VAL KSH 111"]);
    // Agents add their codes, none twice.
    check(
        "The Keshet envoy denounced Valdorian marines.",
        &["KSHGOV VALMIL 111"],
    );
    check(
        "Valdoria's foreign envoy denounced Keshet police.",
        &["VALGOVFRM KSHCOP 111"],
    );
    check(
        "A relief agency from Selmark denounced Keshet.",
        &["NGOSEL KSH 111"],
    );
    check("Envoy Edric Voss denounced Keshet.", &["VALGOV KSH 111"]);
    check("Selmark state radio denounced Keshet.", &["SELMED KSH 111"]);
    // Passive voice, with and without an agent.
    check("Keshet was denounced by Valdoria.", &["VAL KSH 111"]);
    check("Keshet was denounced in Valdoria.", &["VAL KSH 111"]);
    // Compounds, and what they share.
    check(
        "Valdoria and Selmark met Keshet.",
        &["KSH SEL 040", "KSH VAL 040", "SEL KSH 040", "VAL KSH 040"],
    );
    check(
        "Lawmakers in Valdoria and Selmark denounced Keshet.",
        &["SELLEG KSH 111", "VALLEG KSH 111"],
    );
    check(
        "Valdorian lawmakers and officials denounced Keshet.",
        &["VALGOV KSH 111", "VALLEG KSH 111"],
    );
    check("Valdoria and Keshet denounced Keshet.", &["VAL KSH 111"]);
    check(
        "Valdoria and Keshet bickered all night.",
        &["KSH VAL 112", "VAL KSH 112"],
    );
    // Patterns: the most specific one, sets, roles, codes for the target alone.
    check("Valdoria denounced Keshet for the raid.", &["VAL KSH 112"]);
    check(
        "Valdoria denounced strict fishing rules of Keshet.",
        &["VAL KSH 113"],
    );
    check("Valdoria sharply denounced Keshet.", &["VAL KSH 114"]);
    check(
        "Valdoria signed a trade charter of peace with Keshet.",
        &["VAL KSH 057"],
    );
    check("Valdoria signed a letter to Keshet.", &[]);
    check("The miners were freed from Keshet.", &["KSH ---LAB 084"]);
    check(
        "Valdoria praised the resignation of the Keshet envoy.",
        &["KSHGOV VAL 083"],
    );
    check(
        "Selmark marines sealed off the harbour of Keshet.",
        &["SELMIL KSH 170"],
    );
    // Other verbs of the sentence.
    check(
        "Selmark praised the Valdorian envoy who denounced Keshet.",
        &["SEL VALGOV 051", "VALGOV KSH 111"],
    );
    check(
        "Valdoria praised Selmark and denounced Keshet.",
        &["VAL KSH 111", "VAL SEL 051"],
    );
    check(
        "Valdoria urged Selmark to denounce Keshet.",
        &["VAL SEL 102"],
    );
    check("Valdoria said it had denounced Keshet.", &["VAL KSH 111"]);
    check("Valdoria is ready to denounce Keshet.", &["VAL KSH 111"]);
    check("Valdoria did not denounce Keshet.", &["VAL KSH 050"]);
    check("The Old Ghost denounced Keshet.", &[]);
    check(
        "The League of the Nine Isles denounced Keshet.",
        &["IGONIN KSH 111"],
    );
}

#[test]
fn days_options_and_refusals() {
    let Some(parser) = EncoderParser::builtin() else {
        eprintln!("skipped: the encoder cannot be run");
        return;
    };
    let read = own();
    let usual = DictionaryOptions::default();
    let on = |day: &str| code(parser, &read, usual, ("Edric Voss denounced Keshet.", day));
    assert_eq!(on("1990-01-01").unwrap(), ["VALOPP KSH 111"]);
    assert_eq!(on("1998-03-01").unwrap(), ["VALGOV KSH 111"]);
    assert!(on("2010-01-01").unwrap().is_empty());

    let with = |options, text: &str| code(parser, &read, options, (text, "2001-05-05"));
    let alone = DictionaryOptions {
        require_dyad: false,
        ..usual
    };
    assert_eq!(
        with(alone, "Valdoria denounced the weather.").unwrap(),
        ["VAL --- 111"]
    );
    let aside = "Valdoria denounced Keshet, an official said on Friday.";
    assert_eq!(with(alone, aside).unwrap(), ["VAL KSH 111"]);
    let new = DictionaryOptions {
        new_actor_length: 3,
        ..usual
    };
    let text = "The Blue Company denounced Keshet.";
    assert_eq!(with(new, text).unwrap(), ["\"THE BLUE COMPANY\" KSH 111"]);
    assert!(with(usual, text).unwrap().is_empty());

    let refused = |text: &str| with(usual, text).expect_err(text);
    assert_eq!(
        refused("Valdoria denounced Keshet at the harbour regatta."),
        Refusal::Sentence
    );
    assert_eq!(
        refused("Valdoria denounced Keshet at the Chess Olympiad."),
        Refusal::Story
    );
    assert_eq!(
        refused("PORT ANSEL: -- Valdoria denounced Keshet."),
        Refusal::Dateline
    );
}

#[test]
fn records_of_others() {
    let text = |name: &str| std::fs::read_to_string(format!("{GOLD}{name}"));
    let (Ok(records), Some(parser)) = (text("unit_tests.jsonl"), EncoderParser::builtin()) else {
        eprintln!("skipped: {GOLD} is not there, or the encoder cannot be run");
        return;
    };
    let files: Vec<DictionaryFile> = [
        (DictionaryKind::Actors, "PETR.Validate.actors.txt"),
        (DictionaryKind::Agents, "PETR.Validate.agents.txt"),
        (DictionaryKind::Discards, "PETR.Validate.discards.txt"),
        (DictionaryKind::Verbs, "PETR.Validate.verbs.2.0.txt"),
    ]
    .into_iter()
    .filter_map(|(kind, name)| {
        let text = text(name).ok()?;
        let name = name.to_owned();
        Some(DictionaryFile { kind, name, text })
    })
    .collect();
    let (read, _) = Dictionaries::read(&files);
    let (cases, faults) = read_cases::<DictionaryCase>(&records);
    assert!(faults.is_empty(), "{faults:?}");
    let (develop, held_out): (Vec<_>, Vec<_>) = cases
        .into_iter()
        .partition(|case| case.half() == Half::Develop);
    for (name, cases) in [("develop", develop), ("held out", held_out)] {
        let scores = evaluate_dictionaries(&read, parser, &NoGazetteer, &cases);
        let (right, all) = scores.all();
        println!("{name}: {right} of {all}, {:?}", scores.categories);
        if name == "develop" {
            scores.wrong.iter().for_each(|wrong| println!("{wrong}"));
        }
        let share = right as f64 / all.max(1) as f64;
        assert!(share >= FLOOR, "{name}: {share:.3} is under {FLOOR}");
    }
}
