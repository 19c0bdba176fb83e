/*
 * digest_class.c: what a line is about, by its words.
 *
 * Runs only once for each form of line, so it may look at every word. The
 * words are those that programs in any field print; names of libraries and
 * of their messages are left out on purpose.
 */
#include <stddef.h>
#include <string.h>

#include "digest_class.h"
#include "frame.h"

enum {
	E = DIG_ERROR, Q = DIG_DOUBT, W = DIG_WARN, O = DIG_OUT,
	M = DIG_METRIC, P = DIG_PARAM, D = DIG_DATA, V = DIG_ENV,
	T = DIG_TIME, I = DIG_NOISE
};

enum { PROSE = 16 };		/* a line of more plain words is prose */

/* Sorted. */
static const struct word {
	const char	*w;
	unsigned	 flags;
} words[] = {
	{ "abort", E }, { "aborted", E }, { "aborting", E }, { "acc", M },
	{ "accuracy", M }, { "aic", M }, { "alpha", P }, { "ap", M },
	{ "args", P }, { "arguments", P }, { "assertion", E }, { "auc", M },
	{ "auroc", M }, { "average", M }, { "avg", M }, { "backend", V },
	{ "batch", P }, { "best", O | M }, { "bic", M }, { "bleu", M },
	{ "bpc", M }, { "brier", M }, { "broken", E }, { "canceled", E },
	{ "cancelled", E }, { "cannot", E }, { "caution", W }, { "cer", M },
	{ "checkpoint", O }, { "chrf", M }, { "cider", M }, { "classes", D },
	{ "collecting", I }, { "columns", D }, { "complete", O },
	{ "completed", O }, { "completes", O }, { "config", P },
	{ "configuration", P }, { "conflict", E }, { "conflicting", E },
	{ "conflicts", E }, { "converged", O }, { "convergence", Q },
	{ "core", Q }, { "correlation", M }, { "corrupt", Q | W },
	{ "corrupted", Q | W }, { "cost", M }, { "couldn", E }, { "cpu", V },
	{ "cpus", V }, { "crash", E }, { "crashed", E }, { "crashes", E },
	{ "cuda", V }, { "cv", M }, { "data", D }, { "dataset", D },
	{ "decay", P }, { "denied", E }, { "deprecated", W },
	{ "deprecation", W }, { "depth", P }, { "deviance", M },
	{ "device", V }, { "devices", V }, { "dice", M }, { "died", E },
	{ "dim", P }, { "diverged", E }, { "done", O }, { "downloading", I },
	{ "driver", V }, { "dropout", P }, { "due", Q }, { "dumped", E },
	{ "duration", T }, { "early", O }, { "eer", M }, { "elapsed", T | O },
	{ "elbo", M }, { "end", O }, { "ended", O }, { "entries", D },
	{ "episode", M }, { "epochs", P }, { "epsilon", P }, { "err", E },
	{ "error", E }, { "errors", E }, { "estimators", P }, { "eval", M },
	{ "evaluation", M }, { "evicted", E }, { "examples", D },
	{ "exceeded", E }, { "exceeds", Q }, { "exception", E },
	{ "exceptions", E }, { "execution", T }, { "exists", Q },
	{ "exit", O | Q }, { "exited", O | Q }, { "exiting", O },
	{ "expected", Q }, { "expecting", Q }, { "exported", O }, { "f", M },
	{ "fail", E }, { "failed", E }, { "failing", E }, { "fails", E },
	{ "failure", E }, { "failures", E }, { "fallback", W }, { "fatal", E },
	{ "features", D }, { "fid", M }, { "final", O | M }, { "finally", O },
	{ "finish", O }, { "finished", O }, { "fitness", M }, { "fold", M },
	{ "forbidden", E }, { "fpr", M }, { "fscore", M }, { "gamma", P },
	{ "get", I }, { "gflops", M }, { "gib", V }, { "gini", M },
	{ "gpu", V }, { "gpus", V }, { "halted", E }, { "hardware", V },
	{ "hidden", P }, { "hit", I }, { "hits", M }, { "host", V },
	{ "hostname", V }, { "hours", T }, { "hyperparameters", P },
	{ "ignored", W }, { "ignoring", W }, { "illegal", E }, { "images", D },
	{ "improved", M }, { "inf", Q }, { "installing", I },
	{ "instances", D }, { "insufficient", E }, { "interrupted", E },
	{ "invalid", E }, { "iou", M }, { "jaccard", M }, { "jsd", M },
	{ "kappa", M }, { "kill", Q }, { "killed", E }, { "killing", E },
	{ "labels", D }, { "latency", T }, { "layers", P }, { "leak", W },
	{ "leaking", W }, { "learning", P }, { "likelihood", M },
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
	{ "platform", V }, { "positive", D }, { "ppl", M }, { "precision", M },
	{ "preempted", E }, { "preparing", I }, { "psnr", M }, { "python", V },
	{ "rank", V }, { "reached", O }, { "real", T }, { "recall", M },
	{ "records", D }, { "refused", E }, { "rejected", E },
	{ "requirement", I }, { "restored", O }, { "result", O },
	{ "results", O }, { "retry", W }, { "retrying", W }, { "return", M },
	{ "rew", M }, { "reward", M }, { "rewards", M }, { "rmse", M },
	{ "rmsle", M }, { "roc", M }, { "rouge", M }, { "rows", D },
	{ "runtime", T }, { "samples", D }, { "satisfied", I }, { "saved", O },
	{ "saving", O }, { "score", M }, { "scores", M }, { "sec", T },
	{ "seconds", T }, { "seed", P }, { "segfault", E },
	{ "segmentation", Q }, { "selecting", I }, { "sensitivity", M },
	{ "setting", I }, { "settings", P }, { "shape", D }, { "sigabrt", E },
	{ "sigbus", E }, { "sigint", E }, { "sigkill", E }, { "signal", Q },
	{ "sigsegv", E }, { "sigterm", E }, { "silhouette", M }, { "size", D },
	{ "skipped", W }, { "skipping", W }, { "slurm", V }, { "spearman", M },
	{ "specificity", M }, { "split", D }, { "ssim", M }, { "std", M },
	{ "steps", P }, { "stopped", O | Q }, { "stopping", O },
	{ "submission", O }, { "success", O }, { "successfully", O },
	{ "summary", O }, { "terminate", E }, { "terminated", E },
	{ "terminating", E }, { "test", M }, { "threshold", P },
	{ "throughput", T }, { "time", T }, { "timed", Q }, { "timeout", E },
	{ "tokens", D }, { "took", T }, { "topk", M }, { "torch", V },
	{ "total", O }, { "tpr", M }, { "traceback", E }, { "train", M },
	{ "trainable", P }, { "unable", E }, { "unavailable", E },
	{ "undefined", E }, { "unexpected", E }, { "unhandled", E },
	{ "unknown", Q }, { "unpacking", I }, { "unrecognized", E },
	{ "unresolved", E }, { "unsatisfiable", E }, { "unsupported", E },
	{ "user", T }, { "val", M }, { "valid", M }, { "validate", M },
	{ "validation", M }, { "version", V }, { "violated", E },
	{ "violation", E }, { "vocab", D }, { "warmup", P }, { "warn", W },
	{ "warning", W }, { "warnings", W }, { "weights", P }, { "wer", M },
	{ "workers", P }, { "world", V }, { "written", O }, { "wrote", O },
};

