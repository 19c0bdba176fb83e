/*
 * convert.c: tables that come as JSON, parquet or packed are converted first.
 */
#include <stdlib.h>
#include <string.h>

#include "base/json.h"
#include "base/mem.h"
#include "hcc-init/init.h"
#include "run/convert.h"

/* The path of a file that was converted, as the data have it. */
static void
was_converted(struct args *a, const char *of)
{
	const char	*base, *source;
	size_t		 i;

	for (i = 0; i < a->nt.nsources; i++) {
		source = a->nt.sources[i];
		base = strrchr(source, '/') == NULL ? source :
		    strrchr(source, '/') + 1;
		if (a->nt.nsources == 1 && strcmp(base, of) != 0)
			source = mem_format("%s/%s", source, of);
		else if (strcmp(base, of) == 0)
			source = mem_dup(source);
		else
			continue;
		grow(&a->converted.v, &a->converted.cap, a->converted.n + 1,
		    sizeof(*a->converted.v));
		a->converted.v[a->converted.n++] = source;
		return;
	}
}

static void
take_conversions(struct args *a, jv said)
{
	const char	*text;
	int		 i;
	jv		 one;

	for (i = 0; json_item(said, i, &one); i++) {
		text = json_str(one, "text", "");
		if (json_str(one, "made", NULL) == NULL) {
			tool_say(&a->tool, "%s", text);
			continue;
		}
		if (*json_str(one, "of", "") != '\0')
			was_converted(a, json_str(one, "of", ""));
		a->nt.conversions = jv_array_append(a->nt.conversions,
		    jv_string(text));
		a->nt.tables = a->tables;
	}
	a->nt.converted = a->converted.v;
	a->nt.nconverted = a->converted.n;
}

void
init_convert(struct args *a, const struct environment *env)
{
	const char	*tmp = getenv("TMPDIR");
	struct hcc_err	 e = HCC_ERR_INIT;
	jv		 said = jv_invalid();

	if (!convert_wanted(a->nt.sources, a->nt.nsources))
		return;
	if (scratch_make(&a->scratch, tmp != NULL && *tmp == '/' ? tmp :
	    "/var/tmp", "convert", &e) == HCC_OK) {
		a->tables = mem_format("%s/out", a->scratch.path);
		if (convert_run(env, tool_places()->share, a->nt.sources,
		    a->nt.nsources, a->scratch.path, &said, &e) == HCC_OK)
			take_conversions(a, said);
	}
	if (e.text[0] != '\0')
		tool_warn(&a->tool, "%s", e.text);
	jv_free(said);
}

void
init_forget_conversions(struct args *a)
{
	size_t	 i;

	scratch_remove(&a->scratch);
	for (i = 0; i < a->converted.n; i++)
		free((char *)(uintptr_t)a->converted.v[i]);
	free(a->converted.v);
	free(a->tables);
}
