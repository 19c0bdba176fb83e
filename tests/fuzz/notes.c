/*
 * notes.c: the Markdown that people and models write: front matter,
 * plans, notes, fetched wisdom. What is read is written and read again.
 */
#include <fcntl.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "base/fs.h"
#include "base/json.h"
#include "task/evidence.h"
#include "task/note.h"
#include "task/plan.h"
#include "wisdom/prefetch_md.h"

int	LLVMFuzzerTestOneInput(const uint8_t *, size_t);

static char	 dir[] = "/tmp/hcc-fuzz.XXXXXX";

static void
clean(void)
{
	(void)fs_remove(AT_FDCWD, dir, NULL);
}

/* The task that plans and notes are read in. */
static const struct task *
task(void)
{
	static struct task	 t;

	if (t.path == NULL) {
		if (mkdtemp(dir) == NULL || atexit(clean) != 0)
			abort();
		t = (struct task){ .path = dir, .dir = open(dir, O_RDONLY |
		    O_DIRECTORY) };
		fs_mkdirs(t.dir, "plan", NULL);
		fs_mkdirs(t.dir, "l2", NULL);
	}
	return &t;
}

static void
put(const char *path, const char *s, size_t n)
{
	if (fs_replace(task()->dir, path, s, n, NULL) != HCC_OK)
		abort();
}

/* Directions and suggestions of a plan. */
static size_t
count(const struct plan *p)
{
	size_t	 i, all = p->count;

	for (i = 0; i < p->count; i++)
		all += 1000 * p->directions[i].count;
	return all;
}

static void
try_plan(const char *s, size_t n)
{
	struct plan	 p, again;

	put("plan/01.md", s, n);
	if (plan_read(task(), 1, &p, NULL) == HCC_OK) {
		if (plan_write(task(), &p, NULL) != HCC_OK ||
		    plan_read(task(), 1, &again, NULL) != HCC_OK ||
		    count(&p) != count(&again))
			abort();
		plan_free(&again);
	}
	plan_free(&p);
}

static void
try_note(const char *s, size_t n)
{
	struct note	 k, again;

	put("l2/01.md", s, n);
	if (note_read(task(), 1, &k, NULL) == HCC_OK) {
		if (note_write(task(), &k, NULL) != HCC_OK ||
		    note_read(task(), 1, &again, NULL) != HCC_OK)
			abort();
		note_free(&again);
	}
	note_free(&k);
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
		if (prefetch_md_remove(&again, buf_str(&b), b.len,
		    json_str(one, "id", "")) != 0)
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

	try_plan(s, n);
	try_note(s, n);
	try_wisdom(s, n);
	buf_add(&b, s, n);
	references(buf_str(&b));
	buf_release(&b);
	return 0;
}
