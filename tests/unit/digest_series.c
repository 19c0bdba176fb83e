/*
 * digest_series.c: what numbers did over time: extremes, where they
 * stood, runs, bars.
 */
#include <stdlib.h>
#include <string.h>

#include "base/tokens.h"
#include "digest/digest.h"
#include "digested.h"

static void
extremes(void)
{
	struct buf	 b = BUF_INIT;
	char		*d;
	int		 i;

	for (i = 0; i < 200; i++)
		buf_addf(&b, "epoch %d loss %.4f acc %.3f\n", i,
		    i == 77 ? 0.0123 : 2.0 / (i + 1) + 0.1,
		    i == 31 ? 0.987 : 0.5);
	d = plain(&b);
	OK("the lines of a template are counted", has(d, "x200 epoch 0 loss"));
	OK("the last line of a template is shown",
	    has(d, "epoch 199 loss 0.1100 acc 0.500"));
	OK("the line of the least loss is shown",
	    has(d, "loss min: epoch 77 loss 0.0123 acc 0.500"));
	OK("the line of the greatest accuracy is shown",
	    has(d, "acc max: epoch 31 loss 0.1625 acc 0.987"));
	OK("200 epochs take less than 100 tokens",
	    tok_estimate(d, strlen(d)) < 100);
	free(d);
	d = digest(buf_str(&b), b.len, 1 << 20,
	    (struct digest_opts){ .max_tokens = 60 });
	IS_STR("where there is no room for extremes the first line is shown",
	    "x200 epoch 0 loss 2.1000 acc 0.500\n", d);
	free(d);
	buf_release(&b);
}

static void
onset(void)
{
	struct buf	 b = BUF_INIT;
	char		*d;
	int		 i;

	for (i = 0; i < 90; i++)
		if (i < 20)
			buf_addf(&b, "step %d loss 1e%d\n", i, i);
		else
			buf_addf(&b, "step %d loss nan\n", i);
	d = plain(&b);
	OK("the first line with nan is shown", has(d, "step 20 loss nan"));
	OK("the place of the worst finite value is shown",
	    has(d, "  loss 1e19 (max @19)\n"));
	free(d);
	buf_release(&b);
}

/* The best of several values in one line of many, which is the last one. */
static void
long_lines(void)
{
	struct buf	 b = BUF_INIT;
	char		*d;
	int		 i, k;

	for (i = 1; i <= 40; i++) {
		buf_addf(&b, "Epoch %d loss: %.4f acc: %.4f f1: %.4f", i,
		    1.0 / i, i * 0.02, i * 0.01);
		for (k = 0; k < 24; k++)
			buf_addf(&b, " t%c: %d", 'a' + k, (i + k) * 37 % 11);
		buf_addc(&b, '\n');
	}
	d = plain(&b);
	OK("a long line of which all is best is shown once",
	    has(d, "acc: 0.8000 (max @40)") && has(d, "f1: 0.4000 (max @40)") &&
	    has(d, "Epoch 40 loss: 0.0250 acc: 0.8000 f1: 0.4000 ta: ") &&
	    strstr(strstr(d, "Epoch 40 ") + 1, "Epoch 40 ") == NULL);
	free(d);
	buf_release(&b);
}

/* A loss that leaps up inside a series, below where it began. */
static void
jumps(void)
{
	struct buf	 b = BUF_INIT;
	char		*d;
	int		 i;

	for (i = 0; i < 400; i++)
		buf_addf(&b, "step %d loss %.4f acc %.4f\n", i,
		    8.0 / (i + 1) + (i % 7) * 1e-3 +
		    (i >= 250 && i < 260 ? (260 - i) * 0.2 : 0),
		    0.9 + (i % 5) * 1e-3 - (i == 300) * 0.05 -
		    (i == 20) * 0.2);
	d = plain(&b);
	OK("a loss that leaps up is told",
	    has(d, "  loss jumps from 0.036: step 250 loss 2.0369 "));
	OK("a score that drops has its least value told",
	    has(d, "acc 0.7000 (min @20)") &&
	    strstr(d, "acc jumps") == NULL);
	free(d);
	buf_reset(&b);
	for (i = 0; i < 400; i++)
		buf_addf(&b, "epoch %d loss %.4f\n", i % 100,
		    8.0 / (i % 100 + 1) + i * 77 % 101 * 1e-3);
	d = plain(&b);
	OK("a run that starts over is no jump, nor is noise",
	    strstr(d, "jumps") == NULL);
	free(d);
	buf_release(&b);
}

