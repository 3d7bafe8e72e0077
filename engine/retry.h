/*
 * retry.h - the whole public face of libretry: load policies, get one, ask it.
 *
 * Time       every duration and instant is a uint64_t of nanoseconds, named *_ns.
 *            Instants are monotonic. Sums and products stop at RETRY_FOREVER_NS
 *            (365 days), they never wrap.
 * Threads    a retry_policy and a retry_cancel may be shared freely. A retry_call
 *            belongs to one thread at a time. Every function may be called from any
 *            thread; only retry_cancel_fire() may be called from a signal handler.
 * Ownership  a retry_policy lives as long as its catalogue and is never released;
 *            what comes back through out_* is yours to free.
 * NULL       every function takes a NULL policy as "one attempt, no retries", and
 *            every *_free() takes NULL.
 * Silence    the library never aborts or installs a signal handler. It prints only
 *            where RETRY_LOG asks for it, writes a file only where RETRY_STATUS_FILE
 *            does, and starts a thread only where retry_watch_start() does. After the
 *            first look-up of a name, looking it up again and deciding take no lock,
 *            allocate nothing and never wait.
 */
#ifndef RETRY_H
#define RETRY_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>

#if defined(__GNUC__)
#define RETRY_API __attribute__((visibility("default")))
#define RETRY_MUST_USE __attribute__((warn_unused_result))
#else
#define RETRY_API
#define RETRY_MUST_USE
#endif

