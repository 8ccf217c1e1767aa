//! Clauses whose words the encoder has hung on each other in a way that their order or their small words rule out, whoever is
//! named in them.

use entente_text::{Parse, Upos};

/// "Colombia's president": whatever stands before the "'s" owns the noun behind it.
pub(super) fn possessives(parse: &mut Parse, words: &dyn Fn(usize) -> String) {
    for owner in 0..parse.tokens.len().saturating_sub(2) {
        let mark = owner + 1;
        if !matches!(words(mark).as_str(), "'s" | "’s") {
            continue;
        }
        let is_part = parse.tokens[mark].upos == Upos::Part;
        // "Peru's congress", taken for two verbs.
        for word in [owner, mark + 1] {
            let token = &mut parse.tokens[word];
            let is_noun = matches!(token.deprel, "nsubj" | "compound" | "nmod" | "obj");
            if is_part && is_noun && token.upos == Upos::Verb {
                token.upos = Upos::Noun;
            }
        }
        if !parse.tokens[owner].upos.is_nominal() {
            continue;
        }
        let (head, deprel) = (parse.tokens[owner].head, parse.tokens[owner].deprel);
        let owned = head.filter(|&noun| {
            let astray = matches!(deprel, "det" | "compound" | "amod" | "nmod")
                || deprel == "nsubj" && is_part;
            noun > mark && astray && parse.tokens[noun].upos.is_nominal()
        });
        // "Togo's junta ordered": of two subjects the first owns the second, right behind it.
        let beside = || {
            let is_subject = deprel == "nsubj" && is_part;
            let mut after = mark + 1..parse.tokens.len();
            let noun = after.find(|&noun| {
                let token = &parse.tokens[noun];
                let is_name = token.lemma.starts_with(char::is_uppercase);
                token.head == head && token.deprel == deprel && token.upos.is_nominal() && !is_name
            })?;
            let within = |it: usize| parse.ancestors(it).any(|above| above == noun);
            (is_subject && (mark + 1..noun).all(within)).then_some(noun)
        };
        if let Some(noun) = owned.or_else(beside) {
            parse.tokens[owner].head = Some(noun);
            parse.tokens[owner].deprel = "nmod:poss";
            parse.tokens[mark].head = Some(owner);
            parse.tokens[mark].deprel = "case";
        }
    }
}

/// "Chinese ships rammed it", "had diplomatic relations": an adjective right before the subject or object of a verb belongs to it. "Allies pledged to send":
/// what is no auxiliary is a verb.
pub(super) fn words_astray(parse: &mut Parse) {
    for index in 0..parse.tokens.len() {
        let token = &parse.tokens[index];
        let is_auxiliary = matches!(
            token.lemma.as_str(),
            "be" | "have"
                | "do"
                | "will"
                | "would"
                | "can"
                | "could"
                | "may"
                | "might"
                | "must"
                | "shall"
                | "should"
                | "get"
                | "need"
                | "dare"
                | "ought"
                | "use"
        );
        let has_subject = || parse.children_by(index, "nsubj").next().is_some();
        if token.upos == Upos::Aux && !is_auxiliary && token.lemma.len() > 3 && has_subject() {
            parse.tokens[index].upos = Upos::Verb;
            continue;
        }
        let noun = index + 1;
        let astray = match token.deprel {
            "nsubj" => "nsubj",
            "xcomp" => "obj",
            _ => continue,
        };
        let is_second = token.upos == Upos::Adj
            && parse.tokens.get(noun).is_some_and(|noun| {
                noun.head == token.head && noun.deprel == astray && noun.upos.is_nominal()
            });
        if is_second {
            parse.tokens[index].head = Some(noun);
            parse.tokens[index].deprel = "amod";
        }
    }
}

