/*
 * hcc-embed: text to vectors, a filter for JSON lines.
 *
 * The built-in embedder answers line by line; a command gets some hundred
 * texts at once and sees numbers as ids, because those of users need not
 * differ.
 */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/buf.h"
#include "base/json.h"
#include "base/mem.h"
#include "common/tool.h"
#include "embed/embedder.h"

struct app {
	struct tool	 tool;
	const char	*command;
	const char	*lexicon;
	bool		 info;
	struct embedder	*em;
	jv		 ids;		/* of the texts that wait, in order */
	jv		 texts;
	struct buf	 line;		/* the record at hand */
};

#define OPT_STRUCT struct app
static const struct tool_opt opts[] = {
	OPT_FLAG('i', info, "print the embedder's id, dimension and delta"),
	OPT_STRING('e', "command", command, "let this command embed"),
	OPT_STRING('l', "file", lexicon, "use this lexicon"),
	OPT_END
};

/* Seven decimals are what a float of a unit vector holds; printf(3) would
 * take longer than the embedding. */
static void
add_number(struct buf *b, float v)
{
	char	 s[10] = "0.";
	long	 n = lrint(fabs((double)v) * 1e7);
	size_t	 i;

	if (n == 0) {
		buf_addc(b, '0');
		return;
	}
	if (v < 0)
		buf_addc(b, '-');
	if (n >= 10000000) {
		buf_addc(b, '1');
		return;
	}
	for (i = 8; i >= 2; i--, n /= 10)
		s[i] = (char)('0' + n % 10);
	for (i = 9; s[i - 1] == '0'; i--)
		;
	buf_add(b, s, i);
}

/* A zero vector is like nothing at all: say so. */
static void
warn_zero(struct app *a, const float *v, jv id)
{
	struct buf	 b = BUF_INIT;
	size_t		 i;

	for (i = 0; i < embedder_dim(a->em); i++)
		if (v[i] != 0)
			return;
	json_dump(&b, id);
	tool_say(&a->tool, "embed text %s: no word in it, the vector is zero",
	    buf_str(&b));
	buf_release(&b);
}

/* The record of one text, of which `id` is borrowed. */
static void
print_vector(struct app *a, const float *v, jv id)
{
	struct buf	*b = &a->line;
	jv		 name = jv_string(embedder_id(a->em));
	size_t		 i;

	buf_reset(b);
	buf_adds(b, "{\"embedder\":");
	json_dump(b, name);
	buf_adds(b, ",\"id\":");
	json_dump(b, id);
	buf_adds(b, ",\"kind\":\"vector\",\"vector\":[");
	for (i = 0; i < embedder_dim(a->em); i++) {
		if (i > 0)
			buf_addc(b, ',');
		add_number(b, v[i]);
	}
	buf_adds(b, "]}\n");
	fwrite(buf_str(b), 1, b->len, stdout);
	fflush(stdout);
	jv_free(name);
	warn_zero(a, v, id);
}

/* Answer the texts that wait. */
static enum hcc_status
flush_texts(struct app *a, struct hcc_err *e)
{
	size_t		 n = (size_t)json_len(a->ids), i;
	const char	**texts = mem_zero(n + 1, sizeof(*texts));
	float		*v = NULL;
	enum hcc_status	 st;
	jv		 one;

	for (i = 0; json_item(a->texts, (int)i, &one); i++)
		texts[i] = jv_string_value(one);
	st = n == 0 ? HCC_OK : embedder_texts(a->em, texts, n, &v, NULL, e);
	free(texts);
	for (i = 0; i < n && st == HCC_OK && !ferror(stdout); i++) {
		(void)json_item(a->ids, (int)i, &one);
		print_vector(a, v + i * embedder_dim(a->em), one);
	}
	free(v);
	jv_free(a->ids);
	jv_free(a->texts);
	a->ids = jv_array();
	a->texts = jv_array();
	return st;
}

/* One text (both are borrowed): it waits until there are enough. */
static enum hcc_status
queue_text(struct app *a, jv id, jv text, struct hcc_err *e)
{
	a->ids = jv_array_append(a->ids, jv_copy(id));
	a->texts = jv_array_append(a->texts, jv_copy(text));
	if ((size_t)json_len(a->ids) < embedder_batch(a->em))
		return HCC_OK;
	return flush_texts(a, e);
}

/* {"id":..,"text":".."}; a line that does not open an object is the text
 * itself, and its number is the id. */
static enum hcc_status
read_text(struct app *a, const char *name, long no, const char *p, size_t n,
    struct hcc_err *e)
{
	size_t		 skip = strspn(p, " \t\r\n");
	enum hcc_status	 st = HCC_OK;
	jv		 rec, id, text;

