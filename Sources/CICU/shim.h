// System ICU, seen from Swift: only its C types; calls go through EmendICU, because ICU renames its symbols by macro.
#define U_SHOW_CPLUSPLUS_API 0
#include <unicode/utypes.h>
