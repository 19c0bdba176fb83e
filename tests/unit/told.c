/*
 * told.c: what is told of data before they are a task: why they are refused,
 * what is put right, what is worth knowing.
 */
#include <fcntl.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/json.h"
#include "data/new_task.h"
#include "data/profile.h"
#include "from_data.h"
#include "put.h"
#include "score/metric.h"
#include "tap.h"

#define LEN(a)	(sizeof(a) / sizeof((a)[0]))

static void
add(struct buf *b, const char *what, jv list)
{
	jv	 one;
	int	 i;

	for (i = 0; json_item(list, i, &one); i++)
		buf_addf(b, "%s: %s\n", what, jv_string_value(one));
}

static const struct {
	const char	*name;
	const char	*train, *test, *sample;	/* NULL: none */
	const char	*id, *target, *metric;
	const char	*told;
} cases[] = {
	{ "nothing is told of data that are fine",
	    "id,x,y\n1,5,a\n2,6,b\n3,7,a\n", "id,x\n4,5\n5,6\n",
	    "id,y\n4,a\n5,a\n", NULL, NULL, "accuracy", "" },
	{ "a header alone", "id,x,y\n1,5,a\n2,6,b\n", "id,x\n", "id,y\n4,a\n",
	    NULL, NULL, "accuracy",
	    "refused: check 'd/test.csv': a header and no row below it; put "
	    "the data there\n" },
	{ "test rows without ids, as many as the sample has",
	    "id,x,y\n1,5,a\n2,6,b\n3,7,a\n", "x\n5\n6\n", "id,y\n4,a\n5,a\n",
	    NULL, NULL, "accuracy",
	    "note: 'd/test.csv' has no column 'id': row for row it is the "
	    "sample submission\n" },
	{ "test rows without ids, not as many",
	    "id,x,y\n1,5,a\n2,6,b\n3,7,a\n", "x\n5\n6\n8\n",
	    "id,y\n4,a\n5,a\n", NULL, NULL, "accuracy",
	    "refused: check 'd/sample_submission.csv': 2 rows, 'd/test.csv' "
	    "has 3 and no column 'id' to join them by; give both the same "
	    "rows\n" },
	{ "an id that is only in train", "id,key,x,y\n1,7,5,a\n2,8,6,b\n"
	    "3,9,7,a\n", "id,x\n4,5\n5,6\n", "id,y\n4,a\n5,a\n", "key", NULL,
	    "accuracy",
	    "refused: check 'd/sample_submission.csv': no id column 'key'; "
	    "name it with -i\n"
	    "note: the test data have a column 'id' like the target: is it "
	    "the answer?\n" },
	{ "an id that no table has", "id,x,y\n1,5,a\n2,6,b\n3,7,a\n",
	    "id,x\n4,5\n5,6\n", "id,y\n4,a\n5,a\n", "key", NULL, "accuracy",
	    "refused: find the id column 'key' (-i): no table has it\n"
	    "refused: check 'd/sample_submission.csv': no id column 'key'; "
	    "name it with -i\n"
	    "note: the test data have a column 'id' like the target: is it "
	    "the answer?\n" },
	{ "a target that is nowhere", "id,x,y\n1,5,a\n2,6,b\n",
	    "id,x\n4,5\n5,6\n", "id,y\n4,a\n5,a\n", NULL, "z", "accuracy",
	    "refused: check 'd/train.csv': no target column 'z'; name the "
	    "target with -t\n"
	    "note: column 'y' is in the training data only\n" },
	{ "a target without values", "id,x,y\n1,5,\n2,6,\n3,7,\n",
	    "id,x\n4,5\n5,6\n", "id,y\n4,a\n5,a\n", NULL, NULL, "accuracy",
	    "refused: check 'd/train.csv' column 'y': the target is empty in "
	    "all rows; it cannot be learnt\n"
	    "note: 3 rows of 'd/train.csv' have no 'y'\n"
	    "note: labels of 'd/sample_submission.csv' ('a' on line 2) are "
	    "none of the classes of 'y'\n" },
	{ "a target of one value", "id,x,y\n1,5,a\n2,6,a\n3,7,a\n",
	    "id,x\n4,5\n5,6\n", "id,y\n4,a\n5,a\n", NULL, NULL, "accuracy",
	    "refused: check 'd/train.csv' column 'y': the target is 'a' in "
	    "all rows; there is nothing to learn\n" },
	{ "words for a metric of numbers", "id,x,y\n1,5,a\n2,6,b\n3,7,a\n",
	    "id,x\n4,5\n5,6\n", "id,y\n4,1\n5,1\n", NULL, NULL, "rmse",
	    "refused: check 'd/train.csv' line 2 column 'y': the metric "
	    "needs numbers, the target holds 'a'; choose the metric with -m "
	    "or the target with -t\n" },
	{ "a number below zero for a logarithm",
	    "id,x,y\n1,5,1\n2,6,-3\n3,7,2\n", "id,x\n4,5\n5,6\n",
	    "id,y\n4,1\n5,1\n", NULL, NULL, "rmsle",
	    "refused: check 'd/train.csv' line 3 column 'y': the target is "
	    "-3, rmsle is not defined below zero; choose another metric with "
	    "-m, or the target with -t\n" },
	{ "labels without an order", "id,x,y\n1,5,low\n2,6,high\n3,7,low\n",
	    "id,x\n4,5\n5,6\n", "id,y\n4,low\n5,low\n", NULL, NULL,
	    "quadratic_kappa",
	    "refused: check 'd/train.csv' line 2 column 'y': quadratic_kappa "
	    "needs an order, which 'low' does not have; write the labels as "
	    "numbers, or choose another metric with -m\n" },
	{ "a sample with other labels", "id,x,y\n1,5,a\n2,6,b\n3,7,a\n",
	    "id,x\n4,5\n5,6\n", "id,y\n4,q\n5,q\n", NULL, NULL, "accuracy",
	    "note: labels of 'd/sample_submission.csv' ('q' on line 2) are "
	    "none of the classes of 'y'\n" },
	{ "one column for three classes", "id,x,y\n1,5,a\n2,6,b\n3,7,c\n",
	    "id,x\n4,5\n5,6\n", "id,y\n4,0.5\n5,0.5\n", NULL, NULL,
	    "log_loss",
	    "refused: check 'd/sample_submission.csv': one column of "
	    "answers, but log_loss of the 3 classes of 'y' takes a column of "
	    "probabilities for each; write one, or choose another metric "
	    "with -m\n" },
	{ "columns of one table", "id,x,more,y\n1,5,7,a\n2,6,7,b\n3,7,8,a\n",
	    "id,x,other,y\n4,5,3,a\n5,6,4,a\n", "id,y\n4,a\n5,a\n", NULL, NULL,
	    "accuracy",
	    "note: column 'other' is in the test data only\n"
	    "note: the test data have a column 'y' like the target: is it "
	    "the answer?\n"
	    "note: column 'more' is in the training data only\n" },
	{ "names in another case", "ID,x one,Y\n1,5,a\n2,6,b\n3,7,a\n",
	    "Id,X One\n4,5\n5,6\n", "id,y\n4,a\n5,a\n", NULL, NULL,
	    "accuracy",
	    "mended: mended 'd/train.csv': column 'ID' is called 'id' as "
	    "elsewhere\n"
	    "mended: mended 'd/train.csv': column 'Y' is called 'y' as "
	    "elsewhere\n"
	    "mended: mended 'd/test.csv': column 'Id' is called 'id' as "
	    "elsewhere\n"
	    "mended: mended 'd/test.csv': column 'X One' is called 'x one' "
	    "as elsewhere\n" },
	{ "ids under another name", "key,x,y\n1,5,a\n2,6,b\n3,7,a\n",
	    "key,x\n4,5\n5,6\n", "id,y\n4,a\n5,a\n", NULL, NULL, "accuracy",
	    "mended: mended 'd/train.csv': column 'key' is called 'id' as "
	    "elsewhere\n"
	    "mended: mended 'd/test.csv': column 'key' is called 'id' as "
	    "elsewhere\n" },
	{ "row numbers, and columns without name and values",
	    ",id,x,,y\n0,1,5,,a\n1,2,6,,b\n2,3,7,,a\n",
	    ",id,x,\n0,4,5,\n1,5,6,\n", "id,y\n4,a\n5,a\n", NULL, NULL,
	    "accuracy",
	    "mended: mended 'd/train.csv': column 1 has no name and only "
	    "numbers the rows; left out\n"
	    "mended: mended 'd/train.csv': columns without name and values "
	    "(1) left out\n"
	    "mended: mended 'd/test.csv': column 1 has no name and only "
	    "numbers the rows; left out\n"
	    "mended: mended 'd/test.csv': columns without name and values "
	    "(1) left out\n" },
	{ "a column that is blank in test", "id,x,z,y\n1,5,3,a\n2,6,4,b\n"
	    "3,7,5,a\n", "id,x,z\n4,5,\n5,6,\n", "id,y\n4,a\n5,a\n", NULL,
	    NULL, "accuracy",
	    "mended: mended 'd/test.csv': column 'z' is empty in all rows; "
	    "left out\n"
	    "note: column 'z' is in the training data only\n" },
	{ "numbers in two manners", "id,x,y\n1,\"1.234,5\",a\n"
	    "2,\"1,234.5\",b\n3,7,a\n", "id,x\n4,5\n5,6\n",
	    "id,y\n4,a\n5,a\n", NULL, NULL, "accuracy",
	    "refused: read 'd/train.csv' column 'x': numbers are written in "
	    "two manners (1.234,5 and 1,234.5), the first that is not plain "
	    "is line 2; write them in one\n" },
	{ "several currencies", "id,x,y\n1,$5,a\n2,\xe2\x82\xac" "6,b\n"
	    "3,$7,a\n", "id,x\n4,$5\n5,$6\n", "id,y\n4,a\n5,a\n", NULL, NULL,
	    "accuracy",
	    "refused: read 'd/train.csv' column 'x': the amounts are in "
	    "several currencies ($, \xe2\x82\xac" "), the first on line 2; "
	    "convert them into one\n" },
	{ "per cent beside plain numbers", "id,x,y\n1,5,5%\n2,6,6%\n3,7,0.7\n",
	    "id,x\n4,5\n5,6\n", "id,y\n4,1\n5,1\n", NULL, NULL, "rmse",
	    "refused: read 'd/train.csv' column 'y': 2 of 3 numbers have a "
	    "percent sign, the first on line 2; write all of them in one "
	    "unit\n" },
	{ "a price that is written plain", "id,x,y\n1,\"$1,500\",a\n2,$6,b\n"
	    "3,$7,a\n", "id,x\n4,$5\n5,$6\n", "id,y\n4,a\n5,a\n", NULL, NULL,
	    "accuracy",
	    "mended: mended 'd/train.csv': numbers in column 'x' are written "
	    "plain (3, the first is line 2; the decimal mark was '.')\n"
	    "mended: mended 'd/test.csv': numbers in column 'x' are written "
	    "plain (2, the first is line 2; the decimal mark was '.')\n" },
};

