"""Picture files as grey values: PIL where it is, else PNG and PGM."""
import glob
import os
import re
import zlib

import numpy as np


def read_png(raw):
    """Grey values of a PNG without interlace; pure Python, small pictures."""
    at, data = 8, b""
    while at < len(raw):
        size = int.from_bytes(raw[at:at + 4], "big")
        name, body = raw[at + 4:at + 8], raw[at + 8:at + 8 + size]
        if name == b"IHDR":
            width, height = (int.from_bytes(body[i:i + 4], "big")
                             for i in (0, 4))
            depth, colour = body[8], body[9]
        elif name == b"PLTE":
            palette = np.frombuffer(body, np.uint8).reshape(-1, 3)
        elif name == b"IDAT":
            data += body
        at += size + 12
    planes = {0: 1, 2: 3, 3: 1, 4: 2, 6: 4}[colour]
    step, wide = max(1, planes * depth // 8), (width * planes * depth + 7) // 8
    lines = np.frombuffer(zlib.decompress(data), np.uint8).reshape(
        height, wide + 1)
    rows = np.zeros((height + 1, wide + step), np.uint8)
    for i, line in enumerate(lines):
        unfilter(line[0], line[1:], rows[i], rows[i + 1], step)
    pixels = rows[1:, step:]
    if depth < 8:
        pixels = np.unpackbits(pixels, axis=1).reshape(height, -1, depth)
        pixels = pixels.dot(1 << np.arange(depth)[::-1])[:, :width]
        if colour == 0:
            pixels = pixels * (255 // ((1 << depth) - 1))
    elif depth == 16:
        pixels = pixels[:, ::2]
    pixels = pixels.reshape(height, width, planes)
    if colour == 3:
        pixels = palette[pixels[:, :, 0]]
    keep = {2: 1, 4: 3}.get(pixels.shape[2], pixels.shape[2])
    return pixels[:, :, :keep].mean(axis=2)


def unfilter(kind, line, above, out, step):
    """Undo one PNG row filter; the first `step` bytes of rows are zero."""
    for i, value in enumerate(line.tolist(), step):
        a, b, c = int(out[i - step]), int(above[i]), int(above[i - step])
        if kind == 1:
            value += a
        elif kind == 2:
            value += b
        elif kind == 3:
            value += (a + b) // 2
        elif kind == 4:
            guess = a + b - c
            far = [abs(guess - x) for x in (a, b, c)]
            value += (a, b, c)[far.index(min(far))]
        out[i] = value & 255


def read_grey(path):
    """Grey values of a picture file: PIL where it is, else PNG and PGM; of a
    sound, its bands over time."""
    with open(path, "rb") as file:
        if file.read(4) == b"RIFF":
            from .sounds import read_sound
            return read_sound(path)
    try:
        from PIL import Image
        return np.asarray(Image.open(path).convert("L"), float)
    except ImportError:
        pass
    with open(path, "rb") as file:
        raw = file.read()
    if raw[:4] == b"\x89PNG":
        return read_png(raw)
    head = re.match(rb"P5\s(?:#.*\n)?(\d+)\s+(\d+)\s+(\d+)\s", raw)
    if head:
        width, height = int(head[1]), int(head[2])
        return np.frombuffer(raw[head.end():head.end() + width * height],
                             np.uint8).reshape(height, width).astype(float)
    raise ValueError(f"cannot read the picture '{path}': needs python3-pil")


def resized(picture, side):
    """Mean over a grid of side x side boxes; repeats if it is smaller."""
    for axis in (0, 1):
        size = picture.shape[axis]
        if size < side:
            picture = picture.take(np.arange(side) * size // side, axis)
        else:
            edges = np.arange(side) * size // side
            parts = np.diff(np.append(edges, size))
            shape = (-1, 1) if axis == 0 else (1, -1)
            picture = np.add.reduceat(picture, edges, axis) / parts.reshape(
                shape)
    return picture


def find_pictures(cells):
    """The file behind each name, wherever it lies below ./input."""
    places = {}
    for path in sorted(glob.glob("input/**/*.*", recursive=True)):
        base = os.path.basename(path)
        for key in (path, path[6:], base, os.path.splitext(base)[0]):
            places.setdefault(key, path)
    return [places.get(name, name) for name in cells]


def read_pictures(names, side):
    """Array rows x side x side in 0..1. A picture that is not there or cannot
    be read is told, and becomes the mean of the others."""
    found, lost = [], []
    for row, path in enumerate(find_pictures(names)):
        try:
            found.append(resized(read_grey(path), side) / 255)
        except ImportError:
            raise
        except Exception as error:      # whatever a broken file provokes
            found.append(None)
            why = error
            lost.append(row)
            if len(lost) <= 5:
                print(f"picture '{path}' cannot be read: {error}", flush=True)
    if len(lost) == len(found):
        raise ValueError(f"no picture can be read: {why}")
    if lost:
        print(f"{len(lost)} of {len(found)} pictures cannot be read and are "
              "the mean of the others", flush=True)
    mean = np.mean([p for p in found if p is not None], axis=0)
    return np.stack([mean if p is None else p for p in found]).astype(
        np.float32)
