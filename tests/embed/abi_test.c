/* The C interface as a C program uses it:  abi_test DATA POLICIES SYSTEMS
 * Prints the id of a decision; what does not hold is named, and the exit code is 1. */
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "embed/reeve.h"

enum { kThreads = 4, kDecisionsEach = 25 };

static int failures = 0;

#define CHECK(condition)                                              \
  do {                                                                \
    if (!(condition)) {                                               \
      fprintf(stderr, "%s:%d: %s\n", __FILE__, __LINE__, #condition); \
      ++failures;                                                     \
    }                                                                 \
  } while (0)

static const char kRequest[] =
    "{\"interaction\":\"i-1\",\"stage\":\"input\",\"system\":\"demo-assistant\","
    "\"actor\":{\"id\":\"u-1\"},\"action\":{\"kind\":\"chat\"},"
    "\"content\":{\"text\":\"Good morning.\"}}";
static const char kCard[] =
    "{\"interaction\":\"i-2\",\"stage\":\"input\",\"system\":\"demo-assistant\","
    "\"actor\":{\"id\":\"u-1\"},\"action\":{\"kind\":\"chat\"},"
    "\"content\":{\"text\":\"My card is 4111 1111 1111 1111.\"}}";
static const char kStranger[] =
    "{\"interaction\":\"i-3\",\"stage\":\"input\",\"system\":\"nobody-knows-it\","
    "\"actor\":{\"id\":\"u-1\"},\"action\":{\"kind\":\"chat\"},\"content\":{\"text\":\"Hello.\"}}";

static int Says(const char* text, const char* part) {
  return text != NULL && strstr(text, part) != NULL;
}

/* The value of a text member, to be freed; only where it holds no quotes. */
static char* Member(const char* text, const char* name) {
  char pattern[64];
  snprintf(pattern, sizeof pattern, "\"%s\":\"", name);
  const char* begin = text == NULL ? NULL : strstr(text, pattern);
  if (begin == NULL) return NULL;
  begin += strlen(pattern);
  const size_t size = strcspn(begin, "\"");
  char* out = malloc(size + 1);
  if (out == NULL) return NULL;
  memcpy(out, begin, size);
  out[size] = '\0';
  return out;
}

static void* DecideMany(void* engine) {
  for (int i = 0; i < kDecisionsEach; ++i) {
    reeve_effect effect = REEVE_DENY;
    char* text = NULL;
    if (reeve_decide(engine, kRequest, strlen(kRequest), &effect, &text) != REEVE_OK ||
        effect != REEVE_ALLOW) {
      reeve_free(text);
      return "a decision failed";
    }
    reeve_free(text);
  }
  return NULL;
}

static void RefuseWrongOptions(void) {
  reeve_engine* engine = NULL;
  char* text = NULL;
  CHECK(reeve_open(NULL, &engine, &text) == REEVE_INVALID);
  CHECK(engine == NULL && Says(text, "embed.options"));
  reeve_free(text);
  reeve_options options = {sizeof options, "", NULL, NULL, NULL, NULL, NULL};
  CHECK(reeve_open(&options, &engine, &text) == REEVE_INVALID);
  reeve_free(text);
}

static void Decide(reeve_engine* engine, const char* request, reeve_status status,
                   reeve_effect wanted, const char* part) {
  reeve_effect effect = REEVE_ALLOW;
  char* text = NULL;
  CHECK(reeve_decide(engine, request, strlen(request), &effect, &text) == status);
  CHECK(effect == wanted);
  if (!Says(text, part)) {
    fprintf(stderr, "no %s in: %s\n", part, text == NULL ? "(nothing)" : text);
    ++failures;
  }
  reeve_free(text);
}

static void DecideInThreads(reeve_engine* engine) {
  pthread_t threads[kThreads];
  for (int i = 0; i < kThreads; ++i) {
    CHECK(pthread_create(&threads[i], NULL, DecideMany, engine) == 0);
  }
  for (int i = 0; i < kThreads; ++i) {
    void* wrong = NULL;
    CHECK(pthread_join(threads[i], &wrong) == 0);
    CHECK(wrong == NULL);
  }
}

static void PrintReceipt(reeve_engine* engine) {
  reeve_effect effect = REEVE_DENY;
  char* text = NULL;
  CHECK(reeve_decide(engine, kRequest, strlen(kRequest), &effect, &text) == REEVE_OK);
  char* id = Member(text, "id");
  reeve_free(text);
  CHECK(id != NULL);
  if (id == NULL) return;
  CHECK(reeve_receipt(engine, id, &text) == REEVE_OK);
  CHECK(text != NULL && strlen(text) > 0);
  reeve_free(text);
  CHECK(reeve_receipt(engine, "d-01KB1M0T7V3F8Z9N4Q2XCR5EJD", &text) == REEVE_REFUSED);
  reeve_free(text);
  printf("%s\n", id);
  free(id);
}

int main(int argc, char** argv) {
  if (argc != 4) {
    fprintf(stderr, "usage: abi_test DATA POLICIES SYSTEMS\n");
    return 2;
  }
  CHECK(reeve_abi_version() == REEVE_ABI_VERSION);
  RefuseWrongOptions();
  reeve_options options = {0};
  options.size = sizeof options;
  options.data = argv[1];
  options.policies = argv[2];
  options.systems = argv[3];
  options.origin = "embed.example/test";
  reeve_engine* engine = NULL;
  char* text = NULL;
  if (reeve_open(&options, &engine, &text) != REEVE_OK) {
    fprintf(stderr, "not opened: %s\n", text == NULL ? "?" : text);
    return 1;
  }
  Decide(engine, kRequest, REEVE_OK, REEVE_ALLOW, "\"effect\":\"allow\"");
  Decide(engine, kCard, REEVE_OK, REEVE_REDACT, "\"effect\":\"redact\"");
  Decide(engine, "{\"stage\":1}", REEVE_INVALID, REEVE_DENY, "json.");
  Decide(engine, kStranger, REEVE_REFUSED, REEVE_DENY, "engine.unknown_system");
  DecideInThreads(engine);
  PrintReceipt(engine);
  reeve_close(engine);

  /* Again, by what the log knows. */
  options.policies = NULL;
  options.systems = NULL;
  options.origin = NULL;
  CHECK(reeve_open(&options, &engine, &text) == REEVE_OK);
  if (engine != NULL) Decide(engine, kRequest, REEVE_OK, REEVE_ALLOW, "\"effect\":\"allow\"");
  reeve_close(engine);
  reeve_close(NULL);
  reeve_free(NULL);
  return failures == 0 ? 0 : 1;
}
