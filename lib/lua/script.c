/*
 * script.c: a Lua state that cannot outlive its limits.
 *
 * Time is watched from outside: a timer of processor time fires SIGVTALRM.
 * The first time the handler arms a hook at every instruction, which raises
 * an error (again after every pcall of the script's own, so that it cannot
 * be swallowed). If that does not end the call, the script is inside a C
 * function such as string.find, where no hook runs; the second time the
 * handler jumps out of it, and the state, whose memory is all in our own
 * list, is thrown away without being asked.
 */
#include <ctype.h>
#include <fcntl.h>
#include <setjmp.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/time.h>
#include <lauxlib.h>
#include <lualib.h>

#include "base/buf.h"
#include "base/fs.h"
#include "lua/script.h"
#include "lua/script_internal.h"

struct block {			/* header of every allocation, 16-aligned */
	struct block	*prev, *next;
	size_t		 size;
	size_t		 pad;
};

struct script {
	lua_State	*L;
	struct block	 blocks;	/* head of a ring */
	size_t		 used;
	sigjmp_buf	 out;
	volatile sig_atomic_t ticks;	/* of the timer, this call */
	volatile sig_atomic_t busy;	/* depth inside malloc: no jump */
	bool		 dead;
	char		 path[1024];
	struct hcc_err	 why;		/* of its death */
	struct host_function	*lent;		/* list */
	struct hcc_err	 end;		/* a lent function ended the call */
};

/* The handler needs to find the call it interrupts: the innermost. */
static struct script *volatile running;

/* What the handler put off while malloc was at work. */
static void
jump_if_due(struct script *s)
{
	if (running == s && s->ticks > 1 && s->busy <= 0)
		siglongjmp(s->out, 1);
}

static void
link_block(struct script *s, struct block *b)
{
	b->next = s->blocks.next;
	b->prev = &s->blocks;
	b->next->prev = b;
	s->blocks.next = b;
}

static void *
allocate(void *ctx, void *p, size_t osize, size_t nsize)
{
	struct script	*s = ctx;
	struct block	*b = p == NULL ? NULL : (struct block *)p - 1, *nb;

	if (b == NULL)
		osize = 0;	/* Lua passes the kind of object there */
	if (nsize > osize && s->used + (nsize - osize) > SCRIPT_MEMORY)
		return NULL;
	s->busy++;
	if (b != NULL) {
		b->prev->next = b->next;
		b->next->prev = b->prev;
	}
	if (nsize == 0) {
		free(b);
		nb = NULL;
	} else if ((nb = realloc(b, sizeof(*nb) + nsize)) != NULL)
		link_block(s, nb);
	else if (b != NULL)
		link_block(s, b);	/* realloc left it as it was */
	if (nb != NULL || nsize == 0)
		s->used += nsize - osize;
	s->busy--;
	jump_if_due(s);
	return nb == NULL ? NULL : nb + 1;
}

void
script_busy(lua_State *L, int delta)
{
	void		*ctx;
	struct script	*s;

	lua_getallocf(L, &ctx);
	s = ctx;
	s->busy += delta;
	jump_if_due(s);
}

static void
out_of_time(lua_State *L, lua_Debug *ar)
{
	(void)ar;
	luaL_error(L, "stopped after %d s of processor time", SCRIPT_SECONDS);
}

static void
on_timer(int sig)
{
	struct script	*s = running;

	(void)sig;
	if (s == NULL)
		return;
	s->ticks++;
	/* lua_sethook is the one function that may be called here. */
	lua_sethook(s->L, out_of_time, LUA_MASKCOUNT, 1);
	/* A binding that failed may have left `busy` behind: not for ever. */
	if ((s->ticks > 1 && s->busy <= 0) || s->ticks > 20)
		siglongjmp(s->out, 1);
}

/* What a call found: the handler, and the call (and its time left) that it is
 * nested in, by way of a lent function. */
struct outer {
	struct sigaction	 handler;
	struct itimerval	 left;
	struct script		*script;
};

static void
timer_start(struct script *s, struct outer *o)
{
	struct sigaction	 sa = { .sa_handler = on_timer };
	struct itimerval	 it = { { 0, 200000 }, { SCRIPT_SECONDS, 0 } };
	struct itimerval	 none = { { 0, 0 }, { 0, 0 } };

	setitimer(ITIMER_VIRTUAL, &none, &o->left);
	o->script = running;
	running = s;
	sigemptyset(&sa.sa_mask);
	sigaction(SIGVTALRM, &sa, &o->handler);
	setitimer(ITIMER_VIRTUAL, &it, NULL);
}

