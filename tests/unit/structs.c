/* structs.c: C structs as JSON objects, in memory and in files. */
#include <fcntl.h>
#include <math.h>
#include <stdlib.h>
#include <unistd.h>

#include "base/json.h"
#include "base/record.h"
#include "put.h"
#include "tap.h"

struct part {
	int	 n;
};
struct all {
	char		*s, *os;
	double		 d, od;
	int		 i, oi, ni;
	long		 l, ol, nl;
	bool		 b, ob;
	jv		 j, oj;
	struct part	*p, *op, *list, *olist;
	size_t		 nlist, nolist;
};

static const struct record_field part_fields[] = {
	RECORD_INT(struct part, n, 4, 0),
};
static const struct record part_record = RECORD(struct part, part_fields);
static const struct record_field all_fields[] = {
	RECORD_STR(struct all, s, 0),
	RECORD_STR(struct all, os, RECORD_OPTIONAL),
	RECORD_NUM(struct all, d, 0),
	RECORD_NUM(struct all, od, RECORD_OPTIONAL),
	RECORD_INT(struct all, i, 7, 0),
	RECORD_INT(struct all, oi, 7, RECORD_OPTIONAL),
	RECORD_INT(struct all, ni, -1, RECORD_NULL),
	RECORD_LONG(struct all, l, 8, 0),
	RECORD_LONG(struct all, ol, 8, RECORD_OPTIONAL),
	RECORD_LONG(struct all, nl, -1, RECORD_NULL),
	RECORD_BOOL(struct all, b, 0),
	RECORD_BOOL(struct all, ob, RECORD_OPTIONAL),
	RECORD_JSON(struct all, j, 0),
	RECORD_JSON(struct all, oj, RECORD_OPTIONAL),
	RECORD_PTR(struct all, p, struct part, &part_record, 0),
	RECORD_PTR(struct all, op, struct part, &part_record, RECORD_OPTIONAL),
	RECORD_LIST(struct all, list, nlist, struct part, &part_record, 0),
	RECORD_LIST(struct all, olist, nolist, struct part, &part_record,
	    RECORD_OPTIONAL),
};
static const struct record all_record = RECORD(struct all, all_fields);

/* What is left of a text once it was read and written again. */
static const char *
again(const char *text)
{
	static struct buf	 b = BUF_INIT;
	struct all		 a, copy;
	jv			 v = jv_parse(text), w;

	record_read(&all_record, v, &a);
	record_copy(&all_record, &copy, &a);
	record_free(&all_record, &a);
	w = record_json(&all_record, &copy);
	buf_reset(&b);
	json_dump(&b, w);
	record_free(&all_record, &copy);
	jv_free(v);
	jv_free(w);
	return buf_str(&b);
}

#define NOTHING "{\"b\":false,\"d\":null,\"i\":7,\"j\":null,\"l\":8," \
	"\"list\":[],\"ni\":null,\"nl\":null,\"p\":null,\"s\":null}"

