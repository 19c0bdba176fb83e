/*
 * digest.c: the digest of small logs made on purpose.
 */
#include <stdlib.h>
#include <string.h>

#include "base/frame.h"
#include "base/tokens.h"
#include "digest/digest.h"
#include "digest/line_class.h"
#include "digest/scan.h"
#include "tap.h"

/* The digest of `log`, fed in pieces of `piece` bytes; the caller frees. */
static char *
digest(const char *log, size_t n, size_t piece, struct digest_opts o)
{
	struct digest	*d = digest_open(&o);
	struct buf	 out = BUF_INIT;
	size_t		 i, k;

	for (i = 0; i < n; i += k) {
		k = n - i < piece ? n - i : piece;
		/* A copy, so that reading behind the piece is seen. */
		char *copy = malloc(k);

		memcpy(copy, log + i, k);
		digest_feed(d, copy, k);
		free(copy);
	}
	digest_finish(d, &out);
	digest_close(d);
	return buf_detach(&out);
}

static char *
plain(const struct buf *log)
{
	return digest(buf_str(log), log->len, 1 << 20,
	    (struct digest_opts){ 0 });
}

static bool
has(const char *text, const char *part)
{
	bool	 yes = strstr(text, part) != NULL;

	if (!yes)
		printf("# no '%s' in:\n# %s\n", part, text);
	return yes;
}

static void
extremes(void)
{
	struct buf	 b = BUF_INIT;
	char		*d;
	int		 i;

	for (i = 0; i < 200; i++)
		buf_addf(&b, "epoch %d loss %.4f acc %.3f\n", i,
		    i == 77 ? 0.0123 : 2.0 / (i + 1) + 0.1,
		    i == 31 ? 0.987 : 0.5);
	d = plain(&b);
	OK("the lines of a template are counted", has(d, "x200 epoch 0 loss"));
	OK("the last line of a template is shown",
	    has(d, "epoch 199 loss 0.1100 acc 0.500"));
	OK("the line of the least loss is shown",
	    has(d, "loss min: epoch 77 loss 0.0123 acc 0.500"));
	OK("the line of the greatest accuracy is shown",
	    has(d, "acc max: epoch 31 loss 0.1625 acc 0.987"));
	OK("200 epochs take less than 100 tokens",
	    tok_estimate(d, strlen(d)) < 100);
	free(d);
	buf_release(&b);
}

static void
onset(void)
{
	struct buf	 b = BUF_INIT;
	char		*d;
	int		 i;

	for (i = 0; i < 90; i++)
		if (i < 20)
			buf_addf(&b, "step %d loss 1e%d\n", i, i);
		else
			buf_addf(&b, "step %d loss nan\n", i);
	d = plain(&b);
	OK("the first line with nan is shown", has(d, "step 20 loss nan"));
	OK("the place of the worst finite value is shown",
	    has(d, "loss max 1e19 @19"));
	free(d);
	buf_release(&b);
}

/* Epochs counted again for each fold: the best of each. */
static void
runs(void)
{
	struct buf	 b = BUF_INIT;
	char		*d;
	int		 i, k;

	for (k = 0; k < 3; k++)
		for (i = 1; i <= 20; i++)
			buf_addf(&b, "Epoch %d/20 val_loss: %.2f\n", i,
			    1 + k + (i == 7 + k ? -0.25 : 0.01 * i));
	d = plain(&b);
	OK("the best of each fold is shown",
	    has(d, "by run min 0.75 1.75 2.75"));
	free(d);
	buf_reset(&b);
	for (k = 0; k < 40; k++)
		for (i = 1; i <= 20; i++)
			buf_addf(&b, "Epoch %d/20 val_loss: 0.%d\n", i, k + i);
	d = plain(&b);
	OK("forty folds are not listed", strstr(d, "by run") == NULL);
	free(d);
	buf_release(&b);
}

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
	const char		*at;
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
	    "OSError: no\n"));
	OK("a trace of other frames of libraries is another", has(d,
	    "\nTraceback (most recent call last):\n"
	    "  File \"../dist-packages/y.py\", line 1, in f1\n    g(1)\n"
	    "  .. 1 frame\n"
	    "  File \"../dist-packages/y.py\", line 4, in f4\n    g(4)\n"));
	OK("traces that differ in the numbers of the message are one", has(d,
	    "\nx2 Traceback (most recent call last):\n"
	    "  File \"/u/a.py\", line 3, in f3\n    g(3)\nOSError: 0 no\n"));
	OK("a trace from another line of the user is another", has(d,
	    "\nTraceback (most recent call last):\n"
	    "  File \"/u/a.py\", line 4, in f4\n    g(4)\nOSError: 28 no\n"));
	OK("a trace that breaks off is shown", has(d,
	    "\nTraceback (most recent call last):\n"
	    "  File \"/u/a.py\", line 5, in f5\n    g(5)\n"));
	free(d);
	buf_reset(&b);
	for (k = 0; k < 70; k++) {
		buf_adds(&b, head);
		add_frame(&b, "", "/u/a.py", k + 1);
		buf_adds(&b, "OSError\n");
	}
	d = behind_steps(&b);
	for (k = 0, at = d; (at = strstr(at, "\nTraceback")) != NULL; at++)
		k++;
	IS_NUM("64 traces are shown, and the head that all have", 65, k, 0);
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

