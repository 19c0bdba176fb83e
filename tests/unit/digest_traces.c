/*
 * digest_traces.c: stack traces in a digest.
 */
#include <stdlib.h>
#include <string.h>

#include "digest/digest.h"
#include "digested.h"

static void
traces(void)
{
	struct buf	 b = BUF_INIT;
	char		*d;
	int		 i;

	for (i = 0; i < 9; i++)
		buf_adds(&b, "try\nTraceback (most recent call last):\n"
		    "  File \"/home/u/train.py\", line 9, in <module>\n"
		    "    model.fit(X)\n"
		    "  File \"/usr/lib/python3/dist-packages/a/b.py\", line 1, "
		    "in fit\n    check(X)\n"
		    "  File \"/usr/lib/python3/dist-packages/a/c.py\", line 2, "
		    "in check\n    other(X)\n"
		    "  File \"/usr/lib/python3/dist-packages/a/d.py\", line 3, "
		    "in other\n    raise ValueError(msg)\n"
		    "ValueError: bad X\n");
	d = plain(&b);
	OK("a trace that came nine times is shown once",
	    has(d, "x9 Traceback"));
	OK("a trace has the user's frame",
	    has(d, "\"/home/u/train.py\", line 9"));
	OK("a frame has its code", has(d, "model.fit(X)"));
	OK("a trace has the deepest frame",
	    has(d, "../dist-packages/a/d.py\", line 3"));
	OK("frames of libraries are counted", has(d, ".. 1 frame"));
	OK("a trace ends with the exception", has(d, "ValueError: bad X"));
	OK("frames between are left out", strstr(d, "a/c.py") == NULL);
	free(d);
	buf_release(&b);
}

static void
ranks(void)
{
	struct buf	 b = BUF_INIT;
	char		*d;
	int		 i;

	for (i = 0; i < 90; i++)
		buf_addf(&b, "step %d of both ranks is done\n", i);
	buf_adds(&b, "[rank0]: Traceback (most recent call last):\n"
	    "[rank1]: Traceback (most recent call last):\n"
	    "[rank0]:   File \"/u/t.py\", line 4, in f\n"
	    "[rank1]:   File \"/u/t.py\", line 8, in g\n"
	    "[rank0]:     f(0)\n[rank1]:     g(1)\n"
	    "[rank1]: KeyError: 'b'\n[rank0]: ValueError: a\n");
	d = digest(buf_str(&b), b.len, 7, (struct digest_opts){ 0 });
	OK("of two interleaved traces the first is whole",
	    has(d, "line 4, in f\n    f(0)\nValueError: a"));
	OK("of two interleaved traces the second is whole",
	    has(d, "line 8, in g\n    g(1)\nKeyError: 'b'"));
	free(d);
	buf_release(&b);
}

/* A frame, and the code of its line. */
static void
add_frame(struct buf *b, const char *prefix, const char *path, int line)
{
	buf_addf(b, "%s  File \"%s\", line %d, in f%d\n%s    g(%d)\n", prefix,
	    path, line, line, prefix, line);
}

static const char	 head[] = "Traceback (most recent call last):\n";

/* A log whose lines are not worth showing as they are, then `tail`. */
static char *
behind_steps(const struct buf *tail)
{
	struct buf	 b = BUF_INIT;
	char		*d;
	int		 i;

	for (i = 0; i < 1500; i++)
		buf_addf(&b, "step %d of the ranks is done\n", i);
	buf_add(&b, buf_str(tail), tail->len);
	d = plain(&b);
	buf_release(&b);
	return d;
}

#define LIBS "/usr/lib/python3/dist-packages/"

