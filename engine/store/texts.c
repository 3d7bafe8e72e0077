/* texts.c - the files of a set with what they say. */
#include "engine/store/texts.h"

void retry__texts_done(struct retry_texts *texts)
{
    for (size_t i = 0; i < texts->count; i++) {
        if (texts->items[i].parsed)
            retry__document_done(&texts->items[i].document);
        retry__file_done(&texts->items[i].file);
    }
    retry__mem_free(texts->items);
    *texts = (struct retry_texts){0};
}