static void
bars(void)
{
	struct buf	 b = BUF_INIT;
	char		*d;
	int		 i;

	for (i = 0; i <= 100; i++)
		buf_addf(&b, "\r%3d%%|%.*s| %d/100 [00:%02d<00:00, 9.1it/s]", i,
		    3 * (i / 10), "██████████",
		    i, i / 2);
	buf_adds(&b, "ERROR: disk is full\nbye\n");
	d = plain(&b);
	OK("a message glued to a bar is shown", has(d, "ERROR: disk is full"));
	OK("a bar of 101 states is a few lines",
	    tok_estimate(d, strlen(d)) < 120);
	OK("the last line of the log is shown", has(d, "bye"));
	free(d);
	buf_release(&b);
}

/* However the bytes come, the digest is the same. */
static void
pieces(void)
{
	static const size_t	 size[] = { 1, 2, 3, 17, 100, 4096 };
	struct buf		 b = BUF_INIT;
	struct digest_opts		 o = { .ranges = true };
	char			*whole, *part;
	size_t			 i;

	for (i = 0; i < 300; i++)
		buf_addf(&b, "\033[1mfold\033[0m %zu: auc %.5f\n%s", i,
		    0.5 + (double)(i * 7919 % 1000) / 3000,
		    i % 7 == 0 ? "Warning: slow\n" : "");
	buf_adds(&b, "no newline at the end");
	whole = digest(buf_str(&b), b.len, b.len, o);
	for (i = 0; i < sizeof(size) / sizeof(size[0]); i++) {
		part = digest(buf_str(&b), b.len, size[i], o);
		IS_STR("the digest does not depend on how the log is cut",
		    whole, part);
		free(part);
	}
	OK("escape sequences are left out", strchr(whole, '\033') == NULL);
	free(whole);
	buf_release(&b);
}

/* Lines may end in CR LF, LF or CR, wherever the log is cut. */
static void
line_ends(void)
{
	static const char *const	 end[] = { "\n", "\r\n", "\r" };
	struct digest_opts		 o = { .ranges = true };
	struct buf			 b = BUF_INIT;
	char				*whole, *part;
	size_t				 i, k;

	for (k = 0; k < 3; k++) {
		buf_reset(&b);
		for (i = 0; i < 60; i++)
			buf_addf(&b, "step %zu: loss %.3f%s", i, 2.0 /
			    (double)(i + 1), end[k]);
		buf_addf(&b, "ValueError: no such column%s", end[k]);
		whole = digest(buf_str(&b), b.len, b.len, o);
		OK("an error behind any end of line is shown",
		    has(whole, "ValueError: no such column"));
		for (i = 1; i < 40; i++) {
			part = digest(buf_str(&b), b.len, i, o);
			IS_STR("a line's end may be cut in two", whole, part);
			free(part);
		}
		free(whole);
	}
	buf_release(&b);
}

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

/* Is `part` in `text`, blanks, rules and colours aside? `*from` moves behind
 * it. */
static bool
follows(const char *text, size_t n, size_t *from, const char *part, size_t k)
{
	static const char	 skip[] = " \t=-_#*.~+>";
	size_t			 i, j, at;

	for (at = *from; at <= n; at++) {
		for (i = at, j = 0; j < k; ) {
			if (strchr(skip, part[j]) != NULL)
				j++;
			else if (i < n && strchr(skip, text[i]) != NULL)
				i++;
			else if (i < n && text[i] == '\033')
				i += strcspn(text + i, "m") + 1;
			else if (i + 2 < n && text[i] == '\xe2' &&
			    part[j] != '\xe2')
				i += 3;		/* a bar is drawn shorter */
			else if (i < n && text[i] == part[j]) {
				i++;
				j++;
			} else
				break;
		}
		if (j == k) {
			*from = i;
			return true;
		}
	}
	return false;
}

/* The part of a digest's line behind its range that the log must have. */
static const char *
quoted(const char *s)
{
	const char	*q;

	if (*s == 'x' && s[1] >= '0' && s[1] <= '9')
		s = strchr(s, ' ') + 1;
	if (*s == '(' && (q = strstr(s, " with variants) ")) != NULL)
		s = q + 16;
	if (strncmp(s, "ends: ", 6) == 0)
		s += 6;
	if (strncmp(s, "  .. ", 5) == 0)
		s += 5;
	else if (strncmp(s, "    below: ", 11) == 0)
		s += 11;
	else if (strncmp(s, "  ", 2) == 0 &&
	    ((q = strstr(s, " min: ")) != NULL ||
	    (q = strstr(s, " max: ")) != NULL))
		s = q + 6;
	return s;
}

