// SPDX-License-Identifier: BSL-1.0
// The version of t2scaling: the only copy, read by CMake and Conan.
#pragma once

#define T2_VERSION_MAJOR 0
#define T2_VERSION_MINOR 1
#define T2_VERSION_PATCH 0
