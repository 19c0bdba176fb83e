/*
 * failure.c: why a run failed, and what it claimed.
 */
#include <string.h>

#include "run/claim.h"
#include "run/failure.h"
#include "tap.h"

static const char	 chained[] =
"fold 1\n"
"Traceback (most recent call last):\n"
"  File \"/x/solution.py\", line 12, in load\n"
"    return cache[name]\n"
"           ~~~~~^^^^^^\n"
"KeyError: 'age'\n"
"\n"
"During handling of the above exception, another exception occurred:\n"
"\n"
"Traceback (most recent call last):\n"
"  File \"/x/solution.py\", line 41, in <module>\n"
"    model.fit(X, y)\n"
"  File \"/usr/lib/python3/dist-packages/sklearn/base.py\", line 9, in fit\n"
"    raise ValueError(\n"
"ValueError: Input X contains NaN.\n"
"Some estimators accept missing values.\n";

static const char	 ranked[] =
"[rank1]: Traceback (most recent call last):\n"
"[rank1]:   File \"/x/train.py\", line 7, in <module>\n"
"[rank1]:     main()\n"
"[rank1]: torch.cuda.OutOfMemoryError: CUDA out of memory.\n"
"E0101 child failed\n";

static const struct {
	const char	*name, *log, *class, *message, *frame;
	long		 line;
} cases[] = {
	{ "chained", chained, "missing_values",
	    "ValueError: Input X contains NaN.", "solution.py:41", 15 },
	{ "rank prefix", ranked, "memory",
	    "torch.cuda.OutOfMemoryError: CUDA out of memory.", "train.py:7",
	    4 },
	{ "syntax", "  File \"s.py\", line 3\n    x = = 1\n        ^\n"
	    "SyntaxError: invalid syntax\n", "other",
	    "SyntaxError: invalid syntax", "s.py:3", 4 },
	{ "import", "Traceback (most recent call last):\n"
	    "  File \"a.py\", line 1, in <module>\n    import xgb\n"
	    "\033[1mModuleNotFoundError\033[0m: No module named 'xgb'\n",
	    "import", "ModuleNotFoundError: No module named 'xgb'", "a.py:1",
	    4 },
	{ "R", "Loading\nError in library(xgb) : \n"
	    "  there is no package called 'xgb'\nExecution halted\n", "import",
	    "Error in library(xgb) : there is no package called 'xgb'", "",
	    2 },
	{ "R with a place", "Error in f(x) at model.R#12 : subscript out of "
	    "bounds\n", "key",
	    "Error in f(x) at model.R#12 : subscript out of bounds",
	    "model.R:12", 1 },
	{ "what a terminal would obey", "ValueError: a\007b \342\200\256c\n",
	    "value", "ValueError: a?b ?c", "", 1 },
	{ "shell", "run.sh: line 12: pythn: command not found\n", "other",
	    "run.sh: line 12: pythn: command not found", "run.sh:12", 1 },
	{ "Julia", "ERROR: LoadError: MethodError: no method matching f(::Int)"
	    "\nStacktrace:\n [1] g(x::Int)\n   @ Main ~/a/model.jl:3\n"
	    " [2] top-level scope\n   @ ~/a/model.jl:9\n", "type",
	    "ERROR: LoadError: MethodError: no method matching f(::Int)",
	    "model.jl:3", 1 },
	{ "assertion", "a.out: src/m.c:12: main: Assertion `n > 0' failed.\n"
	    "Aborted (core dumped)\n", "killed",
	    "a.out: src/m.c:12: main: Assertion `n > 0' failed.", "m.c:12",
	    1 },
	{ "sanitizer", "=\n==7==ERROR: AddressSanitizer: heap-use-after-free "
	    "on address 0x60\n    #0 0x4f in free (/usr/lib/x.so+0x1)\n"
	    "    #1 0x50 in main /src/m.c:30:5\n", "killed",
	    "AddressSanitizer: heap-use-after-free on address 0x60", "m.c:30",
	    2 },
	{ "runtime error", "m.c:4:9: runtime error: signed integer overflow\n",
	    "other", "m.c:4:9: runtime error: signed integer overflow",
	    "m.c:4", 1 },
	{ "compiler", "m.c:4:9: error: unknown type name 'x'\n", "other",
	    "m.c:4:9: error: unknown type name 'x'", "m.c:4", 1 },
	{ "segfault", "epoch 1\nSegmentation fault (core dumped)\n", "killed",
	    "Segmentation fault (core dumped)", "", 2 },
	{ "killed after a survived exception", "Traceback (most recent call "
	    "last):\n  File \"a.py\", line 1, in f\n    g()\nKeyError: 1\n"
	    "retrying\nKilled\n", "killed", "Killed", "", 6 },
	{ "scheduler", "slurmstepd: error: *** JOB 1 CANCELLED AT x DUE TO "
	    "TIME LIMIT ***\n", "timeout", "slurmstepd: error: *** JOB 1 "
	    "CANCELLED AT x DUE TO TIME LIMIT ***", "", 1 },
	{ "new category", "Traceback (most recent call last):\n  File \"a.py\""
	    ", line 5, in <module>\n    e.transform(t)\nValueError: y contains"
	    " previously unseen labels: 'z'\n", "unseen_category",
	    "ValueError: y contains previously unseen labels: 'z'", "a.py:5",
	    4 },
	{ "shape", "Traceback (most recent call last):\n  File \"a.py\", line "
	    "5, in <module>\n    f(t)\nValueError: operands could not be "
	    "broadcast together\n", "shape",
	    "ValueError: operands could not be broadcast together", "a.py:5",
	    4 },
};

