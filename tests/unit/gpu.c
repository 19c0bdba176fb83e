/* gpu.c: GPUs of machines that are not there. */
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#include "run/gpu.h"
#include "run/sandbox.h"
#include "with_task.h"

static const char *
variables(struct gpu_lease l, bool sandbox)
{
	static struct buf	 b = BUF_INIT;
	struct strvec		 v = { NULL, 0, 0 };
	size_t			 i;

	gpu_env(&l, sandbox, &v);
	buf_reset(&b);
	for (i = 0; i < v.n; i++)
		buf_addf(&b, "%s%s", i > 0 ? " " : "", v.v[i]);
	strvec_release(&v);
	return buf_str(&b);
}

static void
processors(void)
{
	struct gpu_lease	 l = { .n = 2, .v = { { .index = 2 },
				    { .index = 5 } } };
	struct gpu		 list[3] = { { .kind = GPU_NVIDIA },
				    { .kind = GPU_NVIDIA },
				    { .kind = GPU_AMD } };

	IS_STR("programs see the GPUs that they have",
	    "CUDA_VISIBLE_DEVICES=2,5", variables(l, false));
	IS_STR("in the sandbox GPUs are counted from 0",
	    "CUDA_VISIBLE_DEVICES=0,1", variables(l, true));
	snprintf(l.v[1].uuid, sizeof(l.v[1].uuid), "GPU-x");
	IS_STR("a GPU is told by its uuid", "CUDA_VISIBLE_DEVICES=2,GPU-x",
	    variables(l, false));
	l.v[0].kind = GPU_AMD;
	IS_STR("those of AMD are counted twice", "ROCR_VISIBLE_DEVICES=2,GPU-x"
	    " HIP_VISIBLE_DEVICES=0,GPU-x", variables(l, false));
	l.v[0].kind = GPU_INTEL;
	IS_STR("those of Intel have a mask", "ZE_AFFINITY_MASK=0,GPU-x",
	    variables(l, true));
	l.n = 0;
	IS_STR("without a GPU none is seen", "CUDA_VISIBLE_DEVICES=",
	    variables(l, true));
	OK("auto takes all of the first kind, none of Intel's",
	    gpu_auto(list, 3) == 2 && gpu_auto(list + 2, 1) == 1 &&
	    gpu_auto(NULL, 0) == 0 &&
	    gpu_auto(&(struct gpu){ .kind = GPU_INTEL }, 1) == 0);
}

/* A device node of a machine that is not there. */
static void
node(const char *name)
{
	char	 path[300];

	snprintf(path, sizeof(path), "machine/dev/%s", name);
	put(path, "");
	snprintf(path, sizeof(path), "%s/machine/dev/%s", tmp, name);
	unlink(path);
	if (symlink("/dev/null", path) != 0)
		OK("a device is made", false);
}

static const char *
found(const char *root)
{
	static struct buf	 b = BUF_INIT;
	struct gpu		*v;
	size_t			 i, n = gpu_find(root, &v);

	buf_reset(&b);
	for (i = 0; i < n; i++)
		buf_addf(&b, "%s%s %d %s %s %g/%g", i > 0 ? "; " : "",
		    v[i].name, v[i].index, v[i].model, v[i].uuid, v[i].used,
		    v[i].total);
	free(v);
	return buf_str(&b);
}

static const char *
bound_to(const struct gpu_lease *l, const char *root)
{
	static struct buf	 b = BUF_INIT;
	struct sandbox_binds	 binds = { NULL, 0, 0 };
	size_t			 i;

	gpu_binds(l, root, &binds);
	buf_reset(&b);
	for (i = 0; i < binds.n; i++)
		if (binds.v[i].device)
			buf_addf(&b, "%s ", binds.v[i].to);
	sandbox_binds_release(&binds);
	return buf_str(&b);
}

