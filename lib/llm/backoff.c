/*
 * backoff.c: how long to wait before the next attempt.
 */
#include <ctype.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <time.h>

#include "base/num.h"
#include "base/text.h"
#include "llm/backoff.h"

/* A point in time as HTTP (three forms) or RFC 3339 write it; NAN: none. */
static double
date(const char *s)
{
	static const char *const forms[] = {
		"%a, %d %b %Y %H:%M:%S GMT", "%A, %d-%b-%y %H:%M:%S GMT",
		"%a %b %e %H:%M:%S %Y", "%Y-%m-%dT%H:%M:%S" };
	struct tm	 tm;
	const char	*rest;
	char		*end;
	double		 t, fraction = 0, zone = 0;
	int		 h, m, sign;
	size_t		 i;

	for (i = 0; i < sizeof(forms) / sizeof(forms[0]); i++) {
		memset(&tm, 0, sizeof(tm));
		if ((rest = strptime(s, forms[i], &tm)) == NULL)
			continue;
		if (i == 3 && *rest == '.') {
			fraction = strtod(rest, &end);
			rest = end;
		}
		sign = *rest == '-' ? -1 : 1;
		if (i == 3 && sscanf(rest, "%*[+-]%2d:%2d", &h, &m) == 2)
			zone = sign * (h * 3600 + m * 60);
		else if (*rest != '\0' && !(i == 3 && strcmp(rest, "Z") == 0))
			continue;
		t = (double)timegm(&tm);
		return t + fraction - zone;
	}
	return NAN;
}

/* "1s", "6m0s", "120ms", "1h2m3.5s", "2d"; or a bare number of seconds. */
static double
duration(const char *s)
{
	static const struct { const char *name; double s; } units[] = {
		{ "ms", 0.001 }, { "us", 1e-6 }, { "s", 1 }, { "m", 60 },
		{ "h", 3600 }, { "d", 86400 } };
	char	*end;
	double	 sum = 0, d;
	size_t	 i;

	if (num_parse(s, &sum))
		return sum;
	for (; *s != '\0'; s = end + strlen(units[i].name)) {
		if (!isdigit((unsigned char)*s))
			return NAN;
		d = strtod(s, &end);
		for (i = 0; i < 6; i++)
			if (text_starts(end, units[i].name))
				break;
		if (i == 6)
			return NAN;
		sum += d * units[i].s;
	}
	return sum;
}

static void
longer(double *have, double seconds)
{
	/* Also false for NAN. */
	if (seconds > 0 && seconds > *have)
		*have = seconds;
}

/* A reset: seconds from now, a duration, a date, or an epoch in seconds or
 * milliseconds. */
static double
reset(const char *v, double now)
{
	double	 d = duration(v);

	if (isnan(d))
		return date(v) - now;
	if (d > 1e12)
		return d / 1000 - now;
	return d > 1e9 ? d - now : d;
}

static bool
starts(const char *s, const char *prefix)
{
	return strncasecmp(s, prefix, strlen(prefix)) == 0;
}

static bool
ends(const char *s, const char *suffix)
{
	size_t	 n = strlen(s), k = strlen(suffix);

	return n >= k && strcasecmp(s + n - k, suffix) == 0;
}

void
backoff_header(struct backoff_hint *h, const char *line, size_t n, double now)
{
	char	 text[256], *v;
	double	 d;

	while (n > 0 && isspace((unsigned char)line[n - 1]))
		n--;
	if (n >= sizeof(text))
		return;
	memcpy(text, line, n);
	text[n] = '\0';
	if ((v = strchr(text, ':')) == NULL)
		return;
	*v++ = '\0';
	v += strspn(v, " \t");
	if (strcasecmp(text, "retry-after") == 0)
		longer(&h->after, num_parse(v, &d) ? d : date(v) - now);
	else if (strcasecmp(text, "retry-after-ms") == 0)
		longer(&h->after, num_parse(v, &d) ? d / 1000 : NAN);
	else if (starts(text, "x-ratelimit-reset") ||
	    (starts(text, "anthropic-ratelimit-") && ends(text, "-reset")))
		longer(&h->reset, reset(v, now));
}

double
backoff_requested(const struct backoff_hint *h, bool limited)
{
	return h->after > 0 || !limited ? h->after : h->reset;
}

double
backoff_default(int n)
{
	return fmin(30, 0.5 * pow(2, n));
}

double
backoff_jitter(double seconds, double random)
{
	return seconds + random * fmin(60, fmax(0.75, seconds));
}
