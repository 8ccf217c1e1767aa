use entente_model::{Assertion, Certainty, EventType, Level, Position, Relation};
use entente_store::{Holdings, Query};

use super::*;
use crate::level::account::{account, last_seen};
use crate::level::features::Cross;
use crate::level::month::Month;
use crate::level::testing::{Plain, two_by_two};
use crate::testing::{Fake, day, event, label, stance, tie};

fn holdings(assertions: &[Assertion]) -> Holdings {
    let published = || {
        assertions
            .iter()
            .filter_map(|assertion| assertion.evidence.published)
    };
    Holdings {
        documents: assertions.len() as u64,
        passages: assertions.len() as u64,
        assertions: assertions.len() as u64,
        earliest: published().min(),
        latest: published().max(),
        ..Holdings::default()
    }
}

/// Fetches as the store would, so that the queries are tested with the answers.
fn fetch(queries: &[Query], store: &[Assertion]) -> Vec<Assertion> {
    let fits = |assertion: &&Assertion| queries.iter().any(|query| query.admits(assertion));
    store.iter().filter(fits).cloned().collect()
}

pub(crate) fn ask_at(text: &str, at: Option<&str>, store: &[Assertion]) -> Answer {
    let question = Question::parse(text, &Fake, at.map(day)).expect(text);
    let mut found = fetch(&question.queries(), store);
    for more in fetch(&question.follow_up(&found, None), store) {
        if !found.contains(&more) {
            found.push(more);
        }
    }
    answer(
        &question,
        &found,
        &holdings(store),
        &Fake,
        day("2025-09-01"),
    )
}

pub(crate) fn ask(text: &str, store: &[Assertion]) -> Answer {
    ask_at(text, None, store)
}

#[track_caller]
pub(crate) fn check(text: &str, store: &[Assertion], expected: YesNo) -> Answer {
    let answer = ask(text, store);
    assert_eq!(
        answer.verdict.answer, expected,
        "{text}: {:#?}",
        answer.verdict
    );
    answer
}

fn ids(answer: &Answer) -> Vec<&str> {
    answer
        .actors
        .iter()
        .map(|found| found.actor.id.as_str())
        .collect()
}

fn claimants(answer: &Answer) -> Vec<&str> {
    answer
        .claims
        .iter()
        .map(|claim| claim.claimant.id.as_str())
        .collect()
}

