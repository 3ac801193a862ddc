#include "detectors/secrets.h"

#include <algorithm>

#include "detectors/bytes.h"
#include "detectors/generic_secret.h"
#include "detectors/limits.h"
#include "detectors/placeholder.h"

namespace reeve::detectors {
namespace {

// Names of issuers this short must stand as a word of the key; longer ones are found inside too.
constexpr size_t kShortIssuer = 5;

// What a key holds that may say "password" and the like: whether it does, secret_key.h reads.
constexpr std::array<std::string_view, 19> kNounStems = {
    "pass",       "pwd",     "secret",    "key",   "token",  "auth",       "cred",
    "pat",        "webhook", "kennwort",  "senha", "parola", "wachtwoord", "motdepasse",
    "contrasena", "segreto", "geheimnis", "passe", "secreto"};

std::vector<std::string_view> Alternatives(std::string_view list) {
  std::vector<std::string_view> parts;
  while (!list.empty()) {
    // `|` in a set is itself.
    size_t bar = 0;
    for (bool set = false; bar < list.size() && (set || list[bar] != '|'); ++bar) {
      set = list[bar] == '[' || (set && list[bar] != ']');
    }
    parts.push_back(list.substr(0, bar));
    list.remove_prefix(std::min(list.size(), bar + 1));
  }
  return parts;
}

// The letters and digits of a key in lower case, and which of them begin a word.
struct CompactKey {
  std::array<char, kMaxKeyBytes> bytes;
  std::array<bool, kMaxKeyBytes> begins;
  size_t size = 0;

  explicit CompactKey(std::string_view key) {
    bool fresh = true;
    for (size_t i = 0; i < key.size() && size < kMaxKeyBytes; ++i) {
      const char c = key[i];
      if (!IsAlnum(c)) {
        fresh = true;
        continue;
      }
      const bool hump = Has(c, kUpper) && i > 0 && Has(key[i - 1], kLower);
      // "AWSToken": the last capital begins the next word.
      const bool last = Has(c, kUpper) && i > 0 && Has(key[i - 1], kUpper) && i + 1 < key.size() &&
                        Has(key[i + 1], kLower);
      bytes[size] = ToLower(c);
      begins[size++] = fresh || hump || last || (IsLetter(c) && i > 0 && IsDigit(key[i - 1]));
      fresh = false;
    }
  }

