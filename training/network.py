"""The network: a line's columns, seen coarsely with what surrounds them and finely by themselves, read by CTC.

The trunk is trueocr's recogniser (Apache-2.0), whose weights training starts from: a column of 32 x 4
pixels and its surroundings become 128 numbers, ten blocks look along the line. It sees a line 32 pixels
high, in which a hook and an acute are the same three pixels. Added here: three small convolutions over
the line at twice that size, which begin by adding nothing.
"""

from __future__ import annotations

import onnx
import torch
from onnx import numpy_helper
from torch import Tensor, nn
from torch.nn import functional

from training.letters import LETTERS, MODELS

CHANNELS = 128
STEP = 8
"""Columns of the picture for one step."""
_KNOWN = 223
"""Outputs of the network that training starts from."""


class Block(nn.Module):
    """Looks nine steps along the line, and at the whole of it (squeeze and excitation)."""

    def __init__(self, channels: int = CHANNELS, wide: int = 2 * CHANNELS) -> None:
        super().__init__()
        self.dw = nn.Conv1d(channels, channels, 9, padding=4, groups=channels)
        self.expand = nn.Conv1d(channels, wide, 1)
        self.fc1, self.fc2 = nn.Linear(wide, wide // 4), nn.Linear(wide // 4, wide)
        self.project = nn.Conv1d(wide, channels, 1)

    def forward(self, x: Tensor, mask: Tensor) -> Tensor:
        y = functional.hardswish(self.expand(self.dw(x)))
        whole = (y * mask).sum(2) / mask.sum(2).clamp(min=1)
        gate = torch.sigmoid(self.fc2(functional.relu(self.fc1(whole))))
        return (x + self.project(y * gate.unsqueeze(2))) * mask


class LineNetwork(nn.Module):
    """Ink 0 to 1 [lines, 1, 192, columns], the line in the middle third, and steps of each: [lines, letters, steps]."""

    def __init__(self) -> None:
        super().__init__()
        self.stem, self.bn = nn.Conv2d(1, CHANNELS, (32, 4), (32, 4)), nn.BatchNorm1d(CHANNELS)
        self.patch = nn.Conv2d(1, 32, 4, 4)
        self.cdw, self.cpw = nn.Conv2d(32, 32, 3, padding=1, groups=32, bias=False), nn.Conv2d(32, 64, 1)
        self.score, self.row_prior = nn.Conv2d(64, 4, 1), nn.Parameter(torch.zeros(1, 4, 24, 1))
        self.proj = nn.Conv1d(64, CHANNELS, 1)
        self.f1, self.fb1 = nn.Conv2d(1, 32, 3, 2, 1), nn.BatchNorm2d(32)
        self.f2d, self.f2, self.fb2 = nn.Conv2d(32, 32, 3, 2, 1, groups=32), nn.Conv2d(32, 64, 1), nn.BatchNorm2d(64)
        self.f3d, self.f3, self.fb3 = nn.Conv2d(64, 64, 5, 2, 2, groups=64), nn.Conv2d(64, 96, 1), nn.BatchNorm2d(96)
        self.f4 = nn.Conv1d(96 * 10, CHANNELS, 1)
        nn.init.zeros_(self.f4.weight)
        nn.init.zeros_(self.f4.bias)
        self.blocks = nn.ModuleList(Block() for _ in range(10))
        self.head = nn.Conv1d(CHANNELS, 1 + len(LETTERS), 1)

    def forward(self, x: Tensor, steps: Tensor) -> Tensor:
        columns = self._coarse(functional.avg_pool2d(x, 2))
        columns = columns + self._fine(x[:, :, 56:136], columns.shape[2])
        mask = (torch.arange(columns.shape[2])[None] < steps[:, None]).to(columns.dtype).unsqueeze(1)
        y = functional.hardswish(self.bn(columns)) * mask
        for block in self.blocks:
            y = block(y, mask)
        return self.head(y)

    def _coarse(self, x: Tensor) -> Tensor:
        around = functional.hardswish(self.cpw(self.cdw(functional.hardswish(self.patch(x)))))
        weight = torch.softmax(self.score(around) + self.row_prior, 2)
        lines, channels, rows, steps = around.shape
        seen = (around.view(lines, 4, channels // 4, rows, steps) * weight.unsqueeze(2)).sum(3)
        return self.stem(x[:, :, 32:64]).squeeze(2) + self.proj(seen.reshape(lines, channels, steps))

    def _fine(self, x: Tensor, steps: int) -> Tensor:
        y = functional.hardswish(self.fb1(self.f1(x)))
        y = functional.hardswish(self.fb2(self.f2(self.f2d(y))))
        y = functional.hardswish(self.fb3(self.f3(self.f3d(y))))
        return self.f4(y.reshape(y.shape[0], y.shape[1] * y.shape[2], y.shape[3])[:, :, :steps])

    @property
    def fine_parameters(self) -> list[nn.Parameter]:
        return [value for name, value in self.named_parameters() if name.startswith("f")]


def begun() -> LineNetwork:
    """The network with trueocr's weights: reads as trueocr does, and knows nothing of the added signs."""
    model = onnx.load(str(MODELS / "rec.onnx"))
    known = {one.name: torch.tensor(numpy_helper.to_array(one).copy()) for one in model.graph.initializer}
    network = LineNetwork()
    own = network.state_dict()
    names = {
        **{f"stem.{part}": f"rec.stem.{part}" for part in ("weight", "bias")},
        **{f"bn.{part}": f"rec.stem_bn.{part}" for part in ("weight", "bias", "running_mean", "running_var")},
        **{f"score.{part}": f"rec.context.score.{part}" for part in ("weight", "bias")},
        **{f"proj.{part}": f"rec.context.proj.{part}" for part in ("weight", "bias")},
        "row_prior": "rec.context.row_prior",
        "cdw.weight": "rec.context.dw.weight",
        # Folded with their normalisation, these have numbers for names in the published file.
        "patch.weight": "onnx::Conv_504",
        "patch.bias": "onnx::Conv_505",
        "cpw.weight": "onnx::Conv_507",
        "cpw.bias": "onnx::Conv_508",
    }
    for at in range(10):
        names[f"blocks.{at}.dw.weight"] = f"onnx::Conv_{510 + 3 * at}"
        names[f"blocks.{at}.dw.bias"] = f"onnx::Conv_{511 + 3 * at}"
        for part in ("weight", "bias"):
            names |= {f"blocks.{at}.{way}.{part}": f"rec.blocks.{at}.{way}.{part}" for way in ("expand", "project")}
            names |= {f"blocks.{at}.{way}.{part}": f"rec.blocks.{at}.se.{way}.{part}" for way in ("fc1", "fc2")}
    for mine, theirs in names.items():
        own[mine].copy_(known[theirs].reshape(own[mine].shape))
    weight, bias = known["rec.head.weight"], known["rec.head.bias"]
    own["head.weight"][:_KNOWN], own["head.bias"][:_KNOWN] = weight, bias
    added = own["head.weight"][_KNOWN:]
    added.copy_(weight.mean(0) + 0.01 * torch.randn_like(added))
    own["head.bias"][_KNOWN:] = bias.mean() - 3
    return network
