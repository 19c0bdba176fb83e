/*
 * run.c: start one program in an attempt directory, watch it, end it.
 *
 * Of the attempt directory this file owns `log`, opened with O_APPEND and
 * given to the program as its stdout and stderr, and `input` and `base`, which
 * exist only while the program runs: mount points in the sandbox, symbolic
 * links without. A crash leaves an empty directory or a link there, which the
 * next run in the same place replaces. There are three processes: the caller,
 * which measures (monitor.c), the supervisor (supervisor.c) and the program.
 */
#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "base/clock.h"
#include "run/resources.h"
#include "run/run_internal.h"
#include "run/untrusted.h"

#define KILL_WAIT	60.0	/* seconds until a killed run must be gone */
#define FIRST_FD	3	/* of the sandbox, after 0, 1 and 2 */

static enum hcc_status
open_log(struct process *r)
{
	struct stat	 sb;

	r->log = openat(r->spec->dir, "log", O_RDWR | O_CREAT | O_APPEND |
	    O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC, 0666);
	if (r->log == -1 || fstat(r->log, &sb) == -1)
		return err_errno(r->e, "open '%s/log'", r->spec->dirpath);
	if (!S_ISREG(sb.st_mode))
		return err_set(r->e, HCC_INPUT, "open '%s/log': not a regular "
		    "file", r->spec->dirpath);
	r->log_start = sb.st_size;
	r->null = open("/dev/null", O_RDWR | O_CLOEXEC);
	if (r->null == -1 || fstat(r->spec->dir, &sb) == -1)
		return err_errno(r->e, "prepare '%s'", r->spec->dirpath);
	r->mode = sb.st_mode & 07777;
	return HCC_OK;
}

/* Make ./NAME, over what a crashed run may have left of it. */
static enum hcc_status
show(struct process *r, struct shown *d, const char *name, const char *from)
{
	const struct run_spec	*s = r->spec;
	struct stat		 sb;

	d->name = name;
	if (from == NULL)
		return HCC_OK;
	if ((d->path = realpath(from, NULL)) == NULL ||
	    stat(d->path, &sb) == -1)
		return err_errno(r->e, "open %s '%s'", name, from);
	if (!S_ISDIR(sb.st_mode))
		return err_set(r->e, HCC_INPUT, "open %s '%s': not a "
		    "directory", name, from);
	if (fstatat(s->dir, name, &sb, AT_SYMLINK_NOFOLLOW) == 0)
		(void)unlinkat(s->dir, name,
		    S_ISDIR(sb.st_mode) ? AT_REMOVEDIR : 0);
	if (!spare_take(s->spare, s->dir, name)) {
		if ((s->sandbox ? mkdirat(s->dir, name, 0755) :
		    symlinkat(d->path, s->dir, name)) == -1)
			return err_errno(r->e, "create '%s/%s'", s->dirpath,
			    name);
		spare_made(s->spare, s->dir, name);
	}
	d->made = true;
	return HCC_OK;
}

static void
hide(const struct process *r, struct shown *d)
{
	struct stat	 sb;

	if (d->made && !spare_give(r->spec->spare, r->spec->dir, d->name) &&
	    fstatat(r->spec->dir, d->name, &sb, AT_SYMLINK_NOFOLLOW) == 0) {
		if (r->spec->sandbox)
			(void)unlinkat(r->spec->dir, d->name, AT_REMOVEDIR);
		else if (S_ISLNK(sb.st_mode))
			(void)unlinkat(r->spec->dir, d->name, 0);
	}
	free(d->path);
}

/* The mount point for run.json (sandbox.c). */
static void
remove_mount_point(const struct run_spec *s)
{
	struct stat	 sb;

	if (s->sandbox && fstatat(s->dir, "run.json", &sb,
	    AT_SYMLINK_NOFOLLOW) == 0 && S_ISREG(sb.st_mode) &&
	    sb.st_size == 0) {
		/* No program can write it. */
		spare_made(s->spare, s->dir, "run.json");
		if (!spare_give(s->spare, s->dir, "run.json"))
			(void)unlinkat(s->dir, "run.json", 0);
	}
}

