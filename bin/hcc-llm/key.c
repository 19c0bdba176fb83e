/*
 * key.c: read the key, and keep it out of everything else.
 *
 * It is never in argv. The environment is wiped (also what /proc shows of
 * it) before anything is started, there is no core, and everything that this
 * program prints or writes passes redact().
 */
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/resource.h>

#include "base/fs.h"
#include "base/mem.h"
#include "base/subprocess.h"
#include "hcc-llm/llm.h"
#include "lua/config.h"

#define KEY_MAX	16384

/* Only visible characters, as a header wants; blanks around it are cut. */
static enum hcc_status
set_key(struct llm_server *s, struct buf *b, const char *from,
    struct hcc_err *e)
{
	char	*p = buf_str(b)[0] == '\0' ? NULL : b->p, *end;

	if (strlen(buf_str(b)) < b->len)
		return err_set(e, HCC_CONFIG, "read the key from %s: it holds "
		    "a NUL", from);
	if (p != NULL) {
		p += strspn(p, " \t\r\n");
		for (end = p + strlen(p); end > p &&
		    strchr(" \t\r\n", end[-1]) != NULL; end--)
			end[-1] = '\0';
	}
	if (p == NULL || *p == '\0')
		return err_set(e, HCC_CONFIG, "read the key from %s: there is "
		    "none", from);
	for (end = p; *end != '\0'; end++)
		if (*end <= ' ' || *end > '~')
			return err_set(e, HCC_CONFIG, "read the key from %s: "
			    "it holds blanks or control characters", from);
	s->key = mem_dup(p);
	return HCC_OK;
}

static void
wipe(struct buf *b)
{
	if (b->p != NULL)
		explicit_bzero(b->p, b->cap);
	buf_release(b);
}

static enum hcc_status
from_file(struct llm_server *s, const char *path, struct hcc_err *e)
{
	struct buf	 b = BUF_INIT;
	enum hcc_status	 st;

	st = fs_read(AT_FDCWD, path, KEY_MAX, &b, e);
	if (st == HCC_OK)
		st = set_key(s, &b, path, e);
	else {
		e->status = st = HCC_CONFIG;
		err_prefix(e, "read the key");
	}
	wipe(&b);
	return st;
}

/* As the configuration names it: below home, or beside config.lua. */
static enum hcc_status
from_configured(struct llm_server *s, const char *name, struct hcc_err *e)
{
	const char	*home = getenv("HOME");
	struct buf	 path = BUF_INIT;
	char		*beside;
	enum hcc_status	 st;

	if (strncmp(name, "~/", 2) == 0 && home != NULL)
		buf_addf(&path, "%s%s", home, name + 1);
	else {
		beside = config_path(tool_places(), name);
		buf_adds(&path, beside);
		free(beside);
	}
	st = from_file(s, buf_str(&path), e);
	buf_release(&path);
	return st;
}

static enum hcc_status
from_command(struct llm_server *s, const char *command, struct hcc_err *e)
{
	const char	*argv[] = { "/bin/sh", "-c", command, NULL };
	struct buf	 b = BUF_INIT, none = BUF_INIT;
	struct subprocess run = { .argv = argv, .in = &none,
	    .max = KEY_MAX, .stop_fd = -1 };
	enum hcc_status	 st;
	int		 status;

	/* In our process group, so that it may ask at the terminal. */
	st = subprocess_run(&run, &b, &status, e);
	if (st != HCC_OK)
		e->status = st = HCC_CONFIG;
	else if (status != 0)
		st = err_set(e, HCC_CONFIG, "read the key from key_cmd: '%s' "
		    "failed", command);
	if (st == HCC_OK)
		st = set_key(s, &b, "key_cmd", e);
	wipe(&b);
	return st;
}

/* The value of HCC_LLM_KEY in *out, and nowhere else any more. */
static void
take_environment(struct buf *out)
{
	char	*v = getenv("HCC_LLM_KEY");

	if (v == NULL)
		return;
	buf_adds(out, v);
	explicit_bzero(v, strlen(v));
	unsetenv("HCC_LLM_KEY");
}

enum hcc_status
key_read(const struct llm_options *o, struct llm_server *s,
    struct hcc_err *e)
{
	struct buf	 env = BUF_INIT;
	struct rlimit	 core = { 0, 0 };
	enum hcc_status	 st = HCC_OK;

	/* No core file, and no look into our memory through /proc. */
	(void)getrlimit(RLIMIT_CORE, &core);
	core.rlim_cur = 0;
	(void)setrlimit(RLIMIT_CORE, &core);
	prctl(PR_SET_DUMPABLE, 0);
	take_environment(&env);
	if (s->model.command != NULL)
		;		/* it has its own */
	else if (o->replay != NULL) {	/* nothing to open with it */
		if (env.len > 0)
			(void)set_key(s, &env, "HCC_LLM_KEY", e);
	} else if (o->keyfile != NULL)
		st = from_file(s, o->keyfile, e);
	else if (env.len > 0)
		st = set_key(s, &env, "HCC_LLM_KEY", e);
	else if (s->model.key_file != NULL)
		st = from_configured(s, s->model.key_file, e);
	else if (s->model.key_cmd != NULL)
		st = from_command(s, s->model.key_cmd, e);
	wipe(&env);
	return st;
}

void
key_release(struct llm_server *s)
{
	if (s->key != NULL)
		explicit_bzero(s->key, strlen(s->key));
	free(s->key);
	s->key = NULL;
	prctl(PR_SET_DUMPABLE, 1);	/* nothing to hide any more */
}
