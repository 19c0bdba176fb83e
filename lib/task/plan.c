/*
 * plan.c: read and write plan/NN.md. The file is the whole truth about what
 * a phase has to do: what a person strikes out is not run.
 */
#include <ctype.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/fs.h"
#include "base/json.h"
#include "base/yaml.h"
#include "task/plan.h"

#define CONTROL "Control:"

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

void
plan_id(char *out, int phase, int direction, int suggestion)
{
	snprintf(out, 32, "%02d/%d.%d", phase, direction, suggestion);
}

struct parser {
	const char	*name;
	long		 line;
	int		 phase;
	jv		 directions;	/* finished ones */
	jv		 dir;		/* open direction, or invalid */
	jv		 sug;		/* open suggestion, or invalid */
	struct buf	 text;		/* of what is open */
};

/* The text gathered so far, blanks at both ends removed. */
static jv
take_text(struct parser *p)
{
	const char	*s = buf_str(&p->text);
	size_t		 n = p->text.len;
	jv		 v;

	while (n > 0 && isspace((unsigned char)s[n - 1]))
		n--;
	while (n > 0 && isspace((unsigned char)*s))
		s++, n--;
	v = jv_string_sized(s, (int)n);
	buf_reset(&p->text);
	return v;
}

static void
close_suggestion(struct parser *p)
{
	jv	 list;

	if (!jv_is_valid(p->sug))
		return;
	p->sug = json_put(p->sug, "text", take_text(p));
	list = json_get(p->dir, "suggestions");
	p->dir = json_put(p->dir, "suggestions", jv_null());
	list = jv_array_append(list, p->sug);
	p->dir = json_put(p->dir, "suggestions", list);
	p->sug = jv_invalid();
}

static void
close_why(struct parser *p)
{
	jv		 why;
	const char	*s;

	if (!jv_is_valid(p->dir) || jv_is_valid(p->sug) ||
	    json_str(p->dir, "why", NULL) != NULL)
		return;
	why = take_text(p);
	s = jv_string_value(why);
	if (strncmp(s, "Why:", 4) == 0)
		s += 4 + strspn(s + 4, " \t\n");
	p->dir = json_put_str(p->dir, "why", s);
	jv_free(why);
}

static void
close_direction(struct parser *p)
{
	close_why(p);
	close_suggestion(p);
	if (jv_is_valid(p->dir))
		p->directions = jv_array_append(p->directions, p->dir);
	p->dir = jv_invalid();
	buf_reset(&p->text);
}

static bool
has_number(jv list, int n)
{
	int	 i;
	jv	 v;
	bool	 yes = false;

	for (i = 0; !yes && i < jv_array_length(jv_copy(list)); i++) {
		v = jv_array_get(jv_copy(list), i);
		yes = (int)json_num(v, "n", -1) == n;
		jv_free(v);
	}
	return yes;
}

static jv
titled(int n, const char *s, size_t len)
{
	while (len > 0 && isspace((unsigned char)s[len - 1]))
		len--;
	while (len > 0 && isspace((unsigned char)*s))
		s++, len--;
	return json_put(json_put_num(jv_object(), "n", n), "title",
	    jv_string_sized(s, (int)len));
}

static enum hcc_status
open_direction(struct parser *p, const char *s, size_t len, struct hcc_err *e)
{
	char	 head[32];
	int	 n, at = 0;

	close_direction(p);
	/* A bounded copy: sscanf(3) reads on to a NUL. */
	snprintf(head, sizeof(head), "%.*s", (int)(len < 31 ? len : 31), s);
	if (sscanf(head, "%6d%n", &n, &at) != 1 || n < 1 || (size_t)at > len)
		return err_set(e, HCC_INPUT, "read '%s' line %ld: a direction "
		    "must read '## NUMBER TITLE'", p->name, p->line);
	if (has_number(p->directions, n))
		return err_set(e, HCC_INPUT, "read '%s' line %ld: direction %d "
		    "is there twice", p->name, p->line, n);
	p->dir = json_put(titled(n, s + at, len - (size_t)at), "suggestions",
	    jv_array());
	return HCC_OK;
}