/* The command as the supervisor starts it: bwrap, or the program itself. */
static enum hcc_status
make_job(struct process *r, struct supervisor_job *j)
{
	const struct run_spec	*s = r->spec;
	struct sandbox_spec		 want = { .dirpath = s->dirpath,
				    .input = r->input.path,
				    .base = r->base.path, .python = s->python,
				    .binds = s->binds, .network = s->network,
				    .argv = r->warm.pid == -1 ? s->argv :
				    warm_argv,
				    .tmp_bytes = s->memory_bytes / 2,
				    .first_fd = FIRST_FD };
	struct stat		 sb;
	enum hcc_status		 st;
	size_t			 i;

	*j = (struct supervisor_job){ .cwd = s->dir, .env = r->env.v,
	    .fds = { r->null, r->log, r->log }, .nfds = FIRST_FD,
	    .limits = &r->limits, .no_new_privs = !s->sandbox };
	if (!s->sandbox) {
		r->program = sandbox_find(&r->env, s->argv[0]);
		if (r->program == NULL)
			return err_set(r->e, HCC_UNAVAILABLE, "start '%s': "
			    "no such program", s->argv[0]);
		j->path = r->program;
		j->argv = (char *const *)(uintptr_t)s->argv;
		return HCC_OK;
	}
	if (want.tmp_bytes == 0)
		want.tmp_bytes = (uint64_t)1 << 30;
	if ((st = sandbox_open(&r->box, &want, r->e)) != HCC_OK)
		return st;
	if (r->warm.pid != -1) {
		j->fds[0] = r->warm.in;
		j->fds[1] = r->warm.out;
	}
	j->first = 2;		/* below bwrap, which is the program */
	/* A bwrap that is set-user-id needs new privileges. */
	j->apart = s->network && stat(r->box.path, &sb) == 0 &&
	    (sb.st_mode & S_ISUID) == 0;
	j->path = r->box.path;
	j->argv = r->box.argv.v;
	for (i = 0; i < r->box.nfds; i++)
		j->fds[j->nfds++] = r->box.fds[i];
	return HCC_OK;
}

/* Seconds of this process and of what it has waited for. */
static double
cpu_so_far(void)
{
	struct rusage	 ru;
	double		 sum = 0;
	int		 i;

	for (i = 0; i < 2; i++)
		if (getrusage(i == 0 ? RUSAGE_SELF : RUSAGE_CHILDREN, &ru) ==
		    0)
			sum += (double)(ru.ru_utime.tv_sec +
			    ru.ru_stime.tv_sec) + (double)(ru.ru_utime.tv_usec
			    + ru.ru_stime.tv_usec) / 1e6;
	return sum;
}

/* The program becomes a child of the server. */
static enum hcc_status
enter_warm(struct process *r, const struct supervisor_job *job)
{
	struct warm_job	 w = { .argv = r->spec->argv, .env = &r->env,
			    .limits = &r->limits, .log = r->log,
			    .null = r->null, .njoin = job->njoin };
	size_t		 i;

	for (i = 0; i < job->njoin; i++)
		w.join[i] = job->join[i];
	if (!warm_enter(&r->warm, &w, &r->box))
		return err_set(r->e, HCC_AGAIN, "start '%s' by its fork "
		    "server", r->spec->argv[0]);
	r->monitor.tree.grafted = r->warm.pid;
	return HCC_OK;
}

static enum hcc_status
start(struct process *r)
{
	const struct run_spec	*s = r->spec;
	struct supervisor_job	 job;
	enum hcc_status		 st;
	size_t			 i;
	int			 n;

	if ((st = open_log(r)) != HCC_OK ||
	    (st = show(r, &r->input, "input", s->input)) != HCC_OK ||
	    (st = show(r, &r->base, "base", s->base)) != HCC_OK ||
	    (st = sandbox_env(&r->env, s->env, r->e)) != HCC_OK)
		return st;
	r->end->start = clock_now();
	r->began = clock_steady();
	if (s->sandbox && !s->network && !s->direct && !warm_open(s->warm,
	    s->argv, s->stop_fd, &r->warm))
		warm_close(&r->warm);
	if ((st = make_job(r, &job)) != HCC_OK)
		return st;
	/* The kernel's groups count threads as well. */
	cgroup_open(&r->cgroup, s->cgroup, s->memory_bytes,
	    s->processes == 0 ? 0 : s->processes * 16 + 64);
	limits_derive(&r->limits, r->cgroup.memory || s->reserves ? 0 :
	    s->memory_bytes,
	    s->disk_bytes, s->cpu_s, s->processes);
	if (s->sandbox)
		(void)spare_take(s->spare, s->dir, "run.json");
	job.njoin = (size_t)cgroup_join(&r->cgroup, job.join);
	r->first = job.first;
	n = s->direct ? supervisor_direct(&job, &r->supervisor) :
	    supervisor_start(&job, &r->supervisor);
	if (n == -1)
		st = err_errno(r->e, "start '%s'", s->argv[0]);
	monitor_open(&r->monitor, s, &r->cgroup, r->log);
	r->monitor.tree.root = r->supervisor.pid;
	if (s->direct)
		r->monitor.tree.cpu_before = cpu_so_far();
	if (st == HCC_OK && r->warm.pid != -1)
		st = enter_warm(r, &job);
	for (i = 0; i < job.njoin; i++)
		close(job.join[i]);
	return st;
}

