/*
 * records.c: a record that says nothing: which of its members are null, and
 * which are not there. Programs that read records rely on it.
 */
#include "base/json.h"
#include "base/record.h"
#include "task/archive_internal.h"
#include "task/keep.h"
#include "task/live.h"
#include "task/note.h"
#include "task/state.h"
#include "tap.h"
#include "wisdom/entry.h"

#define EMPTY(name, text) { "a " #name " has all members but optional ones", \
	&name ## _record, text }
static const struct {
	const char		*name;
	const struct record	*record;
	const char		*text;
} records[] = {
	EMPTY(cause, "{'at':null,'class':null,'frame':null,'message':null}"),
	EMPTY(held_by, "{}"),
	EMPTY(base, "{'id':null,'score':null}"),
	EMPTY(run, "{'cause':null,'claimed':null,'exit':null,'hcc':null,"
	    "'id':null,'limit':null,'measured':null,'sandbox':false,"
	    "'seconds':null,'signal':null,'status':null,'submission':null}"),
	EMPTY(result, "{'adopted':false,'attempt':1,'attempts':0,'base':null,"
	    "'cause':null,'change':null,'claimed':null,'claimed_at':null,"
	    "'code_sha256':null,'delta':null,'id':null,'interval':null,"
	    "'measured':null,'score':null,'seconds':null,'status':null,"
	    "'title':null}"),
	EMPTY(kept, "{'name':null,'sha256':null,'size':null}"),
	EMPTY(live, "{'at':null,'id':null,'start':null}"),
	EMPTY(archive_manifest, "{'files':[],'phase':0}"),
	EMPTY(suggestion, "{'id':null,'n':0,'text':null,'title':null}"),
	EMPTY(direction, "{'n':0,'suggestions':[],'title':null,'why':null}"),
	EMPTY(plan, "{'directions':[],'phase':0}"),
	EMPTY(note_row, "{'base':null,'cause':null,'change':null,'id':null,"
	    "'interval':null,'score':null,'seconds':null,'status':null,"
	    "'title':null}"),
	EMPTY(judgement, "{'claim':null,'evidence':null,'verdict':null}"),
	EMPTY(note_source, "{'archive':null,'sha256':null}"),
	EMPTY(note, "{'judgements':[],'next':null,'phase':0,'results':[],"
	    "'rules':null}"),
	EMPTY(done, "{'best':null,'hcc':null,'score':null,'spent':null,"
	    "'why':null}"),
	EMPTY(state, "{'attempts':0,'best':null,'budget':null,"
	    "'described':false,'ended':null,'events':0,'id':null,'last':null,"
	    "'left':null,'phase':-1,'phases':[],'prefetched':false,"
	    "'spent':null,'task':null,'torn':0,'working':false}"),
	EMPTY(decision, "{'at':null,'by':null,'status':null}"),
	EMPTY(entry, "{'created':null,'decided':null,'descriptor':null,"
	    "'evidence':null,'gains':null,'goal':null,'harms':0,"
	    "'history':[],'id':null,"
	    "'metric':null,'origin':null,'place':null,'provenance':null,"
	    "'ranking':null,'score':null,'status':null,'superseded_by':null,"
	    "'tags':null,'task':null,'text':null,'trials':0,'wins':0}"),
};

int
main(void)
{
	struct buf	 b = BUF_INIT;
	void		*none;
	char		*quote;
	jv		 v;
	size_t		 i;

	for (i = 0; i < sizeof(records) / sizeof(records[0]); i++) {
		none = record_new(records[i].record);
		v = record_json(records[i].record, none);
		buf_reset(&b);
		json_dump(&b, v);
		while ((quote = strchr(b.p, '"')) != NULL)
			*quote = '\'';
		IS_STR(records[i].name, records[i].text, b.p);
		jv_free(v);
		record_delete(records[i].record, none);
	}
	buf_release(&b);
	return tap_done();
}
