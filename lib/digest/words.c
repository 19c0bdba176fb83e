/*
 * words.c: what single words tell.
 *
 * The words are those that programs in any field print; names of libraries
 * and of their messages are left out on purpose. Each is two integers of
 * eight letters, found by a hash: most words of a log are not known, and an
 * empty bucket says so at once. Logs also speak the language of the user's
 * system, so the most frequent words of some others are here as well.
 */
#include <stdbool.h>
#include <string.h>

#include "digest/line_class.h"

enum {
	E = CLASS_ERROR, Q = CLASS_HINT, W = CLASS_WARN, O = CLASS_OUTCOME,
	M = CLASS_METRIC, P = CLASS_PARAM, D = CLASS_DATA, V = CLASS_ENV,
	T = CLASS_TIME, I = CLASS_NOISE
};

enum { BUCKETS = 4096, LONGEST = 16 };

static const struct word {
	const char	*w;
	unsigned	 flags;
} words[] = {
	{ "abgebrochen", E }, { "abort", E }, { "aborted", E },
	{ "aborting", E }, { "acc", M }, { "accuracy", M },
	{ "advertencia", W }, { "aic", M }, { "alpha", P }, { "ap", M },
	{ "args", P }, { "arguments", P }, { "assertion", E }, { "auc", M },
	{ "auroc", M }, { "average", M }, { "avertissement", W }, { "avg", M },
	{ "aviso", W }, { "avviso", W }, { "backend", V }, { "batch", P },
	{ "beendet", O }, { "best", O | M }, { "bestes", O | M }, { "bic", M },
	{ "bleu", M }, { "bpc", M }, { "brier", M }, { "broken", E },
	{ "canceled", E }, { "cancelled", E }, { "cannot", E },
	{ "caution", W }, { "cer", M }, { "checkpoint", O }, { "chrf", M },
	{ "cider", M }, { "classes", D }, { "collecting", I }, { "columns", D },
	{ "complete", O }, { "completed", O }, { "completes", O },
	{ "config", P }, { "configuration", P }, { "conflict", E },
	{ "conflicting", E }, { "conflicts", E }, { "converged", O },
	{ "convergence", Q }, { "core", Q }, { "correlation", M },
	{ "corrupt", Q | W }, { "corrupted", Q | W }, { "cost", M },
	{ "couldn", E }, { "cpu", V }, { "cpus", V }, { "crash", E },
	{ "crashed", E }, { "crashes", E }, { "cuda", V }, { "cv", M },
	{ "data", D }, { "dataset", D }, { "decay", P }, { "denied", E },
	{ "deprecated", W }, { "deprecation", W }, { "depth", P },
	{ "deviance", M }, { "device", V }, { "devices", V }, { "dice", M },
	{ "died", E }, { "dim", P }, { "diverged", E }, { "done", O },
	{ "downloading", I }, { "driver", V }, { "dropout", P }, { "due", Q },
	{ "dumped", E }, { "duration", T }, { "early", O }, { "eer", M },
	{ "elapsed", T | O }, { "elbo", M }, { "end", O }, { "ended", O },
	{ "entries", D }, { "episode", M }, { "epochs", P }, { "epsilon", P },
	{ "err", E }, { "erreur", E }, { "erro", E }, { "error", E },
	{ "errore", E }, { "errors", E }, { "estimators", P }, { "eval", M },
	{ "evaluation", M }, { "evicted", E }, { "examples", D },
	{ "exceeded", E }, { "exceeds", Q }, { "exception", E },
	{ "exceptions", E }, { "execution", T }, { "exists", Q },
	{ "exit", O | Q }, { "exited", O | Q }, { "exiting", O },
	{ "expected", Q }, { "expecting", Q }, { "exported", O }, { "f", M },
	{ "fail", E }, { "failed", E }, { "failing", E }, { "fails", E },
	{ "failure", E }, { "failures", E }, { "falha", E }, { "fallback", W },
	{ "fallo", E }, { "fatal", E }, { "features", D }, { "fehler", E },
	{ "fehlgeschlagen", E }, { "fertig", O }, { "fid", M },
	{ "final", O | M }, { "finally", O }, { "finish", O },
	{ "finished", O }, { "fitness", M }, { "fold", M }, { "forbidden", E },
	{ "fpr", M }, { "fscore", M }, { "gamma", P }, { "genauigkeit", M },
	{ "gespeichert", O }, { "get", I }, { "gflops", M }, { "gib", V },
	{ "gini", M }, { "gpu", V }, { "gpus", V }, { "halted", E },
	{ "hardware", V }, { "hidden", P }, { "hit", I }, { "hits", M },
	{ "host", V }, { "hostname", V }, { "hours", T },
	{ "hyperparameters", P }, { "ignored", W }, { "ignoring", W },
	{ "illegal", E }, { "images", D }, { "impossibile", E },
	{ "impossible", E }, { "improved", M }, { "inf", Q },
	{ "installing", I }, { "instances", D }, { "insufficient", E },
	{ "interrompu", E }, { "interrotto", E }, { "interrupted", E },
	{ "introuvable", E }, { "invalid", E }, { "iou", M }, { "jaccard", M },
	{ "jsd", M }, { "kappa", M }, { "kill", Q }, { "killed", E },
	{ "killing", E }, { "labels", D }, { "latency", T }, { "layers", P },
	{ "leak", W }, { "leaking", W }, { "learning", P }, { "likelihood", M },
	{ "limit", Q }, { "loaded", D }, { "loading", D }, { "logloss", M },
	{ "loss", M }, { "lost", Q }, { "lr", P }, { "mae", M }, { "map", M },
	{ "mape", M }, { "max", M }, { "mcc", M }, { "mean", M },
	{ "median", M }, { "memory", V }, { "meteor", M }, { "metric", M },
	{ "metrics", M }, { "mib", V }, { "min", M }, { "minutes", T },
	{ "miou", M }, { "mismatch", E }, { "mismatched", E }, { "missing", Q },
	{ "model", P }, { "momentum", P }, { "mrr", M }, { "mse", M },
	{ "namespace", P }, { "nan", Q }, { "ndcg", M }, { "negative", D },
	{ "nll", M }, { "node", V }, { "nodes", V }, { "nvidia", V },
	{ "objective", M }, { "oob", M }, { "oof", M }, { "oom", E },
	{ "oomkilled", E }, { "optimizer", P }, { "options", P },
	{ "outcome", O }, { "overall", O | M }, { "overflow", Q | W },
	{ "overridden", W }, { "panic", E }, { "parameter", P },
	{ "parameters", P }, { "params", P }, { "passed", O },
	{ "patience", P }, { "pearson", M }, { "perplexity", M },
	{ "perte", M }, { "platform", V }, { "positive", D }, { "ppl", M },
	{ "precision", M }, { "preempted", E }, { "preparing", I },
	{ "psnr", M }, { "python", V }, { "rank", V }, { "reached", O },
	{ "real", T }, { "recall", M }, { "records", D }, { "refused", E },
	{ "rejected", E }, { "requirement", I }, { "restored", O },
	{ "result", O }, { "results", O }, { "retry", W }, { "retrying", W },
	{ "return", M }, { "rew", M }, { "reward", M }, { "rewards", M },
	{ "rmse", M }, { "rmsle", M }, { "roc", M }, { "rouge", M },
	{ "rows", D }, { "runtime", T }, { "samples", D }, { "satisfied", I },
	{ "saved", O }, { "saving", O }, { "score", M }, { "scores", M },
	{ "sec", T }, { "seconds", T }, { "seed", P }, { "segfault", E },
	{ "segmentation", Q }, { "selecting", I }, { "sensitivity", M },
	{ "setting", I }, { "settings", P }, { "shape", D }, { "sigabrt", E },
	{ "sigbus", E }, { "sigint", E }, { "sigkill", E }, { "signal", Q },
	{ "sigsegv", E }, { "sigterm", E }, { "silhouette", M }, { "size", D },
	{ "skipped", W }, { "skipping", W }, { "slurm", V }, { "spearman", M },
	{ "specificity", M }, { "split", D }, { "ssim", M }, { "std", M },
	{ "steps", P }, { "stopped", O | Q }, { "stopping", O },
	{ "submission", O }, { "success", O }, { "successfully", O },
	{ "summary", O }, { "terminado", O }, { "terminate", E },
	{ "terminated", E }, { "terminating", E }, { "test", M },
	{ "threshold", P }, { "throughput", T }, { "time", T }, { "timed", Q },
	{ "timeout", E }, { "tokens", D }, { "took", T }, { "topk", M },
	{ "torch", V }, { "total", O }, { "tpr", M }, { "traceback", E },
	{ "train", M }, { "trainable", P }, { "unable", E },
	{ "unavailable", E }, { "undefined", E }, { "unexpected", E },
	{ "unhandled", E }, { "unknown", Q }, { "unpacking", I },
	{ "unrecognized", E }, { "unresolved", E }, { "unsatisfiable", E },
	{ "unsupported", E }, { "user", T }, { "val", M }, { "valid", M },
	{ "validate", M }, { "validation", M }, { "verlust", M },
	{ "version", V }, { "violated", E }, { "violation", E }, { "vocab", D },
	{ "warmup", P }, { "warn", W }, { "warning", W }, { "warnings", W },
	{ "warnung", W }, { "weights", P }, { "wer", M }, { "workers", P },
	{ "world", V }, { "written", O }, { "wrote", O },
};

