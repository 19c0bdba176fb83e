/*
 * meta.c: what task.md says of any task: description, id, budget, brain.
 */
#include <ctype.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/json.h"
#include "hcc-init/init.h"

enum hcc_status
init_description(struct args *a, struct buf *b, struct hcc_err *e)
{
	static const char *const	 usual[] = { "description.md",
	    "description.txt", "README.md" };
	char				 path[4096];
	size_t				 i;

	if (a->description != NULL)
		return new_task_description(a->description, b, e);
	for (i = 0; i < sizeof(usual) / sizeof(usual[0]); i++) {
		snprintf(path, sizeof(path), "%s/%s", a->nt.sources[0],
		    usual[i]);
		if (access(path, F_OK) == 0)
			return new_task_description(path, b, e);
	}
	return err_set(e, HCC_MISSING, "find the description: no "
	    "'%s/description.md'; give one with -d file, or -d - for "
	    "standard input", a->nt.sources[0]);
}

/* The id: -n, else the directory's name with what ids cannot hold as '-'. */
static void
task_id(struct args *a)
{
	char		 id[101];
	char		*real = a->name == NULL ? realpath(a->nt.path, NULL) :
			    NULL;	/* "." has a name as well */
	const char	*s = a->name != NULL ? a->name : real != NULL ? real :
			    a->nt.path;
	size_t		 end = strlen(s), start, n = 0;

	while (end > 0 && s[end - 1] == '/')
		end--;
	for (start = end; start > 0 && s[start - 1] != '/';)
		start--;
	for (; start < end && n < sizeof(id) - 1; start++)
		id[n++] = isalnum((unsigned char)s[start]) ||
		    strchr("._-", s[start]) != NULL ? s[start] : '-';
	id[n] = '\0';
	a->nt.meta = json_put_str(a->nt.meta, "id", n == 0 ? "task" : id);
	free(real);
}

/* A night, unless somebody says otherwise. */
void
init_meta(struct args *a)
{
	task_id(a);
	if (!jv_object_has(jv_copy(a->budget), jv_string("time")))
		a->budget = json_put_str(a->budget, "time", "8h");
	a->nt.meta = json_put(a->nt.meta, "budget", jv_copy(a->budget));
	if (a->brain != NULL)
		a->nt.meta = json_put_str(a->nt.meta, "brain", a->brain);
}
