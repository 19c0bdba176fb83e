/*
 * digest_names.c: what numbers are called, and whose results they are.
 */
#include <stdlib.h>
#include <string.h>

#include "digest/digest.h"
#include "digested.h"

/* A number may be part of a metric's name. */
static void
names(void)
{
	struct buf	 b = BUF_INIT;
	char		*d;
	int		 i;

	for (i = 0; i < 50; i++)
		buf_addf(&b, "top 1 acc: %d.25\ntop 5 acc: %d.75\n",
		    i * 7 % 51, 50 + i * 7 % 51);
	d = plain(&b);
	OK("top 1 and top 5 are two series",
	    has(d, "top 1 acc max") && has(d, "top 5 acc max"));
	OK("two series have maxima of their own",
	    has(d, "50.25") && has(d, "100.75"));
	free(d);
	buf_reset(&b);
	for (i = 0; i < 400; i++)
		buf_addf(&b, "08:00:%02d DQN episodic returns: %d\n", i % 60,
		    i * 37 % 101);
	d = plain(&b);
	OK("whole numbers are returns", has(d, "returns max (line 31 of 400)"));
	free(d);
	buf_reset(&b);
	for (i = 0; i < 400; i++)
		buf_addf(&b, "kl 0.5 a2b/R1 %d.25%% a2b/R10 %d.75%%\n",
		    i * 7 % 51, 50 + i * 7 % 51);
	d = plain(&b);
	OK("names that end in a number, or have one inside, are names",
	    has(d, "  a2b/R1 50.25% (max") &&
	    has(d, "  a2b/R10 100.75% (max"));
	free(d);
	buf_reset(&b);
	for (i = 0; i < 100; i++)
		buf_addf(&b, "-> head1 conf loss: 1.%02d || head1 loc loss: "
		    "1.5\n-> head2 conf loss: 3.%02d || head2 loc loss: 1.5\n"
		    "worker%d is up\n", (i * 7 + 5) % 51, (i * 7 + 5) % 51,
		    i % 4 + 1);
	d = plain(&b);
	OK("what one digit tells apart is of two series",
	    has(d, "head1 conf loss min") && has(d, "loss: 1.00") &&
	    has(d, "head2 conf loss min") && has(d, "loss: 3.00"));
	OK("without a value it is a number", has(d, "x100 worker1 is up"));
	free(d);
	buf_reset(&b);
	for (i = 0; i < 150; i++)
		buf_addf(&b, "avg. score [%d-%d]: -%d.5\n", i * 50 + 1,
		    i * 50 + 50, 900 - i * 31 % 47);
	d = plain(&b);
	OK("a range in brackets does not take the name",
	    has(d, "avg. score max") && strstr(d, "max 7451") == NULL &&
	    strstr(d, "max 7500") == NULL);
	free(d);
	buf_release(&b);
}

