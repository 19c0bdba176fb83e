/*
 * digest_failures.c: what failed is in a digest, whatever else the log holds.
 */
#include <stdlib.h>
#include <string.h>

#include "digest/digest.h"
#include "digest/line_class.h"
#include "digested.h"

/* Each is a failure, by its words and signs alone. */
static const char *const failures[] = {
	"Killed", "Terminated", "Bus error (core dumped)",
	"./go.sh: line 4: 811 Segmentation fault      ./sim -n 3",
	"Illegal instruction", "malloc(): smallbin is damaged",
	"double free or corruption (out)", "*** stack smashing detected ***",
	"pure virtual method called",
	"sim: mesh.c:12: f: Assertion `n' failed.",
	"thread 'main' panicked at src/a.rs:3:5:", "Uncaught RangeError: x",
	"make: *** [Makefile:3: all] Error 2", "nvcc fatal   : no such arch",
	"Unable to reach the store", "OSError: [Errno 5] Input/output error",
	"java.lang.OutOfMemoryError: Java heap space", "State: OUT_OF_MEMORY",
	"job 7 ended: ran out of memory", "Connection timed out",
	"slurmstepd: error: *** JOB 5 ON n1 CANCELLED DUE TO TIME LIMIT ***",
	"run.sh: line 9: SEED: unbound variable",
	"r.sh: line 2: cond: command not found",
	"Process ended with exit code 3", "exitcode : -9 (pid: 7)",
	"EXIT CODE: 139", "exit status: 2", "EXIT=1", "fold 3 rc=137",
	"Command exited with non-zero status 4", "rank 2 exited on signal 11",
	"with errorcode 17.", "prep.py: error: argument --k: invalid choice",
	"usage: prep.py [-h] [--k K]", "CRITICAL:root:the table is empty",
	"2025-03-01 10:10:10 | E | loader | shard 7 is bad",
	"E0301 10:11:12.131415 140 read.cc:8] a record is bad",
	"{\"level\": \"error\", \"msg\": \"the lease was lost\"}",
	"{\"ts\":1,\"severity\":\"CRITICAL\",\"m\":\"circuit is open\"}",
	"{\"lvl\":\"fatal\",\"m\":\"5 rounds were in vain\"}",
	"{'event': 'end', 'status': 'failed', 'why': 'rank 0'}",
	"{\"step\": 4, \"error\": \"peer 3 is gone\"}",
	"time=10:10:10 level=error msg=\"pages cannot be pinned\"",
};

/* None of these is. */
static const char *const harmless[] = {
	"0 errors, 0 warnings", "error: 0.31", "Process ended, exit code 0",
	"exit status: 0", "rc=0", "rc 0.5", "usage: 34%", "GPU usage: low",
	"{\"level\": \"info\", \"msg\": \"reading errors.csv\"}",
	"{'error': 0.12, 'fold': 3}", "{\"error\": \"\", \"fold\": 3}",
	"{\"error\": null}", "the early exit at layer 4", "12 F 34", "plan E",
	"grade E | 4 | 5", "loading failed/a.csv", "alert level 3",
	"a critical value of 3",
};

static bool
is_failure(const char *line)
{
	struct line_class	 c;

	classify_line(line, strlen(line), &c);
	return c.flags & CLASS_STRONG;
}

static void
words(void)
{
	size_t	 i;

	for (i = 0; i < sizeof(failures) / sizeof(*failures); i++)
		OK(failures[i], is_failure(failures[i]));
	for (i = 0; i < sizeof(harmless) / sizeof(*harmless); i++)
		OK(harmless[i], !is_failure(harmless[i]));
}

/* Metrics of very many models, each of which is worth showing; `what` after
 * so many of them. */
static char *
among_metrics(const char *what, int at)
{
	struct buf	 b = BUF_INIT;
	char		*d;
	int		 i, k;

	for (i = 0; i < 400; i++) {
		if (i == at)
			buf_adds(&b, what);
		for (k = 0; k < 12; k++)
			buf_addf(&b, "net %c%c%c%c fold %d: loss %d.%d acc "
			    "0.%d score 0.%d best of the family %c%c\n",
			    'a' + i % 26, 'a' + i / 26, 'k' + i % 7,
			    'a' + i * 11 % 26, k, k, i * 7 % 10, i * k % 97,
			    (i + k) % 89, 'a' + i % 26, 'a' + i / 26);
	}
	d = plain(&b);
	buf_release(&b);
	return d;
}

