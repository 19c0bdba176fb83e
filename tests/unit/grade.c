/*
 * grade.c: the score of small submissions, by hand, and what is said when
 * there is none. grade.t compares every metric with scikit-learn.
 */
#include <fcntl.h>
#include <math.h>
#include <stdlib.h>
#include <unistd.h>

#include "base/json.h"
#include "put.h"
#include "score/grade.h"
#include "tap.h"

static int	 dir;

/* The score of a submission, NAN and a message in *e when there is none. */
static double
graded(const char *labels, const char *submission, const char *metric,
    const struct grade_opts *o, struct hcc_err *e)
{
	double	 score = 0;

	put("l.csv", labels);
	put("s.csv", submission);
	*e = (struct hcc_err)HCC_ERR_INIT;
	(void)grade_score(dir, "l.csv", "s.csv", metric, o, &score, NULL, e);
	return score;
}

#define YES_NO	"id,y\na,yes\nb,no\nc,yes\nd,no\n"
#define TEN	"1234567890"
#define LONG	TEN TEN TEN TEN TEN TEN TEN TEN TEN TEN TEN TEN
#define ABC	"id,y\na,A\nb,B\nc,C\n"
#define NUMBERS	"id,y\na,1\nb,2\nc,4\n"

static void
scores(void)
{
	static const struct {
		const char	*name, *labels, *submission, *metric;
		double		 score;
	} t[] = {
		{ "rows are joined by their ids", NUMBERS,
		    "y,id\n4,c\n1,a\n2,b\n", "mae", 0 },
		{ "the answer is the only other column", NUMBERS,
		    "id,z\na,2\nb,2\nc,4\n", "mae", 1 / 3.0 },
		{ "ids are the same number in any form",
		    "id,y\n007,1\n8,2\n", "id,y\n7.0,1\n08,3\n", "mae", 0.5 },
		{ "the id may be the second of two columns", NUMBERS,
		    "z,id\n2,a\n2,b\n4,c\n", "mae", 1 / 3.0 },
		{ "the first column is the id when none has its name", NUMBERS,
		    "key,y\na,1\nb,2\nc,5\n", "mae", 1 / 3.0 },
		{ "several targets: the mean of their scores",
		    "id,y,z\na,1,1\nb,2,2\n", "id,z,y\na,2,1\nb,3,2\n", "mae",
		    0.5 },
		{ "so it is with targets that are marks of classes",
		    "id,A,B\na,1,0\nb,0,1\n", "id,A,B\na,0.5,0\nb,0,1\n",
		    "mae", 0.125 },
		{ "rows of weight 0 and ignored rows do not count",
		    "id,y,weight,Usage\na,1,1,x\nb,2,0,x\nc,3,1,Ignored\n"
		    "d,4,3,IGNORE\n", "id,y\na,1\nd,6\n", "mae", 1.5 },
		{ "rows of one weight have none",
		    "id,y,weight\na,1,2\nb,2,2\nc,3,2\n",
		    "id,y\na,1\nb,2\nc,3\n", "spearman", 1 },
		{ "a column Usage beside one other is the target",
		    "id,Usage\na,1\nb,2\n", "id,Usage\na,1\nb,3\n", "mae",
		    0.5 },
		{ "mse", NUMBERS, "id,y\na,2\nb,2\nc,6\n", "mse", 5 / 3.0 },
		{ "medae is the median error", NUMBERS,
		    "id,y\na,2\nb,5\nc,4\n", "medae", 1 },
		{ "msle", NUMBERS, "id,y\na,1\nb,2\nc,9\n", "msle",
		    log(2) * log(2) / 3 },
		{ "mape", NUMBERS, "id,y\na,2\nb,2\nc,5\n", "mape",
		    1.25 / 3 },
		{ "pinball counts what is too low by q", NUMBERS,
		    "id,y\na,0\nb,2\nc,4\n", "pinball@0.9", 0.3 },
		{ "pinball counts what is too high by the rest", NUMBERS,
		    "id,y\na,2\nb,2\nc,4\n", "pinball@0.9", 0.1 / 3 },
		{ "spearman is of ranks", NUMBERS, "id,y\na,1\nb,5\nc,900\n",
		    "spearman", 1 },
		{ "spearman gives ties their mean rank",
		    "id,y\na,1\nb,1\nc,2\n", "id,y\na,1\nb,1\nc,7\n",
		    "spearman", 1 },
		{ "pearson", "id,y\na,1\nb,2\nc,3\n", "id,y\na,3\nb,2\nc,1\n",
		    "pearson", -1 },
		{ "gini of the right order", "id,y\na,0\nb,1\nc,1\n",
		    "id,y\na,1\nb,5\nc,7\n", "gini", 1 },
		{ "gini of the reverse order", "id,y\na,0\nb,1\nc,1\n",
		    "id,y\na,9\nb,5\nc,4\n", "gini", -1 },
		{ "gini of ties", "id,y\na,0\nb,1\nc,1\n",
		    "id,y\na,5\nb,5\nc,5\n", "gini", 0 },
		{ "accuracy", YES_NO, "id,y\na,yes\nb,yes\nc,yes\nd,no\n",
		    "accuracy", 0.75 },
		{ "labels that are numbers are equal as such",
		    "id,y\na,1\nb,2\n", "id,y\na,1.0\nb,2\n", "accuracy", 1 },
		{ "the error rate is the rest", YES_NO,
		    "id,y\na,yes\nb,yes\nc,yes\nd,no\n", "error_rate", 0.25 },
		{ "jaccard", YES_NO, "id,y\na,yes\nb,yes\nc,no\nd,no\n",
		    "jaccard", 1 / 3.0 },
		{ "f1", YES_NO, "id,y\na,yes\nb,yes\nc,yes\nd,no\n", "f1",
		    0.8 },
		{ "f2 leans to the recall", YES_NO,
		    "id,y\na,yes\nb,no\nc,no\nd,no\n", "f2", 5 / 9.0 },
		{ "nothing predicted is an f1 of 0", YES_NO,
		    "id,y\na,no\nb,no\nc,no\nd,no\n", "f1", 0 },
		{ "rows of the negative label alone have an f1 of 0",
		    "id,y\na,0\nb,0\n", "id,y\na,0\nb,0\n", "f1", 0 },
		{ "rows of the positive label alone have an f1 of 1",
		    "id,y,Usage\na,1,x\nb,0,Ignored\n", "id,y\na,1\n", "f1",
		    1 },
		{ "f1_macro has all classes of both files", ABC,
		    "id,y\na,A\nb,B\nc,D\n", "f1_macro", 0.5 },
		{ "f1_micro counts rows", ABC, "id,y\na,A\nb,A\nc,C\n",
		    "f1_micro", 2 / 3.0 },
		{ "f1_weighted counts classes by their rows",
		    "id,y\na,A\nb,A\nc,A\nd,B\n", "id,y\na,A\nb,A\nc,A\nd,A\n",
		    "f1_weighted", 0.75 * 6 / 7 },
		{ "mcc of the reverse", YES_NO,
		    "id,y\na,no\nb,yes\nc,no\nd,yes\n", "mcc", -1 },
		{ "kappa", YES_NO, "id,y\na,yes\nb,no\nc,no\nd,no\n", "kappa",
		    0.5 },
		{ "what other rows say changes nothing",
		    "id,y,Usage\na,A,x\nb,B,x\nc,C,Ignored\n",
		    "id,y\na,A\nb,B\nc,C\n", "f1_macro", 1 },
		{ "auc of a column that names its label", YES_NO,
		    "id,no\na,0.1\nb,0.9\nc,0.2\nd,0.8\n", "auc", 1 },
		{ "auc of yes", YES_NO, "id,y\na,0.9\nb,0.1\nc,0.1\nd,0.2\n",
		    "auc", 0.625 },
		{ "average precision", YES_NO,
		    "id,y\na,0.9\nb,0.8\nc,0.7\nd,0.1\n", "average_precision",
		    (1 + 2 / 3.0) / 2 },
		{ "brier", YES_NO, "id,y\na,1\nb,0.5\nc,1\nd,0\n", "brier",
		    0.0625 },
		{ "log loss of two labels", YES_NO,
		    "id,y\na,0.5\nb,0.5\nc,0.5\nd,0.5\n", "log_loss",
		    log(2) },
		{ "log loss of a column a class", ABC,
		    "id,C,A,B\na,0,1,0\nb,0,0,1\nc,0.5,0.5,0\n", "log_loss",
		    log(2) / 3 },
		{ "top-2 of a column a class", ABC,
		    "id,A,B,C\na,0.2,0.5,0.3\nb,0.1,0.5,0.4\nc,0.5,0.1,0.4\n",
		    "top@2", 2 / 3.0 },
		{ "of ties the last class comes first, as in scikit-learn", ABC,
		    "id,A,B,C\na,0.3,0.3,0.3\nb,0.3,0.3,0.3\nc,0.3,0.3,0.3\n",
		    "top@1", 1 / 3.0 },
		{ "hinge of a column a class", ABC,
		    "id,A,B,C\na,2,0,0\nb,0,0.5,0\nc,0,0,-1\n", "hinge",
		    (0 + 0.5 + 2) / 3 },
		{ "brier of a column a class", ABC,
		    "id,A,B,C\na,1,0,0\nb,0.5,0.5,0\nc,1,0,0\n", "brier",
		    (0 + 0.5 + 2) / 3 },
		{ "a column a class, the id between", ABC,
		    "C,id,A,B\n0,a,1,0\n0,b,0,1\n0.5,c,0.5,0\n", "log_loss",
		    log(2) / 3 },
		{ "map@2", ABC, "id,y\na,A B\nb,A B\nc,A B\n", "map@2", 0.5 },
		{ "sets of numbers", "id,y\na,1 2\nb,3\n", "id,y\na,1\nb,3\n",
		    "f1_micro", 0.8 },
		{ "sets whose words stand alone elsewhere",
		    "id,y\na,scab rust\nb,scab\nc,rust\n",
		    "id,y\na,scab\nb,scab\nc,rust\n", "f1_micro", 6 / 7.0 },
		{ "sets in another order", "id,y\na,x z\nb,z x\n",
		    "id,y\na,z x\nb,z x\n", "f1_micro", 1 },
		{ "labels of two words are no sets", "id,y\na,x z\nb,x u\n",
		    "id,y\na,x z\nb,x z\n", "f1_micro", 0.5 },
		{ "long words are no numbers", "id,y\na,x " LONG "\nb,x u\n",
		    "id,y\na,x " LONG "\nb,x " LONG "\n", "f1_micro", 0.5 },
		{ "a label that a set has twice counts once",
		    "id,y\na,1 2 2\nb,3\n", "id,y\na,2 1 1\nb,3 3\n",
		    "f1_micro", 1 },
		{ "f1 of each row", "id,y\na,1 2\nb,3\n",
		    "id,y\na,1\nb,3\n", "f1_samples", (2 / 3.0 + 1) / 2 },
		{ "columns of 0 and 1 with one 1 are classes",
		    "id,A,B\na,1,0\nb,0,1\n", "id,A,B\na,0.5,0.5\nb,0,1\n",
		    "log_loss", log(2) / 2 },
		{ "columns of 0 and 1 are sets", "id,A,B\na,1,1\nb,0,1\n",
		    "id,A,B\na,1,0\nb,0,1\n", "f1_micro", 0.8 },
		{ "shares", "id,A,B\na,0.5,0.5\nb,1,0\n",
		    "id,A,B\na,0.5,0.5\nb,1,0\n", "kl_divergence", 0 },
	};
	struct grade_opts	 o = { .targets = jv_null() };
	struct hcc_err		 e;
	double			 got;
	size_t			 i;

	for (i = 0; i < sizeof(t) / sizeof(*t); i++) {
		got = graded(t[i].labels, t[i].submission, t[i].metric, &o,
		    &e);
		IS_NUM(t[i].name, t[i].score, got, 1e-9);
		if (isnan(got))
			printf("# %s\n", e.text);
	}
}

