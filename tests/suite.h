/* suite.h - for tests: runs the tests of one program. */
#ifndef RETRY_TESTS_SUITE_H
#define RETRY_TESTS_SUITE_H

#include <check.h>
#include <stdlib.h>

/* Takes the suite over. @return the program's exit status */
static inline int suite_run(Suite *suite)
{
    SRunner *runner = srunner_create(suite);

    srunner_run_all(runner, CK_NORMAL);
    int failed = srunner_ntests_failed(runner);
    srunner_free(runner);
    return failed == 0 ? EXIT_SUCCESS : EXIT_FAILURE;
}

#endif
