"""Picture files as numbers: PIL where it is, else PNG and PGM."""
import glob
import os
import re
import zlib

import numpy as np

GROUND = 128        # what is seen through a picture


def read_png(raw):
    """Rows x columns x planes (one grey or three colours) of a PNG without
    interlace; pure Python, small pictures."""
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
    return opaque(pixels).astype(float)


def opaque(pixels):
    """The picture on a ground of middle grey, where its last plane says how
    much of it is seen: under what is clear anything may lie."""
    if pixels.shape[2] not in (2, 4):
        return pixels
    seen = pixels[:, :, -1:] / 255
    return (pixels[:, :, :-1] * seen + GROUND * (1 - seen)).round()


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


def read_picture(path, side=None):
    """Rows x columns x planes (one grey or three colours), 0 to 255, of a
    picture file: PIL where it is, else PNG and PGM; of a sound, its bands
    over time. Of a JPEG much larger than `side` only what a smaller one shows
    is decoded, which takes a fifth of the time."""
    with open(path, "rb") as file:
        raw = file.read()
    if raw[:4] == b"RIFF":
        from .sounds import read_sound
        return read_sound(path)[:, :, None]
    try:
        from PIL import Image
        picture = Image.open(path)
        if side:
            picture.draft(None, (2 * side, 2 * side))
        grey = picture.mode in ("1", "L", "LA") or picture.mode[0] in "IF"
        clear = "A" in picture.mode or "transparency" in picture.info
        pixels = np.asarray(picture.convert(
            ("LA" if clear else "L") if grey else
            "RGBA" if clear else "RGB"))
        return opaque(pixels.reshape(*pixels.shape[:2], -1))
    except ImportError:
        pass
    if raw[:4] == b"\x89PNG":
        return read_png(raw)
    head = re.match(rb"P5\s(?:#.*\n)?(\d+)\s+(\d+)\s+(\d+)\s", raw)
    if head:
        width, height = int(head[1]), int(head[2])
        return np.frombuffer(raw[head.end():head.end() + width * height],
                             np.uint8).reshape(height, width, 1).astype(float)
    raise ValueError(f"cannot read the picture '{path}': needs python3-pil")


def resized(picture, side):
    """Mean over a grid of side x side boxes; repeats if it is smaller. What is
    narrow is stretched: glyphs whose shape was kept, with the border gone on,
    were told a little worse."""
    for axis in (0, 1):
        size = picture.shape[axis]
        edges = np.arange(side) * size // side
        picture = picture.take(edges, axis) if size < side else np.stack([
            part.mean(axis, dtype=np.float32)
            for part in np.split(picture, edges[1:], axis)], axis)
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
    """Bytes rows x planes x side x side; a smaller side if all pictures are
    smaller, one plane if all are grey. A picture that is not there or cannot
    be read is told, and becomes the mean of the others."""
    found, lost = [], []
    for row, path in enumerate(find_pictures(names)):
        try:
            picture = read_picture(path, side)
            found.append(resized(picture, min(side, max(
                picture.shape[:2]))).round().astype(np.uint8))
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
    shapes = [picture.shape for picture in found if picture is not None]
    side, planes = max(shapes)[0], max(shape[2] for shape in shapes)
    pixels = np.zeros((len(found), planes, side, side), np.uint8)
    for row in set(range(len(found))) - set(lost):
        picture = found[row]
        if len(picture) < side:
            picture = resized(picture, side)
        pixels[row] = picture.transpose(2, 0, 1)
    if lost:
        print(f"{len(lost)} of {len(found)} pictures cannot be read and are "
              "the mean of the others", flush=True)
        there = np.setdiff1d(np.arange(len(found)), lost)
        pixels[lost] = pixels[there].mean(axis=0).round()
    grey = (pixels == pixels[:, :1]).all()
    return pixels[:, :1] if grey else pixels
