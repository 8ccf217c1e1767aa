"""The encoder and its heads, in PyTorch.

The first layers of a BERT encoder (MiniLM-L6, uncased) read a window: the words of one or more sentences of a paragraph. A small
embedding of each word's shape is added, since the encoder sees no capitals. The teacher (`train.py`) is the same over another
encoder, all of MPNet, whose attention is biased by how far words are apart. A word is represented by the mean of its
first and last piece: stem and ending. The heads share that one pass: part of speech, names, a biaffine score for each
possible head (Dozat and Manning 2017), and two vectors from which a low-rank bilinear form scores the relation to the
head that the tree search chose. What happens between two phrases is learnt twice: roughly while the encoder is trained, so
that it keeps what words mean (`Pairs`), and then thoroughly, on the finished encoder (`Events`); and there also which words mean
somebody who can be a side of an event (`Sides`), of which pairs nothing need be asked (`Glance`), and how two actors stand (`Ties`).
"""

from __future__ import annotations

import json
import math
from dataclasses import dataclass
from pathlib import Path

import torch
from torch import Tensor, nn
from torch.nn import functional as F

from pieces import SHAPES

ARC, RELATION, EVENT, SIDES, GLANCE, TIE, LOOK = 256, 128, 128, 128, 64, 128, 48
#: Word pieces that a window may have.
POSITIONS = 256


@dataclass
class Size:
    """Dimensions of the pretrained encoder."""

    hidden: int
    layers: int
    heads: int
    inner: int
    positions: int
    buckets: int = 0
    """Classes of distance of which the attention knows; 0 where it knows none."""


class Layer(nn.Module):
    def __init__(self, size: Size, dropout: float):
        super().__init__()
        self.heads = size.heads
        self.query = nn.Linear(size.hidden, size.hidden)
        self.key = nn.Linear(size.hidden, size.hidden)
        self.value = nn.Linear(size.hidden, size.hidden)
        self.output = nn.Linear(size.hidden, size.hidden)
        self.attention_norm = nn.LayerNorm(size.hidden, eps=1e-12)
        self.up = nn.Linear(size.hidden, size.inner)
        self.down = nn.Linear(size.inner, size.hidden)
        self.norm = nn.LayerNorm(size.hidden, eps=1e-12)
        self.dropout = nn.Dropout(dropout)

    def split(self, x: Tensor) -> Tensor:
        batch, length, _ = x.shape
        return x.view(batch, length, self.heads, -1).transpose(1, 2)

    def forward(self, x: Tensor, bias: Tensor) -> Tensor:
        query, key, value = (self.split(f(x)) for f in (self.query, self.key, self.value))
        scores = query @ key.transpose(-1, -2) * query.shape[-1] ** -0.5 + bias
        mixed = self.dropout(torch.softmax(scores, -1)) @ value
        mixed = mixed.transpose(1, 2).reshape(x.shape)
        x = self.attention_norm(x + self.dropout(self.output(mixed)))
        return self.norm(x + self.dropout(self.down(F.gelu(self.up(x)))))


class Head(nn.Module):
    """One hidden layer without an output layer: a view of the words for one purpose."""

    def __init__(self, hidden: int, width: int, dropout: float):
        super().__init__()
        self.linear = nn.Linear(hidden, width)
        self.dropout = nn.Dropout(dropout)

    def forward(self, x: Tensor) -> Tensor:
        return self.dropout(F.gelu(self.linear(x)))


