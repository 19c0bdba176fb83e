/*
 * evidence_fact.c: what a sentence says without numbers: quotes, comparisons,
 * failures, adoptions, names.
 */
#include <ctype.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "base/json.h"
#include "base/mem.h"
#include "task/evidence_claim.h"
#include "task/evidence_number.h"
#include "task/evidence_words.h"

/* Blank in `plain` what is quoted, or in parentheses, and stands in the bytes
 * or the cause; a quote that stands nowhere is refused. */
bool
sentence_quotes(struct sentence *s)
{
	static const char	 open[] = "\"`(", close[] = "\"`)";
	const char		*q, *text = s->text, *a, *b;
	const struct cited	*one;
	char			*quote;
	bool			 found, known;

	for (a = text; (a = strpbrk(a, open)) != NULL; a = b + 1) {
		q = strchr(open, *a);
		if ((b = strchr(a + 1, close[q - open])) == NULL)
			break;
		quote = mem_dup_n(a + 1, (size_t)(b - a) - 1);
		found = strlen(quote) >= 3 &&
		    strstr(buf_str(&s->c->bytes), quote) != NULL;
		for (one = s->c->cited; one < s->c->cited + s->c->n; one++)
			found = found || (strlen(quote) >= 6 &&
			    one->result.cause != NULL &&
			    one->result.cause->message != NULL &&
			    strstr(one->result.cause->message, quote) != NULL);
		known = found || *a == '(' || s->c->n == 0 ||
		    strcasestr(buf_str(&s->c->program), quote) != NULL ||
		    strcasestr(buf_str(&s->c->prose), quote) != NULL ||
		    strcasestr(buf_str(&s->c->around), quote) != NULL;
		if (found) {
			s->facts++;
			memset(s->plain + (a - text), ' ', (size_t)(b - a) + 1);
		} else if (!known)
			(void)sentence_refuse(s, "the quoted '%.100s' is not "
			    "in what is cited", quote);
		free(quote);
		if (!known)
			return false;
	}
	return true;
}

static bool
is_verdict(const struct sentence *s, struct change c, const char *wanted)
{
	struct result	 r;
	bool		 is;

	record_init(&result_record, &r);
	r.change = c.change;
	r.interval = c.interval;
	is = strcmp(change_verdict(evidence_of(s->c->ev), &r), wanted) == 0 &&
	    (isfinite(c.interval) || strcmp(wanted, "inconclusive") != 0);
	result_free(&r);
	return is;
}

/* Is `a` so much better or worse than its own base? */
static bool
against_base(const struct sentence *s, const struct cited *a,
    const char *wanted)
{
	return is_verdict(s, (struct change){ a->result.change,
	    a->result.error, a->result.interval, 0 }, wanted);
}

/* Is some cited suggestion the base of another, or nothing but the first
 * cited? */
static bool
base_is_cited(const struct sentence *s)
{
	const struct base	*base;
	size_t			 i, k;

	for (i = 0; i < s->n; i++)
		for (k = 0; k < s->n; k++) {
			base = s->of[i]->result.base;
			if (base != NULL && base->id != NULL &&
			    strcmp(base->id, s->of[k]->id) == 0)
				return true;
		}
	return s->n == 1;
}

/* Is each that has a base (or, without "than", the first) better or worse than
 * that; or, with "than", the first than all others? */
static bool
comparison_is(const struct sentence *s, const char *wanted)
{
	bool			 even = strcmp(wanted, "inconclusive") == 0;
	bool			 than = words_find(s->text, even ? "than|over|"
				    "beat*|outperform*|against|as|to|equal*|"
				    "noise of" :
				    "than|over|beat*|outperform*|against") !=
				    NULL;
	bool			 all = true, any = false;
	size_t			 i;

	for (i = 1; than && all && i < s->n; i++)
		all = cited_scored(s->of[i]) && is_verdict(s, cited_change(s,
		    s->of[0], s->of[i]), wanted);
	if (than && s->n > 1 && (all || !base_is_cited(s)))
		return all;
	for (i = 0; i < s->n; i++)
		if (isfinite(s->of[i]->result.change)) {
			if (!against_base(s, s->of[i], wanted))
				return false;
			any = true;
		}
	return any;
}

