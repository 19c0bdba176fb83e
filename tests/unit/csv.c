/*
 * csv.c: what csv files may look like, and what is refused.
 */
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

#include "base/buf.h"
#include "base/csv.h"
#include "base/num.h"
#include "tap.h"

/* Parse text through a pipe. */
static enum hcc_status
parse(const char *text, size_t n, size_t bytes, struct csv *c,
    struct hcc_err *e)
{
	enum hcc_status	 st;
	int		 fd[2];

	if (pipe(fd) == -1 || write(fd[1], text, n) != (ssize_t)n)
		exit(1);
	close(fd[1]);
	st = csv_read_fd(fd[0], "t.csv", bytes, c, e);
	close(fd[0]);
	return st;
}

/* "name|name/cell|cell/.."; releases the table. */
static const char *
spell(struct csv *c, struct buf *b)
{
	size_t		 i;

	for (i = 0; i < c->ncols; i++)
		buf_addf(b, "%s%s", i == 0 ? "" : "|", c->names[i]);
	for (i = 0; i < c->nrows * c->ncols; i++)
		buf_addf(b, "%s%s", i % c->ncols == 0 ? "/" : "|", c->cells[i]);
	csv_release(c);
	return buf_str(b);
}

/* The same of a file, or the message. */
static const char *
shape_n(const char *text, size_t n, struct buf *b)
{
	struct csv	 c;
	struct hcc_err	 e = HCC_ERR_INIT;

	buf_reset(b);
	if (parse(text, n, 0, &c, &e) == HCC_OK)
		return spell(&c, b);
	buf_adds(b, e.text);
	return buf_str(b);
}

static const char *
shape(const char *text, struct buf *b)
{
	return shape_n(text, strlen(text), b);
}

/* The same of a file that is repaired; *f tells what was found. */
static const char *
mended(const char *text, size_t n, bool keep, struct csv_faults *f,
    struct buf *b)
{
	struct csv_options	 o = { .repair = true, .keep_wide = keep };
	struct csv_reader	 r;
	struct hcc_err		 e = HCC_ERR_INIT;
	enum hcc_status		 st;
	size_t			 i;
	int			 fd = memfd_create("t.csv", 0);

	buf_reset(b);
	if (fd == -1 || write(fd, text, n) != (ssize_t)n ||
	    lseek(fd, 0, SEEK_SET) == -1)
		exit(1);
	if ((st = csv_open(&r, fd, "t.csv", &o, &e)) == HCC_OK) {
		for (i = 0; i < r.ncols; i++)
			buf_addf(b, "%s%s", i == 0 ? "" : "|", r.names[i]);
		while ((st = csv_next(&r, &e)) == HCC_OK)
			for (i = 0; i < r.ncols; i++)
				buf_addf(b, "%s%s", i == 0 ? "/" : "|",
				    r.cells[i]);
		*f = r.faults;
		f->preamble = csv_repaired(&r);	/* anything at all */
		csv_close(&r);
	}
	if (st != HCC_NONE) {
		buf_reset(b);
		buf_adds(b, e.text);
	}
	close(fd);
	return buf_str(b);
}

