//! Ties and figures, sentence by sentence: what is recorded, and what is not.

use std::collections::BTreeSet;

use entente_coder::explain;
use entente_lexicon::Lexicon;
use entente_model::{Assertion, Body, Bound, Certainty, Polarity};
use entente_text::{Format, Origin, PerceptronParser, read_document};

/// The ties and figures of a text, one a line: `alliance CHN PAK`, with ` not`, ` hypothetical`
/// and ` says X` where it is so; `figure LVA population 25 percent`.
fn lines(text: &str) -> BTreeSet<String> {
    let origin = Origin {
        name: "case".into(),
        format: Some(Format::Plain),
        ..Origin::default()
    };
    let outcome = read_document(text.as_bytes(), &origin);
    let Some(document) = outcome.document else {
        panic!("{text:?} is a document");
    };
    let told = explain(&document, PerceptronParser::builtin(), Lexicon::builtin());
    told.iter()
        .flat_map(|item| &item.assertions)
        .filter_map(|(_, assertion)| line(assertion))
        .collect()
}

fn line(assertion: &Assertion) -> Option<String> {
    let mut line = match &assertion.body {
        Body::Tie(tie) => {
            let (mut a, mut b) = (&tie.a.id, &tie.b.id);
            if !tie.directed && a > b {
                std::mem::swap(&mut a, &mut b);
            }
            format!("{} {a} {b}", tie.relation)
        }
        Body::Figure(figure) => {
            let bound = match figure.bound {
                Bound::Exact => String::new(),
                other => format!("{other} "),
            };
            format!(
                "figure {} {} {bound}{} {}",
                figure.subject.id, figure.measure, figure.value, figure.unit
            )
        }
        _ => return None,
    };
    if assertion.polarity == Polarity::Negative {
        line.push_str(" not");
    }
    if assertion.certainty != Certainty::Certain {
        line.push_str(&format!(" {}", assertion.certainty));
    }
    if let Some(claimant) = &assertion.claimant {
        line.push_str(&format!(" says {}", claimant.id));
    }
    Some(line)
}

/// Each case is a sentence and the lines it gives, all of them; collects what differs.
fn check(cases: &[(&str, &[&str])]) {
    let mut wrong = String::new();
    for (text, expected) in cases {
        let found = lines(text);
        let expected: BTreeSet<String> = expected.iter().map(|&line| line.to_owned()).collect();
        if found != expected {
            wrong.push_str(&format!(
                "{text}\n  expected {expected:?}\n  found    {found:?}\n"
            ));
        }
    }
    assert!(wrong.is_empty(), "{wrong}");
}

#[test]
fn what_somebody_is_to_another() {
    check(&[
        (
            "Poland is Ukraine's closest partner.",
            &["partnership POL UKR"],
        ),
        (
            "The United Kingdom is America's oldest and most important ally.",
            &["alliance GBR USA"],
        ),
        (
            "Japan and South Korea are allies of the United States.",
            &["alliance JPN USA", "alliance KOR USA"],
        ),
        (
            "Belarus remains a loyal ally of Russia.",
            &["alliance BLR RUS"],
        ),
        (
            "Italy and Spain are friends and partners.",
            &["partnership ESP ITA"],
        ),
        (
            "Kenya, Uganda and Tanzania call each other partners.",
            &[
                "partnership KEN TZA",
                "partnership KEN UGA",
                "partnership TZA UGA",
            ],
        ),
        (
            "Pakistan, a close ally of China, bought tanks from Ukraine.",
            &["alliance CHN PAK", "trade PAK UKR"],
        ),
        (
            "Iraq's relations with Kuwait are strained.",
            &["rivalry IRQ KWT"],
        ),
        (
            "Georgia has close ties with Ukraine, the United States and Turkey.",
            &[
                "partnership GEO TUR",
                "partnership GEO UKR",
                "partnership GEO USA",
            ],
        ),
        (
            "Norway is one of the largest suppliers of gas to Germany.",
            &["trade DEU NOR"],
        ),
    ]);
}

#[test]
fn who_is_fought() {
    check(&[
        (
            "Turkey's fight against the PKK goes on.",
            &["rivalry TUR pkk"],
        ),
        (
            "Nigeria has promised to defeat Boko Haram.",
            &["rivalry NGA boko-haram hypothetical"],
        ),
        // A state is not an enemy because it lost.
        ("Chile defeated Peru in the final.", &[]),
    ]);
}

