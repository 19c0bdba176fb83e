"""Tables and a plot of the runs that memory made.

A run that never came to a medal counts as one attempt more than it had, so
that means and ratios are defined; where that is a median, it says "never".
Intervals are 95 % of 2000 bootstrap samples of the seeds within each task.
"""
import json

import numpy as np

PLACES = {"bronze": 40, "silver": 20, "gold": 10}     # of a hundred teams
COLOURS = {"full": "#000000", "no-l1": "#d55e00", "no-l2": "#e69f00",
           "no-l3": "#0072b2", "scoped": "#009e73", "random": "#999999"}


def read(path):
    """The runs of a file; a line that was cut off is none."""
    runs = []
    if path.exists():
        for line in path.read_text().splitlines():
            try:
                runs.append(json.loads(line))
            except ValueError:
                pass
    return runs


def until(run, medal, most, what=None):
    """Attempts (or the sum of `what`) to the first of this medal."""
    total = 0
    for i, attempt in enumerate(run["attempts"], 1):
        total += (attempt[what] or 0) if what else 1
        if i <= most and (attempt["rank"] or 1000) <= PLACES[medal]:
            return total
    return total if what else most + 1


class Arm:
    """The figures of one arm: for each task an array, a seed an entry."""

    def __init__(self, runs, tasks, value):
        self.tasks = [np.array([value(run) for run in runs
                                if run["task"] == task], float)
                      for task in tasks]

    def all(self):
        return np.concatenate(self.tasks)

    def samples(self, statistic, count=2000):
        """The statistic of the pooled figures, seeds drawn again."""
        draw = np.random.RandomState(0)
        for _ in range(count):
            yield statistic(np.concatenate([
                values[draw.randint(len(values), size=len(values))]
                for values in self.tasks if len(values)]))


def interval(values):
    low, high = np.percentile(list(values), [2.5, 97.5])
    return low, high


def told(arm, statistic, form="{:.3g}"):
    low, high = interval(arm.samples(statistic))
    return " to ".join((form.format(low), form.format(high))).join(
        (form.format(statistic(arm.all())) + " (", ")"))


def ratio(arm, full):
    """How many times as much as `full`: means, with their interval."""
    low, high = interval(a / b for a, b in zip(arm.samples(np.mean),
                                               full.samples(np.mean)))
    return f"{arm.all().mean() / full.all().mean():.2f} " \
           f"({low:.2f} to {high:.2f})"


def row(*cells):
    print("| " + " | ".join(map(str, cells)) + " |")


def head(*cells):
    row(*cells)
    print("|" + "---|" * len(cells))


def of_tasks(by_arm, tasks, most):
    print("Attempts until the first bronze, median of the seeds, and the "
          "final rank:\n")
    head("task", *by_arm)
    for task in tasks:
        cells = []
        for runs in by_arm.values():
            mine = [run for run in runs if run["task"] == task]
            if not mine:
                cells.append("")
                continue
            median = np.median([until(run, "bronze", most) for run in mine])
            first = "never" if median > most else f"{median:g}"
            rank = np.median([run["rank"] or 101 for run in mine])
            cells.append(f"{first}, rank {rank:g}")
        row(task, *cells)


def of_arms(by_arm, tasks, most):
    def figures(value):
        return {name: Arm(runs, tasks, value)
                for name, runs in by_arm.items()}
    counts = {medal: figures(lambda run, m=medal: until(run, m, most))
              for medal in PLACES}
    seconds = figures(lambda run: until(run, "bronze", most, "cpu"))
    ranks = figures(lambda run: run["rank"] or 101)
    full = next(iter(by_arm))
    for medal in PLACES:
        print(f"\nAll tasks, until the first {medal}:\n")
        head("arm", "runs", "attempts, median", "attempts, mean",
             f"times {full}", "never")
        for name, arm in counts[medal].items():
            row(name, len(arm.all()), told(arm, np.median),
                told(arm, np.mean), ratio(arm, counts[medal][full]),
                f"{np.mean(arm.all() > most):.0%}")
    print("\nProcessor seconds until the first bronze, and what was handed "
          "in at last:\n")
    head("arm", "seconds, median", f"times {full}", "rank, median",
         "rank, mean", "any medal", "gold")
    for name, runs in by_arm.items():
        medals = [run["medal"] for run in runs]
        row(name, told(seconds[name], np.median),
            ratio(seconds[name], seconds[full]),
            told(ranks[name], np.median), told(ranks[name], np.mean),
            f"{np.mean([m != 'none' for m in medals]):.0%}",
            f"{np.mean([m == 'gold' for m in medals]):.0%}")


