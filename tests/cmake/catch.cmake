# crudite_catch_folder: the Catch2 program of one folder; discover.cmake makes ctest tests of it, one per file.
# SPDX-License-Identifier: MIT

# What all Catch2 programs share: main, the catch.hpp precompiled, and every library there is.
file(TOUCH ${CMAKE_CURRENT_BINARY_DIR}/precompiled.cpp)
add_library(crudite_catch STATIC main.cpp ${CMAKE_CURRENT_BINARY_DIR}/precompiled.cpp)
target_include_directories(crudite_catch PUBLIC ${CMAKE_CURRENT_SOURCE_DIR})
target_precompile_headers(crudite_catch PRIVATE catch.hpp)
# Catch2 itself is not what is tested: without sanitizers it compiles in a quarter of the time.
set_source_files_properties(main.cpp PROPERTIES SKIP_PRECOMPILE_HEADERS ON COMPILE_OPTIONS -fno-sanitize=all)
target_link_libraries(crudite_catch PUBLIC crudite::crudite Catch2::Catch2 crudite_warnings)
# Where the tree is, for tests that read it; and the projects server, for tests that start it.
target_compile_definitions(crudite_catch PUBLIC CRUDITE_SOURCE_DIR="${PROJECT_SOURCE_DIR}")

# A PostgreSQL cluster that all tests share which need one: started before the first, stopped after the last.
if(TARGET crudite::postgres)
    file(GLOB server_folders /usr/lib/postgresql/*/bin)
    find_program(CRUDITE_INITDB initdb HINTS ${server_folders})
    find_program(CRUDITE_PGBOUNCER pgbouncer HINTS /usr/sbin)
    if(NOT CRUDITE_INITDB)
        message(STATUS "crudite: the tests on PostgreSQL are left out: no initdb (Debian: postgresql-15)")
    elseif(NOT CRUDITE_PGBOUNCER)
        message(STATUS "crudite: the tests behind a pooler are left out: no pgbouncer")
    endif()
endif()
if(CRUDITE_INITDB)
    if(CRUDITE_PGBOUNCER)
        target_compile_definitions(crudite_catch PUBLIC CRUDITE_PGBOUNCER)
    endif()
    # Loaded into a server, which has no sanitizer.
    add_library(crudite_full_disk SHARED tools/full_disk.cpp)
    target_compile_options(crudite_full_disk PRIVATE -fno-sanitize=all)
    target_link_options(crudite_full_disk PRIVATE -fno-sanitize=all)
    target_link_libraries(crudite_full_disk PRIVATE ${CMAKE_DL_LIBS})
    add_dependencies(crudite_catch crudite_full_disk)
    target_compile_definitions(crudite_catch PUBLIC CRUDITE_FULL_DISK="$<TARGET_FILE:crudite_full_disk>")
    set(cluster ${CMAKE_CURRENT_BINARY_DIR}/postgres_cluster)
    target_compile_definitions(crudite_catch PUBLIC CRUDITE_POSTGRES_CLUSTER="${cluster}")
    if(TARGET example_postgres)
        add_test(NAME examples/postgres COMMAND ${CMAKE_COMMAND} -D program=$<TARGET_FILE:example_postgres>
            -D expected=${PROJECT_SOURCE_DIR}/examples/postgres.out -D cluster=${cluster}
            -D folder=${CMAKE_CURRENT_BINARY_DIR}/run_postgres -P ${PROJECT_SOURCE_DIR}/.cmake/run_example.cmake)
        set_tests_properties(examples/postgres PROPERTIES LABELS examples TIMEOUT 60 FIXTURES_REQUIRED postgres)
    endif()
    foreach(what IN ITEMS setup cleanup)
        string(TOUPPER ${what} kind)
        add_test(NAME postgres/${what} COMMAND sh ${CMAKE_CURRENT_SOURCE_DIR}/postgres/cluster.sh ${what} ${cluster})
        set_tests_properties(postgres/${what} PROPERTIES FIXTURES_${kind} postgres LABELS postgres)
    endforeach()
endif()
if(TARGET projects)
    target_compile_definitions(crudite_catch PUBLIC CRUDITE_PROJECTS="$<TARGET_FILE:projects>")
endif()
target_compile_definitions(crudite_catch PUBLIC CRUDITE_SERVER_TLS=$<BOOL:${CRUDITE_SERVER_TLS}>)
if(CRUDITE_SERVER_TLS)
    target_link_libraries(crudite_catch PUBLIC OpenSSL::SSL)
endif()
foreach(thing IN ITEMS sqlite postgres json http async)
    if(TARGET crudite::${thing})
        target_link_libraries(crudite_catch PUBLIC crudite::${thing})
    endif()
endforeach()

# Headers are most of what a file of tests costs g++ with its sanitizers: five together take half the time. Then two
# files of a folder cannot give different things the same name. Without, the next build after an edit is shorter, and
# it is seen whether a file includes what it needs.
option(CRUDITE_TESTS_UNITY "Compile several files of tests at once" OFF)

# The programs of all tests but the examples; and those that hold tests tagged [concurrency], which are what the thread
# sanitizer's leg builds.
add_custom_target(test_programs)
add_custom_target(concurrency_tests)

# crudite_catch_folder(<folder>): the program <folder> of its .cpp files, less those that include what is missing.
function(crudite_catch_folder folder)
    string(REPLACE "/" "_" program "test_${folder}")
    file(GLOB sources CONFIGURE_DEPENDS ${folder}/*.cpp)
    file(GLOB headers CONFIGURE_DEPENDS ${folder}/*.hpp)
    crudite_includes(all_things ${headers})
    foreach(source IN LISTS sources)
        crudite_includes(things ${source} ${headers})
        crudite_missing(missing ${things})
        file(STRINGS ${source} clusters REGEX "^#include \"postgres/")
        if(clusters AND NOT CRUDITE_INITDB)
            list(APPEND missing PostgreSQL)
        endif()
        if(missing)
            message(STATUS "crudite: the test ${source} is left out: no ${missing}")
            list(REMOVE_ITEM sources ${source})
        else()
            list(APPEND all_things ${things})
        endif()
    endforeach()
    # The thread sanitizer has nothing to say of a file of tests that are all of one thread.
    if(CMAKE_CXX_FLAGS_DEBUG MATCHES "-fsanitize=thread")
        set(shared "")
        foreach(header IN LISTS headers)
            file(STRINGS ${header} found REGEX "\\[concurrency\\]")
            string(APPEND shared "${found}")
        endforeach()
        foreach(source IN LISTS sources)
            file(STRINGS ${source} cases REGEX "TEST_CASE|\\[concurrency\\]")
            if(shared STREQUAL "" AND cases AND NOT cases MATCHES "\\[concurrency\\]")
                list(REMOVE_ITEM sources ${source})
            endif()
        endforeach()
    endif()
    if(NOT sources)
        return()
    endif()

    add_executable(${program} ${sources})
    set_target_properties(${program} PROPERTIES UNITY_BUILD ${CRUDITE_TESTS_UNITY} UNITY_BUILD_BATCH_SIZE 5)
    if(CRUDITE_TESTS_UNITY AND CMAKE_CXX_COMPILER_ID STREQUAL "GNU")
        # Of what is in a file that is included: a coroutine's frame with a lambda of the test in it.
        target_compile_options(${program} PRIVATE -Wno-subobject-linkage)
    endif()
    target_precompile_headers(${program} REUSE_FROM crudite_catch)
    target_link_libraries(${program} PRIVATE crudite_catch)
    if("crudite::server" IN_LIST all_things)
        target_link_libraries(${program} PRIVATE crudite::server)
    endif()

    set(text "")
    foreach(file IN LISTS sources headers)
        file(READ ${file} one)
        string(APPEND text "${one}")
    endforeach()
    add_dependencies(test_programs ${program})
    if(text MATCHES "\\[concurrency\\]")
        add_dependencies(concurrency_tests ${program})
    endif()
    if(text MATCHES "CRUDITE_PROJECTS" AND TARGET projects)
        add_dependencies(${program} projects)
    endif()

    set(fixtures "")
    if("crudite::postgres" IN_LIST all_things OR text MATCHES "CRUDITE_POSTGRES_CLUSTER|#include \"postgres/")
        set(fixtures postgres) # of no meaning where there is no cluster
    endif()
    set(tests ${CMAKE_CURRENT_BINARY_DIR}/${program}.cmake)
    add_custom_command(TARGET ${program} POST_BUILD BYPRODUCTS ${tests} COMMAND ${CMAKE_COMMAND}
        -D program=$<TARGET_FILE:${program}> -D folder=${folder} -D version=${Catch2_VERSION} -D tests=${tests} -D fixtures=${fixtures}
        -P ${CMAKE_CURRENT_SOURCE_DIR}/cmake/discover.cmake)
    # A program that was not built has no tests: the thread sanitizer's leg builds only some.
    set(include ${CMAKE_CURRENT_BINARY_DIR}/${program}_include.cmake)
    file(WRITE ${include} "include(${tests} OPTIONAL)\n")
    set_property(DIRECTORY APPEND PROPERTY TEST_INCLUDE_FILES ${include})
endfunction()
