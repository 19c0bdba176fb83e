/*
 * entry.c: an entry as a record, and its identity.
 *
 * The identity is the SHA-256 of "hcc wisdom 1\n" and then, for task,
 * descriptor, text, metric, goal, score (as %.17g) and each tag in byte order:
 * the length in bytes, a colon, the bytes and a comma; an absent value is a
 * length of 0.
 */
#include <math.h>
#include <string.h>

#include "base/fs.h"
#include "base/json.h"
#include "wisdom/entry.h"
#include "wisdom/pooled.h"
#include "wisdom/store.h"

static const struct record_field decision_fields[] = {
	RECORD_STR(struct decision, at, 0),
	RECORD_STR(struct decision, by, 0),
	RECORD_STR(struct decision, status, 0),
	RECORD_STR(struct decision, superseded_by, RECORD_OPTIONAL),
};
const struct record decision_record = RECORD(struct decision,
    decision_fields);

/* In the order of WIS_COLUMNS. */
static const struct record_field entry_fields[] = {
	RECORD_STR(struct entry, id, 0),
	RECORD_STR(struct entry, task, 0),
	RECORD_STR(struct entry, descriptor, 0),
	RECORD_STR(struct entry, text, 0),
	RECORD_JSON(struct entry, tags, 0),
	RECORD_STR(struct entry, metric, 0),
	RECORD_STR(struct entry, goal, 0),
	RECORD_NUM(struct entry, score, 0),
	RECORD_JSON(struct entry, ranking, 0),
	RECORD_JSON(struct entry, evidence, 0),
	RECORD_JSON(struct entry, provenance, 0),
	RECORD_STR(struct entry, created, 0),
	RECORD_STR(struct entry, decided, 0),
	RECORD_STR(struct entry, status, 0),
	RECORD_LONG(struct entry, trials, 0, 0),
	RECORD_LONG(struct entry, wins, 0, 0),
	RECORD_LONG(struct entry, harms, 0, 0),
	RECORD_JSON(struct entry, gains, 0),
	RECORD_STR(struct entry, superseded_by, 0),
	RECORD_LIST(struct entry, history, nhistory, struct decision,
	    &decision_record, 0),
	RECORD_STR(struct entry, origin, 0),
	RECORD_STR(struct entry, place, 0),
};
const struct record entry_record = RECORD(struct entry, entry_fields);

void
entry_init(struct entry *x)
{
	record_init(&entry_record, x);
}

void
entry_release(struct entry *x)
{
	record_free(&entry_record, x);
}

/* Sort, and drop duplicates. */
static jv
tidy_tags(jv tags)
{
	jv	 out = jv_array(), last = jv_null(), tag;
	int	 i;

	if (jv_get_kind(tags) == JV_KIND_ARRAY)
		tags = jv_sort(tags, jv_copy(tags));
	for (i = 0; json_item(tags, i, &tag); i++) {
		if (!jv_equal(jv_copy(tag), jv_copy(last)))
			out = jv_array_append(out, jv_copy(tag));
		last = tag;
	}
	jv_free(tags);
	return out;
}

static void
netstring(struct buf *b, const char *s)
{
	buf_addf(b, "%zu:%s,", s == NULL ? 0 : strlen(s), s == NULL ? "" : s);
}

static void
compute_id(struct entry *x)
{
	struct buf	 b = BUF_INIT;
	char		 num[40] = "", id[65];
	jv		 tag;
	int		 i;

	buf_adds(&b, "hcc wisdom 1\n");
	netstring(&b, x->task);
	netstring(&b, x->descriptor);
	netstring(&b, x->text);
	netstring(&b, x->metric);
	netstring(&b, x->goal);
	if (!isnan(x->score))	/* + 0.0: no minus zero */
		snprintf(num, sizeof(num), "%.17g", x->score + 0.0);
	netstring(&b, num);
	for (i = 0; json_item(x->tags, i, &tag); i++)
		netstring(&b, jv_string_value(tag));
	fs_sha256_mem(buf_str(&b), b.len, id);
	record_set(&x->id, id);
	buf_release(&b);
}

enum hcc_status
entry_read(struct entry *x, jv record, struct hcc_err *e)
{
	enum hcc_status	 st;
	const char	*why;
	char		 now[ENTRY_TIME];

	entry_init(x);
	if ((st = entry_check(record, e)) != HCC_OK)
		return st;
	record_read(&entry_record, record, x);
	record_set(&x->origin, NULL);
	record_set(&x->place, NULL);
	if (x->created == NULL) {
		wis_now(now);
		record_set(&x->created, now);
	}
	x->tags = tidy_tags(x->tags);
	x->ranking = wis_ranking(x->ranking, &why);
	if (jv_get_kind(x->evidence) != JV_KIND_ARRAY)
		x->evidence = jv_array();
	x->provenance = provenance_tidy(x->provenance);
	x->gains = gains_tidy(x->gains);
	history_tidy(x);
	compute_id(x);
	if (strcmp(json_str(record, "id", x->id), x->id) != 0)
		return err_set(e, HCC_INPUT,
		    "id does not belong to the content");
	return HCC_OK;
}

static jv
without(jv record, const char *name)
{
	return jv_object_delete(record, jv_string(name));
}

jv
entry_json(const struct entry *x, bool local)
{
	jv	 r = json_put_str(record_json(&entry_record, x), "kind",
		    "wisdom");

	if (x->trials < 0)
		r = without(without(without(without(r, "trials"), "wins"),
		    "harms"), "gains");
	else
		r = json_put(r, "pooled", gains_pooled(x->gains));
	return local ? r : without(without(r, "origin"), "place");
}