static void
long_traces(void)
{
	struct buf	 b = BUF_INIT;
	char		*d;
	int		 i;

	buf_adds(&b, head);
	for (i = 1; i <= 10; i++) {
		if (i == 6)
			add_frame(&b, "", LIBS "x.py", 11);
		add_frame(&b, "", "/u/a.py", i);
	}
	for (i = 12; i <= 14; i++)
		add_frame(&b, "", LIBS "y.py", i);
	buf_adds(&b, "    ^^^^\nKeyError: 17\n\nbye\n");
	d = behind_steps(&b);
	OK("a long trace has the user's first three frames and last four, "
	    "where the libraries begin, and the deepest", has(d, "done\n"
	    "Traceback (most recent call last):\n"
	    "  File \"/u/a.py\", line 1, in f1\n    g(1)\n"
	    "  File \"/u/a.py\", line 2, in f2\n    g(2)\n"
	    "  File \"/u/a.py\", line 3, in f3\n    g(3)\n  .. 4 frames\n"
	    "  File \"/u/a.py\", line 7, in f7\n    g(7)\n"
	    "  File \"/u/a.py\", line 8, in f8\n    g(8)\n"
	    "  File \"/u/a.py\", line 9, in f9\n    g(9)\n"
	    "  File \"/u/a.py\", line 10, in f10\n    g(10)\n"
	    "  File \"../dist-packages/y.py\", line 12, in f12\n    g(12)\n"
	    "  .. 1 frame\n"
	    "  File \"../dist-packages/y.py\", line 14, in f14\n    g(14)\n"
	    "KeyError: 17\nbye\n"));
	free(d);
	buf_reset(&b);
	buf_adds(&b, head);
	for (i = 1; i <= 100; i++)
		add_frame(&b, "", "/u/r.py", i);
	buf_adds(&b, "RecursionError: too deep\n");
	d = behind_steps(&b);
	OK("of a trace of 100 frames the first and the last are kept", has(d,
	    "line 3, in f3\n    g(3)\n  .. 93 frames\n"
	    "  File \"/u/r.py\", line 97, in f97\n    g(97)\n") &&
	    has(d, "line 100, in f100\n    g(100)\nRecursionError: too "
	    "deep\n"));
	free(d);
	buf_release(&b);
}

/* Traces are the same by the user's frames and the message without its
 * numbers. */
static void
same_traces(void)
{
	static const int	 own[] = { 3, 3, 4, 5 };
	struct buf		 b = BUF_INIT;
	char			*d;
	int			 i, k;

	for (k = 3; k <= 5; k++) {
		buf_adds(&b, head);
		for (i = 1; i < 3; i++)
			add_frame(&b, "", LIBS "y.py", i);
		add_frame(&b, "", LIBS "y.py", k == 5 ? 4 : 3);
		buf_adds(&b, "OSError: no\n");
	}
	for (k = 0; k < 4; k++) {
		buf_adds(&b, head);
		add_frame(&b, "", "/u/a.py", own[k]);
		if (k < 3)
			buf_addf(&b, "OSError: %d no\n", k * k * 7);
	}
	d = behind_steps(&b);
	OK("a trace of libraries alone has its first and last frame, and comes "
	    "once", has(d, "\nx2 Traceback (most recent call last):\n"
	    "  File \"../dist-packages/y.py\", line 1, in f1\n    g(1)\n"
	    "  .. 1 frame\n"
	    "  File \"../dist-packages/y.py\", line 3, in f3\n    g(3)\n"
	    "x2 (3 with variants) OSError: no\n"));
	OK("a trace of other frames of libraries is another", has(d,
	    "\nTraceback (most recent call last):\n"
	    "  File \"../dist-packages/y.py\", line 1, in f1\n    g(1)\n"
	    "  .. 1 frame\n"
	    "  File \"../dist-packages/y.py\", line 4, in f4\n    g(4)\n"));
	OK("traces that differ in the numbers of the message are one, with the "
	    "last of these", has(d, "\nx2 Traceback (most recent call last):\n"
	    "  File \"/u/a.py\", line 3, in f3\n    g(3)\n"
	    "x2 (3 with variants) OSError: 0 no\n  .. OSError: 7 no\n"));
	OK("a trace from another line of the user is another", has(d,
	    "\nTraceback (most recent call last):\n"
	    "  File \"/u/a.py\", line 4, in f4\n    g(4)\nOSError: 28 no\n"));
	OK("a trace that breaks off is shown", has(d,
	    "\nTraceback (most recent call last):\n"
	    "  File \"/u/a.py\", line 5, in f5\n    g(5)\n"));
	free(d);
	buf_release(&b);
}

