// Looks at 64 bytes at once and says of each, as one bit, whether it is of a kind; the lowest bit is for the first byte.
// In C, because Swift has no way from a vector of comparisons to the bits of a word; these become a handful of vector
// instructions where they are called.
#ifndef EMEND_SCAN_H
#define EMEND_SCAN_H

#include <stdbool.h>
#include <stdint.h>
#include <string.h>

typedef uint8_t emend_bytes __attribute__((ext_vector_type(64)));
typedef bool emend_bits __attribute__((ext_vector_type(64)));

#define EMEND_SCAN(name, kind)                                    \
  static inline uint64_t name(const uint8_t *text) {              \
    emend_bytes bytes;                                            \
    memcpy(&bytes, text, 64);                                     \
    emend_bits bits = __builtin_convertvector(kind, emend_bits);  \
    uint64_t word;                                                \
    memcpy(&word, &bits, 8);                                      \
    return word;                                                  \
  }

#define EMEND_LETTER (((bytes | 0x20) - (uint8_t)'a' < 26) | (bytes >= 0x80))

// ASCII letters and bytes from 0x80.
EMEND_SCAN(emend_scan_letters, EMEND_LETTER)
// The same and digits.
EMEND_SCAN(emend_scan_alphanumerics, EMEND_LETTER | (bytes - (uint8_t)'0' < 10))
// Bytes from 0x80.
EMEND_SCAN(emend_scan_high, bytes >= 0x80)
// Capitals and small letters of ASCII.
EMEND_SCAN(emend_scan_upper, bytes - (uint8_t)'A' < 26)
EMEND_SCAN(emend_scan_lower, bytes - (uint8_t)'a' < 26)
// Bytes that are no plain text: below 0x20, and from 0x7F.
EMEND_SCAN(emend_scan_special, (bytes < 0x20) | (bytes >= 0x7F))

// The bytes that are `byte`.
static inline uint64_t emend_scan_equal(const uint8_t *text, uint8_t byte) {
  emend_bytes bytes;
  memcpy(&bytes, text, 64);
  emend_bits bits = __builtin_convertvector(bytes == (emend_bytes)byte, emend_bits);
  uint64_t word;
  memcpy(&word, &bits, 8);
  return word;
}

#undef EMEND_LETTER
#undef EMEND_SCAN
#endif