/// "Nigeria must release them": the modal that the parser took for the verb of the clause belongs to the verb behind it.
pub(super) fn modals(parse: &mut Parse, words: &dyn Fn(usize) -> String) {
    for modal in 0..parse.tokens.len() {
        let is_modal = matches!(
            words(modal).as_str(),
            "must" | "should" | "may" | "might" | "could" | "would" | "can" | "will" | "shall"
        );
        let verb = parse.children_by(modal, "xcomp").find(|&verb| {
            verb > modal
                && parse.tokens[verb].upos == Upos::Verb
                && parse.children_by(verb, "mark").next().is_none()
        });
        if let Some(verb) = verb.filter(|_| is_modal) {
            parse.tokens[verb].head = parse.tokens[modal].head;
            parse.tokens[verb].deprel = parse.tokens[modal].deprel;
            for token in &mut parse.tokens {
                if token.head == Some(modal) {
                    token.head = Some(verb);
                }
            }
            parse.tokens[modal].head = Some(verb);
            parse.tokens[modal].deprel = "aux";
            parse.tokens[modal].upos = Upos::Aux;
        }
    }
}

/// "The spy service shared intelligence with Israel": a sentence of a noun that a past participle with an object of its own describes, and
/// that has no other verb, is a clause of that verb.
pub(super) fn finite(parse: &mut Parse, words: &dyn Fn(usize) -> String) {
    let Some(root) = parse.root() else { return };
    if !parse.tokens[root].upos.is_nominal() || parse.children_by(root, "cop").next().is_some() {
        return;
    }
    let is_of_root = |verb: usize| {
        let mut above = parse.ancestors(verb).skip(1);
        above.all(|at| parse.tokens[at].upos.is_nominal())
    };
    let verb = (root + 1..parse.tokens.len()).find(|&verb| {
        let is_participle = parse.tokens[verb].upos == Upos::Verb
            && (parse.tokens[verb].deprel == "acl"
                || matches!(parse.tokens[verb].deprel, "advcl" | "conj")
                    && parse.tokens[root].upos == Upos::Propn)
            && !words(verb).ends_with("ing");
        let has = |deprel: &str| parse.children_by(verb, deprel).any(|child| child > verb);
        let has_own = parse.children_by(verb, "nsubj").next().is_some();
        is_participle
            && is_of_root(verb)
            && !has_own
            && parse.children_by(verb, "cc").next().is_none()
            && (has("obj") || has("ccomp") || has("xcomp"))
            && parse.children_by(verb, "mark").next().is_none()
            && parse.children_by(verb, "aux:pass").next().is_none()
            && !has("obl:agent")
    });
    let Some(verb) = verb else { return };
    let inside = parse.subtree(verb);
    let another = (0..parse.tokens.len())
        .any(|at| parse.tokens[at].deprel.starts_with("nsubj") && !inside.contains(&at));
    if another {
        return;
    }
    for later in verb + 1..parse.tokens.len() {
        if parse.tokens[later].head == Some(root) {
            parse.tokens[later].head = Some(verb);
        }
    }
    parse.tokens[verb].head = None;
    parse.tokens[verb].deprel = "root";
    parse.tokens[root].head = Some(verb);
    parse.tokens[root].deprel = "nsubj";
}

/// "Chad accused Nigeria of lying": of two subjects, one on each side of a verb without an object, the second is the object.
pub(super) fn objects(parse: &mut Parse, words: &dyn Fn(usize) -> String) {
    for verb in 1..parse.tokens.len() {
        let own: Vec<usize> = parse.children_by(verb, "nsubj").collect();
        let [first, second] = own[..] else {
            continue;
        };
        let has = |deprel: &str| parse.children_by(verb, deprel).next().is_some();
        let apart = (verb + 1..second).any(|it| {
            parse.tokens[it].upos == Upos::Punct
                || parse.tokens[it].upos == Upos::Verb
                || words(it) == "that"
        });
        if parse.tokens[verb].upos == Upos::Verb
            && first < verb
            && verb < second
            && !["obj", "ccomp", "aux:pass"].iter().any(|it| has(it))
            && !apart
        {
            parse.tokens[second].deprel = "obj";
        }
    }
}

