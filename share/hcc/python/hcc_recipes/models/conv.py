"""A small convolutional net on pictures, by the library torch where it is
installed."""
import time

import numpy as np
import torch
from torch import nn

from .base import Scale
from ..clock import CORES

BATCH = 64
STAGES = (0.6, 1.0)     # shares of the training after which a net answers


class Pooled(nn.Module):
    """The mean and the largest value of each map, wherever it is."""

    def forward(self, maps):
        return torch.cat([maps.mean((2, 3)), maps.amax((2, 3))], 1)


def net_of(planes, side, channels, width):
    """Blocks of a convolution each, the side halved and twice the channels in
    the next, until it is small; at least two, at most five."""
    layers, before = [], planes
    for block in range(5):
        layers += [nn.Conv2d(before, channels, 3, padding=1, bias=False),
                   nn.BatchNorm2d(channels), nn.ReLU()]
        before, side = channels, side // 2
        if side < 4 and block > 0 or block == 4:
            break
        layers.append(nn.MaxPool2d(2))
        channels *= 2
    return nn.Sequential(*layers, Pooled(), nn.Dropout(0.2),
                         nn.Linear(2 * before, width))


def moved(X, most, random):
    """Each picture moved by up to `most` pixels, the border repeated."""
    rows, _, high, wide = X.shape
    wider = np.pad(X, ((0, 0), (0, 0), (most, most), (most, most)), "edge")
    windows = np.lib.stride_tricks.sliding_window_view(
        wider, (high, wide), (2, 3))
    down, right = random.randint(2 * most + 1, size=(2, rows))
    return windows[np.arange(rows), :, down, right]


def mirrored(X, how, random):
    """Half of the pictures mirrored; how "all": also upside down, and half of
    those turned by a quarter."""
    X = X.copy()
    for axis in (3, 2) if how == "all" else (3,):
        some = random.rand(len(X)) < 0.5
        X[some] = np.flip(X[some], axis)
    some = random.rand(len(X)) < 0.5
    if how == "all":
        X[some] = X[some].swapaxes(2, 3)
    return X


def altered(member, X, random):
    """A batch of pictures as an epoch sees it."""
    most = X.shape[3] // 10 if member["shifts"] else 0
    X = moved(X, most, random) if most else X
    X = mirrored(X, member["mirror"], random) if member["mirror"] else X
    return torch.from_numpy(np.ascontiguousarray(X))


def passed(member, began, step, steps):
    """How much of the training is over, by its steps; by the clock where that
    is ahead, so that a net depends on it only if time is short."""
    clock = (time.monotonic() - began) / max(1, 0.65 * member["seconds"])
    return min(1, max(step / steps, clock if clock > 0.1 else 0))


def epochs_of(rows, random):
    """Batches of rows without end, each row once an epoch."""
    while True:
        yield from np.array_split(random.permutation(rows),
                                  max(1, rows // BATCH))


def train(net, member, X, y, loss, seed):
    """Train until the epochs or the time are over; the rate rises for a fifth
    of that, and falls to nothing. Yields at each of the STAGES."""
    random, began = np.random.RandomState(seed), time.monotonic()
    optimizer = torch.optim.AdamW(net.parameters(), weight_decay=0.01)
    steps = member["epochs"] * max(1, len(X) // BATCH)
    stages = list(STAGES)
    for step, rows in enumerate(epochs_of(len(X), random)):
        done = passed(member, began, step, steps)
        while stages and done >= stages[0]:
            yield stages.pop(0)
        if not stages:
            return
        optimizer.param_groups[0]["lr"] = member["rate"] * min(
            (done + 0.01) / 0.2, 0.5 + 0.5 * np.cos(
                np.pi * max(0, done - 0.2) / 0.8))
        net.train()
        optimizer.zero_grad()
        loss(net(altered(member, X[rows], random)), y[rows]).backward()
        optimizer.step()


def answers(net, X):
    """What the net says of pictures, as rows of numbers."""
    net.eval()
    with torch.inference_mode():
        return np.vstack([net(torch.from_numpy(part)).numpy() for part in
                          np.array_split(X, len(X) // BATCH + 1)])


def fit_conv_net(member, X, y, queries, seed, width):
    """Convolutions with batch normalisation, trained on pictures that are a
    little moved each time; fewer epochs if time is short."""
    torch.set_num_threads(CORES)
    torch.manual_seed(seed)
    centre, spread = X.mean((0, 2, 3), keepdims=True), X.std() + 1e-6
    X, *queries = [(part - centre) / spread for part in [X, *queries]]
    net = net_of(*X.shape[1:3], member["channels"], width)
    scale = None if width > 1 else Scale(y, member["target_transform"])
    if width > 1:
        z, loss = torch.from_numpy(y).long(), nn.functional.cross_entropy
    else:
        z = torch.from_numpy(scale.there(y)).float().reshape(-1, 1)
        loss = nn.functional.smooth_l1_loss
    for _ in train(net, member, X, z, loss, seed):
        found = [answers(net, Q) for Q in queries]
        yield ([np.exp(P - np.logaddexp.reduce(P, 1, keepdims=True))
                for P in found] if width > 1
               else [scale.back(z) for z in found])
