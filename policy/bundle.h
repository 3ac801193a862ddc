// A bundle: the policy documents that are active together, compiled, and named by their digest.
//
//   auto sources = policy::LoadFolder("policies");
//   auto compiled = policy::CompileBundle(*sources, vocabulary);
//   if (!compiled.bundle) std::cerr << policy::Render(compiled.diagnostics);
//
// Sources become checked documents (document.h), then rules whose conditions are typed programs,
// then an index by scope, so that a rule out of scope costs nothing. Format and meaning of the
// documents: docs/policy-language.md.
//
// A bundle is self-contained: its canonical bytes hold the documents, the lists and those known
// entities that the documents ask for, and FromBytes compiles the same bundle from them, years
// later, whatever detectors there are then. The digest is the SHA-256 of these bytes.
//
// Thread-safety: immutable; any number of threads may decide by one bundle.
#pragma once

#include <compare>
#include <cstddef>
#include <filesystem>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/json.h"
#include "base/result.h"
#include "base/sha256.h"
#include "policy/budget.h"
#include "policy/detector.h"
#include "policy/diagnostic.h"
#include "policy/facts.h"
#include "policy/own_entity.h"
#include "policy/parameter.h"
#include "policy/release.h"
#include "policy/rule.h"

namespace reeve::policy {

inline constexpr size_t kMaxDocumentBytes = size_t{1} << 20;
inline constexpr size_t kMaxBundleBytes = size_t{64} << 20;
inline constexpr size_t kMaxBundleFiles = 10'000;
// Of canonical_bytes(). As JSON a text may take twice its bytes: a line feed is two letters.
inline constexpr size_t kMaxBundleFileBytes = 3 * kMaxBundleBytes;

struct SourceFile {
  std::string name;  // relative to the folder, with slashes: "hr/leave.yaml"
  std::string text;
};

// Every *.yaml and *.yml beneath a folder, and its lists (list_file.h), by name. A symbolic link
// that leads outside of the folder is refused. Codes: policy.folder, policy.link, policy.too_large,
// policy.too_many_files.
Result<std::vector<SourceFile>> LoadFolder(const std::filesystem::path& folder);

// The text of another file of the folder, by its name relative to it. One that is not there, or
// that is reached by a link out of the folder, is refused. Codes: policy.folder, policy.link,
// file.not_found, file.too_large, file.io.
Result<std::string> ReadFolderFile(const std::filesystem::path& folder, std::string_view name,
                                   size_t max_bytes);

// What detectors can find. Given by the caller: this room knows no detector.
struct KnownEntity {
  std::string name;      // "CREDIT_CARD"
  std::string category;  // "payment"
  friend auto operator<=>(const KnownEntity&, const KnownEntity&) = default;
};
struct Vocabulary {
  std::vector<KnownEntity> entities;
};

enum class AttributeType : uint8_t { kBool, kInt, kDouble, kString, kStringList, kTimestamp };
std::string_view AttributeTypeName(AttributeType type);  // "bool", ..., "list<string>", "timestamp"

// A context attribute that some policy declares, so that rules may read context.<name>.
struct Attribute {
  std::string name;
  AttributeType type = AttributeType::kString;
  Recorded recorded = Recorded::kNothing;
  friend auto operator<=>(const Attribute&, const Attribute&) = default;
};

// Whether a JSON value fits an attribute: a whole number fits a double, an RFC 3339 text in UTC
// fits a timestamp.
bool FitsAttribute(const Attribute& attribute, const json::Value& value);

// A list file that rules may ask with `x in lists.<name>`.
struct List {
  std::string name;
  std::string file;
  size_t entries = 0;  // different ones
};

// What a test in a document expects; an absent part is not checked.
struct Expectation {
  Effect effect = Effect::kAllow;
  std::optional<std::vector<std::string>> rules;     // ids that apply, in any order
  std::optional<std::vector<std::string>> findings;  // entities, in any order, each once
  std::optional<std::string> redacted;               // the redacted text
};

// What an external detector finds in the request of a test: wherever the text stands in it.
struct GivenFinding {
  std::string entity;
  std::string text;
  double score = 0.9;
};

// A test of a document, for a runner that has detectors (this room has none). A test sees the rules
// of its own policy and of those that it extends: no other policy of the folder can make it fail.
struct PolicyTest {
  std::string name;
  // An object as for POST /v1/decisions; missing parts have documented defaults. Where it has the
  // member `file`, the others are laid over the JSON of that file (FileNameBeside, file_name.h).
  json::Value request;
  std::vector<GivenFinding> detected;  // by external detectors, which no test asks
  Expectation expect;
  std::string file;
  size_t line = 0;
};

struct Policy {
  std::string id;
  std::string title;
  std::string owner;
  std::vector<std::string> references;
  std::vector<std::string> entities;  // what its `detect` comes to, sorted
  std::vector<std::string> lists;     // that its rules may ask, sorted
  std::vector<Parameter> parameters;  // by name, as the bundle document sets them
  // What it extends, nearest first, as places in policies(). Empty of most. Its entities, lists and
  // parameters are then those of its bases too, as it tightens them.
  std::vector<size_t> bases;
  size_t first_rule = 0;  // its rules are rules()[first_rule .. first_rule + rule_count)
  size_t rule_count = 0;
  std::vector<PolicyTest> tests;
  std::string file;
};

class Bundle {
 public:
  ~Bundle();
  Bundle(const Bundle&) = delete;
  Bundle& operator=(const Bundle&) = delete;

