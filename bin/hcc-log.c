/*
 * hcc-log: print what happened in a task, a line an event.
 *
 * Reads journal.jsonl, and plans and results for titles and changes. With -f
 * the journal is read on as it grows, and so are the logs of the attempts that
 * it says have begun. Writes nothing.
 */
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <math.h>
#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/inotify.h>
#include <time.h>
#include <unistd.h>

#include "base/json.h"
#include "base/mem.h"
#include "common/tool.h"
#include "task/state.h"

enum {
	LINE = 400,		/* bytes of a followed line that are shown */
	WAKE = 1000		/* ms: where inotify says nothing (NFS) */
};

/* A file that grows, and the beginning of a line that is not ended. */
struct tail {
	char		*id;		/* of the attempt */
	int		 fd;		/* -1: nothing more comes */
	struct buf	 rest;
};

struct app {
	struct tool		 tool;
	bool			 follow, json;
	int			 last;		/* -n */
	/* The task that is shown: */
	const struct task	*task;
	struct state		 state;
	struct tail		 journal, *logs;
	size_t			 nlogs, cap;
	jv			 began;		/* attempt -> time */
	bool			 live, ended;	/* what comes is new */
	int			 inotify, unreadable;
};

#define OPT_STRUCT struct app
static const struct tool_opt opts[] = {
	OPT_FLAG('f', follow,
	    "go on until the task ends; with what runs print"),
	OPT_FLAG('j', json, "JSON lines instead of text"),
	OPT_COUNT('n', "count", last, 0, INT_MAX, "the last events only"),
	OPT_END
};

static void
watch_file(const struct app *a, const char *path)
{
	char	 full[PATH_MAX];

	if (a->inotify != -1 && (size_t)snprintf(full, sizeof(full), "%s/%s",
	    a->task->path, path) < sizeof(full))
		(void)inotify_add_watch(a->inotify, full, IN_MODIFY);
}

/* What has come since, to the end of the rest. */
static void
read_on(struct tail *f)
{
	char	 b[65536];
	ssize_t	 n;

	while (f->fd != -1 && ((n = read(f->fd, b, sizeof(b))) > 0 ||
	    (n == -1 && errno == EINTR)))
		if (n > 0)
			buf_add(&f->rest, b, (size_t)n);
}

static void
close_tail(struct tail *f)
{
	if (f->fd != -1)
		close(f->fd);
	f->fd = -1;
	buf_release(&f->rest);
	free(f->id);
	f->id = NULL;
}

/* "0.912", "-" without a number. */
static const char *
number(double d, char out[32])
{
	snprintf(out, 32, isfinite(d) ? "%.6g" : "-", d);
	return out;
}

/* The suggestion of an id, of an attempt too; what is new is read again. */
static const struct suggestion *
suggestion_of(struct app *a, const char *id, bool with_result)
{
	const struct suggestion	*s;
	char			 key[32];
	int			 phase, direction, n, attempt, again;

	if (!plan_id_parse(id, &phase, &direction, &n, &attempt))
		return NULL;
	plan_id(key, phase, direction, n);
	for (again = 0;; again++) {
		s = phase_suggestion(state_phase(&a->state, phase), key);
		if (again > 0 || !a->live || (s != NULL &&
		    (s->result != NULL || !with_result)))
			return s;
		state_free(&a->state);
		(void)state_read(a->task, &a->state, NULL);
	}
}

static const char *
title_of(struct app *a, const char *id)
{
	const struct suggestion	*s = suggestion_of(a, id, false);

	return s == NULL || s->title == NULL ? "" : s->title;
}

static void
print_run(struct app *a, jv ev)
{
	const char	*id = json_str(ev, "id", "");
	double		 took = json_num(ev, "t", NAN) -
			    json_num(a->began, id, NAN);
	char		 claimed[32], time[40];

	tool_put("%s, claimed %s", json_str(ev, "status", "?"),
	    number(json_num(ev, "claimed", NAN), claimed));
	if (isfinite(took) && took >= 0) {
		format_seconds(took, time, sizeof(time));
		tool_put(", %s", time);
	}
}

