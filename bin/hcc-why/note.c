/*
 * note.c: claims and the lines of l2/NN.md, both ways.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/fs.h"
#include "base/json.h"
#include "base/utf8.h"
#include "hcc-why/why.h"
#include "task/note.h"

jv
why_bare(jv refs)
{
	jv	 c = json_put(jv_object(), "claim", jv_null());

	return json_put(c, "evidence", refs);
}

/* The phase of what is cited first, -1 without. */
static int
phase_of(jv claim)
{
	struct evidence_ref	 ref;
	jv			 refs = json_get(claim, "evidence"), v;
	int			 phase = -1;

	v = jv_get_kind(refs) == JV_KIND_ARRAY ? jv_array_get(refs, 0) :
	    (jv_free(refs), jv_null());
	if (jv_get_kind(v) == JV_KIND_STRING && evidence_parse(
	    jv_string_value(v), strlen(jv_string_value(v)), &ref))
		phase = ref.phase;
	jv_free(v);
	return phase;
}

/* An entry has the claim as a terminal may show it. */
static bool
same_claim(jv judgement, jv claim)
{
	struct buf	 b = BUF_INIT;
	const char	*s = json_str(judgement, "claim", "");
	bool		 same;

	utf8_add_plain(&b, s, strlen(s));
	same = strcmp(buf_str(&b), json_str(claim, "claim", "")) == 0;
	buf_release(&b);
	return same;
}

jv
why_note(const struct task *t, jv claim)
{
	char	 at[64] = "";
	int	 i, phase = phase_of(claim);
	jv	 note, list, j;

	if (phase < 0)
		return jv_null();
	(void)note_read(t, phase, &note, NULL);
	list = json_get(note, "judgements");
	for (i = 0; json_item(list, i, &j); i++) {
		if (same_claim(j, claim))
			snprintf(at, sizeof(at), "l2/%02d.md:%d", phase,
			    (int)json_num(j, "line", 0));
	}
	jv_free(list);
	jv_free(note);
	return *at == '\0' ? jv_null() : jv_string(at);
}

/* The judgement on this line, or null. */
static jv
judgement_at(jv note, long line)
{
	jv	 list = json_get(note, "judgements"), found = jv_null(), j;
	int	 i;

	for (i = 0; json_item(list, i, &j); i++) {
		if ((long)json_num(j, "line", 0) == line) {
			jv_free(found);
			found = jv_copy(j);
		}
	}
	jv_free(list);
	return found;
}

/* What any line of the file names. */
static enum hcc_status
named_at(const struct task *t, const char *name, long line, jv *claim,
    struct hcc_err *e)
{
	struct buf	 b = BUF_INIT;
	char		*text, *rest, *one = NULL;
	enum hcc_status	 st;
	long		 k;
	jv		 refs = jv_array();

	if ((st = fs_read(t->dir, name, 8u << 20, &b, e)) != HCC_OK)
		return st;
	text = rest = buf_detach(&b);
	for (k = 0; k < line && rest != NULL; k++)
		one = strsep(&rest, "\n");
	if (k < line || (rest == NULL && *one == '\0'))
		st = err_set(e, HCC_INPUT, "'%s/%s' has no line %ld", t->path,
		    name, line);
	else
		refs = evidence_refs(one, refs);
	if (st == HCC_OK && json_len(refs) == 0)
		st = err_set(e, HCC_INPUT, "'%s/%s': line %ld is no judgement "
		    "and names no evidence", t->path, name, line);
	*claim = why_bare(refs);
	free(text);
	return st;
}

enum hcc_status
why_line(const struct task *t, int phase, long line, jv *claim,
    struct hcc_err *e)
{
	char		 name[32];
	enum hcc_status	 st;
	jv		 note;

	*claim = jv_null();
	if ((st = note_read(t, phase, &note, e)) != HCC_OK)
		return st;
	*claim = judgement_at(note, line);
	jv_free(note);
	if (jv_get_kind(*claim) == JV_KIND_OBJECT)
		return HCC_OK;
	snprintf(name, sizeof(name), "l2/%02d.md", phase);
	return named_at(t, name, line, claim, e);
}
