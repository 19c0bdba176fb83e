/*
 * step.c: one step of a task: start the command that is next, and look at what
 * it ended with.
 */
#include <errno.h>
#include <fcntl.h>
#include <math.h>
#include <signal.h>
#include <spawn.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>

#include "base/buf.h"
#include "base/clock.h"
#include "base/json.h"
#include "hcc-watch/watch.h"
#include "run/limits.h"
#include "task/journal.h"
#include "task/state.h"

extern char **environ;

/* When the work on a task began, by the steady clock, as if it had gone on from
 * what was cut off before. */
static double
begin_work(const struct watched *j)
{
	jv	 events = jv_null();
	int	 torn;
	double	 cut = 0;

	if (journal_read(&j->t, &events, &torn, NULL) == HCC_OK)
		cut = journal_cut_off(&j->t, events);
	jv_free(events);
	return clock_steady() - cut;
}

static int
spawn(struct watch *w, struct watched *j, char **argv)
{
	posix_spawn_file_actions_t	 fa;
	posix_spawnattr_t		 at;
	sigset_t			 none;
	char				 path[4200];
	int				 r;

	if (j->begun == 0)
		j->begun = begin_work(j);
	snprintf(path, sizeof(path), "%s/%s", tool_bindir(), argv[0]);
	sigemptyset(&none);
	posix_spawn_file_actions_init(&fa);
	posix_spawnattr_init(&at);
	posix_spawnattr_setflags(&at, POSIX_SPAWN_SETSIGMASK);
	posix_spawnattr_setsigmask(&at, &none);
	posix_spawn_file_actions_addopen(&fa, 0, "/dev/null", O_RDONLY, 0);
	if (!w->tool.verbose)
		posix_spawn_file_actions_addopen(&fa, 1, "/dev/null",
		    O_WRONLY, 0);
	setenv("HCC_SESSION", j->t.session, 1);
	if (!w->tool.verbose)	/* "nothing to do" is not for the user here */
		setenv("HCC_QUIET", "1", 1);
	r = posix_spawn(&j->pid, path, &fa, &at, argv, environ);
	posix_spawnattr_destroy(&at);
	posix_spawn_file_actions_destroy(&fa);
	if (r != 0) {
		j->pid = 0;
		errno = r;
		return -1;
	}
	snprintf(j->step, sizeof(j->step), "%s", argv[0]);
	j->blends = argv[1] != NULL && strcmp(argv[1], "-B") == 0;
	return 0;
}

/* Why nothing is valid, from the last run. */
static void
add_cause(struct buf *b, const struct state *s)
{
	const struct cause	*c;
	const char		*how;
	size_t			 i, k;

	for (i = s->count; i-- > 0;)
		for (k = s->phases[i].count; k-- > 0;) {
			if (s->phases[i].suggestions[k].result == NULL ||
			    (c = s->phases[i].suggestions[k].result->cause) ==
			    NULL || c->class == NULL)
				continue;
			buf_addf(b, "; %s failed last: %s",
			    s->phases[i].suggestions[k].id,
			    c->message == NULL ? c->class : c->message);
			how = limits_remedy(limits_stopped(c->message));
			if (how != NULL)
				buf_addf(b, "; %s", how);
			else if (strcmp(c->class, "timeout") == 0)
				buf_adds(b, "; raise 'budget' in task.md, or "
				    "make it faster");
			return;
		}
}

/* Report the result of a task that ended, in one line. Without a valid
 * submission the watcher exits with 2. */
static void
report_end(struct watch *w, struct watched *j)
{
	struct state	 s;
	struct buf	 b = BUF_INIT;
	char		 spent[40];
	bool		 valid;

	j->reported = true;
	if (state_read(&j->t, &s, NULL) == HCC_OK && s.ended != NULL) {
		format_seconds(s.spent, spent, sizeof(spent));
		valid = s.best != NULL && s.best->id != NULL;
		if (valid)
			buf_addf(&b, "ended with %s %.6g (%s) after %s: %s",
			    j->t.metric, s.best->score, s.best->id, spent,
			    s.ended->why);
		else
			buf_addf(&b, "ended without a valid %s after %s: %s",
			    j->t.no_submission ? "score" : "submission",
			    spent, s.ended->why);
		if (!valid)
			add_cause(&b, &s);
		if (valid)
			tool_say(&w->tool, "task '%s': %s; see '%s/best'",
			    j->t.path, buf_str(&b), j->t.path);
		else
			tool_warn(&w->tool, "task '%s': %s", j->t.path,
			    buf_str(&b));
		if (!valid && (w->tool.worst == HCC_OK ||
		    w->tool.worst == HCC_NONE))
			w->tool.worst = HCC_UNSOLVED;
		watch_done(&w->tool, j, "ended", buf_str(&b));
	}
	buf_release(&b);
	state_free(&s);
}

