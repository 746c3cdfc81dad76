// SPDX-License-Identifier: MIT
/// A float tensor of any rank up to 6, row-major, that owns its entries: what layers and files pass around.
///
///   ndarray w({5, 3});                      zeros
///   ndarray x({2, 2}, {1, 2, 3, 4});        the entries, the last axis running fastest
///   x(1, 0), x.matrix(), x.flat()           an entry; an Eigen map of the rows of the last axis; all entries as a vector
///   penalty(x)                              it is a tensor of every formula
#pragma once
#include <boost/align/aligned_allocator.hpp>
#include <regula/penalty.hpp>

namespace regula {

/// Extents of a tensor, the slowest axis first.
using shape = std::vector<std::ptrdiff_t>;

/// "(5, 3)"; "(5,)" for a vector, "()" for a scalar. A negative extent, one not known yet, is "None".
std::string shape_text(const shape& s);

/// The number of entries. Throws shape_error for more than 6 axes, a negative extent, or more entries than fit.
std::ptrdiff_t entry_count(const shape& s);
/// a b of numbers from 0 up. Throws shape_error where no tensor has so many entries.
std::ptrdiff_t extent_product(std::ptrdiff_t a, std::ptrdiff_t b);

class ndarray {
public:
  using matrix_map = Eigen::Map<Eigen::Matrix<float, Eigen::Dynamic, Eigen::Dynamic, Eigen::RowMajor>>;
  using const_matrix_map = Eigen::Map<const Eigen::Matrix<float, Eigen::Dynamic, Eigen::Dynamic, Eigen::RowMajor>>;
  using flat_map = Eigen::Map<Eigen::ArrayXf>;
  using const_flat_map = Eigen::Map<const Eigen::ArrayXf>;

  /// A scalar, 0.
  ndarray() : values_(1) {}
  explicit ndarray(regula::shape extents, float fill = 0.0F)
      : shape_(std::move(extents)), values_(static_cast<std::size_t>(entry_count(shape_)), fill) {}
  /// Throws shape_error where the number of entries is not that of the shape.
  ndarray(regula::shape extents, const std::vector<float>& entries);
  /// A copy of a matrix, (rows, columns), or of a vector, (rows,), of Eigen's.
  template <class T> ndarray(const Eigen::DenseBase<T>& m) : ndarray(extents_of(m)) {
    if constexpr (T::ColsAtCompileTime == 1)
      flat() = m.derived().array().template cast<float>();
    else
      matrix().array() = m.derived().array().template cast<float>();
  }

  const regula::shape& shape() const { return shape_; }
  std::ptrdiff_t shape(std::size_t axis) const { return shape_.at(axis); }
  std::size_t rank() const { return shape_.size(); }
  std::ptrdiff_t size() const { return static_cast<std::ptrdiff_t>(values_.size()); }
  /// Rows of the matrix of the last axis: the entries of all axes but the last. 1 for a vector.
  std::ptrdiff_t rows() const;
  std::ptrdiff_t last() const { return rank() == 0 ? 1 : shape_.back(); }

  /// Never null: blocks of an Eigen map of no entries have addresses too.
  float* data() { return values_.empty() ? &nothing_ : values_.data(); }
  const float* data() const { return values_.empty() ? &nothing_ : values_.data(); }
  std::span<float> values() { return values_; }
  std::span<const float> values() const { return values_; }

  /// The entry at these indices, one for each axis. Throws index_error.
  template <std::integral... I> float& operator()(I... indices) {
    return values_[position({static_cast<std::ptrdiff_t>(indices)...})];
  }
  template <std::integral... I> float operator()(I... indices) const {
    return values_[position({static_cast<std::ptrdiff_t>(indices)...})];
  }

  matrix_map matrix() { return {data(), rows(), last()}; }
  const_matrix_map matrix() const { return {data(), rows(), last()}; }
  flat_map flat() { return {data(), size()}; }
  const_flat_map flat() const { return {data(), size()}; }

  /// The same entries under another shape; shape_error where their number differs.
  ndarray reshaped(regula::shape extents) const& { return ndarray(*this).reshaped(std::move(extents)); }
  ndarray reshaped(regula::shape extents) && {
    give(std::move(extents));
    return std::move(*this);
  }
  /// Entries [first, first + count) of the first axis.
  ndarray slice(std::ptrdiff_t first, std::ptrdiff_t count) const;

  bool operator==(const ndarray&) const = default;

private:
  template <class T> static regula::shape extents_of(const Eigen::DenseBase<T>& m) {
    if constexpr (T::ColsAtCompileTime == 1)
      return {m.rows()};
    else
      return {m.rows(), m.cols()};
  }
  std::size_t position(std::initializer_list<std::ptrdiff_t> indices) const;
  /// Throws shape_error where the number of entries is not that of the shape; then nothing has changed.
  void give(regula::shape extents);

  regula::shape shape_;
  // Aligned for the widest registers: how Eigen adds up depends on where memory begins, and results shall not.
  std::vector<float, boost::alignment::aligned_allocator<float, 64>> values_;
  float nothing_ = 0;
};

/// Rank and extents are known at run time only.
template <> struct tensor_access<ndarray> {
  template <class T> static auto of(T& t) {
    tensor_view<std::remove_pointer_t<decltype(t.data())>> v{};
    v.data = t.data();
    v.rank = static_cast<int>(t.rank());
    std::ptrdiff_t stride = 1;
    for (int k = v.rank; k-- > 0;) {
      v.extents[k] = t.shape()[static_cast<std::size_t>(k)];
      v.strides[k] = stride;
      stride *= v.extents[k];
    }
    return v;
  }
};

}  // namespace regula