/* bsearch(3) by hand: it runs for every word of every new form. */
static const struct word *
find(const char *low)
{
	size_t		 lo = 0, hi = sizeof(words) / sizeof(words[0]), mid, k;
	const char	*w;

	while (lo < hi) {
		mid = (lo + hi) / 2;
		w = words[mid].w;
		for (k = 0; low[k] == w[k] && w[k] != '\0'; k++)
			;
		if (low[k] == w[k])
			return &words[mid];
		if (low[k] < w[k])
			hi = mid;
		else
			lo = mid + 1;
	}
	return NULL;
}

static bool
is_letter(char c)
{
	return (unsigned char)((c | 0x20) - 'a') < 26;
}

static bool
is_digit(char c)
{
	return (unsigned char)(c - '0') < 10;
}

static bool
ends(const char *s, size_t n, const char *tail)
{
	size_t	 k = strlen(tail);

	return n > k && memcmp(s + n - k, tail, k) == 0;
}

unsigned
dig_word(const char *p, size_t n)
{
	char			 low[24];
	const struct word	*w;
	size_t			 i;

	if (n >= sizeof(low)) {		/* a long ExceptionName: its end */
		p += n - (sizeof(low) - 1);
		n = sizeof(low) - 1;
	}
	for (i = 0; i < n; i++)
		low[i] = (char)(p[i] | 0x20);
	low[n] = '\0';
	w = find(low);
	if (w != NULL)
		return w->flags;
	/* ValueError, RPC_ERROR; but squarederror is a quantity. */
	if (ends(low, n, "error"))
		return p[n - 5] == 'E' ? E : M;
	if (ends(low, n, "exception"))
		return E;
	if (ends(low, n, "warning"))
		return W;
	if (ends(low, n, "loss") || ends(low, n, "accuracy") ||
	    ends(low, n, "score"))
		return M;
	return 0;
}

