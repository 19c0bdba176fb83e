/*
 * import.c: read an export, line by line.
 *
 * A transaction holds 1000 lines: enough that syncs do not slow a large import,
 * few enough that other writers are not blocked. After a kill the import is
 * repeated. Each batch is embedded before more lines are read, so that readers
 * find few entries without vectors.
 */
#include <string.h>

#include "base/json.h"
#include "base/utf8.h"
#include "wisdom/store.h"

#define MAX_LINE (8u << 20)
#define BATCH 1000

/* Read a line without its newline; false at the end. A line that is too long
 * is truncated. */
static bool
read_line(FILE *f, struct buf *b)
{
	int	 c;

	buf_reset(b);
	while ((c = getc_unlocked(f)) != EOF && c != '\n')
		if (b->len <= MAX_LINE)
			buf_addc(b, (char)c);
	return c != EOF || b->len > 0;
}

enum hcc_status
wis_import_line(struct wis *w, const char *p, size_t n, bool *added,
    char id[65], struct hcc_err *e)
{
	size_t	 i, k;
	jv	 record;

	/* libjq would silently replace what is not UTF-8. */
	for (i = 0; i < n; i += k)
		if ((k = utf8_char(p + i, n - i, NULL)) == 0)
			return err_set(e, HCC_INPUT, "byte %zu is not UTF-8",
			    i + 1);
	record = json_parse(p, n, "entry", 0, e);
	if (jv_is_valid(record))
		return wis_import(w, record, added, id, e);
	jv_free(record);
	return HCC_INPUT;
}

static enum hcc_status
import_line(struct wis *w, const struct buf *b, size_t *added,
    struct hcc_err *e)
{
	enum hcc_status	 st;
	bool		 is_new = false;

	if (b->len > MAX_LINE)
		return err_set(e, HCC_INPUT, "line is longer than %u bytes",
		    MAX_LINE);
	st = wis_import_line(w, buf_str(b), b->len, &is_new, NULL, e);
	*added += is_new;
	return st;
}

enum hcc_status
wis_import_file(struct wis *w, FILE *f, const char *name,
    wis_report_refused *bad, void *ctx, size_t *added, struct hcc_err *e)
{
	struct buf	 b = BUF_INIT;
	enum hcc_status	 st;
	long		 no = 0;

	*added = 0;
	st = wis_begin(w, e);
	while (st == HCC_OK && read_line(f, &b)) {
		no++;
		if (b.len > strspn(buf_str(&b), " \t\r"))
			st = import_line(w, &b, added, e);
		if (st != HCC_OK)
			err_prefix(e, "import '%s' line %ld", name, no);
		if (st == HCC_INPUT) {
			bad(ctx, e);
			st = HCC_OK;
		}
		if (st == HCC_OK && no % BATCH == 0 &&
		    (st = wis_commit(w, e)) == HCC_OK) {
			wis_embed_batch(w);
			st = wis_begin(w, e);
		}
	}
	if (st == HCC_OK && ferror(f))
		st = err_errno(e, "read '%s'", name);
	if (st == HCC_OK)
		st = wis_commit(w, e);
	buf_release(&b);
	return st;
}
