/* backoff.c: how long servers ask to wait, and for how long else. */
#include "llm/backoff.h"
#include "tap.h"

static double
asked(const char *line, bool limited)
{
	struct backoff_hint	 h = BACKOFF_HINT_INIT;

	/* Sun, 06 Nov 1994 08:49:37 GMT */
	backoff_header(&h, line, strlen(line), 784111777);
	return backoff_requested(&h, limited);
}

static void
waits(void)
{
	struct backoff_hint	 h = BACKOFF_HINT_INIT;

	IS_NUM("Retry-After may be seconds",
	    3, asked("Retry-After: 3\r\n", false), 0);
	IS_NUM("Retry-After may be a date",
	    23, asked("retry-after: Sun, 06 Nov 1994 08:50:00 "
	    "GMT\r\n", false), 0);
	IS_NUM("Retry-After may be a date of RFC 850",
	    23, asked("retry-after: Sunday, 06-Nov-94 "
	    "08:50:00 GMT", false), 0);
	IS_NUM("Retry-After-Ms is milliseconds",
	    0.25, asked("Retry-After-Ms: 250", false), 0);
	IS_NUM("Retry-After may have many blanks", 3, asked("Retry-After: 3"
	    "                                                            "
	    "                                                            "
	    "                                                            "
	    "                                                            "
	    "                                                        \r\n",
	    false), 0);
	IS_NUM("a Retry-After that is no time is ignored",
	    -1, asked("Retry-After: soon", false), 0);
	IS_NUM("a header that is longer than any is ignored", -1, asked(
	    "Retry-After: 3; 111111111111111111111111111111111111111111111111"
	    "1111111111111111111111111111111111111111111111111111111111111111"
	    "1111111111111111111111111111111111111111111111111111111111111111"
	    "1111111111111111111111111111111111111111111111111111111111111111"
	    "1111", false), 0);
	IS_NUM("a line without a colon is ignored", -1,
	    asked("Retry-After 3", false), 0);
	IS_NUM("a Retry-After-Ms that is no number is ignored", -1,
	    asked("Retry-After-Ms: soon", false), 0);
	IS_NUM("a date of asctime is read", 23,
	    asked("retry-after: Sun Nov  6 08:50:00 1994", false), 0);
	IS_NUM("a date with more behind it is none", -1,
	    asked("retry-after: Sun, 06 Nov 1994 08:50:00 GMT+1", false), 0);
	IS_NUM("a duration of many parts is read", 93784.5,
	    asked("x-ratelimit-reset-tokens: 1d2h3m4.5s", true), 1e-9);
	IS_NUM("microseconds are read", 0.25,
	    asked("x-ratelimit-reset-tokens: 250000us", true), 1e-9);
	IS_NUM("a duration with an unknown unit is none", -1,
	    asked("x-ratelimit-reset-tokens: 3w", true), 0);
	IS_NUM("a duration without a number is none", -1,
	    asked("x-ratelimit-reset-tokens: 3ms", true) > 0 ?
	    asked("x-ratelimit-reset-tokens: s", true) : 0, 0);
	IS_NUM("a time in a zone to the west is later", 23 + 5400,
	    asked("anthropic-ratelimit-tokens-reset: 1994-11-06T08:50:00-01:30",
	    true), 0);
	IS_NUM("a time without a zone is none", -1,
	    asked("anthropic-ratelimit-tokens-reset: 1994-11-06T08:50:00 x",
	    true), 0);
	IS_NUM("fractions of a second are read", 23.25,
	    asked("anthropic-ratelimit-tokens-reset: 1994-11-06T08:50:00.25Z",
	    true), 1e-6);
	IS_NUM("another header of that name says nothing", -1,
	    asked("anthropic-ratelimit-tokens-limit: 9", true), 0);
	IS_NUM("the first waits are one second and two", 3,
	    backoff_default(1) + backoff_default(2), 0);
	IS_NUM("a negative Retry-After is ignored",
	    -1, asked("Retry-After: -3", false), 0);
	IS_NUM("a Retry-After in the past is ignored",
	    -1, asked("Retry-After: Sun, 06 Nov 1994 08:00:00 GMT",
	    false), 0);
	IS_NUM("a reset may be a duration",
	    360, asked("x-ratelimit-reset-tokens: 6m0s",
	    true), 0);
	IS_NUM("a reset may be in milliseconds",
	    0.12, asked("x-ratelimit-reset-requests: 120ms",
	    true), 1e-9);
	IS_NUM("a reset may be a number of seconds",
	    2, asked("x-ratelimit-reset: 2",
	    true), 0);
	IS_NUM("a reset of a limit that was not hit is ignored", -1,
	    asked("x-ratelimit-reset-requests: 1s", false), 0);
	IS_NUM("a reset may be a time",
	    23, asked("anthropic-ratelimit-tokens-reset: "
	    "1994-11-06T08:50:00Z", true), 0);
	IS_NUM("a reset may be a time of another zone",
	    23, asked("anthropic-ratelimit-tokens-reset:"
	    " 1994-11-06T09:50:00.000+01:00", true), 0);
	backoff_header(&h, "x-ratelimit-reset-a: 1s", 23, 0);
	backoff_header(&h, "x-ratelimit-reset-b: 9s", 23, 0);
	backoff_header(&h, "x-ratelimit-reset-c: 3s", 23, 0);
	IS_NUM("the longest reset counts", 9, backoff_requested(&h, true), 0);
	backoff_header(&h, "retry-after: 2", 14, 0);
	IS_NUM("Retry-After counts before resets",
	    2, backoff_requested(&h, true), 0);
	h = (struct backoff_hint)BACKOFF_HINT_INIT;
	backoff_header(&h, "x-ratelimit-reset: 1700000005", 29, 1700000000);
	IS_NUM("a large reset is a time in seconds", 5,
	    backoff_requested(&h, true), 0);
	backoff_header(&h, "x-ratelimit-reset: 1700000007000", 32, 1700000000);
	IS_NUM("a larger reset is a time in milliseconds", 7,
	    backoff_requested(&h, true), 0);
	IS_NUM("the default wait doubles with each failure",
	    4, backoff_default(3), 0);
	IS_NUM("the default wait is at most 30 seconds",
	    30, backoff_default(40), 0);
	IS_NUM("no wait is shorter than what was asked",
	    2, backoff_jitter(2, 0),
	    0);
	IS_NUM("jitter is as wide as the wait", 3, backoff_jitter(2, 0.5), 0);
	IS_NUM("jitter of a short wait is 0.75 s", 0.1 + 0.375,
	    backoff_jitter(0.1, 0.5), 1e-12);
	IS_NUM("jitter of a long wait is a minute", 3630,
	    backoff_jitter(3600, 0.5), 0);
}

int
main(void)
{
	waits();
	return tap_done();
}