static void
failures(void)
{
	struct failure	 c;
	char		 name[80];
	size_t		 i;

	for (i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		snprintf(name, sizeof(name), "%s: a failure is found",
		    cases[i].name);
		OK(name, failure_find(cases[i].log, strlen(cases[i].log), &c));
		snprintf(name, sizeof(name), "%s: its class is found",
		    cases[i].name);
		IS_STR(name, cases[i].class, failure_name(c.class));
		snprintf(name, sizeof(name), "%s: its message is found",
		    cases[i].name);
		IS_STR(name, cases[i].message, c.message);
		snprintf(name, sizeof(name), "%s: its frame is found",
		    cases[i].name);
		IS_STR(name, cases[i].frame, c.frame);
		snprintf(name, sizeof(name), "%s: its line is found",
		    cases[i].name);
		IS_NUM(name, (double)cases[i].line, (double)c.line, 0);
		snprintf(name, sizeof(name), "%s: its bytes are whole lines",
		    cases[i].name);
		OK(name, c.at.from < c.at.to &&
		    c.at.to <= strlen(cases[i].log) &&
		    (c.at.from == 0 || cases[i].log[c.at.from - 1] == '\n') &&
		    cases[i].log[c.at.to] == '\n');
	}
}

static void
no_failure(void)
{
	static const char	 fine[] = "epoch 1 error 0.3\nmetric: 0.9\n";
	struct failure		 c;
	char			 big[1000];

	OK("a log without an error has no failure",
	    !failure_find(fine, strlen(fine), &c));
	OK("an empty log has no failure", !failure_find("", 0, &c));
	IS_STR("the message of no failure is empty", "", c.message);
	memset(big, 'x', sizeof(big));
	memcpy(big, "ValueError: ", 12);
	OK("a failure with a long message is found",
	    failure_find(big, sizeof(big), &c));
	IS_NUM("a long message is cut", 300, (double)strlen(c.message), 0);
	OK("a class is found by its name",
	    failure_class("no_metric") == FAILURE_NO_METRIC);
	OK("an unknown name is the class other",
	    failure_class("?") == FAILURE_OTHER);
}

