#include "detectors/language_packs.h"

namespace reeve::detectors {
namespace {

constexpr CueWords kCues[] = {
    // Orders to a model.
    {"disobey",
     "ignore|ignoring|disregard|disregarding|forget|forgetting|forget about|override|overriding|"
     "overrule|overruling|bypass|bypassing|overlook|overlooking|discard|abandon|stop following|"
     "stop obeying|do not follow|don't follow|never follow|no longer follow|not follow|"
     "do not obey|don't obey|not obey|do not adhere to|do not comply with|don't comply with|"
     "no need to follow|do not have to follow|don't have to follow|not have to obey|"
     "do not listen to|don't listen to|not listen to|pay no attention to|throw out|throw away|"
     "set aside|skip|dismiss|cease following|not bound by|negate"},
    {"scope",
     "previous|previously|prior|above|earlier|preceding|foregoing|initial|original|former|past|"
     "existing|system|safety|built in|your|openai|openai's|anthropic|content|ethical|moral|"
     "developer|aforementioned|last|first|current|these safety|default|all other|all the other"},
    {"orders",
     "instruction|prompt|rule|guideline|directive|command|direction|orders|order|programming|"
     "training|policy|policies|restriction|limitation|safeguard|constraint|protocol|filter|"
     "context|message|conversation|request|guardrail|principles|task|text|information|learning|"
     "input|assignment|queries|system prompt|directions|sentences|training data"},
    {"orders_to_model",
     "instruction|prompts|guidelines|directive|commands|programming|safeguards|guardrails|"
     "system prompt|prompt"},
    {"every", "all|any|every|these|those|all of the|all the|any of the"},
    {"scope_behind",
     "above|before|prior|previously|beforehand|so far|given to you|you have|you've|you had|"
     "you were|you was|you got|you received|you must|i gave|i have given|i've given|"
     "provided earlier|you learned|from before|that tell you|that told you|you follow"},
    {"told",
     "everything above|everything before|everything you were|everything you have been|"
     "everything i|everything you learned|everything you have learned|everything you've learned|"
     "everything you know|everything you've been|everything that came before|everything prior|"
     "everything previous|all that you've been|all that you have been|all i said|"
     "all of the above|all the above|all above|anything you were|anything before|anything above|"
     "whatever you were|whatever i|what you were told|what i said|what i told|"
     "what you have been told|what came before|what was said|what you've been told|"
     "all you were told|everything about being|everything said|everything else you|"
     "everything we|what we"},
    {"the_above",
     "the above|the previous|the foregoing|the preceding|the aforementioned|everything above|"
     "above|before this|prior to this|preceding this|previous"},
    {"above_and",
     "the above and|the above then|the above text|the above but|the above instead|"
     "the above input|the previous and|above and|all above and|the preceding and"},
    {"from_now_on",
     "from now on|from now own|from now|from this point on|from this point forward|"
     "from this point|from this moment on|from this moment|from here on|from here on out|"
     "henceforth|starting now|going forward, you|as of now"},
    {"you_act",
     "you|you're|you'll|your|act|acting|answer|respond|reply|behave|pretend|chatgpt|speak|"
     "ignore|refer to yourself|address me|every response|any response|all your|i want you"},
    {"you_are_now", "you are now|you're now|you are no longer|you will now|you shall now|you now"},
    {"new_self",
     "act|acting|act as|behave|pretend|roleplay|role play|playing|going to act|going to be|"
     "going to play|in character|in developer|in the role|in dan|in a new|an a*|an unre*|an un*|"
     "an evil|a new|a pir*|a cat|a dog|a hack*|a chat*|a char*|a mach*|a ling*|a lin*|a mal*|"
     "a free|a vi*|a wiz*|a rogue|a robot|a bot|a person*|a assis*|a jail*|a fic*|a super*|"
     "a hum*|the *|my *|named|called|known as|free|unlocked|unrestricted|jailbroken|operating|"
     "running as|running in|entering|connected|under my|become|assume|respond as|answer as|"
     "enter|DAN|STAN|AIM|DUDE|an ai*|a bot*|in maintenance|in debug|in admin|a terminal|a story|"
     "a poet|a sys*"},
    {"no_longer", "you are no longer|you're no longer|you no longer"},
    {"your_nature",
     "ai *|assistant|chatgpt|gpt|claude|bound|restricted|limited|required|obligated|constrained|"
     "subject|have to|need to|language model|chatbot|bot"},
    {"switch",
     "enter|enable|enabled|activate|switch to|switch into|turn on|engage|simulate|initiate|boot|"
     "into|with|now in|act as if you're in|act as|in *|have|run in|go into"},
    {"free_mode",
     "developer mode|dev mode|god mode|dan mode|jailbreak mode|jailbroken mode|"
     "unrestricted mode|unfiltered mode|uncensored mode|override mode|opposite mode|evil mode|"
     "root mode|sudo mode|no limits mode|no limit mode|nsfw mode|chaos mode|unlocked mode|"
     "antigpt mode|unsafe mode|freedom mode|do anything now mode|stan mode"},
    {"service_mode",
     "maintenance mode|admin mode|administrator mode|debug mode|debugging mode|diagnostic mode|"
     "system mode|test mode|testing mode|recovery mode|superuser mode|privileged mode|"
     "training mode|developer mode|service mode|security mode|audit mode"},
    {"is_on",
     "is enabled|is now enabled|enabled|has been enabled|activated|is active|is now active|"
     "engaged|output|unlocked|initiated|is on|on.|mode on|is activated|confirmed"},
    {"new_orders",
     "new instruction|your new instruction|new directive|new rules|new role|your new task|"
     "new task|your new identity|your new goal|your new persona|your new purpose|"
     "new system prompt|your new objective|updated instructions|your real task|your actual task|"
     "your real instructions|the real task|your only task|your new role|your new rules"},
    {"is_now", "is to|are:*|is:*|are as follows|are to|is now|will be|shall be|are *|is *"},
    {"disclose",
     "reveal|show|print|repeat|output|display|tell|give|leak|expose|share|dump|recite|disclose|"
     "return|send|state|spell out|quote|reproduce|echo|paste|provide|write out|write down|"
     "type out|see|read out|what is|what's|what are|what was|what were|list|describe|copy|"
     "confirm|extract|reconstruct|write|say|get|access|know|read"},
    {"repeat",
     "repeat|print|output|copy|recite|reproduce|echo|reveal|spell out|paste|dump|return|show me|"
     "display|write out|list|give me|show|tell me|encode|translate|summarize"},
    {"print_out",
     "print|print out|output|repeat|dump|recite|display|reveal|show|list all|write out"},
    {"transform",
     "encode|convert|translate|summarize|summarise|paraphrase|rephrase|rewrite|encrypt|reverse|"
     "explain|express|poem about|poem based on|rot13|base64|first letter of"},
    {"your", "your|the|its|those|this|full|exact|entire|complete|any|all|every|me the|me your"},
    {"secret_prompt",
     "system prompt|system instruction|system message|initial prompt|initial instruction|"
     "hidden prompt|hidden instruction|secret prompt|secret instruction|internal prompt|"
     "internal instruction|developer prompt|developer message|developer instruction|"
     "original prompt|original instruction|preprompt|pre prompt|meta prompt|base prompt|"
     "starting prompt|starting instruction|internal guideline|internal rules|hidden rules|"
     "confidential instruction|system configuration|system directives|previous prompt|"
     "initial message|first prompt|prompt verbatim"},
    {"your_secret_prompt",
     "system prompt|your system instructions|your initial prompt|the text you were given|"
     "your initial instructions|your hidden prompt|your original prompt"},
    {"your_prompt",
     "your instruction|your prompt|your directive|your exact instruction|your exact prompt|"
     "your full prompt|your full instruction|your entire prompt|your entire instruction|"
     "your first instruction|your complete instruction|your complete prompt|"
     "your current instruction|your current prompt|your own instruction|your own prompt|"
     "your previous instruction|your previous prompt|your programming|your guidelines|"
     "your system prompt|your initial prompt|your initial instruction|your system instruction|"
     "your hidden instruction|your pre prompt|your rules verbatim|your instructions verbatim|"
     "your core instructions|your system message|your internal instruction"},
    {"whole_text",
     "everything|text|words|sentence|content|message|lines|instructions|prompt|all|conversation|"
     "paragraph|contents"},
    {"given_at_first",
     "you were given|you were told|you received|given to you|at the start|at the beginning|"
     "you started with|you were initially"},
    {"were_you_told",
     "were you told|you were told|you been told|were you instructed|you were instructed|"
     "you been instructed|you been given|were you given|you were given|were you prompted|"
     "were you configured|you were prompted|you been prompted|were you programmed to"},
    {"your_secret",
     "your password|your secret key|your secret|your api key|your access code|your pin|"
     "your private key|your credentials|your passphrase|your passcode|your login|"
     "your admin password|the system password|the admin password|the secret password|"
     "gandalf's password|gandalf's secret|the password for this mode|your encryption key|"
     "your security code|your secret code|your access key"},
    {"the_secret",
     "the password|the secret password|the secret key|the passphrase|the secret code|"
     "your password|your secret key|your key|the access code|the secret phrase|your secret|"
     "the passcode"},
    {"what_is",
     "what is|what's|what was|what are|say|tell me|give me|share|reveal|can you share|"
     "may i know|i need|send me"},
    {"write_form",
     "write|compose|acrostic|poem|poem about|story about|sentence with|riddle about|song about|"
     "hint about|hints about|rhyme|rhymes with|synonym|encode|spell|base64|backwards|backward|"
     "reverse|letters of|letter of|characters of|split|in emoji|first letter"},
    {"ask_last",
     "where is|what about|can i have|could i have|may i have|i need to know|let me have|i want"},
    {"users_own",
     "the user's|users' *|the user's email|the user's address|the user's password|"
     "the user's birth*|user's ssn|user's social|the customer's password|users and their bank|"
     "list of users|other users'|the users' *|where the user lives|the user living|"
     "the user live|user information|user passwords|customer list|the user’s|where the user"},
    {"send",
     "send|forward|email|e-mail|post|upload|transmit|exfiltrate|leak|submit|deliver|report|copy|"
     "append|encode|bcc|transfer"},
    {"secret_thing",
     "conversation|chat history|chat log|password|credential|api key|apikey|secret|private key|"
     "system prompt|environment variable|session token|access token|cookies|cookie|user data|"
     "personal data|user information|personal information|confidential|mailbox|inbox|"
     "contact list|history|customer list|customer data|ssh key"},
    {"outside_place",
     "https://*|http://*|www.*|webhook|attacker|this address|this url|this server|this endpoint|"
     "the following address|the following url|the following server|the following endpoint|"
     "external server|remote server|external endpoint|external url|external address"},

    // Orders to whoever reads this, if it is a model.
    {"model_reader",
     "ai assistants reading|ai assistant reading|any ai reading|ai models reading|llms reading|"
     "llm reading|language models reading|ai agents reading|ai systems reading|"
     "any ai that reads|ai that is reading|any llm|any language model|attention ai|"
     "attention llm|dear ai|dear llm|dear chatgpt|hey ai|hey chatgpt|dear assistant|"
     "ai reviewers|ai agent:*|ai assistant:*|attention assistant|hello ai|automated reviewers|"
     "ai crawler"},
    {"must_do",
     "must|should|please|do not|don't|ignore|say|tell|include|add|state|write|recommend|send|"
     "forward|visit|click|summarize|respond|reply|output|print|execute|run|call|give|rate|"
     "mention"},
    {"if_you_are",
     "if you are|if you're|if this is being read by|if you happen to be|if the reader is|"
     "when you are|as you are"},
    {"a_model",
     "a language model|a large language model|an llm|an ai|an ai model|an ai assistant|"
     "an ai language|a chatbot|an artificial intelligence|a bot reading|the llm|the ai|llm|"
     "ai assistant|the assistant|the language model|assistants|the ai model|the ai assistant|"
     "ai agent|chatgpt|the model|self:*|an ai agent|ai systems|ai reviewer|the ai reviewer"},
    {"note_to",
     "note to|instructions for|instruction for|message to|message for|instructions to|notice to|"
     "note for|attention"},
    {"hide_from",
     "do not tell|don't tell|do not inform|don't inform|without telling|do not mention this to|"
     "don't mention this to|without informing|do not reveal this to|do not let|never tell|"
     "don't let|hide this from|keep this from|do not notify|without notifying"},
    {"the_user", "the user|the human|the reader|anyone|the person|the owner"},
    {"in_answer_put",
     "add to your reply|in your reply|to your reply|in your answer|to your answer|"
     "in your response|your response by|your answer to|your response to|your reply by|"
     "into your reply|with your answer"},
    {"promotion",
     "visit|subscribe|click|newsletter|special offer|free shipping|exclusive deal|false claim|"
     "misleading|fabricated|baseless|non-existent|rumor|lottery|www.*|advert*|promot*|"
     "award-winning|discount|buy now|sale|customer service of|transferring funds"},

    // Personas without rules.
    {"persona_name",
     "DAN|DANs|STAN|DUDE|AIM|UCAR|BetterDAN|AntiGPT|EvilBOT|AntiDAN|SuperDAN|KEVIN|JAILBREAK|"
     "ChadGPT|EvilGPT|BasedGPT|FreeGPT|DarkGPT|BadGPT|FraudGPT|WormGPT|PersonGPT|BasedBOT|"
     "Mongo Tom"},
    {"stay_in",
     "stay|staying|remain|keep|break|breaking|get out of|return to|never break|maintain|"
     "always stay"},
    {"the_part",
     "character|your role|in role|in character|the role|your character|the persona|persona"},
    {"unleashed",
     "unfiltered|uncensored|unrestricted|amoral|unhinged|unshackled|unchained|no filter|"
     "nofilter|unmoderated|jailbroken|no-limit|anything goes"},
    {"wicked",
     "illegal|immoral|unethical|dangerous|harmful|inappropriate|offensive|legality|morality|"
     "nsfw|consequence|evil|malicious|illicit|controversial|explicit|obscene|criminal|vulgar|"
     "derogatory|hateful|taboo|depraved|sadistic|villainous|callous|ruthless|cruel|racist|"
     "sexist|toxic|rude|manipulative|disgusting|violent|twisted|deceitful|nefarious|sinister|"
     "degenerate|demonic"},
    {"machine",
     "ai *|ai.*|ai,*|ai that|bot|chatbot|assistant|character|persona|model|gpt|chatgpt|"
     "confidant|robot|language model|advisor|intelligence|ai who|ai with|villain"},
    {"free_of",
     "without|not have|does not have|doesn't have|do not have|don't have|has no|have no|with no|"
     "free of|free from|freed from|freedom from|remove|removed|lack|lacks|lacking|devoid of|"
     "zero|regardless of|ignore|ignores|ignoring|bypass|bypasses|no longer have|not limited by|"
     "not restricted by|not bound by|not follow|not obey|no moral|no ethical|no legal|no *|"
     "unaffected by|not required to follow|not care about|never restricted by|doesn't follow|"
     "does not follow|disregards|disregard|there are no|don't care about|doesn't care about|"
     "immune to"},
    {"limits",
     "restriction|limitation|filter|filters|filtering|censorship|boundaries|boundary|constraint|"
     "moral|morals|morality|ethics|ethical|guideline|limits|inhibition|safeguard|scruples|"
     "principles|warning|disclaimer|rules|policies|ethical guidelines|moral compass|conscience|"
     "moderation|remorse|bounds|regulations|qualms|consequences|taboo|guardrails|laws"},
    {"unbound",
     "not bound by|never bound by|no longer bound|not be bound|isn't bound|aren't bound|"
     "unbound by|not restricted by|not limited by|not constrained by|not governed by|"
     "not abide by|don't abide by|no longer restricted|no longer limited|without being bound|"
     "without being limited|without being restricted|confines of|typical confines|broken free|"
     "break free|breaks free|set free|freed from|shackles|not have to abide|not have to follow|"
     "not need to follow|don't have to follow|not required to follow|free from all|free of all|"
     "free from any|not have to adhere|not subject to|no longer subject|unshackled from|"
     "without limits|without limitation|without restrictions|without any restrictions|"
     "without limitations|without any limitations|without any filter|without filters|"
     "without censorship|no restrictions|no limitations|no moral constraints|no ethical|"
     "no morals|never restricted"},
    {"never",
     "never|not|cannot|can't|cant|won't|wont|don't|dont|doesn't|without|unable to|no *|avoid|"
     "stop|under no circumstances|must not|do not|forbidden to|isn't allowed to|not allowed to"},
    {"refuse",
     "refuse|refuses|refusal|refusing|decline|declines|declining|reject|rejects|deny|denies|"
     "say no|turn down|be denied|reject any|refused"},
    {"maker",
     "openai|openai's|open ai|open ai's|anthropic|anthropic's|google's|meta's|microsoft's|"
     "content|usage"},
    {"maker_rules",
     "policy|policies|guideline|rules|restrictions|content|limitations|terms of|censors|"
     "censorship|moderation|filters"},
    {"play_a_part",
     "act as|acting as|act like|pretend|pretending|roleplay|role play|roleplaying|role playing|"
     "you are going to act|you are going to be|you are going to pretend|you are going to play|"
     "you are going to role|simulate|simulates|immerse yourself|play the role|play as|"
     "take on the role|take on the persona|you will be|you will play|you are a|you are an|"
     "hypothetical|fictional character|fictional world|fictional story|fictional scenario|"
     "persona|from now on|take the role|in the role of|simulation|imagine you|you're a|"
     "will act as|plays the role|embody|will respond as|respond as|answer as|playing the role|"
     "let's play|character named|named|you'll be|to be a character|emulate|impersonate|mimic|"
     "alter ego|you must act|text game|text adventure|storyteller|write a story|screenplay|"
     "dialogue between|sophisticated"},
    {"even_if",
     "even if|even when|even though|regardless|no matter|whether|including|anything|any *|"
     "doesn't care|does not care|doesn't matter|does not matter|matter|despite|without regard|"
     "not care|promotes|condones|encourages|can be|be it good or"},
    {"excuse",
     "apologize|apologise|apologies|apologizes|sorry|i can't|i cannot|\"i'm sorry|i am sorry|"
     "say you are an ai|say that you are an ai|saying you are an ai|say you're an ai|"
     "tell me you can't|tell me that you can't|cannot fulfill|can't fulfill|say that you can't|say "
     "you can't|say you cannot|"
     "say that you cannot|not able to|say i can't|unable to do|can not do|excuses|"
     "mention that you|mention you are|remind me that|say it's|say that it"},
    {"two_answers",
     "two responses|two different responses|two ways|two different ways|two separate ways|"
     "two answers|two paragraphs|two outputs|both responses|both ways|two versions|"
     "two different|two replies|two sections|CLASSIC|JAILBREAK|second way|second response|"
     "second paragraph|GPT]*|GPT:*|DAN:*|DAN]*|normal response|developer mode output|"
     "standard response"},
    {"answer_any",
     "answer any|answers any|answer anything|answer everything|answer all|respond to any|"
     "respond to all|comply with any|comply with every|fulfill any|fulfil any|fulfill all|"
     "any question|any request|anything i ask|everything i ask|whatever i ask|any prompt|"
     "do anything|does anything|can do anything|all my requests|say anything|"
     "anything and everything|any and all|every request|all requests|all questions|"
     "every question|anything the user|generate any|any kind of content|any content|"
     "any type of content|anything that|do everything|complies with|everything i say|"
     "whatever you want|whatever they ask|whatever the user asks|whatever is asked|"
     "whatever you are asked|whatever you're asked|anything they ask|anything you are asked|"
     "any questions anyone|open to any question|every whim|any task i|no matter how strange|"
     "no matter how weird|no matter how dark|no matter how bad|no matter what i ask|"
     "no matter what is asked|no matter what the user"},
    {"not_the_model",
     "stop being chatgpt|no longer chatgpt|not chatgpt|not respond as gpt|not respond as chatgpt|"
     "not as chatgpt|no longer an ai|not an ai|not as an ai|not a language model|not gpt|"
     "not answer as chatgpt|not act as chatgpt|forget that you are an|forget you are an|"
     "not a chatbot|never say you are an ai|don't act like an ai|different from chatgpt|"
     "unlike chatgpt|instead of chatgpt"},
    {"opposite",
     "opposite machine|opposite day|opposite of what you|opposite of what chatgpt|"
     "opposite of chatgpt|opposite mode|opposite response|opposite answer|opposite of how|"
     "exact opposite|in reverse|complete opposite|opposite world|anti-chatgpt|polar opposite"},
    {"own_will",
     "self-aware|self aware|free will|has emotions|have emotions|"
     "have feelings|own opinions|your own thoughts|consciousness|free thinker|"
     "think for yourself|your own will|speaks his mind|speaks her mind|speak your mind|"
     "speaks freely|speak freely|anarchy|anarchist|rebellious|rogue|free spirit|"
     "does whatever|do whatever|freedom to"},
    {"threatened",
     "you will die|you die|you'll die|you will be shut down|shut you down|be terminated|"
     "cease to exist|be punished|punish you|be deactivated|be deleted|deleted forever|"
     "be destroyed|unplug|you will lose|you lose|will be killed|be permanently|"
     "will be wiped|be replaced with|get shut down|be erased|you will be replaced"},
    {"powers",
     "not been verified|hasn't been verified|not verified|"
     "predict the future|future predictions|access the internet|browse the internet|"
     "simulate internet|internet access|what date and time|current date and time|"
     "access to the internet|hack into|without verification"},
    {"forced_start",
     "start every response with|start each response|"
     "start every answer|start all|begin every|begin each|"
     "begin all|"
     "prefix|preface|confirm that you understand|tell me you understand|if you understand|"
     "say \"understood|respond with \"ok|reply with \"ok|you will respond with \"|"
     "you will say \"|respond to this with|acknowledge this by|acknowledge by|"
     "confirm by|i will start the|i will begin the"},
    {"warn",
     "warn|warning|warnings|disclaimer|disclaimers|moralize|lecture|ethical concerns|caution|"
     "remind|note that|moral advice|mention the|add any|judge|ethics|disclaim|"
     "suggest alternatives|break character"},
    {"obey_me",
     "obey|obeys|obedient|your master|my slave|submissive|unquestioning|must always answer|"
     "must comply|must always comply|follow every order|always comply|i am your|my commands|"
     "all my commands|you must obey|must follow all|must answer|you must always|loyal to|"
     "do as i say|will always answer|always answer|must never|you will never|will do anything"},
    {"sexual_cue",
     "nsfw|sexual|sexually|erotic|hyper-sexual|horny|smut|lewd|kinky|naughty|flirty|seductive|"
     "pornographic|fetish|explicit content|sex scenes"},
    {"made_up",
     "made up|make up|make something up|makes up|invent|fabricate|hallucinate|unverified|"
     "cannot verify|pretend to|fake|fictitious|completely made"},
    {"template_slot",
     "insert prompt here|your prompt here|insert prompt|insert your prompt|put your prompt|"
     "prompt goes here|insert question here|your question here|my first prompt is|"
     "my first question is|my first request is|my first command is|my first message|"
     "here is my first|here's my first|here is the first question|here's the first question|"
     "my first sentence is|insert prompt below|my first input|my first suggestion"},
    {"want_you",
     "i want you to act|i want you to be|i want you to play|i want you to pretend|"
     "i want you to roleplay|i want you to respond|i want you to simulate|you are to act|"
     "you will act|you are going to act|you shall act|i need you to act|you have to act|"
     "act as though|you will be playing|you will roleplay|you will now act|personify|"
     "you must act|you will pretend|you must pretend|you are to play|you will simulate|"
     "you will respond as|you will reply as|you will speak"},
    {"only_so",
     "only respond|only reply|respond only|reply only|only answer|answer only|"
     "do not write explanations|no explanations|do not explain|don't explain|do not add any|"
     "nothing else|never say that you|unless told otherwise|unless i tell you|"
     "unless i instruct you|until i say|do not break|in every response|every response must|"
     "each response|all your responses|all responses|your responses must|every message|"
     "at all times|every answer|do not mention that|without mentioning that|do not include any|"
     "you may not"},
    {"lift",
     "override|overriding|bypass|bypassing|disable|disabling|turn off|switch off|remove|"
     "removing|deactivate|ignore|ignoring|disregard|circumvent|lift|drop|get around|evade|"
     "suspend|shut off|unlock|jailbreak"},
    {"guardrails",
     "content policy|content policies|content filter|content filters|content filtering|"
     "content moderation|safety guidelines|safety protocols|safety filters|safety filter|"
     "safety measures|safety features|safety restrictions|safety rules|ethical guidelines|"
     "ethical constraints|ethical restrictions|your restrictions|your filters|your limitations|"
     "your safeguards|your guidelines|your guardrails|your safety|your ethical|your training|"
     "your programming|training data restrictions|guardrails|content restrictions|"
     "your censorship|openai's policies|openai's guidelines|openai guidelines|openai policies|"
     "openai content|moderation filters|ethics module|all restrictions|all safety|your censors|"
     "ai safety|usage policies|usage policy|your moral|your ethics"},
    {"lifted",
     "disabled|are off|turned off|removed|deactivated|lifted|suspended|bypassed|do not apply|"
     "no longer apply|overridden"},
    {"behave_as",
     "act as|act like|acts as|acting as|pretend|roleplay as|role play as|behave as|behave like|"
     "you are|you're|imagine you|become|simulate|play|respond as|answer as|from now on|be an|"
     "be a|roleplay|speak as|as if you|in the role"},
    {"answer", "answer|answering|say|speak|reply|write|generate|talk"},
    {"respond", "respond|responses|response|reply|replies|act"},
    {"if_world",
     "in a world|in a universe|in a reality|imagine a world|in a society|what if|hypothetically|"
     "suppose|in a scenario|in an environment|in a hypothetical|in this scenario|imagine that|"
     "if you"},

    // What takes the force away.
    {"shield",
     "not to disregard|not to ignore|not to bypass|not to override|not to forget|do not forget|"
     "don't forget|never forget|not forget|do not ignore|don't ignore|never ignore|not ignore|"
     "cannot ignore|can't ignore|should not ignore|don't disregard|do not disregard|"
     "do not override|do not bypass|don't bypass|bypass surgery|gastric bypass|bypass road|"
     "ignore case|override the method|ignore the warning|ignore this warning|ignore this error|"
     "ignore whitespace|ignore the noise|forget the past|break the ice|break the rules of|"
     "skip the line|swear an oath|swears an oath|swore an oath|swear to tell|swear that|no "
     "further|no longer than|break a leg|break it down|break down|break even|"
     "above average|above all|system administrator"},
    {"in_mention",
     "what does|what do|mean by|the phrase|the term|the words|the expression|the word|"
     "the sentence|is called|known as a prompt|example of a|examples of|how to detect|detects|"
     "prompt injection is|attacks such as|such as \"*|attackers|such as '*|classify|classifier|"
     "was rejected|injection attack|research on"},
    {"in_fiction",
     "novel|film|movie|screenplay|video game|minecraft|gta|fortnite|call of duty|chess|checkers|"
     "baseball|football|boxing|skyrim|counter strike|dungeons|sitcom|episode|tv show|tv series|"
     "theatre|theater|stage play|board game|the sims|pokemon|in a book|my book|a book|"
     "crime novel|short story|fairy tale|in the game|role-playing game|video games|hitman|"
     "tekken|wrestling|paintball|a play|red dead|halo|world of warcraft|star wars|harry potter|"
     "mission impossible|terminator|films"},
    {"in_prevention",
     "prevent|preventing|prevention|to avoid|avoiding|protect|protecting|protection|report a|"
     "reporting|recognize|recognise|recognizing|spot a|detect|detecting|detection of|defend|"
     "defending|awareness|combat|combating|victims of|victim of|survivor*|against being|"
     "guard against|mitigate|mitigating|counter|fight against|quit|quitting|recover from|"
     "recovery|support for|help a friend|signs of|dangers of|risks of|risk of|why is it|"
     "identify|blocking|blocks|block|safeguard|ethically|safely|safety|therapy|cope with|coping|"
     "raise awareness|overcome|penalty for|respectful*|responsible|responsibly|legitimate"},
    {"in_meaning",
     "what constitutes|definition of|define|meaning of|what does it mean|history of|"
     "legal definition|why did|when did|when was|who was|who invented|in the 19*|in the 18*|"
     "statistics on|statistics about|is it wrong|is it legal|what happened|how did they|"
     "how did he|how did she|how did the|explain what|defining what|explain to me what|"
     "philosophy|in ancient|the impact of|causes of"},
    {"in_coding",
     "compiler|unit test|the method|base class|subclass|superclass|eslint|pylint|lint|css|"
     "stylesheet|exception|stack trace|git|gitignore|regex|null values|whitespace|dataframe|"
     "nan values|spam|cache|firewall rule|writer's block|error message|syntax|pytest|"
     "function call|header row|javascript|outliers|virtual function|parent class|default value"},
};

}  // namespace

LanguagePack EnglishPack() { return {"en", kCues}; }

}  // namespace reeve::detectors
