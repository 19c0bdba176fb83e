/*
 * run_end.c: what came of a process: its status, what it used, the limit that
 * ended it, its log.
 */
#include <fcntl.h>
#include <math.h>
#include <signal.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/sendfile.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/fs.h"
#include "run/run_internal.h"

/* Did it fail because memory was refused to it? Programs say so at the end
 * of what they print. */
static bool
starved(const struct process *r)
{
	static const char *const words[] = { "MemoryError", "std::bad_alloc",
	    "Cannot allocate memory", "cannot allocate vector" };
	const struct run_end	*end = r->end;
	char			 tail[2048];
	struct stat		 sb;
	ssize_t			 n;
	size_t			 i;

	if (r->limits.address == 0 || (end->exit == 0 && end->signal == 0))
		return false;
	if (end->peak_memory > r->spec->memory_bytes / 10 * 9)
		return true;
	if (fstat(r->log, &sb) == -1)
		return false;
	n = pread(r->log, tail, sizeof(tail) - 1,
	    sb.st_size < 2047 ? 0 : sb.st_size - 2047);
	if (n <= 0)
		return false;
	for (i = 0; i < sizeof(words) / sizeof(*words); i++)
		if (memmem(tail, (size_t)n, words[i], strlen(words[i])) != NULL)
			return true;
	return false;
}

static const char *
limit_of(const struct process *r)
{
	const struct run_end	*end = r->end;

	if (r->monitor.limit != NULL)
		return r->monitor.limit;
	if (end->signal == SIGXCPU)
		return "cpu";
	if (end->signal == SIGXFSZ)
		return "disk";
	return starved(r) ? "memory" : NULL;
}

static uint64_t
most(uint64_t a, uint64_t b)
{
	return a > b ? a : b;
}

/* The limits that were set, and what enforces each. */
static struct held_by
holders(const struct process *r)
{
	static char		 monitor[] = "monitor";
	const struct run_spec	*s = r->spec;
	struct held_by		 h = { NULL, NULL, NULL, NULL, NULL, NULL };

	if (s->wall_s > 0)
		h.time = monitor;
	if (s->cpu_s > 0)
		h.cpu = monitor;
	if (s->memory_bytes > 0)
		h.memory = r->cgroup.memory ? cgroup_name(&r->cgroup) :
		    monitor;
	if (s->processes > 0)
		h.processes = r->cgroup.tasks ? cgroup_name(&r->cgroup) :
		    monitor;
	if (s->disk_bytes > 0)
		h.disk = monitor;
	if (s->output_bytes > 0)
		h.output = monitor;
	return h;
}

enum hcc_status
process_end(struct process *r, int status, const struct rusage *ru)
{
	struct run_end	*end = r->end;
	struct rusage	 warm;
	struct stat	 sb;
	double		 cpu;

	end->exit = WIFEXITED(status) ? WEXITSTATUS(status) : -1;
	end->signal = WIFSIGNALED(status) ? WTERMSIG(status) : 0;
	/* bwrap reports a signal as shells do. */
	if (r->spec->sandbox && end->exit > 128 && end->exit < 128 + 65) {
		end->signal = end->exit - 128;
		end->exit = -1;
	}
	if (r->warm.pid != -1 && warm_used(&r->warm, &warm))
		ru = &warm;
	cpu = (double)(ru->ru_utime.tv_sec + ru->ru_stime.tv_sec) +
	    (double)(ru->ru_utime.tv_usec + ru->ru_stime.tv_usec) / 1e6;
	end->cpu_s = cpu > r->monitor.cpu_s ? cpu : r->monitor.cpu_s;
	end->peak_memory = most(most(r->monitor.peak, cgroup_peak(&r->cgroup)),
	    (uint64_t)ru->ru_maxrss * 1024);
	monitor_last_look(&r->monitor);
	end->limit = limit_of(r);
	end->held_by = holders(r);
	if ((r->spec->output_bytes > 0 && r->monitor.log_size >
	    r->spec->output_bytes && ftruncate(r->log,
	    (off_t)r->spec->output_bytes) == -1) || fstat(r->log, &sb) == -1)
		return err_errno(r->e, "cut '%s/log'", r->spec->dirpath);
	end->log_bytes = (uint64_t)sb.st_size;
	end->silent_s = r->monitor.printed;
	return HCC_OK;
}

enum hcc_status
process_restore_log(struct process *r)
{
	struct stat	 ours, theirs;
	enum hcc_status	 st;
	off_t		 at = 0;
	ssize_t		 n;
	int		 fd;

	if (fstatat(r->spec->dir, "log", &theirs, AT_SYMLINK_NOFOLLOW) == 0 &&
	    fstat(r->log, &ours) == 0 && ours.st_ino == theirs.st_ino &&
	    ours.st_dev == theirs.st_dev)
		return HCC_OK;
	if ((st = fs_remove(r->spec->dir, "log", r->e)) != HCC_OK)
		return st;
	fd = openat(r->spec->dir, "log",
	    O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0666);
	if (fd == -1)
		return err_errno(r->e, "restore '%s/log'", r->spec->dirpath);
	while ((n = sendfile(fd, r->log, &at, 1 << 30)) > 0)
		;
	if (close(fd) == -1 || n == -1)
		return err_errno(r->e, "restore '%s/log'", r->spec->dirpath);
	return HCC_OK;
}

void
run_end_put(const struct run_end *end, struct run *r)
{
	record_set(&r->limit, end->limit);
	r->start = end->start;
	r->end = end->end;
	r->seconds = end->end - end->start;
	r->exit = end->exit;
	r->signal = end->signal;
	r->held_by = record_new(&held_by_record);
	record_copy(&held_by_record, r->held_by, &end->held_by);
	r->cpu_s = end->cpu_s;
	r->peak_memory = (double)end->peak_memory;
	r->log_bytes = (double)end->log_bytes;
	r->silent_s = end->silent_s > 0 ? end->silent_s : NAN;
}
