/*
 * evidence_ref.c: references, out of a string or a text.
 *
 * The form is strict (no sign, no leading zero but the phase's), so that one
 * thing has one name and dates or fractions in a text are not taken for one.
 */
#include <ctype.h>
#include <stdio.h>
#include <string.h>

#include "base/text.h"
#include "task/evidence.h"

struct ref_reader {
	const char	*s, *end;
};

static bool
accept(struct ref_reader *r, char c)
{
	if (r->s >= r->end || *r->s != c)
		return false;
	r->s++;
	return true;
}

/* A decimal number of at most `most` digits without leading zeros. */
static bool
parse_number(struct ref_reader *r, int most, size_t *out)
{
	const char	*start = r->s;

	*out = 0;
	while (r->s < r->end && isdigit((unsigned char)*r->s) &&
	    r->s - start < most)
		*out = *out * 10 + (size_t)(*r->s++ - '0');
	return r->s > start && (*start != '0' || r->s == start + 1) &&
	    (r->s == r->end || !isdigit((unsigned char)*r->s));
}

/* Two digits, or more that do not begin with a zero. */
static bool
parse_phase(struct ref_reader *r, int *out)
{
	bool	 padded = r->s < r->end && *r->s == '0';
	size_t	 n;

	r->s += padded;
	if (!parse_number(r, padded ? 1 : 4, &n) || (!padded && n < 10))
		return false;
	*out = (int)n;
	return true;
}

static bool
parse_suggestion(struct ref_reader *r, struct evidence_ref *ref)
{
	size_t	 i, j;

	if (!parse_phase(r, &ref->phase) || !accept(r, '/') ||
	    !parse_number(r, 4, &i) || !accept(r, '.') ||
	    !parse_number(r, 6, &j) || j == 0)
		return false;
	snprintf(ref->suggestion, sizeof(ref->suggestion), "%zu.%zu", i, j);
	return true;
}

static bool
parse_attempt(struct ref_reader *r, struct evidence_ref *ref)
{
	bool	 seed;
	size_t	 k;

	if (!accept(r, '/'))
		return false;
	seed = r->end - r->s > 5 && memcmp(r->s, "seed-", 5) == 0;
	if (seed)
		r->s += 5;
	if (!parse_number(r, 6, &k) || k == 0)
		return false;
	snprintf(ref->attempt, sizeof(ref->attempt), seed ? "seed-%zu" :
	    "%zu", k);
	return true;
}

/* A plain name: a program may have made links of its directories. */
static void
parse_file(struct ref_reader *r, struct evidence_ref *ref)
{
	struct ref_reader	 was = *r;
	size_t		 n = 0;

	strcpy(ref->file, "log");
	if (!accept(r, '/'))
		return;
	while (r->s + n < r->end && (isalnum((unsigned char)r->s[n]) ||
	    strchr("._-", r->s[n]) != NULL) && r->s[n] != '\0')
		n++;
	if (n == 0 || n >= sizeof(ref->file) || *r->s == '.') {
		*r = was;
		return;
	}
	memcpy(ref->file, r->s, n);
	ref->file[n] = '\0';
	r->s += n;
}

static bool
parse_range(struct ref_reader *r, struct evidence_ref *ref)
{
	return accept(r, ':') && parse_number(r, 12, &ref->from) &&
	    accept(r, '-') && parse_number(r, 12, &ref->to) &&
	    ref->from < ref->to;
}

/* Of a program: ":NAME:LINE" or ":NAME:FROM-TO", lines from 1. */
static bool
parse_lines(struct ref_reader *r, struct evidence_ref *ref)
{
	size_t	 n = 0, k;

	if (!accept(r, ':'))
		return false;
	while (r->s + n < r->end && r->s[n] != '\0' &&
	    (isalnum((unsigned char)r->s[n]) ||
	    strchr("._-", r->s[n]) != NULL))
		n++;
	if (n == 0 || n >= sizeof(ref->file) || *r->s == '.' ||
	    isdigit((unsigned char)*r->s))
		return false;
	memcpy(ref->file, r->s, n);
	ref->file[n] = '\0';
	r->s += n;
	if (!accept(r, ':') || !parse_number(r, 7, &ref->from) ||
	    ref->from == 0)
		return false;
	ref->to = ref->from;
	ref->lines = true;
	return !accept(r, '-') || (parse_number(r, 7, &k) &&
	    (ref->to = k) >= ref->from);
}

/* The length of the longest reference that s[n] begins with, 0: none. */
static size_t
match(const char *s, size_t n, struct evidence_ref *ref)
{
	struct ref_reader		 r = { s, s + n }, was;
	struct evidence_ref	 more;

	*ref = (struct evidence_ref){ 0 };
	if (!parse_suggestion(&r, ref))
		return 0;
	was = r;
	more = *ref;
	if (!parse_attempt(&r, &more))
		return (size_t)(was.s - s);
	*ref = more;
	was = r;
	parse_file(&r, &more);
	if (!parse_range(&r, &more)) {
		r = was;
		more = *ref;
		if (!parse_lines(&r, &more))
			return (size_t)(was.s - s);
	}
	*ref = more;
	return (size_t)(r.s - s);
}

bool
evidence_parse(const char *s, size_t n, struct evidence_ref *ref)
{
	return n > 0 && match(s, n, ref) == n;
}

size_t
evidence_at(const char *text, const char *s)
{
	struct evidence_ref	 ref;
	size_t			 n;

	if (s > text && (isalnum((unsigned char)s[-1]) ||
	    strchr("_./-", s[-1]) != NULL))
		return 0;
	n = match(s, strlen(s), &ref);
	return isalnum((unsigned char)s[n]) || s[n] == '_' ? 0 : n;
}

jv
evidence_refs(const char *text, jv refs)
{
	const char	*s;
	size_t		 n;

	for (s = text; *s != '\0'; s += n == 0 ? 1 : n)
		if ((n = isdigit((unsigned char)*s) ? evidence_at(text, s) :
		    0) > 0)
			refs = jv_array_append(refs, jv_string_sized(s,
			    (int)n));
	return refs;
}

bool
evidence_is_verdict(const char *s)
{
	return text_in(s, "promising|dead end|inconclusive");
}
