/*
 * evidence_value.c: the numbers of a sentence.
 *
 * A number is written with a sign or without. Without one it means a
 * value that is not negative, or the absolute value of a difference. A
 * suggestion's title and text are what somebody meant to do: they bear out
 * parameters beside the same word, and no scores.
 */
#include <ctype.h>
#include <math.h>
#include <stdio.h>
#include <string.h>
#include <strings.h>

#include "base/json.h"
#include "task/evidence_claim.h"
#include "task/evidence_label.h"
#include "task/evidence_number.h"
#include "task/evidence_words.h"

/* Where a number may stand. */
enum sort { SCORE, SECONDS, OTHER };

/* A number of a text that is prose: a parameter, named by the same word. */
static bool
in_prose(const struct sentence *s, const struct number *n, const char *text)
{
	struct number	 m;
	size_t		 at = 0, len = text == NULL ? 0 : strlen(text);
	const char	*end = s->text + strlen(s->text);

	while (at < len && number_next(text, len, 0, len, &at, &m))
		if (number_is(n, m.value) && n->percent == m.percent &&
		    number_same_word(s->text, end, n, text, text + len, &m))
			return true;
	return false;
}

/* Is the line of the log on which it stands about training, and the sentence
 * not? */
static bool
of_training(const struct sentence *s, const struct buf *b, const char *at)
{
	const char	*p = at, *end = at;
	char		 line[400];

	while (p > b->p && p[-1] != '\n' && p[-1] != '\r')
		p--;
	while (end < b->p + b->len && *end != '\n' && *end != '\r')
		end++;
	snprintf(line, sizeof(line), "%.*s", (int)(end - p), p);
	return words_find(line, "train|training|train_*|fit") != NULL &&
	    words_find(line, "valid*|val|val_*|test|cv|fold*") == NULL &&
	    words_find(s->text, "train|training|fit|fits|in-sample") == NULL;
}

/* Does the line of the log on which it stands name others than the sentence? */
static bool
of_another(const struct sentence *s, const struct buf *b, const char *at)
{
	const char	*p = at, *end = at, *rest;
	char		 line[400], name[64];
	bool		 names = false, has = false;

	while (p > b->p && p[-1] != '\n' && p[-1] != '\r')
		p--;
	while (end < b->p + b->len && *end != '\n' && *end != '\r')
		end++;
	snprintf(line, sizeof(line), "%.*s", (int)(end - p), p);
	for (rest = s->text; words_identifier(&rest, name, sizeof(name));
	    names = true)
		if (words_find(line, name) != NULL)
			return false;
	for (rest = line; !has && words_identifier(&rest, name, sizeof(name)); )
		has = true;
	return names && has;
}

static bool
in_bytes(const struct sentence *s, const struct number *n, enum sort sort,
    struct evidence_ref *ref)
{
	const struct buf	*b;
	struct number		 m;
	size_t			 at;

	if (evidence_bytes(s->c->ev, ref, &b, NULL) != HCC_OK ||
	    (sort == SCORE && strncmp(ref->file, "solution.", 9) == 0))
		return false;
	for (at = ref->from; at < ref->to && number_next(buf_str(b), b->len,
	    ref->from, ref->to, &at, &m); )
		if (number_is(n, m.value) && n->percent == m.percent &&
		    !(sort == SCORE && of_training(s, b, m.s)) &&
		    !of_another(s, b, m.s) && !label_is_anothers(s->text,
		    s->metric, n, b, ref->from, ref->to, &m))
			return true;
	return false;
}

/* Does the sentence name as a score on test data what is none? */
static bool
is_test_score(const struct sentence *s)
{
	return words_find(s->plain, "test set|test data|test score|"
	    "test accuracy|on test|on the test|leaderboard|unseen data|"
	    "held-out data|hidden labels") != NULL &&
	    !task_measures(evidence_of(s->c->ev));
}

/* Is it half an interval, "± 0.004"? */
static bool
is_interval(const struct sentence *s, const struct number *n)
{
	const char	*p = n->s - n->sign;

	while (p > s->text && p[-1] == ' ')
		p--;
	return (p - s->text >= 2 && memcmp(p - 2, "\xc2\xb1", 2) == 0) ||
	    (p - s->text >= 2 && memcmp(p - 2, "+-", 2) == 0);
}

