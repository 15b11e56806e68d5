#include "emend_scan.h"
