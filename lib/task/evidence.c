/*
 * evidence.c: what references point to, read out of L1 or the archives.
 *
 * A phase is read where state.c says it is: l1/NN, or once that is gone
 * archive/NN.tar.zst. Before a member is believed the archive must have the
 * checksum that the note noted, and the member that of the manifest. What a
 * phase gave is kept in memory, so that many references cost one pass.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/fs.h"
#include "base/json.h"
#include "base/mem.h"
#include "task/archive.h"
#include "task/evidence.h"
#include "task/note.h"

#define FILE_MAX (256u << 20)	/* of L1: what is larger is not read */

struct phase_files {
	int			 no;
	bool			 archived, seen;
	struct hcc_err		 bad;		/* why nothing of it counts */
	struct archive_manifest	 manifest;
	struct archive_member	*files;		/* names are owned */
	jv			*parsed;	/* of each, invalid until asked
						 * for */
	size_t			 nfiles, cap, parsed_cap, nread;
};

struct evidence {
	const struct task	*t;
	jv			 provenance;
	struct phase_files		*phases;
	size_t			 n, cap;
};

enum hcc_status
evidence_open(const struct task *t, jv provenance, struct evidence **out,
    struct hcc_err *e)
{
	(void)e;
	*out = mem_zero(1, sizeof(**out));
	(*out)->t = t;
	(*out)->provenance = jv_copy(provenance);
	return HCC_OK;
}

void
evidence_close(struct evidence *ev)
{
	struct phase_files	*p;
	size_t		 i, k;

	if (ev == NULL)
		return;
	for (i = 0; i < ev->n; i++) {
		p = &ev->phases[i];
		for (k = 0; k < p->nfiles; k++) {
			free((char *)(uintptr_t)p->files[k].name);
			buf_release(&p->files[k].data);
			jv_free(p->parsed[k]);
		}
		free(p->files);
		free(p->parsed);
		archive_manifest_free(&p->manifest);
	}
	free(ev->phases);
	jv_free(ev->provenance);
	free(ev);
}

static struct phase_files *
phase_of(struct evidence *ev, int no)
{
	struct phase_files	*p;
	char		 l1[32];
	size_t		 i;

	for (i = 0; i < ev->n; i++)
		if (ev->phases[i].no == no)
			return &ev->phases[i];
	grow(&ev->phases, &ev->cap, ev->n + 1, sizeof(*ev->phases));
	p = &ev->phases[ev->n++];
	*p = (struct phase_files){ .no = no, .bad = HCC_ERR_INIT };
	snprintf(l1, sizeof(l1), "l1/%02d", no);
	p->archived = !fs_exists(ev->t->dir, l1);
	return p;
}

static struct archive_member *
file_of(struct phase_files *p, const char *name)
{
	struct archive_member	*m;
	size_t			 i;

	for (i = 0; i < p->nfiles; i++)
		if (strcmp(p->files[i].name, name) == 0)
			return &p->files[i];
	grow(&p->files, &p->cap, p->nfiles + 1, sizeof(*p->files));
	grow(&p->parsed, &p->parsed_cap, p->nfiles + 1, sizeof(*p->parsed));
	p->parsed[p->nfiles] = jv_invalid();
	m = &p->files[p->nfiles++];
	*m = (struct archive_member){ .name = mem_dup(name),
	    .data = BUF_INIT };
	return m;
}

/* Does the note of this phase have this checksum of its archive? */
static bool
note_recorded(const struct task *t, int no, const char *sum)
{
	struct note	 k;
	bool		 yes;

	yes = note_read(t, no, &k, NULL) == HCC_OK && k.source != NULL &&
	    k.source->sha256 != NULL && strcmp(k.source->sha256, sum) == 0;
	note_free(&k);
	return yes;
}

/* Is it the checksum that was recorded: by an entry, which may come from
 * several tasks, else by the note? */
static bool
is_recorded(struct evidence *ev, int no, const char *sum)
{
	const char	*is;
	char		 key[16];
	bool		 good = false, any = false;
	int		 i;
	jv		 one;

	snprintf(key, sizeof(key), "%02d", no);
	for (i = 0; json_item(ev->provenance, i, &one); i++) {
		is = json_str(json_at(one, "archives"), key, NULL);
		any = any || is != NULL;
		good = good || (is != NULL && strcmp(is, sum) == 0);
	}
	return any ? good : note_recorded(ev->t, no, sum);
}

