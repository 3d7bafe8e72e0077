/* allocator.h - an allocator that fails when it is told to; one file of a program includes it. */
#ifndef TESTS_SWEEP_ALLOCATOR_H
#define TESTS_SWEEP_ALLOCATOR_H

#include <errno.h>
#include <stdbool.h>
#include <stdlib.h>

/* The sanitizers bring an allocator of their own. */
#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__)
#define SANITIZED 1
#elif defined(__has_feature)
#if __has_feature(address_sanitizer) || __has_feature(thread_sanitizer) || __has_feature(memory_sanitizer)
#define SANITIZED 1
#endif
#endif

#ifndef SANITIZED

void *__libc_malloc(size_t size);
void *__libc_calloc(size_t count, size_t size);
void *__libc_realloc(void *block, size_t size);
void __libc_free(void *block);

/* Volatile, because the compiler believes that functions of the C library do not come back to this file. */
static volatile bool armed, sticky, fired; /* a fault has been injected */
static volatile unsigned long calls, fail_at;
static volatile long live; /* blocks */

static bool fails(void)
{
    if (!armed || ++calls < fail_at || (calls > fail_at && !sticky))
        return false;
    fired = true;
    errno = ENOMEM;
    return true;
}

static void *counted(void *block)
{
    live += block != NULL;
    return block;
}

void *malloc(size_t size)
{
    return fails() ? NULL : counted(__libc_malloc(size));
}

void *calloc(size_t count, size_t size)
{
    return fails() ? NULL : counted(__libc_calloc(count, size));
}

void *realloc(void *block, size_t size)
{
    if (!block)
        return malloc(size);
    return fails() ? NULL : __libc_realloc(block, size);
}

void free(void *block)
{
    live -= block != NULL;
    __libc_free(block);
}

#endif

#endif
