/*
 * solution.c: find and read the program of an attempt or of best/.
 */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/fs.h"
#include "base/json.h"
#include "task/solution.h"
#include "task/state.h"

bool
solution_file(const struct task *t, const char *dir, char *out, size_t n)
{
	char	**names;
	size_t	 i, count;
	bool	 found = false;

	if (fs_names(t->dir, dir, &names, &count, NULL) != HCC_OK)
		return false;
	for (i = 0; i < count && !found; i++)
		if (strncmp(names[i], "solution.", 9) == 0)
			found = snprintf(out, n, "%s/%s", dir, names[i]) <
			    (int)n;
	fs_names_free(names, count);
	return found;
}

/* The text of a suggestion, out of the plans, which stay raw for ever. */
static jv
suggestion_text(jv state, const char *id)
{
	jv	 p = state_phase(state, atoi(id));
	jv	 s = json_by_id(p, "suggestions", id), text;

	text = jv_is_valid(s) ? json_get(s, "text") : jv_null();
	jv_free(s);
	jv_free(p);
	return text;
}

jv
solution_read(const struct task *t, const char *dir, jv result, jv state)
{
	struct buf	 b = BUF_INIT;
	char		 file[256];
	const char	*id = json_str(result, "id", "");
	jv		 v = jv_object();

	if (!solution_file(t, dir, file, sizeof(file)) ||
	    fs_read_nofollow(t->dir, file, 4u << 20, &b, NULL) != HCC_OK) {
		buf_release(&b);
		jv_free(v);
		return jv_invalid();
	}
	v = json_put_str(v, "id", id);
	v = json_put_num(v, "score", json_num(result, "score", NAN));
	v = json_put_num(v, "seconds", json_num(result, "seconds", NAN));
	v = json_put_num(v, "noise", json_num(result, "noise", NAN));
	v = json_put(v, "code", jv_string_sized(buf_str(&b), (int)b.len));
	v = json_put(v, "text", jv_get_kind(state) == JV_KIND_OBJECT ?
	    suggestion_text(state, id) : json_get(result, "text"));
	buf_release(&b);
	return v;
}
