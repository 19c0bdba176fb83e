/*
 * hcc-watch: drive tasks: look at the state, run the next command, look again.
 *
 * inotify and a timer only wake it; what happens next is computed from the
 * tree by watch.lua. It keeps no state of its own, so it may be killed and
 * started again at any time. It holds flock(2) on the task directory itself:
 * one watcher a task.
 */
#include <errno.h>
#include <fcntl.h>
#include <math.h>
#include <poll.h>
#include <sched.h>
#include <signal.h>
#include <spawn.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <sys/inotify.h>
#include <sys/signalfd.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/buf.h"
#include "base/clock.h"
#include "base/fs.h"
#include "base/json.h"
#include "base/mem.h"
#include "hcc-watch/watch.h"
#include "llm/ledger.h"
#include "task/journal.h"
#include "task/state.h"

#define BEAT	1	/* seconds between signs that work goes on */

extern char **environ;

struct watch {
	struct tool	 tool;
	bool		 until_end;	/* -1 */
	bool		 tty;
	int		 parallel;	/* -j */
	int		 inotify, sigfd;
	struct job	*jobs;
	size_t		 n, cap;
	char		**roots;	/* directories of tasks */
	size_t		 nroots, roots_cap;
	int		 signal;
	double		 timer;		/* shortest of the tasks' */
	double		 next_timer;
	double		 beat;		/* the last one, monotonic */
	struct drawn	 drawn;
};

#define OPT_STRUCT struct watch
static const struct tool_opt opts[] = {
	OPT_FLAG('1', until_end, "until the tasks end"),
	OPT_COUNT('j', "jobs", parallel, 1, 64, "tasks at once"),
	OPT_END
};

static void
watch_directory(struct watch *w, const char *path, const char *sub)
{
	char	 dir[4200];

	snprintf(dir, sizeof(dir), "%s%s", path, sub);
	/* Absent subdirectories are no error: the timer covers them. */
	(void)inotify_add_watch(w->inotify, dir, IN_CREATE | IN_DELETE |
	    IN_MOVED_TO | IN_MOVED_FROM | IN_CLOSE_WRITE | IN_ONLYDIR);
}

static void
watch_task(struct watch *w, const char *path)
{
	static const char *const subs[] = { "", "/plan", "/l2", "/policy" };
	size_t	 i;

	for (i = 0; i < sizeof(subs) / sizeof(subs[0]); i++)
		watch_directory(w, path, subs[i]);
}

static bool
is_watched(const struct watch *w, const char *path)
{
	size_t	 i;

	for (i = 0; i < w->n; i++)
		if (strcmp(w->jobs[i].t.path, path) == 0)
			return true;
	return false;
}