/* The same of labels that are to be sealed, for the rows 4 and 5 of: */
#define CLASSES	"id,x,y\n1,5,good\n2,6,bad\n3,7,Good\n6,8,good\n"
#define NUMBERS	"id,x,y\n1,5,1.5\n2,6,2.5\n3,7,0.25\n6,8,7\n"
static const struct {
	const char	*name, *labels, *train, *metric, *told;
} labels[] = {
	{ "labels that are fine", "id,y\n4,good\n5,bad\n", CLASSES, "accuracy",
	    "note: mended 'TMP/d/train.csv': column 'y' spells classes in "
	    "several ways: 'Good' is 'good' (1 rows)\n"
	    "id,y\n"
	    "4,good\n"
	    "5,bad\n" },
	{ "labels in a column of another name", "id,label\n4,good\n5,bad\n",
	    CLASSES, "accuracy",
	    "note: mended 'TMP/d/train.csv': column 'y' spells classes in "
	    "several ways: 'Good' is 'good' (1 rows)\n"
	    "id,label\n"
	    "4,good\n"
	    "5,bad\n" },
	{ "labels without their column", "id,u,v\n4,good,1\n5,bad,1\n", CLASSES,
	    "accuracy",
	    "refused: check 'TMP/labels.csv': no target column 'y'\n"
	    "note: mended 'TMP/d/train.csv': column 'y' spells classes in "
	    "several ways: 'Good' is 'good' (1 rows)\n" },
	{ "a label that is missing", "id,y\n4,good\n5,\n", CLASSES, "accuracy",
	    "refused: check 'TMP/labels.csv' line 3 column 'y': the label is "
	    "missing; every id to predict needs one\n"
	    "note: mended 'TMP/d/train.csv': column 'y' spells classes in "
	    "several ways: 'Good' is 'good' (1 rows)\n" },
	{ "another spelling", "id,y\n4,Good\n5,bad\n", CLASSES, "accuracy",
	    "note: mended 'TMP/d/train.csv': column 'y' spells classes in "
	    "several ways: 'Good' is 'good' (1 rows)\n"
	    "note: mended 'TMP/labels.csv': 1 labels spelled as the training "
	    "data spell them\n"
	    "id,y\n"
	    "4,good\n"
	    "5,bad\n" },
	{ "a label that is no class", "id,y\n4,good\n5,q\n", CLASSES,
	    "accuracy",
	    "note: mended 'TMP/d/train.csv': column 'y' spells classes in "
	    "several ways: 'Good' is 'good' (1 rows)\n"
	    "note: 'TMP/labels.csv': 1 labels are no classes of the training "
	    "data, the first is 'q' on line 3\n"
	    "id,y\n"
	    "4,good\n"
	    "5,q\n" },
	{ "labels that are no classes", "id,y\n4,r\n5,q\n", CLASSES,
	    "accuracy",
	    "refused: check 'TMP/labels.csv' line 2 column 'y': label 'r' is "
	    "no class of the training data, nor is any other; give the "
	    "labels of this task\n"
	    "note: mended 'TMP/d/train.csv': column 'y' spells classes in "
	    "several ways: 'Good' is 'good' (1 rows)\n" },
	{ "an id that is there twice", "id,y\n4,good\n5,bad\n4,bad\n", CLASSES,
	    "accuracy",
	    "refused: check 'TMP/labels.csv' line 4 column 'id': id '4' is "
	    "on line 2 already\n"
	    "note: mended 'TMP/d/train.csv': column 'y' spells classes in "
	    "several ways: 'Good' is 'good' (1 rows)\n" },
	{ "an id without label", "id,y\n5,bad\n9,good\n", CLASSES, "accuracy",
	    "refused: check 'TMP/labels.csv': 1 ids of "
	    "'TMP/d/sample_submission.csv' have no label, the first is '4' "
	    "on line 2; labels must be for the rows to predict\n"
	    "note: mended 'TMP/d/train.csv': column 'y' spells classes in "
	    "several ways: 'Good' is 'good' (1 rows)\n" },
	{ "no label", "id,y\n", CLASSES, "accuracy",
	    "refused: check 'TMP/labels.csv': a header and no label\n"
	    "note: mended 'TMP/d/train.csv': column 'y' spells classes in "
	    "several ways: 'Good' is 'good' (1 rows)\n" },
	{ "no ids", "key,y\n4,good\n5,bad\n", CLASSES, "accuracy",
	    "refused: check 'TMP/labels.csv': no id column 'id'; it must be "
	    "that of the sample submission\n"
	    "note: mended 'TMP/d/train.csv': column 'y' spells classes in "
	    "several ways: 'Good' is 'good' (1 rows)\n" },
	{ "numbers that are dressed", "id,y\n4,\"1,500.5\"\n5,$7\n",
	    NUMBERS, "rmse",
	    "note: mended 'TMP/labels.csv': 2 labels spelled as the training "
	    "data spell them\n"
	    "id,y\n"
	    "4,1500.5\n"
	    "5,7\n" },
	{ "a word for a number", "id,y\n4,2\n5,seven\n", NUMBERS, "rmse",
	    "refused: check 'TMP/labels.csv' line 3 column 'y': 'seven' is "
	    "no number, or written in another manner than others; the metric "
	    "needs numbers\n" },
	{ "labels in two manners", "id,y\n4,\"1.234,5\"\n5,\"1,234.5\"\n",
	    NUMBERS, "rmse",
	    "refused: check 'TMP/labels.csv' line 2 column 'y': '1.234,5' is "
	    "no number, or written in another manner than others; the metric "
	    "needs numbers\n" },
};

