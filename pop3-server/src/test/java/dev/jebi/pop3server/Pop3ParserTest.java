package dev.jebi.pop3server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.jebi.sasl.SaslMechanism;
import dev.jebi.testkit.Randomly;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.stream.Stream;

/// RFC 1939 §3, RFC 2449 §4.
final class Pop3ParserTest {
    private final Pop3Parser parser = new Pop3Parser(Pop3Limits.STANDARD);

    static Stream<Arguments> commands() {
        return Stream.of(
                Arguments.of("STAT", new Pop3Command.Stat()),
                Arguments.of("stat", new Pop3Command.Stat()),
                Arguments.of("sTaT  ", new Pop3Command.Stat()),
                Arguments.of("NOOP", new Pop3Command.Noop()),
                Arguments.of("RSET", new Pop3Command.Rset()),
                Arguments.of("QUIT", new Pop3Command.Quit()),
                Arguments.of("CAPA", new Pop3Command.Capa()),
                Arguments.of("STLS", new Pop3Command.Stls()),
                Arguments.of("AUTH", new Pop3Command.AuthMechanisms()),
                Arguments.of("AUTH ", new Pop3Command.AuthMechanisms()),
                Arguments.of("LIST", new Pop3Command.List(Optional.empty())),
                Arguments.of("LIST ", new Pop3Command.List(Optional.empty())),
                Arguments.of("list 3", new Pop3Command.List(Optional.of(new MessageNumber(3)))),
                Arguments.of("UIDL", new Pop3Command.Uidl(Optional.empty())),
                Arguments.of("UIDL  7 ", new Pop3Command.Uidl(Optional.of(new MessageNumber(7)))),
                Arguments.of("RETR 1", new Pop3Command.Retr(new MessageNumber(1))),
                Arguments.of("RETR 0001", new Pop3Command.Retr(new MessageNumber(1))),
                Arguments.of("RETR 0", new Pop3Command.Retr(new MessageNumber(0))),
                Arguments.of("DELE 12", new Pop3Command.Dele(new MessageNumber(12))),
                Arguments.of(
                        "DELE 99999999999999999999999",
                        new Pop3Command.Dele(new MessageNumber(Integer.MAX_VALUE))),
                Arguments.of("TOP 1 0", new Pop3Command.Top(new MessageNumber(1), 0)),
                Arguments.of("top 2  10", new Pop3Command.Top(new MessageNumber(2), 10)),
                Arguments.of(
                        "TOP 1 2147483648",
                        new Pop3Command.Top(new MessageNumber(1), Integer.MAX_VALUE)),
                Arguments.of("USER tim", new Pop3Command.User("tim")),
                Arguments.of("user  tim@example.org ", new Pop3Command.User("tim@example.org")),
                Arguments.of("USER 김@예.한국", new Pop3Command.User("김@예.한국")),
                Arguments.of("PASS secret", new Pop3Command.Pass("secret")),
                Arguments.of("PASS a b  c ", new Pop3Command.Pass("a b  c ")),
                Arguments.of("PASS  x", new Pop3Command.Pass(" x")),
                Arguments.of("pass 비밀", new Pop3Command.Pass("비밀")));
    }

    @ParameterizedTest
    @MethodSource("commands")
    void aLineIsACommand(String line, Pop3Command command) throws Pop3Refusal {
        assertThat(parse(line)).isEqualTo(command);
    }

