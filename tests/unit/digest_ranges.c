/*
 * digest_ranges.c: the bytes of the log that each line of a digest cites.
 */
#include <stdlib.h>
#include <string.h>

#include "digest/digest.h"
#include "digested.h"

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
	size_t		 n = strcspn(s, "\n");

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
	    ((q = memmem(s, n, " min", 4)) != NULL ||
	    (q = memmem(s, n, " max", 4)) != NULL) &&
	    (q[4] == ':' || strchr("(@", q[5]) != NULL) &&
	    (q = strstr(q, ": ")) != NULL)
		s = q + 2;
	return s;
}

/* Where one of both stands in the line, or NULL. */
static const char *
either(const char *s, const char *end, const char *a, const char *b)
{
	const char	*q = memmem(s, (size_t)(end - s), a, strlen(a));

	return q != NULL ? q : memmem(s, (size_t)(end - s), b, strlen(b));
}

/* The number of an extreme, with its name if that is the log's; NULL if the
 * line is none. */
static const char *
extreme(const char *s, const char *end, size_t *n)
{
	const char	*q = either(s, end, " (min", " (max");

	if (strncmp(s, "  ", 2) != 0)
		return NULL;
	if (q != NULL) {
		*n = (size_t)(q - s) - 2;
		return s + 2;
	}
	if ((q = either(s, end, " min ", " max ")) == NULL)
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

int
main(void)
{
	ranges();
	return tap_done();
}
