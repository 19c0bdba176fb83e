/*
 * file_tree.h: which files a data directory holds.
 *
 * Links are followed, hidden files and temporaries passed over; what is
 * neither file nor directory is counted as odd. Paths are relative to the
 * directory. Folders stand in the order of a walk, the directory itself (path
 * "") first; tables and pictures are sorted within their folder.
 */
#ifndef HCC_DATA_FILE_TREE_H
#define HCC_DATA_FILE_TREE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/err.h"

#define TREE_EXTS	6	/* kinds of names counted apart, a folder */
#define TREE_DEPTH	16
#define TREE_FILES	2000000	/* the walk ends there */
#define TREE_IMAGES	4096	/* paths kept; all are counted */
#define TREE_FOLDER_IMAGES 64	/* of one folder */
#define TREE_OTHERS	64

struct tree_folder {
	char		*path;
	unsigned	 depth;
	size_t		 folders;	/* below it, directly */
	size_t		 files;		/* in it, directly */
	size_t		 images;
	uint64_t	 bytes;
	struct {
		char	 name[12];	/* ".png", "" without one */
		size_t	 n;
	} ext[TREE_EXTS];
	size_t		 next;		/* how many of ext are used */
	size_t		 other;		/* files of further kinds */
};

struct tree_file {
	char		*path;
	uint64_t	 bytes;
	size_t		 folder;	/* index of its folder */
};

struct tree {
	struct tree_folder	*folders;
	size_t			 nfolders, folders_cap;
	struct tree_file	*tables;	/* .csv, .tsv */
	size_t			 ntables, tables_cap;
	struct tree_file	*others;	/* the first of further kinds */
	size_t			 nothers, others_cap;
	struct tree_file	*images;
	size_t			 nimages, images_cap;
	size_t			 files;
	size_t			 all_images;
	uint64_t		 bytes;
	size_t			 odd;
	size_t			 packed;	/* .zip, .gz, .7z .. */
	char			*packed_name;	/* one of them */
	bool			 links;		/* some file is a link */
	bool			 capped;
};

/* `name` is for messages. */
enum hcc_status	 tree_scan(struct tree *, int dir, const char *name,
		    struct hcc_err *);
void		 tree_release(struct tree *);
/* The part of a path behind the last slash. */
const char	*path_base(const char *);

#endif
