/*
 * monitor.c: decide whether a run must end (memory, time, output ..), and why.
 *
 * Looking costs time, so it is done seldom while nothing happens and often
 * when a limit comes near: what grew since the last look tells when it will
 * be reached, and the next look is half-way there. Walks over a large
 * directory are spaced by what they cost.
 */
#include <fcntl.h>
#include <stdio.h>
#include <sys/stat.h>
#include <sys/statvfs.h>
#include <unistd.h>

#include "base/clock.h"
#include "run/monitor.h"
#include "run/resources.h"
#include "run/untrusted.h"

#define FIRST_TICK	1.0
#define LOOK_MIN	0.005
#define LOOK_MAX	0.05
#define FILES		0.2
#define MAPPED		1.0
#define DISK_MIN	0.2
#define DISK_MAX	10.0
#define COST_FACTOR	20	/* at most a twentieth of one core */
#define FLOOR_MAX	((uint64_t)1 << 30)

static double
clamp(double x, double low, double high)
{
	return x < low ? low : x > high ? high : x;
}

static uint64_t
disk_free(int dir)
{
	struct statvfs	 v;

	if (fstatvfs(dir, &v) == -1)
		return UINT64_MAX;
	return (uint64_t)v.f_bavail * v.f_frsize;
}

void
monitor_open(struct monitor *g, const struct run_spec *s,
    const struct cgroup *c, int log)
{
	struct stat	 sb;

	*g = (struct monitor){ .spec = s, .cgroup = c, .log = log };
	g->tree = (struct resources_query){ .from = s->sandbox ? 3 : 1,
	    .most = s->processes, .tmpfs = { -1, -1 } };
	if (fstat(s->dir, &sb) == 0)
		g->tree.disk = sb.st_dev;
	g->next_look = LOOK_MIN;
	g->next_disk = DISK_MIN;
	g->next_tick = s->tick_s < FIRST_TICK ? s->tick_s : FIRST_TICK;
	g->shared = resources_shared();
	/* What we cannot count must not fill the file system either. */
	if (s->disk_bytes > 0) {
		g->free = disk_free(s->dir);
		g->free_floor = g->free / 10;
		if (g->free_floor > FLOOR_MAX)
			g->free_floor = FLOOR_MAX;
	}
}

static enum monitor_verdict
hit(struct monitor *g, const char *limit, enum monitor_verdict word)
{
	if (g->limit == NULL)
		g->limit = limit;
	return word;
}

static enum monitor_verdict
more(enum monitor_verdict a, enum monitor_verdict b)
{
	return a > b ? a : b;
}

/* How long until `used` reaches `limit`, halved. */
static double
half_way(uint64_t used, uint64_t before, uint64_t limit, double seconds)
{
	if (limit == 0 || used <= before || seconds <= 0)
		return LOOK_MAX;
	if (used >= limit)
		return LOOK_MIN;
	return (double)(limit - used) / (double)(used - before) * seconds / 2;
}

static enum monitor_verdict
look_log(struct monitor *g, double passed, double *again)
{
	const struct run_spec	*s = g->spec;
	struct stat		 sb;
	uint64_t		 before = g->log_size;

	if (fstat(g->log, &sb) == -1)
		return MON_GO;
	g->log_size = (uint64_t)sb.st_size;
	if (g->log_size > 0 && !(g->printed > 0))
		g->printed = g->looked + passed;
	if (s->output_bytes == 0)
		return MON_GO;
	*again = clamp(half_way(g->log_size, before, s->output_bytes, passed),
	    0, *again);
	if (g->log_size > s->output_bytes)
		return hit(g, "output", MON_KILL);
	return MON_GO;
}

/* The file systems in memory of the sandbox, through the first process in it:
 * when that is there, they are. */
static void
find_tmpfs(struct monitor *g, pid_t pid)
{
	static const char *const	 paths[] = { "tmp", "dev/shm" };
	char				 path[64];
	int				 i;

	for (i = 0; i < 2 && pid != 0; i++) {
		if (g->tree.tmpfs[i] != -1)
			continue;
		snprintf(path, sizeof(path), "/proc/%ld/root/%s", (long)pid,
		    paths[i]);
		g->tree.tmpfs[i] = open(path,
		    O_PATH | O_DIRECTORY | O_CLOEXEC);
	}
}

void
monitor_close(struct monitor *g)
{
	int	 i;

	for (i = 0; i < 2; i++)
		if (g->tree.tmpfs[i] != -1)
			close(g->tree.tmpfs[i]);
}

/* What this look counts. Files are counted each time once half of the limit is
 * used, else now and then; what is only mapped, which takes longest to find,
 * once a second. */
static void
plan_look(struct monitor *g, double now)
{
	uint64_t	 half = g->spec->memory_bytes / 2;

	g->tree.exact = false;
	g->tree.mapped = now >= g->next_mapped;
	g->tree.files = g->tree.mapped || now >= g->next_files;
	if (g->tree.mapped)
		g->next_mapped = now + MAPPED;
	if (g->tree.files)
		g->next_files = now + (g->memory > half ? 0 : FILES);
}

static uint64_t
above(uint64_t a, uint64_t b)
{
	return a > b ? a - b : 0;
}

/* What waits in a socket for longer than from one look to the next is hidden:
 * then all that the machine holds more than at the start is taken for it. */
