/* near.c - finds the name that somebody meant. */
#include "schema/near.h"

#include <stdbool.h>
#include <string.h>

#define LONGEST 128 /* bytes of a key; what is longer is near to nothing */
#define SHORTEST_PART 3

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

static bool starts_with(const char *text, size_t length, const char *start)
{
    size_t at = 0;

    while (at < length && start[at] != '\0' && folded(text[at]) == (unsigned char)start[at])
        at++;
    return start[at] == '\0';
}

/* The least and the most of one thing look alike and mean the opposite. */
static bool opposite(const char *text, size_t length, const char *other, size_t other_length)
{
    return (starts_with(text, length, "min_") && starts_with(other, other_length, "max_")) ||
           (starts_with(text, length, "max_") && starts_with(other, other_length, "min_"));
}

/* Is the text the words that the candidate starts or ends with: "initial" or "delay" of "initial_delay"? */
static bool is_part(const char *text, size_t length, const char *candidate, size_t candidate_length)
{
    size_t rest = candidate_length - length;

    if (length < SHORTEST_PART || length + 2 > candidate_length)
        return false;
    return (folded(candidate[length]) == '_' && distance(text, length, candidate, length) == 0) ||
           (folded(candidate[rest - 1]) == '_' && distance(text, length, candidate + rest, length) == 0);
}

void retry__near_offer(struct retry_near *near, const char *text, size_t length, const char *candidate)
{
    size_t other = strlen(candidate);
    size_t longer = length > other ? length : other;
    size_t apart = longer - (length > other ? other : length);
    unsigned found;

    if (longer > LONGEST || opposite(text, length, candidate, other))
        return;
    if (is_part(text, length, candidate, other))
        found = LONGEST; /* whatever is misspelt is nearer than what is left out */
    else if (apart > longer / 3 || (found = distance(text, length, candidate, other)) > longer / 3)
        return;
    if (near->best == NULL || found < near->distance) {
        near->best = candidate;
        near->distance = found;
    }
}