/* The names of columns stand in the line above the first row. */
static void
columns(void)
{
	struct buf	 b = BUF_INIT;
	char		*d;
	int		 i;

	buf_adds(&b, "Round Test_Return  Critic_Loss  Paths\n");
	for (i = 0; i < 400; i++)
		buf_addf(&b, "%5d      %d.5        %.2f    32\n", i * 50,
		    i * 37 % 101, 2 + i * 41 % 103 * 0.01);
	d = plain(&b);
	OK("columns between blanks have their names", has(d,
	    "\n  Test_Return max:  1500 100.5 ") &&
	    has(d, "\n  Critic_Loss max 3.02 @250\n"));
	free(d);
	buf_reset(&b);
	buf_adds(&b, "Round  a_score_whose_name_is_very_long_ååååååå  gain\n");
	for (i = 0; i < 400; i++)
		buf_addf(&b, "%d  %.2f  +%.2f\n", i, 2 + i * 41 % 103 * 0.01,
		    i * 37 % 101 * 0.01);
	d = plain(&b);
	OK("a long name is cut between characters", has(d,
	    "\n  a_score_whose_name_is_very_long_ååå max: "));
	OK("a column of numbers with signs has its name", has(d,
	    "\n  gain max: "));
	free(d);
	buf_reset(&b);
	buf_adds(&b, "| fold | rmse of it |\n");
	for (i = 0; i < 400; i++)
		buf_addf(&b, "|    %d |       0.%03d |\n", i,
		    100 + (i + 7) * 37 % 101);
	d = plain(&b);
	OK("columns between bars have their names",
	    has(d, "\n  rmse of it min: | 94 | 0.100 |\n"));
	free(d);
	buf_reset(&b);
	for (i = 0; i < 400; i++)
		buf_addf(&b, "  Epoch  gpu_mem  box  score\n"
		    "  0%%|    | 0/38 [00:00]\r"
		    "  %d/399  11G  %.2f  %d: 100%%|####| 38/38 [00:30]\n", i,
		    2 + i * 41 % 103 * 0.01, i * 37 % 101);
	d = plain(&b);
	OK("a bar may hang on a row, and stand between it and the head",
	    has(d, "\n  score max ") && has(d, "\n  box max "));
	free(d);
	buf_reset(&b);
	buf_adds(&b, "what follows is a list of numbers\n");
	for (i = 0; i < 400; i++)
		buf_addf(&b, "%d %d.5\n", i, i * 37 % 101);
	d = plain(&b);
	OK("a sentence is no head of a table", has(d, "\n  col 2 max: "));
	free(d);
	buf_release(&b);
}

/* What the numbers of a form are called: the words before them, with what
 * stands between as the log has it. */
/* Rows of numbers with commas between them, some cells empty. */
static void
commas(void)
{
	struct buf	 b = BUF_INIT;
	char		*d;
	int		 i;

	buf_adds(&b, "epoch,train loss,lr,val_loss\n");
	for (i = 0; i < 300; i++)
		buf_addf(&b, "%d,0.%d,1e-06,0.%d\n%d,,,0.9%d\n", i,
		    500 - i, i == 131 ? 101 : 700 + i % 9, i, i * 7 % 41);
	d = plain(&b);
	OK("each column of rows with commas is a series, called by the head",
	    has(d, "val_loss min: 131,0.369,1e-06,0.101\n"));
	OK("a column that is empty is one", has(d, "x300 0,,,0.90\n") &&
	    has(d, "  val_loss max 0.99 @"));
	free(d);
	buf_reset(&b);
	for (i = 0; i < 300; i++)
		buf_addf(&b, "{\n  \"booster\": \"dart\",\n"
		    "  \"subsample\": 0.%d,\n  \"depth\": %d\n}\n",
		    101 + i * 37 % 211, i % 9);
	d = plain(&b);
	OK("a quoted key is no head of a table",
	    has(d, "\"subsample\": 0.311 (max") &&
	    strstr(d, "\"dart\" m") == NULL);
	free(d);
	buf_release(&b);
}

/* The same lines below `dev` and below `test`. */
static void
parts(void)
{
	static const char *const	 heads[] = { "***** %s results *****\n",
		"Evaluating on the %s set\n", "%s:\n" };
	struct buf	 b = BUF_INIT;
	char		*d;
	size_t		 k;
	int		 i;

	for (k = 0; k < sizeof(heads) / sizeof(heads[0]); k++) {
		for (i = 0; i < 60; i++) {
			buf_addf(&b, "Epoch %d/60\n", i);
			buf_addf(&b, heads[k], "Dev");
			buf_addf(&b, "  f1 = 0.8%02d\n  done: yes\n",
			    i * 17 % 61);
			buf_addf(&b, heads[k], "Test");
			buf_addf(&b, "  f1 = 0.7%02d\n  done: yes\n",
			    i * 23 % 61);
		}
		d = plain(&b);
		OK("results of two parts of the data are two series",
		    has(d, "x60   f1 = 0.800\n") &&
		    has(d, ":   f1 = 0.860\n") &&
		    has(d, "x60   f1 = 0.700\n") &&
		    has(d, ":   f1 = 0.760\n"));
		OK("what has no results is not parted",
		    has(d, "x120   done: yes\n"));
		free(d);
		buf_reset(&b);
	}
	buf_release(&b);
}

