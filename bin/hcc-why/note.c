/*
 * note.c: find the line of a claim in l2/NN.md, and the claim of a line.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/fs.h"
#include "base/json.h"
#include "base/utf8.h"
#include "hcc-why/why.h"
#include "task/note.h"

/* The phase of what is cited first, -1 without. */
static int
phase_of(const struct judgement *c)
{
	struct evidence_ref	 ref;
	jv			 v;

	if (json_item(c->evidence, 0, &v) &&
	    jv_get_kind(v) == JV_KIND_STRING && evidence_parse(
	    jv_string_value(v), strlen(jv_string_value(v)), &ref))
		return ref.phase;
	return -1;
}

/* An entry has the claim as a terminal may show it. */
static bool
same_claim(const struct judgement *a, const struct judgement *shown)
{
	struct buf	 b = BUF_INIT;
	bool		 same;

	utf8_add_plain(&b, a->claim, strlen(a->claim));
	same = shown->claim != NULL && strcmp(buf_str(&b), shown->claim) == 0;
	buf_release(&b);
	return same;
}

bool
why_note(const struct task *t, const struct judgement *c, char *out, size_t n)
{
	struct note	 k;
	bool		 found = false;
	size_t		 i;
	int		 phase = phase_of(c);

	if (phase < 0)
		return false;
	(void)note_read(t, phase, &k, NULL);
	for (i = 0; !found && i < k.njudgements; i++)
		if ((found = same_claim(&k.judgements[i], c)))
			snprintf(out, n, "l2/%02d.md:%d", phase,
			    k.judgements[i].line);
	note_free(&k);
	return found;
}

/* The references of any line of the file. */
static enum hcc_status
named_at(const struct task *t, const char *name, long line, jv *refs,
    struct hcc_err *e)
{
	struct buf	 b = BUF_INIT;
	char		*text, *rest, *one = NULL;
	enum hcc_status	 st;
	long		 k;

	if ((st = fs_read(t->dir, name, 8u << 20, &b, e)) != HCC_OK)
		return st;
	text = rest = buf_detach(&b);
	for (k = 0; k < line && rest != NULL; k++)
		one = strsep(&rest, "\n");
	if (k < line || (rest == NULL && *one == '\0'))
		st = err_set(e, HCC_INPUT, "'%s/%s' has no line %ld", t->path,
		    name, line);
	else
		*refs = evidence_refs(one, *refs);
	if (st == HCC_OK && json_len(*refs) == 0)
		st = err_set(e, HCC_INPUT, "'%s/%s': line %ld is no judgement "
		    "and cites no evidence", t->path, name, line);
	free(text);
	return st;
}

enum hcc_status
why_line(const struct task *t, int phase, long line, struct judgement *out,
    struct hcc_err *e)
{
	struct note	 k;
	char		 name[32];
	enum hcc_status	 st;
	size_t		 i;

	record_init(&judgement_record, out);
	st = note_read(t, phase, &k, e);
	for (i = 0; i < k.njudgements; i++)
		if (k.judgements[i].line == line) {
			record_copy(&judgement_record, out, &k.judgements[i]);
			break;
		}
	note_free(&k);
	if (st != HCC_OK || out->claim != NULL)
		return st;
	snprintf(name, sizeof(name), "l2/%02d.md", phase);
	out->evidence = jv_array();
	return named_at(t, name, line, &out->evidence, e);
}
