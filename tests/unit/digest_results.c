/*
 * digest_results.c: results that stand for themselves, one for each setting,
 * model or class, and are no series.
 */
#include <stdlib.h>
#include <string.h>

#include "base/tokens.h"
#include "digest/digest.h"
#include "digest/line_class.h"
#include "digested.h"

/* Lines that make a log too long to be shown as it is. */
static void
add_steps(struct buf *b, int n)
{
	int	 i;

	for (i = 0; i < n; i++)
		buf_addf(b, "loading shard %d of the store\n", i);
}

static unsigned
class_of(const char *line)
{
	struct line_class	 c;

	classify_line(line, strlen(line), &c);
	return c.flags;
}

static void
acronyms(void)
{
	struct buf	 b = BUF_INIT;
	char		*d;
	int		 i;

	OK("capitals with decimals behind them are a metric",
	    class_of("QRZ: 0.51") & CLASS_METRIC &&
	    class_of("part 3 QRZ = -1.5") & CLASS_METRIC);
	OK("without decimals they are none",
	    !(class_of("QRZ: 51") & CLASS_METRIC) &&
	    !(class_of("the QRZ of 0.51") & CLASS_METRIC));
	OK("nor is a known word", !(class_of("GPU: 0.51") & CLASS_METRIC));
	for (i = 0; i < 12; i++) {
		buf_addf(&b, "==== part %d ====\n", i);
		add_steps(&b, 40);
		buf_addf(&b, "sample %d QRZ: 0.5%02d\n", 70 + i, i * 5 % 12);
	}
	d = plain(&b);
	OK("the results of twelve parts are shown one by one",
	    has(d, "sample 73 QRZ: 0.503\n") &&
	    has(d, "sample 76 QRZ: 0.506\n"));
	free(d);
	buf_release(&b);
}

static void
rows(void)
{
	struct buf	 b = BUF_INIT;
	char		*d;
	int		 i;

	add_steps(&b, 400);
	for (i = 0; i < 9; i++)
		buf_addf(&b, "1e-0%d 0.9%d\n", 9 - i, i * 37 % 100);
	buf_adds(&b, "the curve is drawn\n");
	add_steps(&b, 900);
	d = plain(&b);
	OK("the rows of a small table without words are shown",
	    has(d, "1e-06 0.911\n") && has(d, "1e-03 0.922\n"));
	free(d);
	buf_release(&b);
}

static void
failed_runs(void)
{
	struct buf	 b = BUF_INIT;
	char		*d;
	int		 i;

	for (i = 0; i < 40; i++) {
		add_steps(&b, 10);
		buf_addf(&b, "ERROR - failed run: rate=0.%d mean size\n",
		    10 + i * 7 % 40);
	}
	d = plain(&b);
	OK("a failure that has decimals is no result: not all are listed",
	    has(d, "x40 ERROR - failed run") &&
	    strstr(d, "rate=0.33 ") == NULL);
	free(d);
	buf_release(&b);
}

static void
equal_ones(void)
{
	static const char *const score[] = { "53.25", "51.5", "51.5", "50.0" };
	struct buf		 b = BUF_INIT;
	char			*d;
	int			 i;

	for (i = 0; i < 4; i++) {
		buf_addf(&b, "==== checkpoint %d00 ====\n", i + 1);
		add_steps(&b, 100);
		buf_addf(&b, "position score: %s\nlimit score: 2.5\n",
		    score[i]);
	}
	d = plain(&b);
	OK("equal results below headings are shown, each with its own", has(d,
	    "  .. position score: 51.5\n    below: ==== checkpoint 300"));
	OK("a value that never changes is shown once",
	    has(d, "x4 limit score: 2.5\n") &&
	    strstr(d, ".. limit score") == NULL);
	free(d);
	buf_reset(&b);
	for (i = 0; i < 4; i++) {
		add_steps(&b, 100);
		buf_addf(&b, "position score: %s of its kind\n", score[i]);
	}
	d = plain(&b);
	OK("without headings the number of equal ones is told",
	    has(d, "  .. x2 position score: 51.5 of its kind\n"));
	free(d);
	buf_release(&b);
}