static void
field_names(void)
{
	static const char *const	 t[][2] = {
		{ "train loss=%.2f", "\n  train loss=1.50 (max," },
		{ "loss:  %.2f", "\n  loss: 1.50 (max," },
		{ "loss :\t%.2f", "\n  loss : 1.50 (max," },
		{ "(loss = %.2f%%)", "\n  loss = 1.50% (max," },
		{ "{\"loss\": %.2f}", "\n  \"loss\": 1.50 (max," },
		{ "{'my loss': %.2f}", "\n  'my loss': 1.50 (max," },
		{ "12.3s - loss: %.2f", "\n  loss: 1.50 (max," },
		{ "first, rmse: %.2f", "\n  rmse: 1.50 (max," },
		{ "| rmse | %.2f |", "\n  rmse | 1.50 (max," },
		{ "rmse of  two %.2f", "\n  rmse of two 1.50 (max," },
		{ "a rather long way to say what the loss was %.2f",
		    "\n  long way to say what the loss was 1.50 (max," },
		{ "x:loss/%.2f", "\n  x:loss/1.50 (max," },
		{ "x:loss-%.2f", "\n  x:loss-1.50 (max," },
		{ "\xc3\xa9 loss %.2f", "\n  \xc3\xa9 loss 1.50 (max," },
		{ "took %.2f s", "\n  took 1.50 (max," },
		/* The digest's own words, where the log has others. */
		{ "loss [1-50]: %.2f", "\n  loss max 1.50 (line" },
		{ "loss[1-50]: %.2f", "\n  loss max 1.50 (line" },
		{ "loss (%.2f)", "\n  loss max 1.50 (line" },
		{ "{\"loss\": [%.2f]}", "\n  loss max 1.50 (line" },
		{ "{'a' \"loss\": '%.2f'}", "\n  a loss max 1.50 (line" },
		{ "loss:         -      |    =     %.2f",
		    "\n  loss: - | = 1.50 (max," },
		{ "another long way to say what loss this was | | | | | %.2f",
		    "\n  long way to say what loss this was | | | | | 1.50" },
		{ "some way to say what the loss was earlier | | | | | | %.2f",
		    "\n  way to say what the loss was earlier max 1.50" },
		{ "%.2f", "\n  col 1 m" },
	};
	struct buf	 b = BUF_INIT;
	char		*d, name[100];
	size_t		 i;
	int		 k;

	for (i = 0; i < sizeof(t) / sizeof(*t); i++) {
		buf_reset(&b);
		for (k = 0; k < 400; k++) {
			buf_addf(&b, t[i][0], 0.5 + k * 37 % 101 * 0.01);
			buf_addc(&b, '\n');
		}
		d = plain(&b);
		snprintf(name, sizeof(name), "the number of '%.60s' has its "
		    "name", t[i][0]);
		OK(name, has(d, t[i][1]));
		free(d);
	}
	buf_release(&b);
}

/* Words that come again in a line name another number. */
static void
same_words(void)
{
	struct buf	 b = BUF_INIT;
	char		*d;
	int		 i;

	for (i = 0; i < 400; i++)
		buf_addf(&b, "loss %.2f acc %.2f loss %.2f acc %.2f\n",
		    2 + (i + 7) * 37 % 101 * 0.01, (i + 9) * 41 % 101 * 0.01,
		    3 + (i + 5) * 43 % 101 * 0.01, (i + 3) * 47 % 101 * 0.01);
	d = plain(&b);
	OK("the first has its extremes",
	    has(d, "\n  loss min (line 95 of 400): loss 2.00 ") &&
	    has(d, "\n  acc max (line 24 of 400): loss ") &&
	    has(d, " acc 1.00 loss "));
	OK("the second has its own", has(d, "\n  loss#2 min") &&
	    has(d, "loss 3.00 acc") && has(d, "\n  acc#2 max"));
	free(d);
	buf_release(&b);
}

