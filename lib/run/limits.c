/*
 * limits.c: what a run may take, from exec.lua and from this machine.
 */
#include <math.h>
#include <sched.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "base/json.h"
#include "lua/policy.h"
#include "run/limits.h"

#define SLOTS_REMOTE	64	/* each has a process here that waits */

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
time_limit(struct script *exec, const struct limits_query *q, int rounds,
    double *limit, struct hcc_err *e)
{
	enum hcc_status	 st;
	jv		 s = jv_object(), r;

	s = json_put_num(s, "time_left", q->left);
	s = json_put_num(s, "time_total", q->budget);
	s = json_put_num(s, "phase", q->phase);
	s = json_put_num(s, "rounds", rounds);
	if (q->base > 0)
		s = json_put_num(s, "base", q->base);
	if (q->drafts > 0)
		s = json_put_num(s, "drafts", q->drafts);
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

int
limits_slots(struct script *exec, bool remote)
{
	int	 n = (int)policy_number(exec, "slots"), here = cores_here();
	int	 cores = (int)policy_number(exec, "cores");

	if (n > 0)
		return n;
	return remote ? SLOTS_REMOTE : cores < 1 ? here : cores > here ? 1 :
	    here / cores;
}

enum hcc_status
limits_compute(struct script *exec, const struct limits_query *q,
    struct limits *l, struct hcc_err *e)
{
	int		 here = cores_here(), lanes = q->lanes < 1 ? 1 :
			    q->lanes;
	enum hcc_status	 st;

	*l = (struct limits){ .slots = limits_slots(exec, q->remote),
	    .grace = policy_number(exec, "grace"),
	    .processes = (unsigned)policy_number(exec, "processes"),
	    .tries = (int)policy_number(exec, "tries"),
	    .cores = (int)policy_number(exec, "cores"),
	    .memory = (uint64_t)policy_number(exec, "memory"),
	    .output = (uint64_t)policy_number(exec, "output"),
	    .disk = (uint64_t)policy_number(exec, "disk") };
	if (l->slots > lanes)
		l->slots = lanes;
	if (l->cores < 1)
		l->cores = q->remote || here < l->slots ? 1 : here / l->slots;
	if (l->memory == 0 && !q->remote)
		l->memory = (uint64_t)(0.8 * memory_free() / l->slots);
	st = time_limit(exec, q, (q->runs + l->slots - 1) / l->slots,
	    &l->time, e);
	return st;
}

double
limits_begin(struct script *exec, const struct limits *l, double left,
    double base, int timeouts, double forecast)
{
	double	 limit = 0;
	jv	 s = json_put_num(jv_object(), "limit", l->time), r;

	if (isfinite(left))
		s = json_put_num(s, "left", left);
	if (base > 0)
		s = json_put_num(s, "base", base);
	s = json_put_num(s, "timeouts", timeouts);
	if (forecast > 0)
		s = json_put_num(s, "forecast", forecast);
	/* An error there was met by limits_compute(). */
	if (script_method(exec, "begin", jv_array_append(jv_array(), s), &r,
	    NULL) != HCC_OK)
		return fmin(l->time, left);
	if (jv_get_kind(r) == JV_KIND_NUMBER)
		limit = fmax(0, jv_number_value(r));
	jv_free(r);
	return limit;
}

/* Seconds that a function of exec.lua returns; 0 for nil. */
static double
ask_seconds(struct script *exec, const char *function, jv s)
{
	double	 seconds = 0;
	jv	 r;

	if (script_method(exec, function, jv_array_append(jv_array(), s), &r,
	    NULL) != HCC_OK)
		return 0;
	if (jv_get_kind(r) == JV_KIND_NUMBER)
		seconds = fmax(0, jv_number_value(r));
	jv_free(r);
	return seconds;
}

double
limits_smoke(struct script *exec, double limit, double base, bool model)
{
	jv	 s = json_put_num(jv_object(), "limit", limit);

	if (base > 0)
		s = json_put_num(s, "base", base);
	return ask_seconds(exec, "smoke", json_put(s, "model",
	    jv_bool(model)));
}

double
limits_forecast(struct script *exec, const struct known_before *b)
{
	jv	 s = json_put_num(jv_object(), "smoke", b->smoke);

	if (b->share > 0)
		s = json_put_num(s, "share", b->share);
	if (b->base > 0)
		s = json_put_num(s, "base", b->base);
	if (b->base_smoke > 0)
		s = json_put_num(s, "base_smoke", b->base_smoke);
	return ask_seconds(exec, "forecast", s);
}

jv
limits_tell(const struct limits *l, jv input)
{
	input = json_put_num(input, "cores", l->cores);
	input = json_put_num(input, "slots", l->slots);
	return json_put_num(input, "limit", l->time);
}

const char *
limits_remedy(const char *limit)
{
	static const struct {
		const char	*name, *remedy;
	} all[] = {
		{ "time", "raise 'budget' in task.md, or 'shortest' and "
		    "'longest' in policy/exec.lua" },
		{ "memory", "raise 'memory' in policy/exec.lua, or lower "
		    "'slots' there" },
		{ "output", "raise 'output' in policy/exec.lua" },
		{ "disk", "raise 'disk' in policy/exec.lua" },
		{ "processes", "raise 'processes' in policy/exec.lua" },
	};
	size_t		 i;

	for (i = 0; limit != NULL && i < sizeof(all) / sizeof(*all); i++)
		if (strcmp(limit, all[i].name) == 0)
			return all[i].remedy;
	return NULL;
}

const char *
limits_stopped(const char *message)
{
	/* A note has the class of the failure before it. */
	const char	*at = message == NULL ? NULL :
			    strstr(message, LIMITS_STOPPED);

	return at == NULL ? NULL : at + strlen(LIMITS_STOPPED);
}
