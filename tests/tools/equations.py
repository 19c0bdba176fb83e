"""The context that paper.md's equations ask for, computed anew.

usage: equations.py TASK

Prints one line "KIND ID" for each part that hcc-context must show, in order.
It shares no code with hcc: it reads the journal event by event and applies
the definitions of L1(t), L2(t) and the hit rule:

  L1(t) = all before the first working code and its result
          + all plans so far + the raw trace of the active phase
  L2(t) = { kappa_r : r finished }
  event k: raw if in L1(t); else kappa_r if it opened the finished phase r.
"""
import json
import os
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

for event in events:
    if event["ev"] not in ("plan", "run", "result"):
        continue
    p = phase_of(event)
    if event["ev"] == "plan":
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