static void
timer_stop(const struct outer *o)
{
	struct itimerval	 none = { { 0, 0 }, { 0, 0 } };

	setitimer(ITIMER_VIRTUAL, &none, NULL);
	running = o->script;
	sigaction(SIGVTALRM, &o->handler, NULL);
	if (running != NULL)
		setitimer(ITIMER_VIRTUAL, &o->left, NULL);
}

static int
with_traceback(lua_State *L)
{
	const char	*msg = luaL_tolstring(L, 1, NULL);

	luaL_traceback(L, L, msg, 1);
	return 1;
}

/* Does it begin with a place, as in "dir/plan.lua:12: ..."? What a script
 * raises on purpose, error(why, 0), does not. */
static bool
has_place(const char *msg, size_t n)
{
	const char	*p = memmem(msg, n, ".lua:", 5);

	return p != NULL && isdigit((unsigned char)p[5]);
}

/* A traceback on one line, as messages are: "message (in A <- B)". It is for
 * mistakes in the script, not for what the script says. */
static void
flatten(const char *msg, struct buf *b)
{
	const char	*tb = strstr(msg, "\nstack traceback:");
	bool		 first = true;
	size_t		 n = tb == NULL ? strlen(msg) : (size_t)(tb - msg);

	buf_add(b, msg, n);
	if (tb == NULL || !has_place(msg, n))
		return;
	for (tb = strchr(tb + 1, '\n'); tb != NULL; tb = strchr(tb, '\n')) {
		tb += strspn(tb, "\n\t ");
		buf_addf(b, "%s%.*s", first ? " (" : " <- ",
		    (int)strcspn(tb, "\n"), tb);
		first = false;
	}
	buf_adds(b, first ? "" : ")");
}

/* Run lua_pcall under the limits. On failure the stack holds nothing of the
 * call and the message is in `e`. */
static enum hcc_status
guarded(struct script *s, int nargs, int nresults, struct hcc_err *e)
{
	struct outer		 old;
	int			 at = lua_gettop(s->L) - nargs, r;
	struct buf		 b = BUF_INIT;

	lua_pushcfunction(s->L, with_traceback);
	lua_insert(s->L, at);
	s->ticks = s->busy = 0;
	s->end.status = HCC_OK;
	timer_start(s, &old);
	if (sigsetjmp(s->out, 1) != 0) {
		timer_stop(&old);
		s->dead = true;
		return err_set(e, HCC_CONFIG, "%s: stopped after %d s of "
		    "processor time inside a library function", s->path,
		    SCRIPT_SECONDS);
	}
	r = lua_pcall(s->L, nargs, nresults, at);
	timer_stop(&old);
	lua_sethook(s->L, NULL, 0, 0);
	lua_remove(s->L, at);
	if (s->end.status != HCC_OK) {
		lua_settop(s->L, at - 1);
		return err_set(e, s->end.status, "%s", s->end.text);
	}
	if (r == LUA_OK && s->ticks == 0)
		return HCC_OK;
	s->dead = s->ticks > 0;
	if (r == LUA_OK) {
		lua_settop(s->L, at - 1);
		return err_set(e, HCC_CONFIG, "%s: stopped after %d s of "
		    "processor time", s->path, SCRIPT_SECONDS);
	}
	if (r == LUA_ERRMEM)
		err_set(e, HCC_CONFIG, "%s: needs more than %u MB of memory",
		    s->path, SCRIPT_MEMORY >> 20);
	else {
		flatten(lua_isstring(s->L, -1) ? lua_tostring(s->L, -1) :
		    "error", &b);
		err_set(e, HCC_CONFIG, "%s", buf_str(&b));
		buf_release(&b);
	}
	lua_settop(s->L, at - 1);
	return HCC_CONFIG;
}

