package dev.jebi.smtp;

import static org.assertj.core.api.Assertions.assertThat;

import dev.jebi.address.Address;
import dev.jebi.address.ReversePath;
import dev.jebi.smtp.DeliveryWishes.Body;
import dev.jebi.smtp.SmtpCommand.Auth;
import dev.jebi.smtp.SmtpCommand.Bdat;
import dev.jebi.smtp.SmtpCommand.Data;
import dev.jebi.smtp.SmtpCommand.Ehlo;
import dev.jebi.smtp.SmtpCommand.Expn;
import dev.jebi.smtp.SmtpCommand.Helo;
import dev.jebi.smtp.SmtpCommand.Help;
import dev.jebi.smtp.SmtpCommand.Mail;
import dev.jebi.smtp.SmtpCommand.Noop;
import dev.jebi.smtp.SmtpCommand.Quit;
import dev.jebi.smtp.SmtpCommand.Rcpt;
import dev.jebi.smtp.SmtpCommand.Rset;
import dev.jebi.smtp.SmtpCommand.StartTls;
import dev.jebi.smtp.SmtpCommand.Vrfy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Random;
import java.util.stream.Stream;

final class SmtpParserTest {
    private static Parsed strict(String line) {
        return SmtpParser.parse(line.getBytes(StandardCharsets.UTF_8), Dialect.RECEPTION);
    }

    private static Parsed lenient(String line) {
        return SmtpParser.parse(line.getBytes(StandardCharsets.UTF_8), Dialect.SUBMISSION);
    }

    private static Mail mail(String from) {
        return new Mail(ReversePath.of(Address.parse(from)), MailParameters.NONE);
    }

    private static Rcpt rcpt(String to) {
        return new Rcpt(new ForwardPath.To(Address.parse(to)), false, RecipientWishes.NONE);
    }

    private static MailParameters parameters(
            long size, Body body, boolean utf8, Optional<String> auth) {
        var none = MailParameters.NONE;
        return new MailParameters(
                OptionalLong.of(size),
                body,
                utf8,
                auth,
                none.returned(),
                none.envelopeId(),
                false,
                none.hold(),
                none.by(),
                none.priority());
    }

    static Stream<Arguments> commands() {
        return Stream.of(
                Arguments.of("HELO a.test", new Helo("a.test")),
                Arguments.of("EHLO a.test", new Ehlo("a.test")),
                Arguments.of("ehlo [192.0.2.1]", new Ehlo("[192.0.2.1]")),
                Arguments.of("EHLO my_pc  ", new Ehlo("my_pc")),
                Arguments.of("MAIL FROM:<>", new Mail(ReversePath.NULL, MailParameters.NONE)),
                Arguments.of("MAIL FROM:<a@b.test>", mail("a@b.test")),
                Arguments.of("mail from:<a@b.test>", mail("a@b.test")),
                Arguments.of("Mail From:<a@b.test>  \t", mail("a@b.test")),
                Arguments.of("MAIL FROM:<@x.test,@y.test:a@b.test>", mail("a@b.test")),
                Arguments.of("MAIL FROM:<@[IPv6:::1]:a@b.test>", mail("a@b.test")),
                Arguments.of("MAIL FROM:<\"a> b\"@b.test>", mail("\"a> b\"@b.test")),
                Arguments.of("RCPT TO:<a@b.test>", rcpt("a@b.test")),
                Arguments.of("RCPT TO:<@x.test:a@b.test>", rcpt("a@b.test")),
                Arguments.of("rcpt to:<a@[192.0.2.1]>", rcpt("a@[192.0.2.1]")),
                Arguments.of(
                        "RCPT TO:<Postmaster>",
                        new Rcpt(new ForwardPath.Postmaster(), false, RecipientWishes.NONE)),
                Arguments.of(
                        "RCPT TO:<é@b.test>",
                        new Rcpt(
                                new ForwardPath.To(Address.parse("é@b.test")),
                                true,
                                RecipientWishes.NONE)),
                Arguments.of("DATA", new Data()),
                Arguments.of("data  ", new Data()),
                Arguments.of("BDAT 0 LAST", new Bdat(0, true)),
                Arguments.of("bdat 1024", new Bdat(1024, false)),
                Arguments.of("BDAT 1024 last", new Bdat(1024, true)),
                Arguments.of("RSET", new Rset()),
                Arguments.of("NOOP", new Noop()),
                Arguments.of("NOOP whatever it is", new Noop()),
                Arguments.of("QUIT", new Quit()),
                Arguments.of("STARTTLS", new StartTls()),
                Arguments.of("VRFY bob", new Vrfy("bob")),
                Arguments.of("EXPN list", new Expn("list")),
                Arguments.of("HELP", new Help("")),
                Arguments.of("HELP MAIL", new Help("MAIL")),
                Arguments.of("AUTH PLAIN", new Auth("PLAIN", Optional.empty())),
                Arguments.of("AUTH PLAIN =", new Auth("PLAIN", Optional.of("="))),
                Arguments.of("AUTH plain AGEAYg==", new Auth("plain", Optional.of("AGEAYg=="))));
    }

