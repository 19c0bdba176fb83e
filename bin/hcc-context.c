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

static const struct tool_opt opts[] = {
	{ 'b', "tokens", "budget, instead of context.lua's" },
	{ 'i', "id", "runs of this suggestion only" },
	{ 'j', NULL, "one JSON record a part" },
	{ 'l', NULL, "list the parts with their tokens, not the text" },
	{ 'r', "role", "draft, plan (default), improve, debug, judge, distil" },
	{ 0, NULL, NULL }
};

static bool
option(void *ctx, int letter, const char *arg)
{
	struct options	*o = ctx;

	switch (letter) {
	case 'b':
		return (o->ctx.budget = parse_count(arg, 1000)) > 0;
	case 'i':
		o->ctx.only = arg;
		break;
	case 'j':
		o->json = true;
		break;
	case 'l':
		o->table = true;
		break;
	default:
		o->ctx.role = arg;
	}
	return true;
}

static void
print_parts(const struct options *o, jv parts)
{
	jv	 p;
	int	 i, n = jv_array_length(jv_copy(parts));
	double	 total = 0;

	for (i = 0; i < n; i++) {
		p = jv_array_get(jv_copy(parts), i);
		total += json_num(p, "tokens", 0);
		if (o->json) {
			p = json_put_str(p, "part", json_str(p, "kind", ""));
			tool_record(json_put_str(p, "kind", "part"));
			continue;
		}
		printf("%8.0f  %-8s %-10s %s%s\n", json_num(p, "tokens", 0),
		    json_str(p, "kind", ""), json_str(p, "id", ""),
		    json_str(p, "source", ""), json_num(p, "cap", -1) >= 0 ?
		    "  squeezed" : "");
		jv_free(p);
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
	int		 at = tool_options(&o.tool, argc, argv, option, &o);

	return tool_each_task(&o.tool, argc - at, argv + at, show, &o);
}
