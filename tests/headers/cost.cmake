# SPDX-License-Identifier: BSL-1.0
# What including a header costs a compiler, counted rather than timed: clang's class template specialisations beyond those
# of <cmath>, of which 1,000 take about 0.1 s. No header may cost more than its line of cost.txt says, and a leaf of the laws
# at most `leaf` whatever its line says.
# Usage: cmake -D CLANG=<clang++> -D INCLUDE=<include folder> -D TABLE=<cost.txt> -D DIR=<folder for scratch files>
#              (-D HEADERS=<t2/a.hpp,t2/b.hpp> | -D UPDATE=ON -D HEADERS=<all of them>) -P cost.cmake
cmake_minimum_required(VERSION 3.25)

set(leaf 2000)
set(tolerance 10)  # [%]

# What is instantiated depends on the standard library too, so the count does not depend on a clock but on its release.
function(count_specialisations header out)
  file(WRITE "${DIR}/cost.cpp" "#include <${header}>\n")
  execute_process(
    COMMAND "${CLANG}" -std=c++20 -fsyntax-only -Xclang -print-stats "-I${INCLUDE}" "${DIR}/cost.cpp"
    ERROR_VARIABLE statistics RESULT_VARIABLE failed OUTPUT_QUIET
  )
  if(failed OR NOT statistics MATCHES "Decl Stats")
    message(FATAL_ERROR "no statistics for ${header}")
  endif()
  set(${out} 0 PARENT_SCOPE)
  if(statistics MATCHES "\n *([0-9]+) ClassTemplateSpecialization decls")
    set(${out} ${CMAKE_MATCH_1} PARENT_SCOPE)
  endif()
endfunction()

file(STRINGS "${TABLE}" lines REGEX "^t2/")
foreach(line IN LISTS lines)
  string(REPLACE " " ";" line "${line}")
  list(POP_FRONT line header most)
  set(most_${header} ${most})
endforeach()

count_specialisations(cmath base)
set(table "# header, class template specialisations beyond those of <cmath>; written by the target t2_count_specialisations\n")
string(REPLACE "," ";" headers "${HEADERS}")
foreach(header IN LISTS headers)
  count_specialisations(${header} count)
  math(EXPR count "${count} - ${base}")
  if(count LESS 0)
    set(count 0)
  endif()
  string(APPEND table "${header} ${count}\n")
  if(UPDATE)
    continue()
  endif()
  message(STATUS "${header}: ${count}")
  if(NOT DEFINED most_${header})
    message(SEND_ERROR "${header} has no line in ${TABLE}: build the target t2_count_specialisations")
    continue()
  endif()
  math(EXPR limit "${most_${header}} * (100 + ${tolerance}) / 100 + 20")
  if(count GREATER limit)
    message(SEND_ERROR "${header} costs ${count} class template specialisations, the table says ${most_${header}}")
  endif()
  if(header MATCHES "^t2/law/(loss|moe|link|sampling|difficulty)/|^t2/law/task_accuracy" AND count GREATER leaf)
    message(SEND_ERROR "${header} costs ${count} class template specialisations, more than ${leaf}")
  endif()
endforeach()
if(UPDATE)
  file(WRITE "${TABLE}" "${table}")
endif()
