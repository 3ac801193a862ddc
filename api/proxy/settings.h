// Which models are reached where, and for which systems: a YAML file, read once at the start.
// docs/proxy.md.
//
//   apiVersion: reeve/v1
//   kind: Proxy
//   upstreams:
//     - { id: main, url: "https://api.openai.com/v1", kind: openai, key_env: OPENAI_API_KEY }
//   models:
//     - { name: "gpt-*", upstream: main }
//   systems:
//     - { id: assistant, on_deny: refusal }
//
// Keys are read from files or from the environment here, and are in no message, log or record.
//
// Thread-safety: values and free functions.
#pragma once

#include <chrono>
#include <filesystem>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "policy/diagnostic.h"

namespace reeve::api::proxy {

inline constexpr size_t kMaxUpstreams = 32;
inline constexpr size_t kMaxModels = 512;
inline constexpr size_t kMaxProxySystems = 1024;
inline constexpr uint64_t kMaxRetries = 5;
inline constexpr uint64_t kMaxPrice = 1'000'000;  // of a million tokens

enum class UpstreamKind : uint8_t { kOpenAi, kAnthropic };

struct Upstream {
  std::string id = {};
  std::string url = {};  // what stands before /chat/completions, /messages; no slash at its end
  UpstreamKind kind = UpstreamKind::kOpenAi;
  std::string key = {};      // secret; empty: none is sent
  std::string ca_file = {};  // authorities for its certificate (PEM); empty: the machine's
  std::chrono::seconds connect_timeout{5};
  std::chrono::seconds timeout{600};      // of a whole exchange
  std::chrono::seconds idle_timeout{60};  // without a byte
  uint32_t retries = 2;
  std::chrono::milliseconds backoff{250};  // before the first retry; doubled before each further
  std::string fallback = {};  // the id of another, asked where this one fails; empty: none
};

// Of a million tokens, in millionths of a unit of money.
struct Price {
  uint64_t input = 0;
  uint64_t output = 0;
};

struct Model {
  std::string name = {};      // as callers name it; with `*` at the end, whatever begins so
  std::string upstream = {};  // an id
  std::string as = {};        // how the upstream names it; empty: as the caller does
  std::optional<Price> price = {};

  bool Names(std::string_view model) const;
};

enum class OnDeny : uint8_t { kError, kRefusal };
enum class OnFailure : uint8_t { kClosed, kOpen };
enum class Streaming : uint8_t { kIncremental, kWhole };

// How calls of one system are handled. What is not listed has these, which are the safe ones.
struct SystemTerms {
  std::string id = {};
  OnDeny on_deny = OnDeny::kError;
  OnFailure on_failure = OnFailure::kClosed;
  Streaming streaming = Streaming::kIncremental;
  bool passes_media = false;      // images, sound, files and token numbers, which nobody checks
  std::chrono::seconds cache{0};  // how long an answer is given again; 0: never
};

struct ProxySettings {
  std::vector<Upstream> upstreams;
  std::vector<Model> models;  // the first that fits counts
  std::vector<SystemTerms> systems;

  const Upstream* FindUpstream(std::string_view id) const;
  const Model* FindModel(std::string_view name) const;
  SystemTerms TermsOf(std::string_view system) const;
};

// The value of an environment variable, or nothing.
using Environment = std::function<std::optional<std::string>(const std::string& name)>;
std::optional<std::string> ProcessEnvironment(const std::string& name);

struct ProxyFile {
  ProxySettings settings;
  std::vector<policy::Diagnostic> diagnostics;  // with an error, `settings` must not be used
};

ProxyFile ParseProxyFile(std::string_view file_name, std::string_view text,
                         const std::filesystem::path& folder, const Environment& environment);
// proxy.settings: with every diagnostic, rendered; file.*
Result<ProxySettings> ReadProxyFile(const std::filesystem::path& path,
                                    const Environment& environment = ProcessEnvironment);

}  // namespace reeve::api::proxy
