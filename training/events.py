"""Trains the heads for events on the finished encoder, from the sentences in `events/`, `narrative/` and `news/`.

    python training/events.py WEIGHTS kinds --events training/events
    python training/events.py WEIGHTS deeds --events training/events --narrative training/narrative --news training/news --gold GOLD

Reads `encoder.pt` in the folder WEIGHTS and writes `kinds.pt` or `deeds.pt` beside it. The encoder stays as it is: each sentence goes
through it once, and what it leaves for the words is learnt from. Of the two heads, one tells which type it is, from the
sentences with an event each, and one whether there is one, from all; the program takes the mean of their scores. For each, several
may be trained first (`--teachers`), and the one that is kept learns from what they say together, too. With `--from` it begins with the weights
of an earlier head. A quarter of an hour on one core for each that is trained, fixed seeds.
"""

from __future__ import annotations

import argparse
import random
import time
from pathlib import Path

import torch
from torch import Tensor
from torch.nn import functional as F

import pairs as marked
from export import load
from network import Events, Network
from pieces import Pieces

SEED = 20_260_102
RATE = 1e-3
#: Share of the training over which the learning rate rises.
WARM = 0.1
#: Types that hold both ways, and the share of their rows that is read the other way round in an epoch.
MUTUAL, MIRRORED = ("CONSULT", "COOPERATE"), 0.3
#: Pairs between which nothing happens, out of all of those of `narrative/` and `news/`, that an epoch learns from.
NOTHINGS = 24_000
#: One sentence in so many is kept for watching, all its rows with it.
WATCHED = 20


@torch.no_grad()
def read(network: Network, rows: list[marked.Pair]) -> list[Tensor]:
    """The encoder's vectors of the words of each row."""
    found: list[Tensor | None] = [None] * len(rows)
    order = sorted(range(len(rows)), key=lambda index: len(rows[index].pieces))
    for start in range(0, len(order), marked.BATCH):
        chosen = order[start : start + marked.BATCH]
        batch = marked.tensors([rows[index] for index in chosen])
        words = network.words(batch["pieces"], batch["shapes"], batch["firsts"], batch["lasts"])
        for index, row in zip(chosen, words):
            found[index] = row[: len(rows[index].places)].clone()
    return found


def scores_of(events: Events, rows: list[marked.Pair], vectors: dict[int, Tensor]) -> tuple[Tensor, Tensor]:
    """Scores and types of a batch. ``vectors``: by the identity of a row's list of pieces."""
    batch = marked.tensors(rows)
    width = batch["places"].shape[1]
    words = torch.stack([F.pad(vectors[id(row.pieces)], (0, 0, 0, width - len(row.places))) for row in rows])
    return events(events.view(words), batch["places"], batch["source_first"]), batch["type"]


def seeded(hidden: int, seed: int) -> Events:
    """A fresh head."""
    torch.manual_seed(seed)
    return Events(hidden, len(marked.TYPES))


@torch.no_grad()
def right(events: Events, rows: list[marked.Pair], vectors: dict[int, Tensor]) -> float:
    """The share of rows whose type comes out."""
    events.eval()
    hits = 0
    for start in range(0, len(rows), marked.BATCH):
        scores, types = scores_of(events, rows[start : start + marked.BATCH], vectors)
        hits += int((scores.argmax(1) == types).sum())
    events.train()
    return hits / max(len(rows), 1)