  // "sumo" is a word of "sumo_key" and of "sumokey", not of "sumOfKeys" or of "presumo"; "meraki"
  // is also one of "mymerakikey", and none of "CameraKit".
  bool Names(size_t pos, size_t length) const {
    if (length >= kShortIssuer && begins[pos]) return true;
    if (length < kShortIssuer && !begins[pos]) return false;
    return std::none_of(begins.begin() + static_cast<ptrdiff_t>(pos) + 1,
                        begins.begin() + static_cast<ptrdiff_t>(pos + length),
                        [](bool begin) { return begin; });
  }
};

std::string Lower(std::string_view text) {
  std::string lower(text);
  std::transform(lower.begin(), lower.end(), lower.begin(), ToLower);
  return lower;
}

// A webhook is its whole address: back to the scheme, from what is known of its host or its path.
size_t AddressBegin(std::string_view text, size_t begin, size_t end) {
  const std::string_view secret = text.substr(begin, end - begin);
  const size_t slash = secret.find('/');
  if (slash == std::string_view::npos ||
      secret.substr(0, slash).find('.') == std::string_view::npos) {
    return begin;
  }
  const size_t lowest = begin > kMaxDnsLabel ? begin - kMaxDnsLabel : 0;
  size_t host = begin;
  while (host > lowest &&
         (IsAlnum(text[host - 1]) || text[host - 1] == '.' || text[host - 1] == '-')) {
    --host;
  }
  for (const std::string_view scheme : {"https://", "http://"}) {
    if (host >= scheme.size() && text.substr(host - scheme.size(), scheme.size()) == scheme) {
      return host - scheme.size();
    }
  }
  return begin;
}

// "favicon.ico-7f3a...": the middle of a name. A host before an address is none.
bool MidName(std::string_view text, size_t begin) {
  if (begin < 2 || text[begin - 1] != '.' || !IsAlnum(text[begin - 2])) return false;
  size_t end = begin;
  while (end < text.size() && end - begin < kMaxDnsLabel &&
         (IsAlnum(text[end]) || text[end] == '.')) {
    ++end;
  }
  return !At(text, end, '/');
}

}  // namespace

Secrets::Secrets(const Wanted& wanted) {
  for (const SecretFormat* format : SecretFormats()) {
    if (!wanted(format->entity)) continue;
    formats_.push_back(format);
    if (format->form == SecretForm::kShape) {
      AddShapes(*format);
    } else if (format->form == SecretForm::kAddress) {
      for (const std::string_view scheme : Alternatives(format->shapes)) {
        schemes_.emplace(scheme, &format->entity);
      }
    } else {
      forms_[static_cast<size_t>(format->form)] = &format->entity;
    }
  }
  AddBlock("eyJ", SecretForm::kJwt);
  AddBlock("BEGIN", SecretForm::kPem);
  AddBlock("curl", SecretForm::kCurlUser);
  AddBlock("machine", SecretForm::kNetrc);
  AddBlock("kind", SecretForm::kKubernetes);
  for (auto& [literal, index] : trigger_index_) {
    for (size_t length = literal.size() - 1; length >= 3; --length) {
      const auto found = trigger_index_.find(literal.substr(0, length));
      if (found == trigger_index_.end()) continue;
      groups_[index].shorter = found->second;
      break;
    }
  }
  FinishKeyWords();
}

void Secrets::AddShapes(const SecretFormat& format) {
  for (const std::string_view pattern : Alternatives(format.shapes)) {
    const size_t index = shapes_.size();
    shapes_.push_back({&format, SecretShape(pattern)});
    const SecretShape& shape = shapes_.back().shape;
    for (const std::string_view word : Alternatives(format.words)) {
      key_names_[std::string(word)].push_back(index);
    }
    if (!format.words.empty()) continue;
    for (const SecretShape::Trigger& trigger : shape.triggers()) {
      AddTrigger(trigger.literal, {index, trigger.offset});
    }
    if (!shape.triggers().empty()) continue;
    size_t offset = 0;
    for (const SecretShape::Element& element : shape.elements()) {
      const std::string bytes = element.set.Bytes();
      if (bytes.size() == 1 && std::string_view("~|:").find(bytes[0]) != std::string_view::npos) {
        marks_[bytes[0]].push_back({index, offset});
        break;
      }
      offset += element.min;
    }
  }
}

void Secrets::AddTrigger(const std::string& literal, Anchor anchor) {
  const auto [entry, fresh] =
      trigger_index_.emplace(literal, static_cast<uint32_t>(groups_.size()));
  if (fresh) groups_.emplace_back();
  groups_[entry->second].anchors.push_back(anchor);
}

void Secrets::AddBlock(std::string_view literal, SecretForm form) {
  if (Of(form) == nullptr) return;
  const auto [entry, fresh] =
      trigger_index_.emplace(literal, static_cast<uint32_t>(groups_.size()));
  if (fresh) groups_.emplace_back();
  groups_[entry->second].form = form;
}

// A name that begins with another has the other's formats too.
void Secrets::FinishKeyWords() {
  for (const std::string_view stem : kNounStems) key_names_[std::string(stem)];
  std::vector<DictionaryWord> words;
  for (auto& entry : key_names_) {
    const std::string& word = entry.first;
    std::vector<size_t>& shapes = entry.second;
    for (size_t length = 3; length < word.size(); ++length) {
      const auto shorter = key_names_.find(word.substr(0, length));
      if (shorter == key_names_.end()) continue;
      for (const size_t shape : shorter->second) {
        if (std::find(shapes.begin(), shapes.end(), shape) == shapes.end()) shapes.push_back(shape);
      }
    }
    const bool noun = std::any_of(kNounStems.begin(), kNounStems.end(), [&](std::string_view stem) {
      return word.find(stem) != std::string::npos;
    });
    words.push_back({word, static_cast<uint32_t>(key_word_meanings_.size()), true, false});
    key_word_meanings_.push_back({shapes, noun});
  }
  key_words_.emplace(words);
}

std::vector<DictionaryWord> Secrets::Triggers() const {
  std::vector<DictionaryWord> words;
  for (const auto& [literal, index] : trigger_index_)
    words.push_back({literal, index, true, false});
  return words;
}

std::optional<Hit> Secrets::MatchShape(std::string_view text, size_t begin, const Shape& shape,
                                       bool keyed) const {
  const size_t end = shape.shape.Match(text, begin);
  if (end == std::string_view::npos) return std::nullopt;
  const std::string_view secret = text.substr(begin, end - begin);
  const std::string_view body = secret.substr(shape.shape.prefix());
  const SecretFormat& format = *shape.format;
  if (Entropy(body) < format.entropy || IsSpecimen(body)) return std::nullopt;
  const Verdict verdict = format.check == nullptr ? Verdict::kUnknown : format.check(secret);
  if (verdict == Verdict::kRefused) return std::nullopt;
  const bool confirmed = verdict == Verdict::kConfirmed;
  // A name before it is context, and the form alone would be worth little.
  const double context = keyed ? 0.4 : 0;
  return Hit{&format.entity,
             begin,
             end,
             {.format = format.score - context, .check = confirmed ? 0.2 : 0, .context = context},
             confirmed};
}

void Secrets::Match(std::string_view text, size_t pos, uint32_t value, SecretHits* hits) const {
  for (std::optional<uint32_t> index = value; index; index = groups_[*index].shorter) {
    const Group& group = groups_[*index];
    if (group.form != SecretForm::kShape) MatchBlock(text, pos, group.form, hits);
    for (const Anchor& anchor : group.anchors) {
      if (anchor.offset > pos) continue;
      const size_t begin = pos - anchor.offset;
      if (begin > 0 && IsAlnum(text[begin]) && IsAlnum(text[begin - 1])) continue;
      if (MidName(text, begin)) continue;
      if (std::optional<Hit> hit = MatchShape(text, begin, shapes_[anchor.shape], false)) {
        hit->begin = AddressBegin(text, hit->begin, hit->end);
        hits->firm.push_back(*hit);
        return;
      }
    }
  }
}

void Secrets::MatchBlock(std::string_view text, size_t pos, SecretForm form,
                         SecretHits* hits) const {
  const EntityEntry* const entity = Of(form);
  const auto add = [&](const std::optional<SecretSpan>& span, double score, double check) {
    if (!span) return;
    hits->firm.push_back(Hit{entity,
                             span->begin,
                             span->end,
                             {.format = score, .check = span->complete ? check : 0},
                             span->complete});
  };
  switch (form) {
    case SecretForm::kJwt:
      return add(ReadJwt(text, pos), 0.6, 0.35);
    case SecretForm::kPem:
      return add(ReadPem(text, pos), 0.8, 0.2);
    case SecretForm::kCurlUser:
      return add(ReadCurlUser(text, pos), 0.75, 0);
    case SecretForm::kNetrc:
      return add(ReadNetrc(text, pos), 0.75, 0);
    case SecretForm::kKubernetes:
      for (const SecretSpan& span : ReadKubernetesSecret(text, pos)) add(span, 0.6, 0.2);
      return;
    default:
      return;
  }
}

void Secrets::MatchUrl(std::string_view text, size_t pos, SecretHits* hits) const {
  if (schemes_.empty()) return;
  const std::optional<UrlCredentials> url = ReadUrlCredentials(text, pos);
  if (!url) return;
  auto entity = schemes_.find(Lower(url->scheme));
  if (entity == schemes_.end()) entity = schemes_.find("*");
  if (entity == schemes_.end()) return;
  hits->userinfo_done = url->password.end + 1;
  hits->firm.push_back(
      Hit{entity->second, url->password.begin, url->password.end, {.format = 0.8}, false});
}

void Secrets::MatchMarks(std::string_view text, size_t pos, SecretHits* hits) const {
  const auto marks = marks_.find(text[pos]);
  if (marks == marks_.end()) return;
  for (const Anchor& anchor : marks->second) {
    if (anchor.offset > pos) continue;
    const size_t begin = pos - anchor.offset;
    if (begin > 0 && (WordBefore(text, begin) || text[begin - 1] == '~')) continue;
    if (const std::optional<Hit> hit = MatchShape(text, begin, shapes_[anchor.shape], false)) {
      hits->firm.push_back(*hit);
      return;
    }
  }
}

void Secrets::MatchOperator(std::string_view text, size_t pos, SecretHits* hits) const {
  if (pos >= 2) MatchMarks(text, pos, hits);
  if (text[pos] == ':' && At(text, pos + 1, '/') && At(text, pos + 2, '/')) {
    return MatchUrl(text, pos, hits);
  }
  if (pos < hits->operators_done) return;
  const size_t end = OperatorEnd(text, pos);
  if (end == pos) return;
  hits->operators_done = end;
  if (std::optional<Assignment> assignment = ReadKey(text, pos, end)) {
    const KeyWords words = ReadWords(assignment->key);
    if (words.any() && ReadValue(text, end, &*assignment)) Judge(text, words, *assignment, hits);
  }
  if (end - pos >= 2 || At(text, pos == 0 ? 0 : pos - 1, '!')) {
    if (const std::optional<Assignment> reversed = ReadComparison(text, pos, end)) {
      Judge(text, ReadWords(reversed->key), *reversed, hits);
    }
  }
}

void Secrets::MatchFlag(std::string_view text, size_t pos, SecretHits* hits) const {
  if (const std::optional<Assignment> assignment = ReadFlag(text, pos)) {
    Judge(text, ReadWords(assignment->key), *assignment, hits);
  }
}

Secrets::KeyWords Secrets::ReadWords(std::string_view key) const {
  KeyWords words;
  const CompactKey compact_key(key);
  const std::string_view compact(compact_key.bytes.data(), compact_key.size);
  words.noun = compact.ends_with("pw");
  for (size_t at = 0; at + 3 <= compact.size(); ++at) {
    if (!key_words_->MayBeginStem(compact, at)) continue;
    const DictionaryWord* const word = key_words_->Find(compact, at);
    if (word == nullptr) continue;
    const KeyWord& found = key_word_meanings_[word->value];
    words.noun = words.noun || found.noun;
    if (!compact_key.Names(at, word->literal.size())) continue;
    words.shapes.insert(words.shapes.end(), found.shapes.begin(), found.shapes.end());
  }
  return words;
}

void Secrets::Judge(std::string_view text, const KeyWords& words, const Assignment& assignment,
                    SecretHits* hits) const {
  const size_t before = hits->firm.size();
  for (const size_t shape : words.shapes) {
    const std::optional<Hit> hit = MatchShape(text, assignment.begin, shapes_[shape], true);
    if (hit) hits->firm.push_back(*hit);
  }
  if (words.noun && hits->firm.size() == before) MatchGeneric(text, assignment, hits);
}

void Secrets::MatchGeneric(std::string_view text, const Assignment& assignment,
                           SecretHits* hits) const {
  const std::optional<GenericSecret> secret = JudgeGeneric(text, assignment);
  if (!secret) return;
  const EntityEntry* const entity = Of(secret->form);
  if (entity == nullptr) return;
  hits->generic.push_back(Hit{entity,
                              assignment.begin,
                              assignment.end,
                              {.format = secret->score - 0.3, .context = 0.3},
                              false});
}

}  // namespace reeve::detectors
