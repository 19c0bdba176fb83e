/*
 * digest_lines.c: the form of a single line, and what it is about.
 */
#include <stdlib.h>
#include <string.h>

#include "base/frame.h"
#include "base/tokens.h"
#include "digest/line_class.h"
#include "digest/scan.h"
#include "digested.h"

/* Lines are of one family by their first plain words. */
static void
families(void)
{
	const char	*a = "  loading (shard) 12 of /data/a.bin",
			*b = "loading shard 99 from /tmp/x y z",
			*none = "| 0.12 | -- | 7a | 5 |";

	OK("numbers and signs do not part a family", hash_words(a, strlen(a),
	    0, 2) == hash_words(b, strlen(b), 0, 2) &&
	    hash_words(a, strlen(a), 0, 2) != 0);
	OK("as many words as are asked for count", hash_words(a, strlen(a),
	    0, 3) != hash_words(b, strlen(b), 0, 3));
	OK("words before the place do not count", hash_words(a, strlen(a), 9,
	    1) == hash_words("shard", 5, 0, 1));
	OK("a line without plain words is of no family",
	    hash_words(none, strlen(none), 0, 5) == 0);
}

/* Forms that differ in one sign between their numbers. */
static void
signs_between(void)
{
	static const char *const	 t[][2] = { { ",", ";" },
	    { ", ", ",;" }, { "a,b", "a,c" }, { "a,b", "a;b" },
	    { "a,b", "c,b" }, { "ab,cd", "ab;cd" },
	    { "ab,cd,ef", "ab,cd;ef" }, { "ab,cd,ef", "ab,cd,eg" } };
	struct buf	 b = BUF_INIT;
	char		*d, want[2][60];
	size_t		 i;
	int		 k;

	for (i = 0; i < sizeof(t) / sizeof(*t); i++) {
		buf_reset(&b);
		for (k = 0; k < 600; k++)
			buf_addf(&b, "x %d%s%d\n", k,
			    t[i][k % 5 > 2], k % 90);
		snprintf(want[0], sizeof(want[0]), "x360 x 0%s0\n", t[i][0]);
		snprintf(want[1], sizeof(want[1]), "x240 x 3%s3\n", t[i][1]);
		d = plain(&b);
		OK("forms that differ in a sign between numbers are counted "
		    "apart", has(d, want[0]) && has(d, want[1]));
		free(d);
	}
	buf_release(&b);
}

static uint64_t
key(const char *s)
{
	static struct log_line	 l;
	char			 line[200];

	snprintf(line, sizeof(line), "%s\n", s);
	(void)line_mask(&l, line, line + strlen(line));
	return l.key;
}

static double
value(const char *s)
{
	static struct log_line	 l;
	char			 line[200];

	snprintf(line, sizeof(line), "%s\n", s);
	(void)line_mask(&l, line, line + strlen(line));
	return l.nnums == 0 ? NAN : l.num[0].v;
}

static void
masks(void)
{
	OK("lines that differ in numbers have one key",
	    key("a 1 b 2.5") == key("a 77 b -1e-9"));
	OK("nan counts as a number", key("loss 1.0") == key("loss nan"));
	OK("words make different keys", key("loss 1") != key("lots 1"));
	OK("a word that ends like nan is a word",
	    key("banana 1") != key("ba 1"));
	OK("a bar has one key at any length", key("1/9 [=>.......]") ==
	    key("8/9 [=======>.]"));
	OK("a list has one key at any length",
	    key("x = [1, 2]") == key("x = [1, 2, 3, 4]"));
	OK("tables with more columns have another key",
	    key("| a | 1 | 2 |") != key("| a | 1 |"));
	OK("identifiers are masked",
	    key("id f56afe04c9") == key("id 9cad72e561"));
	IS_NUM("an integer is read", 42, value("n 42"), 0);
	IS_NUM("a long fraction is read", 0.12345678901234567,
	    value("x 0.12345678901234567"), 1e-15);
	IS_NUM("a negative number is read", -2.5, value("x -2.5"), 0);
	IS_NUM("an exponent is read", 6.02e23, value("x 6.02e23"), 1e9);
	IS_NUM("groups of digits are one number",
	    10333505, value("total: 10,333,505"), 0);
	IS_NUM("numbers of a list are not groups", 1, value("[1,333]"), 0);
	IS_NUM("a point may come first", 0.5, value("p .5"), 0);
	IS_NUM("twenty digits and more are read", 5.8128241834751167e28,
	    value("x 58128241834751167467842699264.000000"), 1e13);
}

