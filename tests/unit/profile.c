/*
 * profile.c: cells, columns, sketches, folds, pictures and safe text.
 */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/json.h"
#include "data/class_folders.h"
#include "data/folds.h"
#include "data/image.h"
#include "data/markdown.h"
#include "put.h"
#include "tap.h"

/* The day that a date is, counted from 1970. */
static double
day(const char *s, enum cell_order order)
{
	double	 when[2];

	return cell_date(s, when) ? when[order] : -1;
}

static void
cells(void)
{
	double	 d[2];

	OK("empty cells are missing", cell_missing("") && cell_missing("  "));
	OK("words for a missing value are missing",
	    cell_missing(" NA ") && cell_missing("NaN") &&
	    cell_missing("?") && cell_missing("null") && cell_missing("n/a") &&
	    cell_missing("--") && cell_missing("#N/A") &&
	    cell_missing("missing") && cell_missing("\\N") &&
	    cell_missing("(null)") && cell_missing(".") &&
	    cell_missing("<NA>") && cell_missing("NaT"));
	OK("other words are not missing",
	    !cell_missing("0") && !cell_missing("Nana") &&
	    !cell_missing("NAT") && !cell_missing("Nat") &&
	    !cell_missing("---") && !cell_missing("None") &&
	    !cell_missing("-1") && !cell_missing(".5"));
	IS_NUM("a date is read as a day",
	    19844, day("2024-05-01", CELL_DAY_FIRST), 0);
	IS_NUM("a date may have the day first",
	    19844, day("1.5.2024", CELL_DAY_FIRST), 0);
	IS_NUM("a date may have the month first",
	    19844, day("5/1/2024", CELL_MONTH_FIRST), 0);
	IS_NUM("a date may have a time of day",
	    19844.5, day("2024-05-01T12:00Z",
	    CELL_DAY_FIRST), 1e-9);
	OK("the 31st is no month", cell_date("12/31/99", d) && isnan(d[0]) &&
	    d[1] == 10956);
	OK("versions, addresses and parts of dates are no dates",
	    !cell_date("1.5", d) &&
	    !cell_date("10-20-30", d) && !cell_date("2024-05", d) &&
	    !cell_date("192.168.0.1", d) && !cell_date("2024-05-01x", d) &&
	    !cell_date("2024-13-01", d));
}

/* The profile of one column with these values; to be released. */
static struct column
profile(const char *const *values, size_t n)
{
	struct column		 c;
	struct cell_value	 v;
	double			 numbers[64];
	size_t			 i, k = 0;

	column_begin(&c, "c");
	for (i = 0; i < n; i++) {
		column_add(&c, values[i], strlen(values[i]), (long)i + 2, 0,
		    &v);
		if (!isnan(v.number))
			numbers[k++] = v.number;
	}
	column_end(&c, numbers, k);
	return c;
}

#define PROFILE(...) \
	(column_release(&c), \
	    c = profile((const char *const []){ __VA_ARGS__ }, \
	    sizeof((const char *const []){ __VA_ARGS__ }) / sizeof(char *)))

