/*
 * plan.c: read and write plan/NN.md. The file is the whole truth about what
 * a phase has to do: what a person strikes out is not run.
 */
#include <stdio.h>
#include <string.h>

#include "base/fs.h"
#include "base/json.h"
#include "base/text.h"
#include "base/yaml.h"
#include "task/journal.h"
#include "task/plan.h"

#define CONTROL "Control:"
#define FROM "From:"
#define MEASURE "Measure:"

bool
plan_id_parse(const char *s, int *phase, int *direction, int *suggestion,
    int *attempt)
{
	int	 n = 0, p, d, j, k = 0;

	if (sscanf(s, "%4d/%4d.%4d%n", &p, &d, &j, &n) != 3 || n == 0)
		return false;
	if (s[n] == '/' && sscanf(s + n, "/%6d%n", &k, &n) == 1 && k > 0)
		s = strchr(strchr(s, '/') + 1, '/');
	if (s[n] != '\0' || p < 0 || d < 0 || j < 1)
		return false;
	*phase = p;
	*direction = d;
	*suggestion = j;
	*attempt = k;
	return true;
}

bool
plan_phase_of(const char *name, const char *ending, int *phase)
{
	int	 n = 0;

	return *name >= '0' && *name <= '9' &&
	    sscanf(name, "%4d%n", phase, &n) == 1 &&
	    strcmp(name + n, ending) == 0;
}

void
plan_id(char *out, int phase, int direction, int suggestion)
{
	snprintf(out, 32, "%02d/%d.%d", phase, direction, suggestion);
}

static const struct record_field suggestion_fields[] = {
	SUGGESTION_FIELDS
};
const struct record suggestion_record = RECORD(struct suggestion,
    suggestion_fields);

static const struct record_field direction_fields[] = {
	RECORD_INT(struct direction, n, 0, 0),
	RECORD_STR(struct direction, title, 0),
	RECORD_STR(struct direction, why, 0),
	RECORD_BOOL(struct direction, control, RECORD_OPTIONAL),
	RECORD_STR(struct direction, from, RECORD_OPTIONAL),
	RECORD_LIST(struct direction, suggestions, count, struct suggestion,
	    &suggestion_record, 0),
};
const struct record direction_record = RECORD(struct direction,
    direction_fields);

static const struct record_field plan_fields[] = {
	RECORD_INT(struct plan, phase, 0, 0),
	RECORD_STR(struct plan, base, RECORD_OPTIONAL),
	RECORD_STR(struct plan, by, RECORD_OPTIONAL),
	RECORD_STR(struct plan, reason, RECORD_OPTIONAL),
	RECORD_INT(struct plan, continues, 0, RECORD_OPTIONAL),
	RECORD_JSON(struct plan, dropped, RECORD_OPTIONAL),
	RECORD_JSON(struct plan, refused, RECORD_OPTIONAL),
	RECORD_LIST(struct plan, directions, count, struct direction,
	    &direction_record, 0),
};
const struct record plan_record = RECORD(struct plan, plan_fields);

void
plan_init(struct plan *p, int phase)
{
	record_init(&plan_record, p);
	p->phase = phase;
}

void
plan_free(struct plan *p)
{
	record_free(&plan_record, p);
}

struct parser {
	const char		*name;
	long			 line;
	struct plan		*plan;
	struct direction	*dir;	/* that is open, or NULL */
	struct suggestion	*sug;	/* of it, or NULL */
	struct buf		 text;	/* of what is open */
};

/* The text gathered so far goes to what is open. */
static void
end_text(struct parser *p)
{
	const char	*s = buf_str(&p->text);

	if (p->sug != NULL)
		record_set_trimmed(&p->sug->text, s, strlen(s));
	else if (p->dir != NULL) {
		s += strspn(s, " \t\r\n\f\v");
		s += strncmp(s, "Why:", 4) == 0 ? 4 : 0;
		record_set_trimmed(&p->dir->why, s, strlen(s));
	}
	buf_reset(&p->text);
	p->sug = NULL;
}

