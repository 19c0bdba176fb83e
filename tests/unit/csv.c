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
	IS_STR("a clean file is read as it is",
	    "a|b/1|2", MEND("a,b\n\n1,2\n"));
	OK("a clean file counts as not repaired", !f.preamble);
	IS_STR("a short row is filled with empty cells",
	    "a|b|c/1|2|3/4||", MEND("a,b,c\n1,2,3\n4\n"));
	OK("a short row is counted with its line",
	    f.thin.n == 1 && f.thin.line == 3 && f.preamble);
	IS_STR("separators at the ends of rows are dropped", "a|b/1|2/3|4",
	    MEND("a,b\n1,2,\n3,4,,\n"));
	OK("rows with separators at their ends are counted", f.trailing.n == 2);
	IS_STR("columns without names are kept",
	    "a|b||/1|2||", MEND("a,b,,\n1,2\n"));
	OK("rows below columns without names are not short", f.thin.n == 0);
	IS_STR("an index column without a name is kept",
	    "|a/0|1", MEND(",a\n0,1\n"));
	IS_STR("a long row is left out", "a|b/1|2/5|6",
	    MEND("a,b\n1,2\n3,x,4\n5,6\n"));
	OK("a long row is counted with its line",
	    f.wide.n == 1 && f.wide.line == 3);
	IS_STR("a long row is cut if the caller wants it",
	    "a|b/1|2/3|x", mended("a,b\n1,2\n3,x,4\n", 14, true,
	    &f, b));
	s = MEND("a,b\n1,2,3\n1,2,3\n1,2,3\n1,2\n");
	IS_STR("a file of mostly long rows is refused",
	    "read 't.csv': 3 of 4 rows have more fields "
	    "than the header (2), the first is line 2; the separator is ',', "
	    "fields that hold it need quotes", s);
	s = MEND("title\na,b\n1,2\n3,4\n5,6\n");
	OK("a file with a line above the header is refused",
	    strstr(s, "more fields") != NULL);
	IS_STR("rows of empty cells are left out",
	    "a|b/1|2", MEND("a,b\n,\n1,2\n,\n"));
	IS_NUM("rows of empty cells are counted", 2, (double)f.empty.n, 0);
	IS_STR("a repeated header is left out", "a|b/1|2/3|4",
	    MEND("a,b\n1,2\na,b\n3,4\n"));
	IS_NUM("a repeated header is counted", 1, (double)f.headers.n, 0);
}

static void
put_right(struct buf *b)
{
	struct csv_faults	 f;

	IS_STR("repeated column names get a number",
	    "x|x.1|y|x.3|x.2/1|2|3|4|5",
	    MEND("x,x,y,x,x.2\n1,2,3,4,5\n"));
	IS_NUM("renamed columns are counted", 2, (double)f.renamed, 0);
	IS_STR("NUL bytes are removed", "a|b/1|2", MEND("a,b\n1\0,2\0\n"));
	OK("NUL bytes are counted with their line",
	    f.nuls.n == 2 && f.nuls.line == 2);
	IS_STR("CR ends a line", "a|b/1|2/3|4", MEND("a,b\r1,2\r3,4\r"));
	OK("lines that end in CR are counted as repaired",
	    f.returns == 3 && f.preamble);
	IS_STR("CRLF ends a line", "a|b/1|2", MEND("a,b\r\n1,2\r\n"));
	OK("CRLF is not a repair", !f.preamble);
	IS_STR("the line sep= that Excel writes is left out", "a|b/1,5|2",
	    MEND("sep=;\r\na;b\r\n1,5;2\r\n"));
	IS_STR("a quote that is never closed is a letter",
	    "a|b/1|2/\"3 in|4/5|6",
	    MEND("a,b\n1,2\n\"3 in,4\n5,6\n"));
	OK("a quote that is a letter is counted with its line",
	    f.quotes.n == 1 && f.quotes.line == 3);
	IS_STR("quotes in two rows that are never closed are letters",
	    "a|b|c/1|\"2|3/4|5|6/7|\"8|9",
	    MEND("a,b,c\n1,\"2,3\n4,5,6\n7,\"8,9\n"));
	IS_STR("a quote closed only in another row is a letter",
	    "a|b|c/1|\"x|2/3|y|4/5|z w|6",
	    MEND("a,b,c\n1,\"x,2\n3,y,4\n5,\"z w\",6\n"));
	IS_STR("quotes within a quoted field of two lines are kept",
	    "a|b/x \"y\" w\nz|1",
	    MEND("a,b\n\"x \"y\" w\nz\",1\n"));
	IS_STR("doubled quotes in a field of two lines are read",
	    "a|b/x,\n,\"y\",z|1",
	    MEND("a,b\n\"x,\n,\"\"y\"\",z\",1\n"));
	IS_STR("a quoted newline is kept",
	    "a|b/1\n2|3", MEND("a,b\n\"1\n2\",3\n"));
	OK("a quoted newline is not a repair", !f.preamble);
	IS_STR("a parquet file is refused", "read 't.csv': it is a parquet "
	    "file; convert it to csv first", MEND("PAR1abc"));
	IS_STR("an empty file is refused in repair mode",
	    "read 't.csv': it is empty", MEND(""));
}