static void
once_a_run(void)
{
	struct buf	 b = BUF_INIT;
	char		*d;
	int		 i, k;

	for (k = 0; k < 5; k++) {
		for (i = 1; i <= 60; i++)
			buf_addf(&b, "Epoch %d loss %.3f\n", i,
			    2.0 / i + k * 0.01);
		buf_addf(&b, "the mean loss of it all is %.3f\n",
		    0.5 + k * 0.1);
	}
	d = plain(&b);
	OK("the ends of a series are shown", has(d, " ends: Epoch 60 loss"));
	OK("what comes once a run has no other ends",
	    has(d, "  .. the mean loss of it all is 0.700\n") &&
	    strstr(d, "ends: the mean loss") == NULL);
	free(d);
	buf_release(&b);
}

static void
numbered_keys(void)
{
	struct buf	 b = BUF_INIT;
	char		*d;
	int		 i;

	for (i = 0; i < 60; i++)
		buf_addf(&b, "{\"epoch\": %d, \"score_0\": %.3f, \"score_1\": "
		    "%.3f, \"n\": 4}\n", i, 0.5 + i * 37 % 60 * 0.001,
		    1.5 + i * 41 % 60 * 0.001);
	d = plain(&b);
	OK("a number at the end of a key is part of the name",
	    has(d, "score_0 max: {\"epoch\": 47, \"score_0\": 0.559,"));
	OK("each such key has extremes of its own",
	    has(d, "score_1 max: {\"epoch\": 19, \"score_0\": 0.543, "
	    "\"score_1\": 1.559,"));
	free(d);
	buf_release(&b);
}

static void
own_heading(void)
{
	struct buf	 b = BUF_INIT;
	char		*d;
	int		 i;

	for (i = 0; i < 5; i++) {
		buf_addf(&b, "Evaluation of part %d\n", i);
		add_steps(&b, 90);
	}
	d = plain(&b);
	OK("a heading is not below itself",
	    has(d, "  .. Evaluation of part 3\n") &&
	    strstr(d, "below: Evaluation") == NULL);
	free(d);
	buf_release(&b);
}

/* Two lines of each of many failures: their digest is longer. */
static void
no_longer(void)
{
	struct buf	 b = BUF_INIT;
	char		*d;
	int		 i;

	for (i = 0; i < 200; i++)
		buf_addf(&b, "ERROR in x%c%cx: the y%c%cy part of it was bad, "
		    "lost all of it at %d.%d\n", 'a' + i / 2 % 26,
		    'a' + i / 52, 'a' + i / 52, 'a' + i / 2 % 26, i, i % 2);
	d = plain(&b);
	OK("a digest is never longer than the log",
	    tok_estimate(d, strlen(d)) <= tok_estimate(buf_str(&b), b.len));
	free(d);
	buf_release(&b);
}

static void
listed_names(void)
{
	static const char *const last[] = { "weight", "bias", "scale",
		"shift", "gain", "slope", "mask", "key", "query", "value" };
	struct buf		 b = BUF_INIT;
	char			*d;
	int			 i, k;

	for (k = 0; k < 26; k++)
		for (i = 0; i < 10; i++)
			buf_addf(&b, "block.%c.part.of.the.whole.%s\n",
			    'a' + k, last[i]);
	add_steps(&b, 9000);
	for (i = 0; i < 200; i++)
		buf_addf(&b, "Epoch %d loss %.3f\n", i, 2.0 / (i + 1));
	d = plain(&b);
	OK("of a list of dotted names a few are shown",
	    has(d, "block.a.part.of.the.whole.weight\n") &&
	    strstr(d, "block.z.part") == NULL);
	free(d);
	buf_release(&b);
}