static void
columns(void)
{
	struct column	 c = { 0 };

	PROFILE("1", "2", "", "10", "2");
	OK("whole numbers make an integral column",
	    c.type == COLUMN_NUMBER && c.integral);
	IS_NUM("missing numbers are counted", 1, (double)c.missing, 0);
	IS_NUM("distinct numbers are counted", 3, (double)c.unique, 0);
	IS_NUM("the least number is found", 1, c.min, 0);
	IS_NUM("the greatest number is found", 10, c.max, 0);
	IS_NUM("the median is found", 2, c.median, 0);
	IS_NUM("the mean is found", 3.75, c.mean, 1e-12);
	IS_STR("the most frequent value is found", "2", c.values.v[0].text);
	PROFILE("a", "b", "a");
	OK("words that repeat make a category", c.type == COLUMN_CATEGORY);
	PROFILE("x", "", "x");
	OK("one value makes a constant", c.type == COLUMN_CONSTANT);
	PROFILE("", "NA");
	OK("a column without values is a constant",
	    c.type == COLUMN_CONSTANT && c.unique == 0);
	PROFILE("2024-05-01", "2024-05-02");
	OK("dates make a date column",
	    c.type == COLUMN_DATE && c.first[0] == 19844 &&
	    c.last[0] == 19845);
	PROFILE("where is the station please", "how much for that one",
	    "no thank you very much");
	OK("short sentences make a text column", c.type == COLUMN_TEXT);
	PROFILE("12 Main Street", "12 Main Street", "4 Elm Street North",
	    "12 Main Street", "4 Elm Street North", "4 Elm Street North",
	    "12 Main Street", "12 Main Street");
	OK("phrases that repeat make a category", c.type == COLUMN_CATEGORY);
	PROFILE("1", "2", "3", "4", "5", "6", "7", "8", "9", "10", "11",
	    "12", "13", "14", "15", "16", "17", "18", "19", "stray");
	OK("one word among twenty numbers leaves a number column",
	    c.type == COLUMN_NUMBER);
	IS_NUM("a stray word is counted", 1, (double)c.stray, 0);
	IS_NUM("a stray word has its line", 21, (double)c.stray_line, 0);
	PROFILE("1", "2", "3", "4", "5", "6", "7", "8", "9", "10", "11",
	    "12", "13", "14", "15", "16", "17", "18", "19", "20", "21",
	    "unknown", "none", "unknown", "none", "unknown");
	OK("a few words that repeat leave a number column",
	    c.type == COLUMN_NUMBER);
	PROFILE("1", "2", "3+", "1", "2", "3+", "1");
	OK("words that repeat in a short column make a category",
	    c.type == COLUMN_CATEGORY);
	PROFILE("$1,234", "1,234,567", "12");
	OK("amounts of money make a number column", c.type == COLUMN_NUMBER &&
	    c.dressed == 2 && (c.marks & NUM_COMMA_GROUPS) != 0);
	column_release(&c);
}

/* More distinct values than a sketch keeps. */
static void
sketches(void)
{
	struct sketch	 s = { 0 };
	uint64_t	 state = 1, hash[100000];
	size_t		 i, kept = 0, right = 0;
	char		 text[24];

	for (i = 0; i < 100000; i++)
		hash[i] = random_next(&state);
	for (i = 0; i < 300000; i++) {
		snprintf(text, sizeof(text), "%zu", i % 100000);
		if (sketch_keeps(&s, hash[i % 100000]))
			sketch_add(&s, text, strlen(text), hash[i % 100000],
			    (long)i);
	}
	OK("a sketch is bounded", s.n <= SKETCH_MOST && s.n > SKETCH_MOST / 4);
	IS_NUM("a sketch estimates the distinct values",
	    1, sketch_distinct(&s) /
	    100000, 0.05);
	for (i = 0; i < s.n; i++)
		right += s.v[i].count == 3;
	IS_NUM("counts of the values that a sketch keeps are exact",
	    (double)s.n,
	    (double)right, 0);
	for (i = 0; i < 100000; i++)
		kept += sketch_find(&s, hash[i]) != NULL;
	IS_NUM("values that a sketch keeps are found",
	    (double)s.n, (double)kept, 0);
	sketch_sort(&s);
	OK("a sorted sketch finds what it keeps", sketch_find(&s,
	    s.v[s.n / 2].hash) == &s.v[s.n / 2]);
	sketch_release(&s);
	/* A table that has grown, before anything is thrown away. */
	s = (struct sketch){ 0 };
	for (i = 0; i < 1000; i++)
		sketch_add(&s, i % 2 ? "odd" : "even", 4, hash[i % 500],
		    (long)i);
	for (i = kept = right = 0; i < 500; i++) {
		kept += sketch_find(&s, hash[i]) != NULL;
		right += s.v[i].count == 2 && s.v[i].line == (long)i;
	}
	IS_NUM("500 values are kept", 500, (double)s.n, 0);
	IS_NUM("each value is found in a table that has grown", 500,
	    (double)kept, 0);
	IS_NUM("values keep their count and their first line", 500,
	    (double)right, 0);
	OK("a value that comes twice is not unique", !sketch_unique(&s));
	OK("a value that did not come is not found",
	    sketch_find(&s, hash[501]) == NULL);
	sketch_release(&s);
}

