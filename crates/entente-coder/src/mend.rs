//! Mends a parse with what the names in it tell: a parser that knows words only takes "Hezbollah
//! in Lebanon and the Houthis" for two places.

mod astray;
mod clauses;

use entente_lexicon::{Lexicon, Memory, Scene, Sort};
use entente_model::{Date, DateSpan, Precision, Sector};
use entente_text::{MentionKind, Parse, Time, Timex, Upos, month};
use jiff::ToSpan;

use crate::predicates::Predicates;

/// Mends the coordination of actors, places and verbs.
fn mend(parse: &mut Parse, scene: &Scene, words: &dyn Fn(usize) -> String, tables: &Predicates) {
    if_a_tree(parse, |parse| clauses::modals(parse, words));
    let accuses = |lemma: &str| tables.accuses(lemma);
    if_a_tree(parse, |parse| clauses::accused(parse, words, &accuses));
    if_a_tree(parse, |parse| clauses::finite(parse, words));
    if_a_tree(parse, |parse| clauses::particles(parse, words));
    if_a_tree(parse, |parse| clauses::prepositions(parse, words));
    if_a_tree(parse, |parse| clauses::between(parse, words));
    if_a_tree(parse, |parse| clauses::asides(parse, words));
    if_a_tree(parse, |parse| clauses::subjects_joined(parse, words));
    if_a_tree(parse, |parse| clauses::pairs(parse, words));
    if_a_tree(parse, |parse| clauses::gerunds_between(parse, words));
    if_a_tree(parse, |parse| names_apart(parse, scene));
    if_a_tree(parse, |parse| fellows(parse, scene, words));
    if_a_tree(parse, |parse| lists(parse, scene, words));
    if_a_tree(parse, |parse| verbs(parse, words));
    if_a_tree(parse, |parse| gerunds(parse, words, &accuses));
    if_a_tree(parse, subjects);
    if_a_tree(parse, |parse| clauses::objects(parse, words));
    let known = |lemma: &str| tables.event_verbs.contains_key(lemma);
    if_a_tree(parse, |parse| clauses::hyphenated(parse, words, &known));
    if_a_tree(parse, clauses::told);
    if_a_tree(parse, |parse| reporters(parse, words));
}

/// Mends the parse of a sentence of `text`, and reads who is named in it. Some mends go before the names, and some ask who they are.
pub(crate) fn read(
    parse: &mut Parse,
    text: &str,
    words: &dyn Fn(usize) -> String,
    lexicon: &Lexicon,
    memory: &mut Memory,
) -> Scene {
    let tables = Predicates::builtin();
    let before = memory.clone();
    before_names(parse, text, words);
    let mut scene = Scene::read(lexicon, memory, text, parse);
    // Who acts decides whom a pronoun means.
    if predicates(parse, &scene, words, &|word| tables.verb_of(word)) {
        *memory = before;
        scene = Scene::read(lexicon, memory, text, parse);
    }
    mend(parse, &scene, words, tables);
    scene
}

/// Mends what names are read by, before they are: whose a noun is, and that a dateline is no part of the clause.
fn before_names(parse: &mut Parse, text: &str, words: &dyn Fn(usize) -> String) {
    if_a_tree(parse, |parse| clauses::possessives(parse, words));
    if_a_tree(parse, clauses::words_astray);
    if_a_tree(parse, astray::lone_numbers);
    if_a_tree(parse, |parse| astray::fronted(parse, words));
    if_a_tree(parse, |parse| astray::relatives(parse, words));
    if_a_tree(parse, |parse| astray::seen_as(parse, words));
    if_a_tree(parse, |parse| astray::relatives_split(parse, words));
    if_a_tree(parse, |parse| astray::agents_astray(parse, words));
    if_a_tree(parse, |parse| astray::said_clauses(parse, words));
    if_a_tree(parse, |parse| clauses::dateline(parse, text));
}