/* Epochs counted again for each fold: the best of each. */
static void
runs(void)
{
	struct buf	 b = BUF_INIT;
	char		*d;
	int		 i, k;

	for (k = 0; k < 3; k++)
		for (i = 1; i <= 20; i++)
			buf_addf(&b, "Epoch %d/20 val_loss: %.2f acc: %d.5%%\n",
			    i, 1 + k + (i == 7 + k ? -0.25 : 0.01 * i),
			    50 + k + (i == 7) * 9);
	d = plain(&b);
	OK("the best of each fold is shown",
	    has(d, "  val_loss: 0.75 1.75 2.75 (min by run)\n"));
	OK("each percentage has its sign",
	    has(d, "  acc: 59.5% 60.5% 61.5% (max by run)\n"));
	free(d);
	buf_reset(&b);
	for (k = 0; k < 40; k++)
		for (i = 1; i <= 20; i++)
			buf_addf(&b, "Epoch %d/20 val_loss: 0.%d\n", i, k + i);
	d = plain(&b);
	OK("forty folds are not listed", strstr(d, "by run") == NULL);
	free(d);
	buf_release(&b);
}

static void
bars(void)
{
	struct buf	 b = BUF_INIT;
	char		*d;
	int		 i;

	for (i = 0; i <= 100; i++)
		buf_addf(&b, "\r%3d%%|%.*s| %d/100 [00:%02d<00:00, 9.1it/s]", i,
		    3 * (i / 10), "██████████",
		    i, i / 2);
	buf_adds(&b, "ERROR: disk is full\nbye\n");
	d = plain(&b);
	OK("a message glued to a bar is shown", has(d, "ERROR: disk is full"));
	OK("a bar of 101 states is a few lines",
	    tok_estimate(d, strlen(d)) < 120);
	OK("the last line of the log is shown", has(d, "bye"));
	free(d);
	buf_release(&b);
}

/* Bars in sequence, runs in sequence. */
static void
ends(void)
{
	struct buf	 b = BUF_INIT;
	char		*d;
	int		 i, k;

	for (k = 0; k < 40; k++) {
		for (i = 0; i <= 100; i++)
			buf_addf(&b, "\r%3d%%|##   | %d/100 [%02d:%02d<1:10, "
			    "9.1s/it, score=%d.5]", i, i, k, i % 60,
			    i == 50 ? 99 : k);
		buf_adds(&b, "\n");
		if (k != 2)
			continue;
		d = plain(&b);
		OK("each of three bars has its end", has(d, "score=0.5]") &&
		    has(d, "score=1.5]") && has(d, "score=2.5]"));
		free(d);
	}
	d = plain(&b);
	OK("the ends of 40 bars are counted", has(d, "x40 ends: 100%"));
	OK("an unfinished state of a bar is no extreme",
	    strstr(d, "99.5") == NULL);
	free(d);
	buf_reset(&b);
	for (k = 0; k < 2; k++)
		for (i = 1; i <= 50; i++)
			buf_addf(&b, "Epoch %d/50 loss: %.4f\n", i,
			    1.0 / i + 0.5 * k);
	d = plain(&b);
	OK("the end of the first of two runs is shown",
	    has(d, "Epoch 50/50 loss: 0.0200"));
	OK("the end of the second of two runs is shown",
	    has(d, "Epoch 50/50 loss: 0.5200"));
	free(d);
	buf_release(&b);
}

