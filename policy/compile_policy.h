// One policy document to compiled rules, and what that needs of the bundle around it.
#pragma once

#include <map>
#include <memory>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "policy/cel/compile.h"
#include "policy/compiled.h"
#include "policy/document.h"
#include "policy/entities.h"
#include "policy/extension_rule.h"

namespace reeve::policy {

// What the rules of one policy read.
struct Reads {
  bool asked = false;  // the policy says what to detect, right or wrong
  bool findings = false;
  std::set<std::string> own_entities;  // that a category stands for here
  bool failed = false;  // a rule did not compile, and may have been meant to read anything
  std::set<std::string> paths;

  bool Has(const std::string& path) const { return failed || paths.contains(path); }
};

// Appends policies, rules, programs and views to a bundle, one document after the other. What it
// appends is of use only if no document had an error. Thread-safety: one thread.
class PolicyCompiler {
 public:
  PolicyCompiler(const Entities& entities, Bundle::Compiled* out)
      : entities_(entities), out_(out) {}

  void Add(PolicyDocument document, Reporter& reporter);

  // After the last document: what the rules demand.
  const std::vector<Scope>& scopes() const { return scopes_; }     // by rule
  const std::set<std::string>& wanted() const { return wanted_; }  // entities
  // Of any `detect`, but own ones.
  const std::set<KnownEntity>& detected() const { return detected_; }
  const std::vector<Restatement>& restatements() const { return restatements_; }

 private:
  std::vector<KnownEntity> ResolveDetect(const PolicyDocument& document, Reporter& reporter);
  void ResolveLists(const std::vector<Located>& names, Policy* policy, Reporter& reporter) const;
  ViewKey ResolveWords(const PolicyDocument& document, Policy* policy, Reporter& reporter);
  // What is of a base was reported there, where it is wrong.
  ViewKey KeyOf(const PolicyWords& words) const;
  uint32_t ViewOf(ViewKey key);
  bool CompileRule(RuleDocument& rule, const Policy& policy, uint32_t view, Reads* reads,
                   Reporter& reporter);
  void CompileTightened(TightenedRule& tightened, const Policy& policy, Reporter& reporter);
  std::string HintFor(const cel::CompileError& error, std::string_view when) const;
  void ResolveRedact(RuleDocument& rule, const std::vector<std::string>& detected,
                     const std::set<std::string>& own, bool asked, Reporter& reporter);
  unsigned AddRule(RuleDocument& rule, cel::Program program, uint32_t view);

  const Entities& entities_;
  Bundle::Compiled* out_;
  std::map<ViewKey, uint32_t> views_;
  std::vector<Scope> scopes_;
  std::set<std::string> wanted_;
  std::set<KnownEntity> detected_;
  std::vector<Restatement> restatements_;
};

}  // namespace reeve::policy
