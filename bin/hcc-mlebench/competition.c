/*
 * competition.c: the parts of a prepared competition.
 *
 * MLE-bench has them in two places: the data below its cache
 * (ID/prepared/public, ID/prepared/private), the definition in its source
 * (mlebench/competitions/ID). Both may be one directory.
 */
#include <fcntl.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/buf.h"
#include "base/fs.h"
#include "base/json.h"
#include "base/mem.h"
#include "base/yaml.h"
#include "hcc-mlebench/mlebench.h"

#define CONFIG_MAX	(1u << 20)

/* DIR/NAME as an absolute path, when it is there; the caller frees. */
static char *
part(const char *dir, const char *name)
{
	char	*path = mem_format("%s/%s", dir, name);
	char	*real = realpath(path, NULL);

	free(path);
	return real;
}

/* Where the data are: `prepared` or what is called so. */
static enum hcc_status
find_data(struct competition *c, const char *path, char **private,
    struct hcc_err *e)
{
	char	*real = realpath(path, NULL), *end;

	if (real == NULL)
		return err_errno(e, "open competition '%s'", path);
	c->public = part(real, "prepared/public");
	*private = part(real, "prepared/private");
	if (c->public == NULL && *private == NULL) {
		c->public = part(real, "public");
		*private = part(real, "private");
		end = strrchr(real, '/');
		if (end != NULL && strcmp(end, "/prepared") == 0)
			*end = '\0';
	}
	c->id = mem_dup(strrchr(real, '/') + 1);
	c->definition = real;		/* until it is looked for */
	if (c->public != NULL && *private != NULL)
		return HCC_OK;
	return err_set(e, HCC_MISSING, "find the data of competition '%s': "
	    "there is no %s; `mlebench prepare -c %s` makes it", path,
	    c->public == NULL ? "prepared/public" : "prepared/private", c->id);
}

/* The checkout around .../mlebench/competitions/ID. */
static char *
checkout_of(const char *definition)
{
	char	*dir = mem_dup(definition), *init;
	int	 i;

	for (i = 0; i < 3 && strrchr(dir, '/') != NULL; i++)
		*strrchr(dir, '/') = '\0';
	init = part(dir, "mlebench/__init__.py");
	if (init == NULL)
		init = part(dir, "mlebench/grade_helpers.py");
	if (init == NULL) {
		free(dir);
		return NULL;
	}
	free(init);
	return dir;
}

static enum hcc_status
find_definition(struct competition *c, const char *definitions,
    struct hcc_err *e)
{
	static const char *const forms[] = { "%s", "%s/%s",
	    "%s/competitions/%s", "%s/mlebench/competitions/%s" };
	const char	*from = definitions != NULL ? definitions :
			    c->definition;
	char		 dir[PATH_MAX];
	char		*found = NULL, *config;
	size_t		 i;

	for (i = 0; i < (definitions == NULL ? 1 : 4) && found == NULL; i++) {
#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Wformat-nonliteral"
		snprintf(dir, sizeof(dir), forms[i], from, c->id);
#pragma GCC diagnostic pop
		if ((config = part(dir, "config.yaml")) != NULL)
			found = realpath(dir, NULL);
		free(config);
	}
	if (found == NULL)
		return err_set(e, HCC_MISSING, "find config.yaml of "
		    "competition '%s': it is not in '%s'; name a checkout of "
		    "MLE-bench with -c", c->id, from);
	free(c->definition);
	c->definition = found;
	c->checkout = checkout_of(found);
	return HCC_OK;
}

/* config.yaml as an object: front matter without its lines of dashes. */
static enum hcc_status
read_config(const struct competition *c, jv *meta, struct hcc_err *e)
{
	char		*path = mem_format("%s/config.yaml", c->definition);
	struct buf	 b = BUF_INIT;
	size_t		 body;
	enum hcc_status	 st;

	*meta = jv_null();
	buf_adds(&b, "---\n");
	st = fs_read(AT_FDCWD, path, CONFIG_MAX, &b, e);
	if (st == HCC_OK) {
		buf_adds(&b, "\n---\n");
		body = strncmp(buf_str(&b) + 4, "---\n", 4) == 0 ? 4 : 0;
		st = yaml_front(buf_str(&b) + body, b.len - body, path, meta,
		    &body, e);
	}
	buf_release(&b);
	free(path);
	return st;
}

