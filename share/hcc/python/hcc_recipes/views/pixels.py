"""View for small pictures: grey values and gradients."""
import numpy as np
from sklearn.decomposition import PCA

from . import View
from ..clock import SEED
from ..pictures import read_pictures


def load_pictures(columns, member):
    """Array rows x side x side in 0..1 from files or from pixel columns."""
    if columns.files is not None:
        key = ("pictures", member["side"])
        if key not in columns.memo:
            columns.memo[key] = read_pictures(columns.files, member["side"])
        return columns.memo[key]
    X = columns.pixels.astype(np.float32)
    side = int(round(X.shape[1] ** 0.5))
    if side * side != X.shape[1]:
        side = int(round((X.shape[1] / 3) ** 0.5))
        X = X.reshape(len(X), -1, side * side).mean(axis=1)
    return X.reshape(-1, side, side) / max(1.0, X.max())


def gradients(pictures, cell=4, bins=9):
    """Histograms of gradient directions in cells (as HOG), normalised."""
    dy, dx = np.gradient(pictures, axis=(1, 2))
    size = np.hypot(dx, dy)
    angle = (np.arctan2(dy, dx) % np.pi) / np.pi * bins
    cell = max(2, min(cell, pictures.shape[1] // 4))
    edges = np.arange(0, pictures.shape[1] - cell + 1, cell)
    blocks = []
    for k in range(bins):
        near = np.abs((angle - k + bins / 2) % bins - bins / 2)
        share = size * np.maximum(0, 1 - near)
        share = np.add.reduceat(np.add.reduceat(share, edges, 1), edges, 2)
        blocks.append(share.reshape(len(pictures), -1))
    H = np.hstack(blocks)
    return H / (np.linalg.norm(H, axis=1, keepdims=True) + 1e-6)


def shifted(pictures, down, right):
    """The pictures moved by whole pixels, edges repeated."""
    return np.roll(pictures, (down, right), axis=(1, 2))


def picture_features(pictures, member):
    kinds = member["features"]
    blocks = []
    if "grey" in kinds:
        flat = pictures.reshape(len(pictures), -1)
        norm = np.linalg.norm(flat, axis=1, keepdims=True) + 1e-6
        blocks.append(flat / norm)
    if "gradients" in kinds:
        blocks.append(gradients(pictures))
    return np.hstack(blocks).astype(np.float32)


def view_pixels(columns, target, member):
    """Matrix of all rows; member["shifts"] adds moved copies of train."""
    pictures = load_pictures(columns, member)
    sets = [pictures]
    if member["shifts"]:
        sets += [shifted(pictures[:columns.n_train], *by)
                 for by in ((0, 1), (0, -1), (1, 0), (-1, 0))]
    sets = [picture_features(pictures, member) for pictures in sets]
    if member["pca"]:
        pca = PCA(min(member["pca"], *sets[0].shape), random_state=SEED)
        pca.fit(sets[0])
        sets = [pca.transform(X).astype(np.float32) for X in sets]
    scale = sets[0].std() + 1e-9
    return View(sets[0] / scale, None, [X / scale for X in sets[1:]])
