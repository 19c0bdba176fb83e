#!/usr/bin/python3
"""Make a task of many attempts that look like real ones, without running any.

usage: long_task.py DIR [PHASES [DIRECTIONS [SUGGESTIONS]]]

The default is 40 phases of 5 directions with 10 suggestions: 2,000 attempts.
Plans, results, logs and the journal are written here; all phases but the last
are promoted by hcc-promote, so that notes and archives are real.
"""
import json
import pathlib
import random
import subprocess
import sys

IDEAS = ("Blend what differs", "Boosted trees", "Smooth functions",
         "Bagged trees", "Other features", "Nearest neighbours")
START = 1700000000


def log(rng, score, folds):
    lines = [f"epoch {i} loss {2 / (i + 1) + rng.random() / 10:.4f}"
             for i in range(30)]
    lines += [f"fold: {f:.6f}" for f in folds] + [f"metric: {score:.6f}"]
    return "\n".join(lines) + "\n"


class Task:
    def __init__(self, root, seed=1):
        self.root, self.rng = pathlib.Path(root), random.Random(seed)
        self.time, self.best = START, None
        (self.root / "input").mkdir(parents=True)
        (self.root / "plan").mkdir()
        brain = pathlib.Path(__file__).parents[1] / "fake/brain.lua"
        (self.root / "task.md").write_text(
            "---\nid: long\nmetric: accuracy\nsample: input/sample.csv\n"
            f"language: shell\nbrain: {brain}\n---\nA long night.\n")
        (self.root / "input/sample.csv").write_text("id,y\n1,0\n")
        self.events = []

    def event(self, ev, **fields):
        self.time += fields.pop("after", 0.5)
        self.events.append({"ev": ev, "s": "night", "t": round(self.time, 3),
                            **fields})

    def flush(self):
        with open(self.root / "journal.jsonl", "a") as f:
            for e in self.events:
                f.write(json.dumps(e) + "\n")
        self.events = []

    def attempt(self, ident, ok, score, folds, base, seconds):
        folder = self.root / "l1" / ident / "1"
        folder.mkdir(parents=True)
        text = log(self.rng, score, folds) if ok else (
            "Traceback (most recent call last):\n"
            "  File \"solution.sh\", line 1\nValueError: bad\n")
        (folder / "log").write_text(text)
        (folder / "solution.sh").write_text(
            f"# {ident}\necho metric: {score:.6f}\n" * 20)
        cause = None if ok else {"class": "value", "message": "ValueError: "
                                 "bad", "frame": "solution.sh:1", "at": None}
        at = text.rfind("metric:")
        claimed_at = f"{ident}/1:{at}-{len(text) - 1}" if ok else None
        run = {"id": ident + "/1", "status": "ok" if ok else "failed",
               "seconds": seconds, "exit": 0 if ok else 3, "seed": 1,
               "claimed": score if ok else None, "claimed_at": claimed_at,
               "start": self.time - seconds, "end": self.time, "cause": cause,
               "folds": folds if ok else None, "host": "here",
               "runner": "local", "cores": 2}
        (folder / "run.json").write_text(json.dumps(run))
        return run, cause

    def suggestion(self, ident, title, base):
        seconds = self.rng.uniform(5, 90)
        ok = self.rng.random() > 0.15
        score = round(0.6 + 0.3 * (1 - 0.999 ** (self.time - START) ** 0.5)
                      + self.rng.gauss(0, 0.02), 6)
        folds = [round(score + self.rng.gauss(0, 0.01), 6) for _ in range(5)]
        self.event("start", id=ident + "/1")
        run, cause = self.attempt(ident, ok, score, folds, base, seconds)
        self.event("run", id=ident + "/1", status=run["status"],
                   claimed=run["claimed"], after=seconds)
        change = score - base["score"] if ok and base else None
        adopted = ok and (self.best is None or score > self.best["score"])
        result = {"id": ident, "title": title, "status": run["status"],
                  "score": score if ok else None, "claimed": run["claimed"],
                  "claimed_at": run["claimed_at"], "folds": run["folds"],
                  "measured": round(score - 0.02, 6) if ok else None,
                  "base": base, "change": change, "interval": 0.015,
                  "attempt": 1, "attempts": 1, "seconds": seconds,
                  "adopted": adopted, "cause": cause}
        (self.root / "l1" / ident / "result.json").write_text(
            json.dumps(result))
        if adopted:
            self.best = {"id": ident, "score": score}
            best = self.root / "best"
            best.mkdir(exist_ok=True)
            (best / "result.json").write_text(json.dumps(result))
            (best / "solution.sh").write_text(f"echo metric: {score}\n")
        self.event("result", id=ident, status=run["status"],
                   score=result["score"], adopted=adopted)

    def phase(self, n, directions, suggestions):
        plan = [f"---\nphase: {n}\nby: bench\n---\n"]
        base = self.best
        names = self.rng.sample(IDEAS, min(directions, len(IDEAS)))
        self.event("plan", phase=n, file=f"plan/{n:02}.md", by="bench",
                   after=3)
        for i in range(1, directions + 1):
            idea = names[(i - 1) % len(names)]
            plan.append(f"## {i} {idea}\nWhy: it may help.\n")
            for j in range(1, suggestions + 1):
                title = f"{idea}, variant {n}-{i}-{j}"
                plan.append(f"### {i}.{j} {title}\nscore 0.5\n")
                self.suggestion(f"{n:02}/{i}.{j}", title, base)
        (self.root / f"plan/{n:02}.md").write_text("".join(plan))
        self.flush()


def main():
    root, *numbers = sys.argv[1:]
    phases, directions, suggestions = [*map(int, numbers), 40, 5, 10][:3] \
        if not numbers else [*map(int, numbers), 5, 10][:3]
    task = Task(root)
    task.event("init", metric="accuracy", file="task.md")
    task.phase(0, 1, 1)
    for n in range(1, phases + 1):
        task.phase(n, directions, suggestions)
        if n < phases:
            subprocess.run(["hcc-promote", "-q", root], check=True,
                           stdout=subprocess.DEVNULL)


if __name__ == "__main__":
    main()