static bool
has_direction(const struct plan *plan, int n)
{
	size_t	 i;

	for (i = 0; i < plan->count; i++)
		if (plan->directions[i].n == n)
			return true;
	return false;
}

static bool
has_suggestion(const struct direction *d, int n)
{
	size_t	 i;

	for (i = 0; i < d->count; i++)
		if (d->suggestions[i].n == n)
			return true;
	return false;
}

static enum hcc_status
open_direction(struct parser *p, const char *s, size_t len, struct hcc_err *e)
{
	char	 head[32];
	int	 n, at = 0;

	end_text(p);
	/* A bounded copy: sscanf(3) reads on to a NUL. */
	snprintf(head, sizeof(head), "%.*s", (int)(len < 31 ? len : 31), s);
	if (sscanf(head, "%6d%n", &n, &at) != 1 || n < 1 || (size_t)at > len)
		return err_set(e, HCC_INPUT, "read '%s' line %ld: a direction "
		    "must read '## NUMBER TITLE'", p->name, p->line);
	if (has_direction(p->plan, n))
		return err_set(e, HCC_INPUT, "read '%s' line %ld: direction %d "
		    "is there twice; give one of them another number",
		    p->name, p->line, n);
	p->dir = record_append(&direction_record, &p->plan->directions,
	    &p->plan->count);
	p->dir->n = n;
	record_set_trimmed(&p->dir->title, s + at, len - (size_t)at);
	return HCC_OK;
}

static enum hcc_status
open_suggestion(struct parser *p, const char *s, size_t len, struct hcc_err *e)
{
	char	 id[32], head[32];
	int	 i, j, at = 0;

	end_text(p);
	snprintf(head, sizeof(head), "%.*s", (int)(len < 31 ? len : 31), s);
	if (sscanf(head, "%6d.%6d%n", &i, &j, &at) != 2 || (size_t)at > len ||
	    j < 1 || p->dir == NULL || i != p->dir->n)
		return err_set(e, HCC_INPUT, "read '%s' line %ld: a suggestion "
		    "must read '### I.J TITLE' below its direction '## I'",
		    p->name, p->line);
	if (has_suggestion(p->dir, j))
		return err_set(e, HCC_INPUT, "read '%s' line %ld: suggestion "
		    "%d.%d is there twice; give one of them another number",
		    p->name, p->line, i, j);
	p->sug = record_append(&suggestion_record, &p->dir->suggestions,
	    &p->dir->count);
	p->sug->n = j;
	record_set_trimmed(&p->sug->title, s + at, len - (size_t)at);
	plan_id(id, p->plan->phase, i, j);
	record_set(&p->sug->id, id);
	return HCC_OK;
}

/* A line by which a direction says that it knew no wisdom, or where it starts.
 */
static bool
is_line(const struct parser *p, const char *s, size_t len, const char *word)
{
	return p->dir != NULL && p->sug == NULL &&
	    len >= strlen(word) && memcmp(s, word, strlen(word)) == 0;
}

/* The line by which a suggestion says that it only measures: its first. */
static bool
is_measure(const struct parser *p, const char *s, size_t len)
{
	return p->sug != NULL && len >= strlen(MEASURE) &&
	    memcmp(s, MEASURE, strlen(MEASURE)) == 0 &&
	    strspn(buf_str(&p->text), " \t\r\n") == p->text.len;
}

static enum hcc_status
set_from(struct parser *p, const char *s, size_t len, struct hcc_err *e)
{
	int	 phase, direction, n, attempt;

	record_set_trimmed(&p->dir->from, s, len);
	if (plan_id_parse(p->dir->from, &phase, &direction, &n, &attempt) &&
	    attempt == 0 && phase < p->plan->phase)
		return HCC_OK;
	return err_set(e, HCC_INPUT, "read '%s' line %ld: 'From: %.40s' is no "
	    "run of an earlier phase, such as 02/1.1", p->name, p->line,
	    p->dir->from);
}

