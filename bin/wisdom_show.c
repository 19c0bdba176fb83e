/*
 * wisdom_show.c: an entry as Markdown for people.
 */
#include "../lib/buf.h"
#include "../lib/js.h"
#include "wisdom.h"

/* Text of a base that may be somebody else's: nothing in it is for the
 * terminal to obey. */
static void
put_text(const char *s)
{
	const unsigned char	*p = (const unsigned char *)s;

	for (; *p != '\0'; p++)
		if ((*p < 0x20 && *p != '\n' && *p != '\t') || *p == 0x7f)
			putchar('?');
		else if (*p == 0xc2 && p[1] >= 0x80 && p[1] < 0xa0) {
			putchar('?');
			p++;
		} else
			putchar(*p);
	putchar('\n');
}

static void
put_member(jv entry, const char *name)
{
	struct buf	 b = BUF_INIT;
	jv		 v = js_get(entry, name);
	jv_kind		 k = jv_get_kind(v);

	if (k == JV_KIND_STRING)
		buf_addf(&b, "- %s: %s", name, jv_string_value(v));
	else if (k != JV_KIND_NULL && k != JV_KIND_INVALID) {
		buf_addf(&b, "- %s: ", name);
		js_dump(&b, v);
	}
	if (b.len > 0)
		put_text(buf_str(&b));
	buf_release(&b);
	jv_free(v);
}

static void
put_markdown(jv entry)
{
	static const char *const names[] = { "status", "decided", "created",
	    "origin", "metric", "goal", "score", "trials", "wins", "harms",
	    "superseded_by", "tags", "evidence", "provenance" };
	size_t	 i;

	printf("# %.16s ", js_str(entry, "id", ""));
	put_text(js_str(entry, "task", ""));
	putchar('\n');
	for (i = 0; i < sizeof(names) / sizeof(names[0]); i++)
		put_member(entry, names[i]);
	fputs("\n## Descriptor\n\n", stdout);
	put_text(js_str(entry, "descriptor", ""));
	fputs("\n## Wisdom\n\n", stdout);
	put_text(js_str(entry, "text", ""));
}

enum hcc_status
show_id(struct app *a, const char *id, struct hcc_err *e)
{
	enum hcc_status	 st;
	jv		 entry;

	if ((st = wis_get(a->w, id, &entry, e)) != HCC_OK)
		return st;
	if (a->json)
		return app_print(a, entry, e);
	if (a->found++ > 0)
		putchar('\n');
	put_markdown(entry);
	jv_free(entry);
	return HCC_OK;
}
