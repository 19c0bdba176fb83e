/*
 * command.c: record any command as a run (hcc-exec -c).
 *
 * Such runs are suggestions of direction 0 of the current phase: the
 * directory l1/NN/0.J is claimed by mkdir(2), so that many recorders may
 * work at once; they hold the lock shared, a plan's executor exclusively.
 *
 * Many commands are recorded by a few children that take them in turn, so that
 * a run does not cost a copy of this process. As many run at once as there are
 * tokens in a pipe; a recorder gives its token back before it waits for the
 * disk, which is once a second.
 */
#include <errno.h>
#include <fcntl.h>
#include <math.h>
#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/clock.h"
#include "base/fs.h"
#include "base/json.h"
#include "base/mem.h"
#include "base/pool.h"
#include "fsck/fsck.h"
#include "run/limits.h"
#include "hcc-exec/exec.h"
#include "lua/policy.h"
#include "run/attempt.h"
#include "run/job.h"
#include "run/suggestion_result.h"
#include "task/journal.h"

#define LINE_MOST (128 << 10)	/* what execve(2) takes as one argument */
#define SYNC_RUNS 256		/* come to the disk together, */
#define SYNC_SECONDS 1.0	/* or after so long */
#define WAITING 4		/* recorders a slot, those at the disk too */

struct recorder {
	struct exec_options	*o;
	const struct task	*t;
	struct limits		 limits;
	int			 tokens[2];	/* a pipe of one byte a slot */
	int			 lines[2];	/* commands, a message each */
	size_t			 started;	/* lanes */
	char			 ids[SYNC_RUNS][48];	/* not yet synced */
	size_t			 nids;
	double			 synced;	/* when; monotonic */
	bool			 failed;
	struct hcc_err		 err;
};

/* The phase whose L1 the run belongs to: the youngest not promoted. */
static int
current_phase(const struct task *t)
{
	char	**names;
	size_t	 n = 0;
	int	 phase = 0;

	if (fs_names(t->dir, "l1", &names, &n, NULL) == HCC_OK && n > 0)
		phase = atoi(names[n - 1]);
	fs_names_free(names, n);
	return phase;
}

/* A recorder holds a lock on its l1/NN/0.J. The last ones that have neither
 * result nor lock were left by a kill. */
