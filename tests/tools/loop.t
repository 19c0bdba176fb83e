#!/bin/sh
# The main job on real data: a whole task with the offline brain, and the next
# one warmed by it, which trains nothing.
# shellcheck source=tests/lib.sh
. "${0%/*}/../lib.sh"

/usr/bin/python3 - <<'E'
"""Real data that scikit-learn ships: breast cancer (auc), wine (accuracy)."""
import os
import numpy as np
from sklearn.datasets import load_breast_cancer, load_wine
for name, load, metric in (("cancer", load_breast_cancer, "area under the "
                            "ROC curve"), ("wine", load_wine, "accuracy")):
    d = load()
    os.makedirs(name + "/data")
    order = np.random.RandomState(0).permutation(len(d.target))[:160]
    cut = len(order) * 2 // 3
    cols = ["x%d" % i for i in range(8)]
    def table(path, rows, label):
        with open(path, "w") as f:
            f.write(",".join(["id"] + cols + ["y"] * label) + "\n")
            for r in rows:
                cells = [str(r)] + ["%g" % v for v in d.data[r][:8]]
                f.write(",".join(cells + [str(d.target[r])] * label) + "\n")
    table(name + "/data/train.csv", order[:cut], True)
    table(name + "/data/test.csv", order[cut:], False)
    for path, values in ((name + "/data/sample_submission.csv",
                          0 * d.target), (name + "/labels.csv", d.target)):
        with open(path, "w") as f:
            f.write("id,y\n")
            f.writelines("%d,%s\n" % (r, values[r]) for r in order[cut:])
    with open(name + "/description.md", "w") as f:
        f.write("# %s\n\nClassify each row of a table of measurements.\n\n"
                "## Evaluation\n\nSubmissions are evaluated on %s.\n"
                % (name, metric))
E
export HCC_WISDOM="$T/wisdom.db"
for t in cancer wine; do
	exits "$t: hcc-init makes a task of data" 0 hcc-init -b 10m \
	    -d $t/description.md -l $t/labels.csv $t/data t-$t
	# One phase after the draft, however fast the machine is.
	mkdir t-$t/policy
	cat >t-$t/policy/plan.lua <<-'E'
	return { shape = function(self, s)
		self.over = s.phase > 1
		return { m = 1, q = 1 }
	end, admit = function(self) return not self.over end }
	E
	exits "$t: hcc run drives the task to its end" 0 hcc run t-$t
	like "$t: hcc run says what came of the task" 'ended with .* after' err
	ok "$t: the task has ended" test -s t-$t/done.json
	ok "$t: a phase is promoted" test -s t-$t/l2/01.md -a \
	    -s t-$t/archive/01.tar.zst
	exits "$t: hcc-grade scores on sealed labels" 0 hcc-grade t-$t
	if [ $t = cancer ]; then
		ok 'the score is far better than chance' \
		    test "$(jq '.score > 0.9' out)" = true
		quick_recipes
	fi
done
like 'the second task is shown the wisdom of the first' 'cancer' t-wine/prefetch.md
is 'each task has left one entry of wisdom' 2 "$(hcc-wisdom list | wc -l | tr -d ' ')"
ok 'the wisdom of a task ranks the families that it tried' \
    sh -c 'hcc-wisdom export | jq -es "all(.[];
    .ranking[0] | has(\"family\") and has(\"score\"))"'
like 'judgements are verified' ' verified$' t-cancer/l2/01.md
unlike 'no judgement is unverified' 'unverified$' t-cancer/l2/01.md
# A measured score of many digits is found nowhere by chance; 1 is.
for t in cancer wine; do
	cat t-$t/l1/*/*/*/run.json t-$t/best/result.json
done | jq '.measured // empty' | grep -E '^0\.[0-9]{6}' >measured
ok 'some scores were measured on sealed labels' test -s measured
ok 'hcc-context prints a context' sh -c \
    'hcc-context t-cancer t-wine >context && test -s context'
exits 'a score that was measured on sealed labels is in no context' 1 \
    grep -Ff measured context
finish
