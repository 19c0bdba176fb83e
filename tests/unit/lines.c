/*
 * lines.c: what the digest sees in single lines: their class, their numbers,
 * their text made short; and the size of a text in tokens.
 */
#include <stdlib.h>

#include "base/frame.h"
#include "base/tokens.h"
#include "digest/line_class.h"
#include "digest/number.h"
#include "digest/text.h"
#include "tap.h"

/* A letter for each bit of a class, the lowest first. */
static const char	 letters[] = "E?WOMPDVTh.=tfkwSpu????cn";

/* E error, S strong, h a failure where it is a level or a head; W warning;
 * O outcome; M metric, n with a number in its name; P parameter; D data; V
 * machine; T time; c counter; . decimals, = a pair; t head and f frame of a
 * trace, k frame of a library, u file of the user; w words, p prose. Behind
 * them the word that leads. */
static const struct {
	const char	*line, *class, *lead;
} lines[] = {
	/* an error, or a quantity of that name */
	{ "error: 0.31", "M.=w", "" },
	{ "error\t=\t0.31", "M.=w", "" },
	{ "error 12", "EwS", "error" },
	{ "error rate: 5", "M=w", "" },
	{ "error rat", "EwS", "error" },
	{ "mean error 3", "Mw", "" },
	{ "failed 0.5", "E.wS", "failed" },
	{ "an error happened", "EwS", "error" },
	/* by its spelling */
	{ "ValueError: no", "E=wS", "ValueError" },
	{ "ERROR something", "EwS", "ERROR" },
	{ "E x", "h", "" },
	/* names, paths, counts are no events */
	{ "error.log was there", "w", "" },
	{ "read /a/error.log", "w", "" },
	{ "see error.", "EwS", "error" },
	{ "conn.abort(now)", "w", "" },
	{ "conn.abort now", "EwS", "abort" },
	{ "on_error called", "w", "" },
	{ "error_count 3", "w", "" },
	{ "a/error b", "w", "" },
	{ "an error/s b", "w", "" },
	{ "ERROR/3 b", "w", "" },
	{ "'error' b", "w", "" },
	{ "\"error\" b", "w", "" },
	{ "'error b", "EwS", "error" },
	{ "-error b", "EwS", "error" },
	{ "non-fatal", "w", "" },
	{ "fatal-ish", "w", "" },
	{ "fatal- b", "EwS", "fatal" },
	{ "fatal-", "EwS", "fatal" },
	{ "error=5", "=w", "" },
	{ "error==5", "EwS", "error" },
	{ "error=", "EwS", "error" },
	{ "ERROR=5", "E=wS", "ERROR" },
	{ "0 errors", "w", "" },
	{ "and 0 errors", "w", "" },
	{ "10 errors", "EwS", "errors" },
	{ "1.0 errors", "E.wS", "errors" },
	{ "0-errors", "EwS", "errors" },
	{ "3 errors", "EwS", "errors" },
	{ "failed: 0", "=w", "" },
	{ "failed=0", "=w", "" },
	{ "failed = 0", "=w", "" },
	{ "failed 0, passed 9", "Ow", "" },
	{ "failed: 0.5", "E.=wS", "failed" },
	{ "failed: 0/5", "E=wS", "failed" },
	{ "failed: 0x1d", "E=wS", "failed" },
	{ "failed: 01", "E=wS", "failed" },
	{ "failed: 1", "E=wS", "failed" },
	{ "failed-0", "EwS", "failed" },
	/* the strongest word leads */
	{ "warning before an error", "EWwS", "error" },
	{ "error before a warning", "EWwS", "error" },
	{ "error and then FATAL", "EwS", "FATAL" },
	{ "ValueError and then FATAL", "EwS", "ValueError" },
	{ "warning and then caution", "Ww", "warning" },
	/* stacks, and whose code it is */
	{ "#0 0x00007f in main", "Mhkwn", "" },
	{ "  #0  main () at a.c:4 in b", "wu", "" },
	{ "#x 0x1", "", "" },
	{ "#12 is open", "w", "" },
	{ "[bt] (3) /usr/lib/libx.so", "kw", "" },
	{ "[bt] 3 /usr/lib/libx.so", "w", "" },
	{ "\tat a.b.C(D.java:7)", "wu", "" },
	{ "\tat java.lang.Thread.start(Thread.java:7)", "kw", "" },
	{ "  @ Main ~/work/lenet.jl:61", "wu", "" },
	{ "  from /usr/lib/ruby/x.rb:5:in `g'", "kw", "" },
	{ " from a.rb:5:in `g'", "wu", "" },
	{ "from a.rb:5:in `g'", "w", "" },
	{ "at 3 things", "w", "" },
	{ "./prog(+0x1d) [0x4]", "kw", "" },
	{ "path/file.py:28: AssertionError", "EwSu", "AssertionError" },
	{ "tests/x.py:3: in g", "wu", "" },
	{ "tests/x.php:3: in g", "wu", "" },
	{ "tests/x.txt:3: in g", "w", "" },
	{ "tests/x.py#3: in g", "w", "" },
	{ "\tat tests/x.js#3", "wu", "" },
	{ "tests/x.py:3", "wu", "" },
	{ "tests/x.py:3 in g", "w", "" },
	{ "tests/x.py:", "w", "" },
	{ "tests/x.py:a: b", "=w", "" },
	{ ".py:3: in g", "w", "" },
	{ "a.py:3: in g", "w", "" },
	{ "go x.py:3: in g", "w", "" },
	{ "site-packages/x.py:3: in g", "kw", "" },
	{ "http://x:3: y", "w", "" },
	{ "Traceback (most recent call last):", "EtwS", "Traceback" },
	{ "traceback (most recent call last):", "EwS", "traceback" },
	{ "Traceback follows", "EwS", "Traceback" },
	{ "  File \"a.py\", line 3, in g", "fw", "" },
	{ "  File \"a.py\", line x", "w", "" },
	/* pairs and decimals */
	{ "lr = 1", "P=w", "" },
	{ "lr=1", "P=w", "" },
	{ "lr =1", "P=w", "" },
	{ "a == b", "", "" },
	{ "=3", "", "" },
	{ "width   : 3", "=w", "" },
	{ "'width': 3", "=w", "" },
	{ "\"width\": 3", "=w", "" },
	{ "9: 3", "", "" },
	{ "   : 3", "", "" },
	{ "a:3", "", "" },
	{ "a:\t3", "=", "" },
	{ "stage ....... 3", "=w", "" },
	{ "stage .... 3", "=w", "" },
	{ "stage .. 3", "w", "" },
	{ "stage ....... ", "w", "" },
	{ "stage.......3", "w", "" },
	{ "......... 3", "", "" },
	{ "0.5", ".", "" },
	{ "v1.5", ".", "" },
	{ "5. 5", "", "" },
	{ ".5", "", "" },
	/* prose, and where an error stands in it */
	{ "one of the many words that are in a line of words all of which are "
	    "plain, and one of them failed", "Ewp", "failed" },
	{ "one of the many words that are in a line of words all of which are "
	    "plain, and one of them is a KeyError", "EwS", "KeyError" },
	{ "one of the many words that are in a line of words all of which are "
	    "plain, but it has a warning", "Wwc", "warning" },
	{ "a b c d e f g h i j failed", "EMhwSn", "failed" },
	{ "a b c d e f g h i j k failed", "EMhwn", "failed" },
	{ "a b c d e f g h i j k FAILED", "EMhwSn", "FAILED" },
	/* signs that are no ASCII letters */
	{ "\351\224\231\350\257\257: x", "EwS", "\351\224\231\350\257\257" },
	{ "\351\224\231\350\257\257" "3", "Mw", "" },
	{ "\xe2\x9a\xa0 low", "Ww", "\xe2\x9a\xa0" },
	{ "\xe2\x9c\x85", "Ow", "" },
	{ "\xe2\x9c", "", "" },
	/* what a line is about */
	{ "epoch 3", "wc", "" }, { "batch 3", "PDwc", "" },
	{ "fold 3", "Mwc", "" }, { "top 5", "Mwn", "" },
	{ "took 3", "Tw", "" }, { "elapsed 3", "OTw", "" },
	{ "cuda", "Vw", "" }, { "rows", "Dw", "" }, { "best", "OMw", "" },
	{ "saved", "Ow", "" }, { "seed", "Pw", "" },
	{ "ignored", "Ww", "ignored" },
	{ "corrupt", "Ww", "corrupt" }, { "Fehler", "EwS", "Fehler" },
	{ "squarederror", "Mw", "" }, { "RPC_ERROR", "EwS", "ERROR" },
	{ "myException", "EwS", "myException" },
	{ "BadWarning", "Ww", "BadWarning" },
	{ "valloss", "Mw", "" }, { "myaccuracy", "Mw", "" },
	{ "fbscore", "Mw", "" },
	{ "glossy", "w", "" }, { "ab", "w", "" }, { "5 6", "", "" },
};

