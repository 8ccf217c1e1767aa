"""Trains the head that tells which standing tie two actors of a sentence have, on the encoder as it ships.

    python training/ties.py MODELS --ties training/ties --states lexicon/states.tsv --plain training/narrative --plain training/dispatches --news training/news --gold GOLD

Reads `encoder.onnx` and `events.onnx` in the folder MODELS and writes both back with the view of the words that this head looks at, and `ties.onnx` beside them. The encoder's own
weights stay as they are: each sentence goes through it once, and what it leaves for the words is learnt from.

A sentence is learnt as written and with its states exchanged for others, so that the head learns what is said and not who is friends with whom. The sentences of `--plain` and `--news`, of
which the events are marked and ties are not, show how seldom there is a tie: of their pairs those count as having none of which a first training says so. Fixed seeds.
"""

from __future__ import annotations

import argparse
import itertools
import random
import re
import time
from collections import defaultdict
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import onnx
import onnxruntime
import torch
from onnx import TensorProto, helper, numpy_helper
from torch import Tensor
from torch.nn import functional as F

import pairs as marked
from network import TIE, Ties
from pieces import Pieces
from vectors import Read, batch_of

#: The relations of `entente-model`, in its order; NONE where the two have no tie.
RELATIONS = "alliance partnership patronage rivalry kinship border transit mission membership trade threat".split() + ["NONE"]
NONE = RELATIONS.index("NONE")
#: Those that hold in one direction.
DIRECTED = ("patronage", "transit", "mission", "membership", "threat")
#: Scores beside those of the relations: that it is denied or over, that it is less than certain.
BESIDE = 2
SEED = 20_261_129
RATE, WARM, SMOOTHING = 2e-3, 0.1, 0.02
BATCH = 64
#: So many times a sentence is learnt with other states than it names.
EXCHANGED = 4
#: One sentence in so many is watched.
WATCHED = 10
#: Pairs of the plain sentences in an epoch, for each of the marked ones; and from which probability of a first training on they have no tie.
PLAIN_SHARE, SURELY_NONE = 0.35, 0.85
#: What the encoder leaves for each word, in `encoder.onnx`.
WORDS = "/Mul_2_output_0"

ACTOR = re.compile(r"\[(\d+) ([^\[\]]+)\]")
LISTED = re.compile(r"(\(?)([!?]*)(\d+)([=>])(\d+) ([a-z]+)(\)?)")


@dataclass
class Tie(marked.Pair):
    """An ordered pair with its relation; `learnt` is false of what a reader might tell or not, and of the same actors named again."""

    negative: bool = False
    uncertain: bool = False
    learnt: bool = True


class Shipped:
    """The encoder of `encoder.onnx`, up to the vectors of words."""

    def __init__(self, path: Path):
        model = onnx.load(path)
        model.graph.output.append(helper.make_tensor_value_info(WORDS, TensorProto.FLOAT, ["batch", "count", "hidden"]))
        self.session = onnxruntime.InferenceSession(model.SerializeToString(), providers=["CPUExecutionProvider"])

    def words(self, *window: Tensor) -> Tensor:
        names = ("pieces", "shapes", "firsts", "lasts")
        types = (np.int32, np.int32, np.int64, np.int64)
        [found] = self.session.run([WORDS], {name: one.numpy().astype(kind) for name, one, kind in zip(names, window, types)})
        return torch.from_numpy(found)


@dataclass
class State:
    """How a state is called, by kind of word."""

    kinds: dict[str, list[str]]


def read_states(path: Path) -> list[State]:
    """The states of today in `states.tsv`, with the words that may stand for each other."""
    lines = [line for line in path.read_text(encoding="utf-8").splitlines() if not line.startswith("#")]
    columns = lines[0].split("\t")
    found = []
    for line in lines[1:]:
        row = dict(zip(columns, line.split("\t")))
        if row.get("to") or not row["capital"]:
            continue
        plain = lambda name: [word for word in row.get(name, "").split(";") if word and "@" not in word and not word.endswith("-")][:1]
        found.append(State({"name": [row["name"]], "adjective": plain("adjectives"), "people": plain("people"), "capital": plain("capital")}))
    return found


