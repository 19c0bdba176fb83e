/*
 * text.c: words, blanks, units, odd characters, numbers, messages: the small
 * functions on text that everything else is made of.
 */
#include <errno.h>
#include <math.h>
#include <stdlib.h>

#include "base/buf.h"
#include "base/err.h"
#include "base/json.h"
#include "base/num.h"
#include "base/similar.h"
#include "base/text.h"
#include "base/units.h"
#include "base/utf8.h"
#include "tap.h"

static void
words(void)
{
	const char	*at = "one\n\ntwo", *end = at + 8, *line, *s;
	size_t		 n;

	OK("a word is in a list", text_in("b", "a|b|c") &&
	    text_in("c", "a|b|c") && text_in("a", "a"));
	OK("a part of a word, or a longer one, is not in a list",
	    !text_in("b", "abc|bc") && !text_in("bcd", "a|bc") &&
	    !text_in("", "a|b") && !text_in("a", ""));
	OK("case matters unless it is ignored", !text_in("B", "a|b") &&
	    text_in_any_case("B", "a|b") && !text_in_any_case("BC", "a|b"));
	OK("a text ends in a word of a list, in any case",
	    text_ends("x.CSV", ".tsv|.csv") && !text_ends(".csv", ".csv") &&
	    !text_ends("x.csv2", ".csv") && !text_ends("v", ".csv"));
	OK("a text starts with another", text_starts("abc", "ab") &&
	    text_starts("ab", "ab") && !text_starts("a", "ab"));
	OK("letters, digits and _ are of words", text_word_char('_') &&
	    text_word_char('7') && !text_word_char('-'));
	s = " \t a b\r\n";
	n = strlen(s);
	text_trim(&s, &n);
	OK("white space at both ends is left out", n == 3 &&
	    memcmp(s, "a b", 3) == 0);
	s = " \n";
	n = 2;
	text_trim(&s, &n);
	IS_NUM("of white space nothing is left", 0, (double)n, 0);
	OK("a line is read", text_line(&at, end, &line, &n) && n == 3 &&
	    memcmp(line, "one", 3) == 0);
	OK("an empty line is read", text_line(&at, end, &line, &n) && n == 0);
	OK("a last line without its newline is read",
	    text_line(&at, end, &line, &n) && n == 3 &&
	    memcmp(line, "two", 3) == 0);
	OK("there is no line behind the last",
	    !text_line(&at, end, &line, &n));
	at = "x\n";
	OK("a newline at the end begins no line",
	    text_line(&at, at + 2, &line, &n) && at[-1] == '\n' &&
	    !text_line(&at, at, &line, &n));
	IS_STR("nothing is an empty text", "", text_or_empty(NULL));
}

static const char *
seconds(double s)
{
	static char	 out[40];

	format_seconds(s, out, sizeof(out));
	return out;
}

static void
units(void)
{
	IS_NUM("seconds have a unit", 90, parse_seconds("90s"), 0);
	IS_NUM("hours are counted", 5400, parse_seconds("1.5h"), 0);
	IS_NUM("no time is a time", 0, parse_seconds("0"), 0);
	IS_NUM("a unit alone is no time", -1, parse_seconds("h"), 0);
	IS_NUM("a unit that nobody knows is no time", -1,
	    parse_seconds("3w"), 0);
	IS_NUM("more behind the unit is no time", -1, parse_seconds("3h2"), 0);
	IS_NUM("NaN is no time", -1, parse_seconds("nan"), 0);
	IS_NUM("a count needs no unit", 12, parse_count("12", 1000), 0);
	IS_NUM("k and K are thousands", 64000 * 2, parse_count("64k", 1000) +
	    parse_count("64K", 1000), 0);
	IS_NUM("T is the fourth unit", 1e12, parse_count("1T", 1000), 0);
	IS_NUM("a count may be 0", 0, parse_count("0", 1000), 0);
	IS_NUM("a negative count is none", -1, parse_count("-3", 1000), 0);
	IS_NUM("a unit that nobody knows is no count", -1,
	    parse_count("3m", 1000), 0);
	IS_NUM("a word is no count", -1, parse_count("many", 1000), 0);
	IS_NUM("an infinite count is none", -1, parse_count("inf", 1000), 0);
	IS_NUM("more behind the unit is no count", -1,
	    parse_count("3GB", 1000), 0);
	IS_STR("seconds have a decimal", "59.9s", seconds(59.94));
	IS_STR("minutes have their seconds", "1m 00s", seconds(60));
	IS_STR("an hour is near", "59m 59s", seconds(3599));
	IS_STR("hours have their minutes", "1h 00m", seconds(3600));
	IS_STR("days are hours", "49h 59m", seconds(179999));
	IS_STR("without end there is no limit", "no limit", seconds(INFINITY));
}

