# SPDX-License-Identifier: BSL-1.0
# Instructions an item of each case of hot.cpp, counted by callgrind, against tests/speed/instructions.txt. The counts are
# those of g++ 12 with -O3 -mavx2 -mfma; what became faster is said, what became slower by more than the tolerance fails.
# Usage: cmake -D VALGRIND=<valgrind> -D PROGRAM=<hot> -D TABLE=<instructions.txt> -D DIR=<scratch> [-D UPDATE=ON] -P instructions.cmake
cmake_minimum_required(VERSION 3.25)

set(tolerance 5)  # [%]

file(REMOVE_RECURSE "${DIR}")
file(MAKE_DIRECTORY "${DIR}")
execute_process(
  COMMAND "${VALGRIND}" --tool=callgrind --callgrind-out-file=${DIR}/out "${PROGRAM}"
  OUTPUT_VARIABLE printed ERROR_VARIABLE said RESULT_VARIABLE failed
)
if(failed)
  message(FATAL_ERROR "valgrind: ${said}")
endif()

# callgrind numbers its dumps out.1, out.2, ... and names each in a line "desc: Trigger: Client Request: NAME".
string(REGEX REPLACE "\n+$" "" printed "${printed}")
string(REPLACE "\n" ";" cases "${printed}")
set(table "")
set(number 0)
foreach(line IN LISTS cases)
  string(REPLACE " " ";" line "${line}")
  list(POP_FRONT line name items)
  math(EXPR number "${number} + 1")
  file(STRINGS "${DIR}/out.${number}" found REGEX "^(totals|summary): ")
  list(GET found 0 found)
  string(REGEX REPLACE "^[a-z]+: ([0-9]+).*" "\\1" instructions "${found}")
  math(EXPR tenths "(${instructions} * 10 + ${items} / 2) / ${items}")  # tenths of an instruction an item
  string(APPEND table "${name} ${tenths}\n")
  set(count_${name} ${tenths})
endforeach()

if(UPDATE)
  file(WRITE "${TABLE}" "# case, instructions an item in tenths; written by the target t2_count_instructions\n${table}")
  return()
endif()

file(STRINGS "${TABLE}" expected REGEX "^[a-z]")
foreach(line IN LISTS expected)
  string(REPLACE " " ";" line "${line}")
  list(POP_FRONT line name most)
  if(NOT DEFINED count_${name})
    message(SEND_ERROR "${name} is in the table but was not counted")
    continue()
  endif()
  math(EXPR percent "(${count_${name}} - ${most}) * 100 / ${most}")
  message(STATUS "${name}: ${count_${name}} tenths, table ${most}, ${percent} %")
  if(percent GREATER tolerance)
    message(SEND_ERROR "${name} takes ${percent} % more instructions than the table says")
  endif()
endforeach()
list(LENGTH expected rows)
if(NOT rows EQUAL number)
  message(SEND_ERROR "${number} cases were counted, the table has ${rows}: build the target t2_count_instructions")
endif()
