/*
 * runs.c: extremes of each run, fold or model.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "digest/runs.h"

static void
begin(struct template *f)
{
	unsigned	 i;

	for (i = 0; i < f->nslots; i++) {
		f->runs[i].now[0] = 1e308;
		f->runs[i].now[1] = -1e308;
	}
}

/* The first run has ended: its extremes are those of all so far. */
static void
adopt(struct templates *fs, struct template *f)
{
	unsigned	 i, side;

	if (f->range == NULL || !(f->cls.flags & CLASS_METRIC) ||
	    !(f->cls.flags & CLASS_DECIMAL) ||
	    fs->run_slots + f->nslots > RUN_SLOTS ||
	    (f->runs = calloc(f->nslots, sizeof(*f->runs))) == NULL)
		return;
	fs->run_slots += f->nslots;
	for (i = 0; i < f->nslots; i++)
		for (side = 0; side < 2; side++) {
			f->runs[i].at[0][side] = f->slot[i].at[side];
			snprintf(f->runs[i].text[0][side],
			    sizeof(f->runs[i].text[0][side]), "%.23s",
			    f->slot[i].text[side]);
		}
	begin(f);
}

static void
drop(struct templates *fs)
{
	size_t	 i;

	for (i = 0; i < fs->n; i++) {
		free(fs->form[i]->runs);
		fs->form[i]->runs = NULL;
	}
	fs->runs = 0;
	fs->run_slots = 0;
	fs->runs_by = NULL;
}

static void
ended(struct templates *fs, struct template *f)
{
	size_t	 i;

	if (f->nested || fs->nests == NESTS ||
	    (fs->runs_by != NULL && fs->runs_by != f))
		return;
	if (fs->runs == RUNS) {
		f->nested = true;
		fs->nests++;
		drop(fs);
		return;
	}
	fs->runs_by = f;
	fs->runs++;
	for (i = 0; i < fs->n; i++)
		if (fs->runs == 1)
			adopt(fs, fs->form[i]);
		else if (fs->form[i]->runs != NULL)
			begin(fs->form[i]);
}

void
runs_count(struct templates *fs, struct template *f, const struct log_line *l)
{
	unsigned	 i;

	for (i = 0; i < l->nnums; i++)
		if (l->num[i].slot == f->counter)
			break;
	if (i == l->nnums || l->num[i].kind != NUMBER_INT)
		return;
	if (f->rises > 1 && l->num[i].v < f->counted)
		ended(fs, f);
	f->rises = l->num[i].v > f->counted ? f->rises + 1 :
	    l->num[i].v < f->counted ? 0 : f->rises;
	f->counted = l->num[i].v;
}

void
runs_value(const struct templates *fs, struct template *f,
    unsigned slot, const struct number *n, const struct log_line *l)
{
	struct field_runs	*r = &f->runs[slot];
	unsigned	 side;
	size_t		 k;
	char		*to;

	for (side = 0; side < 2; side++) {
		if (side == 0 ? n->v >= r->now[0] : n->v <= r->now[1])
			continue;
		r->now[side] = n->v;
		r->at[fs->runs][side] = span_of(l);
		to = r->text[fs->runs][side];
		k = n->len < sizeof(r->text[0][0]) ? n->len :
		    sizeof(r->text[0][0]) - 1;
		memcpy(to, l->p + n->at, k);
		to[k] = '\0';
	}
}
