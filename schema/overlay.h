/* overlay.h - lays what one mapping states over what another one said. */
#ifndef RETRY_SCHEMA_OVERLAY_H
#define RETRY_SCHEMA_OVERLAY_H

#include "schema/shape.h"

/**
 * Copies the fields that `over` states into `config`; both are configs of the shape. Sections are merged key by key
 * where their shape tells what is stated, everything else is replaced whole. What `config` states grows by what `over`
 * does.
 */
void retry__overlay(const struct retry_shape *shape, void *config, const void *over);

#endif