/* Reports of several classes, each report below another heading. */
static void
reports(void)
{
	static const char *const row[] = { "cat", "dog", "all of them" };
	struct buf		 b = BUF_INIT;
	char			*d;
	int			 i, k;

	for (i = 0; i < 60; i++) {
		buf_addf(&b, "## with %c%c alone\n\n%15s %9s %9s\n",
		    'a' + i % 26, 'k' + i / 26, "precision", "recall",
		    "support");
		for (k = 0; k < 3; k++)
			buf_addf(&b, "%11s      0.%02d      0.%02d  %8d\n\n",
			    row[k], 10 + (i * 37 + k * 11) % 60,
			    20 + (i * 41 + k * 7) % 60, 100 + k);
	}
	d = plain(&b);
	OK("rows that begin with a label have the names of their columns",
	    has(d, "  recall max:   dog ") &&
	    has(d, "  recall max: all of them 0.17 0.79 102\n"));
	OK("the heading of the best is shown, though each comes once",
	    has(d, "  precision max:   cat 0.69 0.27 100\n"
	    "    below: ## with vl alone\n"));
	free(d);
	buf_reset(&b);
	for (i = 0; i < 600; i++)
		buf_addf(&b, "%sauc f1\nmean over all folds .%d .%d .%d\n",
		    i % 9 == 0 ? "\n" : "", 100 + i * 37 % 800,
		    100 + i * 41 % 800, 100 + i * 43 % 800);
	d = plain(&b);
	OK("a row with more numbers than names has none of these",
	    !has(d, "auc max"));
	free(d);
	buf_release(&b);
}

static void
bar_headings(void)
{
	struct buf	 b = BUF_INIT;
	char		*d;
	int		 i;

	for (i = 0; i < 4; i++) {
		buf_addf(&b, "Running evaluation of set %d\n", i);
		add_steps(&b, 100);
		buf_addf(&b, "Evaluating: 100%%|##| 58/58 [0%d:00<00:00]\n"
		    "human score: 0.%d\n", i, 51 + i * 7 % 4);
	}
	d = plain(&b);
	OK("a bar heads no section", has(d, "  .. human score: 0.54\n"
	    "    below: Running evaluation of set 1\n"));
	free(d);
	buf_release(&b);
}

/* Nothing tells whether the study seeks the least or the greatest value. */
static void
either_side(void)
{
	struct buf	 b = BUF_INIT;
	char		*d;
	int		 i;

	for (i = 0; i < 200; i++)
		buf_addf(&b, "Trial %d has value: 1.%03d with {'depth': %d}\n",
		    i, 100 + (i + 30) * 37 % 200, i * 7 % 11);
	d = plain(&b);
	OK("of a value the lines of both extremes are shown",
	    has(d, "value min: Trial 170 has value: 1.100 with {'depth': 2}\n")
	    && has(d, "value max: Trial 197 has value: 1.299 with "
	    "{'depth': 4}\n"));
	free(d);
	buf_release(&b);
}

/* Of a table that is drawn again with other widths. */
static void
widths(void)
{
	struct buf	 b = BUF_INIT;
	char		*d;
	int		 i;

	for (i = 0; i < 40; i++)
		buf_addf(&b, "| return | 0.25%*s |\n| speed | %d |\n",
		    i % 3, "", 300 + i);
	d = plain(&b);
	OK("lines that differ in blanks alone are equal",
	    has(d, "x40 | return | 0.25 |\n") &&
	    strstr(d, ".. | return") == NULL);
	free(d);
	buf_release(&b);
}

static void
counts(void)
{
	struct buf	 b = BUF_INIT;
	char		*d;
	int		 i;

	for (i = 0; i < 60; i++)
		buf_addf(&b, "test after epoch_%d: 100%%|####| 4/4 "
		    "[00:0%d<00:00,  %d.%02ds/it]\n", i, 1 + i % 9, i % 4 + 1,
		    i * 37 % 100);
	d = plain(&b);
	OK("the number of an epoch has no extremes, nor has the speed of a bar",
	    has(d, "x60 ") && strstr(d, "max") == NULL &&
	    strstr(d, "min") == NULL);
	free(d);
	buf_release(&b);
}

