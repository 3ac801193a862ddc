#include "api/http_source.h"

#include <httplib.h>

#include <algorithm>
#include <optional>
#include <utility>

#include "api/hang_up.h"
#include "api/sigpipe_guard.h"
#include "api/source_url.h"
#include "api/token_file.h"
#include "base/file.h"
#include "base/sha256.h"
#include "oversight/bundle_signature.h"

namespace reeve::api {
namespace {

using engine::SourceLook;
using std::chrono::milliseconds;

constexpr int kMaxRedirects = 3;
constexpr int kNotModified = 304;
constexpr int kNone = 404;
// A bundle and its signatures are two answers: a publication may come between them.
constexpr int kTriesToBeInStep = 3;

// What a server gave with the bytes, to be asked by the next time.
struct Validators {
  std::string etag;
  std::string last_modified;
  friend bool operator==(const Validators&, const Validators&) = default;
};

struct Answer {
  int status = 0;
  std::string body;
  std::string location;
  Validators validators;
  bool too_large = false;
};

// Whether the signatures are over other bytes than these.
bool IsOutOfStep(const std::string& bundle, const std::string& signatures) {
  const auto note = oversight::ParseBundleSignature(signatures);
  if (!note.ok()) return false;
  const auto statement = oversight::BundleStatement::Parse(note->text);
  return statement.ok() && statement->digest != DigestName(Sha256(bundle));
}

class Source final : public engine::BundleSource {
 public:
  Source(HttpSourceOptions options, SourceUrl url)
      : options_(std::move(options)), url_(std::move(url)), name_(url_.ShownName()) {}

  const std::string& name() const override { return name_; }
  Result<SourceLook> Look(bool anew, const std::stop_token& stop) override;

 private:
  // 200, 304, or with `may_lack` 404; anything else is an error.
  Result<Answer> Get(const std::string& path, const Validators& known, bool may_lack, size_t most,
                     const std::stop_token& stop) const;
  Result<Answer> Exchange(const std::string& target, const Validators& known, size_t most,
                          const std::stop_token& stop) const;
  struct Both {
    Answer bundle;
    Answer signatures;
  };
  Result<Both> Fetch(const Validators& bundle, const Validators& signatures,
                     const std::stop_token& stop) const;
  Result<httplib::Headers> HeadersFor(const Validators& known) const;
  Error FailureOf(const Answer& answer, httplib::Error error, bool timed_out) const;
  // The path of a redirect that stays within the origin.
  Result<std::string> Within(const std::string& location) const;

