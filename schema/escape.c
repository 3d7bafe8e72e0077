/* escape.c - makes bytes of a file fit for a person's terminal. */
#include "schema/escape.h"

#include "schema/mem.h"

#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

struct range {
    uint32_t first, last;
};

/* What a terminal obeys instead of showing it, or shows as nothing at all. */
static const struct range unseen[] = {
    {0x0000, 0x001F}, {0x007F, 0x009F}, {0x00AD, 0x00AD}, {0x061C, 0x061C},   {0x115F, 0x1160},   {0x180E, 0x180E},
    {0x200B, 0x200F}, {0x2028, 0x202E}, {0x2060, 0x206F}, {0x3164, 0x3164},   {0xFE00, 0xFE0F},   {0xFEFF, 0xFEFF},
    {0xFFA0, 0xFFA0}, {0xFFF9, 0xFFFB}, {0xFFFE, 0xFFFF}, {0x1D173, 0x1D17A}, {0xE0000, 0xE0FFF},
};

/* The common blocks of marks that stand over the character before them. */
static const struct range combining[] = {
    {0x0300, 0x036F}, {0x0483, 0x0489}, {0x0591, 0x05BD}, {0x064B, 0x065F}, {0x0E34, 0x0E3A}, {0x0E47, 0x0E4E},
    {0x1AB0, 0x1AFF}, {0x1DC0, 0x1DFF}, {0x20D0, 0x20FF}, {0x302A, 0x302D}, {0x3099, 0x309A}, {0xFE20, 0xFE2F},
};

/* The wide blocks of Unicode's EastAsianWidth.txt, small gaps closed. */
static const struct range wide[] = {
    {0x1100, 0x115F},   {0x2E80, 0x303E},   {0x3041, 0x33FF},   {0x3400, 0x4DBF},   {0x4E00, 0xA4CF},
    {0xA960, 0xA97F},   {0xAC00, 0xD7A3},   {0xF900, 0xFAFF},   {0xFE30, 0xFE6F},   {0xFF01, 0xFF60},
    {0xFFE0, 0xFFE6},   {0x16FE0, 0x18AFF}, {0x1B000, 0x1B2FF}, {0x1F300, 0x1F64F}, {0x1F680, 0x1F6FF},
    {0x1F900, 0x1F9FF}, {0x20000, 0x3FFFD},
};

static bool is_in(const struct range *ranges, size_t count, uint32_t point)
{
    for (size_t i = 0; i < count; i++)
        if (point >= ranges[i].first && point <= ranges[i].last)
            return true;
    return false;
}

/* Bytes of the well-formed character that starts here, 0 where there is none. */
static unsigned decode(const unsigned char *text, size_t length, uint32_t *point)
{
    static const uint32_t least[] = {0, 0, 0x80, 0x800, 0x10000};
    unsigned size = text[0] < 0x80   ? 1
                    : text[0] < 0xC2 ? 0
                    : text[0] < 0xE0 ? 2
                    : text[0] < 0xF0 ? 3
                    : text[0] < 0xF5 ? 4
                                     : 0;

    if (size == 0 || size > length)
        return 0;
    *point = size == 1 ? text[0] : text[0] & (0xFFu >> (size + 1));
    for (unsigned i = 1; i < size; i++) {
        if ((text[i] & 0xC0) != 0x80)
            return 0;
        *point = *point << 6 | (text[i] & 0x3F);
    }
    return *point < least[size] || *point > 0x10FFFF || (*point >= 0xD800 && *point <= 0xDFFF) ? 0 : size;
}

static struct retry_glyph spelled(const char *format, unsigned value)
{
    struct retry_glyph glyph;

    glyph.length = (unsigned)snprintf(glyph.text, sizeof glyph.text, format, value);
    glyph.cells = glyph.length;
    return glyph;
}

struct retry_glyph retry__escape_next(const char *text, size_t length, size_t *at)
{
    const unsigned char *bytes = (const unsigned char *)text + *at;
    struct retry_glyph glyph = {.length = 1, .cells = 1};
    uint32_t point = 0;
    unsigned size = decode(bytes, length - *at, &point);

    *at += size ? size : 1;
    if (size == 0)
        return spelled("\\x%02X", bytes[0]);
    if (point == '\t')
        point = ' ';
    if (size == 1 && point >= ' ' && point < 0x7F) {
        glyph.text[0] = (char)point;
        return glyph;
    }
    if (is_in(unseen, RETRY_COUNT(unseen), point))
        return spelled(size == 1 ? "\\x%02X" : "\\u{%04X}", point);
    memcpy(glyph.text, bytes, size);
    glyph.length = size;
    glyph.cells = is_in(combining, RETRY_COUNT(combining), point) ? 0 : is_in(wide, RETRY_COUNT(wide), point) ? 2 : 1;
    return glyph;
}

size_t retry__escape(const char *text, size_t length, char *buffer, size_t size)
{
    size_t written = 0;
    size_t cut = 0; /* up to here "..." still fits behind the text */

    if (size == 0)
        return 0;
    for (size_t at = 0; at < length;) {
        bool tab = text[at] == '\t';
        struct retry_glyph glyph = retry__escape_next(text, length, &at);

        if (tab)
            glyph = spelled("\\x%02X", '\t');
        if (written + glyph.length >= size) {
            size_t dots = size - 1 - cut < 3 ? size - 1 - cut : 3;
            memcpy(buffer + cut, "...", dots);
            written = cut + dots;
            break;
        }
        memcpy(buffer + written, glyph.text, glyph.length);
        written += glyph.length;
        if (written + 3 < size)
            cut = written;
    }
    buffer[written] = '\0';
    return written;
}
