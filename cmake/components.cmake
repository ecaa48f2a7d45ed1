# SPDX-License-Identifier: BSL-1.0
# A component is the library plus one third party. Each is one file in components/, which the build tree and the installed
# package both read: it looks for the third party and, where found, defines the target t2scaling::<component>.
# A new component is a new file there, its option, and its name here.

set(T2_COMPONENTS "")
foreach(component simd mpi cuda)
  string(TOUPPER ${component} COMPONENT)
  if(T2_WITH_${COMPONENT})
    include(${CMAKE_CURRENT_LIST_DIR}/components/${component}.cmake)
    if(NOT TARGET t2scaling::${component})
      message(FATAL_ERROR "T2_WITH_${COMPONENT} is on, but what the component ${component} needs was not found")
    endif()
  endif()
  # Installed in any case: whether the third party is there is a question for the user's machine, not for the packager's.
  list(APPEND T2_COMPONENTS ${CMAKE_CURRENT_LIST_DIR}/components/${component}.cmake)
endforeach()