static const char *
plain(const char *s, size_t n)
{
	static struct buf	 b = BUF_INIT;

	buf_reset(&b);
	utf8_add_plain(&b, s, n);
	return buf_str(&b);
}

static void
characters(void)
{
	static const uint32_t	 good[] = { '\n', '\t', ' ', '~', 0xa0, 0x2027,
	    0x202f, 0x2065, 0x206a, 0xdffff, 0xe0080 };
	static const uint32_t	 bad[] = { 0, 7, 0x1b, 0x1f, 0x7f, 0x80, 0x9f,
	    0x2028, 0x202e, 0x2066, 0x2069, 0xe0000, 0xe007f };
	struct buf		 b = BUF_INIT;
	bool			 right = true;
	size_t			 i;

	for (i = 0; i < sizeof(good) / sizeof(*good); i++)
		right = right && !utf8_harmful(good[i]);
	OK("text that is what it looks like is harmless", right);
	for (i = 0; i < sizeof(bad) / sizeof(*bad); i++)
		right = right && utf8_harmful(bad[i]);
	OK("controls, overrides and tags are harmful", right);
	IS_STR("what is harmful or no UTF-8 becomes a question mark, the rest "
	    "stays", "a?b?\xe2\x82\xac?c\n", plain("a\033b\xff\xe2\x82\xac"
	    "\xe2\x80\xae" "c\n", 12));
	IS_STR("a character that is broken off is one mark a byte", "a??",
	    plain("a\xe2\x82", 3));
	utf8_add_1252(&b, "a\x80\x81\x9f\xa0\xff", 6);
	IS_STR("Windows-1252 has its own characters from 0x80 on, Latin-1 "
	    "from 0xa0", "a\xe2\x82\xac\xef\xbf\xbd\xc5\xb8\xc2\xa0\xc3\xbf",
	    buf_str(&b));
	OK("a text is valid up to its length alone",
	    utf8_valid("\xc3\xa4\xc3", 2) && !utf8_valid("\xc3\xa4\xc3", 3));
	OK("characters that are too long for their value are none",
	    !utf8_valid("\xe0\x9f\xbf", 3) && utf8_valid("\xe0\xa0\x80", 3) &&
	    !utf8_valid("\xf0\x8f\xbf\xbf", 4) &&
	    utf8_valid("\xf0\x90\x80\x80", 4) && !utf8_valid("\xc1\xbf", 2) &&
	    utf8_valid("\xc2\x80", 2) && !utf8_valid("\xf5\x80\x80\x80", 4) &&
	    utf8_valid("\xf4\x8f\xbf\xbf", 4) && utf8_valid("\xed\x9f\xbf", 3));
	OK("a byte in the middle begins no character",
	    utf8_char("\x80", 1, NULL) == 0 && utf8_char("\xe2\x28\xac", 3,
	    NULL) == 0 && utf8_char("\xe2\x82\x28", 3, NULL) == 0);
	buf_reset(&b);
	buf_add_quoted(&b, "it's");
	IS_STR("a shell reads a quoted word as it was", "'it'\\''s'",
	    buf_str(&b));
	buf_release(&b);
}

