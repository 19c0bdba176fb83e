/*
 * hcc-doctor: report what hcc finds on this machine, and what is wrong with it.
 *
 * Nothing is changed. Nothing is sent, but with -m one short question to the
 * model.
 */
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/buf.h"
#include "base/json.h"
#include "hcc-doctor/doctor.h"

#define OPT_STRUCT struct doctor
static const struct tool_opt opts[] = {
	OPT_FLAG('j', json, "JSON lines instead of text"),
	OPT_FLAG('m', ask, "ask the model, and the embedder, one question"),
	OPT_FLAG('p', knobs, "print every value of the policies"),
	OPT_END
};

void
doctor_say(const struct doctor *d, enum doctor_state state, const char *name,
    const char *fmt, ...)
{
	static const char *const	 words[] = { "ok", "none", "bad" };
	struct buf			 b = BUF_INIT;
	const char			*p, *nl;
	va_list				 ap;
	jv				 r;

	va_start(ap, fmt);
	buf_vaddf(&b, fmt, ap);
	va_end(ap);
	if (d->json) {
		r = json_put_str(jv_object(), "kind", "check");
		r = json_put_str(r, "name", name);
		r = json_put_str(r, "state", words[state]);
		r = json_put_path(r, "task", d->t == NULL ? NULL :
		    d->t->path);
		tool_record(json_put_str(r, "says", buf_str(&b)));
	} else if (!d->tool.quiet || state == DOCTOR_BAD) {
		tool_put("%-5s %-10s", words[state], name);
		for (p = buf_str(&b); (nl = strchr(p, '\n')) != NULL;
		    p = nl + 1)
			tool_put("%.*s\n%16s", (int)(nl - p), p, "");
		tool_put("%s\n", p);
	}
	buf_release(&b);
}

void
doctor_fail(struct doctor *d, const char *name, const struct hcc_err *e)
{
	doctor_say(d, DOCTOR_BAD, name, "%s", e->text);
	if (d->tool.worst == HCC_OK ||
	    err_exit_code(e->status) > err_exit_code(d->tool.worst))
		d->tool.worst = e->status;
}

static void
check_all(struct doctor *d)
{
	doctor_versions(d);
	doctor_machine(d);
	doctor_programs(d);
	doctor_gpus(d);
	doctor_disk(d);
	doctor_model(d);
	doctor_embedder(d);
	doctor_wisdom(d);
	doctor_policies(d);
}

static void
check_task(struct doctor *d, const char *path)
{
	struct hcc_err	 e = HCC_ERR_INIT;
	struct task	 t;

	if (task_open(&t, path, NULL, &e) != HCC_OK)
		tool_fail(&d->tool, &e);
	else {
		d->t = &t;
		check_all(d);
		d->t = NULL;
		task_close(&t);
	}
}

int
main(int argc, char **argv)
{
	struct doctor	 d = { .tool = { .name = "hcc-doctor",
	    .operands = "[task ...]", .opts = opts,
	    .about = "report what hcc finds on this machine" } };
	int		 i = tool_options(&d.tool, argc, argv, &d);
	const char	*here = getenv("HCC_TASK");

	if (i == argc && here != NULL && *here != '\0')
		check_task(&d, here);
	else if (i == argc)
		check_all(&d);
	for (; i < argc; i++)
		check_task(&d, argv[i]);
	return tool_finish(&d.tool);
}