class Network(nn.Module):
    """Encoder and heads. ``forward`` gives, for a batch of B windows of at most N words:

    tags (B, N, T), names (B, N, M), arcs (B, N, N + 1) with the root first, dependent views (B, N, R) and head views
    (B, N + 1, R) for `Relations`, and views (B, N, V) for `Pairs`.
    """

    def __init__(self, size: Size, pieces: int, shapes: int, tags: int, names: int, relations: int, events: int, dropout: float = 0.1):
        super().__init__()
        self.size = size
        self.pieces = nn.Embedding(pieces, size.hidden)
        self.positions = nn.Embedding(size.positions, size.hidden)
        self.shapes = nn.Embedding(shapes, size.hidden)
        self.distances = nn.Embedding(size.buckets, size.heads) if size.buckets else None
        self.norm = nn.LayerNorm(size.hidden, eps=1e-12)
        self.dropout = nn.Dropout(dropout)
        self.layers = nn.ModuleList(Layer(size, dropout) for _ in range(size.layers))
        self.words_dropout = nn.Dropout(2 * dropout)
        self.tags = nn.Linear(size.hidden, tags)
        self.names = nn.Linear(size.hidden, names)
        self.root = nn.Parameter(torch.zeros(1, 1, size.hidden))
        self.arc_dependent = Head(size.hidden, ARC, 3 * dropout)
        self.arc_head = Head(size.hidden, ARC, 3 * dropout)
        # Begun as a plain product of the two views: from zeros, trees are learnt an epoch later.
        self.arc = nn.Parameter(torch.eye(ARC))
        self.arc_bias = nn.Linear(ARC, 1, bias=False)
        self.relation_dependent = Head(size.hidden, RELATION, 3 * dropout)
        self.relation_head = Head(size.hidden, RELATION, 3 * dropout)
        self.relations = Relations(relations)
        self.event = Head(size.hidden, EVENT, 2 * dropout)
        self.pairs = Pairs(events, 3 * dropout)

    def words(self, ids: Tensor, shapes: Tensor, firsts: Tensor, lasts: Tensor) -> Tensor:
        """The encoder's vector of each word, (B, N, hidden). ``ids``, ``shapes``: (B, L), 0 where padded; the others:
        (B, N), the places of each word's first and last piece."""
        place = torch.arange(ids.shape[1], device=ids.device)
        x = self.pieces(ids) + self.positions(place) + self.shapes(shapes)
        x = self.dropout(self.norm(x))
        bias = (ids == 0)[:, None, None, :].to(x.dtype) * -1e4
        if self.distances is not None:
            bias = bias + self.distances(bucket(place, self.distances.num_embeddings)).permute(2, 0, 1)
        for layer in self.layers:
            x = layer(x, bias)
        # Rows of one long matrix are picked much faster than elements along an axis.
        flat, row = x.flatten(0, 1), torch.arange(ids.shape[0], device=ids.device)[:, None] * ids.shape[1]
        return 0.5 * (F.embedding(firsts + row, flat) + F.embedding(lasts + row, flat))

    def forward(self, ids: Tensor, shapes: Tensor, firsts: Tensor, lasts: Tensor):
        return self.heads(self.words(ids, shapes, firsts, lasts))

    def heads(self, words: Tensor):
        """The outputs of `forward` from the encoder's vectors of the words."""
        x = self.words_dropout(words)
        rooted = torch.cat([self.root.expand(x.shape[0], -1, -1), x], 1)
        dependent, head = self.arc_dependent(x), self.arc_head(rooted)
        arcs = dependent @ self.arc @ head.transpose(1, 2) * ARC**-0.5 + self.arc_bias(head).transpose(1, 2)
        return (
            self.tags(x),
            self.names(x),
            arcs,
            self.relation_dependent(x),
            self.relation_head(rooted),
            self.event(x),
        )

    def load_pretrained(self, folder: Path, kept: list[int]) -> None:
        """Takes over the encoder of a checkpoint of BERT or MPNet; ``kept`` are the pieces that stay."""
        from safetensors.torch import load_file

        have = {name.removeprefix("bert."): weight for name, weight in load_file(folder / "model.safetensors").items()}
        names = NAMES_OF_BERT if self.distances is None else NAMES_OF_MPNET
        with torch.no_grad():
            positions = have["embeddings.position_embeddings.weight"]
            if self.distances is None:
                positions = positions + have["embeddings.token_type_embeddings.weight"][0]
            else:
                # Its first two positions are those of padding.
                positions = positions[2:]
                self.distances.weight.copy_(have["encoder.relative_attention_bias.weight"])
            self.pieces.weight.copy_(have["embeddings.word_embeddings.weight"][kept])
            self.positions.weight.copy_(positions[: self.positions.num_embeddings])
            self.shapes.weight.zero_()
            _copy(self.norm, have, "embeddings.LayerNorm")
            for index, layer in enumerate(self.layers):
                for own, name in names.items():
                    _copy(getattr(layer, own), have, f"encoder.layer.{index}.{name}")

    def encoder_parameters(self) -> list[nn.Parameter]:
        """The parameters that come pretrained."""
        parts = [self.pieces, self.positions, self.norm, self.layers] + ([self.distances] if self.distances else [])
        return [parameter for part in parts for parameter in part.parameters()]


