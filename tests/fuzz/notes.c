/*
 * notes.c: the Markdown that people and models write: front matter,
 * plans, notes, fetched wisdom. What is read is written and read again.
 */
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "base/json.h"
#include "task/evidence.h"
#include "task/note.h"
#include "task/plan.h"
#include "wisdom/prefetch_md.h"

int	LLVMFuzzerTestOneInput(const uint8_t *, size_t);

/* Directions and suggestions of a plan. */
static int
count(jv plan)
{
	jv	 dirs = json_get(plan, "directions"), d;
	int	 i, n = jv_array_length(jv_copy(dirs)), all = n;

	for (i = 0; i < n; i++) {
		d = jv_array_get(jv_copy(dirs), i);
		all += 1000 * jv_array_length(json_get(d, "suggestions"));
		jv_free(d);
	}
	jv_free(dirs);
	return all;
}

/* What is found in a text is a reference on its own. */
static void
references(const char *text)
{
	struct evidence_ref	 ref;
	jv			 refs = evidence_refs(text, jv_array()), v;
	int			 i;

	for (i = 0; i < jv_array_length(jv_copy(refs)); i++) {
		v = jv_array_get(jv_copy(refs), i);
		if (!evidence_parse(jv_string_value(v),
		    strlen(jv_string_value(v)), &ref))
			abort();
		jv_free(v);
	}
	jv_free(refs);
}

/* What is cut out of fetched wisdom is gone, and what is left stays. */
static void
try_wisdom(const char *s, size_t n)
{
	struct buf	 b = BUF_INIT, again = BUF_INIT;
	jv		 list = prefetch_md_read(s, n), one, left;
	int		 cut, all = jv_array_length(jv_copy(list));

	one = jv_array_get(list, 0);
	if (jv_is_valid(one)) {
		cut = prefetch_md_remove(&b, s, n, json_str(one, "id", ""));
		left = prefetch_md_read(buf_str(&b), b.len);
		if (jv_array_length(left) > all - (cut > 0))
			abort();
		if (prefetch_md_remove(&again, buf_str(&b), b.len, json_str(one, "id",
		    "")) != 0)
			abort();
	}
	jv_free(one);
	buf_release(&b);
	buf_release(&again);
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t n)
{
	const char	*s = (const char *)data;
	struct buf	 b = BUF_INIT;
	jv		 v, again;

	if (plan_parse(s, n, "plan", 1, &v, NULL) == HCC_OK) {
		plan_format(&b, v);
		if (plan_parse(buf_str(&b), b.len, "plan", 1, &again, NULL) !=
		    HCC_OK)
			abort();
		if (count(v) != count(again))
			abort();
		jv_free(again);
		jv_free(v);
	}
	buf_reset(&b);
	if (note_parse(s, n, "note", &v, NULL) == HCC_OK) {
		note_format(&b, v);
		if (note_parse(buf_str(&b), b.len, "note", &again, NULL) !=
		    HCC_OK)
			abort();
		jv_free(again);
		jv_free(v);
	}
	try_wisdom(s, n);
	buf_reset(&b);
	buf_add(&b, s, n);
	references(buf_str(&b));
	buf_release(&b);
	return 0;
}
