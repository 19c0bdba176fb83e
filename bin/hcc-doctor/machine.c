/*
 * machine.c: versions, the machine, the sandbox and what programs find in it,
 * graphics processors, disks.
 */
#include <errno.h>
#include <lua.h>
#include <sqlite3.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/statvfs.h>
#include <sys/utsname.h>
#include <unistd.h>

#include "base/json.h"
#include "base/mem.h"
#include "hcc-doctor/doctor.h"
#include "run/gpu.h"
#include "run/probe.h"
#include "task/language.h"

#define LEAST_FREE	1e9	/* bytes of a disk */

void
doctor_versions(struct doctor *d)
{
	doctor_say(d, DOCTOR_OK, "hcc", "%s, tools in '%s', shipped files in "
	    "'%s'", tool_version(), tool_bindir(), tool_share());
	doctor_say(d, DOCTOR_OK, "libraries", "%s, SQLite %s", LUA_RELEASE,
	    sqlite3_libversion());
}

void
doctor_machine(struct doctor *d)
{
	struct utsname	 u;
	double		 memory = (double)sysconf(_SC_PHYS_PAGES) *
			    (double)sysconf(_SC_PAGESIZE);

	if (uname(&u) == -1)
		memset(&u, 0, sizeof(u));
	doctor_say(d, DOCTOR_OK, "machine", "%ld cores, %.1f GB of memory, %s "
	    "%s %s", sysconf(_SC_NPROCESSORS_ONLN), memory / 1e9, u.sysname,
	    u.release, u.machine);
}

/* A program is run in the sandbox, in the environment of the task. */
void
doctor_programs(struct doctor *d)
{
	const struct places	*at = tool_places();
	struct environment	 env;
	struct hcc_err		 e = HCC_ERR_INIT;
	struct buf		 said = BUF_INIT;
	char			*text;
	size_t			 n;
	jv			 settings = d->t == NULL ? jv_null() :
				    jv_copy(json_at(d->t->meta,
				    "environment"));

	if (environment_open(&env, settings, d->t == NULL ? "." : d->t->path,
	    d->t == NULL ? language_find("python") : d->t->language, at, &e) !=
	    HCC_OK)
		doctor_fail(d, "programs", &e);
	else if (probe_run(&env, at->share, &said, &e) != HCC_OK)
		doctor_fail(d, "sandbox", &e);
	else {
		text = buf_detach(&said);
		for (n = strlen(text); n > 0 && text[n - 1] == '\n'; n--)
			text[n - 1] = '\0';
		doctor_say(d, DOCTOR_OK, "sandbox", "a program ran in it and "
		    "found:\n%s", text + strspn(text, "\n"));
		free(text);
	}
	buf_release(&said);
	environment_free(&env);
	jv_free(settings);
}

void
doctor_gpus(struct doctor *d)
{
	struct gpu	*v;
	struct buf	 b = BUF_INIT;
	size_t		 i, n = gpu_find(tool_places()->gpu_root, &v);

	for (i = 0; i < n; i++) {
		buf_addf(&b, "%s%s", i == 0 ? "" : ", ", v[i].name);
		if (v[i].model[0] != '\0')
			buf_addf(&b, " (%s)", v[i].model);
	}
	doctor_say(d, n > 0 ? DOCTOR_OK : DOCTOR_NONE, "gpu", "%s", n > 0 ?
	    buf_str(&b) : "there is none");
	buf_release(&b);
	free(v);
}

/* The free space where `path` is, or will be. */
static void
check_disk(struct doctor *d, const char *what, const char *path)
{
	struct statvfs	 s;
	char		*p = mem_dup(path), *slash;
	double		 free_bytes;

	while (statvfs(p, &s) == -1 && errno == ENOENT &&
	    (slash = strrchr(p, '/')) != NULL)
		slash == p ? (void)strcpy(p, "/") : (void)(*slash = '\0');
	if (statvfs(p, &s) == -1)
		doctor_say(d, DOCTOR_NONE, "disk", "%s: '%s' cannot be asked",
		    what, path);
	else {
		free_bytes = (double)s.f_bavail * (double)s.f_frsize;
		doctor_say(d, free_bytes < LEAST_FREE ? DOCTOR_BAD : DOCTOR_OK,
		    "disk", "%s: %.1f of %.1f GB free at '%s'", what,
		    free_bytes / 1e9, (double)s.f_blocks *
		    (double)s.f_frsize / 1e9, path);
		if (free_bytes < LEAST_FREE && d->tool.worst == HCC_OK)
			d->tool.worst = HCC_UNAVAILABLE;
	}
	free(p);
}

void
doctor_disk(struct doctor *d)
{
	char	*here = d->t == NULL ? getcwd(NULL, 0) : NULL;

	check_disk(d, d->t == NULL ? "here" : "the task", d->t != NULL ?
	    d->t->path : here == NULL ? "." : here);
	check_disk(d, "wisdom", tool_wisdom(NULL));
	check_disk(d, "state", tool_state());
	free(here);
}