/// Who reports, where the verb that reports a clause before it has no subject: "Togo attacked Benin, the union
/// and monitors said", where the parser took the reporters for a part of the clause, and "officials interviewed by a
/// paper say that", where it took what is told of them for what they say.
fn reporters(parse: &mut Parse, words: &dyn Fn(usize) -> String) {
    for verb in 1..parse.tokens.len() {
        if let Some((reporter, aside)) = reporter(parse, verb, words) {
            parse.tokens[reporter].head = Some(verb);
            parse.tokens[reporter].deprel = "nsubj";
            // "the union and monitors said": those after the first report, too.
            for fellow in reporter + 1..verb {
                let token = &mut parse.tokens[fellow];
                if aside.is_none()
                    && token.deprel == "conj"
                    && token.head.is_some_and(|it| it < reporter)
                {
                    token.head = Some(reporter);
                }
            }
            if let Some(clause) = aside {
                parse.tokens[clause].head = Some(reporter);
                parse.tokens[clause].deprel = "acl";
            }
        }
    }
}

/// Who reports what stands before a verb, and the participle that tells of the reporter, where there is one.
fn reporter(
    parse: &Parse,
    verb: usize,
    words: &dyn Fn(usize) -> String,
) -> Option<(usize, Option<usize>)> {
    let subject = |at: usize| {
        let mut children = parse.children(at);
        children.find(|&it| parse.tokens[it].deprel.starts_with("nsubj"))
    };
    let has = |at: usize, deprel: &str| parse.children_by(at, deprel).next().is_some();
    let clause = parse.children_by(verb, "ccomp").find(|&it| it < verb)?;
    if subject(verb).is_some() {
        return None;
    }
    if let Some(comma) = (clause..verb).rev().find(|&it| words(it) == ",") {
        // The one among the words after the comma that hangs on what stands before it.
        let reporter = (comma + 1..verb).find(|&it| {
            let token = &parse.tokens[it];
            token.upos.is_nominal() && token.head.is_some_and(|head| head < comma)
        });
        return reporter.map(|reporter| (reporter, None));
    }
    let participle = words(clause).ends_with("ed")
        && !["aux", "aux:pass", "obj"].iter().any(|it| has(clause, it));
    let reporter = subject(clause).filter(|&it| participle && it < clause)?;
    Some((reporter, Some(clause)))
}

/// "Togo attacked Benin, an official said", "he denied Togo had attacked": of two subjects of one verb, the one beside the
/// clause that the verb reports and that has none belongs to the clause.
fn subjects(parse: &mut Parse) {
    for (subject, clause) in subjects_astray(parse) {
        let passive = parse.children_by(clause, "aux:pass").next().is_some();
        parse.tokens[subject].head = Some(clause);
        parse.tokens[subject].deprel = if passive { "nsubj:pass" } else { "nsubj" };
    }
}

/// Subjects that hang on the verb that reports their clause, each with that clause.
pub(crate) fn subjects_astray(parse: &Parse) -> Vec<(usize, usize)> {
    let astray = |verb: usize| {
        let own: Vec<usize> = parse.children_by(verb, "nsubj").collect();
        let [first, second] = own[..] else {
            return None;
        };
        let has_subject = |clause: usize| {
            parse
                .children(clause)
                .any(|child| parse.tokens[child].deprel.starts_with("nsubj"))
        };
        let mut clauses = parse
            .children_by(verb, "ccomp")
            .filter(|&it| !has_subject(it));
        clauses.find_map(|clause| {
            // "Togo attacked Benin, an official said"; "he denied Togo had attacked"
            let before = first < clause && clause < second;
            let after = first < verb && verb < second && second < clause;
            (before || after).then_some((if before { first } else { second }, clause))
        })
    };
    (0..parse.tokens.len()).filter_map(astray).collect()
}

/// Mends, and takes it back where the heads are no tree then: two mends that are right by themselves may hang
/// two words on each other.
fn if_a_tree<T: Default>(parse: &mut Parse, mend: impl FnOnce(&mut Parse) -> T) -> T {
    let before = parse.tokens.clone();
    let mended = mend(parse);
    if parse.is_tree() {
        mended
    } else {
        parse.tokens = before;
        T::default()
    }
}

