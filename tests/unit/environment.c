/* environment.c: what a task opens to its programs. */
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "run/environment.h"
#include "with_task.h"

static const char *
environment(const char *settings)
{
	static struct buf	 b = BUF_INIT;
	struct environment	 env;
	char			 task[300];
	size_t			 i;
	jv			 v;
	char			*s = strdup(settings), *quote;

	while ((quote = strchr(s, '\'')) != NULL)
		*quote = '"';
	v = jv_parse(s);
	free(s);
	snprintf(task, sizeof(task), "%s/t", tmp);
	buf_reset(&b);
	if (environment_open(&env, v, task, language_find("shell"), &places,
	    &err) != HCC_OK)
		buf_addf(&b, "%d %s", err.status, err.text);
	else {
		for (i = 0; i < env.vars.n; i++)
			buf_addf(&b, "%s ", env.vars.v[i]);
		for (i = 0; i < env.binds.n; i++)
			buf_addf(&b, "%s ", env.binds.v[i].to);
		buf_addf(&b, "%s%d/%d%s", env.network ? "net " : "",
		    env.gpus, env.gpus_here, env.slurm ? " slurm" : "");
		for (i = 0; i < env.slurm_options.n; i++)
			buf_addf(&b, " %s", env.slurm_options.v[i]);
	}
	environment_free(&env);
	jv_free(v);
	while ((s = strstr(b.p, tmp)) != NULL) {
		memmove(s + 3, s + strlen(tmp), strlen(s + strlen(tmp)) + 1);
		memcpy(s, "TMP", 3);
	}
	return b.p;
}

/* What is said of settings that are wrong. */
static void
wrong(const char *name, const char *want, const char *settings)
{
	const char	*got = environment(settings);

	if (strstr(got, want) != NULL)
		OK(name, true);
	else
		IS_STR(name, want, got);
}

#define PATHS	"PATH=/usr/local/bin:/usr/bin:/bin "

static void
environments(void)
{
	char	 home[300];

	snprintf(home, sizeof(home), "%s/home/me", tmp);
	places.home = home;
	places.gpu_root = "/nosuch";
	put("home/me/data/x", "");
	put("t/near", "");
	put("else/where", "");
	IS_STR("nothing asked for is nothing opened", PATHS "0/0",
	    environment("null"));
	IS_STR("paths are opened at their places",
	    PATHS "TMP/home/me/data 0/0", environment("{'bind':['~/data/',"
	    "'/usr/lib','~/data/x']}"));
	IS_STR("a path may lead out of the task", PATHS "TMP/else/where 0/0",
	    environment("{'bind':['../else/where']}"));
	IS_STR("variables are set", PATHS "A=1 B_2=true C=x 0/0",
	    environment("{'env':{'A':1,'B_2':true,'C':'x'}}"));
	IS_STR("the network is opened", PATHS "net 0/0",
	    environment("{'network':'host'}"));
	IS_STR("runs may be jobs", PATHS "2/0 slurm --x",
	    environment("{'runner':'slurm','slurm':['--x'],'gpu':2}"));
	IS_STR("auto takes no GPU where there is none", PATHS "0/0",
	    environment("{'gpu':'auto'}"));
	wrong("a GPU that is not there is refused", "gpu 1, but this machine "
	    "has 0", "{'gpu':1}");
	wrong("a number of GPUs is a number", "gpu '2x' is none of auto",
	    "{'gpu':'2x'}");
	wrong("no more GPUs than 16", "a number up to 16", "{'gpu':17,"
	    "'runner':'slurm'}");
	wrong("no fewer GPUs than 0", "gpu '-1' is none of", "{'gpu':-1}");
	wrong("jobs know no auto", "gpu must be none or a number",
	    "{'gpu':'auto','runner':'slurm'}");
	wrong("a path that is absent is told", "'/nosuch/x' (asked for): No",
	    "{'bind':['/nosuch/x']}");
	wrong("the task is not opened", "no program may see its sealed labels",
	    "{'bind':['near']}");
	wrong("what the task is in is not opened", "keep the two apart",
	    "{'bind':['..']}");
	wrong("a whole home is not opened", "all of the home directory",
	    "{'bind':['~']}");
	wrong("devices are not opened so", "devices are opened by 'gpu'",
	    "{'bind':['/dev/null']}");
	wrong("a name of a variable is one", "'A-B' is no name",
	    "{'env':{'A-B':1}}");
	wrong("a name of a variable begins with a letter", "'1A' is no name",
	    "{'env':{'1A':1}}");
	wrong("a value of a variable is text", "value of 'A' is no text",
	    "{'env':{'A':[]}}");
	wrong("a member that is unknown is refused", "environment.pyton",
	    "{'pyton':'x'}");
	wrong("an environment is a map", "must be a map", "[]");
	wrong("an interpreter that is absent is told", "find the python of the "
	    "environment, 'TMP/t/venv/python': No such", "{'python':"
	    "'venv/python'}");
	put("fake/bin/sh", "#!/bin/sh\necho 'path TMP'\nexit 3\n");
	snprintf(home, sizeof(home), "%s/fake/bin/sh", tmp);
	chmod(home, 0755);
	wrong("an interpreter that fails is told", "it ended with status 3; "
	    "name a shell interpreter", "{'shell':'../fake/bin/sh'}");
	put("fake/bin/sh", "#!/bin/sh\necho \"path ${0%/bin/*}/lib\"\n"
	    "echo \"path /nosuch\"\necho 'version 5.2'\n");
	chmod(home, 0755);
	put("fake/lib/x", "");
	places.home = NULL;
	IS_STR("an interpreter opens what it needs, and comes first on PATH",
	    "PATH=TMP/fake/bin:/usr/local/bin:/usr/bin:/bin TMP/fake/lib "
	    "TMP/fake/bin/sh 0/0", environment("{'shell':'../fake/bin/sh'}"));
	wrong("without HOME there is no ~", "HOME is not set",
	    "{'bind':['~/x']}");
	OK("lanes are as many as GPUs serve", environment_lanes(
	    &(struct environment){ .gpus = 2, .gpus_here = 5 }, 9) == 2 &&
	    environment_lanes(&(struct environment){ .gpus = 2,
	    .gpus_here = 5 }, 1) == 1 &&
	    environment_lanes(&(struct environment){ .gpus = 0 }, 9) == 9 &&
	    environment_lanes(&(struct environment){ .gpus = 2,
	    .gpus_here = 0 }, 9) == 9);
}

int
main(void)
{
	static void (*const tests[])(void) = { environments };

	return with_task(tests, sizeof(tests) / sizeof(tests[0]));
}
