/*
 * note.c: the phase note, out and in.
 */
#include <ctype.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/fs.h"
#include "base/json.h"
#include "base/mem.h"
#include "base/text.h"
#include "base/utf8.h"
#include "base/yaml.h"
#include "task/note.h"

static const struct record_field row_fields[] = {
	RECORD_STR(struct note_row, id, 0),
	RECORD_STR(struct note_row, status, 0),
	RECORD_NUM(struct note_row, score, 0),
	RECORD_STR(struct note_row, base, 0),
	RECORD_NUM(struct note_row, change, 0),
	RECORD_NUM(struct note_row, interval, 0),
	RECORD_NUM(struct note_row, seconds, 0),
	RECORD_STR(struct note_row, title, 0),
	RECORD_STR(struct note_row, cause, 0),
};
const struct record note_row_record = RECORD(struct note_row, row_fields);

static const struct record_field judgement_fields[] = {
	RECORD_STR(struct judgement, verdict, 0),
	RECORD_STR(struct judgement, claim, 0),
	RECORD_JSON(struct judgement, evidence, 0),
	RECORD_STR(struct judgement, state, RECORD_OPTIONAL),
	RECORD_STR(struct judgement, why, RECORD_OPTIONAL),
	RECORD_INT(struct judgement, line, 0, RECORD_OPTIONAL),
};
const struct record judgement_record = RECORD(struct judgement,
    judgement_fields);

static const struct record_field source_fields[] = {
	RECORD_STR(struct note_source, archive, 0),
	RECORD_STR(struct note_source, sha256, 0),
};
const struct record note_source_record = RECORD(struct note_source,
    source_fields);

static const struct record_field note_fields[] = {
	RECORD_INT(struct note, phase, 0, 0),
	RECORD_STR(struct note, brain, RECORD_OPTIONAL),
	RECORD_STR(struct note, reason, RECORD_OPTIONAL),
	RECORD_STR(struct note, model, RECORD_OPTIONAL),
	RECORD_PTR(struct note, source, struct note_source,
	    &note_source_record, RECORD_OPTIONAL),
	RECORD_NUM(struct note, tokens_before, RECORD_OPTIONAL),
	RECORD_NUM(struct note, tokens_after, RECORD_OPTIONAL),
	RECORD_LIST(struct note, results, nresults, struct note_row,
	    &note_row_record, 0),
	RECORD_LIST(struct note, judgements, njudgements, struct judgement,
	    &judgement_record, 0),
	RECORD_JSON(struct note, rules, 0),
	RECORD_JSON(struct note, next, 0),
	RECORD_STR(struct note, text, RECORD_OPTIONAL),
	RECORD_INT(struct note, line, 0, RECORD_OPTIONAL),
};
const struct record note_record = RECORD(struct note, note_fields);

void
note_init(struct note *k, int phase)
{
	record_init(&note_record, k);
	k->phase = phase;
	k->rules = jv_array();
	k->next = jv_array();
}

void
note_free(struct note *k)
{
	record_free(&note_record, k);
}

/* The columns of the table are the members of a row, in their order. */
#define COLUMNS "suggestion | status | score | built on | change | ± | " \
	"seconds | title | cause"

/* One line of text, of a log perhaps: nothing that a terminal obeys, no line
 * breaks, and in a table no bars. */
static void
add_text(struct buf *b, const char *s, char bar)
{
	struct buf	 plain = BUF_INIT;
	const char	*p;

	utf8_add_plain(&plain, s, strlen(s));
	for (p = buf_str(&plain); *p != '\0'; p++)
		buf_addc(b, *p == '|' ? bar : *p == '\n' || *p == '\t' ?
		    ' ' : *p);
	buf_release(&plain);
}

static void
add_cell(struct buf *b, const char *s)
{
	add_text(b, s == NULL ? "" : s, '/');
	buf_adds(b, " | ");
}

static void
add_number(struct buf *b, double d, const char *fmt)
{
	if (isfinite(d))
		buf_addf(b, strcmp(fmt, "+") == 0 ? "%+.6g" :
		    strcmp(fmt, "s") == 0 ? "%.1f" :
		    strcmp(fmt, "i") == 0 ? "%.2g" : "%.6g", d);
	else
		buf_addc(b, '-');
	buf_adds(b, " | ");
}

static void
add_results(struct buf *b, const struct note *k)
{
	const struct note_row	*r;

	buf_adds(b, "## Results\n| " COLUMNS " |\n"
	    "|---|---|---|---|---|---|---|---|---|\n");
	for (r = k->results; r < k->results + k->nresults; r++) {
		buf_adds(b, "| ");
		add_cell(b, r->id == NULL ? "?" : r->id);
		add_cell(b, r->status == NULL ? "?" : r->status);
		add_number(b, r->score, "g");
		add_cell(b, r->base);
		add_number(b, r->change, "+");
		add_number(b, r->interval, "i");
		add_number(b, r->seconds, "s");
		add_cell(b, r->title);
		add_cell(b, r->cause);
		while (b->len > 0 && b->p[b->len - 1] == ' ')
			b->p[--b->len] = '\0';
		buf_addc(b, '\n');
	}
}