/// "accused Abu Dhabi of it": two words of one name, of which the parser made two subjects of a verb before them, are one, and
/// its object.
fn names_apart(parse: &mut Parse, scene: &Scene) {
    for second in 1..parse.tokens.len() {
        let first = second - 1;
        let [one, other] = [first, second].map(|it| &parse.tokens[it]);
        let is_name = |it: usize| {
            matches!(scene.sort(it), Sort::Name | Sort::Capital)
                && parse.tokens[it].upos == Upos::Propn
        };
        let beside = one.head.is_some() && one.head == other.head && one.deprel == other.deprel;
        let is_one = is_name(first)
            && is_name(second)
            && !scene.at(first).is_empty()
            && scene.at(first) == scene.at(second);
        if !(beside && is_one && matches!(one.deprel, "nsubj" | "obj" | "nmod" | "obl")) {
            continue;
        }
        let (verb, deprel) = (one.head, one.deprel);
        parse.tokens[second].head = Some(first);
        parse.tokens[second].deprel = "flat";
        let has_subject = |verb: usize| parse.children_by(verb, "nsubj").any(|it| it < verb);
        if deprel == "nsubj" && verb.is_some_and(|verb| verb < first && has_subject(verb)) {
            parse.tokens[first].deprel = "obj";
        }
    }
}

/// Members of a list of actors hang on the actor before.
fn fellows(parse: &mut Parse, scene: &Scene, words: &dyn Fn(usize) -> String) {
    for index in 0..parse.tokens.len() {
        if parse.tokens[index].deprel != "conj" {
            continue;
        }
        let Some(place) = parse.tokens[index].head else {
            continue;
        };
        if let Some(actor) = fellow(parse, scene, place, index, words) {
            parse.tokens[index].head = Some(actor);
        }
    }
}

/// "Morocco purchases drones", "the two countries exchanged ambassadors": a verb right after the
/// one who acts, in a clause that has no other, which the parser took for a part of a name.
/// Whether anything was mended.
fn predicates(
    parse: &mut Parse,
    scene: &Scene,
    words: &dyn Fn(usize) -> String,
    reports: &dyn Fn(&str) -> Option<String>,
) -> bool {
    if_a_tree(parse, |parse| find_predicates(parse, scene, words, reports))
}

fn find_predicates(
    parse: &mut Parse,
    scene: &Scene,
    words: &dyn Fn(usize) -> String,
    reports: &dyn Fn(&str) -> Option<String>,
) -> bool {
    let mut mended = relative_roots(parse, scene, words)
        | appositions(parse, scene, words)
        | titles(parse, scene, words);
    for verb in 1..parse.tokens.len() {
        let word = words(verb);
        let adjective = parse.tokens[verb].upos == Upos::Adj;
        let part = matches!(parse.tokens[verb].deprel, "compound" | "amod");
        let tagged = parse.tokens[verb].upos == Upos::Verb;
        let ending = if adjective {
            word.ends_with("ed")
        } else {
            word.ends_with("ed") || word.ends_with('s')
        };
        if !ending || tagged && !part || words(verb - 1) == "-" {
            continue;
        }
        let Some(lemma) = reports(&word) else {
            continue;
        };
        // "Moon demanded that", "all three pledged to": everything is right but the tag.
        let subject = parse.children_by(verb, "nsubj").next();
        if adjective && subject.is_some() && parse.children_by(verb, "cop").next().is_none() {
            parse.tokens[verb].upos = Upos::Verb;
            parse.tokens[verb].lemma = lemma;
            let content: Vec<usize> = parse.children_by(verb, "acl").collect();
            for child in content {
                parse.tokens[child].deprel = "ccomp";
            }
            mended = true;
            continue;
        }
        if adjective {
            continue;
        }
        let named = matches!(
            scene.sort(verb - 1),
            Sort::Name | Sort::Capital | Sort::Anaphor
        ) && !scene.at(verb - 1).is_empty()
            && scene.at(verb).is_empty()
            && matches!(parse.tokens[verb - 1].upos, Upos::Noun | Upos::Propn);
        let ends =
            |at: &usize| matches!(words(*at).as_str(), "," | ";" | ":" | "." | "and" | "but");
        let from = (0..verb - 1).rev().find(ends).unwrap_or(0);
        let to = (verb..parse.tokens.len())
            .find(ends)
            .unwrap_or(parse.tokens.len());
        let lone = !(from..to).any(|other| {
            other != verb && parse.tokens[other].upos == Upos::Verb && !is_aside(parse, other)
        });
        if !named || !lone {
            continue;
        }
        let actor = head_of(parse, scene, verb - 1);
        let root = parse.tokens[verb].head.is_none();
        let object = parse.tokens[verb].head.filter(|&noun| part && noun > verb);
        if root {
            let Some(object) = (verb + 1..parse.tokens.len()).find(|&at| {
                parse.tokens[at].head == Some(verb)
                    && parse.tokens[at].deprel != "punct"
                    && parse.children_by(at, "case").next().is_none()
            }) else {
                continue;
            };
            let clause = parse.tokens[object].upos == Upos::Verb
                && parse.children_by(object, "mark").next().is_some();
            parse.tokens[object].deprel = if clause { "ccomp" } else { "obj" };
        } else if let Some(object) = object {
            let above = parse.tokens[object].head;
            let inside = parse.ancestors(actor).any(|at| at == object);
            let over = parse.ancestors(object).any(|at| at == actor);
            if inside {
                parse.tokens[verb].head = above;
                parse.tokens[verb].deprel = parse.tokens[object].deprel;
            } else if over && parse.tokens[actor].head.is_none() {
                parse.tokens[verb].head = None;
                parse.tokens[verb].deprel = "root";
            } else {
                continue;
            }
            for child in 0..verb {
                if child != actor && parse.tokens[child].head == Some(object) {
                    parse.tokens[child].head = Some(if child + 3 > actor { actor } else { verb });
                }
            }
            parse.tokens[object].head = Some(verb);
            parse.tokens[object].deprel = "obj";
        } else {
            continue;
        }
        parse.tokens[actor].head = Some(verb);
        parse.tokens[actor].deprel = "nsubj";
        parse.tokens[verb].upos = Upos::Verb;
        parse.tokens[verb].lemma = lemma;
        mended = true;
    }
    mended
}

