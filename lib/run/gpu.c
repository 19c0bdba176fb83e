/*
 * gpu.c: find graphics processors, lock them, open them to a run.
 */
#include <fcntl.h>
#include <glob.h>
#include <math.h>
#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/buf.h"
#include "base/fs.h"
#include "base/mem.h"
#include "base/subprocess.h"
#include "run/gpu.h"

#define PAUSE_MS	500	/* between two looks for a free one */

/* The first line of root/PATH without its newline; false: none. */
static bool
read_line(char *out, size_t n, const char *root, const char *path)
{
	char	 full[4200];
	FILE	*f;
	bool	 good;

	snprintf(full, sizeof(full), "%s%s", root, path);
	if ((f = fopen(full, "re")) == NULL)
		return false;
	good = fgets(out, (int)n, f) != NULL;
	fclose(f);
	if (good)
		out[strcspn(out, "\n")] = '\0';
	return good;
}

static bool
is_device(const char *path)
{
	struct stat	 sb;

	return stat(path, &sb) == 0 && S_ISCHR(sb.st_mode);
}

struct list {
	struct gpu	*v;
	size_t		 n, cap;
};

static struct gpu *
add(struct list *l, enum gpu_kind kind, const char *name, int index)
{
	struct gpu	*g;

	grow(&l->v, &l->cap, l->n + 1, sizeof(*l->v));
	g = &l->v[l->n++];
	*g = (struct gpu){ .kind = kind, .index = index, .used = NAN,
	    .total = NAN };
	snprintf(g->name, sizeof(g->name), "%s", name);
	return g;
}

/* Paths that match root/PATTERN. */
static size_t
matches(const char *root, const char *pattern, glob_t *g)
{
	char	 full[4200];

	snprintf(full, sizeof(full), "%s%s", root, pattern);
	memset(g, 0, sizeof(*g));
	return glob(full, 0, NULL, g) == 0 ? g->gl_pathc : 0;
}

static void
find_nvidia(const char *root, struct list *l)
{
	glob_t		 g;
	size_t		 i, n = matches(root, "/dev/nvidia[0-9]*", &g);
	const char	*name;

	for (i = 0; i < n; i++) {
		name = strrchr(g.gl_pathv[i], '/') + 1;
		if (is_device(g.gl_pathv[i]))
			(void)add(l, GPU_NVIDIA, name, atoi(name + 6));
	}
	globfree(&g);
}

/* AMD and Intel: a render node, and the vendor behind it. */
static void
find_render(const char *root, struct list *l)
{
	glob_t		 g;
	char		 path[120], text[64], kfd[4200];
	struct gpu	*one;
	size_t		 i, n = matches(root, "/dev/dri/renderD*", &g);
	const char	*name;
	int		 count[3] = { 0 };
	enum gpu_kind	 kind;

	snprintf(kfd, sizeof(kfd), "%s/dev/kfd", root);
	for (i = 0; i < n; i++) {
		name = strrchr(g.gl_pathv[i], '/') + 1;
		snprintf(path, sizeof(path), "/sys/class/drm/%.20s/device/"
		    "vendor", name);
		if (!is_device(g.gl_pathv[i]) ||
		    !read_line(text, sizeof(text), root, path))
			continue;
		kind = strcmp(text, "0x1002") == 0 ? GPU_AMD : GPU_INTEL;
		if (kind == GPU_AMD ? !is_device(kfd) :
		    strcmp(text, "0x8086") != 0)
			continue;
		one = add(l, kind, name, count[kind]++);
		snprintf(path, sizeof(path), "/sys/class/drm/%.20s/device/"
		    "mem_info_vram_used", name);
		if (read_line(text, sizeof(text), root, path))
			one->used = strtod(text, NULL);
		snprintf(path, sizeof(path), "/sys/class/drm/%.20s/device/"
		    "mem_info_vram_total", name);
		if (read_line(text, sizeof(text), root, path))
			one->total = strtod(text, NULL);
	}
	globfree(&g);
}

static struct gpu *
nvidia_of(struct list *l, int index)
{
	size_t	 i;

	for (i = 0; i < l->n; i++)
		if (l->v[i].kind == GPU_NVIDIA && l->v[i].index == index)
			return &l->v[i];
	return NULL;
}

/* "Model: \t\t NVIDIA A100" of /proc/driver/nvidia/gpus/BUS/information. */
static void
tell_nvidia(const char *root, struct list *l)
{
	glob_t		 g;
	struct gpu	 one = { 0 }, *to;
	char		 line[200], *value;
	size_t		 i, n = matches(root,
			    "/proc/driver/nvidia/gpus/*/information", &g);
	int		 minor;
	FILE		*f;

	for (i = 0; i < n; i++) {
		if ((f = fopen(g.gl_pathv[i], "re")) == NULL)
			continue;
		minor = -1;
		memset(&one, 0, sizeof(one));
		while (fgets(line, sizeof(line), f) != NULL) {
			if ((value = strchr(line, ':')) == NULL)
				continue;
			*value++ = '\0';
			value += strspn(value, " \t");
			value[strcspn(value, "\n")] = '\0';
			if (strcmp(line, "Model") == 0)
				snprintf(one.model, sizeof(one.model), "%.79s",
				    value);
			else if (strcmp(line, "GPU UUID") == 0)
				snprintf(one.uuid, sizeof(one.uuid), "%.63s",
				    value);
			else if (strcmp(line, "Device Minor") == 0)
				minor = atoi(value);
		}
		fclose(f);
		if ((to = nvidia_of(l, minor)) != NULL) {
			memcpy(to->model, one.model, sizeof(one.model));
			memcpy(to->uuid, one.uuid, sizeof(one.uuid));
		}
	}
	globfree(&g);
}