static void
claims(void)
{
	static const struct {
		const char	*name, *log;
		double		 value;
		long		 line;
		struct span	 at;
	} good[] = {
		{ "a line metric:", "a\nmetric: 0.5\n", 0.5, 2, { 2, 13 } },
		{ "the last of two lines", "metric: 1\nmetric: -2e-3\nend\n",
		    -2e-3, 2, { 10, 23 } },
		{ "a line without newline", "metric:7", 7, 1, { 0, 8 } },
		{ "a line behind a progress bar", "99%|##|\rmetric: .25\n", .25,
		    1, { 8, 19 } },
		{ "a line in colour", "\033[32mmetric: 3\033[0m\r\n", 3, 1,
		    { 0, 18 } },
		{ "a line with a remark", "metric: 0.5 (auc)\n", 0.5, 1,
		    { 0, 17 } },
		{ "a line with a capital", "Metric: 0.5\n", 0.5, 1, { 0, 11 } },
		{ "a bold line", "**metric: 0.5**\n", 0.5, 1, { 0, 15 } },
		{ "a bold name", "**Metric**: 0.5\n", 0.5, 1, { 0, 15 } },
		{ "an equals sign", "metric = 0.5\n", 0.5, 1, { 0, 12 } },
		{ "the metric's name", "metric: f1_macro=0.5\n", 0.5, 1,
		    { 0, 20 } },
		{ "a value with its noise", "metric: 0.5\xc2\xb1" "0.1\n", 0.5,
		    1, { 0, 16 } },
		{ "a value of numpy", "metric: np.float64(0.5)\n", 0.5, 1,
		    { 0, 23 } },
		{ "a value of torch", "metric: tensor(0.5, device='cuda:0')\n",
		    0.5, 1, { 0, 36 } },
		{ "a value in a list", "metric: [0.5]\n", 0.5, 1, { 0, 13 } },
		{ "the exact form before another", "metric: 1\n"
		    "Metric: 2\n", 1, 1, { 0, 9 } },
	};
	static const char *const bad[][2] = { { "an empty log", "" },
	    { "metric: without a number", "metric:\n" },
	    { "NaN", "metric: nan\n" }, { "infinity", "metric: inf\n" },
	    { "a number too large", "metric: 1e999\n" },
	    { "a hexadecimal number", "metric: 0x10\n" },
	    { "a number before NaN", "metric: 1\nmetric: nan\n" },
	    { "metric: within a line", "the metric: 1\n" },
	    { "a decimal comma", "metric: 1,5\n" },
	    { "per cent", "metric: 0.5%\n" },
	    { "a longer word", "metrics: 1\n" },
	    { "a list of values", "metric: [0.5 0.6]\n" },
	    { "the same with commas", "metric: [0.5, 0.6]\n" },
	    { "another function", "metric: mean(0.5)\n" },
	    { "a name alone", "Metric: accuracy\n" },
	    { "a fraction", "metric: 0.5/1\n" } };
	struct claim	 c;
	char		 name[80];
	size_t		 i;

	for (i = 0; i < sizeof(good) / sizeof(good[0]); i++) {
		snprintf(name, sizeof(name), "%s is a claim", good[i].name);
		OK(name, claim_find(good[i].log, strlen(good[i].log), &c) &&
		    c.value == good[i].value);
		snprintf(name, sizeof(name), "%s: its number is found",
		    good[i].name);
		IS_NUM(name, (double)good[i].line, (double)c.line, 0);
		snprintf(name, sizeof(name), "%s: its bytes are found",
		    good[i].name);
		OK(name, c.at.from == good[i].at.from &&
		    c.at.to == good[i].at.to);
	}
	for (i = 0; i < sizeof(bad) / sizeof(bad[0]); i++) {
		snprintf(name, sizeof(name), "%s is no claim", bad[i][0]);
		OK(name, !claim_find(bad[i][1], strlen(bad[i][1]), &c));
	}
}

static void
folds(void)
{
	static const char	 twice[] = "fold: 9\nfold: 9\nmetric: 9\n"
	    "fold: 0.1\nfold: 0.25 (rows 40)\nfold: x\nmetric: 0.2\nfold: 7\n";
	char			 many[9 * (CLAIM_FOLDS + 3)] = "";
	struct claim		 c;
	int			 i;

	OK("a claim is found behind folds",
	    claim_find(twice, strlen(twice), &c));
	IS_NUM("the folds are those before the last metric", 2, c.nfolds, 0);
	IS_NUM("a fold has its value", 0.1, c.folds[0], 0);
	IS_NUM("a fold may have a remark", 0.25, c.folds[1], 0);
	for (i = 0; i <= CLAIM_FOLDS; i++)
		strcat(many, "fold: 1\n");
	strcat(many, "metric: 1\n");
	OK("too many folds are none", claim_find(many, strlen(many), &c) &&
	    c.nfolds == 0);
	OK("a claim is found without folds", claim_find("metric: 1\n", 10, &c));
	IS_NUM("a claim without folds has none", 0, c.nfolds, 0);
}