def exchanged(sentence: str, states: list[State], rng: random.Random) -> str:
    """The sentence with each state that it names exchanged for another, the same for all its words."""
    known = {(word, kind): index for index, state in enumerate(states) for kind, words in state.kinds.items() for word in words}
    others: dict[str, State] = {}

    def other(actor: re.Match[str]) -> str:
        number, words = actor[1], actor[2]
        for kind in ("name", "adjective", "people", "capital"):
            for word in re.findall(r"[A-Z][\w'’.-]*(?: [A-Z][\w'’.-]*)*", words):
                if (word, kind) in known:
                    state = others.setdefault(number, rng.choice(states))
                    if state.kinds[kind]:
                        return f"[{number} {words.replace(word, state.kinds[kind][0])}]"
        return actor[0]

    return ACTOR.sub(other, sentence)


def pairs_of(sentence: str, ties: str, pieces: Pieces) -> list[Tie]:
    """Every ordered pair of mentions of two actors. Of several mentions of the same two, the nearest pair has the tie."""
    plain, spans, at = [], [], 0
    for actor in ACTOR.finditer(sentence):
        plain += marked.WORD.findall(sentence[at : actor.start()])
        own = marked.WORD.findall(actor[2])
        spans.append((actor[1], len(plain), len(plain) + len(own)))
        plain += own
        at = actor.end()
    plain += marked.WORD.findall(sentence[at:])
    whole = marked.pair_of(" ".join(plain), "NONE", pieces)
    if len(whole.places) < len(plain):
        return []
    told: dict[tuple[str, str], tuple[str, str, bool]] = {}
    open_pairs = set()
    for optional, signs, a, how, b, relation, _ in LISTED.findall(ties):
        if relation not in RELATIONS:
            continue
        ways = [(a, b)] if relation in DIRECTED else [(a, b), (b, a)]
        for way in ways:
            if optional or way in told:
                # Of two ties of one pair either is right; neither is learnt.
                open_pairs.add(way)
            else:
                told[way] = (relation, signs, True)
        if relation in DIRECTED and optional:
            open_pairs.add((b, a))
    found = []
    by_actors: dict[tuple[str, str], list[tuple[int, Tie]]] = defaultdict(list)
    for (a, *one), (b, *two) in itertools.permutations(spans, 2):
        if a == b:
            continue
        one, two = tuple(one), tuple(two)
        places = [marked.place_of(index, one, two) for index in range(len(plain))]
        relation, signs, _ = told.get((a, b), ("NONE", "", True))
        row = Tie(whole.pieces, whole.shapes, whole.firsts, whole.lasts, places, int(one[0] < two[0]), RELATIONS.index(relation), "!" in signs, "?" in signs, (a, b) not in open_pairs)
        gap = max(one[0], two[0]) - min(one[1], two[1])
        by_actors[a, b].append((gap, row))
        found.append(row)
    for way, rows in by_actors.items():
        if way in told:
            nearest = min(gap for gap, _ in rows)
            for gap, row in rows:
                row.learnt = row.learnt and gap == nearest
    return found


def read_ties(folder: Path, pieces: Pieces, states: list[State], copies: int) -> tuple[list[Tie], list[Tie]]:
    """The pairs to learn from, and those of the sentences that are watched."""
    rng = random.Random(SEED)
    rows, held = [], []
    number = 0
    for path in sorted(folder.glob("*.tsv")):
        for line in path.read_text(encoding="utf-8").splitlines():
            if "\t" not in line:
                continue
            sentence, ties = line.split("\t")[:2]
            number += 1
            if number % WATCHED == 0:
                held += pairs_of(sentence, ties, pieces)
                continue
            for copy in range(1 + copies):
                written = exchanged(sentence, states, rng) if copy else sentence
                rows += pairs_of(written, ties, pieces)
    return rows, held


