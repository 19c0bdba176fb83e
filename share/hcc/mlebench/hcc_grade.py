"""Score a submission with the grader of a competition of MLE-bench.

usage: hcc_grade.py submission.csv
       hcc_grade.py -n		only load the grader and the answers

It lies in sealed/ of a task, beside competition.json (hcc-mlebench writes it),
the answers, and the modules of the competition. The score is rounded to five
places. Exit status 65: the grader does not take the submission; 69: the grader
or the answers cannot be loaded.
"""
import importlib
import json
import math
import os
import sys
import types

HERE = os.path.dirname(os.path.abspath(__file__))


def end(status, text):
    print("hcc_grade: " + text, file=sys.stderr)
    sys.exit(status)


def said(error):
    return f"{type(error).__name__}: {error}"


def function(about):
    """What config.yaml calls grade_fn: the module here, else the installed
    one. Modules here are a package, so that they can import each other."""
    # Else their names would hide those of libraries.
    sys.path[:] = [p for p in sys.path if os.path.abspath(p) != HERE]
    if about.get("checkout"):
        sys.path.insert(0, about["checkout"])
    module, name = about["grade_fn"].split(":")
    own = module.rsplit(".", 1)[-1]
    if os.path.exists(os.path.join(HERE, own + ".py")):
        package = types.ModuleType("competition")
        package.__path__ = [HERE]
        sys.modules["competition"] = package
        module = "competition." + own
    return getattr(importlib.import_module(module), name)


def table(path):
    import pandas
    try:
        return pandas.read_csv(path, float_precision="round_trip")
    except pandas.errors.EmptyDataError:
        return pandas.DataFrame()


def answers(path):
    if path.endswith(".jsonl"):
        with open(path, encoding="utf-8") as lines:
            return [json.loads(line) for line in lines]
    return table(path)


def main():
    if len(sys.argv) != 2:
        end(64, "usage: hcc_grade.py submission.csv")
    try:
        with open(os.path.join(HERE, "competition.json")) as f:
            about = json.load(f)
        grade = function(about)
        truth = answers(os.path.join(HERE, about["answers"]))
    except Exception as e:
        end(69, said(e))
    if sys.argv[1] == "-n":
        return
    # As in MLE-bench: whatever the grader raises, it is no submission.
    try:
        score = float(round(grade(table(sys.argv[1]), truth), 5))
    except Exception as e:
        end(65, said(e))
    if not math.isfinite(score):
        end(65, f"the score is {score}")
    print(score)


main()