static void
classes(void)
{
	struct line_class	 c;
	char			 got[40], name[200], lead[40];
	const char		*line;
	unsigned		 bit;
	size_t			 i, k;

	for (i = 0; i < sizeof(lines) / sizeof(lines[0]); i++) {
		line = lines[i].line;
		classify_line(line, strlen(line), &c);
		for (bit = k = 0; letters[bit] != '\0'; bit++)
			if (c.flags >> bit & 1)
				got[k++] = letters[bit];
		got[k] = '\0';
		snprintf(name, sizeof(name), "the class of '%.150s'", line);
		IS_STR(name, lines[i].class, got);
		snprintf(lead, sizeof(lead), "%.*s", (int)c.len, line + c.at);
		snprintf(name, sizeof(name), "the word that leads in '%.150s'",
		    line);
		IS_STR(name, lines[i].lead, lead);
	}
}

/* "kind value text|rest" of the number at the first digit, or "no|rest". */
static const char *
number(const char *line, char *out, size_t size)
{
	static const char	*const kinds[] = { "int", "dec", "time",
				    "nan" };
	struct number		 n;
	const char		*p = line + strcspn(line, "0123456789"), *end;

	if (number_read(&n, line, p, strchr(p, '\0'), &end) == NULL)
		snprintf(out, size, "no|%s", end);
	else
		snprintf(out, size, "%s %.15g %.*s|%s", kinds[n.kind], n.v,
		    (int)n.len, line + n.at, end);
	return out;
}