static void
values(void)
{
	IS_STR("what is absent has its default, which optional members do not "
	    "write", NOTHING, again("{}"));
	IS_STR("what is no object has defaults", NOTHING, again("[1]"));
	IS_STR("what is of another kind has its default", NOTHING,
	    again("{\"s\":1,\"os\":2,\"d\":\"x\",\"od\":true,\"i\":\"3\","
	    "\"oi\":[],\"ni\":null,\"l\":{},\"ol\":false,\"nl\":\"\","
	    "\"b\":1,\"ob\":\"true\",\"p\":[],\"op\":3,\"list\":{},"
	    "\"olist\":5,\"more\":9}"));
	IS_STR("what is there comes back",
	    "{\"b\":true,\"d\":1.5,\"i\":1,\"j\":[1],\"l\":2,"
	    "\"list\":[{\"n\":1},{\"n\":4}],\"ni\":3,\"nl\":5,\"ob\":true,"
	    "\"od\":2,\"oi\":-3,\"oj\":false,\"ol\":5000000000,"
	    "\"olist\":[{\"n\":2}],\"op\":{\"n\":9},\"os\":\"t\","
	    "\"p\":{\"n\":4},\"s\":\"\"}",
	    again("{\"b\":true,\"d\":1.5,\"i\":1,\"j\":[1],\"l\":2,"
	    "\"list\":[{\"n\":1},7,{}],\"ni\":3,\"nl\":5,\"ob\":true,"
	    "\"od\":2,\"oi\":-3,\"oj\":false,\"ol\":5000000000,"
	    "\"olist\":[{\"n\":2}],\"op\":{\"n\":9},\"os\":\"t\","
	    "\"p\":{},\"s\":\"\"}"));
	IS_STR("integers that no struct holds have their default", NOTHING,
	    again("{\"i\":3e9,\"oi\":-3e9,\"l\":2e15,\"ol\":-2e15}"));
	OK("integers that it holds are kept", strstr(again("{\"i\":2147483647,"
	    "\"l\":1e15}"), "\"i\":2147483647,\"j\":null,\"l\":1000000000000000"
	    ",") != NULL);
	OK("false is read where true is the other value", strstr(again(
	    "{\"b\":false}"), "\"b\":false") != NULL);
}

static void
memory(void)
{
	struct all	*a = record_new(&all_record);
	struct part	*one;

	OK("a new struct has defaults", a->i == 7 && a->nl == -1 &&
	    isnan(a->d) && a->s == NULL && a->nlist == 0 && !a->b);
	record_set(&a->s, "x");
	record_set(&a->s, "y");
	IS_STR("a string is replaced", "y", a->s);
	record_set(&a->s, NULL);
	OK("a string may be removed", a->s == NULL);
	record_set_trimmed(&a->s, "  a b \nz", 7);
	IS_STR("a string is taken without white space around it", "a b", a->s);
	one = record_append(&part_record, &a->list, &a->nlist);
	one->n = 5;
	one = record_append(&part_record, &a->list, &a->nlist);
	OK("a list grows by an element with defaults", a->nlist == 2 &&
	    a->list[0].n == 5 && one->n == 4);
	record_free(&all_record, a);
	OK("a struct that was released has defaults", a->nlist == 0 &&
	    a->list == NULL && a->s == NULL && a->i == 7);
	record_delete(&all_record, a);
	record_delete(&all_record, NULL);
}

static void
files(int dir)
{
	struct hcc_err	 e = HCC_ERR_INIT;
	struct part	 p = { 3 };
	bool		 found = false;

	OK("a struct is published", record_publish(&part_record, dir, "p",
	    &p, &e) == HCC_OK);
	p.n = 0;
	OK("a file is read", record_load(&part_record, dir, "p", &p) &&
	    p.n == 3);
	OK("an absent file is not found, and that is no error",
	    record_find(&part_record, dir, "q", &p, &found, &e) == HCC_OK &&
	    !found && p.n == 4);
	put("bad", "{\"n\":");
	OK("a file that is no object is not found",
	    record_find(&part_record, dir, "bad", &p, &found, &e) == HCC_OK &&
	    !found && !record_load(&part_record, dir, "bad", &p));
	OK("nobody knows what a file holds that cannot be read",
	    record_find(&part_record, dir, "/proc/self/mem", &p, &found, &e) ==
	    HCC_IO && !found && p.n == 4 && strstr(e.text, "mem") != NULL &&
	    !record_load(&part_record, dir, "/proc/self/mem", &p));
}

int
main(void)
{
	int	 dir;

	if (mkdtemp(tmp) == NULL)
		return 1;
	dir = open(tmp, O_RDONLY | O_DIRECTORY);
	values();
	memory();
	files(dir);
	close(dir);
	fs_remove(AT_FDCWD, tmp, NULL);
	return tap_done();
}