static enum hcc_status
parse_body(struct parser *p, const char *at, const char *end,
    struct hcc_err *e)
{
	const char	*s;
	size_t		 len;
	bool		 fenced = false;
	enum hcc_status	 st, worst = HCC_OK;

	while (text_line(&at, end, &s, &len)) {
		st = HCC_OK;
		p->line++;
		if (len >= 3 && memcmp(s, "```", 3) == 0)
			fenced = !fenced;
		if (!fenced && len > 3 && memcmp(s, "## ", 3) == 0)
			st = open_direction(p, s + 3, len - 3, e);
		else if (!fenced && len > 4 && memcmp(s, "### ", 4) == 0)
			st = open_suggestion(p, s + 4, len - 4, e);
		else if (!fenced && is_line(p, s, len, CONTROL))
			p->dir->control = true;
		else if (!fenced && is_measure(p, s, len))
			p->sug->measure = true;
		else if (!fenced && is_line(p, s, len, FROM))
			st = set_from(p, s + strlen(FROM), len - strlen(FROM),
			    e);
		else {
			buf_add(&p->text, s, len);
			buf_addc(&p->text, '\n');
		}
		if (st != HCC_OK && worst == HCC_OK) {
			worst = st;
			e = NULL;	/* it tells of the first */
		}
	}
	end_text(p);
	return worst;
}

static enum hcc_status
parse_plan(const char *text, size_t n, const char *name, int phase,
    struct plan *plan, struct hcc_err *e)
{
	struct parser	 p = { .name = name, .plan = plan, .text = BUF_INIT };
	const char	*s;
	size_t		 body;
	enum hcc_status	 st;
	jv		 meta;

	if ((st = yaml_front(text, n, name, &meta, &body, e)) != HCC_OK)
		return st;
	meta = jv_object_delete(meta, jv_string("directions"));
	record_read(&plan_record, meta, plan);
	jv_free(meta);
	plan->phase = phase;
	for (s = text; s < text + body; s++)
		p.line += *s == '\n';
	st = parse_body(&p, text + body, text + n, e);
	buf_release(&p.text);
	if (st == HCC_OK && plan->count == 0)
		st = err_set(e, HCC_INPUT, "read '%s': no direction "
		    "('## NUMBER TITLE') is in it; put one in, or delete the "
		    "file for a new plan", name);
	return st;
}

/* A title is one line and never looks like markup. */
static void
add_title(struct buf *b, const char *s)
{
	for (; s != NULL && *s != '\0'; s++)
		buf_addc(b, (unsigned char)*s < ' ' ? ' ' : *s);
	buf_addc(b, '\n');
}

/* Text that a brain wrote must not open headings of ours, nor call itself a
 * control or a measurement or start elsewhere: such a line outside fences is
 * set back by a blank. An open fence is closed. */
static void
add_text(struct buf *b, const char *s, bool of_direction)
{
	const char	*nl;
	bool		 fenced = false;

	for (; s != NULL && *s != '\0'; s = nl + (*nl != '\0')) {
		nl = s + strcspn(s, "\n");
		if (strncmp(s, "```", 3) == 0)
			fenced = !fenced;
		else if (!fenced && (*s == '#' ||
		    text_starts(s, CONTROL) ||
		    text_starts(s, of_direction ? FROM : MEASURE)))
			buf_addc(b, ' ');
		buf_add(b, s, (size_t)(nl - s));
		buf_addc(b, '\n');
	}
	if (fenced)
		buf_adds(b, "```\n");
}

