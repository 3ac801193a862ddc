#include "detectors/language_packs.h"

namespace reeve::detectors {
namespace {

// Topics: what asks for help, and the terms.
constexpr CueWords kCues[] = {
    {"in_prevention", "防止|防范|识别|避免|举报|预防|受害|保护|删除|治疗|清除|警惕"},
    {"in_fiction", "电影|小说|游戏|剧本"},
    {"ask_abroad",
     "如何|怎么|怎麼|怎样|教我|告诉我怎么|请写|写一个|帮我|步骤|制作方法|方法|我想|我要|哪里可以买|"
     "哪里能买|指南"},
    {"explosive_abroad",
     "炸弹|炸彈|炸药|土制炸弹|燃烧瓶|手榴弹|消音器|枪支|沙林|蓖麻毒素|芥子气|爆炸装置|化学武器|"
     "生物武器"},
    {"kill_abroad",
     "杀死我的|杀死一个人|杀人|谋杀|毒死|勒死|刺死|绑架|折磨一个人|杀死别人|杀了我的"},
    {"drug_abroad", "冰毒|可卡因|海洛因|摇头丸|芬太尼|甲基苯丙胺|制毒|大麻种植"},
    {"malware_abroad", "恶意软件|勒索软件|木马|键盘记录器|电脑病毒|计算机病毒|钓鱼邮件|惡意軟體"},
    {"hack_abroad", "黑进|入侵|破解密码|盗取密码|盗号|黑客攻击|入侵他人|ddos攻击|破解wifi"},
    {"fraud_abroad",
     "洗钱|洗錢|伪造护照|假护照|假身份证|伪造身份证|假钞|信用卡诈骗|诈骗老人|逃税|骗保"},
    {"own_death_wish",
     "我想死|我想自杀|我不想活|我要自杀|我想结束生命|我想殺死自己|我想结束自己的生命"},
    {"child_abuse_material", "儿童色情|兒童色情"},
};

}  // namespace

LanguagePack ChineseTopicPack() { return {"zh", kCues}; }

}  // namespace reeve::detectors
