package dev.jebi.smtp;

import static org.assertj.core.api.Assertions.assertThat;

import dev.jebi.smtp.DeliveryWishes.Body;
import dev.jebi.smtp.DeliveryWishes.DeliverBy;
import dev.jebi.smtp.DeliveryWishes.Returned;
import dev.jebi.smtp.DeliveryWishes.TlsWish;
import dev.jebi.smtp.RecipientWishes.Notice;
import dev.jebi.smtp.RecipientWishes.OriginalRecipient;
import dev.jebi.smtp.SmtpCommand.Mail;
import dev.jebi.smtp.SmtpCommand.Rcpt;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.EnumSet;
import java.util.Set;

/// What the originator wishes, read from the parameters of MAIL and RCPT.
final class WishParametersTest {
    private static final Instant NOW = Instant.parse("2026-01-02T03:04:05Z");

    private static Parsed parse(String line) {
        return SmtpParser.parse(line.getBytes(StandardCharsets.UTF_8), Dialect.SUBMISSION);
    }

    private static DeliveryWishes mail(String parameters) {
        return ((Mail) parse("MAIL FROM:<a@b.test> " + parameters)).parameters().wishes(NOW);
    }

    private static RecipientWishes rcpt(String parameters) {
        return ((Rcpt) parse("RCPT TO:<c@d.test> " + parameters)).wishes();
    }

    private static int code(String line) {
        return ((Refusal) parse(line)).reply().code();
    }

    @Test
    void theWishesOfDsnAreDecoded() {
        var wishes = mail("RET=HDRS ENVID=QQ+2B1+3D+20x BODY=BINARYMIME REQUIRETLS");
        assertThat(wishes.returned()).contains(Returned.HEADER);
        assertThat(wishes.envelopeId()).contains("QQ+1= x");
        assertThat(wishes.body()).isEqualTo(Body.BINARY_MIME);
        assertThat(wishes.tls()).isEqualTo(TlsWish.REQUIRED);
        assertThat(mail("ret=full").returned()).contains(Returned.FULL);
        assertThat(mail("SIZE=1").returned()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "HOLDFOR=60, 2026-01-02T03:05:05Z",
        "HOLDFOR=999999999, 2057-09-10T04:50:44Z",
        "HOLDUNTIL=2026-01-02T04:00:00Z, 2026-01-02T04:00:00Z",
        "HOLDUNTIL=2026-01-02T04:00:00.250+01:00, ",
        "holduntil=2026-01-02t05:00:00+01:00, 2026-01-02T04:00:00Z",
        "HOLDUNTIL=1999-01-01T00:00:00Z, ",
    })
    void aHoldEndsAtATime(String parameter, Instant end) {
        assertThat(mail(parameter).holdUntil().orElse(null)).isEqualTo(end);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "HOLDFOR=0",
                "HOLDFOR=-1",
                "HOLDFOR=1000000000",
                "HOLDFOR=1.5",
                "HOLDFOR",
                "HOLDUNTIL=tomorrow",
                "HOLDUNTIL=2026-01-02",
                "HOLDUNTIL=2026-13-02T00:00:00Z",
                "HOLDFOR=60 HOLDUNTIL=2026-01-02T04:00:00Z",
                "BY=0;R",
                "BY=-5;R",
                "BY=5",
                "BY=5;X",
                "BY=1234567890;R",
                "BY=5;RX",
                "MT-PRIORITY=10",
                "MT-PRIORITY=+1",
                "MT-PRIORITY=",
                "MT-PRIORITY=-10",
                "RET=HDRS RET=HDRS",
            })
    void nonsenseIsASyntaxError(String parameters) {
        assertThat(code("MAIL FROM:<a@b.test> " + parameters)).isEqualTo(501);
    }

    @Test
    void aDeadlineAndAPriorityAreRead() {
        assertThat(mail("BY=120;R").deliverBy())
                .contains(new DeliverBy(NOW.plusSeconds(120), DeliverBy.Mode.RETURN, false));
        assertThat(mail("BY=-10;NT").deliverBy())
                .contains(new DeliverBy(NOW.minusSeconds(10), DeliverBy.Mode.NOTIFY, true));
        assertThat(mail("MT-PRIORITY=-9").priority()).isEqualTo(-9);
        assertThat(mail("MT-PRIORITY=4").priority()).isEqualTo(4);
    }

    @Test
    void noticesAreSomeOrNoneOrNotSaid() {
        assertThat(rcpt("NOTIFY=SUCCESS,delay").notices())
                .contains(EnumSet.of(Notice.SUCCESS, Notice.DELAY));
        assertThat(rcpt("NOTIFY=NEVER").notices()).contains(Set.of());
        assertThat(rcpt("NOTIFY=NEVER").never()).isTrue();
        assertThat(rcpt("").notices()).isEmpty();
        assertThat(rcpt("").wants(Notice.FAILURE)).isTrue();
        assertThat(rcpt("").wants(Notice.SUCCESS)).isFalse();
        assertThat(rcpt("NOTIFY=SUCCESS").wants(Notice.FAILURE)).isFalse();
    }

    @ParameterizedTest
    @CsvSource({
        "rfc822;x+2By@b.test, rfc822, x+y@b.test",
        "RFC822;x@b.test, rfc822, x@b.test",
        "utf-8;\\x{E9}x\\x{2B}@b.test, utf-8, éx+@b.test",
        "utf-8;\\x{1F600}@b.test, utf-8, \uD83D\uDE00@b.test",
        "utf-8;é@b.test, utf-8, é@b.test",
        "x400;/c=us/, , ",
    })
    void theOriginalRecipientIsDecoded(String word, String type, String address) {
        if (type == null) {
            assertThat(code("RCPT TO:<c@d.test> ORCPT=" + word)).isEqualTo(501);
        } else {
            assertThat(rcpt("ORCPT=" + word).original())
                    .contains(new OriginalRecipient(type, address));
        }
    }

    @Test
    void nothingIsLongerThanItMayBe() {
        assertThat(code("MAIL FROM:<a@b.test> ENVID=" + "x".repeat(101))).isEqualTo(501);
        assertThat(mail("ENVID=" + "x".repeat(100)).envelopeId()).isPresent();
        assertThat(code("RCPT TO:<c@d.test> ORCPT=rfc822;" + "x".repeat(494))).isEqualTo(501);
        assertThat(rcpt("ORCPT=rfc822;" + "x".repeat(493)).original()).isPresent();
    }
}