static void
add_judgements(struct buf *b, const struct note *k)
{
	const struct judgement	*j;
	jv			 id;
	int			 i;

	buf_adds(b, "\n## Judgements\n");
	for (j = k->judgements; j < k->judgements + k->njudgements; j++) {
		buf_addf(b, "- %s: ", j->verdict == NULL ? "inconclusive" :
		    j->verdict);
		add_text(b, j->claim == NULL ? "" : j->claim, '|');
		for (i = 0; json_item(j->evidence, i, &id); i++) {
			buf_adds(b, i == 0 ? " [" : ", ");
			add_text(b, jv_get_kind(id) == JV_KIND_STRING ?
			    jv_string_value(id) : "?", '|');
		}
		if (i > 0)
			buf_addc(b, ']');
		buf_addf(b, " %s", j->state == NULL ? "unchecked" : j->state);
		if (j->why != NULL && j->state != NULL &&
		    strcmp(j->state, "unverified") == 0) {
			buf_adds(b, " (");
			add_text(b, j->why, '|');
			buf_addc(b, ')');
		}
		buf_addc(b, '\n');
	}
}

static void
add_list(struct buf *b, const char *title, jv list)
{
	jv	 s;
	int	 i;

	buf_addf(b, "\n## %s\n", title);
	for (i = 0; json_item(list, i, &s); i++)
		if (jv_get_kind(s) == JV_KIND_STRING) {
			buf_adds(b, "- ");
			add_text(b, jv_string_value(s), '|');
			buf_addc(b, '\n');
		}
}

void
note_format(struct buf *b, const struct note *k)
{
	static const char *const order[] = { "phase", "brain", "reason",
	    "model", "source", "tokens_before", "tokens_after", NULL };
	static const char *const body[] = { "results", "judgements", "rules",
	    "next", "text", "line" };
	jv	 meta = record_json(&note_record, k);
	size_t	 i;

	for (i = 0; i < sizeof(body) / sizeof(body[0]); i++)
		meta = jv_object_delete(meta, jv_string(body[i]));
	yaml_emit(b, meta, order);
	jv_free(meta);
	add_results(b, k);
	add_judgements(b, k);
	add_list(b, "Rules", k->rules);
	add_list(b, "Next", k->next);
}

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

static enum hcc_status
parse_note(const char *text, size_t n, const char *name, int phase,
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

enum hcc_status
note_read(const struct task *t, int phase, struct note *k, struct hcc_err *e)
{
	struct buf	 b = BUF_INIT;
	char		 name[32];
	enum hcc_status	 st;

	note_init(k, phase);
	snprintf(name, sizeof(name), "l2/%02d.md", phase);
	st = fs_read(t->dir, name, 8u << 20, &b, e);
	if (st == HCC_OK)
		st = parse_note(buf_str(&b), b.len, name, phase, k, e);
	if (st != HCC_OK && e != NULL)
		err_prefix(e, "task '%s'", t->path);
	buf_release(&b);
	return st;
}

enum hcc_status
note_write(const struct task *t, const struct note *k, struct hcc_err *e)
{
	struct buf	 b = BUF_INIT;
	char		 name[32];
	enum hcc_status	 st;

	snprintf(name, sizeof(name), "l2/%02d.md", k->phase);
	note_format(&b, k);
	if ((st = fs_mkdirs(t->dir, "l2", e)) == HCC_OK)
		st = fs_publish(t->dir, name, buf_str(&b), b.len, e);
	buf_release(&b);
	return st;
}

void
note_add_result(struct note *k, const char *id, const char *title,
    const struct result *r)
{
	struct note_row		*row = record_append(&note_row_record,
				    &k->results, &k->nresults);
	const struct cause	*c = r == NULL ? NULL : r->cause;
	char			 text[400] = "";

	record_set(&row->id, id);
	record_set(&row->title, title);
	record_set(&row->status, r == NULL || r->status == NULL ? "not run" :
	    r->status);
	if (c != NULL)
		snprintf(text, sizeof(text), "%s%s%.300s%s%.40s",
		    c->class == NULL ? "" : c->class,
		    c->message == NULL ? "" : ": ",
		    c->message == NULL ? "" : c->message,
		    c->frame == NULL ? "" : " at ",
		    c->frame == NULL ? "" : c->frame);
	record_set(&row->cause, text);
	record_set(&row->base, r == NULL || r->base == NULL ? "" :
	    r->base->id);
	if (r != NULL) {
		row->score = r->score;
		row->change = r->change;
		row->interval = r->interval;
		row->seconds = r->seconds;
	}
}

const struct note_row *
note_find_row(const struct note *k, const char *id)
{
	size_t	 i;

	for (i = 0; i < k->nresults; i++)
		if (k->results[i].id != NULL &&
		    strcmp(k->results[i].id, id) == 0)
			return &k->results[i];
	return NULL;
}

void
note_row_result(const struct note_row *row, struct result *r)
{
	record_init(&result_record, r);
	record_set(&r->id, row->id);
	record_set(&r->title, row->title);
	record_set(&r->status, row->status);
	r->score = row->score;
	r->change = row->change;
	r->interval = row->interval;
	if (row->base != NULL && *row->base != '\0') {
		r->base = record_new(&base_record);
		record_set(&r->base->id, row->base);
	}
	r->seconds = row->seconds;
	if (row->cause != NULL && *row->cause != '\0') {
		r->cause = record_new(&cause_record);
		record_set(&r->cause->message, row->cause);
	}
}
