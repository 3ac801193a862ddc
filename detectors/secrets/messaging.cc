// Chat, mail, telephony.
#include <array>

#include "detectors/secret_format.h"

namespace reeve::detectors {
namespace {

constexpr SecretFormat kFormats[] = {
    {.entity = Secret("SLACK_TOKEN", "Slack token or webhook", "Slack, token types"),
     .shapes =
         "xoxb-[0-9]{8,14}-[A-Za-z0-9-]{18,120}|xoxp-[0-9]{6,14}-[0-9]{6,14}-[0-9]{6,14}-[A-Za-z0-"
         "9-]{18,64}|"
         "xoxe-[0-9]{6,14}-[0-9]{6,14}-[0-9]{6,14}-[A-Za-z0-9-]{18,64}|xoxe-[0-9]-[A-Za-z0-9]{140,"
         "170}|"
         "xoxe.xoxp-[0-9]-[A-Za-z0-9]{140,190}|xoxe.xoxb-[0-9]-[A-Za-z0-9]{140,190}|"
         "xoxa-[0-9]-[A-Za-z0-9-]{8,90}|xoxa-[0-9a-zA-Z-]{20,90}|xoxr-[0-9]-[A-Za-z0-9-]{8,90}|"
         "xoxr-[0-9a-zA-Z-]{20,90}|"
         "xoxo-[0-9]{5,14}-[0-9]{5,14}-[0-9]{5,14}-[A-Fa-f0-9]{8,80}|xoxs-[0-9]{5,14}-[0-9]{5,14}-["
         "0-9]{5,14}-[A-Fa-f0-9]{8,80}|"
         "xoxb-[A-Za-z0-9]{4}-[A-Za-z0-9-]{20,120}|"
         "xoxc-[0-9]{8,14}-[0-9]{8,14}-[0-9]{8,14}-[a-f0-9]{40,80}|xoxd-[A-Za-z0-9%/+=_-]{40,400}|"
         "xapp-[0-9]-[A-Za-z0-9]{6,20}-[0-9]{8,16}-[A-Za-z0-9]{20,80}|"
         "hooks.slack.com/services/[A-Za-z0-9/+]{40,60}|hooks.slack.com/workflows/[A-Za-z0-9/"
         "+]{40,80}|"
         "hooks.slack.com/triggers/[A-Za-z0-9/+]{40,80}",
     .entropy = 2.5,
     .check = CheckDigit},
    {.entity = Secret("DISCORD_BOT_TOKEN", "Discord bot token", "Discord, authentication"),
     .shapes = "[MNO][DTjz][AEIMQUYcgk][A-Za-z0-9_-]{20,25}.[A-Za-z0-9_-]{6}.[A-Za-z0-9_-]{27,40}",
     .entropy = 3.5,
     .check = CheckSnowflake},
    {.entity = Secret("DISCORD_API_TOKEN", "Discord API key", "Discord"),
     .shapes = "[a-f0-9]{64}",
     .words = "discord",
     .entropy = 3},
    {.entity = Secret("DISCORD_CLIENT_SECRET", "Discord client secret", "Discord, OAuth2"),
     .shapes = "[A-Za-z0-9=_-]{32}",
     .words = "discord",
     .entropy = 2.5},
    {.entity = Secret("DISCORD_CLIENT_ID", "Discord client id", "Discord, OAuth2"),
     .shapes = "[0-9]{18}",
     .words = "discord",
     .entropy = 2},
    {.entity = Secret("DISCORD_WEBHOOK", "Discord webhook", "Discord, webhooks"),
     .shapes = "discord.com/api/webhooks/[0-9]{17,20}/[A-Za-z0-9_-]{60,72}|"
               "discordapp.com/api/webhooks/[0-9]{17,20}/[A-Za-z0-9_-]{60,72}",
     .entropy = 3},
    {.entity = Secret("TELEGRAM_BOT_TOKEN", "Telegram bot token", "Telegram Bot API"),
     .shapes =
         "[0-9]{8}:AA[A-Za-z0-9_-]{33}|[0-9]{9}:AA[A-Za-z0-9_-]{33}|[0-9]{10}:AA[A-Za-z0-9_-]{33}",
     .entropy = 3.5},
    {.entity = Secret("TELEGRAM_TOKEN", "Telegram bot token by its name", "Telegram Bot API"),
     .shapes = "[0-9]{5,16}:A[A-Za-z0-9_-]{34}",
     .words = "telegr",
     .entropy = 3},
    {.entity = Secret("TEAMS_WEBHOOK", "Microsoft Teams webhook", "Microsoft Teams connectors"),
     .shapes = "webhook.office.com/webhookb2/[a-z0-9@-]{60,90}/IncomingWebhook/[a-z0-9]{32}/"
               "[a-z0-9-]{36}",
     .entropy = 3},
    {.entity = Secret("GOOGLE_CHAT_WEBHOOK", "Google Chat webhook", "Google Chat API"),
     .shapes = "chat.googleapis.com/v1/spaces/[A-Za-z0-9_-]{8,20}/"
               "messages?key=[A-Za-z0-9_-]{30,50}&token=[A-Za-z0-9_%-]{30,60}",
     .entropy = 3},
    {.entity = Secret("MATTERMOST_TOKEN", "Mattermost access token", "Mattermost"),
     .shapes = "[a-z0-9]{26}",
     .words = "mattermost",
     .entropy = 3},
    {.entity = Secret("GITTER_TOKEN", "Gitter access token", "Gitter"),
     .shapes = "[A-Za-z0-9_-]{40}",
     .words = "gitter",
     .entropy = 3},
    {.entity = Secret("ZULIP_KEY", "Zulip API key", "Zulip"),
     .shapes = "[A-Za-z0-9]{32}",
     .words = "zulip",
     .entropy = 3},
    {.entity = Secret("SENDGRID_API_KEY", "SendGrid API key", "Twilio SendGrid, API keys"),
     .shapes = "SG.[A-Za-z0-9_-]{22}.[A-Za-z0-9_-]{39,50}|SG.[A-Za-z0-9=_-]{66}|SG.[A-Za-z0-9=_-]{"
               "1,64}.[A-Za-z0-9=_-]{43}",
     .entropy = 3.5,
     .score = 0.9},
    {.entity = Secret("TWILIO_KEY", "Twilio API key", "Twilio"),
     .shapes = "SK[0-9a-fA-F]{32}",
     .entropy = 3},
    {.entity = Secret("TWILIO_ACCOUNT_SID", "Twilio account id", "Twilio"),
     .shapes = "AC[0-9a-f]{32}",
     .entropy = 3,
     .score = 0.6},
    {.entity = Secret("TWILIO_AUTH_TOKEN", "Twilio auth token", "Twilio"),
     .shapes = "[0-9a-f]{32}",
     .words = "twilio",
     .entropy = 3},
    {.entity = Secret("MAILCHIMP_KEY", "Mailchimp API key", "Mailchimp"),
     .shapes = "[0-9a-f]{32}-us[0-9]{1,2}",
     .words = "mailchimp|mandrill",
     .entropy = 3},
    {.entity = Secret("MANDRILL_KEY", "Mandrill API key", "Mailchimp Transactional"),
     .shapes = "md-[A-Za-z0-9_-]{22}|[A-Za-z0-9_-]{22}",
     .words = "mandrill",
     .entropy = 3},
    {.entity = Secret("MAILGUN_KEY", "Mailgun API key", "Mailgun"),
     .shapes = "key-[0-9a-f]{32}|pubkey-[0-9a-f]{32}|[0-9a-h]{32}-[0-9a-h]{8}-[0-9a-h]{8}",
     .words = "mailgun",
     .entropy = 3},
    {.entity = Secret("BREVO_KEY", "Brevo (Sendinblue) API key", "Brevo"),
     .shapes = "xkeysib-[0-9a-f]{64}-[A-Za-z0-9]{16}|xsmtpsib-[0-9a-f]{64}-[A-Za-z0-9]{16}",
     .entropy = 3},
    {.entity = Secret("POSTMARK_TOKEN", "Postmark server token", "Postmark"),
     .shapes = "[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}",
     .words = "postmark",
     .entropy = 2.5},
    {.entity = Secret("SPARKPOST_KEY", "SparkPost API key", "SparkPost"),
     .shapes = "[a-f0-9]{40}",
     .words = "sparkpost",
     .entropy = 3},
    {.entity = Secret("RESEND_KEY", "Resend API key", "Resend"),
     .shapes = "re_[A-Za-z0-9]{8}_[A-Za-z0-9]{24}",
     .entropy = 3,
     .check = CheckMixedCase},
    {.entity = Secret("MESSAGEBIRD_TOKEN", "MessageBird API token", "MessageBird"),
     .shapes = "[A-Za-z0-9]{25}",
     .words = "messagebird",
     .entropy = 3},
    {.entity = Secret("MESSAGEBIRD_CLIENT_ID", "MessageBird client id", "MessageBird"),
     .shapes = "[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}",
     .words = "messagebird",
     .entropy = 2.5},
    {.entity = Secret("SENDBIRD_TOKEN", "Sendbird API token", "Sendbird"),
     .shapes = "[a-f0-9]{40}",
     .words = "sendbird",
     .entropy = 3},
    {.entity = Secret("SENDBIRD_ID", "Sendbird application id", "Sendbird"),
     .shapes = "[0-9A-Fa-f]{8}-[0-9A-Fa-f]{4}-[0-9A-Fa-f]{4}-[0-9A-Fa-f]{4}-[0-9A-Fa-f]{12}",
     .words = "sendbird",
     .entropy = 2.5},
    {.entity = Secret("INTERCOM_TOKEN", "Intercom access token", "Intercom"),
     .shapes = "[A-Za-z0-9=_-]{60}",
     .words = "intercom",
     .entropy = 3},
    {.entity = Secret("VONAGE_SECRET", "Vonage (Nexmo) API secret", "Vonage"),
     .shapes = "[A-Za-z0-9]{16}",
     .words = "nexmo|vonage",
     .entropy = 3},
    {.entity = Secret("PUSHER_SECRET", "Pusher key or secret", "Pusher Channels"),
     .shapes = "[a-f0-9]{20}",
     .words = "pusher",
     .entropy = 3},
    {.entity = Secret("PUBNUB_KEY", "PubNub key", "PubNub"),
     .shapes = "sub-c-[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}|"
               "pub-c-[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}|sec-c-[A-Za-z0-"
               "9+/=]{48,60}",
     .entropy = 2.5},
    {.entity = Secret("LINE_CHANNEL_SECRET", "LINE channel secret", "LINE Developers"),
     .shapes = "[a-f0-9]{32}",
     .words = "linechannel|linebot",
     .entropy = 3},
};

}  // namespace

std::span<const SecretFormat> MessagingSecrets() { return kFormats; }

}  // namespace reeve::detectors
