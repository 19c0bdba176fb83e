/*
 * conflicts.c: find contradictions: two similar tasks, and a claim that is
 * promising in one and a dead end in the other.
 */
#include <string.h>

#include "base/json.h"
#include "embed/embedder.h"
#include "hcc-wisdom/wisdom.h"
#include "task/evidence.h"
#include "wisdom/claims.h"

/* Claims about the same thing share half of what their words weigh: those made
 * from one pattern share at most 0.41 when they are about different models, at
 * least 0.7 when about the same (tests/unit/claims.c). */
#define SAME 0.5

struct search {
	struct app	*a;
	struct claims	 claims;
	jv		 words;		/* claim -> its words */
	jv		 ids;		/* of entries that have claims */
	jv		 of;		/* id -> claims */
};

/* wis_each: keep the claims of an active entry that are promising or dead
 * ends. */
static enum hcc_status
gather(void *ctx, jv entry, struct hcc_err *e)
{
	struct search	*s = ctx;
	jv		 list = evidence_claims(entry), kept = jv_array(), c;
	jv		 words;
	const char	*v, *text, *now = json_str(entry, "status", "");
	bool		 inactive = strcmp(now, "demoted") == 0 ||
			    strcmp(now, "superseded") == 0;
	int		 i;

	(void)e;
	for (i = 0; !inactive && json_item(list, i, &c); i++) {
		v = json_str(c, "verdict", "");
		text = json_str(c, "claim", "");
		if (*text != '\0' && (strcmp(v, "promising") == 0 ||
		    strcmp(v, "dead end") == 0)) {
			words = claims_words(text);
			claims_add(&s->claims, words);
			s->words = json_put(s->words, text, words);
			kept = jv_array_append(kept, jv_copy(c));
		}
	}
	if (json_len(kept) > 0) {
		s->of = json_put(s->of, json_str(entry, "id", ""), kept);
		s->ids = jv_array_append(s->ids, json_get(entry, "id"));
	} else
		jv_free(kept);
	jv_free(list);
	jv_free(entry);
	return HCC_OK;
}

static jv
claim_side(jv entry, jv claim)
{
	jv	 r = json_put(jv_object(), "id", json_get(entry, "id"));

	r = json_put(r, "task", json_get(entry, "task"));
	r = json_put(r, "status", json_get(entry, "status"));
	r = json_put(r, "claim", json_get(claim, "claim"));
	return json_put(r, "evidence", json_get(claim, "evidence"));
}

/* How much two claims are about the same thing; 0 if their verdicts agree. */
static double
opposed(const struct search *s, jv c, jv d)
{
	if (strcmp(json_str(c, "verdict", ""), json_str(d, "verdict", "")) == 0)
		return 0;
	return claims_similarity(&s->claims,
	    json_at(s->words, json_str(c, "claim", "")),
	    json_at(s->words, json_str(d, "claim", "")));
}

/* Does an entry say both of this? Then it depends on what the words of the
 * claim do not tell, the settings say. */
static bool
undecided(const struct search *s, jv entry, jv claim)
{
	jv	 list = json_at(s->of, json_str(entry, "id", "")), d;
	int	 i;

	for (i = 0; json_item(list, i, &d); i++)
		if (opposed(s, claim, d) >= SAME)
			return true;
	return false;
}

static void
compare(struct search *s, jv one, jv c, jv other, jv d)
{
	jv	 r;
	double	 same = opposed(s, c, d);
	bool	 good = strcmp(json_str(c, "verdict", ""), "promising") == 0;

	if (same < SAME || undecided(s, one, c) || undecided(s, other, d))
		return;
	r = json_put_str(jv_object(), "kind", "conflict");
	r = json_put(r, "similarity", json_get(other, "similarity"));
	r = json_put_num(r, "words", same);
	r = json_put(r, "promising", good ? claim_side(one, c) :
	    claim_side(other, d));
	r = json_put(r, "dead_end", good ? claim_side(other, d) :
	    claim_side(one, c));
	s->a->found++;
	tool_record(r);
}

/* Every claim of one entry against every claim of another. */
static void
compare_all(struct search *s, jv one, jv other)
{
	jv	 a = json_at(s->of, json_str(one, "id", "")), c;
	jv	 b = json_at(s->of, json_str(other, "id", "")), d;
	int	 i, k;

	for (i = 0; json_item(a, i, &c); i++) {
		for (k = 0; json_item(b, k, &d); k++)
			compare(s, one, c, other, d);
	}
}

/* Compare an entry with those close to it; each pair once. */
static enum hcc_status
compare_nearby(struct search *s, const char *id, struct embedder *em,
    struct hcc_err *e)
{
	enum hcc_status	 st;
	const char	*other;
	jv		 list, one, m;
	int		 i;

	if ((st = wis_get(s->a->w, id, &one, e)) != HCC_OK)
		return st;
	st = wis_match_entry(s->a->w, id, embedder_id(em), embedder_delta(em),
	    &list, e);
	for (i = 0; json_item(list, i, &m); i++) {
		other = json_str(m, "id", "");
		if (strcmp(id, other) < 0 && jv_object_has(jv_copy(s->of),
		    jv_string(other)))
			compare_all(s, one, m);
	}
	jv_free(list);
	jv_free(one);
	return st;
}

enum hcc_status
wisdom_conflicts(struct app *a, int argc, char **argv, struct hcc_err *e)
{
	struct search	 s = { a, CLAIMS_INIT, jv_object(), jv_array(),
			    jv_object() };
	struct embedder	*em = NULL;
	enum hcc_status	 st;
	jv		 id;
	int		 i;

	(void)argc;
	(void)argv;
	if ((st = app_embedder(a, &em, e)) == HCC_OK)
		st = wis_list(a->w, gather, &s, e);
	for (i = 0; st == HCC_OK && json_item(s.ids, i, &id); i++)
		st = compare_nearby(&s, jv_string_value(id), em, e);
	claims_release(&s.claims);
	jv_free(s.words);
	jv_free(s.ids);
	jv_free(s.of);
	return st == HCC_OK && a->found == 0 ? err_set(e, HCC_NONE,
	    "no entry contradicts another one") : st;
}