/* Take a task under watch. */
static enum hcc_status
add_job(struct watch *w, const char *path, struct hcc_err *e)
{
	struct job	*j;
	char		*real = realpath(path, NULL);
	bool		 twice = real != NULL && is_watched(w, real);

	free(real);
	if (twice)
		return HCC_OK;
	grow(&w->jobs, &w->cap, w->n + 1, sizeof(*w->jobs));
	j = &w->jobs[w->n];
	*j = (struct job){ .lock = -1, .dirty = true, .retry = 5,
	    .longest = 600, .unfit = NAN };
	if (task_open(&j->t, path, NULL, e) != HCC_OK)
		return e->status;
	j->lock = open(j->t.path, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	if (j->lock == -1 || flock(j->lock, LOCK_EX | LOCK_NB) == -1) {
		err_set(e, HCC_AGAIN, "watch '%s': another hcc-watch drives "
		    "this task", j->t.path);
		if (j->lock != -1)
			close(j->lock);
		task_close(&j->t);
		return HCC_AGAIN;
	}
	watch_task(w, j->t.path);
	w->n++;
	return HCC_OK;
}

static bool
is_task(const char *dir)
{
	char	 path[4300];

	snprintf(path, sizeof(path), "%s/task.md", dir);
	return fs_exists(AT_FDCWD, path);
}

static bool
is_directory(const char *path)
{
	struct stat	 sb;

	return stat(path, &sb) == 0 && S_ISDIR(sb.st_mode);
}

/* New tasks below the directories that were given. */
static void
scan_roots(struct watch *w)
{
	struct hcc_err	 e = HCC_ERR_INIT;
	char		**names, path[4200];
	size_t		 i, k, n;

	for (i = 0; i < w->nroots; i++) {
		if (fs_names(AT_FDCWD, w->roots[i], &names, &n, NULL) !=
		    HCC_OK)
			continue;
		for (k = 0; k < n; k++) {
			snprintf(path, sizeof(path), "%s/%s/task.md",
			    w->roots[i], names[k]);
			*strrchr(path, '/') = '\0';
			if (!is_task(path)) {
				/* It may become one. */
				watch_directory(w, path, "");
				continue;
			}
			/* hcc-init may still hold a task that it has just
			 * named: it is looked at again soon. */
			if (add_job(w, path, &e) == HCC_AGAIN)
				w->next_timer = fmin(w->next_timer,
				    clock_now() + 1);
			else if (e.status != HCC_OK)
				tool_fail(&w->tool, &e);
			e.status = HCC_OK;
		}
		fs_names_free(names, n);
	}
}

static void
add_operand(struct watch *w, jv rec)
{
	struct hcc_err	 e = HCC_ERR_INIT;
	char		*path = json_path(rec, "task");

	if (path == NULL || is_task(path) || !is_directory(path) ||
	    w->until_end) {
		if (add_job(w, path == NULL ? "" : path, &e) != HCC_OK)
			tool_fail(&w->tool, &e);
		free(path);
	} else {
		grow(&w->roots, &w->roots_cap, w->nroots + 1,
		    sizeof(*w->roots));
		w->roots[w->nroots++] = path;
		watch_directory(w, path, "");
	}
}

/* The status of the watcher is that of the worst step. */
static void
end_job(struct watch *w, struct job *j, enum hcc_status st)
{
	j->over = j->failed = true;
	if (err_exit_code(st) > err_exit_code(w->tool.worst))
		w->tool.worst = st;
}

/* Print the reason, record it for hcc-status and set the exit status. */
static void
give_up(struct watch *w, struct job *j, enum hcc_status st, const char *why)
{
	char	 text[160];

	snprintf(text, sizeof(text), "%s%s%s", j->step, *j->step == '\0' ?
	    "" : ": ", why);
	tool_warn(&w->tool, "task '%s': %s; given up", j->t.path, text);
	(void)journal_add(&j->t, "give_up", json_put_str(jv_object(), "why",
	    text), NULL);
	watch_done(&w->tool, j, "given up", text);
	end_job(w, j, st);
}

/* Errors that persist until a file changes. */
static bool
is_permanent(int code)
{
	static const enum hcc_status	 all[] = { HCC_USAGE, HCC_INPUT,
	    HCC_MISSING, HCC_PERMISSION, HCC_CONFIG };
	size_t	 i;

	for (i = 0; i < sizeof(all) / sizeof(all[0]); i++)
		if (code == err_exit_code(all[i]))
			return true;
	return false;
}

static void
block_job(struct watch *w, struct job *j, enum hcc_status st)
{
	if (w->until_end)
		give_up(w, j, st, "an error that a person must correct");
	j->stuck = true;
}

/* A step failed: wait, longer each time, and at last give up. */
static void
back_off(struct watch *w, struct job *j, jv knobs)
{
	j->failures++;
	j->retry_at = clock_now() + fmin(j->longest, j->retry *
	    pow(2, j->failures - 1));
	if (j->failures >= json_num(knobs, "max_failures", 6))
		give_up(w, j, HCC_UNAVAILABLE, "too many failures");
}

/* Somebody else writes, a model server is down or the day's budget is spent:
 * that passes, if only in the morning. Never given up. */
static void
wait_longer(struct job *j)
{
	j->ran = false;
	j->retry_at = clock_now() + fmin(j->longest, j->retry * pow(2,
	    fmin(j->waits++, 20)));
}

/* A spent budget of the task or the run is for a person to raise; nothing of
 * the task is lost. */
static void
pause_or_wait(struct watch *w, struct job *j)
{
	struct ledger_sums	 s;

	if (ledger_read(j->t.dir, LEDGER_FILE, &s, NULL) != HCC_OK ||
	    (strcmp(s.refused, "task") != 0 && strcmp(s.refused, "run") != 0)) {
		wait_longer(j);
		return;
	}
	tool_warn(&w->tool, "task '%s': paused: its budget for the model is "
	    "spent; raise it, or end the task with hcc-promote -t -b offline",
	    j->t.path);
	watch_done(&w->tool, j, "paused", "its budget for the model is spent");
	if (w->until_end)
		end_job(w, j, HCC_AGAIN);
	j->stuck = true;
}

static int
spawn(struct watch *w, struct job *j, char **argv)
{
	posix_spawn_file_actions_t	 fa;
	posix_spawnattr_t		 at;
	sigset_t			 none;
	char				 path[4200];
	int				 r;

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

/* Report the result of a task that ended, in one line. Without a valid
 * submission the watcher exits with 1. */
static void
report_end(struct watch *w, struct job *j)
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
			buf_addf(&b, "ended without a valid submission after "
			    "%s: %s", spent, s.ended->why);
		if (valid)
			tool_say(&w->tool, "task '%s': %s; see '%s/best'",
			    j->t.path, buf_str(&b), j->t.path);
		else
			tool_warn(&w->tool, "task '%s': %s", j->t.path,
			    buf_str(&b));
		if (!valid && w->tool.worst == HCC_OK)
			w->tool.worst = HCC_NONE;
		watch_done(&w->tool, j, "ended", buf_str(&b));
	}
	buf_release(&b);
	state_free(&s);
}

