#include "oversight/bundle_signature.h"

#include <algorithm>
#include <charconv>

#include "base/encoding.h"
#include "base/text.h"
#include "oversight/acting_person.h"

namespace reeve::oversight {
namespace {

constexpr std::string_view kFirstLine = "reeve-bundle-signature/v1\n";
constexpr std::string_view kBundleWord = "bundle ";
constexpr std::string_view kRevisionWord = "revision ";
constexpr std::string_view kCreatedWord = "created ";
constexpr size_t kMaxShownDigest = 80;

Error BadSignature(std::string why) { return {"bundle.signature", std::move(why)}; }

// The rest of the next line, if it begins with `word`; else nothing is taken.
std::string_view TakeLine(std::string_view word, std::string_view* text) {
  if (!text->starts_with(word)) return {};
  const size_t end = text->find('\n');
  const std::string_view rest = text->substr(word.size(), end - word.size());
  text->remove_prefix(end == std::string_view::npos ? text->size() : end + 1);
  return rest;
}

Error OtherBundle(std::string_view named, std::string_view digest) {
  return {"bundle.digest", "the signatures are over `" + std::string(Clip(named, kMaxShownDigest)) +
                               "`, but the file is `" + std::string(digest) +
                               "`: one of the two was changed, or they do not belong together"};
}

std::string IdText(uint32_t id) {
  std::string out;
  for (int shift = 24; shift >= 0; shift -= 8) out += static_cast<char>((id >> shift) & 0xFF);
  return HexEncode(out);
}

// Precondition: the line is of this key and verifies.
BundleSignature StandingOf(const TrustedKey& key, Timestamp now) {
  BundleSignature line{key.key.name, key.key.id, key.person, Standing::kCounts, ""};
  const std::string of = "the key `" + key.key.name + "` of " + key.person;
  if (key.revoked && *key.revoked <= now) {
    line.standing = Standing::kRevoked;
    line.why = of + " was revoked at " + FormatTimestamp(*key.revoked) + ": " + key.reason;
  } else if (key.from && now < *key.from) {
    line.standing = Standing::kOutOfPeriod;
    line.why = of + " counts only from " + FormatTimestamp(*key.from);
  } else if (key.until && *key.until <= now) {
    line.standing = Standing::kOutOfPeriod;
    line.why = of + " counted only until " + FormatTimestamp(*key.until);
  }
  return line;
}

void CountPerson(const TrustedKey& key, std::vector<BundleSigner>* persons) {
  const auto same = [&](const BundleSigner& one) { return IsSamePerson(one.person, key.person); };
  if (std::any_of(persons->begin(), persons->end(), same)) return;
  persons->push_back({key.person, key.key.name + "+" + IdText(key.key.id)});
}

std::string_view CodeOf(Standing standing) {
  switch (standing) {
    case Standing::kRevoked:
      return "bundle.revoked_key";
    case Standing::kOutOfPeriod:
      return "bundle.key_period";
    case Standing::kUnknown:
      return "bundle.unknown_key";
    case Standing::kCounts:
      break;
  }
  return "bundle.quorum";
}

}  // namespace

std::string BundleStatement::Text() const {
  std::string out(kFirstLine);
  out += std::string(kBundleWord) + digest + "\n";
  if (release.revision != 0) {
    out += std::string(kRevisionWord) + std::to_string(release.revision) + "\n";
  }
  if (release.created) out += std::string(kCreatedWord) + FormatTimestamp(*release.created) + "\n";
  return out;
}

Result<BundleStatement> BundleStatement::Parse(std::string_view text) {
  const Error bad = BadSignature(
      "the text that was signed is not the one of a bundle; sign with "
      "`reeve bundle sign`");
  std::string_view rest = text;
  if (!rest.starts_with(kFirstLine)) return bad;
  rest.remove_prefix(kFirstLine.size());
  BundleStatement statement;
  statement.digest = TakeLine(kBundleWord, &rest);
  if (const std::string_view number = TakeLine(kRevisionWord, &rest); !number.empty()) {
    std::from_chars(number.data(), number.data() + number.size(), statement.release.revision);
  }
  if (const std::string_view time = TakeLine(kCreatedWord, &rest); !time.empty()) {
    const Result<Timestamp> created = ParseTimestamp(time);
    if (!created.ok()) return bad;
    statement.release.created = *created;
  }
  // What was overlooked above is found here: there is one text for one statement.
  if (statement.digest.empty() || statement.Text() != text) return bad;
  return statement;
}

Result<ledger::Note> ParseBundleSignature(std::string_view file) {
  if (file.size() > kMaxSignatureFileBytes) {
    return BadSignature("a file of signatures has at most 65,536 bytes");
  }
  Result<ledger::Note> note = ledger::Note::Parse(file);
  if (!note.ok()) return BadSignature("not a file of signatures: " + note.error().message);
  return note;
}

Result<CheckedSignatures> CheckBundleSignatures(std::string_view file, std::string_view digest,
                                                const BundleTrust& trust, Timestamp now) {
  REEVE_ASSIGN_OR_RETURN(const ledger::Note note, ParseBundleSignature(file));
  CheckedSignatures checked;
  REEVE_ASSIGN_OR_RETURN(checked.statement, BundleStatement::Parse(note.text));
  if (checked.statement.digest != digest) return OtherBundle(checked.statement.digest, digest);
  for (const ledger::NoteSignature& line : note.signatures) {
    const TrustedKey* key = trust.Find(line.name, line.key_id);
    if (key == nullptr) {
      checked.lines.push_back({line.name, line.key_id, "", Standing::kUnknown,
                               "the key `" + line.name + "+" + IdText(line.key_id) +
                                   "` is not among those that are trusted"});
      continue;
    }
    if (!key->key.Verifies(note.text, line.signature)) {
      return BadSignature("the signature of `" + line.name + "` does not verify: the file of " +
                          "signatures was changed");
    }
    checked.lines.push_back(StandingOf(*key, now));
    if (checked.lines.back().standing == Standing::kCounts) CountPerson(*key, &checked.persons);
  }
  return checked;
}

Status RequireQuorum(const CheckedSignatures& checked, uint64_t quorum) {
  if (checked.persons.size() >= quorum) return {};
  std::string message = std::to_string(checked.persons.size()) + " of " + std::to_string(quorum) +
                        (quorum == 1 ? " person has signed" : " persons have signed");
  for (const Standing standing : {Standing::kRevoked, Standing::kOutOfPeriod, Standing::kUnknown}) {
    const auto line =
        std::find_if(checked.lines.begin(), checked.lines.end(),
                     [standing](const BundleSignature& one) { return one.standing == standing; });
    if (line != checked.lines.end()) {
      return Error{CodeOf(standing), line->why + "; so " + message};
    }
  }
  return Error{CodeOf(Standing::kCounts), message + ": let others sign with `reeve bundle sign`"};
}

Result<std::string> AddBundleSignature(std::string_view file, const BundleStatement& statement,
                                       const ledger::VerifierKey& signer, const SigningKey& key) {
  ledger::Note note{statement.Text(), {}};
  if (!file.empty()) {
    REEVE_ASSIGN_OR_RETURN(note, ParseBundleSignature(file));
    REEVE_ASSIGN_OR_RETURN(const BundleStatement signed_before, BundleStatement::Parse(note.text));
    if (signed_before != statement) return OtherBundle(signed_before.digest, statement.digest);
  }
  std::erase_if(note.signatures, [&](const ledger::NoteSignature& line) {
    return line.name == signer.name && line.key_id == signer.id;
  });
  if (note.signatures.size() == ledger::kMaxNoteSignatures) {
    return BadSignature("the file has 100 signatures, and cannot have more");
  }
  REEVE_ASSIGN_OR_RETURN(std::string signature, key.Sign(note.text));
  note.signatures.push_back({signer.name, signer.id, std::move(signature)});
  return note.Format();
}

}  // namespace reeve::oversight
