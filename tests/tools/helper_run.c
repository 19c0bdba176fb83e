/*
 * helper_run.c: run_exec from the command line, for sandbox.t.
 *
 *	helper_run [-nN] [-L limit=number].. [-i input] [-e NAME=VALUE].. \
 *	    [-G cgroup] [-w SCRIPT] DIR COMMAND [ARG]..
 *
 * Prints the run_end as one line of JSON. Limits are named wall, cpu, memory,
 * output, disk, processes and grace. With -w a fork server runs the command.
 */
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/buf.h"
#include "base/json.h"
#include "run/run.h"

#define MAX_ENV	16

static void
set_limit(struct run_spec *s, const char *arg)
{
	const char	*eq = strchr(arg, '=');
	size_t		 n = eq == NULL ? 0 : (size_t)(eq - arg);
	double		 v = eq == NULL ? 0 : atof(eq + 1);

	if (strncmp(arg, "wall=", n + 1) == 0)
		s->wall_s = v;
	else if (strncmp(arg, "cpu=", n + 1) == 0)
		s->cpu_s = v;
	else if (strncmp(arg, "memory=", n + 1) == 0)
		s->memory_bytes = (uint64_t)v;
	else if (strncmp(arg, "output=", n + 1) == 0)
		s->output_bytes = (uint64_t)v;
	else if (strncmp(arg, "disk=", n + 1) == 0)
		s->disk_bytes = (uint64_t)v;
	else if (strncmp(arg, "processes=", n + 1) == 0)
		s->processes = (unsigned)v;
	else if (strncmp(arg, "grace=", n + 1) == 0)
		s->grace_s = v;
	else
		fprintf(stderr, "helper_run: no limit '%s'\n", arg);
}

static int
show(const struct run_end *end)
{
	struct buf	 b = BUF_INIT;
	struct run	 r;
	jv		 o;

	record_init(&run_record, &r);
	run_end_put(end, &r);
	o = record_json(&run_record, &r);
	json_dump(&b, o);
	puts(buf_str(&b));
	jv_free(o);
	run_free(&r);
	buf_release(&b);
	return fflush(stdout) == 0 ? 0 : 74;
}

int
main(int argc, char **argv)
{
	struct run_spec	 s = RUN_SPEC_INIT;
	struct run_end	 end;
	struct hcc_err	 e = HCC_ERR_INIT;
	enum hcc_status	 st;
	struct warm	 warm = WARM_NONE;
	struct strvec	 clean;
	const char	*script = NULL;
	char		*env[MAX_ENV + 1] = { NULL }, *dir;
	size_t		 nenv = 0;
	int		 c;

	s.env = env;
	while ((c = getopt(argc, argv, "+nNL:i:e:G:w:")) != -1)
		switch (c) {
		case 'n':
			s.sandbox = false;
			break;
		case 'N':
			s.network = true;
			break;
		case 'L':
			set_limit(&s, optarg);
			break;
		case 'i':
			s.input = optarg;
			break;
		case 'e':
			if (nenv < MAX_ENV)
				env[nenv++] = optarg;
			break;
		case 'G':
			s.cgroup = optarg;
			break;
		case 'w':
			script = optarg;
			break;
		default:
			return 64;
		}
	if (argc - optind < 2 || (dir = realpath(argv[optind], NULL)) == NULL)
		return 64;
	s.dirpath = dir;
	s.dir = open(dir, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	s.argv = (const char *const *)(argv + optind + 1);
	if ((st = sandbox_env(&clean, NULL, &e)) == HCC_OK && script != NULL)
		st = warm_start(&warm, script, s.argv[0], &clean, &e);
	s.warm = &warm;
	if (st != HCC_OK || (st = run_exec(&s, &end, &e)) != HCC_OK)
		fprintf(stderr, "helper_run: %s\n", e.text);
	warm_stop(&warm);
	strvec_release(&clean);
	close(s.dir);
	free(dir);
	return st == HCC_OK ? show(&end) : err_exit_code(st);
}
