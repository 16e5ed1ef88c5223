// How the non-template functions are compiled: by default inline, in every file that includes them. With
// CRUDITE_SEPARATE defined for the whole program, once: in the one file that defines CRUDITE_SOURCE before it
// includes what the program uses. Their bodies are the .ipp files.
// SPDX-License-Identifier: MIT
#pragma once

#ifdef CRUDITE_SEPARATE
#define CRUDITE_DECL
#else
#define CRUDITE_DECL inline
#endif

#if !defined(CRUDITE_SEPARATE) || defined(CRUDITE_SOURCE)
#define CRUDITE_BODIES 1
#else
#define CRUDITE_BODIES 0
#endif