/* Sleep until the supervisor is gone (true), the caller wants to stop (*stop)
 * or `s` seconds are over. Nobody but the supervisor writes to the report pipe,
 * so that its end hangs up. */
static bool
wait_for(struct process *r, double s, bool *stop)
{
	struct pollfd	 p[2] = {
		{ .fd = r->supervisor.report, .events = 0 },
		{ .fd = stop == NULL ? -1 : r->spec->stop_fd,
		    .events = POLLIN },
	};
	struct timespec	 t;

	if (r->supervisor.direct)
		p[0] = (struct pollfd){ .fd = r->supervisor.sigfd,
		    .events = POLLIN };
	if (s < 0)
		s = 0;
	t.tv_sec = (time_t)s;
	t.tv_nsec = (long)((s - (double)t.tv_sec) * 1e9);
	(void)ppoll(p, 2, &t, NULL);
	if (stop != NULL)
		*stop = p[1].revents != 0;
	if (r->supervisor.direct)
		return supervisor_reap(&r->supervisor);
	return p[0].revents != 0;
}

static bool
ask_to_end(const struct process *r)
{
	unsigned	 n;

	n = resources_signal(r->supervisor.pid, r->monitor.tree.from, -1,
	    SIGTERM);
	if (r->warm.pid != -1)
		n += resources_signal(r->warm.pid, 1, -1, SIGTERM);
	return n > 0;
}

/* Kill the processes that the program has not put into sessions of their own,
 * by one call: who forks faster than others can look dies, and forks no more.
 * A program begins as the leader of a session. */
static void
kill_session(const struct monitor *g)
{
	pid_t	 leader = g->first > 1 ? getpgid(g->first) : -1;

	if (leader > 1 && leader == getsid(g->first) &&
	    leader != getsid(0))
		(void)kill(-leader, SIGKILL);
}

/* Wait for the end of the program, or bring it about. */
static void
watch(struct process *r)
{
	struct monitor	*g = &r->monitor;
	enum monitor_verdict	 w;
	double		 now = 0, next, kill_at = -1;
	bool		 stop = false;

	for (;;) {
		next = monitor_next(g);
		if (kill_at >= 0 && kill_at < next)
			next = kill_at;
		/* A stop that was heard stays readable: do not poll it. */
		if (wait_for(r, next - now, kill_at < 0 ? &stop : NULL))
			return;
		now = clock_steady() - r->began;
		w = monitor_look(g, now);
		if (stop && w == MON_GO) {
			w = MON_TERM;
			if (g->limit == NULL)
				g->limit = "stopped";
		}
		if (w == MON_KILL)
			kill_session(g);
		if (w == MON_KILL || (kill_at >= 0 && now >= kill_at))
			return;
		if (w == MON_TERM && kill_at < 0) {
			kill_at = now;
			if (ask_to_end(r))
				kill_at += r->spec->grace_s;
		}
	}
}

/* Kill what is left and collect the supervisor. */
static enum hcc_status
collect(struct process *r, struct supervisor_report *rep, struct rusage *ru)
{
	const struct supervisor_job job = { .first = r->first };
	enum hcc_status	 st = HCC_OK;

	/* Where it can, the kernel kills all at once; else the supervisor
	 * does. */
	(void)cgroup_kill(&r->cgroup);
	if (r->supervisor.direct) {
		if (!supervisor_clear(&job, &r->supervisor, KILL_WAIT))
			st = err_set(r->e, HCC_INTERNAL, "end '%s': a process "
			    "of it cannot be killed", r->spec->argv[0]);
		*rep = r->supervisor.reported;
		*ru = r->supervisor.used;
		return st;
	}
	supervisor_end(&r->supervisor);
	if (!wait_for(r, KILL_WAIT, NULL)) {
		(void)kill(r->supervisor.pid, SIGKILL);
		st = err_set(r->e, HCC_INTERNAL, "end '%s': a process of it "
		    "cannot be killed", r->spec->argv[0]);
	}
	memset(ru, 0, sizeof(*ru));
	while (wait4(r->supervisor.pid, NULL, 0, ru) == -1 && errno == EINTR)
		;
	if (!supervisor_report(&r->supervisor, rep))
		rep->status = SIGKILL;
	return st;
}