/* The score, rounded no more than its noise, or its change, allows. */
static bool
is_score(const struct number *n, const struct result *r)
{
	double	 room = fmax(fabs(r->change), r->interval);

	return number_is(n, r->score) && (!isfinite(room) || room <= 0 ||
	    fabs(n->value - r->score) <= fmax(room / 2, 5e-7));
}

static bool
in_result(const struct sentence *s, const struct number *n, enum sort sort,
    const struct result *r)
{
	if (n->percent)
		return false;
	if (sort == SECONDS)
		return number_is(n, r->seconds);
	return is_score(n, r) || (number_is(n, r->interval) &&
	    (is_interval(s, n) || words_find(s->text, "interval|confidence|"
	    "margin|noise") != NULL)) ||
	    number_is(n, n->sign ? r->change : fabs(r->change)) ||
	    (r->base != NULL && words_find(s->text, "than|over|beat*|against|"
	    "from|base|below|above|beside|built on|of the") != NULL &&
	    number_is(n, r->base->score));
}

/* Is the number in what this reference names? */
static bool
in_reference(const struct sentence *s, const struct number *n, enum sort sort,
    struct evidence_ref *ref)
{
	const struct cited	*of = claim_cited(s->c, ref);
	struct run		 run;
	bool			 found;

	if (*ref->file != '\0')
		return in_bytes(s, n, sort, ref);
	if (*ref->attempt == '\0')
		return of != NULL && in_result(s, n, sort, &of->result);
	found = evidence_run(s->c->ev, ref, &run, NULL) == HCC_OK &&
	    !n->percent && number_is(n, sort == SECONDS ? run.seconds :
	    run.claimed);
	run_free(&run);
	return found;
}

/* Do they name the same suggestion? `of` NULL: any. */
static bool
is_of(const struct evidence_ref *ref, const struct evidence_ref *of)
{
	return of == NULL || (ref->phase == of->phase &&
	    strcmp(ref->suggestion, of->suggestion) == 0);
}

static bool
in_any(const struct sentence *s, const struct number *n, enum sort sort,
    const struct evidence_ref *of)
{
	struct evidence_ref	 ref;
	int			 i;
	jv			 v;

	for (i = 0; json_item(s->c->refs, i, &v); i++)
		if (evidence_parse(jv_string_value(v),
		    strlen(jv_string_value(v)), &ref) && is_of(&ref, of) &&
		    in_reference(s, n, sort, &ref))
			return true;
	return false;
}

/* Is the number a parameter that a title or a text names? */
static bool
in_words(const struct sentence *s, const struct number *n,
    const struct evidence_ref *of)
{
	const struct cited	*one;
	const char		*text;

	for (one = s->c->cited; one < s->c->cited + s->c->n; one++) {
		text = one->result.text;
		if (is_of(&one->ref, of) && (in_prose(s, n,
		    one->result.title) || (text != NULL &&
		    strstr(text, "```") == NULL && in_prose(s, n, text))))
			return true;
	}
	return false;
}

/* The last reference of the sentence before `at`, else the first behind it;
 * the one that directly follows "of" or the like is what the number is of. */
static bool
nearest_reference(const struct sentence *s, const struct number *n,
    struct evidence_ref *ref)
{
	const char	*p, *last = NULL;
	size_t		 k, len = 0;
	char		 between[40];

	for (p = s->text; *p != '\0'; p += k > 0 ? k : 1) {
		k = isdigit((unsigned char)*p) ? evidence_at(s->text, p) : 0;
		if (k == 0)
			continue;
		if (p > n->s) {
			snprintf(between, sizeof(between), "%.*s",
			    (int)(p - n->end), n->end);
			if (p - n->end < 38 && (last == NULL ||
			    words_find(between, "of|by|for|with|in|from") !=
			    NULL) && strpbrk(between, ",;") == NULL) {
				last = p;
				len = k;
			}
			break;
		}
		last = p;
		len = k;
	}
	return last != NULL && evidence_parse(last, len, ref);
}

/* "+0.012 against 01/1.2": *is says whether it is one; a change that does not
 * agree is refused. */