/* The side of a metric that is wanted is shown with its line, the other as a
 * value; of what is no metric both are values, of a few only. */
static void
sides(void)
{
	struct buf	 b = BUF_INIT;
	char		*d;
	int		 i;

	for (i = 0; i < 400; i++)
		buf_addf(&b, "mae %.2f auc %.2f qa %.2f qb %.2f qc %.2f qd "
		    "%.2f qe %.2f qf %.2f\n",
		    3 + ((i + 1) * 37 % 101 - 7) * 0.01,
		    (i * 53 % 103) * 0.01, i % 7 * 1.5, i % 11 * 1.5,
		    i % 13 * 1.5, i % 17 * 1.5, i % 19 * 1.5, i % 23 * 1.5);
	d = plain(&b);
	OK("less is better of errors", has(d, "): mae 2.93 ") &&
	    has(d, "\n  mae 3.93 (max, line "));
	OK("more is better of other metrics", has(d, "\n  auc max (line ") &&
	    has(d, " auc 1.02 "));
	OK("five numbers that are no metrics are followed",
	    has(d, "\n  qe 27.00 (max, line 19 of 400)\n") &&
	    strstr(d, "  qf ") == NULL);
	free(d);
	buf_reset(&b);
	for (i = 0; i < 400; i++)
		buf_addf(&b, "loss %.2f at 2024-01-%02d on node7\n",
		    3 + (i * 37 % 101) * 0.01, i % 28 + 1);
	d = plain(&b);
	OK("parts of dates and names are not followed",
	    strstr(d, "\n  at ") == NULL && strstr(d, "\n  on ") == NULL &&
	    strstr(d, "\n  -") == NULL);
	free(d);
	buf_release(&b);
}

/* A line of its own for each value; of a long line, which has many, one for
 * each field. */
static void
values(void)
{
	struct buf	 b = BUF_INIT;
	char		*d;
	int		 i, k;

	for (i = 0; i < 400; i++)
		buf_addf(&b, "step %d took: %.2f\n", i,
		    3 + ((i + 1) * 37 % 101 - 7) * 0.01);
	d = plain(&b);
	OK("each value has the name before it", has(d,
	    "\n  took: 3.93 (max @29)\n  took: 2.93 (min @100)\n"));
	free(d);
	buf_reset(&b);
	for (i = 0; i < 400; i++) {
		buf_addf(&b, "step %d", i);
		for (k = 0; k < 26; k++)
			buf_addf(&b, " a_rather_long_name_%c: %.2f", 'a' + k,
			    10 * k + (i + 7) * 37 % 101 * 0.01);
		buf_addc(&b, '\n');
	}
	d = plain(&b);
	OK("of a long line both values of a field are together", has(d,
	    "\n  a_rather_long_name_b: 11.00 (max @23), 10.00 (min @94)\n"));
	free(d);
	d = digest(buf_str(&b), b.len, 1 << 20,
	    (struct digest_opts){ .ranges = true });
	OK("not with ranges", has(d,
	    "]   a_rather_long_name_b: 10.00 (min @94)\n"));
	free(d);
	buf_release(&b);
}

