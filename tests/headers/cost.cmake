# SPDX-License-Identifier: BSL-1.0
# What including one law costs a compiler, counted rather than timed: clang's class template specialisations beyond those
# of <cmath>. 1,000 of them take about 0.1 s.
# Usage: cmake -D CLANG=<clang++> -D INCLUDE=<include folder> -D DIR=<folder for scratch files> -P cost.cmake
cmake_minimum_required(VERSION 3.25)

set(most 2000)
set(headers
  t2/law/loss/chinchilla.hpp t2/law/loss/farseer.hpp t2/law/loss/data_constrained.hpp t2/law/moe/joint_experts.hpp
  t2/law/link/sigmoid.hpp t2/law/difficulty/log_normal.hpp t2/law/difficulty/beta_mean.hpp t2/law/task_accuracy.hpp
)

function(count_specialisations header out)
  file(WRITE "${DIR}/cost.cpp" "#include <${header}>\n")
  execute_process(
    COMMAND "${CLANG}" -std=c++20 -fsyntax-only -Xclang -print-stats "-I${INCLUDE}" "${DIR}/cost.cpp"
    ERROR_VARIABLE statistics RESULT_VARIABLE failed OUTPUT_QUIET
  )
  if(failed OR NOT statistics MATCHES "\n *([0-9]+) ClassTemplateSpecialization decls")
    message(FATAL_ERROR "no statistics for ${header}")
  endif()
  set(${out} ${CMAKE_MATCH_1} PARENT_SCOPE)
endfunction()

count_specialisations(cmath base)
foreach(header IN LISTS headers)
  count_specialisations(${header} count)
  math(EXPR count "${count} - ${base}")
  message(STATUS "${header}: ${count}")
  if(count GREATER most)
    message(SEND_ERROR "${header} costs ${count} class template specialisations, more than ${most}")
  endif()
endforeach()