static void
numbers(void)
{
	static const char *const	 t[][2] = {
		{ "7", "int 7 7|" }, { "-7 x", "int -7 -7| x" },
		{ "x-7", "int 7 7|" }, { "x -7", "int -7 -7|" },
		{ "0.25,", "dec 0.25 0.25|," }, { ".5", "dec 0.5 .5|" },
		{ "-.5", "dec -0.5 -.5|" }, { "x.5", "int 5 5|" },
		{ "5.", "dec 5 5.|" }, { "5.x", "int 5 5|.x" },
		{ "1e3", "dec 1000 1e3|" }, { "1E-3", "dec 0.001 1E-3|" },
		{ "1e+3", "dec 1000 1e+3|" }, { "1e", "int 1 1|e" },
		{ "1e-", "int 1 1|e-" }, { "2.5e30", "dec 2.5e+30 2.5e30|" },
		{ "2.5e-30", "dec 2.5e-30 2.5e-30|" },
		{ "2.5e19", "dec 2.5e+19 2.5e19|" },
		{ "1e400", "dec inf 1e400|" },
		{ "1e99999", "dec inf 1e99999|" },
		{ "0e400", "dec 0 0e400|" }, { "1e-400", "dec 0 1e-400|" },
		{ "123456789012345678901", "int 1.23456789012346e+20 "
		    "123456789012345678901|" },
		{ "0.00000000000000000012", "dec 1.2e-19 "
		    "0.00000000000000000012|" },
		{ "1.23456789012345678901", "dec 1.23456789012346 "
		    "1.23456789012345678901|" },
		{ "1.2.3 x", "no| x" }, { "1.2. x", "dec 1.2 1.2|. x" },
		{ " 10,333,505", "int 10333505 10,333,505|" },
		{ "x1,333", "int 1 1|,333" }, { "=1,333", "int 1333 1,333|" },
		{ "1,33", "int 1 1|,33" }, { "1,3334", "int 1 1|,3334" },
		{ "1,333,1", "int 1 1|,333,1" }, { "1,333.5", "dec 1333.5 "
		    "1,333.5|" },
		{ "1234,333", "int 1234 1234|,333" },
		{ "1:02", "time 62 1:02|" },
		{ "1:02:03", "time 3723 1:02:03|" },
		{ "1:02:03:04", "time 3723 1:02:03|:04" },
		{ "1:02.5 x", "time 62 1:02.5| x" },
		{ "1:02,5", "time 62 1:02,5|" }, { "1:02.", "time 62 1:02|." },
		{ "1:2", "int 1 1|:2" }, { "1:023", "int 1 1|:023" },
		{ "1234:02", "int 1234 1234|:02" },
		{ "123:02", "time 7382 123:02|" },
	};
	char	 name[100], line[120], want[120], got[120];
	size_t	 i;

	for (i = 0; i < sizeof(t) / sizeof(t[0]); i++) {
		snprintf(name, sizeof(name), "the number in '%s'", t[i][0]);
		IS_STR(name, t[i][1], number(t[i][0], got, sizeof(got)));
		/* far from the end eight bytes are read at once */
		snprintf(line, sizeof(line), "%s%40s", t[i][0], "");
		snprintf(want, sizeof(want), "%s%40s", t[i][1], "");
		snprintf(name, sizeof(name), "the number in a line '%s ..'",
		    t[i][0]);
		IS_STR(name, want, number(line, got, sizeof(got)));
	}
	OK("nan and inf are words of their own",
	    number_not_finite("nan", "nan") == 3 &&
	    number_not_finite("Infinity,", "Infinity,") == 8 &&
	    number_not_finite("INF", "INF") == 3 &&
	    number_not_finite("nano", "nano") == 0 &&
	    number_not_finite("nan2", "nan2") == 0 &&
	    number_not_finite("in", "in") == 0);
	{
		const char	*s = "xnan", *minus = "-inf";

		OK("nan at the end of a word is none",
		    number_not_finite(s, s + 1) == 0);
		OK("a sign before inf is no part of it",
		    number_not_finite(minus, minus + 1) == 3);
	}
}