/* A line a trial, with its parameters. */
static void
trials(void)
{
	static const char *const	 forms[] = {
		"Trial %d finished with value: 0.%d and parameters: {'act': "
		    "'%s', 'bn': %s, 'lr': 0.%d}.\n",
		"{\"trial\": %d, \"value\": 0.%d, \"params\": "
		    "{\"act\": \"%s\", \"bn\": %s, \"lr\": 0.%d}}\n",
		"run %d rmse=0.%d params: act=%s bn=%s lr=0.%d\n",
	};
	static const char *const	 names[] = { "relu", "gelu", "tanh3" };
	struct buf	 b = BUF_INIT;
	char		*d;
	size_t		 k;
	int		 i;

	for (k = 0; k < sizeof(forms) / sizeof(forms[0]); k++) {
		buf_adds(&b, "a study\n");
		for (i = 0; i < 300; i++)
			buf_addf(&b, forms[k], i, i == 213 ? 123 :
			    301 + i * 37 % 503, names[i % 7 % 3],
			    i % 2 ? "True" : "False", 100 + i);
		d = plain(&b);
		OK("trials differ in the names that are their settings",
		    has(d, "x300 "));
		OK("the best one has its parameters", has(d, "min: ") &&
		    has(d, "0.123") && has(d, "0.313"));
		free(d);
		buf_reset(&b);
	}
	for (i = 0; i < 300; i++)
		buf_addf(&b, "{\"trial\": %d, \"state\": \"%s\", "
		    "\"params\": {\"lr\": 0.%d}, \"result\": \"%s\", "
		    "\"value\": 0.5}\n", i, i == 100 ? "failed" : "ok",
		    100 + i, i == 200 ? "diverged" : "ok");
	d = plain(&b);
	OK("what is bad is no setting", has(d, "{\"trial\": 100, ") &&
	    has(d, "{\"trial\": 200, "));
	free(d);
	buf_release(&b);
}

/* The best of each run, as LightGBM announces it: a line like all others. */
static void
announced(void)
{
	struct buf	 b = BUF_INIT;
	char		*d;
	int		 i, k;

	for (k = 1; k <= 5; k++) {
		for (i = 100; i <= 1400; i += 100)
			buf_addf(&b, "[%d]\ttrain's auc: %.4f\t"
			    "valid_1's auc: %.4f\n", i, 0.8 + i * 1e-4,
			    0.8 + k * 0.01 - (i - 800) * (i - 800) * 1e-7);
		buf_addf(&b, "Early stopping, best iteration is:\n"
		    "[%d]\ttrain's auc: 0.8791\tvalid_1's auc: %.4f\n",
		    790 + k, 0.8001 + k * 0.01);
	}
	d = plain(&b);
	OK("the best line of each run is shown, below what announces it",
	    has(d, "best iteration is:\n"
	    "x5 [791] train's auc: 0.8791 valid_1's auc: 0.8101\n"
	    "  .. [792] train's auc: 0.8791 valid_1's auc: 0.8201\n"
	    "  .. [793] train's auc: 0.8791 valid_1's auc: 0.8301\n"));
	OK("the series goes on without it", has(d, "x70 [100] train's"));
	OK("names keep what is theirs", has(d, "  valid_1's auc max: [800]") &&
	    has(d, "valid_1's auc: 0.8100 0.8200 0.8300 0.8400 0.8500 (max"));
	free(d);
	buf_reset(&b);
	for (i = 0; i < 40; i++)
		buf_addf(&b, "Best so far:\nacc: %.4f\nnow:\nacc: %.4f\n",
		    0.5 + i * 1e-3, 0.4 + i * 1e-3);
	d = plain(&b);
	OK("the best and the present one are two series",
	    has(d, "x40 acc: 0.5000") && has(d, "x40 acc: 0.4000"));
	free(d);
	buf_release(&b);
}

int
main(void)
{
	trials();
	announced();
	acronyms();
	rows();
	failed_runs();
	equal_ones();
	once_a_run();
	numbered_keys();
	own_heading();
	no_longer();
	listed_names();
	reports();
	bar_headings();
	either_side();
	widths();
	counts();
	return tap_done();
}