/* Is the archive the one that was written? */
static enum hcc_status
check_archive(struct evidence *ev, int no, struct hcc_err *e)
{
	char		 path[64], sum[65];
	enum hcc_status	 st;

	snprintf(path, sizeof(path), "archive/%02d.tar.zst", no);
	if (!fs_exists(ev->t->dir, path))
		return err_set(e, HCC_MISSING, "phase %02d has neither "
		    "l1/%02d nor %s", no, no, path);
	if ((st = fs_sha256(ev->t->dir, path, sum, e)) != HCC_OK)
		return st;
	if (is_recorded(ev, no, sum))
		return HCC_OK;
	return err_set(e, HCC_INPUT, "'%s' is damaged or was replaced: its "
	    "checksum is not the one that was recorded", path);
}

/* What is not read yet, in one pass. */
static enum hcc_status
read_archive(struct evidence *ev, struct phase_files *p, struct hcc_err *e)
{
	enum hcc_status	 st = HCC_OK;

	if (!p->seen)
		st = check_archive(ev, p->no, e);
	p->seen = true;
	if (st == HCC_OK) {
		archive_manifest_free(&p->manifest);
		st = archive_read(ev->t, p->no, p->files + p->nread,
		    p->nfiles - p->nread, &p->manifest, e);
	}
	return st;
}

static enum hcc_status
read_l1(struct evidence *ev, struct phase_files *p, struct hcc_err *e)
{
	struct archive_member	*m;
	char			 path[EVIDENCE_REF];
	enum hcc_status		 st;
	size_t			 i;

	for (i = p->nread; i < p->nfiles; i++) {
		m = &p->files[i];
		snprintf(path, sizeof(path), "l1/%02d/%s", p->no, m->name);
		st = fs_read_nofollow(ev->t->dir, path, FILE_MAX, &m->data, e);
		m->found = st == HCC_OK;
		/* A program may have made it a link or unreadable. */
		if (st == HCC_IO || st == HCC_INTERNAL)
			return st;
	}
	return HCC_OK;
}

static enum hcc_status
read_phase(struct evidence *ev, struct phase_files *p, struct hcc_err *e)
{
	enum hcc_status	 st;

	if (p->nread == p->nfiles || p->bad.status != HCC_OK)
		return HCC_OK;
	st = p->archived ? read_archive(ev, p, &p->bad) :
	    read_l1(ev, p, &p->bad);
	p->nread = p->nfiles;
	if (st != HCC_OK && st != HCC_INPUT && st != HCC_MISSING) {
		if (e != NULL)
			*e = p->bad;
		return st;
	}
	p->bad.status = st;
	return HCC_OK;
}

/* The files that a reference needs. */
static void
add_wanted(struct evidence *ev, const struct evidence_ref *ref)
{
	struct phase_files	*p = phase_of(ev, ref->phase);
	char			 name[EVIDENCE_REF];

	snprintf(name, sizeof(name), "%s/result.json", ref->suggestion);
	(void)file_of(p, name);
	if (*ref->attempt != '\0') {
		snprintf(name, sizeof(name), "%s/%s/run.json",
		    ref->suggestion, ref->attempt);
		(void)file_of(p, name);
	}
	if (*ref->file != '\0') {
		snprintf(name, sizeof(name), "%s/%s/%s", ref->suggestion,
		    ref->attempt, ref->file);
		(void)file_of(p, name);
	}
}

static enum hcc_status
read_wanted(struct evidence *ev, struct hcc_err *e)
{
	enum hcc_status	 st = HCC_OK;
	size_t		 k;

	for (k = 0; st == HCC_OK && k < ev->n; k++)
		st = read_phase(ev, &ev->phases[k], e);
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
	struct phase_files	*p = phase_of(ev, ref->phase);
	struct archive_member	*m;
	char			 name[EVIDENCE_REF];
	enum hcc_status		 st;

	snprintf(name, sizeof(name), "%s%s%s/%s", ref->suggestion,
	    attempt ? "/" : "", attempt ? ref->attempt : "", file);
	(void)file_of(p, name);
	if ((st = read_phase(ev, p, e)) != HCC_OK)
		return st;
	m = file_of(p, name);
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
	const struct result	*r = p->suggestions[i].result;

	return p->promoted && r != NULL && r->status != NULL &&
	    strcmp(r->status, "not run") != 0;
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

enum hcc_status
evidence_bytes(struct evidence *ev, struct evidence_ref *ref,
    const struct buf **out, struct hcc_err *e)
{
	enum hcc_status	 st;
	size_t		 last = ref->to;
	bool		 lines = ref->lines;
	jv		*unused;

	if ((st = get_file(ev, ref, true, ref->file, out, &unused, e)) !=
	    HCC_OK)
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
	struct phase_files	*p = phase_of(ev, ref->phase);
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

const struct task *
evidence_of(const struct evidence *ev)
{
	return ev->t;
}

void
evidence_place(struct evidence *ev, int phase, char *out, size_t n)
{
	snprintf(out, n, phase_of(ev, phase)->archived ?
	    "archive/%02d.tar.zst" : "l1/%02d", phase);
}