/* Where a number is looked for, its sign comes first. */
static void
values(void)
{
	static const char *const	 t[][2] = {
		{ "7", "7" }, { "-7", "-7" }, { ".5", ".5" }, { "-.5", "-.5" },
		{ "nan", "nan" }, { "inf;", "inf" }, { "-", "" }, { ".", "" },
		{ "x", "" }, { "-x", "" }, { "-inf", "" }, { "1.2.3", "" },
	};
	struct number	 n;
	char		 name[60], got[40];
	const char	*line = "a-7";
	size_t		 i;

	for (i = 0; i < sizeof(t) / sizeof(t[0]); i++) {
		got[0] = '\0';
		if (number_value(&n, t[i][0], t[i][0],
		    strchr(t[i][0], '\0')) != NULL)
			snprintf(got, sizeof(got), "%.*s", (int)n.len,
			    t[i][0] + n.at);
		snprintf(name, sizeof(name), "the value at '%s'", t[i][0]);
		IS_STR(name, t[i][1], got);
	}
	OK("a sign within a word is none",
	    number_value(&n, line, line + 1, strchr(line, '\0')) == NULL);
}

static void
texts(void)
{
	static const char	 path[] = "/usr/lib/python3/dist-packages/a.py";
	static const char *const	 t[][2] = {
		{ "a  b\t c  ", "a b c" }, { " a", " a" }, { "    a", "  a" },
		{ "", "" }, { "   ", "" }, { "a\x01\x7f" "b", "a b" },
		{ "=====", "=====" }, { "======", "===" },
		{ "a ------- b", "a --- b" }, { "a ...... 5", "a ...... 5" },
		{ "a......5", "a...5" }, { "a ......5", "a ...5" },
		{ "...... 5", "... 5" }, { "a ......", "a ..." },
		{ "\xe2\x96\x88\xe2\x96\x88\xe2\x96\x88 5", "\xe2\x96\x88 5" },
		{ "\xe2\x82\xac\xe2\x82\xac", "\xe2\x82\xac\xe2\x82\xac" },
		{ path, "../dist-packages/a.py" },
		{ "\"/a/b/site-packages/x\"", "\"../site-packages/x\"" },
		{ "x/a/b/site-packages/x", "x/a/b/site-packages/x" },
		{ "/a/b /c/site-packages/x", "/a/b /c/site-packages/x" },
		{ "in /c/d/site-packages/x", "in ../site-packages/x" },
		{ "/a:/c/site-packages/x", "/a:/c/site-packages/x" },
	};
	char	 name[80], got[400], text[400];
	size_t	 i, n;

	for (i = 0; i < sizeof(t) / sizeof(t[0]); i++) {
		snprintf(name, sizeof(name), "'%s' made short", t[i][0]);
		n = text_tidy(got, t[i][0], strlen(t[i][0]));
		got[n] = '\0';
		IS_STR(name, t[i][1], got);
	}
	memset(text, 'x', 300);
	text[300] = '\0';
	text[0] = '(';
	n = text_tidy(got, text, 121);
	OK("120 characters without a blank are kept", n == 121);
	n = text_tidy(got, text, 122);
	OK("of more the ends are kept", n == 1 + 64 + 4 + 24 &&
	    memcmp(got, "(xxx", 4) == 0 &&
	    memcmp(got + 60, "xxxxx .. xxx", 12) == 0);
	text[0] = 'x';
	text[130] = '\'';
	n = text_tidy(got, text, 300);
	OK("a quote ends what is cut", n == 64 + 4 + 24 + 1 + 64 + 4 + 24);
}