/// "Moscow, which sold it tanks, sent bombers": the clause that the parser took for the main one
/// describes its subject; the verb after the comma says what it did.
fn relative_roots(parse: &mut Parse, scene: &Scene, words: &dyn Fn(usize) -> String) -> bool {
    let Some(told) = parse.root() else {
        return false;
    };
    let actor = parse.children(told).find(|&child| {
        child < told
            && matches!(
                parse.tokens[child].deprel,
                "vocative" | "dep" | "advcl" | "obl:unmarked"
            )
            && !scene.at(child).is_empty()
    });
    let Some(actor) = actor.filter(|_| parse.tokens[told].upos == Upos::Verb) else {
        return false;
    };
    let relative = parse.children(told).any(|child| {
        (actor..told).contains(&child)
            && parse.tokens[child].deprel.starts_with("nsubj")
            && matches!(words(child).as_str(), "which" | "who")
            && words(child - 1) == ","
    });
    let main = (told + 1..parse.tokens.len()).find(|&at| {
        parse.tokens[at].upos == Upos::Verb
            && words(at - 1) == ","
            && !words(at).ends_with("ing")
            && parse
                .children(at)
                .all(|child| !parse.tokens[child].deprel.starts_with("nsubj"))
    });
    let Some(main) = main.filter(|_| relative) else {
        return false;
    };
    // What follows belongs to the main clause.
    for later in main + 1..parse.tokens.len() {
        if let Some(head) = parse.tokens[later].head
            && head < main
            && matches!(
                parse.tokens[later].deprel,
                "conj" | "parataxis" | "advcl" | "punct"
            )
        {
            parse.tokens[later].head = Some(main);
        }
    }
    parse.tokens[main].head = None;
    parse.tokens[main].deprel = "root";
    parse.tokens[actor].head = Some(main);
    parse.tokens[actor].deprel = "nsubj";
    parse.tokens[told].head = Some(actor);
    parse.tokens[told].deprel = "acl:relcl";
    true
}

