"""Named-entity mentions of GUM sentences: what the mention head learns and is measured with.

GUM brackets every referring phrase with an entity type ("Entity=(12-person-...").  A *mention*
is narrower: the proper name inside such a phrase.  The convention is that of CoNLL-2003 and
Universal NER:

* the name is as long as it goes ("University of Portsmouth", not "Portsmouth" within it);
* articles, possessive endings, titles and descriptions stay outside ("President [Barack Obama]",
  "[Iran]'s government", "the [United States]");
* a name of a place is one also where the treebank takes it for those who act there ("[Iran] agreed"):
  a title of Wikipedia that the file links a place with anywhere is a place's everywhere;
* dates are no mentions, and neither are adjectives of nationality ("Iranian");
* nouns of nationality, events, laws, works and products are of kind OTH.

`crates/entente-text/src/evaluate/mentions/names.rs` reads the same convention; both are tested on
`sample.conllu` beside it.  Change them together.

This module knows nothing of silver labels (`silver.py`) or of any tagger.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

KINDS = ("PER", "ORG", "LOC", "OTH")
"""Kinds of mention, in the order of the tagger's classes."""

Span = tuple[int, int, str]
"""First token, one past the last, kind."""


@dataclass(frozen=True)
class Token:
    """A word of a treebank sentence, as far as mentions need it."""

    form: str
    lemma: str
    upos: str
    head: int
    """Index of the head in the sentence; -1 for the root."""
    deprel: str
    entity: str
    """The value of `Entity=` in MISC; empty where there is none."""
    space_after: bool


@dataclass
class Sentence:
    """A treebank sentence."""

    id: str
    document: str
    genre: str
    tokens: list[Token] = field(default_factory=list)


def read_conllu(path: str | Path) -> Iterator[Sentence]:
    """Reads the sentences of a CoNLL-U file; multi-word ranges and empty nodes are passed over."""
    document = genre = sent_id = ""
    tokens: list[Token] = []
    unspaced_until = ""  # last word of the multi-word token being read
    inside_space = True
    with open(path, encoding="utf-8") as lines:
        for line in lines:
            line = line.rstrip("\n")
            if line.startswith("# newdoc id = "):
                document, genre = line.split(" = ", 1)[1], ""
            elif line.startswith("# meta::genre = "):
                genre = line.split(" = ", 1)[1]
            elif line.startswith("# sent_id = "):
                sent_id = line.split(" = ", 1)[1]
            elif line and not line.startswith("#"):
                columns = line.split("\t")
                spaced = "SpaceAfter=No" not in columns[9].split("|")
                if "-" in columns[0]:
                    unspaced_until, inside_space = columns[0].split("-")[1], spaced
                    continue
                if "." in columns[0]:
                    continue
                if unspaced_until:
                    last = columns[0] == unspaced_until
                    spaced = inside_space if last else False
                    unspaced_until = "" if last else unspaced_until
                entity = re.search(r"(?:^|\|)Entity=([^|]*)", columns[9])
                tokens.append(
                    Token(
                        form=columns[1],
                        lemma=columns[2],
                        upos=columns[3],
                        head=int(columns[6]) - 1,
                        deprel=columns[7],
                        entity=entity[1] if entity else "",
                        space_after=spaced,
                    )
                )
            elif not line and tokens:
                yield Sentence(sent_id, document, genre, tokens)
                tokens = []
    if tokens:
        yield Sentence(sent_id, document, genre, tokens)


def entities(tokens: list[Token]) -> list[tuple[int, int, str, str]]:
    """Bracketed phrases: first token, one past the last, GUM type, Wikipedia title or "".

    Brackets without a partner in the sentence are passed over.
    """
    found: list[tuple[int, int, str, str]] = []
    opened: list[tuple[str, int, str, str]] = []
    for at, token in enumerate(tokens):
        for opening, closing in re.findall(r"(\([^()]*\)?)|([^()]+)\)", token.entity):
            if opening:
                # group-type-infstat-salience-centering-minspan-link[-identity]
                parts = opening.strip("()").split("-", 7)
                kind = parts[1] if len(parts) > 1 else ""
                title = parts[7] if len(parts) > 7 else ""
                if opening.endswith(")"):
                    found.append((at, at + 1, kind, title))
                else:
                    opened.append((parts[0], at, kind, title))
                continue
            for index in range(len(opened) - 1, -1, -1):
                if opened[index][0] == closing:
                    _, first, kind, title = opened.pop(index)
                    found.append((first, at + 1, kind, title))
                    break
    return found


