/* vocabulary.c - the kinds of errors: their prefixes, and the names of their codes. */
#include "engine/errors/vocabulary.h"

#include "engine/errors/curl_names.h"
#include "engine/errors/errno_names.h"
#include "engine/retry.h"
#include "schema/mem.h"

#include <netdb.h>
#include <signal.h>
#include <string.h>

/* doc/statuscodes.md of gRPC. */
static const struct retry_coded grpc_names[] = {
    {"ABORTED", 10, false},
    {"ALREADY_EXISTS", 6, false},
    {"CANCELLED", 1, false},
    {"DATA_LOSS", 15, false},
    {"DEADLINE_EXCEEDED", 4, false},
    {"FAILED_PRECONDITION", 9, false},
    {"INTERNAL", 13, false},
    {"INVALID_ARGUMENT", 3, false},
    {"NOT_FOUND", 5, false},
    {"OK", 0, false},
    {"OUT_OF_RANGE", 11, false},
    {"PERMISSION_DENIED", 7, false},
    {"RESOURCE_EXHAUSTED", 8, false},
    {"UNAUTHENTICATED", 16, false},
    {"UNAVAILABLE", 14, false},
    {"UNIMPLEMENTED", 12, false},
    {"UNKNOWN", 2, false},
};
static const size_t grpc_name_count = RETRY_COUNT(grpc_names);

/* Elsewhere: the BSDs and macOS. */
static const struct retry_coded gai_names[] = {
    {"EAI_ADDRFAMILY", EAI_ADDRFAMILY, false},
    {"EAI_AGAIN", EAI_AGAIN, false},
    {"EAI_ALLDONE", EAI_ALLDONE, false},
    {"EAI_BADFLAGS", EAI_BADFLAGS, false},
    {"EAI_BADHINTS", RETRY_CODE_NOWHERE, false},
    {"EAI_CANCELED", EAI_CANCELED, false},
    {"EAI_FAIL", EAI_FAIL, false},
    {"EAI_FAMILY", EAI_FAMILY, false},
    {"EAI_IDN_ENCODE", EAI_IDN_ENCODE, false},
    {"EAI_INPROGRESS", EAI_INPROGRESS, false},
    {"EAI_INTR", EAI_INTR, false},
    {"EAI_MEMORY", EAI_MEMORY, false},
    {"EAI_NODATA", EAI_NODATA, false},
    {"EAI_NONAME", EAI_NONAME, false},
    {"EAI_NOTCANCELED", EAI_NOTCANCELED, false},
    {"EAI_OVERFLOW", EAI_OVERFLOW, false},
    {"EAI_PROTOCOL", RETRY_CODE_NOWHERE, false},
    {"EAI_SERVICE", EAI_SERVICE, false},
    {"EAI_SOCKTYPE", EAI_SOCKTYPE, false},
    {"EAI_SYSTEM", EAI_SYSTEM, false},
};
static const size_t gai_name_count = RETRY_COUNT(gai_names);

