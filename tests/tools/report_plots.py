"""What the plots of hcc-report show, against the records of the task.

usage: report_plots.py make DIR     a task of four phases, a hundred runs
       report_plots.py check DIR PAGE

`check` prints one line a statement, "NAME<tab>yes" or "NAME<tab>no, why".
Scales are taken from the labels of the axes, as a reader does.
"""
import json
import math
import os
import random
import re
import sys
from collections import Counter, defaultdict

START = 1700000000.0
NOISE = 0.013


def write(path, text):
    os.makedirs(os.path.dirname(path), exist_ok=True)
    with open(path, "w", encoding="utf-8") as file:
        file.write(text)


def make(task):
    """Two lanes; failures, a timeout, an attempt that was killed and repeated,
    one that nobody has ended, and a hundred runs within a few pixels."""
    draw = random.Random(7)
    events, now, best = [], 0.0, None

    def event(ev, **more):
        events.append({"ev": ev, "s": "one", "t": START + now, **more})

    def result(name, score, base, more):
        one = {"id": name, "attempt": 1, "attempts": 1, "text": "",
               "title": "Way " + name, "score": score, "claimed": score,
               "status": "ok" if score else "failed", "seconds": 2,
               "folds": [score - 0.01, score, score + 0.01] if score else [],
               "base": base and {"id": base["id"], "score": base["score"]},
               "change": score and base and score - base["score"], **more}
        write(f"{task}/l1/{name}/result.json", json.dumps(one))
        event("result", id=name, status=one["status"], score=score,
              adopted=bool(more.get("adopted")))
        return one

    for phase, shape in enumerate([(1, 1), (3, 11), (2, 20), (2, 20)]):
        event("plan", phase=phase, file=f"plan/{phase:02}.md")
        lines = ["---", f"phase: {phase}", "---"]
        base, lanes = best, [now, now]
        names = [f"{phase:02}/{d}.{n}" for n in range(1, shape[1] + 1)
                 for d in range(1, shape[0] + 1)]
        for d in range(1, shape[0] + 1):
            lines.append(f"## {d} Direction")
            for n in range(1, shape[1] + 1):
                lines.append(f"### {d}.{n} Way")
        write(f"{task}/plan/{phase:02}.md", "\n".join(lines) + "\n")
        runs = []
        for i, name in enumerate(names):
            lane = i % 2 if phase < 2 else 0
            took = 0.4 if phase == 2 else 400 if phase == 3 and i > 36 else \
                2 + 60 * draw.random()
            runs.append((lanes[lane], lanes[lane] + took, name, i))
            lanes[lane] += took
        moments = [(a, 0, name, i) for a, b, name, i in runs] + \
            [(b, -1, name, i) for a, b, name, i in runs]
        for at, end, name, i in sorted(moments):
            now = at
            if end == 0:
                event("start", id=name + "/1")
                if name == "01/2.2":		# was killed
                    now += 0.5
                    event("start", id=name + "/1")
                continue
            status = "failed" if i % 7 == 3 else \
                "timeout" if i % 11 == 5 else "ok"
            score = None if status != "ok" else \
                0.6 + 0.25 * draw.random() ** 3 if phase else 0.6
            if name == "01/3.3":
                score = 0.011			# far below all others
            event("run", id=name + "/1", status=status, claimed=score)
            adopted = bool(score) and (not best or score > best["score"])
            one = result(name, score, base, {"adopted": adopted, "status": (
                status if score else "failed")})
            if adopted:
                best = one
    now += 20
    event("start", id="03/2.20/2")
    for attempt in "12":
        os.makedirs(f"{task}/l1/03/2.20/{attempt}")
    write(f"{task}/best/result.json", json.dumps(
        {**best, "noise": NOISE, "measured": best["score"] - 0.02}))
    write(f"{task}/journal.jsonl",
          "".join(json.dumps(e) + "\n" for e in events))
    calls = [{"ev": "settle", "role": "plan", "tokens": 10 + i,
              "ok": i % 10 > 0, "bytes": 300, "prefix": 100, "cost": 0.25,
              "t": START + now * i / 40, "latency": 1} for i in range(1, 41)]
    write(f"{task}/ledger.jsonl", "".join(json.dumps(c) + "\n" for c in calls))
    write(f"{task}/sealed/leaderboard.csv", "score\n" + "".join(
        f"{0.95 - 0.01 * i:.2f}\n" for i in range(90)))


