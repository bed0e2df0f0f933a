"""Train the network on drawn lines until told to end.

    python -m training.train --texts FILE... --out FOLDER [--from CHECKPOINT] [--minutes 90]

One process draws, one learns, each on one processor. Every four minutes a checkpoint is written and the
letter error over 320 drawn lines is said. The last tenth of the time the rate falls to nothing, which is worth
a quarter of the errors.
"""

from __future__ import annotations

import argparse
import multiprocessing
import random
import time
from pathlib import Path
from typing import TYPE_CHECKING, TypeAlias

import numpy as np
import numpy.typing as npt
import torch
from rapidfuzz.distance import Levenshtein
from torch.nn import functional
from trueocr.preprocess import crop_line

from training.fonts import vietnamese_fonts
from training.letters import LETTERS, NUMBER_OF
from training.network import STEP, LineNetwork, begun
from training.pictures import Pictures
from training.texts import Texts

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from multiprocessing.queues import Queue


_RATE = 4e-4
_FINE_RATE = 4.0
"""Times the rate, for the convolutions that begin with nothing."""
_FALLS_FOR = 0.15
"""Of the time."""
_COLUMNS = 24 * 700
"""Lines times width of a batch."""
_WIDEST = 1800
_LONGEST = 70
_SAY_EVERY = 240.0

Batch: TypeAlias = tuple[npt.NDArray[np.uint8], npt.NDArray[np.int64], npt.NDArray[np.int64], npt.NDArray[np.int64]]
"""Pictures, steps of each, letters of all one after another, letters of each."""


