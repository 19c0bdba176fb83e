/*
 * wisdom.c: a line of an export, as hostile as it likes. What is let in
 * must survive the way into a base and out again unchanged.
 */
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/json.h"
#include "wisdom/wisdom.h"

int	 LLVMFuzzerTestOneInput(const uint8_t *, size_t);

static struct wis *
base(void)
{
	static struct wis	*w;
	char			 dir[] = "/tmp/hcc-fuzz.XXXXXX", path[64];

	if (w == NULL && mkdtemp(dir) != NULL) {
		snprintf(path, sizeof(path), "%s/w.db", dir);
		if (wis_open(path, WIS_CREATE, &w, NULL) != HCC_OK ||
		    wis_begin(w, NULL) != HCC_OK)
			abort();
		unlink(path);
		rmdir(dir);
	}
	return w;
}

static enum hcc_status
count(void *ctx, jv entry, struct hcc_err *e)
{
	(void)e;
	++*(size_t *)ctx;
	jv_free(entry);
	return HCC_OK;
}

int
LLVMFuzzerTestOneInput(const uint8_t *p, size_t n)
{
	struct hcc_err	 e = HCC_ERR_INIT;
	struct wis	*w = base();
	jv		 back, again;
	size_t		 found = 0;
	bool		 added;
	char		 word[80], id[65], same[65];

	if (wis_import_line(w, (const char *)p, n, &added, id, &e) != HCC_OK)
		return 0;
	if (!added)		/* seen and forgotten before */
		return 0;
	if (wis_get(w, id, &back, &e) != HCC_OK)
		abort();
	/* Joined with itself it is what it was. */
	if (wis_import(w, jv_copy(back), &added, same, &e) != HCC_OK ||
	    added || strcmp(id, same) != 0 ||
	    wis_get(w, id, &again, &e) != HCC_OK ||
	    !jv_equal(again, jv_copy(back)))
		abort();
	snprintf(word, sizeof(word), "%.70s", json_str(back, "task", ""));
	if (wis_search(w, word, count, &found, &e) != HCC_OK)
		abort();
	if (wis_forget(w, id, &e) != HCC_OK)
		abort();
	jv_free(back);
	return 0;
}
