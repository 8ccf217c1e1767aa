"""Turns trained weights into the files that the program reads: `encoder.onnx`, `relations.onnx`,
`events.onnx`, `pieces.txt`, `labels.toml`.

    python training/export.py WEIGHTS OUT

WEIGHTS is the folder with `encoder.pt` of `train.py`, `glance.pt` of `glance.py`, `kinds.pt` and `deeds.pt` of `events.py`, and
`sides.pt` of `sides.py`.

Weights of matrices become 8-bit integers with a scale per output channel, those of embeddings with a scale per row.
Activations are quantised as they come. Seven bits of the eight are used: without the VNNI instructions, x86
processors add pairs of products in 16 bits, which eight would overflow.
"""

from __future__ import annotations

import argparse
import tempfile
from pathlib import Path

import onnx
import torch
from onnxruntime.quantization import QuantType, quantize_dynamic
from torch import Tensor, nn

from network import RELATION, Events, Glance, Network, Panel, Sides, load


class RowQuantised(nn.Module):
    """An embedding whose rows are bytes, each with its own scale."""

    def __init__(self, weight: Tensor):
        super().__init__()
        scale = weight.abs().amax(1, keepdim=True).clamp_min(1e-8) / 127
        self.register_buffer("scale", scale)
        self.register_buffer("rows", torch.round(weight / scale).to(torch.int8))

    def forward(self, ids: Tensor) -> Tensor:
        return self.rows[ids].to(torch.float32) * self.scale[ids]


class Reading(nn.Module):
    """What the program runs over a window: the heads of the network, the words as the head for events sees them, and how
    surely each belongs to a side of an event."""

    def __init__(self, network: Network, events: Panel, sides: Sides):
        super().__init__()
        self.network, self.events, self.sides = network, events, sides

    def forward(self, *window: Tensor):
        words = self.network.words(*window)
        tags, names, arcs, dependents, heads, _ = self.network.heads(words)
        return tags, names, arcs, dependents, heads, self.events.view(words), torch.sigmoid(self.sides(words))


def export(weights: Path, out: Path) -> None:
    network, state = load(weights / "encoder.pt")
    hidden, classes = network.size.hidden, len(state["labels"]["events"])

    def loaded(head: nn.Module, name: str) -> nn.Module:
        head.load_state_dict(torch.load(weights / f"{name}.pt", weights_only=True))
        return head.eval()

    # The outputs of `events.onnx`.
    heads = {"glance": Glance(hidden), "deeds": Events(hidden, classes), "kinds": Events(hidden, classes)}
    events = Panel({name: loaded(head, name) for name, head in heads.items()}).eval()
    sides = loaded(Sides(hidden), "sides")
    out.mkdir(parents=True, exist_ok=True)
    relations = network.relations
    network.pieces = RowQuantised(network.pieces.weight.data)
    places = torch.ones(2, 5, dtype=torch.int64)
    example = (torch.ones(2, 8, dtype=torch.int32), torch.zeros(2, 8, dtype=torch.int32), places, places)
    with tempfile.TemporaryDirectory() as folder:
        plain = Path(folder) / "plain.onnx"
        torch.onnx.export(
            Reading(network, events, sides),
            example,
            plain,
            input_names=["pieces", "shapes", "firsts", "lasts"],
            output_names=["tags", "names", "arcs", "dependents", "heads", "events", "sides"],
            dynamic_axes={
                **dict.fromkeys(("pieces", "shapes"), {0: "batch", 1: "length"}),
                **dict.fromkeys(("firsts", "lasts"), {0: "batch", 1: "count"}),
            },
            opset_version=17,
            dynamo=False,
        )
        quantize_dynamic(plain, out / "encoder.onnx", weight_type=QuantType.QInt8, per_channel=True, reduce_range=True, op_types_to_quantize=["MatMul"])
    torch.onnx.export(
        relations,
        (torch.zeros(3, RELATION), torch.zeros(3, RELATION)),
        out / "relations.onnx",
        input_names=["dependents", "heads"],
        output_names=["relations"],
        dynamic_axes={"dependents": {0: "words"}, "heads": {0: "words"}},
        opset_version=17,
        dynamo=False,
    )
    torch.onnx.export(
        events,
        (torch.zeros(1, 7, sum(events.widths)), torch.zeros(3, 7, dtype=torch.int32), torch.zeros(3, dtype=torch.int32)),
        out / "events.onnx",
        input_names=["views", "places", "source_first"],
        output_names=list(heads),
        dynamic_axes={"views": {1: "words"}, "places": {0: "pairs", 1: "words"}, "source_first": {0: "pairs"}},
        opset_version=17,
        dynamo=False,
    )
    for name in ("encoder.onnx", "relations.onnx", "events.onnx"):
        onnx.checker.check_model(onnx.load(out / name))
    (out / "pieces.txt").write_text("".join(f"{piece}\n" for piece in state["pieces"]), encoding="utf-8")
    labels = "".join(
        f"{name} = [\n" + "".join(f'  "{label}",\n' for label in values) + "]\n" for name, values in state["labels"].items()
    )
    (out / "labels.toml").write_text("# Classes of the encoder's heads, in the order of its outputs.\n" + labels)


def main() -> None:
    arguments = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    arguments.add_argument("weights", type=Path, help="folder with encoder.pt and the heads' weights")
    arguments.add_argument("out", type=Path, help="folder for the files")
    options = arguments.parse_args()
    export(options.weights, options.out)


if __name__ == "__main__":
    main()
