/*
 * profile.c: what all parts of the profile share: its sentences and names.
 */
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/buf.h"
#include "data/markdown.h"
#include "data/profile.h"

/* One clean line, behind `start`, into a list. */
static jv
sentence(jv list, const char *start, const char *fmt, va_list ap)
{
	struct hcc_err	 e = HCC_ERR_INIT;
	struct buf	 b = BUF_INIT;

	buf_adds(&b, start);
	buf_vaddf(&b, fmt, ap);
	err_set(&e, HCC_INPUT, "%s", buf_str(&b));
	buf_release(&b);
	return jv_array_append(list, jv_string(e.text));
}

void
profile_refuse(struct profile *p, const char *fmt, ...)
{
	va_list	 ap;

	va_start(ap, fmt);
	p->problems = sentence(p->problems, "", fmt, ap);
	va_end(ap);
}

void
profile_note(struct profile *p, const char *fmt, ...)
{
	va_list	 ap;

	va_start(ap, fmt);
	p->notes = sentence(p->notes, "", fmt, ap);
	va_end(ap);
}

void
profile_mended(struct profile *p, struct table *t, const char *fmt, ...)
{
	char	 start[540];
	va_list	 ap;

	snprintf(start, sizeof(start), "mended '%s': ", t->shown);
	va_start(ap, fmt);
	p->mends = sentence(p->mends, start, fmt, ap);
	va_end(ap);
	t->mended = true;
}

enum hcc_status
profile_rows(const struct profile *p, const struct table *t,
    struct table_rows *r, struct hcc_err *e)
{
	/* The name lives as long as the rows: it is only said on failure. */
	return table_open(r, t, p->dir, t->path, e);
}

bool
profile_is_target(const struct profile *p, const char *name)
{
	size_t	 i;

	for (i = 0; i < p->ntargets; i++)
		if (strcmp(p->targets[i], name) == 0)
			return true;
	return false;
}

bool
profile_is_split(const struct profile *p, const char *name)
{
	return (p->split.time != NULL && strcmp(p->split.time, name) == 0) ||
	    (p->split.groups != NULL && strcmp(p->split.groups, name) == 0) ||
	    (p->id != NULL && strcmp(p->id, name) == 0);
}

long
profile_target(const struct profile *p, size_t i)
{
	return i < p->ntargets ? table_column(&p->train, p->targets[i]) : -1;
}

bool
profile_has_classes(const struct profile *p)
{
	return p->problem == PROBLEM_CLASSIFICATION ||
	    p->problem == PROBLEM_ORDINAL;
}

bool
profile_has_all_labels(const struct profile *p)
{
	return p->train.columns[profile_target(p, 0)].exact;
}

bool
profile_has_empty_sets(const struct profile *p)
{
	return p->labels > 0 &&
	    p->train.columns[profile_target(p, 0)].missing > 0;
}

jv
profile_name(const char *s)
{
	struct buf	 b = BUF_INIT;
	jv		 v;

	md_plain(&b, s, 4096);
	v = jv_string_sized(buf_str(&b), (int)b.len);
	buf_release(&b);
	return v;
}

void
profile_close(struct profile *p)
{
	size_t	 i;

	table_release(&p->train);
	table_release(&p->test);
	table_release(&p->sample);
	tree_release(&p->tree);
	for (i = 0; i < p->ntargets; i++)
		free(p->targets[i]);
	free(p->targets);
	free(p->shown);
	free(p->id);
	free(p->images_train);
	free(p->images_test);
	free(p->sounds_train);
	free(p->sounds_test);
	jv_free(p->problems);
	jv_free(p->notes);
	jv_free(p->mends);
	jv_free(p->suspects);
	jv_free(p->changed);
	jv_free(p->stand_ins);
	*p = (struct profile){ .dir = -1, .problems = jv_null(),
	    .notes = jv_null(), .mends = jv_null(), .suspects = jv_null(),
	    .changed = jv_null(), .stand_ins = jv_null() };
}

const char *
profile_kind_name(enum profile_kind k)
{
	static const char *const	 names[] = {
		[KIND_TABULAR] = "tabular", [KIND_TEXT] = "text",
		[KIND_IMAGE] = "image", [KIND_MIXED] = "mixed",
		[KIND_OTHER] = "other" };

	return names[k];
}

const char *
profile_problem_name(enum profile_problem k)
{
	static const char *const	 names[] = {
		[PROBLEM_UNKNOWN] = "other",
		[PROBLEM_CLASSIFICATION] = "classification",
		[PROBLEM_REGRESSION] = "regression",
		[PROBLEM_ORDINAL] = "ordinal", [PROBLEM_OTHER] = "other" };

	return names[k];
}
