"""Reads CoNLL-U treebanks: documents, paragraphs, sentences.

Only what the training needs is kept. Empty nodes of the enhanced graph are left out; the words of a
multiword token ("don't") are kept as words without a space between them.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Iterator

from mentions import Span, Token, gold_mentions, place_titles


@dataclass
class Sentence:
    """A sentence with gold structure.

    ``heads`` are indices of words, -1 for the root. What a corpus does not annotate is ``None``.
    """

    words: list[str]
    space_after: list[bool]
    tags: list[str] | None = None
    heads: list[int] | None = None
    relations: list[str] | None = None
    mentions: list[Span] | None = None
    unsure: frozenset[int] = frozenset()
    """Words of which the labels of names are not to be relied on."""
    silver: bool = False
    """Whether the names come from taggers rather than people."""


@dataclass
class Document:
    """Paragraphs of sentences. ``genre`` is the corpus's own word for the kind of text."""

    name: str
    genre: str
    paragraphs: list[list[Sentence]]

    def sentences(self) -> Iterator[Sentence]:
        for paragraph in self.paragraphs:
            yield from paragraph


def read_conllu(path: Path) -> list[Document]:
    """The documents of a CoNLL-U file, in order."""
    documents: list[Document] = []
    read: list[tuple[Sentence, list[Token]]] = []
    lines: list[str] = []
    new_paragraph = True
    for line in [*path.read_text(encoding="utf-8").split("\n"), ""]:
        if line.startswith("# newdoc"):
            name = line.partition("=")[2].strip()
            documents.append(Document(name, name.split("-")[0], []))
            new_paragraph = True
        elif line.startswith("# meta::genre"):
            documents[-1].genre = line.partition("=")[2].strip()
        elif line.startswith("# newpar"):
            new_paragraph = True
        elif line and not line.startswith("#"):
            lines.append(line)
        elif not line and lines:
            if new_paragraph:
                documents[-1].paragraphs.append([])
                new_paragraph = False
            sentence, tokens = _sentence(lines)
            documents[-1].paragraphs[-1].append(sentence)
            read.append((sentence, tokens))
            lines = []
    if "gum" in path.name:
        places = place_titles(tokens for _, tokens in read)
        for sentence, tokens in read:
            sentence.mentions = gold_mentions(tokens, places)
    return documents


def _sentence(lines: list[str]) -> tuple[Sentence, list[Token]]:
    rows = [line.split("\t") for line in lines]
    inside: dict[str, bool] = {}
    for row in rows:
        if "-" in row[0]:
            first, last = row[0].split("-")
            for number in range(int(first), int(last)):
                inside[str(number)] = False
            inside[last] = "SpaceAfter=No" not in row[9]
    rows = [row for row in rows if row[0].isdigit()]
    sentence = Sentence(
        words=[row[1] for row in rows],
        space_after=[inside.get(row[0], "SpaceAfter=No" not in row[9]) for row in rows],
        tags=[row[3] for row in rows],
        heads=[int(row[6]) - 1 for row in rows],
        relations=[row[7] for row in rows],
    )
    tokens = [
        Token(row[1], row[2], row[3], int(row[6]) - 1, row[7], _entity(row[9]), space)
        for row, space in zip(rows, sentence.space_after)
    ]
    return sentence, tokens


def _entity(misc: str) -> str:
    """The value of `Entity=`; empty where there is none."""
    return next((part[len("Entity=") :] for part in misc.split("|") if part.startswith("Entity=")), "")