/* Is the `error` that ends at `p` a quantity (`error: 0.31`, `error rate`)?
 * `before` are the bits of the word before it. */
static bool
is_quantity(const char *p, const char *end, unsigned before)
{
	while (p < end && (*p == ':' || *p == '=' || *p == ' ' || *p == '\t'))
		p++;
	if (end - p >= 4 && memcmp(p, "rate", 4) == 0)
		return true;
	if (p < end && is_digit(*p)) {
		while (p < end && is_digit(*p))
			p++;
		return before & M || (p < end && *p == '.');
	}
	return false;
}

/* An error by its spelling: SomethingError, ERROR, `error:`. In a long line
 * of prose, `killed` and the like tell nothing. */
static bool
is_strong(const char *w, const char *s, const char *end)
{
	if (s < end && *s == ':')
		return true;
	if (s - w > 1 && w[0] < 'a' && w[1] < 'a')
		return true;
	for (w++; w < s; w++)
		if (*w < 'a')
			return true;
	return false;
}

/* A word in an identifier, a path or between quotes is no event, unless it
 * shouts. */
static bool
is_name(const char *p, const char *w, const char *s, const char *end)
{
	char	 before = w > p ? w[-1] : ' ', after = s < end ? *s : ' ';

	if (after == '/' || (after == '.' && s + 1 < end &&
	    is_letter(s[1]) && before != '.'))
		return true;
	if (s - w > 1 && w[0] < 'a' && w[1] < 'a')
		return false;
	return (before == '.' && after == '(') || before == '_' ||
	    after == '_' || before == '/' ||
	    ((before == '\'' || before == '"') && after == before) ||
	    (before == '-' && w - 1 > p && is_letter(w[-2])) ||
	    (after == '-' && s + 1 < end && is_letter(s[1])) ||
	    (after == '=' && s + 1 < end && s[1] != '=');
}

/* Does its count say that there was none (`0 errors`, `failed: 0`)? */
static bool
is_none(const char *p, const char *w, const char *s, const char *end)
{
	if (w - p > 1 && w[-1] == ' ' && w[-2] == '0' && (w - p == 2 ||
	    (!is_digit(w[-3]) && w[-3] != '.')))
		return true;
	if (s == end || memchr(":= ", *s, 3) == NULL)
		return false;
	while (s < end && (*s == ':' || *s == '=' || *s == ' '))
		s++;
	return s < end && *s == '0' && (s + 1 == end || (!is_digit(s[1]) &&
	    memchr("./x", s[1], 3) == NULL));
}