KIND_OF_TYPE = {"person": "PER", "organization": "ORG", "place": "LOC"}
# Between two parts of one name.
JOINTS = {"-", "–", "/", "&", "'", "’", "."}
POSSESSIVES = {"'s", "’s"}
# Between two parts of a name that is not a person's; others only where Wikipedia's title has them.
PREPOSITIONS = {"of", "for"}
# Proper nouns that count or classify rather than name ("Figure 1.5", "the State").
GENERIC = {
    "figure", "table", "chapter", "volume", "section", "appendix", "equation", "exhibit", "part",
    "nation", "state", "government", "city", "county", "article", "rule", "count", "exh.", "fig.",
    "point",
}  # fmt: skip
# Part of a person's name although the treebank attaches them as titles.
NAME_PARTS = {"saint", "st", "st.", "jr.", "jr", "sr.", "sr"}
# Proper nouns that address a person without naming one ("Mr. President").
TITLES = {
    "president", "vice", "speaker", "chair", "chairman", "chairwoman", "minister", "prime", "mayor",
    "secretary", "senator", "governor", "ambassador", "general", "judge", "justice", "king", "queen",
    "madam", "sir", "mr.", "mrs.", "ms.", "dr.", "doctor", "professor", "mom", "dad", "pope",
    "congressman", "congresswoman", "representative", "director", "counsel", "officer", "member",
    "members", "leader", "spokesperson", "spokesman", "spokeswoman", "commissioner", "undersecretary",
    "sheriff", "prince", "princess", "sheikh", "colonel", "captain", "lieutenant", "admiral",
}  # fmt: skip


def place_titles(sentences: Iterable[list[Token]]) -> frozenset[str]:
    """Titles of Wikipedia that the sentences link places with."""
    return frozenset(
        title for tokens in sentences for _, _, kind, title in entities(tokens) if title and kind == "place"
    )


def gold_mentions(tokens: list[Token], places: frozenset[str] = frozenset()) -> list[Span]:
    """The names of a GUM sentence, in order, not overlapping. `places`: see `place_titles`."""
    taken = [False] * len(tokens)
    mentions: list[Span] = []
    # Longer phrases first: a name within a longer name is part of it.
    phrases = sorted(entities(tokens), key=lambda phrase: (phrase[0] - phrase[1], phrase[0]))
    shouted = _is_shouted(tokens)
    ends = {end for _, end, _, _ in phrases}
    for first, end, kind, title in phrases:
        if kind == "organization" and title in places:
            kind = "place"
        head = _name_head(tokens, first, end, kind)
        if kind == "time" or not _is_named(tokens, head, kind, title, shouted):
            continue
        start, stop = _extent(tokens, first, end, head, kind, title, ends)
        if any(taken[start:stop]) or _is_description(tokens, start, stop, head, kind, title):
            continue
        taken[start:stop] = [True] * (stop - start)
        mentions.append((start, stop, _kind(tokens, first, start, stop, head, kind)))
    return sorted(mentions)


def _head(tokens: list[Token], first: int, end: int) -> int:
    """The first token of the phrase whose head is outside it."""
    for at in range(first, end):
        if not first <= tokens[at].head < end:
            return at
    return end - 1


def _name_head(tokens: list[Token], first: int, end: int, kind: str) -> int:
    """The head of the phrase; behind a description, that of the person's name ("team member [Rodaba Noori]")."""
    head = _head(tokens, first, end)
    if kind != "person" or (tokens[head].upos == "PROPN" and tokens[head].form.lower() not in TITLES):
        return head
    for at in range(head + 1, end):
        if tokens[at].head == head and tokens[at].deprel == "flat" and tokens[at].upos == "PROPN":
            return at
    return head


