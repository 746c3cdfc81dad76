# SPDX-License-Identifier: MIT
"""A recipe of the sources it lies in: conan create regula/docs/packages/conan --build=missing"""

import re
from pathlib import Path

from conan import ConanFile
from conan.tools.build import check_min_cppstd
from conan.tools.files import copy, rmdir
from conan.tools.gnu import PkgConfigDeps
from conan.tools.meson import Meson, MesonToolchain

LIBRARIES = {"engine": ["regula"], "models": ["engine"], "files": ["models"]}
PARTS = ("include/*", "dsl/*", "meson.build", "meson_options.txt", "LICENSE")


class Regula(ConanFile):
    name = "regula"
    description = "Regularization penalties as formulas"
    license = "MIT"
    settings = "os", "arch", "compiler", "build_type"
    options = {"shared": [True, False], "files": [True, False]}
    default_options = {"shared": True, "files": True, "boost/*:header_only": True, "hdf5/*:enable_cxx": False}
    package_type = "library"

    @property
    def sources(self) -> Path:
        return Path(self.recipe_folder).parents[2]

    def set_version(self):
        text = (self.sources / "meson.build").read_text()
        self.version = re.search(r"^  version: '(.*)'", text, re.MULTILINE)[1]

    def export(self):
        copy(self, "meson.build", src=self.sources, dst=self.export_folder)

    def export_sources(self):
        for part in PARTS:
            copy(self, part, src=self.sources, dst=self.export_sources_folder)

    def validate(self):
        check_min_cppstd(self, 20)

    def requirements(self):
        self.requires("boost/[>=1.74 <2]", transitive_headers=True)
        self.requires("eigen/[>=3.4 <4]", transitive_headers=True)
        self.requires("fmt/[>=9]", transitive_headers=True)
        self.requires("nlohmann_json/[>=3.11 <4]", transitive_headers=True)
        if self.options.files:
            self.requires("hdf5/[>=1.10 <2]")
            self.requires("libzip/[>=1.7 <2]")

    def build_requirements(self):
        self.tool_requires("meson/[>=1.0]")
        self.tool_requires("pkgconf/[>=2]")

    def generate(self):
        tools = MesonToolchain(self)
        tools.properties["boost_root"] = self.dependencies["boost"].package_folder
        files = "enabled" if self.options.files else "disabled"
        tools.project_options |= {"hdf5": files, "zip": files, "graphviz": "disabled", "tool": "disabled"}
        tools.generate()
        PkgConfigDeps(self).generate()

    def build(self):
        meson = Meson(self)
        meson.configure()
        meson.build()

    def package(self):
        copy(self, "LICENSE", src=self.source_folder, dst=Path(self.package_folder) / "licenses")
        Meson(self).install()
        rmdir(self, Path(self.package_folder) / "lib/pkgconfig")  # Conan writes its own
        rmdir(self, Path(self.package_folder) / "lib/cmake")

    def package_info(self):
        headers = self.cpp_info.components["regula"]
        headers.includedirs = ["include/regula-0"]
        headers.libdirs = []
        headers.requires = ["boost::headers", "eigen::eigen", "fmt::fmt"]
        others = {"engine": [], "models": ["nlohmann_json::nlohmann_json"], "files": ["hdf5::hdf5_c", "libzip::libzip"]}
        for name in ["engine", "models", *(["files"] if self.options.files else [])]:
            part = self.cpp_info.components[name]
            part.includedirs = ["include/regula-0"]
            part.libs = [f"regula-{name}"]
            part.requires = [*LIBRARIES[name], *others[name]]
            part.set_property("cmake_target_name", f"regula::{name}")
            part.set_property("pkg_config_name", f"regula-{name}")
