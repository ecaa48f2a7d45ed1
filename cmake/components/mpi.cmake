# SPDX-License-Identifier: BSL-1.0
find_package(MPI QUIET GLOBAL COMPONENTS CXX)
if(TARGET MPI::MPI_CXX AND NOT TARGET t2scaling::mpi)
  add_library(t2scaling::mpi INTERFACE IMPORTED GLOBAL)
  target_link_libraries(t2scaling::mpi INTERFACE t2scaling::t2scaling MPI::MPI_CXX)
endif()