/* The same in other scripts, and the signs that many programs draw. */
static const struct word others[] = {
	{ "错误", E }, { "失败", E }, { "异常", E }, { "已杀死", E },
	{ "段错误", E }, { "警告", W }, { "完成", O }, { "最佳", O | M },
	{ "最好", O | M }, { "早停", O }, { "损失", M }, { "准确率", M },
	{ "精度", M }, { "エラー", E }, { "失敗", E }, { "例外", E },
	{ "強制終了", E }, { "完了", O }, { "오류", E }, { "실패", E },
	{ "경고", W }, { "완료", O }, { "ошибка", E }, { "Ошибка", E },
	{ "Убито", E }, { "предупреждение", W },
	{ "Предупреждение", W }, { "Готово", O }, { "échec", E },
	{ "Échec", E }, { "falló", E }, { "❌", E }, { "✗", E }, { "✘", E },
	{ "⚠", W }, { "✅", O }, { "✔", O }, { "🏆", O },
};

enum { WORDS = sizeof(words) / sizeof(words[0]) };

struct letters {
	uint64_t	 a, b;		/* small, the first in the low byte */
};

static struct letters	 letters[WORDS];
static uint16_t		 index_of[BUCKETS];	/* 1 + number of the word */

/* `n` letters at `p`, at most 16, made small; `room` bytes can be read. */
static inline struct letters
load(const char *p, size_t n, size_t room)
{
	char		 t[LONGEST] = "";
	struct letters	 l;
	uint64_t	 small = 0x2020202020202020u;

	if (room < LONGEST || __BYTE_ORDER__ != __ORDER_LITTLE_ENDIAN__) {
		for (size_t i = 0; i < n; i++)
			t[i] = (char)(p[i] | 0x20);
		memcpy(&l, t, sizeof(l));
		return l;
	}
	memcpy(&l, p, sizeof(l));
	l.a |= small;
	l.b |= small;
	if (n <= 8) {
		l.a = n == 8 ? l.a : l.a & ((UINT64_C(1) << 8 * n) - 1);
		l.b = 0;
	} else if (n < 16)
		l.b &= (UINT64_C(1) << (8 * n - 64)) - 1;
	return l;
}