static void
tolerated(struct buf *b)
{
	IS_STR("rows and columns are read",
	    "a|b/1|2/3|4", shape("a,b\n1,2\n3,4\n", b));
	IS_STR("the last line may lack its newline",
	    "a|b/1|2", shape("a,b\n1,2", b));
	IS_STR("lines may end in CRLF",
	    "a|b/1|2/3|4", shape("a,b\r\n1,2\r\n3,4\r\n", b));
	IS_STR("lines may end in CR", "a|b/1|2/3|4", shape("a,b\r1,2\r3,4", b));
	IS_STR("a byte-order mark is skipped",
	    "a|b/1|2", shape("\xef\xbb\xbf" "a,b\n1,2",
	    b));
	IS_STR("blank lines are skipped", "a|b/1|2/3|4",
	    shape("\n\na,b\n1,2\n  \n\n3,4\n\n", b));
	IS_STR("blanks around fields are removed",
	    "a|b/1|x y", shape(" a ,\tb\n 1 , x y \n", b));
	IS_STR("a semicolon may separate fields",
	    "a|b/1,5|2", shape("a;b\n1,5;2\n", b));
	IS_STR("a tab may separate fields",
	    "a|b/|2/1|", shape("a\tb\n\t2\n1\t\n", b));
	IS_STR("quoted fields are unquoted", "a|b/x, y|say \"hi\"",
	    shape("a,b\n\"x, y\",\"say \"\"hi\"\"\"\n", b));
	IS_STR("a quoted field may hold a newline", "a|b/x\ny|2/3|4",
	    shape("a,b\n\"x\ny\",2\n3,4\n", b));
	IS_STR("a quote within a plain field is a letter",
	    "a|b/5\" pipe|2", shape("a,b\n5\" pipe,2\n", b));
	IS_STR("Latin-1 becomes UTF-8",
	    "a/\xc3\xa9t\xc3\xa9", shape("a\n\xe9t\xe9\n", b));
	IS_STR("Windows-1252 becomes UTF-8 beside UTF-8",
	    "a|b/5 \xe2\x82\xac|\xc3\xa9",
	    shape("a,b\n5 \x80,\xc3\xa9\n", b));
	IS_STR("UTF-16 becomes UTF-8", "a/\xe2\x82\xac\xf0\x9f\x98\x80",
	    shape_n("\xff\xfe" "a\0\n\0\xac\x20\x3d\xd8\x00\xde", 12, b));
	IS_STR("UTF-16 without a byte-order mark becomes UTF-8", "id|a",
	    shape_n("i\0d\0,\0a\0\n\0", 10, b));
	IS_STR("big-endian UTF-16 becomes UTF-8", "id|a",
	    shape_n("\xfe\xff\0i\0d\0,\0a\0\n", 12, b));
	IS_STR("a bar may separate fields",
	    "a|b/1,5|2", shape("a|b\n1,5|2\n", b));
	IS_STR("the separator is the one that rows agree on", "id|x|y|z/1|2",
	    shape("id,x|y|z\n1,2\n", b));
	IS_STR("a column name may hold emoji and quotes",
	    "\xf0\x9f\x98\x80|a \"b\", c/1|2",
	    shape("\xf0\x9f\x98\x80,\"a \"\"b\"\", c\"\n1,2\n", b));
	IS_STR("a quoted empty cell is a row",
	    "a//1", shape("a\n\"\"\n1\n", b));
	IS_STR("a column name may be empty", "|a/0|1", shape(",a\n0,1\n", b));
	IS_STR("a file may have a header only", "a|b", shape("a,b\n", b));
}

