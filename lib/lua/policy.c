/*
 * policy.c: find and load policies.
 */
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "base/fs.h"
#include "base/json.h"
#include "lua/policy.h"

enum hcc_status
policy_open(const char *task, const struct places *at, const char *name,
    struct script **s, struct hcc_err *e)
{
	char		 shipped[4096], user[4096], own[4096], dir[2][4096];
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
	if (st == HCC_OK && task != NULL) {
		snprintf(own, sizeof(own), "%s/policy/%s.lua", task, name);
		if (access(own, F_OK) == 0)
			st = script_layer(*s, own, e);
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
	double	 d = json_num(t, knob, dflt);

	jv_free(t);
	return d;
}