/* "0123..": what is left of it in `max` bytes. */
static const char *
cut(const char *text, size_t max, char *out)
{
	out[text_cut(out, max, text, strlen(text))] = '\0';
	return out;
}

static void
cuts(void)
{
	char	 text[201], out[202];
	size_t	 i;

	for (i = 0; i < 200; i++)
		text[i] = (char)('0' + i / 20);
	text[200] = '\0';
	IS_STR("a text that fits is not cut", text, cut(text, 200, out));
	IS_STR("of a text half of the room is its beginning, a fifth its end",
	    "00000000000000000000111111111111111111112222222222 .. "
	    "99999999999999999999", cut(text, 100, out));
	IS_STR("in little room the beginning is kept",
	    "000000000000000000001111111111", cut(text, 30, out));
	memcpy(text + 49, "\xe2\x82\xac", 3);
	memcpy(text + 178, "\xe2\x82\xac", 3);
	IS_STR("no character is cut",
	    "0000000000000000000011111111111111111111222222222 .. "
	    "\xe2\x82\xac" "9999999999999999999", cut(text, 100, out));
	IS_STR("no character is cut in little room",
	    "000000000000000000001111111111111111111122222222" "2",
	    cut(text, 51, out));
}

static void
prefixes(void)
{
	static const struct { const char *line; size_t n; } t[] = {
		{ "2026-01-31 08:00:00,123 - train - INFO - x", 41 },
		{ "INFO: x", 6 }, { "[DEBUG] x", 8 }, { "a|INFO|x", 7 },
		{ "INFO x", 5 }, { "x9INFO x", 0 }, { "INFO9 x", 0 },
		{ "a DEBUG: b", 9 }, { "INFORM x", 0 }, { "AINFO x", 0 },
		{ "INFO", 0 },
		{ "INFO - ", 0 }, { "WARNING: x", 0 }, { "INF x", 0 },
		{ "[rank 1] x", 8 }, { "(worker) x", 8 }, { "[1]", 0 },
		{ "[open x", 0 }, { "x [1] y", 0 }, { "", 0 },
		{ "[0123456789012345678901234567890123456789] x", 0 },
		{ "[01234567890123456789012345678901234567] x", 40 },
	};
	char	 name[80];
	size_t	 i;

	for (i = 0; i < sizeof(t) / sizeof(t[0]); i++) {
		snprintf(name, sizeof(name), "the prefix of '%s'", t[i].line);
		IS_NUM(name, (double)t[i].n, (double)text_prefix(t[i].line,
		    strlen(t[i].line)), 0);
	}
}

static const char *
decoded(const char *p, size_t n, bool big, char *out)
{
	out[decode_line(out, p, n, big)] = '\0';
	return out;
}

