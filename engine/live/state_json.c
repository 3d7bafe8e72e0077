/* state_json.c - a state as JSON, written by jansson. */
#include "engine/live/state_json.h"

#include "engine/store/moment.h"
#include "schema/escape.h"
#include "schema/print_json.h"

#include <inttypes.h>
#include <jansson.h>
#include <string.h>

/* One object is made and written at a time: a set may have 100,000 policies. */

/* ---- values; NULL: no memory --------------------------------------------------------------------- */

/* Any bytes; four for one is the most that escaping makes of them. */
static json_t *text(const char *value)
{
    size_t length = value ? strlen(value) : 0;
    char *safe = value ? retry__mem_new(length + 1, 4) : NULL;

    if (!value)
        return json_null();
    if (!safe)
        return NULL;
    retry__escape(value, length, safe, (length + 1) * 4);
    json_t *string = json_string(safe);
    retry__mem_free(safe);
    return string;
}

/* Numbers of 64 bits are no numbers to most readers of JSON. */
static json_t *hash(uint64_t value)
{
    char digits[24];

    snprintf(digits, sizeof(digits), "%016" PRIx64, value);
    return value ? json_string(digits) : json_null();
}

static json_t *moment(uint64_t value_ns)
{
    char written[RETRY_MOMENT_BYTES];

    retry__moment_text(value_ns, written);
    return value_ns ? json_string(written) : json_null();
}

static json_t *number(uint64_t value)
{
    return json_integer((json_int_t)value);
}

static const char *status_word(retry_status status, uint64_t attempt_ns)
{
    static const char *const words[] = {
        [RETRY_OK] = "accepted",
        [RETRY_ENOMEM] = "out_of_memory",
        [RETRY_EIO] = "unreadable",
        [RETRY_EPOLICY] = "refused",
    };

    if (attempt_ns == 0)
        return "none";
    return (size_t)status < RETRY_COUNT(words) && words[status] ? words[status] : "refused";
}

static const char *trigger_word(retry_trigger trigger)
{
    static const char *const words[] = {
        [RETRY_TRIGGER_FIRST] = "first",
        [RETRY_TRIGGER_RELOAD] = "reload",
        [RETRY_TRIGGER_WATCH] = "watch",
    };

    return words[trigger];
}

static const char *state_word(retry_policy_state state)
{
    static const char *const words[] = {
        [RETRY_POLICY_UNDEFINED] = "undefined",
        [RETRY_POLICY_DEFINED] = "defined",
        [RETRY_POLICY_ORPHANED] = "orphaned",
    };

    return words[state];
}

/* ---- writing ------------------------------------------------------------------------------------- */

/* Takes the value, NULL included. */
static bool put(json_t *value, size_t flags, FILE *stream)
{
    bool good = value && json_dumpf(value, stream, flags) == 0;

    json_decref(value);
    return good;
}

static bool word(const char *text_of_ours, FILE *stream)
{
    return fputs(text_of_ours, stream) != EOF;
}

/* An array of count objects, each made by `make`, a line each. */
static bool put_array(const struct retry_state *state, size_t count,
                      json_t *(*make)(const struct retry_state *state, size_t index), FILE *stream)
{
    bool good = word("[", stream);

    for (size_t i = 0; good && i < count; i++)
        good = word(i ? ",\n  " : "\n  ", stream) && put(make(state, i), 0, stream);
    return good && word("]", stream);
}

/* ---- the parts ----------------------------------------------------------------------------------- */

static json_t *head(const struct retry_state *state)
{
    const retry_state_view *view = &state->view;

    return json_pack("{s:s, s:o, s:I, s:o, s:o}", "libretry", RETRY_VERSION, "taken", moment(view->taken_ns), "process",
                     (json_int_t)view->process, "program", text(view->program), "path", text(view->path));
}

