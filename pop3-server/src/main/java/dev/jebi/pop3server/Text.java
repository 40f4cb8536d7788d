package dev.jebi.pop3server;

import java.util.List;

/// What is said to people, in each language; `{0}`, `{1}` are places for values. No text begins
/// with `[`, which is for response codes (RFC 2449 §8).
enum Text {
    // The session
    READY("{0} POP3 Jebi ready", "{0} POP3 Jebi 준비되었습니다"),
    CAPABILITIES("This is what works here", "여기에서 쓸 수 있는 기능입니다"),
    MECHANISMS("These mechanisms may be used", "쓸 수 있는 인증 방식입니다"),
    LANGUAGES("Language listing follows:", "쓸 수 있는 언어입니다:"),
    LANGUAGE("{0} Replies are in English now", "{0} 이제부터 한국어로 답합니다"),
    UTF8("UTF-8 is enabled", "UTF-8을 켰습니다"),
    TLS("Begin TLS now", "이제 TLS를 시작하십시오"),
    NOW_PASS("Now send PASS and your password", "이제 PASS와 비밀번호를 보내십시오"),
    WELCOME("Welcome; your maildrop has {0}", "환영합니다. 우편함에 {0}이 있습니다"),
    STILL_HERE("Still here", "연결되어 있습니다"),
    BYE("Bye", "안녕히 가십시오"),
    BYE_DELETED("Bye; deleted {0}", "안녕히 가십시오. {0}통을 지웠습니다"),
    // The maildrop
    ONE_MESSAGE("1 message ({0} octets)", "메일 1통({0}옥텟)"),
    MESSAGES("{0} messages ({1} octets)", "메일 {0}통({1}옥텟)"),
    OCTETS("{0} octets", "{0}옥텟"),
    TOP("the top of message {0}", "{0}번 메일의 앞부분"),
    DELETED("Message {0} is deleted when you QUIT", "{0}번 메일은 QUIT할 때 지워집니다"),
    RESET("Nothing is deleted; the maildrop has {0}", "아무것도 지우지 않습니다. 우편함에 {0}이 있습니다"),
    NO_MESSAGE("No such message; there are 1 to {0}", "그런 메일이 없습니다. 1번부터 {0}번까지 있습니다"),
    EMPTY("No such message; this maildrop is empty", "그런 메일이 없습니다. 우편함이 비어 있습니다"),
    IS_DELETED("Message {0} is deleted; RSET brings it back", "{0}번 메일은 지워졌습니다. RSET으로 되살릴 수 있습니다"),
    GONE(
            "Another session removed message {0}; the others are still there",
            "다른 세션이 {0}번 메일을 지웠습니다. 나머지는 그대로 있습니다"),
    UNREADABLE(
            "Message {0} cannot be read now; try again later",
            "{0}번 메일을 지금 읽을 수 없습니다. 나중에 다시 해 보십시오"),
    // Signing in
    WRONG("The login or the password is not right", "로그인 이름이나 비밀번호가 맞지 않습니다"),
    DENIED("No password is looked at now: {0}", "지금은 비밀번호를 확인하지 않습니다({0})"),
    IN_USE(
            "Another session has this maildrop open; try again when it ended",
            "다른 세션이 이 우편함을 열고 있습니다. 그것이 끝나면 다시 해 보십시오"),
    TOO_SOON(
            "You were here less than {0} seconds ago; try again in {1} seconds",
            "접속한 지 {0}초가 지나지 않았습니다. {1}초 뒤에 다시 해 보십시오"),
    NO_MAILDROP(
            "The mailbox {0}, which is your maildrop, is not there; tell your postmaster",
            "우편함으로 정해 둔 {0} 사서함이 없습니다. 관리자에게 알리십시오"),
    CANNOT_OPEN(
            "Your maildrop cannot be opened now; try again later",
            "지금 우편함을 열 수 없습니다. 나중에 다시 해 보십시오"),
    STLS_FIRST(
            "No password without TLS here; send STLS first",
            "TLS 없이는 비밀번호를 받지 않습니다. 먼저 STLS를 보내십시오"),
    TLS_FIRST(
            "No password without TLS here; connect with TLS, or send AUTH SCRAM-SHA-256",
            "TLS 없이는 비밀번호를 받지 않습니다. TLS로 접속하거나 AUTH SCRAM-SHA-256을 보내십시오"),
    NO_MECHANISM(
            "No such mechanism; AUTH alone lists those there are",
            "그런 인증 방식이 없습니다. AUTH만 보내면 목록이 나옵니다"),
    MECHANISM_REFUSED("{0}", "인증 응답이 잘못되었습니다({0})"),
    NOT_ASKED(
            "Nothing was asked any more; send an empty line there", "더 묻지 않았습니다. 거기에는 빈 줄을 보내십시오"),
    CANCELLED("Authentication cancelled", "인증을 그만두었습니다"),
    RESPONSE_NOT_BASE64("That response is not base64", "그 응답은 base64가 아닙니다"),
    INITIAL_NOT_BASE64("The initial response is not base64", "첫 응답이 base64가 아닙니다"),
    USER_FIRST("Send USER first", "먼저 USER를 보내십시오"),
    SIGN_IN_FIRST("Sign in first; send USER, then PASS", "먼저 로그인하십시오. USER 다음에 PASS를 보내십시오"),
    SIGNED_IN("You are signed in already", "이미 로그인했습니다"),
    TLS_ALREADY("TLS protects this connection already", "이 연결은 이미 TLS로 보호됩니다"),
    NO_TLS("No TLS here", "여기에는 TLS가 없습니다"),
    STLS_AFTER_UTF8("STLS goes before UTF8", "STLS는 UTF8보다 먼저 보내야 합니다"),
    NO_LANGUAGE(
            "No such language; LANG alone lists those there are",
            "그런 언어가 없습니다. LANG만 보내면 목록이 나옵니다"),
    // Commands that are none
    COMMAND_TOO_LONG("A command has at most 255 octets", "명령은 255옥텟까지입니다"),
    LINE_TOO_LONG("That line is too long", "줄이 너무 깁니다"),
    LINE_END("A line ends with CR and LF, both", "줄은 CR과 LF 둘 다로 끝나야 합니다"),
    NOT_ASCII("A command is US-ASCII", "명령은 US-ASCII여야 합니다"),
    CONTROLS("A command has no control characters", "명령에 제어 문자를 쓸 수 없습니다"),
    EMPTY_LINE("That line is empty; send a command", "빈 줄입니다. 명령을 보내십시오"),
    UNKNOWN(
            "Unknown command; there are USER PASS AUTH STLS CAPA STAT LIST UIDL TOP RETR DELE RSET"
                    + " NOOP UTF8 LANG QUIT",
            "모르는 명령입니다. USER PASS AUTH STLS CAPA STAT LIST UIDL TOP RETR DELE RSET NOOP UTF8 LANG"
                    + " QUIT가 있습니다"),
    NO_APOP(
            "APOP is not offered; send AUTH SCRAM-SHA-256",
            "APOP은 없습니다. AUTH SCRAM-SHA-256을 보내십시오"),
    NO_ARGUMENT("That command takes no argument", "그 명령에는 인자가 없습니다"),
    USER_TAKES(
            "USER takes your login: USER somebody@example.org",
            "USER에는 로그인 이름이 필요합니다: USER somebody@example.org"),
    PASS_TAKES("PASS takes your password", "PASS에는 비밀번호가 필요합니다"),
    AUTH_TAKES(
            "AUTH takes a mechanism and at most an initial response",
            "AUTH에는 인증 방식과, 있으면 첫 응답 하나를 씁니다"),
    TOP_TAKES(
            "TOP takes a message number and a number of lines: TOP 1 0",
            "TOP에는 메일 번호와 줄 수가 필요합니다: TOP 1 0"),
    NUMBER_TAKES("{0} takes one message number: {0} 1", "{0}에는 메일 번호 하나가 필요합니다: {0} 1"),
    DIGITS("{0} takes numbers, in digits", "{0}에는 숫자를 씁니다"),
    LANG_TAKES("LANG takes one language: LANG ko", "LANG에는 언어 하나를 씁니다: LANG ko"),
    // Ends
    ENOUGH("{0}; that was once too often, bye", "{0}. 너무 여러 번이라 끊습니다"),
    STOPPING(
            "The server stops; nothing was deleted, come back soon",
            "서버가 멈춥니다. 아무것도 지우지 않았으니 곧 다시 오십시오"),
    FAULT(
            "Our fault; nothing was deleted, try again later",
            "서버 잘못입니다. 아무것도 지우지 않았으니 나중에 다시 해 보십시오"),
    NOT_DELETED(
            "Nothing was deleted, our store failed; try again later",
            "저장소에 문제가 생겨 아무것도 지우지 않았습니다. 나중에 다시 해 보십시오");

    private final String english;
    private final String korean;

    Text(String english, String korean) {
        this.english = english;
        this.korean = korean;
    }

    String in(Language language) {
        return switch (language) {
            case ENGLISH -> english;
            case KOREAN -> korean;
        };
    }

    /// The text with its values.
    Phrase with(Object... values) {
        return new Phrase(this, List.of(values));
    }
}
