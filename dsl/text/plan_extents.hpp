// SPDX-License-Identifier: MIT
/// Extents in the text of a plan: m, n, k... in the order in which they are met.
#pragma once
#include <algorithm>
#include <bit>
#include <dsl/reading/atom_texts.hpp>

namespace regula::dsl {

inline void join(std::string& list, const std::string& item) { list += (list.empty() ? "" : ", ") + item; }

class named_extents {
public:
  explicit named_extents(const formula_view& program) : program_(program) {}

  /// m x n, m x 1 x ... for as many axes more as the tensors have.
  std::string text(const shape& s) {
    const bool any_rank = std::popcount(s.present() >> 2) == max_axes - 2;
    std::string out;
    for (int k = 0; k < (any_rank ? 2 : max_axes); ++k)
      if ((s.present() >> k) != 0 || k < 2) out += (k == 0 ? "" : " x ") + extent(s.axes[k]);
    return out + (any_rank ? " x ..." : "");
  }
  /// What an operation states as "2 r1 c1 c2", rows and columns of its operands: 2*m*n*k.
  std::string flops(const node& n) {
    std::string out;
    std::vector<std::size_t> places;
    char what = 0;
    for (const char c : program_.atom(n.what).flops) {
      if (what != 0)
        places.push_back(place(program_.table[program_.nodes[n.operands[c - '1']].domain].axes[what == 'r' ? 0 : 1]));
      else if (c != 'r' && c != 'c' && c != ' ')
        out += c;
      what = what == 0 && (c == 'r' || c == 'c') ? c : '\0';
    }
    std::sort(places.begin(), places.end());
    for (std::size_t k = 0; k < places.size(); ++k) {
      const auto power = std::count(places.begin(), places.end(), places[k]);
      if (k > 0 && places[k] == places[k - 1]) continue;
      out += (out.empty() ? "" : "*") + letter(places[k]) + (power == 1 ? "" : "^" + std::to_string(power));
    }
    return out;
  }
  /// "m = rows of W, n = columns of W".
  std::string legend() const {
    std::string out;
    for (std::size_t i = 0; i < met_.size(); ++i) {
      std::string where;
      for (int t = 0; t < program_.tensor_count; ++t)
        for (int k = 0; k < max_axes && where.empty(); ++k)
          if (program_.table[t].axes[k] == met_[i])
            where = (k == 0   ? "rows"
                     : k == 1 ? "columns"
                              : "axis " + std::to_string(k)) +
                    " of " + std::string{program_.tensors[t]};
      join(out, letter(i) + " = " + where);
    }
    return out;
  }

private:
  std::size_t place(std::int16_t e) {
    const auto found = std::find(met_.begin(), met_.end(), e);
    const auto at = static_cast<std::size_t>(found - met_.begin());
    if (found == met_.end()) met_.push_back(e);
    return at;
  }
  static std::string letter(std::size_t place) {
    constexpr std::string_view letters = "mnkpqr";
    return place < letters.size() ? std::string{letters[place]} : "n" + std::to_string(place + 1);
  }
  std::string extent(std::int16_t e) { return e == unit_extent ? "1" : letter(place(e)); }

  const formula_view& program_;
  std::vector<std::int16_t> met_;
};

}  // namespace regula::dsl
