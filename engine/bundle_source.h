// Where a server gets its bundle from: a folder, a file (local_source.h), or a web server
// (api/http_source.h). A source gives bytes and judges nothing: what they come to is
// bundle_intake.h's, and what is done about it bundle_watch.h's.
#pragma once

#include <stop_token>
#include <string>
#include <vector>

#include "base/result.h"
#include "engine/bundle_file.h"
#include "engine/policy_tests.h"
#include "policy/bundle.h"

namespace reeve::engine {

// The files of a folder, or a bundle file with its signatures.
struct BundleContent {
  bool is_folder = false;
  std::vector<policy::SourceFile> files;
  ReadTestFile read_test_file;  // of a folder; else null
  BundleFile file;

  // What a folder has, or the file, in one text, so that it can be told from others by a digest.
  BundleFile Bytes() const;
};

struct SourceLook {
  enum class Kind {
    kUnchanged,  // what was last given is still what is there
    kSettling,   // something is being written: look again shortly
    kNew,
  };
  Kind kind = Kind::kUnchanged;
  BundleContent content;  // of kNew
};

// Thread-safety: one thread at a time.
class BundleSource {
 public:
  virtual ~BundleSource() = default;
  // As logs and /readyz name it; holds no credential.
  virtual const std::string& name() const = 0;
  // With `anew` gives what is there, whatever was given before, and waits for nothing to settle.
  // Ends early, with any result, once a stop is requested. An error leaves what was last given.
  virtual Result<SourceLook> Look(bool anew, const std::stop_token& stop) = 0;
};

}  // namespace reeve::engine