/// "Pakistan test-fired a missile": a noun before a hyphen belongs to the verb behind it, and what hangs on the noun acts.
/// Where both together are a verb that is `known`, they are that verb.
pub(super) fn hyphenated(
    parse: &mut Parse,
    words: &dyn Fn(usize) -> String,
    known: &dyn Fn(&str) -> bool,
) {
    for noun in 1..parse.tokens.len().saturating_sub(2) {
        let verb = noun + 2;
        let (tokens, own) = (&parse.tokens, &parse.tokens[noun]);
        let is_subject = matches!(own.deprel, "nsubj" | "obl:unmarked") && own.head == Some(verb);
        let is_beside = own.deprel == tokens[verb].deprel && own.head == tokens[verb].head;
        let joined = words(noun + 1) == "-"
            && tokens[verb].upos == Upos::Verb
            && own.upos == Upos::Noun
            && (is_subject || is_beside);
        let actor = noun - 1;
        if joined
            && parse.tokens[actor].head == Some(noun)
            && matches!(
                parse.tokens[actor].deprel,
                "compound" | "nmod:poss" | "amod"
            )
        {
            parse.tokens[actor].head = Some(verb);
            parse.tokens[actor].deprel = "nsubj";
            parse.tokens[noun].head = Some(verb);
            parse.tokens[noun].deprel = "compound";
        }
        let both = format!("{}-{}", words(noun), parse.tokens[verb].lemma);
        if words(noun + 1) == "-" && known(&both) {
            parse.tokens[verb].lemma = both;
        }
    }
}

/// "imposed sanctions on two arms makers": a preposition belongs to the noun behind it.
pub(super) fn prepositions(parse: &mut Parse, words: &dyn Fn(usize) -> String) {
    for preposition in 1..parse.tokens.len() {
        let token = &parse.tokens[preposition];
        let astray = token.deprel == "case"
            && token.upos == Upos::Adp
            && token.head.is_some_and(|head| head < preposition)
            && !matches!(
                words(preposition).as_str(),
                "ago" | "apart" | "aside" | "notwithstanding"
            );
        if !astray {
            continue;
        }
        let noun = (preposition + 1..parse.tokens.len())
            .find(|&it| parse.tokens[it].head.is_none_or(|head| head <= preposition));
        let noun = noun.filter(|&noun| {
            parse.tokens[noun].upos.is_nominal()
                && matches!(parse.tokens[noun].deprel, "nmod" | "obl" | "obj")
                && parse.children_by(noun, "case").next().is_none()
        });
        if let Some(noun) = noun {
            parse.tokens[preposition].head = Some(noun);
        }
    }
}

/// "accused Togo of hosting rebels": whoever stands between the verb that accuses and the "of" is accused, and no subject of
/// what follows.
pub(super) fn accused(
    parse: &mut Parse,
    words: &dyn Fn(usize) -> String,
    accuses: &dyn Fn(&str) -> bool,
) {
    for clause in 1..parse.tokens.len() {
        let above = parse.tokens[clause].head.filter(|&above| above < clause);
        // "accuses ships of ramming boats": what the accused are said to have done, and not which they are.
        if let Some(accused) = above.filter(|_| parse.tokens[clause].deprel == "acl")
            && parse.tokens[accused].deprel == "obj"
            && words(clause).ends_with("ing")
            && let Some(verb) = parse.tokens[accused].head
            && accuses(&parse.tokens[verb].lemma)
            && parse
                .children_by(clause, "mark")
                .any(|mark| words(mark) == "of")
        {
            parse.tokens[clause].head = Some(verb);
            parse.tokens[clause].deprel = "advcl";
        }
        let Some(verb) = above.filter(|&verb| accuses(&parse.tokens[verb].lemma)) else {
            continue;
        };
        let of = parse
            .children_by(clause, "mark")
            .find(|&mark| matches!(words(mark).as_str(), "of" | "for"));
        let subject = parse.children_by(clause, "nsubj").next();
        let has_object = parse.children_by(verb, "obj").next().is_some();
        if let (Some(of), Some(subject), false) = (of, subject, has_object)
            && verb < subject
            && subject < of
        {
            parse.tokens[subject].head = Some(verb);
            parse.tokens[subject].deprel = "obj";
            parse.tokens[clause].deprel = "advcl";
        }
    }
}

