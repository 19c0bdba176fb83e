/*
 * backoff.h: how long to wait before the next attempt.
 *
 * A server says it in many ways: Retry-After in seconds or as a date,
 * retry-after-ms, x-ratelimit-reset-*, anthropic-ratelimit-*-reset. Junk,
 * negative values and the past say nothing. Then our own backoff counts.
 */
#ifndef HCC_LLM_BACKOFF_H
#define HCC_LLM_BACKOFF_H

#include <stdbool.h>
#include <stddef.h>

/* What the headers of one response have said so far; seconds, -1: nothing. */
struct backoff_hint {
	double	 after;		/* retry-after, the longest of them */
	double	 reset;		/* of a limit, the longest of them */
};

#define BACKOFF_HINT_INIT { -1, -1 }

/* One header line ("Name: value", line end allowed), at the time `now`
 * (seconds since the epoch). */
void	 backoff_header(struct backoff_hint *, const char *line, size_t n,
	    double now);
/* The seconds that the server asks for; -1: it does not. A reset of a limit
 * counts only when the limit was hit. */
double	 backoff_requested(const struct backoff_hint *, bool limited);
/* Our own: 0.5 s x 2^n after failure n (from 0), at most 30 s. */
double	 backoff_default(int n);
/* `seconds` and up to as much again (0.75 s at least, 60 s at most), so that
 * requests that were stopped together do not return together; `random` is in
 * [0, 1). */
double	 backoff_jitter(double seconds, double random);

#endif
