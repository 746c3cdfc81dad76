// SPDX-License-Identifier: MIT
/// The product of two matrices in blocks that fit the caches [Goto, van de Geijn 2008, doi:10.1145/1356052.1356053].
/// Operands are copied into panels anyway, so any strides will do, and a symmetric one is read from its lower triangle.
#pragma once
#include <Eigen/Core>
#include <dsl/matrix/matrix_ref.hpp>
#include <dsl/matrix/workspace.hpp>
#include <utility>

namespace regula::dsl {

/// Rows and columns of the result that are held in registers: 24 x 8 doubles with AVX-512, 12 x 4 with AVX.
template <class S> struct tile {
  using packet = typename Eigen::internal::packet_traits<S>::type;
  static constexpr int lanes = Eigen::internal::unpacket_traits<packet>::size;
#if defined(EIGEN_HAS_SINGLE_INSTRUCTION_MADD)
  static constexpr int packets = 3;
#else
  static constexpr int packets = 2;
#endif
  static constexpr int rows = packets * lanes, cols = EIGEN_ARCH_DEFAULT_NUMBER_OF_REGISTERS >= 32 ? 8 : 4;

  // Rows become columns in squares of at most four.
  using square_packet = typename Eigen::internal::find_best_packet<S, 4>::type;
  static constexpr int side = Eigen::internal::unpacket_traits<square_packet>::size;
  using square = Eigen::internal::PacketBlock<square_packet, side>;

  // A panel of 8 columns stays in the first cache, a block of `high` rows in the second, `wide` columns in the third.
  static constexpr std::ptrdiff_t deep = 256, high = 4 * rows, wide = 1024;
};

template <class F, int... I> [[gnu::always_inline]] inline void unroll(std::integer_sequence<int, I...>, const F& f) {
  (f(std::integral_constant<int, I>{}), ...);
}
template <int N, class F> [[gnu::always_inline]] inline void unrolled(const F& f) {
  unroll(std::make_integer_sequence<int, N>{}, f);
}

/// c = alpha a b, or c += alpha a b, for the first packets of one tile; a and b are packed.
template <int Packets, class S>
[[gnu::noinline]] void tile_product(S* c, std::ptrdiff_t leading, S alpha, std::ptrdiff_t depth, const S* a, const S* b,
                                    bool add) {
  using namespace Eigen::internal;
  using t = tile<S>;
  using packet = typename t::packet;
  packet sum[t::cols][Packets];
  unrolled<t::cols>([&](auto j) { unrolled<Packets>([&](auto i) { sum[j][i] = pset1<packet>(S(0)); }); });
  for (std::ptrdiff_t p = 0; p < depth; ++p, a += t::rows, b += t::cols) {
    packet left[Packets];
    unrolled<Packets>([&](auto i) { left[i] = pload<packet>(a + i * t::lanes); });
    unrolled<t::cols>([&](auto j) {
      const packet right = pset1<packet>(b[j]);
      unrolled<Packets>([&](auto i) { sum[j][i] = pmadd(left[i], right, sum[j][i]); });
    });
  }
  const packet factor = pset1<packet>(alpha);
  unrolled<t::cols>([&](auto j) {
    unrolled<Packets>([&](auto i) {
      S* const at = c + j * leading + i * t::lanes;
      pstoreu(at, add ? pmadd(factor, sum[j][i], ploadu<packet>(at)) : pmul(factor, sum[j][i]));
    });
  });
}

/// The same for a tile of any size up to the largest, with any strides.
template <class S>
void any_tile_product(const matrix_ref<S>& c, S alpha, std::ptrdiff_t depth, const S* a, const S* b, bool add) {
  using t = tile<S>;
  alignas(64) S edge[t::rows * t::cols];
  const bool inside = c.row_stride == 1 && c.rows % t::lanes == 0 && c.cols == t::cols;
  S* const to = inside ? c.data : edge;
  const auto leading = inside ? c.col_stride : t::rows;
  if (c.rows <= t::lanes)
    tile_product<1>(to, leading, alpha, depth, a, b, inside && add);
  else if (c.rows <= 2 * t::lanes)
    tile_product<2>(to, leading, alpha, depth, a, b, inside && add);
  else
    tile_product<t::packets>(to, leading, alpha, depth, a, b, inside && add);
  for (std::ptrdiff_t j = 0; j < c.cols && !inside; ++j)
    for (std::ptrdiff_t i = 0; i < c.rows; ++i) c(i, j) = add ? c(i, j) + edge[j * t::rows + i] : edge[j * t::rows + i];
}

/// The columns of at most `Width` rows, one after the other; missing rows are zero.
template <int Width, class S> void pack_panel(S* out, const matrix_ref<const S>& x) {
  using t = tile<S>;
  const auto fill_below = [&](std::ptrdiff_t first, std::ptrdiff_t p) {
    for (auto i = first; i < Width; ++i) out[p * Width + i] = i < x.rows ? x(i, p) : S(0);
  };
  if (x.row_stride == 1) {
    if (x.rows == Width)
      for (std::ptrdiff_t p = 0; p < x.cols; ++p) std::copy_n(&x(0, p), Width, out + p * Width);
    else
      for (std::ptrdiff_t p = 0; p < x.cols; ++p)
        fill_below(std::copy_n(&x(0, p), x.rows, out + p * Width) - (out + p * Width), p);
    return;
  }
  std::ptrdiff_t done = 0;
  if (x.col_stride == 1) {
    // A line of every row at a time: the rows may lie apart by what maps to one place of the cache.
    constexpr std::ptrdiff_t line = 64 / sizeof(S);
    const auto squares = x.rows / t::side * t::side;
    for (; done + line <= x.cols; done += line) {
      for (std::ptrdiff_t i = 0; i < squares; i += t::side)
        for (auto p = done; p < done + line; p += t::side) {
          using namespace Eigen::internal;
          typename t::square square;
          unrolled<t::side>([&](auto q) { square.packet[q] = ploadu<typename t::square_packet>(&x(i + q, p)); });
          ptranspose(square);
          unrolled<t::side>([&](auto q) { pstoreu(out + (p + q) * Width + i, square.packet[q]); });
        }
      for (auto p = done; p < done + line && squares < Width; ++p) fill_below(squares, p);
    }
  }
  for (auto p = done; p < x.cols; ++p) fill_below(0, p);
}

/// The panel of rows i to i + m of a symmetric matrix, columns p to p + depth: what is right of the diagonal is read
/// from below it.
template <int Width, class S>
void pack_symmetric_panel(S* out, const matrix_ref<const S>& x, std::ptrdiff_t i, std::ptrdiff_t m, std::ptrdiff_t p,
                          std::ptrdiff_t depth) {
  const auto end = p + depth, left = std::clamp(i + 1, p, end), right = std::clamp(i + m, p, end);
  pack_panel<Width>(out, x.block(i, p, m, left - p));
  for (auto q = left; q < right; ++q)
    for (std::ptrdiff_t k = 0; k < Width; ++k)
      out[(q - p) * Width + k] = k >= m ? S(0) : i + k >= q ? x(i + k, q) : x(q, i + k);
  pack_panel<Width>(out + (right - p) * Width, x.transposed().block(i, right, m, end - right));
}

/// Rows i to i + m, columns p to p + depth, in panels.
template <int Width, class S>
void pack(S* out, const matrix_ref<const S>& x, part how, std::ptrdiff_t i, std::ptrdiff_t m, std::ptrdiff_t p,
          std::ptrdiff_t depth) {
  for (std::ptrdiff_t k = 0; k < m; k += Width, out += Width * depth) {
    const auto rows = std::min<std::ptrdiff_t>(Width, m - k);
    if (how == part::whole)
      pack_panel<Width>(out, x.block(i + k, p, rows, depth));
    else
      pack_symmetric_panel<Width>(out, x, i + k, rows, p, depth);
  }
}

/// The step that cuts n into equal parts of at most `most`, a multiple of `unit`.
inline std::ptrdiff_t even_step(std::ptrdiff_t n, std::ptrdiff_t most, std::ptrdiff_t unit) {
  const auto parts = (n + most - 1) / most;
  return ((n + parts - 1) / parts + unit - 1) / unit * unit;
}

/// Rows and columns of a product, and which of its operands are symmetric.
template <class S> struct product_of {
  matrix_ref<S> c;
  S alpha;
  matrix_ref<const S> a;
  part a_is;
  matrix_ref<const S> b;
  part b_is, wanted;
};

/// Multiplications of a block of rows below which helpers cost more than they do.
inline constexpr std::ptrdiff_t least_in_block = std::ptrdiff_t{1} << 18;

/// Rows i0 to i0 + m of c, from columns p to p + depth of a and columns j0 to j0 + n of b, which are packed in `right`;
/// left: room for the rows.
template <class S>
void block_of_rows(const product_of<S>& x, std::ptrdiff_t i0, std::ptrdiff_t m, std::ptrdiff_t j0, std::ptrdiff_t n,
                   std::ptrdiff_t p, std::ptrdiff_t depth, S* left, const S* right) {
  using t = tile<S>;
  if (x.wanted == part::below && i0 + m <= j0) return;
  pack<t::rows>(left, x.a, x.a_is, i0, m, p, depth);
  for (std::ptrdiff_t j = 0; j < n; j += t::cols)
    for (std::ptrdiff_t i = 0; i < m; i += t::rows) {
      if (x.wanted == part::below && i0 + std::min(i + t::rows, m) <= j0 + j) continue;
      const auto above =
          x.wanted == part::below ? std::max<std::ptrdiff_t>(j0 + j - i0 - i, 0) / t::lanes * t::lanes : 0;
      any_tile_product(x.c.block(i0 + i + above, j0 + j, std::min<std::ptrdiff_t>(t::rows, m - i) - above,
                                 std::min<std::ptrdiff_t>(t::cols, n - j)),
                       x.alpha, depth, left + i * depth + above, right + j * depth, p > 0);
    }
}

/// c = alpha a b. c has no empty side; fastest where its columns are plain. If only what is below its diagonal is wanted,
/// a little more may be written. The helpers of the workspace take blocks of rows: the bits are the same.
template <class S>
void plain_product(const matrix_ref<S>& c, S alpha, const matrix_ref<const S>& a, part a_is,
                   const matrix_ref<const S>& b, part b_is, part wanted, workspace& w) {
  using t = tile<S>;
  if (a.cols == 0) return fill(c, S(0));
  const scratch_scope scope(w);
  const product_of<S> x{c, alpha, a, a_is, b, b_is, wanted};
  const auto deep = even_step(a.cols, t::deep, 1), high = even_step(c.rows, t::high, t::rows),
             wide = even_step(c.cols, t::wide, t::cols);
  S* const left = w.take<S>(deep * high);
  S* const right = w.take<S>(deep * wide);
  const auto blocks = (c.rows + high - 1) / high;
  const bool helped = w.helpers != nullptr && w.helpers->threads() > 1 && blocks > 1 &&
                      deep * high * std::min(wide, c.cols) >= least_in_block;
  for (std::ptrdiff_t j0 = 0; j0 < c.cols; j0 += wide) {
    const auto n = std::min(wide, c.cols - j0);
    for (std::ptrdiff_t p = 0; p < a.cols; p += deep) {
      const auto depth = std::min(deep, a.cols - p);
      pack<t::cols>(right, b_is == part::below ? b : b.transposed(), b_is, j0, n, p, depth);
      const auto block = [&](std::ptrdiff_t k, S* room) {
        block_of_rows(x, k * high, std::min(high, c.rows - k * high), j0, n, p, depth, room, right);
      };
      if (helped)
        w.helpers->run(blocks, [&](std::ptrdiff_t k) {
          auto& mine = this_thread_workspace();
          const scratch_scope taken(mine);
          block(k, mine.take<S>(deep * high));
        });
      else
        for (std::ptrdiff_t k = 0; k < blocks; ++k) block(k, left);
    }
  }
}

}  // namespace regula::dsl
