#include "emend_dictionaries.h"

#pragma clang diagnostic ignored "-Wc23-extensions"

#define EMBEDDED(name) \
  const unsigned char *emend_##name##_start(void) { return emend_##name; } \
  const unsigned long emend_##name##_size = sizeof emend_##name;

// Used in place as arrays of numbers, so it starts where those may.
static const unsigned char emend_image[] __attribute__((aligned(64))) = {
#embed "tables.image"
};
EMBEDDED(image)

static const unsigned char emend_compounds[] = {
#embed "compounds.txt"
};
EMBEDDED(compounds)

static const unsigned char emend_confusions[] = {
#embed "confusions.tsv"
};
EMBEDDED(confusions)

static const unsigned char emend_corrections[] = {
#embed "corrections.tsv"
};
EMBEDDED(corrections)

static const unsigned char emend_languages[] = {
#embed "languages.tsv"
};
EMBEDDED(languages)

static const unsigned char emend_lexicon[] = {
#embed "lexicon.txt"
};
EMBEDDED(lexicon)

static const unsigned char emend_markings[] = {
#embed "markings.tsv"
};
EMBEDDED(markings)

// Used where it lies, so it starts as its tables want to.
_Alignas(64) static const unsigned char emend_english[] = {
#embed "english.model"
};
EMBEDDED(english)

static const unsigned char emend_names[] = {
#embed "names.tsv"
};
EMBEDDED(names)

static const unsigned char emend_phrases[] = {
#embed "phrases.tsv"
};
EMBEDDED(phrases)

static const unsigned char emend_protected[] = {
#embed "protected.tsv"
};
EMBEDDED(protected)

// Read as numbers where it lies.
_Alignas(16) static const unsigned char emend_places[] = {
#embed "places.trees"
};
EMBEDDED(places)
