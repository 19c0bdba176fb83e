"""A small language model in numpy: the next byte from the bytes before it.

It learns from licence texts that every Debian has, for a number of steps, and
prints how many bits a byte of the held-out text costs. evaluate.py measures.
"""
import os

import numpy as np

import data
import evaluate

CONTEXT = 6         # hcc: 2|4|6|8|12
WIDTH = 96          # hcc: 32..256 log
EMBEDDING = 16      # hcc: 8|16|24|32
LR = 3e-4           # hcc: 1e-4..3e-2 log
BATCH = 256         # hcc: 64|128|256|512
DECAY = 0.0         # hcc: 0.0..0.2
SECONDS = float(os.environ.get("BITS_SECONDS", "15"))

rng = np.random.default_rng(int(os.environ.get("HCC_SEED", "1")))
train, _ = data.load()
p = {
    "e": rng.normal(0, 0.1, (256, EMBEDDING)),
    "w": rng.normal(0, (CONTEXT * EMBEDDING) ** -0.5,
                    (CONTEXT * EMBEDDING, WIDTH)),
    "b": np.zeros(WIDTH),
    "v": rng.normal(0, WIDTH ** -0.5, (WIDTH, 256)),
    "c": np.zeros(256),
}
m = {k: np.zeros_like(x) for k, x in p.items()}
v = {k: np.zeros_like(x) for k, x in p.items()}


def forward(x):
    """Inputs, hidden values and log probabilities for contexts x."""
    e = p["e"][x].reshape(len(x), -1)
    h = np.tanh(e @ p["w"] + p["b"])
    z = h @ p["v"] + p["c"]
    z -= z.max(1, keepdims=True)
    return e, h, z - np.log(np.exp(z).sum(1, keepdims=True))


def step(n, share):
    """One step of Adam; share of the time that has passed."""
    at = rng.integers(CONTEXT, len(train), BATCH)
    x = train[at[:, None] + np.arange(-CONTEXT, 0)]
    y = train[at]
    e, h, logp = forward(x)
    dz = np.exp(logp)
    dz[np.arange(BATCH), y] -= 1
    dz /= BATCH
    dh = (dz @ p["v"].T) * (1 - h * h)
    de = (dh @ p["w"].T).reshape(BATCH, CONTEXT, EMBEDDING)
    g = {"v": h.T @ dz, "c": dz.sum(0), "w": e.T @ dh, "b": dh.sum(0),
         "e": np.zeros_like(p["e"])}
    np.add.at(g["e"], x, de)
    rate = LR * (1 - share) + 1e-6
    for k, d in g.items():
        m[k] = 0.9 * m[k] + 0.1 * d
        v[k] = 0.99 * v[k] + 0.01 * d * d
        p[k] -= rate * (m[k] / (1 - 0.9 ** n)
                        / (np.sqrt(v[k] / (1 - 0.99 ** n)) + 1e-8)
                        + DECAY * p[k])
    return -logp[np.arange(BATCH), y].mean() / np.log(2)


# As many steps as the processor makes in that time: the clock of this process.
n = 0
while (share := data.clock() / SECONDS) < 1:
    n += 1
    bits = step(n, share)
    if n % 200 == 0:
        print(f"step {n} bits {bits:.4f}", flush=True)
print(f"val_bpb: {evaluate.bits(lambda x: forward(x)[2], CONTEXT):.5f}")
