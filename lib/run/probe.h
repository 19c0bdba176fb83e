/*
 * probe.h: what a program of a task will find, by a look from inside.
 */
#ifndef HCC_RUN_PROBE_H
#define HCC_RUN_PROBE_H

#include "base/buf.h"
#include "base/err.h"
#include "run/environment.h"

/* Run share/hcc/probe/python.py in the sandbox, in this environment, and append
 * what it says (sentences, a paragraph each) of libraries, processor, memory,
 * GPUs and network. Nothing of libraries where there is no Python.
 * HCC_UNAVAILABLE: the sandbox or the interpreter does not start. */
enum hcc_status	 probe_run(const struct environment *, const char *share,
		    struct buf *, struct hcc_err *);

#endif
