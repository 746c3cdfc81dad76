// SPDX-License-Identifier: MIT
/// Everything that can go wrong at run time. Thrown before anything is written.
#pragma once
#include <dsl/meta/number_text.hpp>
#include <stdexcept>
#include <string>

namespace regula {

/// The family: catch this one for all.
struct error : std::runtime_error {
  using std::runtime_error::runtime_error;
};
/// Tensors whose shapes do not fit each other.
struct shape_error : error {
  using error::error;
};
/// A result that would overwrite what is still to be read.
struct overlap_error : error {
  using error::error;
};
/// Tensors of a call that are missing, unknown or named twice, or come with a buffer too few or too many.
struct argument_error : error {
  using error::error;
};
/// An index that does not exist, or exists twice.
struct index_error : error {
  using error::error;
};
/// An unknown, missing or twice given coefficient, or a value that it may not have.
struct coefficient_error : error {
  using error::error;
};
/// A matrix outside the domain of an atom, or a decomposition that did not converge.
struct domain_error : error {
  using error::error;
};

/// A text that is no formula. The message says what was expected and shows the place.
class parse_error : public error {
public:
  parse_error(const std::string& message, std::size_t position) : error(message), position_(position) {}
  /// In bytes from the beginning of the text.
  std::size_t position() const noexcept { return position_; }

private:
  std::size_t position_;
};

/// A name, config or JSON that stands for no object: unknown, incomplete, or of the wrong kind.
struct config_error : error {
  using error::error;
};
/// A file that cannot be read or written, or whose content is not what it should be; the message says where.
struct file_error : error {
  using error::error;
};

}  // namespace regula
