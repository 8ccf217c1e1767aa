"""The sentences of `events/`, `narrative/`, `dispatches/` and `news/`: a source and a target, and the type of what happens between them."""

from __future__ import annotations

import itertools
import json
import random
import re
import zlib
from dataclasses import dataclass, replace
from pathlib import Path

import torch
from torch import Tensor

from network import BEFORE, BEHIND, BETWEEN, OUTSIDE, POSITIONS, SOURCE, TARGET
from pieces import Pieces, shape

#: PLOVER types with CONCEDE and RETREAT as YIELD, in the order of the codebook; NONE where the two do nothing to each other.
TYPES = (
    "AGREE CONSULT SUPPORT COOPERATE AID YIELD REQUEST ACCUSE REJECT THREATEN PROTEST MOBILIZE SANCTION COERCE ASSAULT NONE".split()
)
#: Words as the tokeniser of `entente-text` would leave them, near enough.
WORD = re.compile(r"n['’]t\b|['’](?:s|re|ve|ll|d|m)\b|\w+?(?=n['’]t\b)|\w+(?:[.\-]\w+)*|[^\w\s]")
MARK = re.compile(r"(</?[st]>)")
#: Sentences of a batch.
BATCH = 16
#: One sentence in so many is kept for watching.
WATCHED = 20
#: Types that say nothing of the way back: what the source does, the target does not do.
ONE_WAY = "AID YIELD REQUEST ACCUSE REJECT THREATEN PROTEST MOBILIZE SANCTION COERCE ASSAULT".split()
#: Share of their rows that are read the other way round in an epoch, as NONE.
REVERSED = 0.12


@dataclass
class Pair:
    """One row: pieces and words as in a window, with the place of each word beside the two phrases."""

    pieces: list[int]
    shapes: list[int]
    firsts: list[int]
    lasts: list[int]
    places: list[int]
    source_first: int
    type: int


def read_marked(sentence: str) -> tuple[list[str], dict[str, tuple[int, int]]]:
    """Words, and the ranges of words that are marked `s` and `t`."""
    words: list[str] = []
    spans, begun = {}, {}
    for part in MARK.split(sentence):
        if not MARK.fullmatch(part):
            words += WORD.findall(part)
        elif part.startswith("</"):
            spans[part[2]] = (begun[part[2]], len(words))
        else:
            begun[part[1]] = len(words)
    return words, spans


def place_of(word: int, source: tuple[int, int], target: tuple[int, int]) -> int:
    if source[0] <= word < source[1]:
        return SOURCE
    if target[0] <= word < target[1]:
        return TARGET
    if word < min(source[0], target[0]):
        return BEFORE
    return BETWEEN if word < max(source[0], target[0]) else BEHIND


def pair_of(sentence: str, kind: str, pieces: Pieces) -> Pair:
    words, spans = read_marked(sentence)
    source, target = spans.get("s", (0, 0)), spans.get("t", (0, 0))
    pair = Pair([pieces.begin], [0], [], [], [], int(source[0] < target[0]), TYPES.index(kind))
    for index, word in enumerate(words):
        own = pieces.of(word)
        if len(pair.pieces) + len(own) >= POSITIONS:
            break
        pair.firsts.append(len(pair.pieces))
        pair.pieces += own
        pair.shapes += [shape(word)] * len(own)
        pair.lasts.append(len(pair.pieces) - 1)
        pair.places.append(place_of(index, source, target))
    pair.pieces.append(pieces.end)
    pair.shapes.append(0)
    return pair


def read_pairs(folder: Path, pieces: Pieces) -> list[Pair]:
    """All rows of the files `TYPE.tsv` in ``folder``, one marked sentence a line."""
    found = []
    for path in sorted(folder.glob("*.tsv")):
        lines = path.read_text(encoding="utf-8").splitlines()
        found += [pair_of(line, path.stem, pieces) for line in lines if line.strip()]
    return found


#: In `narrative/`: "[2 the rebels]", and "4>2 ASSAULT".
ACTOR = re.compile(r"\[(\d+) ([^\[\]]+)\]")
EVENT = re.compile(r"(\d+)>(\d+) ([A-Z]+)")


def read_narrative(folder: Path, pieces: Pieces) -> list[Pair]:
    """Every ordered pair of the actors of each sentence in the files of ``folder``; NONE where no event is listed.

    The pairs of a sentence share its lists of pieces, so that it is read once.
    """
    found = []
    for path in sorted(folder.glob("*.tsv")):
        for line in path.read_text(encoding="utf-8").splitlines():
            sentence, events = line.split("\t")
            plain, actors, at = "", {}, 0
            for actor in ACTOR.finditer(sentence):
                plain += sentence[at : actor.start()]
                actors[actor[1]] = (len(plain), len(plain) + len(actor[2]))
                plain += actor[2]
                at = actor.end()
            found += all_pairs(plain + sentence[at:], actors, events, pieces)
    return found


#: Where the articles of `news/NAME.tsv` lie in the folder of gold data, and the key of their names.
ARTICLES = {"guardian": ("news/guardian.jsonl", "id"), "polnear": ("attribution/polnear_train300.jsonl", "doc")}


