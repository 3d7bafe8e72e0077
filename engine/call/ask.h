/* ask.h - asks a policy without a call. */
#ifndef RETRY_CALL_ASK_H
#define RETRY_CALL_ASK_H

#include "engine/retry.h"

/* As the public functions of these names; a NULL policy makes one attempt. */
retry_policy_state retry__ask_state(const retry_policy *policy);
uint32_t retry__ask_max_attempts(const retry_policy *policy);
bool retry__ask_should_retry(const retry_policy *policy, uint32_t failures, retry_error error);
retry_answer retry__ask_window(const retry_policy *policy, uint32_t failures, retry_window *out_window);
retry_answer retry__ask_window_for(const retry_policy *policy, uint32_t failures, retry_error error,
                                   retry_window *out_window);
/** Are the retries of the policy switched off, by the program, by a lever or by enabled: false? Not for NULL. */
bool retry__ask_disabled(const retry_policy *policy);

#endif
