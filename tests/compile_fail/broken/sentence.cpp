// The harness complains of an error that says something else first.
// SPDX-License-Identifier: MIT
// expect: the second
// complaint: the first error must say: the second
#ifdef CRUDITE_MISUSE
static_assert(false, "the first");
static_assert(false, "the second");
#endif
