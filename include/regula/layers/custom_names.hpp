// SPDX-License-Identifier: MIT
/// What a reader of models is told beside the file: custom_objects, by its older name.
#pragma once
#include <regula/custom_objects.hpp>

namespace regula::layers {

using custom_names = custom_objects;

}  // namespace regula::layers
