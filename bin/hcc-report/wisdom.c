/*
 * wisdom.c: what was fetched of earlier tasks, which suggestions took it up,
 * and how those did beside the control that saw none.
 */
#include <math.h>
#include <stdio.h>
#include <string.h>

#include "base/json.h"
#include "common/tool.h"
#include "hcc-report/report.h"
#include "lua/policy.h"
#include "wisdom/control.h"
#include "wisdom/prefetch_md.h"

#define TEXT_MOST	4000
#define ID_SHOWN	16

/* Does the text of a suggestion take this entry up? */
static bool
names(const char *text, const char *id)
{
	jv	 ids = control_named(text == NULL ? "" : text, jv_array()), one;
	bool	 yes = false;
	int	 i;

	for (i = 0; !yes && json_item(ids, i, &one); i++)
		yes = strncmp(jv_string_value(one), id,
		    (size_t)jv_string_length_bytes(jv_copy(one))) == 0;
	jv_free(ids);
	return yes;
}

/* The suggestions that took an entry up, with what came of them. */
static void
put_uses(struct buf *b, const struct report *r, const char *id)
{
	const struct moment	*m;
	int			 n = 0;

	for (m = r->moments; m < r->moments + r->nmoments; m++) {
		if (!names(m->s->text, id))
			continue;
		buf_adds(b, n++ > 0 ? ", " : "");
		report_link(b, r, m->s->id);
		buf_addc(b, ' ');
		if (status_ok(m->s->result->status))
			page_change(b, m->s->result->change,
			    m->s->result->interval);
		else
			buf_adds(b, "failed");
		if (n >= 20)
			break;
	}
	if (n == 0)
		buf_adds(b, "nobody");
}

static void
put_entry(struct buf *b, const struct report *r, jv w)
{
	buf_adds(b, "<tr><th scope=row>");
	page_bytes(b, json_str(w, "id", ""), strnlen(json_str(w, "id", ""),
	    ID_SHOWN));
	page_cell(b, json_str(w, "task", ""));
	page_cell_number(b, json_num(w, "similarity", NAN));
	page_cell(b, json_str(w, "status", ""));
	buf_adds(b, "<td>");
	put_uses(b, r, json_str(w, "id", "?"));
	buf_adds(b, "<td><details><summary>text</summary><pre>");
	page_cut(b, json_str(w, "text", ""), TEXT_MOST);
	buf_adds(b, "</pre></details>\n");
}

/* What the control direction says of the wisdom, at the end of the task. */
static void
put_outcome(struct buf *b, const struct report *r)
{
	struct script	*policy = NULL;
	struct control	 c;

	if (policy_open(r->t->path, tool_places(), "promote", &policy, NULL) !=
	    HCC_OK)
		return;
	if (control_compare(r->t, &r->state, policy, &c, NULL) == HCC_OK &&
	    c.run) {
		buf_addf(b, " This counts as %s", c.outcome);
		if (isfinite(c.gain))
			buf_addf(b, ", with a gain of %.2f", c.gain);
		buf_addc(b, '.');
	}
	control_free(&c);
	script_close(policy);
}

/* Best improvement of the control direction and of the others of its phase, the
 * first that has one, as in control_compare(). */
static void
put_control(struct buf *b, const struct report *r)
{
	const struct moment	*m;
	const struct result	*res;
	double			 best[2] = { NAN, NAN }, d;
	int			 n[2] = { 0, 0 }, phase = -1;

	for (m = r->moments; m < r->moments + r->nmoments; m++)
		if (m->s->control && phase < 0)
			(void)sscanf(m->s->id, "%d/", &phase);
	for (m = r->moments; phase >= 0 && m < r->moments + r->nmoments; m++) {
		int	 at = -1;

		(void)sscanf(m->s->id, "%d/", &at);
		if (at != phase)
			continue;
		res = m->s->result;
		d = r->t->lower ? -res->change : res->change;
		n[m->s->control]++;
		if (isfinite(d) && !(d <= best[m->s->control]))
			best[m->s->control] = d;
	}
	if (phase < 0)
		return;
	buf_addf(b, "<p>In phase %02d the direction without wisdom (%d runs) "
	    "improved its base by at most ", phase, n[1]);
	page_number(b, best[1]);
	buf_addf(b, ", those with it (%d runs) by at most ", n[0]);
	page_number(b, best[0]);
	buf_addc(b, '.');
	put_outcome(b, r);
	buf_adds(b, "</p>\n");
}

/* What the task itself has taught. */
static void
put_taught(struct buf *b, const struct report *r)
{
	jv	 ev;
	int	 i;

	for (i = 0; json_item(r->events, i, &ev); i++)
		if (strcmp(json_str(ev, "ev", ""), "distil") == 0) {
			buf_adds(b, "<p>What this task taught is wisdom "
			    "<code>");
			page_bytes(b, json_str(ev, "wisdom", ""),
			    strnlen(json_str(ev, "wisdom", ""), ID_SHOWN));
			buf_adds(b, "</code>.</p>\n");
		}
}

void
report_wisdom(struct buf *b, const struct report *r)
{
	struct buf	 inner = BUF_INIT;
	jv		 all, one;
	int		 i;

	all = prefetch_md_load(r->t);
	for (i = 0; json_item(all, i, &one); i++) {
		if (i == 0)
			page_table(&inner, "", "Wisdom that was fetched",
			    "Entry|Of the task|Similarity|Status then|"
			    "Taken up by|What it says");
		put_entry(&inner, r, one);
	}
	if (i > 0)
		page_table_end(&inner);
	else if (r->state.prefetched)
		buf_adds(&inner, "<p>No wisdom of earlier tasks was similar "
		    "enough to be fetched.</p>\n");
	put_control(&inner, r);
	put_taught(&inner, r);
	if (inner.len > 0) {
		report_section(b, r, "wisdom", "Wisdom");
		buf_add(b, buf_str(&inner), inner.len);
		buf_adds(b, "</section>\n");
	}
	buf_release(&inner);
	jv_free(all);
}
