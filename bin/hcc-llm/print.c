/*
 * print.c: the outcome, in the forms that were asked for. Everything that
 * leaves the program passes redact() here.
 */
#include <fcntl.h>
#include <math.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "base/fs.h"
#include "base/json.h"
#include "hcc-llm/llm.h"
#include "llm/redact.h"

jv
result_usage(const struct llm_result *o)
{
	const struct llm_usage	*u = &o->usage;
	jv			 v = jv_object();

	v = json_put_num(v, "prompt", fmax(u->prompt, 0));
	v = json_put_num(v, "cached", fmax(u->cached, 0));
	v = json_put_num(v, "completion", fmax(u->completion, 0));
	v = json_put_num(v, "reasoning", fmax(u->reasoning, 0));
	return json_put(v, "estimated", o->estimated ? jv_true() : jv_false());
}

jv
result_json(const struct llm *a, bool text)
{
	const struct llm_result	*o = &a->result;
	jv			 r = json_put_str(jv_object(), "kind", "llm");

	r = json_put(r, "ok", o->class == LLM_OK ? jv_true() : jv_false());
	r = json_put_str(r, "class", llm_error_name(o->class));
	r = json_put(r, "status", o->status == 0 ? jv_null() :
	    jv_number(o->status));
	r = json_put_str(r, "message", o->message.len == 0 ? NULL :
	    buf_str(&o->message));
	if (text && o->class == LLM_OK)
		r = json_put(r, "text", jv_string_sized(buf_str(&o->text),
		    (int)o->text.len));
	r = json_put_num(r, "reasoning", (double)o->reasoning);
	r = json_put_str(r, "finish", o->finish[0] == '\0' ? NULL : o->finish);
	r = json_put(r, "usage", result_usage(o));
	r = json_put_num(r, "tokens", o->tokens);
	r = json_put_num(r, "cost", o->cost);
	r = json_put_num(r, "attempts", o->attempts);
	r = json_put_num(r, "latency", round(o->latency * 1000) / 1000);
	r = json_put_str(r, "model", a->server.model.name);
	return json_put_str(r, "id", o->id[0] == '\0' ? NULL : o->id);
}

static void
dump(const struct llm *a, bool text, struct buf *b)
{
	jv	 r = result_json(a, text);

	json_dump(b, r);
	jv_free(r);
	redact(b, a->server.key, REDACT_TEXT);
	buf_addc(b, '\n');
}

static void
put(const struct buf *b)
{
	fwrite(buf_str(b), 1, b->len, stdout);
}

/* The status that the tool ends with. */
static enum hcc_status
status_of(const struct llm_result *o)
{
	return o->class == LLM_LOCAL ? o->err.status :
	    llm_error_status(o->class);
}

static void
complain(struct llm *a)
{
	struct llm_result	*o = &a->result;
	struct buf	 m = BUF_INIT;

	buf_adds(&m, buf_str(&o->message));
	redact(&m, a->server.key, REDACT_TEXT);
	if (o->class != LLM_OK) {
		o->err.status = status_of(o);
		if (a->tool.worst == HCC_OK)
			a->tool.worst = o->err.status;
		tool_warn(&a->tool, "%s", buf_str(&m));
	} else if (m.len > 0)
		tool_say(&a->tool, "%s", buf_str(&m));
	buf_release(&m);
}

void
result_print(struct llm *a)
{
	struct hcc_err	 e = HCC_ERR_INIT;
	struct buf	 b = BUF_INIT;

	complain(a);
	if (a->o.usagefile != NULL) {
		dump(a, false, &b);
		if (fs_publish(AT_FDCWD, a->o.usagefile, buf_str(&b), b.len,
		    &e) != HCC_OK)
			tool_fail(&a->tool, &e);
		buf_reset(&b);
	}
	if (a->o.json) {
		dump(a, true, &b);
		put(&b);
	} else if (a->result.class == LLM_OK && !a->o.embed) {
		redact(&a->result.text, a->server.key, REDACT_TEXT);
		put(&a->result.text);
		if (isatty(STDOUT_FILENO) && a->result.text.len > 0 &&
		    a->result.text.p[a->result.text.len - 1] != '\n')
			putchar('\n');
	}
	buf_release(&b);
}
