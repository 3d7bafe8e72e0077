/* group.c - the built-in groups of errors. */
#include "engine/errors/group.h"

#include "schema/mem.h"

#include <errno.h>
#include <netdb.h>
#include <string.h>

/* The spelling and what it reads as stand side by side, so that no load has to read it; a test holds them together. */
#define NUMBER(name, reason) #name, reason, NULL, RETRY_ERROR_ERRNO, name, name
#define HTTP(status, reason) "http:" #status, reason, NULL, RETRY_ERROR_HTTP, status, status
#define GRPC(name, code, reason) "grpc:" #name, reason, NULL, RETRY_ERROR_GRPC, code, code
#define GAI(name, reason) "gai:" #name, reason, NULL, RETRY_ERROR_GAI, name, name
#define CURL(name, code, reason) "curl:" #name, reason, NULL, RETRY_ERROR_CURL, code, code
#define EXIT(code, reason) "exit:" #code, reason, NULL, RETRY_ERROR_EXIT, code, code
#define APP(name, reason) "app:" #name, reason, #name, RETRY_ERROR_APP, 0, 0
#define DIGIT(c) ((c) <= '9' ? (c) - '0' : (c) - 'A' + 10)
#define PACKED(a, b, c, d, e) ((((DIGIT(a) * 36 + DIGIT(b)) * 36 + DIGIT(c)) * 36 + DIGIT(d)) * 36 + DIGIT(e))
#define STATE(text, packed, reason) "sqlstate:" text, reason, NULL, RETRY_ERROR_SQLSTATE, packed, packed
#define STATES(text, first, last, reason) "sqlstate:" text, reason, NULL, RETRY_ERROR_SQLSTATE, first, last

/* Said of members of two groups. */
#define REFUSED "Nobody listens on the port, often while a server restarts, and nothing was sent."
#define NET_DOWN "The machine's own network was down, and nothing was sent."
#define NET_UNREACHABLE "No route led to the network at that moment, and nothing was sent."
#define HOST_DOWN "The host did not answer on its network, and nothing was sent."
#define HOST_UNREACHABLE "No route led to the host at that moment, and nothing was sent."
#define NAME_AGAIN "The name server could not answer at that moment, and nothing was sent."
#define NO_CONNECT "The connection could not be made, and nothing was sent."
#define NO_HOST "The name of the host could not be resolved, and nothing was sent."
#define NO_PROXY "The name of the proxy could not be resolved, and nothing was sent."

static const struct retry_member transient[] = {
    {NUMBER(ECONNREFUSED, REFUSED)},
    {NUMBER(ECONNRESET, "The peer dropped the connection, as a server that restarts or sheds load does.")},
    {NUMBER(ECONNABORTED, "The connection was given up before it was of use.")},
    {NUMBER(ENETDOWN, NET_DOWN)},
    {NUMBER(ENETUNREACH, NET_UNREACHABLE)},
    {NUMBER(ENETRESET, "The network dropped the connection.")},
    {NUMBER(EHOSTDOWN, HOST_DOWN)},
    {NUMBER(EHOSTUNREACH, HOST_UNREACHABLE)},
    {NUMBER(EPIPE, "The peer had closed the connection before all was written.")},
    {NUMBER(EAGAIN, "A resource was busy for the moment: the call itself asks to be made again.")},
    {GAI(EAI_AGAIN, NAME_AGAIN)},
    {CURL(COULDNT_CONNECT, 7, NO_CONNECT)},
    {CURL(COULDNT_RESOLVE_HOST, 6, NO_HOST)},
    {CURL(COULDNT_RESOLVE_PROXY, 5, NO_PROXY)},
    {CURL(GOT_NOTHING, 52, "The server closed the connection without an answer.")},
    {CURL(SEND_ERROR, 55, "The connection broke while the request was sent.")},
    {CURL(RECV_ERROR, 56, "The connection broke while the answer was read.")},
    {CURL(PARTIAL_FILE, 18, "The connection broke before the whole answer had come.")},
    {HTTP(500, "The server failed in a way of its own, often on one machine of many.")},
    {HTTP(502, "A gateway had no usable answer from the server behind it.")},
    {HTTP(503, "The server says itself that it cannot serve at the moment.")},
    {GRPC(UNAVAILABLE, 14, "The service says itself that it cannot serve at the moment.")},
    {STATES("08*", PACKED('0', '8', '0', '0', '0'), PACKED('0', '8', 'Z', 'Z', 'Z'),
            "The connection to the database could not be made, or broke.")},
    {STATE("57P01", PACKED('5', '7', 'P', '0', '1'), "PostgreSQL is being shut down by an administrator.")},
    {STATE("57P02", PACKED('5', '7', 'P', '0', '2'), "PostgreSQL ended the session because another one crashed.")},
    {STATE("57P03", PACKED('5', '7', 'P', '0', '3'), "PostgreSQL starts, stops or recovers, and takes no one yet.")},
    {EXIT(75, "EX_TEMPFAIL of sysexits.h: the program asks to be run again.")},
};