    @ParameterizedTest
    @MethodSource("commands")
    void aLineIsReadAsItsCommand(String line, SmtpCommand command) {
        assertThat(strict(line)).isEqualTo(command);
        assertThat(lenient(line)).isEqualTo(command);
    }

    @Test
    void theParametersOfMailAreRead() {
        var expected = parameters(1000, Body.EIGHT_BIT_MIME, true, Optional.of("e+3Da@b.test"));
        assertThat(
                        strict(
                                "MAIL FROM:<é@b.test> SIZE=1000 BODY=8BITMIME SMTPUTF8"
                                        + " AUTH=e+3Da@b.test"))
                .isEqualTo(new Mail(ReversePath.of(Address.parse("é@b.test")), expected));
        assertThat(strict("MAIL FROM:<> body=7bit auth=<>  size=99999999999999999999"))
                .isEqualTo(
                        new Mail(
                                ReversePath.NULL,
                                parameters(
                                        Long.MAX_VALUE, Body.SEVEN_BIT, false, Optional.of("<>"))));
    }

    @ParameterizedTest
    @CsvSource({
        "'', 500, 5.5.2",
        "' ', 500, 5.5.2",
        "FOO, 500, 5.5.1",
        "MAILFROM:<a@b.test>, 500, 5.5.1",
        "TURN, 502, 5.5.1",
        "EHLO, 501, 5.5.4",
        "HELO a b, 501, 5.5.4",
        "MAIL, 501, 5.5.4",
        "MAIL <a@b.test>, 501, 5.5.4",
        "MAIL TO:<a@b.test>, 501, 5.5.4",
        "MAIL FROM, 501, 5.5.4",
        "MAIL FROM:, 501, 5.5.4",
        "MAIL FROM: <a@b.test>, 501, 5.5.4",
        "MAIL FROM:a@b.test, 501, 5.5.4",
        "MAIL FROM:<a@b.test, 501, 5.5.4",
        "MAIL FROM:<a@b.test>SIZE=1, 501, 5.5.4",
        "MAIL FROM:<a>, 501, 5.1.7",
        "MAIL FROM:<a@b..test>, 501, 5.1.7",
        "MAIL FROM:< a@b.test>, 501, 5.1.7",
        "MAIL FROM:<<a@b.test>>, 501, 5.5.4",
        "MAIL FROM:<@x.test a@b.test>, 501, 5.1.3",
        "MAIL FROM:<@:a@b.test>, 501, 5.1.3",
        "MAIL FROM:<a@b.test> FOO, 555, 5.5.4",
        "MAIL FROM:<a@b.test> FOO=BAR, 555, 5.5.4",
        "MAIL FROM:<a@b.test> =, 501, 5.5.4",
        "MAIL FROM:<a@b.test> SIZE, 501, 5.5.4",
        "MAIL FROM:<a@b.test> SIZE=, 501, 5.5.4",
        "MAIL FROM:<a@b.test> SIZE=-1, 501, 5.5.4",
        "MAIL FROM:<a@b.test> SIZE=1 SIZE=1, 501, 5.5.4",
        "MAIL FROM:<a@b.test> SIZE=111111111111111111111, 501, 5.5.4",
        "MAIL FROM:<a@b.test> BODY=9BIT, 501, 5.5.4",
        "MAIL FROM:<a@b.test> BODY=BINARY, 501, 5.5.4",
        "MAIL FROM:<a@b.test> RET=ALL, 501, 5.5.4",
        "MAIL FROM:<a@b.test> ENVID=, 501, 5.5.4",
        "MAIL FROM:<a@b.test> ENVID=a+b, 501, 5.5.4",
        "MAIL FROM:<a@b.test> ENVID=a+0A, 501, 5.5.4",
        "MAIL FROM:<a@b.test> ENVID=a+3d, 501, 5.5.4",
        "MAIL FROM:<a@b.test> REQUIRETLS=yes, 501, 5.5.4",
        "MAIL FROM:<a@b.test> HOLDFOR=60, 555, 5.5.4",
        "MAIL FROM:<a@b.test> BY=60;R, 555, 5.5.4",
        "MAIL FROM:<a@b.test> MT-PRIORITY=3, 555, 5.5.4",
        "RCPT TO:<a@b.test> SIZE=3, 555, 5.5.4",
        "RCPT TO:<a@b.test> NOTIFY=, 501, 5.5.4",
        "RCPT TO:<a@b.test> NOTIFY, 501, 5.5.4",
        "'RCPT TO:<a@b.test> NOTIFY=NEVER,SUCCESS', 501, 5.5.4",
        "'RCPT TO:<a@b.test> NOTIFY=SUCCESS,', 501, 5.5.4",
        "RCPT TO:<a@b.test> NOTIFY=NEVER NOTIFY=NEVER, 501, 5.5.4",
        "RCPT TO:<a@b.test> ORCPT=a@b.test, 501, 5.5.4",
        "RCPT TO:<a@b.test> ORCPT=;a@b.test, 501, 5.5.4",
        "RCPT TO:<a@b.test> ORCPT=rfc822;, 501, 5.5.4",
        "RCPT TO:<a@b.test> ORCPT=rfc822;a+zz, 501, 5.5.4",
        "RCPT TO:<a@b.test> ORCPT=rfc822;a+4, 501, 5.5.4",
        "RCPT TO:<a@b.test> ORCPT=rfc822;a=b, 501, 5.5.4",
        "RCPT TO:<a@b.test> ORCPT=rfc822;a+00b, 501, 5.5.4",
        "RCPT TO:<a@b.test> ORCPT=rfc822;é@b.test, 501, 5.5.4",
        "RCPT TO:<a@b.test> ORCPT=rf_c822;a@b.test, 501, 5.5.4",
        "RCPT TO:<a@b.test> ORCPT=utf-8;\\x{D800}@b.test, 501, 5.5.4",
        "RCPT TO:<a@b.test> ORCPT=utf-8;\\x{110000}@b.test, 501, 5.5.4",
        "RCPT TO:<a@b.test> ORCPT=utf-8;\\x41@b.test, 501, 5.5.4",
        "RCPT TO:<a@b.test> ORCPT=utf-8;\\x{0A}@b.test, 501, 5.5.4",
        "LHLO a.test, 500, 5.5.1",
        "MAIL FROM:<a@b.test> SMTPUTF8=1, 501, 5.5.4",
        "MAIL FROM:<a@b.test> AUTH=+zz, 501, 5.5.4",
        "MAIL FROM:<é@b.test>, 553, 5.6.7",
        "RCPT TO:<>, 501, 5.1.3",
        "RCPT TO:<bob>, 501, 5.1.3",
        "RCPT FROM:<a@b.test>, 501, 5.5.4",
        "RCPT TO:a@b.test, 501, 5.5.4",
        "DATA now, 501, 5.5.4",
        "QUIT now, 501, 5.5.4",
        "RSET now, 501, 5.5.4",
        "STARTTLS now, 501, 5.5.4",
        "BDAT, 501, 5.5.4",
        "BDAT -1, 501, 5.5.4",
        "BDAT x LAST, 501, 5.5.4",
        "BDAT 10 FIRST, 501, 5.5.4",
        "BDAT 10 LAST x, 501, 5.5.4",
        "BDAT 9999999999999999999, 501, 5.5.4",
        "AUTH, 501, 5.5.4",
        "AUTH PLAIN a b, 501, 5.5.4",
        "VRFY, 501, 5.5.4",
        "EXPN, 501, 5.5.4",
        "NOOP é, 500, 5.5.2",
        "EHLO é.test, 500, 5.5.2",
    })
    void aLineThatIsNoneIsRefused(String line, int code, String status) {
        assertThat(strict(line)).isInstanceOf(Refusal.class);
        var reply = ((Refusal) strict(line)).reply();
        assertThat(reply.code()).isEqualTo(code);
        assertThat(reply.status()).hasValue(EnhancedStatus.parse(status));
    }

