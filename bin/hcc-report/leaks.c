/*
 * leaks.c: columns and scores that are too good to be true.
 */
#include <math.h>
#include <string.h>

#include "base/json.h"
#include "data/profile_task.h"
#include "hcc-report/report.h"

static bool
is_leak(const struct result *r)
{
	return r->suspect != NULL || (r->cause != NULL &&
	    r->cause->class != NULL && strcmp(r->cause->class, "leak") == 0);
}

static void
put_columns(struct buf *b, const struct report *r)
{
	jv	 list = json_at(r->preview, "suspects"), one;
	int	 i;

	if (json_len(list) == 0) {
		buf_adds(b, "<p>No column was suspected to tell more than a "
		    "program will know later.</p>\n");
		return;
	}
	buf_adds(b, "<p>Columns that may tell more than a program will know "
	    "later:</p>\n<ul>\n");
	for (i = 0; json_item(list, i, &one); i++) {
		buf_adds(b, "<li>");
		if (jv_get_kind(one) == JV_KIND_STRING)
			page_text(b, jv_string_value(one));
		else
			page_text(b, json_str(one, "name", "?"));
		if (json_str(one, "why", NULL) != NULL) {
			buf_adds(b, ": ");
			page_text(b, json_str(one, "why", ""));
		}
		buf_addc(b, '\n');
	}
	buf_adds(b, "</ul>\n");
}

/* What was audited, and what the audit thought of it. */
static void
put_audited(struct buf *b, const struct report *r)
{
	const struct moment	*m;
	const struct result	*res;
	int			 n = 0;

	for (m = r->moments; m < r->moments + r->nmoments; m++) {
		res = m->s->result;
		if (!isfinite(res->audited) && !is_leak(res))
			continue;
		if (n++ == 0)
			page_table(b, "", "Audits: runs repeated on training "
			    "rows that they had not seen", "Run|Claimed|"
			    "Audited|Without suspect columns|Finding");
		buf_adds(b, "<tr><th scope=row>");
		report_link(b, r, m->s->id);
		page_cell_number(b, res->claimed);
		page_cell_number(b, res->audited);
		page_cell_number(b, res->control);
		buf_adds(b, "<td>");
		if (res->suspect != NULL) {
			page_text(b, res->suspect);
			buf_adds(b, ". ");
		}
		if (res->cause != NULL)
			page_cut(b, res->cause->message, 300);
		buf_addc(b, '\n');
	}
	if (n > 0)
		page_table_end(b);
	else
		buf_adds(b, "<p>No run was audited.</p>\n");
}

/* What the best solution read of the input; what nobody has described may tell
 * it what is to be predicted. */
static void
put_read(struct buf *b, const struct report *r)
{
	const struct result	*best = r->state.best;
	int			 i;
	jv			 other, one;

	if (best == NULL || best->id == NULL)
		return;
	if (jv_get_kind(best->read) != JV_KIND_ARRAY) {
		buf_adds(b, "<p>Which files the best solution read is not "
		    "known.</p>\n");
		return;
	}
	buf_adds(b, "<p>Files of the input that the best solution read: ");
	for (i = 0; json_item(best->read, i, &one); i++) {
		buf_adds(b, i > 0 ? ", " : "");
		page_cut(b, jv_string_value(one), 100);
	}
	buf_adds(b, i == 0 ? "none.</p>\n" : ".</p>\n");
	other = profile_undescribed(r->preview, best->read);
	for (i = 0; json_item(other, i, &one); i++) {
		buf_adds(b, i > 0 ? ", " :
		    "<p><b>Not described by preview.md</b>: ");
		page_cut(b, jv_string_value(one), 100);
	}
	if (i > 0)
		buf_adds(b, ". Look whether one of them tells what is to be "
		    "predicted.</p>\n");
	jv_free(other);
}

void
report_leaks(struct buf *b, const struct report *r)
{
	if (r->nmoments == 0)
		return;
	report_section(b, r, "leaks", "Leaks");
	put_columns(b, r);
	put_audited(b, r);
	put_read(b, r);
	buf_adds(b, "</section>\n");
}