static void
room(void)
{
	struct buf	 b = BUF_INIT;
	char		*d;
	size_t		 i;

	for (i = 0; i < sizeof(failures) / sizeof(*failures); i += 6) {
		buf_reset(&b);
		buf_addf(&b, "%s\n", failures[i]);
		d = among_metrics(buf_str(&b), 200);
		OK("a failure is shown though metrics fill the digest",
		    has(d, failures[i]));
		free(d);
	}
	d = among_metrics("reading sheet vier\nERROR: the sheet cannot be "
	    "read\nits header is empty\ncolumn fuenf has no name\n", 300);
	OK("the line before a failure is shown", has(d, "sheet vier"));
	OK("and those that follow it", has(d, "its header is empty\n") &&
	    has(d, "column fuenf has no name\n"));
	free(d);
	d = among_metrics("Exception in thread \"main\" "
	    "org.acme.IndexException: none\n"
	    "\tat java.base/java.io.Reader.open(Reader.java:9)\n"
	    "\tat java.base/java.io.Reader.a(Reader.java:19)\n"
	    "\tat java.base/java.io.Reader.b(Reader.java:29)\n"
	    "\tat java.base/java.io.Reader.c(Reader.java:39)\n"
	    "\tat org.acme.Index.find(Index.java:88)\n", 300);
	OK("the user's frame at the end of a stack is shown",
	    has(d, "Index.java:88"));
	free(d);
	buf_reset(&b);
	buf_adds(&b, "╭───── Traceback (most recent call last) ─────╮\n");
	for (i = 0; i < 3; i++)
		buf_addf(&b, "│ /u/app/net.py:%d in f%d │\n│ │\n"
		    "│ 1 │ for row in %c: │\n│ 2 │ x = row.%c │\n"
		    "│ ❱ 3 │ g%c(x) │\n│ │\n", 10 + (int)i, (int)i,
		    'a' + (int)i, 'k' + (int)i, 'p' + (int)i);
	buf_adds(&b, "╰─────────────────╯\nShapeError: (3, 17)\n");
	d = among_metrics(buf_str(&b), 300);
	OK("a trace that is drawn as a box has its frames",
	    has(d, "/u/app/net.py:10 in f0") && has(d, "gr(x)"));
	OK("and what was raised", has(d, "ShapeError: (3, 17)"));
	free(d);
	buf_release(&b);
}

/* Very many failures of one kind, each in other words, and a few others. */
static void
noise(void)
{
	struct buf	 b = BUF_INIT;
	char		*d;
	int		 i;

	for (i = 0; i < 900; i++) {
		buf_addf(&b, "ERROR of %c%c%c%c: no answer from %c%c%c%c\n",
		    'a' + i % 26, 'b' + i / 26 % 24, 'c' + i * 7 % 23,
		    'd' + i * 5 % 19, 'a' + i * 11 % 26, 'b' + i / 7 % 24,
		    'c' + i % 23, 'd' + i * 3 % 19);
		if (i == 400)
			buf_adds(&b, "Killed\n./go.sh: line 7: 81 Aborted\n"
			    "{\"level\": \"fatal\", \"m\": \"quorum lost\"}\n");
	}
	d = plain(&b);
	OK("the first failure is shown", has(d, "ERROR of abcd: no"));
	OK("the last failure is shown",
	    has(d, strrchr(buf_str(&b), 'E')));
	OK("among failures of one kind those of others are shown",
	    has(d, "\nKilled\n") && has(d, "line 7: 81 Aborted") &&
	    has(d, "quorum lost"));
	free(d);
	d = digest(buf_str(&b), b.len, 1 << 20,
	    (struct digest_opts){ .max_tokens = 100, .fill = true });
	OK("a failure has a place in the least digest", has(d, "ERROR of"));
	free(d);
	buf_release(&b);
}

/* A failure behind much text on its line. */
static void
far_away(void)
{
	struct buf	 b = BUF_INIT;
	char		*d;
	int		 i;

	buf_adds(&b, "{\"request\": \"");
	for (i = 0; i < 90; i++)
		buf_addf(&b, "word%c%c ", 'a' + i % 26, 'a' + i / 26);
	buf_adds(&b, "\", \"reply\": \"SheetError: row 4711 is torn\", "
	    "\"rest\": \"");
	for (i = 0; i < 90; i++)
		buf_addf(&b, "rest%c%c ", 'a' + i % 26, 'a' + i / 26);
	buf_adds(&b, "\"}\n");
	d = among_metrics(buf_str(&b), 100);
	OK("a long line is cut around its failure",
	    has(d, "SheetError: row 4711 is torn"));
	free(d);
	buf_release(&b);
}

/* A trace as the string of a line of JSON. */
static void
folded(void)
{
	char	*d = among_metrics("{\"name\": \"svc\", \"message\": "
		    "\"job 88 fell\", \"exc\": \"Traceback (most recent call "
		    "last):\\n  File \\\"/u/svc.py\\\", line 31, in f\\n    "
		    "return g(x)\\nIndexError: 9 of 9\", \"pid\": 4}\n", 90);

	OK("a trace in a string is shown as one", has(d, "\n Traceback (most "
	    "recent call last):\n  File \"/u/svc.py\", line 31, in f\n"
	    "    return g(x)\nIndexError: 9 of 9\n"));
	OK("and the line that has it", has(d, "job 88 fell"));
	free(d);
}