static void
refusals(void)
{
	static const struct {
		const char	*name, *labels, *submission, *metric;
		enum hcc_status	 st;
		const char	*why;
	} t[] = {
		{ "an unknown metric", NUMBERS, NUMBERS, "beauty", HCC_CONFIG,
		    "grade by 'beauty': no such metric; hcc-grade(1) lists "
		    "them" },
		{ "a metric without its number", NUMBERS, NUMBERS, "map@k",
		    HCC_CONFIG, "grade by 'map@k': say k" },
		{ "labels without rows", "id,y\n", NUMBERS, "mae", HCC_CONFIG,
		    "read 'l.csv': no row below the header" },
		{ "labels that are no csv file", "id,y\n1\n", NUMBERS, "mae",
		    HCC_CONFIG, "read 'l.csv': line 2" },
		{ "an id twice in the labels", "id,y\na,1\na,2\n", NUMBERS,
		    "mae", HCC_CONFIG, "l.csv" },
		{ "labels without a target", "id\na\n", "id,y\na,1\n", "mae",
		    HCC_CONFIG, "read 'l.csv': no column beside the id" },
		{ "a submission without the id", NUMBERS, "y\n1\n", "mae",
		    HCC_INPUT, "read 's.csv': no id column 'id'" },
		{ "an unknown id", NUMBERS, "id,y\na,1\nz,2\nc,3\n", "mae",
		    HCC_INPUT, "read 's.csv': line 3: column 'id': value 'z' "
		    "is no id of the labels" },
		{ "a number written otherwise, where ids are no numbers",
		    "id,y\na,1\n1,2\n", "id,y\na,1\n01,2\n", "mae",
		    HCC_INPUT, "value '01' is no id of the labels" },
		{ "an id twice", NUMBERS, "id,y\na,1\na,2\nc,3\n", "mae",
		    HCC_INPUT, "line 3: column 'id': value 'a' is an id that "
		    "came before" },
		{ "an absent id", NUMBERS, "id,y\na,1\nb,2\n", "mae",
		    HCC_INPUT, "read 's.csv': no row for id 'c' of the "
		    "labels" },
		{ "an absent column", "id,y,z\na,1,1\n", "id,y\na,1\n", "mae",
		    HCC_INPUT, "read 's.csv': no column 'z'" },
		{ "a value that is no number", NUMBERS, "id,y\na,1\nb,x\nc,3\n",
		    "mae", HCC_INPUT, "read 's.csv': line 3: column 'y': value "
		    "'x' is not a finite number" },
		{ "a label that is no number", "id,y\na,1\nb,x\n",
		    "id,y\na,1\nb,2\n", "mae", HCC_CONFIG, "read 'l.csv': line "
		    "3: column 'y': value 'x' is not a finite number" },
		{ "a value below zero", NUMBERS, "id,y\na,-1\nb,2\nc,3\n",
		    "rmsle", HCC_INPUT, "'-1' is below zero, where this metric "
		    "is not defined" },
		{ "a share below zero", "id,A,B\na,1,0\n", "id,A,B\na,-1,2\n",
		    "kl_divergence", HCC_INPUT, "'-1' is below zero, and no "
		    "share" },
		{ "a weight that is none", "id,y,weight\na,1,-1\nb,1,x\n",
		    NUMBERS, "mae", HCC_CONFIG, "line 2: column 'weight': "
		    "value '-1' is no weight" },
		{ "no row that counts", "id,y,weight\na,1,0\n", "id,y\na,1\n",
		    "mae", HCC_CONFIG, "no row with a weight above 0" },
		{ "weights that a metric has no use for",
		    "id,y,weight\na,1,1\nb,2,2\nc,3,1\n",
		    "id,y\na,1\nb,2\nc,3\n", "spearman", HCC_CONFIG,
		    "0 and 1 are allowed" },
		{ "constant answers", NUMBERS, "id,y\na,1\nb,1\nc,1\n",
		    "pearson", HCC_INPUT, "not defined: all values of column "
		    "'y' in 's.csv' are the same" },
		{ "constant labels", "id,y\na,1\nb,1\n", "id,y\na,1\nb,1\n",
		    "pearson", HCC_CONFIG, "not defined on column 'y' of "
		    "'l.csv': too few rows or one value only" },
		{ "values that are too large", NUMBERS,
		    "id,y\na,1e200\nb,-1e200\nc,0\n", "mse", HCC_INPUT,
		    "the values of column 'y' in 's.csv' are too large" },
		{ "an answer that is no label", YES_NO,
		    "id,y\na,yes\nb,\nc,yes\nd,no\n", "accuracy", HCC_INPUT,
		    "line 3: column 'y': value '' is no label" },
		{ "a label that is none", "id,y\na,yes\nb,\n",
		    "id,y\na,yes\nb,no\n", "accuracy", HCC_CONFIG,
		    "line 3: column 'y': value '' is no label" },
		{ "a fraction where labels are whole", "id,y\na,1\nb,0\n",
		    "id,y\na,0.7\nb,0\n", "accuracy", HCC_INPUT, "'0.7' is no "
		    "label: the labels are whole numbers" },
		{ "three labels for a metric of two", ABC, ABC, "f1",
		    HCC_CONFIG, "has 3 labels; its forms with _macro and "
		    "_micro take more than two" },
		{ "one probability for three labels", ABC,
		    "id,y\na,1\nb,0\nc,0\n", "log_loss", HCC_INPUT, "has 3 "
		    "labels; give a column of probabilities for each" },
		{ "a class without its column", ABC,
		    "id,A,B\na,1,0\nb,0,1\nc,0,0\n", "log_loss", HCC_INPUT,
		    "no column of probabilities for label 'C'" },
		{ "shares in one column", "id,y\na,1\n", "id,y\na,1\n",
		    "kl_divergence",
		    HCC_CONFIG, "has one column of labels; shares need two" },
		{ "a mark that is neither 0 nor 1", "id,A,B\na,1,1\nb,0,1\n",
		    "id,A,B\na,1,0.5\nb,0,1\n", "f1_micro", HCC_INPUT,
		    "line 2: column 'B': value '0.5' is neither 0 nor 1" },
	};
	struct grade_opts	 o = { .targets = jv_null() };
	struct hcc_err		 e;
	char			 name[100];
	size_t			 i;

	for (i = 0; i < sizeof(t) / sizeof(*t); i++) {
		snprintf(name, sizeof(name), "%s: no score, and why",
		    t[i].name);
		if (!OK(name, isnan(graded(t[i].labels, t[i].submission,
		    t[i].metric, &o, &e)) && e.status == t[i].st &&
		    strstr(e.text, t[i].why) != NULL))
			printf("# %d %s\n", e.status, e.text);
	}
}