/* Look at one task and start what is next. */
static void
advance_job(struct watch *w, struct job *j)
{
	struct hcc_err	 e = HCC_ERR_INIT;
	struct task	 fresh;
	char		*argv[WATCH_ARGS];
	int		 events = 0;
	enum hcc_status	 st;
	jv		 knobs;

	j->dirty = false;
	/* task.md may have been edited. */
	if (task_open(&fresh, j->t.path, j->t.session, &e) != HCC_OK) {
		tool_fail(&w->tool, &e);
		back_off(w, j, jv_null());
		return;
	}
	task_close(&j->t);
	j->t = fresh;
	watch_task(w, j->t.path);
	st = watch_next(j, argv, &events, &knobs, &e);
	w->timer = fmin(w->timer, fmax(1, json_num(knobs, "timer", 60)));
	j->retry = fmax(0.1, json_num(knobs, "retry", j->retry));
	j->longest = fmax(1, json_num(knobs, "max_retry", j->longest));
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
			back_off(w, j, knobs);
			j->ran = false;
		} else if (spawn(w, j, argv) == -1)
			st = err_errno(&e, "start '%s'", argv[0]);
		else
			j->ran = j->worked = true;
		j->events = events;
	}
	if (st != HCC_OK) {
		tool_fail(&w->tool, &e);
		if (is_permanent(err_exit_code(st)))
			block_job(w, j, st);
		else
			back_off(w, j, knobs);
	}
	watch_free_args(argv);
	jv_free(knobs);
}

static void
step_ended(struct watch *w, struct job *j, int status)
{
	int	 code = WIFEXITED(status) ? WEXITSTATUS(status) : -1;

	j->pid = 0;
	j->dirty = true;
	if (code == 0)
		return;
	if (code == err_exit_code(HCC_NONE)) {
		j->exhausted = strcmp(j->step, "hcc-plan") == 0;
		if (strcmp(j->step, "hcc-exec") == 0 && !j->blends)
			j->unfit = j->t.budget.time;
		return;
	}
	if (w->signal != 0) {
		journal_beat(&j->t);
		return;
	}
	if (code == err_exit_code(HCC_AGAIN)) {
		pause_or_wait(w, j);
		return;
	}
	/* The step itself has said what is wrong. */
	j->ran = false;
	if (is_permanent(code))
		block_job(w, j, err_from_exit_code(code));
	else
		back_off(w, j, jv_null());
}

static void
reap(struct watch *w)
{
	size_t	 i;
	int	 status;

	for (i = 0; i < w->n; i++)
		if (w->jobs[i].pid != 0 && waitpid(w->jobs[i].pid, &status,
		    WNOHANG) == w->jobs[i].pid)
			step_ended(w, &w->jobs[i], status);
}

static void
handle_signal(struct watch *w)
{
	struct signalfd_siginfo	 si;
	size_t			 i;

	while (read(w->sigfd, &si, sizeof(si)) == sizeof(si)) {
		if (si.ssi_signo == SIGCHLD)
			continue;
		w->signal = (int)si.ssi_signo;
		for (i = 0; i < w->n; i++)
			if (w->jobs[i].pid != 0)
				kill(w->jobs[i].pid, SIGTERM);
	}
}

/* Something changed somewhere (or events were lost): look at every idle task
 * again. What it was does not matter. */
static void
handle_events(struct watch *w)
{
	char	 b[8192];
	size_t	 i;

	while (read(w->inotify, b, sizeof(b)) > 0)
		;
	for (i = 0; i < w->n; i++) {
		w->jobs[i].dirty = true;
		w->jobs[i].stuck = false;
	}
	scan_roots(w);
}

static int
count_running(const struct watch *w)
{
	size_t	 i;
	int	 n = 0;

	for (i = 0; i < w->n; i++)
		n += w->jobs[i].pid != 0;
	return n;
}

static void
start_some(struct watch *w)
{
	struct job	*j;
	size_t		 i;

	for (i = 0; i < w->n && w->signal == 0; i++) {
		j = &w->jobs[i];
		if (j->pid == 0 && j->dirty && !j->failed && !j->stuck &&
		    j->retry_at <= clock_now() && count_running(w) < w->parallel)
			advance_job(w, j);
	}
}

/* Milliseconds until something is due by the clock; -1: never. */
static int
poll_timeout(const struct watch *w)
{
	double	 at = w->next_timer, t = clock_now();
	size_t	 i;

	if (count_running(w) > 0)
		at = fmin(at, t + BEAT);
	for (i = 0; i < w->n; i++)
		if (w->jobs[i].pid == 0 && w->jobs[i].dirty &&
		    !w->jobs[i].failed && !w->jobs[i].stuck &&
		    w->jobs[i].retry_at > t)
			at = fmin(at, w->jobs[i].retry_at);
	return (int)fmin(3600e3, fmax(0, ceil((at - t) * 1000)));
}