def fit(
    events: Events,
    rows: list[marked.Pair],
    held: list[marked.Pair],
    vectors: dict[int, Tensor],
    nothings: list[marked.Pair],
    rng: random.Random,
    epochs: int,
    teachers: list[Events] = (),
) -> Events:
    """The average of the later steps of a training; with ``teachers``, half of what is learnt is what they say together.

    Of ``nothings`` an epoch takes some.
    """
    optimiser = torch.optim.AdamW(events.parameters(), lr=RATE, weight_decay=0.01)
    average = torch.optim.swa_utils.AveragedModel(events, multi_avg_fn=torch.optim.swa_utils.get_ema_multi_avg_fn(0.99))
    begun = time.time()
    for epoch in range(epochs):
        events.train()
        mutual = [(row, marked.TYPES[row.type]) for row in rows if marked.TYPES[row.type] in MUTUAL]
        mirrored = [marked.reversed_pair(row, kind) for row, kind in mutual if rng.random() < MIRRORED]
        some = rng.sample(nothings, min(NOTHINGS, len(nothings)))
        plan = marked.batches(rows + mirrored + some, rng)
        for step, batch in enumerate(plan, 1):
            progress = (epoch + step / len(plan)) / epochs
            optimiser.param_groups[0]["lr"] = RATE * min(progress / WARM, (1.02 - progress) / (1 - WARM))
            scores, types = scores_of(events, batch, vectors)
            loss = F.cross_entropy(scores, types, label_smoothing=0.05)
            if teachers:
                with torch.no_grad():
                    said = sum(scores_of(teacher, batch, vectors)[0].softmax(1) for teacher in teachers) / len(teachers)
                loss = 0.5 * loss + 0.5 * F.cross_entropy(scores, said)
            optimiser.zero_grad(set_to_none=True)
            loss.backward()
            torch.nn.utils.clip_grad_norm_(events.parameters(), 1.0)
            optimiser.step()
            if progress > WARM:
                average.update_parameters(events)
        share = right(average.module, held, vectors)
        print(f"epoch {epoch + 1}, loss {loss.item():.3f}, {100 * share:.1f} % of the watched, {time.time() - begun:.0f} s", flush=True)
    return average.module.eval()


def main() -> None:
    arguments = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    arguments.add_argument("weights", type=Path, help="folder with encoder.pt")
    arguments.add_argument("head", choices=["kinds", "deeds"], help="which of the two heads")
    arguments.add_argument("--events", type=Path, required=True, help="folder with TYPE.tsv, marked sentences")
    arguments.add_argument("--narrative", type=Path, help="folder with sentences of which all events are listed")
    arguments.add_argument("--news", type=Path, help="folder with the events of sentences of articles")
    arguments.add_argument("--gold", type=Path, help="folder with these articles")
    arguments.add_argument("--from", dest="begun", type=Path, help="kinds.pt or deeds.pt of an earlier training, from which this one goes on")
    arguments.add_argument("--epochs", type=int, default=10)
    arguments.add_argument("--teachers", type=int, default=0, help="heads from whose common opinion the one that is kept learns")
    options = arguments.parse_args()
    torch.manual_seed(SEED)
    torch.set_num_threads(1)
    rng = random.Random(SEED)

    network, state = load(options.weights / "encoder.pt")
    pieces = Pieces(state["pieces"])
    whole: list[marked.Pair] = []
    # The types are best learnt where an event is marked in each sentence, and whether there is one where most pairs have none.
    if options.head == "deeds":
        if options.narrative:
            whole += marked.read_narrative(options.narrative, pieces)
        if options.news:
            whole += marked.read_news(options.news, options.gold, pieces)
    of_whole = {id(row.pieces) for row in whole}
    rows = marked.read_pairs(options.events, pieces) + whole
    begun = time.time()
    sentences = list({id(row.pieces): row for row in rows}.values())
    vectors = {id(row.pieces): words for row, words in zip(sentences, read(network, sentences))}
    # Rows of one sentence have the same pieces: they are learnt from together, or watched together.
    sentences = sorted({tuple(row.pieces) for row in rows})
    rng.shuffle(sentences)
    watched = set(sentences[::WATCHED])
    held = [row for row in rows if tuple(row.pieces) in watched]
    rows = [row for row in rows if tuple(row.pieces) not in watched]
    is_nothing = lambda row: id(row.pieces) in of_whole and marked.TYPES[row.type] == "NONE"
    nothings = [row for row in rows if is_nothing(row)]
    rows = [row for row in rows if not is_nothing(row)]
    print(f"{len(rows)} rows, {len(nothings)} of nothing, {len(held)} watched, read in {time.time() - begun:.0f} s", flush=True)

    hidden = network.norm.normalized_shape[0]

    def fit_one(seed: int, teachers: list[Events]) -> Events:
        head = seeded(hidden, seed)
        if options.begun:
            head.load_state_dict(torch.load(options.begun, weights_only=True))
        return fit(head, rows, held, vectors, nothings, random.Random(seed), options.epochs, teachers)

    teachers = [fit_one(SEED + 1 + number, []) for number in range(options.teachers)]
    torch.save(fit_one(SEED, teachers).state_dict(), options.weights / f"{options.head}.pt")


if __name__ == "__main__":
    main()