class Relations(nn.Module):
    """Scores the relations of words to their heads: T pairs of views to (T, relations)."""

    def __init__(self, relations: int):
        super().__init__()
        self.both = nn.Linear(RELATION, relations)
        self.dependent = nn.Linear(RELATION, relations, bias=False)
        self.head = nn.Linear(RELATION, relations, bias=False)

    def forward(self, dependent: Tensor, head: Tensor) -> Tensor:
        return self.both(dependent * head) + self.dependent(dependent) + self.head(head)


#: Where a word stands: in the source, in the target, before both, between them, behind both; not in the sentence.
SOURCE, TARGET, BEFORE, BETWEEN, BEHIND, OUTSIDE = range(6)


class Pairs(nn.Module):
    """Scores what a source does to a target, while the encoder is trained.

    From the views (P, N, V) of a sentence's words, each word's place (P, N) beside the two phrases, and whether the source
    comes first (P), to (P, events). The two phrases and the stretches around them are averaged; two further averages are
    weighted by attention that the phrases direct: at best, at the words that tell what happens.
    """

    def __init__(self, events: int, dropout: float, inner: int = 192):
        super().__init__()
        self.place = nn.Embedding(OUTSIDE + 1, EVENT)
        nn.init.normal_(self.place.weight, std=0.02)
        self.query = nn.Linear(2 * EVENT + 2, EVENT)
        self.key = nn.Linear(EVENT, EVENT)
        self.attention = nn.Linear(EVENT, 2)
        self.dropout = nn.Dropout(dropout)
        self.inner = nn.Linear(7 * EVENT + 2, inner)
        self.out = nn.Linear(inner, events)

    def forward(self, views: Tensor, places: Tensor, source_first: Tensor) -> Tensor:
        def average(place: int) -> Tensor:
            mask = (places == place).to(views.dtype)[:, :, None]
            return (views * mask).sum(1) / mask.sum(1).clamp(min=1)

        stretches = [average(place) for place in (SOURCE, TARGET, BETWEEN, BEFORE, BEHIND)]
        order = torch.stack([source_first, 1 - source_first], 1).to(views.dtype)
        query = self.query(torch.cat([*stretches[:2], order], 1))
        scores = self.attention(torch.tanh(self.key(views) + self.place(places) + query[:, None]))
        scores = scores + (places == OUTSIDE).to(views.dtype)[:, :, None] * -1e4
        told = (torch.softmax(scores, 1).transpose(1, 2) @ views).flatten(1)
        x = self.dropout(torch.cat([*stretches, told, order], 1))
        return self.out(self.dropout(F.gelu(self.inner(x))))


def averages(places: Tensor, dtype: torch.dtype) -> Tensor:
    """From places (P, N) to the weights (P, 5, N) of which a product with the words is the average of each stretch of them."""
    stretches = torch.stack([(places == place).to(dtype) for place in (SOURCE, TARGET, BEFORE, BETWEEN, BEHIND)], 1)
    return stretches / stretches.sum(2, keepdim=True).clamp(min=1)


