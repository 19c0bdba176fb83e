"""Typical small pieces of pictures, and how much of each a picture has."""
import time

import numpy as np

from ..clock import SEED, left

LEARNT = 20000      # pieces that the typical ones are found among
WAYS = 12           # directions in which pieces differ; the rest is noise
PROBED = 50         # pictures on which the making is timed
ROOM = 10 ** 7      # numbers of pieces, or of how far they are, at a time


def pieces(pictures, size, step=1):
    """Pieces size x size of pictures, one every `step` pixels, as rows x
    places x numbers; how bright a piece is as a whole does not count."""
    windows = np.lib.stride_tricks.sliding_window_view(
        pictures, (size, size), (2, 3))[:, :, ::step, ::step]
    rows, planes, high, wide = windows.shape[:4]
    found = windows.transpose(0, 2, 3, 1, 4, 5).reshape(
        rows, high * wide, planes * size * size)
    return found - found.mean(axis=2, keepdims=True)


class Patches:
    """The centres of `count` clusters of pieces, in the directions in which
    these differ most. Source: Coates, Lee, Ng, An analysis of single-layer
    networks in unsupervised feature learning, 2011. size: None is two fifths
    of the picture, 9 pixels at most."""

    def __init__(self, pictures, count, size):
        from sklearn.cluster import MiniBatchKMeans
        side = pictures.shape[2]
        self.size, self.step = min(side, size or min(9, side * 2 // 5)), 1
        random = np.random.RandomState(SEED)
        rows = random.permutation(len(pictures))[:LEARNT // 10]
        some = np.vstack([
            of_one[random.randint(len(of_one), size=LEARNT // len(rows))]
            for of_one in map(self.of_one, pictures[rows])])
        spread, ways = np.linalg.eigh(some.T @ some / len(some))
        spread, ways = spread[-WAYS:], ways[:, -WAYS:]
        self.ways = ways / np.sqrt(spread + 0.1 * spread.mean() + 1e-9)
        self.centres = MiniBatchKMeans(
            count, random_state=SEED, n_init=1, max_iter=20,
            batch_size=1000).fit(some @ self.ways).cluster_centers_
        began = time.monotonic()
        self(pictures[:PROBED])
        need = (time.monotonic() - began) * len(pictures) / PROBED
        self.step = int(np.ceil(min(self.size, max(
            1, need / max(1, left() / 5)) ** 0.5)))

    def of_one(self, picture):
        """The pieces of one picture."""
        return pieces(picture[None], self.size)[0]

    def __call__(self, pictures):
        """How near the pieces of each picture come to each typical one, if
        nearer than to the usual one: the mean and the most over places; of
        fewer places when time is short."""
        found, (rows, planes, high, wide) = [], pictures.shape
        numbers = high * wide // self.step ** 2 * max(
            len(self.centres), planes * self.size ** 2)
        for part in np.array_split(pictures, min(
                max(1, rows), 1 + rows * numbers // ROOM)):
            Z = pieces(part, self.size, self.step) @ self.ways
            far = (Z ** 2).sum(axis=2, keepdims=True) + (
                self.centres ** 2).sum(axis=1) - 2 * Z @ self.centres.T
            far = np.sqrt(np.maximum(0, far))
            near = np.maximum(0, far.mean(axis=2, keepdims=True) - far)
            found.append(np.hstack([near.mean(axis=1), near.max(axis=1)]))
        return np.vstack(found)