static void
filled_up(struct buf *b)
{
	struct csv_faults	 f;
	const char		*s;

#define MEND(text) mended(text, sizeof(text) - 1, false, &f, b)
	IS_STR("nothing to mend", "a|b/1|2", MEND("a,b\n\n1,2\n"));
	OK("and said to be so", !f.preamble);
	IS_STR("a thin row", "a|b|c/1|2|3/4||", MEND("a,b,c\n1,2,3\n4\n"));
	OK("with its line", f.thin.n == 1 && f.thin.line == 3 && f.preamble);
	IS_STR("separators behind the rows", "a|b/1|2/3|4",
	    MEND("a,b\n1,2,\n3,4,,\n"));
	OK("are told", f.trailing.n == 2);
	IS_STR("names that are lacking are no fault of the rows",
	    "a|b||/1|2||", MEND("a,b,,\n1,2\n"));
	OK("which are not thin", f.thin.n == 0);
	IS_STR("an index without a name stays", "|a/0|1", MEND(",a\n0,1\n"));
	IS_STR("a wide row goes", "a|b/1|2/5|6",
	    MEND("a,b\n1,2\n3,x,4\n5,6\n"));
	OK("and is told", f.wide.n == 1 && f.wide.line == 3);
	IS_STR("or is cut", "a|b/1|2/3|x", mended("a,b\n1,2\n3,x,4\n", 14, true,
	    &f, b));
	s = MEND("a,b\n1,2,3\n1,2,3\n1,2,3\n1,2\n");
	IS_STR("many are refused", "read 't.csv': 3 of 4 rows have more fields "
	    "than the header (2), the first is line 2; the separator is ',', "
	    "fields that hold it need quotes", s);
	s = MEND("title\na,b\n1,2\n3,4\n5,6\n");
	OK("so is a line above the header", strstr(s, "more fields") != NULL);
	IS_STR("rows of nothing", "a|b/1|2", MEND("a,b\n,\n1,2\n,\n"));
	IS_NUM("are left out", 2, (double)f.empty.n, 0);
	IS_STR("the header again", "a|b/1|2/3|4",
	    MEND("a,b\n1,2\na,b\n3,4\n"));
	IS_NUM("is left out", 1, (double)f.headers.n, 0);
}

static void
put_right(struct buf *b)
{
	struct csv_faults	 f;

	IS_STR("names again", "x|x.1|y|x.3|x.2/1|2|3|4|5",
	    MEND("x,x,y,x,x.2\n1,2,3,4,5\n"));
	IS_NUM("are told", 2, (double)f.renamed, 0);
	IS_STR("NUL bytes", "a|b/1|2", MEND("a,b\n1\0,2\0\n"));
	OK("are left out", f.nuls.n == 2 && f.nuls.line == 2);
	IS_STR("lines that end in CR", "a|b/1|2/3|4", MEND("a,b\r1,2\r3,4\r"));
	OK("are told", f.returns == 3 && f.preamble);
	IS_STR("CRLF is none of them", "a|b/1|2", MEND("a,b\r\n1,2\r\n"));
	OK("nor told", !f.preamble);
	IS_STR("what Excel writes above", "a|b/1,5|2",
	    MEND("sep=;\r\na;b\r\n1,5;2\r\n"));
	IS_STR("an inch sign", "a|b/1|2/\"3 in|4/5|6",
	    MEND("a,b\n1,2\n\"3 in,4\n5,6\n"));
	OK("with its line", f.quotes.n == 1 && f.quotes.line == 3);
	IS_STR("two of them", "a|b|c/1|\"2|3/4|5|6/7|\"8|9",
	    MEND("a,b,c\n1,\"2,3\n4,5,6\n7,\"8,9\n"));
	IS_STR("closed by another row", "a|b|c/1|\"x|2/3|y|4/5|z w|6",
	    MEND("a,b,c\n1,\"x,2\n3,y,4\n5,\"z w\",6\n"));
	IS_STR("sloppy quotes in two lines", "a|b/x \"y\" w\nz|1",
	    MEND("a,b\n\"x \"y\" w\nz\",1\n"));
	IS_STR("quotes and commas in two lines", "a|b/x,\n,\"y\",z|1",
	    MEND("a,b\n\"x,\n,\"\"y\"\",z\",1\n"));
	IS_STR("quoted lines stay", "a|b/1\n2|3", MEND("a,b\n\"1\n2\",3\n"));
	OK("and are no fault", !f.preamble);
	IS_STR("what is no text is refused", "read 't.csv': it is a parquet "
	    "file; convert it to csv first", MEND("PAR1abc"));
	IS_STR("what is empty too", "read 't.csv': it is empty", MEND(""));
}