static void
decoding(void)
{
	char	 b[200];

#define D(text, big) decoded(text, sizeof(text) - 1, big, b)
	IS_STR("colours are left out", "ab", D("\033[1;31ma\033[0mb", false));
	IS_STR("a title is left out", "ab", D("\033]0;x\aa\033]0;y\033\\b",
	    false));
	IS_STR("a title that is broken off ends at the next sequence", "b",
	    D("\033]0;x\033[1mb", false));
	IS_STR("a sequence of two bytes is left out", "ab", D("\033Ma\033_b",
	    false));
	IS_STR("an escape before other bytes is left out alone", "ab 5",
	    D("a\033b 5", false));
	IS_STR("a line may end within a sequence", "a", D("a\033[1", false));
	IS_STR("a line may end within a title", "a", D("a\033]0", false));
	IS_STR("a line may end in an escape", "a", D("a\033", false));
	IS_STR("NUL bytes are left out", "abcdef", D("ab\0cdef\0", false));
	IS_STR("half of the letters NUL is UTF-16", "ab", D("a\0b\0", false));
	IS_STR("the half of a newline before is skipped", "ab",
	    D("\0a\0b\0", false));
	IS_STR("the high byte may come first", "ab", D("\0a\0b\0", true));
	IS_STR("the mark of UTF-16 is left out", "ab",
	    D("\xff\xfe" "a\0b\0", false));
	IS_STR("a pair of surrogates is a character", "\xf0\x9f\x98\x80" "ab",
	    D("\x3d\xd8\x00\xde" "a\0b\0", false));
	IS_STR("halves of surrogates are unknown characters",
	    "\xef\xbf\xbd" "a\xef\xbf\xbd" "bcd\xef\xbf\xbd",
	    D("\x3d\xd8" "a\0\x00\xde" "b\0c\0d\0\x3d\xd8\0", false));
	IS_STR("many NUL bytes in a row are a hole, not letters", "ab",
	    D("\0\0\0\0\0ab", false));
	IS_STR("characters of three bytes come through", "\xe2\x82\xac" "ab",
	    D("\xac\x20" "a\0b\0", false));
#undef D
}

static void
tokens(void)
{
	static const struct { const char *text; size_t n; } t[] = {
		{ "abcdef", 1 }, { "abcdefg", 2 }, { "ABCDEF", 1 },
		{ " abcdef", 1 }, { "  abcdef", 2 }, { "123", 1 },
		{ "1234", 2 }, { " 123", 2 }, { "...", 1 }, { "....", 2 },
		{ " ...", 1 }, { "a.", 2 }, { " ", 1 },
		{ "                 ", 2 }, { "\t\n\r", 1 },
		{ "\xe2\x82\xac\xe2\x82\xac", 1 },
		{ "\xe2\x82\xac\xe2\x82\xac\xe2\x82\xac", 2 },
		{ "a1 b", 3 }, { "\x1f", 1 }, { "/:@`[{", 2 },
	};
	char	 name[60];
	size_t	 i;

	for (i = 0; i < sizeof(t) / sizeof(t[0]); i++) {
		snprintf(name, sizeof(name), "the tokens of '%s'", t[i].text);
		IS_NUM(name, (double)t[i].n, (double)tok_estimate(t[i].text,
		    strlen(t[i].text)), 0);
	}
}

static void
frames(void)
{
	static const char *const	 libraries[] = { "<frozen importlib>",
	    "<string>", "<std>", "/usr/lib/x.py", "java.util.List",
	    "/a/node_modules/x.js", "org.apache.x",
	    "C:\\a\\site-packages\\x.py", "C:\\py\\Lib\\x.py" };
	static const char *const	 own[] = { "<stdin>", "/home/u/x.py",
	    "java.", "myjava.util", "", "/usr/x" };
	struct frame	 f;
	bool		 good = true;
	const char	*s = "File \"x.py\", line 999999999";
	size_t		 i;

	for (i = 0; i < sizeof(libraries) / sizeof(libraries[0]); i++)
		good = good && frame_library(libraries[i],
		    strlen(libraries[i]));
	OK("files of libraries are told by their places", good);
	for (i = 0; i < sizeof(own) / sizeof(own[0]); i++)
		good = good && !frame_library(own[i], strlen(own[i]));
	OK("other files are the user's", good);
	OK("a frame has its path and line", frame_parse(s, strlen(s), &f) &&
	    f.at == 0 && f.path_len == 4 && f.line == 999999999);
	s = "File \"\", line 3";
	OK("a frame without a path is none", !frame_parse(s, strlen(s), &f));
	s = "File \"x\", line 0";
	OK("a frame without a line is none", !frame_parse(s, strlen(s), &f));
	s = "File \"x\", lin 3";
	OK("a frame that is broken off is none",
	    !frame_parse(s, strlen(s), &f));
}

int
main(void)
{
	classes();
	numbers();
	values();
	texts();
	cuts();
	prefixes();
	decoding();
	tokens();
	frames();
	return tap_done();
}
