/* json_string.c - finds the end of a string in JSON and undoes its escapes. */
#include "schema/json_string.h"

#include <stdint.h>
#include <string.h>

static const struct retry_json_fault unclosed = {RETRY_FINDING_SYNTAX, "this string is never closed",
                                                 "close it with a '\"'", true, 1};
static const struct retry_json_fault broken_line = {RETRY_FINDING_SYNTAX, "this string is not closed on its line",
                                                    "close it with a '\"', or write \\n for a line break", true, 1};
static const struct retry_json_fault raw_tab = {RETRY_FINDING_SYNTAX, "a string in JSON holds no raw TAB", "write \\t",
                                                false, 1};
static const struct retry_json_fault unknown_escape = {RETRY_FINDING_SYNTAX, "JSON has no such escape",
                                                       "write \\\\ for a backslash", false, 2};
static const struct retry_json_fault bad_digits = {RETRY_FINDING_SYNTAX, "four hexadecimal digits belong behind \\u",
                                                   "write it as \\u0041", false, 2};
static const struct retry_json_fault nul = {RETRY_FINDING_ENCODING, "the escape stands for a NUL character",
                                            "remove it", false, 6};
static const struct retry_json_fault lone_surrogate = {RETRY_FINDING_ENCODING,
                                                       "the escape is one half of a surrogate pair, without the other",
                                                       "write the character itself", false, 6};

/* Bytes that need a closer look inside a string: controls, the quote, the backslash, all that is not ASCII. */
static bool is_ordinary(unsigned char byte)
{
    return byte >= ' ' && byte < 0x80 && byte != '"' && byte != '\\';
}

const struct retry_json_fault *retry__json_string_find(const char *text, size_t size, size_t at,
                                                       struct retry_json_string *out)
{
    *out = (struct retry_json_string){0};
    for (at++; at < size; at++) {
        unsigned char byte = (unsigned char)text[at];
        if (is_ordinary(byte))
            continue;
        out->end = at;
        if (byte == '"') {
            out->end++;
            return NULL;
        }
        if (byte < ' ')
            return byte == '\t' ? &raw_tab : &broken_line;
        if (byte >= 0x80) {
            out->continuations += (byte & 0xC0) == 0x80;
            continue;
        }
        out->escaped = true;
        if (at + 1 < size && (text[at + 1] == '"' || text[at + 1] == '\\'))
            at++;
    }
    out->end = size;
    return &unclosed;
}

static bool read_hex(const char *digits, size_t length, uint32_t *out)
{
    static const char known[] = "0123456789abcdef";
    *out = 0;
    if (length < 4)
        return false;
    for (size_t at = 0; at < 4; at++) {
        char digit = digits[at] >= 'A' && digits[at] <= 'F' ? (char)(digits[at] | 0x20) : digits[at];
        const char *found = memchr(known, digit, 16);
        if (found == NULL)
            return false;
        *out = *out << 4 | (uint32_t)(found - known);
    }
    return true;
}

static size_t put_point(uint32_t point, char *out)
{
    if (point < 0x80) {
        out[0] = (char)point;
        return 1;
    }
    size_t length = point < 0x800 ? 2 : point < 0x10000 ? 3 : 4;
    for (size_t at = length - 1; at > 0; at--, point >>= 6)
        out[at] = (char)(0x80 | (point & 0x3F));
    out[0] = (char)((0xF00u >> length & 0xFF) | point);
    return length;
}

/* Reads XXXX, or XXXX\uXXXX for a surrogate pair; *used counts the bytes. */
static const struct retry_json_fault *read_point(const char *digits, size_t length, size_t *used, uint32_t *point)
{
    uint32_t low;
    if (!read_hex(digits, length, point))
        return &bad_digits;
    *used = 4;
    if (*point == 0)
        return &nul;
    if (*point < 0xD800 || *point > 0xDFFF)
        return NULL;
    if (*point >= 0xDC00 || length < 10 || memcmp(digits + 4, "\\u", 2) != 0 || !read_hex(digits + 6, 4, &low) ||
        low < 0xDC00 || low > 0xDFFF)
        return &lone_surrogate;
    *used = 10;
    *point = 0x10000 + ((*point - 0xD800) << 10) + (low - 0xDC00);
    return NULL;
}

/* Undoes one escape, which starts at the backslash; *used counts its bytes. */
static const struct retry_json_fault *decode_escape(const char *raw, size_t length, size_t *used, char **out)
{
    static const char letters[] = "\"\\/bfnrt", meanings[] = "\"\\/\b\f\n\r\t";
    uint32_t point;
    if (raw[1] == 'u') {
        const struct retry_json_fault *fault = read_point(raw + 2, length - 2, used, &point);
        if (fault != NULL)
            return fault;
        *used += 2;
        *out += put_point(point, *out);
        return NULL;
    }
    const char *letter = memchr(letters, raw[1], sizeof letters - 1);
    if (letter == NULL)
        return &unknown_escape;
    *used = 2;
    *(*out)++ = meanings[letter - letters];
    return NULL;
}

const struct retry_json_fault *retry__json_string_decode(const char *raw, size_t raw_length, char *out, size_t *length,
                                                         size_t *fault_at)
{
    char *start = out;
    size_t at = 0;
    while (at < raw_length) {
        const char *backslash = memchr(raw + at, '\\', raw_length - at);
        size_t run = backslash != NULL ? (size_t)(backslash - raw) - at : raw_length - at;
        memcpy(out, raw + at, run);
        out += run;
        at += run;
        if (backslash == NULL)
            break;
        size_t used = 0;
        const struct retry_json_fault *fault = decode_escape(raw + at, raw_length - at, &used, &out);
        if (fault != NULL) {
            *fault_at = at;
            return fault;
        }
        at += used;
    }
    *length = (size_t)(out - start);
    return NULL;
}
