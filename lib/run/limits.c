/*
 * limits.c: what a run may take, from exec.lua and from this machine.
 */
#include <sched.h>
#include <stdio.h>
#include <unistd.h>

#include "base/json.h"
#include "lua/policy.h"
#include "run/limits.h"

static int
cores_here(void)
{
	cpu_set_t	 set;

	if (sched_getaffinity(0, sizeof(set), &set) == 0)
		return CPU_COUNT(&set);
	return (int)sysconf(_SC_NPROCESSORS_ONLN);
}

/* MemAvailable in bytes; 0 when it cannot be read. */
static double
memory_free(void)
{
	char	 line[200];
	double	 kb = 0;
	FILE	*f;

	if ((f = fopen("/proc/meminfo", "re")) == NULL)
		return 0;
	while (fgets(line, sizeof(line), f) != NULL)
		if (sscanf(line, "MemAvailable: %lf kB", &kb) == 1)
			break;
	fclose(f);
	return kb * 1024;
}

/* Ask exec.lua for the time limit of a run. */
static enum hcc_status
time_limit(struct script *exec, jv state, int phase, int rounds,
    double *limit, struct hcc_err *e)
{
	enum hcc_status	 st;
	jv		 s = jv_object(), r;

	s = json_put(s, "time_left", json_get(state, "left"));
	s = json_put(s, "time_total", json_get(state, "budget"));
	s = json_put_num(s, "phase", phase);
	s = json_put_num(s, "rounds", rounds);
	st = script_method(exec, "limit", jv_array_append(jv_array(), s), &r,
	    e);
	if (st != HCC_OK)
		return st;
	*limit = jv_get_kind(r) == JV_KIND_NUMBER ? jv_number_value(r) : -1;
	jv_free(r);
	if (!(*limit > 0))
		return err_set(e, HCC_CONFIG, "exec.lua: limit must return "
		    "seconds above 0");
	return HCC_OK;
}

enum hcc_status
limits_compute(struct script *exec, jv state, int phase, int lanes, int runs,
    jv *limits, struct hcc_err *e)
{
	static const char *const knobs[] = { "output", "disk", "processes",
	    "grace", "tries" };
	jv		 out = jv_object();
	int		 cores = cores_here();
	int		 slots = (int)policy_number(exec, "slots");
	double		 mem = policy_number(exec, "memory"), limit = 0;
	size_t		 i;
	enum hcc_status	 st;

	if (slots < 1)
		slots = cores;
	if (slots > lanes)
		slots = lanes < 1 ? 1 : lanes;
	st = time_limit(exec, state, phase, (runs + slots - 1) / slots,
	    &limit, e);
	if (mem == 0)
		mem = 0.8 * memory_free() / slots;
	out = json_put_num(out, "slots", slots);
	out = json_put_num(out, "cores", cores / slots < 1 ? 1 : cores / slots);
	out = json_put_num(out, "limit", limit);
	out = json_put_num(out, "memory", mem);
	for (i = 0; i < sizeof(knobs) / sizeof(knobs[0]); i++)
		out = json_put(out, knobs[i], policy_value(exec, knobs[i]));
	*limits = out;
	return st;
}
