"""From a checkpoint to the file the product reads: ONNX with its letters, its name and its calibration.

    python -m training.export CHECKPOINT MODEL.onnx --name vankho-lines-1 --texts FILE... [--pages 40]

Calibration: lines drawn as in training, with another seed, are read by the exported network; for each word
the least likelihood of its letters is set against whether it was right, and a rising step curve is fitted
(pool adjacent violators). Nothing of it sees the pages that are scored.
"""

from __future__ import annotations

import argparse
import json
import random
from difflib import SequenceMatcher
from pathlib import Path

import numpy as np
import onnx
import torch
from torch import Tensor, nn

from adapters.line_reader.network import NetworkLineReader
from ocr.ports import PixelBox
from training.fonts import vietnamese_fonts
from training.letters import LETTERS
from training.network import LineNetwork, begun
from training.pictures import DrawnLine, Pictures
from training.texts import Texts

_SEED = 101
_BINS = 60


class _Likelihoods(nn.Module):
    def __init__(self, network: LineNetwork) -> None:
        super().__init__()
        self.network = network

    def forward(self, x: Tensor, lengths: Tensor) -> Tensor:
        return torch.softmax(self.network(x, lengths).transpose(1, 2), 2)


def written(network: LineNetwork, target: Path, name: str, calibration: dict[str, list[float]]) -> None:
    torch.onnx.export(
        _Likelihoods(network),
        (torch.rand(2, 1, 192, 336), torch.tensor([40, 42])),
        str(target),
        input_names=["x", "lengths"],
        output_names=["p"],
        dynamic_axes={"x": {0: "lines", 3: "columns"}, "lengths": {0: "lines"}, "p": {0: "lines", 1: "steps"}},
        opset_version=17,
        dynamo=False,
    )
    model = onnx.load(str(target))
    about = {"name": name, "letters": json.dumps(LETTERS, ensure_ascii=False), "calibration": json.dumps(calibration)}
    onnx.helper.set_model_props(model, about)
    onnx.save(model, str(target))


def words_and_truth(reader: NetworkLineReader, lines: list[DrawnLine]) -> list[tuple[float, bool]]:
    """What the reader says of each word it reads, and whether the word stands in the line."""
    found = []
    for line in lines:
        box = PixelBox(*(max(0, int(side)) for side in line.box))
        (read,) = reader.read(line.gray, [box])
        if read is None:
            continue
        words = [word.text for word in read.words]
        right = [False] * len(words)
        for block in SequenceMatcher(None, words, line.text.split(" "), autojunk=False).get_matching_blocks():
            right[block.a : block.a + block.size] = [True] * block.size
        found += [(word.confidence, ok) for word, ok in zip(read.words, right, strict=True)]
    return found


def fitted(pairs: list[tuple[float, bool]]) -> dict[str, list[float]]:
    """Said against right, both rising: knots of a piecewise straight curve from 0 to 1."""
    said = np.array([pair[0] for pair in sorted(pairs)])
    right = np.array([float(pair[1]) for pair in sorted(pairs)])
    # Finer where words are doubtful: bins of equal numbers of *wrong* words, and one for what is nearly always right.
    wrong = np.cumsum(1 - right)
    edges = np.searchsorted(wrong, np.linspace(0, wrong[-1], _BINS)[1:-1])
    blocks: list[list[float]] = []
    for first, last in zip([0, *edges], [*edges, len(said)], strict=True):
        if last <= first:
            continue
        blocks.append([said[first:last].mean(), right[first:last].sum(), last - first])
        while len(blocks) > 1 and blocks[-2][1] / blocks[-2][2] >= blocks[-1][1] / blocks[-1][2]:
            above, below = blocks.pop(), blocks.pop()
            count = above[2] + below[2]
            mean = (above[0] * above[2] + below[0] * below[2]) / count
            blocks.append([mean, above[1] + below[1], count])
    knots = [(round(float(x), 5), round(float(good / count), 5)) for x, good, count in blocks]
    return {"said": [0.0, *(x for x, _ in knots)], "right": [0.5 * knots[0][1], *(y for _, y in knots)]}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("checkpoint", type=Path)
    parser.add_argument("model", type=Path)
    parser.add_argument("--name", required=True)
    parser.add_argument("--texts", type=Path, nargs="+", required=True)
    parser.add_argument("--lines", type=int, default=4000, help="lines to calibrate on")
    options = parser.parse_args()
    network = begun()
    network.load_state_dict(torch.load(options.checkpoint)["mean"])
    network.eval()
    written(network, options.model, options.name, {"said": [0.0, 1.0], "right": [0.0, 1.0]})
    random.seed(_SEED)
    np.random.seed(_SEED)  # noqa: NPY002  pictures draw from numpy's own state
    pictures = Pictures(Texts(options.texts), vietnamese_fonts())
    pairs = words_and_truth(NetworkLineReader(options.model), [pictures.draw(60) for _ in range(options.lines)])
    written(network, options.model, options.name, fitted(pairs))
    right = 100 * np.mean([ok for _, ok in pairs])
    print(f"{len(pairs)} words, {right:.1f} % right; {options.model.stat().st_size} bytes")


if __name__ == "__main__":
    main()