/* A trial on a sample, before the run itself. */
static void
print_smoke(jv ev)
{
	char	 time[40];

	format_seconds(json_num(ev, "seconds", 0), time, sizeof(time));
	tool_put("%s, %s", json_str(ev, "status", "?"), time);
	if (isfinite(json_num(ev, "forecast", NAN))) {
		format_seconds(json_num(ev, "forecast", 0), time,
		    sizeof(time));
		tool_put(", the run may take %s", time);
	}
}

static void
print_cause(const struct cause *c)
{
	tool_put(" [%s%s%s%s%s]", c->class == NULL ? "" : c->class,
	    c->class == NULL ? "" : ": ", c->message == NULL ? "" : c->message,
	    c->frame == NULL ? "" : " at ", c->frame == NULL ? "" : c->frame);
}

static void
print_result(struct app *a, jv ev)
{
	const char		*id = json_str(ev, "id", "");
	const struct suggestion	*s = suggestion_of(a, id, true);
	const struct result	*r = s == NULL ? NULL : s->result;
	char			 score[32];

	tool_put("%s, score %s", json_str(ev, "status", "?"),
	    number(json_num(ev, "score", NAN), score));
	if (r != NULL && isfinite(r->change)) {
		tool_put(" (%+.4g", r->change);
		if (isfinite(r->interval))
			tool_put(" +-%.2g", r->interval);
		tool_put(")");
	}
	if (json_bool(ev, "adopted", false))
		tool_put(", adopted");
	if (json_str(ev, "leak", NULL) != NULL)
		tool_put(", leak: %s", json_str(ev, "leak", ""));
	else if (json_str(ev, "suspect", NULL) != NULL)
		tool_put(", suspect: %s", json_str(ev, "suspect", ""));
	tool_put(": %s", title_of(a, id));
	if (r != NULL && r->cause != NULL && !status_ok(r->status))
		print_cause(r->cause);
}

static void
print_end(jv ev)
{
	char	 score[32];

	tool_put("%s", json_str(ev, "why", ""));
	if (json_str(ev, "best", NULL) != NULL)
		tool_put("; best %s, score %s", json_str(ev, "best", ""),
		    number(json_num(ev, "score", NAN), score));
}

/* What the event says, after its time, name and id. */
static void
print_details(struct app *a, const char *name, jv ev)
{
	char	 score[32];

	if (strcmp(name, "start") == 0)
		tool_put("%s", title_of(a, json_str(ev, "id", "")));
	else if (strcmp(name, "run") == 0)
		print_run(a, ev);
	else if (strcmp(name, "result") == 0)
		print_result(a, ev);
	else if (strcmp(name, "adopt") == 0)
		tool_put("score %s, by hand: %s", number(json_num(ev, "score",
		    NAN), score), title_of(a, json_str(ev, "id", "")));
	else if (strcmp(name, "repair") == 0)
		tool_put("%s: %s", json_str(ev, "cause", ""), json_str(ev,
		    "why", ""));
	else if (strcmp(name, "strike") == 0)
		tool_put("%s any more: %s", json_bool(ev, "close", false) ?
		    "nothing of its phase is to be begun" :
		    "not to be run", json_str(ev, "why", ""));
	else if (strcmp(name, "smoke") == 0)
		print_smoke(ev);
	else if (strcmp(name, "init") == 0)
		tool_put("metric %s", json_str(ev, "metric", "?"));
	else if (strcmp(name, "prefetch") == 0)
		tool_put("%d pieces of wisdom", json_len(json_at(ev,
		    "wisdom")));
	else if (strcmp(name, "plan") == 0)
		tool_put("by %s", json_str(ev, "by", "?"));
	else if (strcmp(name, "cut") == 0)
		tool_put("%.1f s of work ended without an event",
		    json_num(ev, "seconds", 0));
	else if (strcmp(name, "edit") == 0)
		tool_put("%s, by hand", json_str(ev, "file", "?"));
	else if (strcmp(name, "distil") == 0 || strcmp(name, "forget") == 0)
		tool_put("wisdom %.16s", json_str(ev, "wisdom", "?"));
	else if (strcmp(name, "end") == 0 || strcmp(name, "give_up") == 0)
		print_end(ev);
	else
		tool_put("%s", json_str(ev, "file", ""));
}

