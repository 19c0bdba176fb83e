#!/usr/bin/python3
"""A small language model, for the bench `nights`: a prompt in, an answer out.

It knows seven kinds of model. It plans those first that the wisdom in its
prompt names, and cites the entry; the others in an order drawn from its seed,
the environment variable NIGHT. It judges and remarks what the results say.
"""
import hashlib
import json
import os
import random
import re
import sys

WAYS = {
    "Penalised linear model": {"model": "linear", "C": [0.1, 1, 10]},
    "Histogram gradient boosting":
        {"model": "hist_gradient_boosting", "rounds": 150, "rate": 0.08},
    "Support vector machine":
        {"model": "svm", "C": [1, 10], "gamma": [0.01, 0.1]},
    "Extremely randomised trees": {"model": "extra_trees", "trees": 300},
    "Random forest": {"model": "random_forest", "trees": 300},
    "Small neural network": {"model": "mlp", "alpha": [0.01, 1]},
    "Nearest neighbours": {"model": "knn", "neighbors": [5, 20]},
}
ROW = re.compile(r"^\| (\d\d/\d+\.\d+) \| ok \| (\S+) \| (\S+) \| "
                 r"([-+]\S+)(?: ± (\S+))?[^|]*\|[^|]*\| ([^|]+?) \|", re.M)


def way_of(text):
    return next((way for way in WAYS if way in text), None)


def ways(prompt):
    """All ways, each with the entry that speaks for it."""
    named = {}
    part = prompt[prompt.find("# Wisdom for this step"):]
    for line in part.split("\n# ")[0].splitlines():
        item = re.match(r"- ([0-9a-f]{16})\b", line)
        if item and way_of(line):
            named.setdefault(way_of(line), item.group(1))
    rest = [way for way in WAYS if way not in named]
    title = re.search(r"^# (?!task)(.+)", prompt, re.M).group(1)
    random.Random(hashlib.sha256((os.environ.get("NIGHT", "") + title)
                                 .encode()).hexdigest()).shuffle(rest)
    return [*named.items(), *((way, None) for way in rest)]


def plan(prompt, step):
    most = int(re.search(r"(\d+) directions?", step).group(1))
    tried = {way_of(line) for line in prompt.splitlines()
             if re.match(r"### \d+\.\d+ ", line)}
    tried |= {way for way, recipe in WAYS.items()     # the draft
              if f'"model": "{recipe["model"]}", "folds"' in prompt}
    return json.dumps({"directions": [
        {"title": way, "why": "It has not been tried.", "suggestions": [
            {"title": way, "text": f"{way}, as the recipe "
             f"{json.dumps(WAYS[way])}." + (f"\nFrom: {entry}" if entry
                                            else "")}]}
        for way, entry in ways(prompt) if way not in tried][:most]})


def verdict(change, interval, sign):
    gain = sign * float(change)
    if interval == "unknown" or abs(gain) <= float(interval or 0):
        return "inconclusive"
    return "promising" if gain > 0 else "dead end"


def judge(step):
    sign = -1 if "minimize" in step else 1
    return json.dumps({"rules": [], "next": [], "judgements": [
        {"verdict": verdict(change, interval, sign), "evidence": [one, base],
         "claim": f"{title} reached {score}, {change} against {base}"}
        for one, score, base, change, interval, title in ROW.findall(step)]})


def distil(prompt):
    rows = {row[0]: row for row in ROW.findall(prompt)}
    return "REMARKS\n" + "".join(
        f"{title} reached {score}, {change} against {base} [{one}, {base}].\n"
        for one, score, base, change, _, title in rows.values()
    ) + "\nTAGS\ntabular\n"


def main():
    prompt = sys.stdin.read()
    step = prompt[prompt.rfind("# Your step: "):]
    head, _, rest = step.partition("\n")
    if "describe" in head:
        task = prompt[prompt.find("\n# task"):].split("\n# The data")[0]
        print(" ".join(task.split()[2:])[:1500])
    elif "plan of phase" in head:
        print(plan(prompt, step))
    elif "judge" in head:
        print(judge(step))
    elif "taught" in head:
        print(distil(prompt))
    else:
        way = "carry out" in head and way_of(rest.split("\n\n")[0]) \
            or ways(prompt)[0][0]
        print(json.dumps(WAYS[way]))


main()