/* A member that must be a string. */
static enum hcc_status
member(const struct competition *c, jv obj, const char *section,
    const char *key, char **out, struct hcc_err *e)
{
	jv	 in = *section == '\0' ? obj : json_at(obj, section);
	const char *s = json_str(in, key, NULL);

	if (s == NULL || *s == '\0')
		return err_set(e, HCC_INPUT, "read '%s/config.yaml': it has no "
		    "text '%s%s%s'", c->definition, section,
		    *section == '\0' ? "" : ".", key);
	*out = mem_dup(s);
	return HCC_OK;
}

/* "ID/prepared/private/test.csv" in our directory of that name. */
static enum hcc_status
find_answers(struct competition *c, const char *private, jv config,
    struct hcc_err *e)
{
	char		*path = NULL;
	const char	*in;
	enum hcc_status	 st;

	st = member(c, config, "dataset", "answers", &path, e);
	if (st != HCC_OK)
		return st;
	in = strstr(path, "private/");
	c->answers = part(private, in != NULL ? in + 8 : path);
	if (c->answers == NULL)
		st = err_set(e, HCC_MISSING, "find the answers '%s' of "
		    "competition '%s': not in '%s'", path, c->id, private);
	free(path);
	return st;
}

/* Boards come through Git LFS, which leaves a note where it is not used. */
static enum hcc_status
find_board(struct competition *c, struct hcc_err *e)
{
	static const char	 lfs[] = "version https://git-lfs";
	char			 start[sizeof(lfs)] = "";
	ssize_t			 n = 0;
	int			 fd;

	if ((c->board = part(c->definition, "leaderboard.csv")) == NULL)
		return HCC_OK;
	if ((fd = open(c->board, O_RDONLY | O_CLOEXEC)) != -1) {
		n = read(fd, start, sizeof(lfs) - 1);
		close(fd);
	}
	if (n == sizeof(lfs) - 1 && memcmp(start, lfs, sizeof(lfs) - 1) == 0)
		return err_set(e, HCC_INPUT, "read '%s': it is the pointer of "
		    "a file in Git LFS; `git lfs pull` in the checkout "
		    "fetches the file", c->board);
	return HCC_OK;
}

enum hcc_status
competition_open(struct competition *c, const char *path,
    const char *definitions, struct hcc_err *e)
{
	char		*private = NULL, *id = NULL;
	enum hcc_status	 st;
	jv		 config = jv_null();

	*c = (struct competition){ 0 };
	if ((st = find_data(c, path, &private, e)) != HCC_OK ||
	    (st = find_definition(c, definitions, e)) != HCC_OK ||
	    (st = read_config(c, &config, e)) != HCC_OK ||
	    (st = member(c, config, "", "id", &id, e)) != HCC_OK ||
	    (st = member(c, config, "grader", "name", &c->metric, e)) !=
	    HCC_OK || (st = member(c, config, "grader", "grade_fn",
	    &c->grade_fn, e)) != HCC_OK ||
	    (st = find_answers(c, private, config, e)) != HCC_OK ||
	    (st = find_board(c, e)) != HCC_OK)
		goto out;
	free(c->id);
	c->id = id;
	id = NULL;
	c->description = part(c->definition, "description.md");
	if (c->description == NULL)
		c->description = part(c->public, "description.md");
	if (c->description == NULL)
		st = err_set(e, HCC_MISSING, "find the description of "
		    "competition '%s': no description.md in '%s' or '%s'",
		    c->id, c->definition, c->public);
	else if (strchr(c->grade_fn, ':') == NULL)
		st = err_set(e, HCC_INPUT, "read '%s/config.yaml': "
		    "grader.grade_fn '%s' is not of the form module:function",
		    c->definition, c->grade_fn);
out:
	jv_free(config);
	free(private);
	free(id);
	return st;
}

void
competition_close(struct competition *c)
{
	free(c->id);
	free(c->definition);
	free(c->checkout);
	free(c->public);
	free(c->description);
	free(c->answers);
	free(c->board);
	free(c->metric);
	free(c->grade_fn);
	*c = (struct competition){ 0 };
}
