"""How well a model predicts the held-out bytes, in bits for each."""
import numpy as np

import data


def bits(log_probabilities, context):
    """log_probabilities: from contexts (n, context) to (n, 256), natural."""
    _, held = data.load()
    total = 0.0
    for i in range(context, len(held), 4096):
        at = np.arange(i, min(i + 4096, len(held)))
        logp = log_probabilities(held[at[:, None] + np.arange(-context, 0)])
        assert np.allclose(np.exp(logp).sum(1), 1, atol=1e-3)
        total -= logp[np.arange(len(at)), held[at]].sum()
    return total / (len(held) - context) / np.log(2)