static enum hcc_status
open_suggestion(struct parser *p, const char *s, size_t len, struct hcc_err *e)
{
	int	 i, j, at = 0;
	char	 id[32], head[32];
	jv	 list;
	bool	 twice;

	close_why(p);
	close_suggestion(p);
	snprintf(head, sizeof(head), "%.*s", (int)(len < 31 ? len : 31), s);
	if (sscanf(head, "%6d.%6d%n", &i, &j, &at) != 2 || (size_t)at > len ||
	    j < 1 || !jv_is_valid(p->dir) || i != (int)json_num(p->dir, "n", -1))
		return err_set(e, HCC_INPUT, "read '%s' line %ld: a suggestion "
		    "must read '### I.J TITLE' below its direction '## I'",
		    p->name, p->line);
	list = json_get(p->dir, "suggestions");
	twice = has_number(list, j);
	jv_free(list);
	if (twice)
		return err_set(e, HCC_INPUT, "read '%s' line %ld: suggestion "
		    "%d.%d is there twice", p->name, p->line, i, j);
	p->sug = titled(j, s + at, len - (size_t)at);
	plan_id(id, p->phase, i, j);
	p->sug = json_put_str(p->sug, "id", id);
	return HCC_OK;
}

/* The line by which a direction says that it knew no wisdom. */
static bool
is_control(const struct parser *p, const char *s, size_t len)
{
	return jv_is_valid(p->dir) && !jv_is_valid(p->sug) &&
	    len >= strlen(CONTROL) && memcmp(s, CONTROL, strlen(CONTROL)) == 0;
}

enum hcc_status
plan_parse(const char *text, size_t n, const char *name, int phase, jv *plan,
    struct hcc_err *e)
{
	struct parser	 p = { name, 0, phase, jv_array(), jv_invalid(),
			    jv_invalid(), BUF_INIT };
	const char	*s, *nl, *end = text + n;
	size_t		 body, len;
	bool		 fenced = false;
	enum hcc_status	 st;
	jv		 meta;

	*plan = jv_invalid();
	st = yaml_front(text, n, name, &meta, &body, e);
	for (s = text; s < text + body; s++)
		p.line += *s == '\n';
	for (; st == HCC_OK && s < end; s = nl + 1) {
		if ((nl = memchr(s, '\n', (size_t)(end - s))) == NULL)
			nl = end;
		len = (size_t)(nl - s);
		p.line++;
		if (len >= 3 && memcmp(s, "```", 3) == 0)
			fenced = !fenced;
		if (!fenced && len > 3 && memcmp(s, "## ", 3) == 0)
			st = open_direction(&p, s + 3, len - 3, e);
		else if (!fenced && len > 4 && memcmp(s, "### ", 4) == 0)
			st = open_suggestion(&p, s + 4, len - 4, e);
		else if (!fenced && is_control(&p, s, len))
			p.dir = json_put(p.dir, "control", jv_true());
		else {
			buf_add(&p.text, s, len);
			buf_addc(&p.text, '\n');
		}
	}
	close_direction(&p);
	buf_release(&p.text);
	if (st == HCC_OK && jv_array_length(jv_copy(p.directions)) == 0)
		st = err_set(e, HCC_INPUT, "read '%s': no direction "
		    "('## NUMBER TITLE') is in it; put one in, or delete the "
		    "file for a new plan", name);
	if (st != HCC_OK) {
		jv_free(p.directions);
		jv_free(meta);
		return st;
	}
	meta = json_put_num(meta, "phase", phase);
	*plan = json_put(meta, "directions", p.directions);
	return HCC_OK;
}

