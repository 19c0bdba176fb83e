/*
 * tool.c: messages, input and exit, alike in every tool.
 */
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/buf.h"
#include "base/fs.h"
#include "base/json.h"
#include "base/utf8.h"
#include "common/tool.h"

void
tool_warn(const struct tool *t, const char *fmt, ...)
{
	struct buf	 b = BUF_INIT;
	va_list		 ap;

	/* One write, so that lines of parallel tools do not mix. */
	buf_addf(&b, "%s: ", t->name);
	va_start(ap, fmt);
	buf_vaddf(&b, fmt, ap);
	va_end(ap);
	buf_addc(&b, '\n');
	(void)fs_write(STDERR_FILENO, buf_str(&b), b.len);
	buf_release(&b);
}

void
tool_say(const struct tool *t, const char *fmt, ...)
{
	struct buf	 b = BUF_INIT;
	va_list		 ap;

	if (t->quiet)
		return;
	va_start(ap, fmt);
	buf_vaddf(&b, fmt, ap);
	va_end(ap);
	tool_warn(t, "%s", buf_str(&b));
	buf_release(&b);
}

void
tool_fail(struct tool *t, const struct hcc_err *e)
{
	/* "Nothing to do" counts only when nothing went really wrong. */
	if (t->worst == HCC_OK || t->worst == HCC_NONE ||
	    (e->status != HCC_NONE &&
	    err_exit_code(e->status) > err_exit_code(t->worst)))
		t->worst = e->status;
	if (e->status != HCC_NONE && e->status != HCC_UNSOLVED)
		tool_warn(t, "%s", e->text);
	else if (e->text[0] != '\0')
		tool_say(t, "%s", e->text);
}

void
tool_put(const char *fmt, ...)
{
	struct buf	 raw = BUF_INIT, plain = BUF_INIT;
	va_list		 ap;

	va_start(ap, fmt);
	buf_vaddf(&raw, fmt, ap);
	va_end(ap);
	utf8_add_plain(&plain, buf_str(&raw), raw.len);
	fwrite(buf_str(&plain), 1, plain.len, stdout);
	buf_release(&raw);
	buf_release(&plain);
}

void
tool_record(jv rec)
{
	struct buf	 b = BUF_INIT;

	json_dump(&b, rec);
	buf_addc(&b, '\n');
	fwrite(buf_str(&b), 1, b.len, stdout);
	fflush(stdout);
	buf_release(&b);
	jv_free(rec);
}

static jv
task_record(const char *path)
{
	jv	 r = json_put_str(jv_object(), "kind", "task");

	return json_put_path(r, "task", path);
}

static jv
stdin_records(struct tool *t)
{
	struct hcc_err	 e = HCC_ERR_INIT;
	char		*line = NULL;
	size_t		 cap = 0;
	ssize_t		 n;
	long		 no = 0;
	jv		 all = jv_array(), v;

	while ((n = getline(&line, &cap, stdin)) != -1) {
		no++;
		if (strspn(line, " \t\r\n") == (size_t)n)
			continue;
		v = json_parse(line, (size_t)n, "standard input", no, &e);
		if (jv_is_valid(v) && jv_get_kind(v) != JV_KIND_OBJECT)
			err_set(&e, HCC_INPUT, "parse 'standard input' line "
			    "%ld: not a JSON object", no);
		if (jv_get_kind(v) == JV_KIND_OBJECT) {
			all = jv_array_append(all, v);
			continue;
		}
		jv_free(v);
		tool_fail(t, &e);
	}
	free(line);
	return all;
}

const char *
tool_here(void)
{
	const char	*env = getenv("HCC_TASK");

	return env != NULL && *env != '\0' ? env : ".";
}

const char *
tool_task_operand(int argc, char *const *argv, int *i)
{
	char	 file[PATH_MAX];

	if (*i >= argc || snprintf(file, sizeof(file), "%s/task.md",
	    argv[*i]) >= (int)sizeof(file) || !fs_exists(AT_FDCWD, file))
		return NULL;
	return argv[(*i)++];
}

jv
tool_inputs(struct tool *t, int argc, char **argv)
{
	struct stat	 sb;
	jv		 all = jv_array();
	int		 i;

	for (i = 0; i < argc; i++)
		all = jv_array_append(all, task_record(argv[i]));
	if (argc > 0)
		return all;
	/* A terminal or /dev/null (cron, systemd) is no input. */
	if (fstat(STDIN_FILENO, &sb) == 0 && !S_ISCHR(sb.st_mode)) {
		jv_free(all);
		return stdin_records(t);
	}
	return jv_array_append(all, task_record(tool_here()));
}

int
tool_finish(struct tool *t)
{
	struct hcc_err	 e = HCC_ERR_INIT;
	bool		 bad = ferror(stdout) != 0;

	if (fclose(stdout) == EOF || bad) {
		if (errno == EPIPE)	/* the reader has seen enough */
			return err_exit_code(t->worst);
		err_errno(&e, "write to standard output");
		e.status = HCC_IO;
		tool_fail(t, &e);
		return err_exit_code(HCC_IO);
	}
	return err_exit_code(t->worst);
}

void
tool_finding(void *ctx, const struct finding *f)
{
	const struct tool	*t = ctx;

	if (!f->mended)
		tool_warn(t, "%s: %s", f->path, f->what);
	else if (t->verbose || (strcmp(f->rule, "leftover") != 0 &&
	    strcmp(f->rule, "journal") != 0))
		tool_say(t, "%s: %s", f->path, f->what);
}

void
tool_unread(struct tool *t, const struct state *s, bool warn)
{
	struct hcc_err	 e = HCC_ERR_INIT;
	size_t		 i;

	for (i = 0; i < s->count; i++) {
		if (state_readable(s, s->phases[i].phase, &e) == HCC_OK)
			continue;
		if (warn)
			tool_warn(t, "%s", e.text);
		else
			tool_fail(t, &e);
	}
}

enum hcc_status
tool_task(jv record, struct task *t, struct hcc_err *e)
{
	char		*path = json_path(record, "task");
	enum hcc_status	 st;

	if (path == NULL)
		return err_set(e, HCC_INPUT, "read a record: it has no "
		    "\"task\" (the path of a task directory)");
	st = task_open(t, path, getenv("HCC_SESSION"), e);
	free(path);
	if (st == HCC_OK)
		t->version = tool_version();
	return st;
}

int
tool_each_task(struct tool *t, int argc, char **argv,
    enum hcc_status (*each)(void *, const struct task *, jv,
    struct hcc_err *), void *ctx)
{
	struct hcc_err	 e = HCC_ERR_INIT;
	struct task	 task;
	jv		 in = tool_inputs(t, argc, argv), rec;
	int		 i;

	for (i = 0; json_item(in, i, &rec); i++) {
		if (tool_task(rec, &task, &e) != HCC_OK)
			tool_fail(t, &e);
		else {
			if (each(ctx, &task, rec, &e) != HCC_OK)
				tool_fail(t, &e);
			task_close(&task);
		}
	}
	jv_free(in);
	return tool_finish(t);
}
