"""Trains the head that tells which words mean somebody who can be a side of an event, on the finished encoder.

    python training/sides.py WEIGHTS --narrative training/narrative --narrative training/dispatches --news training/news --gold GOLD

Reads `encoder.pt` in the folder WEIGHTS and writes `sides.pt` beside it: from the sentences of which all actors are marked, each word
is learnt as inside or outside of an actor's phrase. The encoder stays as it is. Fixed seeds; two minutes on a core.
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
from network import SOURCE, TARGET, Network, Sides, load
from pieces import Pieces

SEED = 20_260_103
RATE = 1e-3
EPOCHS = 5
#: Words of a batch.
BATCH = 512
#: From this probability on a word is counted as inside, in what is printed.
INSIDE = 0.5


def sentences(rows: list[marked.Pair]) -> list[tuple[marked.Pair, set[int]]]:
    """Each sentence once, with its words that lie in the phrase of an actor. Of sentences with fewer than two actors there are no rows."""
    found: dict[int, tuple[marked.Pair, set[int]]] = {}
    for row in rows:
        own = found.setdefault(id(row.pieces), (row, set()))[1]
        own.update(index for index, place in enumerate(row.places) if place in (SOURCE, TARGET))
    return sorted(found.values(), key=lambda one: len(one[0].pieces))


@torch.no_grad()
def words_of(network: Network, some: list[tuple[marked.Pair, set[int]]]) -> tuple[Tensor, Tensor]:
    """The encoder's vectors of all words (W, hidden), and 1 for those inside of a phrase (W)."""
    vectors, inside = [], []
    for start in range(0, len(some), 32):
        part = some[start : start + 32]
        batch = marked.tensors([row for row, _ in part])
        words = network.words(batch["pieces"], batch["shapes"], batch["firsts"], batch["lasts"])
        for (row, own), each in zip(part, words):
            vectors.append(each[: len(row.places)])
            inside.append(torch.tensor([float(index in own) for index in range(len(row.places))]))
    return torch.cat(vectors), torch.cat(inside)


@torch.no_grad()
def figures(sides: Sides, vectors: Tensor, inside: Tensor) -> str:
    """Precision and recall of words, in percent."""
    sides.eval()
    said, told = torch.sigmoid(sides(vectors)[:, 0]) >= INSIDE, inside > 0
    sides.train()
    both = int((said & told).sum())
    return f"precision {100 * both / max(int(said.sum()), 1):.1f}, recall {100 * both / max(int(told.sum()), 1):.1f}"


def main() -> None:
    arguments = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    arguments.add_argument("weights", type=Path, help="folder with encoder.pt")
    arguments.add_argument("--narrative", type=Path, required=True, action="append", help="folder with sentences of which all actors are marked; may be repeated")
    arguments.add_argument("--news", type=Path, required=True, help="folder with the actors of sentences of articles")
    arguments.add_argument("--gold", type=Path, required=True, help="folder with these articles")
    arguments.add_argument("--epochs", type=int, default=EPOCHS)
    options = arguments.parse_args()
    torch.manual_seed(SEED)
    torch.set_num_threads(1)
    rng = random.Random(SEED)

    network, state = load(options.weights / "encoder.pt")
    pieces = Pieces(state["pieces"])
    begun = time.time()
    every = sentences(marked.read_whole(options.narrative, options.news, options.gold, pieces))
    held = words_of(network, [one for one in every if marked.is_watched(one[0])])
    vectors, inside = words_of(network, [one for one in every if not marked.is_watched(one[0])])
    print(f"{len(every)} sentences, {len(inside)} words, read in {time.time() - begun:.0f} s", flush=True)

    sides = Sides(network.size.hidden)
    optimiser = torch.optim.AdamW(sides.parameters(), lr=RATE, weight_decay=0.01)
    order = list(range(len(inside)))
    for epoch in range(options.epochs):
        rng.shuffle(order)
        for chosen in torch.tensor(order).split(BATCH):
            loss = F.binary_cross_entropy_with_logits(sides(vectors[chosen])[:, 0], inside[chosen])
            optimiser.zero_grad(set_to_none=True)
            loss.backward()
            optimiser.step()
        print(f"epoch {epoch + 1}, watched: {figures(sides, *held)}, {time.time() - begun:.0f} s", flush=True)
    torch.save(sides.state_dict(), options.weights / "sides.pt")


if __name__ == "__main__":
    main()