/// A small world after the built-in example.
pub(crate) fn world() -> Vec<Assertion> {
    let attack = event(
        EventType::Assault,
        "gunman",
        "AZE",
        "A man with a rifle stormed the embassy of Azerbaijan in Tehran: an attack.",
    )
    .on("2023-01-27")
    .at_place("Tehran", "IRN")
    .published("2023-01-30")
    .done();
    let mut world = vec![
        label(
            &attack,
            "act of terrorism",
            "Azerbaijan called the attack an act of terrorism.",
        )
        .by("AZE")
        .published("2023-01-30")
        .done(),
        label(
            &attack,
            "personal matter",
            "Iran spoke of personal and family reasons.",
        )
        .by("IRN")
        .published("2023-01-30")
        .done(),
        attack,
        event(
            EventType::Accuse,
            "AZE",
            "IRN",
            "Baku held Iran responsible for the attack on its embassy.",
        )
        .on("2023-01-27")
        .done(),
        event(
            EventType::Sanction,
            "AZE",
            "IRN",
            "Azerbaijan expelled four Iranian diplomats.",
        )
        .on("2023-04-06")
        .done(),
        event(
            EventType::Accuse,
            "IRN",
            "AZE",
            "Iran accused Azerbaijan of harbouring Israeli spies.",
        )
        .on("2023-03-10")
        .done(),
        tie(
            Relation::Threat,
            "IRN",
            "AZE",
            "Iran fears that Azerbaijan could become a staging ground.",
        )
        .done(),
        tie(
            Relation::Alliance,
            "AZE",
            "IRN",
            "\"We are not allies,\" one official said.",
        )
        .negative()
        .by("AZE")
        .done(),
        event(
            EventType::Consult,
            "IRN",
            "AZE",
            "The Iranian president visited Baku.",
        )
        .on("2025-04-28")
        .published("2025-05-02")
        .done(),
        tie(
            Relation::Border,
            "AZE",
            "IRN",
            "They share a border of 700 km.",
        )
        .detail("700 km")
        .done(),
        tie(
            Relation::Transit,
            "AZE",
            "IRN",
            "Azerbaijan depends on Iran for the road to Nakhichevan.",
        )
        .detail("Nakhichevan")
        .done(),
        tie(
            Relation::Alliance,
            "TUR",
            "AZE",
            "Turkey and Azerbaijan are allies by treaty.",
        )
        .on("2021-06-15")
        .published("2022-03-31")
        .done(),
        event(
            EventType::Agree,
            "TUR",
            "AZE",
            "They signed the Shusha declaration.",
        )
        .on("2021-06-15")
        .done(),
        tie(
            Relation::Partnership,
            "IRN",
            "ARM",
            "Iran and Armenia are close partners.",
        )
        .done(),
        tie(
            Relation::Trade,
            "IRN",
            "ARM",
            "Trade between Iran and Armenia is growing.",
        )
        .done(),
        tie(
            Relation::Alliance,
            "IRN",
            "ARM",
            "Commentators in Baku describe Armenia as Iran's ally.",
        )
        .by("ruslan-suleymanov")
        .done(),
        tie(
            Relation::Rivalry,
            "IRN",
            "ISR",
            "Israel is the arch-enemy of Iran.",
        )
        .done(),
        event(EventType::Assault, "ISR", "IRN", "Israel bombed Iran.")
            .on("2025-06-13")
            .published("2025-06-20")
            .done(),
        tie(
            Relation::Rivalry,
            "IRN",
            "TUR",
            "Iran sees Turkey as a rival.",
        )
        .by("IRN")
        .published("2022-03-31")
        .done(),
        tie(
            Relation::Patronage,
            "IRN",
            "hezbollah",
            "Iran backs Hezbollah in Lebanon.",
        )
        .done(),
        tie(
            Relation::Patronage,
            "IRN",
            "houthis",
            "The United States accuses Iran of supplying the Houthis.",
        )
        .by("USA")
        .done(),
        tie(
            Relation::Patronage,
            "IRN",
            "houthis",
            "Iran denies supplying the Houthis.",
        )
        .by("IRN")
        .negative()
        .done(),
        event(
            EventType::Assault,
            "ISR",
            "hezbollah",
            "Israel struck Hezbollah.",
        )
        .done(),
        tie(
            Relation::Membership,
            "TUR",
            "nato",
            "Turkey has been a member of NATO since 1952.",
        )
        .done(),
        tie(
            Relation::Membership,
            "AZE",
            "nato",
            "Azerbaijan does not seek to join NATO.",
        )
        .negative()
        .surely(Certainty::Hypothetical)
        .done(),
        tie(
            Relation::Membership,
            "ARM",
            "csto",
            "Armenia is a member of the alliance.",
        )
        .done(),
        tie(
            Relation::Membership,
            "RUS",
            "csto",
            "Russia leads the alliance.",
        )
        .done(),
        event(
            EventType::Accuse,
            "nikol-pashinyan",
            "RUS",
            "Pashinyan accused Russia of having failed in its duty.",
        )
        .on("2023-09-24")
        .done(),
        event(
            EventType::Reject,
            "RUS",
            "ARM",
            "Moscow rejected the reproach.",
        )
        .on("2023-09-25")
        .done(),
        event(
            EventType::Sanction,
            "ARM",
            "RUS",
            "Armenia froze its part in the alliance.",
        )
        .on("2024-02-22")
        .done(),
        stance(
            "AZE",
            Position::Supports,
            "zangezur-corridor",
            "Azerbaijan wants the Zangezur corridor.",
        )
        .done(),
        stance(
            "TUR",
            Position::Supports,
            "zangezur-corridor",
            "Turkey backs the Zangezur corridor.",
        )
        .done(),
        stance(
            "IRN",
            Position::Opposes,
            "zangezur-corridor",
            "Iran rejects the Zangezur corridor.",
        )
        .done(),
        tie(
            Relation::Threat,
            "IRN",
            "AZE",
            "Iran fears losing its only border with Armenia to the Zangezur corridor.",
        )
        .done(),
        stance(
            "nikol-pashinyan",
            Position::Supports,
            "new-constitution",
            "Pashinyan supports a referendum on a new constitution.",
        )
        .done(),
        event(
            EventType::Support,
            "TUR",
            "ARM",
            "Turkey welcomed the peace treaty between Armenia and Azerbaijan.",
        )
        .done(),
        event(
            EventType::Aid,
            "IRN",
            "ARM",
            "Iran sent trucks with goods to Karabakh, says Baku.",
        )
        .by("AZE")
        .done(),
        event(
            EventType::Aid,
            "IRN",
            "ARM",
            "Iran denies sending trucks to Karabakh.",
        )
        .by("IRN")
        .negative()
        .done(),
        event(
            EventType::Assault,
            "AZE",
            "ARM",
            "Azerbaijan took Nagorno-Karabakh in an offensive.",
        )
        .on("2023-09-19")
        .done(),
        event(
            EventType::Assault,
            "AZE",
            "ARM",
            "Azerbaijan and Armenia fought a war in 2020.",
        )
        .on("2020-09-27")
        .done(),
        event(
            EventType::Agree,
            "ARM",
            "AZE",
            "Armenia and Azerbaijan agreed on the text of a treaty.",
        )
        .on("2025-03-13")
        .published("2025-03-20")
        .done(),
        tie(
            Relation::Partnership,
            "RUS",
            "IRN",
            "\"The partnership is overstated,\" Suleymanov said.",
        )
        .by("ruslan-suleymanov")
        .done(),
    ];
    world.sort_by(|x, y| x.id.cmp(&y.id));
    world
}

