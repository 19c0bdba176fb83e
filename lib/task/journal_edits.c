/*
 * journal_edits.c: every event that publishes such a file carries its name and its
 * SHA-256; the last one counts.
 */
#include <stdio.h>
#include <string.h>

#include "base/fs.h"
#include "base/json.h"
#include "task/journal.h"
#include "task/journal_edits.h"

static enum hcc_status
compare(const struct task *t, jv known, const char *file, struct hcc_err *e)
{
	char		 sum[65];
	const char	*was = json_str(known, file, NULL);
	jv		 ev;

	if (was == NULL || fs_sha256(t->dir, file, sum, NULL) != HCC_OK ||
	    strcmp(was, sum) == 0)
		return HCC_OK;
	ev = json_put_str(jv_object(), "file", file);
	ev = json_put_str(ev, "sha256", sum);
	return journal_add(t, "edit", ev, e);
}

enum hcc_status
journal_record_edits(const struct task *t, struct hcc_err *e)
{
	enum hcc_status	 st;
	int		 i, torn;
	jv		 events, ev, known = jv_object(), files;

	if ((st = journal_read(t, &events, &torn, e)) != HCC_OK)
		return st;
	for (i = 0; i < jv_array_length(jv_copy(events)); i++) {
		ev = jv_array_get(jv_copy(events), i);
		if (json_str(ev, "file", NULL) != NULL &&
		    json_str(ev, "sha256", NULL) != NULL)
			known = json_put_str(known, json_str(ev, "file", ""),
			    json_str(ev, "sha256", ""));
		jv_free(ev);
	}
	jv_free(events);
	files = jv_keys(jv_copy(known));
	for (i = 0; st == HCC_OK && i < jv_array_length(jv_copy(files)); i++) {
		ev = jv_array_get(jv_copy(files), i);
		st = compare(t, known, jv_string_value(ev), e);
		jv_free(ev);
	}
	jv_free(files);
	jv_free(known);
	return st;
}
