// TLS for the server: a certificate and its key from files, read again when told so, and the names
// of callers who show a certificate of their own. By OpenSSL.
//
// TLS 1.2 and 1.3 are spoken, nothing older. With an authority for clients, a caller's certificate
// is asked for and must be good where one is shown; whether one must be shown is said by
// `require_client`. A certificate proves a name, and a token of access says what the name may do
// (oversight/access_token.h).
//
// New connections take what was last read; those that stand keep what they began with. Where the
// new files are no good the old ones stay.
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "base/result.h"

struct ssl_ctx_st;
struct ssl_st;

namespace reeve::api {

struct TlsFiles {
  std::string certificate = {};  // PEM, with the chain beneath it
  std::string key = {};          // PEM, not encrypted
  std::string client_ca = {};    // PEM; empty: callers show no certificates
  bool require_client = false;
};

inline constexpr size_t kMaxCertificateNames = 64;

// Thread-safety: any thread.
class Tls {
 public:
  // tls.certificate, tls.key (also: of another certificate), tls.client_ca; with the file
  static Result<std::unique_ptr<Tls>> Open(TlsFiles files);
  ~Tls();

  // Reads the files anew.
  Status Reload();
  // Prepares a context whose connections ask this; it must outlive them. False where the library
  // has no room.
  bool Configure(ssl_ctx_st* context) const;

 private:
  struct Impl;
  explicit Tls(std::unique_ptr<Impl> impl);
  std::unique_ptr<Impl> impl_;
};

// The names of the certificate that the caller of this connection showed and that was found good:
// "uri:...", "dns:...", "email:..." of its alternative names, then "subject:" and its subject (RFC
// 4514). Empty where there is none, or no TLS. Names with control characters are left out.
std::vector<std::string> CertificateNames(const ssl_st* connection);

}  // namespace reeve::api
