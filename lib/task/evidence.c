/*
 * evidence.c: what references point to: results, runs, programs, passages of
 * logs.
 */
#include <ctype.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/fs.h"
#include "base/json.h"
#include "base/mem.h"
#include "task/evidence_internal.h"

/* The files that a reference needs. */
static void
add_wanted(struct evidence *ev, const struct evidence_ref *ref)
{
	struct phase_files	*p = evidence_phase(ev, ref->phase);
	char			 name[EVIDENCE_REF];

	snprintf(name, sizeof(name), "%s/result.json", ref->suggestion);
	(void)evidence_file(p, name);
	if (*ref->attempt != '\0') {
		snprintf(name, sizeof(name), "%s/%s/run.json",
		    ref->suggestion, ref->attempt);
		(void)evidence_file(p, name);
	}
	if (*ref->file != '\0') {
		snprintf(name, sizeof(name), "%s/%s/%s", ref->suggestion,
		    ref->attempt, ref->file);
		(void)evidence_file(p, name);
	}
}

static enum hcc_status
read_wanted(struct evidence *ev, struct hcc_err *e)
{
	enum hcc_status	 st = HCC_OK;
	size_t		 k;

	for (k = 0; st == HCC_OK && k < ev->n; k++)
		st = evidence_read(ev, &ev->phases[k], e);
	return st;
}

/* The attempt that a reference means: its own, or that of the result, which is
 * read by now. */
static bool
find_attempt(struct evidence *ev, struct evidence_ref *ref)
{
	struct result	 r;

	if (*ref->attempt == '\0' &&
	    evidence_result(ev, ref, &r, NULL) == HCC_OK) {
		snprintf(ref->attempt, sizeof(ref->attempt), "%d", r.attempt);
		result_free(&r);
	}
	return *ref->attempt != '\0';
}

/* What is wanted in a pass: what the reference says; then the run that it
 * means, and the program of that, by what was read in the passes before. */
static bool
wanted_in(struct evidence *ev, struct evidence_ref *ref, int pass)
{
	if (pass == 0)
		return true;
	*ref->file = '\0';
	return find_attempt(ev, ref) && (pass == 1 || evidence_program(ev, ref,
	    ref->file, sizeof(ref->file)));
}

enum hcc_status
evidence_load(struct evidence *ev, jv refs, struct hcc_err *e)
{
	struct evidence_ref	*list;
	enum hcc_status		 st = HCC_OK;
	size_t			 n, k;
	int			 i, pass;
	jv			 v;

	list = mem_zero((size_t)json_len(refs) + 1, sizeof(*list));
	/* First look, then ask: so each archive is read once a pass. */
	for (pass = 0; st == HCC_OK && pass < 3; pass++) {
		for (i = 0, n = 0; json_item(refs, i, &v); i++)
			if (jv_get_kind(v) == JV_KIND_STRING &&
			    evidence_parse(jv_string_value(v),
			    strlen(jv_string_value(v)), &list[n]) &&
			    wanted_in(ev, &list[n], pass))
				n++;
		for (k = 0; k < n; k++)
			add_wanted(ev, &list[k]);
		st = read_wanted(ev, e);
	}
	free(list);
	return st;
}

/* A file of a suggestion or, with `attempt`, of an attempt. *parsed is where it
 * is kept as JSON. */
static enum hcc_status
get_file(struct evidence *ev, const struct evidence_ref *ref, bool attempt,
    const char *file, const struct buf **out, jv **parsed, struct hcc_err *e)
{
	struct phase_files	*p = evidence_phase(ev, ref->phase);
	struct archive_member	*m;
	char			 name[EVIDENCE_REF];
	enum hcc_status		 st;

	snprintf(name, sizeof(name), "%s%s%s/%s", ref->suggestion,
	    attempt ? "/" : "", attempt ? ref->attempt : "", file);
	(void)evidence_file(p, name);
	if ((st = evidence_read(ev, p, e)) != HCC_OK)
		return st;
	m = evidence_file(p, name);
	*out = &m->data;
	*parsed = &p->parsed[m - p->files];
	if (p->bad.status != HCC_OK)
		return err_set(e, p->bad.status, "%s", p->bad.text);
	if (m->found)
		return HCC_OK;
	return err_set(e, HCC_MISSING, archive_listed(&p->manifest, name) !=
	    NULL ? "%02d/%s was too large to be kept" : "there is no %02d/%s",
	    p->no, name);
}