def tensors(rows: list[Tie]) -> dict[str, Tensor]:
    batch = batch_of(rows, "cpu")
    for name in ("negative", "uncertain", "learnt"):
        batch[name] = torch.tensor([float(getattr(row, name, name == "learnt")) for row in rows])
    return batch


def scores_of(head: Ties, rows: list[Tie], batch: dict[str, Tensor], read: Read) -> Tensor:
    return head(head.view(read.of(rows, batch["places"].shape[1])), batch["places"], batch["source_first"])


def loss_of(scores: Tensor, batch: dict[str, Tensor]) -> Tensor:
    relations = F.cross_entropy(scores[:, : len(RELATIONS)], batch["type"], label_smoothing=SMOOTHING, reduction="none")
    tied = (batch["type"] != NONE).float() * batch["learnt"]
    beside = sum(
        F.binary_cross_entropy_with_logits(scores[:, len(RELATIONS) + place], batch[name], reduction="none") for place, name in enumerate(("negative", "uncertain"))
    )
    return (relations * batch["learnt"]).sum() / batch["learnt"].sum().clamp(min=1) + (beside * tied).sum() / tied.sum().clamp(min=1)


@torch.no_grad()
def told(head: Ties, rows: list[Tie], read: Read) -> tuple[list[Tie], Tensor]:
    """The rows in the order of their lengths, with their scores."""
    head.eval()
    order = sorted(rows, key=lambda row: len(row.pieces))
    parts = [order[start : start + 256] for start in range(0, len(order), 256)]
    scores = [scores_of(head, some, tensors(some), read) for some in parts]
    head.train()
    return order, torch.cat(scores)


def figures(head: Ties, rows: list[Tie], read: Read) -> str:
    """Precision and recall of pairs from some probabilities of a tie on, and how often the signs of those are right."""
    order, scores = told(head, rows, read)
    probabilities = scores[:, : len(RELATIONS)].softmax(1)
    best = probabilities[:, :NONE].argmax(1)
    some = 1 - probabilities[:, NONE]
    gold = torch.tensor([row.type for row in order])
    learnt = torch.tensor([row.learnt for row in order])
    found = []
    for least in (0.5, 0.7, 0.8, 0.9):
        said = (some >= least) & learnt
        right = said & (best == gold)
        asked = (gold != NONE) & learnt
        found.append(f"{least}: {100 * right.sum() / said.sum().clamp(min=1):.1f}/{100 * right.sum() / asked.sum():.1f}")
    right = (some >= 0.5) & learnt & (best == gold)
    signs = [((scores[:, len(RELATIONS) + place] > 0) == torch.tensor([getattr(row, name) for row in order]))[right].float().mean() for place, name in enumerate(("negative", "uncertain"))]
    return "; ".join(found) + f"; signs {100 * signs[0]:.1f} {100 * signs[1]:.1f}"


def train(rows: list[Tie], plain: list[Tie], held: list[Tie], read: Read, epochs: int, hidden: int, seed: int) -> Ties:
    rng = random.Random(seed)
    torch.manual_seed(seed)
    head = Ties(hidden, len(RELATIONS) + BESIDE)
    optimiser = torch.optim.AdamW(head.parameters(), lr=RATE, weight_decay=0.01)
    average = torch.optim.swa_utils.AveragedModel(head, multi_avg_fn=torch.optim.swa_utils.get_ema_multi_avg_fn(0.99))
    begun = time.time()
    for epoch in range(epochs):
        head.train()
        some = rng.sample(plain, min(len(plain), int(PLAIN_SHARE * len(rows)))) if plain else []
        order = sorted(rows + some, key=lambda row: len(row.pieces) + rng.random() * 6)
        plan = [order[start : start + BATCH] for start in range(0, len(order), BATCH)]
        rng.shuffle(plan)
        for step, chosen in enumerate(plan, 1):
            progress = (epoch + step / len(plan)) / epochs
            optimiser.param_groups[0]["lr"] = RATE * min(progress / WARM, (1.02 - progress) / (1 - WARM))
            batch = tensors(chosen)
            loss = loss_of(scores_of(head, chosen, batch, read), batch)
            optimiser.zero_grad(set_to_none=True)
            loss.backward()
            torch.nn.utils.clip_grad_norm_(head.parameters(), 1.0)
            optimiser.step()
            if progress > WARM:
                average.update_parameters(head)
        print(f"epoch {epoch + 1}, loss {loss.item():.3f}, watched {figures(average.module, held, read)}, {time.time() - begun:.0f} s", flush=True)
    return average.module.eval()


