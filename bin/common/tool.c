/*
 * tool.c: options, messages, input and exit, alike in every tool.
 */
#include <errno.h>
#include <limits.h>
#include <pwd.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/buf.h"
#include "base/fs.h"
#include "base/json.h"
#include "common/tool.h"

static const struct tool_opt common[] = {
	{ 'h', NULL, "print this help" },
	{ 'v', NULL, "say what is done" },
	{ 'q', NULL, "say nothing but errors" },
	{ 'C', "dir", "change to this directory first" },
	{ 0, NULL, NULL }
};

static void
usage_line(const struct tool *t, FILE *f)
{
	const struct tool_opt	*o;

	fprintf(f, "usage: %s [-hqv] [-C dir]", t->name);
	for (o = t->opts; o->letter != 0; o++)
		if (o->arg == NULL)
			fprintf(f, " [-%c]", o->letter);
		else
			fprintf(f, " [-%c %s]", o->letter, o->arg);
	fprintf(f, "%s%s\n", *t->operands == '\0' ? "" : " ", t->operands);
}

void
tool_usage(const struct tool *t)
{
	usage_line(t, stderr);
	fprintf(stderr, "       %s -h tells what each option does\n", t->name);
	exit(err_exit_code(HCC_USAGE));
}

static void
help(struct tool *t)
{
	const struct tool_opt	*o, *set[] = { t->opts, common };
	size_t			 i;

	printf("%s: %s\n", t->name, t->about);
	usage_line(t, stdout);
	for (i = 0; i < 2; i++)
		for (o = set[i]; o->letter != 0; o++)
			printf("  -%c %-10s %s\n", o->letter,
			    o->arg == NULL ? "" : o->arg, o->help);
	exit(tool_finish(t));
}

static const struct tool_opt *
find(const struct tool_opt *o, int letter)
{
	for (; o->letter != 0; o++)
		if (o->letter == letter)
			return o;
	return NULL;
}

static void
add_letters(char *spec, size_t size, const struct tool_opt *o)
{
	size_t	 n = strlen(spec);

	for (; o->letter != 0 && n + 3 < size; o++) {
		if (strchr(spec, o->letter) != NULL)
			continue;
		spec[n++] = o->letter;
		if (o->arg != NULL)
			spec[n++] = ':';
		spec[n] = '\0';
	}
}

int
tool_options(struct tool *t, int argc, char **argv,
    bool (*each)(void *, int, const char *), void *ctx)
{
	char			 spec[80] = "+";
	int			 c;

	add_letters(spec, sizeof(spec), t->opts);	/* a tool's own first */
	add_letters(spec, sizeof(spec), common);
	t->quiet = getenv("HCC_QUIET") != NULL;
	while ((c = getopt(argc, argv, spec)) != -1) {
		if (find(t->opts, c) != NULL) {
			if (!each(ctx, c, optarg))
				tool_usage(t);
			continue;
		}
		switch (c) {
		case 'h':
			help(t);
			break;
		case 'v':
			t->verbose = true;
			break;
		case 'q':
			t->quiet = true;
			break;
		case 'C':
			if (chdir(optarg) == 0)
				break;
			tool_warn(t, "enter directory '%s': %s", optarg,
			    strerror(errno));
			exit(err_exit_code(HCC_MISSING));
		default:
			tool_usage(t);
		}
	}
	return optind;
}

void
tool_warn(const struct tool *t, const char *fmt, ...)
{
	struct buf	 b = BUF_INIT;
	va_list		 ap;

	/* One write, so that lines of parallel tools do not mix. */
	buf_addf(&b, "%s: ", t->name);
	va_start(ap, fmt);
	buf_vaddf(&b, fmt, ap);
	va_end(ap);
	buf_addc(&b, '\n');
	(void)fs_write(STDERR_FILENO, buf_str(&b), b.len);
	buf_release(&b);
}

void
tool_say(const struct tool *t, const char *fmt, ...)
{
	struct buf	 b = BUF_INIT;
	va_list		 ap;

	if (t->quiet)
		return;
	va_start(ap, fmt);
	buf_vaddf(&b, fmt, ap);
	va_end(ap);
	tool_warn(t, "%s", buf_str(&b));
	buf_release(&b);
}

