/*
 * gpu.h: the graphics processors of this machine, one run each.
 *
 * A processor is found by its device node; what else is known of it comes from
 * /proc/driver/nvidia, /sys/class/drm and nvidia-smi where they are. A run
 * holds flock(2) on a file CACHE/gpu/HOST-NAME as long as it lasts, so that two
 * processes of one user never share one.
 */
#ifndef HCC_RUN_GPU_H
#define HCC_RUN_GPU_H

#include <stdbool.h>
#include <stddef.h>

#include "base/err.h"
#include "run/sandbox.h"

#define GPU_MAX	16		/* that one run can take */

enum gpu_kind { GPU_NVIDIA, GPU_AMD, GPU_INTEL };

struct gpu {
	enum gpu_kind	 kind;
	int		 index;		/* among those of its kind */
	char		 name[24];	/* "nvidia0", "renderD128" */
	char		 model[80];	/* "" where it is unknown */
	char		 uuid[64];
	double		 used, total;	/* bytes of memory; NAN: unknown */
};

/* `root` is "" but for tests: a directory with dev/, proc/, sys/ and usr/.
 * Those of AMD count when /dev/kfd is there. Free ones (least memory used)
 * first. The caller frees *list; returns how many. */
size_t	 gpu_find(const char *root, struct gpu **list);
/* Those that "gpu: auto" takes from: all of the first one's kind, none of
 * Intel's, which most notebooks have. */
size_t	 gpu_auto(const struct gpu *list, size_t n);

/* What a run holds. */
struct gpu_lease {
	struct gpu	 v[GPU_MAX];
	int		 fds[GPU_MAX];
	size_t		 n;
};

/* Take `want` processors of one kind, free ones first; wait until they are
 * there. `only`: of those with these numbers ("0,3"); NULL: of all. `cache`:
 * the directory of the locks, made where it is absent. HCC_UNAVAILABLE: the
 * machine has not so many; HCC_AGAIN: stop_fd (-1: none) became readable. */
enum hcc_status	 gpu_take(const char *root, const char *only,
		    const char *cache, size_t want, int stop_fd,
		    struct gpu_lease *, struct hcc_err *);
void		 gpu_release(struct gpu_lease *);
/* Device nodes and driver files that a run with these needs. */
void		 gpu_binds(const struct gpu_lease *, const char *root,
		    struct sandbox_binds *);
/* CUDA_VISIBLE_DEVICES and its like. In the sandbox there are no others, and
 * they are counted from 0. */
void		 gpu_env(const struct gpu_lease *, bool sandbox,
		    struct strvec *);

#endif
