/*
 * promote.c: promote a finished phase: archive it, write its note, evict it.
 *
 * The order makes a crash harmless: the archive is durable before the note
 * exists, the note before the event, and l1/NN leaves its name in one step.
 */
#include <stdio.h>
#include <string.h>

#include "base/fs.h"
#include "base/json.h"
#include "base/tokens.h"
#include "brain/brain.h"
#include "brain/input.h"
#include "brain/planner.h"
#include "brain/promote.h"
#include "brain/review.h"
#include "llm/model_config.h"
#include "task/archive.h"
#include "task/journal.h"
#include "task/note.h"
#include "task/state.h"

/* Tokens of the code and logs that leave the context. */
static double
count_tokens(const struct task *t, const struct archive_manifest *m)
{
	struct buf	 b = BUF_INIT;
	const char	*name, *base;
	char		 path[4200];
	double		 sum = 0;
	size_t		 i;

	for (i = 0; i < m->n; i++) {
		name = m->files[i].name;
		base = strrchr(name, '/') == NULL ? name :
		    strrchr(name, '/') + 1;
		snprintf(path, sizeof(path), "l1/%02d/%s", m->phase, name);
		if ((strcmp(base, "log") == 0 ||
		    strncmp(base, "solution.", 9) == 0) &&
		    fs_read_nofollow(t->dir, path, 0, &b, NULL) == HCC_OK)
			sum += (double)tok_estimate(buf_str(&b), b.len);
		buf_reset(&b);
	}
	buf_release(&b);
	return sum;
}

/* What a brain says of a phase; the rest of a note is computed. */
static const struct record_field answer_fields[] = {
	RECORD_LIST(struct note, judgements, njudgements, struct judgement,
	    &judgement_record, 0),
	RECORD_JSON(struct note, rules, 0),
	RECORD_JSON(struct note, next, 0),
};
static const struct record answer_record = RECORD(struct note, answer_fields);

/* Move them from an answer (consumed) into the note. */
static void
move_answer(jv answer, struct note *note)
{
	struct note	 said;

	record_read(&answer_record, answer, &said);
	jv_free(answer);
	note->judgements = said.judgements;
	note->njudgements = said.njudgements;
	jv_free(note->rules);
	jv_free(note->next);
	note->rules = said.rules;
	note->next = said.next;
}

/* Does one model judge this phase and plan the next one? Then `input` says so:
 * it may do both in one answer. */
static enum hcc_status
tell_next(const struct task *t, const struct places *at,
    const struct state *state, int phase, jv *input, struct hcc_err *e)
{
	const struct llm_choice	 judge = { .role = "judge", .phase = phase };
	const struct llm_choice	 plan = { .role = "plan", .phase = phase + 1 };
	enum hcc_status		 st;
	jv			 llm;

	if (phase != state->phase)
		return HCC_OK;
	if ((st = llm_config_read(at, &llm, e)) != HCC_OK)
		return st;
	if (llm_same_model(llm, &judge, &plan) &&
	    (st = planner_tell(t, at, state, input, e)) == HCC_OK)
		*input = json_put_num(*input, "next", phase + 1);
	jv_free(llm);
	return st;
}

/* Ask the brain; what it says is checked. */
static enum hcc_status
ask_judgements(const struct task *t, const struct places *at,
    const char *wanted, const struct state *state, const struct phase *p,
    struct note *note, jv *next, jv *left_out, struct hcc_err *e)
{
	struct script	*b = NULL;
	const char	*brain;
	enum hcc_status	 st;
	jv		 input = jv_invalid(), r = jv_invalid();

	if ((st = brain_name(t, at, wanted, &brain, e)) != HCC_OK ||
	    (st = brain_open(t, at, brain, &b, e)) != HCC_OK)
		return st;
	if ((st = brain_input(t, state, &input, e)) == HCC_OK &&
	    (next == NULL || (st = tell_next(t, at, state, note->phase, &input,
	    e)) == HCC_OK)) {
		input = json_put_num(input, "phase", note->phase);
		st = script_call(b, "judge", jv_array_append(jv_array(),
		    jv_copy(input)), &r, e);
	}
	jv_free(input);
	script_close(b);
	if (st == HCC_OK && next != NULL && json_len(json_at(json_at(r,
	    "plan"), "directions")) > 0)
		*next = json_get(r, "plan");
	record_set(&note->brain, json_str(r, "brain", brain));
	record_set(&note->reason, json_str(r, "why", NULL));
	move_answer(r, note);
	return st == HCC_OK ? review_note(t, p, note, left_out, e) : st;
}

/* The bytes above which a file is not kept, from promote.lua. */
static enum hcc_status
read_max_file_size(const struct task *t, const struct places *at, size_t *keep,
    struct hcc_err *e)
{
	struct script	*policy = NULL;
	enum hcc_status	 st;

	if ((st = policy_open(t->path, at, "promote", &policy, e)) != HCC_OK)
		return st;
	*keep = (size_t)policy_number(policy, "max_file_size");
	script_close(policy);
	return HCC_OK;
}