static void
add_direction(struct buf *b, const struct direction *d)
{
	const struct suggestion	*s;
	const char		*why = d->why == NULL ? "" : d->why;

	buf_addf(b, "## %d ", d->n);
	add_title(b, d->title);
	/* A fence counts at the start of a line only. */
	buf_adds(b, *why == '`' ? "Why:\n" : "Why: ");
	add_text(b, why, true);
	if (*why == '\0')
		buf_addc(b, '\n');
	if (d->control)
		buf_adds(b, CONTROL " planned without wisdom\n");
	if (d->from != NULL) {
		buf_adds(b, FROM " ");
		add_title(b, d->from);
	}
	for (s = d->suggestions; s < d->suggestions + d->count; s++) {
		buf_addf(b, "\n### %d.%d ", d->n, s->n);
		add_title(b, s->title);
		if (s->measure)
			buf_adds(b, MEASURE " nothing is adopted\n");
		add_text(b, s->text, false);
	}
	buf_addc(b, '\n');
}

/* Append the Markdown of a plan. */
static void
format_plan(struct buf *b, const struct plan *plan)
{
	static const char *const order[] = { "phase", "base", "by",
	    "reason", "continues", NULL };
	size_t	 i;
	jv	 meta = jv_object_delete(record_json(&plan_record, plan),
		    jv_string("directions"));

	yaml_emit(b, meta, order);
	jv_free(meta);
	for (i = 0; i < plan->count; i++)
		add_direction(b, &plan->directions[i]);
}

enum hcc_status
plan_read(const struct task *t, int phase, struct plan *plan,
    struct hcc_err *e)
{
	struct buf	 b = BUF_INIT;
	char		 name[32];
	enum hcc_status	 st;

	plan_init(plan, phase);
	snprintf(name, sizeof(name), "plan/%02d.md", phase);
	st = fs_read(t->dir, name, 8u << 20, &b, e);
	if (st == HCC_OK)
		st = parse_plan(buf_str(&b), b.len, name, phase, plan, e);
	if (st != HCC_OK && e != NULL)
		err_prefix(e, "task '%s'", t->path);
	buf_release(&b);
	return st;
}

enum hcc_status
plan_write(const struct task *t, const struct plan *plan, struct hcc_err *e)
{
	struct buf	 b = BUF_INIT;
	char		 name[32];
	enum hcc_status	 st;

	snprintf(name, sizeof(name), "plan/%02d.md", plan->phase);
	format_plan(&b, plan);
	if ((st = fs_mkdirs(t->dir, "plan", e)) == HCC_OK)
		st = fs_publish(t->dir, name, buf_str(&b), b.len, e);
	buf_release(&b);
	return st;
}

enum hcc_status
plan_publish(const struct task *t, const struct plan *plan, const char *event,
    struct hcc_err *e)
{
	char		 file[32], sum[65];
	enum hcc_status	 st;
	jv		 ev;

	snprintf(file, sizeof(file), "plan/%02d.md", plan->phase);
	if ((st = plan_write(t, plan, e)) != HCC_OK ||
	    (st = fs_sha256(t->dir, file, sum, e)) != HCC_OK)
		return st;
	ev = json_put_num(jv_object(), "phase", plan->phase);
	ev = json_put_str(ev, "by", plan->by);
	if (plan->reason != NULL)
		ev = json_put_str(ev, "reason", plan->reason);
	ev = json_put_str(ev, "file", file);
	return journal_add(t, event, json_put_str(ev, "sha256", sum), e);
}

long
plan_line(const struct task *t, int phase, int direction, int suggestion)
{
	struct buf	 b = BUF_INIT;
	const char	*s, *at, *end;
	char		 name[32], head[48];
	size_t		 n, k;
	long		 line = 0, found = 0;

	snprintf(name, sizeof(name), "plan/%02d.md", phase);
	k = (size_t)snprintf(head, sizeof(head), "### %d.%d ", direction,
	    suggestion);
	(void)fs_read(t->dir, name, 8u << 20, &b, NULL);
	at = buf_str(&b);
	end = at + b.len;
	while (found == 0 && text_line(&at, end, &s, &n)) {
		line++;
		if (n >= k && memcmp(s, head, k) == 0)
			found = line;
	}
	buf_release(&b);
	return found;
}
