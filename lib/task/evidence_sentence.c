/*
 * evidence_sentence.c: what one sentence of a claim says, and whether it is so.
 *
 * A number is written with a sign or without. Without one it means a
 * value that is not negative, or the absolute value of a difference. A
 * suggestion's title and text are what somebody meant to do: they bear out
 * parameters beside the same word, and no scores.
 */
#include <ctype.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "base/fs.h"
#include "base/json.h"
#include "base/mem.h"
#include "task/change.h"
#include "task/evidence_claim.h"
#include "task/evidence_number.h"
#include "task/evidence_words.h"

struct sentence {
	struct claim	*c;
	const char	*text;		/* as it is */
	char		*plain;		/* quotes and titles are blanks */
	const char	*metric;
	size_t		 facts;		/* checks that were passed */
	struct claim_check *out;
};

static bool	 refuse(struct sentence *, const char *, ...)
		    __attribute__((format(printf, 2, 3)));

static bool
refuse(struct sentence *s, const char *fmt, ...)
{
	va_list	 ap;

	va_start(ap, fmt);
	vsnprintf(s->out->why, sizeof(s->out->why), fmt, ap);
	va_end(ap);
	return false;
}

/* Where a number may stand. */
enum sort { SCORE, SECONDS, OTHER };

static bool
has_unit(const struct number *n)
{
	const char	*p = n->end + (*n->end == ' ');
	size_t		 k;

	for (k = 0; isalpha((unsigned char)p[k]); k++)
		;
	return (k == 1 && *p == 's') || (k >= 3 && strncasecmp(p, "sec", 3) ==
	    0) || (k == 2 && strncasecmp(p, "ms", 2) == 0);
}

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
		    !(sort == SCORE && of_training(s, b, m.s)))
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

static bool
in_result(const struct sentence *s, const struct number *n, enum sort sort,
    const struct result *r)
{
	if (n->percent)
		return false;
	if (sort == SECONDS)
		return number_is(n, r->seconds);
	return number_is(n, r->score) || number_is(n, r->interval) ||
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

static bool
is_result(const struct cited *c)
{
	return c != NULL && c->known && isfinite(c->result.score);
}

/* The difference between two solutions. */
static struct change
compare(const struct sentence *s, const struct cited *a, const struct cited *b)
{
	struct base	 x, y;
	struct change	 c;

	if (a->result.base != NULL && a->result.base->id != NULL &&
	    strcmp(a->result.base->id, b->id) == 0)
		return (struct change){ a->result.change, a->result.error,
		    a->result.interval };
	base_of_result(&x, &a->result);
	base_of_result(&y, &b->result);
	c = change_of(&x, &y, task_measures(evidence_of(s->c->ev)));
	base_free(&x);
	base_free(&y);
	return c;
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
	if (k == 0 || strpbrk(between, ";") != NULL ||
	    words_find(between, "against|over|versus|vs|than|relative to|"
	    "compared to|compared with|from") == NULL ||
	    !evidence_parse(p, k, &ref) || (b = claim_cited(s->c, &ref)) ==
	    NULL)
		return true;
	for (a = s->c->cited; a < s->c->cited + s->c->n && a == b; a++)
		;
	if (a == s->c->cited + s->c->n || !is_result(a) || !is_result(b))
		return true;
	c = compare(s, a, b);
	if (is_interval(s, n)) {
		*is = number_is(n, c.interval);
		s->facts += *is;
		return true;
	}
	/* "0.81 against 01/1.2" is a score. */
	if (!n->sign && number_is(n, a->result.score))
		return true;
	if (!number_is(n, n->sign ? c.change : fabs(c.change)))
		return refuse(s, "the change %.*s is not that of %s against "
		    "%s, %+.6g", (int)(n->end - n->s) + n->sign, n->s -
		    n->sign, a->id, b->id, c.change);
	*is = true;
	s->facts++;
	return true;
}

/* Is the number where it must be? Counts as a fact unless prose alone has it. */
static bool
number_holds(struct sentence *s, const struct number *n, bool first)
{
	struct evidence_ref	 ref, *of = NULL;
	enum sort		 sort = has_unit(n) ? SECONDS :
				    words_score(s->text, n->s - n->sign,
				    s->metric) ? SCORE : OTHER;
	bool			 is;

	if (!computed_change(s, n, &is) || is)
		return is;
	if (s->c->n == 0)
		return sort == OTHER ? true : refuse(s, "the number %.*s "
		    "cites nothing", (int)(n->end - n->s) + n->sign,
		    n->s - n->sign);
	if (nearest_reference(s, n, &ref))
		of = &ref;
	else if (first && sort == SCORE && s->c->n > 1 &&
	    words_find(s->text, "than|over|beat*") == NULL)
		of = &s->c->cited[0].ref;
	if (in_any(s, n, sort, of)) {
		if (sort != SECONDS && is_test_score(s))
			return refuse(s, "%.*s was not measured on test data",
			    (int)(n->end - n->s) + n->sign, n->s - n->sign);
		s->facts++;
		return true;
	}
	if (sort != SCORE && in_words(s, n, of))
		return true;
	return refuse(s, "the number %.*s is not in what is cited%s%s",
	    (int)(n->end - n->s) + n->sign, n->s - n->sign,
	    of == NULL ? "" : " as one of ",
	    of == NULL || claim_cited(s->c, of) == NULL ? "" :
	    claim_cited(s->c, of)->id);
}

static bool
numbers_hold(struct sentence *s)
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
			return refuse(s, "%.20s.. is no number that can be "
			    "checked", n.s);
		p = n.end;
	}
	return true;
}

