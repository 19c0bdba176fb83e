/*
 * hcc-fsck: does a task, or the wisdom base, keep the rules? Prints a record
 * for each finding; with -f mends what can be mended.
 */
#include <fcntl.h>
#include <stdio.h>
#include <sys/file.h>
#include <unistd.h>

#include "base/json.h"
#include "common/tool.h"
#include "fsck/fsck.h"
#include "hcc-fsck/fsck_tool.h"
#include "wisdom/check.h"

struct options {
	struct tool	 tool;
	const char	*base;		/* -w */
	const char	*path;		/* of what is checked */
	bool		 mend, wisdom;
	int		 left;		/* findings that were not mended */
};

#define OPT_STRUCT struct options
static const struct tool_opt opts[] = {
	OPT_FLAG('f', mend, "mend what can be mended"),
	OPT_FLAG('w', wisdom, "check the wisdom base"),
	OPT_STRING('W', "file", base, "check this wisdom base"),
	OPT_END
};

static void
print_finding(void *ctx, const struct finding *f)
{
	struct options	*o = ctx;
	jv		 r = json_put_str(jv_object(), "kind", "finding");

	r = json_put_str(r, "task", o->wisdom ? NULL : o->path);
	r = json_put_str(r, "rule", f->rule);
	r = json_put_str(r, "path", f->path);
	r = json_put_str(r, "what", f->what);
	tool_record(json_put(r, "mended", jv_bool(f->mended)));
	o->left += !f->mended;
}

/* Findings that are left make the exit status 65. */
static enum hcc_status
judge(const struct options *o, int before, struct hcc_err *e)
{
	int	 n = o->left - before;

	if (n == 0)
		return HCC_OK;
	return err_set(e, HCC_INPUT, "'%s' breaks %d rule%s%s", o->path, n,
	    n == 1 ? "" : "s", o->mend ? "; what is lost is listed above" :
	    "; -f mends what can be mended");
}

/* Is the task idle? If so, it is locked until *lock is closed. */
static bool
lock_idle(const struct task *t, int *lock)
{
	*lock = openat(t->dir, "lock", O_RDONLY | O_CLOEXEC);
	return *lock == -1 || flock(*lock, LOCK_EX | LOCK_NB) == 0;
}

static enum hcc_status
check_task(void *ctx, const struct task *t, jv record, struct hcc_err *e)
{
	struct options		*o = ctx;
	struct fsck_options	 how = { .mend = o->mend,
	    .python = tool_python(), .report = print_finding, .ctx = o };
	enum hcc_status		 st;
	int			 lock = -1, before = o->left;
	jv			 tmp = jv_null();

	(void)record;
	o->path = t->path;
	st = fsck_lock_kind(t, &how, e);
	if (st == HCC_OK)
		st = fsck_temporaries(t, &tmp, e);
	if (st == HCC_OK && o->mend)
		st = task_lock(t, true, &lock, e);
	else if (st == HCC_OK)
		how.busy = !lock_idle(t, &lock);
	if (st == HCC_OK && !how.busy) {
		fsck_temporaries_found(t, &how, tmp);
		fsck_machine(t, print_finding, o);
	}
	if (st == HCC_OK && (st = fsck_check(t, &how, e)) == HCC_OK)
		st = judge(o, before, e);
	jv_free(tmp);
	if (lock != -1)
		close(lock);
	return st;
}

static enum hcc_status
check_base(struct options *o, struct hcc_err *e)
{
	enum hcc_status	 st;

	o->path = tool_wisdom(o->base);
	st = wis_check(o->path, o->mend, print_finding, o, e);
	return st == HCC_OK ? judge(o, 0, e) : st;
}

int
main(int argc, char **argv)
{
	struct options	 o = { .tool = { .name = "hcc-fsck",
	    .operands = "[task ...]", .opts = opts,
	    .about = "check a task or the wisdom base, mend it" } };
	struct hcc_err	 e = HCC_ERR_INIT;
	int		 at = tool_options(&o.tool, argc, argv, &o);

	o.wisdom = o.wisdom || o.base != NULL;
	if (o.wisdom && at < argc)
		tool_usage(&o.tool, "-w takes no tasks");
	if (!o.wisdom)
		return tool_each_task(&o.tool, argc - at, argv + at,
		    check_task, &o);
	if (check_base(&o, &e) != HCC_OK)
		tool_fail(&o.tool, &e);
	return tool_finish(&o.tool);
}
