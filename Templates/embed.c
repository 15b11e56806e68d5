#include "emend_templates.h"

#pragma clang diagnostic ignored "-Wc23-extensions"

static const unsigned char record_css[] = {
#embed "record.css"
};
const unsigned char *emend_record_css_start(void) { return record_css; }
const unsigned long emend_record_css_size = sizeof record_css;

static const unsigned char report_css[] = {
#embed "report.css"
};
const unsigned char *emend_report_css_start(void) { return report_css; }
const unsigned long emend_report_css_size = sizeof report_css;

static const unsigned char report_html[] = {
#embed "report.html.mustache"
};
const unsigned char *emend_report_html_start(void) { return report_html; }
const unsigned long emend_report_html_size = sizeof report_html;

static const unsigned char run_css[] = {
#embed "run.css"
};
const unsigned char *emend_run_css_start(void) { return run_css; }
const unsigned long emend_run_css_size = sizeof run_css;

static const unsigned char run_html[] = {
#embed "run.html.mustache"
};
const unsigned char *emend_run_html_start(void) { return run_html; }
const unsigned long emend_run_html_size = sizeof run_html;
