/*
 * pattern.h: the metric of a program that prints it in words of its own.
 */
#ifndef HCC_RUN_PATTERN_H
#define HCC_RUN_PATTERN_H

#include <stdbool.h>
#include <stddef.h>

#include "run/failure.h"

/* The last line of a log that matches `pattern`: its text in front of VALUE, a
 * number, its text behind ("val_bpb: VALUE"). False when there is none or the
 * number is not finite. */
bool	 pattern_find(const char *pattern, const char *log, size_t n,
	    struct claim *);

#endif