static enum monitor_verdict
look_in_flight(struct monitor *g, const struct resources *u)
{
	const struct run_spec	*s = g->spec;
	bool			 stays = g->in_flight && u->in_flight > 0;

	g->in_flight = u->in_flight > 0;
	if (!stays)
		return MON_GO;
	if (s->memory_bytes > 0 && !g->cgroup->memory && g->memory +
	    above(resources_shared(), g->shared + g->held) > s->memory_bytes)
		return hit(g, "memory", MON_KILL);
	if (s->disk_bytes > 0 &&
	    above(g->free, disk_free(s->dir)) > s->disk_bytes)
		return hit(g, "disk", MON_KILL);
	return MON_GO;
}

static enum monitor_verdict
look_tree(struct monitor *g, double now, double passed, double *again)
{
	const struct run_spec	*s = g->spec;
	struct resources		 u;
	uint64_t		 before = g->memory;
	const char		*limit;
	enum monitor_verdict		 w = MON_GO;

	plan_look(g, now);
	resources_tree(&g->tree, &u);
	if (s->memory_bytes > 0 && u.memory +
	    (g->tree.files ? u.held : g->held) > s->memory_bytes) {
		g->tree.exact = g->tree.files = true;
		resources_tree(&g->tree, &u);
	}
	g->first = u.first;
	if (s->sandbox)
		find_tmpfs(g, u.first);
	if (g->tree.files) {
		g->held = u.held;
		g->hidden = u.hidden;
		g->nameless = u.disk;
	}
	u.memory += g->held;
	g->memory = u.memory;
	if (u.memory > g->peak)
		g->peak = u.memory;
	if (u.cpu_s > g->cpu_s)
		g->cpu_s = u.cpu_s;
	*again = clamp(half_way(u.memory, before, s->memory_bytes, passed), 0,
	    *again);
	if ((limit = cgroup_hit(g->cgroup)) != NULL)
		w = hit(g, limit, MON_KILL);
	/* A run that hides how much memory it has is ended. */
	if (s->memory_bytes > 0 && (u.memory > s->memory_bytes ||
	    (s->sandbox && g->hidden && !g->cgroup->memory)))
		w = hit(g, "memory", MON_KILL);
	if (s->disk_bytes > 0 && g->nameless > s->disk_bytes)
		w = hit(g, "disk", MON_KILL);
	if (g->tree.mapped && s->sandbox)
		w = more(w, look_in_flight(g, &u));
	if (s->processes > 0 && u.processes > s->processes)
		w = hit(g, "processes", MON_KILL);
	if (s->cpu_s > 0 && u.cpu_s > s->cpu_s)
		w = more(w, hit(g, "cpu", MON_TERM));
	return w;
}

static enum monitor_verdict
look_disk(struct monitor *g, double now)
{
	const struct run_spec	*s = g->spec;
	double			 began = clock_steady();
	uint64_t		 used;

	used = untrusted_bytes(s->dir, s->disk_bytes);
	if (used <= s->disk_bytes)
		used += g->nameless;
	g->next_disk = now + clamp((clock_steady() - began) * COST_FACTOR,
	    DISK_MIN, DISK_MAX);
	return used > s->disk_bytes ? hit(g, "disk", MON_KILL) : MON_GO;
}

static enum monitor_verdict
look_all(struct monitor *g, double now)
{
	double		 began = clock_steady(), passed = now - g->looked;
	double		 again = clamp(now, LOOK_MIN, LOOK_MAX), cost;
	enum monitor_verdict	 w;

	w = look_log(g, passed, &again);
	w = more(w, look_tree(g, now, passed, &again));
	if (g->free_floor > 0 && disk_free(g->spec->dir) < g->free_floor)
		w = more(w, hit(g, "disk", MON_KILL));
	cost = (clock_steady() - began) * COST_FACTOR;
	g->looked = now;
	g->next_look = now + clamp(again, cost > LOOK_MIN ? cost : LOOK_MIN,
	    g->spec->processes > 0 ? 2 * LOOK_MAX : 1);
	return w;
}

enum monitor_verdict
monitor_look(struct monitor *g, double now)
{
	const struct run_spec	*s = g->spec;
	enum monitor_verdict		 w = MON_GO;
	struct run_use		 use;

	g->first = 0;
	if (now >= g->next_look)
		w = look_all(g, now);
	if (s->disk_bytes > 0 && now >= g->next_disk)
		w = more(w, look_disk(g, now));
	if (s->wall_s > 0 && now >= s->wall_s)
		w = more(w, hit(g, "time", MON_TERM));
	if (s->tick != NULL && g->limit == NULL && now >= g->next_tick) {
		g->next_tick = now + s->tick_s;
		use = (struct run_use){ now, g->cpu_s, g->memory };
		if (!s->tick(s->ctx, &use))
			w = more(w, hit(g, "hopeless", MON_TERM));
	}
	return w;
}

void
monitor_last_look(struct monitor *g)
{
	const struct run_spec	*s = g->spec;
	const char		*limit;
	double			 again = LOOK_MAX;

	(void)look_log(g, 0, &again);
	if ((limit = cgroup_hit(g->cgroup)) != NULL)
		(void)hit(g, limit, MON_KILL);
	g->nameless = 0;
	if (s->disk_bytes > 0)
		(void)look_disk(g, 0);
}

double
monitor_next(const struct monitor *g)
{
	const struct run_spec	*s = g->spec;
	double			 next = g->next_look;

	if (s->disk_bytes > 0 && g->next_disk < next)
		next = g->next_disk;
	if (s->tick != NULL && g->limit == NULL && g->next_tick < next)
		next = g->next_tick;
	/* Once it is over, the wall limit is no reason to hurry. */
	if (s->wall_s > 0 && g->limit == NULL && s->wall_s < next)
		next = s->wall_s;
	return next;
}