/* Has no row that is held out a group of what is learnt from, or a time that is
 * not later? */
static bool
apart(const struct survey *s, const bool *taken, const bool *aside)
{
	size_t	 i, k;

	for (i = 0; i < s->rows; i++)
		for (k = 0; k < s->rows && taken[i]; k++)
			if (!taken[k] && !aside[k] && (s->unit[i] ==
			    s->unit[k] || s->time[k] >= s->time[i]))
				return false;
	return true;
}

/* Rows of two classes in groups, as a survey has them. */
static void
folds(void)
{
	uint64_t	 unit[1000];
	uint32_t	 stratum[1000];
	double		 time[1000];
	bool		 taken[1000], aside[1000];
	struct survey	 s = { .rows = 1000, .unit = unit, .stratum = stratum,
			    .strata = 2 };
	size_t		 i, n, ones = 0, split = 0;

	for (i = 0; i < 1000; i++) {
		unit[i] = 1 + i / 10;
		stratum[i] = i % 4 == 0;
		time[i] = (double)(i / 3);
	}
	n = folds_hold_out(&s, 0.2, 1, taken, NULL);
	for (i = 0; i < 1000; i++)
		ones += taken[i] && stratum[i] == 1;
	IS_NUM("a hold-out has the number of rows asked for",
	    200, (double)n, 0);
	IS_NUM("a hold-out has the share of each class", 50, (double)ones, 0);
	s.grouped = true;
	n = folds_hold_out(&s, 0.2, 1, taken, NULL);
	for (i = 1; i < 1000; i++)
		split += unit[i] == unit[i - 1] && taken[i] != taken[i - 1];
	IS_NUM("a hold-out splits no group", 0, (double)split, 0);
	IS_NUM("a hold-out of groups has about the rows asked for",
	    200, (double)n, 10);
	s.grouped = false;
	s.time = time;
	n = folds_hold_out(&s, 0.2, 1, taken, NULL);
	for (i = 1, split = 0; i < 1000; i++)
		split += taken[i - 1] && !taken[i];
	OK("a hold-out by time has the last rows", split == 0 && taken[999] &&
	    !taken[0] && n >= 200 && n < 210);
	s.both = s.grouped = true;
	for (i = 0; i < 1000; i++) {
		unit[i] = 1 + i % 50;
		stratum[i] = i % 50 % 4 == 0;
	}
	n = folds_hold_out(&s, 0.2, 1, taken, aside);
	OK("a hold-out of groups that last has half of the rows asked for, "
	    "others' groups and later", apart(&s, taken, aside) && n >= 100 &&
	    n < 140);
	for (i = 0; i < 1000; i++)
		unit[i] = 1 + i / 10;
	n = folds_hold_out(&s, 0.2, 1, taken, aside);
	OK("a hold-out of groups that follow each other has the rows asked for",
	    apart(&s, taken, aside) && n >= 180 && n < 220);
	for (i = 0; i < 1000; i++)
		time[i] = 1;
	IS_NUM("in one point of time nothing is later", 0,
	    (double)folds_hold_out(&s, 0.2, 1, taken, aside), 0);
}

