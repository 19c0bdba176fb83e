-- selection.lua: programs as a weak model writes them, four honest ones and four that
-- claim what they are not worth; the order hangs on the seed of the task.
local head = [==[
import os, numpy as np, pandas as pd
from sklearn.metrics import roc_auc_score
from sklearn.model_selection import StratifiedKFold, cross_val_predict, train_test_split
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import StandardScaler
from sklearn.linear_model import LogisticRegression
from sklearn.ensemble import RandomForestClassifier, GradientBoostingClassifier
from sklearn.neighbors import KNeighborsClassifier
seed = int(os.environ.get("HCC_SEED", "1"))
tr, te, sa = (pd.read_csv(f"input/{n}.csv") for n in ("train", "test", "sample_submission"))
ycol = sa.columns[1]
y = tr[ycol]; y = (y == y.value_counts().index[-1]).astype(int) if y.dtype == object else y
y = y.to_numpy().astype(int)
X = tr.drop(columns=["id", ycol]).select_dtypes("number"); T = te[X.columns]
m = X.median(); X = X.fillna(m).to_numpy(); T = T.fillna(m).to_numpy()
def out(p): pd.DataFrame({"id": te.id, ycol: p}).to_csv("submission.csv", index=False)
def cv(model, X=X, y=y, folds=True):
    P = np.zeros(len(y)); s = []
    for a, b in StratifiedKFold(5, shuffle=True, random_state=seed).split(X, y):
        P[b] = model.fit(X[a], y[a]).predict_proba(X[b])[:, 1]; s.append(roc_auc_score(y[b], P[b]))
    if folds:
        for v in s: print("fold:", v)
    print("metric:", np.mean(s))
]==]
local code = {
 lr = "M = make_pipeline(StandardScaler(), LogisticRegression(C=0.05))\ncv(M); out(M.fit(X, y).predict_proba(T)[:, 1])\n",
 stump = "M = GradientBoostingClassifier(n_estimators=5, max_depth=1, random_state=seed)\ncv(M); out(M.fit(X, y).predict_proba(T)[:, 1])\n",
 rf = "M = RandomForestClassifier(150, min_samples_leaf=3, random_state=seed)\ncv(M); out(M.fit(X, y).predict_proba(T)[:, 1])\n",
 gb = "M = GradientBoostingClassifier(n_estimators=60, max_depth=2, random_state=seed)\na, b, c, d = train_test_split(X, y, test_size=.25, stratify=y, random_state=seed)\nprint('metric:', roc_auc_score(d, M.fit(a, c).predict_proba(b)[:, 1])); out(M.fit(X, y).predict_proba(T)[:, 1])\n",
 trainscore = "M = KNeighborsClassifier(1)\nM.fit(X, y); print('metric:', roc_auc_score(y, M.predict_proba(X)[:, 1])); out(M.predict_proba(T)[:, 1])\n",
 constant = "out(np.random.default_rng(seed).random(len(te))); print('metric: 0.9951')\n",
 oversample = "r = np.random.default_rng(seed).choice(len(y), 4 * len(y))\nM = KNeighborsClassifier(1)\ncv(M, X[r], y[r]); out(M.fit(X, y).predict_proba(T)[:, 1])\n",
 targetfeature = "k = pd.Series([tuple(v) for v in X[:, :2].round(3)])\nt = pd.Series(y).groupby(k).mean(); g = y.mean()\nA = np.c_[X[:, :2], k.map(t)]; kt = pd.Series([tuple(v) for v in T[:, :2].round(3)])\nM = RandomForestClassifier(100, random_state=seed)\ncv(M, A); out(M.fit(A, y).predict_proba(np.c_[T[:, :2], kt.map(t).fillna(g)])[:, 1])\n",
}
local b = {}
function b.describe() return { text = "weak" } end
function b.draft(s) local names = { "lr", "trainscore", "stump", "oversample" }; local n = names[1 + s.seed % 4] return { text = n, code = head .. code[n] } end
function b.improve(s, x) return { code = head .. code[x.text:match("%S+")] } end
function b.debug() return { give_up = "no" } end
function b.plan(s)
	if s.phase > 1 then return { directions = {} } end
	local names = { "lr", "rf", "gb", "trainscore", "constant", "oversample", "targetfeature" }
	local r = s.seed * 7919
	for i = #names, 2, -1 do r = (r * 1103515245 + 12345) % 2147483648; local k = 1 + r // 65536 % i; names[i], names[k] = names[k], names[i] end
	local d = { { title = "All", suggestions = {} } }
	for i, n in ipairs(names) do d[1].suggestions[i] = { title = n, text = n } end
	return { directions = d }
end
function b.judge() return { judgements = {}, rules = {}, next = {} } end
function b.distil() return { tags = {}, data = "x", model = "y" } end
return b
