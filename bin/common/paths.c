/*
 * paths.c: where programs, shipped files and the user's own are.
 */
#include <limits.h>
#include <pwd.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "common/paths.h"

const char *
tool_version(void)
{
	return HCC_VERSION;
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

const char *
tool_python(void)
{
	static char	 dir[PATH_MAX + 64];

	snprintf(dir, sizeof(dir), "%s/python", tool_share());
	return access(dir, X_OK) == 0 ? dir : NULL;
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
	at.model_name = is_set("HCC_LLM_MODEL") ? getenv("HCC_LLM_MODEL") :
	    NULL;
	xdg_path(cache, sizeof(cache), "XDG_CACHE_HOME", ".cache", "");
	at.cache = cache;
	at.home = is_set("HOME") ? getenv("HOME") : NULL;
	at.gpu_root = is_set("HCC_GPU_ROOT") ? getenv("HCC_GPU_ROOT") : "";
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