/// "agreed in Beijing": a preposition right before a name is no part of the verb.
pub(super) fn particles(parse: &mut Parse, words: &dyn Fn(usize) -> String) {
    for particle in 1..parse.tokens.len().saturating_sub(1) {
        let name = particle + 1;
        let verb = parse.tokens[particle].head;
        let is_preposition = parse.tokens[particle].deprel == "compound:prt"
            && matches!(words(particle).as_str(), "in" | "at" | "on")
            && verb == Some(particle - 1);
        let first = &parse.tokens[name];
        let head = if first.deprel == "compound" || first.deprel == "amod" {
            first.head
        } else {
            Some(name)
        };
        let Some(head) = head.filter(|_| is_preposition && first.upos == Upos::Propn) else {
            continue;
        };
        if parse.tokens[head].deprel == "obl"
            && parse.tokens[head].head == verb
            && parse.children_by(head, "case").next().is_none()
        {
            parse.tokens[particle].head = Some(head);
            parse.tokens[particle].deprel = "case";
        }
    }
}

/// "Fighting between the two killed thousands", "fled because of fighting between the two": a gerund with those between whom it
/// is is a noun, and the subject of a verb behind it that has none.
pub(super) fn gerunds_between(parse: &mut Parse, words: &dyn Fn(usize) -> String) {
    for gerund in 0..parse.tokens.len().saturating_sub(1) {
        let has_subject = |verb: usize| {
            let mut children = parse.children(verb);
            children.any(|child| parse.tokens[child].deprel.starts_with("nsubj"))
        };
        let token = &parse.tokens[gerund];
        let is_gerund = token.upos == Upos::Verb
            && matches!(token.deprel, "advcl" | "csubj")
            && words(gerund).ends_with("ing")
            && words(gerund + 1) == "between"
            && !has_subject(gerund);
        let Some(verb) = token.head.filter(|_| is_gerund) else {
            continue;
        };
        let passive = parse.children_by(verb, "aux:pass").next().is_some();
        let deprel = match (verb > gerund && !has_subject(verb), passive) {
            (false, _) => "obl",
            (true, false) => "nsubj",
            (true, true) => "nsubj:pass",
        };
        let token = &mut parse.tokens[gerund];
        token.upos = Upos::Noun;
        token.lemma = words(gerund);
        token.deprel = deprel;
    }
}

/// "between Ethiopia and the TPLF": what follows "and" without a preposition of its own, and hangs where the noun before it does, is
/// coordinated with that.
pub(super) fn pairs(parse: &mut Parse, words: &dyn Fn(usize) -> String) {
    for second in 2..parse.tokens.len() {
        let token = &parse.tokens[second];
        if !matches!(token.deprel, "nmod" | "obl") || !token.upos.is_nominal() {
            continue;
        }
        let has = |deprel: &str| parse.children_by(second, deprel).next();
        if has("case").is_some() {
            continue;
        }
        let and = has("cc").filter(|&it| it < second && words(it) == "and");
        let first = and.and_then(|and| {
            let mut beside = (0..and).rev().filter(|&it| {
                parse.tokens[it].head == token.head && parse.tokens[it].deprel == token.deprel
            });
            beside.next()
        });
        let first = first.filter(|&it| {
            parse.tokens[it].upos.is_nominal() && parse.children_by(it, "case").next().is_some()
        });
        if let Some(first) = first {
            parse.tokens[second].head = Some(first);
            parse.tokens[second].deprel = "conj";
        }
    }
}

/// "imposed sanctions on him, accusing him of lying": a gerund of speech behind a comma tells of the clause, and not of the
/// noun before it.
pub(super) fn asides(parse: &mut Parse, words: &dyn Fn(usize) -> String) {
    const SPEECH: &[&str] = &[
        "accuse",
        "blame",
        "call",
        "condemn",
        "criticise",
        "demand",
        "denounce",
        "say",
        "threaten",
        "urge",
        "vow",
        "warn",
    ];
    for gerund in 2..parse.tokens.len() {
        let token = &parse.tokens[gerund];
        let is_aside = token.deprel == "acl"
            && words(gerund - 1) == ","
            && words(gerund).ends_with("ing")
            && SPEECH.contains(&token.lemma.as_str());
        if !is_aside {
            continue;
        }
        let is_verb = |&it: &usize| parse.tokens[it].upos == Upos::Verb;
        let verb = parse.ancestors(gerund).skip(1).find(is_verb);
        if let Some(verb) = verb.filter(|&it| it < gerund) {
            parse.tokens[gerund].head = Some(verb);
            parse.tokens[gerund].deprel = "advcl";
        }
    }
}