class Events(nn.Module):
    """Scores what a source does to a target, on the finished encoder.

    Views (B, N, V) of the words are one layer of the encoder's vectors, the same for every pair of a sentence. For a pair,
    each word is told its place (P, N) beside the two phrases and which of them comes first (P); one layer of attention later,
    the two phrases, the stretches around them, and two weighted averages of all give the scores (P, events).
    """

    def __init__(self, hidden: int, events: int, dropout: float = 0.25, inner: int = 192):
        super().__init__()
        self.view = Head(hidden, EVENT, dropout)
        self.place = nn.Embedding(OUTSIDE + 1, EVENT)
        nn.init.normal_(self.place.weight, std=0.2)
        self.order = nn.Embedding(2, EVENT)
        nn.init.normal_(self.order.weight, std=0.1)
        self.norm = nn.LayerNorm(EVENT)
        self.layer = Layer(Size(EVENT, 1, 4, 2 * EVENT, POSITIONS), dropout)
        self.attention = nn.Linear(EVENT, 2)
        self.dropout = nn.Dropout(1.5 * dropout)
        self.inner = nn.Linear(7 * EVENT, inner)
        self.out = nn.Linear(inner, events)

    def forward(self, views: Tensor, places: Tensor, source_first: Tensor) -> Tensor:
        outside = (places == OUTSIDE).to(views.dtype) * -1e4
        x = self.norm(views + self.place(places) + self.order(source_first)[:, None])
        x = self.layer(x, outside[:, None, None, :])
        # Seven weighted averages of the words, in one product.
        stretches = averages(places, x.dtype)
        told = torch.softmax(self.attention(x) + outside[:, :, None], 1).transpose(1, 2)
        x = (torch.cat([stretches, told], 1) @ x).flatten(1)
        return self.out(self.dropout(F.gelu(self.inner(self.dropout(x)))))


class Sides(nn.Module):
    """How surely each word belongs to a phrase for somebody who acts or is acted upon, on the finished encoder: the
    encoder's vectors (B, N, hidden) to scores (B, N, 1), of which the logistic function is the probability."""

    def __init__(self, hidden: int, dropout: float = 0.2):
        super().__init__()
        self.view = Head(hidden, SIDES, dropout)
        self.out = nn.Linear(SIDES, 1)

    def forward(self, words: Tensor) -> Tensor:
        return self.out(self.view(words))


class Glance(nn.Module):
    """How surely a source does anything to a target, at a fortieth of what `Events` costs: most pairs of a sentence do nothing to
    each other, and that shows in the averages of the words of the two phrases, between them, before and behind them.

    From views (P, N, V), or (1, N, V) of one sentence, to scores (P, 1), of which the logistic function is the probability; the rest
    is as in `Events`.
    """

    def __init__(self, hidden: int, inner: int = 48):
        super().__init__()
        self.view = Head(hidden, GLANCE, 0.0)
        self.inner = nn.Linear(5 * GLANCE + 1, inner)
        self.out = nn.Linear(inner, 1)

    def forward(self, views: Tensor, places: Tensor, source_first: Tensor) -> Tensor:
        stretches = (averages(places, views.dtype) @ views).flatten(1)
        x = torch.cat([stretches, source_first[:, None].to(views.dtype)], 1)
        return self.out(F.gelu(self.inner(x)))


class Ties(nn.Module):
    """Scores how two actors stand, on the finished encoder; the arguments are those of `Events`.

    Nothing but averages of the words: of the two phrases, of the stretches around them, and some weighted by attention that the two phrases direct, as in `Pairs`. A layer
    of attention as in `Events` learns the sentences by heart that there are to learn ties from.
    """

    def __init__(self, hidden: int, scores: int, dropout: float = 0.25, inner: int = 112, looks: int = 4):
        super().__init__()
        self.view = Head(hidden, TIE, dropout)
        self.place = nn.Embedding(OUTSIDE + 1, LOOK)
        nn.init.normal_(self.place.weight, std=0.02)
        self.query = nn.Linear(2 * TIE, LOOK)
        self.key = nn.Linear(TIE, LOOK)
        self.attention = nn.Linear(LOOK, looks)
        self.dropout = nn.Dropout(dropout)
        self.inner = nn.Linear((5 + looks) * TIE + 1, inner)
        self.out = nn.Linear(inner, scores)

    def forward(self, views: Tensor, places: Tensor, source_first: Tensor) -> Tensor:
        outside = (places == OUTSIDE).to(views.dtype) * -1e4
        stretches = averages(places, views.dtype) @ views
        query = self.query(stretches[:, :2].flatten(1))
        looks = self.attention(torch.tanh(self.key(views) + self.place(places) + query[:, None]))
        told = torch.softmax(looks + outside[:, :, None], 1).transpose(1, 2) @ views
        x = torch.cat([stretches.flatten(1), told.flatten(1), source_first[:, None].to(views.dtype)], 1)
        return self.out(self.dropout(F.gelu(self.inner(self.dropout(x)))))