static void
likeness(void)
{
	IS_NUM("words that come twice count twice", 2.0 / 3,
	    similar_texts("a a b", "a a"), 1e-12);
	IS_NUM("a dot inside of a word is of it", 0, similar_texts("0.5",
	    "0 5"), 0);
	IS_NUM("a dot behind a word is not of it", 1, similar_texts("a.",
	    "a"), 0);
	IS_NUM("_ is of words", 0, similar_texts("a_b", "a b"), 0);
	IS_NUM("letters that are not ASCII are of words", 0,
	    similar_texts("\xc3\xa4", "\xc3\xb6"), 0);
	IS_NUM("two texts without words are alike", 1, similar_texts(",", ""),
	    0);
	IS_NUM("numbers are those of the text with fewer", 0.5,
	    similar_values("lr 0.1, 5 folds", "lr 0.1 6 folds of 7", ""), 0);
	IS_NUM("words are no numbers", 1, similar_values("a b", "c d", ""), 0);
	IS_NUM("numbers beside none are not alike", 0,
	    similar_values("a 1", "a", ""), 0);
	IS_NUM("none beside numbers is not alike", 0,
	    similar_values("a", "1 a", ""), 0);
	IS_NUM("names are like numbers, in any case", 0.5, similar_values(
	    "glucose times mass", "Age and Mass", "age mass glucose"), 0);
	IS_NUM("names beside none are not alike", 0,
	    similar_values("a mass", "a tree", "mass"), 0);
	IS_NUM("a single letter is no name", 1,
	    similar_values("a tree", "the tree", "a b"), 0);
}

static void
statistics(void)
{
	double	 odd[] = { 3, 1, 2 }, even[] = { 4, 1, 3, 2 };

	IS_NUM("the median of an odd count is the middle", 2,
	    num_median(odd, 3), 0);
	IS_NUM("the median of an even count is between", 2.5,
	    num_median(even, 4), 0);
	/* Tables of Student's t at 97.5 %. */
	IS_NUM("Student's t with 1 degree of freedom", 12.706, num_student(1),
	    0);
	IS_NUM("Student's t with 10 degrees", 2.228, num_student(10), 0);
	IS_NUM("Student's t with 11 degrees", 2.201, num_student(11), 3e-3);
	IS_NUM("Student's t with 30 degrees", 2.042, num_student(30), 1e-3);
	IS_NUM("Student's t with 1000 degrees", 1.962, num_student(1000),
	    1e-3);
}

static const char *
currencies(const char *cell, size_t *n)
{
	static struct buf	 b = BUF_INIT;
	char			 out[NUM_TEXT];
	unsigned		 marks = 0;

	buf_reset(&b);
	for (; *cell != '\0'; cell += strlen(cell) + 1)
		(void)num_plain(cell, '.', out, &marks);
	*n = num_currencies(marks, &b);
	return buf_str(&b);
}

static void
money(void)
{
	double	 d;
	size_t	 n;

	IS_STR("each currency is listed once", "$, \xe2\x82\xac",
	    currencies("$ 5\0" "5 \xe2\x82\xac\0" "$7\0", &n));
	IS_NUM("currencies are counted", 2, (double)n, 0);
	IS_STR("a sign of one that is named is no other", "US$",
	    currencies("$5\0USD 7\0", &n));
	IS_STR("a sign of yen that are named is no other", "JPY",
	    currencies("\xc2\xa5" "5\0JPY 7\0", &n));
	IS_STR("crowns that are named are no others", "SEK",
	    currencies("5 kr\0" "7 SEK\0", &n));
	IS_STR("two names are two currencies", "AUD, CAD",
	    currencies("AUD 5\0" "CAD 7\0", &n));
	IS_STR("numbers alone have no currency", "", currencies("5\0", &n));
	OK("a plain number is read as it is", num_read("1.5", '.', &d) &&
	    d == 1.5 && num_read("1.5", 0, &d) && d == 1.5);
	OK("a point may group where the comma is decimal",
	    num_read("1.500", ',', &d) && d == 1500 &&
	    num_read("1,5", ',', &d) && d == 1.5);
	OK("what is no number is not read", !num_read("x", '.', &d) &&
	    !num_read("5 kg", ',', &d));
	OK("columns without marks have points", num_decimal(0, ';') == '.' &&
	    num_decimal(NUM_COMMA_EITHER, ',') == '.' &&
	    num_decimal(NUM_COMMA_EITHER, '|') == '.' &&
	    num_decimal(NUM_COMMA_DECIMAL, ',') == ',' &&
	    num_decimal(NUM_POINT_DECIMAL, ';') == '.');
}

