/*
 * input.c: gather what a brain may know.
 */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/fs.h"
#include "base/json.h"
#include "base/yaml.h"
#include "brain/input.h"
#include "score/metric.h"
#include "task/note.h"
#include "task/solution.h"
#include "task/state.h"
#include "wisdom/prefetch_md.h"

/* preview.md in two halves: the profile and the text. */
static jv
put_preview(const struct task *t, jv view)
{
	struct buf	 b = BUF_INIT;
	size_t		 body = 0;
	jv		 meta = jv_object();

	if (fs_read(t->dir, "preview.md", 4u << 20, &b, NULL) == HCC_OK) {
		jv_free(meta);
		if (yaml_front(buf_str(&b), b.len, "preview.md", &meta, &body,
		    NULL) != HCC_OK)
			meta = jv_object();
	}
	view = json_put(view, "preview", meta);
	view = json_put_str(view, "preview_text", buf_str(&b) + body);
	buf_release(&b);
	return view;
}

static jv
put_wisdom(const struct task *t, jv view)
{
	struct buf	 b = BUF_INIT;

	(void)fs_read(t->dir, "prefetch.md", 8u << 20, &b, NULL);
	view = json_put(view, "wisdom", prefetch_md_read(buf_str(&b), b.len));
	buf_release(&b);
	return view;
}

/* A result without what a brain must not see. */
static jv
shown(jv sug, int phase)
{
	static const char *const hidden[] = { "measured", "gap", "task" };
	jv	 r = json_get(sug, "result");
	size_t	 i;

	for (i = 0; i < sizeof(hidden) / sizeof(hidden[0]); i++)
		r = jv_object_delete(r, jv_string(hidden[i]));
	r = json_put_num(r, "phase", phase);
	r = json_put(r, "direction", json_get(sug, "direction"));
	r = json_put(r, "title", json_get(sug, "title"));
	/* A draft's text is the brain's own, kept in the result. */
	if (json_str(r, "text", NULL) == NULL)
		r = json_put(r, "text", json_get(sug, "text"));
	return r;
}

static void
split_phases(const struct task *t, jv state, jv *results, jv *plans,
    jv *notes)
{
	jv	 phases = json_get(state, "phases"), p, list, s, k;
	int	 i, j, n;

	for (i = 0; i < jv_array_length(jv_copy(phases)); i++) {
		p = jv_array_get(jv_copy(phases), i);
		*plans = jv_array_append(*plans, json_get(p, "plan"));
		n = (int)json_num(p, "phase", 0);
		list = json_get(p, "suggestions");
		if (json_bool(p, "promoted", false)) {
			if (note_read(t, n, &k, NULL) == HCC_OK)
				*notes = jv_array_append(*notes, k);
		} else for (j = 0; j < jv_array_length(jv_copy(list)); j++) {
			s = jv_array_get(jv_copy(list), j);
			k = json_get(s, "result");
			if (jv_get_kind(k) == JV_KIND_OBJECT)
				*results = jv_array_append(*results, shown(s, n));
			jv_free(k);
			jv_free(s);
		}
		jv_free(list);
		jv_free(p);
	}
	jv_free(phases);
}

/* The first valid result of phase 00: the first working code. */
static jv
first_working(const struct task *t, jv state)
{
	jv	 p = state_phase(state, 0), list = json_get(p, "suggestions");
	jv	 s, r, out = jv_invalid();
	char	 dir[80];
	int	 i;

	for (i = 0; jv_get_kind(list) == JV_KIND_ARRAY && !jv_is_valid(out) &&
	    i < jv_array_length(jv_copy(list)); i++) {
		s = jv_array_get(jv_copy(list), i);
		r = json_get(s, "result");
		if (strcmp(json_str(r, "status", ""), "ok") == 0) {
			snprintf(dir, sizeof(dir), "l1/%s/%d",
			    json_str(r, "id", ""), (int)json_num(r, "attempt", 1));
			out = solution_read(t, dir, r, state);
		}
		jv_free(r);
		jv_free(s);
	}
	jv_free(list);
	jv_free(p);
	return out;
}

/* What the table of metrics says of the task's; absent: it is not known. */
static jv
put_metric(const struct task *t, jv v)
{
	const char		*name = json_str(t->meta, "metric", "");
	const struct metric	*m = metric_find(name);

	return m == NULL ? v : json_put(v, "metric", metric_json(m,
	    metric_param(m, name)));
}

enum hcc_status
brain_input(const struct task *t, jv state, jv *view, struct hcc_err *e)
{
	jv	 v = jv_object(), task, best, x;
	jv	 results = jv_array(), plans = jv_array(), notes = jv_array();

	*view = jv_invalid();
	task = json_put_str(jv_copy(t->meta), "description", t->body);
	v = json_put(v, "task", task);
	v = put_wisdom(t, put_preview(t, v));
	v = put_metric(t, v);
	v = json_put_num(v, "seed", json_num(t->meta, "seed", 1));
	v = json_put_num(v, "phase", json_num(state, "phase", -1));
	v = json_put_num(v, "time_left", json_num(state, "left", INFINITY));
	v = json_put_num(v, "time_total", json_num(state, "budget", INFINITY));
	split_phases(t, state, &results, &plans, &notes);
	v = json_put(v, "results", results);
	v = json_put(v, "plans", plans);
	v = json_put(v, "notes", notes);
	best = json_get(state, "best");
	x = jv_get_kind(best) == JV_KIND_OBJECT ?
	    solution_read(t, "best", best, state) : jv_invalid();
	jv_free(best);
	if (jv_is_valid(x))
		v = json_put(v, "base", x);
	else
		jv_free(x);
	x = first_working(t, state);
	if (jv_is_valid(x))
		v = json_put(v, "draft", x);
	else
		jv_free(x);
	if (!jv_is_valid(v))
		return err_nomem(e);
	*view = v;
	return HCC_OK;
}