/* All that is told of these tables. */
static void
told(size_t i, struct buf *b)
{
	struct profile_want	 want = { .shown = "d", .id = cases[i].id,
				    .target = cases[i].target,
				    .metric = cases[i].metric };
	const struct metric	*m = metric_find(cases[i].metric);
	struct hcc_err		 e = HCC_ERR_INIT;
	struct profile		 p;
	char			 path[300];
	int			 dir;

	want.problem = strcmp(cases[i].metric, "quadratic_kappa") == 0 ?
	    PROBLEM_ORDINAL : m->pred == METRIC_VALUE ? PROBLEM_REGRESSION :
	    PROBLEM_CLASSIFICATION;
	put("d/train.csv", cases[i].train);
	put("d/test.csv", cases[i].test);
	put("d/sample_submission.csv", cases[i].sample);
	snprintf(path, sizeof(path), "%s/d", tmp);
	dir = fs_open_dir(AT_FDCWD, path);
	if (profile_open(&p, dir, &want, &e) == HCC_OK) {
		add(b, "refused", p.problems);
		add(b, "mended", p.mends);
		add(b, "note", p.notes);
		profile_close(&p);
	} else
		buf_addf(b, "error: %s\n", e.text);
	close(dir);
	fs_remove(AT_FDCWD, path, NULL);
}