def plain_pairs(folders: list[Path], news: Path | None, gold: Path | None, pieces: Pieces) -> list[Tie]:
    """The pairs of sentences of which only events are marked."""
    rows = marked.read_whole(folders, news, gold, pieces)
    return [Tie(row.pieces, row.shapes, row.firsts, row.lasts, row.places, row.source_first, NONE) for row in rows]


class Told(torch.nn.Module):
    """What the program runs: of the numbers of each word the last are this head's."""

    def __init__(self, head: Ties, others: int):
        super().__init__()
        self.head, self.others = head, others

    def forward(self, views: Tensor, places: Tensor, source_first: Tensor) -> Tensor:
        return self.head(views[:, :, self.others :], places, source_first)


#: Names of what is added to `encoder.onnx` begin so.
ADDED = "ties_view"
#: Of eight bits seven are used, as in `export.py`.
MOST = 63


def add_view(model: onnx.ModelProto, head: Ties) -> int:
    """Puts the head's view of the words behind those of the heads for events; gives how many numbers these have."""
    graph = model.graph
    for part in (graph.node, graph.initializer):
        for one in [one for one in part if one.name.startswith(ADDED)]:
            part.remove(one)
    [joined] = [node for node in graph.node if "events" in node.output]
    for name in [name for name in joined.input if name.startswith(ADDED)]:
        joined.input.remove(name)
    weight, bias = (one.detach().numpy() for one in (head.view.linear.weight, head.view.linear.bias))
    scale = np.abs(weight).max(1).clip(1e-8) / MOST
    constants = {
        "weight": np.round(weight / scale[:, None]).clip(-MOST, MOST).astype(np.int8).T.copy(),
        "zero": np.zeros(len(weight), np.int8),
        "scale": scale.astype(np.float32),
        "bias": bias.astype(np.float32),
        "root": np.float32(2**0.5),
        "one": np.float32(1),
        "half": np.float32(0.5),
    }
    graph.initializer.extend(numpy_helper.from_array(np.asarray(value), f"{ADDED}_{name}") for name, value in constants.items())
    steps = [
        ("MatMulInteger", [f"{WORDS}_quantized", ".weight", f"{WORDS}_zero_point", ".zero"], "product"),
        ("Cast", [".product"], "cast"),
        ("Mul", [f"{WORDS}_scale", ".scale"], "scales"),
        ("Mul", [".cast", ".scales"], "scaled"),
        ("Add", [".scaled", ".bias"], "linear"),
        ("Div", [".linear", ".root"], "divided"),
        ("Erf", [".divided"], "erf"),
        ("Add", [".erf", ".one"], "raised"),
        ("Mul", [".linear", ".raised"], "doubled"),
        ("Mul", [".doubled", ".half"], "view"),
    ]
    named = lambda name: ADDED + "_" + name[1:] if name.startswith(".") else name
    nodes = [
        helper.make_node(kind, [named(name) for name in inputs], [f"{ADDED}_{output}"], f"{ADDED}_{output}", **({"to": TensorProto.FLOAT} if kind == "Cast" else {}))
        for kind, inputs, output in steps
    ]
    at = list(graph.node).index(joined)
    for node in reversed(nodes):
        graph.node.insert(at, node)
    widths = {one.name: list(one.dims) for one in graph.initializer}
    others = sum(widths[name][0] for name in widths if name.startswith("events.heads.") and name.endswith("view.linear.bias"))
    joined.input.append(f"{ADDED}_view")
    [output] = [output for output in graph.output if output.name == "events"]
    output.type.tensor_type.shape.dim[2].dim_value = others + len(weight)
    return others