/* Globals that reach outside, or that load what is not text. */
static void
open_libs(lua_State *L)
{
	static const luaL_Reg	 libs[] = {
		{ LUA_GNAME, luaopen_base },
		{ LUA_MATHLIBNAME, luaopen_math },
		{ LUA_STRLIBNAME, luaopen_string },
		{ LUA_TABLIBNAME, luaopen_table },
		{ LUA_UTF8LIBNAME, luaopen_utf8 },
	};
	static const char *const gone[] = { "load", "loadfile", "dofile",
	    "print", "collectgarbage", "warn" };
	size_t			 i;

	for (i = 0; i < sizeof(libs) / sizeof(libs[0]); i++) {
		luaL_requiref(L, libs[i].name, libs[i].func, 1);
		lua_pop(L, 1);
	}
	for (i = 0; i < sizeof(gone) / sizeof(gone[0]); i++) {
		lua_pushnil(L);
		lua_setglobal(L, gone[i]);
	}
	lua_getglobal(L, "string");
	lua_pushnil(L);
	lua_setfield(L, -2, "dump");
	lua_pop(L, 1);
}

static int
prepare(lua_State *L)
{
	open_libs(L);
	script_open_hcc(L, lua_touserdata(L, 1));
	lua_newtable(L);
	lua_setfield(L, LUA_REGISTRYINDEX, "hcc.table");
	return 0;
}

/* Copy the fields of the table on top into ours. */
static int
merge(lua_State *L)
{
	luaL_argcheck(L, lua_istable(L, 1), 1, "the file must return a table");
	lua_getfield(L, LUA_REGISTRYINDEX, "hcc.table");
	for (lua_pushnil(L); lua_next(L, 1) != 0;) {
		lua_pushvalue(L, -2);
		lua_insert(L, -2);
		lua_settable(L, 2);
	}
	return 0;
}

enum hcc_status
script_layer(struct script *s, const char *path, struct hcc_err *e)
{
	struct buf	 b = BUF_INIT;
	char		 name[1100];
	enum hcc_status	 st;

	if (s->dead)
		return err_set(e, HCC_CONFIG, "%s", s->why.text);
	snprintf(s->path, sizeof(s->path), "%s", path);
	if ((st = fs_read(AT_FDCWD, path, 4u << 20, &b, e)) != HCC_OK)
		return st;
	lua_pushcfunction(s->L, merge);
	snprintf(name, sizeof(name), "@%s", path);
	if (luaL_loadbufferx(s->L, buf_str(&b), b.len, name, "t") != LUA_OK)
		st = err_set(e, HCC_CONFIG, "%s", lua_tostring(s->L, -1));
	buf_release(&b);
	if (st == HCC_OK && (st = guarded(s, 0, 1, e)) == HCC_OK) {
		if (lua_istable(s->L, -1))
			return guarded(s, 1, 0, e);
		st = err_set(e, HCC_CONFIG, "%s: must return a table, "
		    "returns %s", path, luaL_typename(s->L, -1));
	}
	if (s->dead)
		s->why = *e;
	else
		lua_settop(s->L, 0);
	return st;
}

enum hcc_status
script_open(struct script **out, const char *path, const char *const *dirs,
    struct hcc_err *e)
{
	struct script	*s;
	enum hcc_status	 st;

	*out = NULL;
	if ((s = calloc(1, sizeof(*s))) == NULL)
		return err_nomem(e);
	s->blocks.next = s->blocks.prev = &s->blocks;
	snprintf(s->path, sizeof(s->path), "%s", path);
	if ((s->L = lua_newstate(allocate, s)) == NULL) {
		free(s);
		return err_nomem(e);
	}
	lua_pushcfunction(s->L, prepare);
	lua_pushlightuserdata(s->L, (void *)(uintptr_t)dirs);
	if ((st = guarded(s, 1, 0, e)) == HCC_OK)
		st = script_layer(s, path, e);
	if (st != HCC_OK) {
		script_close(s);
		return st;
	}
	*out = s;
	return HCC_OK;
}

void
script_close(struct script *s)
{
	struct block	*b, *next;
	struct host_function	*f;

	if (s == NULL)
		return;
	if (!s->dead)
		lua_close(s->L);
	while ((f = s->lent) != NULL) {
		s->lent = f->next;
		if (f->release != NULL)
			f->release(f->ctx);
		free(f);
	}
	for (b = s->blocks.next; b != &s->blocks; b = next) {
		next = b->next;
		free(b);
	}
	free(s);
}

bool
script_has(struct script *s, const char *function)
{
	bool	 yes;

	if (s->dead)
		return false;
	lua_getfield(s->L, LUA_REGISTRYINDEX, "hcc.table");
	yes = lua_getfield(s->L, -1, function) == LUA_TFUNCTION;
	lua_pop(s->L, 2);
	return yes;
}