static bool
all_over(const struct watch *w)
{
	size_t	 i;

	for (i = 0; i < w->n; i++)
		if (!w->jobs[i].over || w->jobs[i].pid != 0)
			return false;
	return true;
}

/* Record that steps are running, so that their time counts even if they are
 * killed. */
static void
record_beat(struct watch *w)
{
	size_t	 i;

	if (clock_steady() - w->beat < BEAT)
		return;
	w->beat = clock_steady();
	for (i = 0; i < w->n; i++)
		if (w->jobs[i].pid != 0)
			journal_beat(&w->jobs[i].t);
}

static void
loop(struct watch *w)
{
	struct pollfd	 p[3] = { { .fd = w->sigfd, .events = POLLIN },
			    { .fd = w->inotify, .events = POLLIN },
			    { .fd = w->drawn.said, .events = POLLIN } };
	size_t		 i;

	for (;;) {
		start_some(w);
		if (w->tty)
			watch_draw(w->jobs, w->n, &w->drawn);
		if ((w->signal != 0 && count_running(w) == 0) ||
		    (w->until_end && all_over(w)))
			return;
		if (poll(p, 3, poll_timeout(w)) == -1 && errno != EINTR)
			return;
		handle_signal(w);
		record_beat(w);
		if (p[1].revents & POLLIN)
			handle_events(w);
		if (clock_now() >= w->next_timer) {
			for (i = 0; i < w->n; i++)
				w->jobs[i].dirty = true;
			scan_roots(w);
			w->next_timer = clock_now() + w->timer;
		}
		reap(w);
	}
}

static enum hcc_status
set_up(struct watch *w, struct hcc_err *e)
{
	sigset_t	 set;
	cpu_set_t	 cpus;

	sigemptyset(&set);
	sigaddset(&set, SIGCHLD);
	sigaddset(&set, SIGINT);
	sigaddset(&set, SIGTERM);
	sigaddset(&set, SIGHUP);
	sigprocmask(SIG_BLOCK, &set, NULL);
	w->sigfd = signalfd(-1, &set, SFD_CLOEXEC | SFD_NONBLOCK);
	if (w->sigfd == -1)
		return err_errno(e, "set up signals");
	w->timer = 60;
	/* Of those a user has a fixed number; they save time, no more. */
	if ((w->inotify = inotify_init1(IN_CLOEXEC | IN_NONBLOCK)) == -1)
		tool_say(&w->tool, "watch files: %s; looks at the tasks by "
		    "the timer of watch.lua instead", strerror(errno));
	w->next_timer = clock_now() + w->timer;
	w->drawn.said = -1;
	w->tty = isatty(STDERR_FILENO) && !w->tool.quiet;
	if (w->tty && watch_draw_open(&w->drawn) == -1)
		return err_errno(e, "set up the terminal");
	if (w->parallel == 0 &&
	    sched_getaffinity(0, sizeof(cpus), &cpus) == 0)
		w->parallel = (CPU_COUNT(&cpus) + 1) / 2;
	if (w->parallel < 1)
		w->parallel = 1;
	return HCC_OK;
}

int
main(int argc, char **argv)
{
	struct watch	 w = { .tool = { .name = "hcc-watch",
	    .operands = "[directory ...]", .opts = opts,
	    .about = "drive tasks to their end" } };
	struct hcc_err	 e = HCC_ERR_INIT;
	jv		 in, rec;
	size_t		 k;
	int		 i, at, status;

	at = tool_options(&w.tool, argc, argv, &w);
	if (set_up(&w, &e) != HCC_OK)
		tool_fail(&w.tool, &e);
	else {
		in = tool_inputs(&w.tool, argc - at, argv + at);
		for (i = 0; json_item(in, i, &rec); i++)
			add_operand(&w, rec);
		jv_free(in);
		scan_roots(&w);
		if (w.n > 0 || w.nroots > 0)
			loop(&w);
	}
	for (k = 0; k < w.n; k++) {
		task_close(&w.jobs[k].t);
		close(w.jobs[k].lock);
	}
	free(w.jobs);
	for (k = 0; k < w.nroots; k++)
		free(w.roots[k]);
	free(w.roots);
	watch_draw_close(&w.drawn);
	status = tool_finish(&w.tool);
	if (w.signal != 0) {		/* die of it, as a shell expects */
		sigset_t	 set;

		signal(w.signal, SIG_DFL);
		sigemptyset(&set);
		sigprocmask(SIG_SETMASK, &set, NULL);
		raise(w.signal);
	}
	return status;
}
