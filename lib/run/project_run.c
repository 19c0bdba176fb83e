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

#define ROOT	"project"

struct walk {
	const struct task	*t;
	int			 dir;		/* of the attempt */
	struct sandbox_binds	*binds;		/* NULL: clear */
	struct hcc_err		*e;
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

static enum hcc_status	walk(const struct walk *, const char *);

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

/* One entry; the path is below the project and below the attempt. */
static enum hcc_status
visit(const struct walk *w, const char *path)
{
	char		 full[1400];
	struct stat	 sb;
	bool		 dir;
	enum hcc_status	 st = HCC_OK;

	snprintf(full, sizeof(full), ROOT "/%s", path);
	if (fstatat(w->t->dir, full, &sb, 0) == -1)
		return HCC_OK;
	dir = S_ISDIR(sb.st_mode);
	if (w->binds == NULL) {
		if (dir && leads_to_edit(w->t, path))
			st = walk(w, path);
		/* What the program made of a directory stays. */
		(void)unlinkat(w->dir, path, dir ? AT_REMOVEDIR : 0);
		return st;
	}
	if (project_editable(w->t, path))
		return HCC_OK;
	if (!dir || !leads_to_edit(w->t, path))
		return bind(w, path);
	if ((st = fs_mkdirs(w->dir, path, w->e)) != HCC_OK)
		return st;
	return walk(w, path);
}

static enum hcc_status
walk(const struct walk *w, const char *path)
{
	char		 at[1300], below[1200];
	char		**names;
	size_t		 i, n;
	enum hcc_status	 st;

	snprintf(at, sizeof(at), ROOT "%s%s", *path == '\0' ? "" : "/", path);
	if ((st = fs_names(w->t->dir, at, &names, &n, w->e)) != HCC_OK)
		return st;
	for (i = 0; st == HCC_OK && i < n; i++)
		if (snprintf(below, sizeof(below), "%s%s%s", path,
		    *path == '\0' ? "" : "/", names[i]) < 1000)
			st = visit(w, below);
	fs_names_free(names, n);
	return st;
}

enum hcc_status
project_lay_out(const struct task *t, const char *code, int dir,
    struct sandbox_binds *binds, struct hcc_err *e)
{
	const struct walk	 w = { t, dir, binds, e };
	jv			 files = project_files(code, strlen(code));
	jv			 one, text;
	char			 path[1100], *slash;
	enum hcc_status		 st = walk(&w, "");
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
project_clear(const struct task *t, int dir)
{
	const struct walk	 w = { t, dir, NULL, NULL };

	(void)walk(&w, "");
}