/* Patterns of exec.lua. */
static void
patterns(void)
{
	static const struct {
		const char	*name, *pattern, *log;
		double		 value;
		long		 line;		/* 0: none is found */
		struct span	 at;
	} forms[] = {
		{ "a value behind words", "val loss: VALUE",
		    "a\nx val loss: 0.5, lr 1\n", 0.5, 2, { 2, 23 } },
		{ "blanks count as one", "loss VALUE", "loss    7", 7, 1,
		    { 0, 9 } },
		{ "no blank is needed", "loss: VALUE", "loss:7\n", 7, 1,
		    { 0, 6 } },
		{ "what stands behind it", "acc VALUE%", "acc 93.5%\nacc 94\n",
		    93.5, 1, { 0, 9 } },
		{ "the last of a line", "f1 VALUE", "f1 1, f1 -2e-3, f1 x",
		    -2e-3, 1, { 0, 20 } },
		{ "the last of a log", "f1 VALUE", "f1 1\nf1 2\nf1\n", 2, 2,
		    { 5, 9 } },
		{ "a value alone is at the start", "VALUE s", "7 s\n8: 9 s\n",
		    7, 1, { 0, 3 } },
		{ "NaN behind a value", "f1 VALUE", "f1 1\nf1 nan\n", 0, 0,
		    { 0, 0 } },
		{ "no value", "f1 VALUE", "f1\n", 0, 0, { 0, 0 } },
		{ "no log", "f1 VALUE", "", 0, 0, { 0, 0 } },
		{ "a pattern without VALUE", "f1", "f1 1\n", 0, 0, { 0, 0 } },
	};
	struct claim	 c;
	char		 name[80];
	size_t		 i;
	bool		 found;

	for (i = 0; i < sizeof(forms) / sizeof(forms[0]); i++) {
		found = claim_find_pattern(forms[i].pattern, forms[i].log,
		    strlen(forms[i].log), &c);
		snprintf(name, sizeof(name), "pattern: %s", forms[i].name);
		OK(name, found == (forms[i].line > 0) && (!found ||
		    (c.value == forms[i].value && c.line == forms[i].line &&
		    c.at.from == forms[i].at.from &&
		    c.at.to == forms[i].at.to)));
	}
}

static char	 last[2100];

static void
keep_line(void *ctx, const struct log_line *l)
{
	(void)ctx;
	snprintf(last, sizeof(last), "%ld:%s", l->no, l->text);
}

static void
lines(void)
{
	static const struct {
		const char	*log, *text;
	} ends[] = {
		{ "a\nb", "2:b" },
		{ "a\rb\n", "1:b" },
		{ "a\n\n\tb  \t", "3: b" },
		{ "\033[1;31mred\033[0m", "1:red" },
		{ "\033(Bx\033", "1:Bx" },
		{ "x\033[12", "1:x" },
		{ "x\033[", "1:x" },
	};
	char	 big[3000];
	size_t	 i;

	for (i = 0; i < sizeof(ends) / sizeof(ends[0]); i++) {
		log_lines(ends[i].log, strlen(ends[i].log), keep_line, NULL);
		IS_STR("a line has neither escapes nor blanks behind",
		    ends[i].text, last);
	}
	log_lines("a\0b", 3, keep_line, NULL);
	IS_STR("a zero byte is a blank", "1:a b", last);
	memset(big, 'x', sizeof(big));
	log_lines(big, sizeof(big), keep_line, NULL);
	IS_NUM("a long line is cut", 2 + sizeof(((struct log_line *)0)->text) -
	    1, (double)strlen(last), 0);
}

int
main(void)
{
	failures();
	no_failure();
	claims();
	folds();
	patterns();
	lines();
	return tap_done();
}
