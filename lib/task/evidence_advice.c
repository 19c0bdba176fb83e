/*
 * evidence_advice.c: does the advice of a claim fit what it cites?
 */
#include <stdio.h>
#include <string.h>

#include "base/text.h"
#include "task/change.h"
#include "task/evidence_claim.h"
#include "task/evidence_words.h"

/* "Drop a" is no advice against a run that is called "Drop a", or whose
 * program or log has those words. */
static bool
was_done(const struct claim *c, const char *claim)
{
	static const char *const verbs[] = { "drop*", "skip*", "stop*" };
	const char	*title = c->cited->result.title;
	char		 words[80];
	size_t		 i;

	for (i = 0; title != NULL && i < sizeof(verbs) / sizeof(verbs[0]); i++)
		if (words_find(claim, verbs[i]) == claim &&
		    words_find(title, verbs[i]) != NULL)
			return true;
	i = strcspn(claim, ",.:;([");
	snprintf(words, sizeof(words), "%.*s", (int)i, claim);
	return i < sizeof(words) && strchr(words, ' ') != NULL &&
	    (strcasestr(buf_str(&c->program), words) != NULL ||
	    strcasestr(buf_str(&c->bytes), words) != NULL);
}

/* "Keep a reached 0.7" is no advice, but says something of a run that is called
 * "Keep a". */
static bool
is_report(const struct claim *c, const char *claim)
{
	const char	*title;
	size_t		 i;

	for (i = 0; i < c->n; i++) {
		title = c->cited[i].result.title;
		if (title != NULL && text_starts(claim, title) &&
		    words_verb(claim + strlen(title)))
			return true;
	}
	return false;
}

void
claim_advice(const struct claim *c, const char *claim, struct claim_check *out)
{
	const struct task	*t = evidence_of(c->ev);
	const struct cited	*one;
	const char		*was;
	enum advice		 advice;
	bool			 good, bad, proved = false;

	claim += strspn(claim, " ");
	advice = is_report(c, claim) ? ADVICE_NONE : words_advice(claim);
	if (advice == ADVICE_AGAINST && c->n > 0 && was_done(c, claim))
		advice = ADVICE_FOR;
	for (one = c->cited; advice != ADVICE_NONE && one < c->cited + c->n;
	    one++) {
		was = one->known ? change_verdict(t, &one->result) : "";
		good = one->known && status_ok(one->result.status) &&
		    (one->result.adopted || strcmp(was, "promising") == 0);
		bad = one->known && !good && !result_struck(&one->result) &&
		    (!status_worked(one->result.status) ||
		    strcmp(was, "dead end") == 0);
		proved = proved || good;
		if (advice == ADVICE_AGAINST ? good && one == c->cited :
		    bad && !c->is_step && !proved) {
			out->state = CLAIM_UNVERIFIED;
			snprintf(out->why, sizeof(out->why), "%s %s", one->id,
			    good ? "was better or adopted" :
			    "failed or was worse than its base");
			return;
		}
	}
	if (advice == ADVICE_FOR && c->n > 0 && !proved && !c->is_step &&
	    out->state == CLAIM_VERIFIED) {
		out->state = CLAIM_UNCHECKED;
		snprintf(out->why, sizeof(out->why), "%s was not better than "
		    "its base", c->cited[0].id);
	}
}