bool
sentence_comparison(struct sentence *s)
{
	const struct cited	*a = s->of[0];
	enum said		 said = words_comparison(s->plain);
	bool			 is;

	if (said == SAID_NOTHING)
		return true;
	if (s->n == 0)
		return sentence_refuse(s, "it compares and cites nothing");
	is = said == SAID_BETTER || said == SAID_NOT_BETTER ?
	    comparison_is(s, "promising") :
	    said == SAID_WORSE || said == SAID_NOT_WORSE ?
	    comparison_is(s, "dead end") : said == SAID_BEYOND ?
	    comparison_is(s, "promising") || comparison_is(s, "dead end") :
	    comparison_is(s, "inconclusive");
	if (said == SAID_NOT_BETTER || said == SAID_NOT_WORSE)
		is = !is;
	if (is) {
		s->facts++;
		return true;
	}
	if (isfinite(a->result.change) && isfinite(a->result.interval))
		return sentence_refuse(s, "the change of %s, %+.6g with an "
		    "interval of %.2g, does not show that", a->id,
		    a->result.change, a->result.interval);
	return sentence_refuse(s, "no change of %s that is beyond a known "
	    "noise shows that", a->id);
}

/* How something is said to have failed; both false: somehow. */
struct failure_said {
	bool	 memory, timeout;
};

/* Is this a failure of that sort? */
static bool
has_failed(const char *status, const struct cause *cause,
    const struct failure_said *said)
{
	const char	*class = cause == NULL || cause->class == NULL ? "" :
			    cause->class;

	if (status == NULL || status_worked(status) ||
	    strcmp(class, "struck") == 0)
		return false;
	return (!said->memory || strcmp(class, "memory") == 0) &&
	    (!said->timeout || strcmp(class, "timeout") == 0 ||
	    strcmp(status, "timeout") == 0);
}

/* The same of a suggestion; a limit that ended it is a failure, too. */
static bool
cited_failed(const struct cited *one, const struct failure_said *said)
{
	const char	*limit = one->known ? result_stopped(&one->result) :
			    NULL;

	if (limit != NULL)
		return (!said->memory || strcmp(limit, "memory") == 0) &&
		    (!said->timeout || strcmp(limit, "time") == 0);
	return one->known && has_failed(one->result.status, one->result.cause,
	    said);
}

/* An attempt that is cited, or of whose log bytes are, if its suggestion never
 * came to a score. */
static bool
attempt_failed(struct sentence *s, const char *name,
    const struct failure_said *said)
{
	struct evidence_ref	 ref;
	struct run		 run;
	bool			 failed;

	if (!evidence_parse(name, strlen(name), &ref) ||
	    *ref.attempt == '\0' || (*ref.file != '\0' &&
	    cited_scored(claim_cited(s->c, &ref))))
		return false;
	failed = evidence_run(s->c->ev, &ref, &run, NULL) == HCC_OK &&
	    has_failed(run.status, run.cause, said);
	run_free(&run);
	return failed;
}

/* The references that `at` is said of: the nearest before it, and those that
 * "and" or a comma ties to that one. Each must have failed so. */
static bool
subjects_failed(struct sentence *s, const char *at,
    const struct failure_said *said)
{
	struct evidence_ref	 ref;
	const struct cited	*of;
	const char		*p, *text = s->text, *end = NULL;
	char			 between[16], name[EVIDENCE_REF];
	size_t			 k;
	bool			 failed = true;

	for (p = text; p < at; p += k > 0 ? k : 1) {
		k = isdigit((unsigned char)*p) ? evidence_at(text, p) : 0;
		if (k == 0 || k >= sizeof(name))
			continue;
		snprintf(between, sizeof(between), "%.*s", end == NULL ? 0 :
		    (int)(p - end), end == NULL ? "" : end);
		if (end == NULL || p - end >= (long)sizeof(between) ||
		    strspn(between, " ,&adn") != strlen(between))
			failed = true;		/* others are meant */
		snprintf(name, sizeof(name), "%.*s", (int)k, p);
		if (!evidence_parse(name, k, &ref))
			continue;
		of = claim_cited(s->c, &ref);
		failed = failed && (*ref.attempt != '\0' ?
		    attempt_failed(s, name, said) : of != NULL &&
		    cited_failed(of, said));
		end = p + k;
	}
	return failed;
}

/* Of a suggestion that came to a score, an attempt that failed: the sentence
 * says that it was an attempt. */
static bool
names_attempt(const struct sentence *s, const char *ref)
{
	return strstr(s->text, ref) != NULL ||
	    !cited_scored(s->of[0]) || words_find(s->plain, "attempt*|"
	    "first|at first|before|repair*|once|initially") != NULL;
}