/* Scores of twenty models, whose names stand above. */
static void
sections(void)
{
	static const char *const models[] = { "ridge", "lasso", "svm", "knn",
		"tree" };
	struct buf	 b = BUF_INIT;
	char		*d;
	int		 i, k;

	for (i = 0; i < 20; i++) {
		buf_addf(&b, "09:%02d:07 Fitting model: %s_%c\n", i,
		    models[i % 5], 'a' + i / 5);
		for (k = 0; k < 30; k++)
			buf_addf(&b, "step %d loss %.3f\n", k, 1.0 / (k + 1));
		buf_addf(&b, "0.%03d = score\n", 800 + i * 7 % 20);
	}
	d = plain(&b);
	OK("the result of a section has its heading", has(d,
	    "  .. 0.811 = score\n    below: 09:13:07 Fitting model: knn_c\n"));
	OK("so has that of the first section", has(d,
	    "x20 0.800 = score\n    below: 09:00:07 Fitting model: "
	    "ridge_a\n"));
	free(d);
	buf_reset(&b);
	for (i = 0; i < 60; i++)
		buf_addf(&b, "09:%02d:07 Running validation\nscore: 0.%03d\n",
		    i, 800 + i * 7 % 20);
	d = plain(&b);
	OK("headings that say the same make no sections",
	    strstr(d, "below") == NULL);
	free(d);
	buf_reset(&b);
	for (i = 0; i < 20; i++) {
		for (k = 0; k < 30; k++)
			buf_addf(&b, "step %d loss %.3f\n", k, 1.0 / (k + 1));
		buf_addf(&b, "Model saved in /a/m-%d\n0.%03d = score\n"
		    "| model %c | 4 |\nscore of it: 0.%03d\n", i,
		    800 + i * 7 % 20, 'a' + i, 800 + i * 7 % 20);
	}
	d = plain(&b);
	OK("what says that something is over, or a row of a table, is no "
	    "heading", has(d, "score") && strstr(d, "below") == NULL);
	free(d);
	buf_release(&b);
}

/* Lines that differ in numbers alone: the results of subjects, each after
 * epochs of its own, against those of the epochs. */
static void
results(void)
{
	struct buf	 b = BUF_INIT;
	char		*d;
	int		 i, k;

	for (i = 0; i < 40; i++) {
		for (k = 0; k < 20; k++)
			buf_addf(&b, "epoch %d loss %.3f\n", k, 1.0 / (k + 1));
		buf_addf(&b, "subject %02d: acc 0.%03d\n", i,
		    500 + i * 7 % 40);
	}
	d = plain(&b);
	OK("the results of all subjects are shown",
	    has(d, "\n  .. subject 07: acc 0.509\n") &&
	    has(d, "\n  .. subject 31: acc 0.517\n"));
	free(d);
	buf_reset(&b);
	for (i = 0; i < 20; i++) {
		buf_addf(&b, "--- trial %d: lr=0.%03d ---\n", i, i * 3 % 20);
		for (k = 0; k < 20 + i * 7 % 11; k++)
			buf_addf(&b, "epoch %d loss %.3f\n", k, 1.0 / (k + 1));
		buf_addf(&b, "trial %d stopped at epoch %d, f1 0.%03d\n", i,
		    k - 1, 500 + i * 7 % 40);
	}
	d = plain(&b);
	OK("the results of trials are shown below their parameters",
	    has(d, "  .. trial 11 stopped at epoch 19, f1 0.537\n"
	    "    below: --- trial 11: lr=0.013 ---\n"));
	free(d);
	buf_reset(&b);
	for (i = 0; i < 40; i++)
		buf_addf(&b, "Epoch %d/40\n loss 0.5\nval_acc: 0.%03d\n",
		    i, 500 + i * 7 % 40);
	d = plain(&b);
	OK("the values of all epochs are not",
	    strstr(d, "val_acc: 0.509") == NULL);
	free(d);
	buf_release(&b);
}

/* A number in parentheses has the name of the one before it. */
static void
companions(void)
{
	struct buf	 b = BUF_INIT;
	char		*d;
	int		 i;

	for (i = 0; i < 400; i++)
		buf_addf(&b, "Epoch: [%d] Pain %.2f (%.3f) Gain (dev): %d.5 "
		    "± %d.25\n", i, 2 + i * 41 % 103 * 0.01,
		    2 + i * 31 % 101 * 0.001, i * 7 % 53, i * 11 % 59);
	d = plain(&b);
	OK("the average in parentheses is the second of its name",
	    has(d, "\n  Pain#2 max 2.100 @"));
	OK("a name may end in parentheses",
	    has(d, "  Gain (dev): 52.5 (max @"));
	OK("a deviation is the second of the name",
	    has(d, "\n  Gain (dev)#2 max 58.25 @"));
	free(d);
	buf_release(&b);
}

