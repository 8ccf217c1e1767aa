//! Words that the encoder has hung on the wrong side of a comma, a pronoun or a preposition: relative clauses, what is said before a
//! name, and what stands behind one.

use entente_text::{Parse, Upos};

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
        let has_auxiliary = || parse.children_by(verb, "aux").next().is_some();
        let describes = token.upos == Upos::Verb && token.deprel == "acl" && has_auxiliary();
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

/// "the party, which Ankara fought": of two subjects of a relative clause the pronoun is what it is done to.
pub(super) fn relatives(parse: &mut Parse, words: &dyn Fn(usize) -> String) {
    for pronoun in 1..parse.tokens.len().saturating_sub(2) {
        let token = &parse.tokens[pronoun];
        let clause = token.head.filter(|&verb| {
            token.deprel == "nsubj"
                && verb > pronoun
                && parse.tokens[verb].deprel == "acl:relcl"
                && matches!(words(pronoun).as_str(), "which" | "that" | "whom")
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

/// "Eritrea, which had backed the rebels, made peace": the pronoun and the auxiliaries behind it belong to the verb before the next
/// comma, and that to the name.
pub(super) fn relatives_split(parse: &mut Parse, words: &dyn Fn(usize) -> String) {
    for pronoun in 2..parse.tokens.len().saturating_sub(2) {
        let token = &parse.tokens[pronoun];
        let opens = token.deprel == "nsubj"
            && matches!(words(pronoun).as_str(), "which" | "who")
            && words(pronoun - 1) == ",";
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
