/*
 * forecast.c: find counters of progress in the end of a log.
 */
#include <ctype.h>
#include <math.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdlib.h>
#include <string.h>

#include "run/forecast.h"

#define WORD_GAP	4	/* bytes between a word and its counter */

/* Is one of these words right before `at`, with at most a little between? */
static bool
after_word(const char *line, const char *at)
{
	static const char *const words[] = { "epoch", "step", "iter",
	    "iteration", "fold", "round", "batch", "trial", "tree", "seed",
	    "generation", "episode", "progress" };
	const char	*end = at;
	size_t		 i, n;

	while (end > line && at - end < WORD_GAP &&
	    !isalnum((unsigned char)end[-1]))
		end--;
	for (i = 0; i < sizeof(words) / sizeof(*words); i++) {
		n = strlen(words[i]);
		if (end - line >= (ptrdiff_t)n &&
		    strncasecmp(end - n, words[i], n) == 0)
			return true;
	}
	return false;
}

/* "3/10" or "3 of 10" at `p`: the share, and where it ends; NAN: it is not. */
static double
counter(const char *p, const char **end)
{
	char	*e;
	double	 k = strtod(p, &e), n;

	*end = e;
	while (*e == ' ')
		e++;
	if (*e == '/')
		e++;
	else if (strncmp(e, "of ", 3) == 0)
		e += 3;
	else
		return NAN;
	while (*e == ' ')
		e++;
	if (!isdigit((unsigned char)*e))
		return NAN;
	n = strtod(e, &e);
	*end = e;
	return n >= 2 && k >= 0 && k <= n && *e != '/' ? k / n : NAN;
}

/* The share that one line tells; `n` is that of its first counter. */
static double
of_line(const char *line, size_t len)
{
	const char	*p = line, *end = line + len, *after;
	double		 share = NAN, step = 0, one, total;
	char		*e;

	while (p < end) {
		if (!isdigit((unsigned char)*p)) {
			p++;
			continue;
		}
		one = strtod(p, &e);
		if (isnan(share) && e + 1 < end && e[0] == '%' &&
		    e[1] == '|' && one <= 100)
			return one / 100;
		after = e;
		total = counter(p, &after);
		if (isfinite(total) && after <= end && after_word(line, p)) {
			/* An inner counter divides the step of the outer. */
			if (isfinite(share))
				return fmax(0, share - step + step * total);
			share = total;
			step = one > 0 ? total / one : 0;
		}
		p = after > e ? after : e;
		if (p == line)
			p++;
	}
	return share;
}

double
forecast_share(const char *log)
{
	const char	*end = log + strlen(log), *line;
	double		 share = NAN;

	while (isnan(share) && end > log) {
		for (line = end; line > log && line[-1] != '\n' &&
		    line[-1] != '\r'; line--)
			;
		share = of_line(line, (size_t)(end - line));
		end = line > log ? line - 1 : log;
	}
	return share;
}
