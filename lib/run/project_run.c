/*
 * project_run.c: walk TASK/project, down to the files that may change.
 */
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/fs.h"
#include "base/json.h"
#include "run/project_run.h"
#include "task/project.h"

#define ROOT		"project"
#define PATH_BYTES	1000	/* longer ones are passed over */

struct walk {
	const struct task	*t;
	int			 dir;		/* of the attempt */
	struct sandbox_binds	*binds;		/* NULL: clear */
	bool			 recorded;	/* a command of a person */
};

/* Is there a file below `path` that may change? */
static bool
leads_to_edit(const struct task *t, const char *path)
{
	size_t	 n = strlen(path);
	jv	 one;
	int	 i;

	for (i = 0; json_item(t->edit, i, &one); i++)
		if (strncmp(jv_string_value(one), path, n) == 0 &&
		    jv_string_value(one)[n] == '/')
			return true;
	return false;
}

static enum hcc_status
bind(const struct walk *w, const char *path)
{
	char	 from[5400], to[1400];

	snprintf(from, sizeof(from), "%s/" ROOT "/%s", w->t->path, path);
	snprintf(to, sizeof(to), BOX_DIR "/%s", path);
	if (access(from, F_OK) == 0)
		sandbox_bind(w->binds, from, to, false);
	return HCC_OK;
}

/* Take an entry out of the attempt; what the program made of a directory
 * stays, and so does what a recorded command had: no mount point has a
 * content. */
static void
clear(const struct walk *w, const char *path, bool dir)
{
	struct stat	 sb;

	if (dir)
		(void)unlinkat(w->dir, path, AT_REMOVEDIR);
	else if (!w->recorded || (fstatat(w->dir, path, &sb,
	    AT_SYMLINK_NOFOLLOW) == 0 && sb.st_size == 0))
		(void)unlinkat(w->dir, path, 0);
}

/* One entry of the project, which is below the attempt too. */
static enum hcc_status
visit(void *ctx, const char *full, const struct stat *entry, struct hcc_err *e)
{
	struct walk	*w = ctx;
	struct stat	 sb = *entry;
	const char	*path = full + strlen(ROOT "/");
	bool		 dir;
	enum hcc_status	 st = HCC_OK;

	if (strlen(path) >= PATH_BYTES || (S_ISLNK(sb.st_mode) &&
	    fstatat(w->t->dir, full, &sb, 0) == -1))
		return HCC_OK;
	dir = S_ISDIR(sb.st_mode);
	if (w->binds == NULL) {
		if (dir && leads_to_edit(w->t, path))
			st = fs_each(w->t->dir, full, false, visit, w, e);
		clear(w, path, dir);
		return st;
	}
	if (w->recorded && !dir && fs_exists(w->dir, path))
		return HCC_OK;
	if (project_editable(w->t, path))
		return !w->recorded ? HCC_OK :
		    fs_copy(w->t->dir, full, w->dir, path, e);
	if (!dir || !leads_to_edit(w->t, path))
		return bind(w, path);
	st = fs_mkdirs(w->dir, path, e);
	return st == HCC_OK ? fs_each(w->t->dir, full, false, visit, w, e) :
	    st;
}

enum hcc_status
project_lay_out(const struct task *t, const char *code, int dir,
    struct sandbox_binds *binds, struct hcc_err *e)
{
	struct walk		 w = { t, dir, binds, code == NULL };
	jv			 files = code == NULL ? jv_object() :
				    project_files(code, strlen(code));
	jv			 one, text;
	char			 path[1100], *slash;
	enum hcc_status		 st = fs_each(t->dir, ROOT, false, visit, &w,
				    e);
	int			 i;

	for (i = 0; st == HCC_OK && json_item(t->edit, i, &one); i++) {
		text = json_at(files, jv_string_value(one));
		if (jv_get_kind(text) != JV_KIND_STRING)
			continue;
		snprintf(path, sizeof(path), "%s", jv_string_value(one));
		if ((slash = strrchr(path, '/')) != NULL) {
			*slash = '\0';
			if ((st = fs_mkdirs(dir, path, e)) != HCC_OK)
				break;
		}
		st = fs_replace(dir, jv_string_value(one),
		    jv_string_value(text),
		    (size_t)jv_string_length_bytes(jv_copy(text)), e);
	}
	jv_free(files);
	return st;
}

void
project_clear(const struct task *t, bool recorded, int dir)
{
	(void)fs_each(t->dir, ROOT, false, visit, &(struct walk){ t, dir,
	    NULL, recorded }, NULL);
}