def of_context(by_arm):
    print("\nTokens of the largest context that a plan was made from, and of "
          "all that was\nwritten, programs and logs whole, after so many "
          "attempts (medians), and how many\ntimes as much that is; and with "
          "logs as digests and programs as changes. At the\nend, suggestions "
          "whose outcome or cause of failure the context does not tell:\n")
    head("arm", "attempts", "context", "everything", "ratio", "shortened",
         "lost", "of")
    for name, runs in by_arm.items():
        last = max(len(run["growth"]) for run in runs) - 1
        for i in sorted({min(i, last) for i in (3, 5, last)}):
            points = [run["growth"][i] for run in runs
                      if i < len(run["growth"])]
            done, peak, whole, short = np.median(points, axis=0)
            row(name, f"{done:g}", f"{peak:.0f}", f"{whole:.0f}",
                f"{whole / peak:.1f}", f"{short:.0f}",
                *(("", "") if i < last else (
                    sum(len(run["lost"]) for run in runs),
                    sum(run["suggestions"] for run in runs))))


def curve(runs, medal, most):
    """The share of the runs that had this medal after 0..most attempts."""
    firsts = np.array([until(run, medal, most) for run in runs])
    return [np.mean(firsts <= i) for i in range(most + 1)]


def panel(by_arm, medal, most, left):
    """One plot of the picture: shares against attempts."""
    width, height, top = 330, 240, 40
    parts = [f'<g transform="translate({left},{top})">',
             f'<text x="{width / 2}" y="-15" text-anchor="middle">runs with '
             f'{medal} after so many attempts</text>']
    for share in (0, 25, 50, 75, 100):
        y = height * (1 - share / 100)
        parts.append(f'<path d="M0 {y}H{width}" stroke="#ddd"/><text x="-6" '
                     f'y="{y + 4}" text-anchor="end">{share} %</text>')
    for i in range(0, most + 1):
        parts.append(f'<text x="{width * i / most:.1f}" y="{height + 18}" '
                     f'text-anchor="middle">{i}</text>')
    for k, (name, runs) in enumerate(by_arm.items()):
        path, colour = "M0 %g" % height, COLOURS.get(name, "#009e73")
        for i, share in enumerate(curve(runs, medal, most)):
            path += f"H{width * i / most:.1f}V{height * (1 - share):.1f}"
        parts.append(f'<path d="{path}" fill="none" stroke="{colour}" '
                     'stroke-width="2"/>')
        x, y = width - 100, height - 16 * (len(by_arm) - k)
        parts.append(f'<path d="M{x} {y}h20" stroke="{colour}" '
                     f'stroke-width="2"/><text x="{x + 26}" y="{y + 4}">'
                     f'{name}</text>')
    return parts + ["</g>"]


def plot(by_arm, most, path):
    lines = ['<svg xmlns="http://www.w3.org/2000/svg" width="800" '
             'height="320" font-family="sans-serif" font-size="12">',
             '<rect width="800" height="320" fill="#fff"/>']
    for i, medal in enumerate(("bronze", "gold")):
        lines += panel(by_arm, medal, most, 55 + 395 * i)
    path.write_text("\n".join(lines + ["</svg>"]) + "\n")


def setting(by_arm, tasks, most, values):
    """What was run, for a reader who sees the tables alone."""
    seeds = sorted({run["seed"] for runs in by_arm.values() for run in runs})
    print(f"{len(tasks)} tasks, {len(seeds)} seeds ({seeds[0]} to "
          f"{seeds[-1]}), {most} attempts a run.")
    print({"drawn": "Numbers of recipes are drawn from all that is allowed.",
           "library": "Numbers of recipes are the library's."}[values])
    print("""
An attempt is one model with one setting, or a blend of models that ran before,
on one core; `random`, which looks at nothing, blends nothing. Wisdom is from
one longer run of `full` on each of the other tasks, the same for all seeds.
Arms that come to the same program with the same seed share its outcome and its
cost. Each attempt's rank is that of its answer to the sealed exam, which no
arm sees; a medal that never came counts as one attempt more than there were.
In parentheses, 95 % intervals: other seeds, same tasks and wisdom.
""")


def show(top, runs, arms, tasks, most, values):
    """Print the tables, write TOP/memory.svg."""
    by_arm = {arm: [run for run in runs if run["arm"] == arm]
              for arm in arms}
    by_arm = {arm: mine for arm, mine in by_arm.items() if mine}
    tasks = [task for task in tasks
             if any(run["task"] == task for run in runs)]
    if not by_arm:
        return
    setting(by_arm, tasks, most, values)
    of_tasks(by_arm, tasks, most)
    of_arms(by_arm, tasks, most)
    of_context(by_arm)
    plot(by_arm, most, top / "memory.svg")