  // "sha256:<hex>" and the bytes it is the digest of.
  const std::string& digest() const;
  const std::string& canonical_bytes() const;

  const std::string& title() const;
  const Release& release() const;
  // The effect of a request to which no enforced rule applies.
  Effect default_effect() const;
  // False when no bundle.yaml said so: the default is then deny, and compilation warns.
  bool default_is_declared() const;

  const std::vector<Policy>& policies() const;  // by file name
  const std::vector<Rule>& rules() const;
  const std::vector<Attribute>& attributes() const;    // by name
  const std::vector<List>& lists() const;              // by name
  const std::vector<OwnEntity>& own_entities() const;  // by name; those that policies declare
  const std::vector<Detector>& detectors() const;      // by name; external ones
  const std::vector<Budget>& budgets() const;          // by name
  // The entries of a list, in no order; they live as long as the bundle.
  std::vector<std::string_view> EntriesOf(std::string_view list) const;
  // Names of the entities that some enforced or shadow rule reads or redacts, sorted.
  const std::vector<std::string>& wanted_entities() const;

  // Null when there is none.
  const Attribute* FindAttribute(std::string_view name) const;
  const OwnEntity* FindOwnEntity(std::string_view name) const;
  const Detector* FindDetector(std::string_view name) const;
  const Rule* FindRule(std::string_view policy, std::string_view id) const;
  // Whether a rule (by index) is of the policy (by place) or of one that it extends: what a test of
  // the policy sees.
  bool Sees(size_t policy, uint32_t rule) const;

  // Private to this room: what Decide reads.
  struct Compiled;
  const Compiled& compiled() const { return *compiled_; }
  explicit Bundle(std::unique_ptr<Compiled> compiled);

 private:
  std::unique_ptr<Compiled> compiled_;
};

// Whether an entity of that name is looked for in the same way under both: it is of the detectors
// in both, or declared alike, with the same entries in its list; and the same external detectors
// give it by the same labels.
bool LooksForTheSame(const Bundle& a, const Bundle& b, std::string_view entity);

// Null exactly when diagnostics has an error; warnings may come with a bundle.
struct Compilation {
  std::shared_ptr<const Bundle> bundle;
  std::vector<Diagnostic> diagnostics;
};

// Precondition: release.revision <= kMaxRevision.
Compilation CompileBundle(std::vector<SourceFile> sources, const Vocabulary& vocabulary,
                          const Release& release = {});

// Compiles again what canonical_bytes() gave. bundle.syntax, bundle.invalid
Result<std::shared_ptr<const Bundle>> BundleFromBytes(std::string_view bytes);

}  // namespace reeve::policy
