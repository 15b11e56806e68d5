#ifndef CSHA_H
#define CSHA_H
// The plain functions of libcrypto: they need no provider and no configuration file, so that a program that hashes a few
// bytes starts as soon as one that hashes none. OpenSSL 3 marks them as old.
#define OPENSSL_SUPPRESS_DEPRECATED
#include <openssl/sha.h>
#endif