/* What the phase has that nobody can read goes with it. */
static void
tell_unreadable(const struct archive_manifest *m, const char *archive,
    jv *left_out)
{
	const struct archive_file	*f;
	jv				 r;

	for (f = m->files; f < m->files + m->n; f++) {
		if (f->kind != NULL || f->sha256 != NULL)
			continue;
		r = json_put_str(jv_object(), "at", archive);
		r = json_put_str(json_put_str(r, "line", f->name), "why",
		    "it cannot be read");
		*left_out = jv_array_append(*left_out, json_put_str(r, "what",
		    "left out"));
	}
}

static enum hcc_status
make_note(const struct task *t, const struct places *at, const char *wanted,
    const struct state *state, const struct phase *p, struct note *note,
    jv *next, jv *left_out, struct hcc_err *e)
{
	struct archive_manifest	 m = { 0 };
	struct buf		 b = BUF_INIT;
	char			 sum[65], name[64];
	size_t			 i, keep = 0;
	enum hcc_status		 st;

	for (i = 0; i < p->count; i++)
		note_add_result(note, p->suggestions[i].id,
		    p->suggestions[i].title, p->suggestions[i].result);
	if ((st = ask_judgements(t, at, wanted, state, p, note, next, left_out,
	    e)) != HCC_OK ||
	    (st = read_max_file_size(t, at, &keep, e)) != HCC_OK ||
	    (st = archive_pack(t, p->phase, keep, &m, sum, e)) != HCC_OK)
		goto out;
	snprintf(name, sizeof(name), "archive/%02d.tar.zst", p->phase);
	note->source = record_new(&note_source_record);
	record_set(&note->source->archive, name);
	tell_unreadable(&m, name, left_out);
	record_set(&note->source->sha256, sum);
	note->tokens_before = count_tokens(t, &m);
	note_format(&b, note);
	note->tokens_after = (double)tok_estimate(buf_str(&b), b.len);
	st = note_write(t, note, e);
out:
	buf_release(&b);
	archive_manifest_free(&m);
	return st;
}

/* Once for a phase, also when a note that was lost is written anew. */
static enum hcc_status
note_event(const struct task *t, int phase, struct hcc_err *e)
{
	char		 file[32], sum[65];
	enum hcc_status	 st;
	jv		 events, ev;
	bool		 noted = false;
	int		 i, torn;

	snprintf(file, sizeof(file), "l2/%02d.md", phase);
	st = journal_read(t, &events, &torn, e);
	for (i = 0; json_item(events, i, &ev); i++)
		noted = noted || (strcmp(json_str(ev, "ev", ""), "promote") ==
		    0 && strcmp(json_str(ev, "file", ""), file) == 0);
	jv_free(events);
	if (st != HCC_OK || noted)
		return st;
	if ((st = fs_sha256(t->dir, file, sum, e)) != HCC_OK)
		return st;
	ev = json_put_num(jv_object(), "phase", phase);
	ev = json_put_str(json_put_str(ev, "file", file), "sha256", sum);
	return journal_add(t, "promote", ev, e);
}

/* Rename l1/NN to a temporary name in one step, then delete it. */
static enum hcc_status
evict(const struct task *t, int phase, struct hcc_err *e)
{
	char		 from[32], to[32];
	enum hcc_status	 st;

	snprintf(from, sizeof(from), "l1/%02d", phase);
	snprintf(to, sizeof(to), "l1/" FS_TMP "%02d", phase);
	if ((st = fs_remove(t->dir, to, e)) != HCC_OK)
		return st;
	if (renameat(t->dir, from, t->dir, to) == -1)
		return err_errno(e, "evict '%s/%s'", t->path, from);
	if ((st = fs_sync_parent(t->dir, from, e)) != HCC_OK)
		return st;
	return fs_remove(t->dir, to, e);
}

enum hcc_status
promote_phase(const struct task *t, const struct places *at,
    const char *wanted, const struct state *state, const struct phase *p,
    struct note *note, jv *next, jv *left_out, struct hcc_err *e)
{
	char		 l1[32], l2[32], arch[64];
	int		 phase = p->phase;
	enum hcc_status	 st;

	note_init(note, phase);
	snprintf(l1, sizeof(l1), "l1/%02d", phase);
	snprintf(l2, sizeof(l2), "l2/%02d.md", phase);
	snprintf(arch, sizeof(arch), "archive/%02d.tar.zst", phase);
	/* A plan of which nothing ran still has a (short) history. */
	if ((st = fs_mkdirs(t->dir, l1, e)) != HCC_OK)
		return st;
	if (fs_exists(t->dir, l2) && fs_exists(t->dir, arch)) {
		note_free(note);
		st = note_read(t, phase, note, e);
	} else if ((st = make_note(t, at, wanted, state, p, note, next,
	    left_out, e)) == HCC_OK)
		st = note_event(t, phase, e);
	return st == HCC_OK ? evict(t, phase, e) : st;
}