  const HttpSourceOptions options_;
  const SourceUrl url_;
  const std::string name_;
  Validators bundle_;
  Validators signatures_;
  std::optional<Hash> settling_;  // of a pair that was out of step
  std::optional<Hash> given_;     // digest of what was last given
};

Result<httplib::Headers> Source::HeadersFor(const Validators& known) const {
  httplib::Headers headers = {{"Accept-Encoding", "identity"}, {"User-Agent", "reeve"}};
  if (!known.etag.empty()) {
    headers.emplace("If-None-Match", known.etag);
  } else if (!known.last_modified.empty()) {
    headers.emplace("If-Modified-Since", known.last_modified);
  }
  if (options_.token_file.empty()) return headers;
  const std::optional<std::string> token = ReadTokenFile(options_.token_file);
  if (!token) {
    return Error{"source.token", "`" + options_.token_file +
                                     "` holds no token for the source: its first line must be "
                                     "printable ASCII without blanks"};
  }
  headers.emplace("Authorization", "Bearer " + *token);
  return headers;
}

Error Source::FailureOf(const Answer& answer, httplib::Error error, bool timed_out) const {
  const std::string at = "`" + name_ + "`";
  if (answer.too_large) {
    return {"source.too_large", at + " is larger than a bundle may be (" +
                                    std::to_string(options_.max_bytes) + " bytes)"};
  }
  if (timed_out) return {"source.timeout", at + " did not answer whole in time"};
  switch (error) {
    case httplib::Error::SSLServerVerification:
      return {"source.certificate",
              "the certificate of " + at +
                  " is not good for that host by the authorities that are trusted: name the right "
                  "one with --ca"};
    case httplib::Error::SSLLoadingCerts:
      return {"source.ca", "`" + options_.ca_file + "` holds no certificates (PEM)"};
    case httplib::Error::SSLConnection:
      return {"source.unreachable", "no TLS connection to " + at};
    case httplib::Error::Read:
      return {"source.cut", at + " ended or stalled in the middle of its answer"};
    default:
      return {"source.unreachable",
              "no answer from " + at + " (" + httplib::to_string(error) + ")"};
  }
}

Result<Answer> Source::Exchange(const std::string& target, const Validators& known, size_t most,
                                const std::stop_token& stop) const {
  REEVE_ASSIGN_OR_RETURN(const httplib::Headers headers, HeadersFor(known));
  const SigpipeGuard sigpipe_guard;  // until the client has closed, too
  httplib::Client client(url_.origin);
  if (!client.is_valid()) return Error{"source.url", "`" + name_ + "` is no address"};
  client.set_connection_timeout(options_.connect);
  client.set_read_timeout(options_.gap);
  client.set_write_timeout(options_.gap);
  client.set_url_encode(false);
  client.set_decompress(false);
  if (!options_.ca_file.empty()) client.set_ca_cert_path(options_.ca_file);
  Answer answer;
  const HangUp hang_up([&client] { client.stop(); }, options_.whole, stop);
  const httplib::Result result = client.Get(
      target, headers,
      [&](const httplib::Response& response) {
        answer.status = response.status;
        answer.location = response.get_header_value("Location");
        answer.validators = {response.get_header_value("ETag"),
                             response.get_header_value("Last-Modified")};
        if (response.status != 200) return false;  // what else says nothing by its body
        answer.too_large = response.get_header_value<uint64_t>("Content-Length") > most;
        return !answer.too_large;
      },
      [&](const char* bytes, size_t count) {
        answer.too_large = answer.body.size() + count > most;
        if (!answer.too_large) answer.body.append(bytes, count);
        return !answer.too_large;
      });
  const bool has_ended = answer.status != 0 && (answer.status != 200 || result);
  if (has_ended && !answer.too_large) return answer;
  return FailureOf(answer, result.error(), hang_up.timed_out());
}

Result<std::string> Source::Within(const std::string& location) const {
  if (location.starts_with('/') && !location.starts_with("//")) return location;
  if (location.starts_with(url_.origin + "/")) return location.substr(url_.origin.size());
  return Error{"source.redirect", "`" + name_ +
                                      "` sends to another scheme, host or port, where neither the "
                                      "token nor the trust goes: name the new address"};
}

Result<Answer> Source::Get(const std::string& path, const Validators& known, bool may_lack,
                           size_t most, const std::stop_token& stop) const {
  std::string target = path + url_.query;
  for (int i = 0; i <= kMaxRedirects; ++i) {
    REEVE_ASSIGN_OR_RETURN(Answer answer, Exchange(target, known, most, stop));
    switch (answer.status) {
      case 200:
        return answer;
      case kNotModified:
        if (known != Validators{}) return answer;
        break;
      case 301:
      case 302:
      case 303:
      case 307:
      case 308: {
        REEVE_ASSIGN_OR_RETURN(target, Within(answer.location));
        continue;
      }
      case kNone:
        if (may_lack) return answer;
        break;
      default:
        break;
    }
    return Error{"source.status",
                 "`" + name_ + "` answers with status " + std::to_string(answer.status)};
  }
  return Error{"source.redirect", "`" + name_ + "` redirects more than 3 times"};
}

Result<Source::Both> Source::Fetch(const Validators& bundle, const Validators& signatures,
                                   const std::stop_token& stop) const {
  Both both;
  REEVE_ASSIGN_OR_RETURN(both.bundle, Get(url_.path, bundle, false, options_.max_bytes, stop));
  both.signatures.status = kNone;
  if (options_.with_signatures) {
    REEVE_ASSIGN_OR_RETURN(both.signatures,
                           Get(url_.path + std::string(engine::kSignatureSuffix), signatures, true,
                               oversight::kMaxSignatureFileBytes, stop));
  }
  return both;
}

Result<SourceLook> Source::Look(bool anew, const std::stop_token& stop) {
  const bool is_conditional = !anew && given_;
  REEVE_ASSIGN_OR_RETURN(Both both, Fetch(is_conditional ? bundle_ : Validators{},
                                          is_conditional ? signatures_ : Validators{}, stop));
  const bool still_signed = both.signatures.status == kNotModified ||
                            (both.signatures.status == kNone && signatures_ == Validators{});
  if (is_conditional && both.bundle.status == kNotModified && still_signed) return SourceLook{};
  // Where one of the two is new, both are fetched, for the bytes of the other were not kept.
  if (both.bundle.status == kNotModified || both.signatures.status == kNotModified) {
    REEVE_ASSIGN_OR_RETURN(both, Fetch({}, {}, stop));
  }
  for (int i = 1; i < kTriesToBeInStep; ++i) {
    if (!IsOutOfStep(both.bundle.body, both.signatures.body)) break;
    REEVE_ASSIGN_OR_RETURN(both, Fetch({}, {}, stop));
  }
  const Hash digest = Sha256({AsBytes(Sha256(both.bundle.body)), both.signatures.body});
  const bool settles = !anew && IsOutOfStep(both.bundle.body, both.signatures.body);
  if (settles && std::exchange(settling_, digest) != digest) {
    return SourceLook{SourceLook::Kind::kSettling, {}};
  }
  bundle_ = both.bundle.validators;
  signatures_ = both.signatures.status == kNone ? Validators{} : both.signatures.validators;
  // A server that knows no conditions sends the same again and again.
  if (std::exchange(given_, digest) == digest && !anew) return SourceLook{};
  SourceLook look{SourceLook::Kind::kNew, {}};
  look.content.file.bytes = std::move(both.bundle.body);
  look.content.file.signature = std::move(both.signatures.body);
  return look;
}

}  // namespace

Result<std::unique_ptr<engine::BundleSource>> HttpSource(HttpSourceOptions options) {
  REEVE_ASSIGN_OR_RETURN(SourceUrl url, ParseSourceUrl(options.url));
  if (url.is_plain && !url.is_loopback && !options.allow_plain) {
    return Error{"source.plain_http",
                 "`" + url.ShownName() +
                     "` is read over plain HTTP, where anybody on the way can change it: use "
                     "https://, or say --insecure-http"};
  }
  if (!options.ca_file.empty()) {
    const Result<std::string> ca = ReadFile(options.ca_file);
    if (!ca.ok() || ca->find("-----BEGIN CERTIFICATE-----") == std::string::npos) {
      return Error{"source.ca", "`" + options.ca_file + "` holds no certificates (PEM)"};
    }
  }
  return std::unique_ptr<engine::BundleSource>(
      std::make_unique<Source>(std::move(options), std::move(url)));
}

}  // namespace reeve::api
