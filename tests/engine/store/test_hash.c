/* test_hash.c - what the hash of some bytes depends on. */
#include "engine/store/hash.h"

#include "tests/engine/store/folder.h"

START_TEST(every_byte_counts_at_every_length)
{
    unsigned char bytes[24];

    for (size_t size = 1; size <= sizeof bytes; size++)
        for (size_t at = 0; at < size; at++) {
            memset(bytes, 'a', sizeof bytes);
            uint64_t before = retry__hash(0, bytes, size);
            bytes[at] = 'b';
            ck_assert_uint_ne(retry__hash(0, bytes, size), before);
        }
}
END_TEST

START_TEST(length_counts_where_all_bytes_are_zero)
{
    const char zeros[24] = {0};

    for (size_t size = 1; size <= sizeof zeros; size++)
        ck_assert_uint_ne(retry__hash(0, zeros, size), retry__hash(0, zeros, size - 1));
}
END_TEST

START_TEST(a_hash_goes_on_in_order)
{
    uint64_t forth = retry__hash(retry__hash(0, "one", 3), "two", 3);
    uint64_t back = retry__hash(retry__hash(0, "two", 3), "one", 3);

    ck_assert_uint_ne(forth, back);
    ck_assert_uint_eq(forth, retry__hash(retry__hash(0, "one", 3), "two", 3));
}
END_TEST

START_TEST(numbered_names_spread_over_a_table)
{
    unsigned char taken[4096] = {0};
    unsigned filled = 0;

    for (unsigned i = 0; i < sizeof taken; i++) {
        char name[16];
        int length = snprintf(name, sizeof name, "policy-%05u", i);
        unsigned char *slot = &taken[retry__hash(0, name, (size_t)length) % sizeof taken];
        filled += !*slot;
        *slot = 1;
    }
    /* Chance fills 1 - 1/e = 63 % of them. */
    ck_assert_uint_gt(filled, 2400);
    ck_assert_uint_lt(filled, 2800);
}
END_TEST

FOLDER_MAIN("hash", every_byte_counts_at_every_length, length_counts_where_all_bytes_are_zero, a_hash_goes_on_in_order,
            numbered_names_spread_over_a_table)