#[test]
fn allies() {
    let world = world();
    let no = check("Are Azerbaijan and Iran allies?", &world, YesNo::No);
    assert!(
        no.verdict.probability.is_some_and(|p| p < 0.1),
        "{:?}",
        no.verdict
    );
    assert_eq!(
        no.level.as_ref().map(|level| level.alliance_in_force),
        Some(YesNo::No)
    );
    let contested: Vec<&str> = no
        .contested
        .iter()
        .map(|one| one.proposition.as_str())
        .collect();
    assert_eq!(contested.len(), 2, "{contested:?}");
    assert!(
        contested.contains(&"what to call it: a gunman attacked Azerbaijan (Tehran)"),
        "{contested:?}"
    );
    assert_eq!(no.sides.len(), 2);
    check("Is Iran an ally of Azerbaijan?", &world, YesNo::No);
    let yes = check("Are Turkey and Azerbaijan allies?", &world, YesNo::Yes);
    assert_eq!(
        yes.level.map(|level| level.alliance_in_force),
        Some(YesNo::Yes)
    );
    assert!(
        yes.shared_interests
            .iter()
            .any(|point| point.what == "both are for: zangezur corridor")
    );
    check("Are Iran and Armenia allies?", &world, YesNo::Mixed);
    check("Are Russia and Armenia allies?", &world, YesNo::Mixed);
    let unknown = check("Are Brazil and Peru allies?", &world, YesNo::Unknown);
    assert!(
        unknown
            .verdict
            .sentence
            .contains("No evidence is not a no.")
    );
    assert!(
        unknown.missing.iter().any(|text| text.contains("Brazil")),
        "{:?}",
        unknown.missing
    );
    check("Are Georgia and Israel allies?", &world, YesNo::Unknown);
    check("Are Azerbaijan and Iran allies?", &[], YesNo::Unknown);
}

#[test]
fn what_one_does_to_a_third_names_it_and_is_no_evidence() {
    let met = event(EventType::Consult, "BRA", "FRA", "Brazil met France.").done();
    let question = "Are Brazil and Peru allies?";
    let fetched = Question::parse(question, &Fake, None).expect(question);
    assert_eq!(fetch(&fetched.queries(), std::slice::from_ref(&met)), []);
    let unknown = check(question, &[met], YesNo::Unknown);
    let lacks = |name: &str| {
        let statement = format!("Any statement about {name}.");
        unknown.missing.contains(&statement)
    };
    assert!(lacks("Peru") && !lacks("Brazil"), "{:?}", unknown.missing);
}

#[test]
fn friends_rivals_enemies_war() {
    let world = world();
    check("Are Iran and Armenia friends?", &world, YesNo::Yes);
    check("Are Azerbaijan and Iran friends?", &world, YesNo::No);
    check("Are Iran and Turkey rivals?", &world, YesNo::Yes);
    check("Are Iran and Israel enemies?", &world, YesNo::Yes);
    check("Are Turkey and Azerbaijan enemies?", &world, YesNo::No);
    check("Are Armenia and Azerbaijan at war?", &world, YesNo::No);
    let then = ask_at(
        "Were Armenia and Azerbaijan enemies?",
        Some("2024-12-31"),
        &world,
    );
    assert_eq!(then.verdict.answer, YesNo::Yes, "{:?}", then.verdict);
    let attack = event(EventType::Assault, "ISR", "IRN", "Israel bombed again.")
        .on("2025-08-20")
        .published("2025-08-21");
    let again = event(EventType::Assault, "IRN", "ISR", "Iran fired missiles.")
        .on("2025-08-21")
        .published("2025-08-22");
    let mut at_war = world;
    at_war.extend([attack.done(), again.done()]);
    check("Are Iran and Israel at war?", &at_war, YesNo::Yes);
    let stand = check("How do Turkey and Azerbaijan stand?", &at_war, YesNo::Yes);
    assert!(
        stand.verdict.sentence.contains("warm peace"),
        "{:?}",
        stand.verdict
    );
}