static const struct retry_member timeout[] = {
    {NUMBER(ETIMEDOUT, "The peer did not answer in time.")},
    {HTTP(408, "The server did not receive the whole request in time.")},
    {HTTP(504, "A gateway had no answer in time from the server behind it.")},
    {GRPC(DEADLINE_EXCEEDED, 4, "The deadline of the attempt passed before the service answered.")},
    {CURL(OPERATION_TIMEDOUT, 28, "The transfer did not end within the time it was given.")},
    {STATE("57014", PACKED('5', '7', '0', '1', '4'), "The statement was cancelled, as statement_timeout does.")},
    {EXIT(124, "timeout(1) ended the program because its time was up.")},
};

#define AWS(name) APP(name, "The AWS SDKs take this code for throttling.")

/* The words: "Retry behavior" of the AWS SDKs and Tools Reference Guide. */
static const struct retry_member throttled[] = {
    {HTTP(429, "The server says that it got too many requests from this client.")},
    {GRPC(RESOURCE_EXHAUSTED, 8, "A quota of the client or a resource of the service is used up for now.")},
    {STATES("53*", PACKED('5', '3', '0', '0', '0'), PACKED('5', '3', 'Z', 'Z', 'Z'),
            "The database is short of a resource: connections, memory or disk.")},
    {AWS(Throttling)},
    {AWS(ThrottlingException)},
    {AWS(ThrottledException)},
    {AWS(RequestThrottledException)},
    {AWS(TooManyRequestsException)},
    {AWS(ProvisionedThroughputExceededException)},
    {AWS(TransactionInProgressException)},
    {AWS(RequestLimitExceeded)},
    {AWS(BandwidthLimitExceeded)},
    {AWS(LimitExceededException)},
    {AWS(RequestThrottled)},
    {AWS(SlowDown)},
    {AWS(PriorRequestNotComplete)},
    {AWS(EC2ThrottledException)},
};

static const struct retry_member conflict[] = {
    {HTTP(409, "The request met another change of the same thing; made again from its start it may succeed.")},
    {GRPC(ABORTED, 10, "The operation lost against another one at the same time, and is to be made again as a whole.")},
    {STATE("40001", PACKED('4', '0', '0', '0', '1'), "The transaction could not be serialised with others.")},
    {STATE("40P01", PACKED('4', '0', 'P', '0', '1'), "The transaction was chosen to end a deadlock.")},
    {STATE("55P03", PACKED('5', '5', 'P', '0', '3'), "Another transaction holds the lock.")},
    {NUMBER(EDEADLK, "Taking the lock would be a deadlock.")},
};

static const struct retry_member not_sent[] = {
    {NUMBER(ECONNREFUSED, REFUSED)},
    {NUMBER(ENETDOWN, NET_DOWN)},
    {NUMBER(ENETUNREACH, NET_UNREACHABLE)},
    {NUMBER(EHOSTDOWN, HOST_DOWN)},
    {NUMBER(EHOSTUNREACH, HOST_UNREACHABLE)},
    {GAI(EAI_AGAIN, NAME_AGAIN)},
    {CURL(COULDNT_CONNECT, 7, NO_CONNECT)},
    {CURL(COULDNT_RESOLVE_HOST, 6, NO_HOST)},
    {CURL(COULDNT_RESOLVE_PROXY, 5, NO_PROXY)},
};

#define MARK(name) "RETRY_MARK_" #name, RETRY_MARK_##name
#define MEMBERS(table) table, RETRY_COUNT(table)

const struct retry_group retry__groups[RETRY_GROUP_COUNT] = {
    {"transient", "Failures that often pass by themselves.", "RETRY_MARK_TRANSIENT",
     RETRY_MARK_TRANSIENT | RETRY_MARK_NOT_SENT, MEMBERS(transient)},
    {"timeout", "No answer came in time; the request may have been acted on.", MARK(TIMEOUT), MEMBERS(timeout)},
    {"throttled", "The server asks for fewer requests.", MARK(THROTTLED), MEMBERS(throttled)},
    {"conflict", "The operation met another one, and is to be made again from its start.", MARK(CONFLICT),
     MEMBERS(conflict)},
    {"not_sent", "The members of transient that prove that nothing was sent, so that any operation may be repeated.",
     MARK(NOT_SENT), MEMBERS(not_sent)},
    {"any", "Every error.", NULL, 0, NULL, 0},
};

/* ---- questions ------------------------------------------------------------------------------------- */

const struct retry_group *retry__group_find(const char *name, size_t length)
{
    for (size_t i = 0; i < RETRY_GROUP_COUNT; i++)
        if (strlen(retry__groups[i].name) == length && memcmp(retry__groups[i].name, name, length) == 0)
            return &retry__groups[i];
    return NULL;
}

static bool spells(const struct retry_member *member, uint8_t kind, int64_t code, const char *word)
{
    if (member->kind != kind)
        return false;
    if (kind == RETRY_ERROR_APP)
        return word != NULL && strcmp(word, member->word) == 0;
    return code >= member->from && code <= member->to;
}

bool retry__group_holds(const struct retry_group *group, const retry_error *error)
{
    const char *word = error->kind == RETRY_ERROR_APP || error->also_kind == RETRY_ERROR_APP ? error->word : NULL;
    int64_t also = word ? INT64_MIN : error->also_code;

    if (error->kind == RETRY_ERROR_NONE)
        return false;
    if (group->members == NULL || (error->marks & group->mark))
        return true;
    for (size_t i = 0; i < group->member_count; i++)
        if (spells(&group->members[i], error->kind, error->code, word) ||
            spells(&group->members[i], error->also_kind, also, word))
            return true;
    return false;
}