/* bwrap failed before it came to the program: what it said is the error,
 * and no part of the log. A machine that allows no namespaces stays so; the
 * rest may pass. */
static enum hcc_status
box_failed(struct process *r)
{
	char		 said[400], *p;
	const char	*hint = "";
	bool		 stays;
	ssize_t		 n;

	n = pread(r->log, said, sizeof(said) - 1, r->log_start);
	said[n > 0 ? n : 0] = '\0';
	said[strcspn(said, "\n")] = '\0';
	p = strncmp(said, "bwrap: ", 7) == 0 ? said + 7 : said;
	if (strncmp(p, "execvp ", 7) != 0)
		hint = "; allow user namespaces to bubblewrap, or run without "
		    "a sandbox (-S none)";
	/* It is in the message; the log is the program's. */
	if (ftruncate(r->log, r->log_start) == -1)
		return err_errno(r->e, "cut '%s/log'", r->spec->dirpath);
	stays = strcasestr(p, "permi") != NULL ||
	    strstr(p, "namespaces exceeded") != NULL;
	return err_set(r->e, stays ? HCC_PERMISSION : HCC_UNAVAILABLE,
	    "start '%s' in the sandbox: %s%s", r->spec->argv[0], p, hint);
}

static enum hcc_status
finish(struct process *r)
{
	struct supervisor_report	 rep;
	struct rusage		 ru;
	enum hcc_status		 st, again;

	st = collect(r, &rep, &ru);
	r->end->end = r->end->start + clock_steady() - r->began;
	/* What the program has made of the directory itself. */
	(void)fchmod(r->spec->dir, r->mode);
	(void)fchmod(r->log, 0644);
	untrusted_disarm(r->spec->dir);
	if (st == HCC_OK && rep.error != 0) {
		errno = rep.error;
		(void)err_errno(r->e, "start '%s'", r->spec->argv[0]);
		st = r->e == NULL ? HCC_UNAVAILABLE :
		    (r->e->status = HCC_UNAVAILABLE);
	} else if (st == HCC_OK && r->spec->sandbox &&
	    r->monitor.limit == NULL && WIFEXITED(rep.status) &&
	    !sandbox_started(&r->box))
		st = box_failed(r);
	else {
		if ((again = process_end(r, rep.status, &ru)) == HCC_OK)
			again = process_restore_log(r);
		st = st == HCC_OK ? again : st;
	}
	return st;
}

static void
close_fd(int fd)
{
	if (fd != -1)
		close(fd);
}

/* With its fork server, if it has one. HCC_AGAIN: the server did not start
 * the program. */
static enum hcc_status
run_once(const struct run_spec *s, struct run_end *end, struct hcc_err *e)
{
	struct process	 r = { .spec = s, .end = end, .e = e, .log = -1,
			    .null = -1, .supervisor = { .pid = -1,
			    .control = -1, .report = -1 },
			    .warm = WARM_RUN_NONE };
	enum hcc_status	 st, ended;
	int		 i;

	*end = (struct run_end){ .exit = -1 };
	for (i = 0; i < CGROUP_N; i++)
		r.cgroup.base[i] = r.cgroup.dir[i] = -1;
	if ((st = start(&r)) == HCC_OK) {
		limits_first();
		watch(&r);
	}
	if (r.supervisor.pid != -1) {
		ended = finish(&r);
		monitor_close(&r.monitor);
		limits_ordinary();
		st = st == HCC_OK ? ended : st;
	}
	hide(&r, &r.input);
	hide(&r, &r.base);
	remove_mount_point(s);
	cgroup_close(&r.cgroup);
	sandbox_release(&r.box);
	strvec_release(&r.env);
	warm_close(&r.warm);
	free(r.program);
	close_fd(r.log);
	close_fd(r.null);
	return st;
}

enum hcc_status
run_exec(const struct run_spec *s, struct run_end *end, struct hcc_err *e)
{
	struct run_spec	 cold = *s;
	enum hcc_status	 st = run_once(s, end, e);

	if (st != HCC_AGAIN || s->warm == NULL)
		return st;
	cold.warm = NULL;
	return run_once(&cold, end, e);
}
