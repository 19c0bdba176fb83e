/*
 * spending.c: what the context was kept to, and what models took.
 */
#include <math.h>
#include <stdio.h>
#include <string.h>

#include "base/json.h"
#include "hcc-report/chart.h"
#include "hcc-report/report.h"

#define ROLES 16

/* Tokens of code and logs when each phase ended: all of them so far, and what
 * a context held of them: the notes of before and this phase. */
static void
put_context(struct buf *b, const struct report *r)
{
	struct chart	 c = { .width = 900, .height = 240, .left = 70,
			    .bottom = 32, .y0 = 0, .y1 = 0 };
	struct buf	 all = BUF_INIT, held = BUF_INIT, desc = BUF_INIT;
	double		 sum = 0, notes = 0, most = 0;
	const struct note *k;
	bool		 begun[2] = { false, false };
	char		 id[40];

	for (k = r->notes; k < r->notes + r->nnotes; k++) {
		if (!isfinite(k->tokens_before) || !isfinite(k->tokens_after))
			continue;
		sum += k->tokens_before;
		most = fmax(most, notes + k->tokens_before);
		notes += k->tokens_after;
	}
	if (r->nnotes < 2 || sum <= 0)
		return;
	c.y1 = fmax(sum, most);
	c.x0 = r->notes[0].phase;
	c.x1 = r->notes[r->nnotes - 1].phase;
	sum = notes = 0;
	for (k = r->notes; k < r->notes + r->nnotes; k++) {
		if (!isfinite(k->tokens_before) || !isfinite(k->tokens_after))
			continue;
		sum += k->tokens_before;
		chart_step(&all, &c, k->phase, sum, &begun[0]);
		chart_step(&held, &c, k->phase, notes + k->tokens_before,
		    &begun[1]);
		notes += k->tokens_after;
	}
	snprintf(id, sizeof(id), "%stokens", r->prefix);
	buf_addf(&desc, "Keeping everything, code and logs have %.0f tokens "
	    "after phase %02.0f; notes and one phase had at most %.0f", sum,
	    c.x1, most);
	if (sum > most)
		buf_addf(&desc, ", %.1f times less", sum / most);
	buf_addc(&desc, '.');
	chart_open(b, &c, id, "Tokens of code and logs in the context, by "
	    "phase", buf_str(&desc));
	buf_addf(b, "<path class=everything d=\"%s\"/>\n<path class=line "
	    "d=\"%s\"/>\n", buf_str(&all), buf_str(&held));
	buf_adds(&desc, " Dashed: everything; line: notes of before and the "
	    "raw files of the phase. Phases from left to right.");
	chart_close(b, buf_str(&desc));
	buf_release(&all);
	buf_release(&held);
	buf_release(&desc);
}

struct role {
	const char	*name;
	double		 calls, failed, tokens, cost, seconds, bytes, prefix;
};

/* Sums by role; what has no room counts with the last one. */
static size_t
sum_roles(jv calls, struct role v[ROLES])
{
	struct role	*role;
	const char	*name;
	size_t		 n = 0, k;
	jv		 one;
	int		 i;

	for (i = 0; json_item(calls, i, &one); i++) {
		name = json_str(one, "role", "other");
		for (k = 0; k < n && strcmp(v[k].name, name) != 0; k++)
			;
		if (k == n && n < ROLES)
			v[n++] = (struct role){ .name = name };
		role = &v[k < ROLES ? k : ROLES - 1];
		role->calls++;
		role->failed += !json_bool(one, "ok", false);
		role->tokens += json_num(one, "tokens", 0);
		role->cost += json_num(one, "cost", 0);
		role->seconds += json_num(one, "latency", 0);
		role->bytes += json_num(one, "bytes", 0);
		role->prefix += json_num(one, "prefix", 0);
	}
	return n;
}

static void
put_roles(struct buf *b, const struct report *r)
{
	struct role	 v[ROLES];
	size_t		 i, n = sum_roles(r->calls, v);

	page_table(b, "", "Calls of models, by role", "Role|Calls|Failed|"
	    "Tokens|Cost|Time|Repeated prompt, %");
	for (i = 0; i < n; i++) {
		buf_adds(b, "<tr><th scope=row>");
		page_text(b, v[i].name);
		page_cell_number(b, v[i].calls);
		page_cell_number(b, v[i].failed);
		buf_addf(b, "<td class=n>%.0f", v[i].tokens);
		page_cell_number(b, v[i].cost);
		buf_adds(b, "<td class=n>");
		page_seconds(b, v[i].seconds);
		page_cell_number(b, v[i].bytes > 0 ? floor(100 * v[i].prefix /
		    v[i].bytes) : NAN);
		buf_addc(b, '\n');
	}
	page_table_end(b);
}

/* One sum over time, as a step for each call. */
static void
put_sum(struct buf *b, const struct report *r, const char *key,
    const char *title)
{
	struct chart	 c = { .width = 900, .height = 200, .left = 70,
			    .bottom = 32, .x1 = fmax(1, r->state.spent),
			    .x_is_time = true };
	struct buf	 path = BUF_INIT, desc = BUF_INIT;
	double		 sum = 0, x, last = -1;
	bool		 begun = false;
	char		 id[60];
	jv		 one;
	int		 i;

	for (i = 0; json_item(r->calls, i, &one); i++)
		c.y1 += json_num(one, key, 0);
	if (c.y1 <= 0)
		return;
	for (i = 0; json_item(r->calls, i, &one); i++) {
		sum += json_num(one, key, 0);
		x = report_spent(r, json_num(one, "t", 0));
		if (chart_x(&c, x) - last < 1 && i + 1 < json_len(r->calls))
			continue;	/* less than a pixel */
		last = chart_x(&c, x);
		chart_step(&path, &c, x, sum, &begun);
	}
	snprintf(id, sizeof(id), "%ssum-%s", r->prefix, key);
	buf_addf(&desc, "%.6g in all, by %d calls.", sum, i);
	chart_open(b, &c, id, title, buf_str(&desc));
	buf_addf(b, "<path class=line d=\"%s\"/>\n", buf_str(&path));
	chart_close(b, title);
	buf_release(&path);
	buf_release(&desc);
}

void
report_spending(struct buf *b, const struct report *r)
{
	struct buf	 inner = BUF_INIT;

	put_context(&inner, r);
	if (json_len(r->calls) > 0) {
		put_roles(&inner, r);
		put_sum(&inner, r, "tokens", "Tokens over time");
		put_sum(&inner, r, "cost", "Cost over time");
	}
	if (inner.len > 0) {
		report_section(b, r, "spending", "Context and cost");
		buf_add(b, buf_str(&inner), inner.len);
		buf_adds(b, "</section>\n");
	}
	buf_release(&inner);
}
