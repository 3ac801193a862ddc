// The inside of a Bundle, for compile.cc, which makes it, and decide.cc, which reads it.
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "policy/approval_terms.h"
#include "policy/bundle.h"
#include "policy/cel/program.h"
#include "policy/cel/text_scan.h"
#include "policy/schema.h"
#include "policy/scope.h"

namespace reeve::policy {

struct CompiledRule {
  cel::Program program;
  uint32_t view;  // in Compiled::views
  uint8_t needs;  // bits of Need
  // Bits of `detectors` that give what the rule's policy detects, where it reads findings, or what
  // the rule redacts.
  uint8_t detectors = 0;
  // Places of clauses in the order of evaluation: those that replay can evaluate come first, so
  // that it seldom needs the outcome of an opaque one. Empty when no clause is opaque.
  std::vector<uint8_t> order;
  Scope scope;                  // its own, or else its policy's
  ApprovalTerms approval = {};  // of effect hold
};

struct Bundle::Compiled {
  std::string digest;
  std::string bytes;
  std::string title;
  Release release;
  Effect default_effect = Effect::kDeny;
  bool default_is_declared = false;
  std::vector<Policy> policies;
  std::vector<Rule> rules;
  std::vector<Attribute> attributes;
  std::vector<OwnEntity> own_entities;
  std::vector<Detector> detectors;
  std::vector<Budget> budgets;
  std::vector<std::string> wanted;
  cel::TextScans scans;  // of all the rules
  std::vector<List> lists;
  ListTexts list_texts;                                // of `lists`; programs refer to them
  std::vector<std::unique_ptr<const FactView>> views;  // programs refer to their schemas
  std::vector<CompiledRule> programs;                  // by rule
  ScopeIndex index;
};

}  // namespace reeve::policy
