"""Views for small pictures: for models of rows of numbers, what these tell;
for nets the pictures themselves."""
import numpy as np
from sklearn.decomposition import PCA

from . import View
from .patches import Patches
from ..clock import SEED
from ..pictures import read_pictures

GREY = (0.299, 0.587, 0.114)        # how bright red, green and blue are


def load_pictures(columns, member):
    """Array rows x planes x side x side in 0..1 from files or from pixel
    columns; one plane of grey, or three of colours."""
    if columns.files is not None:
        key = ("pictures", member["side"])
        if key not in columns.memo:
            columns.memo[key] = read_pictures(columns.files, member["side"])
        return columns.memo[key].astype(np.float32) / 255
    X = columns.pixels.astype(np.float32)
    X /= max(1.0, X.max())
    side = int(round(X.shape[1] ** 0.5))
    if side * side == X.shape[1]:
        return X.reshape(-1, 1, side, side)
    side = int(round((X.shape[1] / 3) ** 0.5))
    if np.abs(X[:, 3 * side:] - X[:, :-3 * side]).mean() < np.abs(
            X[:, side:] - X[:, :-side]).mean():     # a pixel's colours first
        return X.reshape(-1, side, side, 3).transpose(0, 3, 1, 2)
    return X.reshape(-1, 3, side, side)


def greyed(pictures):
    """The pictures with one plane."""
    return pictures if pictures.shape[1] == 1 else np.tensordot(
        pictures, np.array(GREY, np.float32), (1, 0))[:, None]


def flat(pictures):
    """Grey values, however bright a picture is as a whole."""
    rows = greyed(pictures).reshape(len(pictures), -1)
    return rows / (np.linalg.norm(rows, axis=1, keepdims=True) + 1e-6)


def gradients(pictures, cell=4, bins=9):
    """Histograms of gradient directions in cells (as HOG), normalised."""
    pictures = greyed(pictures)[:, 0]
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


def fourier(pictures):
    """How much of each wave a picture has, wherever its parts are."""
    grey = greyed(pictures)[:, 0]
    waves = np.fft.rfft2(grey - grey.mean(axis=(1, 2), keepdims=True),
                         norm="ortho")
    return np.sqrt(np.abs(waves)).reshape(len(grey), -1)


def shifted(pictures, down, right):
    """The pictures moved by whole pixels, edges repeated."""
    return np.roll(pictures, (down, right), axis=(2, 3))


def features_of(kind, sets, member):
    """Features of one kind of each set of pictures, as the first has them."""
    if kind == "patches":
        make = Patches(sets[0], member["patches"], member["patch"])
    else:
        make = {"grey": flat, "gradients": gradients, "fourier": fourier}[kind]
    found = [make(pictures) for pictures in sets]
    if kind in ("grey", "gradients"):       # all of one size, row by row
        return found
    centre, spread = found[0].mean(axis=0), found[0].std(axis=0) + 1e-6
    spread *= len(spread) ** 0.5
    return [(X - centre) / spread for X in found]


def view_pixels(columns, target, member):
    """Matrix of all rows; member["shifts"] adds moved copies of train."""
    sets = [load_pictures(columns, member)]
    if member["shifts"]:
        sets += [shifted(sets[0][:columns.n_train], *by)
                 for by in ((0, 1), (0, -1), (1, 0), (-1, 0))]
    blocks = [features_of(kind, sets, member) for kind in member["features"]]
    sets = [np.hstack(parts).astype(np.float32) for parts in zip(*blocks)]
    if member["pca"]:
        pca = PCA(min(member["pca"], *sets[0].shape), random_state=SEED)
        pca.fit(sets[0])
        sets = [pca.transform(X).astype(np.float32) for X in sets]
    scale = sets[0].std() + 1e-9
    return View(sets[0] / scale, None, [X / scale for X in sets[1:]])


def view_picture(columns, target, member):
    """The pictures of all rows, in their colours if these are wanted."""
    pictures = load_pictures(columns, member)
    return View(pictures if member["colours"] else greyed(pictures))
