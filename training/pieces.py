"""Words to word pieces, exactly as `crates/entente-text/src/encoder/pieces.rs` cuts them.

The vocabulary is that of the pretrained encoder (uncased WordPiece) without the pieces that English text in
Latin script never uses. A word is lowered, its accents are taken off, punctuation stands alone, and the longest
piece that fits is taken from left to right. A word has at most ``MOST`` pieces; the rest of a longer one is left out.
"""

from __future__ import annotations

import unicodedata

MOST = 8
PAD, UNKNOWN, BEGIN, END = "[PAD]", "[UNK]", "[CLS]", "[SEP]"

#: Shapes of a word, for an encoder that sees lower case only.
SHAPES = ["none", "lower", "title", "upper", "letter", "mixed", "number", "alphanumeric", "mark"]


def shape(word: str) -> int:
    """The index in ``SHAPES`` of a word as written."""
    letters = [c for c in word if c.isalpha()]
    digits = any(c.isdecimal() for c in word)
    if not letters:
        name = "number" if digits else "mark"
    elif digits:
        name = "alphanumeric"
    elif not any(c.isupper() for c in letters):
        name = "lower"
    elif len(letters) == 1:
        name = "letter"
    elif all(c.isupper() for c in letters):
        name = "upper"
    elif letters[0].isupper() and not any(c.isupper() for c in letters[1:]):
        name = "title"
    else:
        name = "mixed"
    return SHAPES.index(name)


def keep_piece(piece: str) -> bool:
    """Whether a piece of the pretrained vocabulary is kept."""
    if piece in (PAD, UNKNOWN, BEGIN, END):
        return True
    if piece.startswith("["):
        return len(piece) == 1
    bare = piece.removeprefix("##")
    return all(ord(c) < 0x250 or not c.isalpha() for c in bare) and all(ord(c) < 0x3000 for c in bare)


class Pieces:
    """A vocabulary of word pieces."""

    def __init__(self, pieces: list[str]):
        self.pieces = pieces
        self.ids = {piece: index for index, piece in enumerate(pieces)}
        self.pad, self.unknown = self.ids[PAD], self.ids[UNKNOWN]
        self.begin, self.end = self.ids[BEGIN], self.ids[END]
        self._known: dict[str, list[int]] = {}

    def __len__(self) -> int:
        return len(self.pieces)

    def of(self, word: str) -> list[int]:
        """The pieces of one word: never none, at most ``MOST``."""
        found = self._known.get(word)
        if found is None:
            found = self._cut(word)
            self._known[word] = found
        return found

    def _cut(self, word: str) -> list[int]:
        lowered = unicodedata.normalize("NFD", word.lower())
        bare = "".join(c for c in lowered if unicodedata.category(c) != "Mn")
        ids: list[int] = []
        for part in _parts(bare):
            ids.extend(self._part(part))
        return ids[:MOST] or [self.unknown]

    def _part(self, part: str) -> list[int]:
        ids, start = [], 0
        while start < len(part) and len(ids) < MOST:
            end = len(part)
            prefix = "##" if start else ""
            while end > start and prefix + part[start:end] not in self.ids:
                end -= 1
            if end == start:
                return [self.unknown]
            ids.append(self.ids[prefix + part[start:end]])
            start = end
        return ids


def _parts(bare: str) -> list[str]:
    """Runs of letters and digits; every other character stands alone."""
    parts: list[str] = []
    run = ""
    for c in bare:
        if c.isalnum():
            run += c
            continue
        if run:
            parts.append(run)
            run = ""
        if not c.isspace():
            parts.append(c)
    if run:
        parts.append(run)
    return parts
