// SPDX-License-Identifier: MIT
/// Files that ask for more than they hold, and weights that only a guess could name.
#include <regula/json.hpp>
#include <regula/layers/serialization.hpp>
#include <tests/files/penalty_files.hpp>

using namespace penalty_files;
using Catch::Matchers::ContainsSubstring;

TEST_CASE("A tensor that a legacy file names twice is refused", "[files][penalties]") {
  const test_folder folder;
  hdf5_group file;
  const auto w = entries({2, 2}, 1);
  file.attributes["model_config"] = chain(json::array()).dump();
  file.groups["model_weights"] = legacy({{"d", {{"d/kernel:0", w}}}});
  file.groups["model_weights"].attributes["layer_names"] = std::vector<std::string>{"d", "d"};
  files::write_file(folder / "x.h5", files::write_hdf5(file));
  CHECK_THAT(says([&] { files::penalties(folder / "x.h5"); }), ContainsSubstring("named twice"));
}

TEST_CASE("A config whose copies are long is refused before they are made", "[files][penalties]") {
  const test_folder folder;
  auto nested = layer("Dense", {{"name", "d"}, {"trainable", true}, {"kernel_regularizer", std::vector<int>(20000)}});
  for (int k = 0; k < 12; ++k) nested = layer("Bidirectional", {{"name", "b"}, {"trainable", true}, {"layer", nested}});
  put_legacy(folder / "x.h5", chain(json::array({nested})), {});
  CHECK_THAT(says([&] { files::penalties(folder / "x.h5"); }), ContainsSubstring("multiplies itself"));
}

TEST_CASE("A name with thousands of slashes makes no groups", "[files]") {
  hdf5_group tree;
  std::string path;
  for (int k = 0; k < 101; ++k) path += "a/";
  CHECK_THROWS_AS(files::make_group(tree, path), file_error);
  CHECK_NOTHROW(files::make_group(tree, path.substr(2)));
}

TEST_CASE("Of several matrices of a class of one's own none is guessed", "[files][penalties]") {
  const test_folder folder;
  const auto mine = chain(json::array({layer("Mine", {{"name", "x"}, {"kernel_regularizer", l2(1.0)}})}));
  const auto w = entries({2, 2}, 1), b = entries({2}, 2);
  put_keras(folder / "two.keras", mine, {{"layers/mine/vars/0", w}, {"layers/mine/vars/1", w}});
  const auto two = files::penalties(folder / "two.keras");
  CHECK(two.unbound.size() == 1);
  CHECK_THROWS_AS(two.total(), config_error);
  put_keras(folder / "one.keras", mine, {{"layers/mine/vars/0", w}, {"layers/mine/vars/1", b}});
  CHECK_THAT(files::penalties(folder / "one.keras").total(), near(l1l2(w, 0, 1)));
}

TEST_CASE("A name that no file can have is a file that is not there", "[files][penalties]") {
  const test_folder folder;
  const auto name = std::string(250, 'x') + ".json";
  files::write_file(folder / name.c_str(), chain(json::array()).dump());
  CHECK_THROWS_AS(files::penalties(folder / name.c_str()), file_error);
}

TEST_CASE("Another class of the name of a built-in one is not taken for it", "[files][penalties]") {
  const json theirs{{"module", "my_package.rules"},
                    {"class_name", "L2"},
                    {"config", {{"l2", 0.5}}},
                    {"registered_name", "Custom>L2"}};
  CHECK_THROWS_AS(regularizers::deserialize(theirs), config_error);
  auto keras = theirs;
  keras["module"] = "keras.regularizers", keras["registered_name"] = nullptr;
  CHECK(regularizers::deserialize(keras).coefficient("l2") == 0.5);
  const json dense{{"module", "my_package.layers"},
                   {"class_name", "Dense"},
                   {"config", {{"name", "d"}, {"units", 2}}},
                   {"registered_name", "Custom>Dense"}};
  CHECK_THAT(says([&] { layers::deserialize(dense); }), ContainsSubstring("is not this library's Dense"));
}
