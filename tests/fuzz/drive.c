/* drive.c - runs a fuzz target without a fuzzer: over all cases and the corpus, whole and cut off after each byte. */
#include <ftw.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define CUT_BYTES_MAX 1024 /* longer files are only run whole */

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static unsigned long inputs;

/* A block of exactly that size, so that sanitizers see the first byte read beyond it. */
static void run(const uint8_t *data, size_t size)
{
    uint8_t *copy = malloc(size ? size : 1);

    if (!copy)
        abort();
    memcpy(copy, data, size);
    LLVMFuzzerTestOneInput(copy, size);
    free(copy);
    inputs++;
}

static int run_file(const char *path, const struct stat *status, int type, struct FTW *walk)
{
    size_t size = (size_t)status->st_size;
    uint8_t *data;
    FILE *file;

    (void)walk;
    if (type != FTW_F)
        return 0;
    file = fopen(path, "rb");
    data = malloc(size + 1);
    if (!file || !data || fread(data, 1, size, file) != size) {
        perror(path);
        return 1;
    }
    fclose(file);
    for (size_t cut = size <= CUT_BYTES_MAX ? 0 : size; cut <= size; cut++)
        run(data, cut);
    free(data);
    return 0;
}

static int run_tree(const char *root, const char *below)
{
    char path[4096];

    snprintf(path, sizeof(path), "%s/%s", root, below);
    return nftw(path, run_file, 16, FTW_PHYS);
}

int main(void)
{
    const char *root = getenv("srcdir") ? getenv("srcdir") : ".";
    bool failed = run_tree(root, "tests/cases") != 0 || run_tree(root, "tests/fuzz/corpus") != 0;

    printf("%lu inputs\n", inputs);
    return failed || inputs == 0;
}