/* Bars as programs write them into a file, a line for each state: the last
 * states are what is left, with all that they say. */
static void
bars_in_files(void)
{
	static const char *const	 t[] = {
		"%d/50 [00:0%d<00:10, 9.1it/s, loss=%.2f]",
		"%d/50 [00:0%d<00:10, 9.1s/it, loss=%.2f]",
		"%d/50 - %ds 30ms/step - loss: %.2f",
		"%d%%|###   | 7/50 [0%d:10] loss=%.2f",
		"%d / 50 (0%d it/s) loss=%.2f",
	};
	struct buf	 b = BUF_INIT, want = BUF_INIT;
	char		*d, name[160];
	size_t		 i;
	int		 k, n;

	for (i = 0; i < sizeof(t) / sizeof(*t); i++) {
		buf_reset(&b);
		buf_reset(&want);
		for (k = 0; k < 4; k++) {
			for (n = 1; n <= 50; n++) {
				buf_addf(&b, t[i], n, k, 1.0 / (k + n) + k);
				buf_addf(&b, "\n");
			}
			buf_addf(&b, "part %c is done\n", 'a' + k);
			buf_addf(&want, k == 0 ? "x4 ends: " : "  .. ");
			buf_addf(&want, t[i], 50, k, 1.0 / (k + 50) + k);
			buf_addc(&want, '\n');
		}
		d = plain(&b);
		snprintf(name, sizeof(name), "of four bars like '%.50s' the "
		    "ends are shown%s", t[i], i == 3 ? ", not if they never "
		    "end" : "");
		OK(name, i == 3 ? strstr(d, "ends: ") == NULL :
		    has(d, buf_str(&want)));
		free(d);
	}
	buf_release(&b);
	buf_release(&want);
}

/* Nine epochs of a model, of which the fifth is the best, as the 13th model is
 * of them. */
static void
nine_epochs(struct buf *b, int model)
{
	int	 i;

	for (i = 1; i <= 9; i++)
		buf_addf(b, "[Epoch %02d/9] rate=%.3f loss %.3f\n"
		    "so that the val_loss: %.3f\n", i, 0.1 / i, 1.0 / i,
		    0.5 + (model - 13) * (model - 13) * 1e-2 +
		    (i - 5) * (i - 5) * 1e-3);
}

