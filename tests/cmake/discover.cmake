# Asks a Catch2 program for its tests and writes a ctest test per source file: <folder>/<file>. Those tagged
# [concurrency] or [long] are tests of their own, with that label. Run by cmake -P when the program is built.
# SPDX-License-Identifier: MIT

set(none_is_wrong "")
if(version VERSION_LESS 3)
    set(none_is_wrong "--warn NoTests")
endif()

# kind(<suffix of the name> <labels> <seconds> <filter>): a test for each file that has such cases. Files are told
# apart by Catch2's file name tags, [#file], so that no test's name can upset the choice; and the program is asked
# once for all of them, because with sanitizers it takes its time to start.
set(written "")
set(answers "")
macro(kind suffix labels timeout filter)
    execute_process(COMMAND ${program} --filenames-as-tags --list-tags ${filter}
        OUTPUT_VARIABLE listed ERROR_VARIABLE errors)
    string(APPEND answers "${listed}${errors}")
    string(REGEX MATCHALL "\\[#[^]\n]+\\]" files "${listed}")
    string(REGEX REPLACE "[][#]" "" files "${files}")
    foreach(file IN LISTS files)
        set(name ${folder}/${file}${suffix})
        string(APPEND written
            "add_test([==[${name}]==] [==[${program}]==] --filenames-as-tags ${none_is_wrong} [==[[#${file}]${filter}]==])\n"
            "set_tests_properties([==[${name}]==] PROPERTIES LABELS [==[${labels}]==] TIMEOUT ${timeout}\n"
            "    FIXTURES_REQUIRED \"${fixtures}\")\n")
    endforeach()
endmacro()
kind("" "${folder}" 900 "~[concurrency]~[long]~[.]")
kind(/concurrency "${folder};concurrency" 900 "[concurrency]~[long]~[.]")
kind(/long "${folder};long" 7200 "[long]")
if(written STREQUAL "")
    message(FATAL_ERROR "${program} has no tests:\n${answers}")
endif()
file(WRITE ${tests} "${written}")