/* Blank in `plain` what is quoted, or in parentheses, and stands in the bytes
 * or the cause; a quote that stands nowhere is refused. */
static bool
quotes_hold(struct sentence *s)
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
			(void)refuse(s, "the quoted '%.100s' is not in what is "
			    "cited", quote);
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
	    a->result.error, a->result.interval }, wanted);
}

/* Is some cited suggestion the base of another, or nothing but the first
 * cited? */
static bool
base_is_cited(const struct sentence *s)
{
	const struct cited	*a, *b, *end = s->c->cited + s->c->n;

	for (a = s->c->cited; a < end; a++)
		for (b = s->c->cited; b < end; b++)
			if (a->result.base != NULL && a->result.base->id !=
			    NULL && strcmp(a->result.base->id, b->id) == 0)
				return true;
	return s->c->n == 1;
}

/* Is each that has a base (or, without "than", the first) better or worse than
 * that; or, with "than", the first than all others? */
static bool
comparison_is(const struct sentence *s, const char *wanted)
{
	const struct cited	*a = s->c->cited, *end = a + s->c->n, *b;
	bool			 than = words_find(s->text, "than|over|beat*|"
				    "outperform*|against") != NULL;
	bool			 all = true, any = false;

	for (b = a + 1; than && all && b < end; b++)
		all = is_result(b) && is_verdict(s, compare(s, a, b), wanted);
	if (than && s->c->n > 1 && (all || !base_is_cited(s)))
		return all;
	for (b = a; b < end; b++)
		if (isfinite(b->result.change)) {
			if (!against_base(s, b, wanted))
				return false;
			any = true;
		}
	return any;
}

static bool
comparison_holds(struct sentence *s)
{
	const struct cited	*a = s->c->cited;
	enum said		 said = words_comparison(s->plain);
	bool			 is;

	if (said == SAID_NOTHING)
		return true;
	if (s->c->n == 0)
		return refuse(s, "it compares and cites nothing");
	is = said == SAID_BETTER || said == SAID_NOT_BETTER ?
	    comparison_is(s, "promising") :
	    said == SAID_WORSE || said == SAID_NOT_WORSE ?
	    comparison_is(s, "dead end") :
	    comparison_is(s, "inconclusive");
	if (said == SAID_NOT_BETTER || said == SAID_NOT_WORSE)
		is = !is;
	if (is) {
		s->facts++;
		return true;
	}
	if (isfinite(a->result.change) && isfinite(a->result.interval))
		return refuse(s, "the change of %s, %+.6g with an interval of "
		    "%.2g, does not show that", a->id, a->result.change,
		    a->result.interval);
	return refuse(s, "no change of %s that is beyond a known noise shows "
	    "that", a->id);
}