/* What a cell is read as, its marks told by letters: c C a decimal comma or one
 * of groups, p P the same of points, e either, % percent, $ currency. */
static void
cells(void)
{
	static const struct { const char *in, *out, *marks; } t[] = {
		{ "5", "5", "" }, { "+5", "+5", "" }, { "-5", "-5", "" },
		{ "1,5", "1.5", "c" }, { "1,25", "1.25", "c" },
		{ "1,234", "1234", "e" }, { "0,123", "0.123", "c" },
		{ "1234,567", "1234.567", "c" }, { "-1,234", "-1234", "e" },
		{ ",123", ".123", "c" }, { "1,234,567", "1234567", "C" },
		{ "1,234.5", "1234.5", "Cp" }, { "12,34,567.5", "1234567.5",
		    "Cp" }, { "1,23,45", "no", "" }, { "1.234.567", "1234567",
		    "P" }, { "1.234,5", "1234.5", "cP" },
		{ "1.234.567,89", "1234567.89", "cP" },
		{ "1,234.567,8", "no", "" }, { "1.234.56", "no", "" },
		{ "1,234e3", "1.234e3", "c" }, { "1,2345", "1.2345", "c" },
		{ "5%", "5", "%" }, { "5 %", "5", "%" }, { "%5", "5", "%" },
		{ "(5)", "-5", "" }, { "( $5 )", "-5", "$" }, { "($5)", "-5",
		    "$" }, { "(5", "no", "" }, { "5)", "no", "" },
		{ "(-5)", "no", "" }, { "-$5", "-5", "$" }, { "+$5", "5", "$" },
		{ "$-5", "-5", "$" }, { "-$-5", "no", "" }, { "5$", "5", "$" },
		{ "5 kr", "5", "$" }, { "5 k", "no", "" },
		{ "5 eur", "no", "" },
		{ "Fr. 5", "5", "$" }, { "1 234", "1234", "" },
		{ "1 2345", "no", "" }, { "12 34", "no", "" },
		{ "1\xe2\x80\x99" "234", "1234", "" }, { "1'23", "no", "" },
		{ "1e3", "1e3", "" }, { "e3", "no", "" }, { "1e", "no", "" },
		{ "$", "no", "" }, { "", "no", "" },
	};
	char		 name[80], out[NUM_TEXT], marks[20];
	unsigned	 m;
	size_t		 i, k;

	for (i = 0; i < sizeof(t) / sizeof(*t); i++) {
		m = 0;
		if (!num_plain(t[i].in, '.', out, &m))
			snprintf(out, sizeof(out), "no");
		marks[0] = '\0';
		for (k = 0; k < 6; k++)
			if (m >> k & 1)
				strncat(marks, &"cCpPe%"[k], 1);
		if (m >> 6 != 0)
			strcat(marks, "$");
		snprintf(name, sizeof(name), "'%s' is read", t[i].in);
		IS_STR(name, t[i].out, out);
		snprintf(name, sizeof(name), "'%s' shows its marks", t[i].in);
		IS_STR(name, t[i].marks, marks);
	}
}

static void
messages(void)
{
	static const struct { int no; enum hcc_status st; } t[] = {
		{ ENOENT, HCC_MISSING }, { ENOTDIR, HCC_MISSING },
		{ EACCES, HCC_PERMISSION }, { EPERM, HCC_PERMISSION },
		{ EROFS, HCC_PERMISSION }, { ENOMEM, HCC_INTERNAL },
		{ EIO, HCC_IO }, { ENOSPC, HCC_IO },
	};
	struct hcc_err	 e = HCC_ERR_INIT;
	bool		 right = true;
	size_t		 i;
	int		 st;

	for (i = 0; i < sizeof(t) / sizeof(*t); i++) {
		errno = t[i].no;
		right = right && err_errno(&e, "open '%s'", "x") == t[i].st &&
		    e.status == t[i].st;
		errno = t[i].no;
		right = right && err_errno(NULL, "x") == t[i].st;
	}
	OK("the status of a failed call is that of its errno", right);
	errno = ENOSPC;
	err_errno(&e, "write '%s'", "a\033b");
	IS_STR("the message of a failed call has its reason, and nothing that "
	    "a terminal obeys", "write 'a?b': No space left on device",
	    e.text);
	OK("a message may be put behind another",
	    err_prefix(&e, "at\t%d", 3) == HCC_IO);
	IS_STR("what is in front comes first",
	    "at 3: write 'a?b': No space left on device", e.text);
	OK("who does not want the message has the status",
	    err_set(NULL, HCC_AGAIN, "x") == HCC_AGAIN);
	err_set(&e, HCC_INPUT, "\x7f\xc3\xa4\n");
	IS_STR("a message is one line of UTF-8", "?\xc3\xa4?", e.text);
	for (st = HCC_OK; st <= HCC_CONFIG; st++)
		right = right && err_from_exit_code(err_exit_code(
		    (enum hcc_status)st)) == (enum hcc_status)st;
	OK("each status comes back from its exit status", right);
	OK("an exit status that no tool has is a program that failed",
	    err_from_exit_code(3) == HCC_UNAVAILABLE &&
	    err_from_exit_code(139) == HCC_UNAVAILABLE);
}

