// SPDX-License-Identifier: MIT
/// Sparse matrices and index groups in a formula.
///
///   penalty(coef<"lambda">(0.1) * sum(W * apply(L, W)))               p(W = w, L = laplacian)      w' L w, column by column
///   penalty(coef<"lambda">(0.1) * sum(sqrt(group_sums(G, square(W)))))  p(W = w, G = groups)       a group lasso
///
/// L is an Eigen::SparseMatrix<S>, S the entry type of the tensors, compressed or not; G is made by regula::groups.
#pragma once
#include <dsl/atoms/sparse.hpp>
#include <regula/penalty.hpp>
#include <set>

namespace regula {

/// Groups of the entries of a tensor, numbered column by column, with a factor for each: what group_sums multiplies the
/// group's sum by. By default the size of the group, so that sqrt(group_sums(G, square(W))) is sqrt(size) times its norm.
template <class S> class groups {
public:
  /// labels[i] is the group of entry i, from 0 on, or -1 for none. index_error for a smaller label or a wrong number of
  /// factors.
  template <class Labels> static groups from_labels(const Labels& labels, std::span<const double> factors = {}) {
    std::vector<std::vector<std::ptrdiff_t>> members;
    std::ptrdiff_t entry = 0;
    for (const auto label : labels) {
      const auto g = static_cast<std::ptrdiff_t>(label);
      if (g < -1)
        throw index_error("entry " + std::to_string(entry) + " has the group " + std::to_string(g) +
                          ": groups are numbered from 0, and -1 is none");
      if (g >= static_cast<std::ptrdiff_t>(labels.size()))
        throw index_error("entry " + std::to_string(entry) + " has the group " + std::to_string(g) +
                          ": there cannot be more groups than the " + std::to_string(labels.size()) + " entries");
      if (g >= static_cast<std::ptrdiff_t>(members.size())) members.resize(static_cast<std::size_t>(g) + 1);
      if (g >= 0) members[static_cast<std::size_t>(g)].push_back(entry);
      ++entry;
    }
    return from_lists(members, entry, factors);
  }
  /// members[g] are the entries of group g, of a tensor of `entries` entries; groups may overlap. index_error for an entry
  /// that the tensor does not have, or that a group names twice.
  static groups from_lists(const std::vector<std::vector<std::ptrdiff_t>>& members, std::ptrdiff_t entries,
                           std::span<const double> factors = {}) {
    if (!factors.empty() && factors.size() != members.size())
      throw index_error("there are " + std::to_string(members.size()) + " groups and " +
                        std::to_string(factors.size()) + " factors: give one to each, or none");
    std::vector<Eigen::Triplet<S>> ones;
    for (std::size_t g = 0; g < members.size(); ++g) {
      const double factor = factors.empty() ? static_cast<double>(members[g].size()) : factors[g];
      std::set<std::ptrdiff_t> seen;
      for (const auto i : members[g]) {
        const auto where = "group " + std::to_string(g) + " names entry " + std::to_string(i);
        if (i < 0 || i >= entries)
          throw index_error(where + ": the tensor has " + std::to_string(entries) + ", numbered from 0");
        if (!seen.insert(i).second) throw index_error(where + " twice");
        ones.emplace_back(static_cast<int>(g), static_cast<int>(i), static_cast<S>(factor));
      }
    }
    groups made;
    made.matrix_.resize(static_cast<Eigen::Index>(members.size()), entries);
    made.matrix_.setFromTriplets(ones.begin(), ones.end());
    return made;
  }

  /// Groups by entries, the factor of its group where an entry is a member.
  const Eigen::SparseMatrix<S>& matrix() const { return matrix_; }

private:
  Eigen::SparseMatrix<S> matrix_;
};

namespace dsl {
template <class S> view<const S> sparse_view(const Eigen::SparseMatrix<S>& m) {
  return {reinterpret_cast<const S*>(&m), 2, {m.rows(), m.cols()}, {0, 0}};
}
}  // namespace dsl

template <class S> struct tensor_access<Eigen::SparseMatrix<S>> {
  static constexpr bool is_sparse = true;
  static auto of(const Eigen::SparseMatrix<S>& m) { return dsl::sparse_view(m); }
};
template <class S> struct tensor_access<groups<S>> {
  static constexpr bool is_sparse = true;
  static auto of(const groups<S>& g) { return dsl::sparse_view(g.matrix()); }
};

}  // namespace regula