/* The number of an extreme, NULL if the line is none. */
static const char *
extreme(const char *s, const char *end, size_t *n)
{
	const char	*q = memmem(s, (size_t)(end - s), " min ", 5);

	if (q == NULL)
		q = memmem(s, (size_t)(end - s), " max ", 5);
	if (strncmp(s, "  ", 2) != 0 || q == NULL)
		return NULL;
	q += 5;
	*n = strcspn(q, " \n");
	return q;
}

/* Does the line of a digest say what its bytes of the log say? */
static bool
is_cited(const char *log, size_t size, const char *s, const char *end)
{
	unsigned long	 a, b;
	const char	*q, *gap;
	char		*e;
	size_t		 from = 0, n;

	if (*s != '[')
		return strncmp(s, "last lines:\n", 12) == 0;
	a = strtoul(s + 1, &e, 10);
	b = *e == '-' ? strtoul(e + 1, &e, 10) : 0;
	if (strncmp(e, "] ", 2) != 0 || a >= b || b > size ||
	    memchr(log + a, '\n', b - a) != NULL)
		return false;
	s = e + 2;
	if ((q = extreme(s, end, &n)) != NULL &&
	    follows(log + a, b - a, &from, q, n))
		return true;
	q = quoted(s);
	if (strstr(s, " frame") != NULL && strncmp(q, "  .. ", 5) == 0)
		return true;		/* folded frames */
	for (from = 0; q < end; q = gap + 2) {
		gap = strstr(q, "..");
		if (gap == NULL || gap > end)
			gap = end;
		if (!follows(log + a, b - a, &from, q, (size_t)(gap - q)))
			return false;
		if (gap == end)
			return true;
	}
	return true;
}

static void
cites(const char *what, const struct buf *log)
{
	char		*d = digest(buf_str(log), log->len, 4096,
			    (struct digest_opts){ .ranges = true });
	const char	*s, *end;
	unsigned	 lines = 0;
	bool		 good = true;

	for (s = d; *s != '\0' && good; s = end + 1, lines++) {
		end = strchr(s, '\n');
		good = is_cited(buf_str(log), log->len, s, end);
		if (!good)
			printf("# not so: %.*s\n", (int)(end - s), s);
	}
	OK(what, good && lines > 3);
	free(d);
}

/* With -r the bytes named are those of the line. */
static void
ranges(void)
{
	struct buf	 b = BUF_INIT;
	char		*d;
	int		 i, k;

	buf_adds(&b, "seed = 42\n\n");
	for (i = 1; i <= 30; i++)
		buf_addf(&b, "epoch %02d auc 0.%d\n", i, i == 2 ? 93 : 90 - i);
	d = digest(buf_str(&b), b.len, 1 << 20,
	    (struct digest_opts){ .ranges = true });
	OK("-r names the bytes of a line", has(d, "[0-9] seed = 42"));
	OK("blank lines count as bytes",
	    has(d, "[11-28] x30 epoch 01 auc 0.89"));
	OK("-r names the bytes of the best line",
	    has(d, "[29-46]   auc max: epoch 02 auc 0.93"));
	free(d);
	cites("every line of a digest is in the log where -r says", &b);
	for (k = 0; k < 3; k++) {
		buf_addf(&b, "===== Fold %d =====\r\n", k);
		for (i = 1; i < 40; i++)
			buf_addf(&b, "\033[1mEpoch %d/40\033[0m loss: %.4f - "
			    "val_auc: 0.%d\n%s", i, 1.0 / (i + k),
			    (i * 37 + k) % 89 + 10,
			    i % 9 == 0 ? "saving best model\n" : "");
		buf_addf(&b, "Fold %d: 0.%d\n", k, 80 + k);
	}
	cites("ranges hold with runs, escapes, outcomes", &b);
	for (i = 0; i <= 100; i += 5)
		buf_addf(&b, "\r%3d%%|%.*s| %d/100 [00:%02d<00:00]", i,
		    3 * (i / 10), "██████████", i,
		    i / 2);
	for (k = 0; k < 2; k++)
		buf_adds(&b, "\nTraceback (most recent call last):\n"
		    "  File \"/home/u/t.py\", line 3, in f\n    g(1)\n"
		    "  File \"/usr/lib/python3/dist-packages/a.py\", line 1, "
		    "in g\n    h()\n  File \"/usr/lib/python3/dist-packages/"
		    "b.py\", line 2, in h\n    raise ValueError\n"
		    "ValueError: none of it\n");
	for (i = 0; i < 3; i++) {
		buf_addf(&b, "long %d [", i);
		for (k = 0; k < 4000; k++)
			buf_addf(&b, "%d.%d, ", k % 7, k * i % 91);
		buf_addf(&b, "] rmse=%d.5\n", 3 - i);
	}
	buf_adds(&b, "the end, without a newline");
	cites("ranges hold with bars, traces, long lines", &b);
	buf_release(&b);
}