static void
note(struct dig_class *c, unsigned bits, size_t at, size_t len)
{
	/* The strongest word leads: an error before a doubt. */
	if (bits & (E | W | Q) && (!(c->flags & (E | W | Q)) ||
	    (bits & E && !(c->flags & E)) ||
	    (bits & DIG_STRONG && !(c->flags & DIG_STRONG)))) {
		c->at = at;
		c->len = len;
	}
	c->flags |= bits;
}

static bool
holds(const char *p, size_t n, const char *what)
{
	size_t	 i, k = strlen(what);

	for (i = 0; i + k <= n; i++)
		if (p[i] == *what && memcmp(p + i, what, k) == 0)
			return true;
	return false;
}

/* A frame as debuggers, C++, Java, Julia and the like write it. */
static bool
is_stack(const char *p, size_t n)
{
	size_t	 in = 0;

	while (in < n && (p[in] == ' ' || p[in] == '\t'))
		in++;
	if (n - in > 3 && p[in] == '#' && is_digit(p[in + 1]))
		return holds(p, n, "0x") || holds(p, n, " in ");
	if (n - in > 6 && memcmp(p + in, "[bt] (", 6) == 0)
		return true;
	if (n - in > 4 && in > 0 && (memcmp(p + in, "at ", 3) == 0 ||
	    memcmp(p + in, "@ ", 2) == 0 || memcmp(p + in, "from ", 5) == 0))
		return true;
	return holds(p, n, "(+0x");
}

/* Does the path that ends at `dot` have a suffix of source code? Its length
 * or 0. */
static size_t
source_suffix(const char *dot, const char *end)
{
	static const char *const names[] = { "py", "R", "r", "jl", "c", "cc",
		"cpp", "cu", "h", "java", "scala", "kt", "go", "rs", "js",
		"ts", "mjs", "rb", "lua", "pl", "m", "f90", "cs", "php" };
	size_t	 i, k;

	for (i = 0; i < sizeof(names) / sizeof(names[0]); i++) {
		k = strlen(names[i]);
		if (end - dot > (ptrdiff_t)k + 2 &&
		    memcmp(dot + 1, names[i], k) == 0 &&
		    (dot[1 + k] == ':' || dot[1 + k] == '#') &&
		    is_digit(dot[2 + k]))
			return k;
	}
	return 0;
}

/* `path/file.py:28`: whose code is it? Only where frames stand: in a stack,
 * or with a colon at the line's start as test runners write them. */
static unsigned
site(const char *p, size_t n, bool stack)
{
	const char	*end = p + n, *dot, *from, *q;
	size_t		 k = 0;

	for (dot = p; dot < end; dot++)
		if (*dot == '.' && (k = source_suffix(dot, end)) > 0)
			break;
	if (k == 0)
		return stack ? DIG_STACK : 0;
	for (from = dot; from > p && (unsigned char)from[-1] > ' ' &&
	    (stack || from[-1] != ':'); from--)
		;
	if (!stack) {
		for (q = dot + k + 2; q < end && is_digit(*q); q++)
			;
		if (from != p || dot - p < 2 || q == end || *q != ':')
			return 0;
	}
	return frame_library(from, (size_t)(dot - from)) ? DIG_STACK :
	    DIG_SITE;
}

/* Dots that lead from a name to its value: `name ....... 1`. */
static bool
is_leader(const char *p, size_t i, size_t n)
{
	return p[i] == '.' && p[i - 1] == '.' && p[i + 1] == ' ' &&
	    i > 5 && i + 2 < n && memcmp(p + i - 3, "...", 3) == 0 &&
	    memchr(p, ' ', i) != NULL;
}