/* Lines of one form, and lines that are not. */
static void
keys(void)
{
	static const struct { const char *a, *b; bool same; } t[] = {
		{ "a  b 1", "a\tb 2", true }, { "  a 1", "a 1", true },
		{ "a 1  ", "a 1", true }, { "a-b 1", "a b 1", true },
		{ "a===b 1", "a-b 1", true }, { "ab 1", "a b 1", false },
		{ "\xe2\x96\x88\xe2\x96\x88 a 1", "\xe2\x96\x88 a 1", true },
		{ "\xe2\x82\xac a 1", "a 1", false },
		{ "Loss 1", "loss 1", false },
		{ "abcdefghij 1", "abcdefghik 1", false },
		{ "abcdefgh 1", "abcdefgx 1", false },
		{ "abcdefghijklmnopq 1", "abcdefghijklmnopx 1", false },
		{ "1 a", "2 a", true }, { "1 a", "a", false },
		{ "1", "2", true }, { "1", "1 1", false },
		{ "a 1.2.3", "a 4.5.6.7", true },
		{ "v1.2.3 a", "v4.5 a", true },
		{ "at 1:02:03 a", "at 4:05 a", true },
		{ "a nan b", "a 1 b", true }, { "a Inf b", "a -1 b", true },
		{ "a nano b", "a 1 b", false }, { "info a", "1 a", false },
		/* identifiers */
		{ "x1y2z a", "x3y4z a", true }, { "x1y2 a", "x3y4 a", true },
		{ "x1yzw a", "x1yzv a", false },
		{ "f56afe04c9 a", "9cad72e561 a", true },
		{ "0b1e2f3a-9143-45a5-bba6-6c0935b10547 a",
		    "f1ffffff-ffff-ffff-ffff-000000000000 a", true },
		{ "0b1e2f3a-9143-45a5-bba6-6c0935b10547-x12 a",
		    "ABCDEF12-9143-45a5-bba6-6c0935b10547 a", true },
		{ "0b1e2f3g-9143-45a5-bba6-6c0935b10547 a",
		    "0b1e2f3a-9143-45a5-bba6-6c0935b10547 a", false },
		{ "0b1e2f3a-9143-45a5-bba6-6c0935b1054 a",
		    "0b1e2f3a-9143-45a5-bba6-6c0935b10547 a", false },
		/* numbers of names */
		{ "top 1 x 5", "top 5 x 5", false },
		{ "top-1 x 5", "top-5 x 5", false },
		{ "top1 x 5", "top5 x 5", false },
		{ "hits@1 x 5", "hits@10 x 5", false },
		{ "a@1 x 5", "a@10 x 5", false },
		{ "mAP50 x 5", "mAP75 x 5", false },
		{ "map50 x 5", "map75 x 5", false },
		{ "f1 x 5", "f2 x 5", false },
		{ "top 1000 x 5", "top 5000 x 5", true },
		{ "top 1% x 5", "top 5% x 5", true },
		{ "top 1/9 x 5", "top 5/9 x 5", true },
		{ "top 1.5 x 5", "top 2.5 x 5", true },
		{ "stop 1 x 5", "stop 5 x 5", true },
		{ "map 1 x 5", "map 5 x 5", true },
		{ "x1 5", "x2 5", true },
		{ "m2t x 5", "m3t x 5", false },
		{ "seq2seq x 5", "seq4seq x 5", false },
		{ "m2t3 x 5", "m3t4 x 5", true },
		{ "took 1h2m x", "took 3h4m x", true },
		{ "lr1e-4 x", "lr3e-5 x", true },
		{ "acc1 0.5", "acc5 0.5", false },
		{ "acc1 5 of", "acc5 5 of", true },
		{ "job1 0.5", "job5 0.5", true },
		{ "x 0.1 R1 0.5", "x 0.1 R10: 0.5", false },
		{ "x 0.1 step1 0.5", "x 0.1 step5 0.5", true },
		/* tables and lists */
		{ "1 2 3", "4 5 6", true }, { "1 2 3", "4 5", false },
		{ "| 1 | 2 |", "| 3 | 4 |", true },
		{ "| 1 | 2 |", "| 3 |", false },
		{ "1 2 3 4 5 6 7 8 9 10 11 12", "1 2 3 4 5 6 7 8 9 10 11 12 13",
		    false },
		{ "1 2 3 4 5 6 7 8 9 10 11 12 13",
		    "1 2 3 4 5 6 7 8 9 10 11 12 13 14 15", true },
		{ "x = [1, 2, 3]", "x = [1]", false },
		{ "x = [1, 2, 3]", "x = [1, 2]", true },
	};
	char	 name[200];
	size_t	 i;

	for (i = 0; i < sizeof(t) / sizeof(*t); i++) {
		snprintf(name, sizeof(name), "'%s' and '%s' are of %s",
		    t[i].a, t[i].b, t[i].same ? "one form" : "two forms");
		OK(name, (key(t[i].a) == key(t[i].b)) == t[i].same);
	}
	OK("a line of nothing but signs is blank", key("-----") == 0 &&
	    key("  ") == 0 && key("...=>") == 0 && key("1") != 0);
}

