/*
 * tap.h: TAP for unit tests in C.
 *
 *	int main(void) { IS_STR("name", "wanted", got); return tap_done(); }
 */
#ifndef HCC_TESTS_UNIT_TAP_H
#define HCC_TESTS_UNIT_TAP_H

#include <math.h>
#include <stdbool.h>
#include <stdio.h>
#include <string.h>

static int tap_n, tap_bad;

static inline bool
tap_ok(bool good, const char *name, const char *file, int line)
{
	printf("%sok %d - %s\n", good ? "" : "not ", ++tap_n, name);
	if (!good) {
		tap_bad++;
		printf("# at %s:%d\n", file, line);
	}
	return good;
}

static inline void
tap_str(const char *name, const char *want, const char *got, const char *file,
    int line)
{
	if (!tap_ok(got != NULL && strcmp(want, got) == 0, name, file, line))
		printf("# wanted: %s\n# got: %s\n", want,
		    got == NULL ? "(null)" : got);
}

static inline void
tap_num(const char *name, double want, double got, double tol,
    const char *file, int line)
{
	if (!tap_ok(fabs(want - got) <= tol, name, file, line))
		printf("# wanted: %.17g\n# got: %.17g\n", want, got);
}

static inline int
tap_done(void)
{
	printf("1..%d\n", tap_n);
	return tap_bad != 0;
}

#define OK(name, cond)		tap_ok((cond), (name), __FILE__, __LINE__)
#define IS_STR(name, want, got) \
	tap_str((name), (want), (got), __FILE__, __LINE__)
#define IS_NUM(name, want, got, tol) \
	tap_num((name), (want), (got), (tol), __FILE__, __LINE__)

#endif
