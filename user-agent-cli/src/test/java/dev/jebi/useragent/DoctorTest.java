package dev.jebi.useragent;

import static org.assertj.core.api.Assertions.assertThat;

import dev.jebi.useragent.failure.Failure;
import dev.jebi.useragent.failure.Faults;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.cert.CertificateException;
import java.security.cert.CertificateExpiredException;
import java.security.cert.CertificateNotYetValidException;
import java.util.List;
import java.util.Map;

import javax.net.ssl.SSLException;
import javax.net.ssl.SSLHandshakeException;

/// What `jebi mail doctor` finds, and that it says what to do.
class DoctorTest {
    @TempDir private Path home;

    private MailSite site;

    @BeforeEach
    void start() {
        site = new MailSite(home);
    }

    @AfterEach
    void stop() {
        site.close();
    }

    private String checks(MailSite.Ended ended) throws IOException {
        assertThat(JsonSchema.faults("doctor", ended.out())).isEmpty();
        var words = new StringBuilder();
        for (Object check : (List<?>) JsonTree.read(ended.out())) {
            var fields = (Map<?, ?>) check;
            words.append(fields.get("check"))
                    .append(' ')
                    .append(Boolean.TRUE.equals(fields.get("ok")) ? "ok" : fields.get("code"))
                    .append('\n');
        }
        return words.toString();
    }

    @Test
    void everythingIsLookedAt() throws IOException {
        site.deliver("Subject: one\n\nx\n");
        assertThat(site.mail("ls").exitCode()).isZero();
        var ended = site.mail("doctor", "--json");
        assertThat(ended.exitCode()).as(ended.err()).isZero();
        assertThat(checks(ended))
                .isEqualTo(
                        """
                        account ok
                        files ok
                        dns ok
                        clock ok
                        smtp ok
                        imap ok
                        clock of the server ok
                        quota ok
                        pop3 ok
                        """);
        assertThat(
                        PosixFilePermissions.toString(
                                Files.getPosixFilePermissions(home.resolve("share/jebi/mail"))))
                .isEqualTo("rwx------");
    }

    @Test
    void aSignInThatIsRefusedHidesNothingElse() throws IOException {
        var ended =
                site.bare(
                        "wrong\n",
                        "doctor",
                        "--json",
                        "--user",
                        MailSite.USER,
                        "--password-stdin",
                        "--imap",
                        site.imap(),
                        "--pop3",
                        site.pop3(),
                        "--smtp",
                        "nobody.invalid:587");
        assertThat(checks(ended))
                .isEqualTo(
                        """
                        account ok
                        files ok
                        dns unreachable
                        dns ok
                        clock ok
                        imap sign-in-refused
                        pop3 sign-in-refused
                        """);
        assertThat(ended.exitCode()).isEqualTo(69);
        assertThat(ended.out())
                .contains("nobody.invalid")
                .contains("DNS")
                .contains("check --user and the password");
    }

    @Test
    void filesThatOthersReadAreSaidWithTheMend() throws IOException {
        assertThat(
                        site.bare(
                                        "secret\n",
                                        "account",
                                        "add",
                                        "work",
                                        "--user",
                                        MailSite.USER,
                                        "--imap",
                                        site.imap(),
                                        "--smtp",
                                        site.smtp(),
                                        "--password-stdin")
                                .exitCode())
                .isZero();
        assertThat(site.bare("", "ls").exitCode()).isZero();
        assertThat(site.bare("", "doctor").exitCode()).isZero();
        Path stores = home.resolve("share/jebi/mail");
        Files.setPosixFilePermissions(stores, PosixFilePermissions.fromString("rwxr-xr-x"));
        var open = site.bare("", "doctor");
        assertThat(open.exitCode()).isEqualTo(78);
        assertThat(open.out()).contains("FAIL files  " + stores).contains("chmod 700");
        Files.setPosixFilePermissions(stores, PosixFilePermissions.fromString("rwx------"));
        Path accounts = home.resolve("config/jebi/mail.properties");
        Files.setPosixFilePermissions(accounts, PosixFilePermissions.fromString("rw-r--r--"));
        var told = site.bare("", "doctor");
        assertThat(told.exitCode()).isEqualTo(78);
        assertThat(told.out()).contains("FAIL files  " + accounts).contains("chmod 600");
    }

    @Test
    void clocksThatDifferAreSaid() {
        var appended =
                site.bare(
                        "a LOGIN al@a.test secret\n"
                                + "b APPEND INBOX \"01-Jan-2040 10:00:00 +0000\" {17}\n"
                                + "Subject: late\n\n" // 15 octets, and an empty line of 2
                                + "\n" // ends the command
                                + "c LOGOUT\n",
                        "raw",
                        "imap",
                        site.imap());
        assertThat(appended.out()).contains("b OK");
        var ended = site.mail("doctor");
        assertThat(ended.exitCode()).isEqualTo(78);
        assertThat(ended.out())
                .contains("FAIL clock of the server  the newest message came at 2040-01-01T10:00")
                .contains("timedatectl set-ntp true");
    }

    @Test
    void whatIsWrongWithACertificateIsSaidInWords() {
        assertThat(tls(new CertificateExpiredException("NotAfter: yesterday")))
                .contains("has expired: NotAfter: yesterday");
        assertThat(tls(new CertificateNotYetValidException("NotBefore: tomorrow")))
                .contains("the clock here may be slow");
        assertThat(
                        tls(
                                new CertificateException(
                                        "No subject alternative DNS name matching a.test found.")))
                .contains("is for another name")
                .contains("by the name in its certificate");
        assertThat(tls(new Exception("unable to find valid certification path to target")))
                .contains("nobody whom this machine trusts vouches")
                .contains("--ca FILE");
        assertThat(tls(new Exception("x\u001b[2J"))).contains("check that the port is one for TLS");
    }

    private static String tls(Exception cause) {
        SSLException fault = new SSLHandshakeException("PKIX: " + cause.getMessage());
        fault.initCause(cause);
        Failure failure = Faults.tls("a.test:993", fault);
        assertThat(failure.kind()).isEqualTo(Failure.Kind.TLS_NOT_TRUSTED);
        assertThat(failure.sentence())
                .startsWith("a.test:993: TLS failed (")
                .doesNotContain("\u001b");
        return failure.sentence();
    }
}