void
tool_fail(struct tool *t, const struct hcc_err *e)
{
	/* "Nothing to do" counts only when nothing went really wrong. */
	if (t->worst == HCC_OK || t->worst == HCC_NONE ||
	    (e->status != HCC_NONE && err_exit_code(e->status) > err_exit_code(t->worst)))
		t->worst = e->status;
	if (e->status != HCC_NONE)
		tool_warn(t, "%s", e->text);
	else if (e->text[0] != '\0')
		tool_say(t, "%s", e->text);
}

void
tool_record(jv rec)
{
	struct buf	 b = BUF_INIT;

	json_dump(&b, rec);
	buf_addc(&b, '\n');
	fwrite(buf_str(&b), 1, b.len, stdout);
	fflush(stdout);
	buf_release(&b);
	jv_free(rec);
}

static jv
task_record(const char *path)
{
	jv	 r = json_put_str(jv_object(), "kind", "task");

	return json_put_str(r, "task", path);
}

static jv
stdin_records(struct tool *t)
{
	struct hcc_err	 e = HCC_ERR_INIT;
	char		*line = NULL;
	size_t		 cap = 0;
	ssize_t		 n;
	long		 no = 0;
	jv		 all = jv_array(), v;

	while ((n = getline(&line, &cap, stdin)) != -1) {
		no++;
		if (strspn(line, " \t\r\n") == (size_t)n)
			continue;
		v = json_parse(line, (size_t)n, "standard input", no, &e);
		if (jv_is_valid(v) && jv_get_kind(v) != JV_KIND_OBJECT)
			err_set(&e, HCC_INPUT, "parse 'standard input' line "
			    "%ld: not a JSON object", no);
		if (jv_get_kind(v) == JV_KIND_OBJECT) {
			all = jv_array_append(all, v);
			continue;
		}
		jv_free(v);
		tool_fail(t, &e);
	}
	free(line);
	return all;
}

jv
tool_inputs(struct tool *t, int argc, char **argv)
{
	struct stat	 sb;
	const char	*env;
	jv		 all = jv_array();
	int		 i;

	for (i = 0; i < argc; i++)
		all = jv_array_append(all, task_record(argv[i]));
	if (argc > 0)
		return all;
	/* A terminal or /dev/null (cron, systemd) is no input. */
	if (fstat(STDIN_FILENO, &sb) == 0 && !S_ISCHR(sb.st_mode)) {
		jv_free(all);
		return stdin_records(t);
	}
	env = getenv("HCC_TASK");
	return jv_array_append(all,
	    task_record(env != NULL && *env != '\0' ? env : "."));
}

int
tool_finish(struct tool *t)
{
	struct hcc_err	 e = HCC_ERR_INIT;
	bool		 bad = ferror(stdout) != 0;

	if (fclose(stdout) == EOF || bad) {
		if (errno == EPIPE)	/* the reader has seen enough */
			return err_exit_code(t->worst);
		err_errno(&e, "write to standard output");
		e.status = HCC_IO;
		tool_fail(t, &e);
		return err_exit_code(HCC_IO);
	}
	return err_exit_code(t->worst);
}

const char *
tool_bindir(void)
{
	static char	 dir[PATH_MAX];
	ssize_t		 n;
	char		*slash;

	if (dir[0] == '\0') {
		n = readlink("/proc/self/exe", dir, sizeof(dir) - 1);
		dir[n > 0 ? n : 0] = '\0';
		if ((slash = strrchr(dir, '/')) != NULL)
			*slash = '\0';
		else
			strcpy(dir, HCC_PREFIX "/bin");
	}
	return dir;
}

const char *
tool_share(void)
{
	static char	 dir[PATH_MAX + 32];
	const char	*env = getenv("HCC_SHARE");
	static const char *const near[] = { "../share/hcc", "../../share/hcc" };
	size_t		 i;

	if (env != NULL && env[0] == '/')
		return env;
	for (i = 0; i < 2; i++) {
		snprintf(dir, sizeof(dir), "%s/%s", tool_bindir(), near[i]);
		if (access(dir, X_OK) == 0)
			return dir;
	}
	snprintf(dir, sizeof(dir), "%s", HCC_PREFIX "/share/hcc");
	return dir;
}

/* $XDG/hcc/.. when XDG is absolute (relative ones are ignored), else
 * $HOME/fallback/hcc/.. */
