/*
 * suggestion_ask.c: the question for the code of an attempt, and its answer.
 */
#include <stdio.h>
#include <string.h>

#include "base/fs.h"
#include "base/json.h"
#include "base/mem.h"
#include "digest/digest.h"
#include "run/suggestion_ask.h"
#include "run/suggestion_result.h"
#include "task/project.h"
#include "task/solution.h"

#define LOG_TOKENS	1500	/* of a failed run, for the brain */
#define CODE_MAX	(4u << 20)

/* A failed attempt as the brain gets it. */
static jv
failure_json(const struct task *t, const char *id, int attempt,
    const struct run *r)
{
	struct buf	 log = BUF_INIT, code = BUF_INIT;
	struct digest_opts opts = { .max_tokens = LOG_TOKENS };
	char		 dir[80], file[160];
	jv		 f = r->cause == NULL ? jv_object() :
			    record_json(&cause_record, r->cause);

	snprintf(dir, sizeof(dir), "l1/%s", id);
	snprintf(file, sizeof(file), "l1/%s/log", id);
	(void)digest_file(t->dir, file, &opts, &log, NULL);
	if (solution_file(t, dir, file, sizeof(file)))
		(void)fs_read_nofollow(t->dir, file, CODE_MAX, &code, NULL);
	f = json_put(f, "exit", r->exit < 0 ? jv_null() : jv_number(r->exit));
	f = json_put(f, "signal", r->signal == 0 ? jv_null() :
	    jv_number(r->signal));
	f = json_put_str(f, "limit", r->limit);
	f = json_put_str(f, "log", buf_str(&log));
	f = json_put_str(f, "code", buf_str(&code));
	if (t->command != NULL)
		f = json_put(f, "files", project_files(buf_str(&code),
		    code.len));
	f = json_put_num(f, "attempt", attempt);
	buf_release(&log);
	buf_release(&code);
	return f;
}

/* What a brain is asked for attempt k: input, suggestion, and the failure of
 * the attempt before. */
static jv
question(const struct suggestion_run *s, int k)
{
	struct buf	 text = BUF_INIT;
	struct run	 before;
	char		 id[64];
	jv		 args = jv_array_append(jv_array(), limits_tell(
			    &s->run.limits, jv_copy(s->input)));
	jv		 sug = record_json(&suggestion_record, s->suggestion);

	if (k > 1 && suggestion_text(s->t, s->suggestion->id, &text))
		sug = json_put_str(sug, "text", buf_str(&text));
	buf_release(&text);
	args = jv_array_append(args, sug);
	if (k > 1) {
		snprintf(id, sizeof(id), "%s/%d", s->suggestion->id, k - 1);
		(void)run_load(s->t, id, &before);
		args = jv_array_append(args, failure_json(s->t, id, k - 1,
		    &before));
		run_free(&before);
	}
	return args;
}

/* The project as it is; no brain is asked. */
static enum hcc_status
baseline(const struct task *t, jv *answer, struct hcc_err *e)
{
	struct buf	 code = BUF_INIT;
	enum hcc_status	 st = project_original(t, &code, e);

	*answer = json_put_str(jv_object(), "code", buf_str(&code));
	buf_release(&code);
	return st;
}

/* Of a project the brain gives files: make them the code. The files that it
 * leaves out are those of the base. */
static enum hcc_status
take_files(const struct suggestion_run *s, jv *answer, struct hcc_err *e)
{
	struct buf	 code = BUF_INIT;
	enum hcc_status	 st;
	jv		 files = json_get(json_at(s->input, "base"), "files");

	if (jv_get_kind(json_at(*answer, "files")) != JV_KIND_OBJECT) {
		jv_free(files);
		return HCC_OK;
	}
	if (jv_get_kind(files) != JV_KIND_OBJECT) {
		jv_free(files);
		files = jv_object();
	}
	files = jv_object_merge(files, json_get(*answer, "files"));
	if ((st = project_code(s->t, files, &code, e)) == HCC_OK)
		*answer = json_put_str(*answer, "code", buf_str(&code));
	else {
		err_prefix(e, "brain");
		e->status = st = HCC_CONFIG;
	}
	buf_release(&code);
	jv_free(files);
	return st;
}

enum hcc_status
suggestion_ask(struct suggestion_run *s, int k, jv *answer, struct hcc_err *e)
{
	const char	*fn = k > 1 ? "debug" : s->draft ? "draft" : "improve";
	enum hcc_status	 st;
	jv		 r = jv_invalid();

	if (s->t->command != NULL && s->draft)
		return baseline(s->t, answer, e);
	st = script_call(s->brain, fn, question(s, k), &r, e);
	if (st == HCC_OK && s->t->command != NULL)
		st = take_files(s, &r, e);
	if (st == HCC_OK && json_str(r, "code", NULL) == NULL &&
	    json_str(r, "give_up", NULL) == NULL &&
	    json_str(r, "strike", NULL) == NULL)
		st = err_set(e, HCC_CONFIG, "brain: %s returned no code", fn);
	/* An error of the brain's own is the suggestion's failure; what ended
	 * it from outside, a model that is not there, say, is not. */
	if (st == HCC_CONFIG && !script_ended(s->brain)) {
		jv_free(r);
		r = json_put_str(jv_object(), "refused", e->text);
		st = HCC_OK;
	}
	*answer = r;
	return st;
}

enum hcc_status
suggestion_watch(struct suggestion_run *s, jv *answer, struct hcc_err *e)
{
	struct hcc_err	 none = HCC_ERR_INIT;
	enum hcc_status	 st;

	*answer = jv_invalid();
	st = script_call(s->brain, "watch", question(s, 1), answer, &none);
	return st == HCC_AGAIN ? err_set(e, st, "%s", none.text) : HCC_OK;
}

enum hcc_status
suggestion_keep_text(const struct suggestion_run *s, jv answer,
    struct hcc_err *e)
{
	char		 path[64];
	const char	*text = json_str(answer, "text", NULL);
	enum hcc_status	 st;

	if (text == NULL)
		return HCC_OK;
	snprintf(path, sizeof(path), "l1/%s", s->suggestion->id);
	if ((st = fs_mkdirs(s->t->dir, path, e)) != HCC_OK)
		return st;
	snprintf(path, sizeof(path), "l1/%s/note.md", s->suggestion->id);
	return fs_publish(s->t->dir, path, text, strlen(text), e);
}