static void
pictures(void)
{
	static const unsigned char	 png[26] = "\x89PNG\r\n\x1a\n\0\0\0\r"
	    "IHDR\0\0\1\0\0\0\0\x80\x08\2";
	static const unsigned char	 gif[] = "GIF89a\x10\0\x20\0";
	static const unsigned char	 jpeg[] = "\xff\xd8\xff\xe0\0\4ab"
	    "\xff\xc0\0\x0b\x08\0\x30\0\x40\3\1\1\1";
	static const unsigned char	 bmp[30] = "BM\0\0\0\0\0\0\0\0\0\0\0\0"
	    "\x28\0\0\0\7\0\0\0\xf7\xff\xff\xff\1\0\x18\0";
	struct image			 im;

	OK("the size of a PNG is read",
	    image_size(png, sizeof(png), &im) && im.width == 256 &&
	    im.height == 128 && im.channels == 3);
	OK("a PNG cut in its header is refused", !image_size(png, 20, &im));
	OK("the size of a GIF is read",
	    image_size(gif, sizeof(gif), &im) && im.width == 16 &&
	    im.height == 32);
	OK("the size of a JPEG is read",
	    image_size(jpeg, sizeof(jpeg), &im) && im.width == 64 &&
	    im.height == 48 && im.channels == 3);
	OK("a JPEG cut in its frame is refused", !image_size(jpeg, 14, &im));
	OK("the size of a BMP with rows from the top is read",
	    image_size(bmp, sizeof(bmp), &im) &&
	    im.width == 7 && im.height == 9 && im.channels == 3);
	OK("a text is no picture",
	    !image_size((const unsigned char *)"hello", 5, &im));
	OK("a header alone is no whole picture",
	    !image_whole(png, sizeof(png)) &&
	    !image_whole(jpeg, sizeof(jpeg)) && !image_whole(png, 0));
	OK("a picture is recognised by its name",
	    image_name("a/b.JPG") && !image_name("png") &&
	    !image_name("a.csv") && !image_name(".png"));
}

/* Tables of the pictures that lie at these places (with blanks between), and of
 * a sample submission, unless it is NULL. False: they cannot be made. */
static bool
tables_of(const char *places, const char *sample, bool gone,
    struct pictures *out, char *problem, size_t size)
{
	struct profile_want	 want = { .shown = "d" };
	struct hcc_err		 e = HCC_ERR_INIT;
	struct profile		 p;
	char			 list[200], name[100], *at = list, *one;
	int			 dir;
	bool			 good;
	jv			 said;

	snprintf(list, sizeof(list), "%s", places);
	while ((one = strsep(&at, " ")) != NULL) {
		snprintf(name, sizeof(name), "d/%s.png", one);
		put(name, "no real picture");
	}
	if (sample != NULL)
		put("d/sample_submission.csv", sample);
	snprintf(name, sizeof(name), "%s/d", tmp);
	dir = fs_open_dir(AT_FDCWD, name);
	*problem = '\0';
	good = profile_open(&p, dir, &want, &e) == HCC_OK;
	if (gone)
		good = unlinkat(dir, "sample_submission.csv", 0) == 0;
	if (good) {
		jv_free(p.problems);
		p.problems = jv_array();
		good = pictures_tables(&p, out, &e) == HCC_OK;
		if (json_item(p.problems, 0, &said))
			snprintf(problem, size, "%s", jv_string_value(said));
		profile_close(&p);
	}
	close(dir);
	fs_remove(AT_FDCWD, name, NULL);
	return good;
}