bool
sentence_failure(struct sentence *s)
{
	const struct cited	*a = s->of[0];
	struct failure_said	 said = {
	    words_find(s->plain, "out of memory") != NULL,
	    words_find(s->plain, "timed out|timeout") != NULL };
	const char		*at;
	bool			 failed;
	int			 i;
	jv			 v;

	if (!words_failure(s->plain))
		return true;
	if (s->n == 0)
		return sentence_refuse(s, "it says that something failed and "
		    "cites nothing");
	failed = cited_failed(a, &said);
	for (i = 0; !failed && json_item(s->c->refs, i, &v); i++)
		failed = attempt_failed(s, jv_string_value(v), &said) &&
		    names_attempt(s, jv_string_value(v));
	for (at = s->plain; failed && (at = words_find(at, "failed|fails|"
	    "crash*|timed out")) != NULL; at++)
		failed = subjects_failed(s, s->text + (at - s->plain), &said);
	if (!failed)
		return sentence_refuse(s, "%s did not fail so", a->id);
	s->facts++;
	return true;
}

/* The first reference behind `at` within some words. */
static const struct cited *
cited_behind(const struct sentence *s, const char *at)
{
	struct evidence_ref	 ref;
	const char		*p;
	size_t			 k;

	for (p = at; *p != '\0' && p - at < 40; p++)
		if (isdigit((unsigned char)*p) &&
		    (k = evidence_at(s->text, p)) > 0)
			return evidence_parse(p, k, &ref) ?
			    claim_cited(s->c, &ref) : NULL;
	return NULL;
}

/* Is it a count, "over 3 folds", and no bound? */
static bool
is_count(const char *at, const struct number *n)
{
	return (strncasecmp(at, "over", 4) == 0 ||
	    strncasecmp(at, "under", 5) == 0) &&
	    memchr(n->s, '.', (size_t)(n->end - n->s)) == NULL &&
	    n->end[0] == ' ' && isalpha((unsigned char)n->end[1]) &&
	    !number_is_time(n);
}

/* Is what is measured of a run on the right side of a bound? */
static bool
order_holds(struct sentence *s, const struct cited *a, const char *what,
    double value, bool more, double bound)
{
	if (!((more ? value - bound : bound - value) > 1e-9 * fabs(bound)))
		return sentence_refuse(s, "the %s of %s, %.6g, is not so",
		    what, a->id, value);
	s->facts++;
	return true;
}

/* The bound of "more than 0.7", "lower than the 0.8": the number in the text
 * that follows. */
static bool
bound_at(const struct sentence *s, const char *at, const char **p,
    struct number *n)
{
	*p = at + strcspn(at, " ");
	if (strncasecmp(*p, " than", 5) == 0)
		*p += 5;
	*p += strspn(*p, " ");
	if (strncasecmp(*p, "the ", 4) == 0)
		*p += 4;
	return isdigit((unsigned char)**p) && evidence_at(s->text, *p) == 0 &&
	    number_at(s->text, *p, s->text + strlen(s->text), n);
}

/* "0.9, more than a with 0.8 and b with 0.7": the last number before `at` and
 * all behind it are in that order; that they are there is checked elsewhere.
 * *is says whether there are such numbers. */
static bool
numbers_ordered(struct sentence *s, const char *at, bool more, bool *is)
{
	const char	*p, *end = s->text + strlen(s->text);
	struct number	 n = { 0 }, m;
	bool		 before = false, behind = false;
	size_t		 k;

	for (p = s->text; p < end; p += k > 0 ? k : 1) {
		k = isdigit((unsigned char)*p) ? evidence_at(s->text, p) : 0;
		if (k > 0 || !isdigit((unsigned char)*p) ||
		    !number_at(s->text, p, end, &m))
			continue;
		k = (size_t)(m.end - p);
		if (p < at) {
			n = m;
			before = true;
			continue;
		}
		behind = true;
		if (before && !(more ? n.value > m.value : n.value < m.value))
			return sentence_refuse(s, "%.6g is not %s than %.6g",
			    n.value, more ? "more" : "less", m.value);
	}
	*is = before && behind;
	s->facts += *is;
	return true;
}