/* A log of little more than its digest is shown as it is. */
static void
whole(void)
{
	static const char	 log[] = "one 1 line\nanother, of 2\n\n"
				    "result: 3\n";
	struct buf		 b = BUF_INIT;
	char			*d;
	int			 i;

	d = digest(log, strlen(log), 1, (struct digest_opts){ 0 });
	IS_STR("a small log is shown whole",
	    "one 1 line\nanother, of 2\nresult: 3\n", d);
	free(d);
	for (i = 0; i < 400; i++)
		buf_addf(&b, "step %d took %d ms\n", i, i * 7919 % 100);
	d = plain(&b);
	OK("400 steps are not shown one by one",
	    strstr(d, "step 199 took") == NULL);
	free(d);
	d = digest(buf_str(&b), b.len, 4096, (struct digest_opts){
	    .max_tokens = 20000, .fill = true });
	OK("400 steps are shown if the budget allows",
	    has(d, "step 199 took 81 ms\n"));
	free(d);
	buf_release(&b);
}

/* "Where" is a number that counts, or nothing. */
static void
places(void)
{
	struct buf	 b = BUF_INIT;
	char		*d;
	int		 i, k;

	for (i = 1; i <= 200; i++)
		buf_addf(&b, " iteration %8d/    200 | lm loss: %.6E |\n%s", i,
		    2.5 + (i - 123) * (i - 123) * 1e-5,
		    i == 60 ? "> saved at iteration: 60\n" : "");
	d = plain(&b);
	OK("a counter of the own line says where",
	    has(d, "lm loss min:  iteration 123/ 200"));
	free(d);
	buf_reset(&b);
	for (i = 0; i < 120; i++)
		buf_addf(&b, "the household %d has an income of %d.5\n",
		    i * 37 % 61, i * 17 % 59);
	d = plain(&b);
	OK("a word that ends like a counter is none",
	    has(d, "income of max 58.5 (line ") && strchr(d, '@') == NULL);
	free(d);
	buf_reset(&b);
	for (i = 0; i < 60; i++) {
		buf_addf(&b, ">>> rate=1e-%d width=%d\n", i % 7, i);
		for (k = 1; k < 4; k++)
			buf_addf(&b, "patience counter: %d out of 3\n", k);
		buf_addf(&b, "mse: %.3f mae: %.3f\n", 0.2 + (i - 21) *
		    (i - 21) * 1e-3, 0.1);
	}
	d = plain(&b);
	OK("the best result is below its parameters", has(d,
	    "mse min: mse: 0.200 mae: 0.100\n    below: >>> rate=1e-0 "
	    "width=21\n"));
	free(d);
	buf_reset(&b);
	for (i = 1; i <= 30; i++)
		buf_addf(&b, "Epoch %d/30\nvalidation loss %.3f and %d more\n",
		    i, 0.5 + (i - 11) * (i - 11) * 1e-3, 100 - i);
	d = plain(&b);
	OK("the best line has the epoch above it",
	    has(d, "0.500 and 89 more\n    below: Epoch 11/30\n"));
	free(d);
	buf_release(&b);
}

/* Bars in sequence, runs in sequence. */
static void
ends(void)
{
	struct buf	 b = BUF_INIT;
	char		*d;
	int		 i, k;

	for (k = 0; k < 40; k++) {
		for (i = 0; i <= 100; i++)
			buf_addf(&b, "\r%3d%%|##   | %d/100 [%02d:%02d<1:10, "
			    "9.1s/it, score=%d.5]", i, i, k, i % 60,
			    i == 50 ? 99 : k);
		buf_adds(&b, "\n");
		if (k != 2)
			continue;
		d = plain(&b);
		OK("each of three bars has its end", has(d, "score=0.5]") &&
		    has(d, "score=1.5]") && has(d, "score=2.5]"));
		free(d);
	}
	d = plain(&b);
	OK("the ends of 40 bars are counted", has(d, "x40 ends: 100%"));
	OK("an unfinished state of a bar is no extreme",
	    strstr(d, "99.5") == NULL);
	free(d);
	buf_reset(&b);
	for (k = 0; k < 2; k++)
		for (i = 1; i <= 50; i++)
			buf_addf(&b, "Epoch %d/50 loss: %.4f\n", i,
			    1.0 / i + 0.5 * k);
	d = plain(&b);
	OK("the end of the first of two runs is shown",
	    has(d, "Epoch 50/50 loss: 0.0200"));
	OK("the end of the second of two runs is shown",
	    has(d, "Epoch 50/50 loss: 0.5200"));
	free(d);
	buf_release(&b);
}

/* Scores of twenty models, whose names stand above. */
static void
sections(void)
{
	static const char *const models[] = { "ridge", "lasso", "svm", "knn",
		"tree" };
	struct buf	 b = BUF_INIT;
	char		*d;
	int		 i, k;

	for (i = 0; i < 20; i++) {
		buf_addf(&b, "09:%02d:07 Fitting model: %s_%c\n", i,
		    models[i % 5], 'a' + i / 5);
		for (k = 0; k < 30; k++)
			buf_addf(&b, "step %d loss %.3f\n", k, 1.0 / (k + 1));
		buf_addf(&b, "0.%03d = score\n", 800 + i * 7 % 20);
	}
	d = plain(&b);
	OK("the result of a section has its heading", has(d,
	    "  .. 0.811 = score\n    below: 09:13:07 Fitting model: knn_c\n"));
	OK("so has that of the first section", has(d,
	    "x20 0.800 = score\n    below: 09:00:07 Fitting model: "
	    "ridge_a\n"));
	free(d);
	buf_reset(&b);
	for (i = 0; i < 60; i++)
		buf_addf(&b, "09:%02d:07 Running validation\nscore: 0.%03d\n",
		    i, 800 + i * 7 % 20);
	d = plain(&b);
	OK("headings that say the same make no sections",
	    strstr(d, "below") == NULL);
	free(d);
	buf_release(&b);
}