/* Memory by nvidia-smi: lines "GPU-uuid, used, total" in MiB. */
static void
ask_nvidia_smi(const char *root, struct list *l)
{
	char			 smi[4200], uuid[64];
	const char		*argv[] = { "/usr/bin/timeout", "20", smi,
				    "--query-gpu=uuid,memory.used,memory.total",
				    "--format=csv,noheader,nounits", NULL };
	struct buf		 in = BUF_INIT, out = BUF_INIT;
	struct subprocess	 p = { .argv = argv, .in = &in,
	    .max = 1u << 16, .stop_fd = -1 };
	double			 used, total;
	const char		*s;
	size_t			 i;
	int			 status;

	snprintf(smi, sizeof(smi), "%s/usr/bin/nvidia-smi", root);
	if (l->n == 0 || access(smi, X_OK) != 0)
		return;
	if (subprocess_run(&p, &out, &status, NULL) == HCC_OK && status == 0)
		for (s = buf_str(&out); s != NULL && *s != '\0';
		    s = strchr(s, '\n'), s = s == NULL ? NULL : s + 1)
			for (i = 0; sscanf(s, "%63[^,], %lf, %lf", uuid, &used,
			    &total) == 3 && i < l->n; i++)
				if (strcmp(l->v[i].uuid, uuid) == 0) {
					l->v[i].used = used * 1048576;
					l->v[i].total = total * 1048576;
				}
	buf_release(&out);
}

/* By kind, then by memory in use, then by index. */
static int
compare(const void *a, const void *b)
{
	const struct gpu	*x = a, *y = b;
	double			 u = isfinite(x->used) ? x->used : 0;
	double			 v = isfinite(y->used) ? y->used : 0;

	if (x->kind != y->kind)
		return x->kind < y->kind ? -1 : 1;
	if (u < v || u > v)
		return u < v ? -1 : 1;
	return x->index - y->index;
}

size_t
gpu_find(const char *root, struct gpu **list)
{
	struct list	 l = { NULL, 0, 0 };

	find_nvidia(root, &l);
	if (l.n > 0) {
		tell_nvidia(root, &l);
		ask_nvidia_smi(root, &l);
	}
	find_render(root, &l);
	if (l.n > 1)
		qsort(l.v, l.n, sizeof(*l.v), compare);
	*list = l.v;
	return l.n;
}

/* How many from the first on are of its kind. */
static size_t
alike(const struct gpu *v, size_t n)
{
	size_t	 i = 0;

	while (i < n && v[i].kind == v[0].kind)
		i++;
	return i;
}

size_t
gpu_auto(const struct gpu *list, size_t n)
{
	return n > 0 && list[0].kind != GPU_INTEL ? alike(list, n) : 0;
}

static int
lock(int dir, const struct gpu *g)
{
	char	 host[64] = "", name[100];
	int	 fd;

	gethostname(host, sizeof(host) - 1);
	snprintf(name, sizeof(name), "%s-%s", host, g->name);
	fd = openat(dir, name, O_RDWR | O_CREAT | O_CLOEXEC, 0600);
	if (fd != -1 && flock(fd, LOCK_EX | LOCK_NB) == -1) {
		close(fd);
		return -1;
	}
	return fd;
}

/* Lock `want` of n; all or none. */
static bool
lock_all(int dir, const struct gpu *v, size_t n, size_t want,
    struct gpu_lease *l)
{
	size_t	 i;

	for (i = 0; i < n && l->n < want; i++)
		if ((l->fds[l->n] = lock(dir, &v[i])) != -1)
			l->v[l->n++] = v[i];
	if (l->n == want)
		return true;
	gpu_release(l);
	return false;
}

static enum hcc_status
open_locks(const char *cache, int *dir, struct hcc_err *e)
{
	char		 path[4200];
	enum hcc_status	 st;

	snprintf(path, sizeof(path), "%s/gpu", cache);
	if ((st = fs_mkdirs(AT_FDCWD, path, e)) != HCC_OK)
		return st;
	*dir = fs_open_dir(AT_FDCWD, path);
	return *dir == -1 ? err_errno(e, "open '%s'", path) : HCC_OK;
}

