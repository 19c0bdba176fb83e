/*
 * options.c: the command line, by the option table; usage, help, version.
 */
#include <ctype.h>
#include <errno.h>
#include <getopt.h>
#include <math.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include "base/buf.h"
#include "base/mem.h"
#include "common/tool.h"

#define OPT_STRUCT struct tool
static const struct tool_opt common[] = {
	OPT_FLAG('h', help, "print this help"),
	OPT_FLAG('V', version, "print the version"),
	OPT_FLAG('v', verbose, "verbose"),
	OPT_FLAG('q', quiet, "quiet: print errors only"),
	OPT_STRING('C', "dir", dir, "change to this directory first"),
	OPT_END
};

static void
usage_line(const struct tool *t, FILE *f)
{
	fprintf(f, "usage: %s [option ...]%s%s%s\n", t->name,
	    t->verbs == NULL ? "" : " command",
	    *t->operands == '\0' ? "" : " ", t->operands);
}

/* Print the usage; the reason has been printed. */
static void __attribute__((noreturn))
usage_exit(const struct tool *t)
{
	usage_line(t, stderr);
	fprintf(stderr, "       %s -h lists the %soptions\n", t->name,
	    t->verbs == NULL ? "" : "commands and ");
	exit(err_exit_code(HCC_USAGE));
}

void
tool_usage(const struct tool *t, const char *fmt, ...)
{
	struct buf	 b = BUF_INIT;
	va_list		 ap;

	va_start(ap, fmt);
	buf_vaddf(&b, fmt, ap);
	va_end(ap);
	tool_warn(t, "%s", buf_str(&b));
	usage_exit(t);
}

void
tool_refuse(const struct tool *t, int letter, const char *arg,
    const char *what, ...)
{
	struct buf	 b = BUF_INIT;
	va_list		 ap;

	va_start(ap, what);
	buf_vaddf(&b, what, ap);
	va_end(ap);
	tool_warn(t, "option -%c: '%s' is not %s", letter, arg, buf_str(&b));
	usage_exit(t);
}

static const struct tool_opt *
find_option(const struct tool_opt *o, int letter)
{
	while (o->letter != 0 && o->letter != letter)
		o++;
	return o->letter == 0 ? NULL : o;
}

/* "  -j jobs       runs at once"; a long argument has a line of its own. */
static void
help_row(const struct tool_opt *o)
{
	const char	*arg = o->arg == NULL ? "" : o->arg;

	printf("  -%c %-10s", o->letter, arg);
	if (strlen(arg) > 10)
		printf("\n%15s", "");
	printf(" %s\n", o->help);
}

static void
help(struct tool *t)
{
	const struct tool_opt	*o;
	const struct tool_verb	*v;

	printf("%s: %s\n", t->name, t->about);
	usage_line(t, stdout);
	if (t->verbs != NULL)
		puts("commands:");
	for (v = t->verbs; v != NULL && v->name != NULL; v++)
		printf("  %-12s  %s\n", v->name, v->help);
	puts("options:");
	for (o = t->opts; o->letter != 0; o++)
		help_row(o);
	for (o = common; o->letter != 0; o++)
		if (find_option(t->opts, o->letter) == NULL)
			help_row(o);
	exit(tool_finish(t));
}

/* Is the argument one of "one|other"? With ".." it may be another as well. */
static bool
set_choice(const char *choices, const char *arg, const char **to)
{
	size_t		 n = strlen(arg), k;
	const char	*s;

	for (s = choices;; s += k + 1) {
		k = strcspn(s, "|");
		if ((k == n && strncmp(s, arg, n) == 0) ||
		    strcmp(s, "..") == 0) {
			*to = arg;
			return true;
		}
		if (s[k] == '\0')
			return false;
	}
}

static void __attribute__((noreturn))
refuse_choice(const struct tool *t, const struct tool_opt *o, const char *arg)
{
	struct buf	 b = BUF_INIT;
	const char	*s;

	for (s = o->arg; *s != '\0'; s++)
		if (*s == '|')
			buf_adds(&b, ", ");
		else
			buf_addc(&b, *s);
	tool_refuse(t, o->letter, arg, "one of %s", buf_str(&b));
}