	while (n > skip && strchr("\r\n", p[n - 1]) != NULL)
		n--;
	if (skip >= n)
		return HCC_OK;
	if (p[skip] != '{') {
		rec = json_put(jv_object(), "text", jv_string_sized(p, (int)n));
		rec = json_put(rec, "id", jv_string_fmt("%ld", no));
	} else {
		rec = json_parse(p, n, name, no, e);
		if (!jv_is_valid(rec))
			return e->status;
	}
	id = json_get(rec, "id");
	text = json_get(rec, "text");
	if ((jv_get_kind(id) != JV_KIND_STRING &&
	    jv_get_kind(id) != JV_KIND_NUMBER) ||
	    jv_get_kind(text) != JV_KIND_STRING)
		st = err_set(e, HCC_INPUT, "read '%s' line %ld: needs an \"id\""
		    " and a \"text\"", name, no);
	else
		st = queue_text(a, id, text, e);
	jv_free(id);
	jv_free(text);
	jv_free(rec);
	return st;
}

/* All lines of a file; bad ones are reported and left out. */
static void
read_file(struct app *a, FILE *f, const char *name)
{
	struct hcc_err	 e = HCC_ERR_INIT;
	char		*line = NULL;
	size_t		 cap = 0;
	ssize_t		 n;
	long		 no = 0;

	while (!ferror(stdout) && (n = getline(&line, &cap, f)) != -1) {
		no++;
		if (n > 1 << 30)
			err_set(&e, HCC_INPUT, "read '%s' line %ld: too long",
			    name, no);
		else if (read_text(a, name, no, line, (size_t)n, &e) == HCC_OK)
			continue;
		tool_fail(&a->tool, &e);
	}
	if (ferror(f)) {
		err_errno(&e, "read '%s'", name);
		tool_fail(&a->tool, &e);
	}
	free(line);
}

static void
read_inputs(struct app *a, int argc, char **argv)
{
	struct hcc_err	 e = HCC_ERR_INIT;
	FILE		*f;
	int		 i;

	if (argc == 0)
		read_file(a, stdin, "standard input");
	for (i = 0; i < argc; i++) {
		if (strcmp(argv[i], "-") == 0)
			read_file(a, stdin, "standard input");
		else if ((f = fopen(argv[i], "re")) == NULL) {
			err_errno(&e, "open '%s'", argv[i]);
			tool_fail(&a->tool, &e);
		} else {
			read_file(a, f, argv[i]);
			fclose(f);
		}
	}
}

static enum hcc_status
print_info(struct app *a, struct hcc_err *e)
{
	enum hcc_status	 st = embedder_learn(a->em, e);
	jv		 r = json_put_str(jv_object(), "kind", "embedder");

	if (st != HCC_OK) {
		jv_free(r);
		return st;
	}
	r = json_put_str(r, "embedder", embedder_id(a->em));
	r = json_put_num(r, "dim", (double)embedder_dim(a->em));
	tool_record(json_put_num(r, "delta", embedder_delta(a->em)));
	return HCC_OK;
}

static enum hcc_status
run(struct app *a, int argc, char **argv, struct hcc_err *e)
{
	const struct embedder_spec	 spec = {
		.command = a->command, .lexicon = a->lexicon, .delta = NAN
	};
	enum hcc_status			 st;

	if (a->command != NULL || a->lexicon != NULL)
		st = embedder_open_spec(&spec, &a->em, e);
	else
		st = embedder_open(tool_places(), &a->em, e);
	if (st != HCC_OK)
		return st;
	if (a->info)
		return print_info(a, e);
	read_inputs(a, argc, argv);
	return flush_texts(a, e);
}

int
main(int argc, char **argv)
{
	struct app	 a = {
		.tool = { .name = "hcc-embed", .operands = "[file ...]",
		    .about = "turn texts into vectors", .opts = opts },
		.line = BUF_INIT, .ids = jv_array(), .texts = jv_array()
	};
	struct hcc_err	 e = HCC_ERR_INIT;
	int		 first;

	first = tool_options(&a.tool, argc, argv, &a);
	if (a.info && first < argc)
		tool_usage(&a.tool, "-i takes no files");
	if (a.command != NULL && a.lexicon != NULL)
		tool_usage(&a.tool, "-e and -l name two embedders; give one");
	if (run(&a, argc - first, argv + first, &e) != HCC_OK)
		tool_fail(&a.tool, &e);
	embedder_close(a.em);
	buf_release(&a.line);
	jv_free(a.ids);
	jv_free(a.texts);
	return tool_finish(&a.tool);
}
