/*
 * places.h: where the files of an installation and of its user are. The tool
 * fills it in (bin/common); the library reads no environment.
 */
#ifndef HCC_LUA_PLACES_H
#define HCC_LUA_PLACES_H

#include <stdbool.h>

struct places {
	const char	*share;		/* shipped files */
	const char	*config;	/* user's directory, may not exist */
	const char	*bin;		/* the tools */
	const char	*file;		/* config.lua (lib/config.h) */
	bool		 file_given;	/* demanded: it must exist */
	const char	*lexicon;	/* of the built-in embedder */
	bool		 model;		/* the environment says where one is */
	const char	*model_name;	/* and which, NULL: as configured */
	const char	*cache;		/* what can be made again */
	const char	*home;		/* of the user, NULL: unknown */
	const char	*gpu_root;	/* "", or what tests have for / */
};

#endif
