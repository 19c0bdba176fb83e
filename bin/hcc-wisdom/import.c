/*
 * import.c: read exports, and the general practice that comes along.
 */
#include <fcntl.h>
#include <string.h>

#include "base/fs.h"
#include "embed/embedder.h"
#include "hcc-wisdom/wisdom.h"

static void
complain(void *ctx, const struct hcc_err *e)
{
	tool_fail(ctx, e);
}

static enum hcc_status
import_stream(struct app *a, FILE *f, const char *name, struct hcc_err *e)
{
	enum hcc_status	 st;
	size_t		 added;

	st = wis_import_file(a->w, f, name, complain, &a->tool, &added, e);
	if (st == HCC_OK && a->tool.verbose)
		tool_say(&a->tool, "'%s': %zu entries are new", name, added);
	return st;
}

static enum hcc_status
import_file(struct app *a, const char *path, struct hcc_err *e)
{
	enum hcc_status	 st;
	FILE		*f;

	if ((f = fopen(path, "re")) == NULL) {
		err_errno(e, "open '%s'", path);
		tool_fail(&a->tool, e);
		return HCC_OK;
	}
	st = import_stream(a, f, path, e);
	fclose(f);
	return st;
}

/* General practice that comes with hcc: share/hcc/wisdom/NAME.jsonl. */
static enum hcc_status
import_shipped(struct app *a, struct hcc_err *e)
{
	enum hcc_status	 st;
	char		 dir[4096], path[4400], **names = NULL;
	size_t		 i, len, n = 0;

	snprintf(dir, sizeof(dir), "%s/wisdom", tool_share());
	st = fs_names(AT_FDCWD, dir, &names, &n, e);
	for (i = 0; i < n && st == HCC_OK; i++) {
		len = strlen(names[i]);
		if (len < 7 || strcmp(names[i] + len - 6, ".jsonl") != 0)
			continue;
		snprintf(path, sizeof(path), "%s/%s", dir, names[i]);
		st = import_file(a, path, e);
	}
	fs_names_free(names, n);
	return st;
}

/* Entries get their vectors as they come, if the embedder can be had; else
 * the end of the import says why not. */
static void
embed_along(struct app *a)
{
	struct hcc_err	 e = HCC_ERR_INIT;
	struct embedder	*em;

	if (app_embedder(a, &em, &e) == HCC_OK)
		wis_embed_with(a->w, embedder_id(em), embedder_texts, em);
}

enum hcc_status
import_files(struct app *a, int argc, char **argv, struct hcc_err *e)
{
	enum hcc_status	 st = HCC_OK;
	int		 i;

	embed_along(a);
	if (a->shipped)
		st = import_shipped(a, e);
	else if (argc == 0)
		st = import_stream(a, stdin, "standard input", e);
	for (i = 0; st == HCC_OK && i < argc; i++)
		st = strcmp(argv[i], "-") == 0 ?
		    import_stream(a, stdin, "standard input", e) :
		    import_file(a, argv[i], e);
	return st == HCC_OK ? app_embed(a, false, e) : st;
}