/* Lines that differ in numbers alone: the results of subjects, each after
 * epochs of its own, against those of the epochs. */
static void
results(void)
{
	struct buf	 b = BUF_INIT;
	char		*d;
	int		 i, k;

	for (i = 0; i < 40; i++) {
		for (k = 0; k < 20; k++)
			buf_addf(&b, "epoch %d loss %.3f\n", k, 1.0 / (k + 1));
		buf_addf(&b, "subject %02d: acc 0.%03d\n", i,
		    500 + i * 7 % 40);
	}
	d = plain(&b);
	OK("the results of all subjects are shown",
	    has(d, "\n  .. subject 07: acc 0.509\n") &&
	    has(d, "\n  .. subject 31: acc 0.517\n"));
	free(d);
	buf_reset(&b);
	for (i = 0; i < 20; i++) {
		buf_addf(&b, "--- trial %d: lr=0.%03d ---\n", i, i * 3 % 20);
		for (k = 0; k < 20 + i * 7 % 11; k++)
			buf_addf(&b, "epoch %d loss %.3f\n", k, 1.0 / (k + 1));
		buf_addf(&b, "trial %d stopped at epoch %d, f1 0.%03d\n", i,
		    k - 1, 500 + i * 7 % 40);
	}
	d = plain(&b);
	OK("the results of trials are shown below their parameters",
	    has(d, "  .. trial 11 stopped at epoch 19, f1 0.537\n"
	    "    below: --- trial 11: lr=0.013 ---\n"));
	free(d);
	buf_reset(&b);
	for (i = 0; i < 40; i++)
		buf_addf(&b, "Epoch %d/40\n loss 0.5\nval_acc: 0.%03d\n",
		    i, 500 + i * 7 % 40);
	d = plain(&b);
	OK("the values of all epochs are not",
	    strstr(d, "val_acc: 0.509") == NULL);
	free(d);
	buf_release(&b);
}

/* A table at the end of a large log, and the small log that nearly fits. */
static void
last_table(void)
{
	struct buf	 b = BUF_INIT;
	char		*d;
	int		 i;

	for (i = 0; i < 2000; i++)
		buf_addf(&b, "step %d loss %.4f\n", i, 2.0 / (i + 1));
	for (i = 0; i < 20; i++)
		buf_addf(&b, "beta[%d] %.2f %.3f\n", i, i * 7 % 20 / 3.0,
		    i / 7.0);
	d = plain(&b);
	OK("the rows of the last table are all shown",
	    has(d, "beta[4] 2.67 0.571\n") && has(d, "beta[13] 3.67 1.857\n"));
	free(d);
	buf_reset(&b);
	buf_adds(&b, "curl: the server said no\ntar: it is no archive\n"
	    "make: the target data was not made\n");
	for (i = 0; i < 12; i++)
		buf_addf(&b, "set VAR_%d to %d\n", i, i * 7);
	d = plain(&b);
	OK("a small log is shown whole", has(d, "set VAR_7 to 49\n"));
	free(d);
	buf_release(&b);
}

/* A number may be part of a metric's name. */
static void
names(void)
{
	struct buf	 b = BUF_INIT;
	char		*d;
	int		 i;

	for (i = 0; i < 50; i++)
		buf_addf(&b, "top 1 acc: %d.25\ntop 5 acc: %d.75\n",
		    i * 7 % 51, 50 + i * 7 % 51);
	d = plain(&b);
	OK("top 1 and top 5 are two series",
	    has(d, "top 1 acc max") && has(d, "top 5 acc max"));
	OK("two series have maxima of their own",
	    has(d, "50.25") && has(d, "100.75"));
	free(d);
	buf_reset(&b);
	for (i = 0; i < 150; i++)
		buf_addf(&b, "avg. score [%d-%d]: -%d.5\n", i * 50 + 1,
		    i * 50 + 50, 900 - i * 31 % 47);
	d = plain(&b);
	OK("a range in brackets does not take the name",
	    has(d, "avg. score max") && strstr(d, "max 7451") == NULL &&
	    strstr(d, "max 7500") == NULL);
	free(d);
	buf_release(&b);
}

/* Bars as programs write them into a file, a line for each state: the last
 * states are what is left, with all that they say. */