#[test]
fn why() {
    let world = world();
    let answer = check("Why are Azerbaijan and Iran not allies?", &world, YesNo::No);
    assert_eq!(answer.form, "why");
    assert!(
        answer.verdict.sentence.contains("Mainly: "),
        "{:?}",
        answer.verdict
    );
    let quotes: Vec<&str> = answer
        .contra
        .iter()
        .flat_map(|point| &point.evidence)
        .map(|piece| piece.quote.as_str())
        .collect();
    assert!(
        quotes.iter().any(|quote| quote.contains("embassy")),
        "{quotes:?}"
    );
    assert!(
        quotes.iter().any(|quote| quote.contains("corridor")),
        "{quotes:?}"
    );
    check("Why are Turkey and Azerbaijan allies?", &world, YesNo::Yes);
    let issue = check(
        "Why does Iran oppose the Zangezur corridor?",
        &world,
        YesNo::Yes,
    );
    assert_eq!(ids(&issue), ["IRN"]);
    assert!(
        issue
            .pro
            .iter()
            .any(|point| point.evidence[0].quote.contains("border")),
        "{:#?}",
        issue.pro
    );
}

#[test]
fn who() {
    let world = world();
    assert_eq!(ids(&ask("Who are Azerbaijan's allies?", &world)), ["TUR"]);
    assert_eq!(
        ids(&ask("Who are Iran's proxies?", &world)),
        ["hezbollah", "houthis"]
    );
    assert_eq!(ids(&ask("Who backs Hezbollah?", &world)), ["IRN"]);
    let rivals = ask("Who are Iran's rivals?", &world);
    let rivals = ids(&rivals);
    assert_eq!(rivals[0], "ISR");
    assert!(
        rivals.contains(&"TUR") && !rivals.contains(&"ARM"),
        "{rivals:?}"
    );
    assert_eq!(ids(&ask("Who are Armenia's partners?", &world)), ["IRN"]);
    assert_eq!(
        ids(&ask("Who are Israel's enemies?", &world)),
        ["IRN", "hezbollah"]
    );
    check("Who are Brazil's allies?", &world, YesNo::Unknown);
}

#[test]
fn what_happened() {
    let world = world();
    let answer = check(
        "What happened between Azerbaijan and Iran in 2023?",
        &world,
        YesNo::Yes,
    );
    let dates: Vec<&str> = answer
        .timeline
        .iter()
        .filter_map(|item| item.date.as_deref())
        .collect();
    assert_eq!(
        dates,
        ["2023-01-27", "2023-01-27", "2023-03-10", "2023-04-06"]
    );
    assert_eq!(answer.contested.len(), 1);
    let later = ask(
        "What happened between Azerbaijan and Iran since July 2024?",
        &world,
    );
    assert_eq!(later.timeline.len(), 1);
    let then = ask_at(
        "What happened between Azerbaijan and Iran in 2023?",
        Some("2022-12-31"),
        &world,
    );
    assert_eq!(then.verdict.answer, YesNo::Unknown);
    check(
        "What happened between Azerbaijan and France in 1850?",
        &world,
        YesNo::Unknown,
    );
}

#[test]
fn what_is_done_to_the_other_s_people_is_between_the_two() {
    let released = event(
        EventType::Concede,
        "AZE",
        "irn-drivers",
        "Azerbaijan released the two drivers on 21 October.",
    )
    .on("2021-10-21")
    .done();
    let answer = ask("What happened between Iran and Azerbaijan?", &[released]);
    let shown: Vec<(&str, bool)> = answer
        .timeline
        .iter()
        .map(|item| (item.what.as_str(), item.between))
        .collect();
    assert_eq!(shown, [("Azerbaijan gave way to Iranian drivers", true)]);
}

#[test]
fn a_trend_is_of_dated_events() {
    let kind = |kind, quote: &str| event(kind, "ARM", "AZE", quote);
    let mut world: Vec<Assertion> = ["2015-01-01", "2016-01-01", "2017-01-01"]
        .iter()
        .map(|on| kind(EventType::Accuse, on).on(on).done())
        .collect();
    for quote in ["One.", "Two.", "Three."] {
        world.push(kind(EventType::Aid, quote).done());
    }
    let trend = |world: &[Assertion]| ask("How do Armenia and Azerbaijan stand?", world).trend;
    assert_eq!(trend(&world), None, "three have no date");
    for on in ["2024-01-01", "2024-02-01", "2024-03-01"] {
        world.push(kind(EventType::Aid, on).on(on).done());
    }
    assert_eq!(
        trend(&world).map(|trend| trend.direction),
        Some("improving")
    );
}

#[test]
fn one_event_told_twice_is_one_item() {
    let one = event(
        EventType::Assault,
        "ISR",
        "IRN",
        "Israel bombed Iran on Friday.",
    )
    .on("2025-06-13")
    .done();
    let two = event(EventType::Assault, "ISR", "IRN", "Israel attacked Iran.")
        .on("2025-06-13")
        .done();
    let answer = ask("What happened between Israel and Iran?", &[one, two]);
    assert_eq!(answer.timeline.len(), 1);
    assert_eq!(answer.timeline[0].evidence.len(), 2);
}