static bool
parse_whole(const struct tool_opt *o, const char *arg, void *to)
{
	unsigned long	 n;
	char		*end;

	errno = 0;
	n = strtoul(arg, &end, 10);
	if (!isdigit((unsigned char)*arg) || *end != '\0' || errno != 0 ||
	    (double)n < o->min || (double)n > o->max)
		return false;
	if (o->size == sizeof(int))
		*(int *)to = (int)n;
	else
		*(unsigned long *)to = n;
	return true;
}

static bool
parse_decimal(const struct tool_opt *o, const char *arg, double *to)
{
	char	*end;
	double	 d = strtod(arg, &end);

	*to = d;
	return end != arg && *end == '\0' && isfinite(d) && d <= o->max &&
	    (o->kind == OPT_IS_FRACTION ? d > o->min : d >= o->min);
}

static bool
parse_date(const char *arg, bool last, char to[32])
{
	struct tm	 tm = { 0 };
	const char	*end = strptime(arg, "%Y-%m-%d", &tm);
	int		 day = tm.tm_mday;
	bool		 day_only = end != NULL && *end == '\0';

	if (end != NULL && !day_only)
		end = strptime(end, "T%H:%M:%SZ", &tm);
	/* timegm() turns the 31st of June into a day of July. */
	if (end == NULL || *end != '\0' || timegm(&tm) == -1 ||
	    tm.tm_mday != day)
		return false;
	strftime(to, 32, day_only && last ? "%Y-%m-%dT23:59:59Z" :
	    "%Y-%m-%dT%H:%M:%SZ", &tm);
	return true;
}

static void
add(struct opt_list *l, const char *arg)
{
	grow(&l->v, &l->cap, l->n + 2, sizeof(*l->v));
	l->v[l->n++] = arg;
	l->v[l->n] = NULL;
}

/* Check the argument and put it where the row says. */
static void
set_option(const struct tool *t, const struct tool_opt *o, const char *arg,
    void *base)
{
	void	*to = (char *)base + o->at;
	double	*d = to;

	switch (o->kind) {
	case OPT_IS_FLAG:
		*(bool *)to = true;
		return;
	case OPT_IS_STRING:
		*(const char **)to = arg;
		return;
	case OPT_IS_LIST:
		add(to, arg);
		return;
	case OPT_IS_CHOICE:
		if (!set_choice(o->arg, arg, to))
			refuse_choice(t, o, arg);
		return;
	case OPT_IS_COUNT:
		if (!parse_whole(o, arg, to))
			tool_refuse(t, o->letter, arg, "a whole number from "
			    "%.0f to %.0f", o->min, o->max);
		return;
	case OPT_IS_NUMBER:
		if (!parse_decimal(o, arg, to))
			tool_refuse(t, o->letter, arg, "a number from %g to "
			    "%g", o->min, o->max);
		return;
	case OPT_IS_FRACTION:
		if (!parse_decimal(o, arg, to))
			tool_refuse(t, o->letter, arg, "a fraction above 0 "
			    "and up to %g", o->max);
		return;
	case OPT_IS_SECONDS:
		if ((*d = parse_seconds(arg)) <= 0)
			tool_refuse(t, o->letter, arg, "a time above 0, such "
			    "as 90s, 15m or 8h");
		return;
	case OPT_IS_SIZE:
		if ((*d = parse_count(arg, 1000)) <= 0)
			tool_refuse(t, o->letter, arg, "a number above 0, such "
			    "as 800, 4k or 20M");
		return;
	case OPT_IS_DATE:
	case OPT_IS_LAST_DATE:
		if (!parse_date(arg, o->kind == OPT_IS_LAST_DATE, to))
			tool_refuse(t, o->letter, arg, "a day such as "
			    "2026-01-31, nor a time such as "
			    "2026-01-31T08:00:00Z");
	}
}

/* One that every tool has. */
static void
apply_common(struct tool *t, const struct tool_opt *o, const char *arg)
{
	set_option(t, o, arg, t);
	switch (o->letter) {
	case 'h':
		help(t);
		break;
	case 'V':
		printf("%s %s\n", t->name, tool_version());
		exit(tool_finish(t));
	case 'C':
		if (chdir(arg) == 0)
			break;
		tool_warn(t, "enter directory '%s': %s", arg, strerror(errno));
		exit(err_exit_code(HCC_MISSING));
	}
}

