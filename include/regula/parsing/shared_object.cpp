// SPDX-License-Identifier: MIT
#include <dlfcn.h>
#include <unistd.h>

#include <atomic>
#include <boost/uuid/name_generator_sha1.hpp>
#include <boost/uuid/uuid_io.hpp>
#include <dsl/meta/error.hpp>
#include <dsl/meta/message.hpp>
#include <regula/parsing/c_compiler.hpp>
#include <regula/parsing/private_folder.hpp>
#include <regula/parsing/shared_object.hpp>

namespace regula::parsing {
namespace {

/// Products and sums are contracted as g++ does it by default in the code of a penalty that is compiled ahead.
const std::vector<std::string>& flags() {
  static const std::vector<std::string> all = {
      "-std=gnu99",      "-O2", "-march=native", "-ffp-contract=fast",  "-fPIC", "-shared",
      "-fno-math-errno", "-w",  "-nostdlib",     "-fvisibility=default"};
  return all;
}
/// SHA-1 by Boost, as the UUID (version 5) of the text: 122 bits.
std::string hash_of(const std::string& text) {
  const boost::uuids::name_generator_sha1 generate(boost::uuids::ns::oid());
  return boost::uuids::to_string(generate(text));
}
std::string key_of(const std::string& source, const c_compiler& compiler) {
  std::string text = source;
  for (const auto* list : {&compiler.command, &flags()})
    for (const auto& word : *list) (text += '\n') += word;
  return text + '\n' + compiler.version + '\n' + processor_text();
}
/// A name that no other thread or process uses.
std::string passing_name(const std::string& hash) {
  static std::atomic<unsigned> count = 0;
  return hash + "." + std::to_string(getpid()) + "." + std::to_string(count++);
}

}  // namespace

shared_object::shared_object(const std::string& source) {
  const private_folder folder;
  const auto compiler = c_compiler::find();
  const auto hash = hash_of(key_of(source, compiler)), name = hash + ".so";
  path_ = folder.path(name);
  was_cached_ = folder.has(name);
  if (!was_cached_) {
    const auto passing = passing_name(hash), text = passing + ".c", code = passing + ".so";
    folder.write(text, source);
    try {
      folder.write(code, "");
      auto arguments = flags();
      for (const auto& word : {std::string{"-o"}, folder.path(code), folder.path(text)}) arguments.push_back(word);
      compiler.run(arguments);
      folder.has(code);
      folder.rename(code, name);
    } catch (...) {
      folder.remove(text), folder.remove(code);
      throw;
    }
    folder.remove(text);
  }
  void* const loaded = dlopen(path_.c_str(), RTLD_NOW | RTLD_LOCAL);
  if (loaded == nullptr) throw file_error(dsl::message({"compiled code cannot be loaded: ", dlerror()}));
  handle_ = {loaded, [](void* library) { dlclose(library); }};
}

void* shared_object::function(const std::string& name) const {
  void* const found = dlsym(handle_.get(), name.c_str());
  if (found == nullptr) throw file_error(dsl::message({path_, " has no function ", name}));
  return found;
}

}  // namespace regula::parsing