#ifdef __cplusplus
extern "C" {
#endif

#define RETRY_VERSION_MAJOR 0
#define RETRY_VERSION_MINOR 3
#define RETRY_VERSION_PATCH 0
#define RETRY_VERSION "0.3.0"

/** The longest delay: 365 days. Also answers "no limit" where a function says so. */
#define RETRY_FOREVER_NS UINT64_C(31536000000000000)

/** What retry_policy_max_attempts() answers for a policy without that limit. */
#define RETRY_UNLIMITED UINT32_MAX

typedef struct retry_policy retry_policy;       /* a name that follows every reload */
typedef struct retry_catalogue retry_catalogue; /* a set of policies and the names looked up in it */
typedef struct retry_report retry_report;       /* everything that was found, and where */

typedef enum retry_status {
    RETRY_OK = 0,
    RETRY_EINVAL = 1,  /* an argument is outside its range */
    RETRY_ENOMEM = 2,  /* out of memory; nothing has changed */
    RETRY_EIO = 3,     /* a file or directory could not be read; nothing has changed */
    RETRY_EPOLICY = 4, /* a document is wrong, or no policy would be left; nothing has changed */
    RETRY_EBUSY = 5,   /* asked for from inside a load or a decision; nothing has changed */
    RETRY_ESYSTEM = 6  /* the system refused a thread or a descriptor; nothing has changed */
} retry_status;

typedef enum retry_severity { RETRY_INFO = 0, RETRY_WARNING = 1, RETRY_ERROR = 2 } retry_severity;

/** Why a call goes on or has ended. Values never change; new ones are added at the end. */
typedef enum retry_reason {
    RETRY_REASON_NONE = 0,              /* no attempt has been reported yet */
    RETRY_REASON_RETRY = 1,             /* wait, then try again */
    RETRY_REASON_SUCCESS = 2,           /* the operation succeeded */
    RETRY_REASON_ENDED = 3,             /* the program left the call early */
    RETRY_REASON_UNDEFINED_POLICY = 4,  /* no file defines the policy: one attempt */
    RETRY_REASON_DISABLED = 5,          /* retries are switched off: by a lever, or by enabled: false */
    RETRY_REASON_CANCELLED = 6,         /* the call's cancel object was fired */
    RETRY_REASON_NOT_IDEMPOTENT = 7,    /* the call may not be repeated and the request may have been acted on */
    RETRY_REASON_MAX_ATTEMPTS = 8,      /* the attempts are used up */
    RETRY_REASON_EXHAUSTED = 9,         /* the backoff has no further delay */
    RETRY_REASON_CUSTOM_MISSING = 10,   /* no function is registered for a custom backoff */
    RETRY_REASON_MAX_ELAPSED = 11,      /* the wait would end after the policy's max_elapsed */
    RETRY_REASON_DEADLINE = 12,         /* the wait would end after the caller's deadline */
    RETRY_REASON_NOT_RETRYABLE = 13,    /* a rule says fail, or none holds the error */
    RETRY_REASON_RULE_MAX_RETRIES = 14, /* the rule's retries are used up */
    RETRY_REASON_HINT_STOP = 15,        /* the server asked not to retry */
    RETRY_REASON_HINT_OVER_MAX = 16     /* the server asked for a longer delay than the policy allows */
} retry_reason;

/** Returns the reason as in documents and logs ("max_attempts"); "unknown" for a value it does not know. */
RETRY_API const char *retry_reason_name(retry_reason reason);

/** Returns "ok", "out of memory" and so on; never NULL. */
RETRY_API const char *retry_status_text(retry_status status);

/** Returns the version of the library that is running, "0.3.0". */
RETRY_API const char *retry_version(void);

/* ---- errors: what an attempt ended with ------------------------------------------------------- */

/** Which vocabulary a code belongs to. */
typedef enum retry_error_kind {
    RETRY_ERROR_NONE = 0, /* success */
    RETRY_ERROR_ERRNO = 1,
    RETRY_ERROR_HTTP = 2,
    RETRY_ERROR_GRPC = 3,
    RETRY_ERROR_SQLSTATE = 4, /* packed: five digits of base 36 */
    RETRY_ERROR_EXIT = 5,
    RETRY_ERROR_SIGNAL = 6,
    RETRY_ERROR_GAI = 7,
    RETRY_ERROR_CURL = 8,
    RETRY_ERROR_APP = 9 /* a word of the program's, in `word` */
} retry_error_kind;

#define RETRY_MARK_UNPROCESSED UINT16_C(1) /* the program knows that the server did not act on the request */
/* The program's own word that the error belongs to a built-in group; what is not sent is transient as well. */
#define RETRY_MARK_TRANSIENT UINT16_C(2)
#define RETRY_MARK_TIMEOUT UINT16_C(4)
#define RETRY_MARK_THROTTLED UINT16_C(8)
#define RETRY_MARK_CONFLICT UINT16_C(16)
#define RETRY_MARK_NOT_SENT UINT16_C(32)

/**
 * One error in up to two spellings, 16 bytes, passed by value. Make it with the functions below.
 * A word is borrowed: it must live as long as the error is used, and where it was reported to a
 * call, until that call reports its next error or is asked for the last time, retry_call_why() included.
 */
typedef struct retry_error {
    uint8_t kind;      /* a retry_error_kind; RETRY_ERROR_NONE means success */
    uint8_t also_kind; /* the second spelling's kind, or RETRY_ERROR_NONE */
    uint16_t marks;    /* RETRY_MARK_* */
    int32_t code;      /* of the first spelling */
    union {
        int64_t also_code; /* of the second spelling, where it is a number */
        const char *word;  /* where either spelling is RETRY_ERROR_APP */
    };
} retry_error;

/* The inline constructors retry_errno(), retry_http() and so on stand at the end of this file. */

/* ---- answers ----------------------------------------------------------------------------------- */

/** A closed range of delays; lo_ns <= hi_ns <= RETRY_FOREVER_NS. */
typedef struct retry_window {
    uint64_t lo_ns;
    uint64_t hi_ns;
} retry_window;

typedef enum retry_answer {
    RETRY_ANSWER_WINDOW = 0,    /* the window was set */
    RETRY_ANSWER_EXHAUSTED = 1, /* no further retry */
    RETRY_ANSWER_MISSING = 2    /* nothing to say: a custom without a registered function, or one that declines */
} retry_answer;

/** One decision. Frozen: it will never gain a member. */
typedef struct retry_decision {
    uint64_t delay_ns; /* wait this long before the next attempt; 0 = at once */
    uint32_t attempts; /* attempts made so far, the first included */
    uint16_t node;     /* the node that had the last word, 0 = the root; retry_call_why() spells it out */
    uint8_t reason;    /* a retry_reason */
    bool again;        /* true: wait, then try once more */
} retry_decision;

/**
 * What a backoff is asked. A custom function reads it; `size` may grow. While a call waits, a reload makes it ask again
 * about the same failure: previous_ns is then the delay that it waits for.
 */
typedef struct retry_question {
    size_t size;
    const char *name;     /* the custom's name in the document */
    uint32_t failures;    /* f: 1 before the first retry */
    bool in_call;         /* false: asked without a call; previous_ns and target are then zero */
    uint64_t previous_ns; /* the delay this call was last granted, 0 where none was; see below */
    retry_error error;    /* what the attempt ended with; zero where the question was asked about no error */
    const char *target;   /* as given to retry_call_begin(), or NULL */
} retry_question;

/**
 * A backoff of the program's own, named in documents as `custom: {name: NAME}`.
 * It must return (no longjmp, no exception), must not block, and must not load or reload. Ends beyond 365 days are cut,
 * ends out of order swapped.
 */
typedef retry_answer (*retry_custom_fn)(void *context, const retry_question *question, retry_window *out_window);

/** What a server asks for. Make it with the functions below; a hint of zero bytes asks for nothing. */
typedef struct retry_hint {
    uint64_t delay_ns; /* of RETRY_HINT_DELAY */
    uint32_t kind;     /* a retry_hint_kind */
    uint32_t reserved;
} retry_hint;

typedef enum retry_hint_kind {
    RETRY_HINT_NONE = 0,
    RETRY_HINT_DELAY = 1, /* wait that long */
    RETRY_HINT_STOP = 2   /* do not retry */
} retry_hint_kind;

/**
 * One decision, or the end of a call, as an observer is shown it. Borrowed until the observer returns; `size` may grow.
 * The node is in the decision, the policy's name is retry_policy_name(policy).
 */
typedef struct retry_observation {
    size_t size;
    const retry_policy *policy;
    retry_decision decision; /* attempts, reason, delay, node, and whether there is another attempt */
    retry_error error;       /* what the attempt ended with; zero for a success */
    retry_window window;     /* that the delay was drawn from; zero where none was granted */
    uint32_t rule;           /* the number of the rule that held the error, 0 = none did */
    uint32_t reserved;
    uint64_t generation; /* of the set that decided */
    const char *path;    /* the kinds from the root down, "jitter > exponential"; "" where no backoff was asked */
    const char *target;  /* as given to retry_call_begin(), or NULL */
} retry_observation;

typedef enum retry_policy_state {
    RETRY_POLICY_UNDEFINED = 0, /* no set has defined it: one attempt */
    RETRY_POLICY_DEFINED = 1,
    RETRY_POLICY_ORPHANED = 2 /* the current set lacks it; its last definition lives on */
} retry_policy_state;

/* ---- the catalogue ----------------------------------------------------------------------------- */

/** Zero means "the usual" for every member but size. Texts are copied. */
typedef struct retry_options {
    size_t size;         /* sizeof(retry_options) */
    const char *program; /* what the program calls itself, a name like those of policies; reads PROGRAM.d */
    const char *path;    /* search path instead of RETRY_POLICY_PATH and the built-in directories */
    const char
        *defaults; /* a document in YAML or JSON: the lowest layer, and all there is while a first load is refused */
    void *context; /* handed to the functions below */
    uint64_t (*clock)(void *context);               /* monotonic; instead of CLOCK_MONOTONIC */
    uint64_t (*random)(void *context);              /* 64 random bits; called from any thread */
    bool (*wait)(void *context, uint64_t until_ns); /* false: woken early; never called to wait for 0 ns */
    void (*log)(void *context, retry_severity severity,
                const char *line); /* one line a load, and a change of a lever */
    /* Called on the thread that decides, after each decision and at the end of each call; must not block, and should
     * not load or reload: that works, and reads files on this thread. */
    void (*observe)(void *context, const retry_observation *observation);
    bool no_metrics; /* count nothing, for retry_metrics_print() */
    bool strict; /* refuse files and directories that others than root and this user may write, instead of a warning */
} retry_options;

/**
 * Loads the process's own catalogue. Without it the first look-up loads with the usual options.
 * When it fails, the set that RETRY_LAST_GOOD has kept serves, or else `defaults`, or else every policy is undefined; a
 * later reload can mend that.
 *
 * @param out_report  set on success and failure alike, warnings included; may be NULL
 * @return RETRY_OK, RETRY_EINVAL, RETRY_ENOMEM, RETRY_EIO, RETRY_EPOLICY, or RETRY_EBUSY where a catalogue was
 *         already loaded
 */
RETRY_API retry_status retry_init(const retry_options *options, retry_report **out_report);

/**
 * Reads the search path again and makes the result current: all or nothing.
 * When it fails, what was current stays current. Waiting calls wake and obey.
 *
 * @param out_report  set on success and failure alike, warnings included; may be NULL
 * @return RETRY_OK, RETRY_ENOMEM, RETRY_EIO, RETRY_EPOLICY or RETRY_EBUSY
 */
RETRY_API retry_status retry_reload(retry_report **out_report);

/**
 * Returns the policy of that name; it stays valid for ever and means what the current set says.
 * A name that no set defines yet acts as one attempt. NULL: an invalid name, or no memory.
 * The first look-up of a process loads; inside a custom function or a log hook it leaves that to the next one.
 */
RETRY_API const retry_policy *retry_policy_get(const char *name);

/** Opens a catalogue of its own, for tests and for programs with a directory of their own. As retry_init(), but
 * what fails opens nothing, unless `defaults` serve. */
RETRY_API retry_status retry_catalogue_open(const retry_options *options, retry_catalogue **out_catalogue,
                                            retry_report **out_report);
RETRY_API retry_status retry_catalogue_reload(retry_catalogue *catalogue, retry_report **out_report);
RETRY_API const retry_policy *retry_catalogue_get(retry_catalogue *catalogue, const char *name);
/** Frees the catalogue and its policies; no call under them may be alive. */
RETRY_API void retry_catalogue_free(retry_catalogue *catalogue);
/** Counts the sets made current, 1 for the first; 0 where none is. NULL: the process's own. */
RETRY_API uint64_t retry_catalogue_generation(const retry_catalogue *catalogue);

/**
 * Registers the function for `custom: {name: NAME}`, before or after the documents that name it are loaded.
 * A second registration replaces the first; function NULL takes it away.
 *
 * @param catalogue  NULL: the process's own, also before retry_init()
 * @return RETRY_OK, RETRY_EINVAL or RETRY_ENOMEM
 */
RETRY_API retry_status retry_custom_set(retry_catalogue *catalogue, const char *name, retry_custom_fn function,
                                        void *context);

/**
 * Loads what the search path holds now and makes nothing of it current: what would a reload say?
 *
 * @param catalogue   NULL: the process's own
 * @param out_report  as for retry_reload()
 */
RETRY_API retry_status retry_check(retry_catalogue *catalogue, retry_report **out_report);

/* ---- the lever: retries switched off ------------------------------------------------------------- */

/*
 * A file named `disabled` in any directory of the search path switches retries off while it is there: an empty one
 * those of every policy, else those of the names and the prefixes* that it holds, one a line. It is heeded by each
 * load and by a watch, also while the policy files are refused. So is RETRY_DISABLED=1, read at the first load.
 * Policies that say `when_disabled: keep` go on.
 */

/**
 * Switches the retries of all policies off, or on again where no other lever holds them: the program's own switch. It
 * counts at once, in waiting calls as well, for all catalogues of this process and of those that were forked from it,
 * or that it was forked from, since the first was made. Not for signal handlers.
 */
RETRY_API void retry_disable_all(bool off);

/* ---- watching: edits are noticed by themselves ---------------------------------------------------- */

/** Zero means "the usual" for every member but size. */
typedef struct retry_watch_options {
    size_t size;
    uint64_t settle_ns; /* files must stand still for so long before they are read; usual: 250 ms */
    uint64_t poll_ns;   /* looks at least so often; usual: 60 s, and 2 s where the kernel tells of no change */
    bool poll_only;     /* do without inotify */
    bool in_children;   /* a forked child starts its own thread; usual: it does not watch, as its state says */
} retry_watch_options;

/**
 * Starts a thread that notices changes of the policy files and of levers, and reloads. Loads first, if nothing has; a
 * first load that is refused is watched all the same, as the log says. The thread takes no signal; the log hook is
 * called on it.
 *
 * @param catalogue  NULL: the process's own
 * @param options    may be NULL
 * @return RETRY_OK, RETRY_EINVAL, RETRY_ENOMEM, RETRY_ESYSTEM, or RETRY_EBUSY where the catalogue is watched already,
 *         and from inside a load or a decision
 */
RETRY_API retry_status retry_watch_start(retry_catalogue *catalogue, const retry_watch_options *options);
/**
 * The same for an event loop, without a thread: whenever the descriptor is readable, call retry_watch_dispatch().
 *
 * A forked child does not watch.
 *
 * @param out_descriptor  the library's: never read, closed by retry_watch_stop(), and in a forked child
 */
RETRY_API retry_status retry_watch_open(retry_catalogue *catalogue, const retry_watch_options *options,
                                        int *out_descriptor);
/** Does what is due: looks, and perhaps reloads, which reads files. @return that of the reload; RETRY_OK where none was
 * due, RETRY_EINVAL without a watch of retry_watch_open(), RETRY_EBUSY from inside a load or a decision */
RETRY_API retry_status retry_watch_dispatch(retry_catalogue *catalogue);
/** Ends the watch, waiting for a reload that it is in the middle of. From inside a load or a decision, the log hook
 * included, it does nothing. */
RETRY_API void retry_watch_stop(retry_catalogue *catalogue);

/**
 * Opens a descriptor that becomes readable whenever policies may mean something else: after a reload, and after each
 * change of a lever. For event loops whose calls wait by timers of their own: read 8 bytes from it, then call
 * retry_call_recheck() for each call that waits.
 *
 * A change of retry_disable_all() by another process of the family is noticed by a watch, within about a second.
 *
 * @param out_descriptor  an eventfd, non-blocking and close-on-exec; close it with retry_notice_close(). Closed in a
 *                        forked child
 * @return RETRY_OK, RETRY_EINVAL, RETRY_ENOMEM or RETRY_ESYSTEM
 */
RETRY_API retry_status retry_notice_open(retry_catalogue *catalogue, int *out_descriptor);
RETRY_API void retry_notice_close(retry_catalogue *catalogue, int descriptor);

/* ---- state and metrics: what runs now -------------------------------------------------------------- */

/** What made a load happen. */
typedef enum retry_trigger {
    RETRY_TRIGGER_FIRST = 0,  /* retry_init(), the first look-up, retry_catalogue_open() */
    RETRY_TRIGGER_RELOAD = 1, /* retry_reload() */
    RETRY_TRIGGER_WATCH = 2   /* a watch */
} retry_trigger;

typedef struct retry_state retry_state; /* a catalogue at one moment, yours to free */

/** A catalogue as a whole; texts live as long as the state. Times are those of the wall clock, ns since 1970, 0 =
 * never. */
typedef struct retry_state_view {
    size_t size;         /* set by the caller to sizeof(retry_state_view) */
    uint64_t taken_ns;   /* when the state was taken */
    int64_t process;     /* by which process */
    const char *program; /* or NULL */
    const char *path;    /* the search path of the last attempt, as it was given; an empty element, or "", stands for
                            the built-in directories. NULL: there was no attempt yet */
    /* what runs now */
    uint64_t generation; /* 0: no set */
    uint64_t hash;       /* of its files, 0: there are none */
    uint64_t loaded_ns;
    bool defaults_alone; /* the first load was refused, the program's own defaults serve */
    bool last_good;      /* the first load was refused, the set kept by RETRY_LAST_GOOD serves */
    /* the last attempt to load; one that has just made a set current may still be missing here */
    retry_status attempt_status;
    retry_trigger attempt_trigger;
    uint64_t attempt_ns;
    uint64_t attempt_hash; /* of what it read; equal to `hash` where the files say what runs */
    size_t attempt_errors, attempt_warnings;
    /* since the catalogue was made; inherited by a forked child */
    uint64_t accepted, refused, unchanged; /* loads by their result; unchanged: by a watch, that found what runs */
    uint64_t status_file_failures;         /* times that RETRY_STATUS_FILE could not be written */
    bool watching;                         /* in this process */
    bool notified;                         /* the watch is told of changes by the kernel (inotify), and polls besides */
    bool all_disabled;                     /* a lever holds every policy */
    size_t lever_count, file_count, policy_count; /* of what the functions below answer */
} retry_state_view;

/** One line of a lever that is pulled; the program's own switch comes last. */
typedef struct retry_lever_view {
    size_t size;
    const char *pattern; /* "db", "db.*", or "*" for all */
    const char *by;      /* the path of the file, "RETRY_DISABLED" or "retry_disable_all()" */
    uint64_t since_ns;   /* when the file was changed last, or the variable read, or the switch thrown */
} retry_lever_view;

/** One file of the last attempt, highest first; the program's own text is "<defaults>", the last. */
typedef struct retry_file_view {
    size_t size;
    const char *path;
    uint32_t layer;     /* 0 = highest */
    bool applied;       /* it is part of what runs now, as it is */
    const char *reason; /* why it is not, or NULL: "masked by /etc/...", "starts with a dot", "could not be read",
                           "refused" */
    uint64_t modified_ns, hash; /* 0 where it was not read */
} retry_file_view;

/** One policy: those of the set, then those that the program has asked for and that nothing defines. */
typedef struct retry_policy_view {
    size_t size;
    const char *name;
    retry_policy_state state;
    bool looked_up, disabled; /* disabled: by a lever that it does not keep going under, or by enabled: false */
    const char *file;         /* that defines it, or NULL; also NULL for an orphan */
    uint32_t line;
    const char *overridden_by; /* "FILE:LINE", several joined by blanks, the last on top, or NULL */
    size_t warnings;           /* of the load that brought it, with a place in the policy or in what overrides it */
} retry_policy_view;

/**
 * Takes down what runs now and what the last attempt to load has said. Reads no file, loads nothing, and never waits
 * for a load.
 *
 * @param catalogue  NULL: the process's own
 * @return RETRY_OK, RETRY_EINVAL or RETRY_ENOMEM
 */
RETRY_API retry_status retry_state_take(retry_catalogue *catalogue, retry_state **out_state);
/** @return false where there is no state, or the view has no size */
RETRY_API bool retry_state_get(const retry_state *state, retry_state_view *out_view);
/** @return false where index is too large; likewise below */
RETRY_API bool retry_state_lever(const retry_state *state, size_t index, retry_lever_view *out_view);
RETRY_API bool retry_state_file(const retry_state *state, size_t index, retry_file_view *out_view);
RETRY_API bool retry_state_policy(const retry_state *state, size_t index, retry_policy_view *out_view);
/** The findings of the last attempt: the first 100 of each severity are kept, all are counted. Belongs to the state. */
RETRY_API const retry_report *retry_state_report(const retry_state *state);
/** Writes it all as one JSON object, as to RETRY_STATUS_FILE. @return false on a write error or no memory */
RETRY_API bool retry_state_print(const retry_state *state, FILE *stream);
RETRY_API void retry_state_free(retry_state *state);

/**
 * Writes what was counted, in the text format of OpenMetrics 1.0: of policies that were looked up, and of the
 * catalogue. A forked child counts its calls from zero.
 *
 * @param catalogue  NULL: the process's own
 * @return false on a write error or no memory
 */
RETRY_API bool retry_metrics_print(retry_catalogue *catalogue, FILE *stream);

/* ---- reports ----------------------------------------------------------------------------------- */

/** One finding; texts live as long as the report. Lines and columns count from 1, columns in code points; 0 = none. */
typedef struct retry_finding_view {
    size_t size; /* set by the caller to sizeof(retry_finding_view) */
    retry_severity severity;
    const char *slug; /* stable: "unknown-key" */
    const char *file;
    uint32_t line, column, end_line, end_column; /* the end is exclusive */
    const char *path;                            /* in the document, "policies.db.limits"; "" where there is none */
    const char *message;                         /* one sentence, escaped */
    const char *help;                            /* what to write instead, or NULL */
    const char *related_file;                    /* a second place, or NULL */
    uint32_t related_line, related_column;
} retry_finding_view;

/** Counts the findings of that severity and above. Beyond 10,000 findings they are counted, but not kept. */
RETRY_API size_t retry_report_count(const retry_report *report, retry_severity least);
/** Answers the findings that are kept. @return false where index is not below their number: 10,000, or
 * retry_report_count(report, RETRY_INFO) where that is less */
RETRY_API bool retry_report_at(const retry_report *report, size_t index, retry_finding_view *out_finding);
/** Writes all findings with their source lines, as retry-lint does. @return false on a write error */
RETRY_API bool retry_report_print(const retry_report *report, FILE *stream);
RETRY_API void retry_report_free(retry_report *report);

/* ---- a policy, asked without a call ------------------------------------------------------------- */

/** Its name; "" for NULL. */
RETRY_API const char *retry_policy_name(const retry_policy *policy);

RETRY_API retry_policy_state retry_policy_state_get(const retry_policy *policy);
/** Attempts in all, the first included; RETRY_UNLIMITED where there is no limit, 1 for an undefined or disabled
 * policy. */
RETRY_API uint32_t retry_policy_max_attempts(const retry_policy *policy);
/** Should a call try again after failure number `failures` (1 = the first), all of them with this error? Rules and
 * attempts count, time and hints are left out. */
RETRY_API bool retry_policy_should_retry(const retry_policy *policy, uint32_t failures, retry_error error);
/** The window of delays before retry number `failures` (1 = the first) that the policy's own backoff answers, limits
 * left out. Set only for RETRY_ANSWER_WINDOW. */
RETRY_API retry_answer retry_policy_window(const retry_policy *policy, uint32_t failures, retry_window *out_window);
/** As retry_policy_window(), after failures with this error: asks the backoff of the rule that holds it, where that has
 * its own. RETRY_ANSWER_EXHAUSTED also for an error that is not retried. */
RETRY_API retry_answer retry_policy_window_for(const retry_policy *policy, uint32_t failures, retry_error error,
                                               retry_window *out_window);

/* ---- cancel ------------------------------------------------------------------------------------- */

/** The program's own object, shared by any number of calls. Must outlive them. Start with RETRY_CANCEL_INIT. */
typedef struct retry_cancel {
    uint32_t fired; /* private */
    uint32_t reserved[3];
} retry_cancel;

#define RETRY_CANCEL_INIT \
    {                     \
        0,                \
        {                 \
            0, 0, 0       \
        }                 \
    }

/** Stops every call that has this object, also those that wait. Safe in signal handlers. */
RETRY_API void retry_cancel_fire(retry_cancel *cancel);
RETRY_API bool retry_cancel_fired(const retry_cancel *cancel);
/** Makes the object usable again; no call may be using it. */
RETRY_API void retry_cancel_reset(retry_cancel *cancel);

/* ---- calls --------------------------------------------------------------------------------------- */

/** Zero means "none" for every member but size. */
typedef struct retry_call_options {
    size_t size; /* sizeof(retry_call_options) */
    uint64_t
        deadline_ns; /* from now; no wait is started that would end later. 0 = none, so take care with differences */
    retry_cancel *cancel;    /* borrowed until the call has ended */
    const char *target;      /* which server, borrowed until the call has ended; custom backoffs see it */
    bool not_idempotent;     /* retry only where nothing was sent or the error is marked unprocessed */
    uint32_t failures;       /* attempts already made elsewhere, for a redelivered message */
    uint64_t elapsed_ns;     /* time already spent elsewhere */
    retry_decision *outcome; /* retry_run() leaves its last decision here */
} retry_call_options;

/**
 * One logical operation with all its attempts. Caller's memory, 128 bytes; members are private.
 *
 * Beginning a call writes what stands above deadline_ns, and the next two where time is limited; the rest is written by
 * the first failure, and flags say what has been. Differences of instants are taken as signed, so that no clock wraps.
 */
typedef struct retry_call {
    const retry_policy *policy;
    retry_cancel *cancel;
    const char *target;
    uint64_t spent_ns; /* the delays granted so far and the time spent elsewhere; of a call whose clock was started,
                          the instant at which it would have begun: what has elapsed is now minus this */
    uint32_t failures; /* since the call began, or was started anew by reset_after */
    uint16_t flags;
    uint16_t generation;  /* of what answered last, set and levers: the low bits of a number that each change raises */
    uint64_t deadline_ns; /* the caller's, an instant */
    uint64_t
        seen_ns;   /* the clock when it was last looked at: the running attempt began delay_ns later, or after that */
    uint16_t node; /* reason, node and rule are of the last decision */
    uint8_t reason;
    uint8_t rule;        /* the number of the rule that held the error, 0 = none did */
    uint32_t signature;  /* of the rules that the counts below were made under */
    retry_error error;   /* that was last reported */
    retry_window window; /* that the last delay was drawn from */
    uint64_t delay_ns;   /* that was last granted, whatever is left of it */
    uint16_t counts[12]; /* the failures of each counted rule */
} retry_call;

/**
 * Begins a call. Reads the clock only where a time limit is set. Leaving a call without end is safe.
 *
 * @param options  may be NULL
 * @return true: make the first attempt. false: refused, make none (cancelled already, or options of no usable size)
 */
RETRY_API bool retry_call_begin(retry_call *call, const retry_policy *policy, const retry_call_options *options);

/**
 * Reports how the attempt ended, decides and waits. A zero error means success and ends the call.
 *
 * @param hint  what the server asked for, or NULL for nothing; the policy says what it counts
 * @return true: try once more
 */
RETRY_API RETRY_MUST_USE bool retry_call_again(retry_call *call, retry_error error, const retry_hint *hint);

/** As retry_call_again(), without the wait, for event loops. A finished call repeats its answer. */
RETRY_API retry_decision retry_call_failed(retry_call *call, retry_error error, const retry_hint *hint);
/** Ends the call with success. */
RETRY_API void retry_call_succeeded(retry_call *call);
/**
 * Waits for the delay that retry_call_failed() granted, once: a second wait returns at once. Where it is called so
 * late that the wait would end after a time limit, the call stops. Ends early when the call is cancelled, and when a
 * reload shortens the delay or stops the call.
 *
 * @return true: try once more. false: the call has ended; retry_call_last() says why
 */
RETRY_API RETRY_MUST_USE bool retry_call_wait(retry_call *call);
/**
 * For event loops whose timer runs, after a descriptor of retry_notice_open() has said that something is new: decides
 * again, under what holds now, for a call that still has left_ns to wait. The wait never becomes longer.
 *
 * @return again: wait delay_ns from now on, 0 = no more. Else the call has stopped
 */
RETRY_API retry_decision retry_call_recheck(retry_call *call, uint64_t left_ns);
/** Leaves a call early. Not needed after success or a stop. */
RETRY_API void retry_call_end(retry_call *call);
/** The last decision of this call. */
RETRY_API retry_decision retry_call_last(const retry_call *call);
/** The time that the next attempt may take: the least of attempt_timeout and what is left of max_elapsed and the
 * deadline; RETRY_FOREVER_NS where nothing limits it, 0 where nothing is left. */
RETRY_API uint64_t retry_call_timeout_ns(const retry_call *call);
/**
 * Spells out the last decision: policy, attempts, reason, the path of nodes, the window.
 *
 * @return the length of the whole text without its NUL, as snprintf
 */
RETRY_API size_t retry_call_why(const retry_call *call, char *buffer, size_t size);

/** One attempt; returns how it ended. */
typedef retry_error (*retry_operation)(void *context, retry_call *call);

/**
 * Runs the operation under the policy until it succeeds or the policy stops it.
 *
 * @param options  may be NULL; its `outcome` receives the last decision
 * @return a zero error on success, else the last error of the operation, also where it ended the call itself; ECANCELED
 *         where no attempt was made: cancelled already, or options of no usable size
 */
RETRY_API retry_error retry_run(const retry_policy *policy, const retry_call_options *options,
                                retry_operation operation, void *context);
/**
 * Says, inside an operation of retry_run(), what the server asked for in the attempt that is running. It counts for
 * this attempt alone, and not where that succeeds; a later one replaces it. For a call that retry_run() does not run it
 * does nothing: there the hint is reported with the error.
 *
 * @param call  the one that the operation was given, no copy of it
 */
RETRY_API void retry_call_hint(retry_call *call, retry_hint hint);

/* ---- constructors of errors ----------------------------------------------------------------------- */

/** One code of one kind. Of RETRY_ERROR_APP it has no word, which is spelled "app:?": see retry_app(). */
static inline retry_error retry_error_make(retry_error_kind kind, int32_t code)
{
    retry_error error = {(uint8_t)kind, RETRY_ERROR_NONE, 0, code, {0}};
    return error;
}
/** Success. */
static inline retry_error retry_ok(void)
{
    return retry_error_make(RETRY_ERROR_NONE, 0);
}
/** An errno value; 0 is success. */
static inline retry_error retry_errno(int number)
{
    return number == 0 ? retry_ok() : retry_error_make(RETRY_ERROR_ERRNO, number);
}
/** An HTTP status; 100 to 399 are success. */
static inline retry_error retry_http(int status)
{
    return status >= 100 && status < 400 ? retry_ok() : retry_error_make(RETRY_ERROR_HTTP, status);
}
/** A gRPC status code; 0 is success. */
static inline retry_error retry_grpc(int status)
{
    return status == 0 ? retry_ok() : retry_error_make(RETRY_ERROR_GRPC, status);
}
/** How a child process exited; 0 is success. */
static inline retry_error retry_exit(int code)
{
    return code == 0 ? retry_ok() : retry_error_make(RETRY_ERROR_EXIT, code);
}
/** The signal that ended a child process; 0 is success. */
static inline retry_error retry_signal(int number)
{
    return number == 0 ? retry_ok() : retry_error_make(RETRY_ERROR_SIGNAL, number);
}
/** A result of getaddrinfo(); 0 is success. */
static inline retry_error retry_gai(int result)
{
    return result == 0 ? retry_ok() : retry_error_make(RETRY_ERROR_GAI, result);
}
/** A CURLcode; 0 is success. */
static inline retry_error retry_curl(int code)
{
    return code == 0 ? retry_ok() : retry_error_make(RETRY_ERROR_CURL, code);
}
/** A word of the program's own, [A-Za-z0-9._-]{1,63}, borrowed; NULL or "" is success. */
static inline retry_error retry_app(const char *word)
{
    retry_error error = retry_error_make(word && *word ? RETRY_ERROR_APP : RETRY_ERROR_NONE, 0);
    if (error.kind != RETRY_ERROR_NONE)
        error.word = word;
    return error;
}
/** An SQLSTATE of five characters; NULL and the classes 00, 01 and 02 (done, warning, no data) are success. */
RETRY_API retry_error retry_sqlstate(const char *state);
/** Adds a second spelling: a CURLcode and an HTTP status, a status and a word. A part that means success gives way
 * to the other, with its marks; of two words the first stays. */
RETRY_API retry_error retry_also(retry_error first, retry_error second);
/** Marks that the server did not act on the request, so that even a call that is not idempotent may repeat it. */
static inline retry_error retry_unprocessed(retry_error error)
{
    error.marks |= RETRY_MARK_UNPROCESSED;
    return error;
}
static inline bool retry_is_ok(retry_error error)
{
    return error.kind == RETRY_ERROR_NONE;
}
/** Spells the error as documents do: "ECONNRESET", "http:503", "curl:COULDNT_CONNECT http:503". @return as
 * snprintf */
RETRY_API size_t retry_error_text(retry_error error, char *buffer, size_t size);
/** Marks the error with the program's own word about it: RETRY_MARK_* joined by `|`. */
static inline retry_error retry_marked(retry_error error, uint16_t marks)
{
    error.marks = (uint16_t)(error.marks | marks);
    return error;
}
/** Does the built-in group of that name ("transient", "timeout", "throttled", "conflict", "not_sent", "any") hold the
 * error, by either spelling or by its marks? No group holds success; a group of another name, or NULL, holds nothing.
 */
RETRY_API bool retry_error_is(retry_error error, const char *group);

/* ---- constructors of hints ------------------------------------------------------------------------ */

/** The server asks for that delay; more than 365 days become 365 days. */
static inline retry_hint retry_hint_delay(uint64_t delay_ns)
{
    retry_hint hint = {delay_ns < RETRY_FOREVER_NS ? delay_ns : RETRY_FOREVER_NS, RETRY_HINT_DELAY, 0};
    return hint;
}
/** The server asks not to retry. */
static inline retry_hint retry_hint_stop(void)
{
    retry_hint hint = {0, RETRY_HINT_STOP, 0};
    return hint;
}

/*
 * The functions below read what a server sent: the value of one header, without its name, blanks and an end of line
 * around it allowed. NULL, where the header is absent, is no hint, and so is what is malformed, unless a function says
 * otherwise. Numbers of any length are read, and delays end at 365 days: what of them a call waits is up to the `hints`
 * of its policy. `now_s` is the time as seconds since 1970: time(NULL), or better what retry_http_date() reads from the
 * Date header of the same answer, because the server's clock counts. Where it is negative, no time makes a hint. A time
 * that is past is a delay of 0.
 */

/** The header Retry-After (RFC 9110, 10.2.3): whole seconds, or an HTTP date. */
RETRY_API retry_hint retry_hint_retry_after(const char *value, int64_t now_s);
/** The header X-RateLimit-Reset, where the server means seconds since 1970 by it. (Some mean seconds from now: for
 * these take retry_hint_retry_after().) */
RETRY_API retry_hint retry_hint_rate_limit_reset(const char *value, int64_t now_s);
/** The trailer grpc-retry-pushback-ms (gRFC A6): milliseconds; negative, above 2147483647 or no whole number, an empty
 * value too: do not retry. */
RETRY_API retry_hint retry_hint_grpc_pushback(const char *value);
/** The header x-amz-retry-after: whole milliseconds. */
RETRY_API retry_hint retry_hint_amz_retry_after(const char *value);
/**
 * Reads an HTTP date in any of its three forms (RFC 9110, 5.6.7), whatever the locale and the time zone.
 *
 * @param now_s  for the form with a year of two digits, which is at most 50 years ahead of it
 * @return seconds since 1970; -1 for what is no date, NULL, or a time before 1970
 */
RETRY_API int64_t retry_http_date(const char *value, int64_t now_s);

#ifdef __cplusplus
}
#endif

#endif
