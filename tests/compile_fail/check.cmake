# Checks one case: -D compile=… -D case=… -P check.cmake; see CMakeLists.txt for both.
# SPDX-License-Identifier: MIT
set(most_lines 15)

file(STRINGS ${case} expected REGEX "^// expect: ")
string(REPLACE "// expect: " "" expected "${expected}")
if(expected STREQUAL "")
    message(FATAL_ERROR "${case}: has no line '// expect: <sentence>'")
endif()

# The length of a report must not depend on who runs the test.
set(ENV{LC_ALL} C)
execute_process(COMMAND ${compile} ${case} -Wconversion -Wshadow -Werror
    RESULT_VARIABLE status OUTPUT_VARIABLE report ERROR_VARIABLE report)
if(NOT status STREQUAL "0")
    message(FATAL_ERROR "the twin must compile, but does not:\n${report}")
endif()

execute_process(COMMAND ${compile} ${case} -Werror=unused-result -DCRUDITE_MISUSE
    RESULT_VARIABLE status OUTPUT_VARIABLE report ERROR_VARIABLE report)
message("${report}")
if(status STREQUAL "0")
    message(FATAL_ERROR "the misuse must not compile, but does")
endif()

# Semicolons and brackets would make lists of the report.
string(REGEX REPLACE "[][;]" " " lines "${report}")
string(REGEX REPLACE "\n$" "" lines "${lines}")
string(REPLACE "\n" ";" lines "${lines}")
list(LENGTH lines count)
list(FILTER lines INCLUDE REGEX "error:")
list(GET lines 0 first)

string(REGEX REPLACE "[][;]" " " sentence "${expected}")
string(FIND "${first}" "${sentence}" place)
if(place EQUAL -1)
    message(FATAL_ERROR "the first error must say: ${expected}")
endif()
if(count GREATER most_lines)
    message(FATAL_ERROR "the report has ${count} lines; ${most_lines} are allowed")
endif()
