#include "emend_templates.h"

#pragma clang diagnostic ignored "-Wc23-extensions"

static const unsigned char alikes[] = {
#embed "review/alikes.mustache"
};
static const unsigned char apply[] = {
#embed "review/apply.mustache"
};
static const unsigned char concordance[] = {
#embed "review/concordance.mustache"
};
static const unsigned char counts[] = {
#embed "review/counts.mustache"
};
static const unsigned char editor[] = {
#embed "review/editor.mustache"
};
static const unsigned char filter[] = {
#embed "review/filter.mustache"
};
static const unsigned char foot[] = {
#embed "review/foot.mustache"
};
static const unsigned char fragment[] = {
#embed "review/fragment.mustache"
};
static const unsigned char head[] = {
#embed "review/head.mustache"
};
static const unsigned char help[] = {
#embed "review/help.mustache"
};
static const unsigned char item[] = {
#embed "review/item.mustache"
};
static const unsigned char items[] = {
#embed "review/items.mustache"
};
static const unsigned char keys[] = {
#embed "review/keys.mustache"
};
static const unsigned char learn[] = {
#embed "review/learn.mustache"
};
static const unsigned char message[] = {
#embed "review/message.mustache"
};
static const unsigned char pager[] = {
#embed "review/pager.mustache"
};
static const unsigned char part[] = {
#embed "review/part.mustache"
};
static const unsigned char queue[] = {
#embed "review/queue.mustache"
};
static const unsigned char record[] = {
#embed "review/record.mustache"
};
static const unsigned char unplaced[] = {
#embed "review/unplaced.mustache"
};
static const unsigned char pages_js[] = {
#embed "review/pages.js"
};
static const unsigned char outbox_js[] = {
#embed "review/outbox.js"
};
static const unsigned char record_js[] = {
#embed "review/record.js"
};
static const unsigned char image_js[] = {
#embed "review/image.js"
};
static const unsigned char lists_js[] = {
#embed "review/lists.js"
};
static const unsigned char review_css[] = {
#embed "review/review.css"
};

static const struct emend_review_file files[] = {
    {"alikes", alikes, sizeof alikes},
    {"apply", apply, sizeof apply},
    {"concordance", concordance, sizeof concordance},
    {"counts", counts, sizeof counts},
    {"editor", editor, sizeof editor},
    {"filter", filter, sizeof filter},
    {"foot", foot, sizeof foot},
    {"fragment", fragment, sizeof fragment},
    {"head", head, sizeof head},
    {"help", help, sizeof help},
    {"item", item, sizeof item},
    {"items", items, sizeof items},
    {"keys", keys, sizeof keys},
    {"learn", learn, sizeof learn},
    {"message", message, sizeof message},
    {"pager", pager, sizeof pager},
    {"part", part, sizeof part},
    {"queue", queue, sizeof queue},
    {"record", record, sizeof record},
    {"unplaced", unplaced, sizeof unplaced},
    {"pages.js", pages_js, sizeof pages_js},
    {"outbox.js", outbox_js, sizeof outbox_js},
    {"record.js", record_js, sizeof record_js},
    {"image.js", image_js, sizeof image_js},
    {"lists.js", lists_js, sizeof lists_js},
    {"review.css", review_css, sizeof review_css},
};

const struct emend_review_file *emend_review_files(void) { return files; }
const unsigned long emend_review_file_count = sizeof files / sizeof *files;
