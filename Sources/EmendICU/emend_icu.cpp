#include "emend_icu.h"

#include <unicode/bytestream.h>
#include <unicode/edits.h>
#include <unicode/normalizer2.h>
#include <unicode/ucnv.h>
#include <unicode/ucsdet.h>
#include <unicode/uchar.h>
#include <unicode/uversion.h>

#include <cstring>
#include <string>

using icu::Normalizer2;

static const Normalizer2 *normalizer(emend_icu_form form, UErrorCode &status) {
  switch (form) {
    case EMEND_ICU_NFKC: return Normalizer2::getNFKCInstance(status);
    case EMEND_ICU_NFD: return Normalizer2::getNFDInstance(status);
    case EMEND_ICU_NFKD: return Normalizer2::getNFKDInstance(status);
    default: return Normalizer2::getNFCInstance(status);
  }
}

extern "C" int emend_icu_normalize(emend_icu_form form, const uint8_t *text, int32_t length,
                                   void *context, emend_icu_change report) {
  UErrorCode status = U_ZERO_ERROR;
  const Normalizer2 *n = normalizer(form, status);
  if (U_FAILURE(status)) return status;
  icu::StringPiece piece(reinterpret_cast<const char *>(text), length);
  if (n->isNormalizedUTF8(piece, status) && U_SUCCESS(status)) return 0;
  std::string out;
  icu::StringByteSink<std::string> sink(&out, length);
  icu::Edits edits;
  n->normalizeUTF8(0, piece, sink, &edits, status);
  if (U_FAILURE(status)) return status;
  auto change = edits.getFineChangesIterator();
  while (change.next(status) && U_SUCCESS(status)) {
    report(context, change.sourceIndex(), change.oldLength(),
           reinterpret_cast<const uint8_t *>(out.data()) + change.destinationIndex(), change.newLength());
  }
  return U_FAILURE(status) ? status : 0;
}

extern "C" bool emend_icu_has_boundary_before(emend_icu_form form, int32_t scalar) {
  UErrorCode status = U_ZERO_ERROR;
  const Normalizer2 *n = normalizer(form, status);
  return U_SUCCESS(status) && n->hasBoundaryBefore(scalar);
}

extern "C" bool emend_icu_detect(const uint8_t *text, int32_t length, char *name, int32_t *confidence) {
  UErrorCode status = U_ZERO_ERROR;
  UCharsetDetector *detector = ucsdet_open(&status);
  ucsdet_setText(detector, reinterpret_cast<const char *>(text), length, &status);
  const UCharsetMatch *match = U_SUCCESS(status) ? ucsdet_detect(detector, &status) : nullptr;
  bool found = match != nullptr && U_SUCCESS(status);
  if (found) {
    const char *found_name = ucsdet_getName(match, &status);
    *confidence = ucsdet_getConfidence(match, &status);
    std::strncpy(name, found_name, 63);
    name[63] = 0;
    found = U_SUCCESS(status);
  }
  ucsdet_close(detector);
  return found;
}

extern "C" int64_t emend_icu_decode(const char *name, const uint8_t *text, int32_t length,
                                    uint8_t *out, int32_t capacity) {
  UErrorCode status = U_ZERO_ERROR;
  UConverter *converter = ucnv_open(name, &status);
  if (U_FAILURE(status)) return -1;
  int64_t needed = ucnv_toAlgorithmic(UCNV_UTF8, converter, reinterpret_cast<char *>(out), capacity,
                                      reinterpret_cast<const char *>(text), length, &status);
  ucnv_close(converter);
  if (U_FAILURE(status) && status != U_BUFFER_OVERFLOW_ERROR) return -1;
  return needed;
}

extern "C" const char *emend_icu_version(void) {
  static char text[U_MAX_VERSION_STRING_LENGTH];
  UVersionInfo version;
  u_getVersion(version);
  u_versionToString(version, text);
  return text;
}

extern "C" const char *emend_icu_unicode_version(void) {
  static char text[U_MAX_VERSION_STRING_LENGTH];
  UVersionInfo version;
  u_getUnicodeVersion(version);
  u_versionToString(version, text);
  return text;
}
