/*
 * evidence_phase.c: the files of a phase, read out of L1 or its archive.
 *
 * A phase is read where state.c says it is: l1/NN, or once that is gone
 * archive/NN.tar.zst. Before a member is believed the archive must have the
 * checksum that the note noted, and the member that of the manifest. What a
 * phase gave is kept in memory, so that many references cost one pass.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/fs.h"
#include "base/json.h"
#include "base/mem.h"
#include "task/evidence_internal.h"
#include "task/note.h"

#define FILE_MAX (256u << 20)	/* of L1: what is larger is not read */

struct evidence *
evidence_open(const struct task *t, jv provenance)
{
	struct evidence	*ev = mem_zero(1, sizeof(*ev));

	ev->t = t;
	ev->provenance = jv_copy(provenance);
	return ev;
}

void
evidence_close(struct evidence *ev)
{
	struct phase_files	*p;
	size_t		 i, k;

	if (ev == NULL)
		return;
	for (i = 0; i < ev->n; i++) {
		p = &ev->phases[i];
		for (k = 0; k < p->nfiles; k++) {
			free((char *)(uintptr_t)p->files[k].name);
			buf_release(&p->files[k].data);
			jv_free(p->parsed[k]);
		}
		free(p->files);
		free(p->parsed);
		archive_manifest_free(&p->manifest);
	}
	free(ev->phases);
	jv_free(ev->provenance);
	free(ev);
}

struct phase_files *
evidence_phase(struct evidence *ev, int no)
{
	struct phase_files	*p;
	char		 l1[32];
	size_t		 i;

	for (i = 0; i < ev->n; i++)
		if (ev->phases[i].no == no)
			return &ev->phases[i];
	grow(&ev->phases, &ev->cap, ev->n + 1, sizeof(*ev->phases));
	p = &ev->phases[ev->n++];
	*p = (struct phase_files){ .no = no, .bad = HCC_ERR_INIT };
	snprintf(l1, sizeof(l1), "l1/%02d", no);
	p->archived = !fs_exists(ev->t->dir, l1);
	return p;
}

struct archive_member *
evidence_file(struct phase_files *p, const char *name)
{
	struct archive_member	*m;
	size_t			 i;

	for (i = 0; i < p->nfiles; i++)
		if (strcmp(p->files[i].name, name) == 0)
			return &p->files[i];
	grow(&p->files, &p->cap, p->nfiles + 1, sizeof(*p->files));
	grow(&p->parsed, &p->parsed_cap, p->nfiles + 1, sizeof(*p->parsed));
	p->parsed[p->nfiles] = jv_invalid();
	m = &p->files[p->nfiles++];
	*m = (struct archive_member){ .name = mem_dup(name),
	    .data = BUF_INIT };
	return m;
}

/* Does the note of this phase have this checksum of its archive? An error means
 * that the note cannot be read now. */
static enum hcc_status
note_recorded(const struct task *t, int no, const char *sum, bool *yes,
    struct hcc_err *e)
{
	struct note	 k;
	enum hcc_status	 st = note_read(t, no, &k, e);

	*yes = st == HCC_OK && k.source != NULL && k.source->sha256 != NULL &&
	    strcmp(k.source->sha256, sum) == 0;
	note_free(&k);
	return st == HCC_MISSING || st == HCC_INPUT ? HCC_OK : st;
}

/* Is it the checksum that was recorded: by an entry, which may come from
 * several tasks, else by the note? */
static enum hcc_status
is_recorded(struct evidence *ev, int no, const char *sum, bool *yes,
    struct hcc_err *e)
{
	const char	*is;
	char		 key[16];
	bool		 any = false;
	int		 i;
	jv		 one;

	*yes = false;
	snprintf(key, sizeof(key), "%02d", no);
	for (i = 0; json_item(ev->provenance, i, &one); i++) {
		is = json_str(json_at(one, "archives"), key, NULL);
		any = any || is != NULL;
		*yes = *yes || (is != NULL && strcmp(is, sum) == 0);
	}
	return any ? HCC_OK : note_recorded(ev->t, no, sum, yes, e);
}

/* Is the archive the one that was written? */
static enum hcc_status
check_archive(struct evidence *ev, int no, struct hcc_err *e)
{
	char		 path[64], sum[65];
	enum hcc_status	 st;
	bool		 recorded;

	snprintf(path, sizeof(path), "archive/%02d.tar.zst", no);
	if (!fs_exists(ev->t->dir, path))
		return err_set(e, HCC_MISSING, "phase %02d has neither "
		    "l1/%02d nor %s", no, no, path);
	if ((st = fs_sha256(ev->t->dir, path, sum, e)) != HCC_OK ||
	    (st = is_recorded(ev, no, sum, &recorded, e)) != HCC_OK)
		return st;
	if (recorded)
		return HCC_OK;
	return err_set(e, HCC_INPUT, "'%s' is damaged or was replaced: its "
	    "checksum is not the one that was recorded", path);
}

/* What is not read yet, in one pass. */
static enum hcc_status
read_archive(struct evidence *ev, struct phase_files *p, struct hcc_err *e)
{
	enum hcc_status	 st = HCC_OK;

	if (!p->seen)
		st = check_archive(ev, p->no, e);
	p->seen = true;
	if (st == HCC_OK) {
		archive_manifest_free(&p->manifest);
		st = archive_read(ev->t, p->no, p->files + p->nread,
		    p->nfiles - p->nread, &p->manifest, e);
	}
	return st;
}

static enum hcc_status
read_l1(struct evidence *ev, struct phase_files *p, struct hcc_err *e)
{
	struct archive_member	*m;
	char			 path[EVIDENCE_REF];
	enum hcc_status		 st;
	size_t			 i;

	for (i = p->nread; i < p->nfiles; i++) {
		m = &p->files[i];
		snprintf(path, sizeof(path), "l1/%02d/%s", p->no, m->name);
		st = fs_read_nofollow(ev->t->dir, path, FILE_MAX, &m->data, e);
		m->found = st == HCC_OK;
		/* A program may have made it a link or unreadable. */
		if (st == HCC_IO || st == HCC_INTERNAL)
			return st;
	}
	return HCC_OK;
}

enum hcc_status
evidence_read(struct evidence *ev, struct phase_files *p, struct hcc_err *e)
{
	enum hcc_status	 st;

	if (p->nread == p->nfiles || p->bad.status != HCC_OK)
		return HCC_OK;
	st = p->archived ? read_archive(ev, p, &p->bad) :
	    read_l1(ev, p, &p->bad);
	p->nread = p->nfiles;
	if (st != HCC_OK && st != HCC_INPUT && st != HCC_MISSING) {
		if (e != NULL)
			*e = p->bad;
		return st;
	}
	p->bad.status = st;
	return HCC_OK;
}

const struct task *
evidence_of(const struct evidence *ev)
{
	return ev->t;
}

void
evidence_place(struct evidence *ev, int phase, char *out, size_t n)
{
	snprintf(out, n, evidence_phase(ev, phase)->archived ?
	    "archive/%02d.tar.zst" : "l1/%02d", phase);
}
