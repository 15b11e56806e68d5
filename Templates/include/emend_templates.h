// The files of this folder, embedded byte for byte: where each starts, and its size in bytes.
#ifndef EMEND_TEMPLATES_H
#define EMEND_TEMPLATES_H

const unsigned char *emend_report_css_start(void);
extern const unsigned long emend_report_css_size;
const unsigned char *emend_report_html_start(void);
extern const unsigned long emend_report_html_size;
const unsigned char *emend_run_css_start(void);
extern const unsigned long emend_run_css_size;
const unsigned char *emend_run_html_start(void);
extern const unsigned long emend_run_html_size;

#endif
