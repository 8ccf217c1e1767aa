"""Trains the head that tells of which pairs of actors nothing need be asked, on the finished encoder.

    python training/glance.py WEIGHTS --narrative training/narrative --narrative training/dispatches --news training/news --gold GOLD

Reads `encoder.pt` in the folder WEIGHTS and writes `glance.pt` beside it, from all ordered pairs of the actors of sentences of which
all actors and events are marked: whether anything is done. Prints, for sentences that are watched, how few pairs are left to ask about
where so many of those with an event are to be among them. Fixed seeds; two minutes on a core, most of them reading.
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
from network import Glance, load
from pieces import Pieces
from vectors import Read, batch_of

SEED = 20_260_104
RATE = 2e-3
EPOCHS = 3
#: Pairs of a batch.
BATCH = 512
#: From this probability on that something is done, more is asked about a pair; `crates/entente-text` has the same.
OPEN = 0.02
#: Shares of the pairs with an event for which is printed what must be asked about.
KEPT = (0.95, 0.98, 0.99)


def scores_of(glance: Glance, rows: list[marked.Pair], read: Read) -> Tensor:
    """Of each row, the score that anything is done."""
    batch = batch_of(rows, read.device)
    return glance(glance.view(read.of(rows, batch["places"].shape[1])), batch["places"], batch["source_first"])[:, 0]


def is_event(rows: list[marked.Pair]) -> Tensor:
    return torch.tensor([float(marked.TYPES[row.type] != "NONE") for row in rows])


@torch.no_grad()
def told(glance: Glance, rows: list[marked.Pair], read: Read) -> tuple[list[marked.Pair], Tensor]:
    """The rows in the order of their lengths, and of each the probability that anything is done."""
    glance.eval()
    order = sorted(rows, key=lambda row: len(row.pieces))
    parts = [order[start : start + BATCH] for start in range(0, len(order), BATCH)]
    done = [torch.sigmoid(scores_of(glance, some, read)) for some in parts]
    glance.train()
    return order, torch.cat(done) if done else torch.zeros(0)


def open_pairs(glance: Glance, rows: list[marked.Pair], read: Read) -> list[marked.Pair]:
    """The rows of which more is asked."""
    order, done = told(glance, rows, read)
    return [row for row, probability in zip(order, done.tolist()) if probability >= OPEN]


def figures(glance: Glance, rows: list[marked.Pair], read: Read) -> str:
    """For each of `KEPT`, from which probability on pairs must be asked about, and the share that these are of all."""
    order, done = told(glance, rows, read)
    events = done[is_event(order) > 0].sort().values
    found = []
    for kept in KEPT:
        least = events[int((1 - kept) * len(events))].item()
        found.append(f"{100 * kept:.0f} %: from {least:.3f} on, {100 * (done >= least).float().mean().item():.1f} %")
    return "; ".join(found)


def main() -> None:
    arguments = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    arguments.add_argument("weights", type=Path, help="folder with encoder.pt")
    arguments.add_argument("--narrative", type=Path, required=True, action="append", help="folder with sentences of which all events are listed; may be repeated")
    arguments.add_argument("--news", type=Path, help="folder with the events of sentences of articles")
    arguments.add_argument("--gold", type=Path, help="folder with these articles")
    options = arguments.parse_args()
    torch.manual_seed(SEED)
    torch.set_num_threads(1)
    rng = random.Random(SEED)

    network, state = load(options.weights / "encoder.pt")
    begun = time.time()
    every = marked.read_whole(options.narrative, options.news, options.gold, Pieces(state["pieces"]))
    read = Read(network, every, "words", "cpu")
    held = [row for row in every if marked.is_watched(row)]
    rows = [row for row in every if not marked.is_watched(row)]
    print(f"{len(rows)} pairs, {len(held)} watched, read in {time.time() - begun:.0f} s", flush=True)

    glance = Glance(network.size.hidden)
    optimiser = torch.optim.AdamW(glance.parameters(), lr=RATE, weight_decay=0.01)
    order = sorted(rows, key=lambda row: len(row.pieces) + rng.random() * 6)
    plan = [order[start : start + BATCH] for start in range(0, len(order), BATCH)]
    for epoch in range(EPOCHS):
        rng.shuffle(plan)
        for step, chosen in enumerate(plan):
            progress = (epoch + step / len(plan)) / EPOCHS
            optimiser.param_groups[0]["lr"] = RATE * min(progress / 0.05, 1.02 - progress)
            loss = F.binary_cross_entropy_with_logits(scores_of(glance, chosen, read), is_event(chosen))
            optimiser.zero_grad(set_to_none=True)
            loss.backward()
            optimiser.step()
        print(f"epoch {epoch + 1}, {figures(glance, held, read)}, {time.time() - begun:.0f} s", flush=True)
    torch.save(glance.state_dict(), options.weights / "glance.pt")


if __name__ == "__main__":
    main()
