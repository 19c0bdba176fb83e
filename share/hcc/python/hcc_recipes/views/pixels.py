"""Views for small pictures: for models of rows of numbers, what these tell;
for nets the pictures themselves."""
import numpy as np
from sklearn.decomposition import PCA

from . import View
from .patches import Patches
from ..clock import SEED
from ..models.base import rows_at_most
from ..peers import centred
from ..pictures import find_pictures, read_pictures
from ..sounds import heard

GREY = (0.299, 0.587, 0.114)        # how bright red, green and blue are
SMALL = 1 << 27      # bytes of features
AROUND = ((0, 1), (1, 1), (1, 0), (1, -1), (0, -1), (-1, -1), (-1, 0),
          (-1, 1))          # the neighbours of a pixel on the way round it
LEVELS = 4          # of each of three colours
PLACES = 4          # parts of a side
PART = 2000         # pictures at a time
LEARNT = 2000       # pictures of which components are made


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
    """Histograms of gradient directions in cells, four of them a block, weak
    blocks nearly as strong as others. Source: Dalal, Triggs, Histograms of
    oriented gradients for human detection, 2005."""
    pictures = greyed(pictures)[:, 0]
    dy, dx = np.gradient(pictures, axis=(1, 2))
    size = np.hypot(dx, dy)
    angle = (np.arctan2(dy, dx) % np.pi) / np.pi * bins
    side = pictures.shape[1]
    cell = max(min(2, side // 2), min(cell, side // 4))
    edges = np.arange(0, side - cell + 1, cell)
    cells = []
    for k in range(bins):
        near = np.abs((angle - k + bins / 2) % bins - bins / 2)
        share = size * np.maximum(0, 1 - near)
        cells.append(np.add.reduceat(
            np.add.reduceat(share, edges, 1), edges, 2))
    cells, last = np.stack(cells, 3), len(edges) - 1
    blocks = np.concatenate([cells[:, i:i + last, j:j + last]
                             for i in (0, 1) for j in (0, 1)], 3)
    size = np.linalg.norm(blocks, axis=3, keepdims=True)
    usual = size.mean(axis=(1, 2), keepdims=True)
    return (blocks / (size + 0.1 * usual + 1e-6)).reshape(len(blocks), -1)


def fourier(pictures):
    """How much of each wave a picture has, wherever its parts are."""
    grey = greyed(pictures)[:, 0]
    waves = np.fft.rfft2(grey - grey.mean(axis=(1, 2), keepdims=True),
                         norm="ortho")
    return np.sqrt(np.abs(waves)).reshape(len(grey), -1)


def patterns(pictures):
    """How often each pattern of brighter and darker neighbours around a pixel
    is there, by how many are no darker; those that change more than twice on
    the way round are one. Source: Ojala, Pietikainen, Maenpaa,
    Multiresolution gray-scale and rotation invariant texture classification
    with local binary patterns, 2002."""
    grey, found = greyed(pictures)[:, 0], []
    side = grey.shape[1]
    for far in range(1, min(2, (side - 1) // 2) + 1):
        inner = slice(far, side - far)
        ring = [grey[:, far * (1 + i):side + far * (i - 1),
                     far * (1 + j):side + far * (j - 1)]
                >= grey[:, inner, inner] for i, j in AROUND]
        changes = sum((a != b).astype(np.uint8)
                      for a, b in zip(ring, ring[1:] + ring[:1]))
        code = np.where(changes > 2, len(ring) + 1, sum(
            part.astype(np.uint8) for part in ring))
        found += [(code == k).mean(axis=(1, 2)) for k in range(len(ring) + 2)]
    return np.sqrt(np.stack(found, 1)) if found else np.zeros((len(grey), 1))


def colours(pictures):
    """How much of each colour a picture has; of grey ones of each grey."""
    rows, planes, side = pictures.shape[:3]
    levels = LEVELS if planes > 1 else LEVELS ** 2
    each = np.minimum(pictures * levels, levels - 1).astype(int)
    code = sum(each[:, k] * levels ** k for k in range(planes))
    kinds = levels ** planes
    code = code.reshape(rows, -1) + kinds * np.arange(rows)[:, None]
    count = np.bincount(code.ravel(), minlength=rows * kinds)
    return np.sqrt(count.reshape(rows, kinds) / side ** 2)


def places(pictures):
    """The mean colour of each part of a picture."""
    side = pictures.shape[2]
    edges = np.unique(np.arange(PLACES) * side // PLACES)
    sums = np.add.reduceat(np.add.reduceat(pictures, edges, 2), edges, 3)
    size = np.diff(np.append(edges, side))
    return (sums / np.outer(size, size)).reshape(len(pictures), -1)


def shifted(pictures, down, right):
    """The pictures moved by whole pixels, edges repeated."""
    return np.roll(pictures, (down, right), axis=(2, 3))


def features_of(kind, sets, member):
    """Features of one kind of each set of pictures, as the first has them;
    all kinds vary alike as a whole, whatever their number."""
    if kind == "patches":
        make = Patches(sets[0], member["patches"], member["patch"])
    else:
        make = {"grey": flat, "gradients": gradients, "fourier": fourier,
                "patterns": patterns, "colours": colours,
                "places": places}[kind]
    found = [np.vstack([make(part).astype(np.float32) for part in
                        np.array_split(pictures, 1 + len(pictures) // PART)])
             for pictures in sets]
    spread = found[0].var(axis=0).sum() ** 0.5 + 1e-9
    return [X / spread for X in found]


def heard_features(columns, sets):
    """What sounds are like as a whole, all numbers on one scale; one that
    cannot be read is like the usual one. Moved copies sound the same."""
    found = []
    for path in find_pictures(columns.files or []):
        try:
            found.append(heard(path))
        except (OSError, ValueError):
            found.append(None)
    there = [row for row in found if row is not None]
    if not there:
        raise ValueError("the rows are no sounds that can be read")
    usual, spread = np.mean(there, axis=0), np.std(there, axis=0) + 1e-9
    X = np.array([usual if row is None else row for row in found])
    X = ((X - usual) / spread).clip(-5, 5) / len(usual) ** 0.5
    return [X.astype(np.float32)[:len(one)] for one in sets]


def kept_features(columns, kind, sets, member):
    """The same, which members of one program make once if they are small."""
    key = kind, *(member.get(name) for name in (
        "side", "patches", "patch", "shifts"))
    found = columns.memo.get(key) or (
        heard_features(columns, sets) if kind == "sounds"
        else features_of(kind, sets, member))
    if sum(X.nbytes for X in found) < SMALL:
        columns.memo[key] = found
    return found


def view_pixels(columns, target, member):
    """Matrix of all rows; member["shifts"] adds moved copies of train."""
    sets = [load_pictures(columns, member)]
    if member["shifts"]:
        sets += [shifted(sets[0][:columns.n_train], *by)
                 for by in ((0, 1), (0, -1), (1, 0), (-1, 0))]
    blocks = [kept_features(columns, kind, sets, member)
              for kind in member["features"]]
    sets = centred(columns, target, [
        np.hstack(parts).astype(np.float32) for parts in zip(*blocks)])
    if member["pca"]:
        some = rows_at_most(LEARNT, sets[0], SEED)
        pca = PCA(min(member["pca"], len(some), sets[0].shape[1]),
                  svd_solver="randomized", iterated_power=2,
                  random_state=SEED).fit(sets[0][some])
        sets = [pca.transform(X).astype(np.float32) for X in sets]
    scale = sets[0].std() + 1e-9
    return View(sets[0] / scale, None, [X / scale for X in sets[1:]])


def view_picture(columns, target, member):
    """The pictures of all rows, in their colours if these are wanted."""
    pictures = load_pictures(columns, member)
    return View(pictures if member["colours"] else greyed(pictures))