static bool
is(const char *line, unsigned bits)
{
	struct line_class	 c;

	classify_line(line, strlen(line), &c);
	return (c.flags & bits) == bits;
}

static void
classes(void)
{
	OK("SomethingError: is an error",
	    is("ValueError: no", CLASS_ERROR | CLASS_STRONG));
	OK("a word for failures is an error", is("it has failed", CLASS_ERROR));
	OK("a long name that ends with Error is an error",
	    is("TheVeryLongNameOfSomeRuntimeError",
	    CLASS_ERROR));
	OK("no errors are no error", !is("0 errors, failed: 0", CLASS_ERROR));
	OK("ten errors are an error", is("10 errors", CLASS_ERROR));
	OK("an error with a value is a metric",
	    !is("error: 0.31", CLASS_ERROR) &&
	    is("error: 0.31", CLASS_METRIC | CLASS_DECIMAL));
	OK("`train` names the number behind it",
	    is("train of fold: 0.5", CLASS_METRIC | CLASS_DECIMAL) &&
	    !is("| net.0 | Linear | 7.1 M | train |", CLASS_METRIC));
	OK("a number behind `train` that is no fraction counts things",
	    is("validation: 214 of them", CLASS_DATA) &&
	    !is("validation: 0.214", CLASS_DATA));
	OK("German words that end with fehler are errors",
	    is("Speicherzugriffsfehler", CLASS_ERROR));
	OK("Chinese words for errors are errors",
	    is("\351\224\231\350\257\257: x", CLASS_ERROR));
	OK("SomethingWarning: is a warning",
	    is("FutureWarning: soon", CLASS_WARN));
	OK("names with values are pairs",
	    is("lr = 1", CLASS_PAIR) && is("width   : 3", CLASS_PAIR) &&
	    is("stage ....... 3", CLASS_PAIR) && !is("a == b", CLASS_PAIR));
	OK("the head of a trace is known",
	    is("Traceback (most recent call last):", CLASS_TRACE));
	OK("a frame of Python is known",
	    is("  File \"a.py\", line 3, in f", CLASS_FRAME));
	OK("a frame of the user is told from",
	    is("\tat a.b.C(D.java:7)", CLASS_SITE));
	OK("a frame of a library is known",
	    is("\tat java.lang.Thread.run(Thread.java:7)",
	    CLASS_STACK));
}

static void
helpers(void)
{
	struct frame	 f;
	const char	*s = "  File \"/x/y.py\", line 41, in f";

	IS_NUM("a word is about a token",
	    3, (double)tok_estimate("one two three", 13),
	    0);
	IS_NUM("three digits are about a token",
	    3, (double)tok_estimate("12345.6", 7), 1);
	IS_NUM("nothing takes no tokens", 0, (double)tok_estimate("", 0), 0);
	OK("a frame is parsed", frame_parse(s, strlen(s), &f));
	IS_NUM("a frame has its line number", 41, (double)f.line, 0);
	OK("a file of the user is no library",
	    !frame_library(f.path, f.path_len));
	OK("a file of a library is recognised",
	    frame_library("/a/site-packages/b.py", 21));
}