/// "Russia, its oldest partner, ...", "the Front, an armed movement backed by Algeria, ...": the
/// noun after the comma says more of the name before it.
fn appositions(parse: &mut Parse, scene: &Scene, words: &dyn Fn(usize) -> String) -> bool {
    let mut mended = false;
    for comma in 1..parse.tokens.len().saturating_sub(2) {
        let opens = matches!(words(comma + 1).as_str(), "a" | "an" | "its");
        if words(comma) != "," || !opens || scene.at(comma - 1).is_empty() {
            continue;
        }
        let named = matches!(scene.sort(comma - 1), Sort::Name | Sort::Capital);
        let Some(noun) = parse.tokens[comma + 1].head.filter(|&noun| noun > comma) else {
            continue;
        };
        let said = matches!(parse.tokens[noun].deprel, "nmod" | "conj")
            && parse.tokens[noun].upos == Upos::Noun
            && parse.children_by(noun, "case").next().is_none()
            && parse.children_by(noun, "cc").next().is_none();
        // A list goes on with "and".
        let closed = (noun + 1..parse.tokens.len())
            .find(|&at| words(at) == ",")
            .is_none_or(|at| words((at + 1).min(parse.tokens.len() - 1)) != "and");
        let name = head_of(parse, scene, comma - 1);
        if !named || !said || !closed || parse.ancestors(name).any(|above| above == noun) {
            continue;
        }
        parse.tokens[noun].head = Some(name);
        parse.tokens[noun].deprel = "appos";
        mended = true;
    }
    mended
}

/// "with the French president, Emmanuel Macron, and ...": the person after the comma holds the office before it,
/// and is no further one of a list.
fn titles(parse: &mut Parse, scene: &Scene, words: &dyn Fn(usize) -> String) -> bool {
    let mut mended = false;
    for comma in 1..parse.tokens.len().saturating_sub(1) {
        let (office, name) = (comma - 1, comma + 1);
        if words(comma) != "," {
            continue;
        }
        let is_person = parse
            .mentions
            .iter()
            .any(|mention| mention.kind == MentionKind::Person && mention.tokens.0 == name);
        let definite = parse
            .children_by(office, "det")
            .any(|at| words(at) == "the")
            || parse.children_by(office, "nmod:poss").next().is_some();
        let held = scene.role(office) == Some(Sector::Gov)
            && scene.sort(office) == Sort::Role
            && parse.tokens[office].lemma.to_lowercase() == words(office)
            && definite;
        let listed = parse.tokens[name].deprel == "conj"
            && parse.children_by(name, "cc").next().is_none()
            && parse.tokens[name].head.is_some_and(|head| head <= office);
        if is_person && held && listed {
            parse.tokens[name].head = Some(office);
            parse.tokens[name].deprel = "appos";
            mended = true;
        }
    }
    mended
}

/// Whether a verb stands in a relative clause or describes a noun.
fn is_aside(parse: &Parse, verb: usize) -> bool {
    parse
        .ancestors(verb)
        .any(|above| matches!(parse.tokens[above].deprel, "acl" | "acl:relcl" | "amod"))
}

/// The head of the name that ends at `last`.
fn head_of(parse: &Parse, scene: &Scene, last: usize) -> usize {
    let mut first = last;
    while first > 0 && scene.at(first - 1) == scene.at(last) {
        first -= 1;
    }
    (first..=last)
        .find(|&index| {
            parse.tokens[index]
                .head
                .is_none_or(|head| !(first..=last).contains(&head))
        })
        .unwrap_or(last)
}

/// "accused Benin of arming rebels": the verb of what somebody is accused of, which the parser
/// took for a part of its object's name.
fn gerunds(parse: &mut Parse, words: &dyn Fn(usize) -> String, accuses: &dyn Fn(&str) -> bool) {
    for gerund in 1..parse.tokens.len() {
        let part = matches!(parse.tokens[gerund].deprel, "compound" | "amod" | "case");
        if !part
            || !words(gerund).ends_with("ing")
            || !matches!(words(gerund - 1).as_str(), "of" | "for")
        {
            continue;
        }
        let Some(noun) = parse.tokens[gerund].head.filter(|&noun| noun > gerund) else {
            continue;
        };
        let accusing = parse
            .ancestors(noun)
            .skip(1)
            .take(3)
            .find(|&above| accuses(&parse.tokens[above].lemma));
        let Some(verb) = accusing.filter(|&verb| verb < gerund) else {
            continue;
        };
        let has_object = (verb + 1..gerund)
            .any(|at| parse.tokens[at].head == Some(verb) && parse.tokens[at].deprel == "obj");
        if !has_object {
            continue;
        }
        parse.tokens[gerund].head = Some(verb);
        parse.tokens[gerund].deprel = "advcl";
        parse.tokens[gerund].upos = Upos::Verb;
        parse.tokens[gerund - 1].head = Some(gerund);
        parse.tokens[gerund - 1].deprel = "mark";
        parse.tokens[noun].head = Some(gerund);
        parse.tokens[noun].deprel = "obj";
    }
}