/* "Where" is a number that counts, or nothing. */
static void
places(void)
{
	struct buf	 b = BUF_INIT;
	char		*d;
	int		 i, k;

	for (i = 1; i <= 200; i++)
		buf_addf(&b, " iteration %8d/    200 | lm loss: %.6E |\n%s", i,
		    2.5 + (i - 123) * (i - 123) * 1e-5,
		    i == 60 ? "> saved at iteration: 60\n" : "");
	d = plain(&b);
	OK("a counter of the own line says where",
	    has(d, "lm loss min:  iteration 123/ 200"));
	free(d);
	buf_reset(&b);
	for (i = 0; i < 120; i++)
		buf_addf(&b, "the household %d has an income of %d.5\n",
		    i * 37 % 61, i * 17 % 59);
	d = plain(&b);
	OK("a word that ends like a counter is none",
	    has(d, "income of 58.5 (max, line ") && strchr(d, '@') == NULL);
	free(d);
	buf_reset(&b);
	for (i = 0; i < 60; i++) {
		buf_addf(&b, ">>> rate=1e-%d width=%d\n", i % 7, i);
		for (k = 1; k < 4; k++)
			buf_addf(&b, "patience counter: %d out of 3\n", k);
		buf_addf(&b, "mse: %.3f mae: %.3f\n", 0.2 + (i - 21) *
		    (i - 21) * 1e-3, 0.1);
	}
	d = plain(&b);
	OK("the best result is below its parameters", has(d,
	    "mse min: mse: 0.200 mae: 0.100\n    below: >>> rate=1e-0 "
	    "width=21\n"));
	free(d);
	buf_reset(&b);
	for (i = 1; i <= 30; i++)
		buf_addf(&b, "Epoch %d/30\nvalidation loss %.3f and %d more\n",
		    i, 0.5 + (i - 11) * (i - 11) * 1e-3, 100 - i);
	d = plain(&b);
	OK("the best line has the epoch above it",
	    has(d, "0.500 and 89 more\n    below: Epoch 11/30\n"));
	free(d);
	buf_reset(&b);
	for (k = 1; k <= 24; k++) {
		buf_addf(&b, "Run %d/24\nwith size %d\n", k, k * 7 % 24);
		for (i = 1; i <= 9; i++)
			buf_addf(&b, "Epoch %d/9 val_loss: %.3f\n", i,
			    0.5 + (k - 13) * (k - 13) * 1e-2 - i * 1e-3);
	}
	d = plain(&b);
	OK("of epochs counted again and again the best has its run", has(d,
	    "val_loss min: Epoch 9/9 val_loss: 0.491\n"
	    "    below: Run 13/24\n"));
	free(d);
	buf_reset(&b);
	for (k = 1; k <= 24; k++) {
		buf_addf(&b, "=== model %c ===\n", 'a' + k);
		nine_epochs(&b, k);
	}
	d = plain(&b);
	OK("the best below a heading and an epoch has both", has(d,
	    "val_loss min @05: so that the val_loss: 0.500\n"
	    "    below: === model n ===\n"));
	free(d);
	buf_reset(&b);
	for (k = 1; k <= 24; k++) {
		buf_addf(&b, "the model of epoch%d\n", k * 50);
		nine_epochs(&b, k);
	}
	d = plain(&b);
	OK("of two counters the inner one is told with the outer one", has(d,
	    "val_loss min @05: so that the val_loss: 0.500\n"
	    "    below: the model of epoch650\n"));
	free(d);
	buf_reset(&b);
	for (k = 0; k < 60; k++) {
		buf_addf(&b, "Round %d\n", k);
		for (i = 0; i < 3; i++)
			buf_addf(&b, "Epoch %d is over\n", i);
		buf_addf(&b, "with that the eval loss: %.3f\n", 0.5 +
		    (k - 13) * (k - 13) * 1e-2);
	}
	d = plain(&b);
	OK("an inner one that is always the same is not", has(d,
	    "eval loss min: with that the eval loss: 0.500\n"
	    "    below: Round 13\n"));
	free(d);
	buf_reset(&b);
	for (k = 0; k < 60; k++)
		buf_addf(&b, "the G-Step %d of it\nthe G-Step %d of it\n"
		    "Epoch 0, train loss: %d.5\n"
		    "with that the eval loss: %.3f\n", 2 * k, 2 * k + 1, k,
		    0.5 + (k - 13) * (k - 13) * 1e-2);
	d = plain(&b);
	OK("nor does one that never moves count", has(d,
	    "eval loss min @27: with that the eval loss: 0.500\n"));
	free(d);
	buf_reset(&b);
	for (k = 0; k < 60; k++) {
		buf_addf(&b, "===== Trial %d params: {'depth': %d, 'rate': "
		    "0.0%d, 'a rather long name of a setting, which is one of "
		    "those': 'x', 'and one more of the same length': 'y', "
		    "'z': 3} =====\n", k, k % 9, k);
		for (i = 0; i < 9; i++)
			buf_addf(&b, "Trial %d Epoch %d val_loss: %.3f\n", k,
			    i, 0.5 + (k - 41) * (k - 41) * 1e-3 - i * 1e-4);
	}
	d = plain(&b);
	OK("the best of trials that count themselves has their settings",
	    has(d, "val_loss min: Trial 41 Epoch 5 val_loss: 0.499\n"
	    "    below: ===== Trial 41 params: {'depth': 5, 'rate': 0.041,"));
	free(d);
	buf_reset(&b);
	for (i = 0; i < 400; i++)
		buf_addf(&b, "| rew_mean | %d.25 |\n| total | %d |\n",
		    i * 37 % 101, i);
	d = plain(&b);
	OK("a best line that does not count says which it is",
	    has(d, "rew_mean max (line 31 of 400): | rew_mean | 100.25 |"));
	free(d);
	buf_release(&b);
}