#[test]
fn who_finds_a_friend_where() {
    check(&[
        (
            "Morocco has a powerful friend in France.",
            &["partnership FRA MAR"],
        ),
        (
            "Armenia found an unlikely partner in India.",
            &["partnership ARM IND"],
        ),
    ]);
}

#[test]
fn where_the_parser_errs() {
    check(&[
        (
            "Peru and Chile have good relations.",
            &["partnership CHL PER"],
        ),
        (
            "Spain and Portugal have an ally in Morocco.",
            &["alliance ESP MAR", "alliance MAR PRT"],
        ),
        (
            "The alliance between Russia and North Korea worries Japan.",
            &["alliance PRK RUS"],
        ),
        (
            "Hungary relies on Russia for most of its oil.",
            &["trade HUN RUS"],
        ),
        (
            "Iran's arch-enemy Israel bombed Syria.",
            &["rivalry IRN ISR"],
        ),
        (
            "Its neighbours, Ghana and Togo among them, closed the border.",
            &[],
        ),
    ]);
}

#[test]
fn how_one_sees_another() {
    check(&[
        ("Japan views North Korea as a threat.", &["threat JPN PRK"]),
        (
            "Saudi Arabia sees Iran as its main rival.",
            &["rivalry IRN SAU"],
        ),
        (
            "Israel regards Hezbollah as a proxy of Iran.",
            &["patronage IRN hezbollah"],
        ),
        ("Poland watches Belarus with alarm.", &["threat POL BLR"]),
        (
            "Lebanon is viewed with suspicion by Israel.",
            &["threat ISR LBN"],
        ),
        ("Kuwait is wary of Iraq.", &["threat KWT IRQ"]),
        (
            "Estonia fears that Russia could attack it.",
            &["threat EST RUS"],
        ),
    ]);
}

#[test]
fn treaties_wars_and_their_ends() {
    check(&[
        (
            "Russia and Belarus signed a defence treaty in December 2024.",
            &["alliance BLR RUS"],
        ),
        (
            "India and China fought a war in 1962.",
            &["rivalry CHN IND"],
        ),
        ("Ethiopia and Eritrea are at war.", &["rivalry ERI ETH"]),
        (
            "The Philippines ended its military alliance with the United States.",
            &["alliance PHL USA not"],
        ),
        (
            "Mali suspended its strategic partnership with France.",
            &["partnership FRA MLI not"],
        ),
        (
            "There is no alliance between Sweden and Norway.",
            &["alliance NOR SWE not"],
        ),
        (
            "Egypt and Turkey are no longer enemies.",
            &["rivalry EGY TUR not"],
        ),
        (
            "Brazil and Chile have never been enemies.",
            &["rivalry BRA CHL not"],
        ),
        (
            "Ecuador severed its close ties with Mexico.",
            &["partnership ECU MEX not"],
        ),
        (
            "Neither Oman nor Kuwait is an enemy of Iran.",
            &["rivalry IRN KWT not", "rivalry IRN OMN not"],
        ),
        (
            "A defence pact between Japan and Australia is planned.",
            &["alliance AUS JPN hypothetical"],
        ),
        (
            "Kazakhstan refuses to be a vassal of Russia.",
            &["patronage RUS KAZ not"],
        ),
        (
            "The dispute put Spain at odds with Morocco.",
            &["rivalry ESP MAR"],
        ),
        // What is only named is taken for granted.
        (
            "Turkey's alliance with Azerbaijan would anger Armenia.",
            &["alliance AZE TUR"],
        ),
    ]);
}

#[test]
fn members() {
    check(&[
        (
            "Greece and Turkey are NATO members.",
            &["membership GRC nato", "membership TUR nato"],
        ),
        (
            "Sweden joined NATO in March 2024.",
            &["membership SWE nato"],
        ),
        (
            "The United Kingdom left the European Union in 2020.",
            &["membership GBR european-union not"],
        ),
        (
            "Ukraine wants to join the European Union.",
            &["membership UKR european-union hypothetical"],
        ),
        (
            "Moldova will not seek talks on joining the European Union.",
            &["membership MDA european-union hypothetical"],
        ),
        (
            "Serbia is a candidate for membership of the European Union.",
            &["membership SRB european-union hypothetical"],
        ),
        (
            "Three members of the European Union, Hungary, Slovakia and Austria among them, \
             rejected the plan.",
            &[
                "membership AUT european-union",
                "membership HUN european-union",
                "membership SVK european-union",
            ],
        ),
    ]);
}