/// "A, B, C and D": names in a row, with nothing between but commas, articles and where each is,
/// are coordinated, whatever the parser took them for.
fn lists(parse: &mut Parse, scene: &Scene, words: &dyn Fn(usize) -> String) {
    let names = names(parse, scene);
    let mut start = 0;
    while start < names.len() {
        let mut row = vec![names[start]];
        let (mut commas, mut closed) = (0, false);
        let mut next = start + 1;
        while next < names.len() && !closed {
            match between(parse, scene, words, row[row.len() - 1].1, names[next].0) {
                Some(Link::Comma) => commas += 1,
                Some(Link::And) => closed = true,
                Some(Link::Within) => {
                    next += 1;
                    continue;
                }
                None => break,
            }
            row.push(names[next]);
            next += 1;
        }
        if closed && commas > 0 && row.len() > 2 {
            join(parse, &row);
        }
        start = next.max(start + 1);
    }
}

/// The stretches of tokens that name actors, with their heads.
fn names(parse: &Parse, scene: &Scene) -> Vec<(usize, usize)> {
    let mut found: Vec<(usize, usize)> = Vec::new();
    let mut index = 0;
    while index < parse.tokens.len() {
        let sort = scene.sort(index);
        let actor = scene.at(index).first();
        let named = matches!(sort, Sort::Name | Sort::Capital)
            || sort == Sort::Role && parse.tokens[index].upos == Upos::Noun;
        let mut end = index + 1;
        if named {
            while end < parse.tokens.len()
                && scene.sort(end) == sort
                && scene.at(end).first() == actor
            {
                end += 1;
            }
            found.push((index, end));
        }
        index = end;
    }
    found
}

/// What stands between two names of a row.
enum Link {
    Comma,
    And,
    /// The second is where the first is: "Hezbollah in Lebanon".
    Within,
}

fn between(
    parse: &Parse,
    scene: &Scene,
    words: &dyn Fn(usize) -> String,
    from: usize,
    to: usize,
) -> Option<Link> {
    let (mut comma, mut and, mut preposition) = (false, false, false);
    for index in from..to {
        match words(index).as_str() {
            "," => (comma, preposition) = (true, false),
            "and" | "or" => (and, preposition) = (true, false),
            "the" | "a" | "an" | "both" | "also" | "then" | "finally" => {}
            "in" if !comma && !and => preposition = true,
            _ if preposition && scene.place(index).is_some() => {}
            _ if matches!(parse.tokens[index].upos, Upos::Det) => {}
            _ => return None,
        }
    }
    if preposition && scene.place(to).is_some() {
        return Some(Link::Within);
    }
    match (comma, and) {
        (_, true) => Some(Link::And),
        (true, false) => Some(Link::Comma),
        _ => None,
    }
}

/// Puts the names of a row under the first.
fn join(parse: &mut Parse, row: &[(usize, usize)]) {
    let head_of = |parse: &Parse, (first, end): (usize, usize)| {
        (first..end)
            .find(|&index| {
                parse.tokens[index]
                    .head
                    .is_none_or(|head| !(first..end).contains(&head))
            })
            .unwrap_or(end - 1)
    };
    let first = head_of(parse, row[0]);
    for &range in &row[1..] {
        let head = head_of(parse, range);
        // Never a ring: what governs the first stays above it.
        if head != first
            && !parse
                .ancestors(first)
                .take(parse.tokens.len())
                .any(|above| above == head)
        {
            parse.tokens[head].head = Some(first);
            parse.tokens[head].deprel = "conj";
        }
    }
}

