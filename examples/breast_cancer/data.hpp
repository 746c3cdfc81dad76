// SPDX-License-Identifier: MIT
/// The table of examples/data/breast_cancer.csv, its columns as z-scores.
#pragma once
#include <Eigen/Core>
#include <array>
#include <fstream>
#include <stdexcept>
#include <string>

namespace breast_cancer {

struct table {
  Eigen::MatrixXd z;  // a row per patient: mean 0 and population standard deviation 1 in every column
  Eigen::VectorXd y;  // 1 benign, -1 malignant
};

inline table read(const std::string& path) {
  std::ifstream file(path);
  if (!file) throw std::runtime_error("cannot read " + path + ": run the program in the folder examples");
  Eigen::Index rows = 0, columns = 0;
  char comma = 0;
  std::string classes;
  file >> rows >> comma >> columns >> classes;

  table t{Eigen::MatrixXd(rows, columns), Eigen::VectorXd(rows)};
  for (Eigen::Index i = 0; i < rows; ++i) {
    for (Eigen::Index k = 0; k < columns; ++k) file >> t.z(i, k) >> comma;
    file >> t.y[i];
  }
  if (!file) throw std::runtime_error(path + " has fewer numbers than its first line says");

  t.y = 2 * t.y.array() - 1;
  t.z.rowwise() -= t.z.colwise().mean();
  t.z.array().rowwise() /= t.z.array().square().colwise().mean().sqrt();
  return t;
}

inline std::string feature(Eigen::Index column) {
  static constexpr std::array measures = {"radius",     "texture",          "perimeter", "area",
                                          "smoothness", "compactness",      "concavity", "concave points",
                                          "symmetry",   "fractal dimension"};
  static constexpr std::array kinds = {"mean ", "error of ", "worst "};
  const auto c = static_cast<std::size_t>(column);
  return std::string{kinds[c / 10]} + measures[c % 10];
}

}  // namespace breast_cancer