#[test]
fn trade_transit_and_borders() {
    check(&[
        (
            "Turkey promised to open its border with Armenia.",
            &["border ARM TUR"],
        ),
        (
            "Georgia seeks closer ties with Japan.",
            &["partnership GEO JPN hypothetical"],
        ),
        ("Germany depends on Norway for gas.", &["trade DEU NOR"]),
        (
            "Ethiopia depends on Djibouti for access to the sea.",
            &["transit ETH DJI"],
        ),
        (
            "China supplies fighter jets to Pakistan.",
            &["trade CHN PAK"],
        ),
        ("Turkey sold Ukraine drones.", &["trade TUR UKR"]),
        ("Finland borders Russia.", &["border FIN RUS"]),
        (
            "The border between India and Nepal is open.",
            &["border IND NPL"],
        ),
        (
            "Germany and Poland share a border of 467 kilometres.",
            &["border DEU POL", "figure DEU border length 467 km"],
        ),
        (
            "Trade between Brazil and Argentina reached 28 billion dollars in 2023.",
            &["figure BRA trade 28000000000 USD", "trade ARG BRA"],
        ),
    ]);
}

#[test]
fn armed_groups_have_patrons() {
    check(&[
        (
            "Iran supplies missiles to the Houthis.",
            &["patronage IRN houthis"],
        ),
        (
            "Russian-backed separatists attacked Ukraine.",
            &["patronage RUS russian-backed-separatists"],
        ),
        ("Germany armed Ukraine.", &[]),
        (
            "Rwanda denies that it supports the M23.",
            &["patronage RWA m23 not says RWA"],
        ),
        (
            "Congo accuses Rwanda of arming the M23.",
            &["patronage RWA m23 says COD"],
        ),
        (
            "Iran's proxies, including Hezbollah and the Houthis, attacked Israel.",
            &["patronage IRN hezbollah", "patronage IRN houthis"],
        ),
    ]);
}

#[test]
fn missions() {
    check(&[
        (
            "France has embassies in Berlin, Warsaw and Prague.",
            &["mission FRA CZE", "mission FRA DEU", "mission FRA POL"],
        ),
        (
            "Japan has no embassy in Pyongyang.",
            &["mission JPN PRK not"],
        ),
        (
            "Sudan and Chad have embassies in each other's capitals.",
            &["mission SDN TCD", "mission TCD SDN"],
        ),
    ]);
}

#[test]
fn kin() {
    check(&[
        (
            "Ethnic Russians make up 25 percent of Latvia's population.",
            &["figure LVA population 25 percent", "kinship LVA RUS"],
        ),
        (
            "About 6 million ethnic Hungarians live in Romania.",
            &["kinship HUN ROU"],
        ),
    ]);
}

#[test]
fn what_is_not_told() {
    check(&[
        ("Are China and Russia allies?", &[]),
        (
            "If Serbia and Russia were allies, Belgrade would rejoice.",
            &["alliance RUS SRB hypothetical"],
        ),
        (
            "China denied that it was an ally of Russia.",
            &["alliance CHN RUS not says CHN"],
        ),
        ("Vietnam and the United States trade accusations.", &[]),
        (
            "The trade war between China and the United States hurts everybody.",
            &[],
        ),
        ("His behaviour was bordering on rudeness in Paris.", &[]),
        (
            "A member of the Chinese delegation met the president of Brazil.",
            &[],
        ),
        ("Jordan Peterson met Chad Smith in Paris.", &[]),
        ("Finland and Estonia are no longer neutral.", &[]),
    ]);
}

#[test]
fn figures() {
    check(&[
        (
            "France may have about 290 nuclear warheads, Israel roughly 90.",
            &[
                "figure FRA warheads about 290 items possible",
                "figure ISR warheads about 90 items possible",
            ],
        ),
        ("Kim Jong Un was sentenced to 12 years in prison.", &[]),
        (
            "Azerbaijan is one of the customers of Israel.",
            &["trade AZE ISR"],
        ),
    ]);
}