/// "condemned the attack and expressed solidarity": the second verb, which the parser took for
/// an adjective of a second object, is coordinated with the first.
fn verbs(parse: &mut Parse, words: &dyn Fn(usize) -> String) {
    for second in 2..parse.tokens.len() {
        // "Hezbollah, armed and financed by Iran": beside the participle before it, and no second Hezbollah.
        let participle = parse.tokens[second].head.and_then(|noun| {
            let mut describing = parse.children_by(noun, "acl");
            describing.find(|&it| it + 2 == second && noun < it && words(it).ends_with("ed"))
        });
        let token = &parse.tokens[second];
        let is_beside = token.upos == Upos::Verb
            && token.deprel == "conj"
            && words(second - 1) == "and"
            && words(second).ends_with("ed");
        if let Some(first) = participle.filter(|_| is_beside) {
            parse.tokens[second].head = Some(first);
        }
        if parse.tokens[second].upos != Upos::Verb
            || parse.tokens[second].deprel != "amod"
            || words(second - 1) != "and"
            || !words(second).ends_with("ed")
        {
            continue;
        }
        let Some(noun) = parse.tokens[second].head.filter(|&noun| noun > second) else {
            continue;
        };
        if parse.tokens[noun].deprel != "conj" {
            continue;
        }
        let Some(object) = parse.tokens[noun].head else {
            continue;
        };
        let Some(first) = parse.tokens[object].head else {
            continue;
        };
        let finite = parse.tokens[first].upos == Upos::Verb
            && parse.tokens[object].deprel == "obj"
            && words(first).ends_with("ed");
        if !finite {
            continue;
        }
        parse.tokens[second].head = Some(first);
        parse.tokens[second].deprel = "conj";
        parse.tokens[noun].head = Some(second);
        parse.tokens[noun].deprel = "obj";
        for later in noun + 1..parse.tokens.len() {
            if parse.tokens[later].head == Some(object) {
                parse.tokens[later].head = Some(noun);
            }
        }
    }
}

/// The actor before `place` that `conj`, coordinated with the place by the parser, belongs with.
fn fellow(
    parse: &Parse,
    scene: &Scene,
    place: usize,
    conj: usize,
    words: &dyn Fn(usize) -> String,
) -> Option<usize> {
    let located = parse
        .children_by(place, "case")
        .any(|case| matches!(words(case).as_str(), "in" | "of" | "from" | "at"));
    let prepositional = parse.children_by(conj, "case").next().is_some();
    if !located || prepositional || scene.place(place).is_none() || scene.place(conj).is_some() {
        return None;
    }
    let is_group = scene.sort(conj) == Sort::Name
        && scene
            .at(conj)
            .iter()
            .all(|actor| actor.sector.is_some_and(|sector| sector != Sector::Gov));
    let is_name = parse.tokens[conj].upos == Upos::Propn && scene.at(conj).is_empty();
    if !is_group && !is_name {
        return None;
    }
    // The nearest actor before the place that is no place itself.
    (0..place).rev().take(8).find(|&before| {
        scene.sort(before) == Sort::Name
            && scene.place(before).is_none()
            && parse
                .ancestors(conj)
                .all(|above| above != before || above == place)
            && !parse.ancestors(before).any(|above| above == conj)
    })
}

/// The year that a text tells of: "In February 2019 ... Indian aircraft bombed a target on 26
/// February." A day and month without a year belong to it, not to the document's own year.
#[derive(Debug, Default)]
pub(crate) struct Narration {
    year: Option<i16>,
    /// Sentences since it was given.
    age: u32,
    /// The last single day or month told of.
    last: Option<DateSpan>,
}

/// How many sentences a year goes on for: not every text keeps its paragraphs apart.
const YEAR_LASTS: u32 = 6;

impl Narration {
    /// A new paragraph tells its own time.
    pub(crate) fn paragraph(&mut self) {
        self.year = None;
        self.last = None;
    }