def crops(pictures: Pictures, longest: int) -> Iterator[tuple[npt.NDArray[np.uint8], str]]:
    """Lines as the product crops them, without those too long for the network's steps."""
    while True:
        line = pictures.draw(longest if random.random() < 0.5 else longest // 2)
        crop = crop_line(line.gray, line.box, height=64, window=3, pad_y=0.2, pad_x=0.3, max_width=3200)
        if crop.shape[1] <= _WIDEST and crop.shape[1] // STEP >= len(line.text) + 2:
            yield (crop * 255).astype(np.uint8), line.text


def batch_of(lines: Sequence[tuple[npt.NDArray[np.uint8], str]]) -> Batch:
    wide = -(-max(crop.shape[1] for crop, _ in lines) // (2 * STEP)) * 2 * STEP + 2 * STEP
    pictures = np.zeros((len(lines), 1, 192, wide), np.uint8)
    for row, (crop, _) in enumerate(lines):
        pictures[row, 0, :, : crop.shape[1]] = crop
    letters = [[NUMBER_OF[sign] for sign in text] for _, text in lines]
    return (
        pictures,
        np.array([-(-(crop.shape[1] // 2) // (STEP // 2)) for crop, _ in lines]),
        np.concatenate(letters),
        np.array([len(one) for one in letters]),
    )


def _draw_for_ever(queue: Queue[Batch], sources: list[Path], seed: int) -> None:
    random.seed(seed)
    np.random.seed(seed)  # noqa: NPY002  pictures draw from numpy's own state
    drawn = crops(Pictures(Texts(sources), vietnamese_fonts()), _LONGEST)
    while True:
        # Lines of like width side by side: little of a batch is padding.
        pool = sorted((next(drawn) for _ in range(256)), key=lambda line: line[0].shape[1] + 40 * random.random())
        batches: list[list[tuple[npt.NDArray[np.uint8], str]]] = [[]]
        for line in pool:
            if (len(batches[-1]) + 1) * line[0].shape[1] > _COLUMNS:
                batches.append([])
            batches[-1].append(line)
        random.shuffle(batches)
        for batch in batches:
            if batch:
                queue.put(batch_of(batch))


def spelt(said: torch.Tensor, steps: npt.NDArray[np.int64]) -> list[str]:
    best = said.argmax(1).numpy()
    texts = []
    for row, count in zip(best, steps, strict=True):
        some = row[:count]
        begins = (some != 0) & np.concatenate(([True], some[1:] != some[:-1]))
        texts.append("".join(LETTERS[number - 1] for number in some[begins]))
    return texts


def letter_error(network: LineNetwork, lines: Sequence[tuple[npt.NDArray[np.uint8], str]]) -> float:
    wrong = letters = 0
    ordered = sorted(lines, key=lambda line: line[0].shape[1])
    with torch.no_grad():
        for begin in range(0, len(ordered), 16):
            some = ordered[begin : begin + 16]
            pictures, steps, _, _ = batch_of(some)
            said = network(torch.from_numpy(pictures).float() / 255, torch.from_numpy(steps))
            for text, (_, truth) in zip(spelt(said, steps), some, strict=True):
                wrong += Levenshtein.distance(text, truth)
                letters += len(truth)
    return wrong / letters


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--texts", type=Path, nargs="+", required=True, help="UTF-8 texts to take lines from")
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--from", dest="begun", type=Path, help="go on from this checkpoint")
    parser.add_argument("--minutes", type=float, default=90.0)
    options = parser.parse_args()
    torch.set_num_threads(1)
    network = begun()
    if options.begun:
        network.load_state_dict(torch.load(options.begun)["network"])
    fine = network.fine_parameters
    rest = [one for one in network.parameters() if all(one is not other for other in fine)]
    groups = [{"params": rest, "times": 1.0}, {"params": fine, "times": _FINE_RATE}]
    optimiser = torch.optim.AdamW(groups, lr=_RATE, weight_decay=0.01, betas=(0.9, 0.98))
    mean = torch.optim.swa_utils.AveragedModel(
        network, multi_avg_fn=torch.optim.swa_utils.get_ema_multi_avg_fn(0.999), use_buffers=True
    )
    random.seed(7)
    np.random.seed(7)  # noqa: NPY002  as above
    drawn = crops(Pictures(Texts(options.texts), vietnamese_fonts()), 50)
    unseen = [next(drawn) for _ in range(320)]
    queue: Queue[Batch] = multiprocessing.Queue(12)
    seed = time.time_ns() % 2**31
    multiprocessing.Process(target=_draw_for_ever, args=(queue, options.texts, seed), daemon=True).start()
    begin = said_at = time.monotonic()
    seen = step = 0
    network.train()
    while (share := (time.monotonic() - begin) / (60 * options.minutes)) < 1:
        pictures, steps, letters, lengths = queue.get()
        step, seen = step + 1, seen + len(lengths)
        for group in optimiser.param_groups:
            group["lr"] = _RATE * group["times"] * min(1.0, step / 200, (1 - share) / _FALLS_FOR)
        with torch.autocast("cpu", dtype=torch.bfloat16):
            said = network(torch.from_numpy(pictures).float() / 255, torch.from_numpy(steps))
        loss = functional.ctc_loss(
            said.float().log_softmax(1).permute(2, 0, 1),
            torch.from_numpy(letters),
            torch.from_numpy(steps),
            torch.from_numpy(lengths),
            zero_infinity=True,
        )
        optimiser.zero_grad()
        loss.backward()
        torch.nn.utils.clip_grad_norm_(network.parameters(), 2.0)
        optimiser.step()
        mean.update_parameters(network)
        if time.monotonic() - said_at > _SAY_EVERY:
            said_at = time.monotonic()
            _keep(options.out, network, mean.module)
            error = letter_error(mean.module.eval(), unseen)
            print(f"{said_at - begin:.0f} s, {seen} lines: letters wrong {100 * error:.2f} %", flush=True)
    _keep(options.out, network, mean.module)


def _keep(folder: Path, network: LineNetwork, mean: LineNetwork) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    torch.save({"network": network.state_dict(), "mean": mean.state_dict()}, folder / "checkpoint.new")
    (folder / "checkpoint.new").replace(folder / "checkpoint.pt")


if __name__ == "__main__":
    main()