static enum hcc_status
get_record(struct evidence *ev, const struct evidence_ref *ref, bool attempt,
    const char *file, const struct record *r, void *out, struct hcc_err *e)
{
	const struct buf	*b;
	enum hcc_status		 st;
	jv			*v;

	record_init(r, out);
	if ((st = get_file(ev, ref, attempt, file, &b, &v, e)) != HCC_OK)
		return st;
	if (!jv_is_valid(*v)) {
		jv_free(*v);
		*v = json_parse(buf_str(b), b->len, file, 0, e);
	}
	if (jv_get_kind(*v) == JV_KIND_OBJECT)
		record_read(r, *v, out);
	else
		st = err_set(e, HCC_INPUT, "%s of %02d/%s is not a JSON "
		    "object", file, ref->phase, ref->suggestion);
	return st;
}

enum hcc_status
evidence_result(struct evidence *ev, const struct evidence_ref *ref,
    struct result *out, struct hcc_err *e)
{
	return get_record(ev, ref, false, "result.json", &result_record, out,
	    e);
}

enum hcc_status
evidence_run(struct evidence *ev, const struct evidence_ref *ref,
    struct run *out, struct hcc_err *e)
{
	return get_record(ev, ref, true, "run.json", &run_record, out, e);
}

static bool
in_archive(const struct phase *p, size_t i)
{
	return p->promoted && suggestion_was_run(&p->suggestions[i]);
}

jv
evidence_promoted(const struct state *s, jv refs)
{
	const struct phase	*p;
	size_t			 i;

	for (p = s->phases; p < s->phases + s->count; p++)
		for (i = 0; i < p->count; i++)
			if (in_archive(p, i))
				refs = jv_array_append(refs, jv_string(
				    p->suggestions[i].id));
	return refs;
}

void
evidence_results(struct evidence *ev, struct state *s)
{
	struct evidence_ref	 ref;
	struct result		 res;
	struct phase		*p;
	const char		*id;
	size_t			 i;

	for (p = s->phases; p < s->phases + s->count; p++)
		for (i = 0; i < p->count; i++) {
			id = p->suggestions[i].id;
			if (!in_archive(p, i) || !evidence_parse(id,
			    strlen(id), &ref))
				continue;
			if (evidence_result(ev, &ref, &res, NULL) == HCC_OK) {
				result_free(p->suggestions[i].result);
				*p->suggestions[i].result = res;
			} else
				result_free(&res);
		}
}

/* Turn the lines of a reference into bytes; those that are not there begin
 * behind the end. */
static void
lines_to_bytes(struct evidence_ref *ref, const struct buf *b)
{
	const char	*s = buf_str(b), *end = s + b->len, *nl;
	size_t		 line, from = b->len, to = b->len + 1;

	for (line = 1; s < end; line++, s = nl + 1) {
		if ((nl = memchr(s, '\n', (size_t)(end - s))) == NULL)
			nl = end;
		if (line == ref->from)
			from = (size_t)(s - buf_str(b));
		if (line == ref->to)
			to = (size_t)(nl - buf_str(b));
	}
	ref->from = from;
	ref->to = to;
	ref->lines = false;
}

/* The lines of text[n]; a last one without its end counts. */
static size_t
count_lines(const char *text, size_t n)
{
	size_t	 i, lines = n > 0 && text[n - 1] != '\n';

	for (i = 0; i < n; i++)
		lines += text[i] == '\n';
	return lines;
}

/* Lines of a file of a project: they are in solution.files (task/project.h),
 * behind its heading. False: it has no such file, or fewer lines. */
static bool
find_in_project(struct evidence *ev, struct evidence_ref *ref)
{
	const struct buf	*b;
	const char		*s, *end, *nl, *p;
	size_t			 line = 1, n = strlen(ref->file), size, lines;
	jv			*unused;

	if (get_file(ev, ref, true, "solution.files", &b, &unused, NULL) !=
	    HCC_OK)
		return false;
	for (s = buf_str(b), end = s + b->len; s < end; s = nl + size + 2) {
		nl = memchr(s, '\n', (size_t)(end - s));
		if (nl == NULL || nl - s < 10 || memcmp(s, "==> ", 4) != 0)
			return false;
		for (p = nl - 4; p > s && isdigit((unsigned char)p[-1]); p--)
			;
		size = strtoul(p, NULL, 10);
		if (size > (size_t)(end - nl - 1))
			return false;
		lines = count_lines(nl + 1, size);
		if ((size_t)(p - s) == n + 5 && memcmp(s + 4, ref->file, n) ==
		    0) {
			if (ref->to > lines)
				return false;
			ref->from += line;
			ref->to += line;
			strcpy(ref->file, "solution.files");
			return true;
		}
		line += 1 + count_lines(nl + 1, size + 1);
	}
	return false;
}