    /// Dates the days and months of a sentence that give no year, and notes the year that it
    /// gives.
    pub(crate) fn date(&mut self, parse: &mut Parse, words: &[String]) {
        self.age += 1;
        if self.age > YEAR_LASTS {
            self.year = None;
        }
        for time in &mut parse.times {
            let year_named = has_year(&time.date.text);
            if year_named {
                // "since 2011" and "from 2011 to 2014" tell no single time.
                if let (Some(start), Some(end)) = (time.date.start, time.date.end) {
                    self.age = 0;
                    self.year = (start.year() == end.year())
                        .then_some(start.year())
                        .or(self.year);
                }
            } else if let Some(year) = self.year
                && names_a_month(&time.date.text)
            {
                renew(&mut time.date, year);
            }
            if time
                .date
                .precision()
                .is_some_and(|precision| matches!(precision, Precision::Day | Precision::Month))
            {
                self.last = Some(time.date.clone());
            }
        }
        self.same(parse, words);
    }

    /// "the same day", "that month", "the next day", "a day later": counted from the day told of
    /// last.
    fn same(&mut self, parse: &mut Parse, words: &[String]) {
        let Some(last) = self.last.clone() else {
            return;
        };
        for index in 1..words.len() {
            let day = matches!(
                words[index].as_str(),
                "day" | "afternoon" | "evening" | "morning" | "night"
            );
            let month = words[index] == "month";
            let exact = last.precision() == Some(Precision::Day);
            let days: i64 = match words[index - 1].as_str() {
                "same" | "that" if day && exact || month => 0,
                "next" | "following" if day && exact => 1,
                "a" | "one"
                    if day && exact && words.get(index + 1).is_some_and(|word| word == "later") =>
                {
                    1
                }
                "two"
                    if words[index] == "days"
                        && exact
                        && words.get(index + 1).is_some_and(|word| word == "later") =>
                {
                    2
                }
                _ => continue,
            };
            let covered = parse.times.iter().any(|time| {
                (time.tokens.0..time.tokens.1).contains(&index) && time.date.start.is_some()
            });
            if covered {
                continue;
            }
            let shift = |day: Option<Date>| day.and_then(|day| day.checked_add(days.days()).ok());
            let end = if words.get(index + 1).is_some_and(|word| word == "later") {
                index + 2
            } else {
                index + 1
            };
            let first = if index > 1 && words[index - 2] == "the" {
                index - 2
            } else {
                index - 1
            };
            let date = DateSpan {
                start: shift(last.start),
                end: shift(last.end),
                text: words[first..end].join(" "),
            };
            parse
                .times
                .retain(|time| !(time.tokens.0..time.tokens.1).contains(&index));
            parse.times.push(Time {
                tokens: (first, end),
                timex: Timex::of_days(&date),
                date,
            });
        }
        parse.times.sort_by_key(|time| time.tokens.0);
    }
}

fn has_year(text: &str) -> bool {
    text.split(|c: char| !c.is_ascii_digit())
        .any(|part| part.len() == 4)
}

fn names_a_month(text: &str) -> bool {
    let mut words = text.split(|c: char| !c.is_alphabetic());
    words.any(|word| word.starts_with(char::is_uppercase) && month(&word.to_lowercase()).is_some())
}

/// Puts a day or month into another year; a span whose ends lie in different years stays.
fn renew(date: &mut DateSpan, year: i16) {
    let (Some(start), Some(end)) = (date.start, date.end) else {
        return;
    };
    if start.year() != end.year() {
        return;
    }
    let (first, last) = (
        start.with().year(year).build(),
        end.with().year(year).build(),
    );
    if let (Ok(first), Ok(last)) = (first, last) {
        let whole_month = start.day() == 1 && end == end.last_of_month();
        date.start = Some(first);
        date.end = Some(if whole_month {
            last.last_of_month()
        } else {
            last
        });
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn days_without_a_year_are_of_the_year_that_is_told_of() {
        let day = |text: &str| text.parse().ok();
        let mut date = DateSpan {
            start: day("2025-02-26"),
            end: day("2025-02-26"),
            text: "on 26 February".into(),
        };
        renew(&mut date, 2019);
        assert_eq!(date.start, day("2019-02-26"));
        assert!(names_a_month("on 26 February") && !names_a_month("they may"));
        assert!(has_year("In May 2023") && !has_year("on 26 February"));
    }
}
