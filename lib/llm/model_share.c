/*
 * model_share.c: a phase is that of the model that planned it, by the ledger;
 * its results are in the journal.
 */
#include <stdlib.h>
#include <string.h>

#include "base/fs.h"
#include "base/json.h"
#include "llm/ledger.h"
#include "llm/model_share.h"
#include "task/journal.h"

#define PHASES	1000

static const struct record_field fields[] = {
	RECORD_STR(struct model_share, name, 0),
	RECORD_INT(struct model_share, planned, 0, 0),
	RECORD_INT(struct model_share, adopted, 0, 0),
	RECORD_NUM(struct model_share, tokens, 0),
	RECORD_NUM(struct model_share, cost, 0),
};
const struct record model_share_record = RECORD(struct model_share, fields);

/* All models so far, and 1 + the one that planned a phase; 0: none. */
struct shares {
	struct model_share	*v;
	size_t			 n;
	size_t			 by[PHASES];
};

static size_t
find_model(struct shares *s, const char *name)
{
	struct model_share	*m;
	size_t			 i;

	for (i = 0; i < s->n; i++)
		if (strcmp(s->v[i].name, name) == 0)
			return i;
	m = record_append(&model_share_record, &s->v, &s->n);
	record_set(&m->name, name);
	m->tokens = m->cost = 0;
	return i;
}

/* A line of the ledger. A judge may have planned the next phase too: it is its
 * phase, unless a call for the plan follows. */
static void
add_call(struct shares *s, jv line)
{
	const char	*model = json_str(line, "model", NULL);
	const char	*role = json_str(line, "role", "");
	double		 phase = json_num(line, "phase", -1);
	size_t		 i;

	if (model == NULL || strcmp(json_str(line, "ev", ""), "settle") != 0)
		return;
	i = find_model(s, model);
	s->v[i].tokens += json_num(line, "tokens", 0);
	s->v[i].cost += json_num(line, "cost", 0);
	if (strcmp(role, "judge") == 0)
		phase++;
	else if (strcmp(role, "plan") != 0)
		return;
	if (json_bool(line, "ok", false) && phase >= 1 && phase < PHASES)
		s->by[(size_t)phase] = i + 1;
}

static enum hcc_status
add_calls(const struct task *t, struct shares *s, struct hcc_err *e)
{
	struct buf	 b = BUF_INIT;
	const char	*p, *nl;
	enum hcc_status	 st = HCC_OK;
	jv		 line;

	if (fs_exists(t->dir, LEDGER_FILE))
		st = fs_read(t->dir, LEDGER_FILE, 0, &b, e);
	for (p = buf_str(&b); (nl = strchr(p, '\n')) != NULL; p = nl + 1) {
		line = json_parse(p, (size_t)(nl - p), LEDGER_FILE, 0, NULL);
		add_call(s, line);
		jv_free(line);
	}
	buf_release(&b);
	return st;
}

static enum hcc_status
add_results(const struct task *t, struct shares *s, struct hcc_err *e)
{
	enum hcc_status	 st;
	int		 i, torn, phase;
	jv		 events, ev;

	st = journal_read(t, &events, &torn, e);
	for (i = 0; st == HCC_OK && json_item(events, i, &ev); i++) {
		phase = atoi(json_str(ev, "id", "0"));
		if (strcmp(json_str(ev, "ev", ""), "result") != 0 ||
		    phase < 1 || phase >= PHASES || s->by[phase] == 0)
			continue;
		s->v[s->by[phase] - 1].planned++;
		s->v[s->by[phase] - 1].adopted += json_bool(ev, "adopted",
		    false);
	}
	jv_free(events);
	return st;
}

/* Leave out those that planned nothing. */
static void
keep_planners(struct shares *s)
{
	size_t	 i, kept = 0;

	for (i = 0; i < s->n; i++)
		if (s->v[i].planned == 0)
			record_free(&model_share_record, &s->v[i]);
		else
			s->v[kept++] = s->v[i];
	s->n = kept;
}

enum hcc_status
model_shares(const struct task *t, struct model_share **out, size_t *n,
    struct hcc_err *e)
{
	struct shares	 s = { 0 };
	enum hcc_status	 st;

	if ((st = add_calls(t, &s, e)) == HCC_OK)
		st = add_results(t, &s, e);
	keep_planners(&s);
	*out = s.v;
	*n = s.n;
	return st;
}

void
model_shares_free(struct model_share *v, size_t n)
{
	while (n > 0)
		record_free(&model_share_record, &v[--n]);
	free(v);
}
