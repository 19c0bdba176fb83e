/*
 * solution.c: find and read the program of an attempt or of best/.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/fs.h"
#include "base/json.h"
#include "task/language.h"
#include "task/project.h"
#include "task/solution.h"

bool
solution_file(const struct task *t, const char *dir, char *out, size_t n)
{
	char	**names;
	size_t	 i, count;
	bool	 found = false;

	snprintf(out, n, "%s/solution.%s", dir, t->language->ext);
	if (fs_exists(t->dir, out))
		return true;
	if (fs_names(t->dir, dir, &names, &count, NULL) != HCC_OK)
		return false;
	for (i = 0; i < count && !found; i++)
		if (strncmp(names[i], "solution.", 9) == 0)
			found = snprintf(out, n, "%s/%s", dir, names[i]) <
			    (int)n;
	fs_names_free(names, count);
	return found;
}

jv
solution_record(const struct task *t, const struct result *r,
    const struct buf *code, const char *text)
{
	jv	 v = json_put_str(jv_object(), "id", r->id);

	v = json_put_num(v, "attempt", r->attempt);
	v = json_put_num(v, "score", r->score);
	v = json_put_num(v, "seconds", r->seconds);
	v = json_put_num(v, "noise", r->noise);
	v = json_put(v, "code", jv_string_sized(buf_str(code),
	    (int)code->len));
	if (t->command != NULL)
		v = json_put(v, "files", project_files(buf_str(code),
		    code->len));
	return json_put_str(v, "text", text);
}

jv
solution_json(const struct task *t, const char *dir, const struct result *r,
    const struct state *state)
{
	const struct suggestion	*s;
	const char		*text = r->text;
	struct buf		 b = BUF_INIT;
	char			 file[256];
	jv			 v = jv_invalid();

	if (state != NULL && r->id != NULL) {
		s = phase_suggestion(state_phase(state, atoi(r->id)), r->id);
		text = s == NULL ? NULL : s->text;
	}
	if (solution_file(t, dir, file, sizeof(file)) &&
	    fs_read_nofollow(t->dir, file, 4u << 20, &b, NULL) == HCC_OK) {
		v = solution_record(t, r, &b, text);
		if (r->cause != NULL)	/* why its claim is not believed */
			v = json_put_str(v, "doubt", r->cause->message);
	}
	buf_release(&b);
	return v;
}

jv
solution_of_result(const struct task *t, const struct result *r,
    const struct state *state)
{
	char	 dir[80];

	snprintf(dir, sizeof(dir), "l1/%.48s/%d", r->id == NULL ? "" : r->id,
	    r->attempt);
	return solution_json(t, dir, r, state);
}
