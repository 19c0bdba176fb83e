/*
 * environment_ask.c: the interpreters of an environment, asked what they need.
 *
 * Each runs a program of share/hcc/probe, which prints lines "path /x" (a file
 * or directory to be seen), "program /x" (itself, links and all) and
 * "version TEXT".
 */
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/json.h"
#include "base/mem.h"
#include "base/subprocess.h"
#include "run/environment_internal.h"

#define HOPS	40		/* of symbolic links, as the kernel has it */

/* An interpreter, as it is asked. */
struct interpreter {
	const struct language	*l;
	char			 path[PATH_MAX];	/* links and all */
	char			 version[80];
	char			 why[80];	/* for messages */
};

/* One line that an interpreter printed. */
static enum hcc_status
answer_line(const struct opening *o, struct interpreter *p, const char *line)
{
	char	 real[PATH_MAX];

	if (strncmp(line, "path /", 6) == 0)
		return realpath(line + 5, real) == NULL ? HCC_OK :
		    environment_bind(o, line + 5, p->why);
	if (strncmp(line, "program /", 9) == 0)
		snprintf(p->path, sizeof(p->path), "%s", line + 8);
	else if (strncmp(line, "version ", 8) == 0)
		snprintf(p->version, sizeof(p->version), " (%.70s)", line + 8);
	return HCC_OK;
}

static enum hcc_status
ask(const struct opening *o, const struct interpreter *p, struct buf *out)
{
	char			 probe[PATH_MAX];
	const char		*argv[7] = { "/usr/bin/timeout", "60",
				    p->path };
	struct buf		 in = BUF_INIT;
	struct subprocess	 job = { .argv = argv, .in = &in,
	    .max = 1u << 20, .stop_fd = -1 };
	size_t			 n = 3;
	int			 status = 0;
	enum hcc_status		 st;

	if (strcmp(p->l->name, "python") == 0)
		argv[n++] = "-I";
	else if (strcmp(p->l->name, "r") == 0)
		argv[n++] = "--vanilla";
	else if (strcmp(p->l->name, "julia") == 0)
		argv[n++] = "--startup-file=no";
	snprintf(probe, sizeof(probe), "%s/probe/paths.%s", o->at->share,
	    p->l->ext);
	argv[n] = probe;
	if ((st = subprocess_run(&job, out, &status, o->e)) != HCC_OK)
		return st;
	if (status == 0 && out->len > 0)
		return HCC_OK;
	return err_set(o->e, HCC_UNAVAILABLE, "ask '%s' what it needs: %s "
	    "%d; name a %s interpreter", p->path, status == 124 ?
	    "no answer in 60 s, status" : "it ended with status", status,
	    p->l->name);
}

/* The links from the interpreter's name to its file: each is looked up again
 * inside. */
static enum hcc_status
bind_links(const struct opening *o, const struct interpreter *p)
{
	char		 at[PATH_MAX], to[PATH_MAX];
	size_t		 dir;
	enum hcc_status	 st = HCC_OK;
	ssize_t		 n;
	int		 i;

	snprintf(at, sizeof(at), "%s", p->path);
	for (i = 0; st == HCC_OK && i < HOPS; i++) {
		if (!environment_shows(o->env, at))
			st = environment_bind(o, at, p->why);
		if ((n = readlink(at, to, sizeof(to))) <= 0)
			break;
		dir = to[0] == '/' ? 0 :
		    (size_t)(strrchr(at, '/') + 1 - at);
		if (dir + (size_t)n >= sizeof(at))
			break;
		memcpy(at + dir, to, (size_t)n);
		at[dir + (size_t)n] = '\0';
	}
	return st;
}

/* Record an interpreter; its directory comes first on PATH, for programs that
 * are started by name. */
static void
add_interpreter(const struct opening *o, const struct interpreter *p, bool own)
{
	struct environment	*env = o->env;

	buf_add(&env->path, p->path, (size_t)(strrchr(p->path, '/') -
	    p->path));
	buf_addc(&env->path, ':');
	buf_addf(&env->interpreters, "%s%s%s", env->interpreters.len > 0 ?
	    ", " : "", p->path, p->version);
	if (own)
		env->interpreter = mem_dup(p->path);
}

static enum hcc_status
open_interpreter(const struct opening *o, const char *given,
    const struct language *l, bool own)
{
	struct interpreter	 p = { .l = l, .version = "" };
	struct buf		 out = BUF_INIT;
	char			*line, *rest;
	enum hcc_status		 st;

	if ((st = environment_path(o, given, p.path)) != HCC_OK)
		return st;
	if (access(p.path, X_OK) != 0)
		return err_set(o->e, errno == ENOENT ? HCC_MISSING :
		    HCC_PERMISSION, "find the %s of the environment, '%s': %s",
		    l->name, p.path, strerror(errno));
	snprintf(p.why, sizeof(p.why), "needed by %s", l->name);
	if ((st = ask(o, &p, &out)) == HCC_OK)
		for (line = strtok_r(out.p, "\n", &rest); st == HCC_OK &&
		    line != NULL; line = strtok_r(NULL, "\n", &rest))
			st = answer_line(o, &p, line);
	buf_release(&out);
	if (st == HCC_OK && (st = bind_links(o, &p)) == HCC_OK)
		add_interpreter(o, &p, own);
	return st;
}

enum hcc_status
environment_interpreters(const struct opening *o, jv settings,
    const struct language *own)
{
	static const char *const names[] = { "python", "r", "julia", "shell" };
	const struct language	*l;
	const char		*given;
	enum hcc_status		 st = HCC_OK;
	size_t			 i;

	buf_adds(&o->env->path, "PATH=");
	for (i = 0; st == HCC_OK && i < 4; i++) {
		l = language_find(names[i]);
		if ((given = json_str(settings, names[i], NULL)) != NULL)
			st = open_interpreter(o, given, l, l == own);
	}
	buf_adds(&o->env->path, "/usr/local/bin:/usr/bin:/bin");
	if (st == HCC_OK)
		strvec_add(&o->env->vars, buf_str(&o->env->path));
	return st;
}
