# SPDX-License-Identifier: MIT
# An overlay port of the sources it lies in: vcpkg install regula --overlay-ports=regula/docs/packages/vcpkg
vcpkg_check_linkage(ONLY_DYNAMIC_LIBRARY) # a program may then be compiled for another processor than the libraries
get_filename_component(SOURCE_PATH "${CURRENT_PORT_DIR}/../../.." ABSOLUTE)
set(ENV{BOOST_ROOT} "${CURRENT_INSTALLED_DIR}")

set(files disabled)
if("files" IN_LIST FEATURES)
  set(files enabled)
endif()
vcpkg_configure_meson(
  SOURCE_PATH "${SOURCE_PATH}"
  OPTIONS -Dhdf5=${files} -Dzip=${files} -Dgraphviz=disabled -Dtool=disabled)
vcpkg_install_meson()
vcpkg_fixup_pkgconfig()

# regula-config.cmake finds its prefix from where it is: it stays in lib/cmake.
set(VCPKG_POLICY_SKIP_MISPLACED_CMAKE_FILES_CHECK enabled)
set(VCPKG_POLICY_SKIP_LIB_CMAKE_MERGE_CHECK enabled)
file(REMOVE_RECURSE "${CURRENT_PACKAGES_DIR}/debug/include" "${CURRENT_PACKAGES_DIR}/debug/lib/cmake")
vcpkg_install_copyright(FILE_LIST "${SOURCE_PATH}/LICENSE")
