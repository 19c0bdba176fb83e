/*
 * convert.h: csv tables of data that come in another form (JSON, parquet,
 * packed files, sound in class folders), by share/hcc/probe/tables.py in the
 * sandbox, with the Python of the task.
 */
#ifndef HCC_RUN_CONVERT_H
#define HCC_RUN_CONVERT_H

#include <stdbool.h>
#include <jv.h>

#include "base/err.h"
#include "run/environment.h"

/* May there be something to convert in these sources, one directory or files?
 * Judged by names alone. */
bool		 convert_wanted(const char *const *sources, size_t n);
/* Convert into `dir`/out (`dir`, absolute, is there and empty). *said: a list
 * of what was made ({"made", "of", "text"}; paths in out/ and in the sources)
 * and what was left ({"left", "text"}). HCC_UNAVAILABLE: the sandbox or Python
 * does not start, or it did not come to an end. */
enum hcc_status	 convert_run(const struct environment *, const char *share,
		    const char *const *sources, size_t n, const char *dir,
		    jv *said, struct hcc_err *);

#endif