#[test]
fn what_is_mutual_is_one_event() {
    let quote = "Iran and Armenia agreed on a road.";
    let one = event(EventType::Agree, "IRN", "ARM", quote)
        .on("2024-03-01")
        .done();
    let two = event(EventType::Agree, "ARM", "IRN", quote)
        .on("2024-03-01")
        .done();
    let once = ask("Are Iran and Armenia friends?", std::slice::from_ref(&one));
    let twice = ask("Are Iran and Armenia friends?", &[one.clone(), two.clone()]);
    assert_eq!(once.score, twice.score);
    assert_eq!(
        ask("What happened between Iran and Armenia?", &[one, two])
            .timeline
            .len(),
        1
    );
}

#[test]
fn for_and_against_an_issue() {
    let world = world();
    let against = ask("Who opposes the Zangezur corridor?", &world);
    assert_eq!(ids(&against), ["IRN"]);
    assert_eq!(against.contra.len(), 2);
    let mut supporters = ids(&ask("Who supports the Zangezur corridor?", &world)).join(" ");
    supporters.make_ascii_uppercase();
    assert_eq!(supporters, "AZE TUR");
    let persons = ask("Who wants a new constitution in Armenia?", &world);
    assert_eq!(ids(&persons), ["ARM"]);
    let welcome = ask(
        "Who welcomed the peace agreement between Armenia and Azerbaijan?",
        &world,
    );
    assert!(ids(&welcome).contains(&"TUR") && !ids(&welcome).contains(&"IRN"));
    check(
        "Does Turkey support the Zangezur corridor?",
        &world,
        YesNo::Yes,
    );
    check(
        "Does Iran support the Zangezur corridor?",
        &world,
        YesNo::No,
    );
    check(
        "Does France support the Zangezur corridor?",
        &world,
        YesNo::Unknown,
    );
}

#[test]
fn an_issue_called_by_its_main_word_is_the_one_spoken_of() {
    // Both in one document, which the quote stands for.
    let quote = "Azerbaijan has criticised the mission; the European Union welcomed the text.";
    let elsewhere = "Azerbaijan has criticised the mission.";
    let said = |quote| stance("AZE", Position::Opposes, "mission", quote).done();
    let asked = "Who criticises the European Union's monitoring mission?";
    assert_eq!(ids(&ask(asked, &[said(quote)])), ["AZE"]);
    assert_eq!(ids(&ask(asked, &[said(elsewhere)])), [""; 0]);
    // A topic may be somebody's name as well.
    let asked = "Who criticises the Union Border Mission?";
    let quote = "Azerbaijan has criticised the mission at the border.";
    assert_eq!(ids(&ask(asked, &[said(quote)])), ["AZE"]);
}

#[test]
fn backing_somebody_s_position_is_backing_it() {
    let title = "The dam: the Arab League backs Azerbaijan's demand for a binding agreement.";
    let world = [
        event(EventType::Support, "TUR", "AZE", title).done(),
        event(
            EventType::Agree,
            "GEO",
            "AZE",
            "On the dam they signed a text.",
        )
        .done(),
        stance(
            "RUS",
            Position::Supports,
            "dam",
            "Russia supports the dam, unlike Azerbaijan.",
        )
        .done(),
    ];
    let answer = ask("Who backs Azerbaijan's position on the dam?", &world);
    assert_eq!(ids(&answer), ["TUR"]);
    assert!(
        answer
            .verdict
            .sentence
            .contains("for Azerbaijan's position on the dam: Turkey."),
        "{:?}",
        answer.verdict
    );
}

#[test]
fn a_denial_is_not_opposition() {
    let world = [
        event(
            EventType::Reject,
            "GEO",
            "AZE",
            "Georgia denied that the dam would be used against anyone.",
        )
        .done(),
        event(EventType::Reject, "ARM", "AZE", "Armenia rejected the dam.").done(),
    ];
    assert_eq!(ids(&ask("Who opposes the dam?", &world)), ["ARM"]);
}

#[test]
fn who_says_what() {
    let world = world();
    let terror = ask("Who says the embassy attack was a terrorist act?", &world);
    assert_eq!(claimants(&terror), ["AZE"]);
    let tehran = ask("What does Iran say about the embassy attack?", &world);
    assert_eq!(claimants(&tehran), ["IRN"], "{:#?}", tehran.claims);
    assert_eq!(tehran.claims[0].label.as_deref(), Some("personal matter"));
    assert_eq!(
        claimants(&ask("Who accuses Iran of supplying the Houthis?", &world)),
        ["USA"]
    );
    assert_eq!(
        claimants(&ask("What does Armenia say about Russia?", &world)),
        ["nikol-pashinyan"]
    );
    let expert = ask(
        "What does Ruslan Suleymanov say about Russia and Iran?",
        &world,
    );
    assert!(expert.claims[0].evidence[0].quote.contains("overstated"));
    assert_eq!(
        claimants(&ask("Who denies sending trucks to Karabakh?", &world)),
        ["IRN"]
    );
    check(
        "Who denies that Iran sold weapons to Armenia?",
        &world,
        YesNo::Unknown,
    );
    check("Who denies selling cars to Peru?", &world, YesNo::Unknown);
    check(
        "Does Iran deny sending trucks to Karabakh?",
        &world,
        YesNo::Yes,
    );
}