static void
json(void)
{
	struct buf	 b = BUF_INIT;
	jv		 v = jv_parse("{\"t\":true,\"f\":false,\"n\":5,\"s\":"
			    "\"x\",\"l\":[\"a\",3,{\"id\":\"q\",\"v\":7}],"
			    "\"e\":[],\"o\":{}}"), one;
	char		*path;

	OK("truth values are read", json_bool(v, "t", false) &&
	    !json_bool(v, "f", true) && json_bool(v, "n", true) &&
	    !json_bool(v, "n", false));
	OK("a member of another kind is the default",
	    json_num(v, "s", -1) == -1 && json_num(v, "n", -1) == 5 &&
	    strcmp(json_str(v, "n", "d"), "d") == 0);
	OK("only arrays have a length", json_len(json_at(v, "l")) == 3 &&
	    json_len(v) == 0);
	OK("an object or an empty list is a table", json_is_table(v) &&
	    json_is_table(json_at(v, "e")) && json_is_table(json_at(v, "o")) &&
	    !json_is_table(json_at(v, "l")) && !json_is_table(json_at(v, "n")));
	OK("items are those of the list alone",
	    json_item(json_at(v, "l"), 0, &one) &&
	    !json_item(json_at(v, "l"), 3, &one) &&
	    !json_item(json_at(v, "l"), -1, &one));
	OK("strings are found in a list", json_has(json_at(v, "l"), "a") &&
	    !json_has(json_at(v, "l"), "3"));
	OK("an absent member is null",
	    jv_get_kind(json_at(v, "x")) == JV_KIND_NULL);
	one = json_by_id(v, "l", "q");
	IS_NUM("an object is found by its id", 7, json_num(one, "v", 0), 0);
	jv_free(one);
	one = json_by_id(v, "l", "z");
	OK("an id that is not there finds nothing", !jv_is_valid(one));
	jv_free(one);
	v = json_put_path(v, "p", "/no\xff\\where");
	IS_STR("a path that is no UTF-8 is written with escapes",
	    "/no\\xff\\x5cwhere", json_str(v, "p", ""));
	path = json_path(v, "p");
	IS_STR("a path is read as it was", "/no\xff\\where", path);
	free(path);
	path = json_path(v, "n");
	OK("what is no string is no path", path == NULL);
	v = json_put_path(v, "q", NULL);
	OK("no path is null", jv_get_kind(json_at(v, "q")) == JV_KIND_NULL);
	v = json_put_str(v, "s", NULL);
	OK("no string is null", jv_get_kind(json_at(v, "s")) == JV_KIND_NULL);
	jv_free(v);
	v = json_put_num(jv_object(), "b", 1);
	v = json_put_num(v, "a", 2);
	json_dump_pretty(&b, v);
	IS_STR("files that people read are indented by two and end in a "
	    "newline", "{\n  \"a\": 2,\n  \"b\": 1\n}\n", buf_str(&b));
	jv_free(v);
	buf_release(&b);
}

int
main(void)
{
	words();
	units();
	characters();
	likeness();
	statistics();
	money();
	cells();
	messages();
	json();
	return tap_done();
}
