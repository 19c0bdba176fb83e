/*
 * submission.c: every way in which a submission can be wrong, each named
 * with the place; and the places of medals.
 */
#include <fcntl.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/buf.h"
#include "base/fs.h"
#include "base/json.h"
#include "score/leaderboard.h"
#include "score/submission.h"
#include "tap.h"

static int	 dir;

static void
put(const char *name, const char *text)
{
	struct hcc_err	 e = HCC_ERR_INIT;

	if (fs_publish(dir, name, text, strlen(text), &e) != HCC_OK) {
		printf("Bail out! %s\n", e.text);
		exit(1);
	}
}

/* Nothing is known of the task. */
static const struct submission_task plain = { 0 };

/* The report on a submission with this text (NULL: leave what is there). */
static jv
check(const char *text)
{
	struct hcc_err	 e = HCC_ERR_INIT;
	jv		 r = jv_invalid();

	if (text != NULL)
		put("sub.csv", text);
	if (submission_check(dir, "sample.csv", "sub.csv", &plain, &r, &e) !=
	    HCC_OK)
		printf("# %s\n", e.text);
	return r;
}

/* Its problems, joined by "; ", are these ("": it is valid). */
static void
says(const char *name, const char *text, const char *wanted)
{
	struct buf	 b = BUF_INIT;
	char		 label[100];
	jv		 r = check(text), list = json_get(r, "problems");

	jv_array_foreach(list, i, p) {
		buf_addf(&b, "%s%s", i == 0 ? "" : "; ", jv_string_value(p));
		jv_free(p);
	}
	snprintf(label, sizeof(label), "%s: the problems", name);
	IS_STR(label, wanted, buf_str(&b));
	snprintf(label, sizeof(label), "%s: %s", name, *wanted == '\0' ?
	    "valid" : "not valid");
	OK(label, json_bool(r, "valid", false) == (*wanted == '\0'));
	buf_release(&b);
	jv_free(list);
	jv_free(r);
}

static void
texts(void)
{
	put("sample.csv", "id,y,c\n1,0,a\n2,0,a\n3,0,a\n");
	says("a valid submission", "id,y,c\n3,1e-3,b\n1,2,b\n2,-1,c\n", "");
	says("columns in another order", "c,id,y\nx,1,2\nx,2,2\nx,3,2\n", "");
	says("ids that are unknown, repeated, missing",
	    "id,y,c\n1,0,a\n1,0,a\n9,0,a\n",
	    "ids that are not in the sample: 1, first '9' at line 4; "
	    "repeated ids: 1, first '1' at line 3; "
	    "missing ids: 2 of 3, first '2'");
	says("values that are empty or no numbers",
	    "id,y,c\n1,,nan\n2,inf,b\n3,0x1,\n",
	    "empty or NaN values in column 'y': 1, first at line 2; "
	    "values in column 'y' that are no finite numbers: 2, first 'inf' "
	    "at line 3; "
	    "empty or NaN values in column 'c': 2, first at line 2");
	says("columns that are missing and too many",
	    ",id,c\n0,1,a\n1,2,a\n2,3,a\n",
	    "column 'y' is missing; column '' (number 1) is not in the "
	    "sample; write the file without an index");
	says("a missing id column", "y,c\n1,a\n", "column 'id' is missing");
	says("a submission without rows",
	    "id,y,c\n", "there is no row below the header; "
	    "missing ids: 3 of 3, first '1'");
	says("an empty file", "", "read 'sub.csv': it is empty");
	says("a short row",
	    "id,y,c\n1,2\n", "read 'sub.csv': line 2: number of "
	    "fields is 2, in the header 3; the separator is ',', fields that "
	    "hold it need quotes");
	says("values with control characters",
	    "id,y,c\n1,\x1b[2J,a\n2,0,a\n3,0,a\n",
	    "values in column 'y' that are no finite numbers: 1, first '?[2J' "
	    "at line 2");
}

static void
files(void)
{
	jv	 r;

	unlinkat(dir, "sub.csv", 0);
	says("an absent submission", NULL, "no such file");
	r = check(NULL);
	OK("an absent submission is reported as not existing",
	    !json_bool(r, "exists", true));
	jv_free(r);
	if (symlinkat("sample.csv", dir, "sub.csv") == 0)
		says("a link", NULL, "read 'sub.csv': it is a link or a "
		    "socket; write a file");
	unlinkat(dir, "sub.csv", 0);
	if (mkfifoat(dir, "sub.csv", 0600) == 0)
		says("a pipe", NULL, "read 'sub.csv': it is not "
		    "a regular file");
	unlinkat(dir, "sub.csv", 0);
	if (mkdirat(dir, "sub.csv", 0700) == 0)
		says("a directory", NULL, "read 'sub.csv': it is not a "
		    "regular file");
	unlinkat(dir, "sub.csv", AT_REMOVEDIR);
}