static void
machine(void)
{
	struct gpu_lease	 l, other;
	char			 root[300], cache[300], path[400];
	int			 stop[2];

	snprintf(root, sizeof(root), "%s/machine", tmp);
	snprintf(cache, sizeof(cache), "%s/cache", tmp);
	IS_STR("a machine without devices has no GPU", "", found(root));
	node("nvidia0");
	node("nvidia1");
	node("nvidiactl");
	put("machine/dev/nvidia7", "no device");
	put("machine/proc/driver/nvidia/gpus/a/information",
	    "Model: \t\t Big\nIRQ: 3\nGPU UUID: \t GPU-b\n"
	    "Device Minor: \t 1\n");
	put("machine/proc/driver/nvidia/gpus/b/information",
	    "Model: \t\t Lost\nDevice Minor: 5\n");
	IS_STR("GPUs are found by their devices, what is known of them beside",
	    "nvidia0 0   nan/nan; nvidia1 1 Big GPU-b nan/nan", found(root));
	put("machine/usr/bin/nvidia-smi", "#!/bin/sh\n"
	    "echo 'GPU-x, 7, 8'\necho 'GPU-b, 3, 4'\n");
	snprintf(path, sizeof(path), "%s/usr/bin/nvidia-smi", root);
	chmod(path, 0755);
	node("dri/renderD128");
	node("dri/renderD129");
	node("dri/renderD130");
	put("machine/sys/class/drm/renderD128/device/vendor", "0x8086\n");
	put("machine/sys/class/drm/renderD129/device/vendor", "0x1002\n");
	put("machine/sys/class/drm/renderD130/device/vendor", "0x1234\n");
	put("machine/sys/class/drm/renderD129/device/mem_info_vram_used",
	    "5\n");
	put("machine/sys/class/drm/renderD129/device/mem_info_vram_total",
	    "6\n");
	IS_STR("the free one of a kind comes first, those of AMD need kfd",
	    "nvidia0 0   nan/nan; nvidia1 1 Big GPU-b 3.14573e+06/4.1943e+06; "
	    "renderD128 0   nan/nan", found(root));
	node("kfd");
	OK("with kfd they count, behind those of NVIDIA", strstr(found(root),
	    "; renderD129 0   5/6; renderD128 0   nan/nan") != NULL);
	OK("GPUs are taken", gpu_take(root, NULL, cache, 1, -1, &l, &err) ==
	    HCC_OK && l.n == 1 && strcmp(l.v[0].name, "nvidia0") == 0);
	IS_STR("a run gets the devices of its GPU",
	    "/dev/nvidia0 /dev/nvidiactl ", bound_to(&l, root));
	OK("another run takes another", gpu_take(root, NULL, cache, 1, -1,
	    &other, &err) == HCC_OK && strcmp(other.v[0].name, "nvidia1") ==
	    0);
	if (pipe(stop) == 0)
		close(stop[1]);
	gpu_release(&other);
	OK("all that are wanted are taken, or none", gpu_take(root, NULL,
	    cache, 2, stop[0], &other, &err) == HCC_AGAIN && other.n == 0);
	OK("a wait is ended from outside", strstr(err.text, "stopped") !=
	    NULL);
	gpu_release(&l);
	OK("then both are free", gpu_take(root, NULL, cache, 2, stop[0],
	    &other, &err) == HCC_OK && other.n == 2);
	gpu_release(&other);
	OK("no more are taken than there are", gpu_take(root, NULL, cache, 3,
	    stop[0], &other, &err) == HCC_UNAVAILABLE && strstr(err.text,
	    "take 3 GPUs: this machine has 2") != NULL);
	OK("those that are named are taken", gpu_take(root, "5,1", cache, 1,
	    stop[0], &l, &err) == HCC_OK && l.v[0].index == 1);
	gpu_release(&l);
	OK("those that are not named are not there", gpu_take(root, "1",
	    cache, 2, stop[0], &l, &err) == HCC_UNAVAILABLE);
	close(stop[0]);
	l = (struct gpu_lease){ .n = 1, .v = { { .kind = GPU_AMD } } };
	snprintf(l.v[0].name, sizeof(l.v[0].name), "renderD129");
	IS_STR("those of AMD are opened with kfd",
	    "/dev/dri/renderD129 /dev/kfd ", bound_to(&l, root));
	l.n = 0;
	IS_STR("without a GPU nothing is opened", "", bound_to(&l, root));
}

int
main(void)
{
	static void (*const tests[])(void) = { processors, machine };

	return with_task(tests, sizeof(tests) / sizeof(tests[0]));
}
