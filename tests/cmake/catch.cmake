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
    set(cluster ${CMAKE_CURRENT_BINARY_DIR}/postgres_cluster)
    target_compile_definitions(crudite_catch PUBLIC CRUDITE_POSTGRES_CLUSTER="${cluster}")
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
foreach(thing IN ITEMS sqlite postgres json http)
    if(TARGET crudite::${thing})
        target_link_libraries(crudite_catch PUBLIC crudite::${thing})
    endif()
endforeach()

# Programs that hold tests tagged [concurrency]; what the thread sanitizer's leg builds.
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
        if(missing)
            message(STATUS "crudite: the test ${source} is left out: no ${missing}")
            list(REMOVE_ITEM sources ${source})
        else()
            list(APPEND all_things ${things})
        endif()
    endforeach()
    if(NOT sources)
        return()
    endif()

    add_executable(${program} ${sources})
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
    if(text MATCHES "\\[concurrency\\]")
        add_dependencies(concurrency_tests ${program})
    endif()
    if(text MATCHES "CRUDITE_PROJECTS" AND TARGET projects)
        add_dependencies(${program} projects)
    endif()

    set(fixtures "")
    if("crudite::postgres" IN_LIST all_things)
        set(fixtures postgres)
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
