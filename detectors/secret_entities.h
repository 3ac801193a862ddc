// The entities of credentials.
// Thread-safety: constant data.
#pragma once

#include "detectors/catalogue.h"

namespace reeve::detectors {

inline constexpr EntityEntry kAwsAccessKey{
    .name = "AWS_ACCESS_KEY",
    .category = Category::kSecret,
    .kind = Kind::kCredential,
    .title = "AWS access key id",
    .source = "Amazon IAM identifiers",
};
inline constexpr EntityEntry kGithubToken{
    .name = "GITHUB_TOKEN",
    .category = Category::kSecret,
    .kind = Kind::kCredential,
    .title = "GitHub token",
    .source = "GitHub, token formats of 2021",
};
inline constexpr EntityEntry kGitlabToken{
    .name = "GITLAB_TOKEN",
    .category = Category::kSecret,
    .kind = Kind::kCredential,
    .title = "GitLab token",
    .source = "GitLab, token overview",
};
inline constexpr EntityEntry kPrivateKey{
    .name = "PRIVATE_KEY",
    .category = Category::kSecret,
    .kind = Kind::kCredential,
    .title = "private key in PEM form",
    .source = "RFC 7468",
};
inline constexpr EntityEntry kJwt{
    .name = "JWT",
    .category = Category::kSecret,
    .kind = Kind::kCredential,
    .title = "JSON web token",
    .source = "RFC 7519, RFC 7515",
};
inline constexpr EntityEntry kOpenaiApiKey{
    .name = "OPENAI_API_KEY",
    .category = Category::kSecret,
    .kind = Kind::kCredential,
    .title = "OpenAI API key",
    .source = "OpenAI, API keys",
};
inline constexpr EntityEntry kAnthropicApiKey{
    .name = "ANTHROPIC_API_KEY",
    .category = Category::kSecret,
    .kind = Kind::kCredential,
    .title = "Anthropic API key",
    .source = "Anthropic, API keys",
};
inline constexpr EntityEntry kGoogleApiKey{
    .name = "GOOGLE_API_KEY",
    .category = Category::kSecret,
    .kind = Kind::kCredential,
    .title = "Google API key",
    .source = "Google Cloud, API keys",
};
inline constexpr EntityEntry kHuggingFaceToken{
    .name = "HUGGINGFACE_TOKEN",
    .category = Category::kSecret,
    .kind = Kind::kCredential,
    .title = "Hugging Face token",
    .source = "Hugging Face, access tokens",
};
inline constexpr EntityEntry kSlackToken{
    .name = "SLACK_TOKEN",
    .category = Category::kSecret,
    .kind = Kind::kCredential,
    .title = "Slack token or webhook",
    .source = "Slack, token types",
};
inline constexpr EntityEntry kStripeApiKey{
    .name = "STRIPE_API_KEY",
    .category = Category::kSecret,
    .kind = Kind::kCredential,
    .title = "Stripe API key",
    .source = "Stripe, API keys",
};
inline constexpr EntityEntry kSendgridApiKey{
    .name = "SENDGRID_API_KEY",
    .category = Category::kSecret,
    .kind = Kind::kCredential,
    .title = "SendGrid API key",
    .source = "Twilio SendGrid, API keys",
};
inline constexpr EntityEntry kNpmToken{
    .name = "NPM_TOKEN",
    .category = Category::kSecret,
    .kind = Kind::kCredential,
    .title = "npm access token",
    .source = "npm, access token format of 2021",
};

inline constexpr const EntityEntry* kSecretEntities[] = {
    &kAwsAccessKey, &kGithubToken,     &kGitlabToken,  &kPrivateKey,       &kJwt,
    &kOpenaiApiKey, &kAnthropicApiKey, &kGoogleApiKey, &kHuggingFaceToken, &kSlackToken,
    &kStripeApiKey, &kSendgridApiKey,  &kNpmToken};

}  // namespace reeve::detectors
