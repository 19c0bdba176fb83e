/*
 * sse.c: server-sent events, from bytes to events.
 */
#include <stdio.h>
#include <string.h>

#include "llm/sse.h"

static void
add_data(struct sse *s, const char *p, size_t n)
{
	if (s->pending)
		buf_addc(&s->data, '\n');
	buf_add(&s->data, p, n);
	s->pending = true;
}

static bool
dispatch(struct sse *s)
{
	bool	 go = true;

	if (s->pending)
		go = s->event(s->ctx, s->name, buf_str(&s->data), s->data.len);
	buf_reset(&s->data);
	s->name[0] = '\0';
	s->pending = s->raw = false;
	return go;
}

/* Is the field `name` of a line? Its value starts behind one blank. */
static bool
field(const char *line, size_t n, const char *name, const char **value)
{
	size_t	 k = strlen(name);

	if (n < k || memcmp(line, name, k) != 0)
		return false;
	*value = line + k;
	if (n == k)
		return true;
	if (line[k] != ':')
		return false;
	*value += n > k + 1 && line[k + 1] == ' ' ? 2 : 1;
	return true;
}

static bool
read_line(struct sse *s, const char *p, size_t n)
{
	const char	*v, *end = p + n;

	if (n == 0)
		return dispatch(s);
	if (s->raw || *p == '{') {
		s->raw = true;
		add_data(s, p, n);
	} else if (field(p, n, "data", &v))
		add_data(s, v, (size_t)(end - v));
	else if (field(p, n, "event", &v))
		snprintf(s->name, sizeof(s->name), "%.*s", (int)(end - v), v);
	else if (field(p, n, "error", &v)) {
		snprintf(s->name, sizeof(s->name), "error");
		add_data(s, v, (size_t)(end - v));
	}
	return s->data.len <= SSE_EVENT_MAX;
}

static bool
end_line(struct sse *s)
{
	const char	*p = buf_str(&s->line);
	size_t		 n = s->line.len;
	bool		 go;

	if (!s->begun && n >= 3 && memcmp(p, "\xef\xbb\xbf", 3) == 0) {
		p += 3;
		n -= 3;
	}
	s->begun = true;
	go = read_line(s, p, n);
	buf_reset(&s->line);
	return go;
}

bool
sse_feed(struct sse *s, const char *p, size_t n)
{
	const char	*end = p + n, *q;

	while (p < end) {
		if (s->skip_lf && *p == '\n') {
			s->skip_lf = false;
			p++;
			continue;
		}
		s->skip_lf = false;
		for (q = p; q < end && *q != '\n' && *q != '\r'; q++)
			;
		buf_add(&s->line, p, (size_t)(q - p));
		if (s->line.len > SSE_EVENT_MAX)
			return false;
		if (q == end)
			return true;
		s->skip_lf = *q == '\r';
		if (!end_line(s))
			return false;
		p = q + 1;
	}
	return true;
}

bool
sse_end(struct sse *s)
{
	if (s->line.len > 0 && !end_line(s))
		return false;
	return dispatch(s);
}

void
sse_release(struct sse *s)
{
	buf_release(&s->line);
	buf_release(&s->data);
}