/* A long line of JSON with metrics among strings. */
static void
strings(void)
{
	static const char *const text = "it was the first of many days that "
	    "were all like it, and nobody in the town would have told one of "
	    "them from another, had it not been for the weather, which was "
	    "worse each morning than on the last, so that at the end";
	struct buf	 b = BUF_INIT;
	char		*d;
	int		 i;

	for (i = 0; i < 400; i++)
		buf_addf(&b, "{\"loss\": 0.25, \"prompt\": \"a \\\"%s\", "
		    "\"val_loss\": 0.375, \"answer\": \"it is so\", "
		    "\"acc\": 0.5, \"more\": \"%s\", \"n\": %d, "
		    "\"open\": \"%s\n", text, text, i * 37 % 101, text);
	d = plain(&b);
	OK("the strings of a long record are cut, and no number is", has(d,
	    "\n{\"loss\": 0.25, \"prompt\": \"a \\\"it was the first of "
	    "many day .. t at the end\", \"val_loss\": 0.375, \"answer\": "
	    "\"it is so\", \"acc\": 0.5, \"more\": \"it was"));
	OK("one that is open at the end is cut as well", has(d,
	    " .. t at the end\", \"n\": 81, \"open\": \"it was the first "
	    "of many days th .. t at the end\n"));
	free(d);
	buf_release(&b);
}

/* A block that is printed at the end of each run, as at the end of those
 * before. */
static void
blocks(void)
{
	static const char *const words[] = { "one", "two", "three", "four",
		"five", "six", "seven" };
	struct buf	 b = BUF_INIT;
	char		*d, *p;
	int		 i, run;

	for (run = 0; run < 3; run++) {
		for (i = 0; i < 300; i++)
			buf_addf(&b, "step %d pain 0.%d\n", i,
			    100 + i * 37 % 101);
		for (i = 0; i < 7; i++)
			buf_addf(&b, "option %s: left as it was\n", words[i]);
	}
	d = plain(&b);
	OK("a block that was shown is not shown again at the end",
	    (p = strstr(d, "x3 option three: ")) != NULL &&
	    strstr(p + 9, "option three: ") == NULL);
	OK("the very last lines are", has(d, "last lines:\noption five: ") &&
	    has(d, "\noption seven: left as it was\n"));
	free(d);
	buf_release(&b);
}

/* What two loggers wrote is told once. */
static void
echoes(void)
{
	static const char	 glog[] = "I0131 08:00:00.123456 177 train.py";
	struct buf		 b = BUF_INIT;
	char			*d;
	int			 i;

	for (i = 0; i < 40; i++)
		buf_addf(&b, "INFO:tensorflow:step %d loss %.3f\n"
		    "%s:12] step %d loss %.3f\n", i, 1.0 / (i + 1), glog, i,
		    1.0 / (i + 1));
	buf_addf(&b, "INFO:tensorflow:all is saved to x\n"
	    "%s:14] all is saved to y\n", glog);
	d = plain(&b);
	OK("what two loggers wrote is told once", has(d, "x40 INFO:tensorflow:"
	    "step 0 loss 1.000\n") && strstr(d, "x40 I0131") == NULL);
	OK("if it is the same", has(d, ":14] all is saved to y\n"));
	free(d);
	for (i = 0; i < 9; i++)
		buf_addf(&b, "INFO:tensorflow:all is well, %d\n"
		    "%s:12] all is well, %d\n", i, glog, i);
	d = plain(&b);
	OK("at the end as well", has(d, "INFO:tensorflow:all is well, 8\n") &&
	    strstr(d, ":12]") == NULL);
	free(d);
	buf_release(&b);
}

int
main(void)
{
	families();
	signs_between();
	masks();
	keys();
	classes();
	helpers();
	strings();
	blocks();
	echoes();
	return tap_done();
}
