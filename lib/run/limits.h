/*
 * limits.h: the resources that a run may use.
 */
#ifndef HCC_RUN_LIMITS_H
#define HCC_RUN_LIMITS_H

#include <jv.h>

#include "base/err.h"
#include "lua/script.h"

/* What a run may take, from exec.lua: {limit, cores, slots, tries, memory,
 * output, disk, processes, grace}. `lanes`: directions that may run side by
 * side; `runs`: how many runs the phase has in all. */
enum hcc_status	 limits_compute(struct script *exec, jv state, int phase,
		    int lanes, int runs, jv *limits, struct hcc_err *);

#endif
