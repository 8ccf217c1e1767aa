"""Trains the heads for events on the finished encoder, from the sentences in `events/`, `narrative/`, `dispatches/` and `news/`.

    python training/events.py WEIGHTS kinds --events training/events --narrative training/narrative --narrative training/dispatches
    python training/events.py WEIGHTS deeds --events training/events --narrative training/narrative --narrative training/dispatches --news training/news --gold GOLD

Reads `encoder.pt` and `glance.pt` in the folder WEIGHTS and writes `kinds.pt` or `deeds.pt` beside them. The encoder stays as it is:
each sentence goes through it once, and what it leaves for the words is learnt from. Of the two heads, one tells which type it is, from
pairs with an event, and one whether there is one, from these and all of which a glance does not tell that nothing is done; the program believes the second in this and takes the mean of their scores for the type. With
`--teacher`, half of what is learnt is what larger encoders that were trained on the same say of each pair. Fixed seeds.
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
from glance import open_pairs
from network import Events, Glance, Network, load
from pieces import Pieces
from vectors import Read, batch_of

RATE = 2e-3
#: Pairs of a batch, and how much of each row's weight goes to types that it is not of.
BATCH, SMOOTHING = 64, 0.02
#: Share of the training over which the learning rate rises.
WARM = 0.1
#: Types that hold both ways, and the share of their rows that is read the other way round in an epoch.
MUTUAL, MIRRORED = ("CONSULT", "COOPERATE"), 0.3


def scores_of(events: Events, rows: list[marked.Pair], batch: dict[str, Tensor], read: Read) -> Tensor:
    words = read.of(rows, batch["places"].shape[1])
    return events(events.view(words), batch["places"], batch["source_first"])


@torch.no_grad()
def taught(teachers: list[tuple[Network, Read]], rows: list[marked.Pair], batch: dict[str, Tensor]) -> Tensor:
    """The distribution over types that the teachers give together."""
    width = batch["places"].shape[1]
    said = [teacher.pairs(read.of(rows, width), batch["places"], batch["source_first"]).softmax(1) for teacher, read in teachers]
    return sum(said) / len(said)


@torch.no_grad()
def right(events: Events, rows: list[marked.Pair], read: Read) -> float:
    """The share of rows whose type comes out, in percent."""
    events.eval()
    hits = 0
    for some in marked.batches(rows, random.Random(0), 64):
        batch = batch_of(some, read.device)
        hits += int((scores_of(events, some, batch, read).argmax(1) == batch["type"]).sum())
    events.train()
    return 100 * hits / max(len(rows), 1)


def main() -> None:
    arguments = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    arguments.add_argument("weights", type=Path, help="folder with encoder.pt")
    arguments.add_argument("head", choices=["kinds", "deeds"], help="which of the two heads")
    arguments.add_argument("--events", type=Path, required=True, help="folder with TYPE.tsv, marked sentences")
    arguments.add_argument("--narrative", type=Path, action="append", default=[], help="folder with sentences of which all events are listed; may be repeated")
    arguments.add_argument("--news", type=Path, help="folder with the events of sentences of articles")
    arguments.add_argument("--gold", type=Path, help="folder with these articles")
    arguments.add_argument("--teacher", type=Path, action="append", default=[], help="encoder.pt of a larger encoder; may be repeated")
    arguments.add_argument("--epochs", type=int, default=10)
    arguments.add_argument("--batch", type=int, default=BATCH, help="pairs of a batch")
    arguments.add_argument("--rate", type=float, default=RATE)
    arguments.add_argument("--seed", type=int, default=1)
    arguments.add_argument("--device", default="cpu", help="cpu or cuda")
    options = arguments.parse_args()
    torch.manual_seed(options.seed)
    torch.set_num_threads(1)
    rng = random.Random(options.seed)

    network, state = load(options.weights / "encoder.pt")
    pieces = Pieces(state["pieces"])
    whole = marked.read_whole(options.narrative, options.news, options.gold, pieces)
    # The types are best learnt from pairs with an event, and whether there is one where most pairs have none.
    if options.head == "kinds":
        whole = [row for row in whole if marked.TYPES[row.type] != "NONE"]
    rows = marked.read_pairs(options.events, pieces) + whole
    begun = time.time()
    read = Read(network.to(options.device), rows, "words", options.device)
    teachers = []
    for path in options.teacher:
        teacher = load(path)[0].to(options.device)
        teachers.append((teacher, Read(teacher, rows, "views", options.device)))
    held = [row for row in rows if marked.is_watched(row)]
    of_whole = {id(row) for row in whole}
    rows = [row for row in rows if not marked.is_watched(row)]
    is_nothing = lambda row: id(row) in of_whole and marked.TYPES[row.type] == "NONE"
    nothings = [row for row in rows if is_nothing(row)]
    # What a glance tells is not asked of the heads, so that they learn what it does not.
    glance = Glance(network.size.hidden)
    glance.load_state_dict(torch.load(options.weights / "glance.pt", map_location=options.device, weights_only=True))
    nothings = open_pairs(glance.to(options.device), nothings, read)
    rows = [row for row in rows if not is_nothing(row)]
    print(f"{len(rows)} rows, {len(nothings)} of nothing, {len(held)} watched, read in {time.time() - begun:.0f} s", flush=True)

    events = Events(network.size.hidden, len(marked.TYPES)).to(options.device)
    optimiser = torch.optim.AdamW(events.parameters(), lr=options.rate, weight_decay=0.01)
    average = torch.optim.swa_utils.AveragedModel(events, multi_avg_fn=torch.optim.swa_utils.get_ema_multi_avg_fn(0.99))
    for epoch in range(options.epochs):
        events.train()
        mutual = [(row, marked.TYPES[row.type]) for row in rows if marked.TYPES[row.type] in MUTUAL]
        mirrored = [marked.reversed_pair(row, kind) for row, kind in mutual if rng.random() < MIRRORED]
        plan = marked.batches(rows + mirrored + nothings, rng, options.batch)
        for step, chosen in enumerate(plan, 1):
            progress = (epoch + step / len(plan)) / options.epochs
            optimiser.param_groups[0]["lr"] = options.rate * min(progress / WARM, (1.02 - progress) / (1 - WARM))
            batch = batch_of(chosen, options.device)
            scores = scores_of(events, chosen, batch, read)
            loss = F.cross_entropy(scores, batch["type"], label_smoothing=SMOOTHING)
            if teachers:
                loss = 0.5 * loss + 0.5 * F.cross_entropy(scores, taught(teachers, chosen, batch))
            optimiser.zero_grad(set_to_none=True)
            loss.backward()
            torch.nn.utils.clip_grad_norm_(events.parameters(), 1.0)
            optimiser.step()
            if progress > WARM:
                average.update_parameters(events)
        share = right(average.module, held, read)
        print(f"epoch {epoch + 1}, loss {loss.item():.3f}, {share:.1f} % of the watched, {time.time() - begun:.0f} s", flush=True)
    torch.save({name: one.cpu() for name, one in average.module.state_dict().items()}, options.weights / f"{options.head}.pt")


if __name__ == "__main__":
    main()