def read_news(folder: Path, gold: Path, pieces: Pieces) -> list[Pair]:
    """The same of sentences of articles, which ``folder`` only points to."""
    found = []
    for name, (path, key) in ARTICLES.items():
        with (gold / path).open(encoding="utf-8") as lines:
            texts = {article[key]: article["text"] for article in map(json.loads, lines)}
        for line in (folder / f"{name}.tsv").read_text(encoding="utf-8").splitlines():
            article, start, end, spans, _, events = line.split("\t")
            actors = {}
            for number, span in (actor.split(":") for actor in spans.split()):
                first, last = span.split("-")
                actors[number] = (int(first), int(last))
            found += all_pairs(texts[article][int(start) : int(end)], actors, events, pieces)
    return found


def read_whole(narratives: list[Path], news: Path | None, gold: Path | None, pieces: Pieces) -> list[Pair]:
    """The pairs of all sentences of which all actors are marked: of ours in some folders, and of articles, if there are any."""
    found = [row for folder in narratives for row in read_narrative(folder, pieces)]
    return found + (read_news(news, gold, pieces) if news else [])


def all_pairs(sentence: str, actors: dict[str, tuple[int, int]], events: str, pieces: Pieces) -> list[Pair]:
    """Every ordered pair of the actors, of which the places among the characters are given; none where the sentence is too long."""
    told = {(source, target): kind for source, target, kind in EVENT.findall(events)}
    words, spans, at = [], {}, 0
    for number, (start, end) in sorted(actors.items(), key=lambda actor: actor[1]):
        words += WORD.findall(sentence[at:start])
        own = WORD.findall(sentence[start:end])
        spans[number] = (len(words), len(words) + len(own))
        words += own
        at = end
    words += WORD.findall(sentence[at:])
    whole = pair_of(" ".join(words), "NONE", pieces)
    if len(whole.places) < len(words):
        return []
    found = []
    for source, target in itertools.permutations(spans, 2):
        places = [place_of(index, spans[source], spans[target]) for index in range(len(words))]
        first = int(spans[source][0] < spans[target][0])
        kind = TYPES.index(told.get((source, target), "NONE"))
        found.append(replace(whole, places=places, source_first=first, type=kind))
    return found


def is_watched(pair: Pair) -> bool:
    """Whether its sentence is kept for watching a training, all its rows with it."""
    return zlib.crc32(repr(pair.pieces).encode()) % WATCHED == 0


def reversed_pair(pair: Pair, kind: str = "NONE") -> Pair:
    """The same words, with source and target exchanged: nothing happens that way, if not ``kind``."""
    other = {SOURCE: TARGET, TARGET: SOURCE}
    places = [other.get(place, place) for place in pair.places]
    return replace(pair, places=places, source_first=1 - pair.source_first, type=TYPES.index(kind))


def both_ways(pairs: list[Pair], rng: random.Random) -> list[Pair]:
    """The rows, and some of those of one way also the other way round."""
    one_way = [pair for pair in pairs if TYPES[pair.type] in ONE_WAY]
    return pairs + [reversed_pair(pair) for pair in one_way if rng.random() < REVERSED]


def batches(pairs: list[Pair], rng: random.Random, most: int = BATCH) -> list[list[Pair]]:
    """Rows of like length together, at most so many of them, in random order; some also the other way round."""
    pairs = both_ways(pairs, rng)
    # One draw a sentence, so that its rows come together.
    length = {id(pair.pieces): len(pair.pieces) + rng.random() * 6 for pair in pairs}
    rows = sorted(pairs, key=lambda pair: length[id(pair.pieces)])
    found = [rows[start : start + most] for start in range(0, len(rows), most)]
    rng.shuffle(found)
    return found


def whole_sentences(pairs: list[Pair], most_pieces: int, rng: random.Random) -> list[list[Pair]]:
    """Batches of sentences with all their rows, padding included of at most so many pieces; some rows also the other way round."""
    rows_of: dict[int, list[Pair]] = {}
    for pair in both_ways(pairs, rng):
        rows_of.setdefault(id(pair.pieces), []).append(pair)
    found: list[list[Pair]] = [[]]
    sentences = 0
    for rows in sorted(rows_of.values(), key=lambda rows: len(rows[0].pieces) + rng.random() * 6):
        if sentences and (sentences + 1) * (len(rows[0].pieces) + 6) > most_pieces:
            found.append([])
            sentences = 0
        found[-1] += rows
        sentences += 1
    rng.shuffle(found)
    return found


def tensors(rows: list[Pair], words: int = 0) -> dict[str, Tensor]:
    """A batch, with room for at least so many words."""

    def padded(name: str, value: int) -> Tensor:
        lists = [getattr(row, name) for row in rows]
        width = max(words if name == "places" else 0, *map(len, lists))
        return torch.tensor([one + [value] * (width - len(one)) for one in lists])

    fill = {"pieces": 0, "shapes": 0, "firsts": 0, "lasts": 0, "places": OUTSIDE}
    batch = {name: padded(name, value) for name, value in fill.items()}
    batch["source_first"] = torch.tensor([row.source_first for row in rows])
    batch["type"] = torch.tensor([row.type for row in rows])
    return batch
