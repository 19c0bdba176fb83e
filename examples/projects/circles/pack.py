"""Pack 20 circles into the unit square, the sum of radii as large as can be.

Random starts, each improved by small moves. grade.py checks and measures what
is written to packing.csv.
"""
import os

import numpy as np

STARTS = 20         # hcc: 5|10|20|40
MOVES = 4000        # hcc: 1000..20000 log
STEP = 0.08         # hcc: 0.01..0.3 log
COOLING = 0.999     # hcc: 0.99|0.995|0.999|0.9995

N = 20
rng = np.random.default_rng(int(os.environ.get("HCC_SEED", "1")))


def radii(c):
    """Radii for these centres, the one with the least room first."""
    wall = np.minimum(c, 1 - c).min(1)
    d = np.sqrt(((c[:, None] - c[None]) ** 2).sum(2))
    np.fill_diagonal(d, np.inf)
    r = np.zeros(N)
    for i in np.argsort(np.minimum(wall, d.min(1) / 2)):
        others = d[i] - r
        others[r == 0] = d[i][r == 0] / 2
        r[i] = max(0, min(wall[i], others.min()))
    return r


best, at = 0, None
for start in range(STARTS):
    c = rng.random((N, 2)) * 0.9 + 0.05
    score, step = radii(c).sum(), STEP
    for _ in range(MOVES // STARTS * 5):
        new = c.copy()
        i = rng.integers(N)
        new[i] = np.clip(new[i] + rng.normal(0, step, 2), 0.01, 0.99)
        value = radii(new).sum()
        if value > score:
            c, score = new, value
        step *= COOLING
        step = max(step, 0.002)
    if score > best:
        best, at = score, c
        print(f"start {start} sum {best:.4f}", flush=True)
np.savetxt("packing.csv", np.column_stack([at, radii(at)]), delimiter=",")
