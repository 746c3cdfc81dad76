// SPDX-License-Identifier: MIT
/// Shapes and attributes of an HDF5 file: texts of fixed or variable length, one or a list, and single numbers.
#pragma once
#include <regula/files/hdf5_budget.hpp>

namespace regula::files {

/// The extents of a simple space; () for a scalar. Throws for the null space and for more axes than a tensor has.
shape hdf5_shape(hid_t space, const std::string& where);

/// entry_count of ndarray.hpp, as a file_error that says where.
std::size_t hdf5_count(const shape& s, const std::string& where);

std::vector<std::string> hdf5_attribute_names(hid_t object, hdf5_budget& budget, const std::string& where);

/// An empty list is one of texts, whatever its type: so Keras writes the weight names of a layer that has none.
hdf5_attribute hdf5_attribute_value(hid_t object, const std::string& name, hdf5_budget& budget,
                                    const std::string& where);

}  // namespace regula::files