class Plot:
    """One picture: its marks, and the scales that its labels give."""

    def __init__(self, text):
        self.text = text
        self.width, self.height = map(float, re.search(
            r'viewBox="0 0 (\d+) (\d+)"', text).groups())
        self.ticks_x = [(float(x), seconds(s)) for x, s in re.findall(
            r"<text class=x x=(\S+) y=\S+>([^<]*)</text>", text)]
        self.ticks_y = [(float(y) - 4, float(s)) for y, s in re.findall(
            r"<text class=y x=\S+ y=([^>]+)>([^<]*)</text>", text)]
        self.frame = re.search(
            r'class=axis d="M(\d+) (\d+)V(\d+)H(\d+)"', text)
        self.left, self.top, self.low, self.right = \
            map(float, self.frame.groups()) if self.frame else [0] * 4

    def x(self, value):
        return along(self.ticks_x, value)

    def y(self, value):
        return along(self.ticks_y, value)

    def path(self, name):
        return re.search(f'<path class={name} d="([^"]*)"', self.text).group(1)

    def corners(self, name):
        """Where the steps of a path turn."""
        x = y = None
        out = []
        for letter, numbers in re.findall(r"([MHVL])([-0-9. ]+)",
                                          self.path(name)):
            v = list(map(float, numbers.split()))
            x, y = (v if letter in "ML" else (v[0], y) if letter == "H"
                    else (x, v[0]))
            out.append((x, y))
        return out


def seconds(text):
    units = {"s": 1, "m": 60, "h": 3600, "d": 86400}
    return sum(float(n) * units[u] for n, u in
               re.findall(r"([\d.]+)([smhd])", text)) \
        if re.search("[smhd]", text) else float(text)


def along(ticks, value):
    """On the straight line through the outermost labels."""
    (a, v), (b, w) = ticks[0], ticks[-1]
    return a + (value - v) / (w - v) * (b - a)


def near(a, b, within=0.15):
    return abs(a - b) <= within