/* Did one of the cited attempts or suggestions fail, so? */
static bool
failure_holds(struct sentence *s)
{
	const struct cited	*one, *end = s->c->cited + s->c->n;
	struct evidence_ref	 ref;
	struct run		 run;
	bool			 memory = words_find(s->plain,
				    "out of memory") != NULL;
	bool			 timeout = words_find(s->plain, "timed out|"
				    "timeout") != NULL, failed;
	const char		*class;
	int			 i;
	jv			 v;

	if (!words_failure(s->plain))
		return true;
	if (s->c->n == 0)
		return refuse(s, "it says that something failed and cites "
		    "nothing");
	failed = false;
	for (i = 0; json_item(s->c->refs, i, &v); i++) {
		if (!evidence_parse(jv_string_value(v), strlen(
		    jv_string_value(v)), &ref) || *ref.attempt == '\0')
			continue;
		if (evidence_run(s->c->ev, &ref, &run, NULL) == HCC_OK &&
		    !status_ok(run.status) && (*ref.file == '\0' ||
		    !is_result(claim_cited(s->c, &ref)))) {
			class = run.cause == NULL || run.cause->class == NULL ?
			    "" : run.cause->class;
			failed = failed || ((!memory || strcmp(class,
			    "memory") == 0) && (!timeout || strcmp(class,
			    "timeout") == 0 || strcmp(run.status,
			    "timeout") == 0));
		}
		run_free(&run);
	}
	for (one = s->c->cited; one < end && !failed; one++) {
		class = one->result.cause == NULL ||
		    one->result.cause->class == NULL ? "" :
		    one->result.cause->class;
		failed = one->known && !status_ok(one->result.status) &&
		    (!memory || strcmp(class, "memory") == 0) &&
		    (!timeout || strcmp(class, "timeout") == 0 ||
		    strcmp(one->result.status, "timeout") == 0);
		if (one == s->c->cited && !failed && one->known &&
		    status_ok(one->result.status))
			break;	/* what it is about has not failed */
	}
	if (!failed)
		return refuse(s, "%s did not fail so", s->c->cited[0].id);
	s->facts++;
	return true;
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

static bool
names_hold(struct sentence *s)
{
	char		 name[64];
	const char	*at = s->plain;
	struct claim	*c = s->c;
	struct buf	 prose = BUF_INIT, program = BUF_INIT;
	bool		 absent;

	if (c->n == 0)
		return true;
	buf_addf(&prose, "%s%s", buf_str(&c->prose), buf_str(&c->bytes));
	buf_adds(&program, buf_str(&c->program));
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
	return !absent || refuse(s, "'%s' is not in what is cited", name);
}

/* "Build on 01/1.2", "01/1.2 was adopted": so it must be. */
static bool
adoption_holds(struct sentence *s)
{
	const struct cited	*a = s->c->cited;
	bool			 not = words_find(s->plain, "not adopted|"
				    "never adopted") != NULL;

	if (s->c->n == 0 || words_find(s->plain, "build on|stay with|"
	    "adopted") == NULL)
		return true;
	if (!a->known || a->result.adopted == not)
		return refuse(s, "%s was %sadopted", a->id, not ? "" : "not ");
	s->facts++;
	return true;
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
	for (i = 0; i < c->n; i++)
		if (c->cited[i].result.title != NULL &&
		    is_name(&s, c->cited[i].result.title))
			words_blank(s.plain, c->cited[i].result.title);
	if (quotes_hold(&s) && numbers_hold(&s) && comparison_holds(&s) &&
	    failure_holds(&s) && adoption_holds(&s) && names_hold(&s)) {
		general = words_general(s.plain);
		state = s.facts > 0 && general == NULL ? CLAIM_VERIFIED :
		    CLAIM_UNCHECKED;
		*out->why = '\0';
		if (general != NULL)
			(void)refuse(&s, "no run can show '%.*s'",
			    (int)strcspn(general, " ,.;:"), general);
		else if (s.facts == 0)
			(void)refuse(&s, "'%.100s' has nothing that can be "
			    "checked", text + strspn(text, " ,"));
	}
	free(s.plain);
	return state;
}