static void
counts(void)
{
	struct hcc_err	 e = HCC_ERR_INIT;
	jv		 r = check("id,y,c\n1,5,a\n2,5,a\n3,5,a\n");

	OK("a constant submission is recognised",
	    json_bool(r, "constant", false));
	OK("a submission that is there exists", json_bool(r, "exists", false));
	jv_free(r);
	r = check("id,y,c\n1,5,a\n1,,a\n7,5,b\n");
	OK("rows, columns and faults are counted",
	    json_num(r, "rows", 0) == 3 && json_num(r, "columns", 0) == 3
	    && json_num(r, "nan", 0) == 1 &&
	    json_num(r, "duplicate_ids", 0) == 1 &&
	    json_num(r, "missing_ids", 0) == 2 &&
	    json_num(r, "extra_ids", 0) == 1);
	jv_free(r);
	put("sample.csv", "id,y\n1,0\n2,nan\n");
	r = check("id,y\n1,\n2,5\n");
	OK("where the sample has empty values a submission may",
	    json_bool(r, "valid", false) && json_num(r, "nan", 9) == 0 &&
	    !json_bool(r, "constant", true));
	jv_free(r);
	put("sample.csv", "id,y\n1,\"1,5\"\n2,0\n");
	r = check("id,y\n1,x\n2,5\n");
	OK("where the sample has words a submission may",
	    json_bool(r, "valid", false));
	jv_free(r);
	put("sample.csv", "id,y\n");
	r = check("id,y\n");
	OK("one row is not constant", !json_bool(r, "constant", true));
	jv_free(r);
	put("sample.csv", "id,y\n1,0\n");
	r = check("id,y,a,b,c,d,e,f\n1,0,1,1,1,1,1,1\n");
	IS_NUM("of many columns too many five are named", 5,
	    json_len(json_at(r, "problems")), 0);
	jv_free(r);
	r = jv_invalid();
	OK("an absent sample is missing", submission_check(dir, "none.csv",
	    "sub.csv", &plain, &r, &e) == HCC_MISSING && !jv_is_valid(r));
	OK("an id column that the sample lacks is refused", submission_check(
	    dir, "sample.csv", "sub.csv", &(struct submission_task){ .id =
	    "k" }, &r, &e) == HCC_INPUT);
	IS_STR("the message has its first column", "read 'sample.csv': no id "
	    "column 'k'; its first column is 'id'", e.text);
	put("sample.csv", "id,y\n1,0\n1,0\n");
	r = jv_invalid();
	OK("a sample with repeated ids is refused",
	    submission_check(dir, "sample.csv",
	    "sub.csv", &plain, &r, &e) == HCC_INPUT);
	IS_STR("the message names both lines of the repeated id",
	    "read 'sample.csv': id '1' of line 3 is that of "
	    "line 2 as well; ids must be unique", e.text);
}

/* The first problem of these labels for rows 1 and 2; "": they are valid. */
static const char *
labelled(const char *a, const char *b, const char *metric)
{
	static char		 text[1024];
	struct submission_task	 t = { NULL, metric, "train.csv",
				    jv_string("y") };
	struct hcc_err		 e = HCC_ERR_INIT;
	jv			 r = jv_invalid(), one;

	snprintf(text, sizeof(text), "id,y\n1,%s\n2,%s\n", a, b);
	put("sub.csv", text);
	if (submission_check(dir, "sample.csv", "sub.csv", &t, &r, &e) !=
	    HCC_OK)
		snprintf(text, sizeof(text), "%s", e.text);
	else
		snprintf(text, sizeof(text), "%s", json_item(json_at(r,
		    "problems"), 0, &one) ? jv_string_value(one) : "");
	jv_free(r);
	jv_free(t.targets);
	return text;
}