/* A counter that cannot be believed says nothing of where. */
static void
counters(void)
{
	struct buf	 b = BUF_INIT;
	char		*d;
	int		 i, k;

	for (i = 0; i < 400; i++)
		buf_addf(&b, "step %d size %.2f\n", i, i * 37 % 101 * 1.5);
	d = plain(&b);
	OK("a counter that rises says where",
	    has(d, "size 150.00 (max @30)\n"));
	free(d);
	buf_reset(&b);
	for (i = 0; i < 400; i++)
		buf_addf(&b, "step %d size %.2f\n", i * 61 % 97,
		    i * 37 % 101 * 1.5);
	d = plain(&b);
	OK("one that jumps does not",
	    has(d, "size 150.00 (max, line 31 of 400)"));
	free(d);
	buf_reset(&b);
	for (i = 0; i < 400; i++)
		buf_addf(&b, "0/? [?it/s] 07/09/24 Epoch %d size %.2f\n", i,
		    i * 37 % 101 * 1.5);
	d = plain(&b);
	OK("a date does not", has(d, "size 150.00 (max @30)\n"));
	free(d);
	buf_reset(&b);
	for (i = 0; i < 400; i++)
		buf_addf(&b, "[%d] size %.2f\n", i, i * 37 % 101 * 1.5);
	d = plain(&b);
	OK("the first number of a line may count",
	    has(d, "size 150.00 (max @30)\n"));
	free(d);
	buf_reset(&b);
	for (i = 0; i < 400; i++)
		buf_addf(&b, "INFO:train.main:[%3d] size %.2f\n", i,
		    i * 37 % 101 * 1.5);
	d = plain(&b);
	OK("that behind what a logger puts before it as well",
	    has(d, "size 150.00 (max @30)\n"));
	free(d);
	buf_reset(&b);
	for (i = 0; i < 400; i++)
		buf_addf(&b, "I0131 08:00:00.1234%02d 177 train.py:12] %d size "
		    "%.2f\n", i % 97, i, i * 37 % 101 * 1.5);
	d = plain(&b);
	OK("or one of C++", has(d, "size 150.00 (max @30)\n"));
	free(d);
	buf_reset(&b);
	for (i = 0; i < 400; i++)
		buf_addf(&b, "Train: %d [ %2d/25 (%d%%)]  size %.2f (2.0)\n",
		    i / 4, i % 4, i % 4 * 4, i * 37 % 101 * 1.5);
	d = plain(&b);
	OK("and that before a bracket, behind one word",
	    has(d, "size 150.00 (max @7)\n"));
	free(d);
	buf_reset(&b);
	for (i = 0; i < 400; i++)
		buf_addf(&b, "Epoch [6/6], Step [%d/1549], size: %.2f\n", i,
		    i * 37 % 101 * 1.5);
	d = plain(&b);
	OK("of two counters that which moves",
	    has(d, "size: 150.00 (max @30)\n"));
	free(d);
	buf_reset(&b);
	for (i = 0; i < 50; i++) {
		buf_adds(&b, "{");
		for (k = 0; k < 150; k++)
			buf_addf(&b, "\"test_loss_x%c%c\": %.3f, ",
			    'a' + k / 26, 'a' + k % 26,
			    (k + 1) * (1 + (i - 30) * (i - 30) * 0.01));
		buf_addf(&b, "\"epoch\": %d}\n", i);
	}
	d = plain(&b);
	OK("a counter at the end of a line of 150 values",
	    has(d, "\"test_loss_xaa\": 1.000 (min @30)"));
	free(d);
	buf_reset(&b);
	for (i = 0; i < 400; i++)
		buf_addf(&b, "v%d size %.2f\n", i, i * 37 % 101 * 1.5);
	d = plain(&b);
	OK("one in a word does not",
	    has(d, "size 150.00 (max, line 31 of 400)\n"));
	free(d);
	buf_reset(&b);
	for (i = 0; i < 400; i++)
		buf_addf(&b, "%d:\tlearn: %.2f\ttotal: %dms\n", i,
		    i * 37 % 101 * 1.5, i * 3);
	d = plain(&b);
	OK("one before a colon does", has(d, "learn: 150.00 (max @30)\n"));
	free(d);
	buf_reset(&b);
	for (i = 0; i < 400; i++)
		buf_addf(&b, "INFO - Epoch(train)  [%d][ 50/500]  lr: 1.0e-02"
		    "  size: %.2f\n", i, i * 37 % 101 * 1.5);
	d = plain(&b);
	OK("a remark between the word and its number is skipped",
	    has(d, "size: 150.00 (max @30)\n") &&
	    strstr(d, "Epoch(train) m") == NULL);
	free(d);
	buf_reset(&b);
	for (i = 0; i < 400; i++)
		buf_addf(&b, "INFO: %depoch:train:%d-%dbatch: size=%.2f\n",
		    i / 4, i % 4 * 100 + 1, i % 4 * 100 + 100,
		    i * 37 % 101 * 1.5);
	d = plain(&b);
	OK("a number right before the word counts",
	    has(d, "size=150.00 (max @7)\n") &&
	    strstr(d, "INFO m") == NULL);
	free(d);
	buf_reset(&b);
	for (i = 0; i < 400; i++)
		buf_addf(&b, "Epoch %d\nsize %.2f of the thing\n", i,
		    i * 37 % 101 * 1.5);
	d = plain(&b);
	OK("the epoch above says where", has(d, "size 150.00 (max @30)\n"));
	free(d);
	buf_reset(&b);
	for (i = 0; i < 90; i++)
		buf_addf(&b, i < 20 ? "step %d loss 1e%d\n" :
		    "step %d loss nan\n", 90 - i, i);
	d = plain(&b);
	OK("a counter that falls tells no place: the line is told",
	    has(d, "loss 1e19 (max, line 20 of 90)"));
	free(d);
	buf_release(&b);
}