/* The trace of a worker is the message of an error, so one line ends a trace
 * and heads the next. */
static void
inner_traces(void)
{
	struct buf	 b = BUF_INIT;
	char		*d;

	buf_adds(&b, head);
	add_frame(&b, "", "/u/main.py", 3);
	buf_adds(&b, "pool.RemoteError: INTERNAL: worker 3 said: ");
	buf_adds(&b, head);
	add_frame(&b, "", "/u/work.py", 8);
	buf_adds(&b, "KeyError: 'x'\n");
	d = behind_steps(&b);
	OK("a line that ends a trace and heads another does both", has(d,
	    "line 3, in f3\n    g(3)\npool.RemoteError: INTERNAL: worker 3 "
	    "said:\nTraceback (most recent call last):\n"
	    "  File \"/u/work.py\", line 8, in f8\n    g(8)\n"
	    "KeyError: 'x'\n"));
	free(d);
	buf_release(&b);
}

/* Two processes that fail alike write their lines in turns. */
static void
twice(void)
{
	struct buf	 b = BUF_INIT;
	char		*d;
	int		 i;

	for (i = 0; i < 4; i++) {
		buf_adds(&b, i == 0 ? head : "");
		buf_adds(&b, i == 0 ? head : "");
		buf_addf(&b, "  File \"/u/a.py\", line %d, in f\n", i + 5);
		buf_addf(&b, "  File \"/u/a.py\", line %d, in f\n", i + 5);
		buf_addf(&b, "    g(%d)g(%d)\n\n", i, i);
	}
	buf_adds(&b, "KeyErrorKeyError: : 'x''x'\n");
	d = behind_steps(&b);
	OK("a frame that is written twice is shown once", has(d,
	    "line 5, in f\n    g(0)g(0)\n  File \"/u/a.py\", line 6, in f\n"));
	free(d);
	buf_release(&b);
}

/* Of a log with many failures each has its place and message; the first and
 * the last have their whole trace. */
static void
many_failures(void)
{
	struct buf	 b = BUF_INIT;
	char		*d, want[80];
	int		 i, k, n = 0;

	for (i = 0; i < 90; i++) {
		buf_adds(&b, head);
		for (k = 1; k < 7; k++)
			add_frame(&b, "", "/u/job.py", i * 10 + k);
		buf_addf(&b, "ValueError: job %c%c\n", 'a' + i / 10,
		    'a' + i % 10);
	}
	d = behind_steps(&b);
	for (i = 0; i < 90; i++) {
		snprintf(want, sizeof(want), "line %d, in f%d\n    g(%d)\n"
		    "ValueError: job %c%c\n", i * 10 + 6, i * 10 + 6,
		    i * 10 + 6, 'a' + i / 10, 'a' + i % 10);
		n += strstr(d, want) != NULL;
	}
	IS_NUM("64 of 90 failures have their place and message", 64, n, 0);
	OK("the first has its whole trace", has(d, "line 1, in f1\n    g(1)\n"
	    "  File \"/u/job.py\", line 2, in f2"));
	OK("so has the last", has(d, "line 892, in f892\n    g(892)\n"
	    "  File \"/u/job.py\", line 893, in f893"));
	OK("one between has not", strstr(d, "line 200, in") == NULL);
	free(d);
	buf_release(&b);
}

/* Of many failures whose head was lost, the place is still the user's. */
static void
without_heads(void)
{
	struct buf	 b = BUF_INIT;
	char		*d, want[80];
	int		 i, n = 0;

	for (i = 1; i <= 20; i++) {
		add_frame(&b, "", "/u/job.py", i);
		add_frame(&b, "", "/usr/lib/python3/dist-packages/a.py", 50);
		add_frame(&b, "", "/usr/lib/python3/dist-packages/b.py", 60);
		buf_addf(&b, "ValueError: job %c\n", 'a' + i);
	}
	d = behind_steps(&b);
	for (i = 1; i <= 20; i++) {
		snprintf(want, sizeof(want), "\"/u/job.py\", line %d, ", i);
		n += strstr(d, want) != NULL;
	}
	IS_NUM("each of 20 failures has the user's line", 20, n, 0);
	free(d);
	buf_release(&b);
}