static void
print_text(struct app *a, const char *name, jv ev)
{
	double		 t = json_num(ev, "t", 0), phase = json_num(ev, "phase",
			    NAN);
	time_t		 at = (time_t)t;
	struct tm	 tm;
	char		 when[40] = "?", id[64] = "";

	if (localtime_r(&at, &tm) != NULL)
		strftime(when, sizeof(when), "%Y-%m-%d %H:%M:%S", &tm);
	if (json_str(ev, "id", NULL) != NULL)
		snprintf(id, sizeof(id), "%s", json_str(ev, "id", ""));
	else if (isfinite(phase))
		snprintf(id, sizeof(id), "%02.0f", phase);
	tool_put("%s  %-8s  %-9s  ", when, name, id);
	print_details(a, name, ev);
	tool_put("\n");
}

/* The log of an attempt that has begun; what it holds already is not shown
 * unless it is `fresh`. */
static void
follow_log(struct app *a, const char *id, bool fresh)
{
	struct tail	*f;
	char		 path[80];

	snprintf(path, sizeof(path), "l1/%.60s/log", id);
	grow(&a->logs, &a->cap, a->nlogs + 1, sizeof(*a->logs));
	f = &a->logs[a->nlogs];
	*f = (struct tail){ mem_dup(id), openat(a->task->dir, path,
	    O_RDONLY | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK), BUF_INIT };
	if (f->fd == -1) {
		close_tail(f);
		return;
	}
	if (!fresh)
		(void)lseek(f->fd, 0, SEEK_END);
	watch_file(a, path);
	a->nlogs++;
}

static struct tail *
log_of(struct app *a, const char *id)
{
	size_t	 i;

	for (i = 0; i < a->nlogs; i++)
		if (strcmp(a->logs[i].id, id) == 0)
			return &a->logs[i];
	return NULL;
}

/* Print the ended lines of a log: of a progress bar what it shows last. */
static void
print_log(struct tail *f)
{
	const char	*p, *nl, *s, *end;

	read_on(f);
	p = buf_str(&f->rest);
	end = p + f->rest.len;
	for (; (nl = memchr(p, '\n', (size_t)(end - p))) != NULL; p = nl + 1) {
		for (s = nl; s > p && s[-1] == '\r'; s--)
			;
		while (s > p && s[-1] != '\r')
			s--;
		tool_put("  %s | %.*s\n", f->id, (int)(nl - s > LINE ? LINE :
		    nl - s), s);
	}
	if (p > buf_str(&f->rest)) {
		memmove(f->rest.p, p, (size_t)(end - p));
		f->rest.len = (size_t)(end - p);
		f->rest.p[f->rest.len] = '\0';
	}
}

/* What the event changes: which attempts are at work, whether it is the end. */
static void
take_note(struct app *a, const char *name, jv ev)
{
	const char	*id = json_str(ev, "id", "");
	struct tail	*f;

	if (strcmp(name, "start") == 0)
		a->began = json_put_num(a->began, id, json_num(ev, "t", NAN));
	else if (strcmp(name, "run") == 0) {
		a->began = jv_object_delete(a->began, jv_string(id));
		if ((f = log_of(a, id)) != NULL) {
			close_tail(f);
			*f = a->logs[--a->nlogs];
		}
	}
	a->ended = strcmp(name, "end") == 0 ||
	    (a->ended && strcmp(name, "forget") == 0);
}

/* One line of the journal. */
static void
take_line(struct app *a, const char *p, size_t n, bool show)
{
	jv		 ev = json_parse(p, n, "journal.jsonl", 0, NULL);
	const char	*name;

	if (jv_get_kind(ev) != JV_KIND_OBJECT) {
		a->unreadable += n > 0;
		jv_free(ev);
		return;
	}
	name = json_str(ev, "ev", "?");
	if (show && a->json) {
		ev = json_put_str(ev, "kind", "event");
		tool_record(json_put_path(jv_copy(ev), "task", a->task->path));
	} else if (show)
		print_text(a, name, ev);
	take_note(a, name, ev);
	jv_free(ev);
}

