/*
 * environment.c: what the programs of the task will run in (-E), and what they
 * will find there.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/json.h"
#include "hcc-init/init.h"
#include "run/environment.h"
#include "run/probe.h"

/* The paths of -E as they are seen from any directory. */
static jv
path_value(const char *s)
{
	char	*cwd = *s == '/' || *s == '~' ? NULL : getcwd(NULL, 0);
	jv	 v;

	v = cwd == NULL ? jv_string(s) : jv_string_fmt("%s/%s", cwd, s);
	free(cwd);
	return v;
}

/* One of -E: python=PATH and the like, bind=PATH once more for each. */
static void
environment_item(struct args *a, jv *env, const char *item)
{
	static const char *const paths[] = { "python", "r", "julia", "shell",
	    "bind" };
	const char	*eq = strchr(item, '=');
	char		 key[16] = "";
	size_t		 i;
	jv		 v, list;

	if (eq != NULL && eq - item < (ptrdiff_t)sizeof(key))
		snprintf(key, sizeof(key), "%.*s", (int)(eq - item), item);
	for (i = 0; i < 5 && strcmp(key, paths[i]) != 0; i++)
		;
	if (i == 5 && strcmp(key, "gpu") != 0 && strcmp(key, "network") != 0)
		tool_refuse(&a->tool, 'E', item, "python=PATH, r=PATH, "
		    "julia=PATH, shell=PATH, bind=PATH, gpu=auto or "
		    "network=host");
	v = i < 5 ? path_value(eq + 1) : jv_string(eq + 1);
	if (strcmp(key, "bind") == 0) {
		list = json_get(*env, key);
		v = jv_array_append(jv_get_kind(list) == JV_KIND_ARRAY ? list :
		    jv_array(), v);
	}
	*env = json_put(*env, key, v);
}

/* Does a run find the program that the command starts with? */
static enum hcc_status
project_command(const struct args *a, const struct environment *env,
    struct hcc_err *e)
{
	char	 name[200], *found;
	size_t	 n = strcspn(a->command, " \t\n;|&<>()$`\"'=");

	if (n == 0 || n >= sizeof(name) || a->command[n] == '=' ||
	    memchr(a->command, '/', n) != NULL)
		return HCC_OK;
	snprintf(name, sizeof(name), "%.*s", (int)n, a->command);
	found = sandbox_find(&env->vars, name);
	if (found == NULL && strncmp(name, "python", 6) == 0)
		return err_set(e, HCC_INPUT, "find '%s' of the command: a run "
		    "has /usr/bin/python3; use python3, or name another with "
		    "-E python=PATH", name);
	free(found);
	return HCC_OK;
}

enum hcc_status
init_environment(struct args *a, struct buf *programs, struct hcc_err *e)
{
	struct environment	 env;
	enum hcc_status		 st;
	size_t			 i;
	jv			 v = jv_object();

	for (i = 0; i < a->environment.n; i++)
		environment_item(a, &v, a->environment.v[i]);
	if (a->venv != NULL)
		environment_item(a, &v, a->venv);
	if (a->environment.n > 0 || a->venv != NULL)
		a->nt.meta = json_put(a->nt.meta, "environment", jv_copy(v));
	st = environment_open(&env, v, a->nt.path, language_find("python"),
	    tool_places(), e);
	if (st == HCC_OK && a->command != NULL)
		st = project_command(a, &env, e);
	if (st == HCC_OK && probe_run(&env, tool_places()->share, programs,
	    e) == HCC_OK)
		a->nt.programs = buf_str(programs);
	else if (st == HCC_OK)		/* a task can be made all the same */
		tool_warn(&a->tool, "%s", e->text);
	if (st == HCC_OK && a->command == NULL)
		init_convert(a, &env);
	environment_free(&env);
	jv_free(v);
	return st;
}