static void
xdg_path(char *out, size_t n, const char *xdg, const char *fallback,
    const char *file)
{
	const char	*dir = getenv(xdg), *home = getenv("HOME");
	struct passwd	*pw;

	if (home == NULL || *home == '\0')	/* cron jobs may have none */
		home = (pw = getpwuid(getuid())) == NULL ? NULL : pw->pw_dir;
	if (dir != NULL && dir[0] == '/')
		snprintf(out, n, "%s/hcc%s", dir, file);
	else
		snprintf(out, n, "%s/%s/hcc%s", home == NULL ? "" : home,
		    fallback, file);
}

/* The lexicon of the built-in embedder: the user's, else the shipped one. */
static const char *
lexicon(void)
{
	static char	 path[PATH_MAX];

	xdg_path(path, sizeof(path), "XDG_CONFIG_HOME", ".config",
	    "/embed/lexicon.lua");
	if (access(path, R_OK) != 0)
		snprintf(path, sizeof(path), "%s/embed/lexicon.lua",
		    tool_share());
	return path;
}

static bool
is_set(const char *variable)
{
	const char	*s = getenv(variable);

	return s != NULL && *s != '\0';
}

const struct places *
tool_places(void)
{
	static char		 config[PATH_MAX], file[PATH_MAX];
	static char		 cache[PATH_MAX];
	static struct places	 at;
	const char		*env = getenv("HCC_CONFIG");

	xdg_path(config, sizeof(config), "XDG_CONFIG_HOME", ".config", "");
	xdg_path(file, sizeof(file), "XDG_CONFIG_HOME", ".config",
	    "/config.lua");
	at.share = tool_share();
	at.config = config;
	at.bin = tool_bindir();
	at.file_given = is_set("HCC_CONFIG");
	at.file = at.file_given ? env : file;
	at.lexicon = lexicon();
	at.model = is_set("HCC_LLM_URL") || is_set("HCC_LLM_COMMAND") ||
	    is_set("HCC_LLM_REPLAY");
	xdg_path(cache, sizeof(cache), "XDG_CACHE_HOME", ".cache", "");
	at.cache = cache;
	return &at;
}

const char *
tool_wisdom(const char *given)
{
	static char	 path[PATH_MAX];
	const char	*env = getenv("HCC_WISDOM");

	if (given != NULL)
		return given;
	if (env != NULL && *env != '\0')
		return env;
	xdg_path(path, sizeof(path), "XDG_DATA_HOME", ".local/share",
	    "/wisdom.db");
	return path;
}

const char *
tool_state(void)
{
	static char	 path[PATH_MAX];

	xdg_path(path, sizeof(path), "XDG_STATE_HOME", ".local/state", "");
	return path;
}

enum hcc_status
tool_task(jv record, struct task *t, struct hcc_err *e)
{
	const char	*path = json_str(record, "task", NULL);

	if (path == NULL)
		return err_set(e, HCC_INPUT, "read a record: it has no "
		    "\"task\" (the path of a task directory)");
	return task_open(t, path, getenv("HCC_SESSION"), e);
}

int
tool_each_task(struct tool *t, int argc, char **argv,
    enum hcc_status (*each)(void *, const struct task *, jv,
    struct hcc_err *), void *ctx)
{
	struct hcc_err	 e = HCC_ERR_INIT;
	struct task	 task;
	jv		 in = tool_inputs(t, argc, argv), rec;
	int		 i;

	for (i = 0; i < jv_array_length(jv_copy(in)); i++) {
		rec = jv_array_get(jv_copy(in), i);
		if (tool_task(rec, &task, &e) != HCC_OK)
			tool_fail(t, &e);
		else {
			if (each(ctx, &task, rec, &e) != HCC_OK)
				tool_fail(t, &e);
			task_close(&task);
		}
		jv_free(rec);
	}
	jv_free(in);
	return tool_finish(t);
}

bool
tool_date(const struct tool *t, const char *arg, bool last, char out[32])
{
	struct tm	 tm = { 0 };
	const char	*end = strptime(arg, "%Y-%m-%d", &tm);
	int		 day = tm.tm_mday;
	bool		 whole = end != NULL && *end == '\0';

	if (end != NULL && !whole)
		end = strptime(end, "T%H:%M:%SZ", &tm);
	if (end != NULL && *end == '\0' && timegm(&tm) != -1 &&
	    tm.tm_mday == day) {
		strftime(out, 32, whole && last ? "%Y-%m-%dT23:59:59Z" :
		    "%Y-%m-%dT%H:%M:%SZ", &tm);
		return true;
	}
	tool_warn(t, "'%s': not a day such as 2026-01-31, nor a time such as "
	    "2026-01-31T08:00:00Z", arg);
	return false;
}