static void
bars_in_files(void)
{
	static const char *const	 t[] = {
		"%d/50 [00:0%d<00:10, 9.1it/s, loss=%.2f]",
		"%d/50 [00:0%d<00:10, 9.1s/it, loss=%.2f]",
		"%d/50 - %ds 30ms/step - loss: %.2f",
		"%d%%|###   | 7/50 [0%d:10] loss=%.2f",
		"%d / 50 (0%d it/s) loss=%.2f",
	};
	struct buf	 b = BUF_INIT, want = BUF_INIT;
	char		*d, name[160];
	size_t		 i;
	int		 k, n;

	for (i = 0; i < sizeof(t) / sizeof(*t); i++) {
		buf_reset(&b);
		buf_reset(&want);
		for (k = 0; k < 4; k++) {
			for (n = 1; n <= 50; n++) {
				buf_addf(&b, t[i], n, k, 1.0 / (k + n) + k);
				buf_addf(&b, "\n");
			}
			buf_addf(&b, "part %c is done\n", 'a' + k);
			buf_addf(&want, k == 0 ? "x4 ends: " : "  .. ");
			buf_addf(&want, t[i], 50, k, 1.0 / (k + 50) + k);
			buf_addc(&want, '\n');
		}
		d = plain(&b);
		snprintf(name, sizeof(name), "of four bars like '%.50s' the "
		    "ends are shown%s", t[i], i == 3 ? ", not if they never "
		    "end" : "");
		OK(name, i == 3 ? strstr(d, "ends: ") == NULL :
		    has(d, buf_str(&want)));
		free(d);
	}
	buf_release(&b);
	buf_release(&want);
}

/* What the numbers of a form are called: the words before them. */
static void
field_names(void)
{
	static const char *const	 t[][2] = {
		{ "train loss=%.2f", "\n  train loss max" },
		{ "{\"loss\": %.2f}", "\n  loss max" },
		{ "{'my loss': %.2f}", "\n  my loss max" },
		{ "12.3s - loss: %.2f", "\n  loss max" },
		{ "first, rmse: %.2f", "\n  rmse max" },
		{ "| rmse | %.2f |", "\n  rmse max" },
		{ "rmse of  two %.2f", "\n  rmse of two max" },
		{ "loss [1-50]: %.2f", "\n  loss max" },
		{ "loss[1-50]: %.2f", "\n  loss max" },
		{ "a rather long way to say what the loss was %.2f",
		    "\n  long way to say what the loss was max" },
		{ "x:loss/%.2f", "\n  x:loss/ max" },
		{ "\xc3\xa9 loss %.2f", "\n  \xc3\xa9 loss max" },
		{ "took %.2f s", "\n  took max" },
		{ "%.2f", "\n  col 1 max" },
	};
	struct buf	 b = BUF_INIT;
	char		*d, name[100];
	size_t		 i;
	int		 k;

	for (i = 0; i < sizeof(t) / sizeof(*t); i++) {
		buf_reset(&b);
		for (k = 0; k < 400; k++) {
			buf_addf(&b, t[i][0], 0.5 + k * 37 % 101 * 0.01);
			buf_addc(&b, '\n');
		}
		d = plain(&b);
		snprintf(name, sizeof(name), "the number of '%.60s' has its "
		    "name", t[i][0]);
		OK(name, has(d, t[i][1]));
		free(d);
	}
	buf_release(&b);
}

/* The side of a metric that is wanted is shown with its line, the other as a
 * value; of what is no metric both are values, of a few only. */
static void
sides(void)
{
	struct buf	 b = BUF_INIT;
	char		*d;
	int		 i;

	for (i = 0; i < 400; i++)
		buf_addf(&b, "mae %.2f auc %.2f qa %.2f qb %.2f qc %.2f qd "
		    "%.2f qe %.2f qf %.2f\n",
		    3 + ((i + 1) * 37 % 101 - 7) * 0.01,
		    (i * 53 % 103) * 0.01, i % 7 * 1.5, i % 11 * 1.5,
		    i % 13 * 1.5, i % 17 * 1.5, i % 19 * 1.5, i % 23 * 1.5);
	d = plain(&b);
	OK("less is better of errors", has(d, "\n  mae min: mae 2.93 ") &&
	    has(d, "\n  mae max 3.93 (line "));
	OK("more is better of other metrics", has(d, "\n  auc max: mae ") &&
	    has(d, " auc 1.02 "));
	OK("five numbers that are no metrics are followed",
	    has(d, "\n  qe max 27.00 (line 19 of 400)\n") &&
	    strstr(d, "  qf ") == NULL);
	free(d);
	buf_reset(&b);
	for (i = 0; i < 400; i++)
		buf_addf(&b, "loss %.2f at 2024-01-%02d on node7\n",
		    3 + (i * 37 % 101) * 0.01, i % 28 + 1);
	d = plain(&b);
	OK("parts of dates and names are not followed",
	    strstr(d, "\n  at ") == NULL && strstr(d, "\n  on ") == NULL &&
	    strstr(d, "\n  -") == NULL);
	free(d);
	buf_release(&b);
}

