# SPDX-License-Identifier: BSL-1.0
# Headers and pages name the tests that check what they claim: each of them exists, as a path (tests/core/sum_test.cpp) or
# as the name that CTest knows (core.sum).
# Usage: cmake -D SOURCE=<root of the repository> -P references.cmake
cmake_minimum_required(VERSION 3.25)

file(GLOB folders LIST_DIRECTORIES true RELATIVE ${SOURCE}/tests ${SOURCE}/tests/*)
list(FILTER folders EXCLUDE REGEX "\\.|^(cuda|docs|examples|fuzz|headers|package|speed|support)$")  # no <folder>.<name>
list(JOIN folders | folders)

file(GLOB_RECURSE sources ${SOURCE}/include/*.hpp ${SOURCE}/include/*.cuh ${SOURCE}/docs/*.md ${SOURCE}/tests/*_test.cpp)
foreach(source IN LISTS sources ITEMS ${SOURCE}/README.md ${SOURCE}/CONTRIBUTING.md ${SOURCE}/CHANGELOG.md)
  file(READ ${source} text)
  cmake_path(RELATIVE_PATH source BASE_DIRECTORY ${SOURCE})
  string(REGEX MATCHALL "tests/[A-Za-z0-9_./]*\\.(cpp|hpp|cu|py|cmake)" paths "${text}")
  string(REGEX MATCHALL "[`\"](${folders})\\.[a-z0-9_.]+[`\"]" names "${text}")
  foreach(name IN LISTS names)
    string(REGEX REPLACE "[`\"]" "" name ${name})
    string(REPLACE . / path ${name})
    if(NOT path MATCHES "_fail$")
      string(APPEND path _test)
    endif()
    if(NOT source MATCHES "^tests/")
      list(APPEND paths tests/${path}.cpp)
    endif()
  endforeach()
  list(REMOVE_DUPLICATES paths)
  foreach(path IN LISTS paths)
    if(NOT EXISTS ${SOURCE}/${path})
      message(SEND_ERROR "${source}: there is no ${path}")
    endif()
  endforeach()
endforeach()
