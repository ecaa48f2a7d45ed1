# SPDX-License-Identifier: BSL-1.0
# The recipe of Conan 2. With the packages of Debian 12 instead of Conan Center's:
#   conan create . -pr:a cmake/conan/debian12 -o "&:simd=True" -o "&:mpi=True"
import os
import re

from conan import ConanFile
from conan.errors import ConanInvalidConfiguration
from conan.tools.build import check_min_cppstd
from conan.tools.files import copy, load
from conan.tools.layout import basic_layout
from conan.tools.scm import Version

required_conan_version = ">=2.0"


class T2Scaling(ConanFile):
    name = "t2scaling"
    description = "Train-to-Test scaling laws of language models: fit them, plan with them, simulate the plan"
    license = "BSL-1.0"
    topics = ("scaling-laws", "language-models", "header-only")
    package_type = "header-library"
    settings = "os", "arch", "compiler", "build_type"
    # A component is the library plus one third party: the target t2scaling::<component>.
    options = {"simd": [True, False], "mpi": [True, False], "cuda": [True, False]}
    default_options = {"simd": False, "mpi": False, "cuda": False}
    implements = ["auto_header_only"]
    exports_sources = "include/*", "cmake/components/*", "LICENSE"
    no_copy_source = True

    # g++: the oldest that is tested. clang: the first that deduces `law::chinchilla{.E = ...}`; 19 is tested.
    oldest = {"gcc": "12", "clang": "17"}

    def set_version(self):
        header = load(self, os.path.join(self.recipe_folder, "include", "t2", "version.hpp"))
        self.version = ".".join(
            re.search(rf"#define T2_VERSION_{part} (\d+)", header)[1] for part in ("MAJOR", "MINOR", "PATCH")
        )

    def layout(self):
        basic_layout(self, src_folder=".")

    def requirements(self):
        if self.options.simd:
            self.requires("xsimd/[>=8.1]")
        if self.options.mpi:
            self.requires("openmpi/[>=4.1]")
        # cuda: the toolkit is never a package; components/cuda.cmake looks for it

    def validate(self):
        check_min_cppstd(self, 20)
        compiler = str(self.settings.compiler)
        if compiler == "msvc":
            raise ConanInvalidConfiguration(f"{self.ref} needs 128-bit integers, which msvc does not have")
        oldest = self.oldest.get(compiler)
        if oldest and Version(self.settings.compiler.version) < oldest:
            raise ConanInvalidConfiguration(f"{self.ref} needs {compiler} {oldest} or newer")

    def package(self):
        copy(self, "LICENSE", self.source_folder, os.path.join(self.package_folder, "licenses"))
        copy(self, "t2/*", os.path.join(self.source_folder, "include"), os.path.join(self.package_folder, "include"))
        copy(self, "*.cmake", os.path.join(self.source_folder, "cmake", "components"), self.modules_folder)

    @property
    def modules_folder(self):
        return os.path.join(self.package_folder, "share", "cmake", "t2scaling", "components")

    def package_info(self):
        self.cpp_info.bindirs = []
        self.cpp_info.libdirs = []
        self.cpp_info.set_property("cmake_target_name", "t2scaling::t2scaling")
        # t2scaling::simd and its kin come from the files that the installed package and the source tree use too: they
        # find the third party wherever it is from, Conan Center or the system.
        self.cpp_info.set_property(
            "cmake_build_modules",
            [os.path.join(self.modules_folder, f"{c}.cmake") for c in ("simd", "mpi", "cuda") if self.options.get_safe(c)],
        )
