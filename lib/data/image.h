/*
 * image.h: how large a picture is, from its first bytes alone.
 */
#ifndef HCC_DATA_IMAGE_H
#define HCC_DATA_IMAGE_H

#include <stdbool.h>
#include <stddef.h>

/* As much of a file as image_size may want to see. */
#define IMAGE_HEAD 65536

struct image {
	const char	*format;	/* "PNG" */
	unsigned	 width;
	unsigned	 height;
	unsigned	 channels;	/* 0: unknown (palette, GIF) */
};

/* PNG, JPEG, GIF and BMP; false when it is none or the head is cut off
 * before the size. Safe on any bytes. */
bool	 image_size(const unsigned char *, size_t, struct image *);
/* Is it all there: a known head, and the end that PNG and JPEG have? */
bool	 image_whole(const unsigned char *, size_t);
/* Does the name end as pictures do? */
bool	 image_name(const char *path);

#endif
