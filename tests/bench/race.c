/*
 * race.c: commands in turn, round after round, so that what else the
 * machine does hits them alike.
 *
 *	race ROUNDS COMMAND .. [-- COMMAND ..] ..
 *
 * Prints for each command the lower decile of its wall times in milliseconds,
 * from exec to exit: on a busy machine it is nearer to the truth than the
 * median. An argument {} is the number of the round. The round before the
 * first is not counted.
 */
#include <fcntl.h>
#include <spawn.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <time.h>

#define COMMANDS 8

extern char	**environ;

static double
now(void)
{
	struct timespec	 t;

	clock_gettime(CLOCK_MONOTONIC, &t);
	return (double)t.tv_sec * 1e3 + (double)t.tv_nsec / 1e6;
}

static int
ascending(const void *a, const void *b)
{
	double	 x = *(const double *)a, y = *(const double *)b;

	return (x > y) - (x < y);
}

/* Wall time of one run; negative: it failed. */
static double
run(char **argv, char *round)
{
	posix_spawn_file_actions_t	 fa;
	char				*args[64];
	double				 t;
	pid_t				 pid;
	int				 i, status = -1;

	for (i = 0; argv[i] != NULL && i < 63; i++)
		args[i] = strcmp(argv[i], "{}") == 0 ? round : argv[i];
	args[i] = NULL;
	posix_spawn_file_actions_init(&fa);
	for (i = 0; i < 3; i++)
		posix_spawn_file_actions_addopen(&fa, i, "/dev/null", O_RDWR,
		    0);
	t = now();
	if (posix_spawnp(&pid, args[0], &fa, NULL, args, environ) == 0)
		waitpid(pid, &status, 0);
	t = now() - t;
	posix_spawn_file_actions_destroy(&fa);
	return status == 0 ? t : -1;
}

int
main(int argc, char **argv)
{
	char	**commands[COMMANDS], round[20];
	double	 *t[COMMANDS], one;
	int	  i, k, n = 0, rounds = argc > 2 ? atoi(argv[1]) : 0;

	if (rounds < 1)
		return 64;
	for (i = 2; i < argc && n < COMMANDS; i++)
		if (i == 2 || strcmp(argv[i], "--") == 0) {
			commands[n] = argv + i + (i > 2);
			t[n] = calloc((size_t)rounds, sizeof(double));
			if (i > 2)
				argv[i] = NULL;
			if (t[n++] == NULL)
				return 70;
		}
	for (i = 0; i <= rounds; i++)
		for (k = 0; k < n; k++) {
			snprintf(round, sizeof(round), "%d", i + 7);
			if ((one = run(commands[k], round)) < 0) {
				fprintf(stderr, "race: '%s' failed\n",
				    commands[k][0]);
				return 1;
			}
			if (i > 0)
				t[k][i - 1] = one;
		}
	for (k = 0; k < n; k++) {
		qsort(t[k], (size_t)rounds, sizeof(double), ascending);
		printf("%s%.2f", k > 0 ? " " : "", t[k][rounds / 10]);
		free(t[k]);
	}
	putchar('\n');
	return 0;
}