/* Words that come again in a line name another number. */
static void
same_words(void)
{
	struct buf	 b = BUF_INIT;
	char		*d;
	int		 i;

	for (i = 0; i < 400; i++)
		buf_addf(&b, "loss %.2f acc %.2f loss %.2f acc %.2f\n",
		    2 + (i + 7) * 37 % 101 * 0.01, (i + 9) * 41 % 101 * 0.01,
		    3 + (i + 5) * 43 % 101 * 0.01, (i + 3) * 47 % 101 * 0.01);
	d = plain(&b);
	OK("the first has its extremes", has(d, "\n  loss min: loss 2.00 ") &&
	    has(d, "\n  acc max: loss ") && has(d, " acc 1.00 loss "));
	OK("the second has its own", has(d, "\n  loss#2 min") &&
	    has(d, "loss 3.00 acc") && has(d, "\n  acc#2 max"));
	free(d);
	buf_release(&b);
}

/* A counter that cannot be believed says nothing of where. */
static void
counters(void)
{
	struct buf	 b = BUF_INIT;
	char		*d;
	int		 i;

	for (i = 0; i < 400; i++)
		buf_addf(&b, "step %d size %.2f\n", i, i * 37 % 101 * 1.5);
	d = plain(&b);
	OK("a counter that rises says where", has(d, "size max 150.00 @30\n"));
	free(d);
	buf_reset(&b);
	for (i = 0; i < 400; i++)
		buf_addf(&b, "step %d size %.2f\n", i * 61 % 97,
		    i * 37 % 101 * 1.5);
	d = plain(&b);
	OK("one that jumps does not",
	    has(d, "size max 150.00 (line 31 of 400)"));
	free(d);
	buf_reset(&b);
	for (i = 0; i < 400; i++)
		buf_addf(&b, "[%d] size %.2f\n", i, i * 37 % 101 * 1.5);
	d = plain(&b);
	OK("the first number of a line may count",
	    has(d, "size max 150.00 @30\n"));
	free(d);
	buf_reset(&b);
	for (i = 0; i < 400; i++)
		buf_addf(&b, "v%d size %.2f\n", i, i * 37 % 101 * 1.5);
	d = plain(&b);
	OK("one in a word does not",
	    has(d, "size max 150.00 (line 31 of 400)\n"));
	free(d);
	buf_reset(&b);
	for (i = 0; i < 400; i++)
		buf_addf(&b, "Epoch %d\nsize %.2f of the thing\n", i,
		    i * 37 % 101 * 1.5);
	d = plain(&b);
	OK("the epoch above says where", has(d, "size max 150.00 @30\n"));
	free(d);
	buf_release(&b);
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

/* What a form has lost, repeated, or never had. */
static void
forms(void)
{
	struct buf	 b = BUF_INIT;
	char		*d;
	int		 i;

	for (i = 0; i < 900; i++)
		buf_addf(&b, "step %d is done\n%s", i,
		    i < 3 ? "WARNING: the disk is slow\n" : "");
	d = plain(&b);
	OK("equal lines are counted and not listed",
	    has(d, "\nx3 WARNING: the disk is slow\n") &&
	    strstr(d, "  .. WARNING") == NULL);
	free(d);
	buf_reset(&b);
	for (i = 0; i < 900; i++)
		buf_addf(&b, "step %d is done\n%s", i, i % 300 == 7 ?
		    i < 10 ? "ERROR: cannot read file one of the set\n" :
		    i < 310 ? "ERROR: cannot read file one of the set /a/b\n" :
		    "ERROR: cannot read file one of the set, again\n" : "");
	d = plain(&b);
	OK("errors of one message are counted together",
	    has(d, "(3 with variants) ERROR: cannot read file"));
	free(d);
	buf_reset(&b);
	for (i = 0; i < 900; i++)
		buf_addf(&b, "step %d is done\n", i);
	buf_adds(&b, "RuntimeError: it broke\nsee the page of the thing\n"
	    "or ask somebody\nor not\n");
	d = plain(&b);
	OK("what follows an error is shown", has(d,
	    "RuntimeError: it broke\nsee the page of the thing\n"
	    "or ask somebody\n"));
	free(d);
	buf_release(&b);
}

/* UTF-16 as shells of Windows write it, with and without a mark, and behind
 * text of 8 bits. */
static void
wide(void)
{
	static const char	 text[] = "loss 0.5\r\nValueError: none\r\n";
	struct buf		 b = BUF_INIT;
	char			*d;
	size_t			 i;
	int			 mark;

	for (mark = 0; mark < 3; mark++) {
		buf_reset(&b);
		if (mark == 1)
			buf_add(&b, "\xff\xfe", 2);
		else if (mark == 2)
			buf_adds(&b, "first\n");
		for (i = 0; text[i] != '\0'; i++)
			buf_add(&b, (char[]){ text[i], '\0' }, 2);
		d = digest(buf_str(&b), b.len, 1, (struct digest_opts){ 0 });
		OK("UTF-16 is read", has(d, "loss 0.5\n") &&
		    has(d, "ValueError: none\n"));
		free(d);
	}
	d = digest("\xfe\xff\0o\0k\x4e\x2d\0\n", 10, 10,
	    (struct digest_opts){ 0 });
	IS_STR("UTF-16 with high bytes first is read", "ok\xe4\xb8\xad\n", d);
	free(d);
	d = digest("loss\0 0.5\a\033[1m!\n", 15, 15, (struct digest_opts){ 0 });
	OK("NUL, bells and escapes do not come through",
	    strchr(d, '\a') == NULL && strchr(d, '\033') == NULL &&
	    strncmp(d, "loss 0.5", 8) == 0);
	free(d);
	buf_release(&b);
}

/* More forms of lines than are kept: those that tell something stay. */
static void
many_forms(void)
{
	struct buf	 b = BUF_INIT;
	char		*d;
	int		 i;

	for (i = 0; i < 9000; i++) {
		buf_addf(&b, "%c%c%c%c%c went by\n", 'a' + i % 26,
		    'a' + i / 26 % 26, 'a' + i / 676 % 26, 'a' + i % 7,
		    'a' + i % 11);
		if (i % 10 == 0)
			buf_addf(&b, "still alive at %d\n", i);
		if (i == 700)
			buf_adds(&b, "ValueError: the disk is full\n");
		if (i == 900)
			buf_adds(&b, "final auc of the model: 0.87\n");
		if (i == 1100)
			buf_adds(&b, "learning rate: 0.003\n");
	}
	d = plain(&b);
	OK("of 9000 forms a line that comes again is counted to the end",
	    has(d, "x900 still alive at 0\n"));
	OK("an error among 9000 forms is kept",
	    has(d, "\nValueError: the disk is full\n"));
	OK("a result among 9000 forms is kept",
	    has(d, "\nfinal auc of the model: 0.87\n"));
	OK("the last line of 9000 forms is shown", has(d, "at 8990\n"));
	free(d);
	buf_release(&b);
}

/* What crosses the end of what was read, longer than a line may be, or is
 * broken off: cited by its bytes all the same. */
static void
long_lines(void)
{
	struct buf	 b = BUF_INIT;
	char		*d, *whole, want[80];
	size_t		 i, end;

	for (i = 0; i < 400; i++)
		buf_addf(&b, "step %zu is done\n", i);
	for (i = 0; i < 200000; i++)
		buf_addc(&b, "abcd efgh "[i % 10]);
	end = b.len;
	buf_adds(&b, "\nValueError: behind it\nand 5 more\n");
	whole = digest(buf_str(&b), b.len, b.len, (struct digest_opts){
	    .ranges = true });
	snprintf(want, sizeof(want), "\n[%zu-%zu] ValueError: behind it\n",
	    end + 1, end + 22);
	OK("a line behind a very long one has its place", has(whole, want));
	for (i = 1; i < 100000; i = i * 7 + 13) {
		d = digest(buf_str(&b), b.len, i, (struct digest_opts){
		    .ranges = true });
		OK("so it has, wherever the log is cut", has(d, want));
		free(d);
	}
	free(whole);
	buf_release(&b);
}

/* Never more than was asked for, whatever comes. */
static void
limits(void)
{
	static const size_t	 max[] = { 100, 500, 8000 };
	struct buf		 b = BUF_INIT;
	char			*d;
	size_t			 i, k;
	unsigned		 r = 1;

	for (i = 0; i < 20000; i++) {
		for (k = 0; k < 12; k++) {
			r = r * 1103515245 + 12345;
			buf_addf(&b, "%c%c%cerror ", 'a' + (int)(r >> 16) % 26,
			    'a' + (int)(r >> 20) % 26,
			    'a' + (int)(r >> 24) % 26);
		}
		buf_adds(&b, i % 3 == 0 ? "ValueError: x\n" : "loss 0.5\n");
	}
	for (i = 0; i < sizeof(max) / sizeof(max[0]); i++) {
		d = digest(buf_str(&b), b.len, 65536,
		    (struct digest_opts){ .max_tokens = max[i],
		    .ranges = true });
		OK("a digest stays within its limit",
		    tok_estimate(d, strlen(d)) <= max[i]);
		OK("a digest with a small limit is not empty", d[0] != '\0');
		free(d);
	}
	buf_reset(&b);
	for (i = 0; i < 3000000; i++)
		buf_addc(&b, "abc \0\xff"[i % 6]);
	d = plain(&b);
	OK("one line of 3 MB becomes less than 2000 tokens",
	    tok_estimate(d, strlen(d)) < 2000);
	free(d);
	d = digest("", 0, 1, (struct digest_opts){ 0 });
	IS_STR("the digest of nothing is nothing", "", d);
	free(d);
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

int
main(void)
{
	extremes();
	onset();
	runs();
	traces();
	ranks();
	long_traces();
	same_traces();
	many_ranks();
	bars();
	pieces();
	line_ends();
	families();
	ranges();
	whole();
	places();
	ends();
	names();
	sections();
	results();
	last_table();
	bars_in_files();
	field_names();
	sides();
	same_words();
	counters();
	signs_between();
	forms();
	wide();
	many_forms();
	long_lines();
	limits();
	masks();
	keys();
	classes();
	helpers();
	return tap_done();
}
