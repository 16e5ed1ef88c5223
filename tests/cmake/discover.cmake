# Asks a Catch2 program for its tests and writes a ctest test per source file: <folder>/<file>. Those tagged
# [concurrency] or [long] are tests of their own, with that label. Run by cmake -P when the program is built.
# SPDX-License-Identifier: MIT

# Files are told apart by Catch2's file name tags, [#file], so that no test's name can upset the choice.
execute_process(COMMAND ${program} --filenames-as-tags --list-tags OUTPUT_VARIABLE listed ERROR_VARIABLE errors)
string(REGEX MATCHALL "\\[#[^]\n]+\\]" files "${listed}")
string(REGEX REPLACE "[][#]" "" files "${files}")
list(REMOVE_DUPLICATES files)
if(files STREQUAL "")
    message(FATAL_ERROR "${program} has no tests:\n${listed}${errors}")
endif()

set(none_is_wrong "")
if(version VERSION_LESS 3)
    set(none_is_wrong "--warn NoTests")
endif()

set(written "")
foreach(file IN LISTS files)
    foreach(kind IN ITEMS plain concurrency long)
        set(name ${folder}/${file}/${kind})
        set(labels "${folder};${kind}")
        set(timeout 900)
        if(kind STREQUAL "plain")
            set(name ${folder}/${file})
            set(labels ${folder})
            set(filter "[#${file}]~[concurrency]~[long]~[.]")
        elseif(kind STREQUAL "concurrency")
            set(filter "[#${file}][concurrency]~[long]~[.]")
        else()
            set(filter "[#${file}][long]")
            set(timeout 7200)
        endif()
        execute_process(COMMAND ${program} --filenames-as-tags --list-tests ${filter} OUTPUT_VARIABLE matching)
        if(matching MATCHES "(^|\n)[1-9][0-9]* (matching )?test case")
            string(APPEND written
                "add_test([==[${name}]==] [==[${program}]==] --filenames-as-tags ${none_is_wrong} [==[${filter}]==])\n"
                "set_tests_properties([==[${name}]==] PROPERTIES LABELS [==[${labels}]==] TIMEOUT ${timeout}\n"
                "    FIXTURES_REQUIRED \"${fixtures}\")\n")
        endif()
    endforeach()
endforeach()
file(WRITE ${tests} "${written}")
