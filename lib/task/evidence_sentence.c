/*
 * evidence_sentence.c: check one sentence of a claim.
 */
#include <ctype.h>
#include <math.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/fs.h"
#include "base/json.h"
#include "base/mem.h"
#include "task/evidence_claim.h"
#include "task/evidence_number.h"
#include "task/evidence_words.h"

bool
sentence_refuse(struct sentence *s, const char *fmt, ...)
{
	va_list	 ap;

	va_start(ap, fmt);
	vsnprintf(s->out->why, sizeof(s->out->why), fmt, ap);
	va_end(ap);
	return false;
}

bool
cited_scored(const struct cited *c)
{
	return c != NULL && c->known && isfinite(c->result.score);
}

/* The difference between two solutions. */
struct change
cited_change(const struct sentence *s, const struct cited *a,
    const struct cited *b)
{
	struct base	 x, y;
	struct change	 c;

	if (a->result.base != NULL && a->result.base->id != NULL &&
	    strcmp(a->result.base->id, b->id) == 0)
		return (struct change){ a->result.change, a->result.error,
		    a->result.interval, 0 };
	base_of_result(&x, &a->result);
	base_of_result(&y, &b->result);
	c = change_of(&x, &y, task_measures(evidence_of(s->c->ev)));
	base_free(&x);
	base_free(&y);
	return c;
}

static void
add_run(struct sentence *s, const struct cited *one)
{
	size_t	 i;

	for (i = 0; i < s->n; i++)
		if (s->of[i] == one)
			return;
	if (one != NULL)
		s->of[s->n++] = one;
}

static void
add_named(struct sentence *s, jv ref)
{
	struct evidence_ref	 r;

	if (evidence_parse(jv_string_value(ref), strlen(jv_string_value(ref)),
	    &r))
		add_run(s, claim_cited(s->c, &r));
}

/* What it is about: the runs that it names, else that of the sentence before;
 * then those that are cited for the whole claim, and last what it compares
 * with first. */
static void
choose_runs(struct sentence *s)
{
	struct claim	*c = s->c;
	jv		 refs = evidence_refs(s->text, jv_array()), v;
	bool		 last = json_len(refs) > 0 &&
			    claim_compares_first(s->text);
	size_t		 k;
	int		 i;

	for (i = last; json_item(refs, i, &v); i++)
		add_named(s, v);
	if (s->n == 0)
		add_run(s, c->about);
	for (k = 0; k < c->n; k++)
		if (json_len(refs) == 0 || !c->cited[k].named)
			add_run(s, &c->cited[k]);
	if (last && json_item(refs, 0, &v))
		add_named(s, v);
	jv_free(refs);
	c->about = s->n > 0 ? s->of[0] : NULL;
}

/* Task and preview: what they name is no invention. */
static void
read_around(struct claim *c)
{
	const struct task	*t = evidence_of(c->ev);

	if (c->around.len > 0)
		return;
	(void)fs_read(t->dir, "preview.md", 4u << 20, &c->around, NULL);
	buf_addf(&c->around, "\n%s\n%s\n", t->body == NULL ? "" : t->body,
	    t->metric == NULL ? "" : t->metric);
}

/* Is a title a name, and no statement of its own? */
static bool
is_name(const struct sentence *s, const char *title)
{
	const char	*p, *end = title + strlen(title);
	struct number	 n;

	if (words_general(title) != NULL ||
	    words_comparison(title) != SAID_NOTHING)
		return false;
	for (p = title; p < end; p++)
		if (isdigit((unsigned char)*p)) {
			if (number_at(title, p, end, &n) && (n.percent ||
			    words_score(title, p - n.sign, s->metric)))
				return false;
			p = n.end - 1;
		}
	return true;
}

/* The claim says more than its facts: in a word that neither what is cited nor
 * a report of it has. */
static bool
says_more(struct sentence *s)
{
	struct buf	 text = BUF_INIT;
	char		*plain = mem_dup(s->plain), *p, word[64];
	size_t		 k;
	bool		 more;

	for (p = plain; *p != '\0'; p += k > 0 ? k : 1) {
		k = isdigit((unsigned char)*p) ? evidence_at(plain, p) : 0;
		memset(p, ' ', k);
	}
	buf_addf(&text, "%s%s", buf_str(&s->c->prose), buf_str(&s->c->bytes));
	more = words_foreign(plain, buf_str(&text), s->metric, word,
	    sizeof(word));
	if (more)
		(void)sentence_refuse(s, "nothing that is cited shows '%s'",
		    word);
	buf_release(&text);
	free(plain);
	return more;
}

enum claim_state
claim_sentence(struct claim *c, char *text, struct claim_check *out)
{
	const char	*general;
	struct sentence	 s = { .c = c, .text = text, .out = out,
	    .plain = mem_dup(text), .metric = evidence_of(c->ev)->metric };
	enum claim_state state = CLAIM_UNVERIFIED;
	size_t		 i;

	s.metric = s.metric == NULL ? "" : s.metric;
	read_around(c);
	choose_runs(&s);
	for (i = 0; i < c->n; i++)
		if (c->cited[i].result.title != NULL &&
		    is_name(&s, c->cited[i].result.title))
			words_blank(s.plain, c->cited[i].result.title);
	if (sentence_quotes(&s) && sentence_numbers(&s) &&
	    sentence_comparison(&s) && sentence_order(&s) &&
	    sentence_failure(&s) && sentence_adoption(&s) &&
	    (c->is_step || sentence_names(&s))) {
		general = words_claimed_general(s.plain,
		    buf_str(&c->bytes));
		state = CLAIM_UNCHECKED;
		*out->why = '\0';
		if (general != NULL)
			(void)sentence_refuse(&s, "no run can show '%.*s'",
			    (int)strcspn(general, " ,.;:"), general);
		else if (s.facts == 0)
			(void)sentence_refuse(&s, "'%.100s' has nothing that "
			    "can be checked", text + strspn(text, " ,"));
		else if (!says_more(&s))
			state = CLAIM_VERIFIED;
	}
	free(s.plain);
	return state;
}