/* The score of a run is so, its seconds before "s", its change behind "by". */
static bool
order_of(struct sentence *s, const struct cited *a, const char *at, bool more)
{
	double			 score = cited_scored(a) ? a->result.score :
				    NAN;
	const struct cited	*b;
	const char		*p;
	struct number		 n;
	bool			 is = false;

	if (bound_at(s, at, &p, &n))
		return is_count(at, &n) ||
		    (number_is_time(&n) ? order_holds(s, a, "time",
		    a->result.seconds, more, n.value) :
		    sentence_follows(s, at, "by") ? order_holds(s, a, "change",
		    fabs(a->result.change), more, n.value) :
		    order_holds(s, a, "score", score, more, n.value));
	if (words_find(s->plain + (at - s->text), "than") == NULL)
		return true;
	if ((b = cited_behind(s, p)) != NULL && b != a && cited_scored(b))
		return order_holds(s, a, "score", score, more,
		    b->result.score);
	if (cited_behind(s, at) == NULL &&
	    (!numbers_ordered(s, at, more, &is) || is))
		return is;
	return sentence_refuse(s, "'%.30s' names no run that is cited", at);
}

/* "more than 0.7", "lower than 01/1.2": so is each run that stands before it
 * or, without any, what the sentence is about. */
bool
sentence_order(struct sentence *s)
{
	struct evidence_ref	 ref;
	const struct cited	*a;
	const char		*at, *p;
	size_t			 k, runs = 0;
	bool			 more = true, holds = true;

	at = words_find(s->plain, "more than|higher than|greater than|above|"
	    "over");
	if (at == NULL) {
		more = false;
		at = words_find(s->plain, "less than|lower than|below|under");
	}
	if (at == NULL || s->n == 0)
		return true;
	at = s->text + (at - s->plain);
	if (sentence_follows(s, at, "no") || sentence_follows(s, at, "not"))
		return true;		/* which words_foreign() looks for */
	for (p = s->text; holds && p < at; p += k > 0 ? k : 1) {
		k = isdigit((unsigned char)*p) ? evidence_at(s->text, p) : 0;
		if (k == 0 || !evidence_parse(p, k, &ref) ||
		    (a = claim_cited(s->c, &ref)) == NULL)
			continue;
		holds = order_of(s, a, at, more);
		runs++;
	}
	return runs > 0 ? holds : order_of(s, s->of[0], at, more);
}

/* The programs that may have what a sentence names: a base's too, where it is
 * compared with, or is what something was taken from. */
static const struct buf *
programs_of(const struct sentence *s)
{
	return words_find(s->text, "than|over|against|versus|vs|instead of|"
	    "in place of|replac*|without|remov*|drop*|left out|leav*|keep*|"
	    "kept|base|built on|beside|beyond|within|from|as in|with it") !=
	    NULL ? &s->c->program : &s->c->own;
}

bool
sentence_names(struct sentence *s)
{
	char		 name[64];
	const char	*at = s->plain;
	struct claim	*c = s->c;
	struct buf	 prose = BUF_INIT, program = BUF_INIT;
	bool		 absent;

	if (c->n == 0)
		return true;
	buf_addf(&prose, "%s%s", buf_str(&c->prose), buf_str(&c->bytes));
	buf_adds(&program, buf_str(programs_of(s)));
	if (program.len > 0)	/* a log says what ran, too */
		buf_adds(&program, buf_str(&c->bytes));
	absent = words_absent(s->text, buf_str(&program), buf_str(&prose),
	    name, sizeof(name));
	while (!absent && words_identifier(&at, name, sizeof(name)))
		absent = strcasestr(buf_str(&program), name) == NULL &&
		    strcasestr(buf_str(&prose), name) == NULL &&
		    strcasestr(buf_str(&c->around), name) == NULL;
	buf_release(&prose);
	buf_release(&program);
	return !absent || sentence_refuse(s, "'%s' is not in what is cited",
	    name);
}

/* "Build on 01/1.2", "01/1.2 was adopted": so it must be. */
bool
sentence_adoption(struct sentence *s)
{
	const struct cited	*a = s->of[0];
	bool			 not = words_find(s->plain, "not adopted|"
				    "never adopted|not build on|not stay with")
				    != NULL;

	if (s->n == 0 || words_find(s->plain, "build on|stay with|"
	    "adopted") == NULL)
		return true;
	if (!a->known || a->result.adopted == not)
		return sentence_refuse(s, "%s was %sadopted", a->id, not ? "" :
		    "not ");
	s->facts++;
	return true;
}