/* Runs inside pcall: arguments are (userdata jv*, "name", self?). */
static int
trampoline(lua_State *L)
{
	jv	*args = lua_touserdata(L, 1), v;
	int	 i, n = jv_array_length(jv_copy(*args)), self;

	self = lua_toboolean(L, 3);
	lua_getfield(L, LUA_REGISTRYINDEX, "hcc.table");
	if (lua_getfield(L, -1, lua_tostring(L, 2)) != LUA_TFUNCTION)
		return luaL_error(L, "no function '%s'", lua_tostring(L, 2));
	if (self)
		lua_pushvalue(L, -2);
	for (i = 0; i < n; i++) {
		v = jv_array_get(jv_copy(*args), i);
		script_push(L, v);	/* the array keeps it alive */
		jv_free(v);
	}
	lua_call(L, n + self, 1);
	return 1;
}

/* The last component of its path: messages end up in the tree. */
static const char *
name_of(const struct script *s)
{
	const char	*slash = strrchr(s->path, '/');

	return slash == NULL ? s->path : slash + 1;
}

static enum hcc_status
call(struct script *s, const char *function, jv args, bool self, jv *result,
    struct hcc_err *e)
{
	enum hcc_status	 st;
	jv		 why;

	*result = jv_invalid();
	if (s->dead) {
		jv_free(args);
		return err_set(e, HCC_CONFIG, "%s", s->why.text);
	}
	lua_pushcfunction(s->L, trampoline);
	lua_pushlightuserdata(s->L, &args);
	lua_pushstring(s->L, function);
	lua_pushboolean(s->L, self);
	st = guarded(s, 3, 1, e);
	jv_free(args);
	if (st != HCC_OK) {
		if (e != NULL && !script_ended(s) &&
		    strstr(e->text, ".lua") == NULL)
			st = err_prefix(e, "%s: %s", name_of(s), function);
		if (s->dead && e != NULL)
			s->why = *e;
		return st;
	}
	*result = script_value(s->L, -1, false);
	lua_pop(s->L, 1);
	if (jv_is_valid(*result))
		return HCC_OK;
	why = jv_invalid_get_msg(*result);
	*result = jv_invalid();
	err_set(e, HCC_CONFIG, "%s: %s: %s", s->path, function,
	    jv_string_value(why));
	jv_free(why);
	return HCC_CONFIG;
}

enum hcc_status
script_call(struct script *s, const char *function, jv args, jv *result,
    struct hcc_err *e)
{
	return call(s, function, args, false, result, e);
}

enum hcc_status
script_method(struct script *s, const char *function, jv args, jv *result,
    struct hcc_err *e)
{
	return call(s, function, args, true, result, e);
}

jv
script_table(struct script *s)
{
	jv	 v;

	if (s->dead)
		return jv_object();
	lua_getfield(s->L, LUA_REGISTRYINDEX, "hcc.table");
	v = script_value(s->L, -1, true);
	lua_pop(s->L, 1);
	return v;
}

/* Runs inside pcall: (struct host_function *, "name"). */
static int
add_lent(lua_State *L)
{
	lua_getglobal(L, "hcc");
	lua_pushvalue(L, 1);
	lua_pushcclosure(L, script_call_host, 1);
	lua_setfield(L, -2, lua_tostring(L, 2));
	return 0;
}

enum hcc_status
script_register(struct script *s, const char *name, script_host *fn, void *ctx,
    void (*release)(void *), struct hcc_err *e)
{
	struct host_function	*f = calloc(1, sizeof(*f));

	if (f == NULL)
		return err_nomem(e);
	*f = (struct host_function){ s->lent, fn, ctx, release, &s->end };
	s->lent = f;
	lua_pushcfunction(s->L, add_lent);
	lua_pushlightuserdata(s->L, f);
	lua_pushstring(s->L, name);
	return guarded(s, 2, 0, e);
}

void *
script_host_ctx(const struct script *s, script_host *fn)
{
	const struct host_function	*f;

	for (f = s->lent; f != NULL; f = f->next)
		if (f->call == fn)
			return f->ctx;
	return NULL;
}

bool
script_ended(const struct script *s)
{
	return s->end.status != HCC_OK;
}
