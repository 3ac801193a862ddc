#include "api/tls.h"

#include <openssl/bio.h>
#include <openssl/err.h>
#include <openssl/pem.h>
#include <openssl/ssl.h>
#include <openssl/x509v3.h>

#include <algorithm>

#include "base/file.h"
#include "base/mutex.h"

namespace reeve::api {
namespace {

constexpr size_t kMaxPemBytes = size_t{1} << 20;

template <auto kFree>
struct Free {
  template <typename T>
  void operator()(T* pointer) const {
    kFree(pointer);
  }
};
void FreeNames(GENERAL_NAMES* names) { GENERAL_NAMES_free(names); }
void FreeChain(STACK_OF(X509) * chain) { sk_X509_pop_free(chain, X509_free); }
using Key = std::unique_ptr<EVP_PKEY, Free<&EVP_PKEY_free>>;
using Certificate = std::unique_ptr<X509, Free<&X509_free>>;
using Chain = std::unique_ptr<STACK_OF(X509), Free<&FreeChain>>;
using Authorities = std::unique_ptr<X509_STORE, Free<&X509_STORE_free>>;
using Names = std::unique_ptr<GENERAL_NAMES, Free<&FreeNames>>;
using Buffer = std::unique_ptr<BIO, Free<&BIO_free_all>>;

// What connections are made with, immutable once it is read.
struct Material {
  Key key;
  Certificate certificate;
  Chain chain;
  Authorities client_authorities;  // null: none are asked for
};

Error Bad(const char* code, const std::string& file, const char* why) {
  ERR_clear_error();
  return {code, "`" + file + "` " + why, file};
}

// Asked for a passphrase the library would wait for somebody at the terminal.
int NoPassphrase(char*, int, int, void*) { return -1; }

Result<Buffer> Open(const std::string& file) {
  REEVE_ASSIGN_OR_RETURN(const std::string text, ReadFile(file, kMaxPemBytes));
  Buffer buffer(BIO_new(BIO_s_mem()));
  if (buffer == nullptr || BIO_write(buffer.get(), text.data(), static_cast<int>(text.size())) !=
                               static_cast<int>(text.size())) {
    return Error{"tls.memory", "there is no memory for `" + file + "`"};
  }
  return buffer;
}

Result<std::vector<Certificate>> ReadCertificates(const char* code, const std::string& file) {
  REEVE_ASSIGN_OR_RETURN(const Buffer buffer, Open(file));
  std::vector<Certificate> out;
  while (X509* one = PEM_read_bio_X509(buffer.get(), nullptr, &NoPassphrase, nullptr)) {
    out.emplace_back(one);
  }
  const bool at_end = ERR_GET_REASON(ERR_peek_last_error()) == PEM_R_NO_START_LINE;
  if (out.empty() || !at_end) return Bad(code, file, "holds no certificates in PEM");
  ERR_clear_error();
  return out;
}

Status ReadOwn(const TlsFiles& files, Material* material) {
  REEVE_ASSIGN_OR_RETURN(std::vector<Certificate> all,
                         ReadCertificates("tls.certificate", files.certificate));
  material->certificate = std::move(all.front());
  material->chain.reset(sk_X509_new_null());
  for (size_t i = 1; i < all.size(); ++i) {
    if (material->chain == nullptr || sk_X509_push(material->chain.get(), all[i].get()) <= 0) {
      return Error{"tls.memory", "there is no memory for `" + files.certificate + "`"};
    }
    static_cast<void>(all[i].release());  // it is the chain's now
  }
  REEVE_ASSIGN_OR_RETURN(const Buffer buffer, Open(files.key));
  material->key.reset(PEM_read_bio_PrivateKey(buffer.get(), nullptr, &NoPassphrase, nullptr));
  if (material->key == nullptr) {
    return Bad("tls.key", files.key, "holds no private key in PEM that is not encrypted");
  }
  if (X509_check_private_key(material->certificate.get(), material->key.get()) == 1) return {};
  return Bad("tls.key", files.key, "is not the key of the certificate");
}

Result<std::shared_ptr<const Material>> Read(const TlsFiles& files) {
  auto material = std::make_shared<Material>();
  REEVE_RETURN_IF_ERROR(ReadOwn(files, material.get()));
  if (!files.client_ca.empty()) {
    REEVE_ASSIGN_OR_RETURN(const std::vector<Certificate> all,
                           ReadCertificates("tls.client_ca", files.client_ca));
    material->client_authorities.reset(X509_STORE_new());
    for (const Certificate& each : all) {
      if (material->client_authorities == nullptr ||
          X509_STORE_add_cert(material->client_authorities.get(), each.get()) != 1) {
        return Bad("tls.client_ca", files.client_ca, "holds an authority that is not taken");
      }
    }
  }
  return std::shared_ptr<const Material>(std::move(material));
}

bool IsPrintable(std::string_view text) {
  return !text.empty() && std::none_of(text.begin(), text.end(), [](char c) {
    return static_cast<unsigned char>(c) < 0x20 || c == '\x7F';
  });
}

void AddName(const char* kind, std::string_view text, std::vector<std::string>* out) {
  if (IsPrintable(text) && out->size() < kMaxCertificateNames) {
    out->push_back(kind + std::string(text));
  }
}

void AddAlternativeNames(const X509* certificate, std::vector<std::string>* out) {
  const Names names(static_cast<GENERAL_NAMES*>(
      X509_get_ext_d2i(certificate, NID_subject_alt_name, nullptr, nullptr)));
  for (int i = 0; names != nullptr && i < sk_GENERAL_NAME_num(names.get()); ++i) {
    const GENERAL_NAME* name = sk_GENERAL_NAME_value(names.get(), i);
    const char* kind = name->type == GEN_URI     ? "uri:"
                       : name->type == GEN_DNS   ? "dns:"
                       : name->type == GEN_EMAIL ? "email:"
                                                 : nullptr;
    if (kind == nullptr) continue;
    const ASN1_IA5STRING* text = name->d.ia5;
    AddName(kind,
            {reinterpret_cast<const char*>(ASN1_STRING_get0_data(text)),
             static_cast<size_t>(ASN1_STRING_length(text))},
            out);
  }
}

std::string SubjectOf(const X509* certificate) {
  const Buffer buffer(BIO_new(BIO_s_mem()));
  if (buffer == nullptr || X509_NAME_print_ex(buffer.get(), X509_get_subject_name(certificate), 0,
                                              XN_FLAG_RFC2253) < 0) {
    return {};
  }
  char* bytes = nullptr;
  const long size = BIO_get_mem_data(buffer.get(), &bytes);
  return size > 0 ? std::string(bytes, static_cast<size_t>(size)) : std::string();
}

}  // namespace

struct Tls::Impl {
  explicit Impl(TlsFiles given) : files(std::move(given)) {}

