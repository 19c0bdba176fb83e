/*
 * hcc-context: print exactly what a call of a given role would read.
 */
#include <math.h>
#include <stdio.h>

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
print_parts(const struct options *o, const struct context *c)
{
	const struct context_part	*p;
	double				 total = 0;
	jv				 r;

	for (p = c->parts; p < c->parts + c->n; p++) {
		total += p->tokens;
		if (o->json) {
			r = record_json(&context_part_record, p);
			r = json_put_str(r, "part", p->kind);
			tool_record(json_put_str(r, "kind", "part"));
		} else
			printf("%8.0f  %-8s %-10s %s%s\n", p->tokens,
			    p->kind, p->id, p->source, isnan(p->cap) ? "" :
			    "  squeezed");
	}
	if (!o->json)
		printf("%8.0f  tokens in all\n", total);
}

static enum hcc_status
show(void *ctx, const struct task *t, jv record, struct hcc_err *e)
{
	struct options	*o = ctx;
	struct context	 c;
	struct buf	 b = BUF_INIT;
	enum hcc_status	 st;

	(void)record;
	o->ctx.bytes_per_token = ledger_bytes_per_token(t->dir, o->ctx.role);
	st = context_build(t, tool_places(), &o->ctx, &c, e);
	if (st == HCC_OK && (o->json || o->table))
		print_parts(o, &c);
	else if (st == HCC_OK) {
		context_text(&b, &c);
		fwrite(buf_str(&b), 1, b.len, stdout);
	}
	buf_release(&b);
	context_free(&c);
	return st;
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