static void
refused(struct buf *b)
{
	IS_STR("an empty file is refused",
	    "read 't.csv': it is empty", shape("", b));
	IS_STR("a file of blank lines is refused", "read 't.csv': it is empty",
	    shape("\n\n", b));
	IS_STR("a long row is refused",
	    "read 't.csv': line 3: number of fields is 3, in "
	    "the header 2; the separator is ',', fields that hold it need "
	    "quotes",
	    shape("a,b\n1,2\n1,2,3\n", b));
	IS_STR("a short row is refused with its line of the file",
	    "read 't.csv': line 4: "
	    "number of fields is 1, in the header 2; the separator is ',', "
	    "fields that hold it need quotes", shape("a,b\n\"1\n\",2\n1\n", b));
	IS_STR("a quote that is never closed is refused",
	    "read 't.csv': the row at line 3 opens a quote "
	    "that never ends", shape("a,b\n1,2\n3,\"4\n5,6\n", b));
	IS_STR("a repeated column name is refused",
	    "read 't.csv': two columns are named 'a'; "
	    "rename one", shape("a,b,a\n1,2,3\n", b));
	IS_STR("a file compressed by gzip is refused",
	    "read 't.csv': it is compressed by gzip; unpack it "
	    "first", shape("\x1f\x8b\x08", b));
}

/* What files that are no csv files are said to be. */
static void
foreign(struct buf *b)
{
	static const struct {
		const char	*text;
		size_t		 n;
		const char	*is;
	} t[] = {
		{ "PK\003\004", 4, "it is a zip archive or a spreadsheet; "
		    "unpack it, or export it as csv, first" },
		{ "BZh9", 4, "it is compressed by bzip2; unpack it first" },
		{ "\xfd" "7zXZ", 5, "it is compressed by xz; unpack it first" },
		{ "\x28\xb5\x2f\xfd", 4, "it is compressed by zstd; unpack it "
		    "first" },
		{ "\xd0\xcf\x11\xe0", 4, "it is a spreadsheet; export it as "
		    "csv first" },
		{ "\xff\xfe\0\0", 4, "it is UTF-32; convert it first: iconv "
		    "-f UTF-32 -t UTF-8" },
		{ "\0\0\xfe\xff", 4, "it is UTF-32; convert it first: iconv "
		    "-f UTF-32 -t UTF-8" },
		{ "<!DOCTYPE html>", 15, "it is a web page; download the file "
		    "itself" },
		{ "<html>", 6, "it is a web page; download the file itself" },
	};
	char	 want[200];
	size_t	 i;

	for (i = 0; i < sizeof(t) / sizeof(*t); i++) {
		snprintf(want, sizeof(want), "read 't.csv': %s", t[i].is);
		IS_STR("a file of another kind is named", want,
		    shape_n(t[i].text, t[i].n, b));
	}
	IS_STR("the beginning of a magic number is text", "PK", shape("PK", b));
}

