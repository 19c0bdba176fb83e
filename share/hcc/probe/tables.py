"""Make csv tables of what else a data directory holds them in.

usage: tables.py DATA OUT

Files of DATA (two levels) that are JSON, JSON lines, parquet, feather, or
packed tables (zip, gz, bz2, xz) become OUT/NAME.csv, unless NAME.csv is there:
those that are called train, test or sample submission, and all of them when
DATA has no training table. Sound files in a folder for each class become a
table of paths and classes. Run in the sandbox; hcc-init reads what it prints,
a JSON object a line: {"made", "of", "text"}, or {"left", "text"}.
"""
import bz2
import csv
import gzip
import json
import lzma
import os
import re
import sys
import zipfile

TABLES = (".csv", ".tsv")
JSON = (".json", ".jsonl", ".ndjson")
COLUMNAR = (".parquet", ".feather")
PACKED = {".gz": gzip.open, ".bz2": bz2.open, ".xz": lzma.open}
SOUND = (".wav", ".flac", ".ogg", ".mp3", ".aif", ".aiff", ".m4a")
SAMPLE = re.compile(r"sample|submi", re.I)
ROLE = re.compile(r"train|test|sample|submi|label", re.I)
MOST = 64 << 30         # bytes that one packed table may become


class No(Exception):
    """Why a file is left as it is, and what to do."""


def say(**members):
    print(json.dumps(members), flush=True)


def cell(value):
    if value is None:
        return ""
    if isinstance(value, (dict, list)):
        return json.dumps(value)
    return value


def write_rows(rows, path):
    """Objects as a csv file; columns in the order in which they first show."""
    names = {}
    for row in rows:
        for name in row:
            names.setdefault(name)
    os.makedirs(os.path.dirname(path) or ".", exist_ok=True)
    with open(path, "w", newline="", encoding="utf-8") as f:
        out = csv.writer(f, lineterminator="\n")
        out.writerow(names)
        for row in rows:
            out.writerow([cell(row.get(name)) for name in names])
    return f"{len(rows)} rows, {len(names)} columns"


def is_rows(value):
    return isinstance(value, list) and value and \
        all(isinstance(row, dict) for row in value)


def by_columns(value):
    """pandas' to_json(): {"x": {"0": 1, ..}, ..}; or {"x": [1, ..], ..}."""
    parts = list(value.values())
    if parts and all(isinstance(p, dict) for p in parts):
        keys = list(parts[0])
        if keys and all(list(p) == keys for p in parts):
            return [{name: value[name][k] for name in value} for k in keys]
    if parts and all(isinstance(p, list) for p in parts) and \
            not any(is_rows(p) for p in parts):
        if len({len(p) for p in parts}) == 1:
            return [dict(zip(value, row)) for row in zip(*parts)]
    return None


def tables_of_json(text, lines):
    """{suffix: rows}; several for an object of lists of objects."""
    try:
        value = json.loads(text)
    except ValueError:
        value = None
        if not lines and "\n{" not in text:
            raise
    if value is None or (lines and not is_rows(value)):
        value = [json.loads(line) for line in text.splitlines()
                 if line.strip()]
    if is_rows(value):
        return {"": value}
    if isinstance(value, dict):
        rows = by_columns(value)
        if rows:
            return {"": rows}
        several = {"_" + re.sub(r"\W", "_", name): part
                   for name, part in value.items() if is_rows(part)}
        if several:
            return several
    raise No("it holds no table; programs can read it as it is")


def convert_json(source, name, ending):
    with source as f:
        text = f.read().decode("utf-8-sig")
    try:
        found = tables_of_json(text, ending != ".json")
    except ValueError as e:
        raise No(f"it is not JSON: {e}")
    return [(name + suffix + ".csv", write_rows(rows, name + suffix + ".csv"))
            for suffix, rows in found.items()]


def convert_columnar(path, name, ending):
    try:
        import pandas
        table = getattr(pandas, "read_" + ending[1:])(path)
    except ImportError as e:
        raise No(f"{sys.executable} lacks what reads it "
                 f"({str(e).splitlines()[0]}); install pyarrow there, name "
                 "a Python that has it with -E python=PATH, or convert it to "
                 "csv first")
    os.makedirs(os.path.dirname(name) or ".", exist_ok=True)
    table.to_csv(name + ".csv", index=table.index.name is not None)
    return [(name + ".csv", f"{len(table)} rows, {table.shape[1]} columns")]


def copy_table(source, name, ending):
    out = name + ending
    os.makedirs(os.path.dirname(out) or ".", exist_ok=True)
    with source as f, open(out, "wb") as to:
        left = MOST
        while block := f.read(1 << 20):
            left -= len(block)
            if left < 0:
                raise No("it becomes more than 64 GB; unpack it first")
            to.write(block)
    return [(out, "unpacked")]


def convert_stream(source, name, ending):
    if ending in JSON:
        return convert_json(source, name, ending)
    return copy_table(source, name, ending)


