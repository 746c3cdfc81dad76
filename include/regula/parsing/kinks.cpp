// SPDX-License-Identifier: MIT
#include <algorithm>
#include <array>
#include <dsl/text/plain.hpp>
#include <regula/parsing/kinks.hpp>
#include <regula/parsing/state.hpp>

namespace regula {
namespace {

/// The points that an atom of one argument states.
struct stated_points {
  int what;
  std::vector<int> at;
};
template <class... A> std::vector<stated_points> points_of(type_list<A...>) {
  std::vector<stated_points> all;
  const auto add = [&]<class B>(std::type_identity<B>) {
    if constexpr (B::kinks::count > 0 && B::arity == 1) {
      stated_points s{dsl::atom_index<B>, {}};
      for (const double x : B::kinks::points) s.at.push_back(static_cast<int>(x));
      all.push_back(std::move(s));
    }
  };
  (add(std::type_identity<A>{}), ...);
  return all;
}

/// What decides between several entries. {}: the first argument.
struct said_place {
  std::string_view atom, place;
};
constexpr std::array<said_place, 12> said{{{"norm2", "its value 0"},
                                           {"sorted_l1_value", "entries of {} of one size, or 0"},
                                           {"top_k_value", "entries of {} of one size"},
                                           {"greater", "jumps where both arguments are equal"},
                                           {"is_equal", "jumps where both arguments are equal"},
                                           {"clamp", "{} at one of its bounds"},
                                           {"svd", "a singular value of {} of 0"},
                                           {"sigma_sum", "a singular value of 0"},
                                           {"nuclear_norm", "a singular value of {} of 0"},
                                           {"spectral_norm", "largest singular values of {} that tie"},
                                           {"dominant", "largest singular values of {} that tie"},
                                           {"gradient_norm", "{} equal to its neighbours"}}};

class kink_finder {
public:
  kink_finder(const parsed_penalty::state& s, const dsl::program_view& p) : program_(s.view(nullptr)) {
    program_.nodes = p.nodes, program_.size = p.size;
    program_.table = p.shapes, program_.shape_count = p.shape_count;
  }

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
    static const auto points = points_of(library_atoms{});
    const auto& n = program_.nodes[i];
    const auto name = program_.atom(n.what).name;
    const auto first = [&] { return text(n.operands[0]); };
    for (const auto& s : points)
      for (const int x : s.at)
        if (s.what == n.what) add(i, first() + " = " + std::to_string(x));
    if (n.what == dsl::atom_id::max || n.what == dsl::atom_id::min) add(i, first() + " = " + text(n.operands[1]));
    if (n.what == dsl::atom_id::highest || n.what == dsl::atom_id::lowest)
      add(i, std::string(n.what == dsl::atom_id::highest ? "largest" : "smallest") + " entries of " + first() +
                 " that tie");
    if (const auto r = dsl::rational::from_bits(n.bits); n.what == dsl::atom_id::pow && r.p < r.q)
      add(i, first() + " = 0");
    for (const auto& s : said)
      if (s.atom == name) {
        auto place = std::string{s.place};
        if (const auto at = place.find("{}"); at != std::string::npos) place.replace(at, 2, first());
        add(i, std::move(place));
      }
  }

  dsl::formula_view program_;
  std::vector<kink> found_;
};

}  // namespace

std::vector<kink> kinks_of(const parsed_penalty& p) {
  const auto& s = p.shared();
  const auto program = s.program_for({true, 0});
  return kink_finder(s, program.view(s.atoms())).all();
}

}  // namespace regula
