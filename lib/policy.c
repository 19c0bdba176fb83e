/*
 * policy.c: find and load policies.
 */
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "fs.h"
#include "js.h"
#include "policy.h"

enum hcc_status
policy_open(const struct task *t, const struct places *at, const char *name,
    struct script **s, struct hcc_err *e)
{
	char		 shipped[4096], user[4096], task[4096], dir[2][4096];
	const char	*dirs[3] = { dir[1], dir[0], NULL };
	enum hcc_status	 st;

	snprintf(dir[0], sizeof(dir[0]), "%s/policy", at->share);
	snprintf(dir[1], sizeof(dir[1]), "%s/policy", at->config);
	snprintf(shipped, sizeof(shipped), "%s/policy/%s.lua", at->share, name);
	snprintf(user, sizeof(user), "%s/policy/%s.lua", at->config, name);
	if ((st = script_open(s, shipped, dirs, e)) != HCC_OK)
		return st;
	if (access(user, F_OK) == 0)
		st = script_layer(*s, user, e);
	if (st == HCC_OK && t != NULL) {
		snprintf(task, sizeof(task), "%s/policy/%s.lua", t->path,
		    name);
		if (access(task, F_OK) == 0)
			st = script_layer(*s, task, e);
	}
	if (st != HCC_OK) {
		script_close(*s);
		*s = NULL;
	}
	return st;
}

double
policy_num(struct script *s, const char *knob, double dflt)
{
	jv	 t = script_table(s);
	double	 d = js_num(t, knob, dflt);

	jv_free(t);
	return d;
}