#[test]
fn membership_and_dependence() {
    let world = world();
    check("Is Turkey a member of NATO?", &world, YesNo::Yes);
    check("Is Azerbaijan a member of NATO?", &world, YesNo::No);
    check("Is Georgia a member of NATO?", &world, YesNo::Unknown);
    check("Does Azerbaijan depend on Iran?", &world, YesNo::Yes);
    check("Does Iran depend on Azerbaijan?", &world, YesNo::Unknown);
}

#[test]
fn contributions_sum_to_the_score() {
    let world = world();
    for (_, example) in Question::forms() {
        let Ok(question) = Question::parse(example, &Fake, None) else {
            continue;
        };
        let answer = answer(
            &question,
            &world,
            &holdings(&world),
            &Fake,
            day("2025-09-01"),
        );
        for point in answer.pro.iter().chain(&answer.contra) {
            let parts: f64 = point.evidence.iter().map(|piece| piece.contribution).sum();
            let related = answer.score.is_none() || (parts - point.contribution).abs() < 1e-9;
            assert!(related, "{example}: {point:?}");
        }
        if let Some(score) = answer.score {
            let sum: f64 = answer
                .pro
                .iter()
                .chain(&answer.contra)
                .map(|point| point.contribution)
                .sum();
            assert!((score.prior + sum - score.value).abs() < 1e-9, "{example}");
        }
        if let Some(level) = answer.level {
            let sum: f64 = level.scores.iter().map(|share| share.probability).sum();
            assert!((sum - 1.0).abs() < 1e-9, "{example}");
        }
    }
}

/// A sequence that looks random and is the same in every run.
pub(crate) struct Dice(pub(crate) u64);

impl Dice {
    pub(crate) fn roll(&mut self, sides: usize) -> usize {
        self.0 = self
            .0
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1_442_695_040_888_963_407);
        usize::try_from((self.0 >> 33) % sides as u64).unwrap_or(0)
    }

    fn assertion(&mut self) -> Assertion {
        let sides = [
            ("AZE", "IRN"),
            ("IRN", "AZE"),
            ("IRN", "TUR"),
            ("AZE", "TUR"),
        ];
        let (a, b) = sides[self.roll(sides.len())];
        let quote = format!("Sentence {}.", self.roll(40));
        let on = format!(
            "20{:02}-{:02}-{:02}",
            10 + self.roll(16),
            1 + self.roll(12),
            1 + self.roll(28)
        );
        let mut said = if self.roll(2) == 0 {
            event(EventType::ALL[self.roll(16)], a, b, &quote)
        } else {
            tie(Relation::ALL[self.roll(11)], a, b, &quote)
        };
        if self.roll(3) > 0 {
            said = said.on(&on);
        }
        said = said.surely(Certainty::ALL[self.roll(4)]);
        if self.roll(3) == 0 {
            said = said.by(["AZE", "IRN", "USA"][self.roll(3)]);
        }
        if self.roll(5) == 0 {
            said = said.negative();
        }
        said.done()
    }
}

fn mean(answer: &Answer) -> Option<f64> {
    let scores = answer.level.as_ref()?.scores.clone();
    Some(crate::level::mean(&scores.try_into().expect("five levels")))
}

#[test]
fn a_hostile_event_never_raises_the_level() {
    let mut dice = Dice(7);
    let hostile: Vec<EventType> = EventType::ALL
        .iter()
        .copied()
        .filter(|kind| !kind.quad().is_cooperation())
        .collect();
    let question =
        Question::parse("How do Azerbaijan and Iran stand?", &Fake, None).expect("a question");
    for round in 0..300 {
        let mut assertions: Vec<Assertion> =
            (0..=dice.roll(25)).map(|_| dice.assertion()).collect();
        let holdings = Holdings {
            latest: Some(day("2025-12-31")),
            documents: 9,
            ..Holdings::default()
        };
        let before = answer(&question, &assertions, &holdings, &Fake, day("2025-12-31"));
        let on = format!("20{:02}-06-{:02}", 10 + dice.roll(16), 1 + dice.roll(28));
        let kind = hostile[dice.roll(hostile.len())];
        assertions.push(
            event(kind, "IRN", "AZE", &format!("Sentence {}.", dice.roll(40)))
                .on(&on)
                .done(),
        );
        let after = answer(&question, &assertions, &holdings, &Fake, day("2025-12-31"));
        if let (Some(before), Some(after)) = (mean(&before), mean(&after)) {
            assert!(after <= before + 1e-9, "round {round}: {before} to {after}");
        }
    }
}