class Panel(nn.Module):
    """Heads for events by name, of which one view of the words serves all; each may be asked alone."""

    def __init__(self, heads: dict[str, nn.Module]):
        super().__init__()
        self.heads = nn.ModuleDict(heads)
        self.widths = [head.view.linear.out_features for head in heads.values()]

    def view(self, vectors: Tensor) -> Tensor:
        """The views of all heads, one behind the other."""
        return torch.cat([head.view(vectors) for head in self.heads.values()], -1)

    def forward(self, views: Tensor, places: Tensor, source_first: Tensor) -> tuple[Tensor, ...]:
        """The views (1, N, V) are of one sentence, of which all pairs are."""
        parts = views.split(self.widths, -1)
        return tuple(head(part, places, source_first) for head, part in zip(self.heads.values(), parts))


def _copy(module: nn.Module, have: dict[str, Tensor], name: str) -> None:
    module.weight.copy_(have[name + ".weight"])
    module.bias.copy_(have[name + ".bias"])


#: What the parts of a `Layer` are called in the checkpoints.
NAMES_OF_BERT = {
    "query": "attention.self.query",
    "key": "attention.self.key",
    "value": "attention.self.value",
    "output": "attention.output.dense",
    "attention_norm": "attention.output.LayerNorm",
    "up": "intermediate.dense",
    "down": "output.dense",
    "norm": "output.LayerNorm",
}
NAMES_OF_MPNET = NAMES_OF_BERT | {
    "query": "attention.attn.q",
    "key": "attention.attn.k",
    "value": "attention.attn.v",
    "output": "attention.attn.o",
    "attention_norm": "attention.LayerNorm",
}


def bucket(place: Tensor, buckets: int, farthest: int = 128) -> Tensor:
    """The class of distance from each place to each other, (L, L): half of the classes for either direction, of these half
    for each distance by itself and the others wider and wider (Raffel et al. 2020, T5, as MPNet takes it over)."""
    ahead = place[None, :] - place[:, None]
    half, near = buckets // 2, buckets // 4
    far = ahead.abs()
    wide = near + (torch.log(far.clamp(min=1).float() / near) / math.log(farthest / near) * (half - near)).long()
    return (ahead > 0).long() * half + torch.where(far < near, far, wide.clamp(max=half - 1))


def load(path: Path) -> tuple[Network, dict]:
    """The network of an `encoder.pt` in evaluation mode, and what else the training saved."""
    state = torch.load(path, weights_only=True)
    labels = state["labels"]
    counts = (len(labels[name]) for name in ("tags", "names", "relations", "events"))
    network = Network(Size(**state["size"]), len(state["pieces"]), len(SHAPES), *counts)
    network.load_state_dict(state["weights"])
    return network.eval(), state


def size_of(folder: Path, layers: int | None) -> Size:
    """The dimensions that a checkpoint's configuration gives; fewer ``layers`` take its first ones."""
    config = json.loads((folder / "config.json").read_text())
    return Size(
        hidden=config["hidden_size"],
        layers=layers or config["num_hidden_layers"],
        heads=config["num_attention_heads"],
        inner=config["intermediate_size"],
        positions=POSITIONS,
        buckets=config.get("relative_attention_num_buckets", 0),
    )
