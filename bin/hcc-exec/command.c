/*
 * command.c: record any command as a run (hcc-exec -c).
 *
 * Many commands are recorded by a few children that take them in turn, so that
 * a run does not cost a copy of this process. As many run at once as there are
 * tokens in a pipe; a recorder gives its token back before it waits for the
 * disk, which is once a second.
 */
#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include "base/clock.h"
#include "base/fs.h"
#include "base/json.h"
#include "base/mem.h"
#include "base/pool.h"
#include "run/limits.h"
#include "hcc-exec/exec.h"
#include "run/attempt.h"
#include "run/suggestion_result.h"

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
	char			 ids[SYNC_RUNS][64];	/* not yet synced */
	size_t			 nids;
	double			 synced;	/* when; monotonic */
	struct spare		 spare;
	bool			 failed;
	struct hcc_err		 err;
};

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

/* The event came first: a recording with a result is done, and nobody looks at
 * it again. */
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

	st = suggestion_result(r->t, id, run->command, &res, &r->err);
	snprintf(path, sizeof(path), "l1/%s/result.json", id);
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
	if (st == HCC_OK && limits_remedy(run->limit) != NULL)
		tool_say(&r->o->tool, "run %s was " LIMITS_STOPPED "%s: %s%s",
		    id, run->limit, strcmp(run->limit, "time") == 0 ?
		    "raise it with -t, or " : "", limits_remedy(run->limit));
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
	struct recording	 one;
	char			 token;
	enum hcc_status		 st;

	st = recording_open(&one, r->o, r->t, &r->limits, &r->err);
	if (st == HCC_OK) {
		one.attempt.stop_fd = stop_fd;
		one.attempt.command = command;
		one.attempt.direct = strcmp(r->o->command, "-") == 0;
		one.attempt.spare = &r->spare;
		one.attempt.files = r->o->files.v;
		if (read(r->tokens[0], &token, 1) != 1)
			st = err_errno(&r->err, "read from a pipe");
		else
			st = recording_run(&one, &r->err);
		(void)put_token(r);
		if (st == HCC_OK && (st = publish(r, one.id, &one.run)) ==
		    HCC_OK && r->t->unsynced)
			snprintf(r->ids[r->nids++], sizeof(r->ids[0]), "%s",
			    one.id);
	}
	if (st != HCC_OK && st != HCC_AGAIN)
		tool_warn(&r->o->tool, "%s", r->err.text);
	if (st == HCC_OK && !status_ok(one.run.status))
		st = HCC_NONE;	/* the command failed: status 1 */
	recording_close(&one);
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
	spare_open(&r->spare, r->t);
	while ((st == HCC_OK || st == HCC_NONE) &&
	    take_line(r, stop_fd, line)) {
		one = record_one(r, line, stop_fd);
		st = one == HCC_OK ? st : one;
		if (r->nids == SYNC_RUNS ||
		    clock_steady() - r->synced >= SYNC_SECONDS)
			sync_runs(r);
	}
	sync_runs(r);
	spare_close(&r->spare);
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
exec_command(struct exec_options *o, const struct task *t, struct hcc_err *e)
{
	struct recorder	 r = { .o = o, .t = t, .err = HCC_ERR_INIT,
	    .lines = { -1, -1 }, .spare = SPARE_NONE };
	bool		 many = strcmp(o->command, "-") == 0;
	struct pool	 l = { .next = next, .work = work, .done = done,
	    .ctx = &r };
	enum hcc_status	 st;
	size_t		 i;
	int		 slots, n;

	for (i = 0; i < o->files.n; i++)
		if (access(o->files.v[i], R_OK) != 0)
			return err_errno(e, "copy '%s'", o->files.v[i]);
	st = recording_limits(o, t, many ? 1 << 10 : 1, &r.limits, e);
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