/* What is seen without words: pairs, decimals, frames. */
static unsigned
shape(const char *p, size_t n)
{
	unsigned	 flags = 0;
	struct frame	 f;
	size_t		 i;

	for (i = 1; i + 1 < n; i++) {
		if (p[i] == '.' && is_digit(p[i - 1]) && is_digit(p[i + 1]))
			flags |= DIG_DECIMAL;
		else if ((p[i] == '=' && p[i + 1] != '=' && p[i - 1] != '=') ||
		    (p[i] == ':' && (p[i + 1] == ' ' || p[i + 1] == '\t') &&
		    (is_letter(p[i - 1]) || p[i - 1] == '\'' ||
		    p[i - 1] == '"')) || is_leader(p, i, n))
			flags |= DIG_PAIR;
	}
	if (memmem(p, n, "Traceback (most recent", 22) != NULL)
		flags |= DIG_TRACE;
	else if (frame_parse(p, n, &f))
		flags |= DIG_FRAME;
	else
		flags |= site(p, n, is_stack(p, n));
	return flags;
}

void
dig_classify(const char *p, size_t n, struct dig_class *c)
{
	const char	*end = p + n, *s = p, *w;
	unsigned	 bits, before = 0, nth = 0, prose = 0;
	bool		 early = false;

	*c = (struct dig_class){ shape(p, n), 0, 0 };
	while (s < end) {
		if (!is_letter(*s)) {
			s++;
			continue;
		}
		for (w = s; s < end && is_letter(*s); s++)
			;
		if (s - w > 1)
			c->flags |= DIG_WORDS;
		nth++;
		prose += w > p && w[-1] == ' ' && s < end && *w >= 'a' &&
		    (*s == ' ' || *s == ',' || *s == '.');
		bits = dig_word(w, (size_t)(s - w));
		if (bits & E && (*w | 0x20) == 'e' &&
		    is_quantity(s, end, before))
			bits = M;
		if (bits & (E | W | Q) && (is_name(p, w, s, end) ||
		    is_none(p, w, s, end)))
			bits &= ~(unsigned)(E | W | Q);
		if (bits & E) {
			if (is_strong(w, s, end))
				bits |= DIG_STRONG;
			else if (nth < 12)
				early = true;
		}
		note(c, bits, (size_t)(w - p), (size_t)(s - w));
		before = bits;
	}
	if (prose > PROSE && !(c->flags & (DIG_STRONG | DIG_WARN)))
		c->flags |= DIG_PROSE;
	else if (early)
		c->flags |= DIG_STRONG;
}

static uint64_t
step(uint64_t h, unsigned char c)
{
	return (h ^ c) * 1099511628211u;
}

/* The plain word in [*w, e): signs around it do not count. */
static bool
plain(const char **w, const char **e)
{
	const char	*q;

	while (*w < *e && !is_letter(**w) && !is_digit(**w))
		(*w)++;
	while (*e > *w && !is_letter((*e)[-1]) && !is_digit((*e)[-1]))
		(*e)--;
	for (q = *w; q < *e && is_letter(*q); q++)
		;
	return q == *e && q - *w >= 2;
}

uint64_t
dig_family(const char *p, size_t n, size_t at, unsigned count)
{
	const char	*s = p + at, *end = p + n, *w, *e;
	uint64_t	 h = 14695981039346656037u;
	bool		 some = false;

	while (s < end && count > 0) {
		while (s < end && (*s == ' ' || *s == '\t'))
			s++;
		for (w = s; s < end && *s != ' ' && *s != '\t'; s++)
			;
		e = s;
		if (!plain(&w, &e))
			continue;
		for (; w < e; w++)
			h = step(h, (unsigned char)*w);
		h = step(h, ' ');
		count--;
		some = true;
	}
	return some ? h : 0;
}

uint64_t
dig_skeleton(const char *p, size_t n)
{
	const char	*end = p + n;
	uint64_t	 h = 14695981039346656037u;
	unsigned	 count = 0;
	unsigned char	 c, before = 0;

	for (; p < end && count < 24; p++) {
		c = is_letter(*p) || is_digit(*p) || *p == '_' ||
		    (unsigned char)*p >= 0x80 ? 'a' :
		    (unsigned char)*p <= ' ' ? ' ' : (unsigned char)*p;
		if (c == before || (c == 'a' && before == '.'))
			continue;
		h = step(h, c);
		before = c;
		count++;
	}
	return h;
}