static void
options(void)
{
	struct grade_opts	 o = { .id = "k", .targets = jv_parse("[\"z\", "
				    "\"none\", 5]") };
	struct hcc_err		 e;
	double			 score;
	jv			 d;

	IS_NUM("the id and the target may be told", 1,
	    graded("y,k,z\n7,a,1\n8,b,2\n", "k,z\na,2\nb,3\n", "mae", &o, &e),
	    0);
	jv_free(o.targets);
	o.targets = jv_parse("[\"weight\"]");
	IS_NUM("a target that is called weight is one", 0.5,
	    graded("k,y,weight\na,0,1\nb,0,2\n", "k,weight\na,1\nb,3\n", "mae",
	    &o, &e), 0);
	jv_free(o.targets);
	o = (struct grade_opts){ .targets = jv_null(), .positive = "no" };
	IS_NUM("the positive label may be told", 2 / 3.0,
	    graded(YES_NO, "id,y\na,yes\nb,yes\nc,yes\nd,no\n", "f1", &o,
	    &e), 0);
	o.positive = "maybe";
	OK("a positive label that is none is refused", isnan(graded(YES_NO,
	    YES_NO, "f1", &o, &e)) && e.status == HCC_CONFIG &&
	    strstr(e.text, "the positive label 'maybe' is none of the labels "
	    "in 'l.csv'") != NULL);
	o.positive = NULL;
	IS_NUM("of two words the second is positive", 2 / 3.0, graded(
	    "id,y\na,ant\nb,bee\n", "id,y\na,bee\nb,bee\n", "f1", &o, &e),
	    1e-9);
	o.subset = true;
	IS_NUM("ids of other rows may be allowed", 0, graded(NUMBERS,
	    "id,y\na,1\nb,2\nz,9\nc,4\n", "mae", &o, &e), 0);
	put("l.csv", NUMBERS);
	put("s.csv", "id,y\na,1\nb,2\nc,5\n");
	if (grade_score(dir, "l.csv", "s.csv", "mae", &o, &score, &d, &e) ==
	    HCC_OK) {
		OK("a score has its details", strcmp(json_str(d, "metric", ""),
		    "mae") == 0 && strcmp(json_str(d, "goal", ""),
		    "minimize") == 0 && json_num(d, "rows", 0) == 3 &&
		    json_num(json_at(d, "targets"), "y", 0) == score);
		jv_free(d);
	}
}

int
main(void)
{
	if (mkdtemp(tmp) == NULL)
		return 1;
	dir = open(tmp, O_RDONLY | O_DIRECTORY);
	scores();
	refusals();
	options();
	close(dir);
	fs_remove(AT_FDCWD, tmp, NULL);
	return tap_done();
}