/* A title is one line and never looks like markup. */
static void
add_title(struct buf *b, const char *s)
{
	for (; *s != '\0'; s++)
		buf_addc(b, (unsigned char)*s < ' ' ? ' ' : *s);
	buf_addc(b, '\n');
}

/* Text that a brain wrote must not open headings of ours, nor call itself a
 * control: such a line outside fences is set back by a blank. An open fence is
 * closed. */
static void
add_text(struct buf *b, const char *s)
{
	const char	*nl;
	bool		 fenced = false;

	for (; *s != '\0'; s = nl + (*nl != '\0')) {
		nl = s + strcspn(s, "\n");
		if (strncmp(s, "```", 3) == 0)
			fenced = !fenced;
		else if (!fenced && (*s == '#' ||
		    strncmp(s, CONTROL, strlen(CONTROL)) == 0))
			buf_addc(b, ' ');
		buf_add(b, s, (size_t)(nl - s));
		buf_addc(b, '\n');
	}
	if (fenced)
		buf_adds(b, "```\n");
}

void
plan_format(struct buf *b, jv plan)
{
	static const char *const order[] = { "phase", "base", "by", NULL };
	jv	 meta = jv_object_delete(jv_copy(plan), jv_string("directions"));
	jv	 dirs = json_get(plan, "directions"), dir, sugs, sug;
	int	 i, j, n;

	yaml_emit(b, meta, order);
	jv_free(meta);
	for (i = 0; i < jv_array_length(jv_copy(dirs)); i++) {
		dir = jv_array_get(jv_copy(dirs), i);
		n = (int)json_num(dir, "n", i + 1);
		buf_addf(b, "## %d ", n);
		add_title(b, json_str(dir, "title", ""));
		/* A fence counts at the start of a line only. */
		buf_adds(b, json_str(dir, "why", "")[0] == '`' ? "Why:\n" :
		    "Why: ");
		add_text(b, json_str(dir, "why", ""));
		if (json_str(dir, "why", "")[0] == '\0')
			buf_addc(b, '\n');
		if (json_bool(dir, "control", false))
			buf_adds(b, CONTROL " planned without wisdom\n");
		sugs = json_get(dir, "suggestions");
		for (j = 0; j < jv_array_length(jv_copy(sugs)); j++) {
			sug = jv_array_get(jv_copy(sugs), j);
			buf_addf(b, "\n### %d.%d ", n,
			    (int)json_num(sug, "n", j + 1));
			add_title(b, json_str(sug, "title", ""));
			add_text(b, json_str(sug, "text", ""));
			jv_free(sug);
		}
		buf_addc(b, '\n');
		jv_free(sugs);
		jv_free(dir);
	}
	jv_free(dirs);
}

enum hcc_status
plan_read(const struct task *t, int phase, jv *plan, struct hcc_err *e)
{
	struct buf	 b = BUF_INIT;
	char		 name[32];
	enum hcc_status	 st;

	*plan = jv_invalid();
	snprintf(name, sizeof(name), "plan/%02d.md", phase);
	st = fs_read(t->dir, name, 8u << 20, &b, e);
	if (st == HCC_OK)
		st = plan_parse(buf_str(&b), b.len, name, phase, plan, e);
	if (st != HCC_OK)
		err_prefix(e, "task '%s'", t->path);
	buf_release(&b);
	return st;
}

enum hcc_status
plan_write(const struct task *t, jv plan, struct hcc_err *e)
{
	struct buf	 b = BUF_INIT;
	char		 name[32];
	enum hcc_status	 st;

	snprintf(name, sizeof(name), "plan/%02d.md",
	    (int)json_num(plan, "phase", 0));
	plan_format(&b, plan);
	if ((st = fs_mkdirs(t->dir, "plan", e)) == HCC_OK)
		st = fs_publish(t->dir, name, buf_str(&b), b.len, e);
	buf_release(&b);
	return st;
}
