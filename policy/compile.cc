// CompileBundle: sources to documents, documents to a bundle. Every stage reports all that it
// finds; a bundle is made only when nobody reported an error.
#include <algorithm>
#include <deque>
#include <map>

#include "base/text.h"
#include "policy/compile_detectors.h"
#include "policy/compile_entities.h"
#include "policy/compile_policy.h"
#include "policy/extension.h"
#include "policy/list_file.h"

namespace reeve::policy {
namespace {

constexpr std::string_view kFormat = "reeve-bundle/v1";

// A file, read. Its reporter views the file's text and the list of diagnostics.
struct Source {
  Source(const SourceFile& file, std::vector<Diagnostic>* diagnostics)
      : reporter(file.name, file.text, diagnostics), document(ReadDocument(reporter)) {}
  Reporter reporter;
  Document document;
};
using Sources = std::deque<Source>;

void AddGeneral(Level level, std::string_view code, std::string message,
                std::vector<Diagnostic>* diagnostics) {
  Diagnostic diagnostic;
  diagnostic.level = level;
  diagnostic.code = code;
  diagnostic.message = std::move(message);
  diagnostics->push_back(std::move(diagnostic));
}

void CheckFileNames(const std::vector<SourceFile>& sorted, std::vector<Diagnostic>* diagnostics) {
  for (size_t i = 1; i < sorted.size(); ++i) {
    if (sorted[i].name != sorted[i - 1].name) continue;
    AddGeneral(Level::kError, "policy.duplicate_file",
               "two files are called `" + sorted[i].name + "`", diagnostics);
  }
}

// Reads a list into the bundle. Its reporter stays, for what is found out later.
void AddList(Reporter& reporter, Bundle::Compiled* out) {
  ListFile read = ReadListFile(reporter);
  if (read.name.empty()) return;
  const auto same = [&](const List& list) { return list.name == read.name; };
  const auto other = std::find_if(out->lists.begin(), out->lists.end(), same);
  if (other != out->lists.end()) {
    reporter.Error("policy.duplicate_list", {},
                   "the list `" + read.name + "` is already in " + other->file);
    return;
  }
  if (read.entries.empty()) {
    reporter.Warning("policy.empty_list", {},
                     "the list has no entry, so `in lists." + read.name + "` is always false");
  }
  auto texts = std::make_unique<const cel::TextSet>(read.entries);
  out->lists.push_back({read.name, std::string(reporter.file()), texts->size()});
  out->list_texts.emplace(read.name, std::move(texts));
}

bool UsesList(const Bundle::Compiled& compiled, const std::string& name) {
  return std::any_of(compiled.policies.begin(), compiled.policies.end(),
                     [&name](const Policy& policy) {
                       return std::binary_search(policy.lists.begin(), policy.lists.end(), name);
                     }) ||
         std::any_of(compiled.own_entities.begin(), compiled.own_entities.end(),
                     [&name](const OwnEntity& entity) { return entity.list == name; });
}

void ReportUnusedLists(std::deque<Reporter>& reporters, const Bundle::Compiled& compiled) {
  for (Reporter& reporter : reporters) {
    for (const List& list : compiled.lists) {
      if (list.file != reporter.file()) continue;
      if (UsesList(compiled, list.name)) continue;
      reporter.Warning("policy.unused_list", {},
                       "no policy names the list; add `lists: [" + list.name +
                           "]` to one that asks it, or remove the file");
    }
  }
}

void ApplyBundleDocument(Sources& sources, Bundle::Compiled* out,
                         std::vector<Diagnostic>* diagnostics) {
  const Source* first = nullptr;
  for (Source& source : sources) {
    if (!source.document.bundle) continue;
    if (first != nullptr) {
      source.reporter.Error("policy.duplicate_bundle", {},
                            "a second document of kind `Bundle`; the first is in " +
                                std::string(first->reporter.file()));
      continue;
    }
    first = &source;
    out->title = source.document.bundle->title;
    out->default_effect = source.document.bundle->default_effect;
    out->default_is_declared = true;
  }
  if (first != nullptr || HasErrors(*diagnostics)) return;
  AddGeneral(Level::kWarning, "policy.no_default",
             "no document of kind `Bundle` says what happens when no rule applies, so it is "
             "`deny`; add a bundle.yaml with `default: deny` or `default: allow`",
             diagnostics);
}

PolicyDocument* FindPolicy(Sources& sources, std::string_view id) {
  for (Source& source : sources) {
    if (source.document.policy && source.document.policy->id.text == id) {
      return &*source.document.policy;
    }
  }
  return nullptr;
}

Parameter* FindParameter(PolicyDocument& policy, std::string_view name) {
  for (ParameterDocument& declared : policy.parameters) {
    if (declared.parameter.name == name) return &declared.parameter;
  }
  return nullptr;
}

void ReportUnknown(const YamlMember& member, const std::string& what,
                   const std::vector<std::string>& known, Reporter& reporter) {
  reporter.Error("policy.unknown_name", member.key_span,
                 what + " `" + member.key + "`" + DidYouMeanSuffix(member.key, known));
}

void SetParametersOf(PolicyDocument& policy, const YamlNode& values, Reporter& reporter) {
  const MapReader map(values, "the parameters of `" + policy.id.text + "`", reporter);
  for (const YamlMember& member : values.members) {
    if (Parameter* parameter = FindParameter(policy, member.key)) {
      if (const YamlNode* value = map.Find(member.key)) SetParameter(*value, parameter, reporter);
      continue;
    }
    std::vector<std::string> known;
    for (const ParameterDocument& p : policy.parameters) known.push_back(p.parameter.name);
    ReportUnknown(member, "the policy `" + policy.id.text + "` has no parameter", known, reporter);
  }
}

// What the bundle document sets.
void ApplyParameters(Sources& sources) {
  for (Source& source : sources) {
    if (!source.document.bundle) continue;
    const YamlNode& policies = source.document.bundle->parameters;
    if (policies.kind == YamlNode::Kind::kNull) continue;
    const MapReader map(policies, "`parameters`", source.reporter);
    for (const YamlMember& member : policies.members) {
      PolicyDocument* policy = FindPolicy(sources, member.key);
      if (policy != nullptr) {
        const YamlNode* values = map.Find(member.key);
        if (values != nullptr) SetParametersOf(*policy, *values, source.reporter);
        continue;
      }
      std::vector<std::string> known;
      for (const Source& other : sources) {
        if (other.document.policy) known.push_back(other.document.policy->id.text);
      }
      ReportUnknown(member, "there is no policy", known, source.reporter);
    }
  }
}

void CheckPolicyIds(Sources& sources, std::vector<Diagnostic>* diagnostics) {
  std::map<std::string_view, const Source*> seen;
  bool any = false;
  for (Source& source : sources) {
    if (!source.document.policy) continue;
    any = true;
    const Located& id = source.document.policy->id;
    const auto [first, inserted] = seen.try_emplace(id.text, &source);
    if (inserted || id.text.empty()) continue;
    source.reporter.Error("policy.duplicate_policy", id.span,
                          "the policy `" + id.text + "` is already in " +
                              std::string(first->second->reporter.file()));
  }
  if (any || HasErrors(*diagnostics)) return;
  AddGeneral(Level::kError, "policy.none", "there is no document of kind `Policy`", diagnostics);
}

std::vector<DeclaredEntity> DeclaredEntities(Sources& sources) {
  std::vector<DeclaredEntity> out;
  for (Source& source : sources) {
    if (!source.document.policy) continue;
    for (const EntityDocument& entity : source.document.policy->entities) {
      out.push_back({entity, &source.reporter});
    }
  }
  return out;
}

std::vector<DeclaredDetector> DeclaredDetectors(Sources& sources) {
  std::vector<DeclaredDetector> out;
  for (Source& source : sources) {
    if (!source.document.bundle) continue;
    for (const DetectorDocument& detector : source.document.bundle->detectors) {
      out.push_back({detector, &source.reporter});
    }
  }
  return out;
}

// By name, for the bundle document is one.
void CollectBudgets(const Sources& sources, Bundle::Compiled* out) {
  for (const Source& source : sources) {
    if (!source.document.bundle) continue;
    for (const BudgetDocument& declared : source.document.bundle->budgets) {
      out->budgets.push_back(declared.budget);
    }
  }
  std::sort(out->budgets.begin(), out->budgets.end());
}

bool ReadsBudget(const Bundle::Compiled& compiled, const std::string& name) {
  const std::string path = "usage." + name;
  const auto is_of_it = [&path](const std::string& read) {
    return read == "usage" || read == path || read.starts_with(path + ".");
  };
  for (const CompiledRule& rule : compiled.programs) {
    for (size_t i = 0; i < rule.program.clause_count(); ++i) {
      const auto reads = rule.program.clause_reads(i);
      if (std::any_of(reads.begin(), reads.end(), is_of_it)) return true;
    }
  }
  return false;
}

void ReportUnreadBudgets(Sources& sources, const Bundle::Compiled& compiled) {
  for (Source& source : sources) {
    if (!source.document.bundle) continue;
    for (const BudgetDocument& declared : source.document.bundle->budgets) {
      const std::string& name = declared.budget.name;
      if (ReadsBudget(compiled, name)) continue;
      source.reporter.Warning("policy.unused_budget", declared.span,
                              "no rule reads `usage." + name +
                                  "`, so nothing happens when the budget is used up; add a rule "
                                  "with `when: usage." +
                                  name + ".remaining == 0`");
    }
  }
}

void Extend(Sources& sources, const Entities& entities) {
  std::vector<OpenPolicy> policies;
  for (Source& source : sources) {
    if (source.document.policy) policies.push_back({&*source.document.policy, &source.reporter});
  }
  ApplyExtensions(policies, entities);
}

// Once all policies have their places.
void FindBases(const std::map<std::string, std::vector<std::string>>& chains,
               Bundle::Compiled* out) {
  std::map<std::string_view, size_t> places;
  for (size_t i = 0; i < out->policies.size(); ++i) places.emplace(out->policies[i].id, i);
  for (const auto& [id, chain] : chains) {
    for (const std::string& base : chain) {
      out->policies[places.at(id)].bases.push_back(places.at(base));
    }
  }
}

std::string Described(const Attribute& attribute) {
  return "`" + std::string(AttributeTypeName(attribute.type)) + "`, recorded as `" +
         std::string(RecordedName(attribute.recorded)) + "`";
}

std::vector<Attribute> CollectAttributes(Sources& sources) {
  std::map<std::string_view, std::pair<Attribute, const Source*>> known;
  for (Source& source : sources) {
    if (!source.document.policy) continue;
    for (const AttributeDocument& declared : source.document.policy->attributes) {
      const Attribute& attribute = declared.attribute;
      const auto [first, inserted] =
          known.try_emplace(attribute.name, std::pair{attribute, &source});
      if (inserted || first->second.first == attribute) continue;
      source.reporter.Error("policy.attribute_conflict", declared.span,
                            "`" + attribute.name + "` is " + Described(attribute) + ", but " +
                                std::string(first->second.second->reporter.file()) +
                                " says that it is " + Described(first->second.first));
    }
  }
  std::vector<Attribute> out;
  out.reserve(known.size());
  for (const auto& [name, declared] : known) out.push_back(declared.first);
  return out;
}

// {"documents":{name:text},"entities":{name:category},"format":...,"lists":{name:text},
// "release":{...}}, as RFC 8785 writes it; without lists, and without a release, not the member.
Result<std::string> CanonicalBytes(const std::vector<SourceFile>& files,
                                   const std::set<KnownEntity>& entities, const Release& release) {
  json::Object documents;
  json::Object lists;
  for (const SourceFile& file : files) {
    (IsListFile(file.name) ? lists : documents).Add(file.name, file.text);
  }
  json::Object categories;
  for (const KnownEntity& entity : entities) categories.Add(entity.name, entity.category);
  json::Object root;
  root.Add("documents", std::move(documents))
      .Add("entities", std::move(categories))
      .Add("format", kFormat);
  if (!lists.empty()) root.Add("lists", std::move(lists));
  if (release.given()) root.Add("release", release.ToJson());
  return json::Canonical(root);
}

Error NotABundle(std::string message) { return {"bundle.syntax", std::move(message)}; }

Result<std::vector<std::pair<std::string, std::string>>> TextMembers(const json::Value& root,
                                                                     std::string_view key) {
  const json::Value* value = root.Find(key);
  const json::Object* object = value == nullptr ? nullptr : value->as_object();
  if (object == nullptr) return NotABundle("no object `" + std::string(key) + "` in the bundle");
  std::vector<std::pair<std::string, std::string>> out;
  for (const json::Member& member : *object) {
    const std::string* text = member.value.as_string();
    if (text == nullptr) return NotABundle("`" + member.key + "` of the bundle is no text");
    out.emplace_back(member.key, *text);
  }
  return out;
}

}  // namespace

Compilation CompileBundle(std::vector<SourceFile> files, const Vocabulary& vocabulary,
                          const Release& release) {
  std::vector<Diagnostic> diagnostics;
  std::sort(files.begin(), files.end(),
            [](const SourceFile& a, const SourceFile& b) { return a.name < b.name; });
  CheckFileNames(files, &diagnostics);
  auto out = std::make_unique<Bundle::Compiled>();
  Sources sources;
  std::deque<Reporter> lists;
  for (const SourceFile& file : files) {
    if (IsListFile(file.name)) {
      AddList(lists.emplace_back(file.name, file.text, &diagnostics), out.get());
    } else {
      sources.emplace_back(file, &diagnostics);
    }
  }
  const auto by_name = [](const List& a, const List& b) { return a.name < b.name; };
  std::sort(out->lists.begin(), out->lists.end(), by_name);
  CheckPolicyIds(sources, &diagnostics);
  ApplyBundleDocument(sources, out.get(), &diagnostics);
  ApplyParameters(sources);
  out->attributes = CollectAttributes(sources);
  CollectBudgets(sources, out.get());

  const std::vector<DeclaredEntity> declared = DeclaredEntities(sources);
  CollectEntities(declared, vocabulary, out.get());
  const std::vector<DeclaredDetector> declared_detectors = DeclaredDetectors(sources);
  const GivenEntities given = CollectDetectors(declared_detectors, vocabulary, out.get());
  const Entities entities(vocabulary, out->own_entities, given.external);
  Extend(sources, entities);
  PolicyCompiler compiler(entities, out.get());
  std::map<std::string, std::vector<std::string>> chains;
  for (Source& source : sources) {
    if (!source.document.policy) continue;
    const auto& extension = source.document.policy->extension;
    if (extension) chains.emplace(source.document.policy->id.text, extension->chain);
    compiler.Add(std::move(*source.document.policy), source.reporter);
  }
  ReportUnusedLists(lists, *out);
  if (!HasErrors(diagnostics)) {
    ReportUnusedEntities(declared, *out);
    ReportUnusedDetectors(declared_detectors, *out);
    ReportUnreadBudgets(sources, *out);
  }
  SortDiagnostics(&diagnostics);
  if (HasErrors(diagnostics)) return {nullptr, std::move(diagnostics)};

  FindBases(chains, out.get());
  out->wanted = {compiler.wanted().begin(), compiler.wanted().end()};
  out->index = ScopeIndex(compiler.scopes());
  out->scans.Finish();
  AssignDetectors(out.get());
  // The texts are valid UTF-8, or reading them would have failed, and there is no number.
  out->release = release;
  std::set<KnownEntity> kept = compiler.detected();
  kept.insert(given.known.begin(), given.known.end());
  for (const Source& source : sources) {
    if (!source.document.is_law_table) continue;
    std::erase_if(files, [&](const SourceFile& f) { return f.name == source.reporter.file(); });
  }
  out->bytes = CanonicalBytes(files, kept, release).value();
  out->digest = DigestName(Sha256(out->bytes));
  auto bundle = std::make_shared<const Bundle>(std::move(out));
  CheckConditions(*bundle, compiler.restatements());
  SortDiagnostics(&diagnostics);
  if (HasErrors(diagnostics)) bundle.reset();
  return {std::move(bundle), std::move(diagnostics)};
}

Result<std::shared_ptr<const Bundle>> BundleFromBytes(std::string_view bytes) {
  auto root = json::Parse(bytes, {.max_bytes = kMaxBundleFileBytes, .max_depth = 4});
  if (!root.ok()) return NotABundle("the bundle is not JSON: " + root.error().message);
  const json::Value* format = root->Find("format");
  if (format == nullptr || *format != json::Value(kFormat)) {
    return NotABundle("the bundle's `format` is not `" + std::string(kFormat) + "`");
  }
  REEVE_ASSIGN_OR_RETURN(auto documents, TextMembers(*root, "documents"));
  REEVE_ASSIGN_OR_RETURN(auto entities, TextMembers(*root, "entities"));
  if (root->Find("lists") != nullptr) {
    REEVE_ASSIGN_OR_RETURN(auto lists, TextMembers(*root, "lists"));
    std::move(lists.begin(), lists.end(), std::back_inserter(documents));
  }
  Release release;
  if (const json::Value* given = root->Find("release")) {
    REEVE_ASSIGN_OR_RETURN(release, Release::FromJson(*given));
  }
  std::vector<SourceFile> files;
  files.reserve(documents.size());
  for (auto& [name, text] : documents) files.push_back({std::move(name), std::move(text)});
  Vocabulary vocabulary;
  vocabulary.entities.reserve(entities.size());
  for (auto& [name, category] : entities) {
    vocabulary.entities.push_back({std::move(name), std::move(category)});
  }
  Compilation compilation = CompileBundle(std::move(files), vocabulary, release);
  if (compilation.bundle == nullptr) {
    return Error{"bundle.invalid", Render(compilation.diagnostics.front())};
  }
  if (compilation.bundle->canonical_bytes() != bytes) {
    return NotABundle("the bundle's bytes are not in canonical form");
  }
  return std::move(compilation.bundle);
}

}  // namespace reeve::policy
