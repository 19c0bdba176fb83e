/*
 * evidence_record.c: a claim and its evidence as one record.
 *
 * Lines are those of the file, ended by \n or \r. Of a long line, and of many
 * cited lines, only a part is given; the offsets say which.
 */
#include <stdio.h>
#include <string.h>

#include "base/json.h"
#include "base/utf8.h"
#include "task/evidence_record.h"

enum {
	LINE_MAX_BYTES = 2000,
	LEAD = 200,		/* of a long line, before what is cited */
	HEAD = 40, TAIL = 40	/* cited lines */
};

/* Where the line that holds byte `at` begins, and where it ends. */
static size_t
line_start(const struct buf *b, size_t at)
{
	while (at > 0 && b->p[at - 1] != '\n' && b->p[at - 1] != '\r')
		at--;
	return at;
}

static size_t
line_end(const struct buf *b, size_t at)
{
	while (at < b->len && b->p[at] != '\n' && b->p[at] != '\r')
		at++;
	return at;
}

/* The line from..to, or the part of it that matters. */
static jv
line_json(const struct buf *b, size_t from, size_t to,
    const struct evidence_ref *ref)
{
	struct buf	 plain = BUF_INIT;
	jv		 l;
	bool		 cited = from < ref->to && to > ref->from;

	if (to - from > LINE_MAX_BYTES && cited && ref->from > from + LEAD)
		from = ref->from - LEAD;
	if (to - from > LINE_MAX_BYTES)
		to = from + LINE_MAX_BYTES;
	utf8_add_plain(&plain, b->p + from, to - from);
	l = json_put_num(json_put_num(jv_object(), "from", (double)from), "to",
	    (double)to);
	l = json_put(json_put_str(l, "text", buf_str(&plain)), "cited",
	    jv_bool(cited));
	buf_release(&plain);
	return l;
}

/* Back by a number of lines. */
static size_t
lines_before(const struct buf *b, size_t at, size_t lines)
{
	at = line_start(b, at);
	while (lines-- > 0 && at > 0)
		at = line_start(b, at - 1);
	return at;
}

/* Lines of the file from `at` up to `end`, at most `most`. */
static jv
lines_json(const struct buf *b, size_t *at, size_t end, size_t most,
    const struct evidence_ref *ref, jv out)
{
	size_t	 to;

	for (; most > 0 && *at < end && *at < b->len; most--, *at = to + 1) {
		to = line_end(b, *at);
		out = jv_array_append(out, line_json(b, *at, to, ref));
	}
	return out;
}

static size_t
count_lines(const struct buf *b, size_t at, size_t end)
{
	size_t	 n;

	for (n = 0; at < end && at < b->len; n++)
		at = line_end(b, at) + 1;
	return n;
}

static jv
put_lines(jv r, const struct buf *b, const struct evidence_ref *ref,
    size_t around)
{
	size_t	 at = lines_before(b, ref->from, around), left, n, skip;
	jv	 out = jv_array();

	out = lines_json(b, &at, ref->from, around, ref, out);
	left = count_lines(b, at, ref->to);
	n = left > HEAD + TAIL ? HEAD : left;
	out = lines_json(b, &at, ref->to, n, ref, out);
	for (skip = left - n; skip > TAIL; skip--)
		at = line_end(b, at) + 1;
	if (left > n)
		r = json_put_num(r, "left_out", (double)(left - n - TAIL));
	out = lines_json(b, &at, ref->to, TAIL, ref, out);
	out = lines_json(b, &at, b->len, around, ref, out);
	return json_put(r, "lines", out);
}

/* What is shown of a result and of a run. */
static const struct record_field result_fields[] = {
	RECORD_STR(struct result, title, 0),
	RECORD_STR(struct result, status, 0),
	RECORD_NUM(struct result, score, 0),
	RECORD_PTR(struct result, base, struct base, &base_record, 0),
	RECORD_NUM(struct result, change, 0),
	RECORD_NUM(struct result, interval, 0),
	RECORD_NUM(struct result, seconds, 0),
	RECORD_PTR(struct result, cause, struct cause, &cause_record, 0),
};
static const struct record shown_result = RECORD(struct result,
    result_fields);

static const struct record_field run_fields[] = {
	RECORD_STR(struct run, status, 0),
	RECORD_NUM(struct run, claimed, 0),
	RECORD_NUM(struct run, seconds, 0),
	RECORD_INT(struct run, exit, -1, RECORD_NULL),
	RECORD_INT(struct run, signal, 0, RECORD_NULL),
	RECORD_STR(struct run, limit, 0),
	RECORD_STR(struct run, code_sha256, 0),
	RECORD_STR(struct run, command, 0),
};
static const struct record shown_run = RECORD(struct run, run_fields);