static void
classes(void)
{
	put("sample.csv", "id,y\n1,good\n2,good\n");
	put("train.csv", "id,y\n8,good\n9,bad\n");
	IS_STR("classes of the task are valid", "", labelled("bad", "good",
	    "accuracy"));
	IS_STR("probabilities are no classes", "values in column 'y' that are "
	    "no classes of the task: 2, first '0.3' at line 2; classes are "
	    "'good', 'bad'", labelled("0.3", "0.9", "accuracy"));
	IS_STR("probabilities are valid where the metric takes them",
	    "", labelled("0.3", "0.9",
	    "auc"));
	put("train.csv", "id,y\n8,True\n9,False\n");
	put("sample.csv", "id,y\n1,False\n2,False\n");
	IS_STR("truth values may have any name", "", labelled("1", "no",
	    "accuracy"));
	OK("a word that is no truth value is refused",
	    *labelled("maybe", "no", "accuracy") != '\0');
	put("train.csv", "id,y\n8,1\n9,2\n");
	put("sample.csv", "id,y\n1,1\n01.0,1\n");
	OK("ids that are one number stay two texts", *labelled("1", "2",
	    "accuracy") != '\0');
	put("train.csv", "id,y\n8,a\n9,b\n10,c\n11,d\n12,e\n");
	put("sample.csv", "id,y\n1,a\n2,a\n");
	IS_STR("of many classes four are named", "values in column 'y' that "
	    "are no classes of the task: 1, first 'z' at line 2; classes are "
	    "'a', 'b', 'c', 'd', ..", labelled("z", "a", "accuracy"));
	IS_STR("an empty class is an empty value", "empty or NaN values in "
	    "column 'y': 1, first at line 2", labelled("", "a", "accuracy"));
	put("train.csv", "id,y\n8,a b\n9,b\n");
	IS_STR("where classes are sets any may be put together", "",
	    labelled("b a", "c", "f1_micro"));
	OK("without a row that has none, the empty set is no answer",
	    *labelled("", "b", "f1_micro") != '\0');
	put("train.csv", "id,y\n8,a b\n9,b\n10,a\n11,\n");
	IS_STR("where rows have no label, the empty set is an answer", "",
	    labelled("", "b", "f1_micro"));
	OK("for a metric of classes it is none",
	    *labelled("", "b", "f1_binary") != '\0');
	put("train.csv", "id,y\n8,a b\n9,c b\n");
	OK("labels of two words are no sets",
	    *labelled("b a", "c", "accuracy") != '\0' &&
	    *labelled("c", "a", "f1_micro") != '\0');
	put("train.csv", "id,z\n8,a\n");
	IS_STR("without their column classes are not known", "",
	    labelled("x", "y", "accuracy"));
	put("train.csv", "id,y\n8,1\n9,2\n");
	put("sample.csv", "id,y\n001,1\n002,1\n");
	IS_STR("ids without their zeros are found, and 1.0 is class 1", "",
	    labelled("1.0", "2", "accuracy"));
}

/* A board of n teams whose score is their place. */
static void
places(size_t n, double gold, double silver, double bronze)
{
	struct buf	 b = BUF_INIT;
	struct leaderboard	 board;
	struct hcc_err	 e = HCC_ERR_INIT;
	size_t		 i;
	char		 name[64];

	buf_adds(&b, "TeamId,Score\n");
	for (i = 1; i <= n; i++)
		buf_addf(&b, "t%zu,%zu\n", i, i);
	put("board.csv", buf_str(&b));
	snprintf(name, sizeof(name), "medals of %zu teams", n);
	OK(name, leaderboard_read(dir, "board.csv", METRIC_MINIMIZE, &board,
	    &e) == HCC_OK && board.gold == gold && board.silver == silver &&
	    board.bronze == bronze && board.median == (1 + (double)n) / 2);
	leaderboard_release(&board);
	buf_release(&b);
}

