// SPDX-License-Identifier: MIT
/// Tables of numbers as text: comma-separated values.
///
///   const auto t = data::read_csv(text, "houses.csv");
///   t.column("price")
///
/// Cells are separated by tabs, else semicolons, else commas, whichever the first line has outside of quotes. A first line
/// with a cell that is no number has the names of the columns. Numbers are as in C, without thousands; nan and inf too.
/// Names may be in "double quotes".
/// Throws file_error, which names file, line and column.
#pragma once
#include <regula/data/array.hpp>
#include <string_view>

namespace regula::data {

struct table {
  std::vector<std::string> names = {};  ///< of the columns; c1, c2, ... where the file has none
  bool has_names = false;               ///< whether the file has them
  array cells = {{0, 0}, {}};           ///< rows x columns, double

  std::size_t rows() const { return static_cast<std::size_t>(cells.shape[0]); }
  /// Its number, by its name, or as the text of a number: 1 is the first, -1 the last. argument_error for none or two.
  std::size_t column(std::string_view name) const;

  bool operator==(const table&) const = default;
};

/// Without the first `skipped` lines.
table read_csv(std::string_view text, const std::string& name, std::size_t skipped = 0);

/// Numbers in the fewest digits that read back as the same; a line of names first, if there are any.
/// Throws file_error for an array of more than two axes, and for a name of two lines.
std::string write_csv(const array& a, const std::vector<std::string>& names = {});

}  // namespace regula::data