static inline unsigned
bucket(struct letters l)
{
	return (unsigned)((l.a * 0x9e3779b97f4a7c15u ^
	    l.b * 0xc2b2ae3d27d4eb4fu) >> 52);
}

/* Fill the index before main(): it never changes afterwards. */
__attribute__((constructor))
static void
build(void)
{
	unsigned	 i, k;

	for (i = 0; i < WORDS; i++) {
		letters[i] = load(words[i].w, strlen(words[i].w), 0);
		k = bucket(letters[i]);
		while (index_of[k] != 0)
			k = (k + 1) % BUCKETS;
		index_of[k] = (uint16_t)(i + 1);
	}
}

static bool
ends(const char *p, size_t n, const char *tail)
{
	size_t	 k = strlen(tail), i;

	if (n <= k)
		return false;
	for (i = 0; i < k; i++)
		if ((p[n - k + i] | 0x20) != tail[i])
			return false;
	return true;
}

/* ValueError, RPC_ERROR; but squarederror is a quantity. */
static unsigned
by_end(const char *p, size_t n)
{
	switch (p[n - 1] | 0x20) {
	case 'r':
		if (ends(p, n, "fehler"))
			return E;
		return !ends(p, n, "error") ? 0 : p[n - 5] == 'E' ? E : M;
	case 'n':
		return ends(p, n, "exception") ? E : 0;
	case 'g':
		return ends(p, n, "warning") ? W : 0;
	case 's':
		return ends(p, n, "loss") ? M : 0;
	case 'y':
		return ends(p, n, "accuracy") ? M : 0;
	case 'e':
		return ends(p, n, "score") ? M : 0;
	}
	return 0;
}

unsigned
word_class(const char *p, size_t n, size_t room)
{
	struct letters	 l;
	unsigned	 k, i;

	if (n == 0)
		return 0;
	if (n <= LONGEST) {
		l = load(p, n, room);
		for (k = bucket(l); index_of[k] != 0; k = (k + 1) % BUCKETS) {
			i = index_of[k] - 1u;
			if (letters[i].a == l.a && letters[i].b == l.b)
				return words[i].flags;
		}
	}
	return by_end(p, n);
}

unsigned
sign_class(const char *p, size_t room, size_t *len)
{
	size_t	 i, k;

	for (i = 0; i < sizeof(others) / sizeof(others[0]); i++) {
		if (others[i].w[0] != p[0])
			continue;
		k = strlen(others[i].w);
		if (k <= room && memcmp(p, others[i].w, k) == 0) {
			*len = k;
			return others[i].flags;
		}
	}
	return 0;
}