def convert_zip(path, name):
    """The tables in it, each under its own name beside the archive."""
    made = []
    with zipfile.ZipFile(path) as z:
        inner = [i for i in z.infolist() if not i.is_dir()
                 and not i.filename.startswith("__MACOSX/")]
        tables = [i for i in inner if
                  os.path.splitext(i.filename)[1].lower() in TABLES + JSON]
        if not tables:
            raise No(f"it holds {len(inner)} files and no table; unpack it "
                     "first")
        if len(inner) > len(tables):
            raise No(f"it holds {len(inner) - len(tables)} other files too; "
                     "unpack it first")
        for i in tables:
            if i.file_size > MOST or i.flag_bits & 1:
                raise No("it has a password, or becomes more than 64 GB; "
                         "unpack it first")
            base, ending = os.path.splitext(os.path.basename(i.filename))
            made += convert_stream(z.open(i), os.path.join(
                os.path.dirname(name), base), ending.lower())
    return made


def convert(path, name):
    """What became of the file: a list of (file, what it holds)."""
    stem, ending = os.path.splitext(name)
    ending = ending.lower()
    if ending in JSON:
        return convert_json(open(path, "rb"), stem, ending)
    if ending in COLUMNAR:
        return convert_columnar(path, stem, ending)
    if ending == ".zip":
        return convert_zip(path, name)
    inner, kind = os.path.splitext(stem)
    if kind.lower() not in TABLES + JSON:
        raise No("what it holds is not known by its name; unpack it first")
    return convert_stream(PACKED[ending](path), inner, kind.lower())


def files(data):
    """Relative paths of two levels, sorted."""
    found = []
    for entry in sorted(os.listdir(data)):
        if entry.startswith("."):
            continue
        path = os.path.join(data, entry)
        if os.path.isdir(path):
            found += [os.path.join(entry, name) for name in
                      sorted(os.listdir(path)) if not name.startswith(".")
                      and os.path.isfile(os.path.join(path, name))]
        elif os.path.isfile(path):
            found.append(entry)
    return found


def plain(name):
    """'a/train' of 'a/train.csv.gz'."""
    folder, base = os.path.split(name)
    return os.path.join(folder, base.split(".")[0])


def is_train(name):
    base = os.path.basename(name)
    return "train" in base.lower() and not SAMPLE.search(base)


def tables(data):
    """Convert what is to be converted; is there a training table then?"""
    names = files(data)
    have = {plain(n) for n in names if n.lower().endswith(TABLES)}
    train = any(is_train(n) for n in have)
    wanted = JSON + COLUMNAR + tuple(PACKED) + (".zip",)
    for name in names:
        if not name.lower().endswith(wanted) or plain(name) in have or \
                (train and not ROLE.search(os.path.basename(name))):
            continue
        try:
            made = convert(os.path.join(data, name), name)
        except No as e:
            say(left=name, text=f"'{name}' is left as it is: {e}")
            continue
        except Exception as e:
            say(left=name, text=f"'{name}' is left as it is: it cannot be "
                f"read: {type(e).__name__}: {e}")
            continue
        for out, text in made:
            say(made=out, of=name, text=f"made '{out}' of '{name}': {text}")
            have.add(plain(out))
    return have


def sample_of(data):
    """Header and ids of a sample submission, here or among what was made."""
    for folder in (data, "."):
        for name in sorted(os.listdir(folder)):
            if SAMPLE.search(name) and name.endswith(".csv"):
                with open(os.path.join(folder, name), newline="",
                          encoding="utf-8-sig") as f:
                    rows = [row for row in csv.reader(f) if row]
                return rows[0], [row[0] for row in rows[1:]]
    return None, []


def sounds(data, have):
    """train.csv of the folders of classes that hold sound files."""
    found = {}
    for folder, _, names in sorted(os.walk(data)):
        names = [n for n in sorted(names) if n.lower().endswith(SOUND)]
        if names:
            found[os.path.relpath(folder, data)] = names
    classes = {f: n for f, n in found.items() if
               not any(part.lower().startswith("test")
                       for part in f.split(os.sep)) and f != "."}
    parents = {os.path.dirname(f) for f in classes}
    if len(classes) < 2 or len(parents) != 1 or \
            any(is_train(n) for n in have):
        return
    header, ids = sample_of(data)
    label = header[1] if header and len(header) == 2 else "label"
    with open("train.csv", "w", newline="", encoding="utf-8") as f:
        out = csv.writer(f, lineterminator="\n")
        out.writerow(["path", label])
        for folder, names in sorted(classes.items()):
            out.writerows([os.path.join(folder, n), os.path.basename(folder)]
                          for n in names)
    count = sum(map(len, classes.values()))
    say(made="train.csv", of="", text=f"made 'train.csv' of {count} sound "
        f"files in {len(classes)} folders, whose names are the classes; of "
        "them the recipes of the offline brain read WAV")
    if any("test" in os.path.basename(n).lower() for n in have):
        return
    if not ids:
        header = ["id"]
        ids = [os.path.join(f, n) for f, names in sorted(found.items())
               if f not in classes for n in names]
    if ids:
        with open("test.csv", "w", newline="", encoding="utf-8") as f:
            out = csv.writer(f, lineterminator="\n")
            out.writerow(header[:1])
            out.writerows([one] for one in ids)
        say(made="test.csv", of="", text=f"made 'test.csv' of {len(ids)} ids")


def main():
    data, out = map(os.path.abspath, sys.argv[1:])
    os.makedirs(out)
    os.chdir(out)
    have = tables(data)
    sounds(data, have)


main()
