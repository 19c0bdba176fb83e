/*
 * convert.c: run tables.py on data: they are bound read-only at /hcc/data.
 */
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/buf.h"
#include "base/fs.h"
#include "base/json.h"
#include "base/mem.h"
#include "base/text.h"
#include "run/convert.h"
#include "run/run.h"

#define DATA		"/hcc/data"
#define SECONDS		3600
#define SAID_MAX	(4u << 20)
#define DEPTH		6	/* of folders that names are looked at in */
#define NAMES_MAX	20000
#define FORMS		".json|.jsonl|.ndjson|.parquet|.feather|.zip|.gz|" \
			".bz2|.xz|.wav|.flac|.ogg|.mp3|.aif|.aiff|.m4a"

static bool
is_wanted(const char *name)
{
	const char	*dot = strrchr(name, '.');

	return dot != NULL && text_in_any_case(dot, FORMS);
}

static bool
any_below(int dir, int depth, size_t *left)
{
	struct stat	 sb;
	char		**names;
	size_t		 n, i;
	int		 sub;
	bool		 found = false;

	if (fs_names(dir, ".", &names, &n, NULL) != HCC_OK)
		return false;
	for (i = 0; i < n && !found && *left > 0; i++, --*left) {
		if (fstatat(dir, names[i], &sb, 0) == -1)
			continue;
		if (!S_ISDIR(sb.st_mode))
			found = is_wanted(names[i]);
		else if (depth > 0 &&
		    (sub = fs_open_dir(dir, names[i])) != -1) {
			found = any_below(sub, depth - 1, left);
			close(sub);
		}
	}
	fs_names_free(names, n);
	return found;
}

bool
convert_wanted(const char *const *sources, size_t n)
{
	size_t	 i, left = NAMES_MAX;
	int	 dir;
	bool	 found = false;

	if (n == 1 && (dir = fs_open_dir(AT_FDCWD, sources[0])) != -1) {
		found = any_below(dir, DEPTH, &left);
		close(dir);
		return found;
	}
	for (i = 0; i < n && !found; i++)
		found = is_wanted(sources[i]);
	return found;
}

/* A directory is DATA itself, files lie in it under their names. */
static enum hcc_status
bind_sources(struct sandbox_binds *b, const char *const *sources, size_t n,
    struct hcc_err *e)
{
	char		*real, *to;
	struct stat	 sb;
	size_t		 i;

	for (i = 0; i < n; i++) {
		if ((real = realpath(sources[i], NULL)) == NULL ||
		    stat(real, &sb) == -1) {
			free(real);
			return err_errno(e, "open data '%s'", sources[i]);
		}
		to = S_ISDIR(sb.st_mode) ? mem_dup(DATA) :
		    mem_format(DATA "/%s", strrchr(real, '/') + 1);
		sandbox_bind(b, real, to, false);
		free(to);
		free(real);
	}
	return HCC_OK;
}

/* What the program printed, an object a line; warnings of libraries are not. */
static jv
read_said(struct buf *log)
{
	jv	 list = jv_array(), one;
	char	*at = log->p, *line;

	while ((line = strsep(&at, "\n")) != NULL) {
		one = *line == '{' ? json_parse(line, strlen(line), "tables.py",
		    0, NULL) : jv_invalid();
		if (jv_get_kind(one) == JV_KIND_OBJECT)
			list = jv_array_append(list, one);
		else
			jv_free(one);
	}
	return list;
}

static enum hcc_status
run(const struct environment *env, const char *share, const char *dir,
    struct sandbox_binds *binds, struct buf *log, struct hcc_err *e)
{
	const char	*argv[] = { "python3", "-I", "/hcc/python/tables.py",
			    DATA, "out", NULL };
	struct run_spec	 s = RUN_SPEC_INIT;
	struct run_end	 end = { .exit = -1 };
	char		*probe = mem_format("%s/probe", share);
	enum hcc_status	 st;

	s.dirpath = dir;
	s.argv = argv;
	s.python = probe;
	s.binds = binds;
	s.reserves = true;
	s.env = env->vars.v;
	s.wall_s = SECONDS;
	s.output_bytes = SAID_MAX;
	if ((s.dir = fs_open_dir(AT_FDCWD, dir)) == -1)
		st = err_errno(e, "open directory '%s'", dir);
	else if ((st = run_exec(&s, &end, e)) == HCC_OK)
		st = fs_read_nofollow(s.dir, "log", SAID_MAX, log, e);
	if (st == HCC_OK && end.exit != 0)
		st = err_set(e, HCC_UNAVAILABLE, "convert the data to csv: "
		    "tables.py failed: %.300s", buf_str(log));
	if (s.dir != -1)
		close(s.dir);
	free(probe);
	return st;
}

enum hcc_status
convert_run(const struct environment *env, const char *share,
    const char *const *sources, size_t n, const char *dir, jv *said,
    struct hcc_err *e)
{
	struct sandbox_binds	 binds = { NULL, 0, 0 };
	struct buf		 log = BUF_INIT;
	size_t			 i;
	enum hcc_status		 st;

	*said = jv_array();
	for (i = 0; i < env->binds.n; i++)
		sandbox_bind(&binds, env->binds.v[i].from,
		    env->binds.v[i].to, false);
	if ((st = bind_sources(&binds, sources, n, e)) == HCC_OK)
		st = run(env, share, dir, &binds, &log, e);
	if (st == HCC_OK && log.len > 0) {
		jv_free(*said);
		*said = read_said(&log);
	}
	sandbox_binds_release(&binds);
	buf_release(&log);
	return st;
}
