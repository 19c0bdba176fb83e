/*
 * note_parse.c: read the phase note, which people edit: what is not understood
 * stays in its text.
 */
#include <ctype.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/json.h"
#include "base/mem.h"
#include "base/text.h"
#include "base/yaml.h"
#include "task/note.h"

/* Append s[n], without blanks at both ends. */
static jv
add_trimmed(jv list, const char *s, size_t n)
{
	text_trim(&s, &n);
	return jv_array_append(list, jv_string_sized(s, (int)n));
}

/* The number that a cell spells, or NAN. */
static double
number(const char *s, size_t n)
{
	char	*text = NULL, *end;
	double	 d = NAN;

	record_set_trimmed(&text, s, n);
	d = strtod(text, &end);
	if (end == text || *end != '\0')
		d = NAN;
	free(text);
	return d;
}

/* "| 01/1.1 | ok | 0.81 | .. |" */
static void
parse_row(struct note *k, const char *s, size_t n)
{
	struct note_row	*r = record_append(&note_row_record, &k->results,
			    &k->nresults);
	char		**strings[] = { &r->id, &r->status, NULL, &r->base,
			    NULL, NULL, NULL, &r->title, &r->cause };
	double		*numbers[] = { NULL, NULL, &r->score, NULL,
			    &r->change, &r->interval, &r->seconds, NULL, NULL };
	const char	*end = s + n, *bar;
	size_t		 c;

	for (c = 0, s++; c < 9 && s < end; c++, s = bar + 1) {
		if ((bar = memchr(s, '|', (size_t)(end - s))) == NULL)
			bar = end;
		if (strings[c] != NULL)
			record_set_trimmed(strings[c], s, (size_t)(bar - s));
		else
			*numbers[c] = number(s, (size_t)(bar - s));
	}
}

/* The references between two brackets, "a, b"; an invalid value when it is
 * something else that a claim ends with. */
static jv
parse_references(const char *s, size_t n)
{
	const char	*end = s + n, *comma;
	jv		 list = jv_array();

	for (;; s = comma + 1) {
		if ((comma = memchr(s, ',', (size_t)(end - s))) == NULL)
			comma = end;
		while (s < comma && *s == ' ')
			s++;
		if (s == comma || !isdigit((unsigned char)*s) ||
		    memchr(s, '/', (size_t)(comma - s)) == NULL) {
			jv_free(list);
			return jv_invalid();
		}
		list = add_trimmed(list, s, (size_t)(comma - s));
		if (comma == end)
			return list;
	}
}

/* Take " verified", " unchecked" or " unverified (why)" off the end of s..end;
 * returns where the rest ends. */
static const char *
parse_state(struct judgement *j, const char *s, const char *end)
{
	static const char *const states[] = { "verified", "unverified",
	    "unchecked" };
	const char	*p, *open = end;
	size_t		 i, n;

	if (end > s && end[-1] == ')')
		for (p = s; p + 13 < end; p++)
			if (memcmp(p, " unverified (", 13) == 0) {
				record_set_trimmed(&j->why, p + 13,
				    (size_t)(end - p) - 14);
				open = p + 11;
			}
	for (i = 0; i < 3; i++) {
		n = strlen(states[i]);
		if ((size_t)(open - s) > n && open[-(long)n - 1] == ' ' &&
		    memcmp(open - n, states[i], n) == 0) {
			record_set(&j->state, states[i]);
			return open - n - 1;
		}
	}
	record_set(&j->state, "unchecked");
	return end;
}

/* "- verdict: claim [reference, reference] verified" */
static void
parse_judgement(struct note *k, const char *s, size_t n, int line)
{
	struct judgement	*j = record_append(&judgement_record,
				    &k->judgements, &k->njudgements);
	const char		*colon = memchr(s, ':', n), *b, *end = s + n;
	jv			 some;

	j->line = line;
	j->evidence = jv_array();
	while (end > s && isspace((unsigned char)end[-1]))
		end--;
	end = parse_state(j, s, end);
	while (end > s && end[-1] == ']') {
		for (b = end - 1; b > s && *b != '['; b--)
			;
		if (*b != '[')
			break;
		some = parse_references(b + 1, (size_t)(end - b) - 2);
		if (!jv_is_valid(some)) {
			jv_free(some);
			break;
		}
		j->evidence = jv_array_concat(some, j->evidence);
		for (end = b; end > s && end[-1] == ' '; end--)
			;
	}
	if (colon == NULL || colon >= end)
		colon = s - 1;
	if (colon < s)
		record_set(&j->verdict, "inconclusive");
	else
		record_set_trimmed(&j->verdict, s, (size_t)(colon - s));
	record_set_trimmed(&j->claim, colon + 1, (size_t)(end - colon) - 1);
}

/* A row of results begins with an id, unlike the head of the table. */
static bool
is_row(const char *s, size_t n)
{
	size_t	 i = 1;

	while (i < n && s[i] == ' ')
		i++;
	return n > 3 && s[0] == '|' && i < n && isdigit((unsigned char)s[i]);
}

enum section { NONE, RESULTS, JUDGEMENTS, RULES, NEXT };

/* The section that a heading opens, by the first letters of its title. */
static enum section
section_of(const char *s, size_t n)
{
	static const char *const titles[] = { "", "resu", "judg", "rule",
	    "next" };
	size_t	 i;

	for (i = RESULTS; i <= NEXT; i++)
		if (n >= 4 && strncasecmp(s, titles[i], 4) == 0)
			return (enum section)i;
	return NONE;
}

static void
parse_line(struct note *k, enum section in, const char *s, size_t n, int line)
{
	bool	 item = n > 2 && s[0] == '-';

	if (in == RESULTS && is_row(s, n))
		parse_row(k, s, n);
	else if (in == JUDGEMENTS && item)
		parse_judgement(k, s + 2, n - 2, line);
	else if (in == RULES && item)
		k->rules = add_trimmed(k->rules, s + 1, n - 1);
	else if (in == NEXT && item)
		k->next = add_trimmed(k->next, s + 1, n - 1);
}

/* The front matter; a list in it is none of ours. */
static void
read_meta(struct note *k, jv meta, int phase)
{
	meta = jv_object_delete(meta, jv_string("results"));
	meta = jv_object_delete(meta, jv_string("judgements"));
	record_free(&note_record, k);
	record_read(&note_record, meta, k);
	jv_free(meta);
	jv_free(k->rules);
	jv_free(k->next);
	k->rules = jv_array();
	k->next = jv_array();
	k->phase = phase;
}

enum hcc_status
note_parse(const char *text, size_t n, const char *name, int phase,
    struct note *k, struct hcc_err *e)
{
	const char	*s, *at, *end = text + n;
	enum section	 in = NONE;
	size_t		 body, len;
	int		 line = 1;
	enum hcc_status	 st;
	jv		 meta;

	if ((st = yaml_front(text, n, name, &meta, &body, e)) != HCC_OK)
		return st;
	read_meta(k, meta, phase);
	for (at = text; at < text + body; at++)
		line += *at == '\n';
	k->line = line;
	for (; text_line(&at, end, &s, &len); line++) {
		if (len > 3 && memcmp(s, "## ", 3) == 0)
			in = section_of(s + 3, len - 3);
		else
			parse_line(k, in, s, len, line);
	}
	k->text = mem_dup_n(text + body, n - body);
	return HCC_OK;
}
