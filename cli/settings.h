// The values of a command's options, and where each comes from: the command line, else the
// environment, else a file, else what is built in. docs/configuration.md
//
// The variable of an option is its long name in capitals behind REEVE_SERVE_: REEVE_SERVE_PORT,
// with `;` between the values of an option that may be given again. (With the longer prefix,
// because Kubernetes sets REEVE_PORT where a service is called reeve.)
//
// Thread-safety: one thread.
#pragma once

#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"

namespace reeve::cli {

class Parser;

enum class Origin { kBuiltIn, kFile, kEnvironment, kCommandLine };
std::string_view OriginName(Origin origin);  // "default", "file", "environment", "command line"

struct Setting {
  std::string name;      // "port"
  std::string text;      // what it is, as --help says it
  std::string built_in;  // empty where there is no value without one
  bool is_flag = false;  // the values are `true` and `false`
  bool repeats = false;
  Origin origin = Origin::kBuiltIn;
  std::string place;                // "/etc/reeve/reeve.yaml:3", "REEVE_SERVE_PORT", or nothing
  std::vector<std::string> values;  // as they were written; of kBuiltIn, what is built in
};

class Settings {
 public:
  // `add` declares the options on variables that outlive this object. They are set by the methods
  // below; what one has set, the later ones leave.
  explicit Settings(const std::function<void(Parser&)>& add);
  ~Settings();

  // That the command line has set it.
  void KeepGiven(const std::string& name);
  // config.usage: as the command would say it.
  Status ReadCommandLine(const std::vector<std::string>& words);
  // "NAME=value", ended by null. config.environment: a variable of no option, or with a value that
  // is none.
  Status ReadEnvironment(const char* const* variables);
  // Of `path`, under which messages name it. config.invalid, whose message has every diagnostic;
  // those of ReadFile.
  Status ReadFile(const std::string& path);

  const std::vector<Setting>& all() const&;
  void all() && = delete;  // of what is gone at the end of the line

 private:
  struct Impl;
  std::unique_ptr<Impl> impl_;
};

// The variable of an option: "REEVE_SERVE_MAX_BUNDLE_AGE".
std::string VariableOf(std::string_view name);

}  // namespace reeve::cli
