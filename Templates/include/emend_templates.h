// The files of this folder, embedded byte for byte: where each starts, and its size in bytes.
#ifndef EMEND_TEMPLATES_H
#define EMEND_TEMPLATES_H

const unsigned char *emend_record_css_start(void);
extern const unsigned long emend_record_css_size;
const unsigned char *emend_report_css_start(void);
extern const unsigned long emend_report_css_size;
const unsigned char *emend_report_html_start(void);
extern const unsigned long emend_report_html_size;
const unsigned char *emend_run_css_start(void);
extern const unsigned long emend_run_css_size;
const unsigned char *emend_run_html_start(void);
extern const unsigned long emend_run_html_size;

// What the pages of the review are made of: templates by the names by which they include each other, style and script.
struct emend_review_file {
  const char *name;
  const unsigned char *start;
  unsigned long size;
};
const struct emend_review_file *emend_review_files(void);
extern const unsigned long emend_review_file_count;

#endif