/* The error persists until something changes. What hcc-fsck -f can mend it
 * mends, once, and the step is tried again. */
static void
mend_or_block(struct watch *w, struct watched *j, enum hcc_status st)
{
	char	 fsck[] = "hcc-fsck", mend[] = "-f";
	char	*argv[] = { fsck, mend, j->t.path, NULL };

	if (j->mended || (st != HCC_INPUT && st != HCC_MISSING)) {
		watch_block(w, j, st);
		return;
	}
	j->mended = true;
	if (spawn(w, j, argv) == -1)
		watch_block(w, j, st);
	else
		j->broken = err_exit_code(st);
}

void
watch_advance(struct watch *w, struct watched *j)
{
	struct hcc_err	 e = HCC_ERR_INIT;
	struct task	 fresh;
	char		*argv[WATCH_ARGS];
	int		 events = 0;
	enum hcc_status	 st;

	j->dirty = false;
	/* task.md may have been edited. */
	if (task_open(&fresh, j->t.path, j->t.session, &e) != HCC_OK) {
		tool_fail(&w->tool, &e);
		watch_back_off(w, j);
		return;
	}
	task_close(&j->t);
	j->t = fresh;
	watch_files(w, j->t.path);
	/* What it leaves is not known before it has ended. */
	if (!j->over && watch_waits(w, j))
		return;
	st = watch_next(j, argv, &events, &e);
	w->timer = fmin(w->timer, j->timer);
	if (events != j->events)
		j->failures = j->waits = 0;
	if (st == HCC_OK && j->over && j->worked && !j->reported)
		report_end(w, j);
	if (st == HCC_OK && argv[0] != NULL) {
		/* The same step again without an event: no progress. */
		if (j->ran && events == j->events &&
		    strcmp(j->step, argv[0]) == 0) {
			tool_warn(&w->tool, "task '%s': %s ended, but nothing "
			    "was done; it is tried again", j->t.path, j->step);
			watch_back_off(w, j);
			j->ran = false;
		} else if (spawn(w, j, argv) == -1)
			st = err_errno(&e, "start '%s'", argv[0]);
		else
			j->ran = j->worked = true;
		j->events = events;
	}
	if (st != HCC_OK) {
		tool_warn(&w->tool, "task '%s': %s", j->t.path, e.text);
		if (watch_is_permanent(err_exit_code(st)))
			mend_or_block(w, j, st);
		else
			watch_back_off(w, j);
	}
	watch_free_args(argv);
}

static void
step_ended(struct watch *w, struct watched *j, int status)
{
	int	 code = WIFEXITED(status) ? WEXITSTATUS(status) : -1;

	j->pid = 0;
	j->dirty = true;
	if (j->broken != 0) {	/* hcc-fsck has said what it did */
		j->broken = 0;
		return;
	}
	if (code == 0 || code == err_exit_code(HCC_UNSOLVED)) {
		j->mended = false;
		return;
	}
	if (code == err_exit_code(HCC_NONE)) {
		if (strcmp(j->step, "hcc-plan") == 0)
			j->exhausted = true;
		if (strcmp(j->step, "hcc-exec") == 0 && !j->blends) {
			j->unfit = j->t.budget.time;
			j->ran = false;		/* hcc-exec -B is next */
		}
		return;
	}
	if (w->signal != 0) {
		journal_beat(&j->t, j->begun);
		return;
	}
	if (code == err_exit_code(HCC_AGAIN)) {
		watch_pause(w, j);
		return;
	}
	/* The step itself has said what is wrong. */
	j->ran = false;
	if (watch_is_permanent(code))
		mend_or_block(w, j, err_from_exit_code(code));
	else
		watch_back_off(w, j);
}

void
watch_reap(struct watch *w)
{
	size_t	 i;
	int	 status;

	for (i = 0; i < w->n; i++)
		if (w->tasks[i].pid != 0 && waitpid(w->tasks[i].pid, &status,
		    WNOHANG) == w->tasks[i].pid)
			step_ended(w, &w->tasks[i], status);
}