static void
tolerated(struct buf *b)
{
	IS_STR("plain", "a|b/1|2/3|4", shape("a,b\n1,2\n3,4\n", b));
	IS_STR("no last newline", "a|b/1|2", shape("a,b\n1,2", b));
	IS_STR("CRLF", "a|b/1|2/3|4", shape("a,b\r\n1,2\r\n3,4\r\n", b));
	IS_STR("CR", "a|b/1|2/3|4", shape("a,b\r1,2\r3,4", b));
	IS_STR("byte-order mark", "a|b/1|2", shape("\xef\xbb\xbf" "a,b\n1,2",
	    b));
	IS_STR("blank lines", "a|b/1|2/3|4",
	    shape("\n\na,b\n1,2\n  \n\n3,4\n\n", b));
	IS_STR("blanks", "a|b/1|x y", shape(" a ,\tb\n 1 , x y \n", b));
	IS_STR("semicolons", "a|b/1,5|2", shape("a;b\n1,5;2\n", b));
	IS_STR("tabs", "a|b/|2/1|", shape("a\tb\n\t2\n1\t\n", b));
	IS_STR("quotes", "a|b/x, y|say \"hi\"",
	    shape("a,b\n\"x, y\",\"say \"\"hi\"\"\"\n", b));
	IS_STR("quoted newline", "a|b/x\ny|2/3|4",
	    shape("a,b\n\"x\ny\",2\n3,4\n", b));
	IS_STR("stray quote", "a|b/5\" pipe|2", shape("a,b\n5\" pipe,2\n", b));
	IS_STR("Latin-1", "a/\xc3\xa9t\xc3\xa9", shape("a\n\xe9t\xe9\n", b));
	IS_STR("the euro of Windows", "a|b/5 \xe2\x82\xac|\xc3\xa9",
	    shape("a,b\n5 \x80,\xc3\xa9\n", b));
	IS_STR("UTF-16", "a/\xe2\x82\xac\xf0\x9f\x98\x80",
	    shape_n("\xff\xfe" "a\0\n\0\xac\x20\x3d\xd8\x00\xde", 12, b));
	IS_STR("UTF-16 without its mark", "id|a",
	    shape_n("i\0d\0,\0a\0\n\0", 10, b));
	IS_STR("UTF-16 with the high byte first", "id|a",
	    shape_n("\xfe\xff\0i\0d\0,\0a\0\n", 12, b));
	IS_STR("bars", "a|b/1,5|2", shape("a|b\n1,5|2\n", b));
	IS_STR("the separator that rows agree on", "id|x|y|z/1|2",
	    shape("id,x|y|z\n1,2\n", b));
	IS_STR("emoji and quotes in a name", "\xf0\x9f\x98\x80|a \"b\", c/1|2",
	    shape("\xf0\x9f\x98\x80,\"a \"\"b\"\", c\"\n1,2\n", b));
	IS_STR("one empty cell", "a//1", shape("a\n\"\"\n1\n", b));
	IS_STR("index without a name", "|a/0|1", shape(",a\n0,1\n", b));
	IS_STR("header only", "a|b", shape("a,b\n", b));
}

static void
refused(struct buf *b)
{
	IS_STR("empty", "read 't.csv': it is empty", shape("", b));
	IS_STR("only blank lines", "read 't.csv': it is empty",
	    shape("\n\n", b));
	IS_STR("long row", "read 't.csv': line 3: number of fields is 3, in "
	    "the header 2; the separator is ',', fields that hold it need "
	    "quotes",
	    shape("a,b\n1,2\n1,2,3\n", b));
	IS_STR("short row behind a quoted newline", "read 't.csv': line 4: "
	    "number of fields is 1, in the header 2; the separator is ',', "
	    "fields that hold it need quotes", shape("a,b\n\"1\n\",2\n1\n", b));
	IS_STR("open quote", "read 't.csv': the row at line 3 opens a quote "
	    "that never ends", shape("a,b\n1,2\n3,\"4\n5,6\n", b));
	IS_STR("repeated name", "read 't.csv': two columns are named 'a'; "
	    "rename one", shape("a,b,a\n1,2,3\n", b));
	IS_STR("gzip", "read 't.csv': it is compressed by gzip; unpack it "
	    "first", shape("\x1f\x8b\x08", b));
}

