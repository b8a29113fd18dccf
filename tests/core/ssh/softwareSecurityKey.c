/*
 * A security key in software, for tests: OpenSSH's middleware interface (PROTOCOL.u2f) with Ed25519 from libcrypto.
 * The key handle is the private key itself, and a touch is always given.
 */
#include <openssl/evp.h>
#include <openssl/sha.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

enum { ED25519 = 1, TOUCHED = 1, KEY_BYTES = 32, SIGNATURE_BYTES = 64, GENERAL_ERROR = -1, UNSUPPORTED = -2 };

struct sk_option;
struct sk_enroll_response {
  uint8_t flags;
  uint8_t *public_key;
  size_t public_key_len;
  uint8_t *key_handle;
  size_t key_handle_len;
  uint8_t *signature;
  size_t signature_len;
  uint8_t *attestation_cert;
  size_t attestation_cert_len;
  uint8_t *authdata;
  size_t authdata_len;
};
struct sk_sign_response {
  uint8_t flags;
  uint32_t counter;
  uint8_t *sig_r;
  size_t sig_r_len;
  uint8_t *sig_s;
  size_t sig_s_len;
};

uint32_t sk_api_version(void) { return SK_VERSION; }

int sk_enroll(uint32_t alg, const uint8_t *challenge, size_t challenge_len, const char *application, uint8_t flags,
              const char *pin, struct sk_option **options, struct sk_enroll_response **enrolled) {
  (void)challenge, (void)challenge_len, (void)application, (void)pin, (void)options;
  if (alg != ED25519) return UNSUPPORTED;
  EVP_PKEY *key = EVP_PKEY_Q_keygen(NULL, NULL, "ED25519");
  struct sk_enroll_response *response = calloc(1, sizeof *response);
  if (key == NULL || response == NULL) return GENERAL_ERROR;
  response->flags = flags;
  response->public_key_len = response->key_handle_len = KEY_BYTES;
  response->public_key = malloc(KEY_BYTES);
  response->key_handle = malloc(KEY_BYTES);
  response->signature_len = SIGNATURE_BYTES;
  response->signature = calloc(1, SIGNATURE_BYTES);
  EVP_PKEY_get_raw_public_key(key, response->public_key, &response->public_key_len);
  EVP_PKEY_get_raw_private_key(key, response->key_handle, &response->key_handle_len);
  EVP_PKEY_free(key);
  *enrolled = response;
  return 0;
}

int sk_sign(uint32_t alg, const uint8_t *data, size_t data_len, const char *application, const uint8_t *key_handle,
            size_t key_handle_len, uint8_t flags, const char *pin, struct sk_option **options,
            struct sk_sign_response **signed_) {
  (void)flags, (void)pin, (void)options;
  /* What is signed: the hash of the application, the flags, the counter, the hash of the data. */
  uint8_t message[SHA256_DIGEST_LENGTH + 1 + 4 + SHA256_DIGEST_LENGTH] = {0};
  if (alg != ED25519) return UNSUPPORTED;
  EVP_PKEY *key = EVP_PKEY_new_raw_private_key(EVP_PKEY_ED25519, NULL, key_handle, key_handle_len);
  EVP_MD_CTX *context = EVP_MD_CTX_new();
  struct sk_sign_response *response = calloc(1, sizeof *response);
  if (key == NULL || context == NULL || response == NULL) return GENERAL_ERROR;
  SHA256((const uint8_t *)application, strlen(application), message);
  message[SHA256_DIGEST_LENGTH] = response->flags = TOUCHED;
  SHA256(data, data_len, message + SHA256_DIGEST_LENGTH + 1 + 4);
  response->sig_r_len = SIGNATURE_BYTES;
  response->sig_r = malloc(SIGNATURE_BYTES);
  int isGood = EVP_DigestSignInit(context, NULL, NULL, NULL, key) == 1 &&
               EVP_DigestSign(context, response->sig_r, &response->sig_r_len, message, sizeof message) == 1;
  EVP_MD_CTX_free(context);
  EVP_PKEY_free(key);
  *signed_ = response;
  return isGood ? 0 : GENERAL_ERROR;
}

int sk_load_resident_keys(const char *pin, struct sk_option **options, void ***keys, size_t *count) {
  (void)pin, (void)options;
  *keys = NULL;
  *count = 0;
  return 0;
}