#[test]
fn only_what_lies_between_the_two_counts() {
    let world = world();
    let mut more = world.clone();
    more.push(
        event(EventType::Assault, "IRN", "ISR", "Iran fired at Israel.")
            .on("2025-06-14")
            .done(),
    );
    more.push(
        event(EventType::Assault, "IRN", "USA", "Iran fired at a base.")
            .on("2025-06-14")
            .done(),
    );
    let score = |store: &[Assertion]| ask("Are Azerbaijan and Iran allies?", store).score;
    assert_eq!(score(&world), score(&more));
}

#[test]
fn little_evidence_leaves_it_open_and_says_so() {
    let once = [
        event(EventType::Accuse, "BRA", "PER", "Brazil criticised Peru.")
            .on("2024-05-01")
            .done(),
    ];
    let answer = ask("Are Brazil and Peru rivals?", &once);
    assert!(
        answer.verdict.sentence.ends_with("This rests on little."),
        "{:?}",
        answer.verdict
    );
    let level = ask("How do Brazil and Peru stand?", &once)
        .level
        .expect("a level");
    let most = level
        .scores
        .iter()
        .max_by(|x, y| x.probability.total_cmp(&y.probability));
    assert_eq!(most.map(|share| share.level), Some(Level::NegativePeace));
}

#[test]
fn the_record_is_stable() {
    let answer = ask("Are Azerbaijan and Iran allies?", &world());
    let json = serde_json::to_value(&answer).expect("plain data");
    for field in [
        "question",
        "form",
        "at",
        "verdict",
        "level",
        "score",
        "sides",
        "for",
        "against",
        "contested",
        "shared_interests",
        "trend",
        "missing",
        "actors",
        "timeline",
        "claims",
    ] {
        assert!(json.get(field).is_some(), "{field}");
    }
    assert_eq!(json["verdict"]["answer"], "no");
    assert_eq!(json["level"]["alliance_in_force"], "no");
    assert_eq!(json["level"]["scores"][0]["level"], "severe-rivalry");
    let piece = &json["against"][0]["evidence"][0];
    for field in [
        "quote",
        "title",
        "publisher",
        "published",
        "document",
        "start",
        "end",
        "certainty",
        "claimant",
        "contribution",
    ] {
        assert!(piece.get(field).is_some(), "{field}");
    }
}

/// How A and B (at odds, and allied), C and D (friends, and allied) or A and C stand in a small history.
fn stand(pair: (usize, usize), asked: &str) -> Account {
    let history = two_by_two();
    let month = Month::of(day(asked));
    let cross = Cross::at(&history, last_seen(&history, pair, month));
    account(&history, &cross, pair, month, &Plain::of(&history))
}

/// Asks of Iran and Azerbaijan as if they were the two.
#[track_caller]
fn of_model(text: &str, account: &Account, texts: &[Assertion]) -> Answer {
    let question = Question::parse(text, &Fake, None).expect(text);
    let answer = answer_with(
        &question,
        texts,
        &holdings(texts),
        &Fake,
        day("2025-09-01"),
        Some(account),
    );
    let score = answer.score.expect("a score");
    let points = answer.pro.iter().chain(&answer.contra);
    let sum: f64 = points.map(|point| point.contribution).sum();
    assert!(
        (score.prior + sum - score.value).abs() < 1e-6,
        "{text}: {score:?} {sum}"
    );
    answer
}

#[test]
fn the_model_answers_where_only_events_are_counted() {
    let mut enemies = stand((0, 1), "2010-12-31");
    let mut friends = stand((2, 3), "2010-12-31");
    enemies.alliances = None;
    friends.alliances = None;
    let rivals = "Are Iran and Azerbaijan rivals?";
    let of = |text: &str, account: &Account| of_model(text, account, &[]).verdict;
    let (yes, no) = (of(rivals, &enemies), of(rivals, &friends));
    assert_eq!(yes.answer, YesNo::Yes, "{}", yes.sentence);
    assert!(
        yes.sentence.contains("are rivals (67 %)"),
        "{}",
        yes.sentence
    );
    // Carried on for fourteen years it is less sure.
    let mut later = stand((0, 1), "2025-01-01");
    later.alliances = None;
    let open = of(rivals, &later);
    assert_eq!(open.answer, YesNo::Mixed, "{}", open.sentence);
    assert!(
        open.sentence.contains("is open (55 %)"),
        "{}",
        open.sentence
    );
    assert_eq!(no.answer, YesNo::No, "{}", no.sentence);
    assert_eq!(yes.probability, enemies.rivalry.map(|it| it.probability));
    let allies = of("Are Iran and Azerbaijan allies?", &enemies);
    assert_eq!(allies.answer, YesNo::No, "{}", allies.sentence);
    assert!(allies.sentence.contains("no import covers treaties"));
    let stand = of("How do Iran and Azerbaijan stand?", &friends);
    assert!(
        stand
            .sentence
            .starts_with("By imported datasets, Iran and Azerbaijan stand at")
    );
}