/* What a line below another is called, and where it stood. */
static void
pairs(void)
{
	struct buf	 b = BUF_INIT;
	char		*d;
	int		 i;

	for (i = 0; i < 400; i++)
		buf_addf(&b, "done: false\nlength: %d.5\n", i * 37 % 101);
	d = plain(&b);
	OK("the pair above does not name the value of a pair",
	    has(d, "  length: 100.5 (max") && strstr(d, "false max") == NULL);
	free(d);
	buf_reset(&b);
	for (i = 0; i < 400; i++)
		buf_addf(&b, "kind = draw(kinds)\nlength: %d.5 feet.\n",
		    i * 37 % 101);
	d = plain(&b);
	OK("a statement is no head of a table, a pair with a unit no row",
	    has(d, "  length: 100.5 (max") && strstr(d, "  =") == NULL);
	free(d);
	buf_reset(&b);
	for (i = 0; i < 400; i++)
		buf_addf(&b, "xiou: 0.%d, yiou: 0.%d\n", 100 + i * 37 % 101,
		    200 + i * 41 % 103);
	d = plain(&b);
	OK("a word that ends like a metric is one: its best line is shown",
	    has(d, "\n  xiou max (line 31 of 400): xiou: 0.200, yiou: 0.297"));
	free(d);
	buf_reset(&b);
	for (i = 0; i < 28; i++)
		buf_addf(&b, "Kept in all/run-202602%02d_%d\nETA: %ds\n"
		    "auc 0.%d\nof some more words to make it long\n", i + 1,
		    i * 37 % 29, 90 - i * 7 % 51, 500 + i * 37 % 101);
	for (i = 0; i < 400; i++)
		buf_adds(&b, "of some more words to make it long\n");
	d = plain(&b);
	OK("a date is no counter", has(d, "auc max (line ") &&
	    strstr(d, "@2026") == NULL);
	OK("the time left is no metric", strstr(d, "ETA m") == NULL);
	free(d);
	buf_release(&b);
}

/* The number of a batch starts over with each epoch. */
static void
batches(void)
{
	struct buf	 b = BUF_INIT;
	char		*d;
	int		 i;

	for (i = 0; i < 600; i++)
		buf_addf(&b, "[batch %d/150, epoch %d/15] pain:%d.25\n",
		    i % 40 * 4, 1 + i / 40, i * 37 % 601);
	d = plain(&b);
	OK("the epoch tells where, not the batch before it",
	    has(d, "  pain:600.25 (max @14)"));
	free(d);
	buf_release(&b);
}

/* A curve that is drawn in a line has no value. */
static void
curves(void)
{
	struct buf	 b = BUF_INIT;
	char		*d;
	int		 i, run;

	for (run = 0; run < 8; run++) {
		for (i = 0; i < 200; i++)
			buf_addf(&b, "step %d pain 0.%d\n", i,
			    100 + i * 37 % 101);
		buf_addf(&b, "log: score ▁▂▄▆█▇\nlog: score 0.%d\n",
		    310 + run);
	}
	d = plain(&b);
	OK("results below curves are shown", has(d, "x8 log: score 0.310\n") &&
	    has(d, "  .. log: score 0.313\n"));
	OK("curves are not", strstr(d, "▁") == NULL);
	free(d);
	buf_release(&b);
}

int
main(void)
{
	names();
	companions();
	pairs();
	batches();
	curves();
	columns();
	commas();
	parts();
	field_names();
	same_words();
	sides();
	values();
	sections();
	results();
	return tap_done();
}