static void
sweep(const struct task *t, int phase, long j)
{
	char	 path[64], result[96];
	int	 fd;

	for (; j > 0; j--) {
		snprintf(path, sizeof(path), "l1/%02d/0.%ld", phase, j);
		snprintf(result, sizeof(result), "%s/result.json", path);
		if (fs_exists(t->dir, result))
			return;
		fd = openat(t->dir, path, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
		if (fd == -1)
			continue;
		if (flock(fd, LOCK_EX | LOCK_NB) == 0)
			(void)fsck_recording(t, path, NULL);
		close(fd);
	}
}

/* Make and lock a directory; false when another process was faster. */
static bool
make(const struct task *t, const char *path, int *lock)
{
	struct stat	 sb;

	*lock = -1;
	if (mkdirat(t->dir, path, 0777) == -1)
		return false;
	*lock = openat(t->dir, path, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	/* Whoever sweeps may have found it before it was locked. */
	if (*lock != -1 && flock(*lock, LOCK_EX | LOCK_NB) == 0 &&
	    fstat(*lock, &sb) == 0 && sb.st_nlink > 0)
		return true;
	if (*lock != -1)
		close(*lock);
	*lock = -1;
	errno = EEXIST;
	return false;
}

/* The first free J; it starts at a guess from the number of entries so that a
 * thousand runs are not quadratic. */
enum hcc_status
command_claim(const struct task *t, char *id, size_t n, int *lock,
    struct hcc_err *e)
{
	char		 path[64];
	struct stat	 sb;
	long		 j = 1;
	int		 phase = current_phase(t);
	enum hcc_status	 st;

	snprintf(path, sizeof(path), "l1/%02d", phase);
	if ((st = fs_mkdirs(t->dir, path, e)) != HCC_OK)
		return st;
	/* A directory's link count is the number of its subdirectories + 2
	 * where the filesystem counts them. */
	if (fstatat(t->dir, path, &sb, 0) == 0 && sb.st_nlink > 2)
		j = (long)sb.st_nlink - 2;
	sweep(t, phase, j);
	while (j > 1) {
		snprintf(path, sizeof(path), "l1/%02d/0.%ld", phase, j);
		if (fs_exists(t->dir, path))
			break;
		j--;
	}
	for (;; j++) {
		snprintf(path, sizeof(path), "l1/%02d/0.%ld", phase, j);
		if (make(t, path, lock))
			break;
		if (errno != EEXIST)
			return err_errno(e, "create '%s/%s'", t->path, path);
	}
	snprintf(id, n, "%02d/0.%ld", phase, j);
	return HCC_OK;
}

static enum hcc_status
replace(struct recorder *r, const char *path, const struct result *res)
{
	struct buf	 b = BUF_INIT;
	enum hcc_status	 st;
	jv		 v = record_json(&result_record, res);

	json_dump_pretty(&b, v);
	jv_free(v);
	st = fs_replace(r->t->dir, path, buf_str(&b), b.len, &r->err);
	buf_release(&b);
	return st;
}

static void
sync_one(const struct recorder *r, const char *format, const char *id)
{
	char	 path[96];
	int	 fd;

	snprintf(path, sizeof(path), format, id);
	fd = openat(r->t->dir, path, O_RDONLY | O_CLOEXEC);
	if (fd != -1) {
		(void)fsync(fd);
		close(fd);
	}
}

/* What was recorded since the last time comes to the disk: for many runs that
 * costs little more than for one. */
static void
sync_runs(struct recorder *r)
{
	size_t	 i;

	for (i = 0; i < r->nids; i++) {
		sync_one(r, "l1/%.48s/1/run.json", r->ids[i]);
		sync_one(r, "l1/%.48s/result.json", r->ids[i]);
		sync_one(r, "l1/%.48s/1", r->ids[i]);
		sync_one(r, "l1/%.48s", r->ids[i]);
	}
	if (r->nids > 0) {
		r->ids[0][strcspn(r->ids[0], "/")] = '\0';
		sync_one(r, "l1/%.48s", r->ids[0]);
		sync_one(r, "%s", "journal.jsonl");
	}
	r->nids = 0;
	r->synced = clock_steady();
}

/* The event comes first: a recording with a result is done, and nobody looks
 * at it again. */
static enum hcc_status
publish(struct recorder *r, const char *id, const struct run *run)
{
	static const struct record_field fields[] = {
		RECORD_INT(struct run, exit, -1, RECORD_NULL),
		RECORD_INT(struct run, signal, 0, RECORD_NULL),
		RECORD_STR(struct run, limit, 0),
	};
	static const struct record end = RECORD(struct run, fields);
	struct result	 res;
	char		 path[80];
	enum hcc_status	 st;
	jv		 v;

	(void)suggestion_result(r->t, id, run->command, &res);
	snprintf(path, sizeof(path), "l1/%s/result.json", id);
	st = journal_add(r->t, "run", journal_run(run), &r->err);
	if (st == HCC_OK)
		st = r->t->unsynced ? replace(r, path, &res) :
		    record_publish(&result_record, r->t->dir, path, &res,
		    &r->err);
	if (st == HCC_OK) {
		v = jv_object_merge(record_json(&result_record, &res),
		    record_json(&end, run));
		v = json_put_str(v, "kind", "result");
		tool_record(json_put_path(v, "task", r->t->path));
	}
	result_free(&res);
	return st;
}

static bool
put_token(const struct recorder *r)
{
	return fs_write(r->tokens[1], "", 1) == 0;
}

/* Record one command; HCC_NONE: it failed. */
static enum hcc_status
record_one(struct recorder *r, const char *command, int stop_fd)
{
	struct attempt	 a;
	struct run	 run;
	char		 id[48], at[64], token;
	enum hcc_status	 st;
	int		 lock = -1;
	bool		 ran;

	attempt_init(&a, r->t, &r->limits, r->o->sandbox, stop_fd);
	a.command = command;
	a.direct = strcmp(r->o->command, "-") == 0;
	a.env = &r->o->env;
	a.keep = r->o->keep;
	a.python = r->o->python;
	a.files = r->o->files.v;
	record_init(&run_record, &run);
	st = command_claim(r->t, id, sizeof(id), &lock, &r->err);
	if (st == HCC_OK) {
		snprintf(at, sizeof(at), "%s/1", id);
		a.id = at;
		if (read(r->tokens[0], &token, 1) != 1)
			st = err_errno(&r->err, "read from a pipe");
		else
			st = attempt_run(&a, &run, &r->err);
		(void)put_token(r);
		ran = st == HCC_OK;
		if (ran && (st = publish(r, id, &run)) == HCC_OK &&
		    r->t->unsynced)
			snprintf(r->ids[r->nids++], sizeof(r->ids[0]), "%s",
			    id);
		/* A run whose result is not there yet is finished by the next. */
		else if (!ran && !job_pending(r->t, at)) {
			snprintf(at, sizeof(at), "l1/%s", id);
			fs_remove(r->t->dir, at, NULL);
		}
		close(lock);
	}
	if (st != HCC_OK && st != HCC_AGAIN)
		tool_warn(&r->o->tool, "%s", r->err.text);
	if (st == HCC_OK && !status_ok(run.status))
		st = HCC_NONE;	/* the command failed: status 1 */
	run_free(&run);
	return st;
}

/* The lines of standard input, a message each. */
static int
feed(struct recorder *r, int stop_fd)
{
	struct pollfd	 p[2] = { { .fd = r->lines[1], .events = POLLOUT },
			    { .fd = stop_fd, .events = POLLIN } };
	char		*line = NULL;
	size_t		 cap = 0;
	ssize_t		 n;
	int		 code = 0;

	while ((n = getline(&line, &cap, stdin)) != -1) {
		while (n > 0 && (line[n - 1] == '\n' || line[n - 1] == '\r'))
			line[--n] = '\0';
		if (n == 0)
			continue;
		if (n >= LINE_MOST) {
			tool_warn(&r->o->tool, "record a command: it has %zd "
			    "bytes, more than the %d that sh takes; put it "
			    "into a file", n, LINE_MOST - 1);
			code = err_exit_code(HCC_INPUT);
			continue;
		}
		while (poll(p, 2, -1) == -1 && errno == EINTR)
			;
		if (p[1].revents != 0)
			break;
		if (send(r->lines[1], line, (size_t)n + 1, MSG_NOSIGNAL) ==
		    -1) {
			tool_warn(&r->o->tool, "pass a command on: %s",
			    strerror(errno));
			code = err_exit_code(HCC_IO);
			break;
		}
	}
	free(line);
	return code;
}

/* The next line that nobody else has taken; false: there is none. */
static bool
take_line(struct recorder *r, int stop_fd, char line[LINE_MOST])
{
	struct pollfd	 p[2] = { { .fd = r->lines[0], .events = POLLIN },
			    { .fd = stop_fd, .events = POLLIN } };
	ssize_t		 n;

	for (;;) {
		while ((n = poll(p, 2, r->nids > 0 ? 1000 : -1)) == -1 &&
		    errno == EINTR)
			;
		if (n == 0)
			sync_runs(r);
		if (p[1].revents != 0)
			return false;
		/* Another recorder may be faster. */
		n = recv(r->lines[0], line, LINE_MOST, MSG_DONTWAIT);
		if (n >= 0 || (errno != EAGAIN && errno != EINTR))
			return n > 0;
	}
}

/* The first lane feeds the others, which record until there is no more. */
static int
work(void *ctx, size_t lane, int stop_fd)
{
	struct recorder	*r = ctx;
	enum hcc_status	 st = HCC_OK, one;
	char		*line;

	if (strcmp(r->o->command, "-") != 0)
		return err_exit_code(record_one(r, r->o->command, stop_fd));
	if (lane == 0)
		return feed(r, stop_fd);
	close(r->lines[1]);
	line = mem_room(LINE_MOST);
	r->synced = clock_steady();
	while ((st == HCC_OK || st == HCC_NONE) &&
	    take_line(r, stop_fd, line)) {
		one = record_one(r, line, stop_fd);
		st = one == HCC_OK ? st : one;
		if (r->nids == SYNC_RUNS ||
		    clock_steady() - r->synced >= SYNC_SECONDS)
			sync_runs(r);
	}
	sync_runs(r);
	free(line);
	return err_exit_code(st);
}

static bool
next(void *ctx, size_t lane)
{
	struct recorder	*r = ctx;

	if (lane >= r->started) {
		r->started = lane + 1;
		return true;
	}
	return false;
}

static bool
done(void *ctx, size_t lane, int status)
{
	struct recorder	*r = ctx;

	if (lane == 0 && r->lines[1] != -1) {	/* no more lines come */
		close(r->lines[1]);
		r->lines[1] = -1;
	}
	if (status == 0)
		return true;
	if (status > 128)	/* killed, perhaps with its token */
		(void)put_token(r);
	r->failed = true;
	if (status == err_exit_code(HCC_NONE))
		return true;
	err_set(&r->err, err_from_exit_code(status), "record a command of "
	    "'%s': it could not be run; the message before says why",
	    r->t->path);
	return false;
}

enum hcc_status
command_limits(const struct exec_options *o, const struct task *t, int lanes,
    struct limits *l, struct hcc_err *e)
{
	struct script		*policy = NULL;
	struct limits_query	 q = { .left = INFINITY, .budget = INFINITY,
				    .phase = 1, .runs = 1,
				    .remote = o->env.slurm };
	enum hcc_status		 st;

	q.lanes = environment_lanes(&o->env, lanes);
	if ((st = policy_open(t->path, tool_places(), "exec", &policy, e)) ==
	    HCC_OK)
		st = limits_compute(policy, &q, l, e);
	script_close(policy);
	if (st == HCC_OK && o->limit > 0)
		l->time = o->limit;
	return st;
}

enum hcc_status
command_attempt(const struct exec_options *o, const struct task *t,
    struct attempt *a, char id[64], char at[80], int *lock,
    struct hcc_err *e)
{
	struct limits	 limits;
	enum hcc_status	 st;

	if ((st = command_limits(o, t, 1, &limits, e)) != HCC_OK ||
	    (st = command_claim(t, id, 64, lock, e)) != HCC_OK)
		return st;
	attempt_init(a, t, &limits, o->sandbox, -1);
	snprintf(at, 80, "%.60s/1", id);
	a->id = at;
	a->env = &o->env;
	a->keep = o->keep;
	a->python = o->python;
	return HCC_OK;
}

enum hcc_status
exec_command(struct exec_options *o, const struct task *t, struct hcc_err *e)
{
	struct recorder	 r = { .o = o, .t = t, .err = HCC_ERR_INIT,
	    .lines = { -1, -1 } };
	bool		 many = strcmp(o->command, "-") == 0;
	struct pool	 l = { .next = next, .work = work, .done = done,
	    .ctx = &r };
	enum hcc_status	 st;
	size_t		 i;
	int		 slots, n;

	for (i = 0; i < o->files.n; i++)
		if (access(o->files.v[i], R_OK) != 0)
			return err_errno(e, "copy '%s'", o->files.v[i]);
	st = command_limits(o, t, many ? 1 << 10 : 1, &r.limits, e);
	if (st == HCC_OK && (pipe2(r.tokens, O_CLOEXEC) == -1 || (many &&
	    socketpair(AF_UNIX, SOCK_SEQPACKET | SOCK_CLOEXEC, 0, r.lines) ==
	    -1)))
		st = err_errno(e, "make a pipe");
	if (st == HCC_OK) {
		slots = o->slots > 0 ? o->slots : r.limits.slots;
		for (n = 0; n < slots && st == HCC_OK; n++)
			if (!put_token(&r))
				st = err_errno(&r.err, "write to a pipe");
		l.slots = many ? 1 + slots * WAITING : 1;
		l.nlanes = (size_t)l.slots;
		if (st == HCC_OK)
			st = pool_run(&l, &o->signal, &r.err);
		if (st == HCC_OK)
			st = r.err.status;
		if (st == HCC_OK && r.failed)
			st = err_set(&r.err, HCC_NONE, "%s", "");
		*e = r.err;
		close(r.tokens[0]);
		close(r.tokens[1]);
		if (many)
			close(r.lines[0]);
	}
	return st;
}
