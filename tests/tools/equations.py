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
behind the phase that made it, where that is finished.
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
    """The parts of the solution `name`, which is not in L1."""
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
builds_on = ""
if last in finished:
    builds_on = json.load(open(task + "/best/result.json"))["id"]
elif last > 0:
    builds_on = base_of(last)
for event in events:
    if event["ev"] not in ("plan", "run", "result"):
        continue
    p = phase_of(event)
    if event["ev"] == "plan":
        print("plan %02d" % p)              # plans: raw for ever
        if p in finished:
            print("note %02d" % p)         # where the phase stood
            if builds_on.startswith("%02d/" % p):
                base(builds_on)
        continue
    if p in finished:
        continue                            # evicted: the note speaks
    if event["ev"] == "run":
        print("code " + event["id"])
        print("log " + event["id"])
    print("result " + event["id"])