static bool
computed_change(struct sentence *s, const struct number *n, bool *is)
{
	struct evidence_ref	 ref;
	const struct cited	*a, *b;
	struct change		 c;
	char			 between[48];
	const char		*p = n->end;
	size_t			 k = 0;

	*is = false;
	for (; *p != '\0' && p - n->end < 40; p++)
		if (isdigit((unsigned char)*p) &&
		    (k = evidence_at(s->text, p)) > 0)
			break;
	snprintf(between, sizeof(between), "%.*s", (int)(p - n->end), n->end);
	/* "from 0.8 to 0.85, +0.05 against 01/1.2": the last is the change. */
	if (k == 0 || strpbrk(between, ";") != NULL ||
	    (strpbrk(between, "0123456789") != NULL &&
	    strstr(between, "\xc2\xb1") == NULL &&
	    strstr(between, "+-") == NULL) ||
	    words_find(between, "against|over|versus|vs|than|relative to|"
	    "compared to|compared with|from") == NULL ||
	    !evidence_parse(p, k, &ref) || (b = claim_cited(s->c, &ref)) ==
	    NULL)
		return true;
	a = s->n == 0 ? NULL : s->of[0] != b ? s->of[0] : s->n > 1 ?
	    s->of[1] : NULL;
	if (!cited_scored(a) || !cited_scored(b))
		return true;
	c = cited_change(s, a, b);
	if (is_interval(s, n)) {
		*is = number_is(n, c.interval);
		s->facts += *is;
		return true;
	}
	/* "0.81 against 01/1.2" is a score. */
	if (!n->sign && number_is(n, a->result.score))
		return true;
	if (!number_is(n, n->sign ? c.change : fabs(c.change)))
		return sentence_refuse(s, "the change %.*s is not that of %s "
		    "against %s, %+.6g", (int)(n->end - n->s) + n->sign, n->s -
		    n->sign, a->id, b->id, c.change);
	*is = true;
	s->facts++;
	return true;
}

bool
sentence_follows(const struct sentence *s, const char *p, const char *word)
{
	size_t	 k = strlen(word);

	while (p > s->text && p[-1] == ' ')
		p--;
	return p - s->text > (long)k && p[-(long)k - 1] == ' ' &&
	    strncasecmp(p - k, word, k) == 0;
}

/* Is the number where it must be? It is a fact unless prose alone has it. */
static bool
number_holds(struct sentence *s, const struct number *n, bool first)
{
	struct evidence_ref	 ref;
	const struct evidence_ref *of = NULL;
	enum sort		 sort = number_is_time(n) ? SECONDS :
				    words_score(s->text, n->s - n->sign,
				    s->metric) ? SCORE : OTHER;
	bool			 is;

	if (!computed_change(s, n, &is) || is)
		return is;
	if (s->c->n == 0)
		return sort == OTHER ? true : sentence_refuse(s, "the number "
		    "%.*s cites nothing", (int)(n->end - n->s) + n->sign,
		    n->s - n->sign);
	if (!sentence_follows(s, n->s - n->sign, "by") &&
	    nearest_reference(s, n, &ref))
		of = &ref;
	else if (first && sort == SCORE && s->n > 1 &&
	    words_find(s->text, "than|over|beat*") == NULL)
		of = &s->of[0]->ref;
	if (in_any(s, n, sort, of)) {
		if (sort != SECONDS && is_test_score(s))
			return sentence_refuse(s, "%.*s was not measured on "
			    "test data", (int)(n->end - n->s) + n->sign,
			    n->s - n->sign);
		s->facts++;
		return true;
	}
	/* What to try next may have a setting that no run had. */
	if (sort != SCORE && (s->c->is_step || in_words(s, n, of)))
		return true;
	return sentence_refuse(s, "the number %.*s is not in what is cited%s%s",
	    (int)(n->end - n->s) + n->sign, n->s - n->sign,
	    of == NULL ? "" : " as one of ",
	    of == NULL || claim_cited(s->c, of) == NULL ? "" :
	    claim_cited(s->c, of)->id);
}

bool
sentence_numbers(struct sentence *s)
{
	const char	*p, *end = s->text + strlen(s->text);
	struct number	 n;
	size_t		 k;
	bool		 first = true;

	for (p = s->text; p < end; ) {
		if (!isdigit((unsigned char)*p)) {
			p++;
			continue;
		}
		if ((k = evidence_at(s->text, p)) > 0) {
			p += k;
			continue;
		}
		if (number_at(s->text, p, end, &n)) {
			/* A title is the name of what is judged. */
			if (s->plain[p - s->text] != ' ') {
				if (!number_holds(s, &n, first))
					return false;
				first = false;
			}
		} else if (!(p > s->text && (isalnum((unsigned char)p[-1]) ||
		    p[-1] == '_')))
			return sentence_refuse(s, "%.20s.. is no number that "
			    "can be checked", n.s);
		p = n.end;
	}
	return true;
}