    @ParameterizedTest
    @CsvSource({
        "MAIL FROM: <a@b.test>",
        "MAIL FROM:a@b.test",
        "MAIL FROM: a@b.test",
        "MAIL  FROM:<a@b.test>",
        "MAIL FROM:< a@b.test >",
    })
    void pathsOfUserAgentsAreReadLeniently(String line) {
        assertThat(lenient(line)).isEqualTo(mail("a@b.test"));
        assertThat(strict(line)).isInstanceOf(Refusal.class);
    }

    @Test
    void aPathWithoutBracketsMayHaveParameters() {
        assertThat(lenient("MAIL FROM: a@b.test SIZE=7"))
                .isEqualTo(
                        new Mail(
                                ReversePath.of(Address.parse("a@b.test")),
                                parameters(7, Body.SEVEN_BIT, false, Optional.empty())));
        assertThat(lenient("RCPT TO: a@b.test")).isEqualTo(rcpt("a@b.test"));
    }

    @Test
    void controlCharactersAndBrokenUtf8AreRefused() {
        byte[][] lines = {
            {'N', 'O', 'O', 'P', 0},
            {'N', 0, 'O', 'P'},
            {'N', 'O', 'O', 'P', ' ', 7},
            {'N', 'O', 'O', 'P', '\r'},
            {'N', 'O', 'O', 'P', '\t', 'x'},
            {'N', 'O', 'O', 'P', 127},
            {'V', 'R', 'F', 'Y', ' ', (byte) 0xC3},
            {(byte) 0xFF, (byte) 0xFB, 1},
        };
        for (byte[] line : lines) {
            assertThat(SmtpParser.parse(line, Dialect.SUBMISSION))
                    .isInstanceOfSatisfying(
                            Refusal.class, r -> assertThat(r.reply().code()).isEqualTo(500));
        }
    }

    @Test
    void aPasswordIsNotInTheTextOfACommand() {
        assertThat(strict("AUTH PLAIN c2VjcmV0")).asString().doesNotContain("c2VjcmV0");
    }

    @Test
    void noLineMakesItFail() {
        long seed = Long.getLong("jebi.seed", System.nanoTime());
        var random = new Random(seed);
        var dialects = Dialect.values();
        var lines = commands().map(a -> (String) a.get()[0]).toList();
        for (int i = 0; i < 100_000; i++) {
            byte[] line = lines.get(random.nextInt(lines.size())).getBytes(StandardCharsets.UTF_8);
            for (int k = random.nextInt(4); k >= 0 && line.length > 0; k--) {
                line[random.nextInt(line.length)] = (byte) random.nextInt(256);
            }
            var parsed = SmtpParser.parse(line, dialects[random.nextInt(dialects.length)]);
            if (parsed instanceof Refusal(var reply)) {
                assertThat(reply.encode())
                        .as("seed %d", seed)
                        .matches("5[0-9]{2} 5\\.[0-9]\\.[0-9] [ -~]{1,480}\r\n");
            }
        }
    }
}
