// The part of ICU that emend uses, as plain C functions. All offsets and lengths are bytes.
#ifndef EMEND_ICU_H
#define EMEND_ICU_H

#include <stdbool.h>
#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

typedef enum { EMEND_ICU_NFC = 0, EMEND_ICU_NFKC = 1, EMEND_ICU_NFD = 2, EMEND_ICU_NFKD = 3 } emend_icu_form;

/// One change that normalisation makes: `old_length` bytes at `start` become `new_length` bytes at `new_text`.
typedef void (*emend_icu_change)(void *context, int32_t start, int32_t old_length,
                                 const uint8_t *new_text, int32_t new_length);

/// Normalises valid UTF-8 and reports each change in order. Returns 0, or an ICU error code (> 0).
int emend_icu_normalize(emend_icu_form form, const uint8_t *text, int32_t length,
                        void *context, emend_icu_change report);

/// True when no character before `scalar` can change or join with it in this form, so that a text may be cut there.
bool emend_icu_has_boundary_before(emend_icu_form form, int32_t scalar);

/// The charset that ICU's detector holds most likely (`name`, 64 bytes) and its confidence, 0...100.
/// Returns false when the detector has no answer.
bool emend_icu_detect(const uint8_t *text, int32_t length, char *name, int32_t *confidence);

/// Converts `length` bytes of charset `name` to UTF-8. Returns the number of bytes needed, which may exceed `capacity`
/// (call again then), or -1 when ICU does not know the charset. Bytes without meaning become U+FFFD.
int64_t emend_icu_decode(const char *name, const uint8_t *text, int32_t length, uint8_t *out, int32_t capacity);

/// Version of the ICU library in use, and of Unicode in it, such as "72.1" and "15.0".
const char *emend_icu_version(void);
const char *emend_icu_unicode_version(void);

#ifdef __cplusplus
}
#endif
#endif
