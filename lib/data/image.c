/*
 * image.c: the headers of four picture formats. Sizes are read and
 * nothing is decoded, so that a hostile picture can do no harm.
 */
#include <string.h>

#include "base/text.h"
#include "data/image.h"

static unsigned
be16(const unsigned char *p)
{
	return (unsigned)p[0] << 8 | p[1];
}

static unsigned
be32(const unsigned char *p)
{
	return be16(p) << 16 | be16(p + 2);
}

static unsigned
le16(const unsigned char *p)
{
	return (unsigned)p[1] << 8 | p[0];
}

static unsigned
le32(const unsigned char *p)
{
	return le16(p + 2) << 16 | le16(p);
}

/* RFC 2083: signature, then the IHDR chunk. */
static bool
png(const unsigned char *p, size_t n, struct image *im)
{
	static const unsigned	 channels[8] = { 1, 0, 3, 0, 2, 0, 4, 0 };

	if (n < 26 || memcmp(p, "\x89PNG\r\n\x1a\n", 8) != 0 ||
	    memcmp(p + 12, "IHDR", 4) != 0)
		return false;
	im->format = "PNG";
	im->width = be32(p + 16);
	im->height = be32(p + 20);
	im->channels = channels[p[25] & 7];
	return true;
}

static bool
gif(const unsigned char *p, size_t n, struct image *im)
{
	if (n < 10 || (memcmp(p, "GIF87a", 6) != 0 &&
	    memcmp(p, "GIF89a", 6) != 0))
		return false;
	im->format = "GIF";
	im->width = le16(p + 6);
	im->height = le16(p + 8);
	im->channels = 0;
	return true;
}

/* A negative height means rows from the top. */
static bool
bmp(const unsigned char *p, size_t n, struct image *im)
{
	if (n < 30 || memcmp(p, "BM", 2) != 0 || le32(p + 14) < 40)
		return false;
	im->format = "BMP";
	im->width = le32(p + 18);
	im->height = le32(p + 22);
	if (im->height > 0x7fffffff)
		im->height = -im->height;
	im->channels = le16(p + 28) >= 24 ? le16(p + 28) / 8 : 0;
	return true;
}

/* ITU T.81 annex B: walk the segments to the frame header (SOF0 to SOF15,
 * less DHT, JPG and DAC, which share its range). */
static bool
jpeg(const unsigned char *p, size_t n, struct image *im)
{
	size_t	 at = 2;
	unsigned m;

	if (n < 4 || p[0] != 0xff || p[1] != 0xd8)
		return false;
	while (at + 4 <= n) {
		if (p[at] != 0xff)
			return false;
		m = p[at + 1];
		if (m == 0xff) {		/* padding */
			at++;
			continue;
		}
		if (m >= 0xc0 && m <= 0xcf && m != 0xc4 && m != 0xc8 &&
		    m != 0xcc) {
			if (at + 10 > n)
				return false;
			im->format = "JPEG";
			im->height = be16(p + at + 5);
			im->width = be16(p + at + 7);
			im->channels = p[at + 9];
			return true;
		}
		at += m == 0x01 || (m >= 0xd0 && m <= 0xd7) ? 2 :
		    2 + be16(p + at + 2);
	}
	return false;
}

bool
image_size(const unsigned char *p, size_t n, struct image *im)
{
	return png(p, n, im) || jpeg(p, n, im) || gif(p, n, im) ||
	    bmp(p, n, im);
}

bool
image_name(const char *path)
{
	return text_ends(path, ".png|.jpg|.jpeg|.gif|.bmp|.tif|.tiff|.webp");
}

/* Does the picture end where its format ends? Of formats without such an end,
 * and of those that are none, the size must be known. */
bool
image_whole(const unsigned char *s, size_t n)
{
	struct image	 im;
	size_t		 i;

	if (!image_size(s, n, &im))
		return false;
	if (strcmp(im.format, "PNG") == 0)
		return n > 12 && memmem(s + n - (n < 64 ? n : 64), n < 64 ? n :
		    64, "IEND", 4) != NULL;
	if (strcmp(im.format, "JPEG") != 0)
		return true;
	for (i = n; i > 1 && i + 64 > n; i--)
		if (s[i - 2] == 0xff && s[i - 1] == 0xd9)
			return true;
	return false;
}
