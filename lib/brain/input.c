/*
 * input.c: build the input of a brain.
 */
#include "base/fs.h"
#include "base/json.h"
#include "base/yaml.h"
#include "brain/input.h"
#include "data/profile_task.h"
#include "score/metric.h"
#include "task/note.h"
#include "task/solution.h"
#include "wisdom/prefetch_md.h"

/* preview.md in two halves: the profile and the text. */
static jv
put_preview(const struct task *t, jv input)
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
	input = json_put(input, "preview", meta);
	input = json_put_str(input, "preview_text", buf_str(&b) + body);
	buf_release(&b);
	return input;
}

/* A result without what a brain must not see. */
static jv
visible_result(const struct suggestion *s, int phase)
{
	struct buf	 b = BUF_INIT;
	jv		 r = record_json(&result_record, s->result);

	r = jv_object_delete(r, jv_string("measured"));
	if (result_stopped(s->result) != NULL) {
		result_add_cause(&b, s->result);
		r = json_put_str(r, "stopped", buf_str(&b));
		buf_release(&b);
	}
	r = json_put_num(r, "phase", phase);
	r = json_put_num(r, "direction", s->direction);
	r = json_put_str(r, "title", s->title);
	/* A draft's text is the brain's own, kept in the result. */
	return s->result->text != NULL ? r : json_put_str(r, "text", s->text);
}

/* Append what a phase has given: its note, or results while it is in L1. */
static void
add_phase(const struct task *t, const struct phase *p, jv *results, jv *notes)
{
	struct note	 k;
	size_t		 i;

	if (p->promoted) {
		if (note_read(t, p->phase, &k, NULL) == HCC_OK)
			*notes = jv_array_append(*notes,
			    record_json(&note_record, &k));
		note_free(&k);
		return;
	}
	for (i = 0; i < p->count; i++)
		if (p->suggestions[i].result != NULL)
			*results = jv_array_append(*results,
			    visible_result(&p->suggestions[i], p->phase));
}

static jv
put_phases(const struct task *t, const struct state *state, jv input)
{
	jv	 results = jv_array(), plans = jv_array(), notes = jv_array();
	size_t	 i;

	for (i = 0; i < state->count; i++) {
		plans = jv_array_append(plans, record_json(&plan_record,
		    state->phases[i].plan));
		add_phase(t, &state->phases[i], &results, &notes);
	}
	input = json_put(input, "results", results);
	input = json_put(input, "plans", plans);
	return json_put(input, "notes", notes);
}

/* The first valid result of phase 00: the first working code. */
static const struct result *
first_working(const struct state *state)
{
	const struct phase	*p = state_phase(state, 0);
	const struct result	*r;
	size_t			 i;

	for (i = 0; p != NULL && i < p->count; i++)
		if ((r = p->suggestions[i].result) != NULL &&
		    status_ok(r->status))
			return r;
	return NULL;
}

/* Put a solution in, unless there is none. */
static jv
put_solution(jv input, const char *key, jv solution)
{
	if (jv_is_valid(solution))
		return json_put(input, key, solution);
	jv_free(solution);
	return input;
}

/* Add the row of the metric; nothing if the metric is not known. */
static jv
put_metric(const struct task *t, jv input)
{
	const struct metric	*m = metric_find(t->metric);

	return m == NULL ? input : json_put(input, "metric", metric_json(m,
	    metric_param(m, t->metric)));
}

/* The best solution, with the files that it read and nobody has described. */
static jv
put_base(const struct task *t, const struct state *state, jv input)
{
	jv	 base = solution_json(t, "best", state->best, state);

	if (jv_is_valid(base))
		base = json_put(json_put_num(base, "phase",
		    state->best_phase), "undescribed", profile_undescribed(
		    json_at(input, "preview"), state->best->read));
	return put_solution(input, "base", base);
}

enum hcc_status
brain_input(const struct task *t, const struct state *state, jv *input,
    struct hcc_err *e)
{
	const struct result	*first = first_working(state);
	jv			 v = jv_object();

	v = json_put(v, "task", json_put_str(jv_copy(t->meta), "description",
	    t->body));
	v = json_put(put_preview(t, v), "wisdom", prefetch_md_load(t));
	v = put_metric(t, v);
	v = json_put_num(v, "seed", (double)t->seed);
	v = json_put_num(v, "phase", state->phase);
	v = json_put_num(v, "time_left", state->left);
	v = json_put_num(v, "time_total", state->budget);
	v = put_phases(t, state, v);
	if (state->best != NULL)
		v = put_base(t, state, v);
	if (first != NULL)
		v = put_solution(v, "draft", solution_of_result(t, first,
		    state));
	*input = v;
	return jv_is_valid(v) ? HCC_OK : err_nomem(e);
}