/* The guess of the separator, and what else the first bytes say. */
static void
guesses(struct buf *b)
{
	struct csv_faults	 f;
	const char		*s;

	IS_STR("a header of one kind decides", "a,b|c/1,5|2",
	    shape("\"a,b\";c\n\"1,5\";2\n", b));
	IS_STR("of two kinds that no row has the more frequent one counts",
	    "a|b|c;d", shape("a,b,c;d\n", b));
	IS_STR("a blank first line decides nothing", "a|b/1|2",
	    shape("  \na;b\n1;2\n", b));
	IS_STR("a separator in quotes over two lines does not count",
	    "a|b;\nc/1|2", shape("a,\"b;\nc\"\n1,2\n", b));
	IS_STR("UTF-16 of few letters without a mark is none",
	    "read 't.csv': line 1 holds a NUL byte; this is no csv file",
	    shape_n("a\0,\0b\0", 6, b));
	IS_STR("a lone half of a pair in UTF-16 is unknown",
	    "a/\xef\xbf\xbd" "b", shape_n("\xff\xfe" "a\0\n\0\x3d\xd8" "b\0",
	    10, b));
	IS_STR("a NUL in UTF-16 is unknown", "a/\xef\xbf\xbd",
	    shape_n("\xff\xfe" "a\0\n\0\0\0", 8, b));
	IS_STR("the mark of DOS at the end is left out", "a|b/1|2",
	    MEND("a,b\n1,2\n\x1a"));
	OK("it is counted with its line", f.nuls.n == 1 && f.nuls.line == 3);
	IS_STR("Excel's line may name a tab", "a|b/1|2",
	    MEND("sep=\t\na\tb\n1\t2\n"));
	IS_STR("another letter is no separator", "sep=x/1", MEND("sep=x\n1\n"));
	IS_STR("Excel's line is a header in strict mode", "sep=|/1|2",
	    shape("sep=;\n1;2\n", b));
	IS_STR("a byte-order mark is a repair", "a/1",
	    MEND("\xef\xbb\xbf" "a\n1\n"));
	OK("it is counted", f.mark && f.preamble);
	IS_STR("cells that were recoded are a repair", "a/\xc3\xa9",
	    MEND("a\n\xe9\n"));
	OK("they are counted with their line", f.recoded.n == 1 &&
	    f.recoded.line == 2);
	IS_STR("blanks around words are a repair", "a|b/x|2/3|4",
	    MEND("a,b\n x ,2\n 3 , 4\n"));
	OK("they are counted, those around numbers are not",
	    f.blanks.n == 1 && f.blanks.line == 2);
	IS_STR("blanks in names are a repair", "a b|c/1|2",
	    MEND("\" a b \xc2\xa0\",\xe2\x80\x8b" "c\n1,2\n"));
	OK("they are counted by names", f.trimmed == 2 && f.preamble);
	s = MEND("a,b,c\n1\n2\n3\n4\n5\n");
	IS_STR("a file of mostly short rows is refused", "read 't.csv': 5 of 5 "
	    "rows have fewer fields than the header (3), the first is line 2; "
	    "is line 1 the header, and ',' the separator?", s);
	IS_STR("four short rows are not too many", "a|b/1|/2|/3|/4|",
	    MEND("a,b\n1\n2\n3\n4\n"));
	IS_STR("two long rows are not too many", "a|b/5|6",
	    MEND("a,b\n1,2,3\n1,2,3\n5,6\n"));
	IS_STR("a row of one empty column is a row", "a//1",
	    MEND("a\n\"\"\n1\n"));
	IS_STR("short rows without any value are left out", "a|b|c/1|2|3",
	    MEND("a,b,c\n,\n1,2,3\n"));
	OK("they are empty and not short", f.empty.n == 1 && f.thin.n == 0);
	IS_STR("a header that comes again in a column of its own is a row",
	    "a/a/1", MEND("a\na\n1\n"));
}

