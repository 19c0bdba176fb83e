/*
 * sealed.c: measure a submission with what TASK/sealed holds.
 *
 * The files under sealed/ are only read. They are the user's own, a grade
 * program included; the submission is not. The program runs in a process group
 * of its own, which is killed when the time is up; its standard error is ours,
 * so that its words reach the user.
 */
#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <spawn.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "base/buf.h"
#include "base/clock.h"
#include "base/fs.h"
#include "base/json.h"
#include "base/mem.h"
#include "base/num.h"
#include "run/sealed.h"
#include "score/grade.h"
#include "score/metric.h"
#include "score/submission.h"

#define LABELS	"sealed/labels.csv"
#define PROGRAM	"sealed/grade"
#define MOST_OUTPUT	(1u << 20)

extern char **environ;

bool
sealed_present(const struct task *t)
{
	return faccessat(t->dir, PROGRAM, X_OK, 0) == 0 ||
	    fs_exists(t->dir, LABELS);
}

enum hcc_status
sealed_check(const struct task *t, const char *sample, const char *submission,
    jv *report, struct hcc_err *e)
{
	struct submission_task	 want = { t->id_column, t->metric,
				    json_str(t->meta, "train", NULL),
				    json_at(t->meta, "target") };

	return submission_check(t->dir, sample, submission, &want, report, e);
}

static enum hcc_status
by_labels(const struct task *t, const char *labels, const char *submission,
    double *score, jv *detail, struct hcc_err *e)
{
	struct grade_opts	 o = { .id = t->id_column,
				    .positive = t->positive, .subset = true };
	jv			 target = json_get(t->meta, "target");
	enum hcc_status		 st;

	if (jv_get_kind(target) == JV_KIND_STRING)
		target = jv_array_append(jv_array(), target);
	o.targets = target;
	st = grade_score(t->dir, labels, submission,
	    t->metric, &o, score, detail, e);
	jv_free(target);
	return st;
}

/* Start ./grade in sealed/ with its output in the pipe. */
static enum hcc_status
start(const struct task *t, const char *path, int out, pid_t *pid,
    struct hcc_err *e)
{
	posix_spawn_file_actions_t	 fa;
	posix_spawnattr_t		 attr;
	char				*argv[] = { "./grade", NULL, NULL };
	int				 dir, r;

	dir = fs_open_dir(t->dir, "sealed");
	if (dir == -1)
		return err_errno(e, "open '%s/sealed'", t->path);
	argv[1] = mem_dup(path);
	posix_spawn_file_actions_init(&fa);
	posix_spawnattr_init(&attr);
	posix_spawnattr_setflags(&attr, POSIX_SPAWN_SETPGROUP);
	r = posix_spawn_file_actions_addfchdir_np(&fa, dir);
	if (r == 0)
		r = posix_spawn_file_actions_addopen(&fa, 0, "/dev/null",
		    O_RDONLY, 0);
	if (r == 0)
		r = posix_spawn_file_actions_adddup2(&fa, out, 1);
	if (r == 0)
		r = posix_spawn(pid, "./grade", &fa, &attr, argv, environ);
	posix_spawn_file_actions_destroy(&fa);
	posix_spawnattr_destroy(&attr);
	free(argv[1]);
	close(dir);
	errno = r;
	return r == 0 ? HCC_OK : err_errno(e, "run '%s/sealed/grade'", t->path);
}

/* What the program prints, until it closes its output or ends: what it leaves
 * running may hold the output open. NULL, or what is wrong. */
static const char *
listen_to(int fd, int process, double until, struct buf *out)
{
	struct pollfd	 p[2] = { { fd, POLLIN, 0 }, { process, POLLIN, 0 } };
	double		 left;
	ssize_t		 n;
	char		*to;

	for (;;) {
		if ((left = until - clock_steady()) <= 0)
			return "does not come to an end";
		if (out->len > MOST_OUTPUT)
			return "prints without end";
		if (poll(p, 2, left > 1000 ? 1000000 :
		    (int)(left * 1000) + 1) <= 0)
			continue;
		if (p[0].revents == 0)
			return NULL;
		to = buf_reserve(out, 4096);
		if ((n = read(fd, to, 4096)) == 0)
			return NULL;
		if (n > 0) {
			out->len += (size_t)n;
			out->p[out->len] = '\0';
		}
	}
}

/* The end of the program itself, which may outlive its output; what it leaves
 * running ends with it. */
static bool
await(pid_t pid, double until, int *status)
{
	struct timespec	 nap = { 0, 1000000 };
	siginfo_t	 ended = { 0 };

	while (waitid(P_PID, (id_t)pid, &ended, WEXITED | WNOHANG |
	    WNOWAIT) == 0 && ended.si_pid == 0 && clock_steady() < until)
		nanosleep(&nap, NULL);
	kill(-pid, SIGKILL);
	while (waitpid(pid, status, 0) == -1 && errno == EINTR)
		;
	return ended.si_pid == pid;
}