  std::shared_ptr<const Material> material() const {
    const MutexLock lock(mutex);
    return current;
  }

  // Called once for each connection, before the server's certificate is needed.
  static int Choose(SSL* connection, void* self) {
    const auto material = static_cast<const Impl*>(self)->material();
    if (SSL_use_certificate(connection, material->certificate.get()) != 1 ||
        SSL_use_PrivateKey(connection, material->key.get()) != 1 ||
        SSL_set1_chain(connection, material->chain.get()) != 1) {
      return 0;
    }
    X509_STORE* authorities = material->client_authorities.get();
    return authorities == nullptr || SSL_set1_verify_cert_store(connection, authorities) == 1 ? 1
                                                                                              : 0;
  }

  const TlsFiles files;
  mutable Mutex mutex;
  std::shared_ptr<const Material> current REEVE_GUARDED_BY(mutex);
};

Tls::Tls(std::unique_ptr<Impl> impl) : impl_(std::move(impl)) {}
Tls::~Tls() = default;

Result<std::unique_ptr<Tls>> Tls::Open(TlsFiles files) {
  std::unique_ptr<Tls> tls(new Tls(std::make_unique<Impl>(std::move(files))));
  REEVE_RETURN_IF_ERROR(tls->Reload());
  return tls;
}

Status Tls::Reload() {
  REEVE_ASSIGN_OR_RETURN(auto material, Read(impl_->files));
  const MutexLock lock(impl_->mutex);
  impl_->current = std::move(material);
  return {};
}

bool Tls::Configure(SSL_CTX* context) const {
  // Tickets are sealed by a key that outlives a certificate, and would let a caller whose authority
  // was taken away come back.
  SSL_CTX_set_options(context,
                      SSL_OP_NO_TICKET | SSL_OP_NO_RENEGOTIATION | SSL_OP_CIPHER_SERVER_PREFERENCE);
  SSL_CTX_set_session_cache_mode(context, SSL_SESS_CACHE_OFF);
  SSL_CTX_set_num_tickets(context, 0);
  if (SSL_CTX_set_min_proto_version(context, TLS1_2_VERSION) != 1) return false;
  if (SSL_CTX_set_cipher_list(context, "ECDHE+AESGCM:ECDHE+CHACHA20") != 1) return false;
  SSL_CTX_set_cert_cb(context, &Impl::Choose, impl_.get());
  if (!impl_->files.client_ca.empty()) {
    SSL_CTX_set_verify(
        context,
        SSL_VERIFY_PEER | (impl_->files.require_client ? SSL_VERIFY_FAIL_IF_NO_PEER_CERT : 0),
        nullptr);
  }
  return true;
}

std::vector<std::string> CertificateNames(const SSL* connection) {
  std::vector<std::string> out;
  if (connection == nullptr || SSL_get_verify_result(connection) != X509_V_OK) return out;
  const Certificate certificate(SSL_get1_peer_certificate(connection));
  if (certificate == nullptr) return out;
  AddAlternativeNames(certificate.get(), &out);
  AddName("subject:", SubjectOf(certificate.get()), &out);
  return out;
}

}  // namespace reeve::api