def _is_capital(form: str) -> bool:
    return form[:1].isupper()


def _is_shouted(tokens: list[Token]) -> bool:
    """Whether capitals say nothing: a title or heading where most long words have one."""
    words = [token.form for token in tokens if len(token.form) > 3 and token.form[0].isalpha()]
    return sum(map(_is_capital, words)) * 2 > len(words)


def _is_named(tokens: list[Token], head: int, kind: str, title: str, shouted: bool) -> bool:
    """Whether a phrase with this head has a name."""
    token = tokens[head]
    if "@" in token.form or "://" in token.form:
        return False
    if token.upos == "PROPN":
        return True
    # Names of common words: "the [Hajj]", "[Facebook]".
    return (
        bool(title)
        and not shouted
        and head > 0
        and token.upos in ("NOUN", "VERB", "X")
        and _is_capital(token.form)
    )


def _is_description(
    tokens: list[Token], start: int, stop: int, head: int, kind: str, title: str
) -> bool:
    """Whether the words name nothing by themselves: "Mr. President", "Figure 1.5", "point A"."""
    form = tokens[head].form.lower()
    if kind == "person":
        return form in TITLES and head == stop - 1
    if form in GENERIC and (stop - start == 1 or kind not in KIND_OF_TYPE):
        return True
    if stop - start > 1:
        return False
    return len(form) == 1 or (not title and kind in ("abstract", "substance", "plant", "animal"))


def _extent(
    tokens: list[Token], first: int, end: int, head: int, kind: str, title: str, ends: set[int]
) -> tuple[int, int]:
    """The name around `head` within the phrase: first token and one past the last."""

    def is_part(at: int) -> bool:
        token = tokens[at]
        if token.upos in ("DET", "PRON", "PUNCT", "ADP", "CCONJ", "PART"):
            return False
        if kind == "person" and at < head:
            if _is_title(tokens, at, head) or token.form.lower() in TITLES:
                return False
        return token.upos == "PROPN" or _is_capital(token.form)

    def is_joint(at: int) -> bool:
        token = tokens[at]
        if token.form in JOINTS:
            return True
        if kind == "person":
            return False
        form = token.form.lower()
        if form in POSSESSIVES:
            # "[Rodeo's Soup]", but not "[New York]'s [Metropolitan Museum]".
            return at not in ends and at + 1 not in ends
        if token.upos == "CCONJ":
            # "Department of Health and Human Services", but not "Oslo and Rome".
            return _conjoined(tokens, at) != head
        if token.upos == "ADP":
            return form in PREPOSITIONS or f"_{form}_" in title.lower()
        return form == "the" and at > 0 and tokens[at - 1].upos == "ADP"

    def is_comma_part(at: int) -> bool:
        """ "Smith, Jr." """
        return kind == "person" and tokens[at].form in ("Jr.", "Jr", "Sr.", "Sr")

    start = head
    while True:
        back = start - 1
        while back > first and start - back <= 2 and not is_part(back) and is_joint(back):
            back -= 1
        if back < first or not is_part(back):
            break
        # Across a joint only where the name goes on: not from "the head of the [CIA]".
        if back < start - 1 and not _governs(tokens, start, back, first, end):
            break
        start = back
    stop = head + 1
    while stop < end:
        ahead = stop
        while ahead < end and ahead - stop < 2 and not is_part(ahead) and is_joint(ahead):
            ahead += 1
        if ahead < end and is_part(ahead):
            stop = ahead + 1
        elif tokens[stop].upos == "NUM" and tokens[stop].form[:1].isdigit() and not (
            kind in KIND_OF_TYPE
        ):
            stop += 1  # "Apollo 11"
        elif tokens[stop].form == "," and stop + 1 < end and is_comma_part(stop + 1):
            stop += 2
        else:
            break
    return start, stop


