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
        let verb = above.filter(|&verb| accuses(&parse.tokens[verb].lemma));
        let Some(verb) = verb else {
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

/// "were received in Astana by Vladimir Putin": a preposition behind a noun, with a name behind it, is of that name, whatever the two
/// names were taken for together.
pub(super) fn agents_astray(parse: &mut Parse, words: &dyn Fn(usize) -> String) {
    for case in 1..parse.tokens.len().saturating_sub(1) {
        let token = &parse.tokens[case];
        let name = case + 1;
        let place = token.head.filter(|&it| it < case && token.deprel == "case");
        let Some(place) = place.filter(|_| matches!(words(case).as_str(), "by" | "with" | "to"))
        else {
            continue;
        };
        let is_part = |it: usize| {
            parse.tokens[it].head == Some(place)
                && matches!(parse.tokens[it].deprel, "flat" | "compound" | "appos")
        };
        if !is_part(name) {
            continue;
        }
        let above = parse.tokens[place].head;
        let passive = above.is_some_and(|it| parse.children_by(it, "aux:pass").next().is_some());
        let by = words(case) == "by" && passive;
        for later in name..parse.tokens.len() {
            if parse.tokens[later].head == Some(place) {
                parse.tokens[later].head = Some(name);
            }
        }
        parse.tokens[name].head = above;
        parse.tokens[name].deprel = if by { "obl:agent" } else { "obl" };
        parse.tokens[case].head = Some(name);
    }
}

/// "charged that tanks had shelled the town": a verb with an auxiliary, taken for what describes its subject, is the verb of the
/// clause that is said.
pub(super) fn said_clauses(parse: &mut Parse, words: &dyn Fn(usize) -> String) {
    for verb in 2..parse.tokens.len() {
        let token = &parse.tokens[verb];
        let has_auxiliary = parse.children_by(verb, "aux").next().is_some();
        let describes = token.upos == Upos::Verb && token.deprel == "acl" && has_auxiliary;
        let Some(subject) = token.head.filter(|&it| describes && it < verb) else {
            continue;
        };
        let says = parse.tokens[subject].head.filter(|&it| {
            it < subject
                && parse.tokens[subject].deprel == "nsubj"
                && parse.tokens[it].upos == Upos::Verb
        });
        let that = says.and_then(|says| {
            let mut between = (says + 1..subject).rev();
            between.find(|&it| words(it) == "that" && parse.tokens[it].head == Some(says))
        });
        if let (Some(says), Some(that)) = (says, that) {
            let passive = parse.children_by(verb, "aux:pass").next().is_some();
            parse.tokens[verb].head = Some(says);
            parse.tokens[verb].deprel = "ccomp";
            parse.tokens[subject].head = Some(verb);
            parse.tokens[subject].deprel = if passive { "nsubj:pass" } else { "nsubj" };
            parse.tokens[that].head = Some(verb);
            parse.tokens[that].deprel = "mark";
        }
    }
}

/// "Trade between the two": a number with a preposition of its own, behind the noun, counts nothing.
pub(super) fn lone_numbers(parse: &mut Parse) {
    for number in 1..parse.tokens.len() {
        let token = &parse.tokens[number];
        let behind = token.deprel == "nummod" && token.head.is_some_and(|it| it < number);
        if behind && parse.children_by(number, "case").any(|it| it < number) {
            parse.tokens[number].deprel = "nmod";
        }
    }
}

/// "Eritrea, which had backed the rebels, made peace": the pronoun and the auxiliaries behind it belong to the verb before the next
/// comma, and that to the name.
pub(super) fn relatives_split(parse: &mut Parse, words: &dyn Fn(usize) -> String) {
    for pronoun in 2..parse.tokens.len().saturating_sub(2) {
        let token = &parse.tokens[pronoun];
        let opens = matches!(words(pronoun).as_str(), "which" | "who")
            && words(pronoun - 1) == ","
            && token.deprel == "nsubj";
        let Some(main) = token.head.filter(|&it| opens && it > pronoun) else {
            continue;
        };
        let name = parse.children_by(main, "nsubj").find(|&it| it < pronoun);
        let told = (pronoun + 1..main)
            .find(|&it| parse.tokens[it].upos == Upos::Verb && parse.tokens[it].head == Some(main));
        let (Some(name), Some(told)) = (name, told) else {
            continue;
        };
        let ends = (told + 1..main).any(|it| words(it) == ",");
        let has_subject = parse.children_by(told, "nsubj").next().is_some();
        if !ends || has_subject {
            continue;
        }
        for within in pronoun..told {
            let token = &mut parse.tokens[within];
            if token.head == Some(main)
                && (within == pronoun || matches!(token.deprel, "aux" | "advmod" | "aux:pass"))
            {
                token.head = Some(told);
            }
        }
        parse.tokens[told].head = Some(name);
        parse.tokens[told].deprel = "acl:relcl";
    }
}

/// "regards the dam that Togo has built as a threat": as what something is seen belongs to the verb that sees it so.
pub(super) fn seen_as(parse: &mut Parse, words: &dyn Fn(usize) -> String) {
    const SEES: &[&str] = &["consider", "describe", "regard", "see", "treat", "view"];
    for label in 3..parse.tokens.len() {
        let is_as = |it: usize| words(it) == "as";
        let clause = parse.tokens[label].head.filter(|&clause| {
            parse.tokens[label].deprel == "obl"
                && parse.tokens[clause].deprel == "acl:relcl"
                && parse.children_by(label, "case").any(is_as)
        });
        let seen = clause.and_then(|clause| parse.tokens[clause].head);
        let verb = seen
            .filter(|&seen| parse.tokens[seen].deprel == "obj")
            .and_then(|seen| parse.tokens[seen].head);
        let sees = |&verb: &usize| {
            SEES.contains(&parse.tokens[verb].lemma.as_str())
                && !parse
                    .children_by(verb, "obl")
                    .any(|it| parse.children_by(it, "case").any(is_as))
        };
        if let Some(verb) = verb.filter(sees) {
            parse.tokens[label].head = Some(verb);
        }
    }
}

/// "the party, which Ankara fought": of two subjects of a relative clause the pronoun is what it is done to.
pub(super) fn relatives(parse: &mut Parse, words: &dyn Fn(usize) -> String) {
    for pronoun in 1..parse.tokens.len().saturating_sub(2) {
        let token = &parse.tokens[pronoun];
        let is_relative = matches!(words(pronoun).as_str(), "which" | "that" | "whom");
        let clause = token.head.filter(|&verb| {
            is_relative
                && token.deprel == "nsubj"
                && verb > pronoun
                && parse.tokens[verb].deprel == "acl:relcl"
        });
        let Some(verb) = clause else { continue };
        let within = |it: usize| pronoun < it && it < verb;
        let acts = parse.children_by(verb, "nsubj").any(within);
        let has_object = parse.children_by(verb, "obj").next().is_some();
        if acts && !has_object {
            parse.tokens[pronoun].deprel = "obj";
        }
    }
}

/// "A member of the Union, Togo has no army": what somebody is stands before the comma, and the name behind it acts.
pub(super) fn fronted(parse: &mut Parse, words: &dyn Fn(usize) -> String) {
    for noun in 1..parse.tokens.len().saturating_sub(2) {
        let token = &parse.tokens[noun];
        let verb = token
            .head
            .filter(|&it| it > noun && token.deprel == "nsubj");
        let Some(verb) = verb.filter(|_| token.upos == Upos::Noun) else {
            continue;
        };
        let is_article = |it: usize| matches!(words(it).as_str(), "a" | "an");
        let indefinite = parse.children_by(noun, "det").any(is_article);
        let name = (noun + 1..verb).find(|&it| {
            let token = &parse.tokens[it];
            let is_name = token.upos == Upos::Propn
                || matches!(words(it).as_str(), "it" | "he" | "she" | "they");
            let hangs = token.head == Some(noun)
                && matches!(
                    token.deprel,
                    "nmod" | "appos" | "conj" | "flat" | "compound"
                );
            is_name && hangs && parse.children_by(it, "case").next().is_none() && {
                let first = parse.subtree(it).first().copied().unwrap_or(it);
                first > 0 && words(first - 1) == ","
            }
        });
        if let Some(name) = name.filter(|_| indefinite) {
            parse.tokens[name].head = Some(verb);
            parse.tokens[name].deprel = "nsubj";
            parse.tokens[noun].head = Some(name);
            parse.tokens[noun].deprel = "appos";
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