/* More traces than are kept: those of one message, or written over by another
 * process, give way to what is new. */
static void
many_traces(void)
{
	struct buf	 b = BUF_INIT;
	char		*d;
	int		 i;

	for (i = 0; i < 150; i++) {
		buf_addf(&b, "Traceback (most recent call last):\n"
		    "  File \"/u/m.py\", line %d, in f\n    g(x)\n", i + 1);
		buf_adds(&b, i == 60 ? "SheetError: torn\n" : i % 2 == 0 ?
		    "KeyError: 'a'\n" : "KeyErrorKeyError: : 'a''a'\n");
	}
	d = plain(&b);
	OK("of very many traces the one that differs is kept",
	    has(d, "SheetError: torn") && has(d, "line 61, in f"));
	free(d);
	buf_reset(&b);
	for (i = 0; i < 40; i++)
		buf_adds(&b, "Traceback (most recent call last):\n"
		    "  File \"/site-packages/a/a.py\", line 1, in a\n    b()\n"
		    "  File \"/site-packages/a/b.py\", line 2, in b\n    c()\n"
		    "  File \"/x/lib/python3/s.py\", line 3, in c\n    d()\n"
		    "  File \"/x/lib/python3/s.py\", line 4, in d\n    e()\n"
		    "OSError: shut\n");
	d = plain(&b);
	OK("the last frame of a package is shown",
	    has(d, "a/b.py\", line 2, in b"));
	OK("what was raised has its number of times",
	    has(d, "\nx40 OSError: shut\n"));
	free(d);
	buf_reset(&b);
	for (i = 0; i < 300; i++)
		buf_addf(&b, i % 50 == 49 ? "epoch %d loss nan\n" :
		    "epoch %d loss 0.5%d\n", i, i);
	d = plain(&b);
	OK("lines with a number that is not finite are counted",
	    has(d, "\n  x6 not finite: epoch 49 loss nan\n"));
	free(d);
	buf_release(&b);
}

/* A file that was cut off while others wrote on has zeros in its place. */
static void
holes(void)
{
	struct buf	 b = BUF_INIT;
	char		*d;

	buf_add(&b, "loss 0.5\n\0\0\0\0\0\0\0\0loss 0.25\n", 27);
	d = plain(&b);
	OK("zeros before a line are no letters",
	    has(d, "loss 0.5\nloss 0.25\n"));
	free(d);
	buf_release(&b);
}

/* Thousands of failures in other words each, and two of another kind. */
static void
rare_kinds(void)
{
	struct buf	 b = BUF_INIT;
	unsigned	 seed = 1;
	char		*d;
	int		 i, k;

	for (i = 0; i < 4000; i++) {
		buf_adds(&b, "ERROR");
		for (k = 0; k < 24; k++) {
			seed = seed * 1103515245 + 12345;
			buf_addf(&b, "%s%c", k % 4 == 0 ? " " : "",
			    'a' + (int)(seed >> 16) % 26);
		}
		buf_addc(&b, '\n');
		if (i == 1500)
			buf_adds(&b, "RuntimeError: no memory is left\n");
		if (i == 2500)
			buf_adds(&b, "Killed at the limit of the queue\n");
	}
	d = digest(buf_str(&b), b.len, 1 << 20,
	    (struct digest_opts){ .max_tokens = 500 });
	OK("failures of a rare kind are shown among thousands of another",
	    has(d, "RuntimeError: no memory is left\n") &&
	    has(d, "Killed at the limit of the queue\n"));
	free(d);
	buf_release(&b);
}

/* Eight wide series, each with a line that is not finite: failures have a part
 * of the room, and what others do not need as well. */
static void
spare_room(void)
{
	static const char *const parts[] = { "north", "south", "east", "west",
		"inner", "outer", "upper", "lower" };
	static const char *const words[] = { "pain", "gain", "cost", "worth",
		"waste", "price" };
	struct buf	 b = BUF_INIT;
	char		*d;
	const char	*p;
	int		 i, j, k, shown = 0;

	for (k = 0; k < 8; k++)
		for (i = 0; i < 60; i++) {
			buf_addf(&b, "%s part, error ", parts[k]);
			for (j = 0; j < 14; j++)
				buf_addf(&b, "%s_%c_of_the_part=%d.%03d ",
				    words[j % 6], 'a' + j,
				    i * (7 + 2 * j + k) % 61 * 1000 + j,
				    i * 37 % 101);
			buf_addf(&b, i == 20 ? "kl=inf\n" : "kl=0.%d\n", i);
		}
	d = plain(&b);
	for (p = d; (p = strstr(p, "kl=inf")) != NULL; p++)
		shown++;
	OK("failures that were shown in brief get the room that is left",
	    shown == 8);
	free(d);
	buf_release(&b);
}

int
main(void)
{
	folded();
	holes();
	rare_kinds();
	many_traces();
	words();
	room();
	spare_room();
	noise();
	far_away();
	return tap_done();
}