enum hcc_status
evidence_bytes(struct evidence *ev, struct evidence_ref *ref,
    const struct buf **out, struct hcc_err *e)
{
	enum hcc_status	 st;
	size_t		 last = ref->to;
	bool		 lines = ref->lines;
	jv		*unused;

	st = get_file(ev, ref, true, ref->file, out, &unused, e);
	if (st != HCC_OK && lines && find_in_project(ev, ref))
		st = get_file(ev, ref, true, ref->file, out, &unused, e);
	if (st != HCC_OK)
		return st;
	if (lines)
		lines_to_bytes(ref, *out);
	if (lines && ref->to > (*out)->len)
		return err_set(e, HCC_INPUT, "%s of %02d/%s/%s has no line %zu",
		    ref->file, ref->phase, ref->suggestion, ref->attempt,
		    last);
	if (ref->to > (*out)->len)
		return err_set(e, HCC_INPUT, "%s of %02d/%s/%s has %zu bytes, "
		    "not %zu", ref->file, ref->phase, ref->suggestion,
		    ref->attempt, (*out)->len, ref->to);
	if (ref->to - ref->from > EVIDENCE_BYTES)
		return err_set(e, HCC_INPUT, "a passage of more than %u bytes "
		    "is cited", EVIDENCE_BYTES);
	return HCC_OK;
}

enum hcc_status
evidence_exists(struct evidence *ev, const struct evidence_ref *of,
    struct hcc_err *e)
{
	struct evidence_ref	 copy = *of, *ref = &copy;
	const struct buf	*b;
	struct result		 result;
	struct run		 run;
	enum hcc_status		 st;

	if (*ref->attempt == '\0') {
		st = evidence_result(ev, ref, &result, e);
		result_free(&result);
	} else {
		st = evidence_run(ev, ref, &run, e);
		run_free(&run);
	}
	return st == HCC_OK && *ref->file != '\0' ?
	    evidence_bytes(ev, ref, &b, e) : st;
}

/* The one of these names that is a program's. */
static bool
pick_program(char **names, size_t count, char *out, size_t n)
{
	size_t	 i;

	for (i = 0; i < count; i++)
		if (strncmp(names[i], "solution.", 9) == 0)
			return snprintf(out, n, "%s", names[i]) < (int)n;
	return false;
}

/* The same out of a manifest. */
static bool
listed_program(const struct archive_manifest *m, const char *dir, char *out,
    size_t n)
{
	size_t		 i, k = strlen(dir);
	const char	*name;

	for (i = 0; i < m->n; i++) {
		name = m->files[i].name;
		if (name != NULL && strncmp(name, dir, k) == 0 &&
		    strncmp(name + k, "solution.", 9) == 0 &&
		    strchr(name + k, '/') == NULL)
			return snprintf(out, n, "%s", name + k) < (int)n;
	}
	return false;
}

bool
evidence_program(struct evidence *ev, const struct evidence_ref *ref,
    char *out, size_t n)
{
	struct phase_files	*p = evidence_phase(ev, ref->phase);
	char		 dir[64], path[96], **names;
	size_t		 count;
	bool		 found;

	snprintf(dir, sizeof(dir), "%s/%s/", ref->suggestion, ref->attempt);
	if (p->archived)
		return p->bad.status == HCC_OK && listed_program(&p->manifest,
		    dir, out, n);
	snprintf(path, sizeof(path), "l1/%02d/%s", ref->phase, dir);
	if (fs_names(ev->t->dir, path, &names, &count, NULL) != HCC_OK)
		return false;
	found = pick_program(names, count, out, n);
	fs_names_free(names, count);
	return found;
}

const char *
evidence_program_text(struct evidence *ev, const struct evidence_ref *of)
{
	struct evidence_ref	 ref = *of;
	const struct buf	*b;
	struct result		 r;
	jv			*unused;

	if (*ref.attempt == '\0') {
		if (evidence_result(ev, &ref, &r, NULL) == HCC_OK)
			snprintf(ref.attempt, sizeof(ref.attempt), "%d",
			    r.attempt);
		result_free(&r);
	}
	if (*ref.attempt == '\0' || !evidence_program(ev, &ref, ref.file,
	    sizeof(ref.file)) || get_file(ev, &ref, true, ref.file, &b,
	    &unused, NULL) != HCC_OK)
		return NULL;
	return buf_str(b);
}
