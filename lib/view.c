/*
 * view.c: gather what a brain may know.
 */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "fs.h"
#include "js.h"
#include "kappa.h"
#include "state.h"
#include "view.h"
#include "yaml.h"

/* "## ID TASK (similarity 0.83, status, origin)" -> the entry without its
 * text. */
static jv
wisdom_heading(const char *s, size_t n)
{
	char	 id[80] = "", task[200] = "", status[40] = "", origin[40] = "";
	char	 line[512];
	double	 similarity = 0;
	jv	 w;

	snprintf(line, sizeof(line), "%.*s", (int)n, s);
	if (sscanf(line, "%79s %199s (similarity %lf, %39[^),], %39[^)]", id,
	    task, &similarity, status, origin) < 3)
		return jv_invalid();
	w = js_put_str(jv_object(), "id", id);
	w = js_put_str(w, "task", task);
	w = js_put_str(w, "status", status);
	w = js_put_str(w, "origin", origin);
	return js_put_num(w, "similarity", similarity);
}

jv
view_wisdom(const char *text, size_t n)
{
	struct buf	 b = BUF_INIT;
	const char	*s, *nl, *end = text + n;
	size_t		 len, fence = 0, ticks;
	jv		 out = jv_array(), w = jv_invalid();

	for (s = text; s < end; s = nl + 1) {
		if ((nl = memchr(s, '\n', (size_t)(end - s))) == NULL)
			nl = end;
		len = (size_t)(nl - s);
		for (ticks = 0; ticks < len && s[ticks] == '`'; ticks++)
			;
		if (fence == 0 && len > 3 && memcmp(s, "## ", 3) == 0) {
			jv_free(w);
			w = wisdom_heading(s + 3, len - 3);
		} else if (fence == 0 && len > 6 && memcmp(s, "Tags: ", 6) ==
		    0 && jv_is_valid(w)) {
			w = js_put(w, "tags", jv_string_split(
			    jv_string_sized(s + 6, (int)len - 6),
			    jv_string(", ")));
		} else if (fence == 0 && ticks >= 3) {
			fence = ticks;
			buf_reset(&b);
		} else if (fence > 0 && ticks == fence && len == ticks) {
			fence = 0;
			if (jv_is_valid(w))
				out = jv_array_append(out, js_put_str(w,
				    "text", buf_str(&b)));
			else
				jv_free(w);
			w = jv_invalid();
		} else if (fence > 0) {
			buf_add(&b, s, len);
			buf_addc(&b, '\n');
		}
	}
	jv_free(w);
	buf_release(&b);
	return out;
}

bool
view_solution_file(const struct task *t, const char *dir, char *out, size_t n)
{
	char	**names;
	size_t	 i, count;
	bool	 found = false;

	if (fs_names(t->dir, dir, &names, &count, NULL) != HCC_OK)
		return false;
	for (i = 0; i < count && !found; i++)
		if (strncmp(names[i], "solution.", 9) == 0)
			found = snprintf(out, n, "%s/%s", dir, names[i]) <
			    (int)n;
	fs_names_free(names, count);
	return found;
}

/* The text of a suggestion, out of the plans, which stay raw for ever. */
static jv
suggestion_text(jv state, const char *id)
{
	jv	 p = state_phase(state, atoi(id));
	jv	 s = js_by_id(p, "suggestions", id), text;

	text = jv_is_valid(s) ? js_get(s, "text") : jv_null();
	jv_free(s);
	jv_free(p);
	return text;
}

jv
view_solution(const struct task *t, const char *dir, jv result, jv state)
{
	struct buf	 b = BUF_INIT;
	char		 file[256];
	const char	*id = js_str(result, "id", "");
	jv		 v = jv_object();

	if (!view_solution_file(t, dir, file, sizeof(file)) ||
	    fs_slurp_own(t->dir, file, 4u << 20, &b, NULL) != HCC_OK) {
		buf_release(&b);
		jv_free(v);
		return jv_invalid();
	}
	v = js_put_str(v, "id", id);
	v = js_put_num(v, "score", js_num(result, "score", NAN));
	v = js_put_num(v, "seconds", js_num(result, "seconds", NAN));
	v = js_put_num(v, "noise", js_num(result, "noise", NAN));
	v = js_put(v, "code", jv_string_sized(buf_str(&b), (int)b.len));
	v = js_put(v, "text", jv_get_kind(state) == JV_KIND_OBJECT ?
	    suggestion_text(state, id) : js_get(result, "text"));
	buf_release(&b);
	return v;
}