static void
limits(void)
{
	const char	 text[] = "a,b\n1,2\n3,4\n5,6\n";
	struct csv	 c;
	struct hcc_err	 e = HCC_ERR_INIT;

	OK("more bytes than may be are refused", parse(text, strlen(text), 14,
	    &c, &e) == HCC_INPUT);
	IS_STR("with their number", "read 't.csv': it has more than 14 bytes",
	    e.text);
	OK("as many as may be are not", parse(text, strlen(text), 16, &c,
	    &e) == HCC_OK && c.nrows == 3);
	OK("columns are found by name", csv_column(&c, "b") == 1 &&
	    csv_column(&c, "c") == -1);
	OK("rows know their line", c.lines[2] == 4);
	csv_release(&c);
	OK("a NUL byte is refused", parse("a,b\n1,2\n\0,1\n", 13, 0, &c, &e) ==
	    HCC_INPUT);
	IS_STR("and named with its line", "read 't.csv': line 3 holds a NUL "
	    "byte; this is no csv file", e.text);
	OK("a file that is not there is missing", csv_read(AT_FDCWD,
	    "/nonexistent", &c, &e) == HCC_MISSING);
}

/* Rows across the ends of chunks, and a field longer than any. */
static void
chunks(void)
{
	struct buf	 text = BUF_INIT;
	struct csv	 c;
	struct hcc_err	 e = HCC_ERR_INIT;
	char		 want[32];
	size_t		 i;
	bool		 same = true;
	int		 fd = memfd_create("t.csv", 0);

	buf_adds(&text, "n,quoted,long\n");
	for (i = 0; i < 200000; i++)
		buf_addf(&text, "%zu,\"a \"\"%zu\"\"\nb\",x\r\n", i, i);
	buf_adds(&text, "200000,b,");
	for (i = 0; i < 1000000; i++)
		buf_addc(&text, 'y');
	if (fd == -1 || write(fd, text.p, text.len) != (ssize_t)text.len ||
	    lseek(fd, 0, SEEK_SET) == -1)
		exit(1);
	OK("a file of many chunks is read", csv_read_fd(fd, "t.csv", 0, &c,
	    &e) == HCC_OK && c.nrows == 200001);
	for (i = 0; i < 200000; i++) {
		snprintf(want, sizeof(want), "a \"%zu\"\nb", i);
		same = same && strcmp(csv_cell(&c, i, 1), want) == 0 &&
		    c.lines[i] == (long)(2 + 2 * i);
	}
	OK("every cell of it is right", same);
	OK("a field may be longer than a chunk",
	    strlen(csv_cell(&c, 200000, 2)) == 1000000);
	csv_release(&c);
	close(fd);
	buf_release(&text);
}

static void
quoting(struct buf *b)
{
	static const char *const cells[] = { "plain", "a,b", "say \"hi\"",
	    "two\nlines", " blank", "", "tab\t" };
	struct buf	 text = BUF_INIT;
	struct csv	 c;
	struct hcc_err	 e = HCC_ERR_INIT;
	size_t		 i;
	bool		 same = true;

	buf_reset(b);
	csv_quote(b, "a,b", ';');
	IS_STR("no quotes without need", "a,b", buf_str(b));
	buf_adds(&text, "a,b\n");
	for (i = 0; i < sizeof(cells) / sizeof(cells[0]); i++) {
		csv_quote(&text, cells[i], ',');
		buf_adds(&text, ",1\n");
	}
	if (OK("quoted", parse(text.p, text.len, 0, &c, &e) == HCC_OK)) {
		for (i = 0; i < c.nrows; i++)
			same = same && strcmp(csv_cell(&c, i, 0),
			    cells[i]) == 0;
		OK("and read again", same && c.nrows == i);
		csv_release(&c);
	}
	buf_release(&text);
}

