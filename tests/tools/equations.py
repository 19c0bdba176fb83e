"""The context that paper.md's equations ask for, computed anew.

usage: equations.py TASK

Prints one line "KIND ID" for each part that hcc-context must show, in order.
It shares no code with hcc: it reads the journal event by event and applies
the definitions of L1(t), L2(t) and the hit rule:

  L1(t) = all before the first working code and its result
          + all plans so far + the raw trace of the active phase
  L2(t) = { kappa_r : r finished }
  event k: raw if in L1(t); else kappa_r if it opened the finished phase r.

Beyond the paper, what the phase at work (or the next one) builds on stands raw
in front of its plan, where its own phase is finished.
"""
import json
import os
import subprocess
import sys

task = sys.argv[1]
events = [json.loads(line) for line in open(task + "/journal.jsonl")]


def phase_of(event):
    if event["ev"] == "plan":
        return event["phase"]
    return int(event["id"].split("/")[0])


finished = {
    int(name[:2]) for name in os.listdir(task + "/l2")
    if not os.path.exists(task + "/l1/" + name[:2])
} if os.path.isdir(task + "/l2") else set()

# e_0 = concat(d_tau, user instructions, Omega)
print("task small")
for kind, name in (("preview", "preview.md"), ("wisdom", "prefetch.md")):
    if os.path.exists(task + "/" + name):
        print(kind)


def base(name):
    """The parts of the solution `name`, unless it is in L1."""
    if not name or int(name.split("/")[0]) not in finished:
        return
    phase, inside = name.split("/")
    run = name + "/%d" % json.loads(subprocess.run(
        ["tar", "--zstd", "-xOf", task + "/archive/" + phase + ".tar.zst",
         inside + "/result.json"], stdout=subprocess.PIPE,
        check=True).stdout)["attempt"]
    for kind, part in (("code", run), ("log", run), ("result", run),
                       ("result", name)):
        print(kind, part)


def base_of(p):
    """What the plan of phase p names in its front matter."""
    lines = open(task + "/plan/%02d.md" % p).read().split("---")[1].split("\n")
    return next((line[6:] for line in lines if line.startswith("base: ")), "")


last = max((phase_of(e) for e in events if e["ev"] == "plan"), default=0)
for event in events:
    if event["ev"] not in ("plan", "run", "result"):
        continue
    p = phase_of(event)
    if event["ev"] == "plan":
        if p > 0 and p not in finished:
            base(base_of(p))
        print("plan %02d" % p)              # plans: raw for ever
        if p in finished:
            print("note %02d" % p)         # where the phase stood
        continue
    if p in finished:
        continue                            # evicted: the note speaks
    if event["ev"] == "run":
        print("code " + event["id"])
        print("log " + event["id"])
    print("result " + event["id"])
if last in finished:
    base(json.load(open(task + "/best/result.json"))["id"])