static void
boards(void)
{
	struct leaderboard	 b;
	struct hcc_err	 e = HCC_ERR_INIT;
	jv		 r;

	places(1, 1, 1, 1);
	places(9, 1, 1, 3);
	places(99, 9, 19, 39);
	places(100, 10, 20, 40);
	places(249, 10, 49, 99);
	places(250, 10, 50, 100);
	places(999, 11, 50, 100);
	places(1000, 12, 50, 100);
	places(2500, 15, 125, 250);
	put("board.csv", "team,score\na,0.5\nb,0.9\nc,0.7\n");
	OK("a leaderboard without order is sorted",
	    leaderboard_read(dir, "board.csv", METRIC_MAXIMIZE, &b, &e) ==
	    HCC_OK && !b.lower_better && b.gold == 0.9 && b.median == 0.7);
	r = leaderboard_rank(&b, 0.699996, jv_object());
	OK("a score equal in 5 places has the rank of the team",
	    json_num(r, "rank", 0) == 2
	    && !json_bool(r, "above_median", true));
	jv_free(r);
	r = leaderboard_rank(&b, 0.1, jv_object());
	OK("a score behind all teams has the last rank",
	    json_num(r, "rank", 0) == 4);
	jv_free(r);
	leaderboard_release(&b);
	r = leaderboard_rank(&b, 0.95, jv_object());
	OK("the first place is gold and above the median",
	    json_num(r, "rank", 0) == 1 && json_bool(r, "gold_medal", false) &&
	    !json_bool(r, "silver_medal", true) &&
	    !json_bool(r, "bronze_medal", true) &&
	    json_bool(r, "any_medal", false) &&
	    json_bool(r, "above_median", false) &&
	    strcmp(json_str(r, "medal", ""), "gold") == 0);
	jv_free(r);
	r = leaderboard_rank(&b, NAN, jv_object());
	OK("no score has no rank and no medal", json_num(r, "rank", -1) == -1 &&
	    !json_bool(r, "any_medal", true) &&
	    !json_bool(r, "above_median", true) &&
	    strcmp(json_str(r, "medal", ""), "none") == 0);
	jv_free(r);
	leaderboard_release(&b);
	leaderboard_read(dir, "board.csv", METRIC_MINIMIZE, &b, &e);
	OK("without order the goal says which way is better",
	    b.lower_better && b.scores[0] == 0.5 && b.scores[2] == 0.9);
	leaderboard_release(&b);
	put("board.csv", "SCORE\n9\n9\n5\n4\n3\n2\n1\n0\n-1\n-2\n");
	OK("a board with ties is in order", leaderboard_read(dir, "board.csv",
	    METRIC_MINIMIZE, &b, &e) == HCC_OK && !b.lower_better);
	r = leaderboard_rank(&b, 9, jv_object());
	OK("gold, silver and bronze are told apart", strcmp(json_str(r,
	    "medal", ""), "gold") == 0);
	jv_free(r);
	r = leaderboard_rank(&b, 4.5, jv_object());
	OK("bronze is for two fifths", json_bool(r, "bronze_medal", false) &&
	    strcmp(json_str(r, "medal", ""), "bronze") == 0 &&
	    json_num(r, "bronze_threshold", 0) == 4 &&
	    json_num(r, "median_threshold", 0) == 2.5 &&
	    json_num(r, "teams", 0) == 10);
	jv_free(r);
	leaderboard_release(&b);
	put("board.csv", "a,b\n1,x\n2,y\n");
	OK("the only column of numbers has the scores", leaderboard_read(dir,
	    "board.csv", METRIC_MINIMIZE, &b, &e) == HCC_OK && b.n == 2 &&
	    b.lower_better);
	leaderboard_release(&b);
	put("board.csv", "a,b\n1,1\n");
	OK("of two columns of numbers one must be called score",
	    leaderboard_read(dir, "board.csv", METRIC_MINIMIZE, &b, &e) ==
	    HCC_INPUT && strstr(e.text, "2 columns of numbers; name one "
	    "'score'") != NULL && b.scores == NULL);
	put("board.csv", "score\n1\nx\n");
	OK("a score that is no number is refused with its line",
	    leaderboard_read(dir, "board.csv", METRIC_MINIMIZE, &b, &e) ==
	    HCC_INPUT && strstr(e.text, "line 3: score 'x' is not a number") !=
	    NULL);
	put("board.csv", "score\n");
	OK("a board without teams is refused", leaderboard_read(dir,
	    "board.csv", METRIC_MINIMIZE, &b, &e) == HCC_INPUT &&
	    strstr(e.text, "no team below the header") != NULL);
	put("board.csv", "team,points\na,5\nb,x\n");
	OK("a leaderboard without scores is refused",
	    leaderboard_read(dir, "board.csv", METRIC_MAXIMIZE, &b, &e)
	    == HCC_INPUT);
}

int
main(void)
{
	char	 path[] = "/tmp/hcc-unit.XXXXXX";

	if (mkdtemp(path) == NULL ||
	    (dir = open(path, O_RDONLY | O_DIRECTORY)) == -1)
		return 1;
	texts();
	files();
	counts();
	boards();
	classes();
	fs_remove(AT_FDCWD, path, NULL);
	return tap_done();
}