/* The ended lines that the journal has now, the last `most` of them. */
static void
take_lines(struct app *a, size_t most)
{
	struct buf	*b = &a->journal.rest;
	const char	*p, *nl, *end;
	size_t		 lines = 0;

	read_on(&a->journal);
	p = buf_str(b);
	end = p + b->len;
	for (nl = p; nl < end; nl++)
		lines += *nl == '\n';
	for (; (nl = memchr(p, '\n', (size_t)(end - p))) != NULL;
	    p = nl + 1, lines--)
		take_line(a, p, (size_t)(nl - p), lines <= most);
	if (p > buf_str(b)) {
		memmove(b->p, p, (size_t)(end - p));
		b->len = (size_t)(end - p);
		b->p[b->len] = '\0';
	}
}

/* Follow the logs of what has begun and is not followed yet. */
static void
follow_logs(struct app *a, bool fresh)
{
	jv	 ids = jv_keys(jv_copy(a->began)), id;
	int	 i;

	for (i = 0; json_item(ids, i, &id); i++)
		if (log_of(a, jv_string_value(id)) == NULL)
			follow_log(a, jv_string_value(id), fresh);
	jv_free(ids);
}

static void
follow(struct app *a)
{
	struct pollfd	 p = { a->inotify, POLLIN, 0 };
	char		 b[4096];
	size_t		 i;

	a->live = true;
	watch_file(a, "journal.jsonl");
	if (!a->json)
		follow_logs(a, false);
	while (!a->ended && fflush(stdout) == 0) {
		(void)poll(&p, a->inotify != -1, WAKE);
		if (p.revents != 0)
			(void)!read(a->inotify, b, sizeof(b));
		for (i = 0; i < a->nlogs; i++)
			print_log(&a->logs[i]);
		take_lines(a, SIZE_MAX);
		if (!a->json)
			follow_logs(a, true);
	}
}

static enum hcc_status
show(void *ctx, const struct task *t, jv record, struct hcc_err *e)
{
	struct app	*a = ctx;
	enum hcc_status	 st;

	(void)record;
	a->task = t;
	a->began = jv_object();
	a->ended = false;
	a->unreadable = 0;
	a->inotify = a->follow ? inotify_init1(IN_CLOEXEC | IN_NONBLOCK) : -1;
	a->journal = (struct tail){ NULL, openat(t->dir, "journal.jsonl",
	    O_RDONLY | O_CLOEXEC | O_NONBLOCK), BUF_INIT };
	st = a->journal.fd == -1 && errno != ENOENT ?
	    err_errno(e, "open '%s/journal.jsonl'", t->path) : HCC_OK;
	if (st == HCC_OK)
		st = state_read(t, &a->state, e);
	if (st == HCC_OK && a->journal.fd == -1)
		st = err_set(e, HCC_NONE, "task '%s': nothing has happened yet",
		    t->path);
	if (st == HCC_OK) {
		take_lines(a, (size_t)a->last);
		if (a->follow)
			follow(a);
		if (a->unreadable > 0)
			tool_say(&a->tool, "task '%s': %d lines of the journal "
			    "are unreadable", t->path, a->unreadable);
	}
	while (a->nlogs > 0)
		close_tail(&a->logs[--a->nlogs]);
	close_tail(&a->journal);
	if (a->inotify != -1)
		close(a->inotify);
	jv_free(a->began);
	state_free(&a->state);
	return st;
}

int
main(int argc, char **argv)
{
	struct app	 a = { .tool = { .name = "hcc-log",
	    .operands = "[task ...]", .opts = opts,
	    .about = "print what happened in a task, a line an event" },
	    .last = INT_MAX };
	int		 at = tool_options(&a.tool, argc, argv, &a);
	int		 status;

	if (a.follow && argc - at > 1)
		tool_usage(&a.tool, "option -f: follows one task, not %d",
		    argc - at);
	status = tool_each_task(&a.tool, argc - at, argv + at, show, &a);
	free(a.logs);
	return status;
}