static json_t *running(const struct retry_state *state)
{
    const retry_state_view *view = &state->view;

    return json_pack("{s:o, s:o, s:o, s:b, s:b}", "generation", number(view->generation), "hash", hash(view->hash),
                     "loaded", moment(view->loaded_ns), "defaults_alone", view->defaults_alone, "last_good",
                     view->last_good);
}

static json_t *running_file(const struct retry_state *state, size_t index)
{
    const retry_file_view *file = &state->running[index];

    return json_pack("{s:o, s:o, s:o, s:o}", "path", text(file->path), "reason", text(file->reason), "modified",
                     moment(file->modified_ns), "hash", hash(file->hash));
}

static json_t *policy(const struct retry_state *state, size_t index)
{
    retry_policy_view view = retry__state_policy(state, index);

    return json_pack("{s:o, s:s, s:b, s:b, s:o, s:o, s:o, s:o}", "name", text(view.name), "state",
                     state_word(view.state), "looked_up", view.looked_up, "disabled", view.disabled, "file",
                     text(view.file), "line", number(view.line), "overridden_by", text(view.overridden_by), "warnings",
                     number(view.warnings));
}

static json_t *attempt(const struct retry_state *state)
{
    const retry_state_view *view = &state->view;

    return json_pack("{s:o, s:s, s:s, s:o, s:o, s:o}", "time", moment(view->attempt_ns), "trigger",
                     trigger_word(view->attempt_trigger), "result", status_word(view->attempt_status, view->attempt_ns),
                     "hash", hash(view->attempt_hash), "errors", number(view->attempt_errors), "warnings",
                     number(view->attempt_warnings));
}

static json_t *file(const struct retry_state *state, size_t index)
{
    const retry_file_view *view = &state->files[index];

    return json_pack("{s:o, s:o, s:b, s:o, s:o, s:o}", "path", text(view->path), "layer", number(view->layer),
                     "applied", view->applied, "reason", text(view->reason), "modified", moment(view->modified_ns),
                     "hash", hash(view->hash));
}

static json_t *lever(const struct retry_state *state, size_t index)
{
    const retry_lever_view *view = &state->levers[index];

    return json_pack("{s:o, s:o, s:o}", "pattern", text(view->pattern), "by", text(view->by), "since",
                     moment(view->since_ns));
}

static json_t *tail(const struct retry_state *state)
{
    const retry_state_view *view = &state->view;

    return json_pack("{s:{s:b, s:b}, s:{s:o, s:o, s:o, s:o}}", "watch", "on", view->watching, "notified",
                     view->notified, "counts", "accepted", number(view->accepted), "refused", number(view->refused),
                     "unchanged", number(view->unchanged), "status_file_failures", number(view->status_file_failures));
}

static bool put_running(const struct retry_state *state, FILE *stream)
{
    return word(",\n\"running\": {", stream) && put(running(state), JSON_EMBED, stream) &&
           word(",\n\"files\": ", stream) && put_array(state, state->running_count, running_file, stream) &&
           word(",\n\"policies\": ", stream) && put_array(state, state->view.policy_count, policy, stream) &&
           word("}", stream);
}

static bool put_attempt(const struct retry_state *state, FILE *stream)
{
    return word(",\n\"attempt\": {", stream) && put(attempt(state), JSON_EMBED, stream) &&
           word(",\n\"findings\": ", stream) && retry__print_json(&state->report, stream) && word("}", stream);
}

bool retry__state_json(const struct retry_state *state, FILE *stream)
{
    return word("{", stream) && put(head(state), JSON_EMBED, stream) && put_running(state, stream) &&
           put_attempt(state, stream) && word(",\n\"files\": ", stream) &&
           put_array(state, state->view.file_count, file, stream) && word(",\n\"levers\": ", stream) &&
           put_array(state, state->view.lever_count, lever, stream) && word(",\n", stream) &&
           put(tail(state), JSON_EMBED, stream) && word("}\n", stream) && fflush(stream) == 0 && !ferror(stream);
}