def _is_title(tokens: list[Token], at: int, head: int) -> bool:
    """Whether the token is, or belongs to, a title before the name headed by `head`."""
    while at < head:
        if tokens[at].deprel == "nmod:desc":
            return tokens[at].form.lower() not in NAME_PARTS
        if tokens[at].head <= at:
            return False
        at = tokens[at].head
    return False


def _conjoined(tokens: list[Token], conjunction: int) -> int:
    """What the words after a conjunction are joined to; -1 where the tree does not tell."""
    right = tokens[conjunction].head
    return tokens[right].head if right >= 0 else -1


def _governs(tokens: list[Token], start: int, back: int, first: int, end: int) -> bool:
    """Whether the name that begins at `start` goes on to the left over a joint, to `back`."""
    at = back
    for _ in range(end - first):
        if at >= start:
            return at < end
        if at < first:
            return False
        at = tokens[at].head
    return False


def _kind(
    tokens: list[Token], first: int, start: int, stop: int, head: int, kind: str
) -> str:
    """The kind of the name; peoples ("Americans", "an Iranian") are not persons."""
    token = tokens[head]
    if kind == "person" and stop - start == 1:
        plural = token.lemma != token.form and token.form.endswith("s")
        counted = any(
            tokens[at].head == head
            and (tokens[at].deprel == "nummod" or tokens[at].form.lower() in ("a", "an"))
            for at in range(first, start)
        )
        if plural or counted:
            return "OTH"
    return KIND_OF_TYPE.get(kind, "OTH")


def bio(length: int, mentions: Iterable[Span]) -> list[str]:
    """Tags `O`, `B-PER`, `I-PER`, ... of a sentence of `length` tokens."""
    tags = ["O"] * length
    for start, stop, kind in mentions:
        tags[start] = f"B-{kind}"
        for at in range(start + 1, stop):
            tags[at] = f"I-{kind}"
    return tags


def spans(tags: Iterable[str]) -> list[Span]:
    """The mentions of BIO tags; an `I-` after another kind begins a mention."""
    found: list[Span] = []
    for at, tag in enumerate(tags):
        mark, _, kind = tag.partition("-")
        if mark == "O":
            continue
        if mark == "I" and found and found[-1][1] == at and found[-1][2] == kind:
            found[-1] = (found[-1][0], at + 1, kind)
        else:
            found.append((at, at + 1, kind))
    return found


def read_jsonl(path: str | Path) -> Iterator[dict]:
    """The objects of a file with one JSON object a line."""
    with open(path, encoding="utf-8") as lines:
        for line in lines:
            yield json.loads(line)


class Agreement:
    """Exact spans and kinds found against gold, over sentences added one by one."""

    def __init__(self) -> None:
        self.gold = dict.fromkeys(KINDS, 0)
        self.found = dict.fromkeys(KINDS, 0)
        self.right = dict.fromkeys(KINDS, 0)

    def add(self, gold: Iterable[Span], found: Iterable[Span]) -> None:
        """Counts one sentence."""
        gold, found = set(gold), set(found)
        for counts, own in ((self.gold, gold), (self.found, found), (self.right, gold & found)):
            for _, _, kind in own:
                counts[kind] += 1

    def scores(self, *kinds: str) -> tuple[float, float, float]:
        """Precision, recall and F1 over the kinds, 0 where nothing is there to count."""
        gold, found, right = (
            sum(counts[kind] for kind in kinds) for counts in (self.gold, self.found, self.right)
        )
        precision, recall = right / max(found, 1), right / max(gold, 1)
        return precision, recall, 2 * right / max(gold + found, 1)

    def __str__(self) -> str:
        rows = [(kind, (kind,)) for kind in KINDS] + [("PER+ORG+LOC", KINDS[:3])]
        return "  ".join(
            "{} P {:.1f} R {:.1f} F1 {:.1f}".format(name, *(100 * part for part in self.scores(*kinds)))
            for name, kinds in rows
        )
