// The files of this folder, embedded byte for byte: where each starts, and its size in bytes.
#ifndef EMEND_DICTIONARIES_H
#define EMEND_DICTIONARIES_H

const unsigned char *emend_compounds_start(void);
extern const unsigned long emend_compounds_size;
const unsigned char *emend_confusions_start(void);
extern const unsigned long emend_confusions_size;
const unsigned char *emend_corrections_start(void);
extern const unsigned long emend_corrections_size;
const unsigned char *emend_english_start(void);
extern const unsigned long emend_english_size;
const unsigned char *emend_image_start(void);
extern const unsigned long emend_image_size;
const unsigned char *emend_languages_start(void);
extern const unsigned long emend_languages_size;
const unsigned char *emend_lexicon_start(void);
extern const unsigned long emend_lexicon_size;
const unsigned char *emend_markings_start(void);
extern const unsigned long emend_markings_size;
const unsigned char *emend_names_start(void);
extern const unsigned long emend_names_size;
const unsigned char *emend_phrases_start(void);
extern const unsigned long emend_phrases_size;
const unsigned char *emend_places_start(void);
extern const unsigned long emend_places_size;
const unsigned char *emend_protected_start(void);
extern const unsigned long emend_protected_size;

#endif
