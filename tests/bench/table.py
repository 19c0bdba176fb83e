#!/usr/bin/python3
"""hcc-init on a generated table, beside pandas reading the same files.

table.py ROWS: writes train.csv, test.csv and a sample of 30 columns into the
working directory; prints processor seconds (user and system), their ratio to
pandas, and peak memory. The least of three runs each, one after the other.
"""
import os
import random
import subprocess
import sys


def write(path, start, rows, target):
    r = random.Random(start)
    names = ["id"] + ["n%d" % i for i in range(24)]
    names += ["city", "code", "day", "flag"] + ["y"] * target
    with open(path, "w") as f:
        f.write(",".join(names) + "\n")
        for i in range(start, start + rows):
            n = ["%.4f" % r.gauss(0, 1) for _ in range(24)]
            y = [str(int(float(n[0]) + r.gauss(0, 1) > 0))] * target
            f.write(",".join([str(i), *n, "town %d" % r.randrange(200),
                              str(r.randrange(100000)),
                              "2024-03-%02d" % r.randrange(1, 28),
                              r.choice(["yes", "no"]), *y]) + "\n")


def run(command):
    """Processor seconds and peak memory in MB."""
    subprocess.run(["rm", "-rf", "task"], check=True)
    child = subprocess.Popen(command, stdout=subprocess.DEVNULL)
    _, status, use = os.wait4(child.pid, 0)
    if status != 0:
        sys.exit("%s failed" % command[0])
    return use.ru_utime + use.ru_stime, use.ru_maxrss / 1024


def main():
    rows = int(sys.argv[1])
    os.mkdir("data")
    write("data/train.csv", 0, rows, True)
    write("data/test.csv", rows, rows // 10, False)
    with open("data/sample_submission.csv", "w") as f:
        f.write("id,y\n")
        f.writelines("%d,0\n" % i for i in range(rows, rows + rows // 10))
    with open("data/description.md", "w") as f:
        f.write("Predict y. The metric is accuracy.\n")
    read = "import pandas\nfor p in 'train', 'test', 'sample_submission':\n" \
        "    pandas.read_csv('data/%s.csv' % p)"
    commands = {
        "pandas": ["/usr/bin/python3", "-c", read],
        "hcc-init": ["hcc-init", "-q", "data", "task"],
        "hcc-init -s": ["hcc-init", "-q", "-s", "0.2", "data", "task"],
    }
    best = {}
    for _ in range(3):
        for name, command in commands.items():
            best[name] = min(best.get(name, (1e9, 0)), run(command))
    size = os.path.getsize("data/train.csv") / 1e6
    print("hcc-init, %d rows of 30 columns (%.0f MB), processor seconds, "
          "as a ratio to pandas:" % (rows, size))
    for name, (seconds, memory) in best.items():
        print("  %-14s %8.2f s  %6.2f x  %6.0f MB" %
              (name, seconds, seconds / best["pandas"][0], memory))
    subprocess.run(["rm", "-rf", "task", "data"], check=True)


main()