#[test]
fn a_treaty_and_a_level_are_two_things() {
    let text = "Are Iran and Azerbaijan allies?";
    let friends = of_model(text, &stand((2, 3), "2010-12-31"), &[]);
    assert_eq!(friends.verdict.answer, YesNo::Yes);
    let sentence = &friends.verdict.sentence;
    assert!(
        sentence.contains("a defence pact since 1980-05"),
        "{sentence}"
    );
    assert!(
        sentence.contains("The level, which is another thing"),
        "{sentence}"
    );
    let bound = of_model(text, &stand((0, 1), "2010-12-31"), &[]);
    assert_eq!(
        bound.verdict.answer,
        YesNo::Mixed,
        "{}",
        bound.verdict.sentence
    );
    let strangers = of_model(text, &stand((0, 2), "2010-12-31"), &[]);
    let sentence = &strangers.verdict.sentence;
    assert!(strangers.verdict.probability < Some(0.05), "{sentence}");
    assert!(
        sentence.contains("without a treaty of defence"),
        "{sentence}"
    );
    let treaty = strangers
        .contra
        .iter()
        .find(|point| point.basis == "treaty");
    assert!(treaty.is_some_and(|point| point.what.starts_with("no formal alliance is listed")));
}

#[test]
fn what_no_dataset_reaches_is_carried_on_and_said() {
    let (then, later) = (stand((0, 1), "2010-12-31"), stand((0, 1), "2022-06-30"));
    assert_eq!(
        (later.seen.as_str(), later.month.as_str()),
        ("2010-12", "2022-06")
    );
    let chance = |account: &Account| account.rivalry.expect("judged");
    assert!(chance(&later).probability < chance(&then).probability);
    assert!(chance(&later).from <= chance(&later).probability);
    let answer = of_model("Are Iran and Azerbaijan rivals?", &later, &[]);
    assert!(answer.verdict.sentence.contains("Datasets reach 2010-12"));
    let drift = answer.contra.iter().find(|point| point.basis == "drift");
    assert!(drift.is_some_and(|point| {
        point
            .what
            .starts_with("11 years and 6 months since 2010-12")
    }));
}

#[test]
fn texts_move_what_the_model_says() {
    let account = stand((0, 2), "2010-12-31");
    let quote = "Iran and Azerbaijan are rivals, and their armies clash.";
    let texts = [
        tie(Relation::Rivalry, "IRN", "AZE", quote).done(),
        event(
            EventType::Assault,
            "IRN",
            "AZE",
            "Iran attacked Azerbaijan.",
        )
        .done(),
    ];
    let before = of_model("Are Iran and Azerbaijan rivals?", &account, &[]);
    let after = of_model("Are Iran and Azerbaijan rivals?", &account, &texts);
    assert!(after.verdict.probability > before.verdict.probability);
    assert!(
        after
            .pro
            .iter()
            .any(|point| point.evidence.iter().any(|it| it.quote == quote))
    );
    assert!(
        after
            .verdict
            .sentence
            .contains("imported datasets and these 2 documents")
    );
    let rivalry: f64 = after.level.expect("a level").scores[..2]
        .iter()
        .map(|it| it.probability)
        .sum();
    assert!((rivalry - after.verdict.probability.unwrap_or_default()).abs() < 1e-9);
}

#[test]
fn either_side_of_a_dispute_may_be_believed() {
    let world = [
        tie(
            Relation::Alliance,
            "IRN",
            "ARM",
            "Baku calls Iran and Armenia allies.",
        )
        .by("AZE")
        .done(),
        tie(
            Relation::Alliance,
            "IRN",
            "ARM",
            "Iran: no alliance with Armenia.",
        )
        .by("IRN")
        .negative()
        .done(),
    ];
    let answer = ask("Are Iran and Armenia allies?", &world);
    let [so, otherwise] = answer.contested[0].if_believed.expect("a probability");
    let now = answer.verdict.probability.expect("a probability");
    assert!(
        so.probability > now && otherwise.probability < now,
        "{so:?} {now} {otherwise:?}"
    );
    assert!(answer.contested[0].words().contains("if so: "));
}

#[test]
fn what_was_not_looked_at_one_by_one_is_said() {
    let store = [event(EventType::Consult, "AZE", "IRN", "They met.").done()];
    let question = Question::parse("Are Azerbaijan and Iran allies?", &Fake, None).unwrap();
    let holdings = Holdings {
        events_between: Some(211_302),
        ..holdings(&store)
    };
    let answer = answer(&question, &store, &holdings, &Fake, day("2025-09-01"));
    let told = answer.missing.iter().any(|it| it.contains("211302 events"));
    assert!(told, "{:?}", answer.missing);
}