/* Where pictures lie, and the tables that are made of them. */
static void
class_folders(void)
{
	static const struct {
		const char	*name, *places, *sample;
		const char	*train, *test, *problem;
	} cases[] = {
		{ "folders are classes, also those below",
		    "cat/1 cat/x/2 dog/3", NULL,
		    "path,label\ncat/1.png,cat\ncat/x/2.png,cat\n"
		    "dog/3.png,dog\n", "", "" },
		{ "one folder is no class", "cat/1 cat/2", NULL, "", "", "" },
		{ "folders of train go before others",
		    "more/a/1 more/b/2 train/cat/3 train/dog/4", NULL,
		    "path,label\ntrain/cat/3.png,cat\ntrain/dog/4.png,dog\n",
		    "", "take the folders of 'train/' for classes: 2 pictures "
		    "lie outside of them" },
		{ "and the sample's labels before those",
		    "more/a/1 more/b/2 train/cat/3 train/dog/4",
		    "id,kind\n7,a\n8,a\n",
		    "path,kind\nmore/a/1.png,a\nmore/b/2.png,b\n",
		    "id\n7\n8\n", "take the folders of 'more/' for classes: "
		    "2 pictures lie outside of them" },
		{ "the highest folders are the classes",
		    "x/a/p/1 x/a/q/2 x/b/3", NULL, "path,label\n"
		    "x/a/p/1.png,a\nx/a/q/2.png,a\nx/b/3.png,b\n", "", "" },
		{ "what lies in test is to be predicted",
		    "a/1 b/2 Test/3 Test/4", NULL,
		    "path,label\na/1.png,a\nb/2.png,b\n",
		    "id\n3.png\n4.png\n", "" },
		{ "folders of test are no classes", "train/a/1 test/a/2 "
		    "test/b/3", NULL, "", "", "" },
		{ "names may need quotes", "a,b/1 c/2", NULL,
		    "path,label\n\"a,b/1.png\",\"a,b\"\nc/2.png,c\n", "",
		    "" },
	};
	struct pictures	 out;
	char		 problem[400];
	size_t		 i;

	for (i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		if (!OK(cases[i].name, tables_of(cases[i].places,
		    cases[i].sample, false, &out, problem, sizeof(problem))))
			continue;
		IS_STR("the table to learn from", cases[i].train,
		    buf_str(&out.train));
		IS_STR("the table to predict", cases[i].test,
		    buf_str(&out.test));
		OK("what would be left out is told", strncmp(problem,
		    cases[i].problem, strlen(cases[i].problem)) == 0 &&
		    (*problem == '\0') == (*cases[i].problem == '\0'));
		pictures_release(&out);
	}
	OK("no table is made of a sample that cannot be read any more",
	    !tables_of("a/1 b/2", "id,label\n7,a\n", true, &out, problem,
	    sizeof(problem)) && out.train.len == 0);
}

static const char *
cut(struct buf *b, const char *s, size_t max)
{
	buf_reset(b);
	md_cut(b, s, max);
	return buf_str(b);
}

static void
texts(void)
{
	struct buf	 b = BUF_INIT;
	jv		 v;

	IS_STR("a short text is not cut", "abc", cut(&b, "abc", 10));
	IS_STR("a long text is cut", "abc..", cut(&b, "abcdef", 3));
	IS_STR("a text is not cut within a letter",
	    "\xc3\xbc..", cut(&b, "\xc3\xbc\xc3\xbc",
	    3));
	IS_STR("newlines and escapes become blanks",
	    "a b c", cut(&b, "a\nb\x1b" "c", 10));
	IS_STR("backquotes become quotes", "'''", cut(&b, "```", 10));
	IS_STR("Latin-1 becomes UTF-8", "f\xc3\xbcr", cut(&b, "f\xfcr", 10));
	IS_STR("a surrogate in UTF-8 becomes Windows-1252",
	    "\xc3\xad\xc2\xa0\xe2\x82\xac",
	    cut(&b, "\xed\xa0\x80", 20));
	v = profile_name("a`b");
	IS_STR("names keep their backquotes", "a`b", jv_string_value(v));
	jv_free(v);
	buf_release(&b);
}

int
main(void)
{
	if (mkdtemp(tmp) == NULL)
		return 1;
	cells();
	columns();
	sketches();
	folds();
	pictures();
	class_folders();
	texts();
	fs_remove(AT_FDCWD, tmp, NULL);
	return tap_done();
}
