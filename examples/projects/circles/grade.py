"""Check a packing and print the sum of its radii; 0 when it is none."""
import numpy as np

p = np.loadtxt("packing.csv", delimiter=",").reshape(-1, 3)
x, r = p[:, :2], p[:, 2]
d = np.sqrt(((x[:, None] - x[None]) ** 2).sum(2)) - r[:, None] - r[None]
np.fill_diagonal(d, 0)
good = (p.shape == (20, 3) and np.isfinite(p).all() and (r >= 0).all()
        and (x - r[:, None] >= -1e-9).all()
        and (x + r[:, None] <= 1 + 1e-9).all() and (d >= -1e-9).all())
print(f"sum_of_radii: {r.sum() if good else 0:.6f}")