/* Columns that have no names in the file, and whole tables written again. */
static void
tables(struct buf *b)
{
	struct csv_options	 o = { .no_header = true };
	struct csv_reader	 r;
	struct csv		 c;
	struct hcc_err		 e = HCC_ERR_INIT;
	int			 fd = memfd_create("t.csv", 0);
	char			*one[] = { (char[]){ "" } };

	buf_reset(b);
	if (fd == -1 || write(fd, "1,2\n3,4\n", 8) != 8 ||
	    lseek(fd, 0, SEEK_SET) == -1)
		exit(1);
	if (csv_open(&r, fd, "t.csv", &o, &e) == HCC_OK) {
		OK("columns without a header are numbered", r.ncols == 2 &&
		    strcmp(r.names[0], "c1") == 0 &&
		    csv_reader_column(&r, "c2") == 1 &&
		    csv_reader_column(&r, "c3") == -1);
		OK("the first line is a row", csv_next(&r, &e) == HCC_OK &&
		    strcmp(r.cells[1], "2") == 0 && r.line == 1);
		csv_close(&r);
	}
	close(fd);
	if (parse("a;b\n1;\"2;3\"\n", 13, 0, &c, &e) == HCC_OK) {
		csv_text(b, &c);
		IS_STR("a table is written with its separator",
		    "a;b\n1;\"2;3\"\n", buf_str(b));
		csv_release(&c);
	}
	buf_reset(b);
	csv_row(b, one, 1, ',');
	IS_STR("an empty cell alone is quoted, as a line of nothing is no row",
	    "\"\"\n", buf_str(b));
	buf_reset(b);
	csv_quote(b, "a\r", ',');
	csv_quote(b, "\tb", ',');
	IS_STR("CR and blanks at the ends are quoted", "\"a\r\"\"\tb\"",
	    buf_str(b));
}

static void
limits(void)
{
	const char	 text[] = "a,b\n1,2\n3,4\n5,6\n";
	struct csv	 c;
	struct hcc_err	 e = HCC_ERR_INIT;

	OK("a file above the size limit is refused",
	    parse(text, strlen(text), 14,
	    &c, &e) == HCC_INPUT);
	IS_STR("the refusal names the size limit",
	    "read 't.csv': it has more than 14 bytes",
	    e.text);
	OK("a file of the size limit is read", parse(text, strlen(text), 16, &c,
	    &e) == HCC_OK && c.nrows == 3);
	OK("columns are found by name", csv_column(&c, "b") == 1 &&
	    csv_column(&c, "c") == -1);
	OK("rows know their line", c.lines[2] == 4);
	csv_release(&c);
	OK("a NUL byte is refused", parse("a,b\n1,2\n\0,1\n", 13, 0, &c, &e) ==
	    HCC_INPUT);
	IS_STR("the refusal of a NUL byte names its line",
	    "read 't.csv': line 3 holds a NUL "
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
	OK("every cell of a file of many chunks is right", same);
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
	if (OK("quoted cells are parsed",
	    parse(text.p, text.len, 0, &c, &e) == HCC_OK)) {
		for (i = 0; i < c.nrows; i++)
			same = same && strcmp(csv_cell(&c, i, 0),
			    cells[i]) == 0;
		OK("cells that were quoted are read back as they were",
		    same && c.nrows == i);
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
	OK("other texts are not numbers", all);
	OK("missing values are empty or NaN", num_missing("") &&
	    num_missing("NaN") && !num_missing("0") && !num_missing("none"));
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
	char		 name[80];
	unsigned	 marks;
	size_t		 i;

	for (i = 0; i < sizeof(all) / sizeof(all[0]); i++) {
		snprintf(name, sizeof(name), "'%s' is read as %s", all[i][0],
		    strcmp(all[i][1], "no") == 0 ? "no number" : all[i][1]);
		IS_STR(name, all[i][1], plain(all[i][0], '.', &marks));
	}
	IS_STR("a lone comma with three digits is what the file says", "1234",
	    plain("1,234", '.', &marks));
	IS_STR("a lone comma is decimal in a column with decimal commas",
	    "1.234", plain("1,234", ',', &marks));
	IS_STR("a lone point with three digits groups digits in such a column",
	    "1234", plain("1.234", ',', &marks));
	OK("marks of one column agree", num_decimal(NUM_COMMA_GROUPS |
	    NUM_COMMA_EITHER, ',') == '.' && num_decimal(NUM_POINT_GROUPS,
	    ',') == ',' && num_decimal(NUM_COMMA_EITHER, ';') == ',');
	OK("marks of one column that contradict are detected",
	    num_decimal(NUM_COMMA_GROUPS |
	    NUM_COMMA_DECIMAL, ',') == '\0');
	OK("truth values are read in any spelling", num_truth("True") == 1 &&
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
	foreign(&b);
	guesses(&b);
	tables(&b);
	limits();
	quoting(&b);
	numbers();
	written();
	chunks();
	buf_release(&b);
	return tap_done();
}