def checks(task, page):
    plots = {name: Plot(text) for text, name in re.findall(
        r"(<svg viewBox.*?<title id=t1-([\w-]+)-t>.*?</svg>)", page, re.S)}
    with open(f"{task}/journal.jsonl", encoding="utf-8") as file:
        events = [json.loads(line) for line in file]
    for e in events:
        e["at"] = e["t"] - START
    spent = events[-1]["at"]
    results = [e for e in events if e["ev"] == "result"]
    at = {e["id"]: e["at"] for e in results}
    plot = plots["plot"]

    # Scales.
    for name, p in plots.items():
        for ticks, axis in ((p.ticks_x, "x"), (p.ticks_y, "y")):
            if not ticks:
                continue
            steps = {round(w - v, 9) for (_, v), (_, w)
                     in zip(ticks, ticks[1:])}
            step = steps.pop()
            yield (f"the labels of {axis} of the plot {name} are even, by a "
                   "round step", not steps and 3 <= len(ticks) <= 12 and (
                       step in (300, 600, 1200) or
                       f"{step:.0e}"[0] in "125"), ticks)
            yield (f"they stand where their values are ({name}, {axis})",
                   all(near(along(ticks, v), a) for a, v in ticks), ticks)
        grid = [float(y) for y in re.findall(r'class=grid d="M\S+ ([\d.]+)H',
                                             p.text)]
        if p.ticks_y:
            yield (f"each label of the plot {name} has its line",
                   grid == [round(y, 1) for y, _ in p.ticks_y], grid)
        if p.frame:
            yield (f"work begins at the left of the plot {name}",
                   near(p.x(0), p.left) and p.x(spent) <= p.right + 0.1,
                   p.left)
    yield ("the plot of scores is as wide as the work was long",
           near(plot.x(spent), plot.right, 0.5), plot.x(spent))

    # The score over time.
    marks = re.findall(r"<circle class=(\w+) cx=(\S+) cy=(\S+) r=(\d)>"
                       r"<title>(\S+): ([^<]*)</title>", plot.text)
    yield ("each score has its dot", sorted(m[4] for m in marks) ==
           sorted(e["id"] for e in results if e["score"]), len(marks))
    yield ("a dot stands when its result came",
           all(near(float(m[1]), plot.x(at[m[4]]), 0.3) for m in marks),
           marks)
    yield ("a dot stands at its score, or at the border below it",
           all(near(float(m[2]), min(plot.y(float(m[5])), plot.low))
               for m in marks), marks)
    yield ("a dot at the border is marked so", [m[4] for m in marks
           if m[0] == "beyond"] == [m[4] for m in marks if m[0] != "best"
                                    and plot.y(float(m[5])) > plot.low + 0.1],
           [m for m in marks if m[0] == "beyond"])
    yield ("few dots are beyond the border, the worst one is", "01/3.3" in
           [m[4] for m in marks if m[0] == "beyond"] and sum(
               m[0] == "beyond" for m in marks) <= len(marks) / 10, marks)
    crosses = re.findall(r'<path class=bad d="M([\d.]+) (\d+)[^>]*><title>'
                         r"(\S+): failed", plot.text)
    yield ("each failure has its cross when it came",
           sorted(c[2] for c in crosses) == sorted(
               e["id"] for e in results if not e["score"]) and
           all(near(float(c[0]) + 3, plot.x(at[c[2]]), 0.3)
               for c in crosses), crosses)
    reigns = [e for e in results if e["adopted"]]
    steps = [(plot.x(e["at"]), plot.y(e["score"])) for e in reigns]
    corners = plot.corners("line")
    yield ("the line rises when a solution became the best, to the end",
           len(corners) == 2 * len(steps) + 1 and all(
               near(a, x, 0.3) and near(b, y) for (a, b), (x, y)
               in zip(corners[::2], steps + [(plot.x(spent), steps[-1][1])])),
           corners)
    band = plot.corners("band")
    noise = [0.01 / math.sqrt(3)] * (len(reigns) - 1) + [NOISE]
    half = len(band) // 2
    want = [plot.y(e["score"] + n) for e, n in zip(reigns, noise)]
    yield ("the band is as high as the noise", all(
        near(y, w) for (_, y), w in zip(band[:2 * len(want):2], want)) and
        near(band[-1][1], plot.y(reigns[0]["score"] - noise[0])) and
        near(band[-1][0], steps[0][0], 0.3) and
        near(band[half + 1][1], plot.y(reigns[-1]["score"] - NOISE)), band)
    measured = plot.corners("measured")
    yield ("what was measured begins when the best one came",
           near(measured[0][0], steps[-1][0], 0.3) and
           near(measured[0][1], plot.y(reigns[-1]["score"] - 0.02)), measured)
    names = re.findall(r'<text class="name (\w+)" x=\S+ y=(\S+)>\w+ ([\d.]+)<',
                       plot.text)
    heights = [float(n[1]) for n in names]
    yield ("names at the right do not cover each other", all(
        b - a > 14 for a, b in zip(heights, heights[1:])) and
        heights[-1] <= plot.low + 4.1, names)
    yield ("they are ordered as their values",
           [n[2] for n in names] == sorted((n[2] for n in names), reverse=True)
           and {"best", "measured", "bronze"} <= {n[0] for n in names}, names)
    levels = dict(re.findall(r'class="level (\w+)" d="M\S+ ([\d.]+)H',
                             plot.text))
    yield ("a medal has a line at its score", levels and all(
        near(float(levels[n[0]]), plot.y(float(n[2])), 0.3) for n in names
        if n[0] in levels), levels)

    # Lanes.
    lanes = plots["lanes"]
    bars = [(m[0], *map(float, m[1:4]), m[4], int(m[5] or 0), m[6])
            for m in re.findall(r"<rect class=(\w+) x=(\S+) y=(\S+) "
                                r"width=(\S+) height=14><title>(\S+?)"
                                r"(?: and (\d+) more)?: ([^<]*)<", lanes.text)]
    begun = defaultdict(list)
    ended = {}
    for e in events:
        if e["ev"] == "start":
            begun[e["id"]].append(e["at"])
        elif e["ev"] == "run":
            ended[e["id"]] = (e["at"], e["status"])
    attempts = sum(map(len, begun.values()))
    yield ("each attempt is in a bar",
           attempts == sum(1 + b[5] for b in bars), attempts)
    alone = [b for b in bars if b[5] == 0 and len(begun[b[4]]) == 1
             and b[4] in ended]
    yield ("a bar goes from start to end", len(alone) > 30 and all(
        near(b[1], lanes.x(begun[b[4]][0]), 0.3) and near(
            b[3], max(1, lanes.x(ended[b[4]][0]) - b[1] - 0.5), 0.3)
        for b in alone), alone)
    yield ("a bar has the class of its outcome", all(
        b[0] == {"ok": "ok", "timeout": "timeout"}.get(
            ended[b[4]][1], "bad") for b in alone), alone)
    took = {b[4]: ended[b[4]][0] - begun[b[4]][0] for b in alone}
    yield ("a bar says how long it took", all(
        abs(seconds(b[6].split(", ")[1]) - took[b[4]]) <= max(
            0.06, 0.02 * took[b[4]]) for b in alone), alone)
    yield ("two lanes are enough for two at once",
           {b[2] for b in bars} == {12.0, 30.0}, {b[2] for b in bars})
    last = {}
    free = True
    for b in sorted(bars, key=lambda b: b[1]):
        free = free and b[1] >= last.get(b[2], 0) - 1
        last[b[2]] = b[1] + b[3]
    yield "bars of a lane do not cover each other", free, bars
    many = [b for b in bars if b[5]]
    yield ("what lies within a pixel is one bar", len(many) >= 4 and all(
        b[3] <= 1.5 and b[4][:2] == "02" for b in many), many)
    killed = [b for b in bars if b[4] in ("01/2.2/1", "03/2.20/2")]
    yield ("an attempt that was killed ends when it began again", sorted(
        (b[6].split(",")[0], b[0] == "running") for b in killed) == [
            ("cut off", True), ("cut off", True), ("ok", False)], killed)
    texts = re.findall(r'<text class="in (?:ok|other)" x=(\S+) y=(\S+) '
                       r"aria-hidden=true>([^<]*)<", lanes.text)
    yield ("a bar has its name where that fits",
           sorted(t[2] for t in texts) == sorted(
               b[4] for b in bars if not b[5] and b[3] + 0.5 >=
               7 * len(b[4]) + 8) and len(texts) >= 3, texts)
    yield ("and within the bar", all(any(
        b[4] == t[2] and b[1] < float(t[0]) < b[1] + b[3] and
        b[2] < float(t[1]) < b[2] + 14 for b in bars) for t in texts), texts)
    ticks = re.findall(r'<path class=plan d="M([\d.]+) (\d+)v8"><title>plan '
                       r"(\d\d)<", lanes.text)
    plans = {e["phase"]: e["at"] for e in events if e["ev"] == "plan"}
    yield ("each plan has a tick when it was made, below the lanes",
           len(ticks) == 4 and all(
               near(float(x), lanes.x(plans[int(p)]), 0.3) and
               44 <= float(y) <= lanes.low for x, y, p in ticks), ticks)
    said = dict((what, int(n)) for n, what in re.findall(
        r"(\d+) attempts ([a-z ]+),", lanes.text))
    yield ("the attempts are counted by outcome", said == {
        **Counter(status for _, status in ended.values()),
        "cut off": 2}, said)

    # The tree.
    tree = plots["built"]
    nodes = {m[3]: (float(m[1]), float(m[2]), m[0]) for m in re.findall(
        r"<circle class=(\w+) cx=(\S+) cy=(\S+) r=\d><title>(\S+?): ",
        tree.text)}
    columns = {int(p): float(x) for x, p in re.findall(
        r"<text class=phase x=(\S+) y=14>(\d\d)<", tree.text)}
    yield ("a phase is a column", all(
        columns[int(i[:2])] == n[0] for i, n in nodes.items()) and
        columns[0] < columns[1] < columns[2] < columns[3], nodes)
    yield ("dots do not cover each other", all(
        a[0] != b[0] or abs(a[1] - b[1]) >= 20 for i, a in nodes.items()
        for j, b in nodes.items() if i < j), nodes)
    yield ("dots are inside of the picture", all(
        0 < n[0] < tree.width and 14 < n[1] < tree.height
        for n in nodes.values()), nodes)
    hidden = {e["id"] for e in results} - set(nodes)
    more = [(float(x), float(y), int(n)) for x, y, n in re.findall(
        r"<text class=more x=(\S+) y=(\S+)>\+ (\d+)<", tree.text)]
    yield ("of a phase 24 dots are drawn, and those of others' bases",
           Counter(i[:2] for i in hidden) == Counter({
               "01": 33 - sum(i[:2] == "01" for i in nodes),
               "02": 40 - sum(i[:2] == "02" for i in nodes),
               "03": 40 - sum(i[:2] == "03" for i in nodes)}) and
           all(24 <= sum(i[:2] == p for i in nodes) <= 27
               for p in ("01", "02", "03")), hidden)
    yield ("a number stands for the rest, below the dots",
           sum(m[2] for m in more) == len(hidden) and len(more) == 3 and
           all(m[1] > max(n[1] for n in nodes.values()
                          if abs(n[0] - 4 - m[0]) < 1) for m in more) and
           all(m[1] < tree.height for m in more), more)
    yield ("and the caption counts them",
           f" {len(hidden)} runs that nothing was built on" in page, hidden)
    base = {}
    for e in results:
        with open(f"{task}/l1/{e['id']}/result.json",
                  encoding="utf-8") as file:
            one = json.load(file)["base"]
        base[e["id"]] = one and one["id"]
    way = [reigns[-1]["id"]]
    while base[way[-1]]:
        way.append(base[way[-1]])

    def lines(name):
        """The ends of the curves of a path: (from, to)."""
        return sorted((tuple(map(float, p[:2])), tuple(map(float, p[2:])))
                      for p in re.findall(r"M(\d+) (\d+)C[\d ]* (\d+) (\d+)"
                                          r"(?=M|$)", tree.path(name)))
    want = sorted((nodes[base[i]][:2], nodes[i][:2]) for i in nodes if base[i])
    thick = sorted((nodes[base[i]][:2], nodes[i][:2]) for i in way[:-1])
    yield "the way to the best is thick", lines("path") == thick, thick
    yield ("a line leads from each dot to what it was built on",
           sorted(lines("edge") + thick) == want, want)
    yield ("the way to the best is the first row",
           {nodes[i][1] for i in way} == {40.0} and
           [i for i, n in nodes.items() if n[1] == 40.0
            and i not in way] == [], way)
    yield ("the best, what was adopted and what failed have their classes",
           all(n[2] == ("best" if i == reigns[-1]["id"] else "adopted"
                        if i in [e["id"] for e in reigns] else "ok" if any(
                            e["id"] == i and e["score"] for e in results)
                        else "bad") for i, n in nodes.items()), nodes)

    # Sums of what models took.
    for name, total in (("sum-tokens", sum(10 + i for i in range(1, 41))),
                        ("sum-cost", 10)):
        p = plots[name]
        corners = p.corners("line")
        yield (f"the plot {name} ends with the sum", near(
            corners[-1][1], p.y(total)) and near(corners[-1][0], p.x(spent),
                                                 0.5), corners[-1])
        yield (f"the plot {name} rises with each call",
               len(corners) == 79 and all(
                   b[0] >= a[0] and b[1] <= a[1]
                   for a, b in zip(corners, corners[1:])), len(corners))

    yield ("calls of a role are summed, with those that failed",
           "<th scope=row>plan<td class=n>40<td class=n>4<td class=n>1220"
           "<td class=n>10<td class=n>40.0s<td class=n>33\n" in page,
           re.findall("<th scope=row>plan.*", page))

    # Many runs: a table each phase, the last one open.
    tables = re.findall(r"<details( open)?><summary>Phase (\d\d), \w+, (\d+) "
                        r"suggestions", page)
    yield ("each phase has a table of its runs, the last one is open",
           tables == [("", "00", "1"), ("", "01", "33"), ("", "02", "40"),
                      (" open", "03", "40")], tables)
    yield ("a run that was tried twice says so", re.search(
        r'<tr id="t1-03/2\.20" .*, 2 attempts<td', page), "03/2.20")
    yield ("the best has its medal", "rank 14 of 90, a silver medal" in page,
           re.findall("rank [^.]*", page))
    yield ("what the best read is not known",
           "Which files the best solution read is not known" in page, "")


def main():
    if sys.argv[1] == "make":
        make(sys.argv[2])
        return
    with open(sys.argv[3], encoding="utf-8") as file:
        page = file.read()
    for name, holds, why in checks(sys.argv[2], page):
        print(f"{name}\t" + ("yes" if holds else f"no, {str(why)[:900]}"))


main()