/// "Brazil and China signed": of two names with "and" between them the first is no subject of the second.
pub(super) fn subjects_joined(parse: &mut Parse, words: &dyn Fn(usize) -> String) {
    for first in 0..parse.tokens.len().saturating_sub(2) {
        let Some(second) = parse.tokens[first].head.filter(|&it| it > first) else {
            continue;
        };
        let is_subject = |it: usize| parse.tokens[it].deprel == "nsubj";
        let is_name = |it: usize| parse.tokens[it].upos == Upos::Propn;
        let and = (first + 1..second).find(|&it| words(it) == "and");
        let (Some(and), Some(verb)) = (and, parse.tokens[second].head) else {
            continue;
        };
        let joined = matches!(parse.tokens[and].head, Some(it) if it == first || it == second);
        let both = is_subject(first) && is_subject(second) && is_name(first) && is_name(second);
        if both && joined && parse.tokens[verb].upos == Upos::Verb {
            parse.tokens[first].head = Some(verb);
            parse.tokens[second].head = Some(first);
            parse.tokens[second].deprel = "conj";
            parse.tokens[and].head = Some(second);
        }
    }
}

/// "The agreement reached between Chad and the rebels": whoever stands behind "between" does not act in the clause of a participle.
pub(super) fn between(parse: &mut Parse, words: &dyn Fn(usize) -> String) {
    for side in 1..parse.tokens.len() {
        let token = &parse.tokens[side];
        let is_subject = token.deprel.starts_with("nsubj");
        let participle = token.head.filter(|&it| it < side);
        let within = participle.is_some_and(|it| parse.tokens[it].deprel == "acl");
        let is_between = |it: usize| words(it) == "between";
        if is_subject && within && parse.children_by(side, "case").any(is_between) {
            parse.tokens[side].deprel = "obl";
        }
    }
}

/// "The rebels promised the union that they would leave": whoever stands between the verb and the conjunction of the clause is
/// told it, and is no object of the clause.
pub(super) fn told(parse: &mut Parse) {
    for clause in 1..parse.tokens.len() {
        let Some(verb) = parse.tokens[clause].head else {
            continue;
        };
        let mark = parse.children_by(clause, "mark").next();
        let Some(mark) = mark.filter(|&mark| verb < mark && mark < clause) else {
            continue;
        };
        if parse.tokens[clause].deprel != "ccomp" {
            continue;
        }
        for told in verb + 1..mark {
            let token = &mut parse.tokens[told];
            if token.head == Some(clause) && matches!(token.deprel, "obj" | "iobj") {
                token.head = Some(verb);
                token.deprel = "obj";
            }
        }
    }
}

/// "BERLIN (Reuters) - Prosecutors charged a man": the place where a report was written takes no part in what it tells.
pub(super) fn dateline(parse: &mut Parse, text: &str) {
    let Some(end) = parse.dateline(text) else {
        return;
    };
    let is_verb = |parse: &Parse, at: usize| parse.tokens[at].upos == Upos::Verb;
    let main = parse.root().filter(|&root| root > end).or_else(|| {
        let hangs = |at: usize| parse.tokens[at].head.is_some_and(|head| head <= end);
        (end + 1..parse.tokens.len()).find(|&at| is_verb(parse, at) && hangs(at))
    });
    let Some(main) = main.filter(|&main| is_verb(parse, main)) else {
        return;
    };
    for at in 0..parse.tokens.len() {
        let head = parse.tokens[at].head;
        let before = at <= end;
        if at != main && head.is_none_or(|head| (head <= end) != before) {
            parse.tokens[at].head = Some(main);
            if before && parse.tokens[at].deprel != "punct" {
                parse.tokens[at].deprel = "dep";
            }
        }
    }
    parse.tokens[main].head = None;
    parse.tokens[main].deprel = "root";
}