/* Lines that say `epoch` now and then are behind the epochs themselves. */
static void
stale_headings(void)
{
	struct buf	 b = BUF_INIT;
	char		*d;
	int		 i;

	for (i = 0; i < 80; i++) {
		buf_addf(&b, "[Epoch %d] train loss 1.%02d\n", i,
		    i * 41 % 80);
		buf_addf(&b, "all is well, val loss 0.%02d\n",
		    10 + (i + 33) * 37 % 80);
		if (i % 15 == 10)
			buf_addf(&b, "model of epoch %d is kept\n", i);
	}
	d = plain(&b);
	OK("a value is not below the epoch of another",
	    has(d, "val loss min @47: all is well, val loss 0.10\n") &&
	    strstr(d, "below: model of") == NULL);
	free(d);
	buf_reset(&b);
	for (i = 0; i < 80; i++) {
		buf_addf(&b, "Epoch %d of 80, %0300d\n", i, 7);
		buf_addf(&b, "all is well, val loss 0.%02d\n",
		    10 + (i + 33) * 37 % 80);
	}
	d = plain(&b);
	OK("long lines count as well",
	    has(d, "val loss min @47: all is well, val loss 0.10\n"));
	free(d);
	buf_release(&b);
}

int
main(void)
{
	extremes();
	onset();
	long_lines();
	jumps();
	runs();
	bars();
	ends();
	bars_in_files();
	places();
	counters();
	stale_headings();
	return tap_done();
}
