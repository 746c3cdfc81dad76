// SPDX-License-Identifier: MIT
#include <algorithm>
#include <dsl/text/plain.hpp>
#include <regula/parsing/kinks.hpp>
#include <regula/parsing/state.hpp>

namespace regula {
namespace {

class kink_finder {
public:
  explicit kink_finder(const dsl::formula_view& program) : program_(program) {}

  std::vector<kink> all() {
    for (int i = 0; i < program_.size; ++i)
      if (program_.nodes[i].what >= 0) look_at(i);
    return std::move(found_);
  }

private:
  std::string text(int i) const { return dsl::plain_writer{program_, dsl::shown::names}.text(i); }
  void add(int i, std::string place) {
    kink k{text(i), std::move(place)};
    if (std::find(found_.begin(), found_.end(), k) == found_.end()) found_.push_back(std::move(k));
  }

  void look_at(int i) {
    const auto& n = program_.nodes[i];
    const auto& atom = program_.atom(n.what);
    if (atom.kinks_where_for != nullptr) return add_filled(i, atom.kinks_where_for(n.bits));
    for (const double x : atom.kinks) add(i, text(n.operands[0]) + " = " + dsl::number_text(x));
    add_filled(i, std::string{atom.kinks_where});
  }
  /// {#1} and {#2} of a place are the arguments.
  void add_filled(int i, std::string place) {
    for (const int argument : {0, 1}) {
      const auto mark = "{#" + std::to_string(argument + 1) + "}";
      if (const auto at = place.find(mark); at != std::string::npos)
        place.replace(at, mark.size(), text(program_.nodes[i].operands[argument]));
    }
    if (!place.empty()) add(i, std::move(place));
  }

  dsl::formula_view program_;
  std::vector<kink> found_;
};

}  // namespace

std::vector<kink> kinks_of(const parsed_penalty& p) {
  const auto& s = p.shared();
  const auto program = s.program_for(s.request_of(planned_call::value));
  return kink_finder(s.view(program.view(s.atoms()))).all();
}

}  // namespace regula
