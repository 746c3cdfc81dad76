// SPDX-License-Identifier: MIT
/// The formula of a command and the tensors for it.
#pragma once
#include <map>
#include <optional>
#include <regula/data/array.hpp>
#include <regula/parse.hpp>

namespace regula::tool {

/// As they stand on the command line.
struct formula_options {
  std::string formula;                ///< - for standard input
  std::vector<std::string> tensors;   ///< "W=w.npy", "W=weights.npz:dense", "W=[1, 2; 3, 4]", "W=0.5"
  std::vector<std::string> settings;  ///< "l1=0.1"
  std::vector<std::string> shapes;    ///< "3x4", "W=3x4"
  bool as_doubles = false;
  unsigned seed = 1;
};

/// "name", "rest" of "name=rest"; nothing where there is no =, or nothing before it.
std::optional<std::pair<std::string, std::string>> split_at_equals(const std::string& text);
/// All of standard input; at most 1 GiB.
std::string standard_input();
/// The formula with its settings.
parsed_penalty penalty_of(const formula_options& o);
/// The extents of "3x4".
data::extents shape_of(const std::string& text);

/// The tensors of a formula, all of one type of entries.
class inputs {
public:
  /// Tensors that no option names have normally distributed entries of their shape. Without `random`, and where there is no
  /// shape, a tensor that is missing is an error.
  inputs(const parsed_penalty& p, const formula_options& o, bool random);

  const std::vector<std::string>& names() const { return names_; }
  std::size_t index_of(const std::string& name) const;
  data::array& operator[](std::size_t t) { return arrays_[t]; }
  const data::array& operator[](std::size_t t) const { return arrays_[t]; }
  bool doubles() const { return doubles_; }
  /// All of them with float entries.
  void make_float();
  std::size_t bytes() const;

  double value(const parsed_penalty& p) const;
  /// Gradients go to the buffers that are there.
  double value_and_gradient(const parsed_penalty& p, std::vector<std::optional<data::array>>& buffers) const;
  named_numbers coefficient_gradient(const parsed_penalty& p) const;

private:
  template <class F> auto with_arguments(std::vector<std::optional<data::array>>* buffers, F f) const;

  std::vector<std::string> names_;
  std::vector<data::array> arrays_;
  bool doubles_ = false;
};

}  // namespace regula::tool