static enum hcc_status
put_result(struct evidence *ev, const struct evidence_ref *ref, jv *r,
    struct hcc_err *e)
{
	struct result	 res;
	enum hcc_status	 st;

	if ((st = evidence_result(ev, ref, &res, e)) == HCC_OK)
		*r = jv_object_merge(*r, record_json(&shown_result, &res));
	result_free(&res);
	return st;
}

static enum hcc_status
put_run(struct evidence *ev, const struct evidence_ref *ref, jv *r,
    struct hcc_err *e)
{
	struct run	 run;
	char		 program[64];
	enum hcc_status	 st;
	jv		 out;

	if ((st = evidence_run(ev, ref, &run, e)) == HCC_OK) {
		out = record_json(&shown_run, &run);
		out = json_put_str(out, "program", evidence_program(ev, ref,
		    program, sizeof(program)) ? program : NULL);
		*r = json_put(*r, "attempt", out);
	}
	run_free(&run);
	return st;
}

static enum hcc_status
put_bytes(struct evidence *ev, struct evidence_ref *ref, size_t around,
    jv *r, struct hcc_err *e)
{
	const struct buf	*b;
	char			 at[64], name[EVIDENCE_REF];
	enum hcc_status		 st;

	if ((st = evidence_bytes(ev, ref, &b, e)) != HCC_OK)
		return st;
	evidence_place(ev, ref->phase, at, sizeof(at));
	snprintf(name, sizeof(name), "%s/%s/%s", ref->suggestion,
	    ref->attempt, ref->file);
	*r = json_put_str(json_put_str(*r, "place", at), "file", name);
	*r = json_put_num(json_put_num(*r, "from", (double)ref->from), "to",
	    (double)ref->to);
	*r = put_lines(*r, b, ref, around);
	return HCC_OK;
}

/* One reference. A suggestion that has no result yet may have attempts. */
static enum hcc_status
reference_json(struct evidence *ev, const char *s, size_t around, jv *out,
    struct hcc_err *e)
{
	struct evidence_ref	 ref;
	enum hcc_status		 st;

	*out = json_put_str(jv_object(), "ref", s);
	if (!evidence_parse(s, strlen(s), &ref))
		st = err_set(e, HCC_INPUT, "'%.80s' is not a reference", s);
	else {
		st = put_result(ev, &ref, out, e);
		if (*ref.attempt != '\0' && (st == HCC_OK ||
		    st == HCC_MISSING))
			st = put_run(ev, &ref, out, e);
		if (st == HCC_OK && *ref.file != '\0')
			st = put_bytes(ev, &ref, around, out, e);
	}
	*out = json_put(*out, "found", jv_bool(st == HCC_OK));
	*out = json_put(*out, "why", st == HCC_OK ? jv_null() :
	    jv_string(e->text));
	return st == HCC_INPUT || st == HCC_MISSING ? HCC_OK : st;
}

/* What the claim cites, in its list or its text, without duplicates. */
static jv
cited_by(const struct judgement *c)
{
	jv	 all = jv_get_kind(c->evidence) == JV_KIND_ARRAY ?
		    jv_copy(c->evidence) : jv_array(), out = jv_array(), v;
	int	 i;

	all = evidence_refs(c->claim == NULL ? "" : c->claim, all);
	for (i = 0; json_item(all, i, &v); i++)
		if (jv_get_kind(v) == JV_KIND_STRING &&
		    !json_has(out, jv_string_value(v)))
			out = jv_array_append(out, jv_copy(v));
	jv_free(all);
	return out;
}

enum hcc_status
evidence_record(struct evidence *ev, const struct judgement *c,
    const char *note, size_t around, jv *record, bool *holds,
    struct hcc_err *e)
{
	jv		 refs = cited_by(c), out = jv_array();
	jv		 r = json_put_str(jv_object(), "kind", "why"), one, v;
	struct claim_check is = { CLAIM_VERIFIED, "", "" };
	enum hcc_status	 st;
	int		 i;

	st = c->claim == NULL ? evidence_load(ev, refs, e) :
	    evidence_check(ev, c->verdict, c->claim, c->evidence, &is, e);
	r = json_put_str(r, "claim", c->claim);
	r = json_put_str(r, "verdict", c->verdict);
	r = json_put_str(r, "note", note);
	r = json_put_str(r, "state", c->claim == NULL ? NULL :
	    claim_state_name(is.state));
	r = json_put_str(r, "why", *is.why == '\0' ? NULL : is.why);
	*holds = *holds && is.state != CLAIM_UNVERIFIED;
	for (i = 0; st == HCC_OK && json_item(refs, i, &v); i++) {
		st = reference_json(ev, jv_string_value(v), around, &one, e);
		*holds = *holds && json_bool(one, "found", false);
		out = jv_array_append(out, one);
	}
	jv_free(refs);
	*record = json_put(r, "evidence", out);
	return st;
}
