/*
 * hcc-context: print exactly what a call of a given role would read.
 */
#include <stdio.h>
#include <stdlib.h>

#include "base/json.h"
#include "brain/context.h"
#include "common/tool.h"
#include "llm/ledger.h"

struct options {
	struct tool		 tool;
	struct context_opts	 ctx;
	bool			 json, table;
};

#define OPT_STRUCT struct options
static const struct tool_opt opts[] = {
	OPT_SIZE('b', "tokens", ctx.budget, "budget, instead of context.lua's"),
	OPT_STRING('i', "id", ctx.only, "runs of this suggestion only"),
	OPT_FLAG('j', json, "one JSON record a part"),
	OPT_FLAG('l', table, "list the parts with their tokens, not the text"),
	OPT_CHOICE('r', "draft|plan|improve|debug|judge|distil|..",
	    ctx.role,
	    "what a call of this role would read (plan)"),
	OPT_END
};

static void
print_parts(const struct options *o, jv parts)
{
	jv	 p, r;
	int	 i;
	double	 total = 0;

	for (i = 0; json_item(parts, i, &p); i++) {
		total += json_num(p, "tokens", 0);
		if (o->json) {
			r = json_put(jv_copy(p), "part", json_get(p, "kind"));
			tool_record(json_put_str(r, "kind", "part"));
			continue;
		}
		printf("%8.0f  %-8s %-10s %s%s\n", json_num(p, "tokens", 0),
		    json_str(p, "kind", ""), json_str(p, "id", ""),
		    json_str(p, "source", ""), json_num(p, "cap", -1) >= 0 ?
		    "  squeezed" : "");
	}
	if (!o->json)
		printf("%8.0f  tokens in all\n", total);
}

static enum hcc_status
show(void *ctx, const struct task *t, jv record, struct hcc_err *e)
{
	struct options	*o = ctx;
	struct buf	 b = BUF_INIT;
	enum hcc_status	 st;
	jv		 parts;

	(void)record;
	o->ctx.bytes_per_token = ledger_bytes_per_token(t->dir, o->ctx.role);
	st = context_build(t, tool_places(), &o->ctx, &parts, e);
	if (st != HCC_OK)
		return st;
	if (o->json || o->table)
		print_parts(o, parts);
	else {
		context_text(&b, parts);
		fwrite(buf_str(&b), 1, b.len, stdout);
	}
	buf_release(&b);
	jv_free(parts);
	return HCC_OK;
}

int
main(int argc, char **argv)
{
	struct options	 o = { .ctx = { .role = "plan" }, .tool = {
	    .name = "hcc-context", .operands = "[task ...]", .opts = opts,
	    .about = "print what a call to the brain would read" } };
	int		 at = tool_options(&o.tool, argc, argv, &o);

	return tool_each_task(&o.tool, argc - at, argv + at, show, &o);
}