/* The same of labels; with those that are sealed. */
static void
sealed(size_t i, struct buf *b)
{
	struct hcc_err	 e = HCC_ERR_INIT;
	struct new_task	 nt;
	char		 data[100], path[100], with[200];
	const char	*source = data;
	bool		 good;

	put("d/train.csv", labels[i].train);
	put("d/test.csv", "id,x\n4,9\n5,10\n");
	put("d/sample_submission.csv", *labels[i].metric == 'r' ?
	    "id,y\n4,1\n5,1\n" : "id,y\n4,good\n5,bad\n");
	put("labels.csv", labels[i].labels);
	snprintf(data, sizeof(data), "%s/d", tmp);
	snprintf(path, sizeof(path), "%s/task", tmp);
	snprintf(with, sizeof(with), "%s/labels.csv", tmp);
	from_data(&nt, &source, path, "x");
	nt.labels = with;
	good = new_task_metric(&nt, labels[i].metric, NULL, &e) == HCC_OK &&
	    new_task_make(&nt, &e) == HCC_OK;
	add(b, "refused", nt.problems);
	add(b, "note", nt.notes);
	if (!good && *e.text != '\0')
		buf_addf(b, "error: %s\n", e.text);
	snprintf(with, sizeof(with), "%s/sealed/labels.csv", path);
	if (good)
		(void)fs_read(AT_FDCWD, with, 0, b, NULL);
	new_task_release(&nt);
	fs_remove(AT_FDCWD, data, NULL);
	fs_remove(AT_FDCWD, path, NULL);
}

int
main(void)
{
	struct buf	 b = BUF_INIT;
	size_t		 i;

	if (mkdtemp(tmp) == NULL)
		return 1;
	for (i = 0; i < LEN(cases); i++) {
		buf_reset(&b);
		told(i, &b);
		IS_STR(cases[i].name, cases[i].told, without_tmp(&b));
	}
	for (i = 0; i < LEN(labels); i++) {
		buf_reset(&b);
		sealed(i, &b);
		IS_STR(labels[i].name, labels[i].told, without_tmp(&b));
	}
	buf_release(&b);
	fs_remove(AT_FDCWD, tmp, NULL);
	return tap_done();
}
