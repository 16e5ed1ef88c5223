// The harness complains of a report that is too long.
// SPDX-License-Identifier: MIT
// expect: the sentence
// complaint: the report has [0-9]+ lines; 15 are allowed
#ifdef CRUDITE_MISUSE
static_assert(false, "the sentence");
static_assert(false, "the sentence");
static_assert(false, "the sentence");
static_assert(false, "the sentence");
static_assert(false, "the sentence");
static_assert(false, "the sentence");
static_assert(false, "the sentence");
static_assert(false, "the sentence");
#endif
