/*
 * hcc-watch: drive tasks: look at the state, run the next command, look again.
 *
 * inotify and a timer only wake it; what happens next is computed from the
 * tree by watch.lua. It keeps no state of its own, so it may be killed and
 * started again at any time. It holds flock(2) on the task directory itself:
 * one watcher a task.
 */
#include <errno.h>
#include <math.h>
#include <poll.h>
#include <sched.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/inotify.h>
#include <sys/signalfd.h>
#include <unistd.h>

#include "base/clock.h"
#include "base/json.h"
#include "hcc-watch/watch.h"
#include "task/journal.h"

#define BEAT	1	/* seconds between signs that work goes on */
#define OPT_STRUCT struct watch
static const struct tool_opt opts[] = {
	OPT_FLAG('1', until_end, "until the tasks end"),
	OPT_COUNT('j', "jobs", parallel, 1, 64, "tasks at once"),
	OPT_END
};

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
			if (w->tasks[i].pid != 0)
				kill(w->tasks[i].pid, SIGTERM);
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
		w->tasks[i].dirty = true;
		w->tasks[i].stuck = false;
	}
	watch_scan(w);
}

static int
count_running(const struct watch *w)
{
	size_t	 i;
	int	 n = 0;

	for (i = 0; i < w->n; i++)
		n += w->tasks[i].pid != 0;
	return n;
}

static void
start_some(struct watch *w)
{
	struct watched	*j;
	size_t		 i;

	for (i = 0; i < w->n && w->signal == 0; i++) {
		j = &w->tasks[i];
		if (j->pid == 0 && j->dirty && !j->failed && !j->stuck &&
		    j->retry_at <= clock_steady() &&
		    count_running(w) < w->parallel)
			watch_advance(w, j);
	}
}

/* Milliseconds until something is due by the clock; -1: never. */
static int
poll_timeout(const struct watch *w)
{
	double	 at = w->next_timer, t = clock_steady();
	size_t	 i;

	if (count_running(w) > 0)
		at = fmin(at, t + BEAT);
	for (i = 0; i < w->n; i++)
		if (w->tasks[i].pid == 0 && w->tasks[i].dirty &&
		    !w->tasks[i].failed && !w->tasks[i].stuck &&
		    w->tasks[i].retry_at > t)
			at = fmin(at, w->tasks[i].retry_at);
	return (int)fmin(3600e3, fmax(0, ceil((at - t) * 1000)));
}

static bool
all_over(const struct watch *w)
{
	size_t	 i;

	for (i = 0; i < w->n; i++)
		if (!w->tasks[i].over || w->tasks[i].pid != 0)
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
		if (w->tasks[i].pid != 0)
			journal_beat(&w->tasks[i].t,
			    w->tasks[i].begun);
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
			watch_draw(w->tasks, w->n, &w->drawn);
		if ((w->signal != 0 && count_running(w) == 0) ||
		    (w->until_end && all_over(w)))
			return;
		if (poll(p, 3, poll_timeout(w)) == -1 && errno != EINTR)
			return;
		handle_signal(w);
		record_beat(w);
		if (p[1].revents & POLLIN)
			handle_events(w);
		if (clock_steady() >= w->next_timer) {
			for (i = 0; i < w->n; i++)
				w->tasks[i].dirty = true;
			watch_scan(w);
			w->next_timer = clock_steady() + w->timer;
		}
		watch_reap(w);
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
	w->next_timer = clock_steady() + w->timer;
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
			watch_add(&w, rec);
		jv_free(in);
		watch_scan(&w);
		if (w.n > 0 || w.nroots > 0)
			loop(&w);
	}
	for (k = 0; k < w.n; k++) {
		task_close(&w.tasks[k].t);
		close(w.tasks[k].lock);
	}
	free(w.tasks);
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
