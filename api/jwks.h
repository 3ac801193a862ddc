// The keys of an issuer of signed tokens: a JWK Set (RFC 7517), from a file or an address, and kept
// for a time.
//
// A set is asked for again once it is kMaxJwksAge old, and where a token names a key that it has
// not, but never sooner than kMinJwksPause after the last time: nobody makes this server ask by
// sending keys that are not there. Who asks does it on the caller's thread, one at a time; others
// go on with what is known. Where the issuer gives no answer, what was known is used until it is
// kMaxStaleJwks old, and then nothing is.
#pragma once

#include <atomic>
#include <chrono>
#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "base/clock.h"
#include "base/metrics.h"
#include "base/mutex.h"
#include "base/public_key.h"
#include "base/result.h"

namespace reeve::api {

inline constexpr size_t kMaxJwksBytes = size_t{256} << 10;
inline constexpr size_t kMaxJwksKeys = 100;
inline constexpr std::chrono::minutes kMaxJwksAge{10};
inline constexpr std::chrono::seconds kMinJwksPause{30};
inline constexpr std::chrono::hours kMaxStaleJwks{24};

struct Jwk {
  std::string id;  // `kid`; may be empty
  PublicKey key;
};

// The keys that sign (of `use` sig, or without) by an algorithm of ours; others are left out, so an
// issuer may have more. jwks.malformed: no set, or a key of ours that is none
Result<std::vector<Jwk>> ReadJwks(std::string_view text);

// Gives the bytes of a set.
using JwksSource = std::function<Result<std::string>()>;
// `where`: a file, or the address of one, https or http on this host. jwks.source
Result<JwksSource> OpenJwksSource(const std::string& where, const std::string& ca_file);

// Thread-safety: any thread.
class JwksCache {
 public:
  // Asks at once, for a start with keys that are no good is to be refused. The clock must outlive
  // the cache. Errors of the source; jwks.malformed
  static Result<std::unique_ptr<JwksCache>> Open(JwksSource source, const Clock& clock,
                                                 Counter failures);

  // The keys of that id, or without one all, of the algorithm.
  std::vector<PublicKey> Find(std::string_view id, SignatureAlgorithm algorithm);

 private:
  struct Keys {
    std::vector<Jwk> all;
    Timestamp answered;
  };

  JwksCache(JwksSource source, const Clock& clock, Counter failures)
      : source_(std::move(source)), clock_(clock), failures_(failures) {}
  std::shared_ptr<const Keys> keys() const;
  // Unless somebody else asks right now, or asked a moment ago.
  void AskAgain(Timestamp now);
  Status Ask(Timestamp now);

  const JwksSource source_;
  const Clock& clock_;
  Counter failures_;
  std::atomic<bool> asking_ = false;
  std::atomic<Timestamp> tried_{};
  mutable Mutex mutex_;
  std::shared_ptr<const Keys> keys_ REEVE_GUARDED_BY(mutex_);  // never null once open
};

}  // namespace reeve::api
