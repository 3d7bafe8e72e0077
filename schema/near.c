/* near.c - finds the name that somebody meant. */
#include "schema/near.h"

#include <stdbool.h>
#include <string.h>

#define LONGEST 128 /* bytes of a key; what is longer is near to nothing */

static unsigned char folded(char byte)
{
    if (byte >= 'A' && byte <= 'Z')
        return (unsigned char)(byte - 'A' + 'a');
    return (unsigned char)(byte == '-' ? '_' : byte);
}

static unsigned least(unsigned left, unsigned right)
{
    return left < right ? left : right;
}

/*
 * Optimal string alignment (Damerau-Levenshtein without a second edit inside a swapped pair), three rows of its matrix;
 * case, and `-` for `_`, cost nothing.
 */
static unsigned distance(const char *left, size_t left_length, const char *right, size_t right_length)
{
    unsigned rows[3][LONGEST + 1];

    for (unsigned j = 0; j <= right_length; j++)
        rows[0][j] = j;
    for (size_t i = 1; i <= left_length; i++) {
        const unsigned *before = rows[(i + 1) % 3]; /* row i - 2 */
        const unsigned *above = rows[(i - 1) % 3];
        unsigned *row = rows[i % 3];

        row[0] = (unsigned)i;
        for (size_t j = 1; j <= right_length; j++) {
            bool same = folded(left[i - 1]) == folded(right[j - 1]);

            row[j] = least(above[j - 1] + !same, least(above[j], row[j - 1]) + 1);
            if (i > 1 && j > 1 && folded(left[i - 1]) == folded(right[j - 2]) &&
                folded(left[i - 2]) == folded(right[j - 1]))
                row[j] = least(row[j], before[j - 2] + 1);
        }
    }
    return rows[left_length % 3][right_length];
}

void retry__near_offer(struct retry_near *near, const char *text, size_t length, const char *candidate)
{
    size_t other = strlen(candidate);
    size_t longer = length > other ? length : other;
    size_t apart = longer - (length > other ? other : length);
    unsigned found;

    if (longer > LONGEST || apart > longer / 3)
        return;
    found = distance(text, length, candidate, other);
    if (found <= longer / 3 && (near->best == NULL || found < near->distance)) {
        near->best = candidate;
        near->distance = found;
    }
}
