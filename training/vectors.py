"""What a finished encoder leaves for the words of marked sentences: from that the heads for events learn."""

from __future__ import annotations

import torch
from torch import Tensor
from torch.nn import functional as F

import pairs as marked
from network import Network


class Read:
    """What a finished network makes of the words of sentences: one row of numbers for each word, of all sentences together."""

    @torch.no_grad()
    def __init__(self, network: Network, rows: list[marked.Pair], of: str, device: str):
        """``of``: `words`, the encoder's vectors, or `views`, those of the network's own head for pairs."""
        self.device = device
        order = sorted({id(row.pieces): row for row in rows}.values(), key=lambda row: len(row.pieces))
        self.begin: dict[int, int] = {}
        parts, count = [], 0
        for start in range(0, len(order), 64):
            some = order[start : start + 64]
            batch = {name: one.to(device) for name, one in marked.tensors(some).items()}
            vectors = network.words(batch["pieces"], batch["shapes"], batch["firsts"], batch["lasts"])
            if of == "views":
                vectors = network.event(vectors)
            for row, own in zip(some, vectors):
                self.begin[id(row.pieces)] = count
                parts.append(own[: len(row.places)])
                count += len(row.places)
        width = max(len(row.places) for row in order)
        self.all = torch.cat([*parts, torch.zeros_like(parts[0][:1]).expand(width, -1)])

    def of(self, rows: list[marked.Pair], width: int) -> Tensor:
        """(rows, width, numbers). Beyond a sentence's end stands what follows: it is of no account."""
        begin = torch.tensor([self.begin[id(row.pieces)] for row in rows], device=self.device)
        return F.embedding(begin[:, None] + torch.arange(width, device=self.device), self.all)


def batch_of(rows: list[marked.Pair], device: str) -> dict[str, Tensor]:
    return {name: one.to(device) for name, one in marked.tensors(rows).items() if name in ("places", "source_first", "type")}