/* "+:j:l..": what getopt(3) wants; a tool's own options first. */
static void
optstring(const struct tool *t, char *spec, size_t size)
{
	const struct tool_opt	*o, *set[] = { t->opts, common };
	size_t			 i, n = strlen(strcpy(spec, "+:"));

	for (i = 0; i < 2; i++)
		for (o = set[i]; o->letter != 0 && n + 3 < size; o++) {
			if (strchr(spec + 2, o->letter) != NULL)
				continue;
			spec[n++] = o->letter;
			if (o->kind != OPT_IS_FLAG)
				spec[n++] = ':';
			spec[n] = '\0';
		}
}

/* Options up to the next operand. */
static void
read_options(struct tool *t, int argc, char **argv, const char *spec,
    void *to)
{
	static const struct option	 names[] = {
		{ "help", no_argument, NULL, 'h' },
		{ "version", no_argument, NULL, 'V' },
		{ NULL, 0, NULL, 0 }
	};
	const struct tool_opt		*o;
	int				 c;

	opterr = 0;
	while ((c = getopt_long(argc, argv, spec, names, NULL)) != -1) {
		if (c == ':')
			tool_usage(t, "option -%c: needs an argument (%s)",
			    optopt, find_option(t->opts, optopt) != NULL ?
			    find_option(t->opts, optopt)->arg :
			    find_option(common, optopt)->arg);
		if (c == '?' && optopt != 0)
			tool_usage(t, "unknown option '-%c'", optopt);
		if (c == '?')
			tool_usage(t, "unknown option '%s'",
			    argv[optind - 1]);
		if (!tool_given(t, c))
			t->given[strlen(t->given)] = (char)c;
		if ((o = find_option(t->opts, c)) != NULL)
			set_option(t, o, optarg, to);
		else
			apply_common(t, find_option(common, c), optarg);
	}
}

/* Refuse an option after an operand, unless a file has that name. */
static void
check_order(const struct tool *t, int argc, char **argv, int first)
{
	int	 i;

	if (first > 0 && strcmp(argv[first - 1], "--") == 0)
		return;
	for (i = first + 1; i < argc; i++)
		if (argv[i][0] == '-' && argv[i][1] != '\0' &&
		    access(argv[i], F_OK) == -1)
			tool_usage(t, "option '%s' after the operand '%s': "
			    "options come first", argv[i], argv[i - 1]);
}

static void
find_verb(struct tool *t, const char *name)
{
	const struct tool_verb	*v;

	if (name == NULL)
		tool_usage(t, "a command is missing");
	for (v = t->verbs; v->name != NULL; v++)
		if (strcmp(v->name, name) == 0) {
			t->verb = v;
			return;
		}
	tool_usage(t, "unknown command '%s'", name);
}

/* Refuse options that the command does not use: `-n import' might be meant as a
 * dry run. */
static void
check_verb(const struct tool *t, int operands)
{
	const struct tool_verb	*v = t->verb;
	const char		*p;

	for (p = t->given; *p != '\0'; p++)
		if (find_option(t->opts, *p) != NULL &&
		    strchr(v->options, *p) == NULL)
			tool_usage(t, "%s has no option -%c", v->name, *p);
	if (operands < v->least)
		tool_usage(t, "%s: an operand is missing", v->name);
	if (operands > v->most)
		tool_usage(t, "%s takes no operands", v->name);
}

int
tool_options(struct tool *t, int argc, char **argv, void *to)
{
	char	 spec[96];

	optstring(t, spec, sizeof(spec));
	t->quiet = getenv("HCC_QUIET") != NULL;
	read_options(t, argc, argv, spec, to);
	if (t->verbs != NULL) {
		find_verb(t, argv[optind]);
		optind++;
		read_options(t, argc, argv, spec, to);
		check_verb(t, argc - optind);
	}
	check_order(t, argc, argv, optind);
	return optind;
}

bool
tool_given(const struct tool *t, int letter)
{
	return strchr(t->given, letter) != NULL;
}