def widen(model: onnx.ModelProto, width: int) -> None:
    """Lets the heads for events pass over what stands behind their own numbers."""
    graph = model.graph
    [split] = [node for node in graph.node if node.op_type == "Split" and node.input[0] == "views"]
    [sizes] = [node for node in graph.node if split.input[1] in node.output]
    value = numpy_helper.to_array(sizes.attribute[0].t)[:3].tolist()
    others = sum(value)
    sizes.attribute[0].t.CopyFrom(numpy_helper.from_array(np.array([*value, width - others], np.int64)))
    if len(split.output) == 3:
        split.output.append(f"{ADDED}_rest")
    graph.input[0].type.tensor_type.shape.dim[2].dim_value = width


def export(models: Path, head: Ties) -> None:
    encoder = onnx.load(models / "encoder.onnx")
    others = add_view(encoder, head)
    onnx.save(encoder, models / "encoder.onnx")
    events = onnx.load(models / "events.onnx")
    widen(events, others + TIE)
    onnx.save(events, models / "events.onnx")
    torch.onnx.export(
        Told(head, others).eval(),
        (torch.zeros(1, 7, others + TIE), torch.zeros(3, 7, dtype=torch.int32), torch.zeros(3, dtype=torch.int32)),
        models / "ties.onnx",
        input_names=["views", "places", "source_first"],
        output_names=["ties"],
        dynamic_axes={"views": {1: "words"}, "places": {0: "pairs", 1: "words"}, "source_first": {0: "pairs"}},
        opset_version=17,
        dynamo=False,
    )
    for name in ("encoder.onnx", "events.onnx", "ties.onnx"):
        onnx.checker.check_model(onnx.load(models / name))
    labels = models / "labels.toml"
    kept = labels.read_text(encoding="utf-8").split("ties = [")[0]
    labels.write_text(kept + "ties = [\n" + "".join(f'  "{relation}",\n' for relation in RELATIONS) + "]\n", encoding="utf-8")


def main() -> None:
    arguments = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    arguments.add_argument("models", type=Path, help="folder with encoder.onnx, events.onnx, pieces.txt")
    arguments.add_argument("--ties", type=Path, required=True, help="folder with sentences of which all ties are marked")
    arguments.add_argument("--states", type=Path, required=True, help="states.tsv")
    arguments.add_argument("--plain", type=Path, action="append", default=[], help="folder with sentences of which events are marked; may be repeated")
    arguments.add_argument("--news", type=Path, help="folder with the events of sentences of articles")
    arguments.add_argument("--gold", type=Path, help="folder with these articles")
    arguments.add_argument("--epochs", type=int, default=4)
    arguments.add_argument("--seed", type=int, default=SEED)
    options = arguments.parse_args()
    torch.set_num_threads(2)

    pieces = Pieces((options.models / "pieces.txt").read_text(encoding="utf-8").splitlines())
    rows, held = read_ties(options.ties, pieces, read_states(options.states), EXCHANGED)
    plain = plain_pairs(options.plain, options.news, options.gold, pieces)
    begun = time.time()
    read = Read(Shipped(options.models / "encoder.onnx"), rows + held + plain, "words", "cpu")
    hidden = read.all.shape[1]
    rows = [row for row in rows if row.learnt]
    print(f"{len(rows)} pairs, {sum(row.type != NONE for row in rows)} with a tie; {len(held)} watched; {len(plain)} plain, read in {time.time() - begun:.0f} s", flush=True)
    head = train(rows, [], held, read, max(2, options.epochs // 2), hidden, options.seed)
    if plain:
        order, scores = told(head, plain, read)
        none = scores[:, : len(RELATIONS)].softmax(1)[:, NONE]
        plain = [row for row, surely in zip(order, none.tolist()) if surely >= SURELY_NONE]
        print(f"{len(plain)} plain pairs without a tie", flush=True)
        head = train(rows, plain, held, read, options.epochs, hidden, options.seed)
    export(options.models, head)


if __name__ == "__main__":
    main()
