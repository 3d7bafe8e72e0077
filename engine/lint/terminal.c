/* terminal.c - when output may have colours. */
#include "engine/lint/terminal.h"

#include <stdlib.h>
#include <string.h>
#include <unistd.h>

bool retry__terminal_colour(FILE *out, enum retry_colour colour)
{
    const char *forbidden = getenv("NO_COLOR");
    const char *terminal = getenv("TERM");

    if (colour != RETRY_COLOUR_AUTO)
        return colour == RETRY_COLOUR_ALWAYS;
    if (forbidden && *forbidden)
        return false;
    return isatty(fileno(out)) && terminal && strcmp(terminal, "dumb") != 0;
}