/* Keep those whose number is in the list; how many. */
static size_t
choose(struct gpu *v, size_t n, const char *only)
{
	const char	*p;
	size_t		 i, kept = 0;

	if (only == NULL)
		return n;
	for (i = 0; i < n; i++)
		for (p = only; p != NULL; p = strchr(p, ',')) {
			p += *p == ',';
			if (atoi(p) == v[i].index) {
				v[kept++] = v[i];
				break;
			}
		}
	return kept;
}

enum hcc_status
gpu_take(const char *root, const char *only, const char *cache, size_t want,
    int stop_fd, struct gpu_lease *l, struct hcc_err *e)
{
	struct pollfd	 p = { stop_fd, POLLIN, 0 };
	struct gpu	*v;
	size_t		 n;
	enum hcc_status	 st;
	int		 dir;
	bool		 done = false;

	l->n = 0;
	if ((st = open_locks(cache, &dir, e)) != HCC_OK)
		return st;
	while (st == HCC_OK && !done) {
		n = gpu_find(root, &v);
		n = alike(v, choose(v, n, only));
		if (n < want || want > GPU_MAX)
			st = err_set(e, HCC_UNAVAILABLE, "take %zu GPUs: this "
			    "machine has %zu; change 'gpu' of the environment "
			    "(hcc-task(5))", want, n);
		else
			done = lock_all(dir, v, n, want, l);
		free(v);
		if (st == HCC_OK && !done && poll(&p, 1, PAUSE_MS) == 1)
			st = err_set(e, HCC_AGAIN, "wait for a GPU: stopped");
	}
	close(dir);
	return st;
}

void
gpu_release(struct gpu_lease *l)
{
	while (l->n > 0)
		close(l->fds[--l->n]);
}

static void
bind_device(struct sandbox_binds *b, const char *root, const char *path)
{
	char	 full[4200];

	snprintf(full, sizeof(full), "%s%s", root, path);
	if (is_device(full))
		sandbox_bind(b, full, path, true);
}

static void
bind_files(struct sandbox_binds *b, const char *const *paths, size_t n)
{
	size_t	 i;

	for (i = 0; i < n; i++)
		if (access(paths[i], F_OK) == 0)
			sandbox_bind(b, paths[i], paths[i], false);
}

void
gpu_binds(const struct gpu_lease *l, const char *root, struct sandbox_binds *b)
{
	/* Drivers ask /sys which devices there are. */
	static const char *const all[] = { "/sys/bus/pci", "/sys/devices",
	    "/sys/class/drm", "/sys/dev/char", "/sys/module", "/etc/OpenCL",
	    "/run/opengl-driver" };
	static const char *const amd[] = { "/sys/class/kfd", "/opt/rocm" };
	static const char *const intel[] = { "/opt/intel" };
	static const char *const shared[] = { "/dev/nvidiactl",
	    "/dev/nvidia-uvm", "/dev/nvidia-uvm-tools",
	    "/dev/nvidia-modeset" };
	char	 path[64];
	size_t	 i;

	if (l->n == 0)
		return;
	bind_files(b, all, 7);
	for (i = 0; i < l->n; i++) {
		snprintf(path, sizeof(path), "/dev/%s%s", l->v[i].kind ==
		    GPU_NVIDIA ? "" : "dri/", l->v[i].name);
		bind_device(b, root, path);
	}
	if (l->v[0].kind == GPU_AMD) {
		bind_device(b, root, "/dev/kfd");
		bind_files(b, amd, 2);
	} else if (l->v[0].kind == GPU_INTEL)
		bind_files(b, intel, 1);
	else
		for (i = 0; i < 4; i++)
			bind_device(b, root, shared[i]);
}

/* The value of a *_VISIBLE_DEVICES. */
static void
visible(const struct gpu_lease *l, bool from_zero, struct buf *b)
{
	size_t	 i;

	for (i = 0; i < l->n; i++) {
		if (i > 0)
			buf_addc(b, ',');
		if (l->v[i].uuid[0] != '\0')
			buf_adds(b, l->v[i].uuid);
		else
			buf_addf(b, "%d", from_zero ? (int)i : l->v[i].index);
	}
}

static void
put(struct strvec *env, const char *name, const struct gpu_lease *l,
    bool from_zero)
{
	struct buf	 b = BUF_INIT;

	buf_addf(&b, "%s=", name);
	visible(l, from_zero, &b);
	strvec_add(env, buf_str(&b));
	buf_release(&b);
}

void
gpu_env(const struct gpu_lease *l, bool sandbox, struct strvec *env)
{
	if (l->n == 0)
		strvec_add(env, "CUDA_VISIBLE_DEVICES=");
	else if (l->v[0].kind == GPU_NVIDIA)
		put(env, "CUDA_VISIBLE_DEVICES", l, sandbox);
	else if (l->v[0].kind == GPU_AMD) {
		put(env, "ROCR_VISIBLE_DEVICES", l, sandbox);
		/* HIP counts what ROCR leaves. */
		put(env, "HIP_VISIBLE_DEVICES", l, true);
	} else
		put(env, "ZE_AFFINITY_MASK", l, sandbox);
}