static void
numbers(void)
{
	static const char *const good[] = { "0", "-1.5", ".5", "5.", "1e3",
	    "+2", " 7 ", "123456789012345678901", "0.1234567890123456789",
	    "1E-300", "9007199254740993", "-0.30000000000000004" };
	static const char *const bad[] = { "", " ", "-", ".", "e5", "nan",
	    "inf", "-Infinity", "0x10", "1,5", "1 2", "1e999", "1e", "--1" };
	double		 d;
	size_t		 i;
	bool		 all = true;

	for (i = 0; i < sizeof(good) / sizeof(good[0]); i++)
		all = num_parse(good[i], &d) && d == strtod(good[i], NULL) &&
		    all;
	OK("numbers are those of strtod", all);
	for (i = 0; i < sizeof(bad) / sizeof(bad[0]); i++)
		if (num_parse(bad[i], &d)) {
			printf("# taken for a number: '%s'\n", bad[i]);
			all = false;
		}
	OK("and nothing else is one", all);
	OK("missing values are empty or NaN", num_missing("") && num_missing("NaN") &&
	    !num_missing("0") && !num_missing("none"));
}

/* "1234.5" and the marks, or "no". */
static const char *
plain(const char *text, char decimal, unsigned *marks)
{
	static char	 out[NUM_TEXT];

	*marks = 0;
	return num_plain(text, decimal, out, marks) ? out : "no";
}

static void
written(void)
{
	static const char *const all[][2] = { { "1,234.5", "1234.5" },
	    { "-1.234.567,25", "-1234567.25" }, { "12 345 678", "12345678" },
	    { "1\xc2\xa0" "234", "1234" }, { "1'234", "1234" },
	    { "12,34,567", "1234567" }, { "$ 1,200.50", "1200.50" },
	    { "-$5", "-5" }, { "3,50 \xe2\x82\xac", "3.50" },
	    { "EUR 12", "12" }, { "(12)", "-12" }, { "12.5 %", "12.5" },
	    { "0,234", "0.234" }, { "1,5", "1.5" },
	    { "\xe2\x88\x92" "5", "-5" }, { "1 2", "no" }, { "0x1f", "no" },
	    { "1,2,3", "no" }, { "192.168.0.1", "no" }, { "1.5.2024", "no" },
	    { "A$", "no" }, { "- - 5", "no" }, { "", "no" }, { "-", "no" },
	    { "e5", "no" }, { "2024-05-01", "no" }, { "5 kg", "no" } };
	unsigned	 marks;
	size_t		 i;

	for (i = 0; i < sizeof(all) / sizeof(all[0]); i++)
		IS_STR(all[i][0], all[i][1], plain(all[i][0], '.', &marks));
	IS_STR("a lone comma with three digits is what the file says", "1234",
	    plain("1,234", '.', &marks));
	IS_STR("or decimal", "1.234", plain("1,234", ',', &marks));
	IS_STR("so is a point", "1234", plain("1.234", ',', &marks));
	OK("marks of one column agree", num_decimal(NUM_COMMA_GROUPS |
	    NUM_COMMA_EITHER, ',') == '.' && num_decimal(NUM_POINT_GROUPS,
	    ',') == ',' && num_decimal(NUM_COMMA_EITHER, ';') == ',');
	OK("or contradict each other", num_decimal(NUM_COMMA_GROUPS |
	    NUM_COMMA_DECIMAL, ',') == '\0');
	OK("truth in any spelling", num_truth("True") == 1 &&
	    num_truth("no") == 0 && num_truth("1.0") == 1 &&
	    num_truth("maybe") == -1 && num_truth("2") == -1);
	OK("ids are read without zeros in front and behind the point",
	    strcmp(num_id("00012", &i), "12") == 0 && i == 2 &&
	    strcmp(num_id("120.0", &i), "120.0") == 0 && i == 3 &&
	    strcmp(num_id("000", &i), "0") == 0 && num_id("1.5", &i) == NULL &&
	    num_id("a1", &i) == NULL && num_id("", &i) == NULL);
}

int
main(void)
{
	struct buf	 b = BUF_INIT;

	filled_up(&b);
	put_right(&b);
	tolerated(&b);
	refused(&b);
	limits();
	quoting(&b);
	numbers();
	written();
	chunks();
	buf_release(&b);
	return tap_done();
}