/* Frames of packages on Windows. */
static void
other_paths(void)
{
	struct buf	 b = BUF_INIT;
	char		*d;

	buf_adds(&b, head);
	add_frame(&b, "", "D:\\me\\run.py", 3);
	add_frame(&b, "", "C:\\py\\lib\\site-packages\\a\\b.py", 4);
	add_frame(&b, "", "C:\\py\\lib\\json.py", 5);
	add_frame(&b, "", "C:\\py\\lib\\site-packages\\a\\c.py", 6);
	buf_adds(&b, "OSError: no\n");
	d = behind_steps(&b);
	OK("libraries of Windows are folded", has(d, "  File \"D:\\me\\run.py\""
	    ", line 3, in f3\n    g(3)\n"
	    "  File \"..\\site-packages\\a\\b.py\", line 4, in f4\n    g(4)\n"
	    "  .. 1 frame\n"
	    "  File \"..\\site-packages\\a\\c.py\", line 6"));
	free(d);
	buf_release(&b);
}

/* Traces of many processes at once; each line has the prefix of its own. */
static void
many_ranks(void)
{
	struct buf	 b = BUF_INIT;
	char		*d, prefix[20];
	int		 i, k;

	for (i = 0; i < 3; i++)
		for (k = 0; k < 18; k++) {
			snprintf(prefix, sizeof(prefix), "[r%d]: ", k);
			if (i == 0)
				buf_addf(&b, "%s%s", prefix, head);
			if (i == 2)
				buf_addf(&b, "%sKeyError: %c\n", prefix,
				    'A' + k);
			else
				add_frame(&b, prefix, "/u/t.py",
				    k * 10 + i + 1);
		}
	d = behind_steps(&b);
	OK("of the traces of 18 processes the 16 that began last are read at "
	    "once", has(d, "line 21, in f21\n    g(21)\n"
	    "  File \"/u/t.py\", line 22, in f22\n    g(22)\nKeyError: C\n") &&
	    has(d, "line 171, in f171\n    g(171)\n"
	    "  File \"/u/t.py\", line 172, in f172\n    g(172)\n"
	    "KeyError: R\n"));
	OK("the traces that wait longest are closed", has(d,
	    "line 1, in f1\n    g(1)\nx18 [r0]: Traceback") &&
	    has(d, "line 11, in f11\n    g(11)\n[r2]: Traceback"));
	free(d);
	for (k = 58; k < 61; k++) {
		buf_reset(&b);
		buf_addf(&b, "[ra]: %s", head);
		add_frame(&b, "[ra]: ", "/u/a.py", 3);
		for (i = 0; i < k; i++)
			buf_addf(&b, "between %d\n", i);
		buf_adds(&b, "[ra]: ValueError: late\n");
		d = behind_steps(&b);
		if (k < 60)
			OK("a trace may be interrupted by 59 lines", has(d,
			    "line 3, in f3\n    g(3)\nValueError: late\n"));
		else
			OK("after more lines a trace has ended", has(d,
			    "line 3, in f3\n    g(3)\nx60 between 0"));
		free(d);
	}
	buf_reset(&b);
	buf_addf(&b, "%s%s", head, head);
	add_frame(&b, "", "/u/a.py", 3);
	buf_adds(&b, "ValueError: it\n");
	d = behind_steps(&b);
	OK("a head without frames gives way to the next",
	    has(d, "\nTraceback (most recent call last):\n  File \"/u/a.py\", "
	    "line 3, in f3\n    g(3)\nValueError: it\n"));
	free(d);
	buf_release(&b);
}

int
main(void)
{
	traces();
	ranks();
	long_traces();
	same_traces();
	inner_traces();
	twice();
	many_failures();
	without_heads();
	other_paths();
	many_ranks();
	return tap_done();
}