/* preview.md in two halves: the profile and the text. */
static jv
put_preview(const struct task *t, jv view)
{
	struct buf	 b = BUF_INIT;
	size_t		 body = 0;
	jv		 meta = jv_object();

	if (fs_slurp(t->dir, "preview.md", 4u << 20, &b, NULL) == HCC_OK) {
		jv_free(meta);
		if (yaml_front(buf_str(&b), b.len, "preview.md", &meta, &body,
		    NULL) != HCC_OK)
			meta = jv_object();
	}
	view = js_put(view, "preview", meta);
	view = js_put_str(view, "preview_text", buf_str(&b) + body);
	buf_release(&b);
	return view;
}

static jv
put_wisdom(const struct task *t, jv view)
{
	struct buf	 b = BUF_INIT;

	(void)fs_slurp(t->dir, "prefetch.md", 8u << 20, &b, NULL);
	view = js_put(view, "wisdom", view_wisdom(buf_str(&b), b.len));
	buf_release(&b);
	return view;
}

/* A result without what a brain must not see. */
static jv
shown(jv sug, int phase)
{
	static const char *const hidden[] = { "measured", "gap", "task" };
	jv	 r = js_get(sug, "result");
	size_t	 i;

	for (i = 0; i < sizeof(hidden) / sizeof(hidden[0]); i++)
		r = jv_object_delete(r, jv_string(hidden[i]));
	r = js_put_num(r, "phase", phase);
	r = js_put(r, "direction", js_get(sug, "direction"));
	r = js_put(r, "title", js_get(sug, "title"));
	/* A draft's text is the brain's own, kept in the result. */
	if (js_str(r, "text", NULL) == NULL)
		r = js_put(r, "text", js_get(sug, "text"));
	return r;
}

static void
split_phases(const struct task *t, jv state, jv *results, jv *plans,
    jv *kappas)
{
	jv	 phases = js_get(state, "phases"), p, list, s, k;
	int	 i, j, n;

	for (i = 0; i < jv_array_length(jv_copy(phases)); i++) {
		p = jv_array_get(jv_copy(phases), i);
		*plans = jv_array_append(*plans, js_get(p, "plan"));
		n = (int)js_num(p, "phase", 0);
		list = js_get(p, "suggestions");
		if (js_bool(p, "promoted", false)) {
			if (kappa_read(t, n, &k, NULL) == HCC_OK)
				*kappas = jv_array_append(*kappas, k);
		} else for (j = 0; j < jv_array_length(jv_copy(list)); j++) {
			s = jv_array_get(jv_copy(list), j);
			k = js_get(s, "result");
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
	jv	 p = state_phase(state, 0), list = js_get(p, "suggestions");
	jv	 s, r, out = jv_invalid();
	char	 dir[80];
	int	 i;

	for (i = 0; jv_get_kind(list) == JV_KIND_ARRAY && !jv_is_valid(out) &&
	    i < jv_array_length(jv_copy(list)); i++) {
		s = jv_array_get(jv_copy(list), i);
		r = js_get(s, "result");
		if (strcmp(js_str(r, "status", ""), "ok") == 0) {
			snprintf(dir, sizeof(dir), "l1/%s/%d",
			    js_str(r, "id", ""), (int)js_num(r, "attempt", 1));
			out = view_solution(t, dir, r, state);
		}
		jv_free(r);
		jv_free(s);
	}
	jv_free(list);
	jv_free(p);
	return out;
}

enum hcc_status
view_build(const struct task *t, jv state, jv *view, struct hcc_err *e)
{
	jv	 v = jv_object(), task, best, x;
	jv	 results = jv_array(), plans = jv_array(), kappas = jv_array();

	*view = jv_invalid();
	task = js_put_str(jv_copy(t->meta), "description", t->body);
	v = js_put(v, "task", task);
	v = put_wisdom(t, put_preview(t, v));
	v = js_put_num(v, "seed", js_num(t->meta, "seed", 1));
	v = js_put_num(v, "phase", js_num(state, "phase", -1));
	v = js_put_num(v, "time_left", js_num(state, "left", INFINITY));
	v = js_put_num(v, "time_total", js_num(state, "budget", INFINITY));
	split_phases(t, state, &results, &plans, &kappas);
	v = js_put(v, "results", results);
	v = js_put(v, "plans", plans);
	v = js_put(v, "kappas", kappas);
	best = js_get(state, "best");
	x = jv_get_kind(best) == JV_KIND_OBJECT ?
	    view_solution(t, "best", best, state) : jv_invalid();
	jv_free(best);
	if (jv_is_valid(x))
		v = js_put(v, "base", x);
	else
		jv_free(x);
	x = first_working(t, state);
	if (jv_is_valid(x))
		v = js_put(v, "draft", x);
	else
		jv_free(x);
	if (!jv_is_valid(v))
		return err_nomem(e);
	*view = v;
	return HCC_OK;
}
