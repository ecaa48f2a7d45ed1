// SPDX-License-Identifier: BSL-1.0
#include <t2/t2.hpp>

int main() { return T2_VERSION_MAJOR >= 0 ? 0 : 1; }
