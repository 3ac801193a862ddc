#include "ledger/time_token.h"

#include <openssl/err.h>
#include <openssl/pem.h>
#include <openssl/ts.h>
#include <openssl/x509.h>

#include <ctime>
#include <memory>

#include "base/encoding.h"

namespace reeve::ledger {
namespace {

template <auto Free>
struct Freer {
  template <typename T>
  void operator()(T* object) const {
    Free(object);
  }
};
template <typename T, auto Free>
using Owned = std::unique_ptr<T, Freer<Free>>;

using Request = Owned<TS_REQ, TS_REQ_free>;
using Response = Owned<TS_RESP, TS_RESP_free>;
using Imprint = Owned<TS_MSG_IMPRINT, TS_MSG_IMPRINT_free>;
using Algorithm = Owned<X509_ALGOR, X509_ALGOR_free>;
using Integer = Owned<ASN1_INTEGER, ASN1_INTEGER_free>;
using Number = Owned<BIGNUM, BN_free>;
using Cms = Owned<PKCS7, PKCS7_free>;
using TokenContent = Owned<TS_TST_INFO, TS_TST_INFO_free>;
using Context = Owned<TS_VERIFY_CTX, TS_VERIFY_CTX_free>;
using Roots = Owned<X509_STORE, X509_STORE_free>;
using Certificate = Owned<X509, X509_free>;
using Bio = Owned<BIO, BIO_free>;
// The list alone: the certificates are the token's.
using Signers = Owned<STACK_OF(X509), [](STACK_OF(X509) * list) { sk_X509_free(list); }>;

// The reason that libcrypto gives, and an empty error queue.
std::string Reason() {
  const char* reason = ERR_reason_error_string(ERR_peek_error());
  std::string text = reason == nullptr ? "no reason given" : reason;
  ERR_clear_error();
  return text;
}

Error BadToken(const std::string& why) { return {"time.token", "no token of these bytes: " + why}; }

template <typename T, typename Encode>
std::string Der(T* object, Encode encode) {
  const int size = encode(object, nullptr);
  if (size < 0) Panic("libcrypto cannot encode what it made");
  std::string out(static_cast<size_t>(size), '\0');
  auto* at = reinterpret_cast<unsigned char*>(out.data());
  encode(object, &at);
  return out;
}

// All of the bytes, or null: a tail would be something that nobody signed.
template <typename Owner, typename Decode>
Owner FromDer(std::string_view bytes, Decode decode) {
  const auto* at = reinterpret_cast<const unsigned char*>(bytes.data());
  const auto* const end = at + bytes.size();
  Owner object(decode(nullptr, &at, static_cast<long>(bytes.size())));
  if (at != end) object.reset();
  return object;
}

struct Opened {
  Cms cms;
  TokenContent content;
};

Result<Opened> Open(std::string_view token) {
  Opened opened{FromDer<Cms>(token, d2i_PKCS7), nullptr};
  if (opened.cms != nullptr) opened.content.reset(PKCS7_to_TS_TST_INFO(opened.cms.get()));
  if (opened.content == nullptr) return BadToken(Reason());
  return opened;
}

Status CheckDigest(const TS_TST_INFO* content, const Hash& digest) {
  TS_MSG_IMPRINT* imprint = TS_TST_INFO_get_msg_imprint(const_cast<TS_TST_INFO*>(content));
  const X509_ALGOR* algorithm = TS_MSG_IMPRINT_get_algo(imprint);
  if (OBJ_obj2nid(algorithm->algorithm) != NID_sha256) return BadToken("it is not of a SHA-256");
  const ASN1_OCTET_STRING* of = TS_MSG_IMPRINT_get_msg(imprint);
  const std::string_view bytes(reinterpret_cast<const char*>(ASN1_STRING_get0_data(of)),
                               static_cast<size_t>(ASN1_STRING_length(of)));
  return bytes == AsBytes(digest) ? Status() : BadToken("it is of another digest");
}

std::string SignerOf(PKCS7* cms) {
  const Signers signers(PKCS7_get0_signers(cms, nullptr, 0));
  ERR_clear_error();
  if (signers == nullptr || sk_X509_num(signers.get()) == 0) return {};
  const Bio out(BIO_new(BIO_s_mem()));
  X509_NAME_print_ex(out.get(), X509_get_subject_name(sk_X509_value(signers.get(), 0)), 0,
                     XN_FLAG_RFC2253);
  char* text = nullptr;
  const long size = BIO_get_mem_data(out.get(), &text);
  return {text, static_cast<size_t>(size)};
}

Result<TimeToken> Describe(const Opened& opened) {
  tm parts{};
  if (ASN1_TIME_to_tm(TS_TST_INFO_get_time(opened.content.get()), &parts) != 1) {
    return BadToken("its time does not read");
  }
  TimeToken token;
  token.time = Timestamp(std::chrono::seconds(timegm(&parts)));
  const Number serial(ASN1_INTEGER_to_BN(TS_TST_INFO_get_serial(opened.content.get()), nullptr));
  if (char* hex = serial == nullptr ? nullptr : BN_bn2hex(serial.get()); hex != nullptr) {
    token.serial = hex;
    OPENSSL_free(hex);
  }
  char policy[128] = {};
  OBJ_obj2txt(policy, sizeof policy, TS_TST_INFO_get_policy_id(opened.content.get()), 1);
  token.policy = policy;
  token.signer = SignerOf(opened.cms.get());
  return token;
}

Result<Roots> ReadRoots(std::string_view pem, time_t at) {
  Roots roots(X509_STORE_new());
  const Bio in(BIO_new_mem_buf(pem.data(), static_cast<int>(pem.size())));
  size_t count = 0;
  while (const Certificate root{PEM_read_bio_X509(in.get(), nullptr, nullptr, nullptr)}) {
    X509_STORE_add_cert(roots.get(), root.get());
    ++count;
  }
  ERR_clear_error();
  if (count == 0) return Error{"time.roots", "no certificates (PEM) of time authorities"};
  // The certificate had to be good when it signed, not for ever.
  X509_VERIFY_PARAM_set_time(X509_STORE_get0_param(roots.get()), at);
  return roots;
}

}  // namespace

std::string MakeTimeRequest(const Hash& digest, uint64_t nonce) {
  const Algorithm algorithm(X509_ALGOR_new());
  X509_ALGOR_set0(algorithm.get(), OBJ_nid2obj(NID_sha256), V_ASN1_NULL, nullptr);
  const Imprint imprint(TS_MSG_IMPRINT_new());
  TS_MSG_IMPRINT_set_algo(imprint.get(), algorithm.get());
  Hash copy = digest;
  TS_MSG_IMPRINT_set_msg(imprint.get(), copy.data(), static_cast<int>(copy.size()));
  const Integer number(ASN1_INTEGER_new());
  ASN1_INTEGER_set_uint64(number.get(), nonce);
  const Request request(TS_REQ_new());
  TS_REQ_set_version(request.get(), 1);
  TS_REQ_set_msg_imprint(request.get(), imprint.get());
  TS_REQ_set_nonce(request.get(), number.get());
  TS_REQ_set_cert_req(request.get(), 1);
  return Der(request.get(), i2d_TS_REQ);
}

Result<std::string> ReadTimeReply(std::string_view reply, std::string_view request) {
  if (reply.size() > kMaxTimeReplyBytes) return Error{"time.reply", "a reply of more than 32 KiB"};
  const Request asked = FromDer<Request>(request, d2i_TS_REQ);
  if (asked == nullptr) Panic("a request for a time that was not made here");
  const Response response = FromDer<Response>(reply, d2i_TS_RESP);
  if (response == nullptr) return Error{"time.reply", "no reply of RFC 3161: " + Reason()};
  TS_STATUS_INFO* status = TS_RESP_get_status_info(response.get());
  const int64_t granted = ASN1_INTEGER_get(TS_STATUS_INFO_get0_status(status));
  if (granted != TS_STATUS_GRANTED && granted != TS_STATUS_GRANTED_WITH_MODS) {
    return Error{"time.refused",
                 "the time authority refused with status `" + std::to_string(granted) + "`"};
  }
  const Context context(TS_REQ_to_TS_VERIFY_CTX(asked.get(), nullptr));
  if (context == nullptr || TS_RESP_verify_response(context.get(), response.get()) != 1) {
    return Error{"time.reply", "the reply is not to what was asked: " + Reason()};
  }
  return Der(TS_RESP_get_token(response.get()), i2d_PKCS7);
}

Result<TimeToken> ReadTimeToken(std::string_view token, const Hash& digest) {
  REEVE_ASSIGN_OR_RETURN(const Opened opened, Open(token));
  REEVE_RETURN_IF_ERROR(CheckDigest(opened.content.get(), digest));
  return Describe(opened);
}

Result<TimeToken> VerifyTimeToken(std::string_view token, const Hash& digest,
                                  std::string_view roots) {
  REEVE_ASSIGN_OR_RETURN(const Opened opened, Open(token));
  REEVE_RETURN_IF_ERROR(CheckDigest(opened.content.get(), digest));
  REEVE_ASSIGN_OR_RETURN(TimeToken said, Describe(opened));
  const auto seconds =
      std::chrono::duration_cast<std::chrono::seconds>(said.time.time_since_epoch());
  REEVE_ASSIGN_OR_RETURN(Roots store, ReadRoots(roots, static_cast<time_t>(seconds.count())));
  const Context context(TS_VERIFY_CTX_new());
  TS_VERIFY_CTX_set_flags(context.get(), TS_VFY_SIGNATURE | TS_VFY_VERSION);
  TS_VERIFY_CTX_set_store(context.get(), store.release());
  if (TS_RESP_verify_token(context.get(), opened.cms.get()) != 1) {
    return Error{"time.signature", "no trusted time authority signed the token: " + Reason()};
  }
  return said;
}

}  // namespace reeve::ledger