/* Without SIG. Elsewhere: the BSDs, macOS, Solaris, Linux on Alpha and SPARC. */
static const struct retry_coded signal_names[] = {
    {"ABRT", SIGABRT, false},
    {"ALRM", SIGALRM, false},
    {"BUS", SIGBUS, false},
    {"CANCEL", RETRY_CODE_NOWHERE, false},
    {"CHLD", SIGCHLD, false},
    {"CLD", SIGCLD, true},
    {"CONT", SIGCONT, false},
    {"EMT", RETRY_CODE_NOWHERE, false},
    {"FPE", SIGFPE, false},
    {"FREEZE", RETRY_CODE_NOWHERE, false},
    {"HUP", SIGHUP, false},
    {"ILL", SIGILL, false},
    {"INFO", RETRY_CODE_NOWHERE, false},
    {"INT", SIGINT, false},
    {"IO", SIGIO, true},
    {"IOT", SIGIOT, true},
    {"KILL", SIGKILL, false},
    {"LOST", RETRY_CODE_NOWHERE, false},
    {"LWP", RETRY_CODE_NOWHERE, false},
    {"PIPE", SIGPIPE, false},
    {"POLL", SIGPOLL, false},
    {"PROF", SIGPROF, false},
    {"PWR", SIGPWR, false},
    {"QUIT", SIGQUIT, false},
    {"SEGV", SIGSEGV, false},
    {"STKFLT", SIGSTKFLT, false},
    {"STOP", SIGSTOP, false},
    {"SYS", SIGSYS, false},
    {"TERM", SIGTERM, false},
    {"THAW", RETRY_CODE_NOWHERE, false},
    {"THR", RETRY_CODE_NOWHERE, false},
    {"TRAP", SIGTRAP, false},
    {"TSTP", SIGTSTP, false},
    {"TTIN", SIGTTIN, false},
    {"TTOU", SIGTTOU, false},
    {"UNUSED", RETRY_CODE_NOWHERE, false},
    {"URG", SIGURG, false},
    {"USR1", SIGUSR1, false},
    {"USR2", SIGUSR2, false},
    {"VTALRM", SIGVTALRM, false},
    {"WAITING", RETRY_CODE_NOWHERE, false},
    {"WINCH", SIGWINCH, false},
    {"XCPU", SIGXCPU, false},
    {"XFSZ", SIGXFSZ, false},
};
static const size_t signal_name_count = RETRY_COUNT(signal_names);

/* The vocabularies without names share this. */
static const size_t no_name_count = 0;

const struct retry_vocabulary retry__vocabularies[RETRY_VOCABULARY_COUNT] = {
    [RETRY_ERROR_NONE] = {"", "", "", NULL, &no_name_count},
    [RETRY_ERROR_ERRNO] = {"errno", "is no name of an errno", "write the name alone, as ECONNRESET", retry__errno_names,
                           &retry__errno_name_count},
    [RETRY_ERROR_HTTP] = {"http", "is no HTTP status",
                          "write a status from 100 to 599 as http:503, a class as http:5xx, or a range as http:500-504",
                          NULL, &no_name_count},
    [RETRY_ERROR_GRPC] = {"grpc", "is no gRPC status", "write the name of a status, as grpc:UNAVAILABLE", grpc_names,
                          &grpc_name_count},
    [RETRY_ERROR_SQLSTATE] =
        {"sqlstate", "is no SQLSTATE",
         "write five digits and upper-case letters, as sqlstate:40001, or the first of them and '*', as sqlstate:08*",
         NULL, &no_name_count},
    [RETRY_ERROR_EXIT] = {"exit", "is no exit code", "write a code from 0 to 255 as exit:75, or a range as exit:1-9",
                          NULL, &no_name_count},
    [RETRY_ERROR_SIGNAL] = {"signal", "is no name of a signal", "write the name of a signal, as signal:TERM",
                            signal_names, &signal_name_count},
    [RETRY_ERROR_GAI] = {"gai", "is no result of getaddrinfo", "write the name of a result, as gai:EAI_AGAIN",
                         gai_names, &gai_name_count},
    [RETRY_ERROR_CURL] = {"curl", "is no result of libcurl", "write the name of a result, as curl:COULDNT_CONNECT",
                          retry__curl_names, &retry__curl_name_count},
    [RETRY_ERROR_APP] = {"app", "is no word", "write 1 to 63 letters, digits, '.', '_' and '-', as app:deadlock", NULL,
                         &no_name_count},
};

const struct retry_coded *retry__vocabulary_find(const struct retry_vocabulary *vocabulary, const char *text,
                                                 size_t length)
{
    size_t low = 0, high = *vocabulary->name_count;

    while (low < high) {
        size_t middle = low + (high - low) / 2;
        const struct retry_coded *row = &vocabulary->names[middle];
        int order = strncmp(row->name, text, length);
        if (order == 0 && strlen(row->name) == length)
            return row;
        if (order < 0)
            low = middle + 1;
        else
            high = middle;
    }
    return NULL;
}

const char *retry__vocabulary_name(const struct retry_vocabulary *vocabulary, int64_t code)
{
    for (size_t i = 0; i < *vocabulary->name_count && code != RETRY_CODE_NOWHERE; i++)
        if (vocabulary->names[i].code == code && !vocabulary->names[i].alias)
            return vocabulary->names[i].name;
    return NULL;
}