/* The last word of what it printed is the score. */
static enum hcc_status
parse(const struct task *t, struct buf *b, double *score, struct hcc_err *e)
{
	const char	*w;

	while (b->len > 0 && strchr(" \t\r\n", b->p[b->len - 1]) != NULL)
		b->p[--b->len] = '\0';
	for (w = buf_str(b) + b->len; w > buf_str(b) &&
	    strchr(" \t\r\n", w[-1]) == NULL; w--)
		;
	if (!num_parse(w, score))
		return err_set(e, HCC_UNAVAILABLE, "run '%s/sealed/grade': it "
		    "must print a number at the end, not '%.100s'", t->path,
		    w);
	if (!metric_in_range(metric_find(t->metric), *score))
		return err_set(e, HCC_UNAVAILABLE, "run '%s/sealed/grade': it "
		    "printed %.100s, which is no %s", t->path, w, t->metric);
	return HCC_OK;
}

static enum hcc_status
verdict(const struct task *t, int status, struct buf *b, double *score,
    struct hcc_err *e)
{
	if (WIFEXITED(status) && WEXITSTATUS(status) == 0)
		return parse(t, b, score, e);
	if (WIFEXITED(status) && WEXITSTATUS(status) == 65)
		return err_set(e, HCC_INPUT, "run '%s/sealed/grade': it says "
		    "that the submission is not valid", t->path);
	if (WIFEXITED(status))
		return err_set(e, HCC_UNAVAILABLE, "run '%s/sealed/grade': "
		    "it failed with exit status %d", t->path,
		    WEXITSTATUS(status));
	return err_set(e, HCC_UNAVAILABLE, "run '%s/sealed/grade': it was "
	    "killed by signal %d", t->path, WTERMSIG(status));
}

static enum hcc_status
by_program(const struct task *t, const char *submission, double limit_s,
    double *score, struct hcc_err *e)
{
	struct buf	 path = BUF_INIT, out = BUF_INIT;
	struct stat	 sb;
	double		 until = clock_steady() + limit_s;
	const char	*wrong;
	int		 fd[2] = { -1, -1 }, status = 0, process;
	pid_t		 pid;
	enum hcc_status	 st;

	buf_addf(&path, "%s%s%s", *submission == '/' ? "" : t->path,
	    *submission == '/' ? "" : "/", submission);
	if (fstatat(t->dir, submission, &sb, AT_SYMLINK_NOFOLLOW) == -1)
		st = err_errno(e, "open '%s'", submission);
	else if (!S_ISREG(sb.st_mode))
		st = err_set(e, HCC_INPUT, "read '%s': it is not a regular "
		    "file", submission);
	else if (pipe2(fd, O_CLOEXEC) == -1)
		st = err_errno(e, "make a pipe");
	else
		st = start(t, buf_str(&path), fd[1], &pid, e);
	if (st != HCC_OK)
		goto out;
	close(fd[1]);
	fd[1] = -1;
	process = (int)syscall(SYS_pidfd_open, pid, 0);
	wrong = listen_to(fd[0], process, until, &out);
	if (wrong != NULL)
		kill(-pid, SIGKILL);
	if (!await(pid, until, &status) && wrong == NULL)
		wrong = "does not come to an end";
	if (process != -1)
		close(process);
	st = wrong == NULL ? verdict(t, status, &out, score, e) :
	    err_set(e, HCC_UNAVAILABLE, "run '%s/sealed/grade': it %s; "
	    "it has %.0f s", t->path, wrong, limit_s);
out:
	if (fd[0] != -1)
		close(fd[0]);
	if (fd[1] != -1)
		close(fd[1]);
	buf_release(&path);
	buf_release(&out);
	return st;
}

enum hcc_status
sealed_score_by(const struct task *t, const char *labels,
    const char *submission, double *score, struct hcc_err *e)
{
	return by_labels(t, labels, submission, score, NULL, e);
}

enum hcc_status
sealed_score(const struct task *t, const char *submission, double limit_s,
    double *score, jv *detail, struct hcc_err *e)
{
	enum hcc_status	 st;
	jv		 d;

	if (detail != NULL)
		*detail = jv_invalid();
	/* A program goes before labels: it may use them. */
	if (faccessat(t->dir, PROGRAM, X_OK, 0) != 0) {
		if (fs_exists(t->dir, LABELS))
			return by_labels(t, LABELS, submission, score, detail,
			    e);
		return err_set(e, HCC_MISSING, "grade task '%s': nothing is "
		    "sealed; make the task with hcc-init -s or -l, or give "
		    "labels", t->path);
	}
	st = by_program(t, submission, limit_s, score, e);
	if (st == HCC_OK && detail != NULL) {
		d = json_put_str(jv_object(), "metric", t->metric);
		*detail = json_put_str(d, "goal", t->goal);
	}
	return st;
}