    @Test
    void authCarriesItsInitialResponse() throws Pop3Refusal {
        assertThat(parse("auth plain AHQAcA=="))
                .isInstanceOfSatisfying(
                        Pop3Command.Auth.class,
                        auth -> {
                            assertThat(auth.mechanism()).isEqualTo(SaslMechanism.PLAIN);
                            assertThat(auth.initial()).hasValue(new byte[] {0, 't', 0, 'p'});
                        });
        assertThat(((Pop3Command.Auth) parse("AUTH SCRAM-SHA-256 =")).initial().orElseThrow())
                .isEmpty();
        assertThat(((Pop3Command.Auth) parse("AUTH LOGIN")).initial()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " ",
                " STAT",
                "STATS",
                "STAT 1",
                "NOOP x",
                "RSET x",
                "QUIT now",
                "CAPA x",
                "STLS x",
                "RETR",
                "RETR ",
                "RETR x",
                "RETR 1x",
                "RETR -1",
                "RETR +1",
                "RETR 1 2",
                "RETR 1.0",
                "RETR \u0661",
                "DELE",
                "DELE 1 1",
                "LIST x",
                "LIST 1 2",
                "LIST -1",
                "UIDL -1",
                "UIDL *",
                "TOP",
                "TOP 1",
                "TOP 1 x",
                "TOP 1 -1",
                "TOP -1 1",
                "TOP 1 1 1",
                "USER",
                "USER ",
                "PASS",
                "PASS ",
                "AUTH X-NONE",
                "AUTH PLAIN x y",
                "AUTH PLAIN *",
                "AUTH PLAIN AHQAcA",
                "AUTH PL\u00c4IN",
                "APOP tim c4c9334bac560ecc979e58001b3e22fb",
                "EHLO example.org",
                "GET / HTTP/1.1",
                "a1 LOGIN tim secret",
                "ST\0AT",
                "USER t\0im",
                "PASS a\tb",
                "STAT\u001b",
                "RETR \u00b9",
                "\u00e9",
                "\u017ftat"
            })
    void aLineThatIsNoCommandIsRefusedAndCounted(String line) {
        assertThatExceptionOfType(Pop3Refusal.class)
                .isThrownBy(() -> parse(line))
                .satisfies(r -> assertThat(r.kind()).isEqualTo(Pop3Refusal.Kind.BAD));
    }

    @Test
    void octetsThatAreNoUtf8AreRefusedEvenInAPassword() {
        byte[] line = {'P', 'A', 'S', 'S', ' ', (byte) 0xFF, (byte) 0xFE};
        assertThatExceptionOfType(Pop3Refusal.class).isThrownBy(() -> parser.parse(line));
    }

    /// RFC 2449 §4: 255 octets, the CRLF among them.
    @Test
    void aCommandHas255OctetsAndOneWithCredentialsMore() throws Pop3Refusal {
        String blanks = " ".repeat(253 - "LIST1".length());
        assertThat(parse("LIST" + blanks + "1")).isInstanceOf(Pop3Command.List.class);
        assertThatExceptionOfType(Pop3Refusal.class)
                .isThrownBy(() -> parse("LIST " + blanks + "1"));
        assertThat(parse("PASS " + "p".repeat(900))).isInstanceOf(Pop3Command.Pass.class);
        assertThat(parse("USER " + "u".repeat(400))).isInstanceOf(Pop3Command.User.class);
        assertThat(parse("AUTH PLAIN " + "AAAA".repeat(200))).isInstanceOf(Pop3Command.Auth.class);
    }

    @Test
    void noPasswordIsEverPrinted() throws Pop3Refusal {
        assertThat(parse("PASS secret").toString()).doesNotContain("secret");
        assertThat(parse("AUTH PLAIN AHQAcA==").toString()).isEqualTo("Auth[PLAIN]");
    }

    @Test
    void garbageIsACommandOrARefusal() {
        var lines = commands().map(a -> (String) a.get()[0]).toList();
        Randomly.runs(
                20_000,
                "jebi.seed",
                random -> {
                    byte[] line = random.pick(lines).getBytes(StandardCharsets.UTF_8);
                    for (int n = random.between(0, 3); n > 0 && line.length > 0; n--) {
                        line[random.between(0, line.length - 1)] = (byte) random.between(0, 255);
                    }
                    try {
                        assertThat(parser.parse(line)).isNotNull();
                    } catch (Pop3Refusal refusal) {
                        assertThat(refusal.text(Language.ENGLISH)).matches("[ -~]+");
                    }
                });
    }

    private Pop3Command parse(String line) throws Pop3Refusal {
        return parser.parse(line.getBytes(StandardCharsets.UTF_8));
    }
}
